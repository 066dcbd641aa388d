//! What sets, dicts and views of dicts do with one another.

use super::dict::{Dict, Key};
use super::native::{Ctx, Outcome, Raise};
use super::object::{Object, Which};
use super::value::{Kind, Value};
use super::{access, compare, exceptions, hash, iterate};
use crate::model::program::BinaryOp;

/// The items of a set, or of a view of a dict that acts as one.
pub(super) fn members(ctx: &mut Ctx, value: &Value) -> Outcome<Option<Vec<Value>>> {
    match ctx.heap.kind(value) {
        Kind::Set | Kind::Frozenset => Ok(access::names(ctx.heap, value)),
        Kind::DictKeys | Kind::DictItems => iterate::collect(ctx, value).map(Some),
        _ => Ok(None),
    }
}

/// A set of these.
pub(super) fn gather(ctx: &mut Ctx, items: Vec<Value>) -> Outcome<Dict> {
    let mut dict = Dict::default();
    ctx.work += items.len() as u64;
    for item in items {
        let key = hash::key_among(ctx, &dict, &item)?;
        dict.put(key, item, Value::None);
    }
    Ok(dict)
}

/// `- & | ^` of two sets; nothing if they are none.
pub(super) fn operate(ctx: &mut Ctx, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Option<Value>> {
    let (Some(a), Some(b)) = (members(ctx, left)?, members(ctx, right)?) else { return Ok(None) };
    let frozen = ctx.heap.kind(left) == Kind::Frozenset;
    let items = combine(ctx, op, a, b)?;
    Ok(Some(ctx.heap.value(Object::Set { items, frozen })))
}

/// The same of the items of two sets.
pub(super) fn combine(ctx: &mut Ctx, op: BinaryOp, a: Vec<Value>, b: Vec<Value>) -> Outcome<Dict> {
    let second = gather(ctx, b.clone())?;
    let mut result = Dict::default();
    if op == BinaryOp::Or {
        return gather(ctx, [a, b].concat());
    }
    let first = gather(ctx, a.clone())?;
    for item in a {
        let there = second.contains(&hash::key_among(ctx, &second, &item)?);
        if there == (op == BinaryOp::And) {
            let key = hash::key_among(ctx, &result, &item)?;
            result.put(key, item, Value::None);
        }
    }
    if op == BinaryOp::Xor {
        for item in b {
            if !first.contains(&hash::key_among(ctx, &first, &item)?) {
                let key = hash::key_among(ctx, &result, &item)?;
                result.put(key, item, Value::None);
            }
        }
    }
    Ok(result)
}

/// Does the first set have everything that the second has?
pub(super) fn covers(ctx: &mut Ctx, all: Vec<Value>, some: Vec<Value>) -> Outcome<bool> {
    let all = gather(ctx, all)?;
    for item in some {
        if !all.contains(&hash::key_among(ctx, &all, &item)?) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A dict with the entries of another put in.
pub(super) fn merge(ctx: &mut Ctx, mut dict: Dict, more: &Value) -> Outcome<Dict> {
    let entries: Vec<_> =
        access::entries(ctx.heap, more).map(|more| more.iter().cloned().collect()).unwrap_or_default();
    ctx.work += entries.len() as u64;
    for (name, value) in entries {
        let key = hash::key_among(ctx, &dict, &name)?;
        dict.put(key, name, value);
    }
    Ok(dict)
}

/// `dict.update(more)`: from a mapping, or from pairs.
pub(super) fn update_dict(ctx: &mut Ctx, dict: &Value, more: &Value) -> Outcome<()> {
    let pairs = pairs(ctx, more)?;
    let mut keyed = Vec::with_capacity(pairs.len());
    for (name, value) in pairs {
        keyed.push((hash::key_in(ctx, dict, &name)?, name, value));
    }
    if let Some(dict) = access::entries_mut(ctx.heap, dict) {
        keyed.into_iter().for_each(|(key, name, value)| drop(dict.put(key, name, value)));
    }
    Ok(())
}

/// The keys and values of a mapping, or of an iterable of pairs.
pub(super) fn pairs(ctx: &mut Ctx, value: &Value) -> Outcome<Vec<(Value, Value)>> {
    if let Some(Object::Dict(dict)) = ctx.heap.object(value) {
        let pairs: Vec<_> = dict.iter().cloned().collect();
        ctx.work += pairs.len() as u64;
        return Ok(pairs);
    }
    let mut pairs = Vec::new();
    if let (Some(keys), Some(get)) = (ctx.special(value, "keys"), ctx.special(value, "__getitem__")) {
        let keys = ctx.ask(keys, vec![value.clone()])?;
        for key in iterate::collect(ctx, &keys)? {
            let item = ctx.ask(get.clone(), vec![value.clone(), key.clone()])?;
            pairs.push((key, item));
        }
        return Ok(pairs);
    }
    for (at, pair) in iterate::collect(ctx, value)?.into_iter().enumerate() {
        let items = match iterate::collect(ctx, &pair) {
            Err(raise) if raise.class() == Some("TypeError") => {
                let message =
                    format!("cannot convert dictionary update sequence element #{at} to a sequence");
                return Err(Raise::type_error(message));
            }
            items => items?,
        };
        let [name, value] = <[Value; 2]>::try_from(items).map_err(|items| {
            let length = items.len();
            let what = format!("dictionary update sequence element #{at} has length {length}; 2 is required");
            Raise::value_error(what)
        })?;
        pairs.push((name, value));
    }
    Ok(pairs)
}

/// The entry of a dict under a key.
pub(super) fn get(ctx: &mut Ctx, dict: &Value, name: &Value) -> Outcome<Option<Value>> {
    let key = hash::key_in(ctx, dict, name)?;
    Ok(access::entries(ctx.heap, dict).and_then(|dict| dict.get(&key)).cloned())
}

/// Puts an entry into a dict, or an item into a set (with the value None).
pub(super) fn put(ctx: &mut Ctx, dict: &Value, name: &Value, value: Value) -> Outcome<()> {
    let key = hash::key_in(ctx, dict, name)?;
    if let Some(dict) = access::entries_mut(ctx.heap, dict) {
        dict.put(key, name.clone(), value);
    }
    Ok(())
}

/// Takes an entry out of a dict.
pub(super) fn remove(ctx: &mut Ctx, dict: &Value, name: &Value) -> Outcome<Option<Value>> {
    let key = hash::key_in(ctx, dict, name)?;
    Ok(access::entries_mut(ctx.heap, dict).and_then(|dict| dict.remove(&key)).map(|(_, value)| value))
}

/// The same, where a key that is not there is an error.
pub(super) fn remove_or_error(ctx: &mut Ctx, dict: &Value, name: &Value) -> Outcome {
    match remove(ctx, dict, name)? {
        Some(value) => Ok(value),
        None => Err(exceptions::no_key(ctx, name)),
    }
}

/// Is it in this view of a dict?
pub(super) fn view_contains(ctx: &mut Ctx, of: &Value, which: Which, item: &Value) -> Outcome<bool> {
    match which {
        Which::Keys => {
            let key: Key = hash::key_in(ctx, of, item)?;
            Ok(access::entries(ctx.heap, of).is_some_and(|dict| dict.contains(&key)))
        }
        Which::Items => {
            let Some([name, value]) =
                access::tuple(ctx.heap, item).and_then(|pair| <&[Value; 2]>::try_from(pair).ok())
            else {
                return Ok(false);
            };
            let (name, value) = (name.clone(), value.clone());
            match get(ctx, of, &name)? {
                Some(found) => compare::same_or_equal(ctx, &found, &value),
                None => Ok(false),
            }
        }
        Which::Values => {
            let values: Vec<_> = access::entries(ctx.heap, of)
                .map(|dict| dict.iter().map(|(_, value)| value.clone()).collect())
                .unwrap_or_default();
            for value in values {
                if compare::same_or_equal(ctx, &value, item)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
    }
}
