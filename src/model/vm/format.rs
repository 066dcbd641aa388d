//! `format(value, spec)`: the small language of format specs.

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use super::digits::{self, Style};
use super::native::{Ctx, Outcome, Raise};
use super::value::Value;
use super::{access, number, text};

/// A format spec: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spec {
    pub(super) fill: char,
    /// `<`, `>`, `^` or `=`.
    pub(super) align: Option<char>,
    /// `-`, `+` or a space; nothing if none was given.
    pub(super) sign: Option<char>,
    pub(super) no_minus_zero: bool,
    pub(super) alternate: bool,
    pub(super) width: usize,
    pub(super) grouping: Option<char>,
    pub(super) precision: Option<usize>,
    pub(super) letter: Option<char>,
}

impl Default for Spec {
    fn default() -> Spec {
        Spec {
            fill: ' ',
            align: None,
            sign: None,
            no_minus_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            letter: None,
        }
    }
}

/// `format(value, spec)`.
pub(super) fn format(ctx: &mut Ctx, value: &Value, spec: &str) -> Outcome<Rc<str>> {
    if let Some(method) = ctx.special(value, "__format__") {
        let answer = ctx.ask(method, vec![value.clone(), Value::str(spec)])?;
        return match answer {
            Value::Str(text) => Ok(text),
            other => {
                let name = ctx.heap.type_name(&other);
                Err(Raise::type_error(format!("__format__ must return a str, not {name}")))
            }
        };
    }
    plainly(ctx, value, spec)
}

/// The same, without `__format__`.
pub(super) fn plainly(ctx: &mut Ctx, value: &Value, spec: &str) -> Outcome<Rc<str>> {
    if spec.is_empty() {
        return text::str(ctx, value);
    }
    let name = ctx.heap.type_name(value);
    let spec = match value {
        Value::Str(_)
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Big(_)
        | Value::Float(_)
        | Value::Named(_) => parse(spec, &name)?,
        _ => {
            return Err(Raise::type_error(format!("unsupported format string passed to {name}.__format__")));
        }
    };
    ctx.claim(spec.width.saturating_add(spec.precision.unwrap_or_default()))?;
    let text = match value {
        Value::Str(text) => of_text(text, &spec)?,
        Value::Float(number) => of_float(*number, &spec).ok_or_else(|| unknown(&spec, &name))?,
        _ => of_whole(&value.to_big().unwrap_or_default(), &spec, &name)?,
    };
    Ok(text.into())
}

fn unknown(spec: &Spec, name: &str) -> Raise {
    let letter = shown(spec.letter.unwrap_or_default());
    Raise::value_error(format!("Unknown format code '{letter}' for object of type '{name}'"))
}

/// A format's letter as CPython names it: outside ASCII, and what is not to be seen, by its number.
fn shown(letter: char) -> String {
    match letter {
        '!'..='\x7f' => letter.to_string(),
        _ => format!("\\x{:x}", u32::from(letter)),
    }
}

fn parse(text: &str, name: &str) -> Outcome<Spec> {
    let chars: Vec<char> = text.chars().collect();
    let mut spec = Spec::default();
    let mut at = 0;
    let is_align = |char: Option<&char>| char.is_some_and(|char| "<>=^".contains(*char));
    let mut filled = false;
    if is_align(chars.get(1)) {
        (spec.fill, spec.align, at, filled) = (chars[0], Some(chars[1]), 2, true);
    } else if is_align(chars.first()) {
        (spec.align, at) = (Some(chars[0]), 1);
    }
    spec.sign = take(&chars, &mut at, "+- ");
    spec.no_minus_zero = take(&chars, &mut at, "z").is_some();
    spec.alternate = take(&chars, &mut at, "#").is_some();
    if !filled && take(&chars, &mut at, "0").is_some() {
        spec.fill = '0';
        spec.align = spec.align.or(Some('0'));
    }
    spec.width = count(&chars, &mut at)?.unwrap_or_default();
    spec.grouping = take(&chars, &mut at, ",_");
    if let Some(first) = spec.grouping
        && let Some(second) = take(&chars, &mut at, ",_")
    {
        return Err(Raise::value_error(if first == second {
            format!("Cannot specify '{first}' with '{first}'.")
        } else {
            "Cannot specify both ',' and '_'.".to_owned()
        }));
    }
    if take(&chars, &mut at, ".").is_some() {
        let missing = || Raise::value_error("Format specifier missing precision");
        spec.precision = Some(count(&chars, &mut at)?.ok_or_else(missing)?);
    }
    match chars.get(at..) {
        Some([]) | None => {}
        Some([letter]) => spec.letter = Some(*letter),
        Some(_) => {
            return Err(Raise::value_error(format!(
                "Invalid format specifier '{text}' for object of type '{name}'"
            )));
        }
    }
    let letter = spec.letter.unwrap_or(if name == "str" { 's' } else { 'd' });
    match spec.grouping {
        Some('_') if "boxX".contains(letter) => {}
        Some(sign) if !"deEfFgG%".contains(letter) => {
            let letter = shown(letter);
            return Err(Raise::value_error(format!("Cannot specify '{sign}' with '{letter}'.")));
        }
        _ => {}
    }
    Ok(spec)
}

