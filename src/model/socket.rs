//! Sockets: what a program's descriptor leads to, and what a packet is delivered to.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::errno::Errno;
use super::id::{HostId, SocketId, Tid};
use super::packet::{FourTuple, Protocol};
use super::tcp::{Tcb, TcpState};
use super::time::Instant;
use super::udp::Udp;

/// A socket.
#[derive(Clone, Debug, PartialEq)]
pub struct Socket {
    /// Its number.
    pub id: SocketId,
    /// Whose kernel holds it.
    pub host: HostId,
    /// Which addresses its program speaks of.
    pub family: Family,
    /// Which protocol it speaks.
    pub protocol: Protocol,
    /// Its own address and port, once it has them.
    pub local: Option<SocketAddr>,
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

/// Which addresses a socket's program speaks of. An IPv4 address is `::ffff:a.b.c.d` to a socket of IPv6 (RFC 4291 §2.5.5.2);
/// the model keeps it as the IPv4 address that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    /// `AF_INET`.
    #[default]
    Inet,
    /// `AF_INET6`.
    Inet6,
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
    /// It speaks UDP.
    Datagrams(Box<Udp>),
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
    /// Until when an ACK may bring back a SYN cookie that it has sent.
    pub cookies_until: Option<Instant>,
}

impl Backlog {
    /// Full means one more than the limit: `listen(n)` lets n + 1 wait (Linux `sk_acceptq_is_full`).
    pub fn is_full(&self) -> bool {
        self.accept_queue.len() > self.limit as usize
    }
}

/// What `setsockopt` can set and the model heeds.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// `TCP_SYNCNT`: how often a SYN is sent again; `None` as `tcp_syn_retries` says.
    pub syn_count: Option<u8>,
    /// `IPV6_V6ONLY`.
    pub v6_only: bool,
    /// `SO_BROADCAST`.
    pub broadcast: bool,
    /// `SO_RCVBUF`, as `getsockopt` tells it: twice what was asked for (Linux counts its own book-keeping in).
    pub receive_buffer: u32,
    /// `SO_SNDBUF`, likewise.
    pub send_buffer: u32,
    /// `IP_MULTICAST_IF`: the address of the interface that datagrams to groups leave by.
    pub multicast_interface: Option<Ipv4Addr>,
    /// `IP_MULTICAST_TTL`.
    pub multicast_ttl: u8,
    /// `IP_MULTICAST_LOOP`: does the own host hear datagrams to groups?
    pub multicast_loop: bool,
    /// `IP_MULTICAST_ALL`: does it hear groups that another socket of the host has joined?
    pub multicast_all: bool,
}

/// Linux's default for UDP sockets and the most that a program may ask for (`rmem_default`, `rmem_max`).
pub const BUFFER: u32 = 212_992;

impl Default for Options {
    fn default() -> Options {
        Options {
            reuse_address: false,
            reuse_port: false,
            linger: None,
            no_delay: false,
            keep_alive: false,
            syn_count: None,
            v6_only: false,
            broadcast: false,
            receive_buffer: BUFFER,
            send_buffer: BUFFER,
            multicast_interface: None,
            multicast_ttl: 1,
            multicast_loop: true,
            multicast_all: true,
        }
    }
}

impl Socket {
    /// The other end's address and port, where there is a connection.
    pub fn remote(&self) -> Option<SocketAddr> {
        self.tcb().map(|tcb| tcb.remote).or(self.udp().and_then(|udp| udp.remote))
    }

    /// What is UDP's own in it, where it speaks UDP.
    pub fn udp(&self) -> Option<&Udp> {
        match &self.state {
            SocketState::Datagrams(udp) => Some(udp),
            SocketState::Idle | SocketState::Listening(_) | SocketState::Connection(_) => None,
        }
    }

    pub(super) fn udp_mut(&mut self) -> &mut Udp {
        match &mut self.state {
            SocketState::Datagrams(udp) => udp,
            other => panic!("socket {} does not speak UDP: {other:?}", self.id),
        }
    }

    /// The connection it is an end of.
    pub fn tcb(&self) -> Option<&Tcb> {
        match &self.state {
            SocketState::Connection(tcb) => Some(tcb),
            SocketState::Idle | SocketState::Listening(_) | SocketState::Datagrams(_) => None,
        }
    }

    pub(super) fn tcb_mut(&mut self) -> &mut Tcb {
        match &mut self.state {
            SocketState::Connection(tcb) => tcb,
            other => panic!("socket {} is no connection: {other:?}", self.id),
        }
    }

    /// The queues, where it listens.
    pub fn backlog(&self) -> Option<&Backlog> {
        match &self.state {
            SocketState::Listening(backlog) => Some(backlog),
            SocketState::Idle | SocketState::Connection(_) | SocketState::Datagrams(_) => None,
        }
    }

    pub(super) fn backlog_mut(&mut self) -> &mut Backlog {
        match &mut self.state {
            SocketState::Listening(backlog) => backlog,
            other => panic!("socket {} does not listen: {other:?}", self.id),
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
            // Linux borrows TCP's words: ESTABLISHED is a UDP socket with a peer.
            SocketState::Datagrams(udp) if udp.remote.is_some() => TcpState::Established,
            SocketState::Datagrams(_) => TcpState::Closed,
        }
    }
}
