//! Attributes set and deleted; which ones there are.

use std::rc::Rc;

use super::attribute::{lacking, missing};
use super::heap::Heap;
use super::native::{Ctx, Outcome, Raise};
use super::object::Object;
use super::value::{Handle, Kind, Value};
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
    if let Some(answer) = by_descriptor(ctx, object, name, Some(&value)) {
        return answer;
    }
    let handle = match object {
        Value::Ref(handle) => handle,
        Value::Type(kind) => {
            let what = format!("cannot set '{name}' attribute of immutable type '{}'", kind.name());
            return Err(Raise::type_error(what));
        }
        _ => return Err(missing(ctx.heap, object, name)),
    };
    if matches!(ctx.heap.get(handle), Object::Instance { .. }) {
        return set_of_instance(ctx, object, handle, name, value);
    }
    let what = "is not supported here. Make a new function or class instead.";
    match ctx.heap.get_mut(handle) {
        Object::Class(class) => match (&**name, &value) {
            ("__name__", Value::Str(text)) => class.name = text.clone(),
            ("__qualname__", Value::Str(text)) => class.qualified = text.clone(),
            ("__module__", Value::Str(text)) => {
                class.module = text.clone();
                class.names.insert(name.clone(), value);
            }
            ("__bases__" | "__class__", _) => return Err(Raise::lacks(format!("Setting `{name}` {what}"))),
            _ => {
                class.hooked |= &**name == "__getattribute__";
                class.names.insert(name.clone(), value);
            }
        },
        Object::Module { .. } => {
            if let Some(sentence) = lacking(ctx.heap, object, name) {
                return Err(Raise::lacks(sentence));
            }
            ctx.heap.set_own(handle, name, value);
        }
        Object::Function(_) if matches!(&**name, "__code__" | "__defaults__" | "__kwdefaults__") => {
            return Err(Raise::lacks(format!("Setting `{name}` {what}")));
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

/// Lets the property or descriptor that the class has under a name set it, or delete it where there is no value.
fn by_descriptor(ctx: &mut Ctx, object: &Value, name: &Name, value: Option<&Value>) -> Option<Outcome<()>> {
    let found = ctx.special(object, name)?;
    let (method, verb, special) = match value {
        Some(_) => (0, "setter", "__set__"),
        None => (1, "deleter", "__delete__"),
    };
    let mut args = vec![object.clone()];
    args.extend(value.cloned());
    let method = match ctx.heap.object(&found)? {
        Object::Property(property) => match [&property.set, &property.delete][method] {
            Value::None => {
                let class = ctx.heap.type_name(object);
                let message = format!("property '{name}' of '{class}' object has no {verb}");
                return Some(Err(Raise::error("AttributeError", message)));
            }
            method => method.clone(),
        },
        Object::Instance { .. } => {
            let asked = ctx.special(&found, special);
            if asked.is_none()
                && ["__set__", "__delete__"].iter().all(|other| ctx.special(&found, other).is_none())
            {
                return None;
            }
            args.insert(0, found);
            match asked {
                Some(method) => method,
                None => return Some(Err(Raise::error("AttributeError", special))),
            }
        }
        _ => return None,
    };
    Some(ctx.ask(method, args).map(drop))
}

fn set_of_instance(ctx: &mut Ctx, object: &Value, handle: &Handle, name: &Name, value: Value) -> Outcome<()> {
    let class = ctx.heap.class_of(object).map(|class| ctx.heap.class(class));
    if let Some(slots) = class.and_then(|class| class.slots.as_ref())
        && !slots.contains(name)
    {
        let class = ctx.heap.type_name(object);
        return Err(match ctx.special(object, name) {
            Some(_) => {
                let message = format!("'{class}' object attribute '{name}' is read-only");
                Raise::error("AttributeError", message)
            }
            None => missing(ctx.heap, object, name),
        });
    }
    match (&**name, &value) {
        ("__class__", Value::Ref(new)) if matches!(ctx.heap.get(new), Object::Class(_)) => {
            let new = new.clone();
            if let Object::Instance { class, .. } = ctx.heap.get_mut(handle) {
                *class = new;
            }
        }
        ("__class__", _) => return Err(Raise::type_error("__class__ must be set to a class")),
        ("__dict__", _) if ctx.heap.kind(&value) == Kind::Dict => ctx.heap.share(handle, value),
        ("__dict__", _) => {
            let kind = ctx.heap.type_name(&value);
            let what = format!("__dict__ must be set to a dictionary, not a '{kind}'");
            return Err(Raise::type_error(what));
        }
        _ => ctx.heap.set_own(handle, name, value),
    }
    Ok(())
}

/// Deletes an attribute.
pub(super) fn delete(ctx: &mut Ctx, object: &Value, name: &Name) -> Outcome<()> {
    if let Some(delattr) = ctx.special(object, "__delattr__") {
        ctx.ask(delattr, vec![object.clone(), Value::Str(name.clone())])?;
        return Ok(());
    }
    delete_plainly(ctx, object, name)
}

/// Deletes an attribute, without `__delattr__`.
pub(super) fn delete_plainly(ctx: &mut Ctx, object: &Value, name: &Name) -> Outcome<()> {
    if let Some(answer) = by_descriptor(ctx, object, name, None) {
        return answer;
    }
    let removed = match object {
        Value::Ref(handle) => match ctx.heap.get_mut(handle) {
            Object::Class(class) => class.names.remove(name).is_some(),
            Object::Function(function) => {
                let attrs = &mut Rc::make_mut(function).attrs;
                let place = attrs.iter().position(|(own, _)| own == name);
                place.map(|place| attrs.remove(place)).is_some()
            }
            _ => ctx.heap.remove_own(handle, name),
        },
        _ => false,
    };
    match removed {
        true => Ok(()),
        false => Err(missing(ctx.heap, object, name)),
    }
}

/// The names that a module, class, instance or function holds itself.
pub(super) fn names_of(heap: &Heap, object: &Value) -> Option<Vec<(Name, Value)>> {
    match object {
        Value::Ref(handle) => match heap.get(handle) {
            Object::Instance { .. } | Object::Module { .. } | Object::Class(_) | Object::Function(_) => {
                Some(heap.own_names(handle))
            }
            _ => None,
        },
        _ => None,
    }
}

/// What `dir` adds to the names of an instance or a class: what both have from `object`, and what each has of its own.
const IN_DIRECTORY: &str = "__class__ __delattr__ __dict__ __dir__ __doc__ __eq__ __format__ __ge__ \
    __getattribute__ __getstate__ __gt__ __hash__ __init__ __init_subclass__ __le__ __lt__ __module__ __ne__ __new__ \
    __reduce__ __reduce_ex__ __repr__ __setattr__ __sizeof__ __str__ __subclasshook__ __weakref__";

/// The names that an object, its class and its bases have, sorted.
pub(super) fn directory(ctx: &mut Ctx, object: &Value) -> Outcome<Vec<Value>> {
    let heap = &*ctx.heap;
    let own = names_of(heap, object);
    let class = match object {
        Value::Ref(handle) if matches!(heap.get(handle), Object::Class(_)) => Some(handle),
        _ => heap.class_of(object),
    };
    let of_script = |module: &str| module == "__main__";
    let known = match (class, heap.object(object)) {
        (Some(class), _) => heap.line(class).all(|class| of_script(&class.module)),
        (None, Some(Object::Module { name, .. })) => of_script(name),
        _ => false,
    };
    let Some(own) = own.filter(|_| known) else {
        let sentence = lacking(heap, object, "__dir__");
        let what = "`dir` of what is not the script's own is not supported here. Use `hasattr`.";
        return Err(Raise::lacks(sentence.unwrap_or_else(|| what.to_owned())));
    };
    let mut names: SortedSet<Name> = own.into_iter().map(|(name, _)| name).collect();
    if let Some(class) = class {
        names.extend(IN_DIRECTORY.split_ascii_whitespace().map(Name::from));
        for class in heap.line(class) {
            names.extend(class.names.entries().iter().map(|(name, _)| name.clone()));
        }
        if let Some(slots) = &heap.class(class).slots {
            names.extend(slots.iter().cloned());
            names.remove("__dict__");
            names.remove("__weakref__");
        }
    }
    Ok(names.iter().cloned().map(Value::Str).collect())
}
