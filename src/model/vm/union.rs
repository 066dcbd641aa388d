//! Union, intersection and differences of sets.

use super::dict::Dict;
use super::native::{Ctx, Outcome};
use super::sets::add_all;
use super::value::{Kind, Value};
use super::{access, hash, iterate};
use crate::model::program::BinaryOp;

/// What the other side of an operation on sets is. CPython takes sets and dicts by shorter ways, which shows in the order.
pub(super) enum Operand {
    Set(Dict),
    Dict(Vec<Value>),
    Items(Vec<Value>),
}

impl Operand {
    pub(super) fn new(ctx: &mut Ctx, value: &Value) -> Outcome<Operand> {
        Ok(match ctx.heap.kind(value) {
            Kind::Set | Kind::Frozenset => Operand::Set(access::copy(ctx.heap, value)),
            Kind::Dict => Operand::Dict(iterate::collect(ctx, value)?),
            _ => Operand::Items(iterate::collect(ctx, value)?),
        })
    }

    fn items(&self) -> Vec<Value> {
        match self {
            Operand::Set(set) => set.iter().map(|(item, _)| item.clone()).collect(),
            Operand::Dict(items) | Operand::Items(items) => items.clone(),
        }
    }

    /// A new set of it.
    pub(super) fn to_set(&self, ctx: &mut Ctx) -> Outcome<Dict> {
        let mut set = Dict::set();
        unite(ctx, &mut set, self)?;
        Ok(set)
    }
}

/// `set.update(other)`.
fn unite(ctx: &mut Ctx, set: &mut Dict, other: &Operand) -> Outcome<()> {
    match other {
        Operand::Set(other) if set.is_new() => {
            ctx.work += other.len() as u64;
            *set = other.copied();
        }
        Operand::Items(items) => add_all(ctx, set, items.clone())?,
        Operand::Set(_) | Operand::Dict(_) => {
            let items = other.items();
            set.expect(items.len());
            add_all(ctx, set, items)?;
        }
    }
    Ok(())
}

/// `- & | ^` of a set and anything; `in_place`: as a method that changes the set does it.
pub(super) fn combine(
    ctx: &mut Ctx,
    op: BinaryOp,
    left: Dict,
    right: &Operand,
    in_place: bool,
) -> Outcome<Dict> {
    ctx.work += left.len() as u64;
    match op {
        BinaryOp::Or => {
            let mut result = if in_place { left } else { left.copied() };
            unite(ctx, &mut result, right)?;
            Ok(result)
        }
        BinaryOp::And => {
            let mut result = common(ctx, &left, right)?;
            if in_place {
                result.pops_like(&left);
            }
            Ok(result)
        }
        BinaryOp::Sub => without(ctx, left, right, in_place),
        _ => {
            let (mut result, by) = match right {
                Operand::Set(right) if in_place => (left, right.clone()),
                _ if in_place => (left, right.to_set(ctx)?),
                _ => (right.to_set(ctx)?, left),
            };
            for (item, _) in by.iter() {
                let key = hash::key_among(ctx, &result, item)?;
                if result.remove(&key).is_none() {
                    result.put(key, item.clone(), Value::None);
                }
            }
            Ok(result)
        }
    }
}

/// The items that the other has not.
fn without(ctx: &mut Ctx, left: Dict, right: &Operand, in_place: bool) -> Outcome<Dict> {
    let many = match right {
        Operand::Set(right) => left.len() / 4 <= right.len(),
        Operand::Dict(items) => left.len() / 4 <= items.len(),
        Operand::Items(_) => false,
    };
    if many && !in_place {
        let right = right.to_set(ctx)?;
        return filtered(ctx, &left, &right, false);
    }
    let mut result = if in_place { left } else { left.copied() };
    for item in right.items() {
        let key = hash::key_among(ctx, &result, &item)?;
        result.remove(&key);
    }
    result.tidy();
    Ok(result)
}

/// The items that are in both: the shorter one is walked along.
fn common(ctx: &mut Ctx, left: &Dict, right: &Operand) -> Outcome<Dict> {
    match right {
        Operand::Set(right) if right.len() > left.len() => filtered(ctx, left, right, true),
        Operand::Set(right) => filtered(ctx, right, left, true),
        Operand::Dict(items) | Operand::Items(items) => {
            let mut found = Vec::new();
            for item in items {
                if left.contains(&hash::key_among(ctx, left, item)?) {
                    found.push(item.clone());
                }
            }
            super::sets::gather(ctx, found)
        }
    }
}

/// The items of a set that another has, or those that it has not.
fn filtered(ctx: &mut Ctx, items: &Dict, by: &Dict, wanted: bool) -> Outcome<Dict> {
    let mut found = Vec::new();
    for (item, _) in items.iter() {
        if by.contains(&hash::key_among(ctx, by, item)?) == wanted {
            found.push(item.clone());
        }
    }
    super::sets::gather(ctx, found)
}
