//! Frames: what stands before the IP header, and the headers themselves.
//!
//! Not modelled, because no look-up needs them: fragments but the first, IPv6's extension headers, options.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::bytes::Bytes;
use crate::model::id::PacketId;
use crate::model::packet::{Datagram, Flags, Packet, Payload, Segment};
use crate::model::seq::SeqNum;

/// The packet in a frame of this kind of link, and its bytes; nothing if it is no TCP segment and no UDP datagram, or its
/// headers are not whole.
pub(super) fn decode(link: u16, frame: &[u8], number: u64) -> Option<(Packet, &[u8])> {
    let ip = frame.get(before_ip(link, frame)?..)?;
    match ip.first()? >> 4 {
        4 => v4(ip, number),
        6 => v6(ip, number),
        _ => None,
    }
}

/// How many bytes stand before the IP header.
fn before_ip(link: u16, frame: &[u8]) -> Option<usize> {
    let bytes = Bytes::new(frame, true);
    match link {
        // Ethernet, with or without the tags of VLANs.
        1 => {
            let mut at = 12;
            while matches!(bytes.u16(at)?, 0x8100 | 0x88a8) {
                at += 4;
            }
            matches!(bytes.u16(at)?, 0x0800 | 0x86dd).then_some(at + 2)
        }
        // Loopback of BSD.
        0 | 108 => Some(4),
        // IP itself.
        12 | 14 | 101 | 228 | 229 => Some(0),
        // `tcpdump -i any`, both kinds.
        113 => Some(16),
        276 => Some(20),
        _ => None,
    }
}

fn v4(ip: &[u8], number: u64) -> Option<(Packet, &[u8])> {
    let bytes = Bytes::new(ip, true);
    let header = usize::from(bytes.byte(0)? & 0xf) * 4;
    if header < 20 || bytes.u16(6)? & 0x1fff != 0 {
        return None;
    }
    let address = |at: usize| Some(IpAddr::V4(Ipv4Addr::from_bits(bytes.u32(at)?)));
    // Frames may be longer than the packet: the link fills them up.
    let end = usize::from(bytes.u16(2)?).min(ip.len());
    let payload = payload(bytes.byte(9)?, ip.get(header..end)?)?;
    let packet = Packet {
        id: PacketId(number),
        source: address(12)?,
        destination: address(16)?,
        ttl: bytes.byte(8)?,
        payload,
    };
    Some((packet, &ip[..end]))
}

fn v6(ip: &[u8], number: u64) -> Option<(Packet, &[u8])> {
    let bytes = Bytes::new(ip, true);
    let address = |at: usize| {
        let octets: [u8; 16] = bytes.part(at, 16)?.try_into().ok()?;
        Some(IpAddr::V6(Ipv6Addr::from(octets)))
    };
    let end = (40 + usize::from(bytes.u16(4)?)).min(ip.len());
    let payload = payload(bytes.byte(6)?, ip.get(40..end)?)?;
    let packet = Packet {
        id: PacketId(number),
        source: address(8)?,
        destination: address(24)?,
        ttl: bytes.byte(7)?,
        payload,
    };
    Some((packet, &ip[..end]))
}

fn payload(protocol: u8, bytes: &[u8]) -> Option<Payload> {
    let header = Bytes::new(bytes, true);
    let (source_port, destination_port) = (header.u16(0)?, header.u16(2)?);
    match protocol {
        6 => {
            let bits = header.byte(13)?;
            let bit = |place: u8| bits >> place & 1 == 1;
            let length = usize::from(header.byte(12)? >> 4) * 4;
            let data = bytes.get(length..).filter(|_| length >= 20)?;
            Some(Payload::Tcp(Segment {
                source_port,
                destination_port,
                seq: SeqNum(header.u32(4)?),
                ack: SeqNum(header.u32(8)?),
                flags: Flags { fin: bit(0), syn: bit(1), rst: bit(2), psh: bit(3), ack: bit(4) },
                window: header.u16(14)?.into(),
                data: data.into(),
            }))
        }
        17 => {
            let data = bytes.get(8..)?.into();
            Some(Payload::Udp(Datagram { source_port, destination_port, data }))
        }
        _ => None,
    }
}
