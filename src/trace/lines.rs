//! Which lines of the learners' scripts each stretch of computing went through.

use crate::model::event::Event;
use crate::model::id::{Pid, Tid};
use crate::model::world::World;

use super::Trace;

/// The lines of a whole run, in the order in which they were gone through.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    lines: Vec<u32>,
    stretches: Vec<Stretch>,
}

#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// The event of the trace that it is.
    event: usize,
    pid: Pid,
    tid: Tid,
    /// Where in `lines` its own end.
    end: usize,
}

/// A stretch of computing: a thread of a process, and the lines that it went through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walk<'a> {
    /// The process.
    pub pid: Pid,
    /// The thread.
    pub tid: Tid,
    /// The lines, in order.
    pub lines: &'a [u32],
}

impl Lines {
    /// Hears of the event of this number, right after it was applied.
    pub(super) fn hear(&mut self, number: usize, event: &Event, world: &World) {
        let Event::Ran { tid } = event else { return };
        let Some(thread) = world.threads.get(tid).filter(|thread| !thread.lines.is_empty()) else { return };
        self.lines.extend(&thread.lines);
        self.stretches.push(Stretch { event: number, pid: thread.pid, tid: *tid, end: self.lines.len() });
    }

    /// What was gone through before the event of this number.
    pub(super) fn until(&self, event: usize) -> Lines {
        let stretches = self.stretches[..self.place(event)].to_vec();
        let end = stretches.last().map_or(0, |stretch| stretch.end);
        Lines { lines: self.lines[..end].to_vec(), stretches }
    }

    /// How many stretches come before the event of this number.
    fn place(&self, event: usize) -> usize {
        self.stretches.partition_point(|stretch| stretch.event < event)
    }

    fn walk(&self, number: usize) -> Walk<'_> {
        let Stretch { pid, tid, end, .. } = self.stretches[number];
        let start = number.checked_sub(1).map_or(0, |before| self.stretches[before].end);
        Walk { pid, tid, lines: &self.lines[start..end] }
    }
}

impl Trace {
    /// The lines that programs went through in a step, numbered from 0.
    pub fn walks(&self, step: usize) -> impl Iterator<Item = Walk<'_>> {
        let events = &self.steps[step].events;
        (self.lines.place(events.start)..self.lines.place(events.end)).map(|number| self.lines.walk(number))
    }
}
