//! `tcpdump`, one packet a line, as tcpdump 4.99 prints TCP over IPv4.
//!
//! Not modelled, because the model's segments have none: TCP options in `tcpdump`. A real stack sends some with
//! each segment (`options [mss 1460,sackOK,TS val …]`); here the lines have none. The window is the header's 16 bits, so at most 65,535.

mod filter;
mod payload;

use std::net::SocketAddr;
use std::ops::Range;

use super::capture::{Point, capture};
use super::names;
use super::options::{self, Given, Known};
use super::output::Output;
use crate::model::host::Host;
use crate::model::id::{HostId, LinkId};
use crate::model::packet::{Flags, Packet, Payload, Segment};
use crate::model::sorted::SortedMap;
use crate::model::time::Instant;
use crate::model::world::World;
use crate::trace::Trace;

const KNOWN: Known = Known { letters: "nStlqi:c:#pKU", long: &[("number", '#'), ("interface", 'i')] };

/// What `tcpdump` with these arguments prints on a host, or everywhere, during some steps of a run.
///
/// It knows `-n`, `-S`, `-t`, `-#`, `-c COUNT`, `-i INTERFACE` and filters (`port 80 and host 10.0.0.1`). Without `-i` all
/// interfaces are heard, but only a host with several says which one it was.
pub fn tcpdump(trace: &Trace, steps: Range<usize>, host: Option<HostId>, args: &[String]) -> Output {
    let given = match options::parse("tcpdump", &KNOWN, args) {
        Ok(given) => given,
        Err(message) => return Output::bad(message, 1),
    };
    let last = trace.world_at(steps.end.min(trace.steps.len()));
    match print(trace, steps, host, &given, &last) {
        Ok(out) => Output::good(out),
        Err(message) => Output::bad(format!("tcpdump: {message}\n"), 1),
    }
}

fn print(
    trace: &Trace,
    steps: Range<usize>,
    host: Option<HostId>,
    given: &Given,
    world: &World,
) -> Result<String, String> {
    let filter = filter::parse(&given.words)?;
    let value =
        |letter| given.options.iter().rev().find(|(found, _)| *found == letter).map(|(_, value)| value);
    let count = match value('c').map(|count| (count, count.parse::<usize>())) {
        None => usize::MAX,
        Some((_, Ok(count))) if count > 0 => count,
        Some((count, _)) => return Err(format!("invalid packet count {count}")),
    };
    let interface = value('i').map(String::as_str);
    let (point, tell_interface) = point(world, host, interface)?;
    let mut conversations = Conversations { absolute: given.has('S'), starts: SortedMap::new() };
    let mut text = String::new();
    let fitting = capture(trace, steps, point).into_iter().filter(|seen| filter.fits(&seen.packet));
    for (number, seen) in fitting.take(count).enumerate() {
        if given.has('#') {
            text += &format!("{:>5}  ", number + 1);
        }
        if !given.has('t') {
            text += &format!("{} ", clock(seen.at));
        }
        if tell_interface {
            let direction = if seen.out { "Out" } else { "In" };
            text += &format!("{:<5} {direction:<3} ", interface_name(world.host(seen.host), seen.link));
        }
        text += &conversations.line(&seen.packet, given.has('n'));
        text.push('\n');
    }
    Ok(text)
}

/// Where to listen, and whether each line must say at which interface.
fn point(world: &World, host: Option<HostId>, interface: Option<&str>) -> Result<(Point, bool), String> {
    let Some(host) = host else {
        return match interface {
            None | Some("any") => Ok((Point::Everywhere, false)),
            Some(name) => Err(format!("{name}: No such device exists (on which host?)")),
        };
    };
    let here = world.host(host);
    match interface {
        None => Ok((Point::Host(host), here.interfaces.len() > 1)),
        Some("any") => Ok((Point::Host(host), true)),
        Some("lo") => Ok((Point::Interface(host, None), false)),
        Some(name) => {
            let found = (0..here.interfaces.len()).find(|index| names::interface(*index) == name);
            let index = found
                .ok_or_else(|| format!("{name}: No such device exists (SIOCGIFHWADDR: No such device)"))?;
            Ok((Point::Interface(host, Some(here.interfaces[index].link)), false))
        }
    }
}

