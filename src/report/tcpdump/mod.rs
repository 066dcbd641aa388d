//! `tcpdump`, one packet a line, as tcpdump 4.99 prints TCP over IPv4.
//!
//! Not modelled: TCP options. A real stack sends some with each segment (`options [mss 1460,sackOK,TS val …]`); here
//! the lines have none. The window is the header's 16 bits, so at most 65,535.

mod filter;
mod payload;

use std::collections::BTreeMap;
use std::net::SocketAddrV4;
use std::ops::Range;

use super::capture::{Point, capture};
use super::names;
use super::options::{self, Given, Known};
use super::output::Output;
use crate::model::host::Host;
use crate::model::id::{HostId, LinkId};
use crate::model::packet::{Flags, Packet};
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
    let mut conversations = Conversations { absolute: given.has('S'), starts: BTreeMap::new() };
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
    starts: BTreeMap<(SocketAddrV4, SocketAddrV4), (u32, u32)>,
}

impl Conversations {
    fn line(&mut self, packet: &Packet, numeric: bool) -> String {
        let segment = &packet.segment;
        let (seq, ack) = self.relative(packet);
        let length = segment.data.len();
        let flags = segment.flags;
        let mut text = format!("IP {} > {}: ", end(packet.from(), numeric), end(packet.to(), numeric));
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
    fn relative(&mut self, packet: &Packet) -> (u32, u32) {
        let segment = &packet.segment;
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

fn end(of: SocketAddrV4, numeric: bool) -> String {
    format!("{}.{}", names::address(*of.ip(), numeric), names::port(of.port(), numeric).replace('*', "0"))
}

fn letters(flags: Flags) -> String {
    let bits = [(flags.fin, "F"), (flags.syn, "S"), (flags.rst, "R"), (flags.psh, "P"), (flags.ack, ".")];
    let text: String = bits.iter().filter(|(set, _)| *set).map(|(_, letter)| *letter).collect();
    if text.is_empty() { "none".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_shows_microseconds() {
        assert_eq!(clock(Instant(11_007_999)), "00:00:00.011007");
        assert_eq!(clock(Instant(3_661_000_000_000)), "01:01:01.000000");
    }
}
