//! The picture of a header: rows of bytes above, a line for each field below.

use super::{Case, Field};
use crate::view::draw::{BADGE, badge, fit, wrap};
use crate::view::{Anchor, Moment, Role, Scene, Shape, Size};

pub(super) const NOTHING: &str = "No packet has been sent yet.";
/// How many bytes are drawn; the table has all.
const MOST: usize = 96;
const ROW: f32 = 26.0;
const LINE: f32 = 16.0;

/// The measures of a size.
struct Sheet {
    size: Size,
    /// How many bytes a row has, where the first begins, and how far they are apart.
    bytes: (usize, f32, f32),
    earlier: bool,
    shapes: Vec<Shape>,
    y: f32,
}

/// Draws a header, or the empty place for one.
pub(super) fn draw(moment: &Moment, case: Option<&Case>, size: Size) -> Scene {
    let bytes = if size == Size::Wide { (16, 60.0, 44.0) } else { (8, 38.0, 37.0) };
    let earlier = case.is_some_and(|case| case.step != moment.at);
    let mut sheet = Sheet { size, bytes, earlier, shapes: Vec::new(), y: 0.0 };
    match case {
        Some(case) => sheet.case(moment, case),
        None => {
            let at = (size.width() / 2.0, 60.0);
            sheet.shapes.push(Shape::text(Role::Note, Anchor::Middle, at, NOTHING));
        }
    }
    // Room for a segment without data: most have none, and the page must not jump.
    let least: f32 = if size == Size::Wide { 612.0 } else { 1290.0 };
    Scene { width: size.width(), height: least.max(sheet.y + 4.0), shapes: sheet.shapes }
}

impl Sheet {
    fn push(&mut self, shape: Shape) {
        self.shapes.push(shape.faint(self.earlier));
    }

    fn case(&mut self, moment: &Moment, case: &Case) {
        let host = &moment.world.host(case.host).name;
        let name = |what: &str| {
            if self.earlier { format!("Earlier, step {}: {what}", case.step) } else { what.to_owned() }
        };
        match &case.before {
            Some((old, fields)) => {
                let (came, leaves) =
                    (name(&format!("as it came to {host}")), name(&format!("as {host} makes it")));
                self.block(case, &came, old, fields);
                self.block(case, &leaves, &case.bytes, &case.fields);
            }
            None => {
                let (from, to) = (case.packet.from(), case.packet.to());
                let ends = match case.packet.ports() {
                    Some(_) => format!("{from} → {to}"),
                    None => format!("{} → {}", from.ip(), to.ip()),
                };
                let text = name(&ends);
                self.block(case, &text, &case.bytes, &case.fields);
            }
        }
        self.y += 8.0;
        for number in 0..case.fields.len() {
            match self.size {
                Size::Wide => self.wide(case, number),
                Size::Narrow => self.narrow(case, number),
            }
        }
    }

    /// Rows of bytes; bytes of one field lie in one box.
    fn block(&mut self, case: &Case, title: &str, bytes: &[u8], fields: &[Field]) {
        for line in wrap(title, Role::Label, self.size.width() - 16.0) {
            self.push(Shape::text(Role::Label, Anchor::Start, (8.0, self.y + 16.0), line));
            self.y += 18.0;
        }
        self.y += 6.0;
        let (per_row, left, pitch) = self.bytes;
        let shown = bytes.len().min(MOST);
        for row in 0..shown.div_ceil(per_row) {
            let (first, last) = (row * per_row, shown.min((row + 1) * per_row));
            let base = self.y + 17.0;
            self.push(Shape::text(Role::Note, Anchor::Start, (4.0, base), format!("{first:04x}")));
            for (number, field) in fields.iter().enumerate() {
                let (from, to) = (field.at.start.max(first), field.at.end.min(last));
                if from >= to {
                    continue;
                }
                let at = (left + (from - first) as f32 * pitch, self.y + 1.0);
                let size = ((to - from) as f32 * pitch - 3.0, ROW - 3.0);
                let role = if field.key { Role::Key } else { Role::Same };
                let mark = case.mark.filter(|_| field.key);
                let group = Shape::area(role, at, size).of(case.target(number)).marked(mark);
                let says = format!("{}: {}", field.name, field.value);
                // A second part of a field has no name of its own, so it is no second stop for the keyboard.
                self.push(if from == field.at.start { group.says(says) } else { group });
            }
            for place in first..last {
                self.byte(case, bytes, fields, (place, left + (place - first) as f32 * pitch));
            }
            self.y += ROW;
        }
        if shown < bytes.len() {
            let text = format!("and {} more bytes of data", bytes.len() - shown);
            self.push(Shape::text(Role::Note, Anchor::Start, (left, self.y + 14.0), text));
            self.y += 20.0;
        }
    }

