//! The picture of one listener: its two queues from left to right, or one under the other, and who takes out of them.

use super::news::News;
use super::{Listener, fullness, who_waits};
use crate::model::id::SocketId;
use crate::view::draw::{badge, fit};
use crate::view::{Anchor, Moment, Role, Shape, Size, Target, words};

/// So many places of a queue are drawn at most.
const BOXES: usize = 10;
/// A place: how wide and high, and from one to the next.
const PLACE: f32 = 24.0;
const STEP: f32 = 27.0;

/// Where a listener's picture stands.
pub(super) struct Block {
    size: Size,
    pub(super) top: f32,
}

/// A queue of it: its name, where its first place stands, and where its figures stand.
struct Queue<'a> {
    title: &'a str,
    entries: Vec<SocketId>,
    at: (f32, f32),
}

impl Block {
    pub(super) fn new(size: Size, room: usize) -> Block {
        Block { size, top: 4.0 + room as f32 * (Block::high(size) + 10.0) }
    }

    fn high(size: Size) -> f32 {
        match size {
            Size::Wide => 128.0,
            Size::Narrow => 220.0,
        }
    }

    fn ground(&self) -> Shape {
        let size = (self.size.width() - 8.0, Block::high(self.size));
        Shape::area(Role::Ground, (4.0, self.top), size)
    }

    /// The room of a listener that is not there yet, or no more.
    pub(super) fn draw_empty(&self, host: &str, shapes: &mut Vec<Shape>) {
        shapes.push(self.ground().faint(true));
        let text = fit(&format!("{host}: room for a listener"), Role::Note, self.size.width() - 32.0);
        let at = (16.0, self.top + 22.0);
        shapes.push(Shape::text(Role::Note, Anchor::Start, at, text).faint(true));
    }

    pub(super) fn draw(&self, moment: &Moment, one: &Listener, shapes: &mut Vec<Shape>) {
        self.head(moment, one, shapes);
        let (syn, accept) = match self.size {
            Size::Wide => ("SYN queue: half-open, SYN-RECEIVED", "Accept queue: wait for accept()"),
            Size::Narrow => ("SYN queue", "Accept queue"),
        };
        let places = match self.size {
            Size::Wide => [(24.0, self.top + 52.0), (362.0, self.top + 52.0)],
            Size::Narrow => [(20.0, self.top + 66.0), (20.0, self.top + 128.0)],
        };
        let backlog = one.backlog;
        let queues = [
            Queue { title: syn, entries: backlog.syn_queue.clone(), at: places[0] },
            Queue { title: accept, entries: backlog.accept_queue.iter().copied().collect(), at: places[1] },
        ];
        for queue in &queues {
            self.queue(moment, one, queue, shapes);
        }
        if self.size == Size::Wide {
            let y = self.top + 52.0 + PLACE / 2.0;
            for x in [302.0, 640.0] {
                shapes.push(Shape::arrow(Role::Way, (x, y), (x + 50.0, y)));
            }
            shapes.push(Shape::text(Role::Note, Anchor::Middle, (327.0, y - 6.0), "ACK"));
        }
        self.taker(moment, one, shapes);
        self.news(one, shapes);
    }

    fn head(&self, moment: &Moment, one: &Listener, shapes: &mut Vec<Shape>) {
        let target = Target::Socket(one.id);
        let host = &moment.world.host(one.socket.host).name;
        let places = words::count(one.places(), "place");
        let says = format!("{host} {}: backlog {}, so {places} in each queue", one.name(), one.backlog.limit);
        let full = one.backlog.is_full();
        let born =
            moment.at > 0 && moment.before.sockets.get(&one.id).is_none_or(|old| old.backlog().is_none());
        shapes.push(self.ground().of(target).faint(one.gone).says(says));
        let (x, y) = (16.0, self.top + 22.0);
        let address = one.name();
        let room = match self.size {
            Size::Wide => 300.0,
            Size::Narrow => self.size.width() - 48.0 - Role::Code.text_width(&address),
        };
        let host = fit(host, Role::Title, room);
        let right = x + Role::Title.text_width(&host) + 8.0;
        shapes.push(Shape::text(Role::Title, Anchor::Start, (x, y), host).of(target).faint(one.gone));
        let (anchor, at) = match self.size {
            Size::Wide => (Anchor::Start, (right, y)),
            Size::Narrow => (Anchor::End, (self.size.width() - 16.0, y)),
        };
        shapes.push(Shape::text(Role::Code, anchor, at, address).of(target).now(born));
        let text = match (one.gone, self.size) {
            (true, _) => "closed in this step".to_owned(),
            (false, Size::Wide) => format!("backlog {}: {places} in each queue", one.backlog.limit),
            (false, Size::Narrow) => format!("backlog {}: {places} each", one.backlog.limit),
        };
        let (anchor, at) = match self.size {
            Size::Wide => (Anchor::End, (self.size.width() - 16.0, y)),
            Size::Narrow => (Anchor::Start, (x, y + 18.0)),
        };
        let now = born || one.gone || full;
        shapes.push(Shape::text(Role::Note, anchor, at, text).of(target).now(now));
    }

