//! What travels: IP packets that carry TCP segments, UDP datagrams or ICMP messages.
//!
//! Not modelled, because no lesson needs them: fragmentation, IP options, checksums (they are always right),
//! window scaling (windows are plain numbers of bytes), SACK and timestamps.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;

use super::errno::Errno;
use super::id::PacketId;
use super::seq::SeqNum;

/// One IP packet. A router may change its time to live, its source and its destination, never its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Packet {
    /// Which packet of this world.
    pub id: PacketId,
    /// Who sent it.
    pub source: IpAddr,
    /// Whom it is for.
    pub destination: IpAddr,
    /// How many routers it may still cross.
    pub ttl: u8,
    /// What it carries.
    pub payload: Payload,
}

/// The protocols that a packet's header can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// Transmission Control Protocol, number 6.
    Tcp,
    /// User Datagram Protocol, number 17.
    Udp,
    /// Internet Control Message Protocol, number 1.
    Icmp,
}

/// What a packet carries.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// A part of a connection's stream.
    Tcp(Segment),
    /// A message of its own.
    Udp(Datagram),
    /// News about another packet.
    Icmp(Icmp),
}

/// A UDP datagram (RFC 768).
#[derive(Clone, Debug, PartialEq)]
pub struct Datagram {
    /// Source port.
    pub source_port: u16,
    /// Destination port.
    pub destination_port: u16,
    /// The message.
    pub data: Rc<[u8]>,
}

/// An ICMP error message (RFC 792): what became of a packet, and the beginning of that packet.
#[derive(Clone, Debug, PartialEq)]
pub struct Icmp {
    /// What happened to it.
    pub kind: IcmpKind,
    /// Its protocol.
    pub protocol: Protocol,
    /// Where it came from.
    pub from: SocketAddr,
    /// Where it was going.
    pub to: SocketAddr,
}

/// What an ICMP message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IcmpKind {
    /// Type 3, code 0: a router knows no way to that network.
    NetUnreachable,
    /// Type 3, code 1: nobody answers at that address.
    HostUnreachable,
    /// Type 3, code 3: no socket has that port.
    PortUnreachable,
    /// Type 11: it has crossed too many routers.
    TimeExceeded,
}

impl IcmpKind {
    /// The error that a program learns (Linux `icmp_err_convert`).
    pub fn errno(self) -> Errno {
        match self {
            IcmpKind::PortUnreachable => Errno::ECONNREFUSED,
            IcmpKind::NetUnreachable => Errno::ENETUNREACH,
            IcmpKind::HostUnreachable | IcmpKind::TimeExceeded => Errno::EHOSTUNREACH,
        }
    }
}

/// A TCP segment (RFC 9293 §3.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Source port: the first 16 bits of the header.
    pub source_port: u16,
    /// Destination port: the next 16 bits.
    pub destination_port: u16,
    /// Where its first byte (or its SYN or FIN) stands in the sender's stream.
    pub seq: SeqNum,
    /// What the sender expects next; says something only with the ACK flag.
    pub ack: SeqNum,
    /// The control bits.
    pub flags: Flags,
    /// How many more bytes the sender can take.
    pub window: u32,
    /// The payload.
    pub data: Rc<[u8]>,
}

/// The control bits of a segment that the model uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// Opens a direction.
    pub syn: bool,
    /// The acknowledgement number counts.
    pub ack: bool,
    /// Ends a direction.
    pub fin: bool,
    /// Ends everything, at once.
    pub rst: bool,
    /// The sender has no more to send for now.
    pub psh: bool,
}

impl Flags {
    /// SYN alone: please open.
    pub const SYN: Flags = Flags { syn: true, ack: false, fin: false, rst: false, psh: false };
    /// SYN and ACK: opened, and please open the other direction.
    pub const SYN_ACK: Flags = Flags { ack: true, ..Flags::SYN };
    /// ACK alone.
    pub const ACK: Flags = Flags { syn: false, ack: true, fin: false, rst: false, psh: false };
    /// RST alone.
    pub const RST: Flags = Flags { syn: false, ack: false, fin: false, rst: true, psh: false };
}

impl fmt::Display for Flags {
    /// `SYN, ACK`: the bits' names, in the order people say them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits =
            [(self.syn, "SYN"), (self.fin, "FIN"), (self.rst, "RST"), (self.psh, "PSH"), (self.ack, "ACK")];
        let names: Vec<&str> = bits.iter().filter(|(set, _)| *set).map(|(_, name)| *name).collect();
        f.write_str(&names.join(", "))
    }
}