    fn byte(&mut self, case: &Case, bytes: &[u8], fields: &[Field], (place, x): (usize, f32)) {
        let Some(number) = fields.iter().position(|field| field.at.contains(&place)) else { return };
        let (target, pitch) = (case.target(number), self.bytes.2);
        let other = case.before.as_ref().is_some_and(|(old, _)| old[place] != case.bytes[place]);
        if other {
            let size = (pitch - 9.0, ROW - 9.0);
            self.push(Shape::area(Role::Focus, (x + 3.0, self.y + 4.0), size).of(target));
        }
        let at = (x + pitch / 2.0 - 1.5, self.y + 17.0);
        let text = Shape::text(Role::Code, Anchor::Middle, at, format!("{:02x}", bytes[place]));
        self.push(text.of(target).now(other));
    }

    /// What a field means, in lines that fit; first what it was before.
    fn meaning(case: &Case, number: usize, room: f32) -> Vec<String> {
        let was = case.was(number).map(|was| format!("was {was}")).into_iter();
        was.flat_map(|was| wrap(&was, Role::Note, room))
            .chain(wrap(&case.fields[number].meaning, Role::Note, room))
            .collect()
    }

    /// The ground of a field's line, and the word that marks a part of the key.
    fn ground(&mut self, case: &Case, number: usize, height: f32) {
        let field = &case.fields[number];
        let (target, width) = (case.target(number), self.size.width());
        let mark = case.mark.filter(|_| field.key);
        let role = match (case.was(number), field.key) {
            (Some(_), _) => Role::Focus,
            (None, true) => Role::Key,
            (None, false) => Role::Ground,
        };
        let size = (width - 4.0, height - 3.0);
        self.push(Shape::area(role, (2.0, self.y), size).of(target).marked(mark));
        if field.key {
            let y = self.y + 16.0;
            let word = Shape::text(Role::Label, Anchor::End, (width - 32.0, y), "key");
            self.push(word.of(target).marked(mark));
            if let Some(mark) = mark {
                badge(mark, (width - 8.0 - BADGE, y - 4.0), target)
                    .into_iter()
                    .for_each(|shape| self.push(shape));
            }
        }
    }

    fn wide(&mut self, case: &Case, number: usize) {
        let field = &case.fields[number];
        let lines = Sheet::meaning(case, number, 346.0);
        let height = 8.0 + LINE * lines.len().max(1) as f32;
        self.ground(case, number, height);
        let (base, target) = (self.y + 15.0, case.target(number));
        let mut put = |role: Role, x: f32, y: f32, text: String| {
            self.push(Shape::text(role, Anchor::Start, (x, y), text).of(target));
        };
        put(Role::Note, 10.0, base, field.at.start.to_string());
        put(Role::Label, 44.0, base, fit(field.name, Role::Label, 236.0));
        put(Role::Code, 284.0, base, fit(&case.hex(field), Role::Code, 120.0));
        put(Role::Code, 412.0, base, fit(&field.value, Role::Code, 154.0));
        for (line, text) in lines.into_iter().enumerate() {
            put(Role::Note, 574.0, base + LINE * line as f32, text);
        }
        self.y += height;
    }

    fn narrow(&mut self, case: &Case, number: usize) {
        let field = &case.fields[number];
        let lines = Sheet::meaning(case, number, 296.0);
        let height = 47.0 + LINE * lines.len() as f32;
        self.ground(case, number, height);
        let (base, target) = (self.y + 16.0, case.target(number));
        let mut put = |role: Role, anchor: Anchor, x: f32, y: f32, text: String| {
            self.push(Shape::text(role, anchor, (x, y), text).of(target));
        };
        put(Role::Note, Anchor::Start, 8.0, base, field.at.start.to_string());
        put(Role::Label, Anchor::Start, 36.0, base, fit(field.name, Role::Label, 240.0));
        let value = fit(&field.value, Role::Code, 180.0);
        let room = 280.0 - Role::Code.text_width(&value);
        put(Role::Code, Anchor::Start, 36.0, base + 19.0, fit(&case.hex(field), Role::Code, room));
        put(Role::Code, Anchor::End, 332.0, base + 19.0, value);
        for (line, text) in lines.into_iter().enumerate() {
            put(Role::Note, Anchor::Start, 36.0, base + 37.0 + LINE * line as f32, text);
        }
        self.y += height;
    }
}
