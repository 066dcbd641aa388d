//! The segment ladder: a rail for each machine, an arrow for each segment, and what the ends become by it.

use super::draw::{BADGE, badge, fit};
use super::map::Point;
use super::moment::Moment;
use super::panel::{Anchor, Body, Change, Form, Mark, Panel, Role, Row, Scene, Shape, Table, Target};
use super::passage::{Entry, Passage};
use super::{Size, words};
use crate::model::id::{HostId, SocketId};
use crate::model::packet::FourTuple;
use crate::model::tcp::TcpState;
use crate::model::time::Instant;

const HEAD: f32 = 46.0;

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

struct Ladder<'a> {
    moment: &'a Moment,
    size: Size,
    height: f32,
    rails: Vec<(HostId, f32)>,
    /// Is the step about the entry that is being drawn?
    now: bool,
    shapes: Vec<Shape>,
}

impl Ladder<'_> {
    fn new(moment: &Moment, size: Size) -> Ladder<'_> {
        let ends: Vec<HostId> = ends(moment);
        let (left, right) = match size {
            Size::Wide => (190.0, size.width() - 120.0),
            Size::Narrow => (46.0, size.width() - 46.0),
        };
        let gap = (right - left) / (ends.len().max(2) - 1) as f32;
        let rails = ends.iter().enumerate().map(|(index, host)| (*host, left + gap * index as f32)).collect();
        let rows = moment.letters.entries.len().clamp(1, most(size)) as f32;
        Ladder { moment, size, height: HEAD + rows * row(size) + 6.0, rails, now: false, shapes: Vec::new() }
    }

    fn rail(&self, host: HostId) -> f32 {
        let found = self.rails.iter().find(|(rail, _)| *rail == host);
        found.map_or(self.size.width() / 2.0, |(_, x)| *x)
    }

    fn rails(&mut self) {
        let room = match self.rails.as_slice() {
            [(_, a), (_, b), ..] => b - a - 10.0,
            _ => 200.0,
        };
        for (host, x) in self.rails.clone() {
            let machine = &self.moment.letters.hosts[usize::from(host.0)];
            let target = Target::Host(host);
            let half = room.min(2.0 * x).min(2.0 * (self.size.width() - x));
            let name = fit(&machine.name, Role::Title, half);
            self.shapes.push(Shape::text(Role::Title, Anchor::Middle, (x, 16.0), name).of(target));
            if let Some(at) = machine.interfaces.first() {
                let address = at.address.to_string();
                let address = fit(&address, Role::Code, half);
                self.shapes.push(Shape::text(Role::Code, Anchor::Middle, (x, 34.0), address).of(target));
            }
            self.shapes.push(Shape::line(Role::Rail, (x, HEAD - 4.0), (x, self.height)).of(target));
        }
    }

    /// Draws an entry; yields its height.
    fn entry(&mut self, entry: &Entry, y: f32) -> f32 {
        let height = match entry {
            Entry::Segment(_) => row(self.size),
            Entry::State { .. } => state_row(self.size),
        };
        self.now = entry.is_of(self.moment.at);
        if self.now {
            let band = Shape::area(Role::Focus, (1.0, y + 1.0), (self.size.width() - 2.0, height - 2.0));
            self.shapes.push(band.now(true));
        }
        match entry {
            Entry::Segment(passage) => self.segment(passage, y),
            Entry::State { step, socket, host, local, state } => {
                let x = self.rail(*host);
                let (first, second) = match self.size {
                    Size::Wide => (y + 17.0, y + 17.0),
                    Size::Narrow => (y + 15.0, y + 33.0),
                };
                self.time(*step, first);
                let target = Target::Socket(*socket);
                let dot = Form::Circle { at: (x, second - 4.0), radius: 4.0 };
                self.shapes.push(Shape::new(Role::Rail, dot).of(target));
                let name = local.map(|local| format!(" {local}")).unwrap_or_default();
                let text = format!("{state}{name}");
                let (anchor, at) = self.outside(x, true, Role::Note.text_width(&text));
                self.shapes
                    .push(Shape::text(Role::Note, anchor, (at, second), text).of(target).now(self.now));
            }
        }
        height
    }

    fn time(&mut self, step: usize, y: f32) {
        let at = self.at(step).to_string();
        let now = self.now;
        let place = match self.size {
            Size::Wide => (Anchor::Start, (8.0, y)),
            Size::Narrow => (Anchor::End, (self.size.width() - 5.0, y)),
        };
        self.shapes.push(Shape::text(Role::Code, place.0, place.1, at).now(now));
    }

    fn at(&self, step: usize) -> Instant {
        self.moment.trace.steps[step - 1].at
    }

    fn segment(&mut self, passage: &Passage, y: f32) {
        let mark = self.moment.letters.mark(passage.packet.tuple());
        let target = Target::Packet(passage.packet.id);
        let from = self.rail(passage.from);
        let to = passage.to.map_or(self.size.width() / 2.0, |host| self.rail(host));
        let down = match self.size {
            Size::Wide => y + 23.0,
            Size::Narrow => y + 25.0,
        };
        self.label(passage, (from + to) / 2.0, y + 15.0, mark);
        self.arrow(passage, (from, down), (to, down + 8.0), mark);
        let rightwards = to >= from;
        let base = if self.size == Size::Wide { down + 5.0 } else { down + 23.0 };
        if let Some(state) = passage.sender {
            self.state(state, from, !rightwards, base, mark, target);
        }
        if let Some(state) =
            passage.receiver.filter(|_| passage.arrived.is_some_and(|step| step <= self.moment.at))
        {
            let base = if self.size == Size::Wide { base + 8.0 } else { base };
            self.state(state, to, rightwards, base, mark, target);
        }
    }

    /// What the segment says, over its arrow; when it left.
    fn label(&mut self, passage: &Passage, middle: f32, y: f32, mark: Option<Mark>) {
        let (segment, target) = (&passage.packet.segment, Target::Packet(passage.packet.id));
        let numbers = match passage.ack {
            Some(ack) => format!("seq {}, ack {ack}", passage.seq),
            None => format!("seq {}", passage.seq),
        };
        let (full, width) = (words::full(segment), self.size.width());
        let disc = mark.map_or(0.0, |_| 2.0 * BADGE + 6.0);
        let (text, left) = match self.size {
            Size::Wide => {
                self.time(passage.sent, y + 12.0);
                let text = fit(&full, Role::Label, 560.0);
                let half = (Role::Label.text_width(&text) + disc) / 2.0;
                let middle = middle.clamp(half + 80.0, width - half - 4.0);
                let seq = Shape::text(Role::Note, Anchor::Middle, (middle, y + 31.0), numbers.clone());
                self.shapes.push(seq.of(target).now(self.now));
                (text, middle - half)
            }
            Size::Narrow => {
                self.time(passage.sent, y);
                (fit(&full, Role::Label, width - disc - 74.0), 5.0)
            }
        };
        let title = format!("{} → {}: {full}; {numbers}", passage.packet.from(), passage.packet.to());
        if let Some(mark) = mark {
            self.shapes.extend(badge(mark, (left + BADGE, y - 4.0), target));
        }
        let text = Shape::text(Role::Label, Anchor::Start, (left + disc, y), text).of(target).marked(mark);
        self.shapes.push(text.says(title).now(self.now));
    }

    /// How much of its way is behind a segment, and whether it ends there.
    fn progress(&self, passage: &Passage) -> (f32, bool) {
        let lost = passage.lost.map(|(step, ..)| step);
        let end = passage.arrived.or(lost);
        let over = end.is_some_and(|step| step <= self.moment.at);
        if over {
            return (if lost.is_some() { 0.5 } else { 1.0 }, lost.is_some());
        }
        let Some(end) = end else { return (0.5, false) };
        let sent = self.at(passage.sent);
        let whole = (self.at(end) - sent).as_nanos().max(1) as f32;
        ((self.moment.world.now - sent).as_nanos() as f32 / whole, false)
    }

    fn arrow(&mut self, passage: &Passage, from: Point, to: Point, mark: Option<Mark>) {
        let target = Target::Packet(passage.packet.id);
        let role = if passage.packet.segment.flags.rst { Role::Refusal } else { Role::Packet };
        let (along, lost) = self.progress(passage);
        let now = self.now;
        let dress = |shape: Shape| shape.of(target).marked(mark);
        if from.0 == to.0 {
            let out = (from.0 + 46.0, from.1);
            let round = Form::Path { points: vec![from, out, (out.0, to.1 + 4.0)], closed: false };
            self.shapes.push(dress(Shape::new(role, round)).now(now));
            self.shapes.push(dress(Shape::arrow(role, (out.0, to.1 + 4.0), (to.0, to.1 + 4.0))).now(now));
            return;
        }
        let point = |part: f32| (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
        if along < 1.0 && !lost {
            self.shapes.push(dress(Shape::arrow(role, point(along), to)).faint(true));
        }
        if along > 0.0 {
            let line = if along >= 1.0 {
                Shape::arrow(role, from, to)
            } else {
                Shape::line(role, from, point(along))
            };
            self.shapes.push(dress(line).now(now));
        }
        let (x, y) = point(along);
        if lost {
            for (a, b) in [((-6.0, -6.0), (6.0, 6.0)), ((-6.0, 6.0), (6.0, -6.0))] {
                let line = Shape::line(Role::Refusal, (x + a.0, y + a.1), (x + b.0, y + b.1));
                self.shapes.push(line.of(target).now(now));
            }
        } else if along < 1.0 {
            self.shapes.push(dress(Shape::new(role, Form::Circle { at: (x, y), radius: 4.0 })).now(now));
        }
    }

    /// What an end became, beside its rail.
    fn state(&mut self, state: TcpState, x: f32, right: bool, y: f32, mark: Option<Mark>, target: Target) {
        let text = state.to_string();
        let (anchor, x) = self.outside(x, right, Role::Note.text_width(&text));
        let text = Shape::text(Role::Note, anchor, (x, y), text).of(target).marked(mark);
        self.shapes.push(text.now(self.now));
    }

    /// Beside a rail: on the wished side if there is room.
    fn outside(&self, x: f32, right: bool, width: f32) -> (Anchor, f32) {
        let left_edge = if self.size == Size::Wide { 70.0 } else { 2.0 };
        let fits_right = x + 8.0 + width <= self.size.width();
        let fits_left = x - 8.0 - width >= left_edge;
        if (right && fits_right) || !fits_left { (Anchor::Start, x + 8.0) } else { (Anchor::End, x - 8.0) }
    }
}

