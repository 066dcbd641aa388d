//! Comparisons, membership and truth.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use super::native::{Ctx, Outcome, Raise};
use super::object::Object;
use super::value::{Kind, Value};
use super::{access, hash, iterate, sets};
use crate::model::program::CompareOp;

/// How deep lists may stand in lists where they are compared.
const DEEPEST: u32 = 200;

/// `a op b`.
pub(super) fn compare(ctx: &mut Ctx, op: CompareOp, a: &Value, b: &Value) -> Outcome {
    match op {
        CompareOp::Is => Ok(Value::Bool(a == b)),
        CompareOp::IsNot => Ok(Value::Bool(a != b)),
        CompareOp::In => contains(ctx, b, a).map(Value::Bool),
        CompareOp::NotIn => contains(ctx, b, a).map(|found| Value::Bool(!found)),
        _ => rich(ctx, op, a, b, 0),
    }
}

/// `a == b`, as a truth.
pub(super) fn equal(ctx: &mut Ctx, a: &Value, b: &Value) -> Outcome<bool> {
    holds(ctx, CompareOp::Equal, a, b, 0)
}

/// `a < b`, as a truth.
pub(super) fn less(ctx: &mut Ctx, a: &Value, b: &Value) -> Outcome<bool> {
    holds(ctx, CompareOp::Less, a, b, 0)
}

/// `a is b or a == b`: how containers look for an item.
pub(super) fn same_or_equal(ctx: &mut Ctx, a: &Value, b: &Value) -> Outcome<bool> {
    Ok(a == b || equal(ctx, a, b)?)
}

fn holds(ctx: &mut Ctx, op: CompareOp, a: &Value, b: &Value, depth: u32) -> Outcome<bool> {
    match rich(ctx, op, a, b, depth)? {
        Value::Bool(value) => Ok(value),
        other => truth(ctx, &other),
    }
}

fn rich(ctx: &mut Ctx, op: CompareOp, a: &Value, b: &Value, depth: u32) -> Outcome {
    if let (Value::Int(a), Value::Int(b)) = (a, b) {
        return Ok(Value::Bool(fits(op, a.cmp(b))));
    }
    if (ctx.heap.class_of(a).is_some() || ctx.heap.class_of(b).is_some())
        && let Some(answer) = by_methods(ctx, op, a, b)?
    {
        return Ok(answer);
    }
    let answer = match op {
        CompareOp::Equal => Some(built_in_equal(ctx, a, b, depth)?),
        CompareOp::NotEqual => Some(!built_in_equal(ctx, a, b, depth)?),
        _ => ordered(ctx, op, a, b, depth)?,
    };
    answer.map(Value::Bool).ok_or_else(|| {
        let (sign, a, b) = (op.sign(), ctx.heap.type_name(a), ctx.heap.type_name(b));
        Raise::type_error(format!("'{sign}' not supported between instances of '{a}' and '{b}'"))
    })
}

fn fits(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Equal => order.is_eq(),
        CompareOp::NotEqual => order.is_ne(),
        CompareOp::Less => order.is_lt(),
        CompareOp::LessEqual => order.is_le(),
        CompareOp::Greater => order.is_gt(),
        _ => order.is_ge(),
    }
}

/// The method that a comparison calls, and the one of the other operand.
fn methods(op: CompareOp) -> (&'static str, &'static str) {
    match op {
        CompareOp::Equal => ("__eq__", "__eq__"),
        CompareOp::NotEqual => ("__ne__", "__ne__"),
        CompareOp::Less => ("__lt__", "__gt__"),
        CompareOp::LessEqual => ("__le__", "__ge__"),
        CompareOp::Greater => ("__gt__", "__lt__"),
        _ => ("__ge__", "__le__"),
    }
}

