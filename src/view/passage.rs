//! The whole run as a list: who sent which segment to whom, when it arrived, and what the ends became by it.

use std::net::SocketAddr;

use crate::model::event::{DropReason, Event};
use crate::model::id::{HostId, PacketId, SocketId};
use crate::model::packet::Packet;
use crate::model::seq::SeqNum;
use crate::model::sorted::SortedMap;
use crate::model::tcp::TcpState;
use crate::model::world::World;
use crate::trace::Trace;

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Entry {
    /// A segment went from end to end.
    Segment(Box<Passage>),
    /// A socket changed its state, and no segment came or went.
    State { step: usize, socket: SocketId, host: HostId, local: Option<SocketAddr>, state: TcpState },
}

/// A segment's way from end to end, over however many routers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Passage {
    pub(super) packet: Packet,
    pub(super) from: HostId,
    /// Whose address it is sent to, if it is anybody's.
    pub(super) to: Option<HostId>,
    /// The step in which it left; steps count from 1.
    pub(super) sent: usize,
    /// The steps in which routers passed it on.
    pub(super) passed: Vec<usize>,
    /// The step in which it arrived.
    pub(super) arrived: Option<usize>,
    /// The step in which it came to nothing, where, and why.
    pub(super) lost: Option<(usize, HostId, DropReason)>,
    /// What its sender became when it left.
    pub(super) sender: Option<TcpState>,
    /// What its receiver became when it arrived.
    pub(super) receiver: Option<TcpState>,
    /// Sequence and acknowledgement number, counted from the SYN of their direction.
    pub(super) seq: u32,
    pub(super) ack: Option<u32>,
}

impl Entry {
    /// The step in which it appears.
    pub(super) fn step(&self) -> usize {
        match self {
            Entry::Segment(passage) => passage.sent,
            Entry::State { step, .. } => *step,
        }
    }

    /// Is this step about it?
    pub(super) fn is_of(&self, step: usize) -> bool {
        match self {
            Entry::Segment(passage) => passage.is_of(step),
            Entry::State { step: own, .. } => *own == step,
        }
    }
}

impl Passage {
    /// Does it leave, pass a router, arrive or get lost in this step?
    pub(super) fn is_of(&self, step: usize) -> bool {
        self.sent == step
            || self.passed.contains(&step)
            || self.arrived == Some(step)
            || self.lost.is_some_and(|(lost, ..)| lost == step)
    }
}

/// The list of a run.
pub(super) fn entries(trace: &Trace, end: &World) -> Vec<Entry> {
    let mut reader = Reader {
        end,
        entries: Vec::new(),
        open: SortedMap::new(),
        starts: SortedMap::new(),
        sockets: SortedMap::new(),
    };
    for number in 0..trace.steps.len() {
        reader.read(number + 1, trace.events_of(number));
    }
    reader.entries
}

struct Reader<'a> {
    end: &'a World,
    entries: Vec<Entry>,
    /// Where in the list a packet on its way stands.
    open: SortedMap<PacketId, usize>,
    /// The place of the SYN of each direction.
    starts: SortedMap<(SocketAddr, SocketAddr), SeqNum>,
    /// Each socket's host and name.
    sockets: SortedMap<SocketId, (HostId, Option<SocketAddr>)>,
}

