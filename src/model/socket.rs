//! Sockets: what a program's descriptor leads to, and what a packet is delivered to.

use std::collections::VecDeque;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use super::errno::Errno;
use super::id::{HostId, SocketId, Tid};
use super::numbers::{
    IP_TTL, IPPROTO_IP, IPPROTO_TCP, SOL_SOCKET, TCP_DEFER_ACCEPT, TCP_KEEPCNT, TCP_KEEPIDLE, TCP_KEEPINTVL,
    TCP_USER_TIMEOUT,
};
use super::packet::{FourTuple, Protocol};
use super::settings::Settings;
use super::tcp::{MSS_ETHERNET, MSS_LOOPBACK, RECEIVE_BUFFER, SEND_BUFFER, Tcb, TcpState};
use super::time::Instant;
use super::udp::Udp;

/// Inode numbers begin where a Linux that has been up for a while would be.
const FIRST_INODE: u32 = 20_001;

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
    /// The port of its last connection, which `getsockname` still tells although the socket has it no longer.
    pub last_port: u16,
    /// The address that `bind` asked for, where it named one (Linux `SOCK_BINDADDR_LOCK`).
    pub bound_address: Option<IpAddr>,
    /// The user who made it.
    pub uid: u32,
    /// Did a program find its send queue full, and waits to be told of room (Linux `SOCK_NOSPACE`)?
    pub room_wanted: bool,
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

impl Family {
    /// The address that stands for every address: the one of a socket that has none.
    pub fn unspecified(self) -> IpAddr {
        match self {
            Family::Inet => Ipv4Addr::UNSPECIFIED.into(),
            Family::Inet6 => Ipv6Addr::UNSPECIFIED.into(),
        }
    }
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

/// Options that are kept and told but not heeded: level, number, first value, least and largest value.
pub const KEPT: &[(i64, i64, i32, i32, i32)] = &[
    (SOL_SOCKET, 5, 0, 0, 1),                // SO_DONTROUTE
    (SOL_SOCKET, 10, 0, 0, 1),               // SO_OOBINLINE
    (SOL_SOCKET, 12, 0, i32::MIN, i32::MAX), // SO_PRIORITY
    (SOL_SOCKET, 36, 0, i32::MIN, i32::MAX), // SO_MARK
    (SOL_SOCKET, 49, -1, -1, i32::MAX),      // SO_INCOMING_CPU
    (IPPROTO_IP, 1, 0, 0, 255),              // IP_TOS
    (IPPROTO_IP, 2, 64, 1, 255),             // IP_TTL
    (IPPROTO_TCP, 3, 0, 0, 1),               // TCP_CORK
    (IPPROTO_TCP, 9, 0, 0, i32::MAX),        // TCP_DEFER_ACCEPT
    (IPPROTO_TCP, 10, 0, 0, i32::MAX),       // TCP_WINDOW_CLAMP
    (IPPROTO_TCP, 4, 7200, 1, 32767),        // TCP_KEEPIDLE
    (IPPROTO_TCP, 5, 75, 1, 32767),          // TCP_KEEPINTVL
    (IPPROTO_TCP, 6, 9, 1, 127),             // TCP_KEEPCNT
    (IPPROTO_TCP, 12, 1, 0, 1),              // TCP_QUICKACK
    (IPPROTO_TCP, 18, 0, 0, i32::MAX),       // TCP_USER_TIMEOUT
    (IPPROTO_TCP, 23, 0, 0, i32::MAX),       // TCP_FASTOPEN
];

/// What `setsockopt` can set and the model heeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// `SO_REUSEADDR`.
    pub reuse_address: bool,
    /// `SO_REUSEPORT`.
    pub reuse_port: bool,
    /// `SO_LINGER`: with zero, `close` sends RST.
    pub linger: Option<Duration>,
    /// Seconds that `SO_LINGER` was last switched on with: told also while it is off.
    pub linger_seconds: i32,
    /// `TCP_LINGER2`: seconds of an orphan's FIN-WAIT-2, 0 as `tcp_fin_timeout` says, -1 none at all.
    pub linger2: i32,
    /// `TCP_MAXSEG`: the largest segment, time stamps included; 0 where nobody has set it.
    pub segment: u16,
    /// `SO_RCVLOWAT`: a call that waits for bytes waits for so many.
    pub receive_least: u32,
    /// `SO_RCVTIMEO`: how long a call waits for bytes or connections; `None` for ever.
    pub receive_time: Option<Duration>,
    /// `SO_SNDTIMEO`: how long it waits for room, or `connect` for an answer.
    pub send_time: Option<Duration>,
    /// `TCP_NODELAY`: no waiting for a fuller segment (Nagle's algorithm).
    pub no_delay: bool,
    /// `SO_SNDBUF`, doubled as Linux does; `None`: the kernel chooses.
    pub send_buffer: Option<u32>,
    /// `SO_RCVBUF`, doubled as Linux does; `None`: the kernel chooses.
    pub receive_buffer: Option<u32>,
    /// `TCP_SYNCNT`: how often a SYN is sent again; `None` as `tcp_syn_retries` says.
    pub syn_retries: Option<u32>,
    /// `IP_BIND_ADDRESS_NO_PORT`: `bind` to port 0 leaves the port to `connect`.
    pub bind_no_port: bool,
    /// Options that are kept and told, though nothing here heeds them; each by its place in `KEPT`.
    pub kept: [Option<i32>; KEPT.len()],
    /// `SO_KEEPALIVE`: an idle connection is asked now and then whether it lives.
    pub keep_alive: bool,
    /// `IPV6_V6ONLY`: set by a program before `bind`, or by `bind` to an address of IPv6.
    pub v6_only: bool,
    /// `SO_BROADCAST`.
    pub broadcast: bool,
    /// `IP_MULTICAST_IF`: the address of the interface that datagrams to groups leave by.
    pub multicast_interface: Option<Ipv4Addr>,
    /// `IP_MULTICAST_TTL`.
    pub multicast_ttl: u8,
    /// `IP_MULTICAST_LOOP`: does the own host hear datagrams to groups?
    pub multicast_loop: bool,
    /// `IP_MULTICAST_ALL`: does it hear groups that another socket of the host has joined?
    pub multicast_all: bool,
}

