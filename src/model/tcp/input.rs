//! A segment arrives (RFC 9293 §3.10.7).

use std::rc::Rc;

use super::output::{acknowledge, push, refuse, reset, synchronize};
use super::timer::deferring;
use super::user::{await_fin, die, enter, initial_sequence, time_wait, vanish};
use super::{TIME_WAIT, TcpState, cookie};
use crate::model::belief;
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{HostId, SocketId};
use crate::model::kernel::wake;
use crate::model::packet::{FourTuple, Icmp, IcmpKind, Packet, Segment};
use crate::model::seq::SeqNum;
use crate::model::turn::Turn;

/// A segment has reached its host.
pub(in crate::model) fn arrived(turn: &mut Turn, host: HostId, packet: &Packet) {
    let wrong = belief::misdelivered(turn, host, packet);
    let lookup = wrong.unwrap_or_else(|| turn.host(host).demux.lookup(packet));
    let found = lookup.found;
    turn.record(Event::LookedUp { packet: packet.clone(), host, lookup });
    take_up(turn, host, packet, found);
}

/// The look-up has found the segment's socket, or none.
pub(super) fn take_up(turn: &mut Turn, host: HostId, packet: &Packet, found: Option<SocketId>) {
    let Some(socket) = found else {
        if !cookie::returned(turn, host, packet) {
            refuse(turn, host, packet);
        }
        return;
    };
    match turn.socket(socket).tcp_state() {
        TcpState::Listen => listen(turn, socket, packet),
        TcpState::SynSent => syn_sent(turn, socket, packet),
        TcpState::TimeWait if reopens(turn, socket, segment(packet)) => {
            die(turn, socket, None);
            arrived(turn, host, packet);
        }
        TcpState::Closed => refuse(turn, host, packet),
        _ => synchronized(turn, socket, packet),
    }
}

/// The segment in a packet that the look-up has given to TCP.
pub(super) fn segment(packet: &Packet) -> &Segment {
    packet.segment().expect("TCP gets only its own packets")
}

/// LISTEN: a SYN makes a new socket, with the listener's port, in the SYN queue (§3.10.7.2).
fn listen(turn: &mut Turn, listener: SocketId, packet: &Packet) {
    if belief::refuses(turn, listener, packet) {
        refuse(turn, turn.socket(listener).host, packet);
        return;
    }
    let backlog = turn.socket(listener).backlog().expect("a listener has queues");
    if backlog.is_full() {
        // Dropped in silence: the client will try again (Linux `tcp_conn_request`).
        turn.record(Event::QueueFull { listener });
        return;
    }
    let settings = &turn.host(turn.socket(listener).host).settings;
    let waiting = backlog.syn_queue.len() as u32;
    if waiting > backlog.limit || settings.syn_cookies == 2 {
        if settings.syn_cookies == 0 {
            turn.record(Event::QueueFull { listener });
        } else {
            cookie::answer(turn, listener, packet);
        }
        return;
    }
    // Without cookies the last quarter of the places is for hosts that have answered before.
    let most = settings.max_syn_backlog;
    if settings.syn_cookies == 0 && most.saturating_sub(waiting) < most / 4 {
        turn.record(Event::QueueFull { listener });
        return;
    }
    let socket = SocketId(turn.counts.sockets);
    let iss = initial_sequence(turn, socket);
    let (local, remote) = (packet.to(), packet.from());
    turn.record(Event::SynQueued { listener, socket, local, remote, iss });
    turn.record(Event::Synchronized { socket, irs: segment(packet).seq });
    turn.record(Event::Acknowledged { socket, ack: iss, window: segment(packet).window });
    synchronize(turn, socket);
}

/// SYN-SENT: the answer to our SYN (§3.10.7.3).
fn syn_sent(turn: &mut Turn, socket: SocketId, packet: &Packet) {
    let got = segment(packet);
    let snd = &turn.tcb(socket).snd;
    let ours = got.flags.ack && got.ack.after(snd.iss) && !got.ack.after(snd.nxt);
    let host = turn.socket(socket).host;
    if got.flags.ack && !ours {
        refuse(turn, host, packet);
    } else if got.flags.rst {
        if ours {
            die(turn, socket, Some(Errno::ECONNREFUSED));
        }
    } else if got.flags.syn {
        turn.record(Event::Synchronized { socket, irs: got.seq });
        let ack = if ours { got.ack } else { turn.tcb(socket).snd.una };
        turn.record(Event::Acknowledged { socket, ack, window: got.window });
        if ours {
            turn.record(Event::TimerStopped { socket });
            enter(turn, socket, TcpState::Established);
            acknowledge(turn, socket);
            wake::all(turn, socket);
            push(turn, socket);
        } else {
            // Both sides called at the same time (RFC 9293 §3.5, simultaneous open).
            enter(turn, socket, TcpState::SynReceived);
            synchronize(turn, socket);
        }
    }
}

