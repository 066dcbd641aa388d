//! How packets travel: out of a host, over a LAN, through routers.
//!
//! Not modelled, because no lesson needs it yet: ARP and its cache (a host knows its neighbours), ICMP errors
//! from routers, queues at links (a link takes any number of packets at once).

use super::event::{DropReason, Event};
use super::id::{HostId, PacketId, SocketId};
use super::packet::{Packet, Payload};
use super::tcp;
use super::turn::Turn;
use std::net::IpAddr;

/// How many routers a fresh packet may cross (Linux `ip_default_ttl`).
const TTL: u8 = 64;

/// Sends a packet from a host; `socket` is the one that it belongs to, if it belongs to one.
pub(super) fn send(
    turn: &mut Turn,
    host: HostId,
    (source, destination): (IpAddr, IpAddr),
    payload: Payload,
    socket: Option<SocketId>,
) {
    let packet = Packet { id: PacketId(turn.counts.packets), source, destination, ttl: TTL, payload };
    transmit(turn, host, packet, socket);
}

fn transmit(turn: &mut Turn, host: HostId, packet: Packet, socket: Option<SocketId>) {
    let here = turn.host(host);
    if here.owns(packet.destination) {
        // Loopback takes no time: Linux delivers before the call that sent returns.
        let arrives = turn.now;
        turn.record(Event::Sent { packet, socket, from: host, to: host, link: None, arrives });
        return;
    }
    let Some((interface, neighbour)) = here.route(packet.destination) else {
        turn.record(Event::Dropped { packet, host, reason: DropReason::NoRoute });
        return;
    };
    match turn.neighbour(interface.link, neighbour) {
        Some(to) => {
            let arrives = turn.now + turn.links[usize::from(interface.link.0)].latency;
            turn.record(Event::Sent { packet, socket, from: host, to, link: Some(interface.link), arrives });
        }
        None => turn.record(Event::Dropped { packet, host, reason: DropReason::NoNeighbour }),
    }
}

/// A packet has come to the end of a hop: it is for this host, or to be passed on.
pub(super) fn arrived(turn: &mut Turn, packet: PacketId) {
    let Some(flight) = turn.flight.get(&packet).cloned() else { return };
    let host = flight.to;
    turn.record(Event::Arrived { packet, host });
    let packet = flight.packet;
    let here = turn.host(host);
    if here.owns(packet.destination) {
        let lookup = here.demux.lookup(&packet);
        turn.record(Event::LookedUp { packet: packet.clone(), host, lookup: lookup.clone() });
        tcp::arrived(turn, host, &packet, lookup.found);
    } else if !here.forwards {
        turn.record(Event::Dropped { packet, host, reason: DropReason::NotMine });
    } else if packet.ttl <= 1 {
        turn.record(Event::Dropped { packet, host, reason: DropReason::TtlExceeded });
    } else {
        transmit(turn, host, Packet { ttl: packet.ttl - 1, ..packet }, None);
    }
}
