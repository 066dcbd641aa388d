//! Names that tools print instead of numbers, where nobody told them not to (`-n`).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The part of `/etc/services` that a lesson may meet.
const SERVICES: &[(u16, &str)] = &[
    (7, "echo"),
    (9, "discard"),
    (13, "daytime"),
    (20, "ftp-data"),
    (21, "ftp"),
    (22, "ssh"),
    (23, "telnet"),
    (25, "smtp"),
    (37, "time"),
    (53, "domain"),
    (67, "bootps"),
    (68, "bootpc"),
    (69, "tftp"),
    (79, "finger"),
    (80, "http"),
    (110, "pop3"),
    (123, "ntp"),
    (143, "imap2"),
    (179, "bgp"),
    (443, "https"),
    (465, "submissions"),
    (587, "submission"),
    (853, "domain-s"),
    (993, "imaps"),
    (995, "pop3s"),
    (3306, "mysql"),
    (5432, "postgresql"),
    (6379, "redis"),
    (8080, "http-alt"),
];

/// The port of a service.
pub(super) fn service_port(name: &str) -> Option<u16> {
    SERVICES.iter().find(|(_, known)| *known == name).map(|(port, _)| *port)
}

/// A port as text: its service's name, or `*` for none.
pub(super) fn port(port: u16, numeric: bool) -> String {
    let named = SERVICES.iter().find(|(known, _)| !numeric && *known == port);
    match named {
        _ if port == 0 => "*".to_owned(),
        Some((_, name)) => (*name).to_owned(),
        None => port.to_string(),
    }
}

/// An address as text. No host of the model asks a name server, so only what stands in every `/etc/hosts` has a name.
pub(super) fn address(address: IpAddr, numeric: bool) -> String {
    if !numeric && address == Ipv4Addr::LOCALHOST { "localhost".to_owned() } else { address.to_string() }
}

/// `address:port`.
pub(super) fn endpoint(of: SocketAddr, numeric: bool) -> String {
    format!("{}:{}", address(of.ip(), numeric), port(of.port(), numeric))
}

/// The name of a host's interface: `eth0`, `eth1` … in the order in which it was joined to LANs.
pub(super) fn interface(index: usize) -> String {
    format!("eth{index}")
}
