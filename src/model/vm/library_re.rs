//! Natives behind the library's module `re`.
//!
//! Places in a text are counted in characters, as Python counts them; bytes are matched as the 256 first characters.

use std::borrow::Cow;

use regex_lite::{Captures, Regex, RegexBuilder};

use super::builtins::Native;
use super::library_re_syntax::{DOT_ALL, IGNORE_CASE, MULTI_LINE, translate};
use super::native::{Args, Ctx, Outcome, Raise};
use super::value::Value;

/// The functions, by the names that `_native` gives them.
pub(super) const NATIVES: &[Native] = &[
    Native { name: "_re_all", function: all },
    Native { name: "_re_names", function: names },
    Native { name: "_re_search", function: search },
];

/// A compiled pattern may take so many bytes.
const MOST: usize = 1 << 20;

/// Where a match and its groups are, in bytes of the text.
type Spans = Vec<Option<(usize, usize)>>;

struct Matcher {
    regex: Regex,
    dollar: bool,
}

impl Matcher {
    fn new(pattern: &str, flags: i64, whole: bool) -> Result<Matcher, String> {
        let pattern = translate(pattern, flags)?;
        let has = |flag| pattern.flags & flag != 0;
        let text = if whole { format!("(?:{})\\z", pattern.text) } else { pattern.text.clone() };
        let regex = RegexBuilder::new(&text)
            .case_insensitive(has(IGNORE_CASE))
            .multi_line(has(MULTI_LINE))
            .dot_matches_new_line(has(DOT_ALL))
            .size_limit(MOST)
            .build()
            .map_err(|problem| problem.to_string())?;
        Ok(Matcher { regex, dollar: pattern.dollar && !whole })
    }

    /// The first match at or after a place.
    fn first(&self, text: &str, at: usize) -> Option<Spans> {
        let found = self.regex.captures_at(text, at).map(spans);
        // Python's `$` is also true before a line feed at the very end: such a match is one in the text without it.
        let Some(shorter) = text.strip_suffix('\n').filter(|shorter| self.dollar && at <= shorter.len())
        else {
            return found;
        };
        let earlier = self.regex.captures_at(shorter, at).map(spans);
        let start = |spans: &Option<Spans>| {
            spans.as_ref().and_then(|spans| spans[0]).map_or(usize::MAX, |span| span.0)
        };
        if start(&earlier) < start(&found) { earlier } else { found }
    }
}

fn spans(captures: Captures) -> Spans {
    captures.iter().map(|group| group.map(|group| (group.start(), group.end()))).collect()
}

/// The text of a str; bytes as characters of the same numbers.
fn text(value: Option<&Value>) -> Outcome<Cow<'_, str>> {
    match value {
        Some(Value::Str(text)) => Ok(Cow::Borrowed(text)),
        Some(Value::Bytes(bytes)) => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        _ => Err(Raise::type_error("expected string or bytes-like object")),
    }
}

fn int(args: &Args, index: usize) -> Outcome<i64> {
    let number = args.positional.get(index).and_then(Value::to_int);
    number.ok_or_else(|| Raise::type_error("an integer is required"))
}

/// The byte at which a character begins.
fn byte_of(text: &str, character: usize) -> usize {
    if text.is_ascii() {
        return character.min(text.len());
    }
    text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte)
}

/// Spans as Python's tuples.
fn tuples(ctx: &mut Ctx, text: &str, spans: &Spans) -> Value {
    let ascii = text.is_ascii();
    let place = |byte: usize| Value::Int(if ascii { byte } else { text[..byte].chars().count() } as i64);
    let spans = spans
        .iter()
        .map(|span| match span {
            Some((start, end)) => ctx.heap.tuple(vec![place(*start), place(*end)]),
            None => Value::None,
        })
        .collect();
    ctx.heap.tuple(spans)
}

fn matcher(args: &Args, whole: bool) -> Outcome<Matcher> {
    let pattern = text(args.positional.first())?;
    Matcher::new(&pattern, int(args, 1)?, whole).map_err(Raise::value_error)
}

/// `_re_names(pattern, flags)`: how many groups there are, and the names with their numbers; or what is wrong.
fn names(ctx: &mut Ctx, args: &Args) -> Outcome {
    let pattern = text(args.positional.first())?;
    ctx.work += pattern.len() as u64;
    let matcher = match Matcher::new(&pattern, int(args, 1)?, false) {
        Ok(matcher) => matcher,
        Err(problem) if problem.starts_with("This laboratory") => return Err(Raise::lacks(problem)),
        Err(problem) => return Ok(Value::string(problem)),
    };
    let named: Vec<(usize, &str)> =
        matcher.regex.capture_names().enumerate().filter_map(|(index, name)| Some((index, name?))).collect();
    let pairs = named
        .into_iter()
        .map(|(index, name)| ctx.heap.tuple(vec![Value::str(name), Value::Int(index as i64)]));
    let pairs = pairs.collect();
    let pairs = ctx.heap.tuple(pairs);
    Ok(ctx.heap.tuple(vec![Value::Int(matcher.regex.captures_len() as i64 - 1), pairs]))
}

