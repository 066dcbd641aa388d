//! Numbers, strings and other values that stand in the text itself.

use num_bigint::BigInt;
use ruff_python_ast::{Expr, Number, Stmt, UnaryOp};
use ruff_text_size::{Ranged, TextRange};

use super::Compiler;
use crate::model::program::{Const, Name};
use crate::script::unsupported;

impl Compiler<'_, '_> {
    /// The doc string at the beginning of a body.
    pub(super) fn doc(&mut self, body: &[Stmt]) -> Option<Name> {
        match body.first()? {
            Stmt::Expr(first) => {
                first.value.as_string_literal_expr().map(|text| Name::from(text.value.to_str()))
            }
            _ => None,
        }
    }

    /// The parser reads half a pair of surrogates, such as `\ud800`, as the character U+FFFD.
    pub(super) fn check_surrogates(&mut self, range: TextRange, text: &str) {
        let written = self.source.slice(range).to_ascii_lowercase();
        let half = |rest: &str| matches!(rest.as_bytes(), [b'd', b'8'..=b'f', ..]);
        let begins =
            |mark: &str| written.match_indices(mark).any(|(at, _)| half(&written[at + mark.len()..]));
        if text.contains(char::REPLACEMENT_CHARACTER) && (begins("\\u") || begins("\\u0000")) {
            self.lacks(range, &unsupported::SURROGATE);
        }
    }

    /// The value of an expression, if it is always the same.
    pub(super) fn value_of(&mut self, expr: &Expr) -> Option<Const> {
        Some(match expr {
            Expr::NoneLiteral(_) => Const::None,
            Expr::BooleanLiteral(literal) => Const::Bool(literal.value),
            Expr::EllipsisLiteral(_) => Const::Ellipsis,
            Expr::StringLiteral(literal) => {
                self.check_surrogates(expr.range(), literal.value.to_str());
                Const::Str(self.names.name(literal.value.to_str()))
            }
            Expr::BytesLiteral(literal) => Const::Bytes(literal.value.bytes().collect()),
            Expr::NumberLiteral(literal) => match &literal.value {
                Number::Int(int) => int_of(&int.to_string()),
                Number::Float(float) => Const::Float(*float),
                Number::Complex { .. } => {
                    self.lacks(expr.range(), &unsupported::COMPLEX);
                    Const::None
                }
            },
            Expr::UnaryOp(unary) if unary.op == UnaryOp::USub && unary.operand.is_number_literal_expr() => {
                negative(self.value_of(&unary.operand)?)
            }
            Expr::Tuple(tuple) => {
                let items: Option<Vec<Const>> = tuple.elts.iter().map(|item| self.value_of(item)).collect();
                Const::Tuple(items?)
            }
            _ => return None,
        })
    }
}

/// An integer as the parser tells it: in decimal, or the text of one that is large.
fn int_of(text: &str) -> Const {
    let digits = text.replace('_', "");
    let (digits, radix) = match digits.get(..2) {
        Some("0x" | "0X") => (&digits[2..], 16),
        Some("0o" | "0O") => (&digits[2..], 8),
        Some("0b" | "0B") => (&digits[2..], 2),
        _ => (&digits[..], 10),
    };
    match i64::from_str_radix(digits, radix) {
        Ok(small) => Const::Int(small),
        Err(_) => Const::Big(BigInt::parse_bytes(digits.as_bytes(), radix).unwrap_or_default().into()),
    }
}

fn negative(number: Const) -> Const {
    match number {
        Const::Int(int) => Const::Int(-int),
        Const::Float(float) => Const::Float(-float),
        Const::Big(big) => {
            let negative = -(*big).clone();
            i64::try_from(&negative).map_or_else(|_| Const::Big(negative.into()), Const::Int)
        }
        other => other,
    }
}
