//! How packets travel: out of a host, over a LAN, through routers.
//!
//! Not modelled, because no lesson needs them: ARP's packets and cache (a host knows who has an address,
//! and only asks where nobody has it), queues at links (a
//! link takes any number of packets at once), routing of groups (a datagram to one stays on its LAN), what a host notices
//! of a cut (its own cable without a signal, neighbours that answer ARP no more).

use std::net::{IpAddr, Ipv4Addr};

use super::event::{DropReason, Event};
use super::filter::Chain;
use super::host::{Host, Interface, Link};
use super::id::{HostId, LinkId, PacketId, SocketId};
use super::packet::{Icmp, IcmpKind, Packet, Payload, Protocol};
use super::time::{Duration, Instant};
use super::translate::{self, Tracked};
use super::turn::Turn;
use super::world::Flight;
use super::{tcp, udp};

/// How many routers a fresh packet may cross (Linux `ip_default_ttl`).
pub(in crate::model) const TTL: u8 = 64;
/// A host asks three times, a second apart, who has an address (Linux `mcast_solicit`, `retrans_time`).
const SEARCH: Duration = Duration::from_secs(3);

/// Sends a packet to one host; `socket` is the one that it belongs to, if it belongs to one. False: the host's packet
/// filter forbids it.
pub(super) fn send(
    turn: &mut Turn,
    host: HostId,
    (source, destination): (IpAddr, IpAddr),
    payload: Payload,
    socket: Option<SocketId>,
) -> bool {
    let ttl = socket.and_then(|socket| turn.sockets.get(&socket)?.options.ttl()).unwrap_or(TTL);
    let packet = Packet { id: PacketId(turn.counts.packets), source, destination, ttl, payload };
    let Some(packet) = filtered(turn, host, Chain::Output, packet) else { return false };
    let (packet, tracked) = match packet.payload {
        // The host's own messages have the right names already.
        Payload::Icmp(_) => (packet, Tracked::Not),
        Payload::Tcp(_) | Payload::Udp(_) => translate::enter(turn, host, packet, None),
    };
    transmit(turn, host, packet, tracked, socket);
    true
}

/// Asks the host's packet filter. `None`: the packet is no more.
fn filtered(turn: &mut Turn, host: HostId, chain: Chain, packet: Packet) -> Option<Packet> {
    let rule = turn.host(host).filters.iter().find(|filter| filter.fits(chain, &packet));
    let Some(reject) = rule.map(|rule| rule.reject) else { return Some(packet) };
    let kind = reject.then_some(IcmpKind::PortUnreachable);
    drop_packet(turn, host, packet, DropReason::Filtered, kind);
    None
}

/// A packet to all hosts of a LAN, or to a group.
pub(super) struct Cast {
    /// Over which LAN; `None` stays on the host.
    pub(super) link: Option<LinkId>,
    /// How many routers it may cross.
    pub(super) ttl: u8,
    /// Does the sending host get a copy?
    pub(super) own_copy: bool,
}

/// Sends a packet to all hosts of a LAN: each gets a copy with a number of its own, as a switch makes them.
pub(super) fn send_to_all(
    turn: &mut Turn,
    host: HostId,
    cast: &Cast,
    (source, destination): (IpAddr, IpAddr),
    payload: &Payload,
    socket: SocketId,
) {
    let joined = |other: &&Host| other.interfaces.iter().any(|at| Some(at.link) == cast.link);
    let others = turn.hosts.iter().filter(joined).map(|other| other.id).filter(|other| *other != host);
    let mut hearers: Vec<HostId> = others.collect();
    if cast.own_copy || cast.link.is_none() {
        hearers.insert(0, host);
    }
    for to in hearers {
        let id = PacketId(turn.counts.packets);
        let packet = Packet { id, source, destination, ttl: cast.ttl, payload: payload.clone() };
        let link = cast.link.filter(|_| to != host);
        let latency = link.map(|link| turn.links[usize::from(link.0)].latency).unwrap_or_default();
        let arrives = turn.now + latency;
        turn.record(Event::Sent { packet, socket: Some(socket), from: host, to, link, arrives });
        lose_if_cut(turn, link, id);
    }
}

fn transmit(turn: &mut Turn, host: HostId, packet: Packet, tracked: Tracked, socket: Option<SocketId>) {
    let here = turn.host(host);
    if here.owns(packet.destination) {
        // Loopback takes no time: Linux delivers before the call that sent returns.
        match translate::leave(turn, host, packet, tracked, None) {
            Ok(packet) => {
                let arrives = turn.now;
                turn.record(Event::Sent { packet, socket, from: host, to: host, link: None, arrives });
            }
            Err(packet) => lose(turn, host, packet, DropReason::NoPort),
        }
        return;
    }
    let Some((interface, neighbour)) = here.route(packet.destination) else {
        lose(turn, host, packet, DropReason::NoRoute);
        return;
    };
    let packet = match translate::leave(turn, host, packet, tracked, Some(interface.link)) {
        Ok(packet) => packet,
        Err(packet) => return lose(turn, host, packet, DropReason::NoPort),
    };
    match turn.neighbour(interface.link, neighbour) {
        Some(to) => send_over(turn, (host, to), interface.link, packet, socket),
        None => {
            let new = !turn.host(host).searches.contains_key(&neighbour);
            let ends = new.then(|| turn.now + SEARCH);
            turn.record(Event::Sought { host, neighbour, packet, ends });
        }
    }
}

