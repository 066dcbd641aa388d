//! The built-in functions that are not written in Python, and the table of all of them.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};

use super::args::{exactly, take};
use super::native::{Args, Ctx, NativeFn, Outcome, Raise};
use super::object::{Iter, Object};
use super::value::{Kind, Value};
use super::{
    access, arith, compare, format, hash, iterate, library_memory, library_random, library_re,
    library_struct, number, order, text,
};
use crate::model::program::BinaryOp;

/// A built-in function.
pub(super) struct Native {
    pub(super) name: &'static str,
    pub(super) function: NativeFn,
}

/// All tables; a function's number is its place in all of them together.
const TABLES: [&[Native]; 5] =
    [NATIVES, library_memory::NATIVES, library_random::NATIVES, library_re::NATIVES, library_struct::NATIVES];

/// The number of a function, by its name.
pub(super) fn named(name: &str) -> Option<u16> {
    TABLES.iter().copied().flatten().position(|native| native.name == name).map(|index| index as u16)
}

/// The function of a number.
pub(super) fn native(index: u16) -> &'static Native {
    let mut index = usize::from(index);
    for table in TABLES {
        match table.get(index) {
            Some(native) => return native,
            None => index -= table.len(),
        }
    }
    panic!("no built-in function has this number")
}

pub(super) const NATIVES: &[Native] = &[
    Native { name: "len", function: len },
    Native { name: "repr", function: repr },
    Native { name: "ascii", function: ascii },
    Native { name: "abs", function: abs },
    Native { name: "divmod", function: divmod },
    Native { name: "pow", function: pow },
    Native { name: "round", function: round },
    Native { name: "ord", function: ord },
    Native { name: "chr", function: chr },
    Native { name: "hex", function: |ctx, args| in_base(ctx, args, "hex", 'x') },
    Native { name: "oct", function: |ctx, args| in_base(ctx, args, "oct", 'o') },
    Native { name: "bin", function: |ctx, args| in_base(ctx, args, "bin", 'b') },
    Native { name: "hash", function: hash },
    Native { name: "id", function: id },
    Native { name: "iter", function: iter },
    Native { name: "reversed", function: reversed },
    Native { name: "isinstance", function: isinstance },
    Native { name: "issubclass", function: issubclass },
    Native { name: "callable", function: callable },
    Native { name: "format", function: format_value },
    Native { name: "sum", function: sum },
    Native { name: "min", function: |ctx, args| order::extreme(ctx, args, "min") },
    Native { name: "max", function: |ctx, args| order::extreme(ctx, args, "max") },
    Native { name: "sorted", function: order::sorted },
    Native { name: "_sqrt", function: square_root },
    Native { name: "_lacks", function: lacks },
];

fn len(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value] = exactly(args, "len")?;
    if let Some(length) = access::length(ctx.heap, &value) {
        return Ok(Value::Int(length as i64));
    }
    access::measured(ctx, &value)?.map(Value::Int).ok_or_else(|| {
        let name = ctx.heap.type_name(&value);
        Raise::type_error(format!("object of type '{name}' has no len()"))
    })
}

fn repr(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value] = exactly(args, "repr")?;
    text::repr(ctx, &value).map(Value::Str)
}

fn ascii(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value] = exactly(args, "ascii")?;
    text::ascii(ctx, &value).map(Value::Str)
}

fn abs(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value] = exactly(args, "abs")?;
    if let Some(method) = ctx.special(&value, "__abs__") {
        return ctx.ask(method, vec![value]);
    }
    match (&value, value.to_big()) {
        (Value::Float(float), _) => Ok(Value::Float(float.abs())),
        (_, Some(number)) => Ok(Value::big(number.abs())),
        _ => {
            let name = ctx.heap.type_name(&value);
            Err(Raise::type_error(format!("bad operand type for abs(): '{name}'")))
        }
    }
}

