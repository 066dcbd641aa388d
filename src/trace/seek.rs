//! Going to any step: replay from the nearest checkpoint before it.

use std::rc::Rc;

use super::Trace;
use crate::model::world::World;

/// A checkpoint is kept after so many events or so much work of programs, whichever comes first …
const EVENTS_BETWEEN: usize = 512;
const WORK_BETWEEN: u64 = 400_000;
/// … and when there are too many, every second one is dropped and the distances double.
const MOST: usize = 128;

/// Worlds kept along the way.
#[derive(Clone, Debug)]
pub(super) struct Checkpoints {
    /// How many events each world has behind it, and the world.
    kept: Vec<(usize, Rc<World>)>,
    stretch: usize,
    work: u64,
}

impl Checkpoints {
    pub(super) fn new(origin: World) -> Checkpoints {
        Checkpoints { kept: vec![(0, Rc::new(origin))], stretch: 1, work: 0 }
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
        if self.kept.len() > MOST {
            let mut index = 0;
            self.kept.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.stretch *= 2;
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

impl Trace {
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