fn interface_name(host: &Host, link: Option<LinkId>) -> String {
    let index = host.interfaces.iter().position(|interface| Some(interface.link) == link);
    index.map_or("lo".to_owned(), names::interface)
}

/// The time of day, with the world's beginning at midnight.
fn clock(at: Instant) -> String {
    let seconds = at.nanos() / 1_000_000_000;
    let (hours, minutes, seconds) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}.{:06}", at.nanos() / 1000 % 1_000_000)
}

/// Where each conversation's numbers begin, so that they can be shown from 0 on.
struct Conversations {
    absolute: bool,
    /// By the two ends, the one with the smaller port first: where its numbers begin, and the other's.
    starts: SortedMap<(SocketAddr, SocketAddr), (u32, u32)>,
}

impl Conversations {
    fn line(&mut self, packet: &Packet, numeric: bool) -> String {
        let family = if packet.source.is_ipv4() { "IP" } else { "IP6" };
        let (from, to) = (end(packet.from(), numeric), end(packet.to(), numeric));
        let segment = match &packet.payload {
            Payload::Tcp(segment) => segment,
            Payload::Udp(datagram) => {
                return format!("{family} {from} > {to}: UDP, length {}", datagram.data.len());
            }
            Payload::Icmp(message) => {
                let (source, destination) = (packet.source, packet.destination);
                return format!(
                    "{family} {source} > {destination}: ICMP {}",
                    payload::icmp(message, numeric)
                );
            }
        };
        let (seq, ack) = self.relative(packet, segment);
        let length = segment.data.len();
        let flags = segment.flags;
        let mut text = format!("{family} {from} > {to}: ");
        text += &format!("Flags [{}]", letters(flags));
        if length > 0 || flags.syn || flags.fin || flags.rst {
            text += &format!(", seq {seq}");
        }
        if length > 0 {
            text += &format!(":{}", seq.wrapping_add(length as u32));
        }
        if flags.ack {
            text += &format!(", ack {ack}");
        }
        text += &format!(", win {}, length {length}", segment.window.min(u32::from(u16::MAX)));
        text + &payload::note(segment)
    }

    /// Sequence and acknowledgement number as they are shown: from the first segment with an ACK on they count from
    /// that conversation's beginning, before it they are as they are (`print-tcp.c`).
    fn relative(&mut self, packet: &Packet, segment: &Segment) -> (u32, u32) {
        let (seq, ack) = (segment.seq.0, segment.ack.0);
        if self.absolute || !segment.flags.ack {
            return (seq, ack);
        }
        let (from, to) = (packet.from(), packet.to());
        let reverse = (from.port(), from.ip()) > (to.port(), to.ip());
        let key = if reverse { (to, from) } else { (from, to) };
        match self.starts.get(&key).filter(|_| !segment.flags.syn) {
            Some((first, second)) => {
                let (own, other) = if reverse { (second, first) } else { (first, second) };
                (seq.wrapping_sub(*own), ack.wrapping_sub(*other))
            }
            None => {
                let before = ack.wrapping_sub(1);
                self.starts.insert(key, if reverse { (before, seq) } else { (seq, before) });
                (seq, ack)
            }
        }
    }
}

fn end(of: SocketAddr, numeric: bool) -> String {
    format!("{}.{}", names::address(of.ip(), numeric), names::port(of.port(), numeric).replace('*', "0"))
}

