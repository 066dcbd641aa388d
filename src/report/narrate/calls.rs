//! System calls: what each did, in words.

use std::net::SocketAddr;

use super::words::{bytes, failure, preview};
use super::{Step, datagrams};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{Fd, SocketId, Tid};
use crate::model::process::Wait;
use crate::model::socket::SocketState;
use crate::model::tcp::TcpState;

/// A call, by whom, with its arguments.
pub(super) struct Called<'a> {
    pub(super) step: &'a Step<'a>,
    pub(super) tid: Tid,
    pub(super) who: String,
    pub(super) name: &'a str,
    pub(super) args: &'a [Datum],
}

impl Called<'_> {
    fn int(&self, index: usize) -> i64 {
        match self.args.get(index) {
            Some(Datum::Int(value)) => *value,
            Some(Datum::Bool(value)) => i64::from(*value),
            _ => -1,
        }
    }

    /// The socket behind the descriptor that is the first argument.
    pub(super) fn socket(&self) -> Option<SocketId> {
        let world = self.step.before;
        let fd = Fd(i32::try_from(self.int(0)).ok()?);
        let process = world.processes.get(&world.threads.get(&self.tid)?.pid)?;
        world.socket_of(*process.fds.get(&fd)?)
    }

    pub(super) fn peer(&self) -> String {
        let remote = self.socket().and_then(|socket| self.step.socket(socket)?.remote());
        remote.map_or_else(|| "nobody".to_owned(), |remote| remote.to_string())
    }

    fn local(&self) -> Option<SocketAddr> {
        self.step.socket(self.socket()?)?.local
    }

    /// The machine whose kernel has the socket.
    fn host(&self) -> &str {
        let host = self.socket().and_then(|socket| self.step.socket(socket)).map(|socket| socket.host);
        host.map_or("", |host| self.step.after.host(host).name.as_str())
    }

    fn sent(&self, what: impl Fn(crate::model::packet::Flags) -> bool) -> bool {
        self.step.has(|event| matches!(event, Event::Sent { packet, .. } if what(packet.flags())))
    }
}

/// The call cannot be answered yet.
pub(super) fn waits(call: &Called, wait: Wait) -> String {
    let (who, name) = (&call.who, call.name);
    match wait {
        Wait::Accept(_) => format!("{who} called accept() and waits for a connection."),
        Wait::Connect(_) if call.sent(|flags| flags.syn) => {
            format!("{}; {who} waits in connect().", syn_sent(call))
        }
        Wait::Connect(_) => super::packets::dropped(call.step)
            .unwrap_or_else(|| format!("{who} waits on in connect() to {}.", call.peer())),
        Wait::Receive(socket) => match call.step.socket(socket).filter(|socket| socket.udp().is_some()) {
            Some(socket) => datagrams::awaited(call, socket),
            None => format!("{who} called {name}() and waits for bytes from {}.", call.peer()),
        },
        Wait::Send(_) => format!("{who} waits in {name}(): the send queue to {} is full.", call.peer()),
        Wait::Fill(_) => format!("{who} waits in {name}() for bytes."),
        Wait::Drain(_) => format!("{who} waits in {name}() for room."),
        Wait::Poll | Wait::Epoll(_) => format!("{who} waits in {name}() until one of its files is ready."),
        Wait::Sleep => format!("{who} sleeps for {}.", seconds(call.args.first())),
        Wait::Command => format!("{who} starts the command {}.", command(call).unwrap_or("it asked for")),
        Wait::Start => format!("{who} waits for its beginning."),
        Wait::Thread(other) => format!("{who} waits for the end of thread {other}."),
        Wait::Child => format!("{who} waits for the end of a child process."),
        Wait::Key(_) => format!("{who} waits for another thread."),
    }
}

/// What `popen` was given, or the laboratory's report.
fn command<'a>(call: &'a Called) -> Option<&'a str> {
    call.args.iter().rev().find_map(|arg| match arg {
        Datum::Str(text) => Some(text.as_str()),
        _ => None,
    })
}

