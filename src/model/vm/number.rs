//! Arithmetic of whole numbers of any size and of floats.

use num_bigint::{BigInt, Sign};
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::exceptions;
use super::native::{Ctx, Outcome, Raise};
use super::value::Value;
use crate::model::program::BinaryOp;

/// Two small whole numbers, where the result is small too and nothing is wrong.
pub(super) fn small(op: BinaryOp, a: i64, b: i64) -> Option<Value> {
    Some(Value::Int(match op {
        BinaryOp::Add => a.checked_add(b)?,
        BinaryOp::Sub => a.checked_sub(b)?,
        BinaryOp::Mul => a.checked_mul(b)?,
        BinaryOp::FloorDiv => {
            let quotient = a.checked_div(b)?;
            quotient - i64::from(a % b != 0 && (a < 0) != (b < 0))
        }
        BinaryOp::Mod => {
            let rest = a.checked_rem(b)?;
            if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }
        }
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        BinaryOp::LeftShift => {
            let by = u32::try_from(b).ok().filter(|by| *by < 63)?;
            let shifted = a << by;
            (shifted >> by == a).then_some(shifted)?
        }
        BinaryOp::RightShift => a >> u32::try_from(b).ok()?.min(63),
        BinaryOp::Pow => a.checked_pow(u32::try_from(b).ok()?)?,
        BinaryOp::Div => {
            let exact = 1 << 53;
            if b == 0 || a.unsigned_abs() > exact || b.unsigned_abs() > exact {
                return None;
            }
            return Some(Value::Float(a as f64 / b as f64));
        }
        BinaryOp::MatMul => return None,
    }))
}

/// An operation between two numbers; nothing if one is none, or there is no such operation.
pub(super) fn operate(ctx: &mut Ctx, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Option<Value>> {
    if matches!(left, Value::Float(_)) || matches!(right, Value::Float(_)) {
        let (Some(a), Some(b)) = (float(left)?, float(right)?) else { return Ok(None) };
        return floats(ctx, op, a, b);
    }
    if let (Value::Bool(a), Value::Bool(b)) = (left, right) {
        match op {
            BinaryOp::And => return Ok(Some(Value::Bool(a & b))),
            BinaryOp::Or => return Ok(Some(Value::Bool(a | b))),
            BinaryOp::Xor => return Ok(Some(Value::Bool(a ^ b))),
            _ => {}
        }
    }
    if let (Some(a), Some(b)) = (left.to_int(), right.to_int())
        && let Some(value) = small(op, a, b)
    {
        return Ok(Some(value));
    }
    match (left.to_big(), right.to_big()) {
        (Some(a), Some(b)) => integers(ctx, op, &a, &b),
        _ => Ok(None),
    }
}

/// A number as a float; nothing if it is no number.
pub(super) fn float(value: &Value) -> Outcome<Option<f64>> {
    match value.to_float() {
        Some(float) if float.is_infinite() && !matches!(value, Value::Float(_)) => {
            Err(Raise::error("OverflowError", "int too large to convert to float"))
        }
        other => Ok(other),
    }
}

fn no_division(message: &str) -> Raise {
    Raise::error("ZeroDivisionError", message)
}

fn integers(ctx: &mut Ctx, op: BinaryOp, a: &BigInt, b: &BigInt) -> Outcome<Option<Value>> {
    let limbs = ((a.bits() + b.bits()) / 8) as usize;
    ctx.work += (limbs / 8) as u64;
    let value = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => {
            claim_number(ctx, limbs as u64)?;
            a * b
        }
        BinaryOp::Div => return divide(a, b).map(|float| Some(Value::Float(float))),
        BinaryOp::FloorDiv if b.is_zero() => return Err(no_division("integer division or modulo by zero")),
        BinaryOp::Mod if b.is_zero() => return Err(no_division("integer modulo by zero")),
        BinaryOp::FloorDiv => floor_division(a, b).0,
        BinaryOp::Mod => floor_division(a, b).1,
        BinaryOp::Pow => return power(ctx, a, b).map(Some),
        BinaryOp::LeftShift | BinaryOp::RightShift => shift(ctx, op, a, b)?,
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        BinaryOp::MatMul => return Ok(None),
    };
    Ok(Some(Value::big(value)))
}