fn divmod(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [a, b] = exactly(args, "divmod")?;
    if let Some(method) = ctx.special(&a, "__divmod__") {
        return ctx.ask(method, vec![a, b]);
    }
    let is_number = |value: &Value| value.to_float().is_some();
    if !is_number(&a) || !is_number(&b) {
        let (a, b) = (ctx.heap.type_name(&a), ctx.heap.type_name(&b));
        return Err(Raise::type_error(format!("unsupported operand type(s) for divmod(): '{a}' and '{b}'")));
    }
    let is_float = matches!(a, Value::Float(_)) || matches!(b, Value::Float(_));
    if is_float && b.to_float() == Some(0.0) {
        return Err(Raise::error("ZeroDivisionError", "float divmod()"));
    }
    let pair =
        vec![arith::binary(ctx, BinaryOp::FloorDiv, &a, &b)?, arith::binary(ctx, BinaryOp::Mod, &a, &b)?];
    Ok(ctx.heap.tuple(pair))
}

fn pow(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [base, exponent, modulus] = take(args, "pow", ["base", "exp", "mod"], 2)?;
    let (base, exponent) = (base.unwrap_or(Value::None), exponent.unwrap_or(Value::None));
    let modulus = modulus.filter(|value| !matches!(value, Value::None));
    if let (Some(modulus), Some(method)) = (&modulus, ctx.special(&base, "__pow__")) {
        return ctx.ask(method, vec![base, exponent, modulus.clone()]);
    }
    match modulus {
        None => arith::binary(ctx, BinaryOp::Pow, &base, &exponent),
        Some(modulus) => match (base.to_big(), exponent.to_big(), modulus.to_big()) {
            (Some(base), Some(exponent), Some(modulus)) => number::power_modulo(&base, &exponent, &modulus),
            _ if [&base, &exponent, &modulus].iter().all(|value| value.to_float().is_some()) => {
                Err(Raise::type_error("pow() 3rd argument not allowed unless all arguments are integers"))
            }
            _ => {
                let [a, b, c] = [&base, &exponent, &modulus].map(|value| ctx.heap.type_name(value));
                let what = format!("unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'");
                Err(Raise::type_error(what))
            }
        },
    }
}

fn round(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value, digits] = take(args, "round", ["number", "ndigits"], 1)?;
    let value = value.unwrap_or(Value::None);
    let digits = digits.filter(|value| !matches!(value, Value::None));
    if let Some(method) = ctx.special(&value, "__round__") {
        return ctx.ask(method, [Some(value), digits].into_iter().flatten().collect());
    }
    let places = match &digits {
        Some(digits) => Some(access::size(ctx, digits)?),
        None => None,
    };
    match (&value, places) {
        (Value::Float(float), None) => super::percent::whole_part(half_even(*float)).map(Value::big),
        (Value::Float(float), Some(places)) => Ok(Value::Float(rounded(*float, places))),
        (Value::Bool(_) | Value::Int(_) | Value::Big(_) | Value::Named(_), places) => {
            let number = value.to_big().unwrap_or_default();
            Ok(Value::big(match places {
                Some(places) if places < 0 => to_tens(&number, places.unsigned_abs(), false),
                _ => number,
            }))
        }
        _ => {
            let name = ctx.heap.type_name(&value);
            Err(Raise::type_error(format!("type {name} doesn't define __round__ method")))
        }
    }
}

fn half_even(float: f64) -> f64 {
    float.round_ties_even()
}

/// A float rounded to a number of decimal places: from its exact value, ties to the even digit.
fn rounded(float: f64, places: i64) -> f64 {
    if !float.is_finite() || places > 330 {
        return float;
    }
    if places >= 0 {
        return format!("{float:.*}", places as usize).parse().unwrap_or(float);
    }
    let whole = BigInt::from_f64(float.trunc().abs()).unwrap_or_default();
    let tens = to_tens(&whole, places.unsigned_abs(), float.fract() != 0.0);
    tens.to_f64().unwrap_or(float).copysign(float)
}

