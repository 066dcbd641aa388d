//! Going to any step: replay from the nearest checkpoint before it.

use std::rc::Rc;

use super::Trace;
use crate::model::world::World;

/// A checkpoint is kept after so many events or so much work of programs, whichever comes first …
const EVENTS_BETWEEN: usize = 512;
const WORK_BETWEEN: u64 = 400_000;
/// … and when there are too many, or they weigh too much, every second one is dropped and the distances double.
const MOST: usize = 128;
const MOST_BYTES: usize = 192_000_000;
/// What a socket, a pipe or a thread weighs, about; a process weighs 64 of them.
const THING: usize = 2_000;

/// Worlds kept along the way.
#[derive(Clone, Debug)]
pub(super) struct Checkpoints {
    /// How many events each world has behind it, and the world.
    kept: Vec<(usize, Rc<World>)>,
    stretch: usize,
    work: u64,
    bytes: usize,
}

impl Checkpoints {
    pub(super) fn new(origin: World) -> Checkpoints {
        Checkpoints { kept: vec![(0, Rc::new(origin))], stretch: 1, work: 0, bytes: 0 }
    }

    /// Keeps this world, which has `events` behind it, if it is far enough from the last one kept.
    pub(super) fn offer(&mut self, world: &World, events: usize) {
        let (last, _) = self.kept[self.kept.len() - 1];
        let worked = world.counts.work - self.work;
        let far =
            events - last >= EVENTS_BETWEEN * self.stretch || worked >= WORK_BETWEEN * self.stretch as u64;
        if !far {
            return;
        }
        self.work = world.counts.work;
        self.kept.push((events, Rc::new(world.clone())));
        self.bytes += weight(world);
        while self.kept.len() > MOST || (self.bytes > MOST_BYTES && self.kept.len() > 2) {
            let mut index = 0;
            self.kept.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.stretch *= 2;
            self.bytes = self.kept.iter().map(|(_, world)| weight(world)).sum();
        }
    }

    /// Those with at most so many events behind them.
    pub(super) fn until(&self, events: usize) -> Checkpoints {
        let mut kept = self.kept.clone();
        kept.retain(|(behind, _)| *behind <= events);
        let work = kept.last().map_or(0, |(_, world)| world.counts.work);
        Checkpoints { kept, work, ..*self }
    }

    fn before(&self, events: usize) -> &(usize, Rc<World>) {
        let after = self.kept.partition_point(|(behind, _)| *behind <= events);
        &self.kept[after - 1]
    }
}

/// About how many bytes a world takes: what programs hold, what waits in sockets and on the way, and all the rest.
fn weight(world: &World) -> usize {
    let memory: usize = world.processes.values().map(|process| process.memory.bytes()).sum();
    let living = world.processes.values().filter(|process| process.status.is_none()).count();
    let things =
        living * 64 + world.sockets.len() + world.channels.len() + world.threads.len() + world.flight.len();
    let queued: usize = world.sockets.values().map(|socket| socket.queues().0 + socket.queues().1).sum();
    memory + things * THING + queued
}

impl Trace {
    /// About how many bytes the worlds take that are kept for going back.
    pub fn checkpoint_bytes(&self) -> usize {
        self.checkpoints.bytes
    }

    /// The world after so many steps; 0 is the beginning.
    pub fn world_at(&self, step: usize) -> Rc<World> {
        let events = self.end_of(step);
        let (behind, world) = self.checkpoints.before(events);
        if *behind == events {
            return world.clone();
        }
        let mut world = World::clone(world);
        for event in &self.events[*behind..events] {
            world.apply(event);
        }
        Rc::new(world)
    }
}
