//! Iterators over what is built in, and all items of anything.

use super::native::{Ctx, Outcome, Raise};
use super::object::{Iter, Object, Which};
use super::value::{Handle, Value};
use super::{access, heap::Heap};

/// `iter(value)`. Generators and iterators are their own; instances are asked by `__iter__`.
pub(super) fn iter(ctx: &mut Ctx, value: &Value) -> Outcome {
    if let Some(iter) = start(ctx.heap, value) {
        return Ok(ctx.heap.value(Object::Iterator(iter)));
    }
    if let Some(Object::Iterator(_) | Object::Generator(_)) = ctx.heap.object(value) {
        return Ok(value.clone());
    }
    if let Some(method) = ctx.special(value, "__iter__") {
        let iterator = ctx.ask(method, vec![value.clone()])?;
        let is_one = matches!(ctx.heap.object(&iterator), Some(Object::Iterator(_) | Object::Generator(_)))
            || ctx.special(&iterator, "__next__").is_some();
        if !is_one {
            let name = ctx.heap.type_name(&iterator);
            return Err(Raise::type_error(format!("iter() returned non-iterator of type '{name}'")));
        }
        return Ok(iterator);
    }
    if ctx.special(value, "__getitem__").is_some() {
        return access::ask_library(ctx, "_iter_items", vec![value.clone()]);
    }
    Err(not_iterable(ctx, value))
}

fn not_iterable(ctx: &Ctx, value: &Value) -> Raise {
    Raise::type_error(format!("'{}' object is not iterable", ctx.heap.type_name(value)))
}

/// Can it be walked along at all?
pub(super) fn is_iterable(ctx: &Ctx, value: &Value) -> bool {
    start(ctx.heap, value).is_some()
        || matches!(ctx.heap.object(value), Some(Object::Iterator(_) | Object::Generator(_)))
        || ctx.special(value, "__iter__").is_some()
        || ctx.special(value, "__getitem__").is_some()
}

/// Where the walk along something built in begins.
fn start(heap: &Heap, value: &Value) -> Option<Iter> {
    match value {
        Value::Str(text) => Some(Iter::Str(text.clone(), 0)),
        Value::Bytes(bytes) => Some(Iter::Bytes(bytes.clone(), 0)),
        Value::Ref(handle) => match heap.get(handle) {
            Object::List(_) | Object::Tuple(_) | Object::Bytearray(_) => {
                Some(Iter::Sequence(value.clone(), 0))
            }
            Object::Dict(dict) | Object::Set { items: dict, .. } => {
                Some(Iter::Keys(value.clone(), 0, dict.len()))
            }
            Object::Range { start, stop, step } => {
                Some(Iter::Range { next: *start, stop: *stop, step: *step })
            }
            Object::View { of, which } => {
                let length = access::length(heap, of)?;
                Some(match which {
                    Which::Keys => Iter::Keys(of.clone(), 0, length),
                    Which::Values => Iter::Values(of.clone(), 0, length),
                    Which::Items => Iter::Items(of.clone(), 0, length),
                })
            }
            _ => None,
        },
        _ => None,
    }
}

/// The walk backwards, as `reversed` makes it.
pub(super) fn backwards(ctx: &mut Ctx, value: &Value) -> Outcome {
    if let Some(method) = ctx.special(value, "__reversed__") {
        return ctx.ask(method, vec![value.clone()]);
    }
    let iter = match ctx.heap.object(value) {
        Some(Object::Range { start, stop, step }) => {
            let length = i128::from(access::range_len(*start, *stop, *step));
            let (start, step) = (i128::from(*start), i128::from(*step));
            let last = start + (length - 1) * step;
            Iter::Range { next: last as i64, stop: (last - length * step) as i64, step: -step as i64 }
        }
        Some(Object::Dict(_) | Object::View { .. }) => {
            let items = collect(ctx, value)?;
            let length = items.len();
            Iter::Backwards(ctx.heap.tuple(items), length)
        }
        Some(Object::Set { .. }) => return Err(not_reversible(ctx, value)),
        _ => match access::length(ctx.heap, value) {
            Some(length) => Iter::Backwards(value.clone(), length),
            None if ctx.special(value, "__len__").is_some()
                && ctx.special(value, "__getitem__").is_some() =>
            {
                return access::ask_library(ctx, "_reversed_items", vec![value.clone()]);
            }
            None => return Err(not_reversible(ctx, value)),
        },
    };
    Ok(ctx.heap.value(Object::Iterator(iter)))
}