/// One hop over a LAN: the packet arrives after its latency, and perhaps later, or twice.
fn send_over(
    turn: &mut Turn,
    (from, to): (HostId, HostId),
    link: LinkId,
    packet: Packet,
    socket: Option<SocketId>,
) {
    let Link { latency, faults, held, cut, .. } = turn.links[usize::from(link.0)];
    if held || cut {
        let (id, arrives) = (packet.id, if held { Instant(u64::MAX) } else { turn.now + latency });
        turn.record(Event::Sent { packet, socket, from, to, link: Some(link), arrives });
        lose_if_cut(turn, Some(link), id);
        return;
    }
    let late = |turn: &Turn, copy: u64| {
        let most = faults.jitter.as_nanos() as u64;
        let chance = if most == 0 { 0 } else { chance(turn, &packet, copy) % (most + 1) };
        turn.now + latency + Duration::from_nanos(chance)
    };
    let twice = happens(turn, &packet, DUPLICATE, faults.duplicates);
    let again = twice.then(|| (packet.clone(), late(turn, 1)));
    let arrives = late(turn, 0);
    turn.record(Event::Sent { packet, socket, from, to, link: Some(link), arrives });
    if let Some((copy, arrives)) = again {
        let packet = Packet { id: PacketId(turn.counts.packets), ..copy };
        turn.record(Event::Sent { packet, socket: None, from, to, link: Some(link), arrives });
    }
}

/// A link is cut, with all that is on it.
pub(super) fn cut(turn: &mut Turn, link: LinkId) {
    turn.record(Event::LinkCut { link });
    let on_it = turn.flight.values().filter(|flight| flight.link == Some(link));
    let packets: Vec<PacketId> = on_it.map(|flight| flight.packet.id).collect();
    packets.into_iter().for_each(|packet| lose_if_cut(turn, Some(link), packet));
}

/// What is on a link that is cut does not arrive.
fn lose_if_cut(turn: &mut Turn, link: Option<LinkId>, packet: PacketId) {
    if link.is_some_and(|link| turn.links[usize::from(link.0)].cut) {
        let Flight { packet, to: host, .. } = turn.flight[&packet].clone();
        turn.record(Event::Dropped { packet, host, reason: DropReason::Cut });
    }
}

/// Which question chance is asked about a packet.
const LOSS: u64 = 2;
const DUPLICATE: u64 = 3;

fn chance(turn: &Turn, packet: &Packet, question: u64) -> u64 {
    // Each hop of a packet has its own TTL; a number of the link would make chance depend on the order in memory.
    turn.dice(&[6, packet.id.0, u64::from(packet.ttl), question])
}

/// Does it happen, as it does to so many of a million?
fn happens(turn: &Turn, packet: &Packet, question: u64, of_million: u32) -> bool {
    of_million > 0 && chance(turn, packet, question) % 1_000_000 < u64::from(of_million)
}

/// A host has asked long enough who has an address: the packets that waited come to nothing.
pub(super) fn unanswered(turn: &mut Turn, host: HostId, neighbour: Ipv4Addr) {
    let packets = turn.host(host).searches.get(&neighbour).cloned().unwrap_or_default();
    turn.record(Event::SearchEnded { host, neighbour });
    for packet in packets {
        lose(turn, host, packet, DropReason::NoNeighbour);
    }
}

/// A packet comes to nothing. Its sender is told where that is the rule (RFC 1812 §4.3.3).
fn lose(turn: &mut Turn, host: HostId, packet: Packet, reason: DropReason) {
    let kind = match reason {
        DropReason::NoRoute => Some(IcmpKind::NetUnreachable),
        DropReason::NoNeighbour => Some(IcmpKind::HostUnreachable),
        DropReason::TtlExceeded => Some(IcmpKind::TimeExceeded),
        DropReason::NotMine
        | DropReason::NotJoined
        | DropReason::QueueFull
        | DropReason::Filtered
        | DropReason::NoPort
        | DropReason::Lost
        | DropReason::Cut => None,
    };
    drop_packet(turn, host, packet, reason, kind);
}

fn drop_packet(turn: &mut Turn, host: HostId, packet: Packet, reason: DropReason, kind: Option<IcmpKind>) {
    let about = packet.ports().map(|_| (packet.protocol(), packet.from(), packet.to()));
    turn.record(Event::Dropped { packet, host, reason });
    let (Some(kind), Some((protocol, from, to))) = (kind, about) else { return };
    let message = Icmp { kind, protocol, from, to };
    let (message, to) = translate::own_message(turn, host, message, from.ip());
    if turn.host(host).owns(to) {
        // The host's own packet: no message travels.
        reported(turn, host, &message);
    } else if let Some(own) = turn.host(host).source_for(to) {
        send(turn, host, (own, to), Payload::Icmp(message), None);
    }
}

