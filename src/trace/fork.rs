//! Branches: a run that shares the beginning of another, and goes on differently.

use crate::model::command::Command;
use crate::model::turn::{Shell, Turn};
use crate::model::world::World;

use super::record::Keeper;
use super::{Run, Trace};

impl Trace {
    /// A run that is the same for so many steps; then the reader's command is the next step.
    ///
    /// What cannot be done is told in a sentence. The events that both share are copied: 200,000 take some
    /// 20 ms, and a branch needs nothing of its origin.
    pub fn fork(&self, steps: usize, command: &Command, shell: &dyn Shell) -> Result<Run, String> {
        let end = self.end_of(steps);
        let trace = Trace {
            events: self.events[..end].to_vec(),
            steps: self.steps[..steps].to_vec(),
            limit: None,
            checkpoints: self.checkpoints.until(end),
            lines: self.lines.until(end),
        };
        let mut run = Run { world: World::clone(&self.world_at(steps)), trace };
        run.obey(command, shell)?;
        Ok(run)
    }

    /// How many events there are after so many steps.
    pub(super) fn end_of(&self, steps: usize) -> usize {
        steps.checked_sub(1).map_or(0, |last| self.steps[last].events.end)
    }
}

impl Run {
    fn obey(&mut self, command: &Command, shell: &dyn Shell) -> Result<(), String> {
        let before = self.trace.events.len();
        let mut keeper = Keeper::of(&mut self.trace);
        Turn::new(&mut self.world, &mut keeper, shell).obey(command)?;
        self.trace.close_step(before, &self.world);
        Ok(())
    }
}
