//! Attributes: found on instances, classes, modules, functions and built-in values.

use super::heap::Heap;
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::{Function, Object, Property};
use super::object_type::{OF_OBJECT, object_method};
use super::value::{Handle, Kind, Value};
use super::{access, class, methods, namespace};
use crate::model::program::Name;

/// Finds an attribute.
pub(super) fn get(ctx: &mut Ctx, object: &Value, name: &Name) -> Outcome {
    if is_hooked(ctx.heap, object)
        && let Some(hook) = ctx.special(object, "__getattribute__")
    {
        let args = vec![object.clone(), Value::Str(name.clone())];
        return or_getattr(ctx, hook, args, object, name);
    }
    if let Some(found) = find(ctx, object, name)? {
        return Ok(found);
    }
    if let Some(getattr) = ctx.special(object, "__getattr__") {
        return ctx.ask(getattr, vec![object.clone(), Value::Str(name.clone())]);
    }
    Err(missing(ctx.heap, object, name))
}

/// Does the class of an instance look up attributes itself?
fn is_hooked(heap: &Heap, object: &Value) -> bool {
    heap.class_of(object).is_some_and(|class| heap.class(class).hooked)
}

/// Asks what finds an attribute; where that is an AttributeError, `__getattr__` has the word.
fn or_getattr(ctx: &mut Ctx, find: Value, args: Vec<Value>, object: &Value, name: &Name) -> Outcome {
    let Some(getattr) = ctx.special(object, "__getattr__") else { return ctx.ask(find, args) };
    let args = ctx.heap.tuple(args);
    let again = ctx.heap.tuple(vec![object.clone(), Value::Str(name.clone())]);
    access::ask_library(ctx, "_get_or", vec![find, args, getattr, again])
}

