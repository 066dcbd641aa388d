//! What every object has from `object`, and properties' own methods.

use super::assign::{self, set_plainly};
use super::attribute::{find, missing};
use super::heap::Heap;
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::Object;
use super::value::{Kind, Value};
use super::{format, text};

/// The methods that every object has from `object`.
pub(super) const OF_OBJECT: &[&str] = &[
    "__new__",
    "__init__",
    "__repr__",
    "__str__",
    "__format__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
    "__hash__",
    "__setattr__",
    "__delattr__",
    "__getattribute__",
    "__init_subclass__",
    "__dir__",
];

/// One of them, as a value to be called.
pub(super) fn object_method(heap: &mut Heap, receiver: &Value, name: &str) -> Option<Value> {
    let own = OF_OBJECT.contains(&name);
    own.then(|| {
        let name = format!("object.{name}").into();
        heap.value(Object::NativeMethod { name, receiver: receiver.clone() })
    })
}

/// Calls one of `object`'s methods or of a property's; `None` where it is a method of another built-in type.
pub(super) fn own_method(ctx: &mut Ctx, receiver: &Value, name: &str, args: &Args) -> Option<Outcome> {
    if let Some(Object::Property(property)) = ctx.heap.object(receiver)
        && let ([function], "getter" | "setter" | "deleter") = (&args.positional[..], name)
    {
        let mut property = property.clone();
        match name {
            "getter" => property.get = function.clone(),
            "setter" => property.set = function.clone(),
            _ => property.delete = function.clone(),
        }
        return Some(Ok(ctx.heap.value(Object::Property(property))));
    }
    if let ("mro", Value::Ref(class)) = (name, receiver)
        && let Object::Class(own) = ctx.heap.get(class)
    {
        let line = std::iter::once(class).chain(&own.after).cloned().map(Value::Ref);
        let line = line.chain([Value::Type(Kind::Object)]).collect();
        return Some(Ok(ctx.heap.list(line)));
    }
    let method = name.strip_prefix("object.")?;
    // Called on the type, the object is the first argument.
    let mut given = args.positional.clone();
    let on_type = matches!(receiver, Value::Type(Kind::Object));
    let object = match method {
        "__new__" => None,
        _ if on_type && !given.is_empty() => Some(given.remove(0)),
        _ => Some(receiver.clone()),
    };
    if let ("__init_subclass__", Some((name, _))) = (method, args.named.first()) {
        let class = text::type_called(ctx, receiver);
        let class = class.rsplit('.').next().unwrap_or_default();
        let what = format!("{class}.__init_subclass__() takes no keyword arguments");
        return Some(Err(Raise::type_error(what))).filter(|_| !name.is_empty());
    }
    Some(object_operation(ctx, method, object, &given))
}

fn object_operation(ctx: &mut Ctx, method: &str, object: Option<Value>, given: &[Value]) -> Outcome {
    match (method, &object, given) {
        ("__new__", _, [Value::Ref(class), ..]) if matches!(ctx.heap.get(class), Object::Class(_)) => {
            Ok(ctx.heap.value(Object::Instance { class: class.clone(), attrs: Vec::new() }))
        }
        ("__init__", ..) => Ok(Value::None),
        ("__repr__", Some(object @ Value::Ref(handle)), _) => {
            Ok(Value::string(text::plain(ctx, object, handle)))
        }
        ("__repr__" | "__str__", Some(object), _) => text::repr(ctx, object).map(Value::Str),
        ("__eq__", Some(object), [other]) if object == other => Ok(Value::Bool(true)),
        ("__ne__", Some(object), [other]) if object == other => Ok(Value::Bool(false)),
        ("__eq__" | "__ne__" | "__lt__" | "__le__" | "__gt__" | "__ge__", ..) => Ok(Value::NotImplemented),
        ("__init_subclass__", ..) => Ok(Value::None),
        ("__dir__", Some(object), []) => {
            let names = assign::directory(ctx, object)?;
            Ok(ctx.heap.list(names))
        }
        ("__format__", Some(object), [Value::Str(spec)]) => {
            format::plainly(ctx, object, spec).map(Value::Str)
        }
        ("__delattr__", Some(object), [Value::Str(name)]) => {
            assign::delete_plainly(ctx, object, name).map(|()| Value::None)
        }
        ("__hash__", Some(Value::Ref(object)), _) => Ok(Value::Int(i64::from(object.id()))),
        ("__setattr__", Some(object), [Value::Str(name), value]) => {
            set_plainly(ctx, object, name, value.clone()).map(|()| Value::None)
        }
        ("__getattribute__", Some(object), [Value::Str(name)]) => match find(ctx, object, name)? {
            Some(value) => Ok(value),
            None => Err(missing(ctx.heap, object, name)),
        },
        _ => Err(Raise::type_error(format!("object.{method}() got other arguments than it takes"))),
    }
}
