//! The filters of `ss`: `sport = :80`, `( dport = :80 or dst 10.0.0.0/8 )`, `not src 127.0.0.1`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::model::socket::Family;

use super::{Complaint, USAGE, port};
use crate::report::rows::Row;

/// What a row must fulfil to be shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    /// Nothing.
    Any,
    Not(Box<Filter>),
    Both(Box<Filter>, Box<Filter>),
    Either(Box<Filter>, Box<Filter>),
    Port(End, Comparison, u16),
    Address {
        end: End,
        address: Option<(IpAddr, u8)>,
        port: Option<u16>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    Local,
    Peer,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
}

impl Filter {
    pub(super) fn fits(&self, row: &Row) -> bool {
        match self {
            Filter::Any => true,
            Filter::Not(filter) => !filter.fits(row),
            Filter::Both(one, other) => one.fits(row) && other.fits(row),
            Filter::Either(one, other) => one.fits(row) || other.fits(row),
            Filter::Port(end, comparison, wanted) => {
                let port = end.of(row).port();
                match comparison {
                    Comparison::Equal => port == *wanted,
                    Comparison::Unequal => port != *wanted,
                    Comparison::Less => port < *wanted,
                    Comparison::Greater => port > *wanted,
                    Comparison::LessOrEqual => port <= *wanted,
                    Comparison::GreaterOrEqual => port >= *wanted,
                }
            }
            Filter::Address { end, address, port } => {
                let found = end.of(row);
                port.is_none_or(|port| port == found.port())
                    && address.is_none_or(|(network, prefix)| match network {
                        // A mapped address counts as the IPv4 address that it is, but not the other way round.
                        IpAddr::V4(_) => found.is_ipv4() && inside(found.ip(), network, prefix + 96),
                        IpAddr::V6(_) => {
                            row.socket.family == Family::Inet6 && inside(found.ip(), network, prefix)
                        }
                    })
            }
        }
    }
}

/// Do two addresses begin with the same bits, IPv4 ones written as mapped ones?
fn inside(address: IpAddr, network: IpAddr, prefix: u8) -> bool {
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    };
    (bits(address) ^ bits(network)).checked_shr(128 - u32::from(prefix)).unwrap_or(0) == 0
}

impl End {
    fn of(self, row: &Row) -> SocketAddr {
        match self {
            End::Local => row.local,
            End::Peer => row.peer,
        }
    }
}

/// Reads a filter; an empty one fits all.
pub(super) fn parse(text: &str) -> Result<Filter, Complaint> {
    let words = words(text);
    let mut parser = Parser { words: &words };
    if words.is_empty() {
        return Ok(Filter::Any);
    }
    let filter = parser.either()?;
    if parser.words.is_empty() { Ok(filter) } else { Err(syntax_error()) }
}

/// Words, with brackets and signs of comparison as words of their own.
fn words(text: &str) -> Vec<String> {
    let mut spaced = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '(' | ')' => spaced += &format!(" {letter} "),
            '!' | '=' | '<' | '>' => {
                spaced += &format!(" {letter}");
                spaced.extend(letters.next_if_eq(&'='));
                spaced.push(' ');
            }
            '&' | '|' => {
                spaced += &format!(" {letter}");
                spaced.extend(letters.next_if_eq(&letter));
                spaced.push(' ');
            }
            _ => spaced.push(letter),
        }
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

fn syntax_error() -> Complaint {
    (format!("ss: bison bellows (while parsing filter): \"syntax error!\" Sorry.\n{USAGE}"), 255)
}

fn unparsable(what: String) -> Complaint {
    (format!("Error: {what}\nCannot parse dst/src address.\n"), 1)
}

struct Parser<'a> {
    words: &'a [String],
}

