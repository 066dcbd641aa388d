//! The segment ladder: a rail for each machine, an arrow for each segment, and what the ends become by it.

mod rungs;

use self::rungs::{HEAD, Ladder, most};
use super::moment::Moment;
use super::panel::{Anchor, Body, Change, Panel, Role, Row, Scene, Shape, Table, Target};
use super::passage::Entry;
use super::{Size, words};
use crate::model::id::{HostId, SocketId};
use crate::model::packet::FourTuple;

/// Draws the ladder.
pub(super) fn draw(moment: &Moment, size: Size) -> Panel {
    let past: Vec<&Entry> =
        moment.letters.entries.iter().take_while(|entry| entry.step() <= moment.at).collect();
    let first = past.iter().position(|entry| entry.is_of(moment.at)).unwrap_or(past.len());
    let start = past.len().saturating_sub(most(size)).min(first);
    let window = &past[start..past.len().min(start + most(size))];
    let mut ladder = Ladder::new(moment, size);
    ladder.rails();
    let mut y = HEAD;
    for entry in window {
        y += ladder.entry(entry, y);
    }
    if window.is_empty() {
        let at = (size.width() / 2.0, HEAD + 28.0);
        ladder.shapes.push(Shape::text(Role::Note, Anchor::Middle, at, "Nothing has been sent yet."));
    }
    let scene = Scene { width: size.width(), height: ladder.height, shapes: ladder.shapes };
    let rows = table(moment, &past);
    Panel {
        description: describe(moment, &past),
        caption: String::new(),
        body: Body::Drawing { scene, rows },
    }
}

fn describe(moment: &Moment, past: &[&Entry]) -> String {
    let segments = past.iter().filter(|entry| matches!(entry, Entry::Segment(_))).count();
    let mut text = format!("The segments until {}, step {}: ", words::clock(moment.world.now), moment.at);
    text += &words::count(segments, "segment");
    text += " sent.";
    for entry in past.iter().filter(|entry| entry.is_of(moment.at)) {
        text += &format!(" {}.", sentence(moment, entry));
    }
    text
}

fn name(moment: &Moment, host: HostId) -> &str {
    &moment.letters.hosts[usize::from(host.0)].name
}

fn sentence(moment: &Moment, entry: &Entry) -> String {
    match entry {
        Entry::State { host, socket, state, .. } => {
            format!("Socket {socket} of {} is {state}", name(moment, *host))
        }
        Entry::Segment(passage) => {
            let to = passage.to.map_or("nobody", |host| name(moment, host));
            let verb = match (passage.sent == moment.at, passage.lost) {
                (true, _) => "leaves",
                _ if passage.passed.contains(&moment.at) => "is passed on, from",
                (false, Some((step, ..))) if step == moment.at => "is lost on its way from",
                _ => "has come from",
            };
            let mark = moment.letters.mark(passage.packet.tuple());
            let of = mark.map(|mark| format!(" of connection {}", mark.letter())).unwrap_or_default();
            format!("{}{of} {verb} {} for {to}", words::full(&passage.packet), name(moment, passage.from))
        }
    }
}

fn table(moment: &Moment, past: &[&Entry]) -> Table {
    let row = |entry: &&Entry| {
        let (cells, target, tuple): (Vec<String>, Target, Option<FourTuple>) = match entry {
            Entry::State { step, socket, host, state, .. } => (
                vec![
                    moment.trace.steps[step - 1].at.to_string(),
                    name(moment, *host).into(),
                    String::new(),
                    state.to_string(),
                    String::new(),
                ],
                Target::Socket(SocketId(socket.0)),
                None,
            ),
            Entry::Segment(passage) => {
                let end = match (passage.arrived, passage.lost) {
                    (Some(step), _) if step <= moment.at => {
                        format!("arrived at {}", moment.trace.steps[step - 1].at)
                    }
                    (_, Some((step, host, reason))) if step <= moment.at => {
                        format!("lost at {}: {}", name(moment, host), words::loss(reason))
                    }
                    _ => "on its way".to_owned(),
                };
                let to = passage.to.map_or("nobody", |host| name(moment, host)).to_owned();
                let sent = moment.trace.steps[passage.sent - 1].at.to_string();
                (
                    vec![sent, name(moment, passage.from).into(), to, words::full(&passage.packet), end],
                    Target::Packet(passage.packet.id),
                    Some(passage.packet.tuple()),
                )
            }
        };
        Row {
            cells,
            target: Some(target),
            mark: tuple.and_then(|tuple| moment.letters.mark(tuple)),
            change: if entry.is_of(moment.at) { Change::Chosen } else { Change::Same },
            title: None,
        }
    };
    Table {
        caption: format!("The segments until {}", words::clock(moment.world.now)),
        columns: ["Left at", "From", "To", "Segment", "What became of it"].map(String::from).to_vec(),
        rows: past.iter().map(row).collect(),
    }
}