impl Options {
    /// The value of an option that is only kept, if a program has set it.
    fn kept_value(&self, level: i64, option: i64) -> Option<i32> {
        let place = KEPT.iter().position(|(at, number, ..)| (*at, *number) == (level, option))?;
        self.kept[place]
    }

    /// `TCP_DEFER_ACCEPT`: for so many SYN-ACKs a connection without data waits to be one; 0 where it does not.
    pub fn deferring(&self) -> u32 {
        let seconds = self.kept_value(IPPROTO_TCP, TCP_DEFER_ACCEPT).unwrap_or(0);
        let (mut reached, mut pause, mut count) = (0, 1, 0);
        while reached < seconds {
            reached += pause;
            pause = (pause * 2).min(120);
            count += 1;
        }
        count
    }

    /// `IP_TTL`: how many routers a packet may cross, if a program has set it.
    pub fn ttl(&self) -> Option<u8> {
        self.kept_value(IPPROTO_IP, IP_TTL).and_then(|ttl| u8::try_from(ttl).ok())
    }

    /// `TCP_USER_TIMEOUT`: how long data, or a probe, may be without an answer.
    pub fn user_timeout(&self) -> Option<Duration> {
        let millis = self.kept_value(IPPROTO_TCP, TCP_USER_TIMEOUT).filter(|millis| *millis > 0)?;
        Some(Duration::from_millis(millis.unsigned_abs().into()))
    }

    /// Keep-alive: seconds until the first probe, between probes, and how many; as the host says where no program does.
    pub fn keep_alive_times(&self, settings: &Settings) -> [u64; 3] {
        let own =
            [TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT].map(|option| self.kept_value(IPPROTO_TCP, option));
        let mut times = settings.keep_alive.map(u64::from);
        for (time, own) in times.iter_mut().zip(own) {
            *time = own.map_or(*time, |own| own.unsigned_abs().into());
        }
        times
    }
}

