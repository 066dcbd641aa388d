//! How each action changes the state of a lesson's page.

use std::rc::Rc;

use fivetuple::report::Depth;
use yew::Reducible;

use crate::branch::{Branches, Origin};
use crate::progress::Progress;
use crate::state::{Action, DEPTH, State};
use crate::stop::{self, Stop};
use crate::store;
use crate::undo::Undo;

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<State>, action: Action) -> Rc<State> {
        let mut next = State::clone(&self);
        if let Some(undo) = Undo::of(&self, &action) {
            next.remember(undo);
        }
        next.refusal = None;
        next.take(action);
        Rc::new(next)
    }
}

impl State {
    fn take(&mut self, action: Action) {
        match action {
            Action::Edit(..)
            | Action::ResetScript(_)
            | Action::ResetLesson
            | Action::Answer(..)
            | Action::TakeBack(_)
            | Action::Take(..)
            | Action::Tried(..)
            | Action::Hint(_) => self.work(action),
            Action::Refused(_)
            | Action::Running(_)
            | Action::Ran(_)
            | Action::Branched(_)
            | Action::Denied(_)
            | Action::Switch(_)
            | Action::Pin(_) => self.run(action),
            Action::Go(step) => self.go(step),
            Action::GoLine(step, line) => {
                self.go(step);
                self.line = Some(line);
            }
            Action::Play(playing) => {
                self.playing = playing && self.steps() > 0;
                if self.playing && self.at == self.steps() {
                    self.go(0);
                }
            }
            Action::Tick => {
                self.go(self.at + 1);
                let stopped = self.stop_steps.binary_search(&self.at).is_ok();
                self.playing = self.playing && self.at < self.steps() && !stopped;
            }
            Action::Speed(speed) => self.speed = speed,
            Action::Believe(belief) => self.belief = belief,
            Action::Depth(depth) => {
                self.depth = depth;
                let name = Depth::ALL.iter().find(|(_, each)| *each == depth).map_or("", |(name, _)| name);
                store::save(DEPTH, name);
            }
            Action::Select(target) => self.selection = target,
            Action::Toggle(view) => match self.views.iter().position(|open| *open == view) {
                Some(place) => drop(self.views.remove(place)),
                None => self.views.push(view),
            },
            Action::Move(view, by) => self.shift(&view, by),
            Action::Stop(stop) => self.toggle_stop(stop),
            Action::ClearStops => {
                self.stops.clear();
                self.refresh();
            }
            Action::Undo => self.take_back(),
        }
    }

    /// What the reader writes and answers.
    fn work(&mut self, action: Action) {
        match action {
            Action::Edit(file, text) => self.edit(file, text),
            Action::ResetScript(file) => {
                self.progress.sources.remove(&file);
                self.revision += 1;
                self.keep();
            }
            Action::ResetLesson => {
                Progress::forget(&self.lesson);
                let undo = std::mem::take(&mut self.undo);
                *self = State { revision: self.revision + 1, undo, ..State::new(Rc::clone(&self.lesson)) };
            }
            Action::Answer(question, answer) => {
                self.progress.answers.insert(question, answer);
                self.keep();
            }
            Action::TakeBack(question) => {
                self.progress.answers.remove(&question);
                self.keep();
            }
            Action::Take(progress, seed, belief) => {
                self.progress = Progress { version: self.lesson.version, ..progress };
                (self.seed, self.belief) = (seed, belief);
                self.revision += 1;
            }
            Action::Tried(exercise, solved) => {
                let effort = self.progress.efforts.or_default(exercise);
                effort.solved |= solved;
                effort.tries += u32::from(!solved);
                self.keep();
            }
            Action::Hint(exercise) => {
                self.progress.efforts.or_default(exercise).hints += 1;
                self.keep();
            }
            _ => unreachable!("not about the reader's work"),
        }
    }

    /// What becomes of runs.
    fn run(&mut self, action: Action) {
        match action {
            Action::Refused(problems) => {
                self.tried = self.sources();
                self.problems = Rc::new(problems);
                self.running = None;
            }
            Action::Running(steps) => {
                self.problems = Rc::default();
                self.running = Some(steps);
                self.playing = false;
            }
            Action::Ran(history) => {
                self.running = None;
                self.branches = Branches::of(history);
                self.go(self.at);
                self.refresh();
            }
            Action::Branched(branch) => {
                self.running = None;
                let step = branch.from.map_or(0, |origin| origin.step + 1);
                self.branches.add(branch);
                self.go(step);
                self.refresh();
            }
            Action::Denied(why) => {
                self.running = None;
                self.refusal = Some(why);
            }
            Action::Switch(branch) => {
                let at = self.at;
                self.branches.on = branch.min(self.branches.all.len().saturating_sub(1));
                self.playing = false;
                self.go(at);
                self.refresh();
            }
            Action::Pin(pin) => {
                let here = Origin { branch: self.branches.on, step: self.at };
                self.branches.pinned = pin.then_some(here);
            }
            _ => unreachable!("not about runs"),
        }
    }

    fn go(&mut self, step: usize) {
        self.at = step.min(self.steps());
        self.line = None;
    }

    /// Looks up anew where the breakpoints are.
    pub(crate) fn refresh(&mut self) {
        let history = self.history().cloned();
        self.stop_steps = Rc::new(stop::steps(&self.stops, history.as_deref()));
    }

    fn toggle_stop(&mut self, stop: Stop) {
        match self.stops.iter().position(|one| *one == stop) {
            Some(place) => drop(self.stops.remove(place)),
            None => self.stops.push(stop),
        }
        self.refresh();
    }

    fn shift(&mut self, view: &str, by: isize) {
        let place = self.views.iter().position(|open| open == view);
        let to = place.and_then(|place| place.checked_add_signed(by));
        if let (Some(place), Some(to)) = (place, to)
            && to < self.views.len()
        {
            self.views.swap(place, to);
        }
    }

    fn edit(&mut self, file: String, text: String) {
        let original = self.lesson.scenario.programs.iter().find(|program| program.file == file);
        if original.is_some_and(|program| program.source == text) {
            self.progress.sources.remove(&file);
        } else {
            self.progress.sources.insert(file, text);
        }
        self.keep();
    }
}
