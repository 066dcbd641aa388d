//! What could be done with a file now, without waiting: the question that `select`, `poll` and `epoll` ask.

use crate::model::epoll::{ERR, HUP, IN, OUT, RDHUP, RDNORM, WRNORM};
use crate::model::id::FileId;
use crate::model::process::{End, FileKind, Pair};
use crate::model::socket::Socket;
use crate::model::tcp::TcpState;
use crate::model::udp::Udp;
use crate::model::world::World;

/// The events of a file that hold now (Linux `vfs_poll`).
pub(super) fn ready(world: &World, file: FileId) -> u32 {
    match world.files[&file].kind {
        FileKind::Socket(socket) => of_socket(world.socket(socket)),
        FileKind::Pipe(channel, end) => {
            let channel = &world.channels[&channel];
            match end {
                End::Read => flag(!channel.is_empty(), IN | RDNORM) | flag(!channel.writers, HUP),
                End::Write => flag(channel.is_writable(), OUT | WRNORM) | flag(!channel.readers, ERR),
            }
        }
        FileKind::Pair(pair) => of_pair(world, pair),
        FileKind::Epoll(epoll) => {
            // Something on its list must still hold (Linux `ep_eventpoll_poll`).
            let epoll = &world.epolls[&epoll];
            let holds = epoll.ready.iter().any(|item| ready(world, item.1) & epoll.wants(*item) != 0);
            flag(holds, IN | RDNORM)
        }
        FileKind::Terminal | FileKind::Text => IN | RDNORM | OUT | WRNORM,
    }
}

fn flag(holds: bool, events: u32) -> u32 {
    if holds { events } else { 0 }
}

/// Linux `tcp_poll`.
fn of_socket(socket: &Socket) -> u32 {
    if let Some(backlog) = socket.backlog() {
        return flag(!backlog.accept_queue.is_empty(), IN | RDNORM);
    }
    if let Some(udp) = socket.udp() {
        return of_udp(socket, udp);
    }
    let state = socket.tcp_state();
    let mut events = flag((socket.read_shut && socket.write_shut) || state == TcpState::Closed, HUP)
        | flag(socket.read_shut, IN | RDNORM | RDHUP)
        | flag(socket.error.is_some(), ERR);
    if !matches!(state, TcpState::SynSent | TcpState::SynReceived) {
        let least = socket.options.receive_least as usize;
        let unread = socket.tcb().is_some_and(|tcb| tcb.rcv.queue.len() >= least);
        events |= flag(unread, IN | RDNORM) | flag(socket.write_shut || has_room(socket), OUT | WRNORM);
    }
    events
}

/// Linux `datagram_poll`: there is always room to send, for a message leaves at once.
fn of_udp(socket: &Socket, udp: &Udp) -> u32 {
    flag(socket.read_shut && socket.write_shut, HUP)
        | flag(socket.read_shut, IN | RDNORM | RDHUP)
        | flag(socket.error.is_some(), ERR)
        | flag(!udp.queue.is_empty(), IN | RDNORM)
        | OUT
        | WRNORM
}

/// One can write again when a third of the send queue is free (Linux `sk_stream_is_writeable`).
fn has_room(socket: &Socket) -> bool {
    let used = socket.tcb().map_or(0, |tcb| tcb.snd.queue.len());
    used + used / 2 <= socket.send_space()
}

/// Linux `unix_poll`.
fn of_pair(world: &World, pair: Pair) -> u32 {
    let (reads, writes) = (&world.channels[&pair.reads], &world.channels[&pair.writes]);
    flag(!reads.is_empty() || !reads.writers, IN | RDNORM)
        | flag(!reads.writers, RDHUP)
        | flag(!reads.writers && !writes.readers, HUP)
        | flag(writes.is_writable() || !writes.readers, OUT | WRNORM)
        | flag(writes.broken, ERR)
}

/// Does this socket's program have to be told when there is room again?
pub(super) fn lacks_room(socket: &Socket) -> bool {
    let open = !socket.write_shut && socket.tcp_state().can_send();
    open && !has_room(socket)
}
