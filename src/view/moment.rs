//! What a view looks at: a run at one of its steps.

use std::collections::HashMap;
use std::net::SocketAddrV4;
use std::rc::Rc;

use super::panel::Mark;
use crate::model::event::Event;
use crate::model::packet::FourTuple;
use crate::model::world::World;
use crate::trace::Trace;

/// A run at a step: the world after it, the world before it, and what happened in between.
#[derive(Clone)]
pub struct Moment {
    /// The whole run.
    pub trace: Rc<Trace>,
    /// How many steps have happened: 0 is the beginning.
    pub at: usize,
    /// The world after the step.
    pub world: Rc<World>,
    /// The world before it.
    pub before: Rc<World>,
    /// The connections' letters.
    pub letters: Rc<Letters>,
}

/// Which connection has which letter: in the order in which clients began them, over the whole run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Letters {
    marks: HashMap<(SocketAddrV4, SocketAddrV4), Mark>,
}

impl Letters {
    /// Gives every connection of a run its letter.
    pub fn of(trace: &Trace) -> Letters {
        let mut letters = Letters::default();
        for event in &trace.events {
            if let Event::Opened { local, remote, .. } = event {
                let index = letters.marks.len() as u16;
                letters.marks.entry(key(*local, *remote)).or_insert(Mark { index });
            }
        }
        letters
    }

    /// The letter of a connection, seen from either end.
    pub fn mark(&self, tuple: FourTuple) -> Option<Mark> {
        self.marks.get(&key(tuple.local, tuple.remote)).copied()
    }
}

fn key(one: SocketAddrV4, other: SocketAddrV4) -> (SocketAddrV4, SocketAddrV4) {
    (one.min(other), one.max(other))
}

impl Moment {
    /// The run after so many steps.
    pub fn new(trace: Rc<Trace>, letters: Rc<Letters>, at: usize) -> Moment {
        let world = trace.world_at(at);
        let before = if at == 0 { world.clone() } else { trace.world_at(at - 1) };
        Moment { trace, at, world, before, letters }
    }

    /// What the step did.
    pub fn events(&self) -> &[Event] {
        if self.at == 0 { &[] } else { self.trace.events_of(self.at - 1) }
    }
}
