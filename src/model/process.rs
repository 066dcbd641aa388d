//! Processes and threads, and the two tables between a program and its sockets.
//!
//! descriptor (per process) → open file description → socket: `fork` and `dup` copy descriptors, never what they
//! point to.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::sorted::SortedMap;
use std::time::Duration;

use super::datum::{Datum, Failure};
use super::diagnostic::Diagnostic;
use super::id::{ChannelId, EpollId, Fd, FileId, HostId, Pid, SocketId, Tid};
use super::time::Instant;
use super::user::User;
use super::vm::{Memory, Stop};

/// A running program.
#[derive(Clone, Debug, PartialEq)]
pub struct Process {
    /// Its number.
    pub pid: Pid,
    /// Whose child it is; the first processes of the world have none.
    pub parent: Option<Pid>,
    /// Where it runs.
    pub host: HostId,
    /// The file it was started from.
    pub name: String,
    /// On whose behalf it runs.
    pub user: User,
    /// How many descriptors it may have: now, and at most (`RLIMIT_NOFILE`).
    pub descriptor_limits: (u32, u32),
    /// Its descriptors.
    pub fds: BTreeMap<Fd, FileId>,
    /// Its threads that still live.
    pub threads: Vec<Tid>,
    /// Wakes that found nobody waiting, by key: each will answer a wait at once.
    pub wakes: SortedMap<i64, u32>,
    /// Variables, objects and the frames of its threads.
    pub memory: Memory,
    /// Signals that it ignores.
    pub ignores: BTreeSet<i32>,
    /// Signals that a function of its program handles.
    pub handles: BTreeSet<i32>,
    /// How it ended, where it did: its exit status, or less than zero for the signal that killed it.
    pub status: Option<i32>,
    /// Has its parent, or nobody, waited for that?
    pub reaped: bool,
    /// The uncaught exception that ended it, where one did.
    pub crash: Option<Diagnostic>,
}

/// An open file description: what descriptors share after `fork` and `dup`.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenFile {
    /// What was opened.
    pub kind: FileKind,
    /// `O_NONBLOCK`: it belongs to the description, so all who share it see it.
    pub nonblocking: bool,
    /// How many descriptors lead here; a call that waits on it, and a message that carries it, count as well.
    pub references: u32,
}

/// What an open file description stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FileKind {
    /// The screen: descriptors 0, 1 and 2 of every first process.
    Terminal,
    /// A socket, which may belong to another host's kernel where the `lab` module put it there.
    Socket(SocketId),
    /// One end of a pipe.
    Pipe(ChannelId, End),
    /// One of a pair of connected UNIX sockets: it reads one channel and writes the other.
    Pair(Pair),
    /// An epoll instance.
    Epoll(EpollId),
    /// A file of the kernel's own, such as `/proc/sys/net/core/somaxconn`.
    Text,
}

/// Which end of a pipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// What is written comes out here.
    Read,
    /// What is written goes in here.
    Write,
}

/// The two channels of one of a pair of UNIX sockets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// What its peer sends.
    pub reads: ChannelId,
    /// What it sends.
    pub writes: ChannelId,
}

/// One line of execution.
#[derive(Clone, Debug, PartialEq)]
pub struct Thread {
    /// Its number.
    pub tid: Tid,
    /// Whose it is.
    pub pid: Pid,
    /// What it is doing.
    pub state: ThreadState,
    /// Why its program stopped running: the call it is in, or its end.
    pub stop: Option<Stop>,
    /// Is it inside that call already, and only tries again?
    pub in_call: bool,
    /// What the call it is in keeps open while it waits, even if the descriptor is closed (Linux `fget`).
    pub held: Vec<(Fd, FileId)>,
    /// How often that call has begun to wait.
    pub tries: u32,
    /// How many bytes that call has dealt with so far.
    pub progress: usize,
    /// Bytes that it has taken from a connection and not returned yet, because it waits for more of them.
    pub gathered: Vec<u8>,
    /// How many waits it has begun: tells a stale time-out from a fresh one.
    pub waits: u64,
    /// How much had happened in the world when its last wait began: tells who has waited longest.
    pub since: u64,
    /// When the call it is in gives up, once that is known.
    pub deadline: Option<Instant>,
    /// Processor time still to be charged to its next stretch.
    pub charged: Duration,
    /// How long it has had its core without a pause.
    pub slice: Duration,
    /// Its work since its last system call.
    pub work: u64,
    /// The lines of its script that its last stretch of computing went through.
    pub lines: Vec<u32>,
}

/// What a thread is doing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ThreadState {
    /// It could run and waits for a core.
    Ready,
    /// It is on a core.
    Running,
    /// It waits inside a system call.
    Blocked(Wait),
    /// It has ended.
    Exited,
}

/// What a blocked thread waits for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wait {
    /// A connection in a listener's accept queue.
    Accept(SocketId),
    /// The end of a handshake.
    Connect(SocketId),
    /// Bytes, or the end of them.
    Receive(SocketId),
    /// Room in the send queue.
    Send(SocketId),
    /// Bytes in a channel, or its end.
    Fill(ChannelId),
    /// Room in a channel.
    Drain(ChannelId),
    /// Any of the files that `select` or `poll` was given.
    Poll,
    /// Something in an epoll instance's ready list.
    Epoll(EpollId),
    /// Only time.
    Sleep,
    /// A command (`ss`, `netstat`) that starts; what it reports is of the moment when it looks.
    Command,
    /// Its own beginning.
    Start,
    /// Another thread's end.
    Thread(Tid),
    /// A child's end.
    Child,
    /// Another thread's `wake` on this key of the same process.
    Key(i64),
}

/// What a system call gave.
pub type Answer = Result<Datum, Failure>;

impl Wait {
    /// The socket that the wait is about, if it is about one.
    pub fn socket(self) -> Option<SocketId> {
        match self {
            Wait::Accept(socket) | Wait::Connect(socket) | Wait::Receive(socket) | Wait::Send(socket) => {
                Some(socket)
            }
            _ => None,
        }
    }

    /// Is the wait about files, which the call keeps open meanwhile?
    pub fn on_files(self) -> bool {
        !matches!(
            self,
            Wait::Sleep | Wait::Command | Wait::Start | Wait::Child | Wait::Thread(_) | Wait::Key(_)
        )
    }
}
