//! The picture of the tables: a column of descriptors, one of open file descriptions, one of what they stand for.

use super::facts::{self, Descriptor, Object};
use super::plan::{Group, Plan, Room, Thing};
use crate::model::id::{FileId, Pid};
use crate::model::sorted::SortedMap;
use crate::view::draw::{BADGE, badge, fit};
use crate::view::panel::Change;
use crate::view::{Anchor, Moment, Role, Scene, Shape, Size, Target, words};

/// The measures of a size: left edge and width of each column, and the height of a row.
struct Measures {
    fds: (f32, f32),
    files: (f32, f32),
    objects: (f32, f32),
    row: f32,
}

const WIDE: Measures =
    Measures { fds: (16.0, 200.0), files: (310.0, 270.0), objects: (674.0, 318.0), row: 28.0 };
const NARROW: Measures =
    Measures { fds: (8.0, 74.0), files: (102.0, 30.0), objects: (146.0, 190.0), row: 44.0 };
/// The room above a host's rows, and between two hosts.
const HEAD: f32 = 28.0;
const GAP: f32 = 14.0;

struct Picture<'a> {
    moment: &'a Moment,
    size: Size,
    measures: Measures,
    shapes: Vec<Shape>,
    /// How many descriptors lead to a file now, and before the step.
    counts: [SortedMap<FileId, usize>; 2],
}

/// Draws it.
pub(super) fn draw(moment: &Moment, fds: &[Descriptor], objects: &[Object], size: Size) -> Scene {
    let plan = &moment.letters.plan;
    let measures = if size == Size::Wide { WIDE } else { NARROW };
    let counts = [facts::counts(&moment.world), facts::counts(&moment.before)];
    let mut picture = Picture { moment, size, measures, shapes: Vec::new(), counts };
    let mut y = picture.titles();
    if plan.groups.is_empty() {
        let at = (size.width() / 2.0, y + 20.0);
        picture.shapes.push(Shape::text(Role::Note, Anchor::Middle, at, "No program runs."));
        y += 40.0;
    }
    for (number, group) in plan.groups.iter().enumerate() {
        let own: Vec<&Object> = objects
            .iter()
            .filter(|one| plan.places.get(&one.thing).is_some_and(|at| at.0 == number))
            .collect();
        y = picture.group(plan, group, (fds, &own), y) + GAP;
    }
    let hidden =
        objects.iter().filter(|one| one.change != Change::Gone && !plan.places.contains_key(&one.thing));
    if let hidden @ 1.. = hidden.count() {
        let text = format!("and {} in the table", words::count(hidden, "open file"));
        picture.shapes.push(Shape::text(Role::Note, Anchor::Start, (16.0, y + 6.0), text));
    }
    Scene { width: size.width(), height: y + 14.0, shapes: picture.shapes }
}

