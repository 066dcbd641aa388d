//! A capture as a history: the machines and sockets that it implies, and what each of its packets did to them, in the events of
//! the model. So every view of a run can show it.
//!
//! Not modelled, because a capture does not tell: what the programs did. Who answers a SYN listens, on that address; who
//! sends a datagram has a socket for it; a connection whose SYN is missing is older than the capture; what waits for
//! `accept` is taken at once, and what arrives is read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::{IpAddr, SocketAddr};

use super::file::{Capture, Frame};
use crate::model::agenda::Due;
use crate::model::demux::{Key, Lookup, candidates};
use crate::model::event::Event;
use crate::model::host::Faults;
use crate::model::id::{HostId, LinkId, SocketId};
use crate::model::limits::Limits;
use crate::model::packet::{FourTuple, Packet, Protocol};
use crate::model::plan::Intervention;
use crate::model::seq::SeqNum;
use crate::model::socket::Family;
use crate::model::tcp::TcpState;
use crate::model::time::{Duration, Instant};
use crate::model::world::World;

/// TIME-WAIT is over after so long (Linux `TCP_TIMEWAIT_LEN`).
const TIME_WAIT: Duration = Duration::from_secs(60);
/// What goes over the wire between all machines of a capture.
const WIRE: LinkId = LinkId(0);

/// Where a capture begins, and what each packet does.
#[derive(Clone, Debug)]
pub struct Replay {
    /// Machines, listeners, UDP sockets, and connections that are older than the capture.
    pub origin: World,
    /// The events of each packet, in order.
    pub steps: Vec<Vec<Event>>,
}

/// Reads a capture as a history.
pub fn replay(capture: &Capture) -> Replay {
    let mut teller = Teller::default();
    let mut origin = World::new(0, Limits::default());
    teller.begin(capture);
    for event in std::mem::take(&mut teller.events) {
        origin.apply(&event);
    }
    let mut steps = Vec::new();
    let mut next = capture.packets.iter().skip(1);
    for (place, frame) in capture.packets.iter().enumerate() {
        teller.packet(place, &frame.packet);
        next.next().into_iter().for_each(|next| teller.expect(next));
        steps.push(std::mem::take(&mut teller.events));
    }
    Replay { origin, steps }
}

/// One end of a connection, as far as its packets tell.
#[derive(Clone, Copy, Debug)]
struct End {
    socket: SocketId,
    state: TcpState,
    /// The place after its FIN, once that was sent.
    after_fin: Option<SeqNum>,
    listener: Option<SocketId>,
    since: Instant,
}

type Name = (SocketAddr, SocketAddr);

/// Tells the history, event by event.
#[derive(Default)]
struct Teller {
    events: Vec<Event>,
    now: Instant,
    /// When the next packet comes.
    next: Instant,
    hosts: BTreeMap<IpAddr, HostId>,
    listeners: BTreeMap<SocketAddr, SocketId>,
    bound: BTreeMap<SocketAddr, SocketId>,
    ends: BTreeMap<Name, End>,
    /// The first number of each direction that is answered: where the sender of a SYN, ACK begins.
    answers: BTreeMap<Name, SeqNum>,
    /// Who is in TIME-WAIT, in the order in which they came to it.
    waiting: VecDeque<Name>,
    sockets: u32,
}

impl Teller {
    /// What holds from the beginning.
    fn begin(&mut self, capture: &Capture) {
        let (name, latency, faults) = ("the capture".to_owned(), Duration::ZERO, Faults::default());
        self.events.push(Event::LinkAdded { link: WIRE, name, latency, faults });
        for frame in &capture.packets {
            self.host(frame.packet.source);
            self.host(frame.packet.destination);
        }
        capture.packets.first().into_iter().for_each(|first| self.expect(first));
        let mut begun: BTreeSet<Name> = BTreeSet::new();
        for frame in &capture.packets {
            let packet = &frame.packet;
            let (from, to, flags) = (packet.from(), packet.to(), packet.flags());
            match packet.protocol() {
                Protocol::Udp if !self.bound.contains_key(&from) => {
                    let socket = self.create(from, Protocol::Udp);
                    self.bound.insert(from, socket);
                    self.events.push(Event::Bound { socket, local: from, chosen: false });
                }
                Protocol::Tcp if flags.syn => {
                    begun.insert((from, to));
                    begun.insert((to, from));
                    if flags.ack {
                        self.answers.insert((from, to), sequence(packet));
                        self.listen(from);
                    }
                }
                Protocol::Tcp if !flags.rst && !begun.contains(&(from, to)) => self.older(packet),
                _ => {}
            }
        }
    }

