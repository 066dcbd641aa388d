//! Server architectures, as the system calls that their threads make for one request. What a program in
//! `lessons/programs/servers` does between two calls is summarised here: the handler's computing and waiting are what the
//! load says they are.

use serde::{Deserialize, Serialize};

/// How a server is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Architecture {
    /// One thread: one connection after the other.
    Iterative,
    /// One thread with epoll.
    EventLoop,
    /// One thread with epoll, and four that do the waiting for it, as libuv has them.
    EventLoopPool,
    /// A new thread for each connection.
    ThreadPerConnection,
    /// A fixed number of threads that take connections from a queue.
    ThreadPool,
    /// A new process for each connection.
    ProcessPerConnection,
    /// A fixed number of processes in `accept` on one inherited socket.
    Prefork,
    /// A fixed number of processes, each with epoll, on one inherited socket (EPOLLEXCLUSIVE).
    PreforkEpoll,
    /// A fixed number of processes, each with epoll and a listener of its own (SO_REUSEPORT).
    Reuseport,
    /// Many tasks on a fixed number of threads.
    Async,
}

/// Every architecture, by its name on the command line.
pub const ARCHITECTURES: [(&str, Architecture); 10] = [
    ("iterative", Architecture::Iterative),
    ("event-loop", Architecture::EventLoop),
    ("event-loop-pool", Architecture::EventLoopPool),
    ("thread-per-connection", Architecture::ThreadPerConnection),
    ("thread-pool", Architecture::ThreadPool),
    ("process-per-connection", Architecture::ProcessPerConnection),
    ("prefork", Architecture::Prefork),
    ("prefork-epoll", Architecture::PreforkEpoll),
    ("reuseport", Architecture::Reuseport),
    ("async", Architecture::Async),
];

impl Architecture {
    /// The architecture of this name.
    pub fn named(name: &str) -> Option<Architecture> {
        ARCHITECTURES.iter().find(|(known, _)| *known == name).map(|(_, architecture)| *architecture)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        ARCHITECTURES.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }
}

/// What a thread does next. Numbers are places in its program.
#[derive(Clone, Copy, Debug)]
pub(super) enum Op {
    /// `accept`: waits for a connection.
    Accept,
    /// `recv`: waits for a request.
    Recv,
    /// The handler computes.
    Compute,
    /// The handler waits, and its thread with it.
    Sleep,
    /// `send` of the answer …
    Send,
    /// … which leaves for the client.
    Deliver,
    /// Goes there if the connection is kept for further requests.
    Again(u8),
    /// `close`.
    Close,
    /// Goes there.
    Jump(u8),
    /// Makes a thread that serves the connection …
    Spawn,
    /// … or a process …
    Fork,
    /// … which may run from now on.
    Start,
    /// The first steps of such a thread or process …
    Begin,
    /// … and its last …
    End,
    /// … after which it is gone.
    Exit,
    /// Puts the connection into the pool's queue.
    Put,
    /// Takes one from it.
    Get,
    /// `epoll_wait`: waits until something is ready.
    Poll,
    /// Goes to what is to be done for the next ready thing: a listener, a request, an answer.
    Next { accept: u8, read: u8, write: u8, poll: u8 },
    /// `accept` of one connection that waits, or of all.
    AcceptReady { next: u8 },
    /// Hands the waiting to somebody else, and goes on with the next ready thing; or waits here.
    Hand { next: u8 },
    /// Tells the loop that the waiting is over.
    Complete,
}

/// What a thread does, as a picture shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doing {
    /// It is not there yet, or no longer.
    Gone,
    /// It could compute, and waits for a core.
    Ready,
    /// It computes.
    Runs(Call),
    /// It waits in a call.
    Blocked(Call),
}

/// The calls, and what else a thread computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Call {
    /// A core turns to it, and the kernel wakes it.
    Switch,
    /// `accept`.
    Accept,
    /// `recv`.
    Recv,
    /// The handler computes, or wants the lock that it needs for it.
    Handler,
    /// The handler waits for something else.
    Sleep,
    /// `send`.
    Send,
    /// `close`.
    Close,
    /// A thread or process is made, begins or ends.
    Make,
    /// The queue of a pool.
    Queue,
    /// `epoll_wait`.
    Poll,
}

impl Call {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Call::Switch => "a switch",
            Call::Accept => "accept",
            Call::Recv => "recv",
            Call::Handler => "the handler",
            Call::Sleep => "a wait",
            Call::Send => "send",
            Call::Close => "close",
            Call::Make => "making threads or processes",
            Call::Queue => "the pool's queue",
            Call::Poll => "epoll_wait",
        }
    }
}

impl Op {
    /// What a picture shows of it.
    pub(super) fn call(self) -> Call {
        match self {
            Op::Accept | Op::AcceptReady { .. } => Call::Accept,
            Op::Recv => Call::Recv,
            Op::Compute => Call::Handler,
            Op::Sleep | Op::Hand { .. } => Call::Sleep,
            Op::Send | Op::Deliver | Op::Again(_) => Call::Send,
            Op::Close => Call::Close,
            Op::Spawn | Op::Fork | Op::Start | Op::Begin | Op::End | Op::Exit => Call::Make,
            Op::Put | Op::Get | Op::Complete => Call::Queue,
            Op::Poll | Op::Next { .. } | Op::Jump(_) => Call::Poll,
        }
    }
}

/// A thread's program.
pub(super) type Program = &'static [Op];

use Op::*;

/// Accepts and serves, one after the other.
pub(super) const SERVER: Program = &[Accept, Recv, Compute, Sleep, Send, Deliver, Again(1), Close, Jump(0)];

/// Takes connections from the pool's queue.
pub(super) const WORKER: Program = &[Get, Recv, Compute, Sleep, Send, Deliver, Again(1), Close, Jump(0)];

/// Accepts, and gives each connection to somebody else.
pub(super) const PUTTER: Program = &[Accept, Put, Jump(0)];
pub(super) const SPAWNER: Program = &[Accept, Spawn, Start, Jump(0)];
pub(super) const FORKER: Program = &[Accept, Fork, Start, Jump(0)];

/// Serves one connection.
pub(super) const CHILD: Program = &[Begin, Recv, Compute, Sleep, Send, Deliver, Again(1), Close, End, Exit];

/// An event loop.
pub(super) const LOOP: Program = &[
    Poll,
    Next { accept: 2, read: 3, write: 6, poll: 0 },
    AcceptReady { next: 1 },
    Recv,
    Compute,
    Hand { next: 1 },
    Send,
    Deliver,
    Again(1),
    Close,
    Jump(1),
];

/// Waits in a loop's stead.
pub(super) const HELPER: Program = &[Get, Sleep, Complete, Jump(0)];
