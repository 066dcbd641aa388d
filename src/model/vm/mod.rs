//! The machine that runs learners' programs: Python, with all of its state as plain data.
//!
//! A process's `Memory` holds its objects and the frames of its threads. It can be cloned, compared and rewound, and a
//! thread can be suspended in any system call.
//!
//! Not modelled, because programs here are small: collection of reference cycles (what nothing refers to is freed at once,
//! as in CPython; a cycle stays).

use crate::model::sorted::SortedMap;

mod access;
mod args;
mod arith;
mod assign;
mod attribute;
mod builtins;
mod call;
mod class;
mod class_made;
mod codec;
mod compare;
mod construct;
mod convert;
mod copy;
mod dict;
mod digits;
mod exception;
mod exceptions;
mod farewell;
mod fields;
mod format;
mod frame;
mod generator;
mod half;
mod hash;
mod heap;
mod index;
mod iterate;
mod library_memory;
mod library_random;
mod library_re;
mod library_re_syntax;
mod library_struct;
mod machine;
mod methods;
mod methods_bytes;
mod methods_case;
mod methods_dict;
mod methods_find;
mod methods_list;
mod methods_number;
mod methods_set;
mod methods_special;
mod methods_str;
mod methods_table;
mod names;
mod namespace;
mod native;
mod number;
mod object;
mod object_type;
mod operate;
mod order;
mod percent;
mod sets;
mod slices;
mod slots;
mod span;
mod special;
mod text;
mod traceback;
mod union;
mod value;
mod visited;

use std::rc::Rc;

use super::datum::{Datum, Failure};
use super::diagnostic::Diagnostic;
use super::id::{Fd, Tid};
use super::program::{Modules, Name, Place};
use frame::Stack;
use heap::Heap;
use machine::Machine;
use value::{Handle, Kind};
use visited::Visited;

/// The built-in types that every script sees, by name.
pub fn types() -> impl Iterator<Item = &'static str> {
    Kind::NAMED.into_iter().map(Kind::name)
}

/// How many bytes one operation may ask for.
const MOST_AT_ONCE: usize = 64 << 20;

/// All that a process's program has: objects, modules, and the frames of its threads.
#[derive(Debug)]
pub struct Memory {
    modules: Rc<Modules>,
    heap: Heap,
    loaded: SortedMap<Name, Handle>,
    threads: SortedMap<Tid, Stack>,
    /// About how many bytes the objects take, and how much work was done since they were measured.
    bytes: usize,
    unmeasured: u64,
}

/// A stretch of computing.
pub struct Ran {
    /// How much work it was: about one unit for each operation.
    pub work: u64,
    /// Why it ended.
    pub stop: Stop,
    /// The lines of the learner's script that it went through, in order, without the one that it began on.
    pub lines: Vec<u32>,
}

/// Why a thread stopped computing.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// It calls the kernel, and waits for `Memory::resume`.
    Call(Call),
    /// Its budget of work is used up.
    Slice,
    /// Its function has ended.
    Finished,
    /// It asked for the process to end, with this status.
    Exited(i32),
    /// An exception that nobody caught.
    Failed(Diagnostic),
    /// It asked for more memory at once than the laboratory allows.
    OverLimit(String),
    /// One operation of it would have taken too long.
    TooLong,
    /// It asked for something of Python that is not here: where, what, and what to do instead.
    Lacks(String),
}

/// A system call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which one.
    pub name: Rc<str>,
    /// Its arguments.
    pub args: Vec<Datum>,
}

impl Call {
    /// The descriptors that the call is about: the files behind them stay open while it waits.
    pub fn descriptors(&self) -> Vec<Fd> {
        let number = |datum: &Datum| match datum {
            Datum::Int(number) => i32::try_from(*number).ok().map(Fd),
            _ => None,
        };
        match self.args.first() {
            // `poll`: pairs of a descriptor and events.
            Some(Datum::List(all)) => {
                let first = |pair: &Datum| match pair {
                    Datum::Tuple(parts) => parts.first().and_then(number),
                    _ => None,
                };
                all.iter().filter_map(first).collect()
            }
            Some(first) => number(first).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

impl Memory {
    /// The memory of a fresh process that can load these modules.
    pub fn new(modules: Rc<Modules>) -> Memory {
        let heap = Heap { lacks: modules.lacks, ..Heap::new(MOST_AT_ONCE) };
        Memory { modules, heap, loaded: SortedMap::new(), threads: SortedMap::new(), bytes: 0, unmeasured: 0 }
    }

    /// Makes the first thread, which will run the main module.
    pub fn start(&mut self, tid: Tid) {
        self.threads.insert(tid, Stack { main: true, ..Stack::default() });
        Machine::new(self, tid).begin();
    }

    /// Makes the thread that `parent` asked for in the `clone` call that it is in.
    pub fn spawn(&mut self, parent: Tid, tid: Tid) {
        let asked = self.threads.get_mut(&parent).and_then(|stack| stack.spawning.take());
        let (function, args) = asked.expect("a thread is made in answer to a call");
        self.threads.insert(tid, Stack::default());
        Machine::new(self, tid).begin_thread(function, args);
    }

    /// The memory of a child process: a copy in which only the calling thread lives on.
    pub fn fork(&self, caller: Tid, child: Tid) -> Memory {
        let mut copy = self.clone();
        copy.bytes = self.heap.measure();
        let stack = copy.threads.remove(&caller).expect("the caller is one of the threads");
        copy.threads.clear();
        copy.threads.insert(child, Stack { main: true, ..stack });
        copy
    }

    /// Lets a thread compute until it stops for a reason, at the latest after so much work.
    pub fn run(&mut self, tid: Tid, budget: u64) -> Ran {
        let line = self.place(tid).map_or(0, |place| place.line);
        let ran = Machine::new(self, tid).run(budget, Visited::from(line));
        self.unmeasured += ran.work;
        if self.unmeasured > copy::MEASURE_AFTER {
            self.unmeasured = 0;
            self.bytes = self.heap.measure();
        }
        ran
    }

    /// Answers the call that a thread is in.
    pub fn resume(&mut self, tid: Tid, answer: Result<Datum, Failure>) {
        if let Some(stack) = self.threads.get_mut(&tid) {
            stack.answer = Some(answer);
        }
    }

    /// The process has ended: its objects go.
    pub fn end(&mut self) {
        *self = Memory::new(self.modules.clone());
    }

    /// A thread has ended.
    pub fn discard(&mut self, tid: Tid) {
        self.threads.remove(&tid);
    }

    /// About how many bytes the program's objects take, measured now.
    pub fn measure(&self) -> usize {
        self.heap.measure()
    }

    /// About how many bytes the program's objects take, as they were measured last.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Where a thread is in the learner's own script: the innermost place that is not the library's.
    pub fn place(&self, tid: Tid) -> Option<Place> {
        let stack = self.threads.get(&tid)?;
        let inner = stack.frames.last().filter(|frame| stack.sliced && !frame.program.library);
        if let Some(frame) = inner {
            return Some(frame.place_after());
        }
        let own = stack.frames.iter().rev().find(|frame| !frame.program.library && frame.next > 0);
        own.map(|frame| frame.place())
    }

    /// The text of a line of the learner's script.
    pub fn line(&self, number: u32) -> Option<&str> {
        let main = self.modules.programs.get("__main__")?;
        main.lines.get(number.checked_sub(1)? as usize).map(|line| &**line)
    }
}
