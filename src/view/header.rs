//! The header: a packet's bytes as they travel, and the fields that they make up. Byte and field are linked.

mod fields;
mod options;
mod sheet;

use std::net::SocketAddr;

use self::fields::{Field, Notes, fields};
use super::moment::Moment;
use super::panel::{Body, Change, Mark, Panel, Row, Table, Target};
use super::{Size, words};
use crate::model::event::Event;
use crate::model::id::HostId;
use crate::model::packet::{FourTuple, Packet, Payload};
use crate::model::wire;
use crate::model::world::World;

/// Draws the header of the packet at hand.
pub(super) fn draw(moment: &Moment, size: Size) -> Panel {
    let case = Case::at(moment);
    let caption = case.as_ref().map(|case| caption(moment, case)).unwrap_or_default();
    let spoken = if case.is_some() { caption.as_str() } else { sheet::NOTHING };
    let description =
        format!("The header at {}, step {}. {spoken}", words::clock(moment.world.now), moment.at);
    let scene = sheet::draw(moment, case.as_ref(), size);
    let rows = table(case.as_ref());
    Panel { description, caption, body: Body::Drawing { scene, rows } }
}

/// What becomes of the packet in its step.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Came,
    Left,
    PassedOn,
    Lost,
}

/// A packet with its bytes.
struct Case {
    step: usize,
    host: HostId,
    way: Way,
    packet: Packet,
    bytes: Vec<u8>,
    fields: Vec<Field>,
    /// What it was before this step, where a router changed it: its bytes and fields.
    before: Option<(Vec<u8>, Vec<Field>)>,
    mark: Option<Mark>,
}

impl Case {
    /// The packet of this step, or else the last one before it.
    fn at(moment: &Moment) -> Option<Case> {
        let (index, (packet, host, way)) =
            (0..moment.at).rev().find_map(|index| Some((index, find(moment, index)?)))?;
        let world = moment.world_before(index);
        let notes = notes(moment, index, &packet);
        let original = moment.letters.originals.get(&packet.id).map(|bytes| bytes.to_vec());
        let notes = Notes { captured: original.is_some(), ..notes };
        let bytes = original.unwrap_or_else(|| wire::ip(&packet));
        let old = earlier(moment.trace.events_of(index), &world, &packet);
        let before = old.map(|old| wire::ip(&old)).filter(|old| *old != bytes && old.len() == bytes.len());
        let before = before.map(|old| {
            let fields = fields(&old, notes);
            (old, fields)
        });
        let fields = fields(&bytes, notes);
        let mark = moment.letters.mark(tuple(&packet));
        Some(Case { step: index + 1, host, way, packet, bytes, fields, before, mark })
    }

    /// What a field was before, if the step changed it.
    fn was(&self, number: usize) -> Option<&str> {
        let old = &self.before.as_ref()?.1[number];
        (old.value != self.fields[number].value).then_some(old.value.as_str())
    }

    fn target(&self, number: usize) -> Target {
        Target::Field(self.packet.id, number as u8)
    }

    fn hex(&self, field: &Field) -> String {
        let bytes: Vec<String> =
            self.bytes[field.at.clone()].iter().map(|byte| format!("{byte:02x}")).collect();
        bytes.join(" ")
    }
}

/// The names that a look-up goes by: its own, or those of the packet that it tells of.
fn tuple(packet: &Packet) -> FourTuple {
    match &packet.payload {
        Payload::Icmp(message) => FourTuple { local: message.from, remote: message.to },
        Payload::Tcp(_) | Payload::Udp(_) => packet.tuple(),
    }
}

/// The packet of a step: the one that was looked up, else one that came, else the last that left or was lost.
fn find(moment: &Moment, index: usize) -> Option<(Packet, HostId, Way)> {
    let events = moment.trace.events_of(index);
    let looked_up = events.iter().rev().find_map(|event| match event {
        Event::LookedUp { packet, host, .. } => Some((packet.clone(), *host, Way::Came)),
        _ => None,
    });
    let came =
        |id| events.iter().any(|event| matches!(event, Event::Arrived { packet, .. } if *packet == id));
    let left = |event: &Event| match event {
        Event::Sent { packet, from, .. } | Event::Sought { packet, host: from, .. } => {
            let way = if came(packet.id) { Way::PassedOn } else { Way::Left };
            Some((packet.clone(), *from, way))
        }
        Event::Dropped { packet, host, .. } => Some((packet.clone(), *host, Way::Lost)),
        _ => None,
    };
    let arrived = || {
        let (id, host) = events.iter().rev().find_map(|event| match event {
            Event::Arrived { packet, host } => Some((*packet, *host)),
            _ => None,
        })?;
        let own = events.iter().rev().filter_map(left).find(|(packet, ..)| packet.id == id);
        own.or_else(|| {
            let flight = moment.trace.world_at(index).flight.get(&id)?.packet.clone();
            Some((flight, host, Way::Came))
        })
    };
    looked_up.or_else(arrived).or_else(|| events.iter().rev().find_map(left))
}

