//! The facts behind the picture of tables: which descriptor leads where, before and after the step.

use super::plan::Thing;
use crate::model::id::{Fd, FileId, HostId, Pid, SocketId};
use crate::model::packet::Protocol;
use crate::model::process::{FileKind, OpenFile};
use crate::model::socket::Socket;
use crate::model::sorted::SortedMap;
use crate::model::world::World;
use crate::view::panel::Change;
use crate::view::{Mark, Moment, Target, words};

/// A descriptor; one that the step closed is told of once more.
#[derive(Clone, Copy)]
pub(super) struct Descriptor {
    pub(super) pid: Pid,
    pub(super) fd: Fd,
    pub(super) file: FileId,
    pub(super) change: Change,
}

/// Every descriptor of both worlds, in order.
pub(super) fn descriptors(moment: &Moment) -> Vec<Descriptor> {
    let mut all: SortedMap<(Pid, Fd), Descriptor> = SortedMap::new();
    for (world, change) in [(&moment.before, Change::Gone), (&moment.world, Change::Born)] {
        for process in world.processes.values() {
            for (fd, file) in &process.fds {
                let (pid, fd, file) = (process.pid, *fd, *file);
                let change = match (all.get(&(pid, fd)), change) {
                    (Some(old), Change::Born) if old.file == file => Change::Same,
                    (Some(_), Change::Born) => Change::Changed,
                    (_, change) => change,
                };
                all.insert((pid, fd), Descriptor { pid, fd, file, change });
            }
        }
    }
    all.into_iter().map(|(_, one)| one).collect()
}

/// How many descriptors lead to each file.
pub(super) fn counts(world: &World) -> SortedMap<FileId, usize> {
    let mut counts: SortedMap<FileId, usize> = SortedMap::new();
    for file in world.processes.values().flat_map(|process| process.fds.values()) {
        *counts.or_default(*file) += 1;
    }
    counts
}

/// An open file description, or what was left of it in this step.
pub(super) fn file(moment: &Moment, id: FileId) -> Option<(&OpenFile, bool)> {
    let now = moment.world.files.get(&id).map(|open| (open, false));
    now.or_else(|| moment.before.files.get(&id).map(|open| (open, true)))
}

/// What a file stands for, or a socket that has none.
pub(super) struct Object {
    pub(super) thing: Thing,
    pub(super) file: Option<FileId>,
    /// `80 → 192.168.1.10:49152`.
    pub(super) text: String,
    /// `ESTAB`.
    pub(super) state: String,
    pub(super) mark: Option<Mark>,
    pub(super) target: Option<Target>,
    pub(super) change: Change,
    pub(super) listens: bool,
}

/// All that is open, and all sockets.
pub(super) fn objects(moment: &Moment) -> Vec<Object> {
    let mut all: SortedMap<Thing, Object> = SortedMap::new();
    for (world, gone) in [(&moment.world, false), (&moment.before, true)] {
        for (id, open) in &world.files {
            let thing = Thing::of(*id, open.kind);
            if !all.contains_key(&thing) {
                all.insert(thing, object(moment, world, thing, Some((*id, open)), gone));
            }
        }
        for id in world.sockets.keys() {
            let thing = Thing::Socket(*id);
            if !all.contains_key(&thing) {
                all.insert(thing, object(moment, world, thing, None, gone));
            }
        }
    }
    all.into_iter().map(|(_, object)| object).collect()
}

