//! `format % values`, for strings and bytes.

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed};

use super::format::{Parts, Spec, assemble, count, of_float, pad, radix};
use super::native::{Ctx, Outcome, Raise};
use super::value::{Kind, Value};
use super::{access, arith, index, number, text};

/// What is being formatted. Bytes are handled as characters of the same numbers.
struct Percent {
    format: Vec<char>,
    at: usize,
    values: Vec<Value>,
    used: usize,
    mapping: Option<Value>,
    of_bytes: bool,
}

/// One conversion, as `%-5.2f`.
#[derive(Default)]
struct Conversion {
    spec: Spec,
    minus: bool,
    zero: bool,
}

/// `text % values`.
pub(super) fn text(ctx: &mut Ctx, format: &str, values: &Value) -> Outcome<Rc<str>> {
    ctx.may_spend(format.len() as u64)?;
    render(ctx, format.chars().collect(), values, false).map(Rc::from)
}

/// The same for bytes or a bytearray.
pub(super) fn bytes(ctx: &mut Ctx, format: &Value, values: &Value) -> Outcome {
    let kind = ctx.heap.kind(format);
    let format = access::bytes(ctx.heap, format).unwrap_or_default();
    let chars: Vec<char> = format.iter().map(|byte| char::from(*byte)).collect();
    ctx.may_spend(chars.len() as u64)?;
    let text = render(ctx, chars, values, true)?;
    Ok(arith::bytes_like(ctx, kind, text.chars().map(|char| u32::from(char) as u8).collect()))
}

fn render(ctx: &mut Ctx, format: Vec<char>, values: &Value, of_bytes: bool) -> Outcome<String> {
    let kind = ctx.heap.kind(values);
    let many = access::tuple(ctx.heap, values).map(<[Value]>::to_vec);
    let is_mapping = match kind {
        Kind::Tuple | Kind::Str => false,
        Kind::Bytes | Kind::Bytearray => !of_bytes,
        Kind::Dict | Kind::List | Kind::Range => true,
        _ => ctx.special(values, "__getitem__").is_some(),
    };
    let mapping = is_mapping.then(|| values.clone());
    let values = many.unwrap_or_else(|| vec![values.clone()]);
    let mut percent = Percent { format, at: 0, values, used: 0, mapping, of_bytes };
    let mut out = String::new();
    while let Some(char) = percent.take() {
        if char != '%' {
            out.push(char);
        } else if percent.format.get(percent.at) == Some(&'%') {
            percent.at += 1;
            out.push('%');
        } else {
            let converted = percent.convert(ctx)?;
            ctx.claim(out.len() + converted.len())?;
            out.push_str(&converted);
        }
    }
    if percent.used < percent.values.len() && percent.mapping.is_none() {
        let what = if of_bytes { "bytes" } else { "string" };
        return Err(Raise::type_error(format!("not all arguments converted during {what} formatting")));
    }
    Ok(out)
}

impl Percent {
    fn take(&mut self) -> Option<char> {
        self.at += 1;
        self.format.get(self.at - 1).copied()
    }

    fn value(&mut self) -> Outcome {
        self.used += 1;
        let none = || Raise::type_error("not enough arguments for format string");
        self.values.get(self.used - 1).cloned().ok_or_else(none)
    }

    /// A `*`, which takes its number from the values, or a number.
    fn number(&mut self, ctx: &mut Ctx) -> Outcome<Option<i64>> {
        if self.format.get(self.at) == Some(&'*') {
            self.at += 1;
            let value = self.value()?;
            return value.to_int().map(Some).ok_or_else(|| Raise::type_error("* wants int"));
        }
        let found = count(&self.format, &mut self.at)?;
        ctx.claim(found.unwrap_or_default())?;
        Ok(found.map(|number| number as i64))
    }