    /// A clock that does nothing but ring: then the packet is there. Some files have times that go back.
    fn expect(&mut self, frame: &Frame) {
        self.next = self.next.max(Instant(frame.nanos.min(u64::MAX >> 2)));
        self.events.push(Event::Planned { at: self.next, what: Intervention::Mend(WIRE) });
    }

    fn host(&mut self, address: IpAddr) -> HostId {
        let next = HostId(self.hosts.len() as u16);
        if let Some(host) = self.hosts.get(&address) {
            return *host;
        }
        self.hosts.insert(address, next);
        self.events.push(Event::HostAdded {
            host: next,
            name: address.to_string(),
            cores: 1,
            forwards: false,
        });
        if let IpAddr::V4(address) = address {
            self.events.push(Event::InterfaceAdded { host: next, link: WIRE, address, prefix: 24 });
        }
        next
    }

    fn create(&mut self, local: SocketAddr, protocol: Protocol) -> SocketId {
        let (socket, host) = (SocketId(self.sockets), self.host(local.ip()));
        self.sockets += 1;
        let family = if local.is_ipv4() { Family::Inet } else { Family::Inet6 };
        self.events.push(Event::SocketCreated { socket, host, family, protocol, uid: 0 });
        socket
    }

    fn listen(&mut self, local: SocketAddr) {
        if self.listeners.contains_key(&local) {
            return;
        }
        let socket = self.create(local, Protocol::Tcp);
        self.listeners.insert(local, socket);
        self.events.push(Event::Bound { socket, local, chosen: false });
        self.events.push(Event::Listened { socket, limit: 128 });
    }

    /// A connection that began before the capture.
    fn older(&mut self, packet: &Packet) {
        let (from, to) = (packet.from(), packet.to());
        let ack = packet.segment().map_or(SeqNum(0), |segment| segment.ack);
        for (local, remote, start, other) in
            [(from, to, sequence(packet), ack), (to, from, ack, sequence(packet))]
        {
            if self.ends.contains_key(&(local, remote)) {
                continue;
            }
            let before = |number: SeqNum| SeqNum(number.0.wrapping_sub(1));
            let socket = self.open((local, remote), before(start));
            self.events.push(Event::Synchronized { socket, irs: before(other) });
            self.enter((local, remote), TcpState::Established);
            self.events.push(Event::Connected { socket });
        }
    }

    /// Who sends a SYN has a connection of that name.
    fn open(&mut self, name: Name, iss: SeqNum) -> SocketId {
        let socket = self.create(name.0, Protocol::Tcp);
        let (local, remote) = name;
        self.events.push(Event::Opened { socket, local, remote, iss, port_offset: None });
        let end = End { socket, state: TcpState::SynSent, after_fin: None, listener: None, since: self.now };
        self.ends.insert(name, end);
        socket
    }

    fn enter(&mut self, name: Name, to: TcpState) {
        let now = self.now;
        if let Some(end) = self.ends.get_mut(&name) {
            self.events.push(Event::StateChanged { socket: end.socket, from: end.state, to });
            (end.state, end.since) = (to, now);
            if to == TcpState::TimeWait {
                self.waiting.push_back(name);
            }
        }
    }

    fn remove(&mut self, name: Name) {
        if let Some(end) = self.ends.remove(&name) {
            self.events.push(Event::Unbound { socket: end.socket });
            self.events.push(Event::SocketRemoved { socket: end.socket });
        }
    }

    /// One packet: it leaves, arrives, is looked up, and changes what it changes.
    fn packet(&mut self, place: usize, packet: &Packet) {
        let at = self.next;
        self.now = at;
        self.events.push(Event::CameDue { at, due: Due::Planned(place as u16) });
        while let Some(name) =
            self.waiting.pop_front_if(|name| !self.ends.get(name).is_some_and(|end| end.stays(at)))
        {
            if self.ends.get(&name).is_some_and(|end| end.state == TcpState::TimeWait) {
                self.remove(name);
            }
        }
        let (from, to) = (self.host(packet.source), self.host(packet.destination));
        let socket = self.leaves(packet);
        let link = Some(WIRE);
        self.events.push(Event::Sent { packet: packet.clone(), socket, from, to, link, arrives: at });
        if packet.flags().rst {
            self.remove((packet.from(), packet.to()));
        }
        self.events.push(Event::CameDue { at, due: Due::Arrival(packet.id) });
        self.events.push(Event::Arrived { packet: packet.id, host: to });
        let lookup = self.lookup(packet);
        let found = lookup.tried.last().copied().filter(|_| lookup.found.is_some());
        self.events.push(Event::LookedUp { packet: packet.clone(), host: to, lookup });
        match found {
            Some(Key::Connection(_)) => self.arrives(packet),
            Some(Key::Listener(local)) => self.asks(packet, local),
            _ => {}
        }
    }