impl Reader<'_> {
    fn read(&mut self, step: usize, events: &[Event]) {
        // What the step's changes of state are due to: the packet that arrived in it, or else the one that left.
        let mut arrived = None;
        let mut changes: SortedMap<SocketId, TcpState> = SortedMap::new();
        for event in events {
            self.meet(event);
            match event {
                Event::Sent { packet, socket, from, .. } => {
                    self.sent(step, packet, *from);
                    if let (Some(socket), None) = (socket, arrived)
                        && let Some(state) = changes.remove(socket)
                        && let Some(passage) = self.passage(packet.id)
                    {
                        passage.sender = Some(state);
                    }
                }
                Event::LookedUp { packet, .. } => {
                    arrived = Some(packet.id);
                    if let Some(passage) = self.passage(packet.id) {
                        passage.arrived = Some(step);
                    }
                }
                // It waits for its next hop's hardware address; it counts as sent, though nothing has left yet.
                Event::Sought { packet, host, .. } => self.sent(step, packet, *host),
                Event::Dropped { packet, host, reason } => {
                    if !self.open.contains_key(&packet.id) {
                        self.sent(step, packet, *host);
                    }
                    if let Some(passage) = self.passage(packet.id) {
                        passage.lost = Some((step, *host, *reason));
                    }
                    self.open.remove(&packet.id);
                }
                other => {
                    if let Some((socket, state)) = change(other) {
                        changes.insert(socket, state);
                    }
                }
            }
        }
        let last = changes.iter().next_back().map(|(_, state)| *state);
        match arrived.and_then(|packet| self.passage(packet)) {
            Some(passage) => passage.receiver = last,
            None => self.alone(step, changes),
        }
    }

    /// Learns who is who.
    fn meet(&mut self, event: &Event) {
        match event {
            Event::SocketCreated { socket, host, .. } => {
                self.sockets.insert(*socket, (*host, None));
            }
            Event::SynQueued { listener, socket, local, .. } => {
                if let Some((host, _)) = self.sockets.get(listener).copied() {
                    self.sockets.insert(*socket, (host, Some(*local)));
                }
            }
            Event::Bound { socket, local, .. } | Event::Opened { socket, local, .. } => {
                if let Some(known) = self.sockets.get_mut(socket) {
                    known.1 = Some(*local);
                }
            }
            _ => {}
        }
    }

    fn sent(&mut self, step: usize, packet: &Packet, from: HostId) {
        // Also when a router passes it on: it may have given it another name.
        if let Some(segment) = packet.segment().filter(|segment| segment.flags.syn) {
            self.starts.insert((packet.from(), packet.to()), segment.seq);
        }
        if let Some(passage) = self.passage(packet.id) {
            passage.passed.push(step);
            return;
        }
        let Some(segment) = packet.segment() else { return };
        let start = |from, to| self.starts.get(&(from, to)).copied().unwrap_or_default();
        let passage = Passage {
            packet: packet.clone(),
            from,
            to: self
                .end
                .hosts
                .iter()
                .find(|host| host.interfaces.iter().any(|at| at.address == packet.destination))
                .map(|host| host.id)
                .or(packet.destination.is_loopback().then_some(from)),
            sent: step,
            passed: Vec::new(),
            arrived: None,
            lost: None,
            sender: None,
            receiver: None,
            seq: segment.seq - start(packet.from(), packet.to()),
            ack: segment.flags.ack.then(|| segment.ack - start(packet.to(), packet.from())),
        };
        self.open.insert(packet.id, self.entries.len());
        self.entries.push(Entry::Segment(Box::new(passage)));
    }

    fn passage(&mut self, packet: PacketId) -> Option<&mut Passage> {
        match self.entries.get_mut(*self.open.get(&packet)?)? {
            Entry::Segment(passage) => Some(passage),
            Entry::State { .. } => None,
        }
    }

    fn alone(&mut self, step: usize, changes: SortedMap<SocketId, TcpState>) {
        for (socket, state) in changes {
            if let Some((host, local)) = self.sockets.get(&socket).copied() {
                self.entries.push(Entry::State { step, socket, host, local, state });
            }
        }
    }
}

/// Which socket's state an event changes, and to what.
fn change(event: &Event) -> Option<(SocketId, TcpState)> {
    match event {
        Event::Listened { socket, .. } => Some((*socket, TcpState::Listen)),
        Event::Opened { socket, .. } => Some((*socket, TcpState::SynSent)),
        Event::SynQueued { socket, .. } => Some((*socket, TcpState::SynReceived)),
        Event::StateChanged { socket, to, .. } => Some((*socket, *to)),
        _ => None,
    }
}