    /// The value named in parentheses.
    fn named(&mut self, ctx: &mut Ctx) -> Outcome<Option<Value>> {
        if self.format.get(self.at) != Some(&'(') {
            return Ok(None);
        }
        let Some(mapping) = self.mapping.clone() else {
            return Err(Raise::type_error("format requires a mapping"));
        };
        let mut depth = 0;
        let begin = self.at + 1;
        loop {
            match self.take() {
                Some('(') => depth += 1,
                Some(')') => depth -= 1,
                Some(_) => {}
                None => return Err(Raise::value_error("incomplete format key")),
            }
            if depth == 0 {
                break;
            }
        }
        let key: String = self.format[begin..self.at - 1].iter().collect();
        let key = match self.of_bytes {
            true => Value::Bytes(key.chars().map(|char| u32::from(char) as u8).collect()),
            false => Value::string(key),
        };
        index::get(ctx, &mapping, &key).map(Some)
    }

    fn convert(&mut self, ctx: &mut Ctx) -> Outcome<String> {
        let named = self.named(ctx)?;
        let mut conversion = Conversion::default();
        while let Some(flag) = self.format.get(self.at).filter(|char| "-+ #0".contains(**char)) {
            match flag {
                '-' => conversion.minus = true,
                '+' => conversion.spec.sign = Some('+'),
                ' ' => conversion.spec.sign = conversion.spec.sign.or(Some(' ')),
                '#' => conversion.spec.alternate = true,
                _ => conversion.zero = true,
            }
            self.at += 1;
        }
        let width = self.number(ctx)?.unwrap_or_default();
        conversion.minus |= width < 0;
        conversion.spec.width = width.unsigned_abs() as usize;
        if self.format.get(self.at) == Some(&'.') {
            self.at += 1;
            conversion.spec.precision = Some(self.number(ctx)?.unwrap_or_default().max(0) as usize);
        }
        if self.format.get(self.at).is_some_and(|char| "hlL".contains(*char)) {
            self.at += 1;
        }
        ctx.claim(conversion.spec.width.saturating_add(conversion.spec.precision.unwrap_or_default()))?;
        let letter = self.take().ok_or_else(|| Raise::value_error("incomplete format"))?;
        if letter == '%' {
            self.value()?;
            return Ok("%".to_owned());
        }
        if !"diuoxXeEfFgGcrsab".contains(letter) || (letter == 'b' && !self.of_bytes) {
            let (code, at) = (u32::from(letter), self.at - 1);
            let what = format!("unsupported format character '{letter}' ({code:#x}) at index {at}");
            return Err(Raise::value_error(what));
        }
        let value = match named {
            Some(value) => value,
            None => self.value()?,
        };
        self.converted(ctx, &conversion, letter, &value)
    }

    fn converted(
        &self,
        ctx: &mut Ctx,
        conversion: &Conversion,
        letter: char,
        value: &Value,
    ) -> Outcome<String> {
        let spec = &conversion.spec;
        let as_text = Spec { align: Some(if conversion.minus { '<' } else { '>' }), ..*spec };
        let text = match letter {
            's' | 'b' if self.of_bytes => bytes_of(ctx, value)?,
            's' => text::str(ctx, value)?.to_string(),
            'r' if !self.of_bytes => text::repr(ctx, value)?.to_string(),
            'r' | 'a' => text::ascii(ctx, value)?.to_string(),
            'c' => return Ok(pad(&self.character(ctx, value)?, &as_text, '>')),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => return float(ctx, conversion, letter, value),
            _ => return whole(ctx, conversion, letter, value),
        };
        let cut: String = text.chars().take(spec.precision.unwrap_or(usize::MAX)).collect();
        Ok(pad(&cut, &as_text, '>'))
    }