/// `_re_search(pattern, flags, text, start, mode)`: the spans of the match and its groups, or None.
fn search(ctx: &mut Ctx, args: &Args) -> Outcome {
    let mode = text(args.positional.get(4))?;
    let matcher = matcher(args, mode == "fullmatch")?;
    let text = text(args.positional.get(2))?;
    let at = byte_of(&text, usize::try_from(int(args, 3)?).unwrap_or(0));
    ctx.work += (text.len() - at) as u64 / 4;
    let anchored = mode != "search";
    let found =
        matcher.first(&text, at).filter(|spans| !anchored || spans[0].is_some_and(|span| span.0 == at));
    Ok(found.map_or(Value::None, |spans| tuples(ctx, &text, &spans)))
}

/// `_re_all(pattern, flags, text, limit)`: all matches that do not overlap, `limit` of them at most (0: all).
///
/// Not modelled, because it is rare: a match that is not empty at the place of one that was (`re.findall`).
fn all(ctx: &mut Ctx, args: &Args) -> Outcome {
    let matcher = matcher(args, false)?;
    let text = text(args.positional.get(2))?;
    let limit = usize::try_from(int(args, 3)?).ok().filter(|limit| *limit > 0).unwrap_or(usize::MAX);
    ctx.work += text.len() as u64 / 4;
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < limit
        && let Some(spans) = matcher.first(&text, at)
        && let Some((start, end)) = spans[0]
    {
        found.push(tuples(ctx, &text, &spans));
        ctx.claim(found.len() * 64)?;
        let Some(next) = text[end..].chars().next() else {
            // A match that is not empty may be followed by an empty one at the end.
            if start == end {
                break;
            }
            at = end;
            continue;
        };
        at = if start == end { end + next.len_utf8() } else { end };
    }
    Ok(ctx.heap.list(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vm::heap::Heap;
    use crate::model::vm::native::NativeFn;
    use crate::model::vm::object::Object;

    fn call(function: NativeFn, values: &[Value]) -> String {
        let mut heap = Heap::new(1 << 20);
        let mut ctx = Ctx::new(&mut heap, &[], 0);
        let args = Args { positional: values.to_vec(), named: Vec::new() };
        let value = function(&mut ctx, &args).expect("no error");
        shown(&heap, &value)
    }

    fn shown(heap: &Heap, value: &Value) -> String {
        match heap.object(value) {
            Some(Object::Tuple(items) | Object::List(items)) => {
                format!("({})", items.iter().map(|item| shown(heap, item)).collect::<Vec<_>>().join(" "))
            }
            _ => format!("{value:?}"),
        }
    }

    fn searched(pattern: &str, text: &str, start: i64, mode: &str) -> String {
        let args =
            [Value::str(pattern), Value::Int(0), Value::str(text), Value::Int(start), Value::str(mode)];
        call(search, &args)
    }

    #[test]
    fn a_match_tells_the_spans_of_its_groups() {
        assert_eq!(searched(r":(\d+)$", "1.2.3.4:80", 0, "search"), "((7 10) (8 10))");
        assert_eq!(searched("(a)|(b)", "xb", 0, "search"), "((1 2) None (1 2))");
        assert_eq!(searched("é+", "caféé!", 0, "search"), "((3 5))");
        assert_eq!(searched("a", "ba", 0, "match"), "None");
        assert_eq!(searched("a", "ba", 1, "match"), "((1 2))");
        assert_eq!(searched("a|ab", "ab", 0, "fullmatch"), "((0 2))");
    }

    #[test]
    fn a_dollar_is_also_before_the_last_line_feed() {
        assert_eq!(searched("a$", "a\n", 0, "search"), "((0 1))");
        assert_eq!(searched("a$", "a\nb\n", 0, "search"), "None");
        assert_eq!(searched(r"\s*$", "a \n", 0, "search"), "((1 3))");
        assert_eq!(searched("a$", "a\n", 0, "fullmatch"), "None");
    }

    #[test]
    fn all_matches_are_found_the_empty_ones_too() {
        let args = |pattern: &str, text: Value| [Value::str(pattern), Value::Int(0), text, Value::Int(0)];
        assert_eq!(call(all, &args("x*", Value::str("axbc"))), "(((0 0)) ((1 2)) ((2 2)) ((3 3)) ((4 4)))");
        let bytes = [Value::bytes(b"\xff."), Value::Int(0), Value::bytes(b"a\xff\xfe"), Value::Int(0)];
        assert_eq!(call(all, &bytes), "(((1 3)))");
    }

    #[test]
    fn names_are_told_or_what_is_wrong() {
        assert_eq!(call(names, &[Value::str("(?P<host>a)(b)"), Value::Int(0)]), "(2 ((\"host\" 1)))");
        assert!(translate("(?=a)", 0).is_err_and(|why| why.contains("look-ahead")));
    }
}
