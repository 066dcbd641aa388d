//! Operators.

use super::native::{Ctx, Outcome, Raise};
use super::object::Object;
use super::value::{Kind, Value};
use super::{access, compare, iterate, number, percent, sets};
use crate::model::program::{BinaryOp, UnaryOp};

/// `left op right`.
pub(super) fn binary(ctx: &mut Ctx, op: BinaryOp, left: &Value, right: &Value) -> Outcome {
    operate(ctx, op, left, right, op.sign())
}

/// `left op= right`: what the name on the left stands for afterwards.
pub(super) fn in_place(ctx: &mut Ctx, op: BinaryOp, left: &Value, right: &Value) -> Outcome {
    if ctx.heap.class_of(left).is_some() {
        let name = method(op).replacen("__", "__i", 1);
        if let Some(method) = ctx.special(left, &name) {
            let answer = ctx.ask(method, vec![left.clone(), right.clone()])?;
            if !matches!(answer, Value::NotImplemented) {
                return Ok(answer);
            }
        }
    } else if let Value::Ref(_) = left
        && change(ctx, op, left, right)?
    {
        return Ok(left.clone());
    }
    let sign = if op == BinaryOp::Pow { "**" } else { op.sign() };
    operate(ctx, op, left, right, &format!("{sign}="))
}

/// `op value`.
pub(super) fn unary(ctx: &mut Ctx, op: UnaryOp, value: &Value) -> Outcome {
    let (name, sign) = match op {
        UnaryOp::Not => return Ok(Value::Bool(!compare::truth(ctx, value)?)),
        UnaryOp::Minus => ("__neg__", "-"),
        UnaryOp::Plus => ("__pos__", "+"),
        UnaryOp::Invert => ("__invert__", "~"),
    };
    if let Some(method) = ctx.special(value, name) {
        return ctx.ask(method, vec![value.clone()]);
    }
    match (op, value) {
        (UnaryOp::Minus, Value::Float(float)) => Ok(Value::Float(-float)),
        (UnaryOp::Plus, Value::Float(float)) => Ok(Value::Float(*float)),
        (_, Value::Bool(_) | Value::Int(_) | Value::Big(_) | Value::Named(_)) => {
            let number = value.to_big().unwrap_or_default();
            Ok(Value::big(match op {
                UnaryOp::Minus => -number,
                UnaryOp::Invert => -number - 1,
                _ => number,
            }))
        }
        _ => {
            let name = ctx.heap.type_name(value);
            Err(Raise::type_error(format!("bad operand type for unary {sign}: '{name}'")))
        }
    }
}

/// The method of a class that an operator calls.
fn method(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "__add__",
        BinaryOp::Sub => "__sub__",
        BinaryOp::Mul => "__mul__",
        BinaryOp::Div => "__truediv__",
        BinaryOp::FloorDiv => "__floordiv__",
        BinaryOp::Mod => "__mod__",
        BinaryOp::Pow => "__pow__",
        BinaryOp::LeftShift => "__lshift__",
        BinaryOp::RightShift => "__rshift__",
        BinaryOp::And => "__and__",
        BinaryOp::Or => "__or__",
        BinaryOp::Xor => "__xor__",
        BinaryOp::MatMul => "__matmul__",
    }
}

fn operate(ctx: &mut Ctx, op: BinaryOp, left: &Value, right: &Value, sign: &str) -> Outcome {
    if let (Value::Int(a), Value::Int(b)) = (left, right)
        && let Some(value) = number::small(op, *a, *b)
    {
        return Ok(value);
    }
    if (ctx.heap.class_of(left).is_some() || ctx.heap.class_of(right).is_some())
        && let Some(value) = by_methods(ctx, op, left, right)?
    {
        return Ok(value);
    }
    match built_in(ctx, op, left, right)? {
        Some(value) => Ok(value),
        None if op == BinaryOp::Or && [left, right].iter().all(|side| is_type(ctx, side)) => {
            access::ask_library(ctx, "_union", vec![left.clone(), right.clone()])
        }
        None => {
            let (a, b) = (ctx.heap.type_name(left), ctx.heap.type_name(right));
            Err(Raise::type_error(format!("unsupported operand type(s) for {sign}: '{a}' and '{b}'")))
        }
    }
}

