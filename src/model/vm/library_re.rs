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

/// A compiled pattern may take so many bytes; what a letter of the text costs at most, where it takes no more than that.
const SIZES: [(usize, u64); 4] = [(1 << 11, 4), (1 << 13, 24), (1 << 16, 200), (1 << 20, 3200)];
/// Matches are handed out when they have cost so much; then others have their turn.
const BATCH: u64 = 1_000_000;

/// Where a match and its groups are, in bytes of the text.
type Spans = Vec<Option<(usize, usize)>>;

struct Matcher {
    regex: Regex,
    dollar: bool,
    /// What a letter of the text may cost.
    cost: u64,
}

impl Matcher {
    fn new(pattern: &str, flags: i64, whole: bool) -> Result<Matcher, String> {
        let pattern = translate(pattern, flags)?;
        let has = |flag| pattern.flags & flag != 0;
        let text = if whole { format!("(?:{})\\z", pattern.text) } else { pattern.text.clone() };
        let mut builder = RegexBuilder::new(&text);
        builder
            .case_insensitive(has(IGNORE_CASE))
            .multi_line(has(MULTI_LINE))
            .dot_matches_new_line(has(DOT_ALL));
        let mut problem = String::new();
        for (size, cost) in SIZES {
            match builder.size_limit(size).build() {
                Ok(regex) => return Ok(Matcher { regex, dollar: pattern.dollar && !whole, cost }),
                Err(error) => problem = error.to_string(),
            }
        }
        Err(problem)
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

/// A place in a text, in bytes and in characters: others are counted from it.
#[derive(Clone, Copy)]
struct Here {
    byte: usize,
    character: usize,
}

impl Here {
    fn at(self, text: &str, byte: usize) -> Here {
        let character = match byte.checked_sub(self.byte) {
            Some(_) => self.character + super::access::chars(&text[self.byte..byte]),
            None => super::access::chars(&text[..byte]),
        };
        Here { byte, character }
    }
}

/// Spans as Python's tuples.
fn tuples(ctx: &mut Ctx, text: &str, start: Here, spans: &Spans) -> Value {
    let place = |byte: usize| Value::Int(start.at(text, byte).character as i64);
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
    ctx.may_spend((text.len() - at) as u64 * matcher.cost)?;
    ctx.work += (text.len() - at) as u64 / 4;
    let start = Here { byte: 0, character: 0 };
    let anchored = mode != "search";
    let found =
        matcher.first(&text, at).filter(|spans| !anchored || spans[0].is_some_and(|span| span.0 == at));
    Ok(found.map_or(Value::None, |spans| tuples(ctx, &text, start, &spans)))
}

/// `_re_all(pattern, flags, text, limit, start)`: the next matches that do not overlap, `limit` of them at most (0: all), and
/// where to go on for more, or None.
///
/// Not modelled, because it is rare: a match that is not empty at the place of one that was (`re.findall`).
fn all(ctx: &mut Ctx, args: &Args) -> Outcome {
    let matcher = matcher(args, false)?;
    let text = text(args.positional.get(2))?;
    let limit = usize::try_from(int(args, 3)?).ok().filter(|limit| *limit > 0).unwrap_or(usize::MAX);
    let character = usize::try_from(int(args, 4)?).unwrap_or(0);
    let mut here = Here { byte: byte_of(&text, character), character };
    let mut found = Vec::new();
    let mut more = Value::None;
    let mut busy = 0;
    while found.len() < limit {
        // A search may look at all that is left, whatever it finds.
        let left = (text.len() - here.byte) as u64 * matcher.cost;
        if busy > 0 && busy + left > BATCH {
            more = Value::Int(here.character as i64);
            break;
        }
        busy += left;
        ctx.may_spend(left)?;
        let Some(spans) = matcher.first(&text, here.byte) else { break };
        let Some((start, end)) = spans[0] else { break };
        ctx.spend((end - here.byte) as u64 / 4 + left / 24 + 1)?;
        let begin = here.at(&text, start);
        found.push(tuples(ctx, &text, begin, &spans));
        ctx.claim(found.len() * 64)?;
        here = begin.at(&text, end);
        let Some(next) = text[end..].chars().next() else {
            // A match that is not empty may be followed by an empty one at the end.
            if start == end {
                break;
            }
            continue;
        };
        if start == end {
            here = Here { byte: end + next.len_utf8(), character: here.character + 1 };
        }
    }
    let found = ctx.heap.list(found);
    Ok(ctx.heap.tuple(vec![found, more]))
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

    fn found(pattern: &str, flags: i64, text: Value, limit: i64, at: i64) -> String {
        call(all, &[Value::str(pattern), Value::Int(flags), text, Value::Int(limit), Value::Int(at)])
    }

    #[test]
    fn all_matches_are_found_the_empty_ones_too() {
        let every = "(((0 0)) ((1 2)) ((2 2)) ((3 3)) ((4 4)))";
        assert_eq!(found("x*", 0, Value::str("axbc"), 0, 0), format!("({every} None)"));
        assert_eq!(found("x*", 0, Value::str("axbc"), 0, 3), "((((3 3)) ((4 4))) None)");
        assert_eq!(found("x*", 0, Value::str("axbc"), 2, 0), "((((0 0)) ((1 2))) None)");
        assert_eq!(found("\u{e9}|b", 0, Value::str("\u{e9}a\u{e9}b"), 0, 1), "((((2 3)) ((3 4))) None)");
        let bytes = call(
            all,
            &[
                Value::bytes(b"\xff."),
                Value::Int(0),
                Value::bytes(b"a\xff\xfe"),
                Value::Int(0),
                Value::Int(0),
            ],
        );
        assert_eq!(bytes, "((((1 3))) None)");
    }

    /// Each search may look at all that is left: after some, others have their turn.
    #[test]
    fn many_matches_in_a_long_text_come_in_batches() {
        let (text, mut at, mut batches, mut matches) = ("x".repeat(2000), 0, 0, 0);
        loop {
            let told = found("x*y|x", 0, Value::str(&text), 0, at);
            matches += told.matches("((").count();
            batches += 1;
            match told.rsplit_once(' ').and_then(|(_, more)| more.trim_end_matches(')').parse().ok()) {
                Some(more) => at = more,
                None => break,
            }
        }
        assert!(batches > 3 && matches > 2000, "{batches} {matches}");
    }

    #[test]
    fn names_are_told_or_what_is_wrong() {
        assert_eq!(call(names, &[Value::str("(?P<host>a)(b)"), Value::Int(0)]), "(2 ((\"host\" 1)))");
        assert!(translate("(?=a)", 0).is_err_and(|why| why.contains("look-ahead")));
    }
}