/// One character, if it is one of these.
fn take(chars: &[char], at: &mut usize, wanted: &str) -> Option<char> {
    let found = chars.get(*at).copied().filter(|char| wanted.contains(*char));
    *at += usize::from(found.is_some());
    found
}

/// A decimal number in a format.
pub(super) fn count(chars: &[char], at: &mut usize) -> Outcome<Option<usize>> {
    let mut found = None;
    while let Some(digit) = chars.get(*at).and_then(|char| char.to_digit(10)) {
        let number =
            found.unwrap_or(0_usize).checked_mul(10).and_then(|number| number.checked_add(digit as usize));
        let too_many = || Raise::value_error("Too many decimal digits in format string");
        found = Some(number.filter(|number| *number < i32::MAX as usize).ok_or_else(too_many)?);
        *at += 1;
    }
    Ok(found)
}

/// A text, filled up to a width.
pub(super) fn pad(text: &str, spec: &Spec, default: char) -> String {
    let missing = spec.width.saturating_sub(access::chars(text));
    let before = match spec.align.unwrap_or(default) {
        '<' => 0,
        '^' => missing / 2,
        _ => missing,
    };
    let fill = |count: usize| spec.fill.to_string().repeat(count);
    [&fill(before), text, &fill(missing - before)].concat()
}

fn of_text(text: &str, spec: &Spec) -> Outcome<String> {
    let wrong = match spec {
        Spec { letter: Some(letter), .. } if *letter != 's' => return Err(unknown(spec, "str")),
        Spec { sign: Some(' '), .. } => "Space not allowed in string format specifier",
        Spec { sign: Some(_), .. } => "Sign not allowed in string format specifier",
        Spec { no_minus_zero: true, .. } => {
            "Negative zero coercion (z) not allowed in string format specifier"
        }
        Spec { alternate: true, .. } => "Alternate form (#) not allowed in string format specifier",
        Spec { align: Some('='), .. } => "'=' alignment not allowed in string format specifier",
        _ => "",
    };
    if !wrong.is_empty() {
        return Err(Raise::value_error(wrong));
    }
    let cut: String = text.chars().take(spec.precision.unwrap_or(usize::MAX)).collect();
    let align = spec.align.filter(|align| *align != '0');
    Ok(pad(&cut, &Spec { align, ..*spec }, '<'))
}

/// The parts of a number that is to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    pub(super) negative: bool,
    pub(super) prefix: &'a str,
    /// The digits before the point.
    pub(super) whole: &'a str,
    /// All that follows them.
    pub(super) rest: &'a str,
    /// How many digits stand between two separators.
    pub(super) group: usize,
}

/// A number with sign, separators and filling.
pub(super) fn assemble(parts: Parts, spec: &Spec) -> String {
    let sign = match spec.sign {
        _ if parts.negative => "-",
        Some('+') => "+",
        Some(' ') => " ",
        _ => "",
    };
    let within = matches!(spec.align, Some('=' | '0'));
    let mut whole = parts.whole.to_owned();
    let taken = sign.len() + parts.prefix.len() + parts.rest.len();
    if within && spec.fill == '0' {
        let wanted = spec.width.saturating_sub(taken);
        let groups = |digits: usize| if spec.grouping.is_some() { (digits - 1) / parts.group } else { 0 };
        let mut digits = whole.len().max(1);
        while digits + groups(digits) < wanted {
            digits += 1;
        }
        whole.insert_str(0, &"0".repeat(digits.saturating_sub(whole.len())));
    }
    if let Some(separator) = spec.grouping {
        whole = grouped(&whole, separator, parts.group);
    }
    let body = format!("{whole}{}", parts.rest);
    if within {
        let missing = spec.width.saturating_sub(sign.len() + parts.prefix.len() + body.len());
        return format!("{sign}{}{}{body}", parts.prefix, spec.fill.to_string().repeat(missing));
    }
    pad(&format!("{sign}{}{body}", parts.prefix), spec, '>')
}

