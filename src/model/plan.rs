//! What is done to a world from outside, at times that are settled before it begins or by the reader: links that fail,
//! programs that are killed.

use super::event::Event;
use super::host::{Faults, Link};
use super::id::{HostId, LinkId, Pid};
use super::process::Process;
use super::time::Duration;
use super::turn::Turn;
use super::world::World;
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

    /// The latency and the faults of a link that was like this.
    fn on(&self, link: &Link) -> (Duration, Faults) {
        (self.latency.unwrap_or(link.latency), self.over(link.faults))
    }
}

/// Does it.
pub(super) fn carry_out(turn: &mut Turn, what: &Intervention) {
    match what {
        Intervention::Cut(link) => net::cut(turn, *link),
        Intervention::Mend(link) => turn.record(Event::LinkMended { link: *link }),
        Intervention::Change(link, change) => {
            let (latency, faults) = change.on(&turn.links[usize::from(link.0)]);
            turn.record(Event::LinkChanged { link: *link, latency, faults });
        }
        Intervention::Kill(host, name) => {
            for pid in running(turn, *host, name) {
                kernel::kill(turn, pid);
            }
        }
    }
}

/// Would anything be different then? If not, a sentence says why.
pub(super) fn would_change(world: &World, what: &Intervention) -> Result<(), String> {
    let link = |id: &LinkId| &world.links[usize::from(id.0)];
    let why = match what {
        Intervention::Cut(id) if link(id).cut => format!("The link {} is cut already.", link(id).name),
        Intervention::Mend(id) if !link(id).cut => format!("The link {} is not cut.", link(id).name),
        Intervention::Change(id, change) if change.on(link(id)) == (link(id).latency, link(id).faults) => {
            format!("The link {} is like that already.", link(id).name)
        }
        Intervention::Kill(host, name) if running(world, *host, name).is_empty() => {
            format!("{name} does not run on {} at this step.", world.host(*host).name)
        }
        _ => return Ok(()),
    };
    Err(why)
}

fn running(world: &World, host: HostId, name: &str) -> Vec<Pid> {
    let runs = |process: &&Process| process.host == host && process.name == name;
    let lives = |process: &&Process| process.status.is_none() && !world.awaits_start(process);
    let found = world.processes.values().filter(runs).filter(lives);
    found.map(|process| process.pid).collect()
}