/// May a SYN open the connection anew, although its name is in TIME-WAIT (RFC 9293 §3.6.1)?
fn reopens(turn: &Turn, socket: SocketId, got: &Segment) -> bool {
    got.flags.syn && !got.flags.ack && !got.flags.rst && got.seq.after(turn.tcb(socket).rcv.nxt)
}

/// All other states (§3.10.7.4): is the segment in place, what does it acknowledge, what does it bring?
fn synchronized(turn: &mut Turn, socket: SocketId, packet: &Packet) {
    let got = segment(packet);
    let rcv = &turn.tcb(socket).rcv;
    let state = turn.tcb(socket).state;
    let window = rcv.window().max(1);
    let old = !got.end().after(rcv.nxt) && got.length() > 0;
    let edge = rcv.nxt + window;
    let beyond = got.seq.after(edge) || (got.seq == edge && got.length() > 0);
    let stale = got.seq.before(rcv.nxt) && got.length() == 0 && !got.flags.rst;
    if got.flags.rst {
        let in_window = !got.seq.before(rcv.nxt) && !beyond;
        if resets(turn, socket, got, in_window) {
            let errno = if state == TcpState::CloseWait { Errno::EPIPE } else { Errno::ECONNRESET };
            die(turn, socket, (state != TcpState::TimeWait).then_some(errno));
        } else if in_window && state != TcpState::TimeWait {
            // Perhaps it is forged. The other side, asked, will name the exact place (RFC 5961 §3.2).
            acknowledge(turn, socket);
        }
        return;
    }
    if simultaneous(turn, socket, got) {
        // The other side's SYN-ACK, whose SYN we had from its own call (RFC 9293 §3.5, figure 8).
        let (ack, window) = (got.ack, got.window);
        turn.record(Event::Acknowledged { socket, ack, window });
        turn.record(Event::TimerStopped { socket });
        enter(turn, socket, TcpState::Established);
        acknowledge(turn, socket);
        wake::writers(turn, socket);
        push(turn, socket);
        return;
    }
    if old || beyond || stale {
        answer_out_of_place(turn, socket, packet);
        return;
    }
    if got.flags.syn {
        acknowledge(turn, socket);
        return;
    }
    if !got.flags.ack || !acknowledged(turn, socket, packet) {
        return;
    }
    take(turn, socket, packet);
}

/// Does an RST end the connection? It must stand exactly where the next byte is expected, or after the last piece that
/// came early (RFC 5961 §3.2, Linux `tcp_validate_incoming`); after a FIN, one that ignores the FIN will do too. Of a
/// connection that no program holds, being in the window is enough (`tcp_check_req`, `tcp_timewait_state_process`).
fn resets(turn: &Turn, socket: SocketId, got: &Segment, in_window: bool) -> bool {
    let end = turn.socket(socket);
    let tcb = turn.tcb(socket);
    let rcv = &tcb.rcv;
    let after_early = rcv
        .early
        .iter()
        .map(|(place, (data, fin))| rcv.irs + *place + data.len() as u32 + u32::from(*fin))
        .reduce(|last, end| if end.after(last) { end } else { last });
    match tcb.state {
        _ if got.seq == rcv.nxt || (in_window && after_early == Some(got.seq)) => true,
        TcpState::SynReceived if tcb.listener.is_some() => in_window,
        TcpState::FinWait2 if !end.owned => in_window,
        TcpState::CloseWait | TcpState::LastAck | TcpState::Closing => got.seq + 1 == rcv.nxt,
        _ => false,
    }
}

