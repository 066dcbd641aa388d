//! Where a run by a wrong rule breaks: the first step that cannot be, if the rule were right.

use super::Trace;
use crate::model::belief::Belief;
use crate::model::datum::Failure;
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::SocketId;
use crate::model::packet::{FourTuple, Packet};

/// Where, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Break {
    /// After how many steps it can be seen.
    pub step: usize,
    /// What is seen there, in a sentence.
    pub seen: String,
}

/// What is to be said of a run by a wrong rule: where it broke and what is so instead, or that these programs cannot tell.
pub fn verdict(belief: Belief, broken: Option<&Break>) -> String {
    match broken {
        Some(Break { step, seen }) => {
            format!("The rule “{}” breaks in step {step}. {seen} {}", belief.claim(), belief.truth())
        }
        None => format!(
            "These programs cannot tell the difference: “{}” never decided otherwise than Linux.",
            belief.claim()
        ),
    }
}

impl Trace {
    /// What the run's world believes, if it is not as Linux.
    pub fn belief(&self) -> Option<Belief> {
        self.world_at(0).belief
    }

    /// Where the belief breaks. `None`: it rules nothing, or these programs cannot tell the difference.
    pub fn broken(&self) -> Option<Break> {
        let belief = self.belief()?;
        let mut moved: Vec<(SocketId, FourTuple)> = Vec::new();
        for (number, step) in self.steps.iter().enumerate() {
            for event in &self.events[step.events.clone()] {
                if let Event::Moved { socket, local } = event
                    && let Some(tuple) = self.world_at(number).socket(*socket).tuple()
                {
                    moved.push((*socket, FourTuple { local: *local, remote: tuple.remote }));
                }
                if let Some(seen) = seen(belief, event, &moved) {
                    return Some(Break { step: number + 1, seen });
                }
            }
        }
        None
    }
}

/// What this event shows of the belief, if it breaks there.
fn seen(belief: Belief, event: &Event, moved: &[(SocketId, FourTuple)]) -> Option<String> {
    match (belief, event) {
        (Belief::AcceptOpensPort, Event::LookedUp { packet, lookup, .. }) if lookup.found.is_none() => {
            stranger(packet, moved)
        }
        (Belief::OneClientPerPort, Event::Misled { tuple, .. }) => Some(format!(
            "The SYN from {} is refused, though a socket listens at {} and its queue has room.",
            tuple.remote, tuple.local
        )),
        (Belief::SocketPerSender, Event::Misled { tuple, .. }) => Some(format!(
            "The datagram from {} waits in a socket that no descriptor leads to: the server's recvfrom() will never see it.",
            tuple.remote
        )),
        (Belief::SourceIgnored, Event::Misled { socket, tuple }) => Some(format!(
            "The segment from {} is given to socket {socket}, which is connected to somebody else.",
            tuple.remote
        )),
        (
            Belief::ClientUsesPort,
            Event::Returned { answer: Err(Failure::Os(Errno::EADDRNOTAVAIL | Errno::EADDRINUSE)), .. },
        ) => {
            let why = "A second connection from this machine to the same server would have all four addresses and ports of \
                       the first: connect() fails.";
            Some(why.to_owned())
        }
        _ => None,
    }
}

/// A segment that nobody takes, because an accepted socket has another port than its client knows.
fn stranger(packet: &Packet, moved: &[(SocketId, FourTuple)]) -> Option<String> {
    let (from, to) = (packet.from(), packet.to());
    let ours = moved.iter().find(|(_, tuple)| {
        (tuple.local == from && tuple.remote == to) || (tuple.remote == from && tuple.local.ip() == to.ip())
    });
    let (_, tuple) = ours?;
    Some(match tuple.local == from {
        true => format!(
            "{to} knows no connection with {from}: it is connected to another port, and answers with RST."
        ),
        false => format!(
            "{from} sends to {to}, where it is connected; but the server's socket is at port {} now, so nobody takes it.",
            tuple.local.port()
        ),
    })
}
