//! Who is woken when something happens to a socket: they try their call again.

use crate::model::event::Event;
use crate::model::id::{SocketId, Tid};
use crate::model::process::{ThreadState, Wait};
use crate::model::turn::Turn;

/// A connection waits for `accept`: the thread that has waited longest is woken, and only that one.
pub(in crate::model) fn accepter(turn: &mut Turn, listener: SocketId) {
    if let Some(tid) = waiting(turn, listener, |wait| matches!(wait, Wait::Accept(_))).first() {
        turn.record(Event::Woken { tid: *tid });
    }
}

/// There is something to read.
pub(in crate::model) fn readers(turn: &mut Turn, socket: SocketId) {
    every(turn, socket, |wait| matches!(wait, Wait::Receive(_)));
}

/// There is room to write, or the handshake is over.
pub(in crate::model) fn writers(turn: &mut Turn, socket: SocketId) {
    every(turn, socket, |wait| matches!(wait, Wait::Send(_) | Wait::Connect(_)));
}

/// Something happened that every waiter must know.
pub(in crate::model) fn all(turn: &mut Turn, socket: SocketId) {
    every(turn, socket, |_| true);
}

fn every(turn: &mut Turn, socket: SocketId, concerns: impl Fn(Wait) -> bool) {
    for tid in waiting(turn, socket, concerns) {
        turn.record(Event::Woken { tid });
    }
}

fn waiting(turn: &Turn, socket: SocketId, concerns: impl Fn(Wait) -> bool) -> Vec<Tid> {
    let waits = |tid: &Tid| matches!(turn.thread(*tid).state, ThreadState::Blocked(wait) if concerns(wait));
    let socket = turn.sockets.get(&socket);
    socket.map(|socket| socket.waiters.iter().copied().filter(waits).collect()).unwrap_or_default()
}
