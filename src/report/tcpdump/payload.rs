//! What tcpdump says of what a packet carries: HTTP's first line (`print-http.c`, `print-ascii.c`), ICMP's news.

use crate::model::packet::{Icmp, IcmpKind, Protocol, Segment};
use crate::report::names;

const PORTS: [u16; 2] = [80, 8080];
const METHODS: [&str; 9] = ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH"];

/// `: HTTP`, with the first line where it is a request or an answer.
pub(super) fn note(segment: &Segment) -> String {
    let known = PORTS.contains(&segment.source_port) || PORTS.contains(&segment.destination_port);
    if !known || segment.data.is_empty() {
        return String::new();
    }
    let line = segment.data.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
    let mut words = line.split(' ');
    let request = words.next().is_some_and(|word| METHODS.contains(&word));
    let answer =
        words.next().is_some_and(|word| word.len() == 3 && word.chars().all(|digit| digit.is_ascii_digit()));
    if request || answer { format!(": HTTP: {line}") } else { ": HTTP".to_owned() }
}

/// An ICMP message (`print-icmp.c`): what happened, and its length: its own 8 bytes, and 28 of the packet it is about.
pub(super) fn icmp(message: &Icmp, numeric: bool) -> String {
    let to = message.to;
    let address = names::address(to.ip(), numeric);
    match message.kind {
        IcmpKind::NetUnreachable => format!("net {address} unreachable, length 36"),
        IcmpKind::HostUnreachable => format!("host {address} unreachable, length 36"),
        IcmpKind::PortUnreachable => {
            let protocol = if message.protocol == Protocol::Udp { "udp" } else { "tcp" };
            format!("{address} {protocol} port {} unreachable, length 36", names::port(to.port(), numeric))
        }
        IcmpKind::TimeExceeded => "time exceeded in-transit, length 36".to_owned(),
    }
}
