//! What a look-up goes by: the bucket of the hash table that each key is looked for in, the rule, and where it is written.

use super::compare::{Asked, Case, Table};
use crate::model::demux::{self, Key};
use crate::model::packet::Protocol;
use crate::view::{Moment, words};

/// What is in the bucket where a key was looked for; nothing where it was not.
pub(super) fn bucket(moment: &Moment, case: &Case, key: &Key, asked: Asked) -> Option<String> {
    if matches!(asked, Asked::NotNeeded | Asked::NotAllowed) {
        return None;
    }
    let (table, number, there) = case.in_bucket(key);
    let hashed = match table {
        Table::Connections => "all four",
        Table::Listeners | Table::Datagrams => "own address, port",
        Table::Ports => "port",
    };
    let mut names: Vec<String> = there
        .iter()
        .map(|trial| {
            let mark = trial.tuple.and_then(|tuple| moment.letters.mark(tuple));
            mark.map_or_else(|| format!("socket {}", trial.socket), |mark| mark.letter())
        })
        .collect();
    let more = names.len().saturating_sub(4);
    names.truncate(4);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    let members = if names.is_empty() { "empty".to_owned() } else { names.join(", ") };
    Some(format!("hash of {hashed}: bucket {number} holds {members}").replace("holds empty", "is empty"))
}

/// The rule that decided, with its source; the group; and what the hash stands for.
pub(super) fn lines(case: &Case) -> Vec<String> {
    let mut lines = vec![format!("Rule: {}", rule(case))];
    if !case.group.is_empty() {
        let hash = demux::hash(case.packet.tuple());
        let names: Vec<String> = case.group.iter().map(|socket| socket.to_string()).collect();
        let found = case.lookup.found.map_or(String::new(), |found| found.to_string());
        lines.push(format!(
            "SO_REUSEPORT: {} share this name ({}). The packet's hash, {:08x}, names socket {found}; the same four-tuple \
             always names the same one (Linux reuseport_select_sock).",
            words::count(case.group.len(), "socket"),
            names.join(", "),
            hash as u32
        ));
    }
    lines.push(format!(
        "Hash: the model's own, in {} buckets. Linux mixes in a secret (jhash) and has thousands: other buckets, the same \
         socket.",
        demux::BUCKETS
    ));
    lines
}

fn rule(case: &Case) -> &'static str {
    let flags = case.packet.flags();
    let udp = case.packet.protocol() == Protocol::Udp;
    match (case.lookup.found, case.lookup.tried.last()) {
        (Some(_), Some(Key::Everyone(_))) => {
            "every socket on the port whose fields fit gets a copy (Linux __udp4_lib_mcast_deliver)."
        }
        (Some(_), _) if udp => {
            "each field that a socket has must fit, and the socket with the most wins (Linux udp4_lib_lookup2)."
        }
        (Some(_), Some(Key::Connection(_))) => {
            "connections first, by all four numbers (RFC 9293 §3.3.1; Linux __inet_lookup_established)."
        }
        (Some(_), _) => {
            "no connection, so a listener: one on this address before one on any (Linux __inet_lookup_listener)."
        }
        (None, Some(Key::Everyone(_))) => "a datagram to all is never answered (RFC 1122 §3.2.2).",
        (None, _) if udp => "no socket has the port: ICMP port unreachable (RFC 1122 §4.1.3.1).",
        (None, _) if flags.rst => "nobody's RST is discarded (RFC 9293 §3.10.7.1).",
        (None, _) => "nobody's segment is answered with RST (RFC 9293 §3.10.7.1).",
    }
}