/// Can it be a part of `int | None`?
fn is_type(ctx: &Ctx, value: &Value) -> bool {
    matches!(ctx.heap.kind(value), Kind::Type | Kind::NoneType)
}

fn by_methods(ctx: &mut Ctx, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Option<Value>> {
    let reflected = method(op).replacen("__", "__r", 1);
    let (of_left, of_right) = (ctx.special(left, method(op)), ctx.special(right, &reflected));
    let (class, derived) = (ctx.heap.class_of(left).cloned(), ctx.heap.class_of(right).cloned());
    let forwards = of_left.map(|method| (method, left, right));
    let mut tries = [forwards, of_right.clone().map(|method| (method, right, left))];
    if let (Some(class), Some(derived)) = (class, derived) {
        if class == derived {
            tries[1] = None;
        } else if ctx.heap.is_subclass(&derived, &class) && ctx.special(left, &reflected) != of_right {
            tries.swap(0, 1);
        }
    }
    for (method, receiver, other) in tries.into_iter().flatten() {
        let answer = ctx.ask(method, vec![receiver.clone(), other.clone()])?;
        if !matches!(answer, Value::NotImplemented) {
            return Ok(Some(answer));
        }
    }
    Ok(None)
}

fn built_in(ctx: &mut Ctx, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Option<Value>> {
    if let Some(value) = number::operate(ctx, op, left, right)? {
        return Ok(Some(value));
    }
    match op {
        BinaryOp::Add => concatenate(ctx, left, right),
        BinaryOp::Mul => repeat(ctx, left, right),
        BinaryOp::Mod => match left {
            Value::Str(text) => percent::text(ctx, text, right).map(|text| Some(Value::Str(text))),
            _ if access::bytes(ctx.heap, left).is_some() => percent::bytes(ctx, left, right).map(Some),
            _ => Ok(None),
        },
        BinaryOp::Or if access::is_dict(ctx.heap, left) && access::is_dict(ctx.heap, right) => {
            let merged = access::copy(ctx.heap, left);
            let merged = sets::merge(ctx, merged, right)?;
            Ok(Some(ctx.heap.value(Object::Dict(merged))))
        }
        BinaryOp::Sub | BinaryOp::And | BinaryOp::Or | BinaryOp::Xor => {
            sets::operate(ctx, op, left, right, false)
        }
        _ => Ok(None),
    }
}

fn concatenate(ctx: &mut Ctx, left: &Value, right: &Value) -> Outcome<Option<Value>> {
    let (kind, name) = (ctx.heap.kind(left), ctx.heap.type_name(right));
    match (left, right) {
        (Value::Str(a), Value::Str(b)) => {
            ctx.claim(a.len() + b.len())?;
            return Ok(Some(Value::string([&**a, &**b].concat())));
        }
        (Value::Str(_), _) => {
            return Err(Raise::type_error(format!("can only concatenate str (not \"{name}\") to str")));
        }
        _ => {}
    }
    if let Some(a) = access::bytes(ctx.heap, left) {
        let Some(b) = access::bytes(ctx.heap, right) else {
            return Err(Raise::type_error(format!("can't concat {name} to {}", kind.name())));
        };
        let joined = [a, b].concat();
        ctx.claim(joined.len())?;
        return Ok(Some(bytes_like(ctx, kind, joined)));
    }
    let Some(a) = access::items(ctx.heap, left) else { return Ok(None) };
    let kinds = (kind, ctx.heap.kind(right));
    let (Some(b), (Kind::List, Kind::List) | (Kind::Tuple, Kind::Tuple)) =
        (access::items(ctx.heap, right), kinds)
    else {
        let kind = kind.name();
        return Err(Raise::type_error(format!("can only concatenate {kind} (not \"{name}\") to {kind}")));
    };
    let joined = [a, b].concat();
    ctx.claim(joined.len() * 16)?;
    Ok(Some(if kind == Kind::List { ctx.heap.list(joined) } else { ctx.heap.tuple(joined) }))
}

/// Bytes as a bytes object or a bytearray.
pub(super) fn bytes_like(ctx: &mut Ctx, kind: Kind, bytes: Vec<u8>) -> Value {
    match kind {
        Kind::Bytearray => ctx.heap.value(Object::Bytearray(bytes)),
        _ => Value::Bytes(bytes.into()),
    }
}

fn is_sequence(ctx: &Ctx, value: &Value) -> bool {
    matches!(ctx.heap.kind(value), Kind::Str | Kind::Bytes | Kind::Bytearray | Kind::List | Kind::Tuple)
}

fn repeat(ctx: &mut Ctx, left: &Value, right: &Value) -> Outcome<Option<Value>> {
    let (sequence, times) = match (is_sequence(ctx, left), is_sequence(ctx, right)) {
        (true, _) => (left, right),
        (_, true) => (right, left),
        _ => return Ok(None),
    };
    let Some(times) = access::whole(ctx, times)? else {
        let name = ctx.heap.type_name(times);
        return Err(Raise::type_error(format!("can't multiply sequence by non-int of type '{name}'")));
    };
    let cannot = || Raise::error("OverflowError", "cannot fit 'int' into an index-sized integer");
    let times = times.to_int().ok_or_else(cannot)?.max(0) as usize;
    let kind = ctx.heap.kind(sequence);
    if let Value::Str(text) = sequence {
        ctx.claim(text.len().saturating_mul(times))?;
        return Ok(Some(Value::string(text.repeat(times))));
    }
    if let Some(length) = access::bytes(ctx.heap, sequence).map(<[u8]>::len) {
        ctx.claim(length.saturating_mul(times))?;
        let bytes = access::bytes(ctx.heap, sequence).unwrap_or_default().repeat(times);
        return Ok(Some(bytes_like(ctx, kind, bytes)));
    }
    let items = access::items(ctx.heap, sequence).unwrap_or_default().to_vec();
    ctx.claim(items.len().saturating_mul(times).saturating_mul(16))?;
    let length = items.len() * times;
    let items = items.into_iter().cycle().take(length).collect();
    Ok(Some(if kind == Kind::List { ctx.heap.list(items) } else { ctx.heap.tuple(items) }))
}

/// Changes an object as `op=` does; false if it can't be changed so.
fn change(ctx: &mut Ctx, op: BinaryOp, left: &Value, right: &Value) -> Outcome<bool> {
    match (ctx.heap.kind(left), op) {
        (Kind::List, BinaryOp::Add) => {
            let more = iterate::collect(ctx, right)?;
            ctx.claim(more.len() * 16)?;
            if let Some(items) = access::list_mut(ctx.heap, left) {
                items.extend(more);
            }
        }
        (Kind::List, BinaryOp::Mul) => {
            let Some(repeated) = repeat(ctx, left, right)? else { return Ok(false) };
            let repeated = access::items(ctx.heap, &repeated).unwrap_or_default().to_vec();
            if let Some(items) = access::list_mut(ctx.heap, left) {
                *items = repeated;
            }
        }
        (Kind::Bytearray, BinaryOp::Add | BinaryOp::Mul) => {
            let sum =
                if op == BinaryOp::Add { concatenate(ctx, left, right)? } else { repeat(ctx, left, right)? };
            let Some(sum) = sum else { return Ok(false) };
            let sum = access::bytes(ctx.heap, &sum).unwrap_or_default().to_vec();
            if let Some(bytes) = access::bytearray_mut(ctx.heap, left) {
                *bytes = sum;
            }
        }
        (Kind::Dict, BinaryOp::Or) => sets::update_dict(ctx, left, right)?,
        (Kind::Set, BinaryOp::Sub | BinaryOp::And | BinaryOp::Or | BinaryOp::Xor) => {
            let Some(result) = sets::operate(ctx, op, left, right, true)? else { return Ok(false) };
            let result = access::copy(ctx.heap, &result);
            if let Some(items) = access::entries_mut(ctx.heap, left) {
                *items = result;
            }
        }
        _ => return Ok(false),
    }
    Ok(true)
}
