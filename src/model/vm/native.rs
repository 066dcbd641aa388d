//! What built-in operations are: functions over the heap that may ask for learners' code to be run.
//!
//! An operation that needs the result of a learner's function (`__eq__`, a sort key, the items of a generator) *asks*
//! for it: the machine runs that function, which may itself be suspended, and then tries the operation again with the
//! answers so far. So an operation changes nothing before its last question, and asks the same questions each time.

use super::heap::Heap;
use super::value::Value;
use crate::model::program::Name;

/// What a built-in operation works on.
pub(super) struct Ctx<'a> {
    pub(super) heap: &'a mut Heap,
    answers: &'a [Value],
    /// How many questions were asked so far.
    pub(super) asked: usize,
    /// Work to be charged beyond the one unit that every operation costs: about one for each item touched.
    pub(super) work: u64,
    /// How deep it is in values within values.
    depth: u32,
}

/// More work than this in one operation, which cannot be interrupted, ends the run.
const MOST_WORK: u64 = 4_000_000;
/// No value may take more bytes than this: what is done with one cannot be interrupted either.
const MOST_AT_ONCE: usize = 32 << 20;
/// Values may be nested so deep: the stack is small in a browser.
const DEEPEST: u32 = 200;

/// Why an operation gave no value: behind a pointer, so that handing it on costs little.
#[derive(Debug)]
pub(super) struct Raise(pub(super) Box<Reason>);

/// What can be why.
#[derive(Debug)]
pub(super) enum Reason {
    /// A built-in exception, by its class's name, with one argument.
    Error { class: &'static str, message: String },
    /// An exception that exists already.
    Thrown(Value),
    /// A function must be called first.
    Ask { callee: Value, args: Args },
    /// The laboratory does not allow this much; what asked for it, as a sentence.
    OverLimit(String),
    /// It would take too long.
    TooLong,
    /// It is not here, though CPython has it; a sentence.
    Lacks(String),
}

/// What an operation gives.
pub(super) type Outcome<T = Value> = Result<T, Raise>;

/// The arguments of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Args {
    pub(super) positional: Vec<Value>,
    pub(super) named: Vec<(Name, Value)>,
}

impl Args {
    pub(super) fn of(positional: Vec<Value>) -> Args {
        Args { positional, named: Vec::new() }
    }
}

/// A built-in function.
pub(super) type NativeFn = fn(&mut Ctx, &Args) -> Outcome;

impl<'a> Ctx<'a> {
    pub(super) fn new(heap: &'a mut Heap, answers: &'a [Value], asked: usize) -> Ctx<'a> {
        Ctx { heap, answers, asked, work: 0, depth: 0 }
    }

    /// The result of calling a function: at once if it was asked for before, else the operation is tried again later.
    pub(super) fn ask(&mut self, callee: Value, args: Vec<Value>) -> Outcome {
        self.ask_with(callee, Args::of(args))
    }

    /// The same with named arguments.
    pub(super) fn ask_with(&mut self, callee: Value, args: Args) -> Outcome {
        match self.answers.get(self.asked) {
            Some(answer) => {
                self.asked += 1;
                Ok(answer.clone())
            }
            None => Err(Reason::Ask { callee, args }.into()),
        }
    }

    /// The method of this name that an instance's class has; never one that the instance itself has.
    pub(super) fn special(&self, value: &Value, name: &str) -> Option<Value> {
        let class = self.heap.class_of(value)?;
        self.heap.class_attr(class, name).filter(|method| !matches!(method, Value::None))
    }

    /// Charges work that cannot be interrupted.
    pub(super) fn spend(&mut self, work: u64) -> Outcome<()> {
        self.may_spend(work)?;
        self.work += work;
        Ok(())
    }

    /// Fails if so much work would be too much.
    pub(super) fn may_spend(&self, work: u64) -> Outcome<()> {
        if self.work + work > MOST_WORK { Err(Reason::TooLong.into()) } else { Ok(()) }
    }

    /// Goes into a value within a value; `leave` comes back.
    pub(super) fn enter(&mut self) -> Outcome<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Raise::error("RecursionError", "maximum recursion depth exceeded"));
        }
        self.spend(1)
    }

    /// Comes back from a value within a value.
    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Makes sure that an operation does not ask for too much memory at once.
    pub(super) fn claim(&mut self, bytes: usize) -> Outcome<()> {
        if bytes > self.heap.most.min(MOST_AT_ONCE) {
            return Err(Reason::OverLimit(format!("it asked for {bytes} bytes at once.")).into());
        }
        self.work += (bytes / 64) as u64;
        Ok(())
    }
}

impl From<Reason> for Raise {
    fn from(reason: Reason) -> Raise {
        Raise(Box::new(reason))
    }
}

impl Raise {
    /// The class of a built-in exception.
    pub(super) fn class(&self) -> Option<&'static str> {
        match *self.0 {
            Reason::Error { class, .. } => Some(class),
            _ => None,
        }
    }

    /// An exception that exists.
    pub(super) fn thrown(exception: Value) -> Raise {
        Reason::Thrown(exception).into()
    }

    pub(super) fn error(class: &'static str, message: impl Into<String>) -> Raise {
        Reason::Error { class, message: message.into() }.into()
    }

    /// CPython has it, but the laboratory has not: the run ends, and no `except` of the script can take it for an error.
    pub(super) fn lacks(what: impl Into<String>) -> Raise {
        Reason::Lacks(what.into()).into()
    }

    pub(super) fn type_error(message: impl Into<String>) -> Raise {
        Raise::error("TypeError", message)
    }

    pub(super) fn value_error(message: impl Into<String>) -> Raise {
        Raise::error("ValueError", message)
    }
}
