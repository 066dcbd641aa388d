//! Methods of bytes and bytearrays.

use super::access;
use super::args::{exactly, take};
use super::arith::bytes_like;
use super::methods::no_method;
use super::methods_str::{filled, most};
use super::native::{Args, Ctx, Outcome, Raise};
use super::slices;
use super::span::clamped;
use super::value::{Kind, Value};
use super::{builtins, codec, index, iterate, methods_find};

/// What bytes and bytearrays have, beside what strings have too.
pub(super) const NAMES: &[&str] = &["decode", "fromhex", "hex"];

pub(super) const CHANGING: &[&str] =
    &["append", "clear", "copy", "extend", "insert", "pop", "remove", "reverse"];

/// The bytes that an argument is.
pub(super) fn wanted(ctx: &Ctx, value: &Value) -> Outcome<Vec<u8>> {
    match access::bytes(ctx.heap, value) {
        Some(bytes) => Ok(bytes.to_vec()),
        None => {
            let name = ctx.heap.type_name(value);
            Err(Raise::type_error(format!("a bytes-like object is required, not '{name}'")))
        }
    }
}

/// The methods that bytes and bytearrays share; the result is of the receiver's kind.
pub(super) fn call(ctx: &mut Ctx, kind: Kind, receiver: &Value, name: &str, args: &Args) -> Outcome {
    let bytes = access::bytes(ctx.heap, receiver).unwrap_or_default().to_vec();
    ctx.work += (bytes.len() / 32) as u64;
    ctx.may_spend((bytes.len() / 8) as u64)?;
    let called = format!("{}.{name}", kind.name());
    match name {
        "find" | "rfind" | "index" | "rindex" | "count" => slices::find(ctx, &bytes, name, args),
        "startswith" | "endswith" => slices::begins_or_ends(ctx, &bytes, name, args),
        "split" | "rsplit" | "splitlines" | "partition" | "rpartition" => {
            let (parts, in_list) = slices::cut(ctx, &bytes, name, args)?;
            let parts = parts.into_iter().map(|part| bytes_like(ctx, kind, part)).collect();
            Ok(if in_list { ctx.heap.list(parts) } else { ctx.heap.tuple(parts) })
        }
        "decode" => {
            let [encoding, errors] = take(args, name, ["encoding", "errors"], 0)?;
            if let Some(encoding) = &encoding {
                access::string(ctx, encoding, "decode() argument 'encoding'")?;
            }
            codec::decode(ctx, &bytes, encoding.as_ref(), errors.as_ref())
        }
        "hex" => hex(ctx, &bytes, args),
        "fromhex" => {
            let [text] = exactly(args, &called)?;
            let text = access::string(ctx, &text, "fromhex() argument")?;
            let bytes = from_hex(&text)?;
            Ok(bytes_like(ctx, kind, bytes))
        }
        "join" => {
            let [items] = exactly(args, &called)?;
            let joined = join(ctx, &bytes, &items)?;
            Ok(bytes_like(ctx, kind, joined))
        }
        "maketrans" => {
            let [from, to] = exactly(args, &called)?;
            let (from, to) = (wanted(ctx, &from)?, wanted(ctx, &to)?);
            if from.len() != to.len() {
                return Err(Raise::value_error("maketrans arguments must have same length"));
            }
            let mut table: Vec<u8> = (0..=255).collect();
            from.iter().zip(&to).for_each(|(from, to)| table[usize::from(*from)] = *to);
            Ok(Value::Bytes(table.into()))
        }
        _ => match tested(&bytes, name) {
            Some(truth) => {
                exactly::<0>(args, &called)?;
                Ok(Value::Bool(truth))
            }
            None => match changed(ctx, &bytes, name, args, &called)? {
                Some(changed) => Ok(bytes_like(ctx, kind, changed)),
                None => Err(no_method(ctx, receiver, name)),
            },
        },
    }
}

fn tested(bytes: &[u8], name: &str) -> Option<bool> {
    let every = |test: fn(&u8) -> bool| !bytes.is_empty() && bytes.iter().all(test);
    Some(match name {
        "isalnum" => every(u8::is_ascii_alphanumeric),
        "isalpha" => every(u8::is_ascii_alphabetic),
        "isascii" => bytes.is_ascii(),
        "isdigit" => every(u8::is_ascii_digit),
        "isspace" => every(|byte| slices::is_space(*byte)),
        "islower" => bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase),
        "isupper" => bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase),
        "istitle" => {
            let words = title(bytes) == bytes;
            words && bytes.iter().any(u8::is_ascii_alphabetic)
        }
        _ => return None,
    })
}