fn not_reversible(ctx: &Ctx, value: &Value) -> Raise {
    Raise::type_error(format!("'{}' object is not reversible", ctx.heap.type_name(value)))
}

/// The item at a place of a list, tuple, bytearray, string or bytes.
fn item(heap: &Heap, value: &Value, at: usize) -> Option<Value> {
    if let Value::Str(text) = value {
        return text.chars().nth(at).map(|char| Value::string(char.to_string()));
    }
    match access::items(heap, value) {
        Some(items) => items.get(at).cloned(),
        None => access::bytes(heap, value)?.get(at).map(|byte| Value::Int(i64::from(*byte))),
    }
}

/// The next item of a built-in iterator; nothing at its end.
pub(super) fn next(heap: &mut Heap, iterator: &Handle) -> Outcome<Option<Value>> {
    let Object::Iterator(iter) = heap.get_mut(iterator) else { return Ok(None) };
    let mut iter = std::mem::replace(iter, Iter::Done);
    let found = advance(heap, &mut iter);
    if let Object::Iterator(place) = heap.get_mut(iterator)
        && matches!(found, Ok(Some(_)))
    {
        *place = iter;
    }
    found
}

fn advance(heap: &mut Heap, iter: &mut Iter) -> Outcome<Option<Value>> {
    Ok(match iter {
        Iter::Sequence(value, at) => {
            *at += 1;
            item(heap, value, *at - 1)
        }
        Iter::Backwards(value, left) => {
            let Some(at) = left.checked_sub(1) else { return Ok(None) };
            *left = at;
            item(heap, value, at)
        }
        Iter::Str(text, at) => {
            let next = text[*at..].chars().next();
            *at += next.map_or(0, char::len_utf8);
            next.map(|char| Value::str(char.encode_utf8(&mut [0; 4])))
        }
        Iter::Bytes(bytes, at) => {
            *at += 1;
            bytes.get(*at - 1).map(|byte| Value::Int(i64::from(*byte)))
        }
        Iter::Range { next, stop, step } => {
            let found = *next;
            if if *step > 0 { found >= *stop } else { found <= *stop } {
                return Ok(None);
            }
            match found.checked_add(*step) {
                Some(after) => *next = after,
                None => *next = *stop,
            }
            Some(Value::Int(found))
        }
        Iter::Keys(of, place, length) => entry(heap, of, place, *length)?.map(|(name, _)| name),
        Iter::Values(of, place, length) => entry(heap, of, place, *length)?.map(|(_, value)| value),
        Iter::Items(of, place, length) => {
            entry(heap, of, place, *length)?.map(|(name, value)| heap.tuple(vec![name, value]))
        }
        Iter::Calls(..) | Iter::Done => None,
    })
}

fn entry(heap: &Heap, of: &Value, place: &mut usize, length: usize) -> Outcome<Option<(Value, Value)>> {
    let Some(dict) = access::entries(heap, of) else { return Ok(None) };
    if dict.len() != length {
        let what = if access::is_set(heap, of) { "Set" } else { "dictionary" };
        return Err(Raise::error("RuntimeError", format!("{what} changed size during iteration")));
    }
    Ok(dict.next_from(*place).map(|(after, entry)| {
        *place = after;
        entry.clone()
    }))
}

/// All items of anything that can be walked along.
///
/// Iterators are walked along by the library: were they drained here, they would be empty when the operation is tried
/// again after a question.
pub(super) fn collect(ctx: &mut Ctx, value: &Value) -> Outcome<Vec<Value>> {
    if let Some(items) = access::items(ctx.heap, value) {
        let items = items.to_vec();
        ctx.claim(items.len() * 16)?;
        return Ok(items);
    }
    if let Some(mut iter) = start(ctx.heap, value) {
        let length = access::length(ctx.heap, value).unwrap_or_default();
        ctx.claim(length.saturating_mul(16))?;
        ctx.may_spend(length as u64 * 3)?;
        ctx.work += length as u64;
        let mut items = Vec::with_capacity(length);
        while let Some(item) = advance(ctx.heap, &mut iter)? {
            items.push(item);
        }
        return Ok(items);
    }
    if !is_iterable(ctx, value) {
        return Err(not_iterable(ctx, value));
    }
    let list = access::ask_library(ctx, "_collect", vec![value.clone()])?;
    match access::items(ctx.heap, &list) {
        Some(items) => Ok(items.to_vec()),
        None => Err(not_iterable(ctx, value)),
    }
}
