//! How a router that translates addresses treats a packet: it is looked up when it comes in, and named anew when it
//! leaves (Linux's hooks PREROUTING, OUTPUT, INPUT and POSTROUTING).

use std::net::{IpAddr, SocketAddr};

use super::event::Event;
use super::id::{HostId, LinkId};
use super::nat::{Direction, Flow, FlowState, Nat, Tracking, Tuple, inverse};
use super::packet::{Flags, Icmp, Packet, Payload};
use super::turn::Turn;

/// What a router knows of a packet that is on its way through it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tracked {
    /// Nothing: it is not translated.
    Not,
    /// It belongs to a flow; it will leave with this source.
    Known { number: u64, before: Tuple, source: SocketAddr },
    /// It begins a flow, with the name that it came with.
    New { original: Tuple, tracking: Tracking },
}

fn tuple(packet: &Packet) -> Tuple {
    (packet.protocol(), packet.from(), packet.to())
}

/// A packet comes in, or (`link` is none) the router itself sends it: its destination may change.
pub(super) fn enter(
    turn: &mut Turn,
    host: HostId,
    packet: Packet,
    link: Option<LinkId>,
) -> (Packet, Tracked) {
    let Some(nat) = &turn.host(host).nat else { return (packet, Tracked::Not) };
    if let Payload::Icmp(message) = &packet.payload {
        let Some((message, source, destination)) = about(nat, message, packet.source, turn) else {
            return (packet, Tracked::Not);
        };
        let payload = Payload::Icmp(message);
        return (Packet { source, destination, payload, ..packet }, Tracked::Not);
    }
    let (now, timeouts) = (turn.now, &turn.host(host).settings.timeouts);
    let name = tuple(&packet);
    match nat.flow(name, now).filter(|(_, flow, _)| !reopens(flow, packet.flags())) {
        Some((number, flow, way)) => {
            let (_, to, from) = if way == Direction::Original { flow.reply } else { flow.original };
            match flow.after(packet.flags(), way, now, timeouts) {
                Err(()) => return (packet, Tracked::Not),
                Ok(Some(tracking)) => turn.record(Event::FlowChanged { host, number, tracking }),
                Ok(None) => turn.record(Event::FlowClosed { host, number }),
            }
            let tracked = Tracked::Known { number, before: name, source: from };
            (packet.readdressed(name.1, to), tracked)
        }
        None => {
            let Some(tracking) = Tracking::first(&packet, now, timeouts) else {
                return (packet, Tracked::Not);
            };
            let forward = nat.forwards.iter().find(|forward| {
                link == Some(nat.outside) && (forward.protocol, forward.port) == (name.0, name.2.port())
            });
            let to = forward.map_or(name.2, |forward| forward.to);
            (packet.readdressed(name.1, to), Tracked::New { original: name, tracking })
        }
    }
}

/// A SYN on a flow that is over begins a new one.
fn reopens(flow: &Flow, flags: Flags) -> bool {
    let over = matches!(flow.tracking.state, Some(FlowState::TimeWait | FlowState::Close));
    over && flags.syn && !flags.ack && !flags.rst
}

/// A packet leaves by `link`, or (where that is none) is for the router itself: its source may change. `None`: there is
/// no port for it.
pub(super) fn leave(
    turn: &mut Turn,
    host: HostId,
    packet: Packet,
    tracked: Tracked,
    link: Option<LinkId>,
) -> Result<Packet, Packet> {
    let (number, before, source) = match tracked {
        Tracked::Not => return Ok(packet),
        Tracked::Known { number, before, source } => (number, before, source),
        Tracked::New { original, tracking } => {
            let Some(source) = choose(turn, host, &packet, link) else { return Err(packet) };
            let reply = inverse((original.0, source, packet.to()));
            let flow = Flow { original, reply, tracking, since: turn.now };
            let number = turn.counts.events;
            turn.record(Event::FlowOpened { host, number, flow });
            (number, original, source)
        }
    };
    let to = packet.to();
    let packet = packet.readdressed(source, to);
    let (before, after) = ((before.1, before.2), (packet.from(), packet.to()));
    if before != after {
        turn.record(Event::Translated { host, packet: packet.id, number, before, after });
    }
    Ok(packet)
}

/// The source of a flow's first packet. Also what is not translated must not look like another flow.
fn choose(turn: &Turn, host: HostId, packet: &Packet, link: Option<LinkId>) -> Option<SocketAddr> {
    let here = turn.host(host);
    let nat = here.nat.as_ref()?;
    let rule = nat.masquerade.filter(|rule| {
        link == Some(nat.outside) && rule.protocol.is_none_or(|protocol| protocol == packet.protocol())
    });
    let outside = here.interfaces.iter().find(|at| at.link == nat.outside).map(|at| IpAddr::V4(at.address));
    let address = rule.and(outside).unwrap_or(packet.source);
    let chance = turn.dice(&[8, packet.id.0, packet.ttl.into()]) % (1 << 32);
    nat.source(tuple(packet), address, rule.and_then(|rule| rule.ports), turn.now, chance)
}

/// An ICMP message about a packet of a flow, as the end that it is for must see it: with the names that this end knows,
/// and whom it is from and for (RFC 5508 §4).
fn about(nat: &Nat, message: &Icmp, source: IpAddr, turn: &Turn) -> Option<(Icmp, IpAddr, IpAddr)> {
    let (_, flow, way) = nat.flow(inverse((message.protocol, message.from, message.to)), turn.now)?;
    // The message goes the same way as an answer to the packet that it is about.
    let (known, seen) = match way {
        Direction::Reply => (flow.original, flow.reply),
        Direction::Original => (flow.reply, flow.original),
    };
    let (_, from, to) = known;
    let hidden = seen.1.ip() != to.ip();
    let source = if hidden { to.ip() } else { source };
    Some((Icmp { from, to, ..*message }, source, from.ip()))
}

/// The same for a message that the router itself is about to send; others are left as they are.
pub(super) fn own_message(turn: &Turn, host: HostId, message: Icmp, to: IpAddr) -> (Icmp, IpAddr) {
    let nat = turn.host(host).nat.as_ref();
    let translated = nat.and_then(|nat| about(nat, &message, to, turn));
    translated.map_or((message, to), |(message, _, to)| (message, to))
}
