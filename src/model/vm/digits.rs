//! Numbers as decimal digits, as CPython writes them.

use num_bigint::BigInt;

use super::native::{Outcome, Raise};

/// A whole number in decimal; CPython refuses to write more than 4300 digits.
pub(super) fn decimal(number: &BigInt) -> Outcome<String> {
    const MOST: usize = 4300;
    let too_many = || {
        Raise::value_error(format!(
            "Exceeds the limit ({MOST} digits) for integer string conversion; use sys.set_int_max_str_digits() to \
             increase the limit"
        ))
    };
    if number.bits() > MOST as u64 * 10 / 3 {
        return Err(too_many());
    }
    let text = number.to_string();
    if text.trim_start_matches('-').len() > MOST { Err(too_many()) } else { Ok(text) }
}

/// `inf`, `-inf` or `nan`.
fn special(value: f64) -> Option<&'static str> {
    match value {
        _ if value.is_nan() => Some("nan"),
        _ if value.is_finite() => None,
        _ if value > 0.0 => Some("inf"),
        _ => Some("-inf"),
    }
}

/// The fewest digits that mean exactly this float.
pub(super) fn repr(value: f64) -> String {
    if let Some(text) = special(value) {
        return text.to_owned();
    }
    let text = format!("{value:e}");
    let (mantissa, exponent) = split(&text);
    let places = mantissa.trim_start_matches('-').len().saturating_sub(2);
    if (-4..16).contains(&exponent) {
        let places = usize::try_from(places as i32 - exponent).unwrap_or_default();
        let plain = nearest(value, format!("{value:.places$}"), format!("{value}"));
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let text = nearest(value, format!("{value:.places$e}"), format!("{value:e}"));
    let (mantissa, exponent) = split(&text);
    format!("{mantissa}e{exponent:+03}")
}

/// Rust's fewest digits may go up where two texts are equally near; rounding goes to the even digit, as CPython does.
/// But beside a power of two the rounded text can mean another float.
fn nearest(value: f64, rounded: String, fewest: String) -> String {
    if rounded.parse() == Ok(value) { rounded } else { fewest }
}

/// Mantissa and exponent of what Rust writes.
fn split(text: &str) -> (&str, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (mantissa, exponent.parse().unwrap_or_default())
}

/// How a float is written: with which letter, how many digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// `e`, `f` or `g`.
    pub(super) letter: char,
    pub(super) precision: usize,
    /// `#`: a point always, and `g` keeps its zeros.
    pub(super) alternate: bool,
    /// A whole number gets `.0`, as `repr` does it.
    pub(super) point_zero: bool,
}

/// A float so written.
pub(super) fn written(value: f64, style: Style) -> String {
    if let Some(text) = special(value) {
        return text.to_owned();
    }
    // A float has no more digits than this; the rest are zeros.
    let precision = style.precision.min(1100);
    let zeros = "0".repeat(style.precision - precision);
    match style.letter {
        'f' => pointed(format!("{value:.precision$}{zeros}"), style.alternate),
        'e' => scientific(value, precision, &zeros, style.alternate),
        _ => general(value, Style { precision, ..style }),
    }
}

fn pointed(text: String, always: bool) -> String {
    if always && !text.contains('.') { text + "." } else { text }
}

fn scientific(value: f64, precision: usize, zeros: &str, alternate: bool) -> String {
    let text = format!("{value:.precision$e}");
    let (mantissa, exponent) = split(&text);
    format!("{}e{exponent:+03}", pointed(format!("{mantissa}{zeros}"), alternate))
}

/// `g`: as many digits as the precision says, and an exponent where the number is very large or small.
fn general(value: f64, style: Style) -> String {
    let digits = style.precision.max(1);
    let rounded = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = split(&rounded);
    let limit = digits as i32 - i32::from(style.point_zero);
    let tidy = |text: String| {
        if style.alternate {
            return pointed(text, true);
        }
        match text.contains('.') {
            true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            false => text,
        }
    };
    if exponent < -4 || exponent >= limit {
        return format!("{}e{exponent:+03}", tidy(mantissa.to_owned()));
    }
    let text = tidy(format!("{value:.*}", (digits as i32 - 1 - exponent).max(0) as usize));
    if style.point_zero && !text.contains('.') { text + ".0" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_in_the_fewest_digits() {
        let cases = [
            (0.1, "0.1"),
            (1.0, "1.0"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (-0.0, "-0.0"),
            (2_f64.powi(-25), "2.9802322387695312e-08"),
            (2_f64.powi(46) + 0.125, "70368744177664.12"),
            (-2_f64.powi(46) - 0.125, "-70368744177664.12"),
            (2_f64.powi(-44), "5.684341886080802e-14"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "inf"),
            (f64::NAN, "nan"),
        ];
        for (float, wanted) in cases {
            assert_eq!(repr(float), wanted);
        }
    }

    #[test]
    fn ties_go_to_the_even_digit() {
        let style = |precision| Style { letter: 'f', precision, alternate: false, point_zero: false };
        assert_eq!(written(0.5, style(0)), "0");
        assert_eq!(written(2.5, style(0)), "2");
        assert_eq!(written(0.125, style(2)), "0.12");
        assert_eq!(written(1.0, style(1200)).len(), 1202, "more digits than a float has");
    }

    #[test]
    fn too_many_digits_are_refused() {
        assert!(decimal(&BigInt::from(10).pow(4299)).is_ok());
        assert!(decimal(&BigInt::from(10).pow(4300)).is_err());
    }
}
