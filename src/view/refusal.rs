//! Refused calls: which rule refused one, which socket stands in the way, and what to do.

mod bind;
mod messenger;
mod state;
mod why;

use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;

use self::why::Why;
use super::moment::Moment;
use super::panel::{Body, Change, Mark, Panel, Row, Table, Target};
use super::{Size, words};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::host::Host;
use crate::model::id::{Fd, SocketId, Tid};
use crate::model::process::Process;
use crate::model::socket::Socket;
use crate::model::world::World;

const NOTHING: &str = "No call has been refused yet. When one is, here stands which rule refused it, and which socket is in \
                       the way.";
/// The calls that this view tells of: those on sockets and descriptors.
const CALLS: [&str; 21] = [
    "accept",
    "bind",
    "close",
    "connect",
    "dup",
    "getpeername",
    "getsockname",
    "getsockopt",
    "listen",
    "open",
    "pipe",
    "read",
    "recv",
    "recvfrom",
    "recvmsg",
    "send",
    "sendmsg",
    "sendto",
    "setsockopt",
    "shutdown",
    "socket",
];

/// Draws the refusal of this step, or else the last one before it.
pub(super) fn draw(moment: &Moment, _: Size) -> Panel {
    let when = format!("Refused calls at {}, step {}.", words::clock(moment.world.now), moment.at);
    let Some(case) = Case::at(moment) else {
        return Panel {
            description: format!("{when} {NOTHING}"),
            caption: NOTHING.to_owned(),
            body: Body::Tables(Vec::new()),
        };
    };
    let why = why::of(moment, &case);
    let caption = format!("{} {}", headline(moment, &case), why.why);
    let mut tables = vec![facts(moment, &case, &why)];
    tables.extend(bind::tables(moment, &case));
    Panel { description: format!("{when} {caption}"), caption, body: Body::Tables(tables) }
}

/// A refused call, and the world in which it was made.
struct Case {
    step: usize,
    tid: Tid,
    name: String,
    args: Vec<Datum>,
    /// `None`: the time that `settimeout` gave was over.
    errno: Option<Errno>,
    world: Rc<World>,
    socket: Option<SocketId>,
}

impl Case {
    fn at(moment: &Moment) -> Option<Case> {
        let (index, tid, errno, name, args) = (0..moment.at).rev().find_map(|index| find(moment, index))?;
        let world = moment.world_before(index);
        let mut case = Case { step: index + 1, tid, name, args, errno, world, socket: None };
        let fd = case.int(0).and_then(|fd| i32::try_from(fd).ok()).map(Fd);
        let takes = !matches!(case.name.as_str(), "socket" | "open" | "pipe");
        case.socket = fd.filter(|_| takes).and_then(|fd| {
            let file = *case.process()?.fds.get(&fd)?;
            case.world.socket_of(file)
        });
        Some(case)
    }

    fn process(&self) -> Option<&Process> {
        self.world.processes.get(&self.world.threads.get(&self.tid)?.pid)
    }

    fn socket(&self) -> Option<&Socket> {
        self.world.sockets.get(&self.socket?)
    }

    /// The machine whose kernel refused.
    fn host(&self) -> Option<&Host> {
        let host = self.socket().map(|socket| socket.host).or(self.process().map(|process| process.host))?;
        self.world.hosts.get(usize::from(host.0))
    }

    fn int(&self, index: usize) -> Option<i64> {
        match self.args.get(index)? {
            Datum::Int(value) => Some(*value),
            Datum::Bool(value) => Some(i64::from(*value)),
            _ => None,
        }
    }

    /// The address that the call named, if it named one.
    fn address(&self) -> Option<SocketAddr> {
        let index = match self.name.as_str() {
            "bind" | "connect" => 1,
            "sendto" => 3,
            _ => return None,
        };
        let Datum::Str(host) = self.args.get(index)? else { return None };
        let ip: IpAddr = match host.as_str() {
            "" => IpAddr::from([0, 0, 0, 0]),
            "localhost" => IpAddr::from([127, 0, 0, 1]),
            host => host.parse().ok()?,
        };
        Some(SocketAddr::new(ip.to_canonical(), u16::try_from(self.int(index + 1)?).ok()?))
    }

