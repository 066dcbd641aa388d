//! The kernel between programs and sockets: scheduling, system calls, descriptors, ports.

mod args;
mod calls;
mod datagram;
mod files;
mod lab;
mod lab_wire;
mod options;
mod pairs;
mod pipes;
mod poll;
mod ports;
mod ready;
mod schedule;
mod signals;
mod sockets;
mod stream;
mod tasks;
mod texts;
mod users;
pub(super) mod wake;

pub use calls::CALLS;
pub use ports::{Meeting, meetings, ports_to_bind, ports_to_connect};
pub(super) use schedule::{dispatch, trapped, waited};
pub(super) use signals::kill_process as kill;

use super::datum::{Datum, Failure};
use super::errno::Errno;
use super::process::{Answer, Wait};
use super::time::Duration;

/// What became of a system call, for now.
enum Outcome {
    /// It is answered.
    Done(Answer),
    /// It waits, for so long at most.
    Wait(Wait, Patience),
    /// It goes on when the packets that arrive at this very moment have done so.
    Again,
    /// The caller no longer exists.
    Gone,
}

/// How long a call may wait.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Patience {
    /// Not at all: `EAGAIN` instead (`O_NONBLOCK`).
    None,
    /// So long, as `settimeout` asked.
    For(Duration),
    /// So long, as SO_RCVTIMEO or SO_SNDTIMEO says: the kernel's own time-out (`EAGAIN`).
    Limit(Duration),
    /// For ever.
    Endless,
}

impl Patience {
    /// Does the kernel wait, and not Python, with a descriptor that never blocks?
    fn blocks(self) -> bool {
        matches!(self, Patience::Limit(_) | Patience::Endless)
    }

    /// With what an option of the socket says.
    fn limited(self, limit: Option<Duration>) -> Patience {
        match (self, limit) {
            (Patience::Endless, Some(Duration::ZERO)) => Patience::None,
            (Patience::Endless, Some(limit)) => Patience::Limit(limit),
            _ => self,
        }
    }
}

fn done(value: Datum) -> Outcome {
    Outcome::Done(Ok(value))
}

fn failed(errno: Errno) -> Outcome {
    Outcome::Done(Err(Failure::Os(errno)))
}
