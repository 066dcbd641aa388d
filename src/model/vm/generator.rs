//! Jumps, loops and generators.

use super::frame::{Frame, Then};
use super::heap::Heap;
use super::machine::Machine;
use super::native::{Args, Outcome, Raise};
use super::object::{Iter, Object};
use super::value::{Handle, Value};
use super::{compare, exception, iterate};
use crate::model::program::Op;

impl Machine<'_> {
    pub(super) fn flow(&mut self, op: &Op) -> Outcome<()> {
        match op {
            Op::Jump(target) => self.frame().next = *target as usize,
            Op::JumpIfFalse(target) => return self.jump_if(false, *target, false),
            Op::JumpIfTrue(target) => return self.jump_if(true, *target, false),
            Op::JumpIfFalseOrPop(target) => return self.jump_if(false, *target, true),
            Op::JumpIfTrueOrPop(target) => return self.jump_if(true, *target, true),
            Op::GetIter => {
                let iterable = self.frame().top().clone();
                let iterator = self.with(|ctx| iterate::iter(ctx, &iterable))?;
                return self.give(1, iterator);
            }
            Op::ForIter(target) => {
                let iterator = self.frame().top().clone();
                return self.advance(iterator, Then::Next(*target as usize), 0);
            }
            Op::Try(target) => self.guard(*target),
            Op::EndTry => drop(self.frame().handlers.pop()),
            Op::Handle => {
                let frame = self.frame();
                let exception = frame.top().clone();
                frame.handling.push(exception);
            }
            Op::EndHandle => drop(self.frame().handling.pop()),
            Op::Return => {
                let result = self.frame().pop();
                return self.leave(result);
            }
            Op::Yield => {
                let value = self.frame().pop();
                return self.pass_on(value);
            }
            Op::YieldFrom => {
                let (iterator, sent) = self.top_two();
                return self.delegate(iterator, sent);
            }
            _ => unreachable!("not about the flow"),
        }
        Ok(())
    }

    fn jump_if(&mut self, wanted: bool, target: u32, keep: bool) -> Outcome<()> {
        let value = self.frame().top().clone();
        let truth = self.with(|ctx| compare::truth(ctx, &value))?;
        let frame = self.frame();
        frame.answers.clear();
        let jumps = truth == wanted;
        if !(jumps && keep) {
            frame.pop();
        }
        if jumps {
            frame.next = target as usize;
        }
        Ok(())
    }

    /// Asks an iterator for its next value, and does with it as `then` says. The call that asked, if it was one, has
    /// so many operands.
    pub(super) fn advance(&mut self, iterator: Value, then: Then, operands: usize) -> Outcome<()> {
        if let Value::Ref(handle) = &iterator {
            match self.heap.get(handle) {
                Object::Iterator(Iter::Calls(callable, sentinel)) => {
                    let (callable, sentinel) = (callable.clone(), sentinel.clone());
                    let (value, over) = self.with(|ctx| {
                        let value = ctx.ask(callable, Vec::new())?;
                        let over = compare::equal(ctx, &value, &sentinel)?;
                        Ok((value, over))
                    })?;
                    if over {
                        *self.heap.get_mut(handle) = Object::Iterator(Iter::Done);
                    }
                    self.done(operands)?;
                    return if over {
                        self.iterator_ended(then, Value::None)
                    } else {
                        self.next_is(then, value)
                    };
                }
                Object::Iterator(_) => {
                    let next = iterate::next(self.heap, handle)?;
                    self.done(operands)?;
                    return match next {
                        Some(value) => self.next_is(then, value),
                        None => self.iterator_ended(then, Value::None),
                    };
                }
                Object::Generator(_) => {
                    self.done(operands)?;
                    return self.resume(handle, Value::None, then);
                }
                Object::Instance { class, .. } => {
                    if let Some(next) = self.heap.class_attr(class, "__next__") {
                        self.done(operands)?;
                        let args = Args::of(vec![iterator]);
                        return self.call_aside(next, args, then);
                    }
                }
                _ => {}
            }
        }
        let name = self.heap.type_name(&iterator);
        Err(Raise::type_error(format!("'{name}' object is not an iterator")))
    }

    fn next_is(&mut self, then: Then, value: Value) -> Outcome<()> {
        match then {
            Then::Delegate => self.delegated(value),
            _ => {
                self.push(value);
                Ok(())
            }
        }
    }

    /// An iterator has no more values; a generator may have a result.
    pub(super) fn iterator_ended(&mut self, then: Then, result: Value) -> Outcome<()> {
        let frame = self.frame();
        match then {
            Then::Next(target) => {
                frame.pop();
                frame.next = target;
            }
            Then::PushOr(default) => frame.push(default),
            Then::Delegate => frame.replace(1, result),
            Then::Close => frame.push(Value::None),
            Then::Drop => {}
            _ => {
                let args = if matches!(result, Value::None) { Vec::new() } else { vec![result] };
                return Err(Raise::thrown(exception::make(self.heap, self.loaded, "StopIteration", args)));
            }
        }
        Ok(())
    }

    pub(super) fn generator_ended(&mut self, then: Then, result: Value) -> Outcome<()> {
        self.iterator_ended(then, result)
    }

    /// Lets a generator go on; its `yield` gives `sent`.
    pub(super) fn resume(&mut self, generator: &Handle, sent: Value, then: Then) -> Outcome<()> {
        match self.take_frame(generator)? {
            None => self.iterator_ended(then, Value::None),
            Some((frame, started)) => {
                if !started && !matches!(sent, Value::None) {
                    self.put_back(generator, frame);
                    return Err(Raise::type_error("can't send non-None value to a just-started generator"));
                }
                let mut frame = Frame { then, generator: Some(generator.clone()), ..*frame };
                if started {
                    frame.push(sent);
                }
                self.mark_started(generator);
                self.enter(frame)
            }
        }
    }

    fn take_frame(&mut self, generator: &Handle) -> Outcome<Option<(Box<Frame>, bool)>> {
        let Object::Generator(state) = self.heap.get_mut(generator) else { return Ok(None) };
        if state.running {
            return Err(Raise::value_error("generator already executing"));
        }
        let started = state.started;
        let frame = state.frame.take();
        state.running = frame.is_some();
        Ok(frame.map(|frame| (frame, started)))
    }

    fn put_back(&mut self, generator: &Handle, frame: Box<Frame>) {
        if let Object::Generator(state) = self.heap.get_mut(generator) {
            state.frame = Some(frame);
            state.running = false;
        }
    }

    fn mark_started(&mut self, generator: &Handle) {
        if let Object::Generator(state) = self.heap.get_mut(generator) {
            state.started = true;
        }
    }

    /// A generator will yield nothing more.
    pub(super) fn finish_generator(&mut self, generator: &Handle) {
        if let Object::Generator(state) = self.heap.get_mut(generator) {
            state.frame = None;
            state.running = false;
        }
    }

    /// The generator that runs yields a value and waits.
    pub(super) fn pass_on(&mut self, value: Value) -> Outcome<()> {
        let mut frame = self.stack.frames.pop().expect("a generator runs in a frame");
        let generator = frame.generator.take().expect("only generators yield");
        let then = std::mem::replace(&mut frame.then, Then::Push);
        frame.answers.clear();
        self.put_back(&generator, Box::new(frame));
        match then {
            Then::Delegate => self.delegated(value),
            Then::Answer => {
                self.frame().answers.push(value);
                Ok(())
            }
            Then::Close => Err(Raise::error("RuntimeError", "generator ignored GeneratorExit")),
            Then::Drop => Ok(()),
            _ => {
                self.push(value);
                Ok(())
            }
        }
    }

    /// The inner iterator of a `yield from` has yielded: so does the outer generator, and stays at that operation.
    pub(super) fn delegated(&mut self, value: Value) -> Outcome<()> {
        self.frame().next -= 1;
        self.pass_on(value)
    }

    /// `yield from`: the inner iterator gets what was sent.
    fn delegate(&mut self, iterator: Value, sent: Value) -> Outcome<()> {
        match (&iterator, &sent) {
            (Value::Ref(handle), _) if matches!(self.heap.get(handle), Object::Generator(_)) => {
                let handle = handle.clone();
                self.done(1)?;
                self.resume(&handle, sent, Then::Delegate)
            }
            (_, Value::None) => self.advance(iterator, Then::Delegate, 1),
            _ => {
                let name = self.heap.type_name(&iterator);
                Err(Raise::error("AttributeError", format!("'{name}' object has no attribute 'send'")))
            }
        }
    }

    /// `send`, `throw`, `close`, `__next__` and `__iter__` of a generator or another iterator.
    pub(super) fn generator_method(
        &mut self,
        receiver: &Value,
        name: &str,
        args: &Args,
        operands: usize,
    ) -> Outcome<()> {
        let Value::Ref(handle) = receiver else { return Err(Raise::type_error("not a generator")) };
        let first = args.positional.first().cloned();
        match name {
            "__next__" => self.advance(receiver.clone(), Then::Push, operands),
            "send" => {
                let sent =
                    first.ok_or_else(|| Raise::type_error("send() takes exactly one argument (0 given)"))?;
                self.done(operands)?;
                self.resume(handle, sent, Then::Push)
            }
            "throw" => {
                let thrown =
                    first.ok_or_else(|| Raise::type_error("throw expected at least 1 argument, got 0"))?;
                let thrown = self.with(|ctx| exception::instance_of(ctx, thrown, "exceptions"))?;
                self.done(operands)?;
                self.throw_into(handle, thrown, Then::Push)
            }
            "close" => {
                let exit = exception::make(self.heap, self.loaded, "GeneratorExit", Vec::new());
                self.done(operands)?;
                self.throw_into(handle, exit, Then::Close)
            }
            _ => self.give(operands, receiver.clone()),
        }
    }

    /// Raises an exception where a generator waits.
    fn throw_into(&mut self, generator: &Handle, thrown: Value, then: Then) -> Outcome<()> {
        let waiting = self.take_frame(generator)?.filter(|(_, started)| *started);
        let Some((mut frame, _)) = waiting else {
            self.finish_generator(generator);
            let closing = matches!(then, Then::Close);
            return if closing { self.iterator_ended(then, Value::None) } else { Err(Raise::thrown(thrown)) };
        };
        let mut inner = None;
        if let Some(Op::YieldFrom) = frame.code.ops.get(frame.next) {
            inner = frame.stack.last().cloned();
            frame.next += 1;
        }
        let frame = Frame { then, generator: Some(generator.clone()), ..*frame };
        self.enter(frame)?;
        match inner {
            Some(Value::Ref(inner)) if matches!(self.heap.get(&inner), Object::Generator(_)) => {
                self.throw_into(&inner, thrown, Then::Delegate)
            }
            _ => Err(Raise::thrown(thrown)),
        }
    }
}

/// Is it one of the methods that continue an iterator?
pub(super) fn is_method(heap: &Heap, receiver: &Value, name: &str) -> bool {
    match heap.object(receiver) {
        Some(Object::Generator(_)) => matches!(name, "send" | "throw" | "close" | "__next__" | "__iter__"),
        Some(Object::Iterator(_)) => matches!(name, "__next__" | "__iter__"),
        _ => false,
    }
}
