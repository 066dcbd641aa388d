//! Between a program's values and what passes to and from the kernel.

use super::heap::Heap;
use super::native::{Outcome, Raise};
use super::object::Object;
use super::value::Value;
use crate::model::datum::Datum;
use crate::model::program::Const;

/// A constant of the program's text.
pub(super) fn constant(heap: &mut Heap, constant: &Const) -> Value {
    match constant {
        Const::None => Value::None,
        Const::Bool(value) => Value::Bool(*value),
        Const::Int(value) => Value::Int(*value),
        Const::Big(value) => Value::Big(value.clone()),
        Const::Float(value) => Value::Float(*value),
        Const::Str(text) => Value::Str(text.clone()),
        Const::Bytes(bytes) => Value::Bytes(bytes.clone()),
        Const::Ellipsis => Value::Ellipsis,
        Const::Tuple(items) => {
            let items = items.iter().map(|item| self::constant(heap, item)).collect();
            heap.tuple(items)
        }
    }
}

/// What the kernel answered, as a value.
pub(super) fn to_value(heap: &mut Heap, datum: Datum) -> Value {
    match datum {
        Datum::None => Value::None,
        Datum::Bool(value) => Value::Bool(value),
        Datum::Int(value) => Value::Int(value),
        Datum::Float(value) => Value::Float(value),
        Datum::Str(text) => Value::string(text),
        Datum::Bytes(bytes) => Value::Bytes(bytes.into()),
        Datum::Tuple(items) => {
            let items = items.into_iter().map(|item| to_value(heap, item)).collect();
            heap.tuple(items)
        }
        Datum::List(items) => {
            let items = items.into_iter().map(|item| to_value(heap, item)).collect();
            heap.list(items)
        }
    }
}

/// Arguments of system calls may be nested so deep.
const DEEPEST: u32 = 16;

/// A value as the argument of a system call.
pub(super) fn to_datum(heap: &Heap, value: &Value) -> Outcome<Datum> {
    within(heap, value, 0)
}

fn within(heap: &Heap, value: &Value, depth: u32) -> Outcome<Datum> {
    if depth > DEEPEST {
        return Err(Raise::type_error("a system call cannot take a value that is nested so deep"));
    }
    let all =
        |items: &[Value]| items.iter().map(|item| within(heap, item, depth + 1)).collect::<Outcome<Vec<_>>>();
    Ok(match value {
        Value::None => Datum::None,
        Value::Bool(value) => Datum::Bool(*value),
        Value::Int(value) => Datum::Int(*value),
        Value::Named(named) => Datum::Int(named.value),
        Value::Big(_) => {
            return Err(Raise::error("OverflowError", "Python int too large to convert to C int"));
        }
        Value::Float(value) => Datum::Float(*value),
        Value::Str(text) => Datum::Str(text.to_string()),
        Value::Bytes(bytes) => Datum::Bytes(bytes.to_vec()),
        _ => match heap.object(value) {
            Some(Object::Bytearray(bytes)) => Datum::Bytes(bytes.clone()),
            Some(Object::Tuple(items)) => Datum::Tuple(all(items)?),
            Some(Object::List(items)) => Datum::List(all(items)?),
            _ => {
                let name = heap.type_name(value);
                return Err(Raise::type_error(format!("a system call cannot take a '{name}' object")));
            }
        },
    })
}