/// News about a packet that the host has sent.
fn reported(turn: &mut Turn, host: HostId, message: &Icmp) {
    match message.protocol {
        Protocol::Tcp => tcp::reported(turn, host, message),
        Protocol::Udp => udp::reported(turn, host, message),
        Protocol::Icmp => {}
    }
}

/// A packet has come to the end of a hop: it is for this host, or to be passed on.
pub(super) fn arrived(turn: &mut Turn, packet: PacketId) {
    let Some(flight) = turn.flight.get(&packet).cloned() else { return };
    if flight.arrives > turn.now {
        // It was delayed after this arrival had been planned.
        return;
    }
    let host = flight.to;
    turn.record(Event::Arrived { packet, host });
    if let Some(link) = flight.link
        && happens(turn, &flight.packet, LOSS, turn.links[usize::from(link.0)].faults.loss)
    {
        lose(turn, host, flight.packet, DropReason::Lost);
        return;
    }
    let (packet, tracked) = match flight.link {
        Some(_) => translate::enter(turn, host, flight.packet, flight.link),
        // What a router sends to itself was tracked when it left.
        None => (flight.packet, Tracked::Not),
    };
    let here = turn.host(host);
    let group = packet.destination.is_multicast();
    if here.owns(packet.destination) || (is_for_all(here, packet.destination) && !group) {
        take_in(turn, host, packet, tracked);
    } else if group {
        match has_joined(turn, host, flight.link, packet.destination) {
            true => take_in(turn, host, packet, Tracked::Not),
            false => lose(turn, host, packet, DropReason::NotJoined),
        }
    } else if !here.forwards {
        lose(turn, host, packet, DropReason::NotMine);
    } else if packet.ttl <= 1 {
        lose(turn, host, packet, DropReason::TtlExceeded);
    } else if let Some(packet) = filtered(turn, host, Chain::Forward, packet) {
        transmit(turn, host, Packet { ttl: packet.ttl - 1, ..packet }, tracked, None);
    }
}

/// A packet for the host itself, if its packet filter lets it in.
fn take_in(turn: &mut Turn, host: HostId, packet: Packet, tracked: Tracked) {
    let Some(packet) = filtered(turn, host, Chain::Input, packet) else { return };
    match translate::leave(turn, host, packet, tracked, None) {
        Ok(packet) => deliver(turn, host, &packet),
        Err(packet) => lose(turn, host, packet, DropReason::NoPort),
    }
}

fn deliver(turn: &mut Turn, host: HostId, packet: &Packet) {
    match &packet.payload {
        Payload::Tcp(_) => tcp::arrived(turn, host, packet),
        Payload::Udp(_) => udp::arrived(turn, host, packet),
        Payload::Icmp(message) => reported(turn, host, message),
    }
}

/// Has a socket of the host joined a group on the interface over which a datagram came?
fn has_joined(turn: &Turn, host: HostId, link: Option<LinkId>, group: IpAddr) -> bool {
    let here = turn.host(host);
    // A host's own datagram comes back over the interface that it left by, or the loopback.
    let over = |interface: Ipv4Addr| {
        let at = here.interfaces.iter().find(|at| at.address == interface).map(|at| at.link);
        link.is_none() || at == link
    };
    turn.sockets.values().filter(|socket| socket.host == host).filter_map(|socket| socket.udp()).any(|udp| {
        udp.groups.iter().any(|(joined, interface)| IpAddr::V4(*joined) == group && over(*interface))
    })
}

/// Is this address for more than one host?
pub(super) fn is_for_all(host: &Host, address: IpAddr) -> bool {
    address.is_multicast() || host.is_broadcast(address)
}

/// Where a packet leaves a host: the address that it will carry as its source, and the LAN (`None`: the host itself).
/// `chosen` is the interface that a program wants for groups (IP_MULTICAST_IF).
pub(super) fn way_out(
    host: &Host,
    destination: IpAddr,
    chosen: Option<Ipv4Addr>,
) -> Option<(IpAddr, Option<LinkId>)> {
    let on = |at: &Interface| (IpAddr::V4(at.address), Some(at.link));
    let loopback = (IpAddr::V4(Ipv4Addr::LOCALHOST), None);
    if destination == IpAddr::V4(Ipv4Addr::new(127, 255, 255, 255)) {
        return Some(loopback);
    }
    if let Some(chosen) = chosen.filter(|_| destination.is_multicast()) {
        let interface = host.interfaces.iter().find(|at| at.address == chosen).map(on);
        return if chosen.is_loopback() { Some(loopback) } else { interface };
    }
    if host.owns(destination) {
        return host.source_for(destination).map(|source| (source, None));
    }
    host.route(destination).map(|(interface, _)| on(&interface))
}
