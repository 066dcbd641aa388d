//! Datagrams that arrive, and ICMP's news of those that did not.

use super::Step;
use super::calls::Called;
use super::words::{bytes, capital, preview, the_packet};
use crate::model::demux::{Key, Lookup};
use crate::model::event::Event;
use crate::model::id::HostId;
use crate::model::packet::{Icmp, IcmpKind, Packet, Payload, Protocol};
use crate::model::socket::Socket;

/// A call on a UDP socket that was answered.
pub(super) fn call(call: &Called) -> Option<String> {
    let (who, name) = (&call.who, call.name);
    let id = call.socket()?;
    let socket = call.step.socket(id)?;
    let udp = call.step.before.sockets.get(&id)?.udp()?;
    let sent = call.step.find(|event| match event {
        Event::Sent { packet, .. } if packet.protocol() == Protocol::Udp => Some(packet),
        _ => None,
    });
    Some(match (name, sent) {
        ("connect", _) => {
            let peer = socket.remote().map(|_| call.peer())?;
            format!(
                "{who}: connect() sent nothing; the socket now takes only what comes from {peer}, and {peer} is whom it \
                 sends to."
            )
        }
        ("send" | "sendto" | "sendmsg" | "write", Some(packet)) => {
            let size = bytes(packet.data().len());
            format!("{who} sent a datagram of {size} to {} from port {}.", packet.to(), packet.from().port())
        }
        ("recv" | "recvfrom" | "recvmsg" | "read", _) => {
            call.step.find(|event| matches!(event, Event::MessageRead { .. }).then_some(()))?;
            let first = udp.queue.front()?;
            let shown = preview(&first.data).map_or(String::new(), |text| format!(": {text}"));
            format!(
                "{who}: {name}() took the datagram of {} from {}{shown}",
                bytes(first.data.len()),
                first.from
            )
        }
        _ => return None,
    })
}

/// Nothing has come yet.
pub(super) fn awaited(call: &Called, socket: &Socket) -> String {
    let from = if socket.remote().is_some() { format!(" from {}", call.peer()) } else { String::new() };
    format!("{} called {}() and waits for a datagram{from}.", call.who, call.name)
}

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
    let here =
        |socket: &&Socket| socket.udp().is_some() && socket.local.is_some_and(|local| local.port() == port);
    let has =
        step.after.sockets.values().any(|socket| step.after.host(socket.host).name == *name && here(&socket));
    let why = if has { "takes it on" } else { "has" };
    match told {
        true => {
            format!("{reached}, but no socket {why} port {port}: {name} answered with ICMP port unreachable.")
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
