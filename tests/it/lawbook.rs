//! Laws that hold for every run: they are checked event by event on a fold of the trace.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use fivetuple::model::agenda::Due;
use fivetuple::model::demux::Lookup;
use fivetuple::model::epoll::{Source, Watch};
use fivetuple::model::event::Event;
use fivetuple::model::id::{HostId, PacketId, SocketId, Tid};
use fivetuple::model::nat::inverse;
use fivetuple::model::packet::{Packet, Protocol};
use fivetuple::model::process::ThreadState;
use fivetuple::model::seq::SeqNum;
use fivetuple::model::socket::{Socket, SocketState};
use fivetuple::model::tcp::TcpState;
use fivetuple::model::time::Duration;
use fivetuple::model::world::World;
use fivetuple::report::Commands;
use fivetuple::trace::{Run, Trace};

/// Runs a world to its end: what happened, and what is left.
pub(crate) fn run(origin: World) -> (Trace, World) {
    let mut run = Run::new(origin);
    while run.advance(1000, &Commands) {}
    (run.trace().clone(), run.world().clone())
}

/// Folds a trace over the world that it began in, and holds every law against it.
pub(crate) fn every_law(origin: World, trace: &Trace, live: &World) {
    let mut folded = origin;
    let mut streams = Streams::default();
    let mut delivery = Delivery::default();
    let mut cuts = Cuts::default();
    for event in &trace.events {
        delivery.heard(&folded, event);
        cuts.heard(&folded, event);
        streams.heard(event);
        if let Event::CameDue { .. } = event {
            between_two_moments(&folded, &streams);
        }
        folded.apply(event);
    }
    between_two_moments(&folded, &streams);
    assert!(folded == *live, "the fold of the events is the live world");
    states_move_along_arrows(trace);
    streams.bytes_agree();
}

/// What holds whenever everything that happens at one moment has happened.
fn between_two_moments(world: &World, streams: &Streams) {
    tables_agree(world);
    references_agree(world);
    timers_run(world);
    streams.numbers_agree(world);
}

/// RFC 9293 §3.3.2, figure 5, with the ways of Linux out of each state: RST, time-outs and forgetting.
fn is_an_arrow(from: TcpState, to: TcpState) -> bool {
    use TcpState::*;
    let drawn = [
        (SynSent, Established),
        (SynSent, SynReceived),
        (SynReceived, Established),
        (SynReceived, FinWait1),
        (SynReceived, CloseWait),
        (Established, FinWait1),
        (Established, CloseWait),
        (FinWait1, FinWait2),
        (FinWait1, Closing),
        (FinWait1, TimeWait),
        (FinWait2, TimeWait),
        (Closing, TimeWait),
        (CloseWait, LastAck),
    ];
    drawn.contains(&(from, to)) || (to == Closed && from != Closed)
}

fn states_move_along_arrows(trace: &Trace) {
    for event in &trace.events {
        if let Event::StateChanged { socket, from, to } = event {
            assert!(is_an_arrow(*from, *to), "socket {socket} went from {from} to {to}");
        }
    }
}

/// Every open file is referred to as often as it says.
fn references_agree(world: &World) {
    let mut counts: BTreeMap<_, u32> = BTreeMap::new();
    let by_descriptors = world.processes.values().flat_map(|process| process.fds.values());
    let by_calls = world.threads.values().flat_map(|thread| thread.held.iter().map(|(_, file)| file));
    let parcels = world.channels.values().flat_map(|channel| &channel.parcels);
    let by_messages = parcels.flat_map(|parcel| &parcel.files);
    for file in by_descriptors.chain(by_calls).chain(by_messages) {
        *counts.entry(*file).or_default() += 1;
    }
    let told: BTreeMap<_, u32> = world.files.iter().map(|(file, open)| (*file, open.references)).collect();
    assert_eq!(counts, told, "references to open files");
}

