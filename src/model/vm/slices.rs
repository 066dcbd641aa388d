//! Searching and cutting bytes.

use super::args::{exactly, take, take_range};
use super::methods_bytes::{keep, wanted};
use super::methods_str::most;
use super::native::{Args, Ctx, Outcome, Raise};
use super::span::{Span, clamped};
use super::value::Value;
use super::{access, index};

/// White space, as `bytes.isspace` sees it.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    match wanted {
        [] => Some(0),
        [byte] => bytes.iter().position(|found| found == byte),
        _ => bytes.windows(wanted.len()).position(|window| window == wanted),
    }
}

fn last_position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    match wanted {
        [] => Some(bytes.len()),
        _ => bytes.windows(wanted.len()).rposition(|window| window == wanted),
    }
}

fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    if wanted.is_empty() {
        return bytes.len() + 1;
    }
    let mut count = 0;
    let mut rest = bytes;
    while let Some(at) = position(rest, wanted) {
        count += 1;
        rest = &rest[at + wanted.len()..];
    }
    count
}

fn part<'b>(
    ctx: &mut Ctx,
    bytes: &'b [u8],
    start: Option<Value>,
    stop: Option<Value>,
) -> Outcome<Option<(usize, &'b [u8])>> {
    let start = start.unwrap_or(Value::None);
    let beyond = access::whole(ctx, &start)?.is_some_and(|start| clamped(&start) > bytes.len() as i64);
    let span = Span::new(ctx, &[start, stop.unwrap_or(Value::None), Value::None], bytes.len())?;
    if beyond || span.stop < span.start {
        return Ok(None);
    }
    Ok(Some((span.start as usize, &bytes[span.start as usize..span.stop as usize])))
}

/// `find`, `rfind`, `index`, `rindex` and `count`.
pub(super) fn find(ctx: &mut Ctx, bytes: &[u8], name: &str, args: &Args) -> Outcome {
    let [sought, start, stop] = take_range(args, name)?;
    let sought = sought.unwrap_or(Value::None);
    let given = access::bytes(ctx.heap, &sought).map(<[u8]>::to_vec);
    let sought = match given {
        Some(sought) => sought,
        None if access::whole(ctx, &sought)?.is_some() => vec![index::byte(ctx, &sought)?],
        None => {
            let kind = ctx.heap.type_name(&sought);
            return Err(Raise::type_error(format!(
                "argument should be integer or bytes-like object, not '{kind}'"
            )));
        }
    };
    let within = part(ctx, bytes, start, stop)?;
    if name == "count" {
        return Ok(Value::Int(within.map_or(0, |(_, part)| count(part, &sought)) as i64));
    }
    let found = within.and_then(|(start, part)| {
        let at = if name.starts_with('r') { last_position(part, &sought) } else { position(part, &sought) };
        Some(start + at?)
    });
    match found {
        Some(at) => Ok(Value::Int(at as i64)),
        None if name.ends_with("find") => Ok(Value::Int(-1)),
        None => Err(Raise::value_error("subsection not found")),
    }
}

