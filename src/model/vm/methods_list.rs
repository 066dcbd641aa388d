//! Methods of lists, tuples and ranges.

use super::args::{exactly, take};
use super::methods::no_method;
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::Object;
use super::span::{Span, clamped};
use super::value::{Kind, Value};
use super::{access, compare, iterate, order, text};

pub(super) const NAMES: &[&str] =
    &["append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"];

pub(super) const READING: &[&str] = &["count", "index"];

pub(super) fn call(ctx: &mut Ctx, receiver: &Value, name: &str, args: &Args) -> Outcome {
    let called = format!("{}.{name}", ctx.heap.kind(receiver).name());
    match name {
        "count" => return count(ctx, receiver, args, &called),
        "index" => return position(ctx, receiver, args),
        _ => {}
    }
    match name {
        "append" => {
            let [item] = exactly(args, &called)?;
            change(ctx, receiver, |items| items.push(item));
        }
        "extend" => {
            let [more] = exactly(args, &called)?;
            let more = iterate::collect(ctx, &more)?;
            change(ctx, receiver, |items| items.extend(more));
        }
        "insert" => {
            let [at, item] = exactly(args, &called)?;
            let at = clamped(&access::integer(ctx, &at)?);
            change(ctx, receiver, |items| {
                let length = items.len() as i64;
                let at = if at < 0 { at.saturating_add(length).max(0) } else { at.min(length) };
                items.insert(at as usize, item);
            });
        }
        "pop" => return pop(ctx, receiver, args),
        "remove" => {
            let [item] = exactly(args, &called)?;
            match find(ctx, receiver, &item, 0, usize::MAX)? {
                Some(at) => change(ctx, receiver, |items| drop(items.remove(at))),
                None => return Err(Raise::value_error("list.remove(x): x not in list")),
            }
        }
        "clear" => {
            exactly::<0>(args, &called)?;
            change(ctx, receiver, Vec::clear);
        }
        "copy" => {
            exactly::<0>(args, &called)?;
            let items = iterate::collect(ctx, receiver)?;
            return Ok(ctx.heap.list(items));
        }
        "reverse" => {
            exactly::<0>(args, &called)?;
            change(ctx, receiver, |items| items.reverse());
        }
        "sort" => return sort(ctx, receiver, args),
        _ => return Err(no_method(ctx, receiver, name)),
    }
    Ok(Value::None)
}

fn change(ctx: &mut Ctx, receiver: &Value, by: impl FnOnce(&mut Vec<Value>)) {
    if let Some(items) = access::list_mut(ctx.heap, receiver) {
        by(items);
    }
}

/// Sorts in place; where a learner's function decides, the library does it.
fn sort(ctx: &mut Ctx, receiver: &Value, args: &Args) -> Outcome {
    let [key, reverse] = take(args, "list.sort", ["*key", "*reverse"], 0)?;
    let items = iterate::collect(ctx, receiver)?;
    let scripted = key.as_ref().is_some_and(|key| matches!(key, Value::Ref(_)))
        || items.iter().any(|item| ctx.special(item, "__lt__").is_some());
    if scripted {
        let args = [Some(receiver.clone()), key, reverse].map(|arg| arg.unwrap_or(Value::None));
        return access::ask_library(ctx, "_sort", args.into());
    }
    let sorted = order::sort(ctx, items, key, reverse)?;
    change(ctx, receiver, |items| *items = sorted);
    Ok(Value::None)
}

fn pop(ctx: &mut Ctx, receiver: &Value, args: &Args) -> Outcome {
    let [at] = take(args, "pop", [""], 0)?;
    let at = match at {
        Some(at) => clamped(&access::integer(ctx, &at)?),
        None => -1,
    };
    let Some(items) = access::list_mut(ctx.heap, receiver) else { return Ok(Value::None) };
    if items.is_empty() {
        return Err(Raise::error("IndexError", "pop from empty list"));
    }
    let place = if at < 0 { at.saturating_add(items.len() as i64) } else { at };
    match usize::try_from(place).ok().filter(|place| *place < items.len()) {
        Some(place) => Ok(items.remove(place)),
        None => Err(Raise::error("IndexError", "pop index out of range")),
    }
}

/// Where an item first stands, between two places.
fn find(ctx: &mut Ctx, within: &Value, item: &Value, from: usize, to: usize) -> Outcome<Option<usize>> {
    let mut at = from;
    while let Some(found) = access::items(ctx.heap, within).and_then(|items| items.get(at)).cloned() {
        if at >= to {
            break;
        }
        ctx.work += 1;
        if compare::same_or_equal(ctx, &found, item)? {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

fn count(ctx: &mut Ctx, receiver: &Value, args: &Args, called: &str) -> Outcome {
    let [item] = exactly(args, called)?;
    if ctx.heap.kind(receiver) == Kind::Range {
        return compare::contains(ctx, receiver, &item).map(|found| Value::Int(i64::from(found)));
    }
    let mut count = 0;
    let mut from = 0;
    while let Some(at) = find(ctx, receiver, &item, from, usize::MAX)? {
        count += 1;
        from = at + 1;
    }
    Ok(Value::Int(count))
}

fn position(ctx: &mut Ctx, receiver: &Value, args: &Args) -> Outcome {
    let [item, from, to] = take(args, "index", ["", "", ""], 1)?;
    let item = item.unwrap_or(Value::None);
    if let Some(Object::Range { start, step, .. }) = ctx.heap.object(receiver) {
        let (start, step) = (*start, *step);
        if compare::contains(ctx, receiver, &item)?
            && let Some(number) = item.to_int()
        {
            return Ok(Value::Int((number - start) / step));
        }
        let shown = text::repr(ctx, &item)?;
        return Err(Raise::value_error(format!("{shown} is not in range")));
    }
    let length = access::length(ctx.heap, receiver).unwrap_or_default();
    let parts = [from.unwrap_or(Value::None), to.unwrap_or(Value::None), Value::None];
    let span = Span::new(ctx, &parts, length)?;
    match find(ctx, receiver, &item, span.start as usize, span.stop as usize)? {
        Some(at) => Ok(Value::Int(at as i64)),
        None if ctx.heap.kind(receiver) == Kind::Tuple => {
            Err(Raise::value_error("tuple.index(x): x not in tuple"))
        }
        None => {
            let shown = text::repr(ctx, &item)?;
            Err(Raise::value_error(format!("{shown} is not in list")))
        }
    }
}

/// `slice.indices(length)`.
pub(super) fn indices(ctx: &mut Ctx, receiver: &Value, args: &Args) -> Outcome {
    let [length] = exactly(args, "slice.indices")?;
    let length = access::size(ctx, &length)?;
    let length = usize::try_from(length).map_err(|_| Raise::value_error("length should not be negative"))?;
    let Some(Object::Slice(parts)) = ctx.heap.object(receiver) else { return Ok(Value::None) };
    let parts = parts.clone();
    let span = Span::new(ctx, &parts, length)?;
    Ok(ctx.heap.tuple(vec![Value::Int(span.start), Value::Int(span.stop), Value::Int(span.step)]))
}
