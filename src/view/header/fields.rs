//! The fields of a packet, read from its bytes: their names are those of the RFCs.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::options;
use crate::model::wire::{ICMP, ICMPV6, TCP, UDP, checksum};
use crate::view::words;

/// A field: where it stands, what it holds, and what that means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) at: Range<usize>,
    pub(super) value: String,
    pub(super) meaning: String,
    /// Is it one of the five that a look-up goes by?
    pub(super) key: bool,
}

/// What the bytes alone do not tell: the numbers counted from the SYN of their direction, and the window in full.
#[derive(Clone, Copy, Default)]
pub(super) struct Notes {
    pub(super) seq: Option<u32>,
    pub(super) ack: Option<u32>,
    pub(super) window: u32,
    /// Was it captured elsewhere? Then its window may be scaled, by what an earlier SYN has told.
    pub(super) captured: bool,
}

/// All fields of a packet, in order and without gaps.
pub(super) fn fields(bytes: &[u8], notes: Notes) -> Vec<Field> {
    let mut reader = Reader { bytes, at: 0, fields: Vec::new() };
    let key = !carries_news(bytes);
    let protocol =
        if bytes.first().is_some_and(|byte| byte >> 4 == 6) { reader.ipv6(key) } else { reader.ipv4(key) };
    match protocol {
        TCP => reader.tcp(notes),
        UDP => reader.udp(),
        _ => reader.icmp(protocol == ICMPV6),
    }
    let left = bytes.len() - reader.at;
    if left > 0 {
        let text = words::quoted(&bytes[reader.at..]);
        reader.take("Data", left, false, |_| (words::count(left, "byte"), format!("“{text}”")));
    }
    reader.fields
}

/// Is it ICMP's? Its key is in the packet that it quotes.
fn carries_news(bytes: &[u8]) -> bool {
    match bytes.first().map(|byte| byte >> 4) {
        Some(6) => bytes.get(6) == Some(&ICMPV6),
        _ => bytes.get(9) == Some(&ICMP),
    }
}

/// A number in network byte order.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn address(bytes: &[u8]) -> String {
    let four = <[u8; 4]>::try_from(bytes).map(|four| Ipv4Addr::from(four).to_string());
    let sixteen = <[u8; 16]>::try_from(bytes).map(|all| Ipv6Addr::from(all).to_string());
    four.or(sixteen).unwrap_or_default()
}

fn protocol(bytes: &[u8]) -> (String, String) {
    let name = match bytes[0] {
        TCP => "TCP",
        UDP => "UDP",
        ICMPV6 => "ICMPv6",
        _ => "ICMP",
    };
    (bytes[0].to_string(), name.to_owned())
}

/// The bits of a byte by name, the highest first.
fn bits(byte: u32, names: &[&str]) -> (String, String) {
    let all = names.iter().rev().enumerate().map(|(place, name)| (*name, byte >> place & 1)).rev();
    let set: Vec<&str> = all.clone().filter(|(_, bit)| *bit == 1).map(|(name, _)| name).collect();
    let each: Vec<String> = all.map(|(name, bit)| format!("{name} {bit}")).collect();
    let set = if set.is_empty() { "none".to_owned() } else { set.join(", ") };
    (set, each.join(", "))
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    fields: Vec<Field>,
}

