//! Sending: which segments leave, and when (RFC 9293 §3.8).

use std::rc::Rc;
use std::time::Duration;

use super::input::segment;
use super::tcb::SendSpace;
use super::{Tcb, TcpState};
use crate::model::event::Event;
use crate::model::id::{HostId, SocketId};
use crate::model::net;
use crate::model::packet::{Flags, FourTuple, Packet, Payload, Segment};
use crate::model::seq::SeqNum;
use crate::model::socket::Socket;
use crate::model::turn::Turn;

/// First retransmission of a SYN or SYN-ACK after this long (RFC 6298 §2.1).
pub(super) const RTO_SYN: Duration = Duration::from_secs(1);
/// No pause between retransmissions is longer (Linux `TCP_RTO_MAX`).
pub(super) const RTO_MAX: Duration = Duration::from_secs(120);

/// The kernel's clock ticks so often (`CONFIG_HZ` 250).
const TICK: Duration = Duration::from_millis(4);

/// How long to wait before sending the oldest segment again.
///
/// A SYN has `linear` equal pauses before they double (Linux `tcp_syn_linear_timeouts`); `rto_min` is the first pause of
/// data.
pub(super) fn retransmission_timeout(tcb: &Tcb, rto_min: Duration, linear: u32, retries: u32) -> Duration {
    let (first, doublings) = match tcb.state {
        TcpState::SynSent => (RTO_SYN, retries.saturating_sub(linear)),
        TcpState::SynReceived => (RTO_SYN, retries),
        _ => (rto_min, retries),
    };
    first.saturating_mul(1 << doublings.min(20)).min(RTO_MAX)
}

/// Sends one segment of a connection.
pub(super) fn send(turn: &mut Turn, socket: SocketId, flags: Flags, seq: SeqNum, data: Rc<[u8]>) {
    let end = turn.socket(socket);
    let tuple = end.tuple().expect("a connection has both names");
    let host = end.host;
    let rcv = &turn.tcb(socket).rcv;
    let segment = Segment {
        source_port: tuple.local.port(),
        destination_port: tuple.remote.port(),
        seq,
        ack: if flags.ack { rcv.nxt } else { SeqNum(0) },
        flags,
        window: if flags.rst { 0 } else { rcv.window() },
        data,
    };
    net::send(turn, host, (tuple.local.ip(), tuple.remote.ip()), Payload::Tcp(segment), Some(socket));
}

/// Acknowledges all that has arrived.
pub(in crate::model) fn acknowledge(turn: &mut Turn, socket: SocketId) {
    let nxt = turn.tcb(socket).snd.nxt;
    send(turn, socket, Flags::ACK, nxt, Rc::default());
}

/// Sends the SYN, or the SYN-ACK, for the first time or again.
pub(super) fn synchronize(turn: &mut Turn, socket: SocketId) {
    let tcb = turn.tcb(socket);
    let flags = if tcb.state == TcpState::SynSent { Flags::SYN } else { Flags::SYN_ACK };
    let iss = tcb.snd.iss;
    send(turn, socket, flags, iss, Rc::default());
    arm(turn, socket);
}

