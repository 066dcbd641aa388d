//! f-strings.

use ruff_python_ast::{ExprFString, FStringPart, InterpolatedElement, InterpolatedStringElement};
use ruff_text_size::Ranged;

use super::Compiler;
use crate::model::program::{Const, Op};

/// A piece of an f-string: text that is not on the stack yet, or what is.
#[derive(Default)]
struct Pieces {
    text: String,
    count: u32,
}

impl<'a> Compiler<'a, '_> {
    pub(super) fn f_string(&mut self, string: &'a ExprFString) {
        let mut pieces = Pieces::default();
        for part in &string.value {
            match part {
                FStringPart::Literal(literal) => {
                    self.check_surrogates(literal.range(), literal);
                    pieces.text.push_str(literal);
                }
                FStringPart::FString(parts) => self.elements(&parts.elements, &mut pieces),
            }
        }
        self.at(string);
        self.join(pieces);
    }

    fn elements(&mut self, elements: &'a [InterpolatedStringElement], pieces: &mut Pieces) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    self.check_surrogates(literal.range(), literal);
                    pieces.text.push_str(literal);
                }
                InterpolatedStringElement::Interpolation(element) => self.interpolation(element, pieces),
            }
        }
    }

    fn interpolation(&mut self, element: &'a InterpolatedElement, pieces: &mut Pieces) {
        if let Some(debug) = &element.debug_text {
            pieces.text.push_str(debug.as_str());
        }
        self.at(element);
        self.text(pieces);
        self.expr(&element.expression);
        let mut conversion = element.conversion.to_char();
        if element.debug_text.is_some() && element.format_spec.is_none() {
            conversion = conversion.or(Some('r'));
        }
        if let Some(spec) = &element.format_spec {
            let mut inner = Pieces::default();
            self.elements(&spec.elements, &mut inner);
            self.join(inner);
        }
        self.put(element.expression.range(), Op::Format { conversion, spec: element.format_spec.is_some() });
        pieces.count += 1;
    }

    /// Pushes the text that has been collected.
    fn text(&mut self, pieces: &mut Pieces) {
        if !pieces.text.is_empty() {
            let text = self.names.name(&std::mem::take(&mut pieces.text));
            self.constant(Const::Str(text));
            pieces.count += 1;
        }
    }

    fn join(&mut self, mut pieces: Pieces) {
        if pieces.count == 0 {
            self.constant(Const::Str(pieces.text.into()));
            return;
        }
        self.text(&mut pieces);
        if pieces.count > 1 {
            self.emit(Op::BuildString(pieces.count));
        }
    }
}
