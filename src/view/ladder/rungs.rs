//! The drawing of the ladder: rails, arrows and what stands beside them.

use super::name;
use crate::model::id::HostId;
use crate::model::sort::sort_by_key;
use crate::model::tcp::TcpState;
use crate::model::time::Instant;
use crate::view::draw::{BADGE, badge, fit};
use crate::view::map::Point;
use crate::view::passage::{Entry, Passage};
use crate::view::{Anchor, Form, Mark, Moment, Role, Shape, Size, Target, words};

pub(super) const HEAD: f32 = 46.0;
/// How far arrows go that are for nobody.
const NOBODY: f32 = 100.0;

pub(super) struct Ladder<'a> {
    moment: &'a Moment,
    size: Size,
    pub(super) height: f32,
    rails: Vec<(HostId, f32)>,
    /// Is the step about the entry that is being drawn?
    now: bool,
    pub(super) shapes: Vec<Shape>,
}

impl Ladder<'_> {
    pub(super) fn new(moment: &Moment, size: Size) -> Ladder<'_> {
        let ends: Vec<HostId> = ends(moment);
        let (left, right) = match size {
            Size::Wide => (190.0, size.width() - 120.0),
            Size::Narrow => (46.0, size.width() - 46.0),
        };
        let (left, right) = if ends.len() == 1 { ((left + right) / 2.0, right) } else { (left, right) };
        let gap = (right - left) / (ends.len().max(2) - 1) as f32;
        let rails = ends.iter().enumerate().map(|(index, host)| (*host, left + gap * index as f32)).collect();
        let rows = moment.letters.entries.len().clamp(1, most(size)) as f32;
        Ladder { moment, size, height: HEAD + rows * row(size) + 6.0, rails, now: false, shapes: Vec::new() }
    }

    fn rail(&self, host: HostId) -> f32 {
        let found = self.rails.iter().find(|(rail, _)| *rail == host);
        found.map_or(self.size.width() / 2.0, |(_, x)| *x)
    }

    pub(super) fn rails(&mut self) {
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
    pub(super) fn entry(&mut self, entry: &Entry, y: f32) -> f32 {
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
        let nobody = if from < self.size.width() / 2.0 { from + NOBODY } else { from - NOBODY };
        let to = passage.to.map_or(nobody, |host| self.rail(host));
        let down = match self.size {
            Size::Wide => y + 23.0,
            Size::Narrow => y + 25.0,
        };
        self.label(passage, (from, to), y + 15.0, mark);
        self.arrow(passage, (from, down), (to, down + 8.0), mark);
        let receiver =
            passage.receiver.filter(|_| passage.arrived.is_some_and(|step| step <= self.moment.at));
        let base = if self.size == Size::Wide { down + 5.0 } else { down + 23.0 };
        let mut texts: Vec<Shape> = Vec::new();
        let mut state = |words: String, x: f32, right: bool, y: f32| {
            let (anchor, x) = self.outside(x, right, Role::Note.text_width(&words));
            texts.push(Shape::text(Role::Note, anchor, (x, y), words));
        };
        let joined = |states: [Option<TcpState>; 2]| {
            states.into_iter().flatten().map(|state| state.to_string()).collect::<Vec<_>>().join(", ")
        };
        if from == to {
            state(joined([passage.sender, receiver]), from, self.inwards(from) < 0.0, base);
        } else {
            let lower = if self.size == Size::Wide { base + 8.0 } else { base };
            passage.sender.into_iter().for_each(|words| state(words.to_string(), from, to < from, base));
            receiver.into_iter().for_each(|words| state(words.to_string(), to, to > from, lower));
        }
        if let [one, other] = texts.as_slice()
            && overlap(one, other)
        {
            let words = joined([passage.sender, receiver]);
            let half = Role::Note.text_width(&words) / 2.0 + 3.0;
            let x = ((from + to) / 2.0).clamp(half, self.size.width() - half);
            texts = vec![Shape::text(Role::Note, Anchor::Middle, (x, base), words)];
        }
        let now = self.now;
        self.shapes.extend(texts.into_iter().map(|text| text.of(target).marked(mark).now(now)));
    }

    /// To which side of a rail there is more room: 1 is right.
    fn inwards(&self, x: f32) -> f32 {
        if x <= self.size.width() / 2.0 { 1.0 } else { -1.0 }
    }

    /// What the segment says, over its arrow; when it left.
    fn label(&mut self, passage: &Passage, (from, to): (f32, f32), y: f32, mark: Option<Mark>) {
        let target = Target::Packet(passage.packet.id);
        let mut numbers = match passage.ack {
            Some(ack) => format!("seq {}, ack {ack}", passage.seq),
            None => format!("seq {}", passage.seq),
        };
        if let Some((_, host, reason)) = passage.lost.filter(|(step, ..)| *step <= self.moment.at) {
            let place = name(self.moment, host);
            numbers += &format!(", lost at {place}: {}", words::loss(reason));
        }
        let (full, width) = (words::full(&passage.packet), self.size.width());
        let disc = mark.map_or(0.0, |_| 2.0 * BADGE + 6.0);
        let (text, left) = match self.size {
            Size::Wide => {
                self.time(passage.sent, y + 12.0);
                let text = fit(&full, Role::Label, 560.0);
                let half = (Role::Label.text_width(&text) + disc) / 2.0;
                let seq_half = Role::Note.text_width(&numbers) / 2.0;
                let within = |half: f32| {
                    // What goes round to its own machine is told beside the rail, where its arrow is.
                    let own = from + self.inwards(from) * (half + 8.0);
                    let middle = if from == to { own } else { (from + to) / 2.0 };
                    middle.clamp(half + 80.0, width - half - 4.0)
                };
                let (middle, place) = (within(half), within(seq_half));
                let seq = Shape::text(Role::Note, Anchor::Middle, (place, y + 31.0), numbers.clone());
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
        let way = if lost.is_some() { 0.5 } else { 1.0 };
        ((self.moment.world.now - sent).as_nanos() as f32 / whole * way, false)
    }

    fn arrow(&mut self, passage: &Passage, from: Point, to: Point, mark: Option<Mark>) {
        let target = Target::Packet(passage.packet.id);
        let role = if passage.packet.flags().rst { Role::Refusal } else { Role::Packet };
        let (along, lost) = self.progress(passage);
        let now = self.now;
        let dress = |shape: Shape| shape.of(target).marked(mark);
        if from.0 == to.0 {
            let out = (from.0 + 46.0 * self.inwards(from.0), from.1);
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

    /// Beside a rail: on the wished side if there is room.
    fn outside(&self, x: f32, right: bool, width: f32) -> (Anchor, f32) {
        let left_edge = if self.size == Size::Wide { 70.0 } else { 2.0 };
        let fits = |right: bool| {
            if right { x + 8.0 + width <= self.size.width() - 2.0 } else { x - 8.0 - width >= left_edge }
        };
        match (right, fits(right), fits(!right)) {
            (true, true, _) | (false, false, true) => (Anchor::Start, x + 8.0),
            (false, true, _) | (true, false, true) => (Anchor::End, x - 8.0),
            _ => (Anchor::Start, (self.size.width() - 4.0 - width).max(left_edge)),
        }
    }
}

/// Do two texts lie on one another?
fn overlap(one: &Shape, other: &Shape) -> bool {
    let (a, b) = (one.form.bounds(one.role), other.form.bounds(other.role));
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// How many segments are in view.
pub(super) fn most(size: Size) -> usize {
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
    sort_by_key(&mut hosts, |host| *host);
    hosts.dedup();
    hosts
}
