//! Checking a reader's programs: every run of an exercise, one after the other, a little at a time, so that a page can do
//! other things in between.

use std::rc::Rc;

use super::{Exercise, Failure, Lesson};
use crate::model::diagnostic::Diagnostic;
use crate::model::sorted::SortedMap;
use crate::model::world::World;
use crate::report::Commands;
use crate::scenario::build;
use crate::trace::{Run, Trace};

/// A check that goes on.
#[derive(Default)]
pub struct Checking {
    /// The programs that the reader has changed, by file.
    pub sources: SortedMap<String, String>,
    /// For each goal, the first run that does not reach it, and why.
    pub failures: Vec<Option<(usize, Failure)>>,
    /// The runs that are over. Those that reach every goal are not kept.
    pub traces: Vec<Option<Rc<Trace>>>,
    /// The world of the first run: the others with nothing but another seed need not be built.
    plain: Option<World>,
    /// The run that goes on.
    run: Option<Run>,
    /// The run that is over, and which goal is looked at next.
    judged: Option<(Trace, usize)>,
}

impl Checking {
    /// A check of the reader's programs, which has not begun.
    pub fn new(exercise: &Exercise, sources: &SortedMap<String, String>) -> Checking {
        Checking {
            sources: exercise.own(sources),
            failures: vec![None; exercise.goals.len()],
            ..Checking::default()
        }
    }

    /// How many runs are over.
    pub fn runs(&self) -> usize {
        self.traces.len()
    }

    /// Is every goal reached, as far as is known?
    pub fn reached(&self) -> bool {
        self.failures.iter().all(Option::is_none)
    }

    /// Is what comes next longer than a step: the building of a world, a look at a goal?
    pub fn pauses(&self) -> bool {
        self.run.is_none()
    }

    /// Does a little more; says whether there is more to do, or that the programs cannot run.
    pub fn advance(&mut self, lesson: &Lesson, exercise: &Exercise) -> Result<bool, Vec<Diagnostic>> {
        if let Some((trace, goal)) = self.judged.take() {
            self.judge(exercise, trace, goal);
        } else if let Some(mut run) = self.run.take() {
            match run.advance(1, &Commands) {
                true => self.run = Some(run),
                false => self.judged = Some((run.finish(&Commands), 0)),
            }
        } else if let Some(trial) = exercise.trials.get(self.traces.len()) {
            let world = match &self.plain {
                Some(plain) if trial.edits.is_empty() => World { seed: trial.seed, ..plain.clone() },
                _ => build(&exercise.scenario(lesson, trial, &self.sources))?,
            };
            if trial.edits.is_empty() {
                self.plain.get_or_insert_with(|| world.clone());
            }
            self.run = Some(Run::new(world));
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// Looks at one goal of the run that is over, then at the next one.
    fn judge(&mut self, exercise: &Exercise, trace: Trace, goal: usize) {
        let trial = self.traces.len();
        if goal == exercise.goals.len() {
            let failed = self.failures.iter().flatten().any(|(of, _)| *of == trial);
            self.traces.push(failed.then(|| Rc::new(trace)));
            return;
        }
        if self.failures[goal].is_none() {
            self.failures[goal] = exercise.judge(goal, &trace).map(|failure| (trial, failure));
        }
        self.judged = Some((trace, goal + 1));
    }
}
