//! The machine: takes a thread's operations one by one.

use std::rc::Rc;

use super::frame::{Frame, Handler, Stack, Then};
use super::heap::Heap;
use super::native::{Args, Ctx, Outcome, Raise, Reason};
use super::object::Object;
use super::value::{Handle, Value};
use super::visited::Visited;
use super::{Memory, Ran, Stop, access, convert, exception};
use crate::model::id::Tid;
use crate::model::program::{Code, CodeKind, Const, Modules, Name, Op, Parameters, Place, Program};
use crate::model::sorted::SortedMap;

/// Frames beyond this many are a RecursionError, as in CPython.
const DEEPEST: usize = 1000;

/// One thread of a memory, while it runs.
pub(super) struct Machine<'a> {
    pub(super) heap: &'a mut Heap,
    pub(super) loaded: &'a mut SortedMap<Name, Handle>,
    pub(super) modules: Rc<Modules>,
    pub(super) stack: &'a mut Stack,
    /// How many questions the operation at hand has asked so far.
    pub(super) asked: usize,
    pub(super) work: u64,
    pub(super) stop: Option<Stop>,
}

impl<'a> Machine<'a> {
    pub(super) fn new(memory: &'a mut Memory, tid: Tid) -> Machine<'a> {
        Machine {
            heap: &mut memory.heap,
            loaded: &mut memory.loaded,
            modules: memory.modules.clone(),
            stack: memory.threads.get_mut(&tid).expect("a thread has a stack"),
            asked: 0,
            work: 0,
            stop: None,
        }
    }

    /// Lays out the first thread's work: `builtins` first, then the main module.
    pub(super) fn begin(&mut self) {
        for (name, then) in [("__main__", Then::Finish), ("builtins", Then::Drop)] {
            if let Some(program) = self.modules.programs.get(name).cloned() {
                let module = self.new_module(&program, name);
                if name == "builtins" {
                    self.heap.builtins = Some(module.clone());
                }
                let code = program.codes[0].clone();
                self.stack.frames.push(Frame::new(program, code, module, then));
            }
        }
    }

    /// Lays out another thread's work: one call.
    pub(super) fn begin_thread(&mut self, function: Value, args: Vec<Value>) {
        let args = Args::of(args);
        let globals = self.heap.builtins.clone().expect("a program that starts a thread has begun");
        let frame = self.springboard(function, args, globals, Then::Finish);
        self.stack.frames.push(frame);
    }

    /// Goes on until the thread stops for a reason.
    pub(super) fn run(mut self, budget: u64, mut visited: Visited) -> Ran {
        if let Some(answer) = self.stack.answer.take() {
            self.take_up(answer);
        }
        self.stack.sliced = false;
        while self.stop.is_none() {
            if self.work >= budget {
                self.stack.sliced = true;
                self.stop = Some(Stop::Slice);
                break;
            }
            self.work += 1;
            self.asked = 0;
            let frame = self.frame();
            let code = frame.code.clone();
            if !frame.program.library {
                visited.visit(code.places[frame.next].line);
            }
            let op = &code.ops[frame.next];
            frame.next += 1;
            let outcome = self.operate(op);
            self.settle(outcome);
            // While a call is waiting for its answer nothing else may run: finalizers come after it.
            if self.stop.is_none() && self.heap.has_dropped() {
                self.finalize();
            }
        }
        Ran { work: self.work.max(1), stop: self.stop.unwrap_or(Stop::Slice), lines: visited.lines }
    }

    fn take_up(&mut self, answer: Result<crate::model::datum::Datum, crate::model::datum::Failure>) {
        match answer {
            Ok(datum) => {
                let value = convert::to_value(self.heap, datum);
                self.push(value);
            }
            Err(failure) => {
                let exception = exception::from_failure(self.heap, self.loaded, failure);
                self.raise(exception);
            }
        }
    }

    /// What follows from how an operation ended.
    fn settle(&mut self, outcome: Outcome<()>) {
        let Err(Raise(reason)) = outcome else { return };
        match *reason {
            Reason::Ask { callee, args } => {
                self.frame().next -= 1;
                if let Err(raise) = self.call_aside(callee, args, Then::Answer) {
                    self.settle(Err(raise));
                }
            }
            Reason::Thrown(exception) => self.raise(exception),
            Reason::Error { class, message } => {
                let exception = exception::make(self.heap, self.loaded, class, vec![Value::str(&message)]);
                if let (Some(name), Value::Ref(handle)) = (exception::name_in(class, &message), &exception) {
                    self.heap.set_own(handle, &"name".into(), Value::str(name));
                }
                self.raise(exception);
            }
            Reason::OverLimit(what) => self.stop = Some(Stop::OverLimit(what)),
            Reason::TooLong => self.stop = Some(Stop::TooLong),
            Reason::Lacks(what) => self.stop = Some(Stop::Lacks(self.at_its_place(&what))),
        }
    }

    /// A sentence about the place in the learner's script where this thread is.
    fn at_its_place(&self, what: &str) -> String {
        let mut frames = self.stack.frames.iter().rev();
        match frames.find(|frame| !frame.program.library && !frame.code.name.is_empty()) {
            Some(frame) => {
                let Place { line, column } = frame.place();
                format!("{}:{line}:{column}: {what}", frame.program.file)
            }
            None => what.to_owned(),
        }
    }

    /// Calls the finalizers of what was dropped.
    fn finalize(&mut self) {
        for (finalizer, object) in self.heap.sweep() {
            let args = Args::of(object.into_iter().collect());
            if let Err(raise) = self.call_aside(finalizer, args, Then::Drop) {
                self.settle(Err(raise));
            }
        }
    }

    /// The frame that runs.
    pub(super) fn frame(&mut self) -> &mut Frame {
        self.stack.frames.last_mut().expect("a running thread has a frame")
    }

    pub(super) fn push(&mut self, value: Value) {
        self.frame().push(value);
    }

    /// Runs a built-in operation with the answers that the operation at hand has so far.
    pub(super) fn with<T>(&mut self, operation: impl FnOnce(&mut Ctx) -> Outcome<T>) -> Outcome<T> {
        let answers = self.stack.frames.last().map_or(&[][..], |frame| &frame.answers);
        let mut ctx = Ctx::new(self.heap, answers, self.asked);
        let outcome = operation(&mut ctx);
        self.asked = ctx.asked;
        // An operation that is tried again goes through all its answers again.
        self.work += ctx.work + ctx.asked as u64 / 4;
        outcome
    }

    /// An operation has its result: it takes the place of its operands.
    pub(super) fn give(&mut self, operands: usize, result: Value) -> Outcome<()> {
        let frame = self.frame();
        frame.answers.clear();
        frame.replace(operands, result);
        Ok(())
    }

    /// Starts a call; the frame that runs now will go on after it.
    pub(super) fn enter(&mut self, frame: Frame) -> Outcome<()> {
        if self.stack.frames.len() >= DEEPEST {
            return Err(Raise::error("RecursionError", "maximum recursion depth exceeded"));
        }
        self.stack.frames.push(frame);
        Ok(())
    }

    /// Calls something that is not on the stack; what comes of the result is told by `then`.
    pub(super) fn call_aside(&mut self, callee: Value, args: Args, then: Then) -> Outcome<()> {
        if let Some(Object::Function(function)) = self.heap.object(&callee)
            && function.code.kind != CodeKind::Generator
        {
            let function = function.clone();
            let frame = self.bind(&function, args)?;
            return self.enter(Frame { then, ..frame });
        }
        let globals = match self.stack.frames.last() {
            Some(frame) => frame.globals.clone(),
            None => self.heap.builtins.clone().expect("builtins are loaded"),
        };
        let frame = self.springboard(callee, args, globals, then);
        self.enter(frame)
    }

    /// A frame that calls something and returns what that returns.
    fn springboard(&mut self, callee: Value, args: Args, globals: Handle, then: Then) -> Frame {
        let count = args.positional.len() as u16;
        let (names, named): (Vec<Name>, Vec<Value>) = args.named.into_iter().unzip();
        let call = if names.is_empty() { Op::Call(count) } else { Op::CallNamed(count, 0) };
        let code = Rc::new(Code {
            name: "".into(),
            qualified: "".into(),
            kind: CodeKind::Function,
            parameters: Parameters::default(),
            ops: vec![call, Op::Return],
            places: vec![Place::default(); 2],
            constants: vec![Const::Tuple(names.into_iter().map(Const::Str).collect())],
            locals: Vec::new(),
            cells: Vec::new(),
            free: Vec::new(),
            doc: None,
        });
        let program = self.library();
        let mut frame = Frame::new(program, code, globals, then);
        frame.push(callee);
        frame.stack.extend(args.positional);
        frame.stack.extend(named);
        frame
    }

    /// A program whose lines learners do not see.
    fn library(&self) -> Rc<Program> {
        let programs = &self.modules.programs;
        programs.get("builtins").or(programs.values().next()).cloned().expect("there is a program")
    }

    /// Makes a module, still empty.
    pub(super) fn new_module(&mut self, program: &Program, name: &str) -> Handle {
        let name: Name = name.into();
        let mut names = super::namespace::Names::default();
        names.insert("__name__".into(), Value::Str(name.clone()));
        let file = if program.library { format!("<{name}>").into() } else { program.file.clone() };
        let doc = program.codes[0].doc.clone().map_or(Value::None, Value::Str);
        names.insert("__doc__".into(), doc);
        for none in ["__package__", "__loader__", "__spec__", "__cached__"] {
            names.insert(none.into(), Value::None);
        }
        names.insert("__file__".into(), Value::Str(file));
        let module = self.heap.add(Object::Module { name: name.clone(), names });
        self.loaded.insert(name, module.clone());
        module
    }

    /// A handler begins at the operation `target`.
    pub(super) fn guard(&mut self, target: u32) {
        let frame = self.frame();
        let handler =
            Handler { target: target as usize, height: frame.stack.len(), handling: frame.handling.len() };
        frame.handlers.push(handler);
    }

    /// A frame has come to its end.
    pub(super) fn leave(&mut self, result: Value) -> Outcome<()> {
        let frame = self.stack.frames.pop().expect("a frame ends");
        if let Some(generator) = &frame.generator {
            self.finish_generator(generator);
            return self.generator_ended(frame.then, result);
        }
        match frame.then {
            Then::Push | Then::PushOr(_) | Then::Next(_) => self.push(result),
            Then::Drop | Then::Close => {}
            Then::Instead(value) => {
                if !matches!(result, Value::None) {
                    let name = self.heap.type_name(&result);
                    let what = format!("__init__() should return None, not '{name}'");
                    return Err(Raise::type_error(what));
                }
                self.push(value);
            }
            Then::Answer => self.frame().answers.push(result),
            Then::Delegate => return self.delegated(result),
            Then::Class { ref name, ref bases, ref named } => {
                let (name, bases, named) = (name.clone(), bases.clone(), named.clone());
                return self.finish_class(name, bases, named, frame);
            }
            Then::Report(place) => self.report(place, &result),
            Then::Finish => self.finish_thread(Stop::Finished),
        }
        Ok(())
    }

    /// The thread is at its end; a main thread first waits for the other threads, as CPython does.
    pub(super) fn finish_thread(&mut self, stop: Stop) {
        if let Some(ending) = self.stack.ending.take() {
            return self.say_farewell(ending);
        }
        let shutdown = self.loaded.get("threading").and_then(|module| self.heap.own(module, "_shutdown"));
        match shutdown {
            Some(shutdown) if self.stack.main => self.end_with(shutdown, Args::default(), stop),
            _ => self.say_farewell(stop),
        }
    }

    /// Calls a last function before the thread stops.
    fn end_with(&mut self, function: Value, args: Args, stop: Stop) {
        self.stack.ending = Some(stop);
        let globals = self.heap.builtins.clone().expect("builtins are loaded");
        let frame = self.springboard(function, args, globals, Then::Finish);
        self.stack.frames.push(frame);
    }

    /// At the end of a program its functions for that are called (`atexit`), and then the finalizers of what still lives.
    fn say_farewell(&mut self, stop: Stop) {
        let farewell = self.heap.builtin("_farewell").filter(|_| self.stack.main);
        let waiting = self.heap.builtin("_at_exit").and_then(|list| access::length(self.heap, &list));
        let main = self.loaded.get("__main__").cloned();
        if let (Some(farewell), Some(main)) = (farewell, main) {
            let words = if waiting > Some(0) { Vec::new() } else { self.heap.last_words(&main) };
            if waiting > Some(0) || !words.is_empty() {
                let pair = |(finalizer, object)| self.heap.tuple(vec![finalizer, object]);
                let words = words.into_iter().map(pair).collect();
                let list = self.heap.list(words);
                return self.end_with(farewell, Args::of(vec![list]), stop);
            }
        }
        self.stop = Some(stop);
    }
}
