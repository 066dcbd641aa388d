//! Epoll instances: files to watch, and those of them that something happened to (Linux `fs/eventpoll.c`).

use std::collections::{BTreeMap, VecDeque};

use super::id::{ChannelId, EpollId, Fd, FileId, SocketId, Tid};
use super::process::End;

/// There is something to read, or a connection to accept.
pub const IN: u32 = 0x1;
/// Urgent data.
pub const PRI: u32 = 0x2;
/// There is room to write.
pub const OUT: u32 = 0x4;
/// An error waits to be told.
pub const ERR: u32 = 0x8;
/// Both directions are over.
pub const HUP: u32 = 0x10;
/// No such descriptor.
pub const NVAL: u32 = 0x20;
/// As `IN`.
pub const RDNORM: u32 = 0x40;
/// As `OUT`.
pub const WRNORM: u32 = 0x100;
/// The other side sends no more.
pub const RDHUP: u32 = 0x2000;
/// Wake only one of several instances that watch the file.
pub const EXCLUSIVE: u32 = 1 << 28;
/// Report once, then rest until `EPOLL_CTL_MOD`.
pub const ONESHOT: u32 = 1 << 30;
/// Report what happens, not what is so.
pub const EDGE: u32 = 1 << 31;
/// Bits that are no events.
const PRIVATE: u32 = EXCLUSIVE | ONESHOT | EDGE | 1 << 29;

/// One instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Epoll {
    /// Its number.
    pub id: EpollId,
    /// What it watches, with the events that it asked for.
    pub interest: BTreeMap<(Fd, FileId), u32>,
    /// Those that something happened to, in that order.
    pub ready: VecDeque<(Fd, FileId)>,
    /// Threads in `epoll_wait`, longest waiter first.
    pub waiters: Vec<Tid>,
}

/// What events come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A socket.
    Socket(SocketId),
    /// One end of a pipe, or of one direction of a pair of sockets.
    Channel(ChannelId, End),
    /// An instance, which another one or a `poll` watches.
    Epoll(EpollId),
}

/// Who is told of a source's events (Linux: an entry of its wait queue).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Watch {
    /// A thread in `select` or `poll`.
    Thread(Tid),
    /// An epoll instance.
    Epoll(EpollId, Fd, FileId),
}

impl Epoll {
    /// An instance that watches nothing.
    pub fn new(id: EpollId) -> Epoll {
        Epoll { id, interest: BTreeMap::new(), ready: VecDeque::new(), waiters: Vec::new() }
    }

    /// Which events it wants to hear of a file; errors and hang-ups always, nothing while a one-shot entry rests.
    pub fn wants(&self, item: (Fd, FileId)) -> u32 {
        self.interest.get(&item).map_or(0, |events| events & !PRIVATE)
    }

    /// After `ONESHOT` reported: the entry rests.
    pub fn rested(events: u32) -> u32 {
        events & PRIVATE
    }
}
