//! Files: classic pcap, in both byte orders, with micro- or nanoseconds, and pcapng.

use std::rc::Rc;

use super::bytes::Bytes;
use super::decode::decode;
use crate::model::packet::Packet;

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Capture {
    /// Its packets that can be understood.
    pub packets: Vec<Frame>,
    /// How many frames carry something else, or were cut too short.
    pub others: usize,
}

/// A packet as it was captured.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// When, in nanoseconds since the first.
    pub nanos: u64,
    /// What it says.
    pub packet: Packet,
    /// Its bytes from the IP header on, as far as they were captured.
    pub bytes: Rc<[u8]>,
}

/// A frame of a file.
struct Raw<'a> {
    nanos: u64,
    link: u16,
    bytes: &'a [u8],
}

/// No more frames than these are read.
const MOST: usize = 20_000;

/// Reads a file, or says in a sentence what is wrong with it.
pub fn read(file: &[u8]) -> Result<Capture, String> {
    let start: [u8; 4] = file.get(..4).and_then(|start| start.try_into().ok()).ok_or("The file is empty.")?;
    let frames = match start {
        [0xd4, 0xc3, 0xb2, 0xa1] => classic(Bytes::new(file, false), 1000),
        [0xa1, 0xb2, 0xc3, 0xd4] => classic(Bytes::new(file, true), 1000),
        [0x4d, 0x3c, 0xb2, 0xa1] => classic(Bytes::new(file, false), 1),
        [0xa1, 0xb2, 0x3c, 0x4d] => classic(Bytes::new(file, true), 1),
        [0x0a, 0x0d, 0x0d, 0x0a] => blocks(file),
        _ => {
            return Err(
                "This is no capture: a file of tcpdump or Wireshark (pcap or pcapng) is expected.".into()
            );
        }
    };
    let frames = frames.ok_or("The capture is cut short or damaged.")?;
    if frames.len() > MOST {
        return Err(format!("The capture has more than {MOST} packets: make a smaller one, with a filter."));
    }
    let first = frames.first().map_or(0, |frame| frame.nanos);
    let mut capture = Capture::default();
    for frame in frames {
        match decode(frame.link, frame.bytes, capture.packets.len() as u64) {
            Some((packet, bytes)) => capture.packets.push(Frame {
                nanos: frame.nanos.saturating_sub(first),
                packet,
                bytes: bytes.into(),
            }),
            None => capture.others += 1,
        }
    }
    Ok(capture)
}

/// pcap: one header, then frames. A last frame that is cut short is left out, as a capture that was stopped has one.
fn classic<'a>(file: Bytes<'a>, unit: u64) -> Option<Vec<Raw<'a>>> {
    let link = file.u32(20)? as u16;
    let mut frames = Vec::new();
    let mut at = 24;
    while at < file.len() && frames.len() <= MOST {
        let (Some(seconds), Some(parts), Some(length)) = (file.u32(at), file.u32(at + 4), file.u32(at + 8))
        else {
            break;
        };
        let Some(bytes) = file.part(at + 16, length as usize) else { break };
        frames.push(Raw { nanos: nanos(seconds.into(), u64::from(parts).saturating_mul(unit)), link, bytes });
        at += 16 + length as usize;
    }
    Some(frames)
}

fn nanos(seconds: u64, nanos: u64) -> u64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(nanos)
}

/// An interface of pcapng: its kind of frames, and how many of its units are a second.
struct Interface {
    link: u16,
    per_second: u64,
}

/// pcapng: blocks, of which sections, interfaces and packets are read.
fn blocks(all: &[u8]) -> Option<Vec<Raw<'_>>> {
    let mut big = false;
    let (mut interfaces, mut frames, mut at) = (Vec::new(), Vec::new(), 0);
    while at < all.len() && frames.len() <= MOST {
        if all.get(at..at + 4) == Some(&[0x0a, 0x0d, 0x0d, 0x0a]) {
            big = all.get(at + 8..at + 12)? == [0x1a, 0x2b, 0x3c, 0x4d];
            interfaces.clear();
        }
        let file = Bytes::new(all, big);
        let length = file.u32(at + 4)? as usize;
        if length < 12 {
            return None;
        }
        let Some(body) = file.part(at + 8, length - 12) else { break };
        let body = Bytes::new(body, big);
        match file.u32(at)? {
            1 => interfaces.push(Interface { link: body.u16(0)?, per_second: resolution(body) }),
            6 => frames.push(enhanced(body, &interfaces)?),
            3 => {
                let link = interfaces.first()?.link;
                let length = (body.u32(0)? as usize).min(body.len().saturating_sub(4));
                frames.push(Raw { nanos: 0, link, bytes: body.part(4, length)? });
            }
            _ => {}
        }
        at += length;
    }
    Some(frames)
}

fn enhanced<'a>(body: Bytes<'a>, interfaces: &[Interface]) -> Option<Raw<'a>> {
    let interface = interfaces.get(body.u32(0)? as usize)?;
    let units = u64::from(body.u32(4)?) << 32 | u64::from(body.u32(8)?);
    let per_second = interface.per_second;
    let part = u128::from(units % per_second) * 1_000_000_000 / u128::from(per_second);
    let bytes = body.part(20, body.u32(12)? as usize)?;
    Some(Raw { nanos: nanos(units / per_second, part as u64), link: interface.link, bytes })
}

/// The option `if_tsresol`: a power of ten, or of two; without it microseconds.
fn resolution(body: Bytes) -> u64 {
    let mut at = 8;
    while let (Some(code), Some(length)) = (body.u16(at), body.u16(at + 2)) {
        if code == 0 {
            break;
        }
        if let (9, Some(exponent)) = (code, body.byte(at + 4)) {
            let base: u64 = if exponent & 0x80 == 0 { 10 } else { 2 };
            return base.checked_pow((exponent & 0x7f).into()).unwrap_or(1_000_000);
        }
        at += 4 + usize::from(length).next_multiple_of(4);
    }
    1_000_000
}
