//! Methods of strings.

use std::rc::Rc;

use super::args::{exactly, take};
use super::methods::no_method;
use super::native::{Args, Ctx, Outcome, Raise};
use super::value::Value;
use super::{access, codec, fields, iterate, methods_case, methods_find, methods_table};

/// What only strings have.
pub(super) const NAMES: &[&str] =
    &["casefold", "encode", "format", "format_map", "isdecimal", "isidentifier", "isnumeric", "isprintable"];

/// What strings, bytes and bytearrays have.
pub(super) const OF_TEXT: &[&str] = &[
    "capitalize",
    "center",
    "count",
    "endswith",
    "expandtabs",
    "find",
    "index",
    "isalnum",
    "isalpha",
    "isascii",
    "isdigit",
    "islower",
    "isspace",
    "istitle",
    "isupper",
    "join",
    "ljust",
    "lower",
    "lstrip",
    "maketrans",
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rfind",
    "rindex",
    "rjust",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "translate",
    "upper",
    "zfill",
];

/// White space, as `str.isspace` sees it.
pub(super) fn is_space(char: char) -> bool {
    char.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&char)
}

/// The value of a decimal digit of any script.
pub(super) fn decimal(char: char) -> Option<u32> {
    const ZEROS: [u32; 66] = [
        0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
        0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0,
        0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30,
        0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0,
        0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec,
        0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
    ];
    let code = u32::from(char);
    let at = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    Some(code - ZEROS[at]).filter(|digit| *digit < 10)
}

pub(super) fn call(ctx: &mut Ctx, receiver: &Value, name: &str, args: &Args) -> Outcome {
    let text: Rc<str> = match receiver {
        Value::Str(text) => text.clone(),
        _ => "".into(),
    };
    ctx.work += (text.len() / 32) as u64;
    let called = format!("str.{name}");
    match name {
        "find" | "rfind" | "index" | "rindex" | "count" => methods_find::find(ctx, &text, name, args),
        "startswith" | "endswith" => methods_find::begins_or_ends(ctx, &text, name, args),
        "split" | "rsplit" => split(ctx, &text, name, args),
        "splitlines" => {
            let [keep] = take(args, name, ["keepends"], 0)?;
            let keep = super::builtins::flag(ctx, keep)?;
            let lines = methods_find::lines(&text, keep);
            ctx.may_spend(lines.len() as u64 * 4)?;
            let lines = lines.into_iter().map(Value::str).collect();
            Ok(ctx.heap.list(lines))
        }
        "strip" | "lstrip" | "rstrip" => strip(&text, name, args),
        "partition" | "rpartition" => partition(ctx, &text, name, args),
        "replace" => replace(ctx, &text, args),
        "join" => {
            let [items] = exactly(args, &called)?;
            join(ctx, &text, &items)
        }
        "removeprefix" | "removesuffix" => {
            let [part] = exactly(args, &called)?;
            let part = access::string(ctx, &part, &format!("{name}() argument"))?;
            let cut =
                if name == "removeprefix" { text.strip_prefix(&*part) } else { text.strip_suffix(&*part) };
            Ok(cut.map_or(Value::Str(text.clone()), Value::str))
        }
        "center" | "ljust" | "rjust" | "zfill" | "expandtabs" => fill(ctx, &text, name, args),
        "encode" => {
            let [encoding, errors] = take(args, name, ["encoding", "errors"], 0)?;
            let what = "encode() argument 'encoding'";
            if let Some(encoding) = &encoding {
                access::string(ctx, encoding, what)?;
            }
            let bytes = codec::encode(ctx, &text, encoding.as_ref(), errors.as_ref())?;
            ctx.claim(bytes.len())?;
            Ok(Value::Bytes(bytes.into()))
        }
        "format" => fields::format_text(ctx, &text, args, None).map(Value::Str),
        "format_map" => {
            let [mapping] = exactly(args, &called)?;
            fields::format_text(ctx, &text, &Args::default(), Some(&mapping)).map(Value::Str)
        }
        "translate" => {
            let [table] = exactly(args, &called)?;
            methods_table::translate(ctx, &text, &table)
        }
        "maketrans" => methods_table::make(ctx, args),
        _ => {
            exactly::<0>(args, &called)?;
            ctx.may_spend(text.len() as u64)?;
            methods_case::call(&text, name).ok_or_else(|| no_method(ctx, receiver, name))
        }
    }
}

/// Joins strings.
fn join(ctx: &mut Ctx, between: &str, items: &Value) -> Outcome {
    if !iterate::is_iterable(ctx, items) {
        return Err(Raise::type_error("can only join an iterable"));
    }
    let items = iterate::collect(ctx, items)?;
    let mut joined = String::new();
    for (at, item) in items.iter().enumerate() {
        let Value::Str(part) = item else {
            let name = ctx.heap.type_name(item);
            let what = format!("sequence item {at}: expected str instance, {name} found");
            return Err(Raise::type_error(what));
        };
        if at > 0 {
            joined.push_str(between);
        }
        joined.push_str(part);
        if joined.len() > ctx.heap.most {
            break;
        }
    }
    ctx.claim(joined.len())?;
    Ok(Value::string(joined))
}

/// How often something may be done at most; below zero means without a limit.
pub(super) fn most(ctx: &mut Ctx, value: Option<Value>) -> Outcome<usize> {
    match value {
        Some(value) => Ok(usize::try_from(access::size(ctx, &value)?).unwrap_or(usize::MAX)),
        None => Ok(usize::MAX),
    }
}

