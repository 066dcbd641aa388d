//! Branches: a run that shares the beginning of another, and goes on differently.

use crate::model::command::Command;
use crate::model::event::Event;
use crate::model::id::Pid;
use crate::model::turn::{Shell, Turn};
use crate::model::world::World;

use super::record::Keeper;
use super::{Run, Trace};

impl Trace {
    /// A run that is the same for so many steps; then come the reader's commands, each a step.
    ///
    /// What cannot be done is told in a sentence. The events that both share are copied: 200,000 take some
    /// 20 ms, and a branch needs nothing of its origin.
    pub fn fork(&self, steps: usize, commands: &[Command], shell: &dyn Shell) -> Result<Run, String> {
        let end = self.end_of(steps);
        let trace = Trace {
            events: self.events[..end].to_vec(),
            steps: self.steps[..steps].to_vec(),
            limit: None,
            checkpoints: self.checkpoints.until(end),
            lines: self.lines.until(end),
        };
        let mut run = Run { world: World::clone(&self.world_at(steps)), trace };
        commands.iter().try_for_each(|command| run.obey(command, shell))?;
        Ok(run)
    }

    /// The processes that programs of this name began with, and have not been replaced, after so many steps.
    pub fn programs(&self, name: &str, steps: usize) -> Vec<Pid> {
        let origin = self.world_at(0);
        let named = origin.processes.values().filter(|process| process.name == name);
        let mut found: Vec<Pid> = named.map(|process| process.pid).collect();
        for event in &self.events[..self.end_of(steps)] {
            match event {
                Event::ProcessStarted { pid, name: started, .. } if started == name => found.push(*pid),
                Event::Commanded { command: Command::Restart(pid, _) } => found.retain(|old| old != pid),
                _ => {}
            }
        }
        found
    }

    /// How many steps two runs have in common from their beginning.
    pub fn shared_steps(&self, other: &Trace) -> usize {
        let most = self.steps.len().min(other.steps.len());
        (0..most).find(|step| self.events_of(*step) != other.events_of(*step)).unwrap_or(most)
    }

    /// How many events there are after so many steps.
    pub fn end_of(&self, steps: usize) -> usize {
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
