//! `str.format`: texts with replacement fields in braces.

use std::rc::Rc;

use super::exceptions;
use super::native::{Args, Ctx, Outcome, Raise};
use super::value::Value;
use super::{access, format, index, text};

/// Where the values of fields come from, and how they have been numbered so far.
struct Source<'a> {
    args: &'a Args,
    /// What `format_map` was given.
    mapping: Option<&'a Value>,
    automatic: usize,
    manual: bool,
}

/// One replacement field.
struct Field {
    name: Vec<char>,
    conversion: Option<char>,
    spec: Vec<char>,
}

/// `text.format(*args, **named)`, or `text.format_map(mapping)`.
pub(super) fn format_text(
    ctx: &mut Ctx,
    text: &str,
    args: &Args,
    mapping: Option<&Value>,
) -> Outcome<Rc<str>> {
    let chars: Vec<char> = text.chars().collect();
    let mut source = Source { args, mapping, automatic: 0, manual: false };
    let text = render(ctx, &chars, &mut source, 2)?;
    ctx.claim(text.len())?;
    Ok(text.into())
}

fn render(ctx: &mut Ctx, chars: &[char], source: &mut Source, depth: u32) -> Outcome<String> {
    if depth == 0 {
        return Err(Raise::value_error("Max string recursion exceeded"));
    }
    let mut out = String::new();
    let mut at = 0;
    while let Some(char) = chars.get(at) {
        at += 1;
        let doubled = chars.get(at) == Some(char);
        match char {
            '{' | '}' if doubled => {
                out.push(*char);
                at += 1;
            }
            '}' => return Err(Raise::value_error("Single '}' encountered in format string")),
            '{' if at == chars.len() => {
                return Err(Raise::value_error("Single '{' encountered in format string"));
            }
            '{' => {
                let field = field(chars, &mut at)?;
                out.push_str(&replaced(ctx, &field, source, depth)?);
            }
            other => out.push(*other),
        }
    }
    Ok(out)
}

/// Reads a field, from behind its opening brace to behind its closing one.
fn field(chars: &[char], at: &mut usize) -> Outcome<Field> {
    let begin = *at;
    let mut in_brackets = false;
    let end = loop {
        match chars.get(*at) {
            Some('{') => return Err(Raise::value_error("unexpected '{' in field name")),
            Some('[') => in_brackets = true,
            Some(']') => in_brackets = false,
            Some(end @ ('}' | ':' | '!')) if !in_brackets => break *end,
            Some(_) => {}
            None => return Err(Raise::value_error("expected '}' before end of string")),
        }
        *at += 1;
    };
    let name = chars[begin..*at].to_vec();
    *at += 1;
    let mut conversion = None;
    if end == '!' {
        let missing = "end of string while looking for conversion specifier";
        conversion = Some(*chars.get(*at).ok_or_else(|| Raise::value_error(missing))?);
        *at += 2;
        match chars.get(*at - 1) {
            Some('}') => return Ok(Field { name, conversion, spec: Vec::new() }),
            Some(':') => {}
            Some(_) => return Err(Raise::value_error("expected ':' after conversion specifier")),
            None => return Err(Raise::value_error("unmatched '{' in format spec")),
        }
    } else if end == '}' {
        return Ok(Field { name, conversion, spec: Vec::new() });
    }
    let begin = *at;
    let mut open = 1;
    while let Some(char) = chars.get(*at) {
        open += i32::from(*char == '{') - i32::from(*char == '}');
        *at += 1;
        if open == 0 {
            return Ok(Field { name, conversion, spec: chars[begin..*at - 1].to_vec() });
        }
    }
    Err(Raise::value_error("unmatched '{' in format spec"))
}

fn replaced(ctx: &mut Ctx, field: &Field, source: &mut Source, depth: u32) -> Outcome<Rc<str>> {
    let value = value(ctx, &field.name, source)?;
    let value = match field.conversion {
        None => value,
        Some('s') => Value::Str(text::str(ctx, &value)?),
        Some('r') => Value::Str(text::repr(ctx, &value)?),
        Some('a') => Value::Str(text::ascii(ctx, &value)?),
        Some(other) => return Err(Raise::value_error(format!("Unknown conversion specifier {other}"))),
    };
    let spec = match field.spec.contains(&'{') || field.spec.contains(&'}') {
        true => render(ctx, &field.spec, source, depth - 1)?,
        false => field.spec.iter().collect(),
    };
    format::format(ctx, &value, &spec)
}

/// The value that a field's name means, such as `0`, `who.name` or `rows[2]`.
fn value(ctx: &mut Ctx, name: &[char], source: &mut Source) -> Outcome {
    let first = name.iter().position(|char| ".[".contains(*char)).unwrap_or(name.len());
    let mut value = first_value(ctx, &name[..first], source)?;
    let mut at = first;
    while let Some(mark) = name.get(at) {
        at += 1;
        let begin = at;
        let ends = |char: &char| if *mark == '[' { *char == ']' } else { ".[".contains(*char) };
        at += name[at..].iter().position(ends).unwrap_or(name.len() - at);
        let part: String = name[begin..at].iter().collect();
        if part.is_empty() {
            return Err(Raise::value_error("Empty attribute in format string"));
        }
        if *mark == '.' {
            value = access::ask_library(ctx, "getattr", vec![value, Value::string(part)])?;
            continue;
        }
        if at == name.len() {
            return Err(Raise::value_error("Missing ']' in format string"));
        }
        at += 1;
        if name.get(at).is_some_and(|char| !".[".contains(*char)) {
            return Err(Raise::value_error("Only '.' or '[' may follow ']' in format field specifier"));
        }
        let key = part.parse().map_or_else(|_| Value::str(&part), Value::Int);
        value = index::get(ctx, &value, &key)?;
    }
    Ok(value)
}

fn first_value(ctx: &mut Ctx, name: &[char], source: &mut Source) -> Outcome {
    let name: String = name.iter().collect();
    let number = if name.is_empty() {
        if source.manual {
            let what = "cannot switch from manual field specification to automatic field numbering";
            return Err(Raise::value_error(what));
        }
        source.automatic += 1;
        Some(source.automatic - 1)
    } else if name.chars().all(|char| char.is_ascii_digit()) {
        if source.automatic > 0 {
            let what = "cannot switch from automatic field numbering to manual field specification";
            return Err(Raise::value_error(what));
        }
        source.manual = true;
        Some(name.parse().map_err(|_| Raise::value_error("Too many decimal digits in format string"))?)
    } else {
        None
    };
    match (number, source.mapping) {
        (Some(_), Some(_)) => Err(Raise::value_error("Format string contains positional fields")),
        (Some(number), None) => source.args.positional.get(number).cloned().ok_or_else(|| {
            let what = format!("Replacement index {number} out of range for positional args tuple");
            Raise::error("IndexError", what)
        }),
        (None, Some(mapping)) => index::get(ctx, mapping, &Value::string(name)),
        (None, None) => match source.args.named.iter().find(|(found, _)| **found == *name) {
            Some((_, value)) => Ok(value.clone()),
            None => Err(exceptions::no_key(ctx, &Value::string(name))),
        },
    }
}
