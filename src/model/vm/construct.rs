//! Calls of built-in types: `int("7")`, `list(xs)`, `dict(a=1)`.

use num_bigint::BigInt;

use super::args::{exactly, take};
use super::dict::{Dict, Key};
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::{Object, Property};
use super::percent::whole_part;
use super::union::Operand;
use super::value::{Kind, Value};
use super::{access, codec, compare, index, iterate, number, sets, text};

/// `kind(*args, **named)`.
pub(super) fn construct(ctx: &mut Ctx, kind: Kind, args: &Args) -> Outcome {
    match kind {
        Kind::Bool => match take(args, "bool", [""], 0)? {
            [Some(value)] => compare::truth(ctx, &value).map(Value::Bool),
            [None] => Ok(Value::Bool(false)),
        },
        Kind::Int => int(ctx, args),
        Kind::Float => match take(args, "float", [""], 0)? {
            [Some(value)] => float(ctx, &value).map(Value::Float),
            [None] => Ok(Value::Float(0.0)),
        },
        Kind::Str => string(ctx, args),
        Kind::Bytes => bytes(ctx, args, "bytes").map(|bytes| Value::Bytes(bytes.into())),
        Kind::Bytearray => {
            let bytes = bytes(ctx, args, "bytearray")?;
            Ok(ctx.heap.value(Object::Bytearray(bytes)))
        }
        Kind::List => {
            let items = items(ctx, args, "list")?;
            Ok(ctx.heap.list(items))
        }
        Kind::Tuple => match args.positional.first() {
            Some(value) if ctx.heap.kind(value) == Kind::Tuple => Ok(value.clone()),
            _ => {
                let items = items(ctx, args, "tuple")?;
                Ok(ctx.heap.tuple(items))
            }
        },
        Kind::Dict => dict(ctx, args),
        Kind::Set | Kind::Frozenset => set(ctx, args, kind),
        Kind::Range => range(ctx, args),
        Kind::Slice => slice(ctx, args),
        Kind::Object => {
            exactly::<0>(args, "object")?;
            Ok(ctx.heap.value(Object::Plain))
        }
        Kind::Type => type_call(ctx, args),
        Kind::Property => {
            let parts = take(args, "property", ["fget", "fset", "fdel", "doc"], 0)?;
            let [get, set, delete, doc] = parts.map(|part| part.unwrap_or(Value::None));
            let property = Property { get, set, delete, doc };
            Ok(ctx.heap.value(Object::Property(Box::new(property))))
        }
        Kind::StaticMethod => {
            let [function] = exactly(args, "staticmethod")?;
            Ok(ctx.heap.value(Object::StaticMethod(function)))
        }
        Kind::ClassMethod => {
            let [function] = exactly(args, "classmethod")?;
            Ok(ctx.heap.value(Object::ClassMethod(function)))
        }
        other => Err(Raise::type_error(format!("cannot create '{}' instances", other.name()))),
    }
}

/// `type(value)`.
fn type_call(ctx: &mut Ctx, args: &Args) -> Outcome {
    match &args.positional[..] {
        [Value::Named(named)] => {
            let what =
                format!("The type of a {} is not supported here. Use `isinstance(…, int)`.", named.class);
            Err(Raise::lacks(what))
        }
        [value] if ctx.heap.kind(value) == Kind::Iterator => {
            let name = ctx.heap.type_name(value);
            Err(Raise::lacks(format!("The type of a {name} is not supported here. Make a list of it.")))
        }
        [value] => Ok(type_of(ctx, value)),
        _ => Err(Raise::type_error("type() takes 1 or 3 arguments")),
    }
}

fn set(ctx: &mut Ctx, args: &Args, kind: Kind) -> Outcome {
    if !args.named.is_empty() {
        return Err(Raise::type_error(format!("{}() takes no keyword arguments", kind.name())));
    }
    let items = match take(args, kind.name(), [""], 0)? {
        [Some(value)] => Operand::new(ctx, &value)?.to_set(ctx)?,
        [None] => Dict::set(),
    };
    Ok(ctx.heap.value(Object::Set { items, frozen: kind == Kind::Frozenset }))
}

/// `type(value)`.
pub(super) fn type_of(ctx: &Ctx, value: &Value) -> Value {
    match ctx.heap.class_of(value) {
        Some(class) => Value::Ref(class.clone()),
        None if text::is_built_in(ctx.heap, value) => Value::Type(Kind::NativeFunction),
        None => Value::Type(ctx.heap.kind(value)),
    }
}

fn items(ctx: &mut Ctx, args: &Args, name: &str) -> Outcome<Vec<Value>> {
    if !args.named.is_empty() {
        return Err(Raise::type_error(format!("{name}() takes no keyword arguments")));
    }
    match take(args, name, [""], 0)? {
        [Some(value)] => iterate::collect(ctx, &value),
        [None] => Ok(Vec::new()),
    }
}