/// Numbers of more than a few hundred thousand digits take too long to compute with.
fn claim_number(ctx: &mut Ctx, bytes: u64) -> Outcome<()> {
    ctx.claim(usize::try_from(bytes.saturating_mul(256)).unwrap_or(usize::MAX))
}

/// The quotient, rounded down, and the rest, of the divisor's sign.
pub(super) fn floor_division(a: &BigInt, b: &BigInt) -> (BigInt, BigInt) {
    let (quotient, rest) = (a / b, a % b);
    if !rest.is_zero() && rest.is_negative() != b.is_negative() {
        (quotient - BigInt::one(), rest + b)
    } else {
        (quotient, rest)
    }
}

fn shift(ctx: &mut Ctx, op: BinaryOp, a: &BigInt, by: &BigInt) -> Outcome<BigInt> {
    if by.is_negative() {
        return Err(Raise::value_error("negative shift count"));
    }
    let by = by.to_u64();
    if op == BinaryOp::LeftShift && !a.is_zero() {
        let by = by.ok_or_else(|| Raise::error("OverflowError", "too many digits in integer"))?;
        claim_number(ctx, (by / 8).saturating_add(a.bits() / 8))?;
        return Ok(a << by);
    }
    let below = if a.is_negative() { -BigInt::one() } else { BigInt::zero() };
    Ok(by.filter(|by| *by <= a.bits()).map_or(below, |by| a >> by))
}

fn power(ctx: &mut Ctx, base: &BigInt, exponent: &BigInt) -> Outcome {
    if exponent.is_negative() {
        let (a, b) = (float(&Value::big(base.clone()))?, float(&Value::big(exponent.clone()))?);
        let powered = floats(ctx, BinaryOp::Pow, a.unwrap_or_default(), b.unwrap_or_default())?;
        return Ok(powered.unwrap_or(Value::None));
    }
    if base.abs() <= BigInt::one() {
        let odd = exponent.bit(0);
        let value =
            if exponent.is_zero() || (base.is_negative() && !odd) { BigInt::one() } else { base.clone() };
        return Ok(Value::big(value));
    }
    let Some(exponent) = exponent.to_u32() else {
        claim_number(ctx, u64::MAX)?;
        return Ok(Value::None);
    };
    claim_number(ctx, base.bits().saturating_mul(u64::from(exponent)) / 8)?;
    Ok(Value::big(base.pow(exponent)))
}