fn by_methods(ctx: &mut Ctx, op: CompareOp, a: &Value, b: &Value) -> Outcome<Option<Value>> {
    let (name, reflected) = methods(op);
    let mut tries = [(a, b, name), (b, a, reflected)];
    if let (Some(class), Some(derived)) = (ctx.heap.class_of(a), ctx.heap.class_of(b))
        && class != derived
        && ctx.heap.is_subclass(derived, class)
    {
        tries.swap(0, 1);
    }
    for (receiver, other, name) in tries {
        let by_equal = op == CompareOp::NotEqual && ctx.special(receiver, name).is_none();
        let name = if by_equal { "__eq__" } else { name };
        let Some(method) = ctx.special(receiver, name) else { continue };
        let answer = ctx.ask(method, vec![receiver.clone(), other.clone()])?;
        if matches!(answer, Value::NotImplemented) {
            continue;
        }
        return Ok(Some(if by_equal { Value::Bool(!truth(ctx, &answer)?) } else { answer }));
    }
    Ok(None)
}

/// How two numbers stand to one another, exactly: nothing if one is no number (or NaN).
fn numbers(a: &Value, b: &Value) -> Option<Option<Ordering>> {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => Some(a.partial_cmp(b)),
        (Value::Float(a), _) => Some(with_float(&b.to_big()?, *a).map(Ordering::reverse)),
        (_, Value::Float(b)) => Some(with_float(&a.to_big()?, *b)),
        _ => Some(Some(match (a.to_int(), b.to_int()) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => a.to_big()?.cmp(&b.to_big()?),
        })),
    }
}

fn with_float(whole: &BigInt, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    let Some(floor) = BigInt::from_f64(float.floor()) else {
        return Some(if float > 0.0 { Ordering::Less } else { Ordering::Greater });
    };
    Some(whole.cmp(&floor).then(if float.fract() == 0.0 { Ordering::Equal } else { Ordering::Less }))
}

fn deeper(depth: u32) -> Outcome<u32> {
    if depth >= DEEPEST {
        return Err(Raise::error("RecursionError", "maximum recursion depth exceeded in comparison"));
    }
    Ok(depth + 1)
}

fn built_in_equal(ctx: &mut Ctx, a: &Value, b: &Value, depth: u32) -> Outcome<bool> {
    if let Some(order) = numbers(a, b) {
        return Ok(order == Some(Ordering::Equal));
    }
    if a == b {
        return Ok(true);
    }
    if let (Some(a), Some(b)) = (access::bytes(ctx.heap, a), access::bytes(ctx.heap, b)) {
        return Ok(a == b);
    }
    match (ctx.heap.kind(a), ctx.heap.kind(b)) {
        (Kind::List, Kind::List) | (Kind::Tuple, Kind::Tuple) => {
            let same = access::length(ctx.heap, a) == access::length(ctx.heap, b);
            Ok(same && first_difference(ctx, a, b, depth)?.is_none())
        }
        (Kind::Slice, Kind::Slice) => {
            let (Some(Object::Slice(a)), Some(Object::Slice(b))) = (ctx.heap.object(a), ctx.heap.object(b))
            else {
                return Ok(false);
            };
            let (a, b) = (a.clone(), b.clone());
            all_equal(ctx, &a, &b, deeper(depth)?)
        }
        (Kind::Dict, Kind::Dict) => dicts_equal(ctx, a, b, depth),
        (Kind::Range, Kind::Range) => Ok(hash::key(ctx, a)? == hash::key(ctx, b)?),
        (Kind::Method | Kind::NativeFunction, Kind::Method | Kind::NativeFunction) => {
            Ok(same_method(ctx, a, b))
        }
        _ => Ok(sets_compare(ctx, CompareOp::Equal, a, b)?.unwrap_or(false)),
    }
}