fn grouped(digits: &str, separator: char, size: usize) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(size) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// The digits of a whole number, and what stands before them in the alternate form.
pub(super) fn radix(number: &BigInt, letter: char) -> Outcome<(String, &'static str)> {
    Ok(match letter {
        'b' => (number.to_str_radix(2), "0b"),
        'o' => (number.to_str_radix(8), "0o"),
        'x' => (number.to_str_radix(16), "0x"),
        'X' => (number.to_str_radix(16).to_uppercase(), "0X"),
        _ => (digits::decimal(number)?, ""),
    })
}

fn of_whole(number: &BigInt, spec: &Spec, name: &str) -> Outcome<String> {
    let letter = spec.letter.unwrap_or('d');
    match letter {
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            let float = number::float(&Value::big(number.clone()))?;
            return of_float(float.unwrap_or_default(), spec).ok_or_else(|| unknown(spec, name));
        }
        'b' | 'c' | 'd' | 'n' | 'o' | 'x' | 'X' => {}
        _ => return Err(unknown(spec, name)),
    }
    if spec.precision.is_some() {
        return Err(Raise::value_error("Precision not allowed in integer format specifier"));
    }
    if spec.no_minus_zero {
        let what = "Negative zero coercion (z) not allowed in integer format specifier";
        return Err(Raise::value_error(what));
    }
    if letter == 'c' {
        if spec.sign.is_some() {
            return Err(Raise::value_error("Sign not allowed with integer format specifier 'c'"));
        }
        if spec.alternate {
            return Err(Raise::value_error(
                "Alternate form (#) not allowed with integer format specifier 'c'",
            ));
        }
        let char = number.to_u32().and_then(char::from_u32);
        let out = || Raise::error("OverflowError", "%c arg not in range(0x110000)");
        return Ok(pad(&char.ok_or_else(out)?.to_string(), spec, '>'));
    }
    let (digits, prefix) = radix(&number.abs(), letter)?;
    let prefix = if spec.alternate { prefix } else { "" };
    let group = if "dn".contains(letter) { 3 } else { 4 };
    Ok(assemble(Parts { negative: number.is_negative(), prefix, whole: &digits, rest: "", group }, spec))
}

/// A float by a spec; nothing if the spec's letter is not for floats.
pub(super) fn of_float(number: f64, spec: &Spec) -> Option<String> {
    let letter = spec.letter.unwrap_or('r');
    let value = if letter == '%' { number * 100.0 } else { number };
    let size = value.abs();
    let precision = spec.precision.unwrap_or(6);
    let style = |letter| Style { letter, precision, alternate: spec.alternate, point_zero: false };
    let mut text = match letter {
        'e' | 'f' | 'g' => digits::written(size, style(letter)),
        'E' | 'F' | 'G' => digits::written(size, style(letter.to_ascii_lowercase())).to_uppercase(),
        'n' => digits::written(size, style('g')),
        '%' => digits::written(size, style('f')) + "%",
        'r' if spec.precision.is_none() => digits::repr(size),
        'r' => digits::written(size, Style { point_zero: true, ..style('g') }),
        _ => return None,
    };
    let whole = if size.is_finite() {
        text.chars().take_while(char::is_ascii_digit).count()
    } else {
        text = text.trim_end_matches('%').to_owned() + if letter == '%' { "%" } else { "" };
        0
    };
    let is_zero = text.chars().take_while(|char| *char != 'e').all(|char| !('1'..='9').contains(&char));
    let negative = value.is_sign_negative() && !value.is_nan() && !(spec.no_minus_zero && is_zero);
    let (whole, rest) = text.split_at(whole);
    let spec = if value.is_finite() { *spec } else { Spec { grouping: None, ..*spec } };
    if whole.is_empty() {
        // Infinity and NaN: the zeros stand before the name.
        let body = Parts { negative, prefix: "", whole: rest, rest: "", group: 3 };
        return Some(assemble(body, &spec));
    }
    Some(assemble(Parts { negative, prefix: "", whole, rest, group: 3 }, &spec))
}
