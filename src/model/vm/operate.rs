//! What each operation does.

use std::rc::Rc;

use super::machine::Machine;
use super::native::{Outcome, Raise, Reason};
use super::object::Object;
use super::value::Value;
use super::{
    arith, assign, attribute, class, compare, convert, dict::Dict, hash, index, iterate, sets, text,
};
use crate::model::program::{Name, Op};

impl Machine<'_> {
    /// Takes one operation. Operands stay on the stack until it has its result: it may have to be tried again.
    pub(super) fn operate(&mut self, op: &Op) -> Outcome<()> {
        match op {
            Op::Const(number) => {
                let frame = self.stack.frames.last_mut().expect("a running thread has a frame");
                let constant = convert::constant(self.heap, &frame.code.constants[usize::from(*number)]);
                frame.push(constant);
            }
            Op::Pop => drop(self.frame().pop()),
            Op::Dup => self.copy_top(1),
            Op::DupTwo => self.copy_top(2),
            Op::Swap => self.rotate(2),
            Op::RotThree => self.rotate(3),
            Op::RotFour => self.rotate(4),
            Op::LoadLocal(_)
            | Op::StoreLocal(_)
            | Op::DeleteLocal(_)
            | Op::LoadCell(_)
            | Op::StoreCell(_)
            | Op::DeleteCell(_)
            | Op::LoadGlobal(_)
            | Op::StoreGlobal(_)
            | Op::DeleteGlobal(_)
            | Op::LoadName(_)
            | Op::StoreName(_)
            | Op::DeleteName(_)
            | Op::LoadNameOrCell(..) => return self.name_operation(op),
            Op::Jump(_)
            | Op::JumpIfFalse(_)
            | Op::JumpIfTrue(_)
            | Op::JumpIfFalseOrPop(_)
            | Op::JumpIfTrueOrPop(_)
            | Op::GetIter
            | Op::ForIter(_)
            | Op::Try(_)
            | Op::EndTry
            | Op::Handle
            | Op::EndHandle
            | Op::Return
            | Op::Yield
            | Op::YieldFrom => return self.flow(op),
            Op::Call(_)
            | Op::CallNamed(..)
            | Op::CallSpread
            | Op::CallMethod(..)
            | Op::MakeFunction { .. }
            | Op::MakeClass { .. }
            | Op::Import(_)
            | Op::ImportFrom(_)
            | Op::Enter
            | Op::Exit
            | Op::ExitWith => return self.calling(op),
            Op::Matches
            | Op::Raise
            | Op::RaiseFrom
            | Op::RaiseAgain
            | Op::Reraise
            | Op::AssertFail
            | Op::AssertFailPlain => return self.raising(op),
            _ => return self.values(op),
        }
        Ok(())
    }

    fn copy_top(&mut self, count: usize) {
        let frame = self.frame();
        frame.stack.extend_from_within(frame.stack.len() - count..);
    }

    /// Moves the top below the values under it.
    fn rotate(&mut self, count: usize) {
        let stack = &mut self.frame().stack;
        let from = stack.len() - count;
        stack[from..].rotate_right(1);
    }

    fn values(&mut self, op: &Op) -> Outcome<()> {
        match op {
            Op::LoadAttr(name) => {
                let object = self.frame().top().clone();
                let value = self.with(|ctx| attribute::get(ctx, &object, name))?;
                self.give(1, value)
            }
            Op::StoreAttr(name) => {
                let (value, object) = self.top_two();
                self.with(|ctx| assign::set(ctx, value, &object, name))?;
                self.done(2)
            }
            Op::DeleteAttr(name) => {
                let object = self.frame().top().clone();
                self.with(|ctx| assign::delete(ctx, &object, name))?;
                self.done(1)
            }
            Op::LoadIndex => {
                let (container, at) = self.top_two();
                let value = self.with(|ctx| index::get(ctx, &container, &at))?;
                self.give(2, value)
            }
            Op::StoreIndex => {
                let (container, at) = self.top_two();
                let value = self.frame().peek(2).clone();
                self.with(|ctx| index::set(ctx, &container, &at, &value))?;
                self.done(3)
            }
            Op::DeleteIndex => {
                let (container, at) = self.top_two();
                self.with(|ctx| index::delete(ctx, &container, &at))?;
                self.done(2)
            }
            Op::Binary(operator) => {
                let (left, right) = self.top_two();
                let value = self.with(|ctx| arith::binary(ctx, *operator, &left, &right))?;
                self.give(2, value)
            }
            Op::InPlace(operator) => {
                let (left, right) = self.top_two();
                let value = self.with(|ctx| arith::in_place(ctx, *operator, &left, &right))?;
                self.give(2, value)
            }
            Op::Unary(operator) => {
                let operand = self.frame().top().clone();
                let value = self.with(|ctx| arith::unary(ctx, *operator, &operand))?;
                self.give(1, value)
            }
            Op::Compare(operator) => {
                let (left, right) = self.top_two();
                let value = self.with(|ctx| compare::compare(ctx, *operator, &left, &right))?;
                self.give(2, value)
            }
            Op::Format { conversion, spec } => self.format(*conversion, *spec),
            _ => self.build(op),
        }
    }

    /// The second and the top value.
    pub(super) fn top_two(&mut self) -> (Value, Value) {
        let frame = self.frame();
        (frame.peek(1).clone(), frame.top().clone())
    }

    /// An operation without a result is over: its operands go.
    pub(super) fn done(&mut self, operands: usize) -> Outcome<()> {
        let frame = self.frame();
        frame.answers.clear();
        frame.stack.truncate(frame.stack.len() - operands);
        Ok(())
    }

    fn format(&mut self, conversion: Option<char>, spec: bool) -> Outcome<()> {
        let operands = 1 + usize::from(spec);
        let frame = self.frame();
        let value = frame.peek(operands - 1).clone();
        let spec: Rc<str> = match frame.top() {
            Value::Str(text) if spec => text.clone(),
            _ => "".into(),
        };
        let text = self.with(|ctx| {
            let value = match conversion {
                Some('r') => Value::Str(text::repr(ctx, &value)?),
                Some('a') => Value::Str(text::ascii(ctx, &value)?),
                Some(_) => Value::Str(text::str(ctx, &value)?),
                None => value,
            };
            super::format::format(ctx, &value, &spec)
        })?;
        self.give(operands, Value::Str(text))
    }

    fn build(&mut self, op: &Op) -> Outcome<()> {
        match op {
            Op::BuildTuple(count) => {
                let items = self.frame().pop_many(*count as usize);
                let tuple = self.heap.tuple(items);
                self.push(tuple);
            }
            Op::BuildList(count) => {
                let items = self.frame().pop_many(*count as usize);
                let list = self.heap.list(items);
                self.push(list);
            }
            Op::BuildString(count) => {
                let parts = self.frame().pop_many(*count as usize);
                let text: String =
                    parts.iter().map(|part| if let Value::Str(text) = part { text } else { "" }).collect();
                self.push(Value::string(text));
            }
            Op::BuildSlice => {
                let parts = self.frame().pop_many(3);
                let parts: [Value; 3] = parts.try_into().expect("three values were taken");
                let slice = self.heap.value(Object::Slice(parts));
                self.push(slice);
            }
            Op::BuildSet(count) => {
                let items = self.frame().arguments(*count as usize).positional;
                let frame = self.frame();
                let before = &frame.code.ops[..frame.next - 1];
                let constants = before.iter().rev().take(items.len()).all(|op| matches!(op, Op::Const(_)));
                let set = self.with(|ctx| class::set_of(ctx, items, constants))?;
                return self.give(*count as usize, set);
            }
            Op::BuildDict(count) => {
                let items = self.frame().arguments(2 * *count as usize).positional;
                let dict = self.with(|ctx| {
                    let mut dict = Dict::default();
                    for pair in items.chunks(2) {
                        let key = hash::key_among(ctx, &dict, &pair[0])?;
                        dict.put(key, pair[0].clone(), pair[1].clone());
                    }
                    Ok(ctx.heap.value(Object::Dict(dict)))
                })?;
                return self.give(2 * *count as usize, dict);
            }
            Op::ListToTuple => {
                let list = self.frame().pop();
                let items = match self.heap.object(&list) {
                    Some(Object::List(items)) => items.clone(),
                    _ => Vec::new(),
                };
                let tuple = self.heap.tuple(items);
                self.push(tuple);
            }
            _ => return self.extend(op),
        }
        Ok(())
    }

    /// Operations that put values into a container that is being built.
    fn extend(&mut self, op: &Op) -> Outcome<()> {
        match op {
            Op::ListAppend(depth) => {
                let value = self.frame().pop();
                if let Value::Ref(list) = self.frame().peek(usize::from(*depth) - 1).clone()
                    && let Object::List(items) = self.heap.get_mut(&list)
                {
                    items.push(value);
                }
                Ok(())
            }
            Op::SetAdd(depth) => {
                let (value, set) =
                    (self.frame().top().clone(), self.frame().peek(usize::from(*depth)).clone());
                self.with(|ctx| sets::put(ctx, &set, &value, Value::None))?;
                self.done(1)
            }
            Op::DictPut(depth) => {
                let (key, value) = self.top_two();
                let dict = self.frame().peek(usize::from(*depth) + 1).clone();
                self.with(|ctx| sets::put(ctx, &dict, &key, value))?;
                self.done(2)
            }
            Op::ListExtend => {
                let (list, more) = self.top_two();
                let more = self.with(|ctx| iterate::collect(ctx, &more))?;
                if let Value::Ref(list) = &list
                    && let Object::List(items) = self.heap.get_mut(list)
                {
                    items.extend(more);
                }
                self.done(1)
            }
            Op::SetUpdate => {
                let (set, more) = self.top_two();
                self.with(|ctx| {
                    let more = iterate::collect(ctx, &more)?;
                    sets::put_all(ctx, &set, more.into_iter().map(|item| (item, Value::None)).collect())
                })?;
                self.done(1)
            }
            Op::DictUpdate | Op::DictMerge => {
                let (dict, more) = self.top_two();
                let merge = matches!(op, Op::DictMerge);
                self.with(|ctx| class::update(ctx, &dict, &more, merge))?;
                self.done(1)
            }
            Op::Unpack(count) => self.unpack(usize::from(*count), None),
            Op::UnpackRest(before, after) => self.unpack(usize::from(*before), Some(usize::from(*after))),
            _ => unreachable!("an operation of another group"),
        }
    }

    fn unpack(&mut self, before: usize, after: Option<usize>) -> Outcome<()> {
        let iterable = self.frame().top().clone();
        let name = self.heap.type_name(&iterable);
        let items =
            self.with(|ctx| iterate::collect(ctx, &iterable)).map_err(|raise| not_iterable(raise, &name))?;
        let least = before + after.unwrap_or(0);
        let count = items.len();
        if count < least {
            let wanted = if after.is_some() { "at least " } else { "" };
            let message = format!("not enough values to unpack (expected {wanted}{least}, got {count})");
            return Err(Raise::value_error(message));
        }
        if after.is_none() && count > least {
            return Err(Raise::value_error(format!("too many values to unpack (expected {least})")));
        }
        self.done(1)?;
        let mut items = items;
        if let Some(after) = after {
            let rest = items.splice(before..count - after, []).collect();
            let rest = self.heap.list(rest);
            items.insert(before, rest);
        }
        self.frame().stack.extend(items.into_iter().rev());
        Ok(())
    }

    /// Makes a function of one of the program's codes.
    pub(super) fn make_function(&mut self, code: u32, defaults: u16, named: u16) -> Value {
        let frame = self.stack.frames.last_mut().expect("a running thread has a frame");
        let pairs = frame.pop_many(2 * usize::from(named));
        let named_defaults = pairs.chunks(2).filter_map(|pair| match &pair[0] {
            Value::Str(name) => Some((name.clone(), pair[1].clone())),
            _ => None,
        });
        let named_defaults: Vec<(Name, Value)> = named_defaults.collect();
        let defaults = frame.pop_many(usize::from(defaults));
        let code = frame.program.codes[code as usize].clone();
        let cells = class::cells_for(frame, &code);
        let function = super::object::Function {
            program: frame.program.clone(),
            code,
            defaults,
            named_defaults,
            cells,
            globals: frame.globals.clone(),
            attrs: Vec::new(),
        };
        self.heap.value(Object::Function(Rc::new(function)))
    }
}

/// What unpacking says of a value that cannot be iterated.
fn not_iterable(raise: Raise, name: &str) -> Raise {
    match &*raise.0 {
        Reason::Error { class: "TypeError", message } if message.ends_with("object is not iterable") => {
            Raise::type_error(format!("cannot unpack non-iterable {name} object"))
        }
        _ => raise,
    }
}
