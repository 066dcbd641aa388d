//! Methods of numbers.

use num_bigint::{BigInt, Sign};
use num_traits::{FromPrimitive, One, Signed, Zero};

use super::args::{exactly, take};
use super::builtins::flag;
use super::construct::plain_int;
use super::methods::no_method;
use super::native::{Args, Ctx, Outcome, Raise};
use super::value::{Kind, Value};
use super::{access, index, number};

pub(super) const INT: &[&str] =
    &["as_integer_ratio", "bit_count", "bit_length", "conjugate", "from_bytes", "to_bytes"];

pub(super) const FLOAT: &[&str] = &["as_integer_ratio", "conjugate", "fromhex", "hex", "is_integer"];

pub(super) fn of_int(ctx: &mut Ctx, receiver: &Value, name: &str, args: &Args) -> Outcome {
    let called = format!("int.{name}");
    match name {
        "to_bytes" => return to_bytes(ctx, receiver, args),
        "from_bytes" => return from_bytes(ctx, args),
        _ => {}
    }
    exactly::<0>(args, &called)?;
    let number = receiver.to_big().unwrap_or_default();
    match name {
        "bit_length" => Ok(Value::Int(number.bits() as i64)),
        "bit_count" => Ok(Value::Int(number.magnitude().count_ones() as i64)),
        "conjugate" => Ok(plain_int(receiver.clone())),
        "as_integer_ratio" => Ok(ctx.heap.tuple(vec![plain_int(receiver.clone()), Value::Int(1)])),
        _ => Err(no_method(ctx, receiver, name)),
    }
}

