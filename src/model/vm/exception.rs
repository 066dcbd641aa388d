//! Exceptions: made, raised, caught, and reported when nobody caught them.

use super::Stop;
use super::frame::Then;
use super::heap::Heap;
use super::machine::Machine;
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::Object;
use super::value::{Handle, Value};
use super::{compare, text, traceback};
use crate::model::datum::Failure;
use crate::model::diagnostic::Diagnostic;
use crate::model::errno::Errno;
use crate::model::program::{CodeKind, Name, Op, Place};
use crate::model::sorted::SortedMap;

/// Which subclass of OSError an error number gives (PEP 3151).
fn os_error(errno: Errno) -> &'static str {
    match errno {
        Errno::EAGAIN | Errno::EALREADY | Errno::EINPROGRESS => "BlockingIOError",
        Errno::EPIPE => "BrokenPipeError",
        Errno::ECHILD => "ChildProcessError",
        Errno::ECONNABORTED => "ConnectionAbortedError",
        Errno::ECONNREFUSED => "ConnectionRefusedError",
        Errno::ECONNRESET => "ConnectionResetError",
        Errno::EEXIST => "FileExistsError",
        Errno::ENOENT => "FileNotFoundError",
        Errno::EINTR => "InterruptedError",
        Errno::EISDIR => "IsADirectoryError",
        Errno::ENOTDIR => "NotADirectoryError",
        Errno::EACCES | Errno::EPERM => "PermissionError",
        Errno::ESRCH => "ProcessLookupError",
        Errno::ETIMEDOUT => "TimeoutError",
        _ => "OSError",
    }
}

/// An exception of the class that `builtins`, or else `socket`, has under this name.
pub(super) fn make(
    heap: &mut Heap,
    loaded: &SortedMap<Name, Handle>,
    class: &str,
    args: Vec<Value>,
) -> Value {
    let elsewhere = || loaded.values().find_map(|module| heap.own(module, class));
    let found = heap.builtin(class).or_else(elsewhere).or_else(|| heap.builtin("Exception"));
    let Some(Value::Ref(class)) = found else {
        // While `builtins` itself is being loaded there may be no such class yet: a fault of the library.
        panic!("no exception class {class}");
    };
    let args = heap.tuple(args);
    heap.value(Object::Instance { class, attrs: vec![("args".into(), args)] })
}

/// The name that an error is about, which it also has as an attribute: the last or the first that its text quotes.
pub(super) fn name_in<'a>(class: &str, message: &'a str) -> Option<&'a str> {
    let mut quoted = message.split('\'').skip(1).step_by(2);
    match class {
        "NameError" | "UnboundLocalError" | "ModuleNotFoundError" => quoted.next(),
        "AttributeError" | "ImportError" => quoted.last(),
        _ => None,
    }
}

/// What the kernel's refusal becomes.
pub(super) fn from_failure(heap: &mut Heap, loaded: &SortedMap<Name, Handle>, failure: Failure) -> Value {
    match failure {
        Failure::Os(errno) => {
            let (number, text) = (Value::Int(errno.number().into()), Value::str(errno.text()));
            let exception = make(heap, loaded, os_error(errno), vec![number.clone(), text.clone()]);
            if let Value::Ref(handle) = &exception {
                heap.set_own(handle, &"errno".into(), number);
                heap.set_own(handle, &"strerror".into(), text);
            }
            exception
        }
        Failure::TimedOut => make(heap, loaded, "TimeoutError", vec![Value::str("timed out")]),
        Failure::Raise { class, message } => make(heap, loaded, class, vec![Value::string(message)]),
    }
}

/// The class of an exception, as a value.
pub(super) fn class_value(heap: &Heap, exception: &Value) -> Value {
    heap.class_of(exception).map_or(Value::None, |class| Value::Ref(class.clone()))
}

/// An exception as it is, or an instance of an exception class.
pub(super) fn instance_of(ctx: &mut Ctx, thrown: Value, what: &str) -> Outcome {
    if is_exception_class(ctx.heap, &thrown) {
        return ctx.ask(thrown, Vec::new());
    }
    let class = class_value(ctx.heap, &thrown);
    if is_exception_class(ctx.heap, &class) {
        return Ok(thrown);
    }
    Err(Raise::type_error(format!("{what} must derive from BaseException")))
}