/// Sends as much as the other side's window allows, and the FIN after the last byte.
pub(in crate::model) fn push(turn: &mut Turn, socket: SocketId) {
    loop {
        let tcb = turn.tcb(socket);
        let sends = matches!(
            tcb.state,
            TcpState::Established
                | TcpState::CloseWait
                | TcpState::FinWait1
                | TcpState::Closing
                | TcpState::LastAck
        );
        let snd = &tcb.snd;
        if !sends || !snd.end().after(snd.nxt) {
            // An ACK of a part has stopped the timer; what is still on its way needs one (RFC 6298 §5.3).
            if sends && snd.una.before(snd.nxt) {
                arm(turn, socket);
            }
            return;
        }
        let sent = snd.nxt - snd.start();
        let unsent = snd.queue.len() as u32 - sent.min(snd.queue.len() as u32);
        let edge = snd.una + snd.wnd;
        let room = if edge.before(snd.nxt) { 0 } else { edge - snd.nxt };
        if room == 0 && unsent > 0 && tcb.retries > 0 && !tcb.armed && snd.nxt == snd.una {
            // A closed window is probed each time the timer runs out (RFC 9293 §3.8.6.1), with a segment that is out of
            // place and so must be answered (Linux `tcp_xmit_probe_skb`).
            let seq = SeqNum(snd.una.0.wrapping_sub(1));
            send(turn, socket, Flags::ACK, seq, Rc::default());
            arm(turn, socket);
            return;
        }
        let most = segment_size(turn, socket);
        let size = unsent.min(room).min(most);
        let last = size == unsent;
        let held = last && size < most && waits_for_more(turn.socket(socket), snd);
        if held || (size == 0 && !(last && snd.fin.is_some())) {
            arm(turn, socket);
            return;
        }
        let (from, to) = (sent as usize, (sent + size) as usize);
        let data: Rc<[u8]> = snd.queue.range(from..to).copied().collect();
        let flags = Flags { fin: last && snd.fin.is_some(), psh: last && size > 0, ..Flags::ACK };
        let seq = snd.nxt;
        send(turn, socket, flags, seq, data);
        arm(turn, socket);
        // The host's own packet filter may have forbidden it: the timer tries again (Linux `tcp_write_xmit`).
        if turn.tcb(socket).snd.nxt == seq {
            return;
        }
    }
}

/// How many bytes a segment to the other side carries at most.
fn segment_size(turn: &Turn, socket: SocketId) -> u32 {
    let end = turn.socket(socket);
    let remote = end.remote().map(|remote| remote.ip());
    end.segment_size(remote.is_some_and(|remote| turn.host(end.host).owns(remote))) as u32
}

/// Does the last part of what is to be sent wait? While a small segment is on its way, the next one does, until it is
/// acknowledged or full (RFC 9293 §3.7.4, Linux `tcp_nagle_check` and `tcp_minshall_check`).
fn waits_for_more(end: &Socket, snd: &SendSpace) -> bool {
    !end.options.no_delay && snd.fin.is_none() && snd.small.after(snd.una) && !snd.small.after(snd.nxt)
}

/// Starts the retransmission timer where it is not running.
pub(super) fn arm(turn: &mut Turn, socket: SocketId) {
    let tcb = turn.tcb(socket);
    if !tcb.armed {
        let host = turn.host(turn.socket(socket).host);
        let after = retransmission_timeout(tcb, host.rto_min, host.settings.syn_linear, tcb.retries);
        // What `TCP_USER_TIMEOUT` leaves of its time (Linux `tcp_clamp_rto_to_user_timeout`).
        let user = turn.socket(socket).options.user_timeout();
        let left =
            user.zip(tcb.first_retry).map(|(most, since)| most.saturating_sub(turn.now - since).max(TICK));
        let after = left.map_or(after, |left| after.min(left));
        turn.record(Event::TimerSet { socket, after });
    }
}

/// Ends a connection from this side with RST.
pub(in crate::model) fn reset(turn: &mut Turn, socket: SocketId) {
    let nxt = turn.tcb(socket).snd.nxt;
    send(turn, socket, Flags { ack: true, ..Flags::RST }, nxt, Rc::default());
}

/// Answers a segment that belongs to no connection (RFC 9293 §3.10.7.1).
pub(super) fn refuse(turn: &mut Turn, host: HostId, packet: &Packet) {
    let got = segment(packet);
    if got.flags.rst {
        return;
    }
    let FourTuple { local, remote } = packet.tuple();
    let (seq, ack, flags) = if got.flags.ack {
        (got.ack, SeqNum(0), Flags::RST)
    } else {
        (SeqNum(0), got.end(), Flags { ack: true, ..Flags::RST })
    };
    let segment = Segment {
        source_port: local.port(),
        destination_port: remote.port(),
        seq,
        ack,
        flags,
        window: 0,
        data: Rc::default(),
    };
    net::send(turn, host, (local.ip(), remote.ip()), Payload::Tcp(segment), None);
}