/// What is said of an attribute that is not there: in CPython neither, or not here.
pub(super) fn missing(heap: &Heap, object: &Value, name: &str) -> Raise {
    if let Some(sentence) = lacking(heap, object, name) {
        return Raise::lacks(sentence);
    }
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

/// What is said of an attribute that something has in CPython, but not here.
pub(super) fn lacking(heap: &Heap, object: &Value, name: &str) -> Option<String> {
    let of = |of: &str| heap.lacks.iter().find(|lack| lack.has(of, name)).map(|lack| lack.sentence(name));
    let class = match object {
        Value::Ref(handle) if matches!(heap.get(handle), Object::Class(_)) => Some(handle),
        _ => heap.class_of(object),
    };
    if let Some(Object::Module { name: module, .. }) = heap.object(object) {
        return of(module);
    }
    let own = match (class, object) {
        (Some(class), _) => heap.line(class).find_map(|class| match &*class.module {
            "builtins" => of(&class.name),
            module => of(&format!("{module}.{}", class.name)),
        }),
        (None, Value::Type(kind)) => of(kind.name()),
        (None, _) => of(heap.kind(object).name()),
    };
    own.or_else(|| of("object"))
}

/// Finds an attribute, without `__getattr__`.
pub(super) fn find(ctx: &mut Ctx, object: &Value, name: &Name) -> Outcome<Option<Value>> {
    let Value::Ref(handle) = object else { return Ok(of_value(ctx, object, name)) };
    match ctx.heap.get(handle) {
        Object::Instance { class, .. } => {
            let class = class.clone();
            of_instance(ctx, object, handle, &class, name)
        }
        Object::Class(_) => of_class(ctx, handle, name),
        Object::Module { name: module, .. } => {
            let module = module.clone();
            Ok(match &**name {
                "__dict__" => Some(ctx.heap.dict_of(handle)),
                _ => ctx.heap.own(handle, name).or_else(|| class::machine_attr(&module, name)),
            })
        }
        Object::Super { after, receiver } => {
            let (after, receiver) = (after.clone(), receiver.clone());
            of_super(ctx, &after, &receiver, name)
        }
        Object::Function(function) => {
            let function = function.clone();
            Ok(of_function(ctx.heap, object, &function, name))
        }
        Object::Method { function, receiver } => {
            let (function, receiver) = (function.clone(), receiver.clone());
            match &**name {
                "__self__" => Ok(Some(receiver)),
                "__func__" => Ok(Some(function)),
                "__class__" => Ok(Some(Value::Type(Kind::Method))),
                _ => find(ctx, &function, name),
            }
        }
        _ => Ok(of_value(ctx, object, name)),
    }
}

fn of_instance(
    ctx: &mut Ctx,
    object: &Value,
    handle: &Handle,
    class: &Handle,
    name: &Name,
) -> Outcome<Option<Value>> {
    let in_class = ctx.heap.class_attr(class, name);
    if let Some(found) = in_class.as_ref().filter(|found| is_data(ctx, found)) {
        if let Some(Object::Property(property)) = ctx.heap.object(found) {
            let get = readable(ctx.heap, property, object, name)?;
            return or_getattr(ctx, get, vec![object.clone()], object, name).map(Some);
        }
        return bind(ctx, found.clone(), object, class).map(Some);
    }
    if let Some(own) = ctx.heap.own(handle, name) {
        return Ok(Some(own));
    }
    if let Some(value) = in_class {
        return bind(ctx, value, object, class).map(Some);
    }
    Ok(match &**name {
        "__class__" => Some(Value::Ref(class.clone())),
        "__dict__" if ctx.heap.class(class).slots.is_some() => None,
        "__dict__" => Some(ctx.heap.dict_of(handle)),
        _ => object_method(ctx.heap, object, name),
    })
}

fn readable(heap: &Heap, property: &Property, object: &Value, name: &str) -> Outcome {
    match &property.get {
        Value::None => {
            let class = heap.type_name(object);
            let message = format!("property '{name}' of '{class}' object has no getter");
            Err(Raise::error("AttributeError", message))
        }
        get => Ok(get.clone()),
    }
}

/// Does what a class has under a name come before what the instance has (a data descriptor)?
fn is_data(ctx: &Ctx, found: &Value) -> bool {
    match ctx.heap.object(found) {
        Some(Object::Property(_)) => true,
        Some(Object::Instance { .. }) => {
            ["__set__", "__delete__"].iter().any(|name| ctx.special(found, name).is_some())
        }
        _ => false,
    }
}

/// What a name found in a class is for the object that it was asked of: a function becomes a method.
fn bind(ctx: &mut Ctx, found: Value, receiver: &Value, class: &Handle) -> Outcome {
    Ok(match ctx.heap.object(&found) {
        Some(Object::Function(_)) => {
            ctx.heap.value(Object::Method { function: found, receiver: receiver.clone() })
        }
        Some(Object::StaticMethod(function)) => function.clone(),
        Some(Object::ClassMethod(function)) => {
            let (function, receiver) = (function.clone(), Value::Ref(class.clone()));
            ctx.heap.value(Object::Method { function, receiver })
        }
        Some(Object::Instance { .. }) => match ctx.special(&found, "__get__") {
            Some(get) => return ctx.ask(get, vec![found, receiver.clone(), Value::Ref(class.clone())]),
            None => found,
        },
        _ => found,
    })
}

fn of_class(ctx: &mut Ctx, handle: &Handle, name: &str) -> Outcome<Option<Value>> {
    let heap = &mut *ctx.heap;
    if name == "__doc__" {
        return Ok(heap.class(handle).names.get(name).cloned());
    }
    if let Some(found) = heap.class_attr(handle, name) {
        if matches!(heap.object(&found), Some(Object::Function(_))) {
            return Ok(Some(found));
        }
        return bind(ctx, found, &Value::None, handle).map(Some);
    }
    let class = heap.class(handle);
    let object = Value::Type(Kind::Object);
    Ok(match name {
        "__name__" => Some(Value::Str(class.name.clone())),
        "__qualname__" => Some(Value::Str(class.qualified.clone())),
        "__base__" => Some(class.bases.first().map_or(object, |base| Value::Ref(base.clone()))),
        "__bases__" => {
            let bases: Vec<Value> = class.bases.iter().cloned().map(Value::Ref).collect();
            Some(heap.tuple(if bases.is_empty() { vec![object] } else { bases }))
        }
        "__mro__" => {
            let line = std::iter::once(handle).chain(&class.after).cloned().map(Value::Ref);
            let line = line.chain([object]).collect();
            Some(heap.tuple(line))
        }
        "__class__" => Some(Value::Type(Kind::Type)),
        "__dict__" => Some(heap.dict_of(handle)),
        "mro" => {
            let receiver = Value::Ref(handle.clone());
            Some(heap.value(Object::NativeMethod { name: "mro".into(), receiver }))
        }
        "__init_subclass__" | "__dir__" => object_method(heap, &Value::Ref(handle.clone()), name),
        _ => object_method(heap, &Value::Type(Kind::Object), name),
    })
}

fn of_super(ctx: &mut Ctx, after: &Handle, receiver: &Value, name: &Name) -> Outcome<Option<Value>> {
    let own = ctx.heap.class_of(receiver).cloned();
    let class = match (&own, receiver) {
        (Some(class), _) | (None, Value::Ref(class)) => class.clone(),
        _ => after.clone(),
    };
    let Some(found) = ctx.heap.attr_after(&class, after, name) else {
        return Ok(match (&**name, &own) {
            ("__class__", _) => Some(Value::Type(Kind::Super)),
            (
                "__setattr__" | "__delattr__" | "__getattribute__" | "__eq__" | "__hash__" | "__repr__",
                None,
            ) => object_method(ctx.heap, &Value::Type(Kind::Object), name),
            _ => object_method(ctx.heap, receiver, name),
        });
    };
    match (&own, ctx.heap.object(&found)) {
        (Some(_), Some(Object::Property(property))) => {
            let get = readable(ctx.heap, property, receiver, name)?;
            ctx.ask(get, vec![receiver.clone()]).map(Some)
        }
        (Some(_), _) if &**name == "__new__" => Ok(Some(unwrap_static(ctx.heap, found))),
        (Some(_), _) => bind(ctx, found, receiver, &class).map(Some),
        (None, Some(Object::Function(_))) => Ok(Some(found)),
        (None, _) => bind(ctx, found, &Value::None, &class).map(Some),
    }
}

fn of_function(heap: &mut Heap, object: &Value, function: &Function, name: &str) -> Option<Value> {
    if let Some((_, value)) = function.attrs.iter().find(|(own, _)| **own == *name) {
        return Some(value.clone());
    }
    Some(match name {
        "__name__" => Value::Str(function.code.name.clone()),
        "__qualname__" => Value::Str(function.code.qualified.clone()),
        "__kwdefaults__" if function.named_defaults.is_empty() => Value::None,
        "__kwdefaults__" => namespace::dict_of(heap, function.named_defaults.clone()),
        "__doc__" => function.code.doc.clone().map_or(Value::None, Value::Str),
        "__module__" => Value::Str(function.program.module.clone()),
        "__defaults__" if function.defaults.is_empty() => Value::None,
        "__defaults__" => heap.tuple(function.defaults.clone()),
        "__class__" => Value::Type(Kind::Function),
        "__dict__" => namespace::dict_of(heap, function.attrs.clone()),
        _ => return object_method(heap, object, name),
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
        (Value::Type(_), "__module__") => return Some(Value::str("builtins")),
        (Value::Type(_), "__class__") => return Some(Value::Type(Kind::Type)),
        (_, "__class__") => return Some(Value::Type(kind)),
        (Value::Native(index), "__name__") => return Some(Value::str(super::builtins::native(*index).name)),
        (Value::SysCall(call), "__name__") => return Some(Value::Str(call.clone())),
        (_, "__doc__") => return Some(Value::None),
        _ => {}
    }
    match (ctx.heap.object(object), &**name) {
        (Some(Object::Property(_)), "getter" | "setter" | "deleter") => {
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
    if heap.class(class).hooked {
        return None;
    }
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