/// Both sides have called at the same time, and this is the answer to our SYN.
fn simultaneous(turn: &Turn, socket: SocketId, got: &Segment) -> bool {
    let tcb = turn.tcb(socket);
    tcb.state == TcpState::SynReceived
        && tcb.listener.is_none()
        && got.flags.syn
        && got.flags.ack
        && got.seq == tcb.rcv.irs
        && got.ack == tcb.snd.nxt
}

/// A router, or a packet filter, says what became of a segment of ours (Linux `tcp_v4_err`).
pub(in crate::model) fn reported(turn: &mut Turn, host: HostId, message: &Icmp) {
    let tuple = FourTuple { local: message.from, remote: message.to };
    let Some(socket) = turn.host(host).demux.connection(tuple) else { return };
    let errno = message.kind.errno();
    let tcb = turn.tcb(socket);
    match tcb.state {
        TcpState::SynSent => die(turn, socket, Some(errno)),
        TcpState::SynReceived if tcb.listener.is_some() => {
            if matches!(message.kind, IcmpKind::NetUnreachable | IcmpKind::HostUnreachable) {
                vanish(turn, socket);
            }
        }
        TcpState::SynReceived => die(turn, socket, Some(errno)),
        TcpState::TimeWait | TcpState::Closed => {}
        _ => turn.record(Event::Doubted { socket, errno }),
    }
}

/// A segment that does not fit is answered with what we expect; a repeated SYN with the same SYN-ACK.
fn answer_out_of_place(turn: &mut Turn, socket: SocketId, packet: &Packet) {
    let got = segment(packet);
    match turn.tcb(socket).state {
        TcpState::SynReceived if got.flags.syn => synchronize(turn, socket),
        TcpState::TimeWait if got.flags.fin => {
            acknowledge(turn, socket);
            turn.record(Event::ExpirySet { socket, after: TIME_WAIT });
        }
        // A copy of the last segment is still in place for Linux (`tcp_sequence`), so what it acknowledges counts.
        _ if got.flags.ack && !got.flags.syn && got.end() == turn.tcb(socket).rcv.nxt => {
            if acknowledged(turn, socket, packet) {
                acknowledge(turn, socket);
            }
        }
        _ => acknowledge(turn, socket),
    }
}

/// What the segment acknowledges. False: the segment is to be ignored.
fn acknowledged(turn: &mut Turn, socket: SocketId, packet: &Packet) -> bool {
    let got = segment(packet);
    let snd = &turn.tcb(socket).snd;
    if got.ack.after(snd.end()) {
        // It acknowledges what was never sent (Linux `tcp_ack`).
        if turn.tcb(socket).state != TcpState::Established {
            acknowledge(turn, socket);
        }
        return false;
    }
    if turn.tcb(socket).state == TcpState::SynReceived && !establish(turn, socket, packet) {
        return false;
    }
    let snd = &turn.tcb(socket).snd;
    let news = got.ack.after(snd.una);
    let opened = snd.wnd == 0 && got.window > 0;
    let heard = snd.wnd != got.window || turn.tcb(socket).unanswered > 0;
    if news || (got.ack == snd.una && heard) {
        turn.record(Event::Acknowledged { socket, ack: got.ack, window: got.window });
    }
    if opened && !news {
        turn.record(Event::TimerStopped { socket });
    }
    if news {
        turn.record(Event::TimerStopped { socket });
        wake::writers(turn, socket);
        if turn.tcb(socket).snd.fin_acknowledged() && !fin_acknowledged(turn, socket) {
            return false;
        }
    }
    push(turn, socket);
    true
}

/// The handshake's last ACK: the connection moves to the accept queue, if there is room.
fn establish(turn: &mut Turn, socket: SocketId, packet: &Packet) -> bool {
    let listener = turn.tcb(socket).listener;
    let got = segment(packet);
    let bare = got.data.is_empty() && !got.flags.fin;
    if listener.is_some() && bare && turn.tcb(socket).retries < deferring(turn, socket) {
        // The handshake is over, but the program wants to hear of it only with data (Linux `tcp_check_req`).
        if !turn.tcb(socket).deferred {
            turn.record(Event::Deferred { socket });
        }
        return false;
    }
    let backlog = listener.and_then(|id| turn.sockets.get(&id)).and_then(|listener| listener.backlog());
    match (listener, backlog) {
        (Some(listener), Some(backlog)) => {
            if backlog.is_full() {
                turn.record(Event::QueueFull { listener });
                if turn.host(turn.socket(socket).host).settings.abort_on_overflow {
                    reset(turn, socket);
                    die(turn, socket, None);
                }
                return false;
            }
            enter(turn, socket, TcpState::Established);
            turn.record(Event::AcceptQueued { listener, socket });
            wake::accepter(turn, listener);
        }
        (Some(_), None) => {
            let host = turn.socket(socket).host;
            die(turn, socket, None);
            refuse(turn, host, packet);
            return false;
        }
        (None, _) => enter(turn, socket, TcpState::Established),
    }
    wake::all(turn, socket);
    true
}

