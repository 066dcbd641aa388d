//! A capture as a file that tcpdump and Wireshark read: classic pcap, times in microseconds, packets from the IP
//! header on (LINKTYPE_RAW).
//!
//! Not modelled, because the model begins with IP: the network cards' frames in a capture. Its packets
//! begin with the IP header.

use super::capture::Seen;
use crate::model::wire::ip;

const MAGIC: u32 = 0xa1b2_c3d4;
const VERSION: [u16; 2] = [2, 4];
const SNAP_LENGTH: u32 = 262_144;
const LINKTYPE_RAW: u32 = 101;

/// The bytes of a capture file.
pub fn pcap(packets: &[Seen]) -> Vec<u8> {
    let mut file = Vec::new();
    file.extend(MAGIC.to_le_bytes());
    file.extend(VERSION.iter().flat_map(|number| number.to_le_bytes()));
    // The zone's offset and the precision, which nobody uses.
    file.extend([0; 8]);
    file.extend(SNAP_LENGTH.to_le_bytes());
    file.extend(LINKTYPE_RAW.to_le_bytes());
    for seen in packets {
        let bytes = ip(&seen.packet);
        let nanos = seen.at.nanos();
        let times = [(nanos / 1_000_000_000) as u32, (nanos / 1000 % 1_000_000) as u32];
        let lengths = [bytes.len() as u32; 2];
        file.extend(times.iter().chain(&lengths).flat_map(|number| number.to_le_bytes()));
        file.extend(bytes);
    }
    file
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;
    use crate::model::id::{HostId, PacketId};
    use crate::model::packet::{Flags, Packet, Payload, Segment};
    use crate::model::seq::SeqNum;
    use crate::model::time::Instant;
    use crate::model::wire::checksum;

    #[test]
    fn the_checksum_is_that_of_rfc_1071() {
        // The RFC's own example (§3): the sum is ddf2, the checksum its complement.
        assert_eq!(checksum(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]), !0xddf2);
        // A well-known IP header with its right checksum sums up to nothing.
        let header = "45000073000040004011b861c0a80001c0a800c7";
        let bytes: Vec<u8> =
            (0..20).map(|at| u8::from_str_radix(&header[2 * at..2 * at + 2], 16).unwrap_or(0)).collect();
        assert_eq!(checksum(&bytes), 0);
    }

    #[test]
    fn a_file_has_its_headers_and_right_checksums() {
        let segment = Segment {
            source_port: 49152,
            destination_port: 80,
            seq: SeqNum(0x0102_0304),
            ack: SeqNum(7),
            flags: Flags { psh: true, ..Flags::ACK },
            window: 65536,
            data: b"odd".as_slice().into(),
        };
        let (source, destination) = (IpAddr::from([192, 168, 1, 10]), IpAddr::from([203, 0, 113, 1]));
        let packet = Packet { id: PacketId(3), source, destination, ttl: 64, payload: Payload::Tcp(segment) };
        let seen = Seen { at: Instant(1_500_002_999), host: HostId(0), link: None, out: true, packet };
        let file = pcap(&[seen]);
        assert_eq!(file[..4], [0xd4, 0xc3, 0xb2, 0xa1]);
        assert_eq!(file[20..24], [101, 0, 0, 0]);
        assert_eq!(file[24..40], [1, 0, 0, 0, 0x22, 0xa1, 7, 0, 43, 0, 0, 0, 43, 0, 0, 0]);
        let ip = &file[40..];
        assert_eq!(checksum(&ip[..20]), 0);
        let mut covered = ip[12..20].to_vec();
        covered.extend([0, 6, 0, 23]);
        covered.extend(&ip[20..]);
        assert_eq!(checksum(&covered), 0);
        assert_eq!(ip[20..24], [0xc0, 0, 0, 80]);
        assert_eq!(ip[33], 0x18);
        assert_eq!(ip[34..36], [0xff, 0xff]);
        assert_eq!(&ip[40..], b"odd");
    }
}
