//! A run that is over, with what the page wants to know of the whole of it.

use std::rc::Rc;

use fivetuple::model::belief::Belief;
use fivetuple::model::diagnostic::Diagnostic;
use fivetuple::model::event::Event;
use fivetuple::model::sorted::{SortedMap, SortedSet};
use fivetuple::trace::{Break, Fact, Trace};
use fivetuple::view::{Letters, Moment};

/// A run that is over.
pub(crate) struct History {
    /// What happened.
    pub(crate) trace: Rc<Trace>,
    /// The connections' letters.
    pub(crate) letters: Rc<Letters>,
    /// The scripts as they ran, by file.
    pub(crate) sources: SortedMap<String, String>,
    /// What went wrong while they ran, and in which step.
    pub(crate) crashes: Vec<(usize, Diagnostic)>,
    /// The first step in which something failed.
    pub(crate) first_error: Option<usize>,
    /// The wrong rule that it went by, and where that broke.
    pub(crate) belief: Option<(Belief, Option<Break>)>,
    /// Why the run ended early, if it did: a limit of the model, or the reader.
    pub(crate) cut: Option<String>,
    /// The files of the programs that had not ended when the run did.
    pub(crate) alive: SortedSet<String>,
}

impl History {
    /// What there is to know of this run.
    pub(crate) fn new(trace: Rc<Trace>, sources: SortedMap<String, String>, stopped: bool) -> History {
        let letters = Letters::of(&trace);
        let reason = match (&trace.limit, stopped) {
            (Some(limit), _) => Some(limit.to_string()),
            (None, true) => {
                Some("You stopped the run: what had happened until then can be stepped through.".into())
            }
            (None, false) => None,
        };
        let place = unfinished(&trace);
        let mut crashes = crashes(&trace);
        if let (Some(limit), Some((file, line, column))) = (&trace.limit, &place) {
            let message = limit.to_string();
            let (file, line, column) = (file.clone(), *line, *column);
            let problem = Diagnostic { file, line, column, message, hint: None, traceback: None };
            crashes.push((trace.steps.len(), problem));
        }
        let cut = reason.map(|reason| match place {
            // A limit of one program says itself where that is.
            Some(_) if reason.contains(", line ") => reason,
            Some((file, line, _)) => format!("{reason} {file} was then at line {line}."),
            None => reason,
        });
        let end = trace.world_at(trace.steps.len());
        let alive = end.processes.values().filter(|process| process.status.is_none());
        let alive = alive.map(|process| process.name.clone()).collect();
        let first_error = trace.steps_with(Fact::Error).first().copied();
        let belief = trace.belief().map(|belief| (belief, trace.broken()));
        let letters = Rc::new(letters);
        History { belief, letters, sources, crashes, first_error, cut, alive, trace }
    }

    /// How many steps it has.
    pub(crate) fn steps(&self) -> usize {
        self.trace.steps.len()
    }

    /// The run after so many steps.
    pub(crate) fn moment(&self, at: usize) -> Moment {
        Moment::new(self.trace.clone(), self.letters.clone(), at)
    }
}

fn crashes(trace: &Trace) -> Vec<(usize, Diagnostic)> {
    let mut found = Vec::new();
    for (step, range) in trace.steps.iter().enumerate() {
        for event in &trace.events[range.events.clone()] {
            if let Event::Crashed { diagnostic, .. } = event {
                found.push((step + 1, diagnostic.clone()));
            }
        }
    }
    found
}

/// The program that was computing when the run was cut: its file, line and column.
fn unfinished(trace: &Trace) -> Option<(String, u32, u32)> {
    let world = trace.world_at(trace.steps.len());
    let tid = trace.events.iter().rev().find_map(|event| match event {
        Event::Ran { tid } => Some(*tid),
        _ => None,
    })?;
    let process = world.threads.get(&tid).map(|thread| world.process(thread.pid))?;
    let place = process.memory.place(tid)?;
    Some((process.name.clone(), place.line, place.column))
}