    /// A queue: places from right to left, the first to leave rightmost.
    fn queue(&self, moment: &Moment, one: &Listener, queue: &Queue, shapes: &mut Vec<Shape>) {
        let (x, y) = queue.at;
        let (taken, places) = (queue.entries.len(), one.places());
        let figures = fullness(taken, places);
        let now = taken >= places;
        let target = Target::Socket(one.id);
        let (title, below) = ((x, y - 8.0), (x, y + PLACE + 16.0));
        shapes.push(Shape::text(Role::Note, Anchor::Start, title, queue.title));
        let (anchor, at) = match self.size {
            Size::Wide => (Anchor::Start, below),
            Size::Narrow => (Anchor::End, (self.size.width() - 16.0, y - 8.0)),
        };
        shapes.push(Shape::text(Role::Note, anchor, at, figures).of(target).now(now));
        let all = places.max(taken);
        let drawn = if all > BOXES { BOXES - 1 } else { all };
        for number in 0..drawn {
            let left = x + (BOXES - 1 - number) as f32 * STEP;
            match queue.entries.get(number) {
                Some(entry) => place(moment, *entry, number, (left, y), shapes),
                None => shapes.push(Shape::area(Role::Any, (left, y), (PLACE, PLACE)).of(target)),
            }
        }
        if all > BOXES {
            let text = if taken > drawn { format!("+{}", taken - drawn) } else { "…".to_owned() };
            let at = (x + PLACE, y + PLACE / 2.0 + 4.0);
            shapes.push(Shape::text(Role::Note, Anchor::End, at, text).of(target));
        }
    }

    /// Who takes connections out.
    fn taker(&self, moment: &Moment, one: &Listener, shapes: &mut Vec<Shape>) {
        let text = if one.gone { "closed".to_owned() } else { who_waits(&moment.world, one.id) };
        let (x, y, room) = match self.size {
            Size::Wide => (704.0, self.top + 52.0 + PLACE / 2.0 + 4.0, 280.0),
            Size::Narrow => (20.0, self.top + 172.0, self.size.width() - 36.0),
        };
        let before = moment.before.sockets.contains_key(&one.id);
        let changed = !before || who_waits(&moment.before, one.id) != text;
        let shape = Shape::text(Role::Note, Anchor::Start, (x, y), fit(&text, Role::Note, room));
        shapes.push(shape.of(Target::Socket(one.id)).now(moment.at > 0 && changed && !one.gone).says(text));
    }

    /// What the step did: the last things if there are too many.
    fn news(&self, one: &Listener, shapes: &mut Vec<Shape>) {
        let lines = if self.size == Size::Wide { 1 } else { 2 };
        let (x, room) = match self.size {
            Size::Wide => (24.0, 950.0),
            Size::Narrow => (20.0, self.size.width() - 36.0),
        };
        let top = match self.size {
            Size::Wide => self.top + 116.0,
            Size::Narrow => self.top + 192.0,
        };
        let put = |line: usize, text: &str, news: &News| {
            let at = (x, top + 17.0 * line as f32);
            let role = if news.refused { Role::Different } else { Role::Note };
            let text = fit(text, role, room);
            let shape = Shape::text(role, Anchor::Start, at, text).now(true);
            shape.of(Target::Socket(one.id)).marked(news.mark)
        };
        if one.news.len() > lines
            && let Some(first) = one.news.iter().find(|news| news.refused).or(one.news.first())
        {
            let all: Vec<&str> = one.news.iter().map(|news| news.text.as_str()).collect();
            shapes.push(put(0, &all.join("; "), first));
            return;
        }
        shapes.extend(one.news.iter().enumerate().map(|(line, news)| put(line, &news.text, news)));
    }
}

/// A place that is taken: a box with the connection's letter.
fn place(moment: &Moment, id: SocketId, number: usize, at: (f32, f32), shapes: &mut Vec<Shape>) {
    let (target, mark) = (Target::Socket(id), moment.mark(id));
    let socket = moment.world.sockets.get(&id).or_else(|| moment.before.sockets.get(&id));
    let who = socket.and_then(|socket| socket.remote()).map(|remote| remote.to_string()).unwrap_or_default();
    let state = socket.map(|socket| socket.tcp_state().to_string()).unwrap_or_default();
    let says = format!("place {}: {who}, {state}", number + 1);
    let area = Shape::area(Role::Connection, at, (PLACE, PLACE)).of(target).marked(mark);
    shapes.push(area.now(words::touched(moment, id)).says(says));
    let middle = (at.0 + PLACE / 2.0, at.1 + PLACE / 2.0);
    match mark {
        Some(mark) => shapes.extend(badge(mark, middle, target)),
        None => {
            let at = (middle.0, middle.1 + 4.0);
            shapes.push(Shape::text(Role::Note, Anchor::Middle, at, "?").of(target));
        }
    }
}
