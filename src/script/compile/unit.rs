//! One code while it is being made: its operations, with labels in the place of numbers.

use ruff_python_ast::{Identifier, Stmt};
use ruff_text_size::TextRange;

use crate::model::program::{Code, CodeKind, Const, Name, Op, Parameters, Place};
use crate::script::scope::Scope;

/// A place among the operations that is not known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label(pub(super) u32);

/// What a jump out of a block must do for it.
#[derive(Clone, Copy)]
pub(super) enum Block<'a> {
    /// A `while` loop.
    While { start: Label, end: Label },
    /// A `for` loop: its iterator stands on the stack.
    For { start: Label, end: Label },
    /// A handler is in force.
    Try,
    /// A handler is in force, and this must run.
    Finally(&'a [Stmt]),
    /// An exception is being handled that stands on the stack.
    Handling,
    /// A handler is in force, and this name is deleted afterwards.
    Named(&'a Identifier),
    /// A handler is in force; the manager and what it yielded stand on the stack.
    With(TextRange),
    /// A result stands on the stack.
    Value,
}

/// A code in the making.
pub(super) struct Unit<'a> {
    pub(super) number: usize,
    pub(super) scope: usize,
    pub(super) kind: CodeKind,
    pub(super) name: Name,
    pub(super) qualified: Name,
    pub(super) parameters: Parameters,
    pub(super) doc: Option<Name>,
    pub(super) blocks: Vec<Block<'a>>,
    /// The place of the next operation.
    pub(super) place: Place,
    pub(super) too_large: bool,
    ops: Vec<Op>,
    places: Vec<Place>,
    constants: Vec<Const>,
    labels: Vec<u32>,
}

impl Unit<'_> {
    pub(super) fn new(number: usize, scope: usize, kind: CodeKind, name: Name, qualified: Name) -> Self {
        Unit {
            number,
            scope,
            kind,
            name,
            qualified,
            parameters: Parameters::default(),
            doc: None,
            blocks: Vec::new(),
            place: Place { line: 1, column: 1 },
            too_large: false,
            ops: Vec::new(),
            places: Vec::new(),
            constants: Vec::new(),
            labels: Vec::new(),
        }
    }

    pub(super) fn emit(&mut self, op: Op) {
        self.ops.push(op);
        self.places.push(self.place);
    }

    pub(super) fn label(&mut self) -> Label {
        self.labels.push(0);
        Label(self.labels.len() as u32 - 1)
    }

    pub(super) fn bind(&mut self, label: Label) {
        self.labels[label.0 as usize] = self.ops.len() as u32;
    }

    pub(super) fn len(&self) -> usize {
        self.ops.len()
    }

    /// Does it end with `Return`, so that nothing can come after it?
    pub(super) fn is_ended(&self) -> bool {
        self.ops.last() == Some(&Op::Return) && !self.labels.contains(&(self.ops.len() as u32))
    }

    /// The number of a constant; the same constant has one number.
    pub(super) fn constant(&mut self, constant: Const) -> u16 {
        let at = self.constants.iter().position(|known| same(known, &constant)).unwrap_or_else(|| {
            self.constants.push(constant);
            self.constants.len() - 1
        });
        at as u16
    }

    pub(super) fn is_too_large(&self) -> bool {
        self.too_large || self.constants.len() > usize::from(u16::MAX)
    }

    /// The code, with numbers for labels.
    pub(super) fn code(self, scope: &Scope) -> Code {
        let Unit { mut ops, labels, .. } = self;
        for op in &mut ops {
            if let Op::Jump(to)
            | Op::JumpIfFalse(to)
            | Op::JumpIfTrue(to)
            | Op::JumpIfFalseOrPop(to)
            | Op::JumpIfTrueOrPop(to)
            | Op::ForIter(to)
            | Op::Try(to) = op
            {
                *to = labels[*to as usize];
            }
        }
        let locals = scope.locals.clone();
        let own = |name: &Name| scope.symbols.get(name).is_some_and(|symbol| symbol.parameter);
        let slot = |name: &Name| locals.iter().position(|local| local == name).map(|at| at as u16);
        let cells = scope.cells.iter().map(|name| (name.clone(), slot(name).filter(|_| own(name)))).collect();
        Code {
            name: self.name,
            qualified: self.qualified,
            kind: self.kind,
            parameters: self.parameters,
            ops,
            places: self.places,
            constants: self.constants,
            cells,
            free: scope.free.clone(),
            doc: self.doc,
            locals,
        }
    }
}

/// Are two constants the same in all, also in type and in the sign of zero?
fn same(a: &Const, b: &Const) -> bool {
    match (a, b) {
        (Const::Float(a), Const::Float(b)) => a.to_bits() == b.to_bits(),
        (Const::Tuple(a), Const::Tuple(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        _ => a == b,
    }
}