impl Default for Options {
    fn default() -> Options {
        Options {
            reuse_address: false,
            reuse_port: false,
            linger: None,
            linger_seconds: 0,
            linger2: 0,
            segment: 0,
            receive_least: 1,
            receive_time: None,
            send_time: None,
            no_delay: false,
            keep_alive: false,
            v6_only: false,
            broadcast: false,
            send_buffer: None,
            receive_buffer: None,
            syn_retries: None,
            bind_no_port: false,
            kept: [None; KEPT.len()],
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
            _ => panic!("socket {} is no connection", self.id),
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
            _ => panic!("socket {} does not listen", self.id),
        }
    }

    /// How many bytes its send queue takes: what `SO_SNDBUF` set, or what Linux grows it to. Half of what the option
    /// shows is for the kernel's own records.
    pub fn send_space(&self) -> usize {
        self.options.send_buffer.map_or(SEND_BUFFER, |size| size as usize)
    }

    /// How many unread bytes it takes.
    pub fn receive_space(&self) -> usize {
        self.options.receive_buffer.map_or(RECEIVE_BUFFER, |size| size as usize / 2)
    }

    /// The connection heeds what `SO_RCVBUF` says.
    pub(super) fn fit_receive_space(&mut self) {
        let space = self.receive_space();
        if let SocketState::Connection(tcb) = &mut self.state {
            tcb.rcv.space = space;
        }
    }

    /// The number that `/proc` and `ss -e` show for it.
    pub fn inode(&self) -> u32 {
        FIRST_INODE + self.id.0
    }

    /// Where a packet for an address goes, if this socket can send there at all.
    ///
    /// A socket of IPv6 speaks IPv4 too, unless IPV6_V6ONLY is set; one that is bound to an IPv4 address speaks nothing
    /// else. The unspecified address means this host (Linux `tcp_v6_connect`, `udpv6_sendmsg`).
    pub(super) fn destination(&self, wanted: IpAddr) -> Result<IpAddr, Errno> {
        let only_v4 = self.family == Family::Inet || self.local.is_some_and(|local| local.is_ipv4());
        match wanted {
            IpAddr::V4(_) if self.options.v6_only => Err(Errno::ENETUNREACH),
            IpAddr::V6(address) if only_v4 && !address.is_unspecified() => Err(Errno::EAFNOSUPPORT),
            // It needs the number of a link, which no address here has (Linux `__ipv6_addr_needs_scope_id`).
            IpAddr::V6(address) if address.is_unicast_link_local() => Err(Errno::EINVAL),
            address if !address.is_unspecified() => Ok(address),
            address if address.is_ipv4() || only_v4 => Ok(Ipv4Addr::LOCALHOST.into()),
            _ => Ok(Ipv6Addr::LOCALHOST.into()),
        }
    }

    /// `Recv-Q` and `Send-Q`: bytes, or of a listener the connections that wait for `accept`, and the backlog.
    pub fn queues(&self) -> (usize, usize) {
        match &self.state {
            SocketState::Idle => (0, 0),
            SocketState::Listening(backlog) => (backlog.accept_queue.len(), backlog.limit as usize),
            // A half-open connection is not a whole socket yet: Linux knows no queues of it.
            SocketState::Connection(tcb) if tcb.state == TcpState::SynReceived && tcb.listener.is_some() => {
                (0, 0)
            }
            SocketState::Connection(tcb) => (tcb.receive_queue(), tcb.send_queue()),
            SocketState::Datagrams(udp) => (udp.memory(), 0),
        }
    }

    /// How many bytes its largest segments carry.
    pub fn segment_size(&self, loopback: bool) -> usize {
        let most = if loopback { MSS_LOOPBACK } else { MSS_ETHERNET };
        // Of what TCP_MAXSEG allows, 12 bytes are for the time stamps.
        if self.options.segment == 0 { most } else { most.min(usize::from(self.options.segment) - 12) }
    }

    /// As a listener: does another one of the same address and port come before it? One of IPv6 that takes no IPv4, or that
    /// is bound to an IPv4 address as IPv6 writes it (Linux `compute_score`: IPv4's own sockets first; `reuseport_add_sock`:
    /// a group is of one family).
    pub fn comes_second(&self) -> bool {
        self.options.v6_only
            || (self.family == Family::Inet6 && self.local.is_some_and(|local| local.is_ipv4()))
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