fn object(
    moment: &Moment,
    world: &World,
    thing: Thing,
    open: Option<(FileId, &OpenFile)>,
    gone: bool,
) -> Object {
    let file = open.map(|(file, _)| file);
    let socket = match thing {
        Thing::Socket(socket) => world.sockets.get(&socket),
        Thing::File(_) => None,
    };
    let (text, state) = match (socket, open) {
        (Some(socket), _) => of_socket(socket),
        (None, Some((file, open))) => of_file(world, file, open.kind),
        (None, None) => (String::new(), String::new()),
    };
    let was = match thing {
        Thing::Socket(socket) => moment.before.sockets.contains_key(&socket),
        Thing::File(file) => moment.before.files.contains_key(&file),
    };
    let told = |world: &World| match thing {
        Thing::Socket(socket) => world.sockets.get(&socket).map(of_socket),
        Thing::File(file) => world.files.get(&file).map(|open| of_file(world, file, open.kind)),
    };
    let change = match (gone, was) {
        (true, _) => Change::Gone,
        (false, false) => Change::Born,
        (false, true) if told(&moment.before) != told(&moment.world) => Change::Changed,
        (false, true) => Change::Same,
    };
    Object {
        thing,
        file,
        text,
        state,
        mark: socket.and_then(|socket| moment.mark(socket.id)),
        target: socket.map(|socket| Target::Socket(socket.id)).or(file.map(Target::File)),
        change,
        listens: socket.is_some_and(|socket| socket.backlog().is_some()),
    }
}

fn of_socket(socket: &Socket) -> (String, String) {
    let state = socket.tcp_state().in_ss().to_owned();
    let text = match (socket.protocol, socket.local, socket.remote()) {
        (Protocol::Udp, Some(local), Some(remote)) => format!("UDP {} → {remote}", local.port()),
        (Protocol::Udp, Some(local), None) => format!("UDP {local}"),
        (Protocol::Udp, None, _) => "UDP, no address yet".to_owned(),
        _ => words::ends(socket),
    };
    (text, state)
}

fn of_file(world: &World, file: FileId, kind: FileKind) -> (String, String) {
    let bytes = |channel| world.channels.get(channel).map_or(0, |channel| channel.len());
    match kind {
        FileKind::Terminal => ("the terminal".to_owned(), String::new()),
        FileKind::Socket(socket) => (format!("socket {socket}"), String::new()),
        FileKind::Pipe(channel, end) => {
            let end = match end {
                crate::model::process::End::Read => "read",
                crate::model::process::End::Write => "write",
            };
            (format!("pipe {channel}, {end} end"), format!("{} B", bytes(&channel)))
        }
        FileKind::Pair(pair) => {
            (format!("UNIX socket {} ⇄ {}", pair.reads, pair.writes), format!("{} B", bytes(&pair.reads)))
        }
        FileKind::Epoll(epoll) => {
            let Some(epoll) = world.epolls.get(&epoll) else { return ("epoll".to_owned(), String::new()) };
            let fds: Vec<String> = epoll.interest.keys().map(|(fd, _)| fd.to_string()).collect();
            let text = if fds.is_empty() { "nothing".to_owned() } else { format!("fd {}", fds.join(", ")) };
            (format!("epoll of {text}"), format!("{} ready", epoll.ready.len()))
        }
        FileKind::Text => {
            let left = world.texts.get(&file).map_or(0, Vec::len);
            ("a file of /proc".to_owned(), format!("{left} B left"))
        }
    }
}

/// Why no descriptor leads to a socket.
pub(super) fn without(world: &World, id: SocketId) -> &'static str {
    let Some(socket) = world.sockets.get(&id) else { return "gone" };
    let backlog = socket
        .tcb()
        .and_then(|tcb| tcb.listener)
        .and_then(|listener| world.sockets.get(&listener))
        .and_then(|listener| listener.backlog());
    match backlog {
        Some(backlog) if backlog.syn_queue.contains(&id) => "in the SYN queue",
        Some(backlog) if backlog.accept_queue.contains(&id) => "in the accept queue",
        _ => "closed by all",
    }
}

/// The name of a process, with its number.
pub(super) fn process(moment: &Moment, pid: Pid) -> String {
    format!("{} {pid}", moment.world.process(pid).name)
}

/// The host that a socket belongs to.
pub(super) fn home(moment: &Moment, thing: Thing) -> Option<HostId> {
    let Thing::Socket(socket) = thing else { return None };
    let socket = moment.world.sockets.get(&socket).or_else(|| moment.before.sockets.get(&socket));
    socket.map(|socket| socket.host)
}
