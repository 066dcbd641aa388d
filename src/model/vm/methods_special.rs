//! The methods with two underscores of built-in types: what operators and built-in functions do, called by name.

use super::args::{exactly, take};
use super::methods::no_method;
use super::native::{Args, Ctx, Outcome};
use super::value::{Kind, Value};
use super::{access, arith, builtins, compare, format, hash, index, iterate, text};
use crate::model::program::{BinaryOp, CompareOp, UnaryOp};

const COMPARISONS: &[(&str, CompareOp)] = &[
    ("__eq__", CompareOp::Equal),
    ("__ne__", CompareOp::NotEqual),
    ("__lt__", CompareOp::Less),
    ("__le__", CompareOp::LessEqual),
    ("__gt__", CompareOp::Greater),
    ("__ge__", CompareOp::GreaterEqual),
];

const OPERATORS: &[(&str, BinaryOp)] = &[
    ("__add__", BinaryOp::Add),
    ("__sub__", BinaryOp::Sub),
    ("__mul__", BinaryOp::Mul),
    ("__truediv__", BinaryOp::Div),
    ("__floordiv__", BinaryOp::FloorDiv),
    ("__mod__", BinaryOp::Mod),
    ("__pow__", BinaryOp::Pow),
    ("__lshift__", BinaryOp::LeftShift),
    ("__rshift__", BinaryOp::RightShift),
    ("__and__", BinaryOp::And),
    ("__or__", BinaryOp::Or),
    ("__xor__", BinaryOp::Xor),
];

const SIGNS: &[(&str, UnaryOp)] =
    &[("__neg__", UnaryOp::Minus), ("__pos__", UnaryOp::Plus), ("__invert__", UnaryOp::Invert)];

/// Has a built-in type such a method?
pub(super) fn has(kind: Kind, name: &str) -> bool {
    let sized = matches!(
        kind,
        Kind::Str | Kind::Bytes | Kind::Bytearray | Kind::List | Kind::Tuple | Kind::Range | Kind::Dict
    );
    let walked = sized
        || matches!(kind, Kind::Set | Kind::Frozenset)
        || matches!(kind, Kind::DictKeys | Kind::DictValues | Kind::DictItems);
    let number = matches!(kind, Kind::Int | Kind::Float | Kind::Bool);
    match name {
        "__repr__" | "__str__" | "__format__" | "__eq__" | "__ne__" => true,
        "__hash__" => !matches!(kind, Kind::List | Kind::Dict | Kind::Set | Kind::Bytearray | Kind::Slice),
        "__len__" | "__contains__" | "__iter__" => walked,
        "__getitem__" => sized,
        "__reversed__" => {
            matches!(kind, Kind::List | Kind::Range | Kind::Dict)
                || matches!(kind, Kind::DictKeys | Kind::DictValues | Kind::DictItems)
        }
        "__setitem__" | "__delitem__" => matches!(kind, Kind::List | Kind::Dict | Kind::Bytearray),
        "__lt__" | "__le__" | "__gt__" | "__ge__" => {
            number || (walked && !matches!(kind, Kind::Dict | Kind::Range))
        }
        "__bool__" | "__int__" | "__float__" | "__abs__" | "__neg__" | "__pos__" => number,
        "__index__" | "__invert__" => matches!(kind, Kind::Int | Kind::Bool),
        "__add__" | "__mul__" => number || (sized && !matches!(kind, Kind::Dict | Kind::Range)),
        "__iadd__" => matches!(kind, Kind::List | Kind::Bytearray),
        _ => number && OPERATORS.iter().any(|(operator, _)| *operator == name),
    }
}

pub(super) fn call(ctx: &mut Ctx, receiver: &Value, name: &str, args: &Args) -> Outcome {
    if let Some((_, op)) = COMPARISONS.iter().find(|(found, _)| *found == name) {
        let [other] = exactly(args, name)?;
        return compare::compare(ctx, *op, receiver, &other);
    }
    if let Some((_, op)) = OPERATORS.iter().find(|(found, _)| *found == name) {
        let [other] = exactly(args, name)?;
        return arith::binary(ctx, *op, receiver, &other);
    }
    if let Some((_, op)) = SIGNS.iter().find(|(found, _)| *found == name) {
        exactly::<0>(args, name)?;
        return arith::unary(ctx, *op, receiver);
    }
    let with_self = Args {
        positional: [std::slice::from_ref(receiver), &args.positional[..]].concat(),
        named: Vec::new(),
    };
    match name {
        "__str__" => text::str(ctx, receiver).map(Value::Str),
        "__repr__" => text::repr(ctx, receiver).map(Value::Str),
        "__hash__" => hash::hash(ctx, receiver).map(Value::Int),
        "__iter__" => iterate::iter(ctx, receiver),
        "__reversed__" => iterate::backwards(ctx, receiver),
        "__bool__" => compare::truth(ctx, receiver).map(Value::Bool),
        "__int__" | "__index__" => super::construct::construct(ctx, Kind::Int, &with_self),
        "__float__" => super::construct::construct(ctx, Kind::Float, &with_self),
        "__len__" | "__abs__" => {
            let native = builtins::named(name.trim_matches('_')).map(builtins::native);
            native.map_or(Ok(Value::None), |native| (native.function)(ctx, &with_self))
        }
        "__contains__" => {
            let [item] = exactly(args, name)?;
            compare::contains(ctx, receiver, &item).map(Value::Bool)
        }
        "__getitem__" => {
            let [at] = exactly(args, name)?;
            index::get(ctx, receiver, &at)
        }
        "__setitem__" => {
            let [at, value] = exactly(args, name)?;
            index::set(ctx, receiver, &at, &value).map(|()| Value::None)
        }
        "__delitem__" => {
            let [at] = exactly(args, name)?;
            index::delete(ctx, receiver, &at).map(|()| Value::None)
        }
        "__iadd__" => {
            let [other] = exactly(args, name)?;
            arith::in_place(ctx, BinaryOp::Add, receiver, &other)
        }
        "__format__" => {
            let [spec] = take(args, name, [""], 1)?;
            let spec = access::string(ctx, &spec.unwrap_or(Value::None), "__format__() argument")?;
            format::format(ctx, receiver, &spec).map(Value::Str)
        }
        _ => Err(no_method(ctx, receiver, name)),
    }
}