fn is_exception_class(heap: &Heap, value: &Value) -> bool {
    let (Value::Ref(class), Some(Value::Ref(root))) = (value, heap.builtin("BaseException")) else {
        return false;
    };
    matches!(heap.get(class), Object::Class(_)) && heap.is_subclass(class, &root)
}

/// Is the exception an instance of the built-in class of this name?
pub(super) fn is_a(heap: &Heap, exception: &Value, name: &str) -> bool {
    match (heap.class_of(exception), heap.builtin(name)) {
        (Some(own), Some(Value::Ref(class))) => heap.is_subclass(own, &class),
        _ => false,
    }
}

impl Machine<'_> {
    pub(super) fn raising(&mut self, op: &Op) -> Outcome<()> {
        match op {
            Op::Matches => {
                let (exception, classes) = self.top_two();
                let matches = self.matches(&exception, &classes)?;
                self.frame().replace(1, Value::Bool(matches));
                Ok(())
            }
            Op::Raise => {
                let thrown = self.frame().top().clone();
                let exception = self.with(|ctx| instance_of(ctx, thrown, "exceptions"))?;
                self.done(1)?;
                Err(Raise::thrown(exception))
            }
            Op::RaiseFrom => {
                let (thrown, cause) = self.top_two();
                let (exception, cause) = self.with(|ctx| {
                    let exception = instance_of(ctx, thrown, "exceptions")?;
                    let cause = match cause {
                        Value::None => cause,
                        cause => instance_of(ctx, cause, "exception causes")?,
                    };
                    Ok((exception, cause))
                })?;
                if let Value::Ref(handle) = &exception {
                    self.heap.set_own(handle, &"__cause__".into(), cause);
                    self.heap.set_own(handle, &"__suppress_context__".into(), Value::Bool(true));
                }
                self.done(2)?;
                Err(Raise::thrown(exception))
            }
            Op::RaiseAgain => match self.handled() {
                Some(exception) => {
                    self.unwind(exception, false);
                    Ok(())
                }
                None => Err(Raise::error("RuntimeError", "No active exception to reraise")),
            },
            Op::Reraise => {
                let exception = self.frame().pop();
                self.unwind(exception, false);
                Ok(())
            }
            Op::AssertFail => {
                let message = self.frame().pop();
                Err(Raise::thrown(make(self.heap, self.loaded, "AssertionError", vec![message])))
            }
            Op::AssertFailPlain => {
                Err(Raise::thrown(make(self.heap, self.loaded, "AssertionError", Vec::new())))
            }
            _ => unreachable!("not about exceptions"),
        }
    }

    fn matches(&self, exception: &Value, classes: &Value) -> Outcome<bool> {
        if let Some(Object::Tuple(classes)) = self.heap.object(classes) {
            for class in classes {
                if self.matches(exception, class)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        match (self.heap.class_of(exception), classes) {
            (Some(own), Value::Ref(class)) if is_exception_class(self.heap, classes) => {
                Ok(self.heap.is_subclass(own, class))
            }
            _ => Err(Raise::type_error(
                "catching classes that do not inherit from BaseException is not allowed",
            )),
        }
    }

    /// A new exception, or one that comes out of a call: it remembers where it was, and what was being handled.
    pub(super) fn raise(&mut self, exception: Value) {
        if let (Value::Ref(handle), Some(handled)) = (&exception, self.handled())
            && handled != exception
            && !matches!(&handled, Value::Ref(other) if traceback::leads_to(self.heap, other, handle))
        {
            self.heap.set_own(handle, &"__context__".into(), handled);
        }
        self.unwind(exception, true);
    }

    /// Looks for the handler of an exception, frame by frame. `note` says whether the innermost frame's place is to be
    /// remembered: not where it is raised again.
    fn unwind(&mut self, mut exception: Value, mut note: bool) {
        loop {
            let frame = self.stack.frames.last_mut().expect("somewhere there is a handler, or an end");
            if note {
                traceback::add(self.heap, &exception, frame);
            }
            note = true;
            frame.answers.clear();
            if let Some(handler) = frame.handlers.pop() {
                frame.stack.truncate(handler.height);
                frame.handling.truncate(handler.handling);
                frame.push(exception);
                frame.next = handler.target;
                return;
            }
            let frame = self.stack.frames.pop().expect("it was there");
            if let Some(generator) = &frame.generator {
                self.finish_generator(generator);
                let ends = is_a(self.heap, &exception, "GeneratorExit")
                    || is_a(self.heap, &exception, "StopIteration");
                if matches!(frame.then, Then::Close) && ends {
                    self.push(Value::None);
                    return;
                }
                if is_a(self.heap, &exception, "StopIteration") {
                    exception = self.leaked(exception);
                }
            } else if is_a(self.heap, &exception, "StopIteration")
                && matches!(frame.then, Then::Next(_) | Then::PushOr(_) | Then::Delegate)
            {
                let result = first_argument(self.heap, &exception).unwrap_or(Value::None);
                if self.iterator_ended(frame.then, result).is_ok() {
                    return;
                }
                continue;
            }
            if frame.code.kind == CodeKind::Module
                && let Then::Instead(Value::Ref(module)) = &frame.then
            {
                self.loaded.retain(|_, other| other != module);
            }
            match frame.then {
                Then::Drop => return,
                Then::Report(place) => {
                    return self.report(place, &Value::str("an exception in an exception's text"));
                }
                Then::Finish => return self.uncaught(exception),
                _ => {}
            }
        }
    }

    /// A StopIteration must not come out of a generator (PEP 479).
    fn leaked(&mut self, cause: Value) -> Value {
        let message = Value::str("generator raised StopIteration");
        let error = make(self.heap, self.loaded, "RuntimeError", vec![message]);
        if let Value::Ref(handle) = &error {
            self.heap.set_own(handle, &"__cause__".into(), cause);
        }
        error
    }

    /// Nobody has caught it: the thread ends.
    fn uncaught(&mut self, exception: Value) {
        if is_a(self.heap, &exception, "SystemExit") {
            match first_argument(self.heap, &exception) {
                None | Some(Value::None) => return self.finish_thread(Stop::Exited(0)),
                Some(Value::Int(code)) => return self.finish_thread(Stop::Exited(code as i32 & 0xff)),
                Some(Value::Bool(code)) => return self.finish_thread(Stop::Exited(code.into())),
                Some(Value::Named(code)) => {
                    return self.finish_thread(Stop::Exited(code.value as i32 & 0xff));
                }
                Some(_) => {}
            }
        }
        let place = traceback::innermost(self.heap, &self.modules, &exception);
        let args = Args::of(vec![exception]);
        let function = Value::SysCall("_traceback".into());
        if self.call_aside(function, args, Then::Report(place)).is_err() {
            self.report(place, &Value::str("an exception that could not be described"));
        }
    }

    /// The text about an uncaught exception is ready.
    pub(super) fn report(&mut self, place: Place, text: &Value) {
        let text = match text {
            Value::Str(text) => text.to_string(),
            _ => String::new(),
        };
        let message = text.trim_end().lines().last().unwrap_or_default().to_owned();
        let file =
            self.modules.programs.get("__main__").map(|main| main.file.to_string()).unwrap_or_default();
        let Place { line, column } = place;
        let traceback = Some(text);
        self.finish_thread(Stop::Failed(Diagnostic { file, line, column, message, hint: None, traceback }));
    }
}

fn first_argument(heap: &Heap, exception: &Value) -> Option<Value> {
    let args = heap.attr(exception, "args")?;
    match heap.object(&args) {
        Some(Object::Tuple(items)) => items.first().cloned(),
        _ => None,
    }
}

/// What stands after the class's name in the last line of a traceback.
pub(super) fn message(ctx: &mut Ctx, exception: &Value) -> Outcome<String> {
    let text = text::str(ctx, exception)?;
    let truth = compare::truth(ctx, &Value::Str(text.clone()))?;
    Ok(if truth { format!(": {text}") } else { String::new() })
}
