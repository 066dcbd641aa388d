//! A window of a run in full: the accept queue, a lane for each core and thread, and a dot for each answered request.

use super::axis::{Axis, precise};
use super::dots;
use crate::load::{Call, Doing, Log, NOBODY, Nanos, Stretch};
use crate::view::Size;
use crate::view::draw::fit;
use crate::view::panel::{Anchor, Body, Change, Form, Mark, Panel, Role, Row, Scene, Shape, Table};

/// So many lanes of cores and of threads at most; the table has all threads that do something.
const CORES: usize = 8;
const THREADS: usize = 12;
const LANE: f32 = 18.0;
const QUEUE: f32 = 34.0;
const DOTS: f32 = 110.0;

/// What of a run is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Which of the runs: what stands for its requests carries this.
    pub run: u8,
    /// The axis's ends, the same for all runs.
    pub from: Nanos,
    /// Its right end.
    pub to: Nanos,
    /// The moment that the reader is at.
    pub at: Nanos,
    /// The slowest answer in any of the windows, and the quickest: the dots' scale.
    pub scale: (Nanos, Nanos),
    /// The request that the reader chose, by its place in the log.
    pub chosen: Option<u32>,
}

impl Window {
    /// A time with as many digits as the window lets one see.
    fn told(&self, time: Nanos) -> String {
        precise(time, ((self.to - self.from) / 1000).max(1))
    }
}

/// Draws a window of a run.
pub fn lanes(name: &str, log: &Log, window: &Window, size: Size) -> Panel {
    let axis = Axis::new(window.from, window.to, size);
    let mut shapes = Vec::new();
    let mut y = 8.0;
    queue(log, &axis, y, &mut shapes);
    y += QUEUE + 10.0;
    let (cores, threads) = (cores(log), threads(log));
    for core in cores.iter().take(CORES) {
        label(&axis, &format!("core {core}"), y, &mut shapes);
        let of = log.stretches.iter().filter(|one| one.doing.computes() && one.core == *core);
        lane(of.copied(), &axis, y, &mut shapes);
        y += LANE;
    }
    y += 6.0;
    for thread in threads.iter().take(THREADS) {
        label(&axis, &of_thread(log, *thread, size), y, &mut shapes);
        lane(log.stretches.iter().filter(|one| one.thread == *thread).copied(), &axis, y, &mut shapes);
        y += LANE;
    }
    if threads.len() > THREADS {
        let more = threads.len() - THREADS;
        let text = format!("and {more} more, in the table");
        shapes.push(Shape::text(Role::Note, Anchor::Start, (axis.names, y + 12.0), text));
        y += LANE;
    }
    y += 8.0;
    dots::draw(log, window, &axis, (y, DOTS), &mut shapes);
    y += DOTS + 4.0;
    axis.ruler(y, &mut shapes);
    y += 24.0;
    let x = axis.x(window.at);
    shapes.push(Shape::line(Role::Way, (x, 2.0), (x, y - 20.0)).now(true));
    let scene = Scene { width: axis.width, height: y, shapes };
    let rows = table(log, window, &threads);
    Panel {
        description: describe(name, log, window),
        caption: String::new(),
        body: Body::Drawing { scene, rows },
    }
}

fn cores(log: &Log) -> Vec<u8> {
    let mut cores: Vec<u8> =
        log.stretches.iter().filter(|one| one.doing.computes()).map(|one| one.core).collect();
    cores.sort_unstable();
    cores.dedup();
    cores
}

/// The threads that compute, or wait for something in a handler, within the window; the others only wait for work.
fn threads(log: &Log) -> Vec<u32> {
    let busy = |one: &&Stretch| {
        one.doing.computes()
            || matches!(one.doing, Doing::Ready | Doing::Blocked(Call::Sleep | Call::Handler))
    };
    let mut threads: Vec<u32> = log.stretches.iter().filter(busy).map(|one| one.thread).collect();
    threads.sort_unstable();
    threads.dedup();
    threads
}

