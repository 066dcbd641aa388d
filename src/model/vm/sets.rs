//! What sets, dicts and views of dicts do with one another.

use super::dict::{Dict, Key};
use super::native::{Ctx, Outcome, Raise};
use super::object::{Object, Which};
use super::union::{self, Operand};
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
    let mut set = Dict::set();
    add_all(ctx, &mut set, items)?;
    Ok(set)
}

/// Adds items to a set that is not on the heap yet.
pub(super) fn add_all(ctx: &mut Ctx, set: &mut Dict, items: Vec<Value>) -> Outcome<()> {
    ctx.may_spend(items.len() as u64 * 8)?;
    ctx.work += items.len() as u64;
    for item in items {
        let key = hash::key_among(ctx, set, &item)?;
        set.put(key, item, Value::None);
    }
    Ok(())
}

/// `- & | ^` of two sets; nothing if they are none.
pub(super) fn operate(
    ctx: &mut Ctx,
    op: BinaryOp,
    left: &Value,
    right: &Value,
    in_place: bool,
) -> Outcome<Option<Value>> {
    let is_set = |value| matches!(ctx.heap.kind(value), Kind::Set | Kind::Frozenset);
    let is_view = |value| matches!(ctx.heap.kind(value), Kind::DictKeys | Kind::DictItems);
    if !((is_set(left) && (is_set(right) || is_view(right))) || is_view(left)) {
        return Ok(None);
    }
    let frozen = ctx.heap.kind(left) == Kind::Frozenset;
    let (left, right) = (Operand::new(ctx, left)?, Operand::new(ctx, right)?);
    let left = match left {
        Operand::Set(left) => left,
        other => other.to_set(ctx)?,
    };
    let items = union::combine(ctx, op, left, &right, in_place)?;
    Ok(Some(ctx.heap.value(Object::Set { items, frozen })))
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
    put_all(ctx, dict, pairs)
}

/// Puts many entries into a dict or set; nothing is changed before the last key is known.
pub(super) fn put_all(ctx: &mut Ctx, dict: &Value, pairs: Vec<(Value, Value)>) -> Outcome<()> {
    let mut keyed = Vec::with_capacity(pairs.len());
    for (name, value) in pairs {
        keyed.push((hash::key(ctx, &name)?, name, value));
    }
    ctx.work += keyed.len() as u64;
    if keyed.iter().any(|(key, ..)| key.is_soft()) {
        // Equal instances may stand among what is put, too: a copy takes them one by one.
        let mut changed = access::copy(ctx.heap, dict);
        for (_, name, value) in keyed {
            let key = hash::key_among(ctx, &changed, &name)?;
            changed.put(key, name, value);
        }
        if let Some(dict) = access::entries_mut(ctx.heap, dict) {
            *dict = changed;
        }
    } else if let Some(dict) = access::entries_mut(ctx.heap, dict) {
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
