//! What programs ask of TCP: open, close (RFC 9293 §3.9.1), and the ways a connection ends.

use std::net::SocketAddr;
use std::time::Duration;

use super::output::{push, reset, synchronize};
use super::timer::keep_alive_changed;
use super::{TIME_WAIT, TcpState};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::SocketId;
use crate::model::kernel::wake;
use crate::model::seq::SeqNum;
use crate::model::socket::Backlog;
use crate::model::turn::Turn;

/// The initial sequence number of a connection: by chance, so that old segments hardly fit (RFC 9293 §3.4.1).
pub(super) fn initial_sequence(turn: &Turn, socket: SocketId) -> SeqNum {
    SeqNum(turn.dice(&[1, u64::from(socket.0)]) as u32)
}

/// Sends the SYN of a connection whose names are settled.
pub(in crate::model) fn connect(
    turn: &mut Turn,
    socket: SocketId,
    local: SocketAddr,
    remote: SocketAddr,
    port_offset: Option<(u64, u32)>,
) {
    let iss = initial_sequence(turn, socket);
    turn.record(Event::Opened { socket, local, remote, iss, port_offset });
    synchronize(turn, socket);
}

/// Changes a connection's state, and says so.
pub(super) fn enter(turn: &mut Turn, socket: SocketId, to: TcpState) {
    let from = turn.tcb(socket).state;
    turn.record(Event::StateChanged { socket, from, to });
    if to == TcpState::Established {
        keep_alive_changed(turn, socket, true);
    }
}

/// `shutdown`: no more reading, or no more writing (then a FIN follows what is still to be sent).
pub(in crate::model) fn shutdown(turn: &mut Turn, socket: SocketId, read: bool, write: bool) {
    turn.record(Event::ShutDown { socket, read, write });
    if write {
        finish(turn, socket);
    }
    wake::all(turn, socket);
}

/// A connection in TIME-WAIT ends early, for a new one of the same name.
pub(in crate::model) fn give_way(turn: &mut Turn, old: SocketId) {
    die(turn, old, None);
}

fn finish(turn: &mut Turn, socket: SocketId) {
    let to = match turn.tcb(socket).state {
        TcpState::Established => TcpState::FinWait1,
        TcpState::CloseWait => TcpState::LastAck,
        _ => return,
    };
    turn.record(Event::FinQueued { socket });
    enter(turn, socket, to);
    push(turn, socket);
}

/// The last descriptor is closed (RFC 9293 §3.10.4, and Linux `tcp_close`).
pub(in crate::model) fn close(turn: &mut Turn, socket: SocketId) {
    turn.record(Event::Orphaned { socket });
    let end = turn.socket(socket);
    let Some(tcb) = end.tcb() else {
        // A listener, a fresh socket, or one of UDP's.
        forget_listener(turn, socket);
        return;
    };
    let unread = !tcb.rcv.queue.is_empty();
    let abort = end.options.linger.is_some_and(|linger| linger.is_zero());
    match tcb.state {
        TcpState::TimeWait => {}
        TcpState::Closed | TcpState::SynSent | TcpState::Listen => vanish(turn, socket),
        // Unread data is lost, and the other side must hear of it (RFC 2525 §2.17).
        _ if unread || abort => {
            reset(turn, socket);
            vanish(turn, socket);
        }
        _ => {
            turn.record(Event::ShutDown { socket, read: true, write: true });
            finish(turn, socket);
            if turn.tcb(socket).state == TcpState::FinWait2 {
                await_fin(turn, socket);
            }
        }
    }
}

/// An orphan is in FIN-WAIT-2: for as long as TCP_LINGER2 or `tcp_fin_timeout` says. TCP_LINGER2 below zero: not at all,
/// and the other side hears of it.
pub(super) fn await_fin(turn: &mut Turn, socket: SocketId) {
    let end = turn.socket(socket);
    let seconds = match end.options.linger2 {
        0 => turn.host(end.host).settings.fin_timeout,
        seconds @ 1.. => seconds as u32,
        _ => {
            reset(turn, socket);
            vanish(turn, socket);
            return;
        }
    };
    turn.record(Event::ExpirySet { socket, after: Duration::from_secs(seconds.into()) });
}

/// A listener is shut down for reading: it stops listening, and who waits in `accept` learns of it
/// (Linux `inet_shutdown`).
pub(in crate::model) fn stop_listening(turn: &mut Turn, listener: SocketId) {
    let waiting = turn.socket(listener).backlog().cloned().unwrap_or_default();
    turn.record(Event::ListeningEnded { listener });
    forget(turn, waiting);
    wake::all(turn, listener);
}

fn forget_listener(turn: &mut Turn, socket: SocketId) {
    let waiting = turn.socket(socket).backlog().cloned().unwrap_or_default();
    turn.record(Event::SocketRemoved { socket });
    forget(turn, waiting);
}

/// A listener's waiting connections are reset, half-open ones forgotten (Linux `inet_csk_listen_stop`).
fn forget(turn: &mut Turn, waiting: Backlog) {
    for half_open in waiting.syn_queue {
        vanish(turn, half_open);
    }
    for established in waiting.accept_queue {
        if turn.tcb(established).state != TcpState::Closed {
            reset(turn, established);
        }
        vanish(turn, established);
    }
}

/// The socket is no more.
pub(super) fn vanish(turn: &mut Turn, socket: SocketId) {
    if turn.tcb(socket).state != TcpState::Closed {
        enter(turn, socket, TcpState::Closed);
    }
    turn.record(Event::SocketRemoved { socket });
}

/// The connection ends at once, with an error for whoever still holds it.
pub(super) fn die(turn: &mut Turn, socket: SocketId, errno: Option<Errno>) {
    if let Some(errno) = errno {
        turn.record(Event::Failed { socket, errno });
    }
    let end = turn.socket(socket);
    let waiting = end.tcb().and_then(|tcb| tcb.listener).is_some_and(|listener| {
        let backlog = turn.sockets.get(&listener).and_then(|listener| listener.backlog());
        backlog.is_some_and(|backlog| backlog.accept_queue.contains(&socket))
    });
    if !end.owned && !waiting {
        vanish(turn, socket);
        return;
    }
    enter(turn, socket, TcpState::Closed);
    turn.record(Event::TimerStopped { socket });
    turn.record(Event::ShutDown { socket, read: true, write: true });
    turn.record(Event::Unbound { socket });
    wake::all(turn, socket);
}

/// Both directions are over and this side closed first: wait until no old segment can be on its way.
pub(super) fn time_wait(turn: &mut Turn, socket: SocketId) {
    enter(turn, socket, TcpState::TimeWait);
    turn.record(Event::ExpirySet { socket, after: TIME_WAIT });
}
