//! What is wrong with a lesson, as far as its text tells; `lint.rs` says what could be better.

use super::parse::{Asked, Draft};
use super::source::Source;
use super::{Lesson, lint};
use crate::model::sort::sort_by_key;
use crate::scenario::Problem;
use crate::scenario::problem::did_you_mean;

/// What a lesson may name.
pub struct Known<'a> {
    /// The views.
    pub views: &'a [&'a str],
    /// The lessons' ids; the lesson's own is known anyway.
    pub lessons: &'a [&'a str],
    /// The misconceptions.
    pub misconceptions: &'a [&'a str],
}

/// What was found in a lesson's text.
pub struct Checked {
    /// The lesson, if its form is right.
    pub lesson: Option<Lesson>,
    /// What is wrong with it.
    pub errors: Vec<Problem>,
    /// What makes it a bad lesson, though it can be read and run.
    pub advice: Vec<Problem>,
}

impl Checked {
    /// Errors and advice in the order of the text.
    pub fn all(self) -> Vec<Problem> {
        let mut all = self.errors;
        all.extend(self.advice);
        sort_by_key(&mut all, |problem| (problem.line, problem.column));
        all
    }
}

/// Everything that is wrong with a lesson's text: its form, as `parse` says, and what our rules ask of it.
pub fn check(file: &str, text: &str, sources: &dyn Fn(&str) -> Option<String>, known: &Known<'_>) -> Checked {
    let source = Source::new(text);
    let mut draft = Draft::read(file, &source, sources);
    let lesson = draft.problems.is_empty().then(|| draft.lesson.clone());
    views(&mut draft, known);
    if draft.lab.is_none() {
        draft.wrong::<()>(0, "The lesson has no laboratory.", "Put a `{lab}` into it.");
    }
    for question in std::mem::take(&mut draft.questions) {
        options(&mut draft, &question);
        draft.questions.push(question);
    }
    misconceptions(&mut draft, known);
    links(&mut draft, known);
    let mut errors = std::mem::take(&mut draft.problems);
    lint::lint(&mut draft);
    let mut advice = draft.problems;
    for problems in [&mut errors, &mut advice] {
        sort_by_key(problems, |problem| (problem.line, problem.column));
    }
    Checked { lesson, errors, advice }
}

fn views(draft: &mut Draft<'_>, known: &Known<'_>) {
    for view in draft.views.clone() {
        if !known.views.contains(&view.text) {
            let hint = did_you_mean(view.text, known.views.iter().copied());
            draft.wrong::<()>(view.at, format!("No view is called `{}`.", view.text), hint);
        }
    }
}

fn options(draft: &mut Draft<'_>, question: &Asked<'_>) {
    let mut right = question.options.iter().filter(|option| option.correct);
    if right.next().is_none() {
        draft.wrong::<()>(question.at, "No option is right.", "Mark the right one with `[x]`.");
    }
    if let Some(option) = right.next() {
        draft.wrong::<()>(option.at, "This is the second right option.", "Ask so that one answer is right.");
    }
    if question.count < 2 {
        draft.wrong::<()>(question.at, "There is nothing to choose.", "Give two options or more.");
    }
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
