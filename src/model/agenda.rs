//! What will happen, and when: the future event list.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::net::Ipv4Addr;

use super::id::{HostId, PacketId, SocketId, Tid};
use super::time::Instant;

/// Something that will happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// A packet reaches the next host on its way.
    Arrival(PacketId),
    /// A running thread reaches the end of its stretch: a system call, its end, or its time slice's.
    Trap(Tid),
    /// A blocked thread has waited long enough; the number tells this wait from the thread's others.
    Timeout(Tid, u64),
    /// A connection's retransmission timer; the number tells this setting from the others.
    Retransmit(SocketId, u32),
    /// An idle connection's keep-alive timer; the number tells this setting from the others.
    KeepAlive(SocketId, u32),
    /// The end of TIME-WAIT, or of an orphan's FIN-WAIT-2.
    Expire(SocketId),
    /// A host has asked long enough who has an address.
    Unanswered(HostId, Ipv4Addr),
    /// What is done to the world from outside: the place in its plan.
    Planned(u16),
}

/// The future event list: earliest first, and in the order of entry among equals.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    heap: BinaryHeap<Reverse<(Instant, u64, Due)>>,
    entered: u64,
}

impl PartialEq for Agenda {
    /// Two agendas are equal when they will yield the same; how the heap lies in memory does not matter.
    fn eq(&self, other: &Agenda) -> bool {
        let sorted = |agenda: &Agenda| agenda.heap.clone().into_sorted_vec();
        self.entered == other.entered && sorted(self) == sorted(other)
    }
}

impl Agenda {
    pub(super) fn push(&mut self, at: Instant, due: Due) {
        self.heap.push(Reverse((at, self.entered, due)));
        self.entered += 1;
    }

    pub(super) fn pop(&mut self) -> Option<(Instant, Due)> {
        self.heap.pop().map(|Reverse((at, _, due))| (at, due))
    }

    /// What comes next.
    pub fn next(&self) -> Option<(Instant, Due)> {
        self.heap.peek().map(|Reverse((at, _, due))| (*at, *due))
    }

    /// When something will happen, if it will.
    pub fn when(&self, due: Due) -> Option<Instant> {
        self.heap.iter().filter(|Reverse((_, _, other))| *other == due).map(|Reverse((at, _, _))| *at).min()
    }

    /// How much there is to come.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Is there nothing to come?
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
}
