//! What time alone does to a connection.

use super::TcpState;
use super::output::{RTO_SYN, push, retransmission_timeout, synchronize};
use super::user::die;
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::SocketId;
use crate::model::time::Duration;
use crate::model::turn::Turn;

/// The retransmission timer has run out.
pub(in crate::model) fn retransmit(turn: &mut Turn, socket: SocketId, timer: u32) {
    let Some(tcb) = turn.sockets.get(&socket).and_then(|socket| socket.tcb()) else { return };
    if !tcb.armed || tcb.timer != timer {
        return;
    }
    let (state, retries) = (tcb.state, tcb.retries);
    let settings = &turn.host(turn.socket(socket).host).settings;
    let over = match state {
        TcpState::SynSent => silent_too_long(turn, socket),
        TcpState::SynReceived => retries >= settings.synack_retries,
        _ if tcb.snd.wnd == 0 => tcb.unanswered >= settings.data_retries,
        _ => retries >= settings.data_retries,
    };
    let errno = tcb.doubt.unwrap_or(Errno::ETIMEDOUT);
    turn.record(Event::TimedOut { socket });
    if over {
        die(turn, socket, Some(errno));
        return;
    }
    match state {
        TcpState::SynSent | TcpState::SynReceived => synchronize(turn, socket),
        _ => push(turn, socket),
    }
}

/// Has a SYN been without an answer for as long as its number of retries would take if the pauses doubled from the
/// first on (Linux `retransmits_timed_out`)?
fn silent_too_long(turn: &Turn, socket: SocketId) -> bool {
    let tcb = turn.tcb(socket);
    let end = turn.socket(socket);
    let settings = &turn.host(end.host).settings;
    let allowed = end.options.syn_retries.unwrap_or(settings.syn_retries);
    let waited: Duration = (0..=tcb.retries)
        .map(|retries| retransmission_timeout(tcb, Duration::ZERO, settings.syn_linear, retries))
        .sum();
    tcb.retries > 0 && waited >= RTO_SYN * ((2 << allowed.min(20)) - 1)
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
