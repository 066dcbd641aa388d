//! Capture filters (pcap-filter): `port 80`, `src host 10.0.0.1 and not dst port 22`, `tcp[tcpflags] & tcp-syn != 0`.

use std::net::{IpAddr, Ipv4Addr};

use crate::model::packet::Packet;

/// What a packet must fulfil to be shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    Any,
    Nothing,
    Not(Box<Filter>),
    Both(Box<Filter>, Box<Filter>),
    Either(Box<Filter>, Box<Filter>),
    Port(Side, u16, u16),
    Network(Side, Ipv4Addr, u8),
    /// One of these bits of the flags' byte is set, or none is.
    Flags(u8, bool),
}

/// Which end of a packet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Side {
    Either,
    Source,
    Destination,
}

impl Side {
    fn fits(self, source: bool, destination: bool) -> bool {
        match self {
            Side::Either => source || destination,
            Side::Source => source,
            Side::Destination => destination,
        }
    }
}

impl Filter {
    pub(super) fn fits(&self, packet: &Packet) -> bool {
        match self {
            Filter::Any => true,
            Filter::Nothing => false,
            Filter::Not(filter) => !filter.fits(packet),
            Filter::Both(one, other) => one.fits(packet) && other.fits(packet),
            Filter::Either(one, other) => one.fits(packet) || other.fits(packet),
            Filter::Port(side, low, high) => {
                let inside = |port: u16| (*low..=*high).contains(&port);
                packet
                    .ports()
                    .is_some_and(|(source, destination)| side.fits(inside(source), inside(destination)))
            }
            Filter::Network(side, network, prefix) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(*prefix)).unwrap_or(0);
                let inside = |address: IpAddr| matches!(address, IpAddr::V4(address) if (u32::from(address) ^ u32::from(*network)) & mask == 0);
                side.fits(inside(packet.source), inside(packet.destination))
            }
            Filter::Flags(bits, set) => {
                let flags = packet.flags();
                let byte = [flags.fin, flags.syn, flags.rst, flags.psh, flags.ack]
                    .iter()
                    .enumerate()
                    .fold(0, |byte, (place, set)| byte | u8::from(*set) << place);
                (byte & bits != 0) == *set
            }
        }
    }
}

/// Reads a filter from the words of a command line; none fits all.
pub(super) fn parse(words: &[String]) -> Result<Filter, String> {
    let mut spaced = words.join(" ");
    for sign in ["(", ")", "&&", "||"] {
        spaced = spaced.replace(sign, &format!(" {sign} "));
    }
    let spaced = spaced.replace('!', " ! ").replace("!  =", "!=").replace("! =", "!=");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    if words.is_empty() {
        return Ok(Filter::Any);
    }
    let mut parser = Parser { words: &words };
    let filter = parser.chain()?;
    if parser.words.is_empty() { Ok(filter) } else { Err(wrong()) }
}

fn wrong() -> String {
    "can't parse filter expression: syntax error".to_owned()
}

struct Parser<'a> {
    words: &'a [&'a str],
}