/// `startswith` and `endswith`.
pub(super) fn begins_or_ends(ctx: &mut Ctx, bytes: &[u8], name: &str, args: &Args) -> Outcome {
    let [sought, start, stop] = take_range(args, name)?;
    let sought = sought.unwrap_or(Value::None);
    let within = part(ctx, bytes, start, stop)?;
    let many = access::tuple(ctx.heap, &sought).map(<[Value]>::to_vec);
    let in_tuple = many.is_some();
    for sought in many.unwrap_or_else(|| vec![sought]) {
        let Some(sought) = access::bytes(ctx.heap, &sought) else {
            let kind = ctx.heap.type_name(&sought);
            return Err(Raise::type_error(match in_tuple {
                true => format!("a bytes-like object is required, not '{kind}'"),
                false => format!("{name} first arg must be bytes or a tuple of bytes, not {kind}"),
            }));
        };
        let fits = within.is_some_and(|(_, part)| match name {
            "startswith" => part.starts_with(sought),
            _ => part.ends_with(sought),
        });
        if fits {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

/// `strip`, `lstrip` and `rstrip`.
pub(super) fn strip(ctx: &mut Ctx, bytes: &[u8], name: &str, args: &Args) -> Outcome<Vec<u8>> {
    let [chars] = take(args, name, [""], 0)?;
    let chars = match chars {
        None | Some(Value::None) => None,
        Some(chars) => Some(wanted(ctx, &chars)?),
    };
    let unwanted = |byte: &u8| chars.as_ref().map_or_else(|| is_space(*byte), |chars| chars.contains(byte));
    let mut rest = bytes;
    while name != "rstrip" && rest.first().is_some_and(unwanted) {
        rest = &rest[1..];
    }
    while name != "lstrip" && rest.last().is_some_and(unwanted) {
        rest = &rest[..rest.len() - 1];
    }
    Ok(rest.to_vec())
}

/// `replace`.
pub(super) fn replace(ctx: &mut Ctx, bytes: &[u8], old: &[u8], new: &[u8], limit: usize) -> Outcome<Vec<u8>> {
    let times = count(bytes, old).min(limit);
    ctx.claim(bytes.len().saturating_add(times.saturating_mul(new.len())))?;
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    for time in 0..times {
        if old.is_empty() {
            out.extend_from_slice(new);
            if time < bytes.len() {
                out.push(rest[0]);
                rest = &rest[1..];
            }
            continue;
        }
        let at = position(rest, old).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(new);
        rest = &rest[at + old.len()..];
    }
    out.extend_from_slice(rest);
    Ok(out)
}

/// `split`, `rsplit`, `splitlines`, `partition` and `rpartition`: the parts, and whether they make a list.
pub(super) fn cut(ctx: &mut Ctx, bytes: &[u8], name: &str, args: &Args) -> Outcome<(Vec<Vec<u8>>, bool)> {
    let from_right = name.starts_with('r');
    if name == "splitlines" {
        let [keepends] = take(args, name, ["keepends"], 0)?;
        let keepends = keep(ctx, keepends)?;
        return Ok((lines(bytes, keepends), true));
    }
    if name.ends_with("partition") {
        let [separator] = exactly(args, &format!("bytes.{name}"))?;
        let separator = wanted(ctx, &separator)?;
        if separator.is_empty() {
            return Err(Raise::value_error("empty separator"));
        }
        let at = if from_right { last_position(bytes, &separator) } else { position(bytes, &separator) };
        let parts = match at {
            Some(at) => [&bytes[..at], &separator[..], &bytes[at + separator.len()..]],
            None if from_right => [&[], &[], bytes],
            None => [bytes, &[], &[]],
        };
        return Ok((parts.map(<[u8]>::to_vec).to_vec(), false));
    }
    let [separator, limit] = take(args, name, ["sep", "maxsplit"], 0)?;
    let limit = most(ctx, limit)?;
    let parts = match separator.filter(|value| !matches!(value, Value::None)) {
        None => words(bytes, limit, from_right),
        Some(separator) => {
            let separator = wanted(ctx, &separator)?;
            if separator.is_empty() {
                return Err(Raise::value_error("empty separator"));
            }
            split(bytes, &separator, limit, from_right)
        }
    };
    ctx.claim(parts.len() * 24)?;
    Ok((parts, true))
}

fn split(bytes: &[u8], separator: &[u8], limit: usize, from_right: bool) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while parts.len() < limit {
        let at = if from_right { last_position(rest, separator) } else { position(rest, separator) };
        let Some(at) = at else { break };
        let (before, after) = (&rest[..at], &rest[at + separator.len()..]);
        parts.push(if from_right { after } else { before }.to_vec());
        rest = if from_right { before } else { after };
    }
    parts.push(rest.to_vec());
    if from_right {
        parts.reverse();
    }
    parts
}

fn words(bytes: &[u8], limit: usize, from_right: bool) -> Vec<Vec<u8>> {
    let mut words = Vec::new();
    let mut rest = bytes;
    let is_space = |byte: &u8| is_space(*byte);
    loop {
        let skip = match from_right {
            true => rest.iter().rev().take_while(|byte| is_space(byte)).count(),
            false => rest.iter().take_while(|byte| is_space(byte)).count(),
        };
        rest = if from_right { &rest[..rest.len() - skip] } else { &rest[skip..] };
        if rest.is_empty() {
            break;
        }
        if words.len() == limit {
            words.push(rest.to_vec());
            break;
        }
        let (word, after) = if from_right {
            let at = rest.iter().rposition(is_space).map_or(0, |at| at + 1);
            (&rest[at..], &rest[..at])
        } else {
            rest.split_at(rest.iter().position(is_space).unwrap_or(rest.len()))
        };
        words.push(word.to_vec());
        rest = after;
    }
    if from_right {
        words.reverse();
    }
    words
}

fn lines(bytes: &[u8], keep: bool) -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let at = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let end = if rest[at..].starts_with(b"\r\n") { at + 2 } else { (at + 1).min(rest.len()) };
        lines.push(rest[..if keep { end } else { at }].to_vec());
        rest = &rest[end..];
    }
    lines
}
