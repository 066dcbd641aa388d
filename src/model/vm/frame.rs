//! Frames: functions that are being called, and the threads that call them.

use std::rc::Rc;

use super::Stop;
use super::namespace::Names;
use super::native::Args;
use super::object::{visit, visit_all};
use super::value::{Handle, Value};
use crate::model::datum::{Datum, Failure};
use crate::model::program::{Code, Name, Place, Program};

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
    /// Innermost last.
    pub(super) handlers: Vec<Handler>,
    /// Exceptions being handled, innermost last.
    pub(super) handling: Vec<Value>,
    /// What the operation at hand has asked for so far; it is tried again with these.
    pub(super) answers: Vec<Value>,
    /// What becomes of the result.
    pub(super) then: Then,
    /// The generator that this frame belongs to.
    pub(super) generator: Option<Handle>,
}

/// Where an exception goes: an operation, with the heights that the stack and the handled exceptions had there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Handler {
    pub(super) target: usize,
    pub(super) height: usize,
    pub(super) handling: usize,
}

/// What the frame below does with a frame's result.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Then {
    /// Pushes it.
    Push,
    /// Pushes it, or at a generator's end this.
    PushOr(Value),
    /// Drops it, and an exception too: a finalizer.
    Drop,
    /// Drops it and pushes this: what `__init__` has filled, or what was imported.
    Instead(Value),
    /// It is an answer that the operation at hand has asked for.
    Answer,
    /// It is the next of an iterator; at the iterator's end: pop that and go on there.
    Next(usize),
    /// It is yielded by an inner iterator of `yield from`.
    Delegate,
    /// A generator is being closed: that it ends is all that is wanted.
    Close,
    /// It is the body of a class: make the class.
    Class { name: Name, bases: Vec<Handle>, named: Option<Value> },
    /// It is the text about an exception that nobody caught.
    Report(Place),
    /// The thread's first function has ended.
    Finish,
}

/// The frames of a thread.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stack {
    pub(super) frames: Vec<Frame>,
    /// Is it the thread that the process began with?
    pub(super) main: bool,
    /// The function and arguments of a `clone` that is being answered.
    pub(super) spawning: Option<(Value, Vec<Value>)>,
    /// The answer to a system call that the machine has not taken up yet.
    pub(super) answer: Option<Result<Datum, Failure>>,
    /// How the process will end, once the other threads that it waits for have ended.
    pub(super) ending: Option<Stop>,
    /// Did its time slice end, so that it stands before an operation and not in one?
    pub(super) sliced: bool,
}

impl Frame {
    pub(super) fn new(program: Rc<Program>, code: Rc<Code>, globals: Handle, then: Then) -> Frame {
        Frame {
            locals: vec![None; code.locals.len()],
            program,
            code,
            globals,
            next: 0,
            stack: Vec::new(),
            cells: Vec::new(),
            names: None,
            handlers: Vec::new(),
            handling: Vec::new(),
            answers: Vec::new(),
            then,
            generator: None,
        }
    }

    pub(super) fn visit(&mut self, each: &mut dyn FnMut(&mut Handle)) {
        each(&mut self.globals);
        visit_all(&mut self.stack, each);
        visit_all(self.locals.iter_mut().flatten(), each);
        self.cells.iter_mut().for_each(&mut *each);
        visit_all(self.names.iter_mut().flat_map(|names| names.values_mut()), each);
        visit_all(&mut self.handling, each);
        visit_all(&mut self.answers, each);
        self.generator.iter_mut().for_each(&mut *each);
        match &mut self.then {
            Then::Instead(value) | Then::PushOr(value) => visit(value, each),
            Then::Class { bases, named, .. } => {
                bases.iter_mut().for_each(&mut *each);
                visit_all(named, each);
            }
            Then::Push
            | Then::Drop
            | Then::Answer
            | Then::Next(_)
            | Then::Delegate
            | Then::Close
            | Then::Report(_)
            | Then::Finish => {}
        }
    }

    /// The place in the text of the operation at hand.
    pub(super) fn place(&self) -> Place {
        self.code.places.get(self.next.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// Where the operation that comes next stands.
    pub(super) fn place_after(&self) -> Place {
        self.code.places.get(self.next).copied().unwrap_or_else(|| self.place())
    }

    /// The top of the stack.
    pub(super) fn top(&self) -> &Value {
        self.stack.last().expect("an operation finds its operands")
    }

    /// The value that lies `depth` below the top (0 = the top).
    pub(super) fn peek(&self, depth: usize) -> &Value {
        &self.stack[self.stack.len() - 1 - depth]
    }

    pub(super) fn push(&mut self, value: Value) {
        self.stack.push(value);
    }

    pub(super) fn pop(&mut self) -> Value {
        self.stack.pop().expect("an operation finds its operands")
    }

    /// Takes the top `count` values, lowest first.
    pub(super) fn pop_many(&mut self, count: usize) -> Vec<Value> {
        self.stack.split_off(self.stack.len() - count)
    }

    /// Puts a result in the place of the top `count` operands.
    pub(super) fn replace(&mut self, count: usize, result: Value) {
        self.stack.truncate(self.stack.len() - count);
        self.stack.push(result);
    }

    /// The top `count` values as the arguments of a call.
    pub(super) fn arguments(&self, count: usize) -> Args {
        Args { positional: self.stack[self.stack.len() - count..].to_vec(), named: Vec::new() }
    }
}

impl Stack {
    pub(super) fn visit(&mut self, each: &mut dyn FnMut(&mut Handle)) {
        self.frames.iter_mut().for_each(|frame| frame.visit(each));
        if let Some((function, args)) = &mut self.spawning {
            visit(function, each);
            visit_all(args, each);
        }
    }
}