fn of_thread(log: &Log, thread: u32, size: Size) -> String {
    let process = log.processes.get(thread as usize).copied().unwrap_or(0);
    match (size, process) {
        (_, 0) | (Size::Narrow, _) => format!("thread {thread}"),
        (Size::Wide, _) => format!("thread {thread}, pid {process}"),
    }
}

fn label(axis: &Axis, text: &str, y: f32, shapes: &mut Vec<Shape>) {
    let shown = fit(text, Role::Note, axis.names - 8.0);
    shapes.push(Shape::text(Role::Note, Anchor::End, (axis.names - 6.0, y + LANE - 5.0), shown));
}

/// The mark that stands for a client in all lanes.
fn mark(client: u32) -> Option<Mark> {
    (client != NOBODY).then_some(Mark { index: (client % 0xffff) as u16 })
}

/// What happened in a lane: all stretches that look alike are one shape, and wide ones say what they are.
fn lane(stretches: impl Iterator<Item = Stretch>, axis: &Axis, y: f32, shapes: &mut Vec<Shape>) {
    let mut cells: Vec<(Role, Option<u8>, Vec<[f32; 4]>)> = Vec::new();
    let mut words = Vec::new();
    for one in stretches {
        let (role, marked) = match one.doing {
            Doing::Runs(Call::Handler) => (Role::Work, mark(one.client)),
            Doing::Runs(_) => (Role::Kernel, None),
            Doing::Ready => (Role::Queued, None),
            Doing::Blocked(Call::Sleep | Call::Recv | Call::Handler) => (Role::Asleep, mark(one.client)),
            Doing::Blocked(_) | Doing::Gone => continue,
        };
        let (left, right) = (axis.x(one.from), axis.x(one.to));
        let width = (right - left).max(0.4);
        let cell = match role {
            Role::Work => [left, y + 1.0, width, LANE - 4.0],
            Role::Kernel => [left, y + 4.0, width, LANE - 10.0],
            Role::Queued => [left, y + 5.0, width, LANE - 12.0],
            _ => [left, y + LANE - 8.0, width, 2.5],
        };
        let colour = marked.map(Mark::colour);
        match cells.iter_mut().find(|kind| (kind.0, kind.1) == (role, colour)) {
            Some(kind) => kind.2.push(cell),
            None => cells.push((role, colour, vec![cell])),
        }
        words.extend(word(&one, (left, width), y));
    }
    for (role, colour, cells) in cells {
        let mark = colour.map(|index| Mark { index: index.into() });
        shapes.push(Shape::new(role, Form::Cells { cells }).marked(mark));
    }
    shapes.append(&mut words);
}

/// The client's number in a stretch of its handler that is wide enough.
fn word(one: &Stretch, (left, width): (f32, f32), y: f32) -> Option<Shape> {
    if one.doing != Doing::Runs(Call::Handler) || one.client == NOBODY {
        return None;
    }
    let long = format!("client {}", one.client);
    let short = one.client.to_string();
    let text = [long, short].into_iter().find(|text| Role::Letter.text_width(text) + 4.0 <= width)?;
    let at = (left + width / 2.0, y + LANE - 6.0);
    Some(Shape::text(Role::Letter, Anchor::Middle, at, text).marked(mark(one.client)))
}

