//! Sockets: what a program's descriptor leads to, and what a packet is delivered to.

use std::collections::VecDeque;
use std::net::SocketAddrV4;
use std::time::Duration;

use super::errno::Errno;
use super::id::{HostId, SocketId, Tid};
use super::packet::FourTuple;
use super::tcp::{Tcb, TcpState};

/// A TCP socket.
#[derive(Clone, Debug, PartialEq)]
pub struct Socket {
    /// Its number.
    pub id: SocketId,
    /// Whose kernel holds it.
    pub host: HostId,
    /// Its own address and port, once it has them.
    pub local: Option<SocketAddrV4>,
    /// Did it get its port by `bind` (or `listen`), and not for a `connect`?
    pub bound: bool,
    /// What `setsockopt` has set.
    pub options: Options,
    /// What it is used for.
    pub state: SocketState,
    /// Was a `connect` begun whose end no program has learned of?
    pub connecting: bool,
    /// An error that the next call will report.
    pub error: Option<Errno>,
    /// Does any descriptor still lead to it? A waiting or closed connection has none.
    pub owned: bool,
    /// `shutdown(SHUT_RD)` or its likes were called.
    pub read_shut: bool,
    /// `shutdown(SHUT_WR)` or its likes were called.
    pub write_shut: bool,
    /// Threads blocked in a call on it, longest waiter first.
    pub waiters: Vec<Tid>,
}

/// What a socket is used for.
#[derive(Clone, Debug, PartialEq)]
pub enum SocketState {
    /// Fresh: perhaps bound, neither listening nor connected.
    Idle,
    /// It waits for connections.
    Listening(Backlog),
    /// It is one end of a connection.
    Connection(Box<Tcb>),
}

/// The two queues of a listener, in Linux's words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backlog {
    /// What `listen` asked for.
    pub limit: u32,
    /// Half-open connections: their handshake is not over.
    pub syn_queue: Vec<SocketId>,
    /// Established connections that wait for `accept`.
    pub accept_queue: VecDeque<SocketId>,
}

impl Backlog {
    /// Full means one more than the limit: `listen(n)` lets n + 1 wait (Linux `sk_acceptq_is_full`).
    pub fn is_full(&self) -> bool {
        self.accept_queue.len() > self.limit as usize
    }
}

/// What `setsockopt` can set and the model heeds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Options {
    /// `SO_REUSEADDR`.
    pub reuse_address: bool,
    /// `SO_REUSEPORT`.
    pub reuse_port: bool,
    /// `SO_LINGER`: with zero, `close` sends RST.
    pub linger: Option<Duration>,
    /// `TCP_NODELAY`; kept and told, but nothing is ever delayed: Nagle's algorithm is not modelled.
    pub no_delay: bool,
    /// `SO_KEEPALIVE`; kept and told, but no probes are sent.
    pub keep_alive: bool,
}

impl Socket {
    /// The other end's address and port, where there is a connection.
    pub fn remote(&self) -> Option<SocketAddrV4> {
        self.tcb().map(|tcb| tcb.remote)
    }

    /// The connection it is an end of.
    pub fn tcb(&self) -> Option<&Tcb> {
        match &self.state {
            SocketState::Connection(tcb) => Some(tcb),
            SocketState::Idle | SocketState::Listening(_) => None,
        }
    }

    pub(super) fn tcb_mut(&mut self) -> &mut Tcb {
        match &mut self.state {
            SocketState::Connection(tcb) => tcb,
            _ => panic!("socket {} is no connection", self.id),
        }
    }

    /// The queues, where it listens.
    pub fn backlog(&self) -> Option<&Backlog> {
        match &self.state {
            SocketState::Listening(backlog) => Some(backlog),
            SocketState::Idle | SocketState::Connection(_) => None,
        }
    }

    pub(super) fn backlog_mut(&mut self) -> &mut Backlog {
        match &mut self.state {
            SocketState::Listening(backlog) => backlog,
            _ => panic!("socket {} does not listen", self.id),
        }
    }

    /// Its name while it is a connection.
    pub fn tuple(&self) -> Option<FourTuple> {
        Some(FourTuple { local: self.local?, remote: self.remote()? })
    }

    /// Its state in RFC 9293's words.
    pub fn tcp_state(&self) -> TcpState {
        match &self.state {
            SocketState::Idle => TcpState::Closed,
            SocketState::Listening(_) => TcpState::Listen,
            SocketState::Connection(tcb) => tcb.state,
        }
    }
}
