//! Methods of sets.

use super::args::exactly;
use super::dict::Dict;
use super::methods::no_method;
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::Object;
use super::union::{self, Operand};
use super::value::{Kind, Value};
use super::{access, exceptions, hash, iterate, sets};
use crate::model::program::BinaryOp;

pub(super) const NAMES: &[&str] = &[
    "copy",
    "difference",
    "intersection",
    "isdisjoint",
    "issubset",
    "issuperset",
    "symmetric_difference",
    "union",
];

pub(super) const CHANGING: &[&str] = &[
    "add",
    "clear",
    "difference_update",
    "discard",
    "intersection_update",
    "pop",
    "remove",
    "symmetric_difference_update",
    "update",
];

pub(super) fn call(ctx: &mut Ctx, receiver: &Value, name: &str, args: &Args) -> Outcome {
    let kind = ctx.heap.kind(receiver);
    let called = format!("{}.{name}", kind.name());
    if let "add" | "discard" | "remove" | "pop" | "clear" = name {
        return change(ctx, receiver, name, args, &called);
    }
    let own = sets::members(ctx, receiver)?.unwrap_or_default();
    let other = |ctx: &mut Ctx| {
        let [other] = exactly(args, &called)?;
        iterate::collect(ctx, &other)
    };
    match name {
        "isdisjoint" => {
            let (own, other) = (sets::gather(ctx, own)?, Operand::Items(other(ctx)?));
            let common = union::combine(ctx, BinaryOp::And, own, &other, false)?;
            return Ok(Value::Bool(common.len() == 0));
        }
        "issubset" => {
            let other = other(ctx)?;
            return sets::covers(ctx, other, own).map(Value::Bool);
        }
        "issuperset" => {
            let other = other(ctx)?;
            return sets::covers(ctx, own, other).map(Value::Bool);
        }
        "copy" => {
            exactly::<0>(args, &called)?;
            let items = access::copy(ctx.heap, receiver).copied();
            return Ok(ctx.heap.value(Object::Set { items, frozen: kind == Kind::Frozenset }));
        }
        _ => {}
    }
    let op = match name.trim_end_matches("_update") {
        "union" | "update" => BinaryOp::Or,
        "intersection" => BinaryOp::And,
        "difference" => BinaryOp::Sub,
        "symmetric_difference" => BinaryOp::Xor,
        _ => return Err(no_method(ctx, receiver, name)),
    };
    if op == BinaryOp::Xor {
        exactly::<1>(args, &called)?;
    } else if !args.named.is_empty() {
        return Err(Raise::type_error(format!("{called}() takes no keyword arguments")));
    }
    let changes = CHANGING.contains(&name);
    let mut result = access::copy(ctx.heap, receiver);
    if args.positional.is_empty() && !changes {
        result = result.copied();
    }
    for (at, other) in args.positional.iter().enumerate() {
        let other = Operand::new(ctx, other)?;
        result = union::combine(ctx, op, result, &other, changes || at > 0)?;
    }
    if !changes {
        return Ok(ctx.heap.value(Object::Set { items: result, frozen: kind == Kind::Frozenset }));
    }
    if let Some(items) = access::entries_mut(ctx.heap, receiver) {
        *items = result;
    }
    Ok(Value::None)
}

fn change(ctx: &mut Ctx, receiver: &Value, name: &str, args: &Args, called: &str) -> Outcome {
    match name {
        "add" => {
            let [item] = exactly(args, called)?;
            sets::put(ctx, receiver, &item, Value::None)?;
        }
        "discard" => {
            let [item] = exactly(args, called)?;
            sets::remove(ctx, receiver, &item)?;
        }
        "remove" => {
            let [item] = exactly(args, called)?;
            sets::remove_or_error(ctx, receiver, &item)?;
        }
        "clear" => {
            exactly::<0>(args, called)?;
            if let Some(items) = access::entries_mut(ctx.heap, receiver) {
                items.clear();
            }
        }
        _ => {
            exactly::<0>(args, called)?;
            let Some(item) = access::entries(ctx.heap, receiver).and_then(Dict::to_pop) else {
                return Err(exceptions::make(ctx, "KeyError", vec![Value::str("pop from an empty set")]));
            };
            let key = hash::key_in(ctx, receiver, &item)?;
            if let Some(items) = access::entries_mut(ctx.heap, receiver) {
                items.pop(&key);
            }
            return Ok(item);
        }
    }
    Ok(Value::None)
}