    fn character(&self, ctx: &mut Ctx, value: &Value) -> Outcome<String> {
        if self.of_bytes {
            if let Some([byte]) = access::bytes(ctx.heap, value) {
                return Ok(char::from(*byte).to_string());
            }
            let what = "%c requires an integer in range(256) or a single byte";
            let number = access::whole(ctx, value)?.ok_or_else(|| Raise::type_error(what))?;
            let byte = number.to_int().and_then(|number| u8::try_from(number).ok());
            let byte = byte.ok_or_else(|| Raise::error("OverflowError", "%c arg not in range(256)"))?;
            return Ok(char::from(byte).to_string());
        }
        let wrong = || Raise::type_error("%c requires int or char");
        if let Value::Str(text) = value {
            return if access::chars(text) == 1 { Ok(text.to_string()) } else { Err(wrong()) };
        }
        let number = access::whole(ctx, value)?.ok_or_else(wrong)?;
        let char = number.to_int().and_then(|number| char::from_u32(u32::try_from(number).ok()?));
        let out = || Raise::error("OverflowError", "%c arg not in range(0x110000)");
        Ok(char.ok_or_else(out)?.to_string())
    }
}

/// Bytes as characters of the same numbers.
fn bytes_of(ctx: &mut Ctx, value: &Value) -> Outcome<String> {
    let value = match ctx.special(value, "__bytes__") {
        Some(method) => ctx.ask(method, vec![value.clone()])?,
        None => value.clone(),
    };
    match access::bytes(ctx.heap, &value) {
        Some(bytes) => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        None => {
            let name = ctx.heap.type_name(&value);
            Err(Raise::type_error(format!(
                "%b requires a bytes-like object, or an object that implements __bytes__, not '{name}'"
            )))
        }
    }
}

/// The flags of a number: zeros stand after its sign.
fn numeric(conversion: &Conversion) -> Spec {
    let (fill, align) = match (conversion.minus, conversion.zero) {
        (true, _) => (' ', '<'),
        (false, true) => ('0', '='),
        (false, false) => (' ', '>'),
    };
    Spec { fill, align: Some(align), ..conversion.spec }
}

fn float(ctx: &mut Ctx, conversion: &Conversion, letter: char, value: &Value) -> Outcome<String> {
    let float = match number::float(value)? {
        Some(float) => Some(float),
        None => super::construct::float_of(ctx, value)?,
    };
    let Some(float) = float else {
        let name = ctx.heap.type_name(value);
        return Err(Raise::type_error(format!("must be real number, not {name}")));
    };
    Ok(of_float(float, &Spec { letter: Some(letter), ..numeric(conversion) }).unwrap_or_default())
}

fn whole(ctx: &mut Ctx, conversion: &Conversion, letter: char, value: &Value) -> Outcome<String> {
    let of_float = match value {
        Value::Float(float) if "diu".contains(letter) => Some(whole_part(*float)?),
        _ => None,
    };
    let by_int = ctx.special(value, "__int__").filter(|_| "diu".contains(letter));
    let found = match (of_float, by_int) {
        (Some(number), _) => Some(number),
        (None, Some(method)) => ctx.ask(method, vec![value.clone()])?.to_big(),
        (None, None) => access::whole(ctx, value)?.and_then(|whole| whole.to_big()),
    };
    let Some(number) = found else {
        let name = ctx.heap.type_name(value);
        let wanted = if "oxX".contains(letter) { "an integer" } else { "a real number" };
        return Err(Raise::type_error(format!("%{letter} format: {wanted} is required, not {name}")));
    };
    let (mut digits, prefix) = radix(&number.abs(), letter)?;
    let missing = conversion.spec.precision.unwrap_or_default().saturating_sub(digits.len());
    digits.insert_str(0, &"0".repeat(missing));
    let prefix = if conversion.spec.alternate { prefix } else { "" };
    let parts = Parts { negative: number.is_negative(), prefix, whole: &digits, rest: "", group: 3 };
    Ok(assemble(parts, &numeric(conversion)))
}

/// A float without what stands behind its point.
pub(super) fn whole_part(float: f64) -> Outcome<BigInt> {
    match BigInt::from_f64(float.trunc()) {
        Some(number) => Ok(number),
        None if float.is_nan() => Err(Raise::value_error("cannot convert float NaN to integer")),
        None => Err(Raise::error("OverflowError", "cannot convert float infinity to integer")),
    }
}