/// Does the most significant byte stand first?
fn is_big(ctx: &Ctx, order: Option<Value>) -> Outcome<bool> {
    let Some(order) = order else { return Ok(true) };
    match &*access::string(ctx, &order, "byteorder")? {
        "big" => Ok(true),
        "little" => Ok(false),
        _ => Err(Raise::value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn to_bytes(ctx: &mut Ctx, receiver: &Value, args: &Args) -> Outcome {
    let [length, order, signed] = take(args, "to_bytes", ["length", "byteorder", "*signed"], 0)?;
    let length = match length {
        Some(length) => access::size(ctx, &length)?,
        None => 1,
    };
    let (big, signed) = (is_big(ctx, order)?, flag(ctx, signed)?);
    let length = usize::try_from(length);
    let length = length.map_err(|_| Raise::value_error("length argument must be non-negative"))?;
    ctx.claim(length)?;
    let number = receiver.to_big().unwrap_or_default();
    if number.is_negative() && !signed {
        return Err(Raise::error("OverflowError", "can't convert negative int to unsigned"));
    }
    let mut bytes = if signed { number.to_signed_bytes_le() } else { number.to_bytes_le().1 };
    if number.is_zero() {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(Raise::error("OverflowError", "int too big to convert"));
    }
    bytes.resize(length, if number.is_negative() { 0xff } else { 0 });
    if big {
        bytes.reverse();
    }
    Ok(Value::Bytes(bytes.into()))
}

fn from_bytes(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [bytes, order, signed] = take(args, "from_bytes", ["bytes", "byteorder", "*signed"], 1)?;
    let (big, signed) = (is_big(ctx, order)?, flag(ctx, signed)?);
    let bytes = bytes.unwrap_or(Value::None);
    if let Value::Str(_) = bytes {
        return Err(Raise::type_error("cannot convert 'str' object to bytes"));
    }
    let mut bytes = index::bytes_from(ctx, &bytes)?;
    if big {
        bytes.reverse();
    }
    Ok(Value::big(match signed {
        true => BigInt::from_signed_bytes_le(&bytes),
        false => BigInt::from_bytes_le(Sign::Plus, &bytes),
    }))
}

pub(super) fn of_float(ctx: &mut Ctx, receiver: &Value, name: &str, args: &Args) -> Outcome {
    let called = format!("float.{name}");
    if name == "fromhex" {
        let [text] = exactly(args, &called)?;
        let text = access::string(ctx, &text, "fromhex() argument")?;
        let float = from_hex(text.trim().to_ascii_lowercase().as_str());
        let wrong = || Raise::value_error("invalid hexadecimal floating-point string");
        return float.map(Value::Float).ok_or_else(wrong);
    }
    exactly::<0>(args, &called)?;
    let float = receiver.to_float().unwrap_or_default();
    match name {
        "is_integer" => Ok(Value::Bool(float.is_finite() && float.fract() == 0.0)),
        "conjugate" => Ok(Value::Float(float)),
        "hex" => Ok(Value::string(to_hex(float))),
        "as_integer_ratio" if !float.is_finite() => {
            let (class, what) =
                if float.is_nan() { ("ValueError", "NaN") } else { ("OverflowError", "Infinity") };
            Err(Raise::error(class, format!("cannot convert {what} to integer ratio")))
        }
        "as_integer_ratio" => {
            let (mut top, mut bottom) = (float, BigInt::one());
            while top.fract() != 0.0 {
                top *= 2.0;
                bottom *= 2;
            }
            let top = BigInt::from_f64(top).unwrap_or_default();
            Ok(ctx.heap.tuple(vec![Value::big(top), Value::big(bottom)]))
        }
        _ => Err(no_method(ctx, receiver, name)),
    }
}

fn to_hex(float: f64) -> String {
    if !float.is_finite() {
        return super::digits::repr(float);
    }
    let bits = float.to_bits();
    let sign = if float.is_sign_negative() { "-" } else { "" };
    let (field, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    match (field, fraction) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{fraction:013x}p-1022"),
        _ => format!("{sign}0x1.{fraction:013x}p{:+}", field as i64 - 1023),
    }
}

fn from_hex(text: &str) -> Option<f64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if let "inf" | "infinity" | "nan" = text {
        return text.parse::<f64>().ok().map(|float| sign * float);
    }
    let text = text.strip_prefix("0x").unwrap_or(text);
    let (mantissa, exponent) = match text.split_once('p') {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    if digits.is_empty() || digits.starts_with(['+', '-']) || exponent.abs() > 5000 {
        return None;
    }
    let number = BigInt::parse_bytes(digits.as_bytes(), 16)?;
    let shift = exponent - 4 * fraction.len() as i64;
    let (top, bottom) = match shift {
        0.. => (number << shift, BigInt::one()),
        _ => (number, BigInt::one() << -shift),
    };
    number::divide(&top, &bottom).ok().map(|float| sign * float)
}

/// What a number, range or slice has under a name that is no method.
pub(super) fn attribute(ctx: &Ctx, value: &Value, name: &str) -> Option<Value> {
    use super::object::Object;
    if let Value::Named(named) = value {
        match name {
            "name" => return Some(Value::Str(named.name.clone())),
            "value" => return Some(Value::Int(named.value)),
            _ => {}
        }
    }
    match (ctx.heap.kind(value), name) {
        (Kind::Int | Kind::Bool, "real" | "numerator") => return Some(plain_int(value.clone())),
        (Kind::Int | Kind::Bool, "imag") => return Some(Value::Int(0)),
        (Kind::Int | Kind::Bool, "denominator") => return Some(Value::Int(1)),
        (Kind::Float, "real") => return Some(value.clone()),
        (Kind::Float, "imag") => return Some(Value::Float(0.0)),
        _ => {}
    }
    let at = ["start", "stop", "step"].iter().position(|part| *part == name);
    match (ctx.heap.object(value)?, at) {
        (Object::Range { start, stop, step }, Some(at)) => Some(Value::Int([*start, *stop, *step][at])),
        (Object::Slice(parts), Some(at)) => Some(parts[at].clone()),
        (Object::Property(property), None) => match name {
            "fget" => Some(property.get.clone()),
            "fset" => Some(property.set.clone()),
            "fdel" => Some(property.delete.clone()),
            "__doc__" => match (&property.doc, ctx.heap.object(&property.get)) {
                (Value::None, Some(Object::Function(get))) => {
                    Some(get.code.doc.clone().map_or(Value::None, Value::Str))
                }
                (doc, _) => Some(doc.clone()),
            },
            _ => None,
        },
        (Object::View { of, .. }, None) if name == "mapping" => Some(of.clone()),
        _ => None,
    }
}
