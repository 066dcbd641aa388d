//! How shapes look: the names of their classes, which `www/styles/panel.css` dresses, and the sizes that do not depend
//! on the page.

use super::panel::{Anchor, Change, Emphasis, Form, Mark, Role, Shape};

/// A packet's height; its stamp, with the connection's letter, is as wide as high.
pub const PACKET: f32 = 18.0;
/// How round a box's corners are.
pub const CORNER: f32 = 6.0;
/// An arrow's head: its length, and half its width.
pub const HEAD: (f32, f32) = (9.0, 4.0);

const LEVELS: [&str; 8] =
    ["level-0", "level-1", "level-2", "level-3", "level-4", "level-5", "level-6", "level-7"];

impl Role {
    /// Its class in style sheets.
    pub fn class(self) -> &'static str {
        match self {
            Role::Host => "shape-host",
            Role::Router => "shape-router",
            Role::Link => "shape-link",
            Role::Listener => "shape-listener",
            Role::Connection => "shape-connection",
            Role::Packet => "shape-packet",
            Role::Refusal => "shape-refusal",
            Role::Rail => "shape-rail",
            Role::Label => "shape-label",
            Role::Note => "shape-note",
            Role::Focus => "shape-focus",
            Role::Title => "shape-title",
            Role::Code => "shape-code",
            Role::Badge => "shape-badge",
            Role::Letter => "shape-letter",
            Role::Ground => "shape-ground",
            Role::Key => "shape-key",
            Role::Same => "shape-same",
            Role::Any => "shape-any",
            Role::Different => "shape-different",
            Role::Way => "shape-way",
            Role::Work => "shape-work",
            Role::Kernel => "shape-kernel",
            Role::Asleep => "shape-asleep",
            Role::Queued => "shape-queued",
            Role::Bar => "shape-bar",
            Role::Level(level) => LEVELS[usize::from(level).min(LEVELS.len() - 1)],
        }
    }

    /// The size of its letters, in units.
    pub fn text_size(self) -> f32 {
        match self {
            Role::Title => 15.0,
            Role::Label => 13.0,
            Role::Letter => 11.0,
            _ => 12.0,
        }
    }

    /// About how wide a text is. Nobody measures letters here: these are more than they take on average, and those of
    /// packets and badges are bold capitals.
    pub fn text_width(self, text: &str) -> f32 {
        let letter = if self == Role::Letter { 0.75 } else { 0.6 };
        text.chars().count() as f32 * self.text_size() * letter
    }
}

impl Mark {
    /// The class of its colour and dash.
    pub fn class(self) -> &'static str {
        ["mark-0", "mark-1", "mark-2", "mark-3"][usize::from(self.colour())]
    }
}

impl Emphasis {
    /// Its class, if it has one.
    pub fn class(self) -> Option<&'static str> {
        match self {
            Emphasis::Plain => None,
            Emphasis::Now => Some("is-now"),
            Emphasis::Faint => Some("is-faint"),
        }
    }
}

impl Change {
    /// Its class, if it has one.
    pub fn class(self) -> Option<&'static str> {
        match self {
            Change::Same => None,
            Change::Born => Some("is-born"),
            Change::Changed => Some("is-changed"),
            Change::Gone => Some("is-gone"),
            Change::Chosen => Some("is-now"),
        }
    }
}

impl Shape {
    /// All its classes.
    pub fn classes(&self) -> String {
        let marks = [self.mark.map(Mark::class), self.emphasis.class()];
        let form = matches!(self.form, Form::Text { .. }).then_some("is-text");
        let mut classes = String::from(self.role.class());
        for class in marks.into_iter().chain([form]).flatten() {
            classes.push(' ');
            classes.push_str(class);
        }
        classes
    }
}

impl Form {
    /// Where a packet is now, on its way round the corners.
    pub fn place(&self) -> Option<(f32, f32)> {
        let Form::Packet { from, via, to, along, .. } = self else { return None };
        let points: Vec<_> = [*from].into_iter().chain(via.iter().copied()).chain([*to]).collect();
        let legs = || points.windows(2).map(|leg| (leg[0], leg[1]));
        let mut left = along.clamp(0.0, 1.0) * legs().map(|(a, b)| distance(a, b)).sum::<f32>();
        for (a, b) in legs() {
            let length = distance(a, b);
            if left <= length && length > 0.0 {
                let part = left / length;
                return Some((a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part));
            }
            left -= length;
        }
        Some(*to)
    }

    /// How wide a packet is: its stamp, and the word beside it.
    pub fn packet_width(label: &str) -> f32 {
        PACKET + Role::Letter.text_width(label) + 7.0
    }

    /// Boxes as the one path that draws them.
    pub fn path_of(cells: &[[f32; 4]]) -> String {
        let cell =
            |[x, y, width, tall]: &[f32; 4]| format!("M{x:.1} {y:.1}h{width:.1}v{tall:.1}h-{width:.1}z");
        cells.iter().map(cell).collect()
    }

    /// The three points of the head of an arrow between two points.
    pub fn head(from: (f32, f32), to: (f32, f32)) -> [(f32, f32); 3] {
        let length = distance(from, to).max(0.001);
        let (x, y) = ((to.0 - from.0) / length, (to.1 - from.1) / length);
        let back = (to.0 - x * HEAD.0, to.1 - y * HEAD.0);
        [to, (back.0 - y * HEAD.1, back.1 + x * HEAD.1), (back.0 + y * HEAD.1, back.1 - x * HEAD.1)]
    }

    /// The box round it, as (left, top, right, bottom); letters are `role`'s size.
    pub fn bounds(&self, role: Role) -> (f32, f32, f32, f32) {
        match self {
            Form::Box { at, size } => (at.0, at.1, at.0 + size.0, at.1 + size.1),
            Form::Circle { at, radius } => (at.0 - radius, at.1 - radius, at.0 + radius, at.1 + radius),
            Form::Line { from, to, .. } => round([*from, *to].iter()),
            Form::Path { points, .. } => round(points.iter()),
            Form::Cells { cells } => {
                let corners = cells.iter().flat_map(|[x, y, width, tall]| [(*x, *y), (x + width, y + tall)]);
                round(corners.collect::<Vec<_>>().iter())
            }
            Form::Text { at, anchor, text } => {
                let (width, size) = (role.text_width(text), role.text_size());
                let left = match anchor {
                    Anchor::Start => at.0,
                    Anchor::Middle => at.0 - width / 2.0,
                    Anchor::End => at.0 - width,
                };
                (left, at.1 - size * 0.8, left + width, at.1 + size * 0.25)
            }
            Form::Packet { label, .. } => {
                let (x, y) = self.place().unwrap_or_default();
                let half = Form::packet_width(label) / 2.0;
                (x - half, y - PACKET / 2.0, x + half, y + PACKET / 2.0)
            }
        }
    }
}

fn distance(a: (f32, f32), b: (f32, f32)) -> f32 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

fn round<'a>(points: impl Iterator<Item = &'a (f32, f32)>) -> (f32, f32, f32, f32) {
    let none = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    points.fold(none, |(left, top, right, bottom), (x, y)| {
        (left.min(*x), top.min(*y), right.max(*x), bottom.max(*y))
    })
}
