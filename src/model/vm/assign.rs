//! Attributes set and deleted; which ones there are.

use std::rc::Rc;

use super::attribute::missing;
use super::heap::Heap;
use super::native::{Ctx, Outcome, Raise};
use super::object::{Class, Object};
use super::value::Value;
use crate::model::program::Name;
use crate::model::sorted::SortedSet;

/// Sets an attribute.
pub(super) fn set(ctx: &mut Ctx, value: Value, object: &Value, name: &Name) -> Outcome<()> {
    if let Some(setattr) = ctx.special(object, "__setattr__") {
        ctx.ask(setattr, vec![object.clone(), Value::Str(name.clone()), value])?;
        return Ok(());
    }
    set_plainly(ctx, object, name, value)
}

/// Sets an attribute, without `__setattr__`.
pub(super) fn set_plainly(ctx: &mut Ctx, object: &Value, name: &Name, value: Value) -> Outcome<()> {
    let property = ctx.special(object, name);
    if let Some(Object::Property { set, .. }) = property.as_ref().and_then(|found| ctx.heap.object(found)) {
        let set = set.clone();
        if matches!(set, Value::None) {
            let class = ctx.heap.type_name(object);
            let message = format!("property '{name}' of '{class}' object has no setter");
            return Err(Raise::error("AttributeError", message));
        }
        ctx.ask(set, vec![object.clone(), value])?;
        return Ok(());
    }
    let Value::Ref(handle) = object else { return Err(missing(ctx.heap, object, name)) };
    match ctx.heap.get_mut(handle) {
        Object::Instance { .. } => ctx.heap.set_attr(handle, name, value),
        Object::Class(Class { names, .. }) | Object::Module { names, .. } => {
            names.insert(name.clone(), value);
        }
        Object::Function(function) => {
            let attrs = &mut Rc::make_mut(function).attrs;
            match attrs.iter_mut().find(|(own, _)| own == name) {
                Some((_, old)) => *old = value,
                None => attrs.push((name.clone(), value)),
            }
        }
        _ => return Err(missing(ctx.heap, object, name)),
    }
    Ok(())
}

/// Deletes an attribute.
pub(super) fn delete(ctx: &mut Ctx, object: &Value, name: &Name) -> Outcome<()> {
    if let Some(delattr) = ctx.special(object, "__delattr__") {
        ctx.ask(delattr, vec![object.clone(), Value::Str(name.clone())])?;
        return Ok(());
    }
    let removed = match object {
        Value::Ref(handle) => match ctx.heap.get_mut(handle) {
            Object::Instance { attrs, .. } => {
                let place = attrs.iter().position(|(own, _)| own == name);
                place.map(|place| attrs.remove(place).1)
            }
            Object::Class(Class { names, .. }) | Object::Module { names, .. } => names.remove(name),
            _ => None,
        },
        _ => None,
    };
    removed.map(drop).ok_or_else(|| missing(ctx.heap, object, name))
}

/// The names that a module, class or instance holds itself.
pub(super) fn names_of(heap: &Heap, object: &Value) -> Option<Vec<(Name, Value)>> {
    match heap.object(object)? {
        Object::Instance { attrs, .. } => Some(attrs.clone()),
        Object::Module { names, .. } | Object::Class(Class { names, .. }) => {
            Some(names.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
        }
        Object::Function(function) => Some(function.attrs.clone()),
        _ => None,
    }
}

/// The names that an object, its class and its bases have, sorted.
pub(super) fn directory(heap: &Heap, object: &Value) -> Vec<Name> {
    let mut names: SortedSet<Name> =
        names_of(heap, object).unwrap_or_default().into_iter().map(|(name, _)| name).collect();
    let class = match object {
        Value::Ref(handle) if matches!(heap.get(handle), Object::Class(_)) => Some(handle),
        _ => heap.class_of(object),
    };
    let mut at = class.cloned();
    while let Some(handle) = at {
        names.extend(heap.class(&handle).names.keys().cloned());
        at = heap.class(&handle).base.clone();
    }
    names.iter().cloned().collect()
}
