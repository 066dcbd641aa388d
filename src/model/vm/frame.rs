//! Frames: functions that are being called.

use std::rc::Rc;

use super::object::{Names, visit, visit_all};
use super::value::{Handle, Value};
use crate::model::datum::Datum;
use crate::model::program::{Code, Name, Program};

/// One call of a function, a module's top level or a class's body.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) program: Rc<Program>,
    pub(super) code: Rc<Code>,
    pub(super) globals: Handle,
    /// The next operation.
    pub(super) next: usize,
    pub(super) stack: Vec<Value>,
    pub(super) locals: Vec<Option<Value>>,
    /// Own cells, then those of enclosing functions.
    pub(super) cells: Vec<Handle>,
    /// A class body's names.
    pub(super) names: Option<Names>,
    /// Handlers, innermost last: where they begin, and the stack's height there.
    pub(super) handlers: Vec<(usize, usize)>,
    /// Exceptions being handled, innermost last.
    pub(super) handling: Vec<Value>,
    /// What becomes of the result.
    pub(super) then: Then,
    /// The generator that this frame belongs to.
    pub(super) generator: Option<Handle>,
}

/// What the frame below does with a frame's result.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Then {
    /// Pushes it.
    Push,
    /// Drops it.
    Drop,
    /// Drops it and pushes this: what `__init__` has filled, or what was imported.
    Instead(Value),
    /// Pushes its truth, or the opposite.
    Truth(bool),
    /// Puts it in the place of the value so far below the top, and does the operation again.
    Again(usize),
    /// It is the next of an iterator; at the iterator's end: pop that and go on there.
    Next(usize),
    /// It is yielded by an inner generator of `yield from`.
    Delegate,
    /// It is the body of a class: make the class.
    Class { name: Name, base: Option<Handle> },
    /// It is the text of an object: format it with this spec, and push.
    Format(Rc<str>),
    /// Tries the reflected operation if it is NotImplemented.
    Operation { op: crate::model::program::BinaryOp, left: Value, right: Value, reflected: bool },
    /// The same for a comparison.
    Comparison { op: crate::model::program::CompareOp, left: Value, right: Value, reflected: bool },
    /// The thread's first function has ended.
    Finish,
}

/// The frames of a thread.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stack {
    pub(super) frames: Vec<Frame>,
    /// The function and arguments of a `clone` that is being answered.
    pub(super) spawning: Option<[Value; 3]>,
    /// The answer to a system call that the machine has not taken up yet.
    pub(super) answer: Option<Result<Datum, crate::model::datum::Failure>>,
    /// Is the pending call one that the machine made by itself, to close a dropped descriptor?
    pub(super) closing: bool,
    /// Has the main module ended, and only other threads are waited for?
    pub(super) ending: bool,
}

impl Frame {
    pub(super) fn visit(&mut self, each: &mut dyn FnMut(&mut Handle)) {
        each(&mut self.globals);
        visit_all(&mut self.stack, each);
        visit_all(self.locals.iter_mut().flatten(), each);
        self.cells.iter_mut().for_each(&mut *each);
        visit_all(self.names.iter_mut().flat_map(|names| names.values_mut()), each);
        visit_all(&mut self.handling, each);
        self.generator.iter_mut().for_each(&mut *each);
        match &mut self.then {
            Then::Instead(value) => visit(value, each),
            Then::Class { base, .. } => base.iter_mut().for_each(each),
            Then::Operation { left, right, .. } | Then::Comparison { left, right, .. } => {
                visit_all([left, right], each);
            }
            Then::Push
            | Then::Drop
            | Then::Truth(_)
            | Then::Again(_)
            | Then::Next(_)
            | Then::Delegate
            | Then::Format(_)
            | Then::Finish => {}
        }
    }

    /// The place in the text of the operation at hand.
    pub(super) fn place(&self) -> crate::model::program::Place {
        self.code.places.get(self.next.saturating_sub(1)).copied().unwrap_or_default()
    }
}

impl Stack {
    pub(super) fn visit(&mut self, each: &mut dyn FnMut(&mut Handle)) {
        self.frames.iter_mut().for_each(|frame| frame.visit(each));
        visit_all(self.spawning.iter_mut().flatten(), each);
    }
}
