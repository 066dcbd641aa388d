//! Packets as the bytes that travel.
//!
//! Not modelled, because the model's segments have none: TCP options as bytes. Checksums are computed here; in the model they
//! are always right.
//!
//! Not modelled, because an ICMP message here keeps only names: the other bytes of the packet that it quotes.

use std::net::IpAddr;

use super::packet::{Datagram, Icmp, IcmpKind, Packet, Payload, Protocol, Segment};

const HEADER: usize = 20;
/// The protocols' numbers.
pub(crate) const TCP: u8 = 6;
pub(crate) const UDP: u8 = 17;
pub(crate) const ICMP: u8 = 1;
pub(crate) const ICMPV6: u8 = 58;
const DONT_FRAGMENT: u16 = 0x4000;
/// The class of errors in IPv4, which may be cut into fragments (RFC 1812 §4.3.2.5; Linux `icmp_send`).
const INTERNETWORK_CONTROL: u8 = 0xc0;

/// An IP packet (RFC 791 §3.1, RFC 8200 §3).
pub fn ip(packet: &Packet) -> Vec<u8> {
    let (number, mut payload) = match &packet.payload {
        Payload::Tcp(segment) => (TCP, tcp(segment)),
        Payload::Udp(datagram) => (UDP, udp(datagram)),
        Payload::Icmp(message) if packet.source.is_ipv6() => (ICMPV6, icmp_v6(message)),
        Payload::Icmp(message) => (ICMP, icmp(message)),
    };
    let (source, destination) = (octets(packet.source), octets(packet.destination));
    let pseudo =
        if number == ICMP { Vec::new() } else { pseudo_header(&source, &destination, number, payload.len()) };
    let sum = checksum(&[&pseudo[..], &payload].concat());
    let place = match number {
        TCP => 16,
        UDP => 6,
        _ => 2,
    };
    payload[place..place + 2].copy_from_slice(&sum.to_be_bytes());
    let mut bytes = match packet.source {
        IpAddr::V4(_) => header_v4(packet, number, payload.len()),
        IpAddr::V6(_) => header_v6(packet, number, payload.len()),
    };
    bytes.extend(payload);
    bytes
}

fn header_v4(packet: &Packet, protocol: u8, payload: usize) -> Vec<u8> {
    let (class, fragment) = if protocol == ICMP { (INTERNETWORK_CONTROL, 0) } else { (0, DONT_FRAGMENT) };
    let mut bytes = vec![0x45, class];
    // A packet on the loopback may carry more than 65,515 bytes of TCP only where the kernel cuts it up itself.
    bytes.extend(u16::try_from(HEADER + payload).unwrap_or(0).to_be_bytes());
    bytes.extend((packet.id.0 as u16).to_be_bytes());
    bytes.extend(u16::to_be_bytes(fragment));
    bytes.extend([packet.ttl, protocol, 0, 0]);
    bytes.extend(octets(packet.source));
    bytes.extend(octets(packet.destination));
    let sum = checksum(&bytes);
    bytes[10..12].copy_from_slice(&sum.to_be_bytes());
    bytes
}

fn header_v6(packet: &Packet, protocol: u8, payload: usize) -> Vec<u8> {
    let mut bytes = vec![0x60, 0, 0, 0];
    bytes.extend(u16::try_from(payload).unwrap_or(0).to_be_bytes());
    bytes.extend([protocol, packet.ttl]);
    bytes.extend(octets(packet.source));
    bytes.extend(octets(packet.destination));
    bytes
}

fn octets(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    }
}

/// What the checksum covers besides the segment or datagram itself (RFC 9293 §3.1, RFC 8200 §8.1).
fn pseudo_header(source: &[u8], destination: &[u8], protocol: u8, length: usize) -> Vec<u8> {
    let mut bytes = [source, destination].concat();
    if source.len() == 4 {
        bytes.extend([0, protocol]);
        bytes.extend((length as u16).to_be_bytes());
    } else {
        bytes.extend((length as u32).to_be_bytes());
        bytes.extend([0, 0, 0, protocol]);
    }
    bytes
}

