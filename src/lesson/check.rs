//! What makes a lesson a good one, as far as a program can tell.

use super::parse::{Asked, Draft};
use super::source::Source;
use super::{Block, Inline};
use crate::model::sort::sort_by_key;
use crate::scenario::Problem;
use crate::scenario::problem::did_you_mean;

/// How many words may stand before the reader does something.
const MOST_WORDS: usize = 120;
/// How many views one can look at.
const MOST_VIEWS: usize = 3;

/// What a lesson may name.
pub struct Known<'a> {
    /// The views.
    pub views: &'a [&'a str],
    /// The lessons' ids; the lesson's own is known anyway.
    pub lessons: &'a [&'a str],
    /// The misconceptions.
    pub misconceptions: &'a [&'a str],
}

/// Everything that is wrong with a lesson's text: its form, as `parse` says, and what our rules ask of it.
pub fn check(
    file: &str,
    text: &str,
    sources: &dyn Fn(&str) -> Option<String>,
    known: &Known<'_>,
) -> Vec<Problem> {
    let source = Source::new(text);
    let mut draft = Draft::read(file, &source, sources);
    views(&mut draft, known);
    order(&mut draft);
    words(&mut draft);
    for question in std::mem::take(&mut draft.questions) {
        options(&mut draft, &question);
    }
    misconceptions(&mut draft, known);
    links(&mut draft, known);
    sort_by_key(&mut draft.problems, |problem| (problem.line, problem.column));
    draft.problems
}

fn views(draft: &mut Draft<'_>, known: &Known<'_>) {
    for view in draft.views.clone() {
        if !known.views.contains(&view.text) {
            let hint = did_you_mean(view.text, known.views.iter().copied());
            draft.wrong::<()>(view.at, format!("No view is called `{}`.", view.text), hint);
        }
    }
    if let Some(view) = draft.views.get(MOST_VIEWS).copied() {
        let hint = format!("Nobody can watch more than {MOST_VIEWS}: take the others away.");
        draft.wrong::<()>(view.at, "The laboratory opens too many views.", hint);
    }
}

/// Who has not committed to an answer does not learn from the run.
fn order(draft: &mut Draft<'_>) {
    let Some(lab) = draft.lab else {
        draft.wrong::<()>(0, "The lesson has no laboratory.", "Put a `{lab}` into it.");
        return;
    };
    if !draft.questions.iter().any(|question| question.predict && question.at < lab) {
        draft.wrong::<()>(lab, "No prediction stands before the laboratory.", "Put a `{predict}` above it.");
    }
    for late in draft
        .questions
        .iter()
        .filter(|each| each.predict && each.at > lab)
        .map(|each| each.at)
        .collect::<Vec<_>>()
    {
        let hint = "Make it a `{quiz}`, or put it above the laboratory.";
        draft.wrong::<()>(late, "This prediction comes after the laboratory.", hint);
    }
}

fn options(draft: &mut Draft<'_>, question: &Asked<'_>) {
    for (at, ..) in question.options.iter().filter(|(_, _, reason)| !reason) {
        draft.wrong::<()>(*at, "This option has no reason.", "Write `> why` below it, indented.");
    }
    let mut right = question.options.iter().filter(|(_, correct, _)| *correct);
    if right.next().is_none() {
        draft.wrong::<()>(question.at, "No option is right.", "Mark the right one with `[x]`.");
    }
    if let Some((at, ..)) = right.next() {
        draft.wrong::<()>(*at, "This is the second right option.", "Ask so that one answer is right.");
    }
    if question.count < 2 {
        draft.wrong::<()>(question.at, "There is nothing to choose.", "Give two options or more.");
    }
}

/// The reader must soon do something.
fn words(draft: &mut Draft<'_>) {
    let acts = |block: &&Block| !matches!(block, Block::Script(_) | Block::Predict(_) | Block::Lab(_));
    let count: usize = draft.lesson.blocks.iter().take_while(acts).map(words_of).sum();
    if count > MOST_WORDS {
        let hint = format!("At most {MOST_WORDS}: let the reader do something earlier.");
        draft.wrong::<()>(0, format!("{count} words stand before the first action."), hint);
    }
}

fn words_of(block: &Block) -> usize {
    let all = |blocks: &[Block]| blocks.iter().map(words_of).sum::<usize>();
    match block {
        Block::Heading(_, line) | Block::Paragraph(line) => words_in(line),
        Block::List { items, .. } => items.iter().map(|item| all(item)).sum(),
        Block::Aside(_, blocks) => all(blocks),
        Block::Table(head, rows) => {
            let rows = rows.iter().flatten().map(|cell| words_in(cell)).sum::<usize>();
            rows + head.iter().map(|cell| words_in(cell)).sum::<usize>()
        }
        _ => 0,
    }
}

fn words_in(line: &[Inline]) -> usize {
    plain(line).split_whitespace().count()
}

/// The words of a line, without their looks.
fn plain(line: &[Inline]) -> String {
    let mut words = String::new();
    for piece in line {
        match piece {
            Inline::Text(text) | Inline::Code(text) => words.push_str(text),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { text: inner, .. } => {
                words.push_str(&plain(inner));
            }
        }
    }
    words
}

fn misconceptions(draft: &mut Draft<'_>, known: &Known<'_>) {
    for (name, at) in std::mem::take(&mut draft.misconceptions) {
        if !known.misconceptions.contains(&name.as_str()) {
            let hint = did_you_mean(&name, known.misconceptions.iter().copied());
            draft.wrong::<()>(at, format!("No wrong model is called `{name}`."), hint);
        }
    }
}

fn links(draft: &mut Draft<'_>, known: &Known<'_>) {
    for (to, at) in std::mem::take(&mut draft.links) {
        if !known.lessons.contains(&to.as_str()) && to != draft.lesson.id {
            let hint = did_you_mean(&to, known.lessons.iter().copied());
            draft.wrong::<()>(at, format!("No lesson is called `{to}`."), hint);
        }
    }
}
