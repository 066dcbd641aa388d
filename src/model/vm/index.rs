//! `container[index]`: getting, setting and deleting.

use super::native::{Ctx, Outcome, Raise};
use super::object::Object;
use super::span::{Span, clamped};
use super::value::{Kind, Value};
use super::{access, arith, exceptions, iterate, sets, text};

/// `container[index]`.
pub(super) fn get(ctx: &mut Ctx, container: &Value, index: &Value) -> Outcome {
    if let (Some(items), Value::Int(at)) = (access::items(ctx.heap, container), index)
        && let Some(item) = usize::try_from(*at).ok().and_then(|at| items.get(at))
    {
        return Ok(item.clone());
    }
    if access::is_dict(ctx.heap, container) {
        return match sets::get(ctx, container, index)? {
            Some(value) => Ok(value),
            None => Err(exceptions::no_key(ctx, index)),
        };
    }
    if let Some(method) = ctx.special(container, "__getitem__") {
        return ctx.ask(method, vec![container.clone(), index.clone()]);
    }
    let kind = ctx.heap.kind(container);
    match kind {
        Kind::Type => of_class(ctx, container, index),
        Kind::Str | Kind::Bytes | Kind::Bytearray | Kind::List | Kind::Tuple | Kind::Range => {
            match slice_parts(ctx, index) {
                Some(parts) => get_slice(ctx, container, &parts),
                None => {
                    let place = place(ctx, container, index, "index out of range")?;
                    Ok(item(ctx, container, place))
                }
            }
        }
        _ => {
            let name = ctx.heap.type_name(container);
            Err(Raise::type_error(format!("'{name}' object is not subscriptable")))
        }
    }
}

/// `list[int]` is for readers: it is `list`.
fn of_class(ctx: &mut Ctx, class: &Value, index: &Value) -> Outcome {
    let Value::Ref(handle) = class else {
        let Value::Type(Kind::List | Kind::Tuple | Kind::Dict | Kind::Set | Kind::Frozenset | Kind::Type) =
            class
        else {
            let name = text::type_called(ctx, class);
            return Err(Raise::type_error(format!("type '{name}' is not subscriptable")));
        };
        return Ok(class.clone());
    };
    match ctx.heap.class_attr(handle, "__class_getitem__") {
        Some(method) => {
            let function = match ctx.heap.object(&method) {
                Some(Object::ClassMethod(function)) => function.clone(),
                _ => method,
            };
            ctx.ask(function, vec![class.clone(), index.clone()])
        }
        None => {
            let name = ctx.heap.class(handle).name.clone();
            Err(Raise::type_error(format!("type '{name}' is not subscriptable")))
        }
    }
}

fn slice_parts(ctx: &Ctx, index: &Value) -> Option<[Value; 3]> {
    match ctx.heap.object(index)? {
        Object::Slice(parts) => Some(parts.clone()),
        _ => None,
    }
}

/// What messages call a sequence.
fn called(kind: Kind) -> &'static str {
    match kind {
        Kind::Str => "string",
        Kind::Bytes => "index",
        Kind::Range => "range object",
        other => other.name(),
    }
}

/// The place that an index means.
fn place(ctx: &mut Ctx, container: &Value, index: &Value, problem: &str) -> Outcome<usize> {
    let kind = ctx.heap.kind(container);
    let Some(whole) = access::whole(ctx, index)? else {
        let (what, name) = (kind.name(), ctx.heap.type_name(index));
        return Err(Raise::type_error(match kind {
            Kind::Str => format!("string indices must be integers, not '{name}'"),
            Kind::Bytes => format!("byte indices must be integers or slices, not {name}"),
            _ => format!("{what} indices must be integers or slices, not {name}"),
        }));
    };
    let Some(at) = whole.to_int() else {
        return Err(Raise::error("IndexError", "cannot fit 'int' into an index-sized integer"));
    };
    let length = access::length(ctx.heap, container).unwrap_or_default();
    let at = if at < 0 { at.saturating_add(length as i64) } else { at };
    match usize::try_from(at) {
        Ok(at) if at < length => Ok(at),
        _ if kind == Kind::Bytes => Err(Raise::error("IndexError", "index out of range")),
        _ => Err(Raise::error("IndexError", format!("{} {problem}", called(kind)))),
    }
}

fn item(ctx: &Ctx, container: &Value, at: usize) -> Value {
    if let Value::Str(text) = container {
        if text.is_ascii() {
            return Value::str(&text[at..=at]);
        }
        return text.chars().nth(at).map_or(Value::None, |char| Value::string(char.to_string()));
    }
    if let Some(bytes) = access::bytes(ctx.heap, container) {
        return Value::Int(i64::from(bytes[at]));
    }
    match ctx.heap.object(container) {
        Some(Object::List(items) | Object::Tuple(items)) => items[at].clone(),
        Some(Object::Range { start, step, .. }) => Value::Int(start + at as i64 * step),
        _ => Value::None,
    }
}

fn get_slice(ctx: &mut Ctx, container: &Value, parts: &[Value; 3]) -> Outcome {
    let length = access::length(ctx.heap, container).unwrap_or_default();
    let span = Span::new(ctx, parts, length)?;
    ctx.work += (span.count / 8) as u64;
    if let Value::Str(text) = container {
        if text.is_ascii() && span.step == 1 {
            return Ok(Value::str(&text[span.start as usize..span.start as usize + span.count]));
        }
        ctx.may_spend(text.len() as u64)?;
        let chars: Vec<char> = text.chars().collect();
        return Ok(Value::string(span.of(&chars).into_iter().collect()));
    }
    let kind = ctx.heap.kind(container);
    if let Some(bytes) = access::bytes(ctx.heap, container) {
        let part = span.of(bytes);
        return Ok(arith::bytes_like(ctx, kind, part));
    }
    let sliced = match ctx.heap.object(container) {
        Some(Object::List(items)) => Object::List(span.of(items)),
        Some(Object::Tuple(items)) => Object::Tuple(span.of(items)),
        Some(Object::Range { start, step, .. }) => {
            let (first, step) = (*start, *step);
            Object::Range {
                start: first + span.start * step,
                stop: first + span.stop * step,
                step: step * span.step,
            }
        }
        _ => return Ok(Value::None),
    };
    Ok(ctx.heap.value(sliced))
}

