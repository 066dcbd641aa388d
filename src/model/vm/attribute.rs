//! Attributes: found on instances, classes, modules, functions and built-in values.

use super::assign::names_of;
use super::heap::Heap;
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::{Function, Object};
use super::object_type::{OF_OBJECT, object_method};
use super::value::{Handle, Kind, Value};
use super::{class, methods};
use crate::model::program::Name;

/// Finds an attribute.
pub(super) fn get(ctx: &mut Ctx, object: &Value, name: &Name) -> Outcome {
    if let Some(found) = find(ctx, object, name)? {
        return Ok(found);
    }
    let asked = ctx.special(object, "__getattr__");
    if let Some(getattr) = asked {
        return ctx.ask(getattr, vec![object.clone(), Value::Str(name.clone())]);
    }
    Err(missing(ctx.heap, object, name))
}

/// What is said of an attribute that is not there.
pub(super) fn missing(heap: &Heap, object: &Value, name: &str) -> Raise {
    let message = match heap.object(object) {
        Some(Object::Module { name: module, .. }) => format!("module '{module}' has no attribute '{name}'"),
        Some(Object::Class(class)) => format!("type object '{}' has no attribute '{name}'", class.name),
        Some(Object::Super { .. }) => format!("'super' object has no attribute '{name}'"),
        _ => match object {
            Value::Type(kind) => format!("type object '{}' has no attribute '{name}'", kind.name()),
            _ => format!("'{}' object has no attribute '{name}'", heap.type_name(object)),
        },
    };
    Raise::error("AttributeError", message)
}

/// Finds an attribute, without `__getattr__`.
pub(super) fn find(ctx: &mut Ctx, object: &Value, name: &Name) -> Outcome<Option<Value>> {
    let Value::Ref(handle) = object else { return Ok(of_value(ctx, object, name)) };
    match ctx.heap.get(handle) {
        Object::Instance { class, .. } => {
            let class = class.clone();
            of_instance(ctx, object, &class, name)
        }
        Object::Class(_) => {
            let handle = handle.clone();
            Ok(of_class(ctx.heap, &handle, name))
        }
        Object::Module { name: module, names } => {
            let module = module.clone();
            let found = names.get(name).cloned().or_else(|| class::machine_attr(&module, name));
            Ok(match &**name {
                "__dict__" => {
                    let names = names_of(ctx.heap, object).unwrap_or_default();
                    Some(class::dict_of_names(ctx.heap, names))
                }
                _ => found,
            })
        }
        Object::Super { after, receiver } => {
            let (after, receiver) = (after.clone(), receiver.clone());
            of_super(ctx, &after, &receiver, name)
        }
        Object::Function(function) => {
            let function = function.clone();
            Ok(of_function(ctx.heap, &function, name))
        }
        Object::Method { function, receiver } => {
            let (function, receiver) = (function.clone(), receiver.clone());
            match &**name {
                "__self__" => Ok(Some(receiver)),
                "__func__" => Ok(Some(function)),
                _ => find(ctx, &function, name),
            }
        }
        _ => Ok(of_value(ctx, object, name)),
    }
}

fn of_instance(ctx: &mut Ctx, object: &Value, class: &Handle, name: &Name) -> Outcome<Option<Value>> {
    let in_class = ctx.heap.class_attr(class, name);
    if let Some(Object::Property { get, .. }) = in_class.as_ref().and_then(|value| ctx.heap.object(value)) {
        let get = get.clone();
        return ctx.ask(get, vec![object.clone()]).map(Some);
    }
    if let Some(own) = ctx.heap.attr(object, name) {
        return Ok(Some(own));
    }
    if let Some(value) = in_class {
        return Ok(Some(bind(ctx.heap, value, object, class)));
    }
    Ok(match &**name {
        "__class__" => Some(Value::Ref(class.clone())),
        "__dict__" => {
            let names = names_of(ctx.heap, object).unwrap_or_default();
            Some(class::dict_of_names(ctx.heap, names))
        }
        "__doc__" => Some(Value::None),
        _ => object_method(ctx.heap, object, name),
    })
}