/// `pow(base, exponent, modulus)`.
pub(super) fn power_modulo(base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> Outcome {
    if modulus.is_zero() {
        return Err(Raise::value_error("pow() 3rd argument cannot be 0"));
    }
    let base = if exponent.is_negative() {
        let inverse = base.modinv(modulus);
        inverse.ok_or_else(|| Raise::value_error("base is not invertible for the given modulus"))?
    } else {
        base.clone()
    };
    Ok(Value::big(base.modpow(&exponent.abs(), modulus)))
}

/// The float nearest to the exact quotient.
pub(super) fn divide(a: &BigInt, b: &BigInt) -> Outcome<f64> {
    if b.is_zero() {
        return Err(no_division("division by zero"));
    }
    let too_large = || Raise::error("OverflowError", "integer division result too large for a float");
    let apart = a.bits() as i64 - b.bits() as i64;
    if a.is_zero() || apart < -1080 {
        return Ok(if a.is_negative() != b.is_negative() { -0.0 } else { 0.0 });
    }
    if apart > 1030 {
        return Err(too_large());
    }
    // A quotient of 55 or 56 bits (fewer for numbers so small that a float has fewer), and whether something is left.
    let shift = apart.max(-1021) - 55;
    let (top, bottom) = (a.abs(), b.abs());
    let (top, bottom) = if shift < 0 { (top << -shift, bottom) } else { (top, bottom << shift) };
    let (quotient, rest) = (&top / &bottom, &top % &bottom);
    let quotient = quotient.to_u64().unwrap_or(u64::MAX) | u64::from(!rest.is_zero());
    let extra = (i64::from(64 - quotient.leading_zeros()).max(-1021 - shift) - 53).max(0) as u32;
    let half = (1_u64 << extra) >> 1;
    let (kept, cut) = (quotient >> extra, quotient & ((1 << extra) - 1));
    let up = cut > half || (cut == half && half > 0 && kept & 1 == 1);
    let float = scale((kept + u64::from(up)) as f64, shift + i64::from(extra));
    if float.is_infinite() {
        return Err(too_large());
    }
    Ok(if (a.sign() == Sign::Minus) == (b.sign() == Sign::Minus) { float } else { -float })
}

/// `float * 2 ** by`.
pub(super) fn scale(mut float: f64, mut by: i64) -> f64 {
    while by > 1000 {
        float *= 2_f64.powi(1000);
        by -= 1000;
    }
    while by < -1000 {
        float *= 2_f64.powi(-1000);
        by += 1000;
    }
    float * 2_f64.powi(by as i32)
}

fn floats(ctx: &mut Ctx, op: BinaryOp, a: f64, b: f64) -> Outcome<Option<Value>> {
    let value = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div if b == 0.0 => return Err(no_division("float division by zero")),
        BinaryOp::FloorDiv if b == 0.0 => return Err(no_division("float floor division by zero")),
        BinaryOp::Mod if b == 0.0 => return Err(no_division("float modulo")),
        BinaryOp::Div => a / b,
        BinaryOp::FloorDiv => float_division(a, b).0,
        BinaryOp::Mod => float_division(a, b).1,
        BinaryOp::Pow => float_power(ctx, a, b)?,
        _ => return Ok(None),
    };
    Ok(Some(Value::Float(value)))
}

fn float_power(ctx: &mut Ctx, a: f64, b: f64) -> Outcome<f64> {
    if a == 0.0 && b < 0.0 {
        return Err(no_division("0.0 cannot be raised to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b.fract() != 0.0 {
        return Err(Raise::lacks("A complex number, as it is the result here, is not supported."));
    }
    let value = a.powf(b);
    if value.is_infinite() && a.is_finite() && b.is_finite() {
        let args = vec![Value::Int(34), Value::str("Numerical result out of range")];
        return Err(exceptions::make(ctx, "OverflowError", args));
    }
    Ok(value)
}

/// The quotient, rounded down, and the rest, of the divisor's sign.
pub(super) fn float_division(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0_f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0_f64.copysign(a / b), rest);
    }
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_rounds_down() {
        for (a, b, quotient, rest) in [(7, 2, 3, 1), (7, -2, -4, -1), (-7, 2, -4, 1), (-7, -2, 3, -1)] {
            let (found, left) = floor_division(&BigInt::from(a), &BigInt::from(b));
            assert_eq!((found, left), (BigInt::from(quotient), BigInt::from(rest)), "{a} // {b}");
            assert_eq!(small(BinaryOp::FloorDiv, a, b), Some(Value::Int(quotient)));
            assert_eq!(small(BinaryOp::Mod, a, b), Some(Value::Int(rest)));
        }
    }

    #[test]
    fn what_does_not_fit_is_left_to_large_numbers() {
        assert_eq!(small(BinaryOp::Add, i64::MAX, 1), None);
        assert_eq!(small(BinaryOp::FloorDiv, i64::MIN, -1), None);
        assert_eq!(small(BinaryOp::LeftShift, 1, 63), None);
        assert_eq!(small(BinaryOp::LeftShift, 1, 62), Some(Value::Int(1 << 62)));
    }

    #[test]
    fn a_quotient_of_large_numbers_is_the_nearest_float() {
        let power = |exponent| BigInt::from(10).pow(exponent);
        assert_eq!(divide(&power(400), &power(399)).ok(), Some(10.0));
        assert_eq!(divide(&BigInt::from(1), &power(320)).ok(), Some(1e-320));
        assert_eq!(divide(&BigInt::from(1), &power(400)).ok(), Some(0.0));
        assert!(divide(&power(400), &BigInt::from(3)).is_err());
    }
}