    /// Whom it speaks to: the address that the call named, or the socket's peer.
    fn peer(&self) -> Option<SocketAddr> {
        self.address().or_else(|| self.socket()?.remote())
    }

    /// `bind(3, 0.0.0.0:80)`.
    fn call(&self) -> String {
        let mut args: Vec<String> = self.int(0).map(|fd| fd.to_string()).into_iter().collect();
        args.extend(self.address().map(|address| address.to_string()));
        if matches!(self.name.as_str(), "listen" | "shutdown") {
            args.extend(self.int(1).map(|number| number.to_string()));
        }
        format!("{}({})", self.name, if self.name == "socket" { String::new() } else { args.join(", ") })
    }
}

type Found = (usize, Tid, Option<Errno>, String, Vec<Datum>);

/// The last call of a step that was refused.
fn find(moment: &Moment, index: usize) -> Option<Found> {
    let range = moment.trace.steps[index].events.clone();
    let events = &moment.trace.events;
    range.rev().find_map(|at| {
        let (tid, errno) = match &events[at] {
            Event::Returned { tid, answer: Err(Failure::Os(errno)) } => (*tid, Some(*errno)),
            Event::Returned { tid, answer: Err(Failure::TimedOut) } => (*tid, None),
            _ => return None,
        };
        let called = events[..at].iter().rev().find_map(|event| match event {
            Event::Called { tid: caller, name, args } if *caller == tid => Some((name, args)),
            _ => None,
        });
        let (name, args) = called.filter(|(name, _)| CALLS.contains(&&***name))?;
        Some((index, tid, errno, name.to_string(), args.clone()))
    })
}

/// Who called what, and which error came back.
fn headline(moment: &Moment, case: &Case) -> String {
    let who = case.process().map_or("A program", |process| process.name.as_str());
    let host = case.host().map(|host| format!(" on {}", host.name)).unwrap_or_default();
    let error = case.errno.map_or("TimeoutError".to_owned(), |errno| errno.to_string());
    let when = moment.earlier(case.step);
    format!("{when}{who}{host} called {}: {error}.", case.call())
}

fn facts(moment: &Moment, case: &Case, why: &Why) -> Table {
    let process = case.process();
    let who = process.map_or_else(String::new, |process| {
        format!("{}, process {}, user {}", process.name, process.pid, process.user.uid.effective)
    });
    let error = case.errno.map_or("TimeoutError: timed out".to_owned(), |errno| {
        format!("{errno}, number {}: {}", errno.number(), errno.text())
    });
    let line = |question: &str, answer: String, target: Option<Target>, mark: Option<Mark>| Row {
        cells: vec![question.to_owned(), answer],
        target,
        mark,
        change: Change::Same,
        title: None,
    };
    let mut rows = vec![
        line("Call", case.call(), None, None),
        line("Caller", who, process.map(|process| Target::Process(process.pid)), None),
    ];
    if let Some(socket) = case.socket() {
        let mark = socket.tuple().and_then(|tuple| moment.letters.mark(tuple));
        rows.push(line("Socket", named(socket), Some(Target::Socket(socket.id)), mark));
    }
    rows.push(line("Error", error, None, None));
    rows.push(line("Why", why.why.clone(), why.target, why.mark));
    rows.push(line("Source", why.source.to_owned(), None, None));
    rows.push(line("What to do", why.advice.to_owned(), None, None));
    let when = if case.step == moment.at { "this step" } else { "earlier" };
    Table {
        caption: format!("The refused call of step {} ({when})", case.step),
        columns: vec!["Question".into(), "Answer".into()],
        rows,
    }
}

/// A socket in words: `TCP socket 3, 0.0.0.0:80, LISTEN`.
fn named(socket: &Socket) -> String {
    let state = socket.tcp_state().in_ss();
    format!("{} socket {}, {}, {state}", socket.protocol, socket.id, words::ends(socket))
}
