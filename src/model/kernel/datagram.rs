//! What `connect`, `send` and `recv` are for a UDP socket, and the groups that it joins.

use std::net::{Ipv4Addr, SocketAddr};

use super::args::Args;
use super::sockets::{address, patience_with, take_error, wait_or_again};
use super::{Outcome, done, failed, files, ports};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{Fd, SocketId, Tid};
use crate::model::net;
use crate::model::numbers::{MSG_OOB, MSG_PEEK};
use crate::model::packet::Protocol;
use crate::model::process::Wait;
use crate::model::turn::Turn;
use crate::model::udp;

/// Does this socket speak UDP?
pub(super) fn is_udp(turn: &Turn, socket: SocketId) -> bool {
    turn.socket(socket).protocol == Protocol::Udp
}

/// Sets the peer: no packet is sent.
pub(super) fn connect(turn: &mut Turn, socket: SocketId, wanted: SocketAddr) -> Result<Outcome, Failure> {
    bind_somewhere(turn, socket)?;
    let own = turn.socket(socket);
    let here = turn.host(own.host);
    let remote = SocketAddr::new(own.destination(wanted.ip()).map_err(Failure::Os)?, wanted.port());
    let (routed, _) = net::way_out(here, remote.ip(), own.options.multicast_interface)
        .ok_or(Failure::Os(Errno::ENETUNREACH))?;
    if here.is_broadcast(remote.ip()) && !own.options.broadcast {
        return Ok(failed(Errno::EACCES));
    }
    let bound = own.local;
    let port = bound.map_or(0, |local| local.port());
    let ip = bound.map(|local| local.ip()).filter(|ip| !ip.is_unspecified()).unwrap_or(routed);
    turn.record(Event::PeerSet { socket, local: SocketAddr::new(ip, port), remote: Some(remote) });
    Ok(done(Datum::None))
}

/// A socket that sends or receives without a name gets a port (Linux `inet_autobind`).
fn bind_somewhere(turn: &mut Turn, socket: SocketId) -> Result<(), Failure> {
    let own = turn.socket(socket);
    if own.local.is_some() {
        return Ok(());
    }
    let ip = own.family.unspecified();
    let port = ports::free_port(turn, socket, ip).ok_or(Failure::Os(Errno::EAGAIN))?;
    turn.record(Event::Bound { socket, local: SocketAddr::new(ip, port), chosen: true });
    Ok(())
}

/// Sends one message, to the peer where no address is given.
pub(super) fn send(
    turn: &mut Turn,
    socket: SocketId,
    data: &[u8],
    to: Option<SocketAddr>,
) -> Result<Outcome, Failure> {
    bind_somewhere(turn, socket)?;
    let own = turn.socket(socket);
    let Some(to) = to.or(own.remote()) else { return Ok(failed(Errno::EDESTADDRREQ)) };
    let write_shut = own.write_shut;
    if let Some(errno) = take_error(turn, socket) {
        return Ok(failed(errno));
    }
    if write_shut {
        return Ok(failed(Errno::EPIPE));
    }
    udp::send(turn, socket, to, data).map_err(Failure::Os)?;
    Ok(done(Datum::Int(data.len() as i64)))
}

/// Takes one message; what does not fit the buffer is lost.
pub(super) fn receive(
    turn: &mut Turn,
    tid: Tid,
    (fd, socket): (Fd, SocketId),
    args: &Args,
    with_sender: bool,
) -> Result<Outcome, Failure> {
    let room = usize::try_from(args.int(1)?).unwrap_or(0);
    let flags = if args.0.len() > 2 { args.int(2)? } else { 0 };
    let patience =
        patience_with(turn, tid, fd, args, flags, 3)?.limited(turn.socket(socket).options.receive_time);
    if let Some(errno) = take_error(turn, socket) {
        return Ok(failed(errno));
    }
    let own = turn.socket(socket);
    let message = own.udp().and_then(|udp| udp.queue.front()).cloned();
    let Some(message) = message else {
        // Only a call that would wait finds the end; Python, with a time-out, asks without waiting until that is over.
        let ended = own.read_shut && patience.blocks();
        let over = ended.then(|| done(answer(Vec::new(), Datum::None, 0, with_sender)));
        return Ok(over.unwrap_or_else(|| wait_or_again(Wait::Receive(socket), patience)));
    };
    let sender = address(message.from, own.family);
    if flags & MSG_PEEK == 0 {
        turn.record(Event::MessageRead { socket });
    }
    let whole = message.data.len();
    Ok(done(answer(message.data[..whole.min(room)].to_vec(), sender, whole, with_sender)))
}

/// The bytes that fitted, or with them who sent the message and how long it was.
fn answer(data: Vec<u8>, sender: Datum, whole: usize, with_sender: bool) -> Datum {
    let data = Datum::Bytes(data);
    if with_sender { Datum::Tuple(vec![data, sender, Datum::Int(whole as i64)]) } else { data }
}

/// `IP_ADD_MEMBERSHIP` and `IP_DROP_MEMBERSHIP`: `struct ip_mreq`, the group and one of the host's own addresses.
pub(super) fn membership(turn: &mut Turn, socket: SocketId, request: &[u8], join: bool) -> Outcome {
    let address =
        |at: usize| request.get(at..at + 4).map(|four| Ipv4Addr::new(four[0], four[1], four[2], four[3]));
    let (Some(group), Some(asked)) = (address(0), address(4)) else { return failed(Errno::EINVAL) };
    if !group.is_multicast() {
        return failed(Errno::EINVAL);
    }
    let own = turn.socket(socket);
    // A stream has one other end (Linux `do_ip_setsockopt`).
    let Some(udp) = own.udp() else { return failed(Errno::EPROTO) };
    let here = turn.host(own.host);
    let interface = if asked.is_unspecified() {
        let chosen = here.route(group.into()).map(|(interface, _)| interface.address);
        chosen.or(here.interfaces.first().map(|interface| interface.address))
    } else {
        here.owns(asked.into()).then_some(asked)
    };
    let Some(interface) = interface else { return failed(Errno::ENODEV) };
    let joined = udp.groups.contains(&(group, interface));
    match (join, joined) {
        (true, true) => failed(Errno::EADDRINUSE),
        (false, false) => failed(Errno::EADDRNOTAVAIL),
        (true, false) => {
            turn.record(Event::GroupJoined { socket, group, interface });
            done(Datum::None)
        }
        (false, true) => {
            turn.record(Event::GroupLeft { socket, group, interface });
            done(Datum::None)
        }
    }
}

pub(super) fn send_to(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let fd = args.fd(0)?;
    let socket = files::socket(turn, tid, fd)?;
    let to = args.address(3)?;
    // Only a stream has urgent data (Linux `udp_sendmsg`).
    if is_udp(turn, socket) && args.int(2)? & MSG_OOB != 0 {
        return Ok(failed(Errno::EOPNOTSUPP));
    }
    send(turn, socket, args.bytes(1)?, Some(to))
}

pub(super) fn receive_from(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let fd = args.fd(0)?;
    let socket = files::socket(turn, tid, fd)?;
    receive(turn, tid, (fd, socket), &args, true)
}
