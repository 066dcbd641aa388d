//! Facts about sockets and connections.

use serde_json::{Value, json};

use super::bytes;
use crate::model::event::Event;
use crate::model::socket::{Family, Options};

pub(super) fn fact(event: &Event) -> Option<(&'static str, Value)> {
    Some(match event {
        Event::SocketCreated { socket, host, family, protocol, .. } => {
            let family = if *family == Family::Inet { "IPv4" } else { "IPv6" };
            let facts = json!({ "socket": socket.0, "host": host.0, "family": family, "protocol": protocol.to_string() });
            ("SocketCreated", facts)
        }
        Event::OptionsSet { socket, options } => {
            ("OptionsSet", json!({ "socket": socket.0, "options": self::options(options) }))
        }
        Event::Bound { socket, local, chosen } => {
            ("Bound", json!({ "socket": socket.0, "local": local.to_string(), "chosen": chosen }))
        }
        Event::Listened { socket, limit } => ("Listened", json!({ "socket": socket.0, "limit": limit })),
        Event::Opened { socket, local, remote, iss, port_offset: _ } => (
            "Opened",
            json!({ "socket": socket.0, "local": local.to_string(), "remote": remote.to_string(), "iss": iss.0 }),
        ),
        Event::Connected { socket } => ("Connected", json!({ "socket": socket.0 })),
        Event::SynQueued { listener, socket, local, remote, iss } => (
            "SynQueued",
            json!({
                "listener": listener.0,
                "socket": socket.0,
                "local": local.to_string(),
                "remote": remote.to_string(),
                "iss": iss.0,
            }),
        ),
        Event::AcceptQueued { listener, socket } => {
            ("AcceptQueued", json!({ "listener": listener.0, "socket": socket.0 }))
        }
        Event::Accepted { listener, socket } => {
            ("Accepted", json!({ "listener": listener.0, "socket": socket.0 }))
        }
        Event::ListeningEnded { listener } => ("ListeningEnded", json!({ "listener": listener.0 })),
        Event::QueueFull { listener } => ("QueueFull", json!({ "listener": listener.0 })),
        Event::ShutDown { socket, read, write } => {
            ("ShutDown", json!({ "socket": socket.0, "read": read, "write": write }))
        }
        Event::Failed { socket, errno } => {
            ("Failed", json!({ "socket": socket.0, "errno": errno.to_string() }))
        }
        _ => return None,
    })
}

fn options(options: &Options) -> Value {
    json!({
        "reuse_address": options.reuse_address,
        "reuse_port": options.reuse_port,
        "linger": options.linger.map(|time| time.as_secs()),
        "no_delay": options.no_delay,
        "keep_alive": options.keep_alive,
    })
}

/// What happens inside a connection, and at its end.
pub(super) fn connection(event: &Event) -> (&'static str, Value) {
    match event {
        Event::ErrorTaken { socket } => ("ErrorTaken", json!({ "socket": socket.0 })),
        Event::Doubted { socket, errno } => {
            ("Doubted", json!({ "socket": socket.0, "errno": errno.to_string() }))
        }
        Event::CookieSent { listener } => ("CookieSent", json!({ "listener": listener.0 })),
        Event::Orphaned { socket } => ("Orphaned", json!({ "socket": socket.0 })),
        Event::Unbound { socket } => ("Unbound", json!({ "socket": socket.0 })),
        Event::Disconnected { socket } => ("Disconnected", json!({ "socket": socket.0 })),
        Event::SocketRemoved { socket } => ("SocketRemoved", json!({ "socket": socket.0 })),
        Event::Synchronized { socket, irs } => ("Synchronized", json!({ "socket": socket.0, "irs": irs.0 })),
        Event::StateChanged { socket, from, to } => {
            ("StateChanged", json!({ "socket": socket.0, "from": from.to_string(), "to": to.to_string() }))
        }
        Event::Queued { socket, data } => ("Queued", json!({ "socket": socket.0, "data": bytes(data) })),
        Event::FinQueued { socket } => ("FinQueued", json!({ "socket": socket.0 })),
        Event::Acknowledged { socket, ack, window } => {
            ("Acknowledged", json!({ "socket": socket.0, "ack": ack.0, "window": window }))
        }
        Event::Received { socket, data } => ("Received", json!({ "socket": socket.0, "data": bytes(data) })),
        Event::ReceivedEarly { socket, seq, data, fin } => {
            ("ReceivedEarly", json!({ "socket": socket.0, "seq": seq.0, "data": bytes(data), "fin": fin }))
        }
        Event::FinReceived { socket } => ("FinReceived", json!({ "socket": socket.0 })),
        Event::Read { socket, bytes } => ("Read", json!({ "socket": socket.0, "bytes": bytes })),
        Event::TimerSet { socket, after } => {
            ("TimerSet", json!({ "socket": socket.0, "after": after.as_nanos() as u64 }))
        }
        Event::KeepAliveSet { socket, after } => {
            ("KeepAliveSet", json!({ "socket": socket.0, "after": after.as_nanos() as u64 }))
        }
        Event::Deferred { socket } => ("Deferred", json!({ "socket": socket.0 })),
        Event::Probed { socket } => ("Probed", json!({ "socket": socket.0 })),
        Event::TimerStopped { socket } => ("TimerStopped", json!({ "socket": socket.0 })),
        Event::TimedOut { socket } => ("TimedOut", json!({ "socket": socket.0 })),
        Event::ExpirySet { socket, after } => {
            ("ExpirySet", json!({ "socket": socket.0, "after": after.as_nanos() as u64 }))
        }
        other => unreachable!("told by another area: {other:?}"),
    }
}