fn syn_sent(call: &Called) -> String {
    let port = call.local().map_or(0, |local| local.port());
    format!("{} sent SYN to {} from port {port}", call.host(), call.peer())
}

fn seconds(value: Option<&Datum>) -> String {
    match value {
        Some(Datum::Float(seconds)) => format!("{seconds} s"),
        Some(Datum::Int(seconds)) => format!("{seconds} s"),
        _ => "a while".to_owned(),
    }
}

/// The call failed.
pub(super) fn failed(call: &Called, problem: &Failure) -> String {
    let (who, name) = (&call.who, call.name);
    match problem {
        Failure::Os(Errno::EINPROGRESS) => {
            format!("{}; {who} does not wait (EINPROGRESS).", syn_sent(call))
        }
        Failure::Os(Errno::EAGAIN) => {
            format!("{who}: {name}() would have to wait, and may not: EAGAIN ({}).", Errno::EAGAIN.text())
        }
        problem => format!("{who}: {name}() failed: {}.", failure(problem)),
    }
}

/// The call was answered.
pub(super) fn done(call: &Called, value: &Datum) -> String {
    let told = datagrams::call(call)
        .or_else(|| socket_call(call, value))
        .or_else(|| stream_call(call, value))
        .or_else(|| task_call(call, value));
    told.unwrap_or_else(|| format!("{} called {}().", call.who, call.name))
}

/// Calls that give a socket its names.
fn socket_call(call: &Called, value: &Datum) -> Option<String> {
    let (who, fd) = (&call.who, call.int(0));
    Some(match call.name {
        "socket" | "lab_socket" => format!("{who} made a socket; it is descriptor {}.", number(value)),
        "bind" => {
            let chosen = call.step.has(|event| matches!(event, Event::Bound { chosen: true, .. }));
            let by = if chosen { "; the kernel chose the port" } else { "" };
            format!("{who} bound descriptor {fd} to {}{by}.", call.local()?)
        }
        "listen" => {
            let limit = call.step.find(|event| match event {
                Event::Listened { limit, .. } => Some(*limit),
                _ => None,
            })?;
            format!("{who} listens on {}, with a backlog of {limit}.", call.local()?)
        }
        "accept" => {
            let Datum::Tuple(parts) = value else { return None };
            let socket = call.step.find(|event| match event {
                Event::Accepted { socket, .. } => Some(*socket),
                _ => None,
            })?;
            let peer = call.step.socket(socket)?.remote()?;
            let fd = parts.first().map(number).unwrap_or_default();
            format!(
                "{who}: accept() took the connection from {peer} out of the accept queue; it is descriptor {fd}."
            )
        }
        "connect" => format!("{who}: connect() is done: the connection to {} is open.", call.peer()),
        "getsockname" => format!("{who} asked for its own end: it is {}.", address(value)?),
        "getpeername" => format!("{who} asked for the other end: it is {}.", address(value)?),
        "setsockopt" => format!("{who} set {} on descriptor {fd}.", option(call.int(1), call.int(2))),
        "getsockopt" => {
            format!("{who} asked for {} of descriptor {fd}.", option(call.int(1), call.int(2)))
        }
        "set_blocking" => {
            let verb = if call.int(1) == 0 { "not wait" } else { "wait" };
            format!("{who} said that calls on descriptor {fd} may {verb}.")
        }
        "dup" => format!("{who} copied descriptor {fd}; the copy is {}.", number(value)),
        _ => return None,
    })
}