/// Whatever names something names what there is.
fn tables_agree(world: &World) {
    for socket in world.sockets.values() {
        let waiters = socket.waiters.iter();
        waiters.for_each(|tid| waits(world, *tid, &format!("socket {}", socket.id)));
        named_as_it_says(world, socket);
        if let Some(backlog) = socket.backlog() {
            for child in backlog.syn_queue.iter().chain(&backlog.accept_queue) {
                assert!(world.sockets.contains_key(child), "queue of {} has {child}", socket.id);
            }
        }
    }
    let channels = world.channels.values().flat_map(|channel| &channel.waiters);
    let epolls = world.epolls.values().flat_map(|epoll| &epoll.waiters);
    channels.chain(epolls).for_each(|tid| waits(world, *tid, "a channel or an epoll instance"));
    for (source, watches) in &world.watches {
        let known = match source {
            Source::Epoll(epoll) => world.epolls.contains_key(epoll),
            Source::Socket(socket) => world.sockets.contains_key(socket),
            Source::Channel(channel, _) => world.channels.contains_key(channel),
        };
        assert!(known && !watches.is_empty(), "{source:?} is watched by {watches:?}");
        for watch in watches {
            match watch {
                Watch::Thread(tid) => waits(world, *tid, "a watch"),
                Watch::Epoll(epoll, fd, file) => {
                    let interest = world.epolls.get(epoll).map(|epoll| &epoll.interest);
                    assert!(interest.is_some_and(|files| files.contains_key(&(*fd, *file))), "{watch:?}");
                }
            }
        }
    }
    for host in &world.hosts {
        let on_cores = host.cores.iter().flatten().chain(&host.run_queue);
        on_cores.for_each(|tid| assert!(world.threads.contains_key(tid), "{}: thread {tid}", host.name));
        translations_agree(world, host.id);
    }
}

fn waits(world: &World, tid: Tid, where_: &str) {
    let state = world.threads.get(&tid).map(|thread| thread.state);
    assert!(matches!(state, Some(ThreadState::Blocked(_))), "{where_}: thread {tid} is {state:?}");
}

/// A port that a socket has is held by it; a connection that lives is found under its name.
fn named_as_it_says(world: &World, socket: &Socket) {
    let Some(local) = socket.local.filter(|local| local.port() != 0) else { return };
    let demux = &world.host(socket.host).demux;
    let alive = !matches!(socket.tcp_state(), TcpState::Closed) || socket.udp().is_some();
    if alive {
        let held = demux.holders(socket.protocol, local.port()).any(|holder| holder == socket.id);
        assert!(held, "socket {} does not hold {local}", socket.id);
    }
    if let (SocketState::Connection(_), Some(tuple), true) = (&socket.state, socket.tuple(), alive) {
        assert_eq!(demux.connection(tuple), Some(socket.id), "{tuple}");
    }
}

/// Each flow is found under both of its names, each name leads to a flow, and none lives longer than its state lets it.
fn translations_agree(world: &World, host: HostId) {
    let host = world.host(host);
    let Some(nat) = &host.nat else { return };
    for (number, flow) in &nat.flows {
        for tuple in [flow.original, flow.reply] {
            assert_eq!(nat.tuples.get(&tuple), Some(number), "{}: {tuple:?}", host.name);
        }
        let timeouts = &host.settings.timeouts;
        let longest = match flow.tracking.state {
            Some(state) => timeouts.tcp(state),
            None => timeouts.udp(true).max(timeouts.udp(false)),
        };
        assert!(flow.tracking.expires <= world.now + longest, "{}: {flow:?}", host.name);
        if let Some(rule) = nat.masquerade
            && let Some((low, high)) = rule.ports
            && flow.reply != inverse(flow.original)
            && flow.original.1.ip() != flow.reply.2.ip()
        {
            assert!((low..=high).contains(&flow.reply.2.port()), "{}: {flow:?}", host.name);
        }
    }
    for (tuple, number) in &nat.tuples {
        let flow = nat.flows.get(number);
        assert!(flow.is_some_and(|flow| [flow.original, flow.reply].contains(tuple)), "{tuple:?}");
    }
}

/// When all programs have ended and all timers have run out, nothing is left of them.
pub(crate) fn nothing_leaks(world: &World) {
    assert!(world.processes.values().all(|process| process.status.is_some()), "all have ended");
    assert!(world.processes.values().all(|process| process.fds.is_empty()), "descriptors are left");
    assert!(world.threads.is_empty(), "threads are left: {:?}", world.threads.keys());
    assert!(world.sockets.is_empty(), "sockets are left: {:?}", world.sockets);
    assert!(world.files.is_empty(), "files are left: {:?}", world.files);
    assert!(world.texts.is_empty() && world.channels.is_empty(), "{:?}", world.channels);
    assert!(world.epolls.is_empty() && world.watches.is_empty(), "{:?}", world.watches);
    assert!(world.flight.is_empty(), "packets are left: {:?}", world.flight);
    assert!(world.agenda.is_empty(), "{} things are still to come", world.agenda.len());
    for host in &world.hosts {
        for protocol in [Protocol::Tcp, Protocol::Udp] {
            let held = (0..=u16::MAX).find(|port| host.demux.holders(protocol, *port).next().is_some());
            assert_eq!(held, None, "{} holds a port", host.name);
        }
        assert!(host.searches.iter().next().is_none(), "{} still asks for neighbours", host.name);
        assert!(host.run_queue.is_empty() && host.cores.iter().all(Option::is_none), "{}", host.name);
        if let Some(nat) = &host.nat {
            let timeouts = &host.settings.timeouts;
            let mut flows = nat.flows.values().filter_map(|flow| flow.tracking.state);
            let longest = flows.by_ref().map(|state| timeouts.tcp(state)).max().unwrap_or(Duration::ZERO);
            let later = world.now + longest.max(timeouts.udp(true)).max(timeouts.udp(false));
            assert_eq!(nat.tracked(later).count(), 0, "{} still tracks flows", host.name);
        }
    }
}

