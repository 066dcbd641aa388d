//! What a run can be searched for: facts of the network and of programs, and lines of scripts.

use crate::model::datum::Failure;
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{Fd, Pid};
use crate::model::sorted::SortedSet;
use crate::model::tcp::TcpState;

use super::Trace;

/// Something that can be the case in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A call failed or an exception ended a program; that a call could not be answered at once is no error.
    Error,
    /// A call failed with this number.
    Failed(Errno),
    /// A SYN or the last ACK of a handshake was ignored, because the accept queue was full.
    AcceptQueueFull,
    /// A router gave a packet another port than it had.
    PortRewritten,
    /// An RST was sent.
    Reset,
    /// A connection entered this state.
    Became(TcpState),
    /// A process got a descriptor that it had had before and had closed.
    DescriptorReused,
    /// A packet came to nothing.
    Dropped,
    /// No socket owns a packet that arrived.
    Unclaimed,
    /// Something was sent again, because no acknowledgement came in time.
    SentAgain,
}

impl Fact {
    /// Those that are offered, the most asked for first.
    pub const OFFERED: &[Fact] = &[
        Fact::Error,
        Fact::AcceptQueueFull,
        Fact::PortRewritten,
        Fact::Failed(Errno::EADDRINUSE),
        Fact::Failed(Errno::ECONNREFUSED),
        Fact::Reset,
        Fact::Became(TcpState::CloseWait),
        Fact::Became(TcpState::TimeWait),
        Fact::DescriptorReused,
        Fact::Dropped,
        Fact::Unclaimed,
        Fact::SentAgain,
    ];

    /// What it is called.
    pub fn name(self) -> String {
        match self {
            Fact::Error => "an error".into(),
            Fact::Failed(errno) => format!("{errno}"),
            Fact::AcceptQueueFull => "accept queue full".into(),
            Fact::PortRewritten => "NAT rewrote a port".into(),
            Fact::Reset => "an RST is sent".into(),
            Fact::Became(state) => format!("state becomes {state}"),
            Fact::DescriptorReused => "descriptor reused".into(),
            Fact::Dropped => "a packet is lost".into(),
            Fact::Unclaimed => "a packet finds no socket".into(),
            Fact::SentAgain => "sent again after a time-out".into(),
        }
    }

    /// The offered fact of this name.
    pub fn named(name: &str) -> Option<Fact> {
        Fact::OFFERED.iter().copied().find(|fact| fact.name() == name)
    }

    fn is_in(self, event: &Event, closed: &mut SortedSet<(Pid, Fd)>) -> bool {
        match (self, event) {
            (Fact::Error, Event::Crashed { .. }) | (Fact::AcceptQueueFull, Event::QueueFull { .. }) => true,
            (Fact::Error, Event::Returned { answer: Err(failure), .. }) => is_error(failure),
            (Fact::Failed(errno), Event::Returned { answer: Err(failure), .. }) => {
                *failure == Failure::Os(errno)
            }
            (Fact::PortRewritten, Event::Translated { before, after, .. }) => {
                before.0.port() != after.0.port() || before.1.port() != after.1.port()
            }
            (Fact::Reset, Event::Sent { packet, .. }) => packet.flags().rst,
            (Fact::Became(state), Event::StateChanged { to, .. }) => *to == state,
            (Fact::DescriptorReused, Event::DescriptorClosed { pid, fd }) => {
                closed.insert((*pid, *fd));
                false
            }
            (Fact::DescriptorReused, Event::DescriptorOpened { pid, fd, .. }) => {
                closed.contains(&(*pid, *fd))
            }
            (Fact::Dropped, Event::Dropped { .. }) | (Fact::SentAgain, Event::TimedOut { .. }) => true,
            (Fact::Unclaimed, Event::LookedUp { lookup, .. }) => lookup.found.is_none(),
            _ => false,
        }
    }
}

/// `EAGAIN` and its like only say that a call cannot be answered at once.
fn is_error(failure: &Failure) -> bool {
    !matches!(failure, Failure::Os(Errno::EAGAIN | Errno::EINPROGRESS))
}

impl Trace {
    /// After how many steps each step lies in which something is the case, in order.
    pub fn steps_with(&self, fact: Fact) -> Vec<usize> {
        let mut closed = SortedSet::new();
        let mut found = Vec::new();
        for step in 0..self.steps.len() {
            // Every event is looked at, for a later one may be judged by it.
            let hits = self.events_of(step).iter().filter(|event| fact.is_in(event, &mut closed)).count();
            if hits > 0 {
                found.push(step + 1);
            }
        }
        found
    }

    /// The same for a line of a script: the steps in which a program of this name came to it.
    pub fn steps_at_line(&self, program: &str, line: u32) -> Vec<usize> {
        let world = self.world_at(self.steps.len());
        let runs_it = |pid: Pid| world.processes.get(&pid).is_some_and(|process| process.name == program);
        let hit =
            |step: &usize| self.walks(*step).any(|walk| walk.lines.contains(&line) && runs_it(walk.pid));
        (0..self.steps.len()).filter(hit).map(|step| step + 1).collect()
    }
}
