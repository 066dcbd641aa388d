//! Facts about machines, links, time and packets.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::packet;
use crate::model::agenda::Due;
use crate::model::event::Event;
use crate::model::nat::FlowState;
use crate::report::capture::reason;

pub(super) fn fact(event: &Event) -> Option<(&'static str, Value)> {
    set_up(event).or_else(|| traffic(event)).or_else(|| translation(event))
}

fn set_up(event: &Event) -> Option<(&'static str, Value)> {
    Some(match event {
        Event::LinkAdded { link, name, latency, faults } => (
            "LinkAdded",
            json!({
                "link": link.0,
                "name": name,
                "latency": latency.as_nanos() as u64,
                "lostOfMillion": faults.loss,
                "twiceOfMillion": faults.duplicates,
                "jitter": faults.jitter.as_nanos() as u64,
            }),
        ),
        Event::HostAdded { host, name, cores, forwards } => {
            ("HostAdded", json!({ "host": host.0, "name": name, "cores": cores, "forwards": forwards }))
        }
        Event::InterfaceAdded { host, link, address, prefix } => (
            "InterfaceAdded",
            json!({ "host": host.0, "link": link.0, "address": address.to_string(), "prefix": prefix }),
        ),
        Event::GatewaySet { host, gateway } => {
            ("GatewaySet", json!({ "host": host.0, "gateway": gateway.to_string() }))
        }
        Event::SettingChanged { host, name, value } => {
            ("SettingChanged", json!({ "host": host.0, "name": name, "value": value }))
        }
        _ => return None,
    })
}

fn traffic(event: &Event) -> Option<(&'static str, Value)> {
    Some(match event {
        Event::CameDue { at, due } => ("CameDue", json!({ "at": at.nanos(), "due": self::due(*due) })),
        Event::LimitReached { limit } => ("LimitReached", json!({ "limit": limit.to_string() })),
        Event::Sent { packet: sent, socket, from, to, link, arrives } => (
            "Sent",
            json!({
                "packet": packet(sent),
                "socket": socket.map(|socket| socket.0),
                "from": from.0,
                "to": to.0,
                "link": link.map(|link| link.0),
                "arrives": arrives.nanos(),
            }),
        ),
        Event::Arrived { packet, host } => ("Arrived", json!({ "packet": packet.0, "host": host.0 })),
        Event::Dropped { packet: dropped, host, reason: why } => {
            ("Dropped", json!({ "packet": packet(dropped), "host": host.0, "reason": reason(*why) }))
        }
        Event::LookedUp { packet: sought, host, lookup } => {
            let tried: Vec<String> = lookup.tried.iter().map(ToString::to_string).collect();
            let found = lookup.found.map(|socket| socket.0);
            ("LookedUp", json!({ "packet": packet(sought), "host": host.0, "tried": tried, "found": found }))
        }
        _ => return None,
    })
}

