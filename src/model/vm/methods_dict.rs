//! Methods of dicts.

use super::args::{exactly, take};
use super::dict::{Dict, Key};
use super::methods::no_method;
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::{Object, Which};
use super::value::Value;
use super::{access, exceptions, hash, iterate, sets};

pub(super) const NAMES: &[&str] = &[
    "clear",
    "copy",
    "fromkeys",
    "get",
    "items",
    "keys",
    "pop",
    "popitem",
    "setdefault",
    "update",
    "values",
];

pub(super) fn call(ctx: &mut Ctx, receiver: &Value, name: &str, args: &Args) -> Outcome {
    let called = format!("dict.{name}");
    let view = |ctx: &mut Ctx, which| {
        exactly::<0>(args, &called)?;
        Ok(ctx.heap.value(Object::View { of: receiver.clone(), which }))
    };
    match name {
        "keys" => view(ctx, Which::Keys),
        "values" => view(ctx, Which::Values),
        "items" => view(ctx, Which::Items),
        "get" => {
            let [key, default] = take(args, "get", ["", ""], 1)?;
            let found = sets::get(ctx, receiver, &key.unwrap_or(Value::None))?;
            Ok(found.or(default).unwrap_or(Value::None))
        }
        "setdefault" => {
            let [key, default] = take(args, "setdefault", ["", ""], 1)?;
            let key = key.unwrap_or(Value::None);
            match sets::get(ctx, receiver, &key)? {
                Some(found) => Ok(found),
                None => {
                    let value = default.unwrap_or(Value::None);
                    sets::put(ctx, receiver, &key, value.clone())?;
                    Ok(value)
                }
            }
        }
        "pop" => {
            let [key, default] = take(args, "pop", ["", ""], 1)?;
            let key = key.unwrap_or(Value::None);
            match (sets::remove(ctx, receiver, &key)?, default) {
                (Some(value), _) | (None, Some(value)) => Ok(value),
                (None, None) => Err(exceptions::no_key(ctx, &key)),
            }
        }
        "popitem" => {
            exactly::<0>(args, &called)?;
            pop_item(ctx, receiver)
        }
        "clear" => {
            exactly::<0>(args, &called)?;
            if let Some(dict) = access::entries_mut(ctx.heap, receiver) {
                dict.clear();
            }
            Ok(Value::None)
        }
        "copy" => {
            exactly::<0>(args, &called)?;
            let copy = access::copy(ctx.heap, receiver);
            ctx.claim(copy.len() * 64)?;
            Ok(ctx.heap.value(Object::Dict(copy)))
        }
        "update" => update(ctx, receiver, args),
        "fromkeys" => from_keys(ctx, args),
        _ => Err(no_method(ctx, receiver, name)),
    }
}

fn from_keys(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [keys, value] = take(args, "fromkeys", ["", ""], 1)?;
    let keys = iterate::collect(ctx, &keys.unwrap_or(Value::None))?;
    ctx.may_spend(keys.len() as u64 * 8)?;
    let mut dict = Dict::default();
    for name in keys {
        let key = hash::key_among(ctx, &dict, &name)?;
        dict.put(key, name, value.clone().unwrap_or(Value::None));
    }
    Ok(ctx.heap.value(Object::Dict(dict)))
}

fn pop_item(ctx: &mut Ctx, receiver: &Value) -> Outcome {
    let last = access::entries(ctx.heap, receiver).and_then(|dict| dict.iter().next_back().cloned());
    let Some((name, _)) = last else {
        return Err(exceptions::make(ctx, "KeyError", vec![Value::str("popitem(): dictionary is empty")]));
    };
    let value = sets::remove_or_error(ctx, receiver, &name)?;
    Ok(ctx.heap.tuple(vec![name, value]))
}

fn update(ctx: &mut Ctx, receiver: &Value, args: &Args) -> Outcome {
    match &args.positional[..] {
        [] => {}
        [more] => sets::update_dict(ctx, receiver, more)?,
        more => {
            return Err(Raise::type_error(format!("update expected at most 1 argument, got {}", more.len())));
        }
    }
    if let Some(dict) = access::entries_mut(ctx.heap, receiver) {
        for (name, value) in &args.named {
            dict.put(Key::Str(name.clone()), Value::Str(name.clone()), value.clone());
        }
    }
    Ok(Value::None)
}
