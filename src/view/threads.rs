//! What each program is doing: the line it is on, and the call it waits in.

use super::moment::Moment;
use super::panel::{Body, Change, Mark, Panel, Row, Table, Target};
use super::{Size, words};
use crate::model::event::Event;
use crate::model::id::{Pid, Tid};
use crate::model::process::{Process, ThreadState, Wait};
use crate::model::time::Instant;
use crate::model::world::World;

/// A thread on a line of a script: for the margin of an editor.
#[derive(Clone, Debug, PartialEq)]
pub struct LineMark {
    /// The line, from 1.
    pub line: u32,
    /// What stands there: the letter of the thread's connection, or its machine's name.
    pub label: String,
    /// The connection that the thread is busy with, if there is exactly one.
    pub mark: Option<Mark>,
    /// The line, as other pictures know it.
    pub target: Target,
    /// What the thread is doing there.
    pub doing: String,
    /// Did it come here in this step?
    pub now: bool,
}

/// Draws the table.
pub(super) fn draw(moment: &Moment, _: Size) -> Panel {
    let columns = ["Machine", "Program", "Line", "Text", "It is"].map(String::from).to_vec();
    let rows: Vec<Row> = moment.world.processes.values().flat_map(|process| rows(moment, process)).collect();
    let world = &moment.world;
    let mut description = format!("The programs at {}, step {}:", words::clock(world.now), moment.at);
    let all: Vec<String> = world
        .processes
        .values()
        .map(|process| {
            let line = process.threads.first().and_then(|tid| process.memory.place(*tid));
            let line = line.map(|place| format!(" line {}", place.line)).unwrap_or_default();
            format!(" {}{line} {}", process.name, words::doing(world, process.pid))
        })
        .collect();
    description += &if all.is_empty() { " none".to_owned() } else { all.join(";") };
    let table = Table { caption: "Programs".into(), columns, rows };
    Panel { description: description + ".", caption: String::new(), body: Body::Tables(vec![table]) }
}

/// The threads that stand on lines of a script.
pub fn marks(moment: &Moment, file: &str) -> Vec<LineMark> {
    let processes = moment.world.processes.values().filter(|process| process.name == file);
    let threads = processes.flat_map(|process| process.threads.iter().map(move |tid| (process, *tid)));
    let mark = |(process, tid): (&Process, Tid)| {
        let line = process.memory.place(tid)?.line;
        let mark = connection(moment, process, tid);
        let host = &moment.world.host(process.host).name;
        Some(LineMark {
            line,
            label: mark.map_or_else(|| host.clone(), Mark::letter),
            mark,
            target: Target::Line(process.pid, line),
            doing: format!("{} on {host}: {}", process.name, doing(moment, tid)),
            now: line_before(moment, process.pid, tid) != Some(line),
        })
    };
    threads.filter_map(mark).collect()
}

fn rows(moment: &Moment, process: &Process) -> Vec<Row> {
    let host = moment.world.host(process.host).name.clone();
    let name = format!("{} pid {}", process.name, process.pid);
    if process.status.is_some() {
        let before = moment.before.processes.get(&process.pid).and_then(|process| process.status);
        let cells = vec![host, name, String::new(), String::new(), words::doing(&moment.world, process.pid)];
        let change = if before.is_none() && moment.at > 0 { Change::Changed } else { Change::Same };
        return vec![Row {
            cells,
            target: Some(Target::Process(process.pid)),
            mark: None,
            change,
            title: None,
        }];
    }
    let row = |tid: &Tid| {
        let line = process.memory.place(*tid).map(|place| place.line);
        let thread = if process.threads.len() > 1 { format!("{name} thread {tid}") } else { name.clone() };
        let state = |world: &World| world.threads.get(tid).map(|thread| thread.state);
        let moved = line_before(moment, process.pid, *tid) != line;
        let change = match moment.before.threads.get(tid) {
            None => Change::Born,
            Some(_) if moved || state(&moment.world) != state(&moment.before) => Change::Changed,
            Some(_) => Change::Same,
        };
        Row {
            cells: vec![
                host.clone(),
                thread,
                line.map(|line| line.to_string()).unwrap_or_default(),
                line.and_then(|line| process.memory.line(line)).unwrap_or_default().trim().to_owned(),
                doing(moment, *tid),
            ],
            target: Some(line.map_or(Target::Process(process.pid), |line| Target::Line(process.pid, line))),
            mark: connection(moment, process, *tid),
            change,
            title: None,
        }
    };
    process.threads.iter().map(row).collect()
}

fn line_before(moment: &Moment, pid: Pid, tid: Tid) -> Option<u32> {
    moment.before.processes.get(&pid)?.memory.place(tid).map(|place| place.line)
}

/// Running, ready, or waiting for how long.
fn doing(moment: &Moment, tid: Tid) -> String {
    match moment.world.thread(tid).state {
        ThreadState::Ready => "ready to run".into(),
        ThreadState::Running => "running".into(),
        ThreadState::Exited => "ended".into(),
        ThreadState::Blocked(Wait::Start) => "not started yet".into(),
        ThreadState::Blocked(wait) => {
            let since = blocked_since(moment, tid).unwrap_or(moment.world.now);
            let length = moment.world.now - since;
            let long = if length.is_zero() { String::new() } else { format!(" for {}", words::span(length)) };
            format!("blocked in {}{long}", words::call_of(wait))
        }
    }
}

/// When the wait began that a thread is in.
fn blocked_since(moment: &Moment, thread: Tid) -> Option<Instant> {
    let past = &moment.trace.events[..moment.trace.end_of(moment.at)];
    let blocked =
        past.iter().rposition(|event| matches!(event, Event::Blocked { tid, .. } if *tid == thread))?;
    past[..blocked].iter().rev().find_map(|event| match event {
        Event::CameDue { at, .. } => Some(*at),
        _ => None,
    })
}

/// The connection that a thread waits for, or else the only one that its process holds.
fn connection(moment: &Moment, process: &Process, tid: Tid) -> Option<Mark> {
    let world = &moment.world;
    let waits = match world.thread(tid).state {
        ThreadState::Blocked(wait) => wait.socket(),
        _ => None,
    };
    if let Some(mark) = waits.and_then(|socket| moment.mark(socket)) {
        return Some(mark);
    }
    let sockets = process.fds.values().filter_map(|file| world.socket_of(*file));
    let mut marks: Vec<Mark> = sockets.filter_map(|socket| moment.mark(socket)).collect();
    marks.dedup();
    match marks.as_slice() {
        [mark] if process.threads.len() == 1 => Some(*mark),
        _ => None,
    }
}