impl Segment {
    /// How far it moves the sequence number: its bytes, plus one for SYN and one for FIN (RFC 9293 §3.4).
    pub fn length(&self) -> u32 {
        self.data.len() as u32 + u32::from(self.flags.syn) + u32::from(self.flags.fin)
    }

    /// The place after its last byte.
    pub fn end(&self) -> SeqNum {
        self.seq + self.length()
    }
}

impl Packet {
    /// Which protocol its header names.
    pub fn protocol(&self) -> Protocol {
        match self.payload {
            Payload::Tcp(_) => Protocol::Tcp,
            Payload::Udp(_) => Protocol::Udp,
            Payload::Icmp(_) => Protocol::Icmp,
        }
    }

    /// Source and destination port; ICMP has none.
    pub fn ports(&self) -> Option<(u16, u16)> {
        match &self.payload {
            Payload::Tcp(segment) => Some((segment.source_port, segment.destination_port)),
            Payload::Udp(datagram) => Some((datagram.source_port, datagram.destination_port)),
            Payload::Icmp(_) => None,
        }
    }

    /// The segment, if it is one of TCP's.
    pub fn segment(&self) -> Option<&Segment> {
        match &self.payload {
            Payload::Tcp(segment) => Some(segment),
            Payload::Udp(_) | Payload::Icmp(_) => None,
        }
    }

    /// The control bits; none where it is no segment.
    pub fn flags(&self) -> Flags {
        self.segment().map(|segment| segment.flags).unwrap_or_default()
    }

    /// The bytes that a program has sent with it.
    pub fn data(&self) -> &[u8] {
        match &self.payload {
            Payload::Tcp(segment) => &segment.data,
            Payload::Udp(datagram) => &datagram.data,
            Payload::Icmp(_) => &[],
        }
    }

    /// Source address and port (0 where it has no ports).
    pub fn from(&self) -> SocketAddr {
        SocketAddr::new(self.source, self.ports().map_or(0, |(source, _)| source))
    }

    /// Destination address and port (0 where it has no ports).
    pub fn to(&self) -> SocketAddr {
        SocketAddr::new(self.destination, self.ports().map_or(0, |(_, destination)| destination))
    }

    /// The same packet with another source and destination.
    #[must_use]
    pub fn readdressed(mut self, from: SocketAddr, to: SocketAddr) -> Packet {
        (self.source, self.destination) = (from.ip(), to.ip());
        match &mut self.payload {
            Payload::Tcp(segment) => {
                (segment.source_port, segment.destination_port) = (from.port(), to.port());
            }
            Payload::Udp(datagram) => {
                (datagram.source_port, datagram.destination_port) = (from.port(), to.port());
            }
            Payload::Icmp(_) => {}
        }
        self
    }

    /// The four-tuple as the receiver sees it.
    pub fn tuple(&self) -> FourTuple {
        FourTuple { local: self.to(), remote: self.from() }
    }
}

impl fmt::Display for Packet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.payload {
            Payload::Tcp(segment) => write!(f, "{} > {} [{}]", self.from(), self.to(), segment.flags)?,
            Payload::Udp(_) => write!(f, "{} > {} UDP", self.from(), self.to())?,
            Payload::Icmp(icmp) => write!(f, "{} > {} ICMP {}", self.source, self.destination, icmp.kind)?,
        }
        match self.data().len() {
            0 => Ok(()),
            bytes => write!(f, " {bytes} bytes"),
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Protocol::Tcp => "TCP",
            Protocol::Udp => "UDP",
            Protocol::Icmp => "ICMP",
        })
    }
}

impl fmt::Display for IcmpKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            IcmpKind::NetUnreachable => "network unreachable",
            IcmpKind::HostUnreachable => "host unreachable",
            IcmpKind::PortUnreachable => "port unreachable",
            IcmpKind::TimeExceeded => "time to live exceeded",
        })
    }
}

/// What names a TCP connection at one of its ends; with the protocol it is the five-tuple.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FourTuple {
    /// This end's address and port.
    pub local: SocketAddr,
    /// The other end's address and port.
    pub remote: SocketAddr,
}

impl fmt::Display for FourTuple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ↔ {}", self.local, self.remote)
    }
}
