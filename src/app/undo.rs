//! What can be taken back, and how it was before.

use fivetuple::model::belief::Belief;
use fivetuple::model::sorted::SortedMap;

use crate::branch::Branches;
use crate::progress::{Answer, Progress};
use crate::state::{Action, State};
use crate::stop::Stop;

/// More than this is not kept.
const MOST: usize = 100;

/// A part of the state as it was.
#[derive(Clone)]
enum Before {
    Progress(Progress, Option<u64>, Option<Belief>),
    Source(String, Option<String>),
    Answer(String, Option<Answer>),
    Branches(Branches, usize),
    Views(Vec<String>),
    Stops(Vec<Stop>),
}

/// Something that can be taken back.
#[derive(Clone)]
pub(crate) struct Undo {
    /// What was done.
    pub(crate) what: String,
    before: Before,
}

impl Undo {
    /// How to take an action back, if that makes sense: going to a step needs no undo, and editors have their own.
    pub(crate) fn of(state: &State, action: &Action) -> Option<Undo> {
        let answer = |question: &String| {
            Before::Answer(question.clone(), state.progress.answers.get(question).copied())
        };
        let branches = || Before::Branches(state.branches.clone(), state.at);
        let progress = || Before::Progress(state.progress.clone(), state.seed, state.belief);
        let (what, before) = match action {
            Action::Take(..) => ("taking over what came from outside".into(), progress()),
            Action::ResetScript(file) => {
                let source = state.progress.sources.get(file).cloned();
                (format!("the reset of {file}"), Before::Source(file.clone(), source))
            }
            Action::ResetLesson => ("the reset of the lesson".into(), progress()),
            Action::Answer(question, _) => ("your answer".into(), answer(question)),
            Action::TakeBack(question) => ("taking an answer back".into(), answer(question)),
            Action::Ran(_) if !state.branches.all.is_empty() => ("the new run".into(), branches()),
            Action::Branched(branch) => (branch.what.trim_end_matches('.').to_owned(), branches()),
            Action::Pin(_) => ("pinning a step".into(), branches()),
            Action::Toggle(_) | Action::Move(..) => {
                ("arranging views".into(), Before::Views(state.views.clone()))
            }
            Action::Stop(..) | Action::ClearStops => {
                ("changing breakpoints".into(), Before::Stops(state.stops.clone()))
            }
            _ => return None,
        };
        Some(Undo { what, before })
    }
}

impl State {
    /// Remembers how to take something back.
    pub(crate) fn remember(&mut self, undo: Undo) {
        if self.undo.len() == MOST {
            self.undo.remove(0);
        }
        self.undo.push(undo);
    }

    /// Takes the last thing back.
    pub(crate) fn take_back(&mut self) {
        let Some(undo) = self.undo.pop() else { return };
        match undo.before {
            Before::Progress(progress, seed, belief) => {
                (self.seed, self.belief) = (seed, belief);
                self.progress = progress;
                self.revision += 1;
                self.keep();
            }
            Before::Source(file, source) => {
                put(&mut self.progress.sources, file, source);
                self.revision += 1;
                self.keep();
            }
            Before::Answer(question, answer) => {
                put(&mut self.progress.answers, question, answer);
                self.keep();
            }
            Before::Branches(branches, at) => {
                self.branches = branches;
                self.at = at.min(self.steps());
                self.refresh();
            }
            Before::Views(views) => self.views = views,
            Before::Stops(stops) => {
                self.stops = stops;
                self.refresh();
            }
        }
    }
}

fn put<T>(map: &mut SortedMap<String, T>, name: String, value: Option<T>) {
    match value {
        Some(value) => drop(map.insert(name, value)),
        None => drop(map.remove(&name)),
    }
}