/// Packet filters, address translation, and packets that wait.
fn translation(event: &Event) -> Option<(&'static str, Value)> {
    Some(match event {
        Event::LinkHeld { link } => ("LinkHeld", json!({ "link": link.0 })),
        Event::LinkCut { link } => ("LinkCut", json!({ "link": link.0 })),
        Event::LinkMended { link } => ("LinkMended", json!({ "link": link.0 })),
        Event::LinkChanged { link, latency, faults } => (
            "LinkChanged",
            json!({
                "link": link.0,
                "latency": latency.as_nanos() as u64,
                "loss": faults.loss,
                "duplicates": faults.duplicates,
                "jitter": faults.jitter.as_nanos() as u64,
            }),
        ),
        Event::Planned { at, what } => ("Planned", json!({ "at": at.nanos(), "what": format!("{what:?}") })),
        Event::RtoMinSet { host, after } => {
            ("RtoMinSet", json!({ "host": host.0, "after": after.as_nanos() as u64 }))
        }
        Event::FilterSet { host, filter, undo } => {
            ("FilterSet", json!({ "host": host.0, "filter": format!("{filter:?}"), "undo": undo }))
        }
        Event::NatStarted { host, outside } => {
            ("NatStarted", json!({ "host": host.0, "outside": outside.0 }))
        }
        Event::MasqueradeSet { host, masquerade } => {
            let ports = masquerade.and_then(|rule| rule.ports);
            ("MasqueradeSet", json!({ "host": host.0, "on": masquerade.is_some(), "ports": ports }))
        }
        Event::PortForwarded { host, forward } => (
            "PortForwarded",
            json!({
                "host": host.0,
                "protocol": forward.protocol.to_string(),
                "port": forward.port,
                "to": forward.to.to_string(),
            }),
        ),
        Event::Released { packet, .. } => ("Released", json!({ "packet": packet.0 })),
        Event::Duplicated { packet, copy, .. } => {
            ("Duplicated", json!({ "packet": packet.0, "copy": copy.0 }))
        }
        Event::Commanded { command } => ("Commanded", json!({ "command": format!("{command:?}") })),
        Event::Delayed { packet, arrives } => {
            ("Delayed", json!({ "packet": packet.0, "arrives": arrives.nanos() }))
        }
        Event::Edited { packet: edited } => ("Edited", json!({ "packet": packet(edited) })),
        Event::Sought { host, neighbour, packet: waiting, .. } => (
            "Sought",
            json!({ "host": host.0, "neighbour": neighbour.to_string(), "packet": packet(waiting) }),
        ),
        Event::SearchEnded { host, neighbour } => {
            ("SearchEnded", json!({ "host": host.0, "neighbour": neighbour.to_string() }))
        }
        _ => return flow(event),
    })
}

fn flow(event: &Event) -> Option<(&'static str, Value)> {
    let state = |state: Option<FlowState>| state.map(|state| state.to_string());
    let pair = |(from, to): (SocketAddr, SocketAddr)| json!([from.to_string(), to.to_string()]);
    Some(match event {
        Event::FlowOpened { host, number, flow } => (
            "FlowOpened",
            json!({
                "host": host.0,
                "flow": number,
                "protocol": flow.original.0.to_string(),
                "original": pair((flow.original.1, flow.original.2)),
                "reply": pair((flow.reply.1, flow.reply.2)),
                "state": state(flow.tracking.state),
            }),
        ),
        Event::FlowChanged { host, number, tracking } => {
            ("FlowChanged", json!({ "host": host.0, "flow": number, "state": state(tracking.state) }))
        }
        Event::FlowClosed { host, number } => ("FlowClosed", json!({ "host": host.0, "flow": number })),
        Event::Translated { host, packet, number, before, after } => (
            "Translated",
            json!({
                "host": host.0,
                "packet": packet.0,
                "flow": number,
                "before": pair(*before),
                "after": pair(*after),
            }),
        ),
        _ => return None,
    })
}

fn due(due: Due) -> Value {
    match due {
        Due::Arrival(packet) => json!({ "what": "arrival", "packet": packet.0 }),
        Due::Trap(tid) => json!({ "what": "trap", "tid": tid.0 }),
        Due::Timeout(tid, wait) => json!({ "what": "timeout", "tid": tid.0, "wait": wait }),
        Due::Retransmit(socket, timer) => json!({ "what": "retransmit", "socket": socket.0, "timer": timer }),
        Due::KeepAlive(socket, timer) => json!({ "what": "keep-alive", "socket": socket.0, "timer": timer }),
        Due::Expire(socket) => json!({ "what": "expire", "socket": socket.0 }),
        Due::Planned(place) => json!({ "what": "planned", "place": place }),
        Due::Unanswered(host, neighbour) => {
            json!({ "what": "unanswered", "host": host.0, "neighbour": neighbour.to_string() })
        }
    }
}
