//! The `lab` module's calls on packets: a wire that holds them, packet filters, the router's rules.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::args::Args;
use super::{Outcome, done, lab};
use crate::model::datum::{Datum, Failure};
use crate::model::event::{DropReason, Event};
use crate::model::filter::{Chain, Filter};
use crate::model::host::Faults;
use crate::model::id::{HostId, LinkId, PacketId, Tid};
use crate::model::nat::{Forward, Masquerade};
use crate::model::packet::{Flags, Protocol};
use crate::model::turn::Turn;
use crate::model::wire;

/// The hosts of `lab.Wire()`, with their last octets.
const ENDS: [(&str, u8); 2] = [("client", 13), ("server", 10)];

fn wrong(message: String) -> Failure {
    Failure::Raise { class: "RuntimeError", message }
}

/// Builds the two hosts of `lab.Wire()`; the argument is `rto_min` in seconds, or `None`.
pub(super) fn wire(turn: &mut Turn, _: Tid, args: Args) -> Result<Outcome, Failure> {
    let rto_min = match args.0.first() {
        None | Some(Datum::None) => None,
        Some(_) => Some(args.seconds(0)?),
    };
    let link = LinkId(turn.links.len() as u16);
    turn.record(Event::LinkAdded {
        link,
        name: "wire".into(),
        latency: Duration::ZERO,
        faults: Faults::default(),
    });
    turn.record(Event::LinkHeld { link });
    for (name, octet) in ENDS {
        let host = HostId(turn.hosts.len() as u16);
        turn.record(Event::HostAdded { host, name: name.into(), cores: 1, forwards: false });
        let address = Ipv4Addr::new(192, 168, 1, octet);
        turn.record(Event::InterfaceAdded { host, link, address, prefix: 24 });
        if let Some(after) = rto_min {
            turn.record(Event::RtoMinSet { host, after });
        }
    }
    Ok(done(Datum::None))
}

/// The packets that wires hold: the number of each, the host that sent it, its bytes.
pub(super) fn flight(turn: &mut Turn, _: Tid, _: Args) -> Result<Outcome, Failure> {
    let held = turn.flight.values().filter(|flight| is_held(turn, flight.packet.id));
    let packets = held.map(|flight| {
        let sender = Datum::Str(turn.host(flight.from).name.clone());
        let number = Datum::Int(flight.packet.id.0 as i64);
        Datum::Tuple(vec![number, sender, Datum::Bytes(wire::ip(&flight.packet))])
    });
    Ok(done(Datum::List(packets.collect())))
}

fn is_held(turn: &Turn, packet: PacketId) -> bool {
    let flight = turn.flight.get(&packet);
    let link = flight.and_then(|flight| flight.link).map(|link| &turn.links[usize::from(link.0)]);
    link.is_some_and(|link| link.held)
        && turn.agenda.when(crate::model::agenda::Due::Arrival(packet)).is_none()
}

fn held(turn: &Turn, args: &Args) -> Result<PacketId, Failure> {
    let packet = PacketId(args.int(0)?.unsigned_abs());
    match is_held(turn, packet) {
        true => Ok(packet),
        false => Err(wrong(format!("packet {packet} is not on the wire"))),
    }
}

/// Lets a packet arrive, or (second argument) a copy of it.
pub(super) fn deliver(turn: &mut Turn, _: Tid, args: Args) -> Result<Outcome, Failure> {
    let packet = held(turn, &args)?;
    let arrives = turn.now;
    if args.bool(1)? {
        let copy = PacketId(turn.counts.packets);
        turn.record(Event::Duplicated { packet, copy, arrives });
    } else {
        turn.record(Event::Released { packet, arrives });
    }
    Ok(done(Datum::None))
}

/// Loses a packet.
pub(super) fn lose(turn: &mut Turn, _: Tid, args: Args) -> Result<Outcome, Failure> {
    let packet = held(turn, &args)?;
    let flight = turn.flight[&packet].clone();
    turn.record(Event::Dropped { packet: flight.packet, host: flight.from, reason: DropReason::Lost });
    Ok(done(Datum::None))
}

/// Adds a rule to a host's packet filter: host, action, chain, protocol, bits looked at, bits set, undo, then source
/// port, destination port, source, destination (`None` where the rule does not ask).
pub(super) fn filter(turn: &mut Turn, _: Tid, args: Args) -> Result<Outcome, Failure> {
    let host = lab::host(turn, args.str(0)?)?;
    let chain = match args.str(2)? {
        "in" => Chain::Input,
        "out" => Chain::Output,
        "fwd" => Chain::Forward,
        other => return Err(Failure::Raise { class: "KeyError", message: other.into() }),
    };
    let flags = match args.0.get(4) {
        Some(Datum::Str(of)) => Some((bits(of), bits(args.str(5)?))),
        _ => None,
    };
    let port = |index: usize| match args.0.get(index) {
        Some(Datum::None) | None => Ok(None),
        Some(_) => args.int(index).map(|port| u16::try_from(port).ok()),
    };
    let address = |index: usize| match args.0.get(index) {
        Some(Datum::Str(text)) => text.parse().map(Some).map_err(|_| wrong(format!("no address: {text}"))),
        _ => Ok(None),
    };
    let filter = Filter {
        chain,
        reject: args.str(1)? == "reject",
        protocol: protocol(args.str(3)?)?,
        flags,
        source_port: port(7)?,
        destination_port: port(8)?,
        source: address(9)?,
        destination: address(10)?,
    };
    turn.record(Event::FilterSet { host, filter, undo: args.bool(6)? });
    Ok(done(Datum::None))
}

fn bits(names: &str) -> Flags {
    let has = |name: &str| names.split(',').any(|bit| bit.trim() == name);
    Flags { syn: has("SYN"), ack: has("ACK"), fin: has("FIN"), rst: has("RST"), psh: has("PSH") }
}

fn protocol(name: &str) -> Result<Protocol, Failure> {
    match name {
        "tcp" => Ok(Protocol::Tcp),
        "udp" => Ok(Protocol::Udp),
        "icmp" => Ok(Protocol::Icmp),
        other => Err(wrong(format!("iptables: unknown protocol {other}"))),
    }
}

/// Limits the router's outside ports for TCP: first and last.
pub(super) fn nat_ports(turn: &mut Turn, _: Tid, args: Args) -> Result<Outcome, Failure> {
    let host = lab::host(turn, "gw")?;
    let port = |index: usize| u16::try_from(args.int(index)?).map_err(|_| wrong("no such port".into()));
    let ports = Some((port(0)?, port(1)?));
    let masquerade = Some(Masquerade { protocol: Some(Protocol::Tcp), ports });
    turn.record(Event::MasqueradeSet { host, masquerade });
    Ok(done(Datum::None))
}

/// Forwards a port of the router's outside address: protocol, port, then address and port inside.
pub(super) fn port_forward(turn: &mut Turn, _: Tid, args: Args) -> Result<Outcome, Failure> {
    let host = lab::host(turn, "gw")?;
    let port = u16::try_from(args.int(1)?).map_err(|_| wrong("no such port".into()))?;
    let to: SocketAddr = args.address(2)?;
    let forward = Forward { protocol: protocol(args.str(0)?)?, port, to };
    turn.record(Event::PortForwarded { host, forward });
    Ok(done(Datum::None))
}