/// `container[index] = value`.
pub(super) fn set(ctx: &mut Ctx, container: &Value, index: &Value, value: &Value) -> Outcome<()> {
    if let Value::Int(at) = index
        && let Some(items) = access::list_mut(ctx.heap, container)
        && let Some(item) = usize::try_from(*at).ok().and_then(|at| items.get_mut(at))
    {
        *item = value.clone();
        return Ok(());
    }
    if access::is_dict(ctx.heap, container) {
        return sets::put(ctx, container, index, value.clone());
    }
    if let Some(method) = ctx.special(container, "__setitem__") {
        return ctx.ask(method, vec![container.clone(), index.clone(), value.clone()]).map(drop);
    }
    let kind = ctx.heap.kind(container);
    if !matches!(kind, Kind::List | Kind::Bytearray) {
        let name = ctx.heap.type_name(container);
        return Err(Raise::type_error(format!("'{name}' object does not support item assignment")));
    }
    if let Some(parts) = slice_parts(ctx, index) {
        return set_slice(ctx, container, &parts, value);
    }
    let problem = if kind == Kind::List { "assignment index out of range" } else { "index out of range" };
    let at = place(ctx, container, index, problem)?;
    let byte = if kind == Kind::Bytearray { byte(ctx, value)? } else { 0 };
    if let Some(items) = access::list_mut(ctx.heap, container) {
        items[at] = value.clone();
    } else if let Some(bytes) = access::bytearray_mut(ctx.heap, container) {
        bytes[at] = byte;
    }
    Ok(())
}

/// A whole number that is a byte.
pub(super) fn byte(ctx: &mut Ctx, value: &Value) -> Outcome<u8> {
    let number = clamped(&access::integer(ctx, value)?);
    u8::try_from(number).map_err(|_| Raise::value_error("byte must be in range(0, 256)"))
}

fn set_slice(ctx: &mut Ctx, container: &Value, parts: &[Value; 3], value: &Value) -> Outcome<()> {
    let length = access::length(ctx.heap, container).unwrap_or_default();
    let span = Span::new(ctx, parts, length)?;
    let given = access::length(ctx.heap, value);
    let (replaced, what) = if ctx.heap.kind(container) == Kind::List {
        if !iterate::is_iterable(ctx, value) {
            return Err(Raise::type_error("can only assign an iterable"));
        }
        let new = iterate::collect(ctx, value)?;
        ctx.claim((length + new.len()) * 16)?;
        let Some(items) = access::list_mut(ctx.heap, container) else { return Ok(()) };
        let count = new.len();
        (span.replace(items, new).map_err(|wanted| (count, wanted)), "sequence")
    } else {
        if !iterate::is_iterable(ctx, value) || ctx.heap.kind(value) == Kind::Str {
            let what = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
            return Err(Raise::type_error(what));
        }
        let new = bytes_from(ctx, value)?;
        let Some(bytes) = access::bytearray_mut(ctx.heap, container) else { return Ok(()) };
        let count = new.len();
        (span.replace(bytes, new).map_err(|wanted| (given.unwrap_or(count), wanted)), "bytes")
    };
    replaced.map_err(|(count, wanted)| {
        let what = format!("attempt to assign {what} of size {count} to extended slice of size {wanted}");
        Raise::value_error(what)
    })
}

/// The bytes of something bytes-like, or of an iterable of whole numbers.
pub(super) fn bytes_from(ctx: &mut Ctx, value: &Value) -> Outcome<Vec<u8>> {
    if let Some(bytes) = access::bytes(ctx.heap, value) {
        return Ok(bytes.to_vec());
    }
    let items = iterate::collect(ctx, value)?;
    items.iter().map(|item| byte(ctx, item)).collect()
}

/// `del container[index]`.
pub(super) fn delete(ctx: &mut Ctx, container: &Value, index: &Value) -> Outcome<()> {
    if access::is_dict(ctx.heap, container) {
        return sets::remove_or_error(ctx, container, index).map(drop);
    }
    if let Some(method) = ctx.special(container, "__delitem__") {
        return ctx.ask(method, vec![container.clone(), index.clone()]).map(drop);
    }
    let kind = ctx.heap.kind(container);
    if !matches!(kind, Kind::List | Kind::Bytearray) {
        let name = ctx.heap.type_name(container);
        let sized = access::length(ctx.heap, container).is_some() || ctx.heap.class_of(container).is_some();
        let does_not = if sized { "doesn't" } else { "does not" };
        return Err(Raise::type_error(format!("'{name}' object {does_not} support item deletion")));
    }
    let length = access::length(ctx.heap, container).unwrap_or_default();
    let span = match slice_parts(ctx, index) {
        Some(parts) => Span::new(ctx, &parts, length)?,
        None => {
            let problem =
                if kind == Kind::List { "assignment index out of range" } else { "index out of range" };
            let at = place(ctx, container, index, problem)? as i64;
            Span { start: at, stop: at + 1, step: 1, count: 1 }
        }
    };
    if let Some(items) = access::list_mut(ctx.heap, container) {
        span.remove(items);
    } else if let Some(bytes) = access::bytearray_mut(ctx.heap, container) {
        span.remove(bytes);
    }
    Ok(())
}