fn all_equal(ctx: &mut Ctx, a: &[Value], b: &[Value], depth: u32) -> Outcome<bool> {
    for (a, b) in a.iter().zip(b) {
        if a != b && !holds(ctx, CompareOp::Equal, a, b, depth)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_method(ctx: &Ctx, a: &Value, b: &Value) -> bool {
    match (ctx.heap.object(a), ctx.heap.object(b)) {
        (
            Some(Object::Method { function: f, receiver: a }),
            Some(Object::Method { function: g, receiver: b }),
        ) => f == g && a == b,
        (
            Some(Object::NativeMethod { name: f, receiver: a }),
            Some(Object::NativeMethod { name: g, receiver: b }),
        ) => f == g && a == b,
        _ => false,
    }
}

/// The first items at the same place of two lists or tuples that are not equal.
fn first_difference(ctx: &mut Ctx, a: &Value, b: &Value, depth: u32) -> Outcome<Option<(Value, Value)>> {
    let depth = deeper(depth)?;
    let mut at = 0;
    loop {
        ctx.spend(1)?;
        let pair = (access::items(ctx.heap, a), access::items(ctx.heap, b));
        let (Some(x), Some(y)) = (pair.0.and_then(|a| a.get(at)), pair.1.and_then(|b| b.get(at))) else {
            return Ok(None);
        };
        at += 1;
        if x == y && !matches!(x, Value::Float(_)) {
            continue;
        }
        let (x, y) = (x.clone(), y.clone());
        if x != y && !holds(ctx, CompareOp::Equal, &x, &y, depth)? {
            return Ok(Some((x, y)));
        }
    }
}

fn dicts_equal(ctx: &mut Ctx, a: &Value, b: &Value, depth: u32) -> Outcome<bool> {
    let depth = deeper(depth)?;
    if access::length(ctx.heap, a) != access::length(ctx.heap, b) {
        return Ok(false);
    }
    let entries: Vec<_> = access::copy(ctx.heap, a).iter().cloned().collect();
    for (name, value) in entries {
        ctx.spend(1)?;
        let Some(other) = sets::get(ctx, b, &name)? else { return Ok(false) };
        if value != other && !holds(ctx, CompareOp::Equal, &value, &other, depth)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Two sets: equal, or one within the other. Nothing if they are none.
fn sets_compare(ctx: &mut Ctx, op: CompareOp, a: &Value, b: &Value) -> Outcome<Option<bool>> {
    let (Some(a), Some(b)) = (sets::members(ctx, a)?, sets::members(ctx, b)?) else { return Ok(None) };
    let (more, fewer) = (a.len(), b.len());
    Ok(Some(match op {
        CompareOp::Equal => more == fewer && sets::covers(ctx, a, b)?,
        CompareOp::Less => more < fewer && sets::covers(ctx, b, a)?,
        CompareOp::LessEqual => more <= fewer && sets::covers(ctx, b, a)?,
        CompareOp::Greater => more > fewer && sets::covers(ctx, a, b)?,
        _ => more >= fewer && sets::covers(ctx, a, b)?,
    }))
}

fn ordered(ctx: &mut Ctx, op: CompareOp, a: &Value, b: &Value, depth: u32) -> Outcome<Option<bool>> {
    if let Some(order) = numbers(a, b) {
        return Ok(Some(order.is_some_and(|order| fits(op, order))));
    }
    if let (Value::Str(a), Value::Str(b)) = (a, b) {
        // UTF-8 orders as the characters do.
        return Ok(Some(fits(op, a.cmp(b))));
    }
    if let (Some(a), Some(b)) = (access::bytes(ctx.heap, a), access::bytes(ctx.heap, b)) {
        return Ok(Some(fits(op, a.cmp(b))));
    }
    match (ctx.heap.kind(a), ctx.heap.kind(b)) {
        (Kind::List, Kind::List) | (Kind::Tuple, Kind::Tuple) => match first_difference(ctx, a, b, depth)? {
            Some((x, y)) => holds(ctx, op, &x, &y, depth + 1).map(Some),
            None => Ok(Some(fits(op, access::length(ctx.heap, a).cmp(&access::length(ctx.heap, b))))),
        },
        _ => sets_compare(ctx, op, a, b),
    }
}

/// `item in container`.
pub(super) fn contains(ctx: &mut Ctx, container: &Value, item: &Value) -> Outcome<bool> {
    if let Value::Str(text) = container {
        let part = match item {
            Value::Str(part) => part,
            other => {
                let name = ctx.heap.type_name(other);
                let what = format!("'in <string>' requires string as left operand, not {name}");
                return Err(Raise::type_error(what));
            }
        };
        return Ok(text.contains(&**part));
    }
    if access::bytes(ctx.heap, container).is_some() {
        return bytes_contain(ctx, container, item);
    }
    if access::entries(ctx.heap, container).is_some() {
        let key = hash::key_in(ctx, container, item)?;
        return Ok(access::entries(ctx.heap, container).is_some_and(|entries| entries.contains(&key)));
    }
    if let Some(method) = ctx.special(container, "__contains__") {
        let answer = ctx.ask(method, vec![container.clone(), item.clone()])?;
        return truth(ctx, &answer);
    }
    match ctx.heap.object(container) {
        Some(Object::Range { start, stop, step }) if item.to_int().is_some() => {
            let (start, stop, step, item) = (*start, *stop, *step, item.to_int().unwrap_or_default());
            let within = if step > 0 { start <= item && item < stop } else { stop < item && item <= start };
            return Ok(within && (i128::from(item) - i128::from(start)) % i128::from(step) == 0);
        }
        Some(Object::View { of, which }) => {
            let (of, which) = (of.clone(), *which);
            return sets::view_contains(ctx, &of, which, item);
        }
        Some(Object::List(_) | Object::Tuple(_)) => {}
        _ => return search(ctx, container, item),
    }
    let mut at = 0;
    while let Some(found) = access::items(ctx.heap, container).and_then(|items| items.get(at)).cloned() {
        ctx.work += 1;
        if same_or_equal(ctx, &found, item)? {
            return Ok(true);
        }
        at += 1;
    }
    Ok(false)
}

/// Looks for an item in what can only be walked along.
fn search(ctx: &mut Ctx, container: &Value, item: &Value) -> Outcome<bool> {
    if !iterate::is_iterable(ctx, container) {
        let name = ctx.heap.type_name(container);
        return Err(Raise::type_error(format!("argument of type '{name}' is not iterable")));
    }
    if ctx.heap.kind(container) != Kind::Range
        && let Some(library) = ctx.heap.builtin("_contains")
    {
        let answer = ctx.ask(library, vec![container.clone(), item.clone()])?;
        return truth(ctx, &answer);
    }
    for found in iterate::collect(ctx, container)? {
        if same_or_equal(ctx, &found, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn bytes_contain(ctx: &mut Ctx, container: &Value, item: &Value) -> Outcome<bool> {
    if let Some(part) = access::bytes(ctx.heap, item) {
        let whole = access::bytes(ctx.heap, container).unwrap_or_default();
        return Ok(part.is_empty() || whole.windows(part.len()).any(|window| window == part));
    }
    match access::whole(ctx, item)? {
        Some(number) => match number.to_int().and_then(|number| u8::try_from(number).ok()) {
            Some(byte) => Ok(access::bytes(ctx.heap, container).is_some_and(|bytes| bytes.contains(&byte))),
            None => Err(Raise::value_error("byte must be in range(0, 256)")),
        },
        None => {
            let name = ctx.heap.type_name(item);
            Err(Raise::type_error(format!("a bytes-like object is required, not '{name}'")))
        }
    }
}

/// Does a value count as true?
pub(super) fn truth(ctx: &mut Ctx, value: &Value) -> Outcome<bool> {
    match value {
        Value::None => return Ok(false),
        Value::Bool(value) => return Ok(*value),
        Value::Int(value) => return Ok(*value != 0),
        Value::Named(named) => return Ok(named.value != 0),
        Value::Float(value) => return Ok(*value != 0.0),
        Value::Str(text) => return Ok(!text.is_empty()),
        _ => {}
    }
    if let Some(length) = access::length(ctx.heap, value) {
        return Ok(length > 0);
    }
    if let Some(method) = ctx.special(value, "__bool__") {
        return match ctx.ask(method, vec![value.clone()])? {
            Value::Bool(value) => Ok(value),
            other => {
                let name = ctx.heap.type_name(&other);
                Err(Raise::type_error(format!("__bool__ should return bool, returned {name}")))
            }
        };
    }
    match access::measured(ctx, value)? {
        Some(length) => Ok(length > 0),
        None => Ok(true),
    }
}
