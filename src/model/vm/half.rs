//! Floats of two bytes (IEEE 754 binary16): the letter `e` of `struct`.

/// The nearest float of two bytes, ties to even; none is large enough for some numbers.
pub(super) fn bits(number: f64) -> Option<u16> {
    let sign = u16::from(number.is_sign_negative()) << 15;
    let size = number.abs();
    if size.is_nan() {
        return Some(sign | 0x7e00);
    }
    if size.is_infinite() {
        return Some(sign | 0x7c00);
    }
    let exponent = ((size.to_bits() >> 52) as i32 - 1023).max(-14);
    let units = (size * 2_f64.powi(10 - exponent)).round_ties_even() as u32;
    // The leading 1 of a normal number adds one to the exponent that is written, and so does a carry.
    let bits = (exponent + 14) as u32 * 1024 + units;
    u16::try_from(bits).ok().filter(|bits| *bits < 0x7c00).map(|bits| sign | bits)
}

/// The number that two bytes stand for.
pub(super) fn number(bits: u16) -> f64 {
    let fraction = f64::from(bits & 1023);
    let size = match bits >> 10 & 31 {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (1024.0 + fraction) * 2_f64.powi(i32::from(exponent) - 25),
    };
    if bits >> 15 == 0 { size } else { -size }
}