    fn lookup(&self, packet: &Packet) -> Lookup {
        let mut tried = Vec::new();
        let found = candidates(packet).into_iter().find_map(|key| {
            tried.push(key);
            match key {
                // In TIME-WAIT a SYN may begin anew (Linux `tcp_timewait_state_process`).
                Key::Connection(FourTuple { local, remote }) => self
                    .ends
                    .get(&(local, remote))
                    .filter(|end| !(packet.flags().syn && end.state == TcpState::TimeWait))
                    .map(|end| end.socket),
                Key::Listener(local) => self.listeners.get(&local).copied(),
                Key::Bound(local) | Key::Everyone(local) => self.bound.get(&local).copied(),
            }
        });
        Lookup { tried, found, also: Vec::new() }
    }

    /// What its sender becomes by a packet; the socket that sends it.
    fn leaves(&mut self, packet: &Packet) -> Option<SocketId> {
        let (name, flags) = ((packet.from(), packet.to()), packet.flags());
        if packet.protocol() != Protocol::Tcp {
            return self.bound.get(&name.0).copied();
        }
        let state = self.ends.get(&name).map(|end| end.state);
        if flags.syn && !flags.ack && state != Some(TcpState::SynSent) {
            self.remove(name);
            self.open(name, sequence(packet));
        }
        if let (true, Some(end)) = (flags.fin, self.ends.get_mut(&name)) {
            end.after_fin = packet.segment().map(|segment| segment.end());
            match end.state {
                TcpState::Established | TcpState::SynReceived => self.enter(name, TcpState::FinWait1),
                TcpState::CloseWait => self.enter(name, TcpState::LastAck),
                _ => {}
            }
        }
        self.ends.get(&name).map(|end| end.socket)
    }

    /// A SYN reaches a listener: where it is answered, that makes a connection.
    fn asks(&mut self, packet: &Packet, local: SocketAddr) {
        let (name, listener) = ((packet.to(), packet.from()), self.listeners[&local]);
        let Some(iss) = self.answers.get(&name).copied() else { return };
        self.remove(name);
        let socket = SocketId(self.sockets);
        self.sockets += 1;
        self.events.push(Event::SynQueued { listener, socket, local: name.0, remote: name.1, iss });
        self.events.push(Event::Synchronized { socket, irs: sequence(packet) });
        let (state, listener) = (TcpState::SynReceived, Some(listener));
        self.ends.insert(name, End { socket, state, after_fin: None, listener, since: self.now });
    }

    /// What its receiver becomes by a packet.
    fn arrives(&mut self, packet: &Packet) {
        let (name, flags) = ((packet.to(), packet.from()), packet.flags());
        let Some(end) = self.ends.get(&name).copied() else { return };
        if flags.rst {
            self.remove(name);
            return;
        }
        if flags.syn && end.state == TcpState::SynSent {
            self.events.push(Event::Synchronized { socket: end.socket, irs: sequence(packet) });
            self.enter(name, TcpState::Established);
            self.events.push(Event::Connected { socket: end.socket });
        }
        if !flags.syn && end.state == TcpState::SynReceived {
            self.enter(name, TcpState::Established);
            if let Some(listener) = end.listener {
                self.events.push(Event::AcceptQueued { listener, socket: end.socket });
                self.events.push(Event::Accepted { listener, socket: end.socket });
            }
        }
        self.closes(name, packet);
    }

    /// A FIN, or the answer to one's own (RFC 9293 §3.6).
    fn closes(&mut self, name: Name, packet: &Packet) {
        let Some(end) = self.ends.get(&name).copied() else { return };
        let ack = packet.segment().map(|segment| segment.ack).filter(|_| packet.flags().ack);
        let answered = end.after_fin.zip(ack).is_some_and(|(fin, ack)| !ack.before(fin));
        match (end.state, packet.flags().fin, answered) {
            (TcpState::Established, true, _) => self.enter(name, TcpState::CloseWait),
            (TcpState::FinWait1, true, false) => self.enter(name, TcpState::Closing),
            (TcpState::FinWait1, false, true) => self.enter(name, TcpState::FinWait2),
            (TcpState::FinWait1, true, true)
            | (TcpState::FinWait2, true, _)
            | (TcpState::Closing, _, true) => {
                self.enter(name, TcpState::TimeWait);
            }
            (TcpState::LastAck, _, true) => self.remove(name),
            _ => {}
        }
    }
}

impl End {
    fn stays(&self, now: Instant) -> bool {
        self.state == TcpState::TimeWait && now - self.since < TIME_WAIT
    }
}

fn sequence(packet: &Packet) -> SeqNum {
    packet.segment().map_or(SeqNum(0), |segment| segment.seq)
}
