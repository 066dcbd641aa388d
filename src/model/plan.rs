//! What is done to a world from outside, at times that are settled before it begins: links that fail, programs that are
//! killed.

use super::event::Event;
use super::host::{Faults, Link};
use super::id::{HostId, LinkId, Pid};
use super::process::Process;
use super::time::Duration;
use super::turn::Turn;
use super::{kernel, net};

/// One thing that is done.
#[derive(Clone, Debug, PartialEq)]
pub enum Intervention {
    /// A link is cut: whatever is on it is lost, and whatever is sent on it.
    Cut(LinkId),
    /// It is mended.
    Mend(LinkId),
    /// It gets slower or faster, or worse or better.
    Change(LinkId, Change),
    /// All processes of a program on a host are killed, as `pkill -KILL -f` does it.
    Kill(HostId, String),
}

/// What becomes different on a link; the rest stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Change {
    /// How long a packet takes.
    pub latency: Option<Duration>,
    /// How many packets of a million are lost.
    pub loss: Option<u32>,
    /// How many of a million arrive twice.
    pub duplicates: Option<u32>,
    /// How much longer a packet may take.
    pub jitter: Option<Duration>,
}

impl Change {
    /// What goes wrong on a link on which these things went wrong before.
    pub fn over(&self, before: Faults) -> Faults {
        Faults {
            loss: self.loss.unwrap_or(before.loss),
            duplicates: self.duplicates.unwrap_or(before.duplicates),
            jitter: self.jitter.unwrap_or(before.jitter),
        }
    }
}

/// The time for a thing that was planned has come.
pub(super) fn carry_out(turn: &mut Turn, place: u16) {
    match turn.plan[usize::from(place)].clone() {
        Intervention::Cut(link) => net::cut(turn, link),
        Intervention::Mend(link) => turn.record(Event::LinkMended { link }),
        Intervention::Change(link, change) => {
            let Link { latency, faults, .. } = turn.links[usize::from(link.0)];
            let (latency, faults) = (change.latency.unwrap_or(latency), change.over(faults));
            turn.record(Event::LinkChanged { link, latency, faults });
        }
        Intervention::Kill(host, name) => {
            let runs = |process: &&Process| (process.host, &process.name) == (host, &name);
            let lives = |process: &&Process| process.status.is_none() && !turn.awaits_start(process);
            let found = turn.processes.values().filter(runs).filter(lives);
            let pids: Vec<Pid> = found.map(|process| process.pid).collect();
            pids.into_iter().for_each(|pid| kernel::kill(turn, pid));
        }
    }
}