/// What is on its way has a timer, and a timer that is set comes due.
fn timers_run(world: &World) {
    for socket in world.sockets.values() {
        let Some(tcb) = socket.tcb() else { continue };
        let on_its_way = tcb.state.is_synchronized() && tcb.snd.una.before(tcb.snd.nxt);
        let waits = matches!(tcb.state, TcpState::SynSent | TcpState::SynReceived);
        if on_its_way || waits {
            assert!(tcb.armed, "socket {} in {} has no timer", socket.id, tcb.state);
        }
        let planned = |due: Due| world.agenda.when(due).is_some();
        if tcb.armed {
            assert!(planned(Due::Retransmit(socket.id, tcb.timer)), "socket {}: no time-out", socket.id);
        }
        if tcb.state == TcpState::TimeWait {
            assert!(planned(Due::Expire(socket.id)), "socket {} stays in TIME-WAIT", socket.id);
        }
    }
}

/// Nothing arrives that was on a link when it was cut, or was sent on it while it was.
#[derive(Default)]
struct Cuts {
    lost: BTreeSet<PacketId>,
}

impl Cuts {
    fn heard(&mut self, world: &World, event: &Event) {
        match event {
            Event::LinkCut { link } => {
                let on_it = world.flight.values().filter(|flight| flight.link == Some(*link));
                self.lost.extend(on_it.map(|flight| flight.packet.id));
            }
            Event::Sent { packet, link: Some(link), .. } if world.links[usize::from(link.0)].cut => {
                self.lost.insert(packet.id);
            }
            Event::Arrived { packet, .. } => {
                assert!(!self.lost.contains(packet), "packet {packet} came over a cut link");
            }
            _ => {}
        }
    }
}

/// The look-up finds what a search of all sockets finds, and what it finds gets the packet: nobody else does.
#[derive(Default)]
struct Delivery {
    /// Who may take something now.
    owners: Option<Vec<SocketId>>,
}

impl Delivery {
    fn heard(&mut self, world: &World, event: &Event) {
        match event {
            Event::LookedUp { packet, host, lookup } => {
                names_fit(world, packet, *host, lookup);
                self.owners = Some(lookup.found.iter().chain(&lookup.also).copied().collect());
            }
            Event::Arrived { .. } | Event::CameDue { .. } => self.owners = None,
            // A half-open connection belongs to its listener.
            Event::SynQueued { listener, socket, .. } => {
                self.takes(*listener, event);
                self.owners.iter_mut().for_each(|owners| owners.push(*socket));
            }
            Event::Acknowledged { socket, .. }
            | Event::Received { socket, .. }
            | Event::ReceivedEarly { socket, .. }
            | Event::FinReceived { socket }
            | Event::Synchronized { socket, .. }
            | Event::MessageQueued { socket, .. } => self.takes(*socket, event),
            _ => {}
        }
    }

    fn takes(&self, socket: SocketId, event: &Event) {
        let owns = self.owners.as_ref().is_some_and(|owners| owners.contains(&socket));
        assert!(owns, "the look-up named {:?}, and {event:?}", self.owners);
    }
}