/// A whole number rounded to tens, hundreds, …; `more`: it is a little more than that number.
fn to_tens(number: &BigInt, places: u64, more: bool) -> BigInt {
    if places > 400 && number.bits() < 1024 {
        return BigInt::zero();
    }
    let unit = BigInt::from(10).pow(places.min(10_000) as u32);
    let (quotient, rest) = number::floor_division(number, &unit);
    let up = match (rest * 2_u32).cmp(&unit) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => more || quotient.bit(0),
        std::cmp::Ordering::Less => false,
    };
    (quotient + u32::from(up)) * unit
}

fn ord(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value] = exactly(args, "ord")?;
    let found = match &value {
        Value::Str(text) => {
            let mut chars = text.chars();
            (chars.next().map(u32::from).filter(|_| chars.as_str().is_empty()), access::chars(text))
        }
        other => match access::bytes(ctx.heap, other) {
            Some([byte]) => (Some(u32::from(*byte)), 1),
            Some(bytes) => (None, bytes.len()),
            None => {
                let name = ctx.heap.type_name(&value);
                let what = format!("ord() expected string of length 1, but {name} found");
                return Err(Raise::type_error(what));
            }
        },
    };
    match found {
        (Some(code), _) => Ok(Value::Int(i64::from(code))),
        (None, length) => {
            let what = format!("ord() expected a character, but string of length {length} found");
            Err(Raise::type_error(what))
        }
    }
}

fn chr(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value] = exactly(args, "chr")?;
    let code = access::size(ctx, &value)?;
    match u32::try_from(code).ok().filter(|code| *code < 0x11_0000) {
        Some(code) => match char::from_u32(code) {
            Some(char) => Ok(Value::string(char.to_string())),
            None => Err(Raise::lacks("Half a pair of surrogates as a character is not supported here.")),
        },
        None => Err(Raise::value_error("chr() arg not in range(0x110000)")),
    }
}

fn in_base(ctx: &mut Ctx, args: &Args, name: &str, letter: char) -> Outcome {
    let [value] = exactly(args, name)?;
    let number = access::integer(ctx, &value)?.to_big().unwrap_or_default();
    let (digits, prefix) = format::radix(&number.abs(), letter)?;
    let sign = if number.is_negative() { "-" } else { "" };
    Ok(Value::string(format!("{sign}{prefix}{digits}")))
}

fn hash(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value] = exactly(args, "hash")?;
    hash::hash(ctx, &value).map(Value::Int)
}

fn id(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value] = exactly(args, "id")?;
    match &value {
        Value::Ref(handle) => Ok(Value::Int(text::address(handle.id()))),
        other => Ok(Value::Int(0x7f3a_4000_0000 + (hash::hash(ctx, other)? & 0xff_ffff) * 16)),
    }
}

fn iter(ctx: &mut Ctx, args: &Args) -> Outcome {
    match take(args, "iter", ["", ""], 1)? {
        [Some(value), None] => iterate::iter(ctx, &value),
        [callee, sentinel] => {
            let callee = callee.unwrap_or(Value::None);
            if !is_callable(ctx, &callee) {
                return Err(Raise::type_error("iter(v, w): v must be callable"));
            }
            Ok(ctx.heap.value(Object::Iterator(Iter::Calls(callee, sentinel.unwrap_or(Value::None)))))
        }
    }
}

fn reversed(ctx: &mut Ctx, args: &Args) -> Outcome {
    match &args.positional[..] {
        [value] => iterate::backwards(ctx, value),
        given => Err(Raise::type_error(format!("reversed expected 1 argument, got {}", given.len()))),
    }
}

/// Is it of this class, or one of these?
pub(super) fn is_instance(ctx: &mut Ctx, value: &Value, class: &Value) -> Outcome<bool> {
    let own = super::construct::type_of(ctx, value);
    let wrong = "isinstance() arg 2 must be a type, a tuple of types, or a union";
    derives(ctx, &own, class, wrong)
}

