//! What time alone does to a connection.

use std::rc::Rc;

use super::TcpState;
use super::output::{RTO_MAX, RTO_SYN, arm, push, reset, retransmission_timeout, send, synchronize};
use super::user::die;
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::SocketId;
use crate::model::packet::Flags;
use crate::model::seq::SeqNum;
use crate::model::time::Duration;
use crate::model::turn::Turn;

/// The pause that Linux reckons with when it turns a number of retries into a time (`TCP_RTO_MIN`).
const RTO_MIN: Duration = Duration::from_millis(200);
/// How often a connection that no program holds sends its data again (`tcp_orphan_retries` 0 means this).
const ORPHAN_RETRIES: u32 = 8;

/// The retransmission timer has run out.
pub(in crate::model) fn retransmit(turn: &mut Turn, socket: SocketId, timer: u32) {
    let Some(tcb) = turn.sockets.get(&socket).and_then(|socket| socket.tcb()) else { return };
    if !tcb.armed || tcb.timer != timer {
        return;
    }
    let (state, retries, deferred) = (tcb.state, tcb.retries, tcb.deferred);
    let settings = &turn.host(turn.socket(socket).host).settings;
    let over = match state {
        TcpState::SynSent => silent_too_long(turn, socket) || gives_up(turn, socket, None),
        TcpState::SynReceived => {
            retries >= settings.synack_retries && (!tcb.deferred || retries >= deferring(turn, socket))
        }
        _ if tcb.snd.wnd == 0 => {
            tcb.unanswered >= allowed_retries(turn, socket) || gives_up(turn, socket, None)
        }
        _ => gives_up(turn, socket, Some(modelled(allowed_retries(turn, socket)))),
    };
    let errno = tcb.doubt.unwrap_or(Errno::ETIMEDOUT);
    turn.record(Event::TimedOut { socket });
    if over {
        die(turn, socket, Some(errno));
        return;
    }
    match state {
        // It waits for data; only near the end is the other side asked again (Linux `syn_ack_recalc`).
        TcpState::SynReceived if deferred && retries + 1 < deferring(turn, socket) => arm(turn, socket),
        TcpState::SynSent | TcpState::SynReceived => synchronize(turn, socket),
        _ => push(turn, socket),
    }
}

/// For how many SYN-ACKs the listener of a half-open connection waits for its data.
pub(super) fn deferring(turn: &Turn, socket: SocketId) -> u32 {
    let listener = turn.tcb(socket).listener.and_then(|id| turn.sockets.get(&id));
    listener.map_or(0, |listener| listener.options.deferring())
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

/// How often data may be sent again: a connection that no program holds is given up sooner (Linux `tcp_orphan_retries`).
fn allowed_retries(turn: &Turn, socket: SocketId) -> u32 {
    let end = turn.socket(socket);
    if end.owned { turn.host(end.host).settings.data_retries } else { ORPHAN_RETRIES }
}

/// The time that so many retries would take if the first came after 200 ms and the pauses doubled (Linux
/// `tcp_model_timeout`).
fn modelled(retries: u32) -> Duration {
    let doublings = retries.min(9);
    RTO_MIN * ((2 << doublings) - 1) + RTO_MAX * (retries - doublings)
}

/// Has a segment been sent again for so long, or for as long as `TCP_USER_TIMEOUT` says, without an answer?
fn gives_up(turn: &Turn, socket: SocketId, usual: Option<Duration>) -> bool {
    let user = turn.socket(socket).options.user_timeout();
    let waited = turn.tcb(socket).first_retry.map(|since| turn.now - since);
    waited.zip(user.or(usual)).is_some_and(|(waited, most)| waited >= most)
}

/// The keep-alive timer has run out: is the other side still there (RFC 9293 §3.8.4, Linux `tcp_keepalive_timer`)?
pub(in crate::model) fn keep_alive(turn: &mut Turn, socket: SocketId, timer: u32) {
    let Some(end) = turn.sockets.get(&socket) else { return };
    let Some(tcb) = end.tcb().filter(|tcb| tcb.keep_alive == timer) else { return };
    if !end.options.keep_alive
        || !is_synchronized(tcb.state)
        || (tcb.state == TcpState::FinWait2 && !end.owned)
    {
        return;
    }
    let [time, interval, count] = end.options.keep_alive_times(&turn.host(end.host).settings);
    let silent = turn.now - tcb.heard;
    if tcb.snd.end().after(tcb.snd.una) {
        // Data that is on its way asks as well.
        turn.record(Event::KeepAliveSet { socket, after: Duration::from_secs(time) });
        return;
    }
    if let Some(after) = Duration::from_secs(time).checked_sub(silent).filter(|after| !after.is_zero()) {
        turn.record(Event::KeepAliveSet { socket, after });
        return;
    }
    let over = match end.options.user_timeout() {
        Some(most) => silent >= most && tcb.unanswered > 0,
        None => u64::from(tcb.unanswered) >= count,
    };
    let (errno, una) = (tcb.doubt.unwrap_or(Errno::ETIMEDOUT), tcb.snd.una);
    if over {
        reset(turn, socket);
        die(turn, socket, Some(errno));
        return;
    }
    // A byte that has been acknowledged is out of place, so it must be answered.
    send(turn, socket, Flags::ACK, SeqNum(una.0.wrapping_sub(1)), Rc::default());
    turn.record(Event::Probed { socket });
    turn.record(Event::KeepAliveSet { socket, after: Duration::from_secs(interval) });
}

fn is_synchronized(state: TcpState) -> bool {
    !matches!(state, TcpState::Closed | TcpState::Listen | TcpState::SynSent | TcpState::TimeWait)
}

/// `SO_KEEPALIVE` was switched on, or `TCP_KEEPIDLE` was set; or a connection was made, and has it (Linux `tcp_set_keepalive`,
/// `tcp_sock_set_keepidle_locked`).
pub(in crate::model) fn keep_alive_changed(turn: &mut Turn, socket: SocketId, from_now: bool) {
    let end = turn.socket(socket);
    let Some(tcb) = end.tcb().filter(|tcb| end.options.keep_alive && is_synchronized(tcb.state)) else {
        return;
    };
    let [time, ..] = end.options.keep_alive_times(&turn.host(end.host).settings);
    let silent = if from_now { Duration::ZERO } else { turn.now - tcb.heard };
    let after = Duration::from_secs(time).saturating_sub(silent);
    turn.record(Event::KeepAliveSet { socket, after });
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
