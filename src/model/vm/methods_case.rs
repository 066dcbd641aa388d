//! Upper and lower case, and what kinds of characters a string is made of.

use super::methods_str::{decimal, is_space};
use super::text::is_printable;
use super::value::Value;

/// A method without arguments; nothing if there is no such method.
pub(super) fn call(text: &str, name: &str) -> Option<Value> {
    let every = |test: fn(char) -> bool| !text.is_empty() && text.chars().all(test);
    let truth = match name {
        "isalnum" => every(|char| char.is_alphanumeric() || is_digit(char)),
        "isalpha" => every(char::is_alphabetic),
        "isascii" => text.is_ascii(),
        "isdecimal" => every(|char| decimal(char).is_some()),
        "isdigit" => every(is_digit),
        "isnumeric" => every(|char| char.is_numeric() || is_digit(char)),
        "isprintable" => text.chars().all(is_printable),
        "isspace" => every(is_space),
        "isidentifier" => is_identifier(text),
        "islower" => text.chars().any(char::is_lowercase) && !text.chars().any(is_upper),
        "isupper" => {
            text.chars().any(char::is_uppercase)
                && !text.chars().any(|char| char.is_lowercase() || is_title(char))
        }
        "istitle" => is_titled(text),
        _ => return changed(text, name).map(Value::string),
    };
    Some(Value::Bool(truth))
}

fn changed(text: &str, name: &str) -> Option<String> {
    Some(match name {
        "upper" => text.to_uppercase(),
        "lower" => text.to_lowercase(),
        "casefold" => text.chars().flat_map(fold).collect(),
        "swapcase" => text.chars().map(swapped).collect(),
        "capitalize" => {
            let mut chars = text.chars();
            let first = chars.next().map(titled).unwrap_or_default();
            // The whole text is made lower-case so that a sigma at a word's end becomes the right one.
            first + text.to_lowercase().get(lower_length(text)..).unwrap_or_default()
        }
        "title" => title(text),
        _ => return None,
    })
}

/// How long the first character is in lower case.
fn lower_length(text: &str) -> usize {
    text.chars().next().map_or(0, |first| first.to_lowercase().map(char::len_utf8).sum())
}

fn is_title(char: char) -> bool {
    matches!(char, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ')
}

fn is_upper(char: char) -> bool {
    char.is_uppercase() || is_title(char)
}

fn is_cased(char: char) -> bool {
    char.is_lowercase() || is_upper(char)
}

/// A character at the beginning of a title's word.
fn titled(char: char) -> String {
    let mut upper = char.to_uppercase();
    let first: String = upper.next().into_iter().collect();
    first + &upper.flat_map(char::to_lowercase).collect::<String>()
}

fn swapped(char: char) -> String {
    if char.is_uppercase() { char.to_lowercase().collect() } else { char.to_uppercase().collect() }
}

/// The characters that compare alike whatever their case.
fn fold(char: char) -> Vec<char> {
    match char {
        'ß' | 'ẞ' => vec!['s', 's'],
        'ς' => vec!['σ'],
        'ſ' => vec!['s'],
        'µ' => vec!['μ'],
        'ŉ' => vec!['ʼ', 'n'],
        'ﬀ' => vec!['f', 'f'],
        'ﬁ' => vec!['f', 'i'],
        'ﬂ' => vec!['f', 'l'],
        _ => char.to_lowercase().collect(),
    }
}

fn title(text: &str) -> String {
    let mut out = String::new();
    let mut within = false;
    for char in text.chars() {
        if within {
            out.extend(char.to_lowercase());
        } else {
            out.push_str(&titled(char));
        }
        within = is_cased(char);
    }
    out
}

fn is_titled(text: &str) -> bool {
    let mut within = false;
    let mut any = false;
    for char in text.chars() {
        let fits = if is_upper(char) { !within } else { within || !char.is_lowercase() };
        if !fits {
            return false;
        }
        within = is_cased(char);
        any |= within;
    }
    any
}

/// A decimal digit, or a raised, lowered or circled one.
fn is_digit(char: char) -> bool {
    const OTHERS: [(u32, u32); 20] = [
        (0xb2, 0xb3),
        (0xb9, 0xb9),
        (0x1369, 0x1371),
        (0x19da, 0x19da),
        (0x2070, 0x2070),
        (0x2074, 0x2079),
        (0x2080, 0x2089),
        (0x2460, 0x2468),
        (0x2474, 0x247c),
        (0x2488, 0x2490),
        (0x24ea, 0x24ea),
        (0x24f5, 0x24fd),
        (0x24ff, 0x24ff),
        (0x2776, 0x277e),
        (0x2780, 0x2788),
        (0x278a, 0x2792),
        (0x10a40, 0x10a43),
        (0x10e60, 0x10e68),
        (0x11052, 0x1105a),
        (0x1f100, 0x1f10a),
    ];
    let code = u32::from(char);
    decimal(char).is_some() || OTHERS.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|char| char.is_alphabetic() || char == '_')
        && chars.all(|char| char.is_alphanumeric() || char == '_')
}