impl Picture<'_> {
    fn titles(&mut self) -> f32 {
        let titles = match self.size {
            Size::Wide => ["Descriptors of a process", "Open file descriptions", "What they stand for"],
            Size::Narrow => ["Descriptor", "File", "What it stands for"],
        };
        let columns = [self.measures.fds, self.measures.files, self.measures.objects];
        for (title, (x, _)) in titles.into_iter().zip(columns) {
            self.shapes.push(Shape::text(Role::Label, Anchor::Start, (x, 18.0), title));
        }
        26.0
    }

    /// A host's processes, files and sockets. Returns where it ends.
    fn group(&mut self, plan: &Plan, group: &Group, facts: (&[Descriptor], &[&Object]), y: f32) -> f32 {
        let (fds, objects) = facts;
        let host = &self.moment.letters.hosts[usize::from(group.host.0)];
        let target = Target::Host(group.host);
        let height = HEAD + group.rows as f32 * self.measures.row + 6.0;
        let area = Shape::area(Role::Host, (4.0, y), (self.size.width() - 8.0, height));
        self.shapes.push(area.of(target));
        let name = fit(&host.name, Role::Title, self.size.width() - 32.0);
        self.shapes.push(Shape::text(Role::Title, Anchor::Start, (16.0, y + 20.0), name).of(target));
        let top = y + HEAD;
        // Lines first, so that boxes lie above them.
        for one in fds {
            let row = group.room(one.pid).filter(|room| self.occupant(room) == Some(one.pid));
            let row = row.and_then(|room| room.row_of(one.fd));
            let end = facts::file(self.moment, one.file).map(|(open, _)| Thing::of(one.file, open.kind));
            let to = end.and_then(|thing| plan.places.get(&thing)).map(|at| at.1);
            if let (Some(row), Some(to)) = (row, to) {
                self.line(one, top, row, to);
            }
        }
        for room in &group.rooms {
            self.room(room, fds, top);
        }
        for object in objects {
            if let Some((_, row)) = plan.places.get(&object.thing) {
                self.object(group, object, top + *row as f32 * self.measures.row);
            }
        }
        y + height
    }

    /// Which process a room shows: the last of its own that has begun.
    fn occupant(&self, room: &Room) -> Option<Pid> {
        room.pids.iter().rev().find(|pid| self.moment.world.processes.contains_key(pid)).copied()
    }

    fn line(&mut self, one: &Descriptor, top: f32, row: usize, to: usize) {
        let middle = |row: usize| top + row as f32 * self.measures.row + self.measures.row / 2.0;
        let (fds, files) = (self.measures.fds, self.measures.files);
        let mark = self.moment.world.socket_of(one.file).or_else(|| self.moment.before.socket_of(one.file));
        let mark = mark.and_then(|socket| self.moment.mark(socket));
        let (from, to) = ((fds.0 + fds.1, middle(row)), (files.0, middle(to)));
        let line =
            Shape::line(Role::Connection, from, to).of(Target::Descriptor(one.pid, one.fd)).marked(mark);
        self.shapes.push(dress(line, one.change));
    }

    /// A process: its name, and its descriptors.
    fn room(&mut self, room: &Room, fds: &[Descriptor], top: f32) {
        let (x, y) = (self.measures.fds.0, top + room.row as f32 * self.measures.row);
        let base = y + self.measures.row / 2.0 + 6.0;
        let Some(pid) = self.occupant(room) else {
            let text = Shape::text(Role::Note, Anchor::Start, (x, base), "room for a process");
            self.shapes.push(text.faint(true));
            return;
        };
        let process = self.moment.world.process(pid);
        let (target, over) = (Target::Process(pid), process.status.is_some());
        let born = self.moment.at > 0 && !self.moment.before.processes.contains_key(&pid);
        let sign = if born { "+ " } else { "" };
        let doing = words::doing(&self.moment.world, pid);
        let text = format!("{sign}{}, process {pid}: {doing}", process.name);
        // Lines run beside the column: the name must not lie on them.
        let brief = match self.size {
            Size::Wide => format!("{sign}{} {pid}: {doing}", fit(&process.name, Role::Label, 90.0)),
            Size::Narrow => format!("{sign}pid {pid}"),
        };
        let shown = fit(&brief, Role::Label, self.measures.fds.1);
        let name = Shape::text(Role::Label, Anchor::Start, (x, base), shown).of(target).says(text);
        self.shapes.push(name.now(born).faint(over));
        for (number, row) in room.fds.iter().enumerate() {
            let own: Vec<&Descriptor> =
                fds.iter().filter(|one| one.pid == pid && row.contains(&one.fd)).collect();
            if !own.is_empty() {
                self.descriptor(&own, y + (number + 1) as f32 * self.measures.row);
            }
        }
        let hidden = fds.iter().filter(|one| one.pid == pid && room.row_of(one.fd).is_none());
        if let hidden @ 1.. = hidden.filter(|one| one.change != Change::Gone).count()
            && self.size == Size::Wide
        {
            let at = (self.size.width() - 12.0, base);
            let text = format!("and {}, in the table", words::count(hidden, "descriptor"));
            self.shapes.push(Shape::text(Role::Note, Anchor::End, at, text).of(target));
        }
    }

    /// A cell of a descriptor table.
    fn descriptor(&mut self, own: &[&Descriptor], y: f32) {
        let (x, width) = self.measures.fds;
        let one = own[0];
        let target = Target::Descriptor(one.pid, one.fd);
        let mark = self.moment.world.socket_of(one.file).or_else(|| self.moment.before.socket_of(one.file));
        let mark = mark.and_then(|socket| self.moment.mark(socket));
        let numbers: Vec<String> = own.iter().map(|one| one.fd.to_string()).collect();
        let says = format!(
            "descriptor {} of {}{}",
            numbers.join(", "),
            facts::process(self.moment, one.pid),
            told(one.change)
        );
        let tall = self.measures.row - 6.0;
        let base = y + self.measures.row / 2.0 + 4.0;
        let cell = Shape::area(Role::Connection, (x, y + 3.0), (width, tall)).of(target).marked(mark);
        self.shapes.push(dress(cell, one.change).says(says));
        let narrow = self.size == Size::Narrow;
        let text = match numbers.as_slice() {
            [number] => format!("fd {number}"),
            _ if narrow => format!("{}–{}", numbers[0], numbers[numbers.len() - 1]),
            several => format!("fd {}", several.join(", ")),
        };
        let text = Shape::text(Role::Code, Anchor::Start, (x + 8.0, base), text).of(target).marked(mark);
        self.shapes.push(dress(text, one.change));
        self.sign(one.change, (x + width - 6.0, base));
    }

    fn sign(&mut self, change: Change, at: (f32, f32)) {
        let sign = match change {
            Change::Born => "+",
            Change::Gone => "−",
            Change::Changed => "±",
            Change::Same | Change::Chosen => return,
        };
        self.shapes.push(Shape::text(Role::Note, Anchor::End, at, sign).now(true));
    }

    /// An open file description and what it stands for, or a socket that no descriptor leads to.
    fn object(&mut self, group: &Group, object: &Object, y: f32) {
        let base = y + self.measures.row / 2.0 + 4.0;
        match (object.file, object.thing) {
            (Some(file), _) => self.file(file, object, y),
            (None, Thing::Socket(socket)) => {
                let (x, width) = self.measures.files;
                let why = facts::without(&self.moment.world, socket);
                let text = match self.size {
                    Size::Wide => format!("no descriptor: {why}"),
                    Size::Narrow => "none".to_owned(),
                };
                let at = (x + if self.size == Size::Wide { 12.0 } else { -2.0 }, base);
                let text = fit(&text, Role::Note, width + 6.0);
                self.shapes.push(Shape::text(Role::Note, Anchor::Start, at, text).says(why));
            }
            (None, Thing::File(_)) => {}
        }
        let (x, width) = self.measures.objects;
        let role = if object.listens { Role::Listener } else { Role::Connection };
        let dressed = |shape: Shape| Shape { target: object.target, ..dress(shape, object.change) };
        let dressed = |shape: Shape| dressed(shape).marked(object.mark);
        let elsewhere = facts::home(self.moment, object.thing).filter(|host| *host != group.host);
        let elsewhere = elsewhere.map(|host| format!("{}: ", self.moment.world.host(host).name));
        let text = format!("{}{}", elsewhere.unwrap_or_default(), object.text);
        let says = format!("{text} {}{}", object.state, told(object.change));
        let area = Shape::area(role, (x, y + 3.0), (width, self.measures.row - 6.0));
        self.shapes.push(dressed(area).says(says));
        self.words(object, &text, &dressed, y);
    }

    fn words(&mut self, object: &Object, text: &str, dressed: &dyn Fn(Shape) -> Shape, y: f32) {
        let (x, width) = self.measures.objects;
        let (first, second) = match self.size {
            Size::Wide => (y + 18.0, y + 18.0),
            Size::Narrow => (y + 18.0, y + 34.0),
        };
        let mut left = x + 8.0;
        let right = x + width - 8.0;
        if let (Some(mark), Some(target)) = (object.mark, object.target) {
            self.shapes.extend(badge(mark, (left + BADGE - 2.0, second - 4.0), target));
            left += 2.0 * BADGE + 2.0;
        }
        let start = if self.size == Size::Wide { left } else { x + 8.0 };
        let sign = if object.change == Change::Same { 0.0 } else { 14.0 };
        let beside =
            if self.size == Size::Wide { Role::Note.text_width(&object.state) + sign + 6.0 } else { 0.0 };
        let text = fit(text, Role::Code, right - start - beside);
        self.shapes.push(dressed(Shape::text(Role::Code, Anchor::Start, (start, first), text)));
        let (anchor, at) = match self.size {
            Size::Wide => (Anchor::End, (right - sign, second)),
            Size::Narrow => (Anchor::Start, (left, second)),
        };
        if !object.state.is_empty() {
            self.shapes.push(dressed(Shape::text(Role::Note, anchor, at, object.state.clone())));
        }
        self.sign(object.change, (right, second));
    }

    fn file(&mut self, id: FileId, object: &Object, y: f32) {
        let Some((open, gone)) = facts::file(self.moment, id) else { return };
        let (x, width) = self.measures.files;
        let middle = y + self.measures.row / 2.0;
        let [now, before] = &self.counts;
        let count = |counts: &SortedMap<FileId, usize>| counts.get(&id).copied().unwrap_or(0);
        let (now, before) = (count(now), count(before));
        let old = self.moment.before.files.get(&id);
        let same = now == before && old.is_some_and(|old| old.nonblocking == open.nonblocking);
        let change = match (gone, old) {
            (true, _) => Change::Gone,
            (false, None) => Change::Born,
            (false, Some(_)) if same => Change::Same,
            (false, Some(_)) => Change::Changed,
        };
        let target = Target::File(id);
        let line = Shape::line(Role::Connection, (x + width, middle), (self.measures.objects.0, middle));
        self.shapes.push(dress(line.of(target).marked(object.mark), change));
        let text = super::references(id, now, open.nonblocking);
        let kept = open.references as usize;
        let calls = match kept.saturating_sub(now) {
            0 => String::new(),
            held => format!("; {} or a message holds it as well", words::count(held, "call")),
        };
        let tall = self.measures.row - 6.0;
        let area = Shape::area(Role::Connection, (x, y + 3.0), (width, tall)).of(target).marked(object.mark);
        self.shapes
            .push(dress(area, change).says(format!("open file description {text}{calls}{}", told(change))));
        match self.size {
            Size::Wide => {
                let text = Shape::text(Role::Note, Anchor::Start, (x + 8.0, middle + 4.0), text);
                self.shapes.push(dress(text.of(target), change));
                self.sign(change, (x + width - 6.0, middle + 4.0));
            }
            Size::Narrow => {
                let text =
                    Shape::text(Role::Note, Anchor::Middle, (x + width / 2.0, middle), format!("×{now}"));
                self.shapes.push(dress(text.of(target), change));
                self.sign(change, (x + width / 2.0 + 4.0, middle + 15.0));
            }
        }
    }
}

/// What stands out, and what is over.
fn dress(shape: Shape, change: Change) -> Shape {
    match change {
        Change::Born | Change::Changed | Change::Chosen => shape.now(true),
        Change::Gone => shape.faint(true),
        Change::Same => shape,
    }
}

fn told(change: Change) -> &'static str {
    match change {
        Change::Born => ", new in this step",
        Change::Changed => ", changed in this step",
        Change::Gone => ", gone in this step",
        Change::Same | Change::Chosen => "",
    }
}
