//! A datagram arrives, or news about one that was sent.

use std::net::IpAddr;

use super::{Udp, true_size};
use crate::model::belief;
use crate::model::demux::{self, Key, Lookup};
use crate::model::event::{DropReason, Event};
use crate::model::id::{HostId, SocketId};
use crate::model::kernel::wake;
use crate::model::net;
use crate::model::packet::{Icmp, IcmpKind, Packet, Payload, Protocol};
use crate::model::socket::Socket;
use crate::model::turn::Turn;

/// A datagram has reached its host.
pub(in crate::model) fn arrived(turn: &mut Turn, host: HostId, packet: &Packet) {
    let everyone = net::is_for_all(turn.host(host), packet.destination);
    let mut lookup = if everyone { all(turn, host, packet) } else { one(turn, host, packet) };
    lookup.found = belief::own_socket(turn, lookup.found, packet).or(lookup.found);
    turn.record(Event::LookedUp { packet: packet.clone(), host, lookup: lookup.clone() });
    for socket in lookup.found.iter().chain(&lookup.also) {
        deliver(turn, host, *socket, packet);
    }
    if lookup.found.is_none() && !everyone {
        refuse(turn, host, packet);
    }
}

/// The socket for a datagram to one address. Among equals the last one that got its names; of a SO_REUSEPORT group the
/// one that the four-tuple's hash names.
fn one(turn: &Turn, host: HostId, packet: &Packet) -> Lookup {
    demux::lookup(packet, |key| {
        let fitting = holders(turn, host, packet).filter(|(socket, udp)| has(socket, udp, key));
        choose(fitting.map(|(socket, _)| socket).collect(), packet)
    })
}

fn has(socket: &Socket, udp: &Udp, key: Key) -> bool {
    match key {
        Key::Connection(tuple) => udp.remote == Some(tuple.remote) && socket.local == Some(tuple.local),
        Key::Bound(local) => udp.remote.is_none() && socket.local == Some(local),
        Key::Listener(_) | Key::Everyone(_) => false,
    }
}

fn choose(mut fitting: Vec<&Socket>, packet: &Packet) -> Option<SocketId> {
    fitting.sort_by_key(|socket| std::cmp::Reverse(socket.udp().map(|udp| udp.since)));
    let group: Vec<SocketId> =
        fitting.iter().filter(|socket| socket.options.reuse_port).map(|socket| socket.id).collect();
    match group.len() {
        0 | 1 => fitting.first().map(|socket| socket.id),
        size => group.get(demux::hash(packet.tuple()) as usize % size).copied(),
    }
}

/// The sockets for a datagram to everyone: each that is bound to the port on any address, or on this very one. Of a
/// group, those that have joined it; the others too, unless IP_MULTICAST_ALL is off (Linux `ip_mc_sf_allow`).
fn all(turn: &Turn, host: HostId, packet: &Packet) -> Lookup {
    let (from, to) = (packet.from(), packet.to());
    let mut hearers = holders(turn, host, packet)
        .filter(|(socket, udp)| {
            let local = socket.local.map(|local| local.ip());
            let here = local.is_some_and(|ip| ip == to.ip() || ip.is_unspecified());
            let joined = match to.ip() {
                IpAddr::V4(group) if group.is_multicast() => {
                    socket.options.multicast_all || udp.groups.iter().any(|(own, _)| *own == group)
                }
                _ => true,
            };
            here && joined && udp.remote.is_none_or(|remote| remote == from)
        })
        .map(|(socket, _)| socket.id);
    let found = hearers.next();
    Lookup { tried: vec![Key::Everyone(to)], found, also: hearers.collect() }
}

/// The UDP sockets of a host that hold the datagram's port.
fn holders<'a>(turn: &'a Turn, host: HostId, packet: &Packet) -> impl Iterator<Item = (&'a Socket, &'a Udp)> {
    let holders = turn.host(host).demux.holders(Protocol::Udp, packet.to().port());
    let v4 = packet.destination.is_ipv4();
    holders.filter_map(move |id| {
        let socket = turn.socket(id);
        let takes = !(v4 && socket.options.v6_only);
        socket.udp().filter(|_| takes).map(|udp| (socket, udp))
    })
}

fn deliver(turn: &mut Turn, host: HostId, socket: SocketId, packet: &Packet) {
    let own = turn.socket(socket);
    let settings = &turn.host(host).settings;
    let room = own.options.receive_buffer.unwrap_or(settings.rmem_default) as usize;
    // An empty queue takes any datagram (Linux `__udp_enqueue_schedule_skb`).
    let taken = own.udp().map_or(0, Udp::memory);
    let full = taken > 0 && taken + true_size(packet.data().len()) > room;
    if full {
        turn.record(Event::Dropped { packet: packet.clone(), host, reason: DropReason::QueueFull });
        return;
    }
    turn.record(Event::MessageQueued { socket, from: packet.from(), data: packet.data().into() });
    wake::readers(turn, socket);
}

/// Nobody has the port: the sender is told (RFC 1122 §4.1.3.1).
fn refuse(turn: &mut Turn, host: HostId, packet: &Packet) {
    let message = Icmp {
        kind: IcmpKind::PortUnreachable,
        protocol: Protocol::Udp,
        from: packet.from(),
        to: packet.to(),
    };
    net::send(turn, host, (packet.destination, packet.source), Payload::Icmp(message), None);
}

/// An ICMP message about a datagram of ours. Only a connected socket is told, by its next call (RFC 1122 §4.1.3.3).
pub(in crate::model) fn reported(turn: &mut Turn, host: HostId, message: &Icmp) {
    let sender = turn.host(host).demux.holders(Protocol::Udp, message.from.port()).find(|id| {
        let socket = turn.socket(*id);
        let local = socket.local.is_some_and(|local| local == message.from);
        local && socket.udp().is_some_and(|udp| udp.remote == Some(message.to))
    });
    let Some(socket) = sender else { return };
    // Other errors may pass, and only IP_RECVERR would tell of them (Linux `icmp_err_convert`: fatal or not).
    if message.kind == IcmpKind::PortUnreachable {
        turn.record(Event::Failed { socket, errno: message.kind.errno() });
        wake::all(turn, socket);
    }
}
