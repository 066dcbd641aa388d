//! Searching and cutting strings.

use super::access;
use super::args::take_range;
use super::native::{Args, Ctx, Outcome, Raise};
use super::span::Span;
use super::value::Value;

/// The part of a text between two character places: where it begins (in bytes and characters), and the part. Nothing if
/// the beginning lies behind the end.
fn part<'t>(
    ctx: &mut Ctx,
    text: &'t str,
    start: Option<Value>,
    stop: Option<Value>,
) -> Outcome<Option<(usize, &'t str)>> {
    if start.is_none() && stop.is_none() {
        return Ok(Some((0, text)));
    }
    let length = access::chars(text);
    let stop = stop.unwrap_or(Value::None);
    let start = start.unwrap_or(Value::None);
    let beyond =
        access::whole(ctx, &start)?.is_some_and(|start| super::span::clamped(&start) > length as i64);
    let span = Span::new(ctx, &[start, stop, Value::None], length)?;
    if beyond || span.stop < span.start {
        return Ok(None);
    }
    let byte = |at: i64| {
        if text.is_ascii() {
            return at as usize;
        }
        text.char_indices().nth(at as usize).map_or(text.len(), |(byte, _)| byte)
    };
    Ok(Some((span.start as usize, &text[byte(span.start)..byte(span.stop)])))
}

/// `find`, `rfind`, `index`, `rindex` and `count`.
pub(super) fn find(ctx: &mut Ctx, text: &str, name: &str, args: &Args) -> Outcome {
    let [wanted, start, stop] = take_range(args, name)?;
    let wanted = match wanted.unwrap_or(Value::None) {
        Value::Str(wanted) => wanted,
        other => {
            let name = ctx.heap.type_name(&other);
            return Err(Raise::type_error(format!("must be str, not {name}")));
        }
    };
    let within = part(ctx, text, start, stop)?;
    if name == "count" {
        let count = within.map_or(0, |(_, part)| part.matches(&*wanted).count());
        return Ok(Value::Int(count as i64));
    }
    let found = within.and_then(|(start, part)| {
        let at = if name.starts_with('r') { part.rfind(&*wanted) } else { part.find(&*wanted) }?;
        Some(start + access::chars(&part[..at]))
    });
    match found {
        Some(at) => Ok(Value::Int(at as i64)),
        None if name.ends_with("find") => Ok(Value::Int(-1)),
        None => Err(Raise::value_error("substring not found")),
    }
}

/// `startswith` and `endswith`.
pub(super) fn begins_or_ends(ctx: &mut Ctx, text: &str, name: &str, args: &Args) -> Outcome {
    let [wanted, start, stop] = take_range(args, name)?;
    let wanted = wanted.unwrap_or(Value::None);
    let within = part(ctx, text, start, stop)?;
    let many = access::tuple(ctx.heap, &wanted).map(<[Value]>::to_vec);
    let in_tuple = many.is_some();
    for wanted in many.unwrap_or_else(|| vec![wanted]) {
        let Value::Str(wanted) = &wanted else {
            let kind = ctx.heap.type_name(&wanted);
            return Err(Raise::type_error(match in_tuple {
                true => format!("tuple for {name} must only contain str, not {kind}"),
                false => format!("{name} first arg must be str or a tuple of str, not {kind}"),
            }));
        };
        let fits = within.is_some_and(|(_, part)| match name {
            "startswith" => part.starts_with(&**wanted),
            _ => part.ends_with(&**wanted),
        });
        if fits {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

/// Splits at runs of white space.
pub(super) fn words(text: &str, limit: usize, from_right: bool, is_space: fn(char) -> bool) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        rest = if from_right { rest.trim_end_matches(is_space) } else { rest.trim_start_matches(is_space) };
        if rest.is_empty() {
            break;
        }
        if words.len() == limit {
            // What is left keeps its spaces on the other side.
            words.push(rest);
            break;
        }
        let (word, after) = if from_right {
            let at =
                rest.rfind(is_space).map_or(0, |at| at + rest[at..].chars().next().map_or(0, char::len_utf8));
            (&rest[at..], &rest[..at])
        } else {
            rest.split_at(rest.find(is_space).unwrap_or(rest.len()))
        };
        words.push(word);
        rest = after;
    }
    if from_right {
        words.reverse();
    }
    words
}

/// Splits at the ends of lines.
pub(super) fn lines(text: &str, keep: bool) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_end = |char: char| {
            matches!(
                char,
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
            )
        };
        let at = rest.find(is_end).unwrap_or(rest.len());
        let end = match rest[at..].chars().next() {
            Some('\r') if rest[at..].starts_with("\r\n") => at + 2,
            Some(char) => at + char.len_utf8(),
            None => at,
        };
        lines.push(if keep { &rest[..end] } else { &rest[..at] });
        rest = &rest[end..];
    }
    lines
}

/// Tabs as spaces, up to the next column that the size divides.
pub(super) fn expand_tabs(text: &str, size: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for char in text.chars() {
        match char {
            '\t' => {
                let spaces = if size == 0 { 0 } else { size - column % size };
                out.push_str(&" ".repeat(spaces));
                column += spaces;
            }
            '\n' | '\r' => {
                out.push(char);
                column = 0;
            }
            _ => {
                out.push(char);
                column += 1;
            }
        }
    }
    out
}