/// Calls that move bytes, or end.
fn stream_call(call: &Called, value: &Datum) -> Option<String> {
    let (who, name, fd) = (&call.who, call.name, call.int(0));
    if call.socket().is_none() {
        return file_call(call, value);
    }
    Some(match (name, value) {
        ("send" | "write", Datum::Int(count)) => {
            let count = usize::try_from(*count).unwrap_or(0);
            let rest = if call.sent(|_| true) { "" } else { "; they wait in the send queue" };
            format!("{who} sent {} to {}{rest}.", bytes(count), call.peer())
        }
        ("recv" | "read", Datum::Bytes(data)) if data.is_empty() => {
            format!("{who}: {name}() gave no bytes: {} has sent its last one.", call.peer())
        }
        ("recv" | "read", Datum::Bytes(data)) => {
            let shown = preview(data).map_or(String::new(), |text| format!(": {text}"));
            format!("{who}: {name}() took {} from {}{shown}", bytes(data.len()), call.peer())
        }
        ("shutdown", _) => {
            let how = ["reading", "writing", "reading and writing"];
            let how = how[usize::try_from(call.int(1)).unwrap_or(0).min(2)];
            format!("{who} shut descriptor {fd} down for {how}{}.", farewell(call))
        }
        ("close", _) => close(call),
        _ => return None,
    })
}

/// Calls on pipes, pairs of sockets and files of the kernel's own.
fn file_call(call: &Called, value: &Datum) -> Option<String> {
    let (who, name, fd) = (&call.who, call.name, call.int(0));
    Some(match (name, value) {
        ("send" | "write" | "sendmsg", Datum::Int(count)) => {
            format!("{who} wrote {} to descriptor {fd}.", bytes(usize::try_from(*count).unwrap_or(0)))
        }
        ("recv" | "read", Datum::Bytes(data)) if data.is_empty() => {
            format!("{who}: {name}() gave no bytes: descriptor {fd} is at its end.")
        }
        ("recv" | "read", Datum::Bytes(data)) => {
            let shown = preview(data).map_or(String::new(), |text| format!(": {text}"));
            format!("{who}: {name}() took {} from descriptor {fd}{shown}", bytes(data.len()))
        }
        ("close", _) => format!("{who} closed descriptor {fd}."),
        ("shutdown", _) => format!("{who} shut descriptor {fd} down."),
        _ => return None,
    })
}

fn close(call: &Called) -> String {
    let (who, fd) = (&call.who, call.int(0));
    let Some(socket) = call.socket() else { return format!("{who} closed descriptor {fd}.") };
    if !call.step.has(|event| matches!(event, Event::Orphaned { .. })) {
        return format!("{who} closed descriptor {fd}; another one still leads to the socket.");
    }
    let was = call.step.before.sockets.get(&socket);
    match was.map(|socket| (&socket.state, socket.local)) {
        Some((SocketState::Listening(_), Some(local))) => {
            format!("{who} closed descriptor {fd}: the listener on {local} is gone.")
        }
        _ => format!("{who} closed descriptor {fd}{}.", farewell(call)),
    }
}

/// What the kernel told the other side, and the new state.
fn farewell(call: &Called) -> String {
    let state = call.socket().and_then(|socket| call.step.new_state(socket));
    let peer = call.peer();
    if call.sent(|flags| flags.rst) {
        return format!("; the connection to {peer} was ended by RST");
    }
    let fin = if call.sent(|flags| flags.fin) { format!("; a FIN left for {peer}") } else { String::new() };
    match state {
        Some(TcpState::Closed) | None => fin,
        Some(state) => format!("{fin}; its state is now {state}"),
    }
}