/// Our FIN has arrived. False: nothing is left to do.
fn fin_acknowledged(turn: &mut Turn, socket: SocketId) -> bool {
    match turn.tcb(socket).state {
        TcpState::FinWait1 => {
            enter(turn, socket, TcpState::FinWait2);
            if !turn.socket(socket).owned {
                await_fin(turn, socket);
            }
            turn.sockets.contains_key(&socket)
        }
        TcpState::Closing => {
            time_wait(turn, socket);
            false
        }
        TcpState::LastAck => {
            die(turn, socket, None);
            false
        }
        _ => true,
    }
}

/// What the segment brings: bytes in order, bytes too early, a FIN.
fn take(turn: &mut Turn, socket: SocketId, packet: &Packet) {
    let got = segment(packet);
    if got.data.is_empty() && !got.flags.fin {
        return;
    }
    let end = turn.socket(socket);
    let no_reader = end.read_shut && end.write_shut && end.tcb().is_some_and(|tcb| !tcb.rcv.fin);
    if !got.data.is_empty() && no_reader {
        // Bytes for a program that will never read them (RFC 1122 §4.2.2.13; Linux `tcp_rcv_state_process`).
        let host = turn.socket(socket).host;
        refuse(turn, host, packet);
        die(turn, socket, Some(Errno::ECONNRESET));
        return;
    }
    if got.seq.after(turn.tcb(socket).rcv.nxt) {
        let (seq, data, fin) = (got.seq, got.data.clone(), got.flags.fin);
        turn.record(Event::ReceivedEarly { socket, seq, data, fin });
    } else {
        take_in_order(turn, socket, got.seq, &got.data, got.flags.fin);
        while let Some((seq, data, fin)) = early_in_order(turn, socket) {
            take_in_order(turn, socket, seq, &data, fin);
        }
        if turn.tcb(socket).rcv.fin {
            wake::all(turn, socket);
        } else {
            wake::readers(turn, socket);
        }
    }
    acknowledge(turn, socket);
}

/// The early piece whose turn has come.
fn early_in_order(turn: &Turn, socket: SocketId) -> Option<(SeqNum, Rc<[u8]>, bool)> {
    let rcv = &turn.tcb(socket).rcv;
    let (place, (data, fin)) = rcv.early.first_key_value()?;
    let seq = rcv.irs + *place;
    (!rcv.fin && rcv.window() > 0 && !seq.after(rcv.nxt)).then(|| (seq, data.clone(), *fin))
}

fn take_in_order(turn: &mut Turn, socket: SocketId, seq: SeqNum, data: &Rc<[u8]>, fin: bool) {
    let rcv = &turn.tcb(socket).rcv;
    let known = ((rcv.nxt - seq) as usize).min(data.len());
    let fits = (data.len() - known).min(rcv.window() as usize);
    let whole = known + fits == data.len();
    if fits > 0 {
        let data = if fits == data.len() { data.clone() } else { data[known..known + fits].into() };
        turn.record(Event::Received { socket, data });
    }
    if fin && whole && !turn.tcb(socket).rcv.fin {
        turn.record(Event::FinReceived { socket });
        turn.record(Event::ShutDown { socket, read: true, write: false });
        match turn.tcb(socket).state {
            TcpState::Established | TcpState::SynReceived => enter(turn, socket, TcpState::CloseWait),
            TcpState::FinWait1 => enter(turn, socket, TcpState::Closing),
            TcpState::FinWait2 => time_wait(turn, socket),
            _ => {}
        }
    } else if fits == 0 && !fin {
        // An early piece that holds nothing new: the next arrival's `Received` will clear it.
        turn.record(Event::Received { socket, data: Rc::default() });
    }
}
