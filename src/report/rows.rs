//! A host's sockets as the kernel tells them to `ss`, `netstat` and `lsof`.
//!
//! Order: UDP before TCP as in `ss`; listeners first, then all others, each in the order in which they were made. Linux also begins with the
//! listeners; the others stand in the order of its hash table, which a secret number shuffles anew at each start.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use crate::model::agenda::Due;
use crate::model::id::{Fd, HostId, Pid, SocketId};
use crate::model::packet::Protocol;
use crate::model::socket::{Family, Socket};
use crate::model::sort::sort_by_key;
use crate::model::sorted::SortedMap;
use crate::model::tcp::TcpState;
use crate::model::world::World;

/// What every program of the model is called in Linux: the interpreter that runs it.
pub(super) const PROGRAM: &str = "python3";

/// One socket that has a name.
pub(super) struct Row<'a> {
    pub(super) socket: &'a Socket,
    pub(super) state: TcpState,
    pub(super) local: SocketAddr,
    /// 0.0.0.0:0 or [::]:0 where there is none.
    pub(super) peer: SocketAddr,
    /// Unread bytes; of a listener, connections that wait for `accept`.
    pub(super) receive: usize,
    /// Bytes not acknowledged; of a listener, the backlog.
    pub(super) send: usize,
    /// Descriptors that lead to it, by process and number.
    pub(super) owners: Vec<(Pid, Fd)>,
    pub(super) timer: Option<Timer>,
}

/// A timer that runs for a socket.
#[derive(Clone, Copy)]
pub(super) struct Timer {
    pub(super) kind: TimerKind,
    pub(super) left: Duration,
    pub(super) retries: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TimerKind {
    Retransmit,
    /// The other side's window is closed.
    Probe,
    TimeWait,
    KeepAlive,
}

/// The sockets of a host, those without any name left out.
pub(super) fn rows(world: &World, host: HostId) -> Vec<Row<'_>> {
    let mut owners = owners(world);
    let named = world.sockets.values().filter(|socket| socket.host == host);
    let mut rows: Vec<Row> = named
        .filter(|socket| socket.udp().is_some() || socket.tcp_state() != TcpState::Closed)
        .filter_map(|socket| row(world, socket, &mut owners))
        .collect();
    sort_by_key(&mut rows, |row| (row.socket.protocol == Protocol::Tcp, row.state != TcpState::Listen));
    rows
}

fn row<'a>(
    world: &World,
    socket: &'a Socket,
    owners: &mut SortedMap<SocketId, Vec<(Pid, Fd)>>,
) -> Option<Row<'a>> {
    let state = socket.tcp_state();
    let (receive, send) = socket.queues();
    // What is in TIME-WAIT has been taken from its process.
    let owners = owners.remove(&socket.id).filter(|_| state != TcpState::TimeWait).unwrap_or_default();
    let local = socket.local?;
    let nowhere = match socket.family {
        Family::Inet => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        Family::Inet6 => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    };
    let peer = socket.remote().unwrap_or(SocketAddr::new(nowhere, 0));
    Some(Row { socket, state, local, peer, receive, send, owners, timer: timer(world, socket) })
}

fn owners(world: &World) -> SortedMap<SocketId, Vec<(Pid, Fd)>> {
    let mut owners: SortedMap<SocketId, Vec<(Pid, Fd)>> = SortedMap::new();
    for process in world.processes.values() {
        for (fd, file) in &process.fds {
            if let Some(socket) = world.socket_of(*file) {
                owners.or_default(socket).push((process.pid, *fd));
            }
        }
    }
    owners
}

fn timer(world: &World, socket: &Socket) -> Option<Timer> {
    let tcb = socket.tcb()?;
    if let Some(expiry) = tcb.expiry {
        return Some(Timer { kind: TimerKind::TimeWait, left: expiry - world.now, retries: 0 });
    }
    if !tcb.armed {
        let due = world.agenda.when(Due::KeepAlive(socket.id, tcb.keep_alive))?;
        let left = due - world.now;
        let runs = socket.options.keep_alive;
        return runs.then_some(Timer { kind: TimerKind::KeepAlive, left, retries: tcb.unanswered });
    }
    let due = world.agenda.when(Due::Retransmit(socket.id, tcb.timer))?;
    let closed = tcb.snd.wnd == 0 && tcb.state.is_synchronized();
    let kind = if closed { TimerKind::Probe } else { TimerKind::Retransmit };
    Some(Timer { kind, left: due - world.now, retries: tcb.retries })
}

impl Row<'_> {
    /// The inode that the socket's descriptors show; 0 where there is none.
    pub(super) fn inode(&self) -> u32 {
        if self.owners.is_empty() { 0 } else { self.socket.inode() }
    }
}