fn title(bytes: &[u8]) -> Vec<u8> {
    let mut within = false;
    let word = |byte: &u8| {
        let changed = if within { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
        within = byte.is_ascii_alphabetic();
        changed
    };
    bytes.iter().map(word).collect()
}

fn changed(ctx: &mut Ctx, bytes: &[u8], name: &str, args: &Args, called: &str) -> Outcome<Option<Vec<u8>>> {
    Ok(Some(match name {
        "strip" | "lstrip" | "rstrip" => slices::strip(ctx, bytes, name, args)?,
        "removeprefix" | "removesuffix" => {
            let [part] = exactly(args, called)?;
            let part = wanted(ctx, &part)?;
            let cut =
                if name == "removeprefix" { bytes.strip_prefix(&*part) } else { bytes.strip_suffix(&*part) };
            cut.unwrap_or(bytes).to_vec()
        }
        "replace" => {
            let [old, new, limit] = take(args, name, ["", "", ""], 2)?;
            let (old, new) =
                (wanted(ctx, &old.unwrap_or(Value::None))?, wanted(ctx, &new.unwrap_or(Value::None))?);
            let limit = most(ctx, limit)?;
            slices::replace(ctx, bytes, &old, &new, limit)?
        }
        "translate" => translate(ctx, bytes, args)?,
        "center" | "ljust" | "rjust" | "zfill" | "expandtabs" => fill(ctx, bytes, name, args)?,
        "upper" | "lower" | "title" | "capitalize" | "swapcase" => {
            exactly::<0>(args, called)?;
            match name {
                "upper" => bytes.to_ascii_uppercase(),
                "lower" => bytes.to_ascii_lowercase(),
                "title" => title(bytes),
                "capitalize" => {
                    let mut changed = bytes.to_ascii_lowercase();
                    changed.iter_mut().take(1).for_each(|byte| byte.make_ascii_uppercase());
                    changed
                }
                _ => {
                    let swap = |byte: &u8| if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { *byte };
                    bytes.iter().map(swap).collect()
                }
            }
        }
        _ => return Ok(None),
    }))
}

fn translate(ctx: &mut Ctx, bytes: &[u8], args: &Args) -> Outcome<Vec<u8>> {
    let [table, delete] = take(args, "translate", ["", "delete"], 1)?;
    let table = match table {
        None | Some(Value::None) => (0..=255).collect(),
        Some(table) => wanted(ctx, &table)?,
    };
    if table.len() != 256 {
        return Err(Raise::value_error("translation table must be 256 characters long"));
    }
    let delete = match delete {
        Some(delete) => wanted(ctx, &delete)?,
        None => Vec::new(),
    };
    let kept = bytes.iter().filter(|byte| !delete.contains(byte));
    Ok(kept.map(|byte| table[usize::from(*byte)]).collect())
}

/// Bytes as characters of the same numbers, and back.
fn fill(ctx: &mut Ctx, bytes: &[u8], name: &str, args: &Args) -> Outcome<Vec<u8>> {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let back = |text: String| text.chars().map(|char| u32::from(char) as u8).collect();
    if name == "expandtabs" {
        let [size] = take(args, name, ["tabsize"], 0)?;
        let size = size.map_or(Ok(8), |size| access::size(ctx, &size))?.max(0) as usize;
        ctx.claim(text.matches('\t').count().saturating_mul(size).saturating_add(text.len()))?;
        return Ok(back(methods_find::expand_tabs(&text, size)));
    }
    let most = if name == "zfill" { 1 } else { 2 };
    let [width, filler] = take(args, name, ["", ""], 1)?;
    if args.positional.len() > most {
        return Err(Raise::type_error("zfill() takes exactly one argument (2 given)"));
    }
    let width = access::size(ctx, &width.unwrap_or(Value::None))?.max(0) as usize;
    ctx.claim(width)?;
    let default = if name == "zfill" { b"0" } else { b" " };
    let filler = filler.unwrap_or(Value::bytes(default));
    let Some([byte]) = access::bytes(ctx.heap, &filler) else {
        let kind = ctx.heap.type_name(&filler);
        let what = format!("{name}() argument 2 must be a byte string of length 1, not {kind}");
        return Err(Raise::type_error(what));
    };
    Ok(back(filled(&text, width, &char::from(*byte).to_string(), name)))
}

fn join(ctx: &mut Ctx, between: &[u8], items: &Value) -> Outcome<Vec<u8>> {
    if !iterate::is_iterable(ctx, items) {
        return Err(Raise::type_error("can only join an iterable"));
    }
    let mut joined = Vec::new();
    for (at, item) in iterate::collect(ctx, items)?.iter().enumerate() {
        let Some(part) = access::bytes(ctx.heap, item) else {
            let name = ctx.heap.type_name(item);
            let what = format!("sequence item {at}: expected a bytes-like object, {name} found");
            return Err(Raise::type_error(what));
        };
        if at > 0 {
            joined.extend_from_slice(between);
        }
        joined.extend_from_slice(part);
    }
    ctx.claim(joined.len())?;
    Ok(joined)
}

/// `bytes.hex(sep, bytes_per_sep)`.
fn hex(ctx: &mut Ctx, bytes: &[u8], args: &Args) -> Outcome {
    let [separator, group] = take(args, "hex", ["sep", "bytes_per_sep"], 0)?;
    let group = group.map_or(Ok(1), |group| access::size(ctx, &group))?;
    let separator = match separator {
        Some(Value::Str(text)) => text.to_string(),
        Some(other) => wanted(ctx, &other)?.into_iter().map(char::from).collect(),
        None => String::new(),
    };
    if separator.chars().count() > 1 || (!args.positional.is_empty() && separator.is_empty()) {
        return Err(Raise::value_error("sep must be length 1."));
    }
    ctx.claim(bytes.len() * 2)?;
    let size = group.unsigned_abs() as usize;
    let mut out = String::with_capacity(bytes.len() * 2);
    for (at, byte) in bytes.iter().enumerate() {
        let counted = if group > 0 { bytes.len() - at } else { at };
        if at > 0 && size > 0 && counted.is_multiple_of(size) {
            out.push_str(&separator);
        }
        out.push_str(&format!("{byte:02x}"));
    }
    Ok(Value::string(out))
}

fn from_hex(text: &str) -> Outcome<Vec<u8>> {
    let chars: Vec<char> = text.chars().collect();
    let mut bytes = Vec::with_capacity(chars.len() / 2);
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let mut byte = 0;
        for place in at..at + 2 {
            let digit = chars.get(place).and_then(|char| char.to_digit(16));
            let wrong = || {
                Raise::value_error(format!(
                    "non-hexadecimal number found in fromhex() arg at position {place}"
                ))
            };
            byte = byte * 16 + digit.ok_or_else(wrong)?;
        }
        bytes.push(byte as u8);
        at += 2;
    }
    Ok(bytes)
}