fn names_fit(world: &World, packet: &Packet, host: HostId, lookup: &Lookup) {
    let here = || world.sockets.values().filter(|socket| socket.host == host);
    let own = here().filter(|socket| socket.protocol == packet.protocol());
    let own: Vec<&Socket> = own.filter(|socket| socket.local.is_some()).collect();
    let to = packet.to();
    let connected = |socket: &&&Socket| {
        let alive = socket.udp().is_some() || socket.tcp_state() != TcpState::Closed;
        socket.tuple() == Some(packet.tuple()) && alive
    };
    if let Some(owner) = own.iter().find(connected) {
        assert_eq!(lookup.found, Some(owner.id), "{packet} is of connection {}", owner.id);
        return;
    }
    let flags = packet.flags();
    let begins = packet.protocol() == Protocol::Udp || (flags.syn && !flags.ack && !flags.rst);
    let hears = |socket: &Socket, any: bool| {
        let local = socket.local.expect("only those with a name are asked");
        let fits = if any { local.ip().is_unspecified() } else { local.ip() == to.ip() };
        let waits = matches!(socket.state, SocketState::Listening(_))
            || socket.udp().is_some_and(|udp| udp.remote.is_none());
        local.port() == to.port() && fits && waits
    };
    let all = |any: bool| own.iter().filter(move |socket| hears(socket, any)).map(|socket| socket.id);
    let specific: Vec<SocketId> = all(false).collect();
    let owners = if specific.is_empty() { all(true).collect() } else { specific };
    match lookup.found {
        Some(found) if begins => assert!(owners.contains(&found), "{packet}: {found} of {owners:?}"),
        // A SYN cookie comes back to the listener that has sent it.
        Some(found) => {
            let cookie = world.socket(found).backlog().is_some_and(|backlog| backlog.cookies_until.is_some());
            assert!(cookie, "{packet} found {found}");
        }
        None => assert!(!begins || owners.is_empty(), "{packet} found nobody of {owners:?}"),
    }
}

/// What went into each connection, and what came out of it, by the numbers that both ends know it by.
#[derive(Default)]
struct Streams {
    ends: BTreeMap<SocketId, Stream>,
}

#[derive(Default)]
struct Stream {
    iss: SeqNum,
    irs: Option<SeqNum>,
    sent: Vec<u8>,
    got: Vec<u8>,
}

impl Streams {
    fn heard(&mut self, event: &Event) {
        match event {
            Event::Opened { socket, iss, .. } | Event::SynQueued { socket, iss, .. } => {
                self.ends.insert(*socket, Stream { iss: *iss, ..Stream::default() });
            }
            Event::Synchronized { socket, irs } => self.end(*socket).irs = Some(*irs),
            Event::Queued { socket, data } => self.end(*socket).sent.extend_from_slice(data),
            Event::Received { socket, data } => self.end(*socket).got.extend_from_slice(data),
            _ => {}
        }
    }

    fn end(&mut self, socket: SocketId) -> &mut Stream {
        self.ends.entry(socket).or_default()
    }

    /// The other end of a connection, whatever addresses it knows it by.
    fn other(&self, of: &Stream) -> Option<(SocketId, &Stream)> {
        let irs = of.irs?;
        let fits =
            |(_, other): &(&SocketId, &Stream)| other.iss == irs && other.irs.is_none_or(|irs| irs == of.iss);
        self.ends.iter().find(fits).map(|(socket, stream)| (*socket, stream))
    }

    /// What arrived is the beginning of what was sent.
    fn bytes_agree(&self) {
        for (socket, stream) in &self.ends {
            let Some((other, from)) = self.other(stream) else { continue };
            let prefix = from.sent.starts_with(&stream.got);
            assert!(prefix, "socket {socket} got {} bytes that {other} did not send so", stream.got.len());
        }
    }

    /// Nobody expects what was not queued, nor has acknowledged what did not arrive.
    fn numbers_agree(&self, world: &World) {
        for (socket, stream) in &self.ends {
            let Some(own) = world.sockets.get(socket).and_then(Socket::tcb) else { continue };
            let Some((other, _)) = self.other(stream) else { continue };
            let Some(peer) = world.sockets.get(&other).and_then(Socket::tcb) else { continue };
            if own.state == TcpState::Closed || peer.state == TcpState::Closed {
                continue;
            }
            let (nxt, snd) = (own.rcv.nxt, &peer.snd);
            let fits = !snd.una.after(nxt) && !nxt.after(snd.end());
            assert!(fits, "{socket} expects {nxt}; {other} sends from {} to {}", snd.una, snd.end());
        }
    }
}

/// Nobody acknowledges what the other side has not sent; where no router gives names anew.
pub(crate) fn acknowledgements_agree(trace: &Trace) {
    let mut sent: BTreeMap<(SocketAddr, SocketAddr), SeqNum> = BTreeMap::new();
    for event in &trace.events {
        let Event::Sent { packet, .. } = event else { continue };
        let Some(segment) = packet.segment() else { continue };
        let way = (packet.from(), packet.to());
        if segment.flags.ack && !segment.flags.rst {
            let other = sent.get(&(way.1, way.0));
            assert!(
                other.is_none_or(|end| !segment.ack.after(*end)),
                "{packet} acknowledges {} of {other:?}",
                segment.ack
            );
        }
        let end = sent.entry(way).or_insert(segment.end());
        if segment.flags.syn || segment.end().after(*end) {
            *end = segment.end();
        }
    }
}
