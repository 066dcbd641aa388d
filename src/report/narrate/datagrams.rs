//! Datagrams that arrive, and ICMP's news of those that did not.

use super::Step;
use super::words::{capital, the_packet};
use crate::model::demux::{Key, Lookup};
use crate::model::event::Event;
use crate::model::id::HostId;
use crate::model::packet::{Icmp, IcmpKind, Packet, Payload, Protocol};

/// A datagram has reached its host.
pub(super) fn arrived(step: &Step, packet: &Packet, host: HostId, lookup: &Lookup) -> String {
    let name = &step.after.host(host).name;
    let reached = capital(&format!("{} from {} reached {name}", the_packet(packet), packet.from()));
    let Some(socket) = lookup.found else { return nobodys(step, packet, name, &reached) };
    let kept = step.has(|event| matches!(event, Event::MessageQueued { .. }));
    if !kept {
        return format!("{reached} and was dropped: the queue of the socket on {} is full.", packet.to());
    }
    let local = step.socket(socket).and_then(|socket| socket.local);
    let place = local.map_or(String::new(), |local| format!(" on {local}"));
    let why = match lookup.tried.last() {
        Some(Key::Connection(_)) => ", which is connected to its sender",
        Some(Key::Everyone(_)) if lookup.also.is_empty() => ", which hears all on this port",
        _ => "",
    };
    let more = match lookup.also.len() {
        0 => String::new(),
        1 => ", and a copy in that of one more".to_owned(),
        count => format!(", and copies in those of {count} more"),
    };
    format!("{reached} and waits in the queue of the socket{place}{why}{more}{}.", step.woken())
}

fn nobodys(step: &Step, packet: &Packet, name: &str, reached: &str) -> String {
    let told = step.has(
        |event| matches!(event, Event::Sent { packet, .. } if matches!(packet.payload, Payload::Icmp(_))),
    );
    let port = packet.to().port();
    match told {
        true => {
            format!("{reached}, but no socket has port {port}: {name} answered with ICMP port unreachable.")
        }
        false => format!("{reached}, but no socket there takes it."),
    }
}

/// An ICMP message has reached the host that sent what it is about.
pub(super) fn news(step: &Step) -> Option<String> {
    let (id, host) = step.find(|event| match event {
        Event::Arrived { packet, host } => Some((*packet, *host)),
        _ => None,
    })?;
    let sent = step.find(|event| match event {
        Event::Sent { packet, .. } if packet.id == id => Some(packet),
        _ => None,
    });
    let packet = step.before.flight.get(&id).map(|flight| &flight.packet).or(sent)?;
    let Payload::Icmp(message) = &packet.payload else { return None };
    let name = &step.after.host(host).name;
    let failed = step.find(|event| match event {
        Event::Failed { errno, .. } | Event::Doubted { errno, .. } => Some(*errno),
        _ => None,
    });
    let told = match failed {
        Some(errno) => format!(": the next call on the socket fails with {errno}{}", step.woken()),
        None if message.protocol == Protocol::Udp => {
            ": no socket is connected to that address, so no program is told".to_owned()
        }
        None => ": no socket there cares".to_owned(),
    };
    Some(format!("{} about what it sent to {} reached {name}{told}.", what(message), message.to))
}

fn what(message: &Icmp) -> String {
    match message.kind {
        IcmpKind::PortUnreachable => "ICMP port unreachable".to_owned(),
        kind => format!("ICMP ({})", kind.errno()),
    }
}
