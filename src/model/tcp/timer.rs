//! What time alone does to a connection.

use super::TcpState;
use super::output::{push, synchronize};
use super::user::die;
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::SocketId;
use crate::model::turn::Turn;

/// The retransmission timer has run out.
pub(in crate::model) fn retransmit(turn: &mut Turn, socket: SocketId, timer: u32) {
    let Some(tcb) = turn.sockets.get(&socket).and_then(|socket| socket.tcb()) else { return };
    if !tcb.armed || tcb.timer != timer {
        return;
    }
    let (state, retries) = (tcb.state, tcb.retries);
    let end = turn.socket(socket);
    let settings = &turn.host(end.host).settings;
    let allowed = match state {
        TcpState::SynSent => end.options.syn_retries.unwrap_or(settings.syn_retries),
        TcpState::SynReceived => settings.synack_retries,
        _ => settings.data_retries,
    };
    turn.record(Event::TimedOut { socket });
    if retries >= allowed {
        die(turn, socket, Some(Errno::ETIMEDOUT));
        return;
    }
    match state {
        TcpState::SynSent | TcpState::SynReceived => synchronize(turn, socket),
        _ => push(turn, socket),
    }
}

/// TIME-WAIT, or an orphan's FIN-WAIT-2, may be over: unless it was begun anew.
pub(in crate::model) fn expired(turn: &mut Turn, socket: SocketId) {
    let Some(end) = turn.sockets.get(&socket) else { return };
    let ends_now = end.tcb().is_some_and(|tcb| tcb.expiry == Some(turn.now));
    let state = end.tcp_state();
    if ends_now && (state == TcpState::TimeWait || (state == TcpState::FinWait2 && !end.owned)) {
        die(turn, socket, None);
    }
}