/// The packet as it was when it came, or before its own router gave it another name.
fn earlier(events: &[Event], before: &World, packet: &Packet) -> Option<Packet> {
    before.flight.get(&packet.id).map(|flight| flight.packet.clone()).or_else(|| {
        events.iter().find_map(|event| match event {
            Event::Translated { packet: id, before, .. } if *id == packet.id => {
                Some(packet.clone().readdressed(before.0, before.1))
            }
            _ => None,
        })
    })
}

/// Its numbers counted from the SYN of their direction, by the names that the packet has here.
fn notes(moment: &Moment, index: usize, packet: &Packet) -> Notes {
    let Some(segment) = packet.segment() else { return Notes::default() };
    let events = &moment.trace.events[..moment.trace.end_of(index + 1)];
    let start = |from: SocketAddr, to: SocketAddr| {
        events.iter().rev().find_map(|event| match event {
            Event::Sent { packet, .. }
                if packet.flags().syn && (packet.from(), packet.to()) == (from, to) =>
            {
                packet.segment().map(|syn| syn.seq)
            }
            _ => None,
        })
    };
    let (from, to) = (packet.from(), packet.to());
    Notes {
        seq: start(from, to).map(|start| segment.seq - start),
        ack: start(to, from).map(|start| segment.ack - start),
        window: segment.window,
        captured: false,
    }
}

fn caption(moment: &Moment, case: &Case) -> String {
    let host = &moment.world.host(case.host).name;
    let of = case.mark.map(|mark| format!(" of connection {}", mark.letter())).unwrap_or_default();
    let what = format!("{}{of}", words::kind(&case.packet));
    let when = moment.earlier(case.step);
    let verb = match case.way {
        Way::Came => "comes to",
        Way::Left => "leaves",
        Way::PassedOn => "is passed on by",
        Way::Lost => "comes to nothing at",
    };
    let mut text = format!("{when}{what} {verb} {host}: {}. ", words::count(case.bytes.len(), "byte"));
    let changes: Vec<String> = (0..case.fields.len())
        .filter_map(|number| {
            let (field, was) = (&case.fields[number], case.was(number)?);
            let counts = !field.name.contains("Checksum");
            counts.then(|| format!("{} {was} becomes {}", field.name, field.value))
        })
        .collect();
    text += &match case.packet.payload {
        _ if !changes.is_empty() => {
            format!("{host} changes it: {}; the checksums follow.", changes.join(", "))
        }
        Payload::Icmp(_) => {
            "The fields marked “key” are those of the packet that it quotes: they name the socket.".to_owned()
        }
        Payload::Tcp(_) | Payload::Udp(_) => {
            "The five fields marked “key” are all that a look-up reads.".to_owned()
        }
    };
    text
}

fn table(case: Option<&Case>) -> Table {
    let columns = ["Offset", "Field", "Bytes", "Value", "Meaning", "Key"];
    let row = |case: &Case, number: usize| {
        let (field, was) = (&case.fields[number], case.was(number));
        let was_text = was.map(|was| format!("was {was}; ")).unwrap_or_default();
        Row {
            cells: vec![
                field.at.start.to_string(),
                field.name.to_owned(),
                case.hex(field),
                field.value.clone(),
                was_text + &field.meaning,
                if field.key { "key".to_owned() } else { String::new() },
            ],
            target: Some(case.target(number)),
            mark: case.mark.filter(|_| field.key),
            change: if was.is_some() { Change::Changed } else { Change::Same },
            title: None,
        }
    };
    let rows = case.map(|case| (0..case.fields.len()).map(|number| row(case, number)).collect());
    Table {
        caption: case.map_or("No packet yet".to_owned(), |case| format!("The fields of {}", case.packet)),
        columns: columns.map(String::from).to_vec(),
        rows: rows.unwrap_or_default(),
    }
}