fn int(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value, base] = take(args, "int", ["", "base"], 0)?;
    let Some(value) = value else {
        return match base {
            Some(_) => Err(Raise::type_error("int() missing string argument")),
            None => Ok(Value::Int(0)),
        };
    };
    let written = match &value {
        Value::Str(text) => Some(text.to_string()),
        _ => access::bytes(ctx.heap, &value).map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
    };
    if let Some(written) = written {
        ctx.may_spend(written.len() as u64 * 2)?;
        let base = match base {
            Some(base) => access::size(ctx, &base)?,
            None => 10,
        };
        if base != 0 && !(2..=36).contains(&base) {
            return Err(Raise::value_error("int() base must be >= 2 and <= 36, or 0"));
        }
        return match whole_number(&written, base as u32)? {
            Some(number) => Ok(Value::big(number)),
            None => {
                let shown = text::repr(ctx, &value)?;
                Err(Raise::value_error(format!("invalid literal for int() with base {base}: {shown}")))
            }
        };
    }
    if base.is_some() {
        return Err(Raise::type_error("int() can't convert non-string with explicit base"));
    }
    if let Value::Float(float) = value {
        return whole_part(float).map(Value::big);
    }
    for name in ["__int__", "__index__", "__trunc__"] {
        if let Some(method) = ctx.special(&value, name) {
            let answer = ctx.ask(method, vec![value])?;
            return access::whole(ctx, &answer)?.ok_or_else(|| {
                let kind = ctx.heap.type_name(&answer);
                Raise::type_error(format!("{name} returned non-int (type {kind})"))
            });
        }
    }
    access::whole(ctx, &value)?.map(plain_int).ok_or_else(|| {
        let name = ctx.heap.type_name(&value);
        let wanted = "a string, a bytes-like object or a real number";
        Raise::type_error(format!("int() argument must be {wanted}, not '{name}'"))
    })
}

/// A bool as the number that it is.
pub(super) fn plain_int(value: Value) -> Value {
    match &value {
        Value::Bool(_) | Value::Named(_) => Value::Int(value.to_int().unwrap_or_default()),
        _ => value,
    }
}

/// A whole number as text; base 0 is what the prefix says.
fn whole_number(text: &str, base: u32) -> Outcome<Option<BigInt>> {
    let text = text.trim_matches(super::methods_str::is_space);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let prefix = digits.get(..2).map(str::to_ascii_lowercase);
    let of_prefix = match prefix.as_deref() {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => 0,
    };
    let prefixed = of_prefix != 0 && (base == 0 || base == of_prefix);
    let digits = if prefixed { digits[2..].strip_prefix('_').unwrap_or(&digits[2..]) } else { digits };
    let base = if base != 0 {
        base
    } else if prefixed {
        of_prefix
    } else if digits.starts_with('0') && digits.chars().any(|char| ('1'..='9').contains(&char)) {
        return Ok(None);
    } else {
        10
    };
    if digits.is_empty() || digits.starts_with('_') || digits.ends_with('_') || digits.contains("__") {
        return Ok(None);
    }
    let digits: String = digits.chars().filter(|char| *char != '_').map(ascii_digit).collect();
    if !digits.chars().all(|char| char.is_digit(base)) {
        return Ok(None);
    }
    if !base.is_power_of_two() && digits.len() > 4300 {
        return Err(Raise::value_error(format!(
            "Exceeds the limit (4300 digits) for integer string conversion: value has {} digits; use \
             sys.set_int_max_str_digits() to increase the limit",
            digits.len()
        )));
    }
    Ok(BigInt::parse_bytes(digits.as_bytes(), base).map(|number| number * sign))
}

/// A digit of another script as the ASCII digit.
fn ascii_digit(char: char) -> char {
    super::methods_str::decimal(char).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(char)
}

/// The float that a value is or makes; nothing if it is no number.
pub(super) fn float_of(ctx: &mut Ctx, value: &Value) -> Outcome<Option<f64>> {
    if let Some(float) = number::float(value)? {
        return Ok(Some(float));
    }
    for name in ["__float__", "__index__"] {
        if let Some(method) = ctx.special(value, name) {
            let answer = ctx.ask(method, vec![value.clone()])?;
            return match number::float(&answer)? {
                Some(float) => Ok(Some(float)),
                None => {
                    let (of, kind) = (ctx.heap.type_name(value), ctx.heap.type_name(&answer));
                    Err(Raise::type_error(format!("{of}.{name} returned non-float (type {kind})")))
                }
            };
        }
    }
    Ok(None)
}

fn float(ctx: &mut Ctx, value: &Value) -> Outcome<f64> {
    let written = match value {
        Value::Str(text) => Some(text.to_string()),
        _ => access::bytes(ctx.heap, value).map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
    };
    if let Some(written) = written {
        ctx.may_spend(written.len() as u64 * 2)?;
        return match parse_float(&written) {
            Some(float) => Ok(float),
            None => {
                let shown = text::repr(ctx, value)?;
                Err(Raise::value_error(format!("could not convert string to float: {shown}")))
            }
        };
    }
    float_of(ctx, value)?.ok_or_else(|| {
        let name = ctx.heap.type_name(value);
        Raise::type_error(format!("float() argument must be a string or a real number, not '{name}'"))
    })
}

fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim_matches(super::methods_str::is_space);
    let between = |at: usize| {
        let around = [text.as_bytes().get(at.wrapping_sub(1)), text.as_bytes().get(at + 1)];
        around.iter().all(|byte| byte.is_some_and(u8::is_ascii_digit))
    };
    if text.match_indices('_').any(|(at, _)| !between(at)) {
        return None;
    }
    let text: String = text.chars().filter(|char| *char != '_').map(ascii_digit).collect();
    let bare = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
    let named = matches!(&*bare, "inf" | "infinity" | "nan");
    let plain = bare.chars().all(|char| char.is_ascii_digit() || ".e+-".contains(char));
    if named || plain { text.parse().ok() } else { None }
}

fn string(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [value, encoding, errors] = take(args, "str", ["object", "encoding", "errors"], 0)?;
    let Some(value) = value else { return Ok(Value::str("")) };
    if encoding.is_none() && errors.is_none() {
        return text::str(ctx, &value).map(Value::Str);
    }
    if matches!(value, Value::Str(_)) {
        return Err(Raise::type_error("decoding str is not supported"));
    }
    let Some(bytes) = access::bytes(ctx.heap, &value).map(<[u8]>::to_vec) else {
        let name = ctx.heap.type_name(&value);
        return Err(Raise::type_error(format!("decoding to str: need a bytes-like object, {name} found")));
    };
    codec::decode(ctx, &bytes, encoding.as_ref(), errors.as_ref())
}

fn bytes(ctx: &mut Ctx, args: &Args, name: &str) -> Outcome<Vec<u8>> {
    let [source, encoding, errors] = take(args, name, ["source", "encoding", "errors"], 0)?;
    let Some(source) = source else { return Ok(Vec::new()) };
    if let Value::Str(text) = &source {
        let encoding = encoding.ok_or_else(|| Raise::type_error("string argument without an encoding"))?;
        return codec::encode(ctx, text, Some(&encoding), errors.as_ref());
    }
    if encoding.is_some() || errors.is_some() {
        let which = if encoding.is_some() { "encoding" } else { "errors" };
        return Err(Raise::type_error(format!("{which} without a string argument")));
    }
    if let Some(bytes) = access::bytes(ctx.heap, &source) {
        return Ok(bytes.to_vec());
    }
    if let Some(method) = ctx.special(&source, "__bytes__") {
        let answer = ctx.ask(method, vec![source])?;
        return index::bytes_from(ctx, &answer);
    }
    if let Some(count) = access::whole(ctx, &source)? {
        let cannot = || Raise::error("OverflowError", "cannot fit 'int' into an index-sized integer");
        let count = count.to_int().ok_or_else(cannot)?;
        let count = usize::try_from(count).map_err(|_| Raise::value_error("negative count"))?;
        ctx.claim(count)?;
        return Ok(vec![0; count]);
    }
    if !iterate::is_iterable(ctx, &source) {
        let kind = ctx.heap.type_name(&source);
        return Err(Raise::type_error(format!("cannot convert '{kind}' object to {name}")));
    }
    let in_range = |raise: Raise| match raise.class() {
        Some("ValueError") if name == "bytes" => Raise::value_error("bytes must be in range(0, 256)"),
        _ => raise,
    };
    index::bytes_from(ctx, &source).map_err(in_range)
}

fn dict(ctx: &mut Ctx, args: &Args) -> Outcome {
    if args.positional.len() > 1 {
        let given = args.positional.len();
        return Err(Raise::type_error(format!("dict expected at most 1 argument, got {given}")));
    }
    let mut dict = Dict::default();
    if let Some(source) = args.positional.first() {
        for (name, value) in sets::pairs(ctx, source)? {
            let key = super::hash::key_among(ctx, &dict, &name)?;
            dict.put(key, name, value);
        }
    }
    for (name, value) in &args.named {
        dict.put(Key::Str(name.clone()), Value::Str(name.clone()), value.clone());
    }
    Ok(ctx.heap.value(Object::Dict(dict)))
}

fn range(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [first, second, third] = take(args, "range", ["", "", ""], 1)?;
    let number = |ctx: &mut Ctx, value: Option<Value>| match value {
        Some(value) => access::size(ctx, &value).map(Some),
        None => Ok(None),
    };
    let (first, second, step) = (number(ctx, first)?, number(ctx, second)?, number(ctx, third)?.unwrap_or(1));
    if step == 0 {
        return Err(Raise::value_error("range() arg 3 must not be zero"));
    }
    let (start, stop) =
        second.map_or((0, first.unwrap_or_default()), |stop| (first.unwrap_or_default(), stop));
    Ok(ctx.heap.value(Object::Range { start, stop, step }))
}

fn slice(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [first, second, third] = take(args, "slice", ["", "", ""], 1)?;
    let parts = match (first.unwrap_or(Value::None), second) {
        (stop, None) => [Value::None, stop, Value::None],
        (start, Some(stop)) => [start, stop, third.unwrap_or(Value::None)],
    };
    Ok(ctx.heap.value(Object::Slice(parts)))
}