/// A name found in a class becomes a method of the object that it was asked of.
fn bind(heap: &mut Heap, found: Value, receiver: &Value, class: &Handle) -> Value {
    match heap.object(&found) {
        Some(Object::Function(_)) => {
            heap.value(Object::Method { function: found, receiver: receiver.clone() })
        }
        Some(Object::StaticMethod(function)) => function.clone(),
        Some(Object::ClassMethod(function)) => {
            let (function, receiver) = (function.clone(), Value::Ref(class.clone()));
            heap.value(Object::Method { function, receiver })
        }
        _ => found,
    }
}

fn of_class(heap: &mut Heap, handle: &Handle, name: &str) -> Option<Value> {
    if let Some(found) = heap.class_attr(handle, name) {
        return Some(match heap.object(&found) {
            Some(Object::StaticMethod(function)) => function.clone(),
            Some(Object::ClassMethod(function)) => {
                let (function, receiver) = (function.clone(), Value::Ref(handle.clone()));
                heap.value(Object::Method { function, receiver })
            }
            _ => found,
        });
    }
    let class = heap.class(handle);
    let base = class.base.clone().map_or(Value::Type(Kind::Object), Value::Ref);
    match name {
        "__name__" => Some(Value::Str(class.name.clone())),
        "__base__" => Some(base),
        "__bases__" => Some(heap.tuple(vec![base])),
        "__mro__" => {
            let mut line = vec![Value::Ref(handle.clone())];
            while let Some(Value::Ref(last)) = line.last() {
                line.push(heap.class(last).base.clone().map_or(Value::Type(Kind::Object), Value::Ref));
            }
            Some(heap.tuple(line))
        }
        "__class__" => Some(Value::Type(Kind::Type)),
        "__doc__" => Some(Value::None),
        "__dict__" => {
            let names = names_of(heap, &Value::Ref(handle.clone())).unwrap_or_default();
            Some(class::dict_of_names(heap, names))
        }
        _ => object_method(heap, &Value::Type(Kind::Object), name),
    }
}

fn of_super(ctx: &mut Ctx, after: &Handle, receiver: &Value, name: &Name) -> Outcome<Option<Value>> {
    let base = ctx.heap.class(after).base.clone();
    let found = base.as_ref().and_then(|base| ctx.heap.class_attr(base, name));
    let Some(found) = found else { return Ok(object_method(ctx.heap, receiver, name)) };
    let own = ctx.heap.class_of(receiver).cloned();
    Ok(Some(match (own, ctx.heap.object(&found)) {
        (Some(_), Some(Object::Property { get, .. })) => {
            let get = get.clone();
            ctx.ask(get, vec![receiver.clone()])?
        }
        (Some(_), _) if &**name == "__new__" => unwrap_static(ctx.heap, found),
        (Some(class), _) => bind(ctx.heap, found, receiver, &class),
        (None, Some(Object::ClassMethod(function))) => {
            let function = function.clone();
            ctx.heap.value(Object::Method { function, receiver: receiver.clone() })
        }
        (None, _) => unwrap_static(ctx.heap, found),
    }))
}

fn of_function(heap: &mut Heap, function: &Function, name: &str) -> Option<Value> {
    if let Some((_, value)) = function.attrs.iter().find(|(own, _)| **own == *name) {
        return Some(value.clone());
    }
    Some(match name {
        "__name__" => Value::Str(function.code.name.clone()),
        "__qualname__" => Value::Str(function.code.qualified.clone()),
        "__doc__" => function.code.doc.clone().map_or(Value::None, Value::Str),
        "__module__" => Value::Str(function.program.module.clone()),
        "__defaults__" if function.defaults.is_empty() => Value::None,
        "__defaults__" => heap.tuple(function.defaults.clone()),
        "__class__" => Value::Type(Kind::Function),
        "__dict__" => class::dict_of_names(heap, function.attrs.clone()),
        _ => return None,
    })
}