impl Parser<'_> {
    fn peek(&self) -> &str {
        self.words.first().copied().unwrap_or_default()
    }

    fn next_is(&mut self, wanted: &[&str]) -> bool {
        let fits = wanted.contains(&self.peek());
        if fits {
            self.words = &self.words[1..];
        }
        fits
    }

    /// `and` and `or` bind alike, from the left.
    fn chain(&mut self) -> Result<Filter, String> {
        let mut filter = self.one()?;
        loop {
            if self.next_is(&["and", "&&"]) {
                filter = Filter::Both(Box::new(filter), Box::new(self.one()?));
            } else if self.next_is(&["or", "||"]) {
                filter = Filter::Either(Box::new(filter), Box::new(self.one()?));
            } else {
                return Ok(filter);
            }
        }
    }

    fn one(&mut self) -> Result<Filter, String> {
        if self.next_is(&["not", "!"]) {
            return Ok(Filter::Not(Box::new(self.one()?)));
        }
        if self.next_is(&["("]) {
            let inner = self.chain()?;
            return if self.next_is(&[")"]) { Ok(inner) } else { Err(wrong()) };
        }
        if self.peek().starts_with("tcp[") {
            return self.flags();
        }
        let protocol = match self.peek() {
            "tcp" | "ip" => Some(Filter::Any),
            "udp" | "icmp" | "arp" | "ip6" => Some(Filter::Nothing),
            _ => None,
        };
        if protocol.is_some() {
            self.words = &self.words[1..];
        }
        match (protocol, self.peek()) {
            (Some(protocol), "" | ")" | "and" | "&&" | "or" | "||") => Ok(protocol),
            (Some(protocol), _) => Ok(Filter::Both(Box::new(protocol), Box::new(self.primitive()?))),
            (None, _) => self.primitive(),
        }
    }

    /// `[src|dst] [host|net|port|portrange] ID`.
    fn primitive(&mut self) -> Result<Filter, String> {
        let side = match self.peek() {
            "src" => Side::Source,
            "dst" => Side::Destination,
            _ => Side::Either,
        };
        if side != Side::Either {
            self.words = &self.words[1..];
        }
        let kind = match self.peek() {
            kind @ ("host" | "net" | "port" | "portrange") => kind.to_owned(),
            _ if side != Side::Either => String::new(),
            _ => return Err(wrong()),
        };
        if !kind.is_empty() {
            self.words = &self.words[1..];
        }
        let (id, rest) = self.words.split_first().ok_or_else(wrong)?;
        self.words = rest;
        match kind.as_str() {
            "port" => ports(id, id).map(|(low, high)| Filter::Port(side, low, high)),
            "portrange" => {
                let (low, high) = id.split_once('-').unwrap_or((id, id));
                ports(low, high).map(|(low, high)| Filter::Port(side, low, high))
            }
            _ => network(side, id),
        }
    }

    /// `tcp[tcpflags] & (tcp-syn|tcp-fin) != 0`.
    fn flags(&mut self) -> Result<Filter, String> {
        let mut text = String::new();
        while let Some((word, rest)) = self.words.split_first() {
            text += word;
            self.words = rest;
            if text.contains("=") && !text.ends_with('=') {
                break;
            }
        }
        let text =
            text.strip_prefix("tcp[tcpflags]").or_else(|| text.strip_prefix("tcp[13]")).ok_or_else(wrong)?;
        let (names, set) =
            match (text.strip_suffix("!=0"), text.strip_suffix("==0").or(text.strip_suffix("=0"))) {
                (Some(names), _) => (names, true),
                (None, Some(names)) => (names, false),
                (None, None) => return Err(wrong()),
            };
        let names = names.strip_prefix('&').ok_or_else(wrong)?;
        let mut bits = 0;
        for name in names.trim_matches(['(', ')']).split('|') {
            let known = ["tcp-fin", "tcp-syn", "tcp-rst", "tcp-push", "tcp-ack"];
            bits |= 1 << known.iter().position(|known| *known == name).ok_or_else(wrong)?;
        }
        Ok(Filter::Flags(bits, set))
    }
}

fn ports(low: &str, high: &str) -> Result<(u16, u16), String> {
    let port = |text: &str| {
        let number = text.parse().ok().or_else(|| crate::report::names::service_port(text));
        number.ok_or_else(|| format!("unknown port '{text}'"))
    };
    Ok((port(low)?, port(high)?))
}

fn network(side: Side, id: &str) -> Result<Filter, String> {
    let (address, prefix) = id.split_once('/').unwrap_or((id, "32"));
    let address = if address == "localhost" { "127.0.0.1" } else { address };
    let prefix = prefix.parse().ok().filter(|prefix| *prefix <= 32).ok_or_else(wrong)?;
    let address = address.parse().map_err(|_| format!("unknown host '{address}'"))?;
    Ok(Filter::Network(side, address, prefix))
}