/// How many segments are in view.
fn most(size: Size) -> usize {
    match size {
        Size::Wide => 12,
        Size::Narrow => 9,
    }
}

fn row(size: Size) -> f32 {
    match size {
        Size::Wide => 52.0,
        Size::Narrow => 58.0,
    }
}

/// The height of a change of state without a segment.
fn state_row(size: Size) -> f32 {
    match size {
        Size::Wide => 26.0,
        Size::Narrow => 42.0,
    }
}

/// The machines that are ends of segments, in the order of the scenario.
fn ends(moment: &Moment) -> Vec<HostId> {
    let mut hosts: Vec<HostId> = Vec::new();
    for entry in &moment.letters.entries {
        let (one, other) = match entry {
            Entry::Segment(passage) => (passage.from, passage.to),
            Entry::State { host, .. } => (*host, None),
        };
        hosts.push(one);
        hosts.extend(other);
    }
    hosts.sort();
    hosts.dedup();
    hosts
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
                (false, Some((step, ..))) if step == moment.at => "is lost after leaving",
                _ => "has come from",
            };
            let mark = moment.letters.mark(passage.packet.tuple());
            let of = mark.map(|mark| format!(" of connection {}", mark.letter())).unwrap_or_default();
            format!(
                "{}{of} {verb} {} for {to}",
                words::full(&passage.packet.segment),
                name(moment, passage.from)
            )
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
                    (_, Some((step, ..))) if step <= moment.at => "lost".to_owned(),
                    _ => "on its way".to_owned(),
                };
                let to = passage.to.map_or("nobody", |host| name(moment, host)).to_owned();
                let sent = moment.trace.steps[passage.sent - 1].at.to_string();
                (
                    vec![
                        sent,
                        name(moment, passage.from).into(),
                        to,
                        words::full(&passage.packet.segment),
                        end,
                    ],
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