/// The methods that change a bytearray.
pub(super) fn change(ctx: &mut Ctx, receiver: &Value, name: &str, args: &Args) -> Outcome {
    let called = format!("bytearray.{name}");
    let new: Vec<u8> = match name {
        "append" | "remove" => {
            let [byte] = exactly(args, &called)?;
            vec![index::byte(ctx, &byte)?]
        }
        "extend" => {
            let [more] = exactly(args, &called)?;
            if !iterate::is_iterable(ctx, &more) {
                let kind = ctx.heap.type_name(&more);
                return Err(Raise::type_error(format!("can't extend bytearray with {kind}")));
            }
            index::bytes_from(ctx, &more)?
        }
        "insert" => {
            let [_, byte] = exactly(args, &called)?;
            vec![index::byte(ctx, &byte)?]
        }
        "pop" => Vec::new(),
        _ => {
            exactly::<0>(args, &called)?;
            Vec::new()
        }
    };
    let at = match name {
        "insert" => clamped(&access::integer(ctx, &args.positional[0])?),
        "pop" => take(args, name, [""], 0)?[0].as_ref().map_or(Ok(-1), |at| access::size(ctx, at))?,
        _ => 0,
    };
    let Some(bytes) = access::bytearray_mut(ctx.heap, receiver) else { return Ok(Value::None) };
    let length = bytes.len() as i64;
    let place = if at < 0 { at.saturating_add(length) } else { at };
    match name {
        "append" | "extend" => bytes.extend(new),
        "clear" => bytes.clear(),
        "reverse" => bytes.reverse(),
        "insert" => bytes.insert(place.clamp(0, length) as usize, new[0]),
        "remove" => match bytes.iter().position(|byte| *byte == new[0]) {
            Some(at) => drop(bytes.remove(at)),
            None => return Err(Raise::value_error("value not found in bytearray")),
        },
        "pop" if bytes.is_empty() => return Err(Raise::error("IndexError", "pop from empty bytearray")),
        "pop" => match usize::try_from(place).ok().filter(|place| *place < bytes.len()) {
            Some(place) => return Ok(Value::Int(i64::from(bytes.remove(place)))),
            None => return Err(Raise::error("IndexError", "pop index out of range")),
        },
        _ => {
            let copy = bytes.clone();
            return Ok(bytes_like(ctx, Kind::Bytearray, copy));
        }
    }
    Ok(Value::None)
}

/// The truth of a keyword argument.
pub(super) fn keep(ctx: &mut Ctx, value: Option<Value>) -> Outcome<bool> {
    builtins::flag(ctx, value)
}
