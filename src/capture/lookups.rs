//! The look-up of each packet of a capture, among the sockets that the capture implies: a listener where a SYN was answered, a
//! connection since its first SYN, a UDP socket wherever a datagram came from.

use std::net::SocketAddr;

use super::Capture;
use crate::model::demux::{Key, candidates};
use crate::model::packet::{FourTuple, Packet, Protocol};
use crate::model::sorted::SortedSet;

/// One packet's look-up at the host that it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When, in nanoseconds since the first packet.
    pub nanos: u64,
    /// The packet.
    pub packet: Packet,
    /// The keys that were tried, most specific first.
    pub tried: Vec<Key>,
    /// Did the last of them find a socket?
    pub found: bool,
}

/// Every packet's look-up, in order.
pub fn lookups(capture: &Capture) -> Vec<Step> {
    let mut known = Known::of(capture);
    let mut steps = Vec::new();
    for (nanos, packet) in &capture.packets {
        known.sent(packet);
        let mut tried = Vec::new();
        let found = candidates(packet).into_iter().any(|key| {
            tried.push(key);
            known.has(key)
        });
        steps.push(Step { nanos: *nanos, packet: packet.clone(), tried, found });
        known.arrived(packet);
    }
    steps
}

/// The sockets that there are, as far as the capture tells.
#[derive(Default)]
struct Known {
    listeners: SortedSet<SocketAddr>,
    /// Whose SYN a listener has answered.
    answered: SortedSet<(SocketAddr, SocketAddr)>,
    bound: SortedSet<SocketAddr>,
    connections: SortedSet<(SocketAddr, SocketAddr)>,
}

impl Known {
    /// What holds from the beginning: who answers a SYN listens, who sends a datagram has a socket for it, and a connection
    /// whose SYN is not in the capture is older than it.
    fn of(capture: &Capture) -> Known {
        let mut known = Known::default();
        let mut begun: SortedSet<(SocketAddr, SocketAddr)> = SortedSet::new();
        for (_, packet) in &capture.packets {
            let (from, to, flags) = (packet.from(), packet.to(), packet.flags());
            match packet.protocol() {
                Protocol::Udp => {
                    known.bound.insert(from);
                }
                _ if flags.syn => {
                    begun.insert((from, to));
                    begun.insert((to, from));
                    if flags.ack {
                        known.listeners.insert(from);
                        known.answered.insert((from, to));
                    }
                }
                _ if !flags.rst && !begun.contains(&(from, to)) => {
                    known.connections.insert((from, to));
                    known.connections.insert((to, from));
                }
                _ => {}
            }
        }
        known
    }

    fn has(&self, key: Key) -> bool {
        match key {
            Key::Connection(FourTuple { local, remote }) => self.connections.contains(&(local, remote)),
            Key::Listener(local) => self.listeners.contains(&local),
            Key::Bound(local) | Key::Everyone(local) => self.bound.contains(&local),
        }
    }

    /// Who sends a SYN has a connection of that name.
    fn sent(&mut self, packet: &Packet) {
        if packet.protocol() == Protocol::Tcp && packet.flags().syn {
            self.connections.insert((packet.from(), packet.to()));
        }
    }

    /// A SYN that a listener answers makes a connection; a RST ends it at both ends.
    fn arrived(&mut self, packet: &Packet) {
        if packet.protocol() != Protocol::Tcp {
            return;
        }
        let (from, to, flags) = (packet.from(), packet.to(), packet.flags());
        if flags.rst {
            self.connections.remove(&(to, from));
            self.connections.remove(&(from, to));
        } else if flags.syn && !flags.ack && self.answered.contains(&(to, from)) {
            self.connections.insert((to, from));
        }
    }
}
