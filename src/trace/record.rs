//! Running a world, and keeping all that happens.

use std::ops::Range;

use crate::model::event::Event;
use crate::model::limits::Limit;
use crate::model::time::Instant;
use crate::model::turn::{Observer, Shell, Turn};
use crate::model::world::World;

use super::lines::Lines;
use super::seek::Checkpoints;

/// A run that is going on, or has ended.
pub struct Run {
    pub(super) world: World,
    pub(super) trace: Trace,
}

/// The history of a run: where it began, and every event since.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Every event, in order.
    pub events: Vec<Event>,
    /// The events in steps: what a learner goes through one by one.
    pub steps: Vec<Step>,
    /// Why the run ended before nothing was left to happen, if it did.
    pub limit: Option<Limit>,
    pub(super) checkpoints: Checkpoints,
    pub(super) lines: Lines,
}

/// Everything that follows from one cause, at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// Which of the trace's events.
    pub events: Range<usize>,
}

impl Run {
    /// A run that begins in this world.
    pub fn new(origin: World) -> Run {
        let checkpoints = Checkpoints::new(origin.clone());
        Run {
            world: origin,
            trace: Trace {
                events: Vec::new(),
                steps: Vec::new(),
                limit: None,
                checkpoints,
                lines: Lines::default(),
            },
        }
    }

    /// Lets so many things happen, at most. False when nothing more will.
    pub fn advance(&mut self, moments: usize, shell: &dyn Shell) -> bool {
        for _ in 0..moments {
            let before = self.trace.events.len();
            let mut keeper = Keeper::of(&mut self.trace);
            let goes_on = Turn::new(&mut self.world, &mut keeper, shell).step();
            self.trace.close_step(before, &self.world);
            if !goes_on {
                self.trace.limit = self.world.stopped.clone();
                return false;
            }
        }
        true
    }

    /// Runs until nothing is left to happen, or a limit is reached.
    pub fn finish(mut self, shell: &dyn Shell) -> Trace {
        while self.advance(1024, shell) {}
        self.trace
    }

    /// The world as it is now.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What has happened so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }
}

/// Keeps what happens.
pub(super) struct Keeper<'a> {
    events: &'a mut Vec<Event>,
    lines: &'a mut Lines,
}

impl Keeper<'_> {
    pub(super) fn of(trace: &mut Trace) -> Keeper<'_> {
        Keeper { events: &mut trace.events, lines: &mut trace.lines }
    }
}

impl Observer for Keeper<'_> {
    fn heard(&mut self, world: &World, event: Event) {
        self.lines.hear(self.events.len(), &event, world);
        self.events.push(event);
    }
}

impl Trace {
    /// A history that is told, and not run: what happened in each step.
    pub fn told(origin: World, steps: impl IntoIterator<Item = Vec<Event>>) -> Trace {
        let mut run = Run::new(origin);
        for events in steps {
            let start = run.trace.events.len();
            for event in events {
                run.world.apply(&event);
                run.trace.events.push(event);
            }
            let end = run.trace.events.len();
            run.trace.steps.push(Step { at: run.world.now, events: start..end });
            run.trace.checkpoints.offer(&run.world, end);
        }
        run.trace
    }

    /// Closes the step that began at event `before`. A moment in which nothing worth seeing happened, such as a
    /// timer that was stopped long ago, becomes a part of the next step.
    pub(super) fn close_step(&mut self, before: usize, world: &World) {
        let end = self.events.len();
        if self.events[before..].iter().any(is_worth_a_step) {
            let start = self.steps.last().map_or(0, |step| step.events.end);
            self.steps.push(Step { at: world.now, events: start..end });
        }
        self.checkpoints.offer(world, end);
    }

    /// The events of a step.
    pub fn events_of(&self, step: usize) -> &[Event] {
        &self.events[self.steps[step].events.clone()]
    }
}

/// Is there anything to see in this event?
fn is_worth_a_step(event: &Event) -> bool {
    !matches!(
        event,
        Event::CameDue { .. }
            | Event::Ran { .. }
            | Event::Preempted { .. }
            | Event::Blocked { .. }
            | Event::Charged { .. }
            | Event::Progressed { .. }
            | Event::Gathered { .. }
            | Event::TimerStopped { .. }
    )
}
