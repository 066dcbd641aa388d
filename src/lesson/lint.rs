//! What makes a lesson a good one, as far as a program can tell.

use super::parse::{Asked, Draft};
use super::{Block, Exercise, Inline};
use crate::scenario::Problem;

/// How many words may stand before the reader does something.
const MOST_WORDS: usize = 120;
/// How many views one can look at.
const MOST_VIEWS: usize = 3;

/// Says what could be better, as problems of the draft.
pub(super) fn lint(draft: &mut Draft<'_>) {
    if let Some(view) = draft.views.get(MOST_VIEWS).copied() {
        let hint = format!("Nobody can watch more than {MOST_VIEWS}: take the others away.");
        draft.wrong::<()>(view.at, "The laboratory opens too many views.", hint);
    }
    order(draft);
    words(draft);
    for question in std::mem::take(&mut draft.questions) {
        options(draft, &question);
        stem(draft, &question);
    }
    for exercise in std::mem::take(&mut draft.lesson.exercises) {
        self::exercise(draft, &exercise);
    }
}

/// A program that fits one run only is no solution, and a goal that nothing misses is no goal.
fn exercise(draft: &mut Draft<'_>, exercise: &Exercise) {
    let (hidden, wrong) = (exercise.trials.len() - 1, exercise.wrong.len());
    for (missing, message, hint) in [
        (exercise.goals.is_empty(), "The exercise has no goal.", "Put a `{goal}` below it."),
        (hidden < 2, "The exercise has fewer than two hidden runs.", "Write `:hidden: SEED` twice."),
        (exercise.hints.is_empty(), "The exercise has no hint.", "Write `:hint: WORDS`, once a step."),
        (
            wrong < 3,
            "The exercise has fewer than three wrong solutions.",
            "Write `:wrong: NAME, NAME, NAME`, and their programs.",
        ),
    ] {
        if missing {
            draft.problems.push(Problem::new(exercise.line, 1, message).hint(hint));
        }
    }
}

/// Who has not committed to an answer does not learn from the run.
fn order(draft: &mut Draft<'_>) {
    let Some(lab) = draft.lab else { return };
    if !draft.questions.iter().any(|question| question.predict && question.at < lab) {
        draft.wrong::<()>(lab, "No prediction stands before the laboratory.", "Put a `{predict}` above it.");
    }
    let late = draft.questions.iter().filter(|each| each.predict && each.at > lab);
    for late in late.map(|each| each.at).collect::<Vec<_>>() {
        let hint = "Make it a `{quiz}`, or put it above the laboratory.";
        draft.wrong::<()>(late, "This prediction comes after the laboratory.", hint);
    }
}

/// Right or wrong alone teaches nothing: what helps is the reason, and for a wrong answer the model behind it.
fn options(draft: &mut Draft<'_>, question: &Asked<'_>) {
    for option in &question.options {
        if !option.reason {
            draft.wrong::<()>(option.at, "This option has no reason.", "Write `> why` below it, indented.");
        } else if !option.correct && !option.named {
            let hint =
                "Begin its reason with `{M1}`, a name from the glossary, or with `{slip}` if none fits.";
            draft.wrong::<()>(option.at, "This wrong option names no wrong model.", hint);
        }
    }
}

/// A reader overlooks the "not" of a question, and learns the false sentence.
fn stem(draft: &mut Draft<'_>, question: &Asked<'_>) {
    let own = |block: &Block| match block {
        Block::Predict(found) | Block::Quiz(found) if found.id == question.id.text => {
            Some(found.text.iter().filter_map(said).collect::<Vec<_>>())
        }
        _ => None,
    };
    let texts = draft.lesson.blocks.iter().find_map(own).unwrap_or_default();
    if texts.iter().any(|text| negative(text)) {
        let hint = "Ask which one is true, or why something happens.";
        draft.wrong::<()>(question.at, "The question asks for what is not so.", hint);
    }
}

fn said(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph(line) => Some(plain(line)),
        _ => None,
    }
}

/// Does it ask which or what, and have a "not" in the same sentence? "Why does it not …" asks for a reason, which is fine.
fn negative(text: &str) -> bool {
    let asks = |sentence: &&str| sentence.ends_with('?');
    text.split_inclusive(['?', '.', '!', ':', ';']).filter(asks).any(|sentence| {
        let mut words =
            sentence.split(|letter: char| !letter.is_alphanumeric() && letter != '\'').map(str::to_lowercase);
        let which = |word: &String| matches!(word.as_str(), "which" | "what" | "who");
        let not = |word: &String| {
            word.ends_with("n't")
                || matches!(
                    word.as_str(),
                    "not" | "never" | "cannot" | "except" | "false" | "untrue" | "incorrect"
                )
        };
        words.clone().any(|word| which(&word)) && words.any(|word| not(&word))
    })
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
