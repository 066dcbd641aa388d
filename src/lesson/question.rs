//! Questions: text, then a list of options with boxes, each with its reason as a quotation.
//!
//! ```text
//! - [x] The right answer.
//!   > Why it is right.
//! - [ ] A wrong answer.
//!   > {M1} Why it is wrong; M1 is the wrong model behind it, or {slip}: none of the glossary's is.
//! ```

use super::directive::Directive;
use super::markdown::{Item, Next, Reader};
use super::parse::{Asked, AskedOption, Draft};
use super::source::Spot;
use super::{Block, Choice, Inline, Question};

/// What stands before the reason of a wrong option that no wrong model leads to.
const SLIP: &str = "slip";

/// A question before the first run.
pub(super) fn predict<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Block> {
    read(draft, directive, true).map(Block::Predict)
}

/// A question after the run.
pub(super) fn quiz<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Block> {
    read(draft, directive, false).map(Block::Quiz)
}

fn read<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>, predict: bool) -> Option<Question> {
    let id = name_of(draft, directive)?;
    let (text, items) = body(draft, directive);
    let Some(items) = items else {
        let hint = "Write a list at its end: `- [x] right`, `- [ ] wrong`.";
        return draft.wrong(directive.at, "The question has no options.", hint);
    };
    if text.is_empty() {
        draft.wrong::<()>(directive.at, "The question asks nothing.", "Write it before the options.");
    }
    let mut asked = Asked { id, at: directive.at, predict, count: items.len(), options: Vec::new() };
    let mut options = Vec::new();
    for item in items {
        let at = item.at;
        let Some((choice, named)) = choice(item) else {
            let hint = "It is `- [ ] text` or `- [x] text`, and below it, indented, `> why`.";
            draft.wrong::<()>(at, "An option has another form.", hint);
            continue;
        };
        draft.misconceptions.extend(choice.misconception.clone().map(|name| (name, at)));
        let (correct, reason) = (choice.correct, !choice.why.is_empty());
        asked.options.push(AskedOption { at, correct, reason, named });
        options.push(choice);
    }
    draft.questions.push(asked);
    Some(Question { id: id.text.to_owned(), text, options })
}

/// Its name, under which answers are kept.
pub(super) fn name_of<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Spot<'a>> {
    let id = directive.argument;
    if !id.text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
    {
        return draft.wrong(id.at, "This cannot be a question's name.", "Use small letters, digits and `-`.");
    }
    let exercises = draft.lesson.exercises.iter().any(|exercise| exercise.id == id.text);
    if exercises || draft.questions.iter().any(|other| other.id.text == id.text) {
        let hint = "Saved answers belong to names: give each question its own.";
        return draft.wrong(id.at, format!("Another question is called `{}`.", id.text), hint);
    }
    Some(id)
}

/// What is asked, and the list of options.
fn body<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> (Vec<Block>, Option<Vec<Item>>) {
    let (mut text, mut options, mut stray) = (Vec::new(), None, None);
    let mut reader = Reader::new(draft, directive.body, 1);
    while let Some((next, at)) = reader.peek() {
        if options.is_some() {
            stray.get_or_insert(at);
        }
        if next != Next::List {
            text.extend(reader.block());
            continue;
        }
        let (numbered, items) = reader.list();
        match options.is_none() && items.iter().any(|item| item.tick.is_some()) {
            true => options = Some(items),
            false => text.push(reader.plain_list(numbered, items)),
        }
    }
    if let Some(at) = stray {
        draft.wrong::<()>(at, "The options are not the end of the question.", "Put this before them.");
    }
    (text, options)
}

/// An option: a line, and a quotation that says why; and whether it says which wrong model is behind it.
fn choice(item: Item) -> Option<(Choice, bool)> {
    let correct = item.tick?;
    let mut blocks = item.blocks.into_iter();
    let Some(Block::Paragraph(text)) = blocks.next() else { return None };
    let mut why = match blocks.next() {
        None => Vec::new(),
        Some(Block::Aside(kind, reason)) if kind == "plain" => match <[Block; 1]>::try_from(reason) {
            Ok([Block::Paragraph(why)]) => why,
            _ => return None,
        },
        Some(_) => return None,
    };
    let name = name(&mut why);
    let named = name.is_some();
    let misconception = name.filter(|name| name != SLIP);
    let choice = Choice { correct, text: trimmed(text), why, misconception };
    blocks.next().is_none().then_some((choice, named))
}

/// Takes `{M1}` or `{slip}` from the beginning of a reason.
fn name(why: &mut Vec<Inline>) -> Option<String> {
    let Some(Inline::Text(first)) = why.first_mut() else { return None };
    let (name, rest) = first.strip_prefix('{')?.split_once('}')?;
    if name != SLIP && !name.strip_prefix('M')?.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let (name, rest) = (name.to_owned(), rest.trim_start().to_owned());
    *first = rest;
    if first.is_empty() {
        why.remove(0);
    }
    Some(name)
}

/// Without the space between the box and the text.
fn trimmed(mut text: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline::Text(first)) = text.first_mut() {
        *first = first.trim_start().to_owned();
        if first.is_empty() {
            text.remove(0);
        }
    }
    text
}
