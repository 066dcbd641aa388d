//! A capture as a pcapng file (draft-ietf-opsawg-pcapng), which Wireshark and tshark read: interfaces have the names of their
//! hosts and links, times are in nanoseconds, and a comment says what the receiver made of each packet.

use super::capture::{Seen, reason};
use crate::model::event::Event;
use crate::model::id::{HostId, LinkId, PacketId};
use crate::model::sorted::SortedMap;
use crate::model::wire::ip;
use crate::model::world::World;
use crate::trace::Trace;

const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const PACKET: u32 = 6;
const BYTE_ORDER: u32 = 0x1a2b_3c4d;
const LINKTYPE_RAW: u16 = 101;

/// Numbers of options.
const END: u16 = 0;
const COMMENT: u16 = 1;
const NAME: u16 = 2;
const FLAGS: u16 = 2;
const APPLICATION: u16 = 4;
const RESOLUTION: u16 = 9;

/// The bytes of a file with these packets of a run.
pub fn pcapng(trace: &Trace, packets: &[Seen]) -> Vec<u8> {
    let world = trace.world_at(trace.steps.len());
    let comments = comments(trace, &world);
    let mut file = section();
    let mut interfaces: Vec<(HostId, Option<LinkId>)> = Vec::new();
    for seen in packets {
        let place = (seen.host, seen.link);
        if !interfaces.contains(&place) {
            interfaces.push(place);
            file.extend(interface(&world, place));
        }
    }
    for seen in packets {
        let number = interfaces.iter().position(|place| *place == (seen.host, seen.link)).unwrap_or(0);
        file.extend(packet(seen, number as u32, comments.get(&seen.packet.id)));
    }
    file
}

fn section() -> Vec<u8> {
    let mut body = BYTE_ORDER.to_le_bytes().to_vec();
    body.extend([1, 0, 0, 0]);
    // The section's length is not told.
    body.extend([0xff; 8]);
    option(&mut body, APPLICATION, b"Fivetuple");
    option(&mut body, END, b"");
    block(SECTION, &body)
}

fn interface(world: &World, (host, link): (HostId, Option<LinkId>)) -> Vec<u8> {
    let link = match link {
        Some(link) => world.links[usize::from(link.0)].name.as_str(),
        None => "lo",
    };
    let name = format!("{}:{link}", world.host(host).name);
    let mut body = LINKTYPE_RAW.to_le_bytes().to_vec();
    body.extend([0; 6]);
    option(&mut body, NAME, name.as_bytes());
    // Ten to the power of minus nine.
    option(&mut body, RESOLUTION, &[9]);
    option(&mut body, END, b"");
    block(INTERFACE, &body)
}

fn packet(seen: &Seen, interface: u32, comment: Option<&String>) -> Vec<u8> {
    let bytes = ip(&seen.packet);
    let nanos = seen.at.nanos();
    let length = bytes.len() as u32;
    let numbers = [interface, (nanos >> 32) as u32, nanos as u32, length, length];
    let mut body: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    body.extend(&bytes);
    pad(&mut body);
    if let Some(comment) = comment {
        option(&mut body, COMMENT, comment.as_bytes());
    }
    let direction: u32 = if seen.out { 2 } else { 1 };
    option(&mut body, FLAGS, &direction.to_le_bytes());
    option(&mut body, END, b"");
    block(PACKET, &body)
}

fn block(kind: u32, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u32 + 12).to_le_bytes();
    [&kind.to_le_bytes(), &length, body, &length].concat()
}

fn option(body: &mut Vec<u8>, code: u16, value: &[u8]) {
    body.extend(code.to_le_bytes());
    body.extend((value.len() as u16).to_le_bytes());
    body.extend(value);
    pad(body);
}

fn pad(body: &mut Vec<u8>) {
    body.resize(body.len().next_multiple_of(4), 0);
}

/// What became of each packet.
fn comments(trace: &Trace, world: &World) -> SortedMap<PacketId, String> {
    let mut comments = SortedMap::new();
    for event in &trace.events {
        match event {
            Event::LookedUp { packet, host, lookup } => {
                let host = &world.host(*host).name;
                let said = match (lookup.found, lookup.tried.last()) {
                    (Some(socket), Some(key)) => format!("{host} gives it to socket {socket}: {key}."),
                    _ => format!("{host} finds no socket for it."),
                };
                comments.insert(packet.id, said);
            }
            Event::Dropped { packet, host, reason: why } => {
                comments
                    .insert(packet.id, format!("Dropped at {}: {}.", world.host(*host).name, reason(*why)));
            }
            _ => {}
        }
    }
    comments
}
