//! Events as JSON, for programs that read a run: one object an event, with the event's own facts.

mod files;
mod network;
mod sockets;
mod tasks;

use serde_json::{Value, json};

use crate::model::datum::{Datum, Failure};
use crate::model::event::Event;
use crate::model::packet::{Packet, Payload};

/// The facts of some events, in order.
pub fn facts(events: &[Event]) -> Vec<Value> {
    events.iter().map(fact).collect()
}

fn fact(event: &Event) -> Value {
    let (name, facts) = network::fact(event)
        .or_else(|| tasks::fact(event))
        .or_else(|| sockets::fact(event))
        .or_else(|| files::fact(event))
        .unwrap_or_else(|| {
            let (name, facts) = sockets::connection(event);
            (name, facts)
        });
    let mut object = json!({ "event": name });
    if let (Value::Object(object), Value::Object(facts)) = (&mut object, facts) {
        object.extend(facts);
    }
    object
}

fn packet(packet: &Packet) -> Value {
    let mut facts = json!({
        "id": packet.id.0,
        "protocol": packet.protocol().to_string(),
        "from": packet.from().to_string(),
        "to": packet.to().to_string(),
        "ttl": packet.ttl,
        "data": bytes(packet.data()),
    });
    match &packet.payload {
        Payload::Tcp(segment) => {
            facts["flags"] = json!(segment.flags.to_string());
            facts["seq"] = json!(segment.seq.0);
            facts["ack"] = json!(segment.ack.0);
            facts["window"] = json!(segment.window);
        }
        Payload::Udp(_) => {}
        Payload::Icmp(icmp) => facts["says"] = json!(icmp.kind.to_string()),
    }
    facts
}

/// Bytes as text where they are text, else as numbers.
fn bytes(data: &[u8]) -> Value {
    std::str::from_utf8(data).map_or_else(|_| json!(data), |text| json!(text))
}

fn datum(value: &Datum) -> Value {
    match value {
        Datum::None => Value::Null,
        Datum::Bool(value) => json!(value),
        Datum::Int(value) => json!(value),
        Datum::Float(value) => json!(value),
        Datum::Str(text) => json!(text),
        Datum::Bytes(data) => json!({ "bytes": bytes(data) }),
        Datum::Tuple(items) | Datum::List(items) => items.iter().map(datum).collect(),
    }
}

fn failure(failure: &Failure) -> Value {
    match failure {
        Failure::Os(errno) => json!({ "errno": errno.to_string(), "text": errno.text() }),
        Failure::TimedOut => json!({ "exception": "TimeoutError", "text": "timed out" }),
        Failure::Raise { class, message } => json!({ "exception": class, "text": message }),
    }
}
