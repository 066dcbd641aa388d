//! Bytes in and out of a connection: send, recv, shutdown.

use super::args::Args;
use super::sockets::{patience_with, take_error, wait_or_again};
use super::wake;
use super::{Outcome, Patience, datagram, done, failed, files};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{SocketId, Tid};
use crate::model::numbers::{MSG_PEEK, MSG_WAITALL};
use crate::model::process::Wait;
use crate::model::socket::{Socket, SocketState};
use crate::model::tcp::{self, TcpState};
use crate::model::turn::Turn;

pub(super) fn send(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let fd = args.fd(0)?;
    let socket = files::socket(turn, tid, fd)?;
    let patience = patience_with(turn, tid, fd, &args, args.int(2)?, 3)?;
    let patience = patience.limited(turn.socket(socket).options.send_time);
    if datagram::is_udp(turn, socket) {
        return datagram::send(turn, socket, args.bytes(1)?, None);
    }
    send_bytes(turn, tid, socket, args.bytes(1)?, patience)
}

/// Puts bytes into a connection's send queue: as many as fit, or all where the caller waits for ever.
pub(super) fn send_bytes(
    turn: &mut Turn,
    tid: Tid,
    socket: SocketId,
    data: &[u8],
    patience: Patience,
) -> Result<Outcome, Failure> {
    let own = turn.socket(socket);
    let state = own.tcp_state();
    if matches!(state, TcpState::SynSent | TcpState::SynReceived) {
        return Ok(wait_or_again(Wait::Send(socket), patience));
    }
    let sent = turn.thread(tid).progress;
    if own.error.is_some() || own.write_shut || !state.can_send() {
        return Ok(if sent > 0 { done(Datum::Int(sent as i64)) } else { broken(turn, socket, Errno::EPIPE) });
    }
    let rest = &data[sent.min(data.len())..];
    let now = fill(turn, tid, socket, rest);
    if now < rest.len() && !patience.blocks() && loopback_is_busy(turn, socket) {
        return Ok(Outcome::Again);
    }
    let enough = now == rest.len() || (sent + now > 0 && !patience.blocks());
    if enough {
        Ok(done(Datum::Int((sent + now) as i64)))
    } else {
        if !turn.socket(socket).room_wanted {
            turn.record(Event::RoomWanted { socket, wanted: true });
        }
        Ok(wait_or_again(Wait::Send(socket), patience))
    }
}

/// Are packets on their way from the host to itself? Linux delivers them inside the call, which then finds new room.
fn loopback_is_busy(turn: &Turn, socket: SocketId) -> bool {
    let host = turn.socket(socket).host;
    turn.flight.values().any(|flight| flight.link.is_none() && flight.to == host)
}

/// Puts as many bytes as fit into the send queue.
fn fill(turn: &mut Turn, tid: Tid, socket: SocketId, data: &[u8]) -> usize {
    let room = turn.socket(socket).send_space().saturating_sub(turn.tcb(socket).snd.queue.len());
    let now = room.min(data.len());
    if now > 0 {
        turn.record(Event::Queued { socket, data: data[..now].into() });
        turn.record(Event::Progressed { tid, bytes: now });
        tcp::push(turn, socket);
    }
    now
}

/// The error that the connection has for its program, or the usual one of a call on a dead connection.
fn broken(turn: &mut Turn, socket: SocketId, usual: Errno) -> Outcome {
    failed(take_error(turn, socket).unwrap_or(usual))
}

pub(super) fn receive(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let fd = args.fd(0)?;
    let socket = files::socket(turn, tid, fd)?;
    if datagram::is_udp(turn, socket) {
        return datagram::receive(turn, tid, (fd, socket), &args, false);
    }
    let wanted = usize::try_from(args.int(1)?)
        .map_err(|_| Failure::Raise { class: "ValueError", message: "negative buffersize in recv".into() })?;
    let flags = if args.0.len() > 2 { args.int(2)? } else { 0 };
    let own = turn.socket(socket);
    let patience = patience_with(turn, tid, fd, &args, flags, 3)?.limited(own.options.receive_time);
    let Some(tcb) = own.tcb() else { return Ok(failed(Errno::ENOTCONN)) };
    let (ready, peek) = (tcb.rcv.queue.len(), flags & MSG_PEEK != 0);
    let mut data = turn.thread(tid).gathered.clone();
    let least =
        if flags & MSG_WAITALL != 0 { wanted } else { wanted.min(own.options.receive_least as usize) };
    let enough = data.len() + ready >= least || !patience.blocks() || ends(own);
    if wanted == 0 || (ready + data.len() > 0 && enough) {
        let rest = ready.min(wanted - data.len());
        data.extend(take(turn, socket, rest, peek));
        return Ok(done(Datum::Bytes(data)));
    }
    if ready > 0 && !peek {
        // What is there is taken, so that more can come (Linux `tcp_recvmsg_locked`).
        let data = take(turn, socket, ready, false).into();
        turn.record(Event::Gathered { tid, data });
        return Ok(wait_or_again(Wait::Receive(socket), patience));
    }
    if tcb.rcv.fin {
        turn.record(Event::Read { socket, bytes: 0 });
        return Ok(done(Datum::Bytes(Vec::new())));
    }
    if own.error.is_some() {
        return Ok(broken(turn, socket, Errno::ECONNRESET));
    }
    if own.read_shut || matches!(tcb.state, TcpState::Closed | TcpState::TimeWait) {
        return Ok(done(Datum::Bytes(Vec::new())));
    }
    Ok(wait_or_again(Wait::Receive(socket), patience))
}

/// Will no more bytes come?
fn ends(socket: &Socket) -> bool {
    socket.read_shut || socket.error.is_some() || socket.tcb().is_some_and(|tcb| tcb.rcv.fin)
}

/// Takes bytes out of the receive queue; the other side hears of the new room where there was little.
fn take(turn: &mut Turn, socket: SocketId, bytes: usize, peek: bool) -> Vec<u8> {
    let before = turn.tcb(socket).rcv.window() as usize;
    let data = turn.tcb(socket).rcv.queue.range(..bytes).copied().collect();
    if !peek {
        turn.record(Event::Read { socket, bytes });
        let tcb = turn.tcb(socket);
        let open = !tcb.rcv.fin && !matches!(tcb.state, TcpState::Closed | TcpState::TimeWait);
        let half = tcb.rcv.space / 2;
        if open && before < half && tcb.rcv.window() as usize >= half {
            tcp::acknowledge(turn, socket);
        }
    }
    data
}

pub(super) fn shutdown(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let socket = files::socket(turn, tid, args.fd(0)?)?;
    let (read, write) = match args.int(1)? {
        0 => (true, false),
        1 => (false, true),
        2 => (true, true),
        _ => return Ok(failed(Errno::EINVAL)),
    };
    match turn.socket(socket).state {
        SocketState::Idle => return Ok(failed(Errno::ENOTCONN)),
        SocketState::Listening(_) => {
            if read {
                tcp::stop_listening(turn, socket);
            }
            return Ok(done(Datum::None));
        }
        SocketState::Datagrams(_) => {
            turn.record(Event::ShutDown { socket, read, write });
            wake::all(turn, socket);
            let connected = turn.socket(socket).remote().is_some();
            return Ok(if connected { done(Datum::None) } else { failed(Errno::ENOTCONN) });
        }
        SocketState::Connection(_) => {}
    }
    let over = matches!(turn.socket(socket).tcp_state(), TcpState::Closed | TcpState::TimeWait);
    tcp::shutdown(turn, socket, read, write);
    Ok(if over { failed(Errno::ENOTCONN) } else { done(Datum::None) })
}