fn split(ctx: &mut Ctx, text: &str, name: &str, args: &Args) -> Outcome {
    let [separator, limit] = take(args, name, ["sep", "maxsplit"], 0)?;
    let limit = most(ctx, limit)?;
    let separator = separator.filter(|value| !matches!(value, Value::None));
    ctx.may_spend(match &separator {
        Some(Value::Str(separator)) if !separator.is_empty() => 4 * text.matches(&**separator).count() as u64,
        _ => text.len() as u64 / 2,
    })?;
    let parts = match separator {
        None => methods_find::words(text, limit, name == "rsplit", is_space),
        Some(Value::Str(separator)) if separator.is_empty() => {
            return Err(Raise::value_error("empty separator"));
        }
        Some(Value::Str(separator)) if name == "split" => {
            text.splitn(limit.saturating_add(1), &*separator).collect()
        }
        Some(Value::Str(separator)) => {
            let mut parts: Vec<&str> = text.rsplitn(limit.saturating_add(1), &*separator).collect();
            parts.reverse();
            parts
        }
        Some(other) => {
            let name = ctx.heap.type_name(&other);
            return Err(Raise::type_error(format!("must be str or None, not {name}")));
        }
    };
    let parts: Vec<Value> = parts.into_iter().map(Value::str).collect();
    ctx.claim(parts.len() * 16)?;
    Ok(ctx.heap.list(parts))
}

fn strip(text: &str, name: &str, args: &Args) -> Outcome {
    let [chars] = take(args, name, [""], 0)?;
    let chars = match chars {
        None | Some(Value::None) => None,
        Some(Value::Str(chars)) => Some(chars),
        Some(_) => return Err(Raise::type_error(format!("{name} arg must be None or str"))),
    };
    let unwanted = |char: char| chars.as_ref().map_or_else(|| is_space(char), |chars| chars.contains(char));
    Ok(Value::str(match name {
        "strip" => text.trim_matches(unwanted),
        "lstrip" => text.trim_start_matches(unwanted),
        _ => text.trim_end_matches(unwanted),
    }))
}

fn partition(ctx: &mut Ctx, text: &str, name: &str, args: &Args) -> Outcome {
    let [separator] = exactly(args, &format!("str.{name}"))?;
    let Value::Str(separator) = separator else {
        let name = ctx.heap.type_name(&separator);
        return Err(Raise::type_error(format!("must be str, not {name}")));
    };
    if separator.is_empty() {
        return Err(Raise::value_error("empty separator"));
    }
    let found =
        if name == "partition" { text.split_once(&*separator) } else { text.rsplit_once(&*separator) };
    let parts = match found {
        Some((before, after)) => [before, &separator, after],
        None if name == "partition" => [text, "", ""],
        None => ["", "", text],
    };
    Ok(ctx.heap.tuple(parts.map(Value::str).to_vec()))
}

fn replace(ctx: &mut Ctx, text: &str, args: &Args) -> Outcome {
    let [old, new, limit] = take(args, "replace", ["", "", ""], 2)?;
    let old = access::string(ctx, &old.unwrap_or(Value::None), "replace() argument 1")?;
    let new = access::string(ctx, &new.unwrap_or(Value::None), "replace() argument 2")?;
    let limit = most(ctx, limit)?;
    let times = if old.is_empty() { access::chars(text) + 1 } else { text.len() / old.len() }.min(limit);
    ctx.claim(text.len().saturating_add(times.saturating_mul(new.len())))?;
    ctx.may_spend(text.matches(&*old).take(limit).count() as u64 * 2)?;
    Ok(Value::string(text.replacen(&*old, &new, limit)))
}

fn fill(ctx: &mut Ctx, text: &str, name: &str, args: &Args) -> Outcome {
    if name == "expandtabs" {
        let [size] = take(args, name, ["tabsize"], 0)?;
        let size = match size {
            Some(size) => access::size(ctx, &size)?.max(0) as usize,
            None => 8,
        };
        ctx.claim(text.matches('\t').count().saturating_mul(size).saturating_add(text.len()))?;
        return Ok(Value::string(methods_find::expand_tabs(text, size)));
    }
    let [width, filler] = if name == "zfill" {
        let [width] = exactly(args, "str.zfill")?;
        [Some(width), Some(Value::str("0"))]
    } else {
        take(args, name, ["", ""], 1)?
    };
    let width = access::size(ctx, &width.unwrap_or(Value::None))?.max(0) as usize;
    let filler = filler.unwrap_or(Value::str(" "));
    let Value::Str(filler) = &filler else {
        let kind = ctx.heap.type_name(&filler);
        return Err(Raise::type_error(format!("The fill character must be a unicode character, not {kind}")));
    };
    if access::chars(filler) != 1 {
        return Err(Raise::type_error("The fill character must be exactly one character long"));
    }
    ctx.claim(width.saturating_mul(filler.len()))?;
    Ok(Value::string(filled(text, width, filler, name)))
}

/// A text filled up to a width.
pub(super) fn filled(text: &str, width: usize, filler: &str, how: &str) -> String {
    let missing = width.saturating_sub(access::chars(text));
    let (before, sign) = match how {
        "ljust" => (0, 0),
        // Where the places do not divide evenly, CPython puts the odd one before if the width is odd.
        "center" => (missing / 2 + (missing & width & 1), 0),
        "zfill" => (missing, usize::from(text.starts_with(['+', '-']))),
        _ => (missing, 0),
    };
    let (sign, text) = text.split_at(sign);
    [sign, &filler.repeat(before), text, &filler.repeat(missing - before)].concat()
}