impl Reader<'_> {
    fn take(
        &mut self,
        name: &'static str,
        length: usize,
        key: bool,
        read: impl Fn(&[u8]) -> (String, String),
    ) {
        let at = self.at..self.at + length;
        let (value, meaning) = read(&self.bytes[at.clone()]);
        self.at = at.end;
        self.fields.push(Field { name, at, value, meaning, key });
    }

    /// A plain number, and what it says.
    fn plain(&mut self, name: &'static str, length: usize, meaning: &str) {
        self.take(name, length, false, |bytes| (number(bytes).to_string(), meaning.to_owned()));
    }

    fn addresses(&mut self, names: [&'static str; 2], length: usize, key: bool) {
        for (name, meaning) in names.into_iter().zip(["who sent it", "whom it is for"]) {
            self.take(name, length, key, |bytes| (address(bytes), meaning.to_owned()));
        }
    }

    fn ports(&mut self, names: [&'static str; 2]) {
        for (name, meaning) in
            names.into_iter().zip(["of the sender's socket", "of the socket that it is for"])
        {
            self.take(name, 2, true, |bytes| (number(bytes).to_string(), meaning.to_owned()));
        }
    }

    fn checksum(&mut self, name: &'static str, covers: &str) {
        self.take(name, 2, false, |bytes| (format!("0x{:04x}", number(bytes)), covers.to_owned()));
    }

    /// RFC 791 §3.1.
    fn ipv4(&mut self, key: bool) -> u8 {
        let header = usize::from(self.bytes[0] & 15) * 4;
        let right = checksum(&self.bytes[..header]) == 0;
        self.take("Version, IHL", 1, false, |bytes| {
            let (version, words) = (bytes[0] >> 4, bytes[0] & 15);
            (format!("{version}, {words}"), format!("IPv4; a header of {words} × 4 = {} bytes", words * 4))
        });
        self.take("Type of Service", 1, false, |bytes| {
            let class = match bytes[0] {
                0 => "no class of its own: DSCP 0, ECN 0".to_owned(),
                0xc0 => "internetwork control".to_owned(),
                other => format!("DSCP {}, ECN {}", other >> 2, other & 3),
            };
            (format!("0x{:02x}", bytes[0]), class)
        });
        self.plain("Total Length", 2, "bytes, with this header");
        self.plain("Identification", 2, "which packet, were it cut into fragments");
        self.take("Flags, Fragment Offset", 2, false, |bytes| {
            let (set, each) = bits(number(bytes) >> 13, &["reserved", "DF", "MF"]);
            let never = if bytes[0] & 0x40 != 0 { ": never cut it" } else { "" };
            (format!("{set}; {}", number(bytes) & 0x1fff), each + never)
        });
        self.plain("Time to Live", 1, "each router takes one off; at 0 it is dropped");
        self.take("Protocol", 1, key, protocol);
        let says = if right { "right: all words of this header add up to 0xffff" } else { "wrong" };
        self.checksum("Header Checksum", says);
        self.addresses(["Source Address", "Destination Address"], 4, key);
        if header > 20 {
            self.take("Options", header - 20, false, |bytes| {
                (words::count(bytes.len(), "byte"), "of the IP header".to_owned())
            });
        }
        self.bytes[9]
    }

    /// RFC 8200 §3.
    fn ipv6(&mut self, key: bool) -> u8 {
        self.take("Version, Traffic Class, Flow Label", 4, false, |bytes| {
            let all = number(bytes);
            (
                format!("{}, {}, {}", all >> 28, all >> 20 & 0xff, all & 0xf_ffff),
                if all & 0xfff_ffff == 0 { "IPv6; no class, no flow" } else { "IPv6" }.to_owned(),
            )
        });
        self.plain("Payload Length", 2, "bytes after this header");
        self.take("Next Header", 1, key, protocol);
        self.plain("Hop Limit", 1, "each router takes one off; at 0 it is dropped");
        self.addresses(["Source Address", "Destination Address"], 16, key);
        self.bytes[6]
    }

    /// RFC 9293 §3.1.
    fn tcp(&mut self, notes: Notes) {
        self.ports(["Source Port", "Destination Port"]);
        let flags = u32::from(self.bytes[self.at + 9]);
        let (syn, ack) = (flags >> 1 & 1 == 1, flags >> 4 & 1 == 1);
        let counted = |number: Option<u32>| {
            number.map(|it| format!("{it}, counted from the SYN: ")).unwrap_or_default()
        };
        let seq = match syn {
            true => "where the sender's stream begins (ISS)".to_owned(),
            false => counted(notes.seq) + "place in the sender's stream",
        };
        self.plain("Sequence Number", 4, &seq);
        let next = match ack {
            true => counted(notes.ack) + "what the sender expects next",
            false => "says nothing without ACK".to_owned(),
        };
        self.plain("Acknowledgment Number", 4, &next);
        let header = usize::from(self.bytes[self.at] >> 4) * 4;
        self.take("Data Offset, Reserved", 1, false, |bytes| {
            let (words, rest) = (bytes[0] >> 4, bytes[0] & 15);
            let options =
                if words == 5 { "no options".to_owned() } else { format!("{} are options", (words - 5) * 4) };
            (format!("{words}, {rest}"), format!("a header of {words} × 4 = {} bytes: {options}", words * 4))
        });
        self.take("Control bits", 1, false, |bytes| {
            bits(number(bytes), &["CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN"])
        });
        let window = match notes.window {
            _ if notes.captured && !syn => {
                "bytes that the sender of this can take, once scaled as its SYN has said (RFC 7323)"
                    .to_owned()
            }
            65_536.. => format!("in the model {} bytes: Linux says so by scaling (RFC 7323)", notes.window),
            _ => "bytes that the sender of this can take".to_owned(),
        };
        self.plain("Window", 2, &window);
        self.checksum("Checksum", "covers addresses, protocol, length, all of TCP");
        self.plain("Urgent Pointer", 2, "says nothing without URG");
        let left = (header - 20).min(self.bytes.len() - self.at);
        if left > 0 {
            self.take("Options", left, false, |bytes| {
                (words::count(bytes.len(), "byte"), options::named(bytes).join(", "))
            });
        }
    }

    /// RFC 768.
    fn udp(&mut self) {
        self.ports(["Source Port", "Destination Port"]);
        self.plain("Length", 2, "bytes of this header and the data");
        self.checksum("Checksum", "covers addresses, protocol, length, all of UDP");
    }

    /// RFC 792, RFC 4443: which packet it is about is told by quoting it.
    fn icmp(&mut self, six: bool) {
        let kind = match (six, self.bytes[self.at]) {
            (false, 3) | (true, 1) => "destination unreachable",
            _ => "time exceeded",
        };
        let code = match (six, self.bytes[self.at], self.bytes[self.at + 1]) {
            (false, 3, 0) | (true, 1, 0) => "no way to that network",
            (false, 3, 1) | (true, 1, 3) => "nobody answers at that address",
            (false, 3, _) | (true, 1, _) => "no socket has that port",
            _ => "it has crossed too many routers",
        };
        self.plain("Type", 1, kind);
        self.plain("Code", 1, code);
        self.checksum("Checksum", "covers the message, and in ICMPv6 the addresses");
        self.plain("Unused", 4, "");
        let quote = |_: &[u8]| ("quoted".to_owned(), "the packet that this is about begins here".to_owned());
        if six {
            self.take("Quoted: begin of its header", 6, false, quote);
            self.take("Quoted: Next Header", 1, true, protocol);
            self.plain("Quoted: Hop Limit", 1, "");
            self.addresses(["Quoted: Source Address", "Quoted: Destination Address"], 16, true);
        } else {
            self.take("Quoted: begin of its header", 9, false, quote);
            self.take("Quoted: Protocol", 1, true, protocol);
            self.checksum("Quoted: Header Checksum", "of the header that is quoted");
            self.addresses(["Quoted: Source Address", "Quoted: Destination Address"], 4, true);
        }
        self.ports(["Quoted: Source Port", "Quoted: Destination Port"]);
        self.take("Quoted: next 4 bytes", 4, false, |bytes| {
            (
                format!("0x{:08x}", number(bytes)),
                "not the packet's own: the model keeps only its names".to_owned(),
            )
        });
    }
}
