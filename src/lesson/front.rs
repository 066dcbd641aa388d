//! The front matter: `key: value` lines between two lines of `---`, at the very beginning.

use super::source::{Source, Spot};
use crate::scenario::Problem;
use crate::scenario::problem::did_you_mean;

const KEYS: [&str; 5] = ["id", "title", "objective", "minutes", "version"];

/// What the front matter says.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) objective: String,
    pub(super) minutes: u32,
    pub(super) version: u32,
}

/// Reads the front matter; what it yields besides is where the rest of the lesson begins.
pub(super) fn read(source: &Source<'_>, problems: &mut Vec<Problem>) -> (Front, usize) {
    let mut lines = source.spot(0, source.text.len()).lines();
    if lines.next().is_none_or(|first| first.text.trim_end() != "---") {
        let hint = format!("Begin with a line `---`, then {}, then `---` again.", KEYS.join(", "));
        problems.push(source.problem(0, "A lesson begins with its front matter.").hint(hint));
        return (Front::default(), 0);
    }
    let mut values: [Option<Spot<'_>>; 5] = [None; 5];
    let mut end = None;
    for line in lines {
        if line.text.trim_end() == "---" {
            end = Some((line.at, (line.at + line.text.len() + 1).min(source.text.len())));
            break;
        }
        if let Err(problem) = entry(source, line, &mut values) {
            problems.push(problem);
        }
    }
    let Some((end, rest)) = end else {
        problems.push(source.problem(0, "The front matter has no end.").hint("Close it with a line `---`."));
        return (Front::default(), source.text.len());
    };
    (fill(source, values, end, problems), rest)
}

fn entry<'a>(source: &Source<'a>, line: Spot<'a>, values: &mut [Option<Spot<'a>>; 5]) -> Result<(), Problem> {
    let line = line.trim();
    if line.text.is_empty() || line.text.starts_with('#') {
        return Ok(());
    }
    let Some((key, value)) = line.split(":") else {
        return Err(source.problem(line.at, "This is not `key: value`."));
    };
    let Some(index) = KEYS.iter().position(|known| *known == key.text) else {
        let message = format!("The front matter has no `{}`.", key.text);
        return Err(source.problem(key.at, message).hint(did_you_mean(key.text, KEYS)));
    };
    if values[index].is_some() {
        return Err(source.problem(key.at, format!("`{}` stands here twice.", key.text)));
    }
    values[index] = Some(unquoted(value.trim()));
    Ok(())
}

/// YAML needs quotation marks around a value with `: ` in it; they are no part of the value.
fn unquoted(value: Spot<'_>) -> Spot<'_> {
    let inner = value.text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.map_or(value, |text| Spot { text, at: value.at + 1 })
}

fn fill(
    source: &Source<'_>,
    values: [Option<Spot<'_>>; 5],
    end: usize,
    problems: &mut Vec<Problem>,
) -> Front {
    let mut texts = Vec::new();
    for (key, value) in KEYS.iter().zip(values) {
        if value.is_none_or(|value| value.text.is_empty()) {
            problems
                .push(source.problem(value.map_or(end, |value| value.at), format!("`{key}` is missing.")));
        }
        texts.push(value.unwrap_or(Spot { text: "", at: end }));
    }
    if texts[0]
        .text
        .contains(|letter: char| !letter.is_ascii_lowercase() && !letter.is_ascii_digit() && letter != '-')
    {
        let hint = "It stands in addresses: small letters, digits and `-`.";
        problems.push(source.problem(texts[0].at, "This cannot be a lesson's id.").hint(hint));
    }
    let mut number = |value: Spot<'_>| match value.text.parse::<u32>() {
        Ok(number) if number > 0 => number,
        _ if value.text.is_empty() => 0,
        _ => {
            let message = format!("`{}` is not a number that can stand here.", value.text);
            problems.push(source.problem(value.at, message).hint("Write a whole number from 1 on."));
            0
        }
    };
    let (minutes, version) = (number(texts[3]), number(texts[4]));
    let [id, title, objective] = [0, 1, 2].map(|index| texts[index].text.to_owned());
    Front { id, title, objective, minutes, version }
}
