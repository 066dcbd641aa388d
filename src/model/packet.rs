//! What travels: IP packets that carry TCP segments.
//!
//! Not modelled, because no lesson needs them: fragmentation, IP options, checksums (they are always right),
//! window scaling (windows are plain numbers of bytes), SACK and timestamps.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::rc::Rc;

use super::id::PacketId;
use super::seq::SeqNum;

/// One IP packet. A router changes only its time to live, never its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Packet {
    /// Which packet of this world.
    pub id: PacketId,
    /// Who sent it.
    pub source: Ipv4Addr,
    /// Whom it is for.
    pub destination: Ipv4Addr,
    /// How many routers it may still cross.
    pub ttl: u8,
    /// What it carries.
    pub segment: Segment,
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
    /// Source address and port.
    pub fn from(&self) -> SocketAddrV4 {
        SocketAddrV4::new(self.source, self.segment.source_port)
    }

    /// Destination address and port.
    pub fn to(&self) -> SocketAddrV4 {
        SocketAddrV4::new(self.destination, self.segment.destination_port)
    }

    /// The four-tuple as the receiver sees it.
    pub fn tuple(&self) -> FourTuple {
        FourTuple { local: self.to(), remote: self.from() }
    }
}

impl fmt::Display for Packet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} > {} [{}]", self.from(), self.to(), self.segment.flags)?;
        match self.segment.data.len() {
            0 => Ok(()),
            bytes => write!(f, " {bytes} bytes"),
        }
    }
}

/// What names a TCP connection at one of its ends; with the protocol it is the five-tuple.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FourTuple {
    /// This end's address and port.
    pub local: SocketAddrV4,
    /// The other end's address and port.
    pub remote: SocketAddrV4,
}

impl fmt::Display for FourTuple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ↔ {}", self.local, self.remote)
    }
}
