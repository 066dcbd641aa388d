//! From the syntax tree to operations.

mod call;
mod class;
mod comprehension;
mod control;
mod display;
mod exception;
mod expression;
mod function;
mod import;
mod literal;
mod name;
mod operator;
mod statement;
mod string;
mod target;
mod unit;
mod unwind;

use std::rc::Rc;

use ruff_python_ast::Stmt;
use ruff_text_size::{Ranged, TextRange};

use super::diagnostic::Problems;
use super::scope::{Names, Scope, Scopes};
use super::source::Source;
use super::unsupported::Construct;
use crate::model::program::{Code, CodeKind, Const, Name, Op};
use unit::{Label, Unit};

/// Compiles the statements of a module to its codes; the module's own is the first.
pub(super) fn compile<'a>(
    body: &'a [Stmt],
    source: &'a Source<'a>,
    scopes: &'a Scopes,
    known: Known<'a>,
    names: &mut Names,
    problems: &mut Problems,
) -> Vec<Rc<Code>> {
    let unit = Unit::new(0, Scopes::MODULE, CodeKind::Module, names.name("<module>"), names.name("<module>"));
    let (codes, outer) = (vec![None], Vec::new());
    let mut compiler = Compiler { source, scopes, known, names, problems, codes, unit, outer, guarded: 0 };
    compiler.unit.doc = compiler.doc(body);
    compiler.body(body);
    compiler.finish();
    compiler.codes.into_iter().flatten().collect()
}

/// Which modules a script may import.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// All that there are.
    pub(super) modules: &'a [&'a str],
    /// Is the script a part of the library, which may use names with `_`?
    pub(super) library: bool,
}

/// What stands around the operation that is being written.
struct Compiler<'a, 'p> {
    source: &'a Source<'a>,
    scopes: &'a Scopes,
    known: Known<'a>,
    names: &'p mut Names,
    problems: &'p mut Problems,
    /// Codes that are ready; `None` for those around the one that is being made.
    codes: Vec<Option<Rc<Code>>>,
    /// The code that is being made.
    unit: Unit<'a>,
    /// Those around it.
    outer: Vec<Unit<'a>>,
    /// How many `try` around it catch a failing import.
    guarded: usize,
}

impl<'a> Compiler<'a, '_> {
    fn scope(&self) -> &'a Scope {
        self.scopes.scope(self.unit.scope)
    }

    /// What follows stands here in the text.
    fn at(&mut self, node: impl Ranged) {
        self.unit.place = self.source.place(node.start());
    }

    fn emit(&mut self, op: Op) {
        self.unit.emit(op);
    }

    /// An operation of this part of the text.
    fn put(&mut self, node: impl Ranged, op: Op) {
        self.at(node);
        self.emit(op);
    }

    fn constant(&mut self, constant: Const) {
        let at = self.unit.constant(constant);
        self.emit(Op::Const(at));
    }

    fn label(&mut self) -> Label {
        self.unit.label()
    }

    fn bind(&mut self, label: Label) {
        self.unit.bind(label);
    }

    /// A jump to a label.
    fn jump(&mut self, op: fn(u32) -> Op, label: Label) {
        self.emit(op(label.0));
    }

    fn error(&mut self, range: TextRange, message: impl Into<String>) {
        self.problems.add(self.source.place(range.start()), message);
    }

    /// This is not here.
    fn lacks(&mut self, range: TextRange, construct: &Construct) {
        self.refuse(range, construct.message, construct.hint);
    }

    fn refuse(&mut self, range: TextRange, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.hint(self.source.place(range.start()), message, hint);
    }

    /// A number that an operation has room for.
    fn count(&mut self, number: usize) -> u16 {
        u16::try_from(number).unwrap_or_else(|_| {
            self.unit.too_large = true;
            0
        })
    }

    /// Begins a code inside the present one; yields its number.
    fn begin(&mut self, scope: TextRange, kind: CodeKind, name: &str, qualified: &str) -> u32 {
        let number = self.codes.len();
        self.codes.push(None);
        let (name, qualified) = (self.names.name(name), self.names.name(qualified));
        let mut unit = Unit::new(number, self.scopes.of(scope), kind, name, qualified);
        unit.place = self.unit.place;
        self.outer.push(std::mem::replace(&mut self.unit, unit));
        number as u32
    }

    /// Ends the present code, which yields None if nothing else.
    fn finish(&mut self) {
        if !self.unit.is_ended() {
            self.constant(Const::None);
            self.emit(Op::Return);
        }
        let scope = self.scope();
        if self.unit.is_too_large() || scope.names.len() > usize::from(u16::MAX) {
            let message = format!("`{}` is too large.", self.unit.name);
            self.problems.hint(self.unit.place, message, "Divide it into functions.");
        }
        let finished = match self.outer.pop() {
            Some(outer) => std::mem::replace(&mut self.unit, outer),
            None => std::mem::replace(
                &mut self.unit,
                Unit::new(0, 0, CodeKind::Module, self.names.name(""), self.names.name("")),
            ),
        };
        let number = finished.number;
        self.codes[number] = Some(Rc::new(finished.code(scope)));
    }

    /// The dotted name of something that is defined here.
    fn qualified(&mut self, name: &str) -> String {
        let global = self.scope().symbols.get(name).is_some_and(|symbol| symbol.global);
        match self.unit.kind {
            CodeKind::Module => name.to_string(),
            _ if global => name.to_string(),
            CodeKind::Class => format!("{}.{name}", self.unit.qualified),
            CodeKind::Function | CodeKind::Generator => format!("{}.<locals>.{name}", self.unit.qualified),
        }
    }

    fn mangled(&mut self, name: &str) -> Name {
        let class = self.scope().class.as_ref();
        self.names.mangled(class, name)
    }
}