/// Calls about processes, threads and time.
fn task_call(call: &Called, value: &Datum) -> Option<String> {
    let who = &call.who;
    Some(match call.name {
        "clone" => format!("{who} started thread {}.", number(value)),
        "fork" => format!("{who} forked; its copy is process {}.", number(value)),
        "join" => format!("{who} learned that thread {} has ended.", call.int(0)),
        "pipe" | "socketpair" => format!("{who} made two descriptors that lead to each other."),
        "poll" | "epoll_wait" => match value {
            Datum::List(found) if found.is_empty() => format!("{who} asked for ready files: none is."),
            Datum::List(found) => {
                let fds: Vec<String> = found.iter().filter_map(first).collect();
                format!("{who} learned what is ready: descriptor {}.", fds.join(", "))
            }
            _ => return None,
        },
        "kill" => format!("{who} sent signal {} to process {}.", call.int(1), call.int(0)),
        "setuid" | "seteuid" => format!("{who} is now user {}.", call.int(0)),
        "waitpid" => format!("{who} learned of a child's end."),
        "wait" => format!("{who} stopped waiting for another thread."),
        "wake" => format!("{who} let threads that waited for it go on{}.", count_of(value)),
        "clock" => format!("{who} asked for the time."),
        "sleep" => format!("{who} has slept."),
        "work" => format!("{who} computed for {}.", seconds(call.args.first())),
        "getpid" => format!("{who} asked for its process number: it is {}.", number(value)),
        "getppid" => format!("{who} asked for its parent's process number: it is {}.", number(value)),
        "gettid" => format!("{who} asked for its thread number: it is {}.", number(value)),
        "popen" | "lab_report" => {
            format!("{who} ran the command {}.", command(call)?)
        }
        "lab_net" | "lab_wire" => format!("{who} built the machines of its laboratory."),
        "lab_fw" => format!("{who} changed the packet filter of {}.", text_of(call.args.first())),
        "lab_nat_ports" => format!("{who} limited the outside ports of the router."),
        "lab_port_forward" => format!("{who} forwarded a port of the router to a machine inside."),
        "lab_wire_flight" => format!("{who} looked at the packets on the wire."),
        "lab_wire_deliver" => format!("{who} let a packet on the wire arrive."),
        "lab_wire_drop" => format!("{who} took a packet off the wire: it is lost."),
        _ => return None,
    })
}

/// The descriptor in a pair of a descriptor and events.
fn first(pair: &Datum) -> Option<String> {
    match pair {
        Datum::Tuple(parts) => parts.first().map(number),
        _ => None,
    }
}

fn text_of(value: Option<&Datum>) -> &str {
    match value {
        Some(Datum::Str(text)) => text,
        _ => "a machine",
    }
}

fn count_of(value: &Datum) -> String {
    match value {
        Datum::Int(0) => ": there were none".to_owned(),
        Datum::Int(count) => format!(": {count}"),
        _ => String::new(),
    }
}

fn number(value: &Datum) -> String {
    match value {
        Datum::Int(number) => number.to_string(),
        _ => "unknown".to_owned(),
    }
}

fn address(value: &Datum) -> Option<String> {
    match value {
        Datum::Tuple(parts) => match parts.as_slice() {
            [Datum::Str(host), Datum::Int(port)] => Some(format!("{host}:{port}")),
            _ => None,
        },
        _ => None,
    }
}

/// An option's name (Linux `socket.h`, `tcp.h`).
fn option(level: i64, option: i64) -> String {
    let name = match (level, option) {
        (1, 2) => "SO_REUSEADDR",
        (1, 3) => "SO_TYPE",
        (1, 4) => "SO_ERROR",
        (1, 6) => "SO_BROADCAST",
        (1, 7) => "SO_SNDBUF",
        (1, 8) => "SO_RCVBUF",
        (1, 9) => "SO_KEEPALIVE",
        (1, 13) => "SO_LINGER",
        (1, 15) => "SO_REUSEPORT",
        (0, 24) => "IP_BIND_ADDRESS_NO_PORT",
        (0, 33) => "IP_MULTICAST_TTL",
        (0, 35) => "IP_ADD_MEMBERSHIP",
        (0, 36) => "IP_DROP_MEMBERSHIP",
        (0, 49) => "IP_MULTICAST_ALL",
        (6, 1) => "TCP_NODELAY",
        _ => return format!("option {option}"),
    };
    name.to_owned()
}