fn letters(flags: Flags) -> String {
    let bits = [(flags.fin, "F"), (flags.syn, "S"), (flags.rst, "R"), (flags.psh, "P"), (flags.ack, ".")];
    let text: String = bits.iter().filter(|(set, _)| *set).map(|(_, letter)| *letter).collect();
    if text.is_empty() { "none".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::PacketId;
    use crate::model::seq::SeqNum;
    use std::fs;
    use std::net::IpAddr;

    #[test]
    fn the_clock_shows_microseconds() {
        assert_eq!(clock(Instant(11_007_999)), "00:00:00.011007");
        assert_eq!(clock(Instant(3_661_000_000_000)), "01:01:01.000000");
    }

    fn number(bytes: &[u8]) -> u32 {
        bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
    }

    /// The packets of a capture file with Ethernet frames.
    fn address(bytes: &[u8]) -> IpAddr {
        IpAddr::from([bytes[0], bytes[1], bytes[2], bytes[3]])
    }

    fn packets(path: &str) -> Vec<Packet> {
        let file = fs::read(path).expect("a capture");
        let (mut packets, mut rest) = (Vec::new(), &file[24..]);
        while !rest.is_empty() {
            let length = u32::from_le_bytes([rest[8], rest[9], rest[10], rest[11]]) as usize;
            let ip = &rest[16 + 14..16 + length];
            rest = &rest[16 + length..];
            let ip = &ip[..number(&ip[2..4]) as usize];
            let tcp = &ip[usize::from(ip[0] & 15) * 4..];
            let bit = |place: u8| tcp[13] >> place & 1 == 1;
            let segment = Segment {
                source_port: number(&tcp[..2]) as u16,
                destination_port: number(&tcp[2..4]) as u16,
                seq: SeqNum(number(&tcp[4..8])),
                ack: SeqNum(number(&tcp[8..12])),
                flags: Flags { fin: bit(0), syn: bit(1), rst: bit(2), psh: bit(3), ack: bit(4) },
                window: number(&tcp[14..16]),
                data: tcp[usize::from(tcp[12] >> 4) * 4..].into(),
            };
            let (source, destination) = (address(&ip[12..16]), address(&ip[16..20]));
            packets.push(Packet {
                id: PacketId(packets.len() as u64),
                source,
                destination,
                ttl: ip[8],
                payload: Payload::Tcp(segment),
            });
        }
        packets
    }

    /// A line of the real tcpdump without its time and the options that the model does not have.
    fn without_options(line: &str) -> String {
        let line = line.split_once(' ').expect("a time").1;
        match (line.find(", options ["), line.find("], length")) {
            (Some(start), Some(end)) => line[..start].to_owned() + &line[end + 1..],
            _ => line.to_owned(),
        }
    }

    #[test]
    fn packets_of_a_real_capture_are_shown_as_the_real_tool_showed_them() {
        for name in ["article-500", "two-clients"] {
            let path = format!("tests/report/linux/{name}");
            let wanted = fs::read_to_string(format!("{path}-tcpdump.txt")).expect("its text");
            let wanted: Vec<String> = wanted.lines().map(without_options).collect();
            let mut conversations = Conversations { absolute: false, starts: SortedMap::new() };
            let packets = packets(&format!("{path}.pcap"));
            let got: Vec<String> = packets.iter().map(|packet| conversations.line(packet, true)).collect();
            assert_eq!(got, wanted);
            assert!(got.len() > 10);
        }
    }

    #[test]
    fn filters_choose_packets() {
        let packets = packets("tests/report/linux/two-clients.pcap");
        let count = |text: &str| {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            let filter = filter::parse(&words)?;
            Ok::<usize, String>(packets.iter().filter(|packet| filter.fits(packet)).count())
        };
        let all = packets.len();
        let of_one = count("port 54240").expect("a filter");
        assert!(of_one > 0 && of_one < all);
        for (text, wanted) in [
            ("tcp", all),
            ("udp", 0),
            ("port 5000", all),
            ("tcp port 54240 or port 26813", all),
            ("host 192.168.1.20", all - of_one),
            ("not host 192.168.1.20", of_one),
            ("! ( src 192.168.1.20 or dst 192.168.1.20 )", of_one),
            ("net 192.168.1.0/24 and portrange 54000-54999", of_one),
            ("tcp[tcpflags] & tcp-syn != 0", 4),
            ("tcp[tcpflags] & (tcp-syn|tcp-fin) != 0 and src host 192.168.1.13", 2),
            ("src port 5000 and dst port 54240 and tcp[tcpflags] & tcp-syn != 0", 1),
        ] {
            assert_eq!(count(text), Ok(wanted), "{text}");
        }
        for wrong in ["port", "port 70000", "host x.y", "and", "( port 80", "port 80 port 81", "bogus"] {
            assert!(count(wrong).is_err(), "{wrong}");
        }
    }
}