impl Parser<'_> {
    fn peek(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    fn next(&mut self) -> Result<String, Complaint> {
        let (word, rest) = self.words.split_first().ok_or_else(syntax_error)?;
        self.words = rest;
        Ok(word.clone())
    }

    fn next_is(&mut self, wanted: &[&str]) -> bool {
        let fits = wanted.contains(&self.peek());
        if fits {
            self.words = &self.words[1..];
        }
        fits
    }

    fn either(&mut self) -> Result<Filter, Complaint> {
        let mut filter = self.both()?;
        while self.next_is(&["or", "|", "||"]) {
            filter = Filter::Either(Box::new(filter), Box::new(self.both()?));
        }
        Ok(filter)
    }

    /// Conditions that stand side by side must all be fulfilled.
    fn both(&mut self) -> Result<Filter, Complaint> {
        let mut filter = self.one()?;
        while !["", ")", "or", "|", "||"].contains(&self.peek()) {
            self.next_is(&["and", "&", "&&"]);
            filter = Filter::Both(Box::new(filter), Box::new(self.one()?));
        }
        Ok(filter)
    }

    fn one(&mut self) -> Result<Filter, Complaint> {
        let word = self.next()?;
        match word.as_str() {
            "(" => {
                let inner = self.either()?;
                if self.next_is(&[")"]) { Ok(inner) } else { Err(syntax_error()) }
            }
            "not" | "!" => Ok(Filter::Not(Box::new(self.one()?))),
            "sport" => self.port(End::Local),
            "dport" => self.port(End::Peer),
            "src" => self.address(End::Local),
            "dst" => self.address(End::Peer),
            "and" | "or" | ")" | "&" | "&&" | "|" | "||" => Err(syntax_error()),
            // A bare word is a destination.
            _ => address(End::Peer, &word),
        }
    }

    fn comparison(&mut self) -> Comparison {
        let comparison = match self.peek() {
            "=" | "==" | "eq" => Comparison::Equal,
            "!=" | "ne" | "neq" => Comparison::Unequal,
            "<" | "lt" => Comparison::Less,
            ">" | "gt" => Comparison::Greater,
            "<=" | "le" | "leq" => Comparison::LessOrEqual,
            ">=" | "ge" | "geq" => Comparison::GreaterOrEqual,
            _ => return Comparison::Equal,
        };
        self.words = &self.words[1..];
        comparison
    }

    fn port(&mut self, end: End) -> Result<Filter, Complaint> {
        let comparison = self.comparison();
        let word = self.next()?;
        let name = word.strip_prefix(':').unwrap_or(&word);
        let number =
            port(name).ok_or_else(|| unparsable(format!("\"{name}\" does not look like a port.")))?;
        Ok(Filter::Port(end, comparison, number))
    }

    fn address(&mut self, end: End) -> Result<Filter, Complaint> {
        let comparison = self.comparison();
        let word = self.next()?;
        let filter = address(end, &word)?;
        match comparison {
            Comparison::Equal => Ok(filter),
            Comparison::Unequal => Ok(Filter::Not(Box::new(filter))),
            _ => Err(syntax_error()),
        }
    }
}

/// `address`, `address/prefix`, `:port`, `address:port`, `[address]:port` or `*`.
fn address(end: End, word: &str) -> Result<Filter, Complaint> {
    let (host, number) = match word.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest.split_once(']').ok_or_else(syntax_error)?;
            (host, (!rest.is_empty()).then(|| rest.strip_prefix(':').unwrap_or(rest)))
        }
        // Behind a prefix's stroke a colon cannot belong to the address any more.
        None => match word.rfind(':').filter(|colon| word.find('/').is_none_or(|slash| *colon > slash)) {
            Some(colon) => (&word[..colon], Some(&word[colon + 1..])),
            None => (word, None),
        },
    };
    let number = match number {
        None | Some("" | "*") => None,
        Some(name) => {
            let wrong = || unparsable(format!("\"{name}\" does not look like a port."));
            Some(port(name).ok_or_else(wrong)?)
        }
    };
    let address = match host {
        "" | "*" => None,
        "localhost" => Some((Ipv4Addr::LOCALHOST.into(), 32)),
        _ => {
            let wrong = || unparsable(format!("an inet prefix is expected rather than \"{host}\"."));
            Some(network(host).ok_or_else(wrong)?)
        }
    };
    Ok(Filter::Address { end, address, port: number })
}

/// An address, with the number of its bits that must fit: all, where nothing is said.
fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(text, bits)| (text, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let prefix = prefix.map_or(Some(most), |bits| bits.parse().ok())?;
    (prefix <= most).then_some((address, prefix))
}