/// What built-in values have: their types' methods, and a few numbers.
fn of_value(ctx: &mut Ctx, object: &Value, name: &Name) -> Option<Value> {
    let kind = match object {
        Value::Type(kind) => *kind,
        _ => ctx.heap.kind(object),
    };
    if matches!(object, Value::Type(Kind::Object)) && OF_OBJECT.contains(&&**name) {
        return object_method(ctx.heap, object, name);
    }
    if methods::has(kind, name) || super::generator::is_method(ctx.heap, object, name) {
        return Some(ctx.heap.value(Object::NativeMethod { name: name.clone(), receiver: object.clone() }));
    }
    if let Some(number) = super::methods_number::attribute(ctx, object, name) {
        return Some(number);
    }
    match (object, &**name) {
        (Value::Type(kind), "__name__" | "__qualname__") => return Some(Value::str(kind.name())),
        (Value::Type(_), "__class__") => return Some(Value::Type(Kind::Type)),
        (_, "__class__") => return Some(Value::Type(kind)),
        (Value::Native(index), "__name__") => return Some(Value::str(super::builtins::native(*index).name)),
        (Value::SysCall(call), "__name__") => return Some(Value::Str(call.clone())),
        (_, "__doc__") => return Some(Value::None),
        _ => {}
    }
    match (ctx.heap.object(object), &**name) {
        (Some(Object::Property { .. }), "getter" | "setter" | "deleter") => {
            let method = Object::NativeMethod { name: name.clone(), receiver: object.clone() };
            return Some(ctx.heap.value(method));
        }
        (Some(Object::Generator(generator)), "__name__") => return Some(Value::Str(generator.name.clone())),
        (Some(Object::NativeMethod { name, .. }), "__name__") => return Some(Value::Str(name.clone())),
        (Some(Object::NativeMethod { receiver, .. }), "__self__") => return Some(receiver.clone()),
        (Some(Object::StaticMethod(function) | Object::ClassMethod(function)), "__func__") => {
            return Some(function.clone());
        }
        _ => {}
    }
    object_method(ctx.heap, object, name)
}

/// The function that `object.name(…)` calls with the object first, where it is that simple.
pub(super) fn plain_method(heap: &Heap, object: &Value, name: &str) -> Option<Value> {
    let class = heap.class_of(object)?;
    let found = heap.class_attr(class, name)?;
    let plain = matches!(heap.object(&found), Some(Object::Function(_)));
    (plain && heap.attr(object, name).is_none()).then_some(found)
}

/// The function inside a `staticmethod`.
pub(super) fn unwrap_static(heap: &Heap, value: Value) -> Value {
    match heap.object(&value) {
        Some(Object::StaticMethod(function)) => function.clone(),
        _ => value,
    }
}

/// `super(class, receiver)`; the compiler gives both where a script writes `super()`.
pub(super) fn make_super(heap: &mut Heap, args: &Args) -> Outcome {
    let [Value::Ref(after), receiver] = &args.positional[..] else {
        return Err(Raise::error("RuntimeError", "super(): no arguments"));
    };
    if !matches!(heap.get(after), Object::Class(_)) {
        return Err(Raise::type_error("super() argument 1 must be a type"));
    }
    let own = match receiver {
        Value::Ref(handle) if matches!(heap.get(handle), Object::Class(_)) => Some(handle),
        _ => heap.class_of(receiver),
    };
    if !own.is_some_and(|own| heap.is_subclass(own, after)) {
        let message = "super(type, obj): obj must be an instance or subtype of type";
        return Err(Raise::type_error(message));
    }
    Ok(heap.value(Object::Super { after: after.clone(), receiver: receiver.clone() }))
}
