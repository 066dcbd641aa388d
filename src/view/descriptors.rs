//! The three tables between a program and its sockets: descriptors → open file descriptions → sockets, process by process.

mod facts;
mod lives;
mod picture;
mod plan;

pub(super) use self::plan::Plan;

use self::facts::{Descriptor, Object};
use self::plan::Thing;
use super::moment::Moment;
use super::panel::{Body, Change, Panel, Row, Table, Target};
use super::{Size, words};
use crate::model::event::Event;
use crate::model::id::{FileId, Pid};
use crate::model::sorted::SortedMap;

/// Draws the tables.
pub(super) fn draw(moment: &Moment, size: Size) -> Panel {
    let fds = facts::descriptors(moment);
    let objects = facts::objects(moment);
    let caption = caption(moment, &fds);
    let scene = picture::draw(moment, &fds, &objects, size);
    let rows = table(moment, &fds, &objects);
    Panel {
        description: describe(moment, &fds, &objects, &caption),
        caption,
        body: Body::Drawing { scene, rows },
    }
}

/// `7 · 2 descriptors · O_NONBLOCK`.
fn references(id: FileId, count: usize, nonblocking: bool) -> String {
    let flag = if nonblocking { " · O_NONBLOCK" } else { "" };
    match count {
        0 => format!("{id} · no descriptor{flag}"),
        count => format!("{id} · {}{flag}", words::count(count, "descriptor")),
    }
}

/// What the step did to the tables, and what follows from it.
fn caption(moment: &Moment, fds: &[Descriptor]) -> String {
    for event in moment.events() {
        if let Event::Forked { parent, child, .. } = event {
            let copied = fds.iter().filter(|one| one.pid == *child).count();
            let copies = words::count(copied, "descriptor");
            return format!(
                "fork: process {child} begins with a copy of {copies} of {}. They lead to the same open file \
                 descriptions: nothing was opened anew.",
                facts::process(moment, *parent)
            );
        }
    }
    let closed = |one: &&Descriptor| one.change == Change::Gone;
    let counts = facts::counts(&moment.world);
    if let Some(caption) = closing(moment, &fds.iter().filter(closed).copied().collect::<Vec<_>>(), &counts) {
        return caption;
    }
    if let Some(one) = fds.iter().find(|one| matches!(one.change, Change::Born | Change::Changed)) {
        let leads = counts.get(&one.file).copied().unwrap_or(0);
        let who = facts::process(moment, one.pid);
        return if moment.before.files.contains_key(&one.file) {
            format!(
                "Descriptor {} of {who} leads to an open file description that was there before: now {leads} \
                 descriptors share it.",
                one.fd
            )
        } else {
            format!("{who} has opened descriptor {}: the lowest number that was free.", one.fd)
        };
    }
    "What an open file description stands for is closed with the last descriptor that leads to it.".to_owned()
}

/// What follows from the descriptors that the step closed.
fn closing(moment: &Moment, closed: &[Descriptor], counts: &SortedMap<FileId, usize>) -> Option<String> {
    // The screen's descriptors say least.
    let is_socket = |one: &&Descriptor| moment.before.socket_of(one.file).is_some();
    let one = closed.iter().find(is_socket).or(closed.first())?;
    let who = facts::process(moment, one.pid);
    let what = match moment.before.socket_of(one.file) {
        Some(socket) => match (moment.mark(socket), moment.before.socket(socket).backlog()) {
            (Some(mark), _) => format!("connection {}", mark.letter()),
            (None, Some(_)) => "the listener".to_owned(),
            (None, None) => "the socket".to_owned(),
        },
        None => "the file".to_owned(),
    };
    let rest = closed.len() - 1;
    let more = if rest > 0 { format!(" (and {rest} more)") } else { String::new() };
    let begin = format!("{who} has closed descriptor {}{more}.", one.fd);
    Some(match counts.get(&one.file).copied().unwrap_or(0) {
        0 if moment.world.files.contains_key(&one.file) => {
            format!("{begin} No descriptor is left, but a call or a message still holds {what}.")
        }
        0 => format!("{begin} It was the last that led to {what}: it is closed."),
        left => {
            let left = words::count(left, "descriptor");
            format!("{begin} That does not close {what}: {left} still lead there.")
        }
    })
}

fn describe(moment: &Moment, fds: &[Descriptor], objects: &[Object], caption: &str) -> String {
    const MOST: usize = 8;
    let mut text = format!("The tables at {}, step {}.", words::clock(moment.world.now), moment.at);
    let mut counts: SortedMap<Pid, usize> = SortedMap::new();
    for one in fds.iter().filter(|one| one.change != Change::Gone) {
        *counts.or_default(one.pid) += 1;
    }
    for (pid, count) in counts.iter().take(MOST) {
        text += &format!(" {}: {}.", facts::process(moment, *pid), words::count(*count, "descriptor"));
    }
    if counts.len() > MOST {
        text += &format!(" And {}.", words::count(counts.len() - MOST, "process"));
    }
    let alone = objects.iter().filter(|one| one.file.is_none() && one.change != Change::Gone).count();
    if alone > 0 {
        text += &format!(" No descriptor leads to {}.", words::count(alone, "socket"));
    }
    format!("{text} {caption}")
}

fn table(moment: &Moment, fds: &[Descriptor], objects: &[Object]) -> Table {
    let counts = facts::counts(&moment.world);
    let find = |file: FileId| objects.iter().find(|object| object.file == Some(file));
    let row = |one: &Descriptor| {
        let host = &moment.world.host(moment.world.process(one.pid).host).name;
        let open = facts::file(moment, one.file).map(|(open, _)| open.nonblocking);
        let count = counts.get(&one.file).copied().unwrap_or(0);
        let object = find(one.file);
        let leads = object.map(|object| format!("{} {}", object.text, object.state)).unwrap_or_default();
        Row {
            cells: vec![
                host.clone(),
                facts::process(moment, one.pid),
                one.fd.to_string(),
                references(one.file, count, open.unwrap_or(false)),
                leads.trim_end().to_owned(),
            ],
            target: Some(Target::Descriptor(one.pid, one.fd)),
            mark: object.and_then(|object| object.mark),
            change: one.change,
            title: None,
        }
    };
    let mut rows: Vec<Row> = fds.iter().map(row).collect();
    for object in objects {
        let led = object.file.is_some_and(|file| fds.iter().any(|one| one.file == file));
        if led {
            continue;
        }
        let host = facts::home(moment, object.thing).map(|host| moment.world.host(host).name.clone());
        let file = object.file.map(|file| references(file, 0, false));
        let why = match object.thing {
            Thing::Socket(socket) => facts::without(&moment.world, socket),
            Thing::File(_) => "held",
        };
        rows.push(Row {
            cells: vec![
                host.unwrap_or_default(),
                "none".to_owned(),
                why.to_owned(),
                file.unwrap_or_else(|| "none".to_owned()),
                format!("{} {}", object.text, object.state).trim_end().to_owned(),
            ],
            target: object.target,
            mark: object.mark,
            change: object.change,
            title: None,
        });
    }
    let columns = ["Machine", "Process", "Descriptor", "Open file description", "Stands for"];
    Table {
        caption: format!("Descriptors at {}", words::clock(moment.world.now)),
        columns: columns.map(String::from).to_vec(),
        rows,
    }
}
