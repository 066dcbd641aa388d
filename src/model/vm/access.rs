//! What built-in operations read of values: items, bytes, lengths, whole numbers.

use std::rc::Rc;

use super::dict::Dict;
use super::heap::Heap;
use super::native::{Ctx, Outcome, Raise};
use super::object::Object;
use super::value::Value;

/// The items of a list or tuple.
pub(super) fn items<'a>(heap: &'a Heap, value: &Value) -> Option<&'a [Value]> {
    match heap.object(value)? {
        Object::List(items) | Object::Tuple(items) => Some(items),
        _ => None,
    }
}

/// The items of a tuple.
pub(super) fn tuple<'a>(heap: &'a Heap, value: &Value) -> Option<&'a [Value]> {
    match heap.object(value)? {
        Object::Tuple(items) => Some(items),
        _ => None,
    }
}

/// The items of a list, to be changed.
pub(super) fn list_mut<'a>(heap: &'a mut Heap, value: &Value) -> Option<&'a mut Vec<Value>> {
    match value {
        Value::Ref(handle) => match heap.get_mut(handle) {
            Object::List(items) => Some(items),
            _ => None,
        },
        _ => None,
    }
}

/// The bytes of a bytearray, to be changed.
pub(super) fn bytearray_mut<'a>(heap: &'a mut Heap, value: &Value) -> Option<&'a mut Vec<u8>> {
    match value {
        Value::Ref(handle) => match heap.get_mut(handle) {
            Object::Bytearray(bytes) => Some(bytes),
            _ => None,
        },
        _ => None,
    }
}

/// The bytes of a bytes object or a bytearray.
pub(super) fn bytes<'a>(heap: &'a Heap, value: &'a Value) -> Option<&'a [u8]> {
    match value {
        Value::Bytes(bytes) => Some(bytes),
        Value::Ref(handle) => match heap.get(handle) {
            Object::Bytearray(bytes) => Some(bytes),
            _ => None,
        },
        _ => None,
    }
}

/// The entries of a dict or set.
pub(super) fn entries<'a>(heap: &'a Heap, value: &Value) -> Option<&'a Dict> {
    match heap.object(value)? {
        Object::Dict(dict) | Object::Set { items: dict, .. } => Some(dict),
        _ => None,
    }
}

/// The same, to be changed.
pub(super) fn entries_mut<'a>(heap: &'a mut Heap, value: &Value) -> Option<&'a mut Dict> {
    match value {
        Value::Ref(handle) => match heap.get_mut(handle) {
            Object::Dict(dict) | Object::Set { items: dict, .. } => Some(dict),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn is_dict(heap: &Heap, value: &Value) -> bool {
    matches!(heap.object(value), Some(Object::Dict(_)))
}

pub(super) fn is_set(heap: &Heap, value: &Value) -> bool {
    matches!(heap.object(value), Some(Object::Set { .. }))
}

/// The keys of a dict or the items of a set, in order.
pub(super) fn names(heap: &Heap, value: &Value) -> Option<Vec<Value>> {
    Some(entries(heap, value)?.iter().map(|(name, _)| name.clone()).collect())
}

/// How many numbers a range has.
pub(super) fn range_len(start: i64, stop: i64, step: i64) -> i64 {
    let (start, stop, step) = (i128::from(start), i128::from(stop), i128::from(step));
    let count = if step > 0 { (stop - start + step - 1) / step } else { (start - stop - step - 1) / -step };
    count.clamp(0, i128::from(i64::MAX)) as i64
}

/// How many characters a string has.
pub(super) fn chars(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// The length of something built in that has one.
pub(super) fn length(heap: &Heap, value: &Value) -> Option<usize> {
    match value {
        Value::Str(text) => Some(chars(text)),
        Value::Bytes(bytes) => Some(bytes.len()),
        Value::Ref(handle) => match heap.get(handle) {
            Object::List(items) | Object::Tuple(items) => Some(items.len()),
            Object::Dict(dict) | Object::Set { items: dict, .. } => Some(dict.len()),
            Object::Bytearray(bytes) => Some(bytes.len()),
            Object::Range { start, stop, step } => Some(range_len(*start, *stop, *step) as usize),
            Object::View { of, .. } => length(heap, of),
            _ => None,
        },
        _ => None,
    }
}

/// The whole number that a value is, or that its `__index__` gives.
pub(super) fn whole(ctx: &mut Ctx, value: &Value) -> Outcome<Option<Value>> {
    if let Value::Bool(_) | Value::Int(_) | Value::Big(_) | Value::Named(_) = value {
        return Ok(Some(value.clone()));
    }
    let Some(method) = ctx.special(value, "__index__") else { return Ok(None) };
    let answer = ctx.ask(method, vec![value.clone()])?;
    match answer {
        Value::Bool(_) | Value::Int(_) | Value::Big(_) | Value::Named(_) => Ok(Some(answer)),
        other => {
            let name = ctx.heap.type_name(&other);
            Err(Raise::type_error(format!("__index__ returned non-int (type {name})")))
        }
    }
}

/// The same, where anything else is an error.
pub(super) fn integer(ctx: &mut Ctx, value: &Value) -> Outcome<Value> {
    whole(ctx, value)?.ok_or_else(|| {
        let name = ctx.heap.type_name(value);
        Raise::type_error(format!("'{name}' object cannot be interpreted as an integer"))
    })
}

/// A whole number that counts something.
pub(super) fn size(ctx: &mut Ctx, value: &Value) -> Outcome<i64> {
    let number = integer(ctx, value)?;
    let too_large = || Raise::error("OverflowError", "Python int too large to convert to C ssize_t");
    number.to_int().ok_or_else(too_large)
}

/// The string that a value is; `what` begins the sentence that says otherwise.
pub(super) fn string(ctx: &Ctx, value: &Value, what: &str) -> Outcome<Rc<str>> {
    match value {
        Value::Str(text) => Ok(text.clone()),
        other => Err(Raise::type_error(format!("{what} must be str, not {}", ctx.heap.type_name(other)))),
    }
}

/// Calls something that the library has under this name in `builtins`.
pub(super) fn ask_library(ctx: &mut Ctx, name: &str, args: Vec<Value>) -> Outcome {
    match ctx.heap.builtin(name) {
        Some(callee) => ctx.ask(callee, args),
        None => Err(Raise::error("SystemError", format!("the library has no {name}"))),
    }
}

/// A copy of the entries of a dict or set.
pub(super) fn copy(heap: &Heap, value: &Value) -> Dict {
    entries(heap, value).cloned().unwrap_or_default()
}

/// What an instance's `__len__` says.
pub(super) fn measured(ctx: &mut Ctx, value: &Value) -> Outcome<Option<i64>> {
    let Some(method) = ctx.special(value, "__len__") else { return Ok(None) };
    let answer = ctx.ask(method, vec![value.clone()])?;
    match size(ctx, &answer)? {
        length if length < 0 => Err(Raise::value_error("__len__() should return >= 0")),
        length => Ok(Some(length)),
    }
}