fn derives(ctx: &mut Ctx, own: &Value, class: &Value, wrong: &str) -> Outcome<bool> {
    match (own, class) {
        (_, Value::Type(Kind::Object)) => return Ok(true),
        (Value::Type(own), Value::Type(class)) => {
            return Ok(own == class || (*own == Kind::Bool && *class == Kind::Int));
        }
        (_, Value::Type(_)) => return Ok(false),
        _ => {}
    }
    match (class, ctx.heap.object(class)) {
        (Value::Ref(class), Some(Object::Class(_))) => {
            Ok(matches!(own, Value::Ref(own) if ctx.heap.is_subclass(own, class)))
        }
        (_, Some(Object::Tuple(classes))) => {
            let classes = classes.clone();
            ctx.enter()?;
            for class in classes {
                if derives(ctx, own, &class, wrong)? {
                    return Ok(true);
                }
            }
            ctx.leave();
            Ok(false)
        }
        // `int | str`
        (Value::Ref(union), Some(Object::Instance { .. })) => match ctx.heap.own(union, "__args__") {
            Some(classes) => derives(ctx, own, &classes, wrong),
            None => Err(Raise::type_error(wrong)),
        },
        (Value::None, _) if matches!(own, Value::Type(Kind::NoneType)) => Ok(true),
        _ => Err(Raise::type_error(wrong)),
    }
}

fn isinstance(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value, class] = exactly(args, "isinstance")?;
    is_instance(ctx, &value, &class).map(Value::Bool)
}

fn issubclass(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [class, of] = exactly(args, "issubclass")?;
    if ctx.heap.kind(&class) != Kind::Type {
        return Err(Raise::type_error("issubclass() arg 1 must be a class"));
    }
    let wrong = "issubclass() arg 2 must be a class, a tuple of classes, or a union";
    derives(ctx, &class, &of, wrong).map(Value::Bool)
}

/// Can it be called?
pub(super) fn is_callable(ctx: &Ctx, value: &Value) -> bool {
    match ctx.heap.kind(value) {
        Kind::Type | Kind::Function | Kind::Method | Kind::NativeFunction | Kind::StaticMethod => true,
        _ => ctx.special(value, "__call__").is_some(),
    }
}

fn callable(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value] = exactly(args, "callable")?;
    Ok(Value::Bool(is_callable(ctx, &value)))
}

fn format_value(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value, spec] = take(args, "format", ["", ""], 1)?;
    let spec = match spec {
        Some(spec) => access::string(ctx, &spec, "format() argument 2")?,
        None => "".into(),
    };
    format::format(ctx, &value.unwrap_or(Value::None), &spec).map(Value::Str)
}

/// `_sqrt(float)`
fn square_root(_: &mut Ctx, args: &Args) -> Outcome {
    let [value] = exactly(args, "sqrt")?;
    Ok(Value::Float(value.to_float().unwrap_or_default().sqrt()))
}

/// `_lacks(sentence)`: the library has not what a script asked for.
fn lacks(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [what] = exactly(args, "lacks")?;
    Err(Raise::lacks(&*text::str(ctx, &what)?))
}

fn sum(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [items, start] = take(args, "sum", ["", "start"], 1)?;
    let mut sum = start.unwrap_or(Value::Int(0));
    let what = match ctx.heap.kind(&sum) {
        Kind::Str => "strings [use ''.join(seq) instead]",
        Kind::Bytes => "bytes [use b''.join(seq) instead]",
        Kind::Bytearray => "bytearray [use b''.join(seq) instead]",
        _ => "",
    };
    if !what.is_empty() {
        return Err(Raise::type_error(format!("sum() can't sum {what}")));
    }
    for item in iterate::collect(ctx, &items.unwrap_or(Value::None))? {
        sum = arith::binary(ctx, BinaryOp::Add, &sum, &item)?;
    }
    Ok(sum)
}

/// The truth of a keyword argument such as `reverse`.
pub(super) fn flag(ctx: &mut Ctx, value: Option<Value>) -> Outcome<bool> {
    value.map_or(Ok(false), |value| compare::truth(ctx, &value))
}
