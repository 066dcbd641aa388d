//! Methods of built-in types.

use super::native::{Args, Ctx, Outcome, Raise};
use super::value::{Kind, Value};
use super::{
    methods_bytes, methods_dict, methods_list, methods_number, methods_set, methods_special, methods_str,
};

/// Has a built-in type a method of this name?
pub(super) fn has(kind: Kind, name: &str) -> bool {
    names(kind).contains(&name)
        || (matches!(kind, Kind::Str | Kind::Bytes | Kind::Bytearray) && methods_str::OF_TEXT.contains(&name))
        || (kind == Kind::Bytearray && methods_bytes::NAMES.contains(&name))
        || (kind == Kind::Set && methods_set::NAMES.contains(&name))
        || (kind == Kind::Bool && methods_number::INT.contains(&name))
        || methods_special::has(kind, name)
}

/// The methods of a built-in type that no other type shares with it.
pub(super) fn names(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Str => methods_str::NAMES,
        Kind::Bytes => methods_bytes::NAMES,
        Kind::Bytearray => methods_bytes::CHANGING,
        Kind::List => methods_list::NAMES,
        Kind::Tuple | Kind::Range => methods_list::READING,
        Kind::Dict => methods_dict::NAMES,
        Kind::DictKeys | Kind::DictItems => &["isdisjoint"],
        Kind::Set => methods_set::CHANGING,
        Kind::Frozenset => methods_set::NAMES,
        Kind::Int | Kind::Bool => methods_number::INT,
        Kind::Float => methods_number::FLOAT,
        Kind::Slice => &["indices"],
        _ => &[],
    }
}

/// Methods that are called on the type itself.
const OF_TYPES: &[(Kind, &str)] = &[
    (Kind::Str, "maketrans"),
    (Kind::Bytes, "maketrans"),
    (Kind::Bytes, "fromhex"),
    (Kind::Bytearray, "maketrans"),
    (Kind::Bytearray, "fromhex"),
    (Kind::Dict, "fromkeys"),
    (Kind::Int, "from_bytes"),
    (Kind::Float, "fromhex"),
];

/// `receiver.name(*args, **named)`. A receiver that is a type is a call such as `str.join(",", xs)` or `dict.fromkeys(xs)`.
pub(super) fn call(ctx: &mut Ctx, receiver: &Value, name: &str, args: &Args) -> Outcome {
    let Value::Type(kind) = receiver else {
        let kind = ctx.heap.kind(receiver);
        return of_kind(ctx, kind, receiver, name, args);
    };
    if OF_TYPES.contains(&(*kind, name)) {
        return of_kind(ctx, *kind, receiver, name, args);
    }
    let type_name = kind.name();
    let Some((first, rest)) = args.positional.split_first() else {
        return Err(Raise::type_error(format!("unbound method {type_name}.{name}() needs an argument")));
    };
    let own = ctx.heap.kind(first);
    let fits = own == *kind || (own == Kind::Bool && *kind == Kind::Int) || *kind == Kind::Object;
    if !fits {
        let found = ctx.heap.type_name(first);
        let what =
            format!("descriptor '{name}' for '{type_name}' objects doesn't apply to a '{found}' object");
        return Err(Raise::type_error(what));
    }
    let args = Args { positional: rest.to_vec(), named: args.named.clone() };
    of_kind(ctx, own, first, name, &args)
}

fn of_kind(ctx: &mut Ctx, kind: Kind, receiver: &Value, name: &str, args: &Args) -> Outcome {
    if name.starts_with("__") {
        return methods_special::call(ctx, receiver, name, args);
    }
    match kind {
        Kind::Str => methods_str::call(ctx, receiver, name, args),
        Kind::Bytearray if methods_bytes::CHANGING.contains(&name) => {
            methods_bytes::change(ctx, receiver, name, args)
        }
        Kind::Bytes | Kind::Bytearray => methods_bytes::call(ctx, kind, receiver, name, args),
        Kind::List | Kind::Tuple | Kind::Range => methods_list::call(ctx, receiver, name, args),
        Kind::Dict => methods_dict::call(ctx, receiver, name, args),
        Kind::Set | Kind::Frozenset | Kind::DictKeys | Kind::DictItems => {
            methods_set::call(ctx, receiver, name, args)
        }
        Kind::Int | Kind::Bool => methods_number::of_int(ctx, receiver, name, args),
        Kind::Float => methods_number::of_float(ctx, receiver, name, args),
        Kind::Slice => methods_list::indices(ctx, receiver, args),
        _ => Err(no_method(ctx, receiver, name)),
    }
}

pub(super) fn no_method(ctx: &Ctx, receiver: &Value, name: &str) -> Raise {
    let kind = ctx.heap.type_name(receiver);
    Raise::error("AttributeError", format!("'{kind}' object has no attribute '{name}'"))
}