/// A TCP segment (RFC 9293 §3.1), its checksum still zero.
fn tcp(segment: &Segment) -> Vec<u8> {
    let flags = segment.flags;
    let bits = [flags.fin, flags.syn, flags.rst, flags.psh, flags.ack];
    let byte = bits.iter().enumerate().fold(0, |byte, (place, set)| byte | u8::from(*set) << place);
    let window = u16::try_from(segment.window).unwrap_or(u16::MAX);
    let mut bytes = Vec::with_capacity(HEADER + segment.data.len());
    bytes.extend(segment.source_port.to_be_bytes());
    bytes.extend(segment.destination_port.to_be_bytes());
    bytes.extend(segment.seq.0.to_be_bytes());
    bytes.extend(segment.ack.0.to_be_bytes());
    bytes.extend([0x50, byte]);
    bytes.extend(window.to_be_bytes());
    bytes.extend([0; 4]);
    bytes.extend(segment.data.iter());
    bytes
}

/// A UDP datagram (RFC 768), its checksum still zero.
fn udp(datagram: &Datagram) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8 + datagram.data.len());
    bytes.extend(datagram.source_port.to_be_bytes());
    bytes.extend(datagram.destination_port.to_be_bytes());
    bytes.extend(((8 + datagram.data.len()) as u16).to_be_bytes());
    bytes.extend([0; 2]);
    bytes.extend(datagram.data.iter());
    bytes
}

/// An ICMP error (RFC 792), its checksum still zero: type and code, then the header of the packet that it is about and
/// its first 8 bytes, of which the model knows the ports.
fn icmp(message: &Icmp) -> Vec<u8> {
    let (kind, code) = match message.kind {
        IcmpKind::NetUnreachable => (3, 0),
        IcmpKind::HostUnreachable => (3, 1),
        IcmpKind::PortUnreachable => (3, 3),
        IcmpKind::TimeExceeded => (11, 0),
    };
    let mut bytes = vec![kind, code, 0, 0, 0, 0, 0, 0];
    let mut header = vec![0x45, 0, 0, 28, 0, 0, 0x40, 0, 64, protocol(message), 0, 0];
    header.extend(octets(message.from.ip()));
    header.extend(octets(message.to.ip()));
    let sum = checksum(&header);
    header[10..12].copy_from_slice(&sum.to_be_bytes());
    bytes.extend(header);
    bytes.extend(quoted_ports(message));
    bytes
}

/// The same in IPv6 (RFC 4443 §3).
fn icmp_v6(message: &Icmp) -> Vec<u8> {
    let (kind, code) = match message.kind {
        IcmpKind::NetUnreachable => (1, 0),
        IcmpKind::HostUnreachable => (1, 3),
        IcmpKind::PortUnreachable => (1, 4),
        IcmpKind::TimeExceeded => (3, 0),
    };
    let mut bytes = vec![kind, code, 0, 0, 0, 0, 0, 0];
    bytes.extend([0x60, 0, 0, 0, 0, 8, protocol(message), 64]);
    bytes.extend(octets(message.from.ip()));
    bytes.extend(octets(message.to.ip()));
    bytes.extend(quoted_ports(message));
    bytes
}

/// The protocol of the packet that a message is about.
fn protocol(message: &Icmp) -> u8 {
    match message.protocol {
        Protocol::Tcp => TCP,
        Protocol::Udp => UDP,
        Protocol::Icmp => ICMP,
    }
}

/// Its first 8 bytes after the IP header, of which the model knows the ports.
fn quoted_ports(message: &Icmp) -> Vec<u8> {
    let words = [message.from.port(), message.to.port(), 8, 0];
    words.into_iter().flat_map(u16::to_be_bytes).collect()
}

/// The Internet checksum (RFC 1071).
pub(crate) fn checksum(bytes: &[u8]) -> u16 {
    let words = bytes.chunks(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0)));
    let mut sum: u32 = words.sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}