/// How many connections waited for `accept`, as steps, and the SYNs that met a full queue.
fn queue(log: &Log, axis: &Axis, y: f32, shapes: &mut Vec<Shape>) {
    let most = log.queue.iter().map(|(_, length)| *length).max().unwrap_or(0);
    let text = if axis.width > 500.0 { "accept queue" } else { "queue" };
    shapes.push(Shape::text(Role::Note, Anchor::End, (axis.names - 6.0, y + 12.0), text));
    shapes.push(Shape::text(Role::Note, Anchor::End, (axis.names - 6.0, y + 26.0), format!("≤ {most}")));
    let bottom = y + QUEUE;
    let tall = |length: u32| bottom - QUEUE * length as f32 / most.max(1) as f32;
    let mut points = vec![(axis.x(axis.from), bottom)];
    let mut last = bottom;
    for (at, length) in &log.queue {
        let x = axis.x(*at);
        points.push((x, last));
        last = tall(*length);
        points.push((x, last));
    }
    let end = axis.x(log.to);
    points.extend([(end, last), (end, bottom)]);
    shapes.push(Shape::new(Role::Bar, Form::Path { points, closed: true }));
    let drops: Vec<[f32; 4]> = log.drops.iter().map(|at| [axis.x(*at) - 0.75, y - 4.0, 1.5, 7.0]).collect();
    if !drops.is_empty() {
        let says = format!("{} SYNs met a full queue", log.drops.len());
        shapes.push(Shape::new(Role::Refusal, Form::Cells { cells: drops }).says(says));
    }
}

impl Log {
    /// What a thread does at a moment.
    fn doing(&self, thread: u32, at: Nanos) -> Option<&Stretch> {
        self.stretches.iter().find(|one| one.thread == thread && one.from <= at && at < one.to)
    }

    fn queued(&self, at: Nanos) -> u32 {
        self.queue.iter().take_while(|(since, _)| *since <= at).last().map_or(0, |(_, length)| *length)
    }
}

fn table(log: &Log, window: &Window, threads: &[u32]) -> Table {
    let row = |thread: &u32| {
        let one = log.doing(*thread, window.at);
        let (doing, client, since, until, core) = match one {
            None => ("is not there", String::new(), String::new(), String::new(), String::new()),
            Some(one) => (
                one.doing.words(),
                if one.client == NOBODY { String::new() } else { one.client.to_string() },
                window.told(one.from),
                window.told(one.to),
                if one.doing.computes() { one.core.to_string() } else { String::new() },
            ),
        };
        let process = log.processes.get(*thread as usize).map(u32::to_string).unwrap_or_default();
        Row {
            cells: vec![thread.to_string(), process, doing.into(), client, core, since, until],
            target: None,
            mark: None,
            change: Change::Same,
            title: None,
        }
    };
    Table {
        caption: format!("What threads do at {}", window.told(window.at)),
        columns: ["Thread", "Process", "Does", "For client", "On core", "Since", "Until"]
            .map(String::from)
            .into(),
        rows: threads.iter().map(row).collect(),
    }
}

fn describe(name: &str, log: &Log, window: &Window) -> String {
    let at = window.at;
    let now = log.stretches.iter().filter(|one| one.from <= at && at < one.to);
    let (mut cores, mut ready, mut waiting) = (Vec::new(), 0, 0);
    for one in now {
        match one.doing {
            Doing::Runs(call) if one.client == NOBODY => {
                cores.push((one.core, format!("{} of thread {}", call.name(), one.thread)));
            }
            Doing::Runs(call) => {
                cores.push((
                    one.core,
                    format!("{} of thread {} for client {}", call.name(), one.thread, one.client),
                ));
            }
            Doing::Ready => ready += 1,
            Doing::Blocked(_) => waiting += 1,
            Doing::Gone => {}
        }
    }
    cores.sort();
    let cores: Vec<String> =
        cores.into_iter().map(|(core, what)| format!("core {core} runs {what}")).collect();
    let cores = if cores.is_empty() { "no core computes".into() } else { cores.join(", ") };
    let (from, to, answered) = (window.told(log.from), window.told(log.to), log.answers.len());
    if at >= log.to {
        let what = if log.to <= window.from { "the run is over before" } else { "nothing more is drawn at" };
        return format!("{name}, from {from} to {to}, with {answered} answers; {what} {}.", window.told(at));
    }
    format!(
        "{name}, from {from} to {to}, with {answered} answers. At {}: {cores}; {ready} threads wait for a core, {waiting} in calls; {} connections wait for accept.",
        window.told(at),
        log.queued(at)
    )
}
