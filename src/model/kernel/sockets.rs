//! The calls that give a socket its names: socket, bind, listen, accept, connect.

use std::net::{IpAddr, SocketAddr};

use super::args::Args;
use super::{Outcome, Patience, datagram, done, failed, files, ports};
use crate::model::belief;
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{Fd, HostId, SocketId, Tid};
use crate::model::net;
use crate::model::numbers::{
    AF_INET, AF_INET6, IPPROTO_TCP, IPPROTO_UDP, MSG_DONTWAIT, SOCK_CLOEXEC, SOCK_DGRAM, SOCK_KIND,
    SOCK_NONBLOCK, SOCK_STREAM,
};
use crate::model::packet::{FourTuple, Protocol};
use crate::model::process::{FileKind, Wait};
use crate::model::socket::{Family, SocketState};
use crate::model::tcp::{self, Tcb, TcpState};
use crate::model::turn::Turn;

pub(super) fn socket(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let host = turn.process_of(tid).host;
    let (family, kind, protocol) = (args.int(0)?, args.int(1)?, args.int(2)?);
    let offered = match kind & SOCK_KIND {
        SOCK_STREAM => IPPROTO_TCP,
        _ => IPPROTO_UDP,
    };
    // The kind of socket decides; a protocol that is named must fit it (Linux `inet_create`).
    if matches!(family, AF_INET | AF_INET6) && protocol != 0 && protocol != offered {
        return Ok(failed(Errno::EPROTONOSUPPORT));
    }
    let fd = create(turn, tid, host, [family, kind])?;
    Ok(done(Datum::Int(fd.0.into())))
}

/// A new socket in the kernel of `host`, under a descriptor of the caller.
pub(super) fn create(
    turn: &mut Turn,
    tid: Tid,
    host: HostId,
    [family, kind]: [i64; 2],
) -> Result<Fd, Failure> {
    let family = match family {
        AF_INET => Family::Inet,
        AF_INET6 => Family::Inet6,
        _ => return Err(Failure::Os(Errno::EAFNOSUPPORT)),
    };
    if kind & !(SOCK_KIND | SOCK_NONBLOCK | SOCK_CLOEXEC) != 0 {
        return Err(Failure::Os(Errno::EINVAL));
    }
    let protocol = match kind & SOCK_KIND {
        SOCK_STREAM => Protocol::Tcp,
        SOCK_DGRAM => Protocol::Udp,
        _ => return Err(Failure::Os(Errno::ESOCKTNOSUPPORT)),
    };
    let socket = SocketId(turn.counts.sockets);
    if turn.sockets.len() >= turn.limits.sockets {
        return Err(Failure::Os(Errno::ENFILE));
    }
    files::lowest_free(turn, turn.thread(tid).pid)?;
    let uid = turn.process_of(tid).user.uid.effective;
    turn.record(Event::SocketCreated { socket, host, family, protocol, uid });
    files::open(turn, tid, FileKind::Socket(socket))
}

pub(super) fn bind(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let socket = files::socket(turn, tid, args.fd(0)?)?;
    let wanted = args.address(1)?;
    let own = turn.socket(socket);
    let address = wanted.ip();
    match own.family {
        Family::Inet if address.is_ipv6() => return Ok(failed(Errno::EAFNOSUPPORT)),
        Family::Inet6 if address.is_ipv4() && own.options.v6_only => return Ok(failed(Errno::EINVAL)),
        Family::Inet | Family::Inet6 => {}
    }
    // An address of one link only needs that link's number, and no host here has such a link; a stream is bound to no group
    // of IPv6 (Linux `__inet6_bind`).
    if let IpAddr::V6(address) = address {
        let of_one_link = address.is_unicast_link_local() || address.segments()[0] == 0xff02;
        if of_one_link || (address.is_multicast() && own.protocol == Protocol::Tcp) {
            return Ok(failed(Errno::EINVAL));
        }
    }
    let here = turn.host(own.host);
    let usable = here.owns(address) || address.is_unspecified() || net::is_for_all(here, address);
    if !usable {
        return Ok(failed(Errno::EADDRNOTAVAIL));
    }
    let privileged = wanted.port() != 0 && wanted.port() < turn.host(own.host).settings.unprivileged_start;
    if privileged && !turn.process_of(tid).user.is_root() {
        return Ok(failed(Errno::EACCES));
    }
    if own.local.is_some() || !matches!(own.state, SocketState::Idle | SocketState::Datagrams(_)) {
        return Ok(failed(Errno::EINVAL));
    }
    bind_to(turn, socket, wanted)
}

fn bind_to(turn: &mut Turn, socket: SocketId, wanted: SocketAddr) -> Result<Outcome, Failure> {
    let chosen = wanted.port() == 0;
    if chosen && turn.socket(socket).options.bind_no_port {
        // `connect` will choose it, when it knows the destination (Linux `IP_BIND_ADDRESS_NO_PORT`).
        turn.record(Event::AddressBound { socket, address: wanted.ip() });
        return Ok(done(Datum::None));
    }
    if chosen {
        bind_anywhere(turn, socket, wanted.ip())?;
        return Ok(done(Datum::None));
    }
    if ports::conflict(turn, socket, wanted).is_some() {
        return Ok(failed(Errno::EADDRINUSE));
    }
    turn.record(Event::Bound { socket, local: wanted, chosen });
    Ok(done(Datum::None))
}

/// Binds to a port that the kernel chooses.
fn bind_anywhere(turn: &mut Turn, socket: SocketId, address: IpAddr) -> Result<SocketAddr, Failure> {
    let port = ports::free_port(turn, socket, address).ok_or(Failure::Os(Errno::EADDRINUSE))?;
    let local = SocketAddr::new(address, port);
    turn.record(Event::Bound { socket, local, chosen: true });
    Ok(local)
}

pub(super) fn listen(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let socket = files::socket(turn, tid, args.fd(0)?)?;
    let somaxconn = turn.host(turn.socket(socket).host).settings.somaxconn;
    // As unsigned in the kernel: a negative backlog is a huge one, and the cap applies.
    let limit = u32::try_from(args.int(1)?).unwrap_or(u32::MAX).min(somaxconn);
    match turn.socket(socket).state {
        SocketState::Connection(_) => return Ok(failed(Errno::EINVAL)),
        SocketState::Listening(_) => {
            turn.record(Event::Listened { socket, limit });
            return Ok(done(Datum::None));
        }
        SocketState::Datagrams(_) => return Ok(failed(Errno::EOPNOTSUPP)),
        SocketState::Idle => {}
    }
    let own = turn.socket(socket);
    let local = own.local.unwrap_or(SocketAddr::new(own.family.unspecified(), 0));
    let local = if local.port() == 0 { bind_anywhere(turn, socket, local.ip())? } else { local };
    if ports::listener_conflict(turn, socket, local).is_some() {
        return Ok(failed(Errno::EADDRINUSE));
    }
    turn.record(Event::Listened { socket, limit });
    Ok(done(Datum::None))
}

pub(super) fn accept(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let fd = args.fd(0)?;
    let listener = files::socket(turn, tid, fd)?;
    let patience = patience(turn, tid, fd, &args, 1)?.limited(turn.socket(listener).options.receive_time);
    if datagram::is_udp(turn, listener) {
        // With a time-out, Python asks first whether something has come.
        let silent = turn.socket(listener).udp().is_some_and(|udp| udp.queue.is_empty());
        let waits = silent && matches!(patience, Patience::For(_));
        return Ok(if waits {
            Outcome::Wait(Wait::Receive(listener), patience)
        } else {
            failed(Errno::EOPNOTSUPP)
        });
    }
    let Some(backlog) = turn.socket(listener).backlog() else { return Ok(failed(Errno::EINVAL)) };
    // Without a free descriptor the connection stays where it is. With a time-out, Python asks first whether one waits.
    if !(backlog.accept_queue.is_empty() && matches!(patience, Patience::For(_))) {
        files::lowest_free(turn, turn.thread(tid).pid)?;
    }
    let Some(socket) = backlog.accept_queue.front().copied() else {
        return Ok(wait_or_again(Wait::Accept(listener), patience));
    };
    turn.record(Event::Accepted { listener, socket });
    belief::accepted(turn, socket, |turn| {
        let address = turn.socket(socket).local?.ip();
        ports::free_port(turn, socket, address)
    });
    let (peer, family) = (turn.tcb(socket).remote, turn.socket(socket).family);
    let fd = files::open(turn, tid, FileKind::Socket(socket))?;
    Ok(done(Datum::Tuple(vec![Datum::Int(fd.0.into()), address(peer, family)])))
}

pub(super) fn connect(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let fd = args.fd(0)?;
    let socket = files::socket(turn, tid, fd)?;
    let patience = patience(turn, tid, fd, &args, 3)?.limited(turn.socket(socket).options.send_time);
    if datagram::is_udp(turn, socket) {
        return datagram::connect(turn, socket, args.address(1)?);
    }
    let own = turn.socket(socket);
    match own.tcp_state() {
        TcpState::Listen => Ok(failed(Errno::EISCONN)),
        TcpState::SynSent | TcpState::SynReceived => match patience {
            Patience::None => Ok(failed(Errno::EALREADY)),
            patience => Ok(Outcome::Wait(Wait::Connect(socket), patience)),
        },
        TcpState::Closed if own.connecting => Ok(failed(told(turn, socket, patience))),
        TcpState::Closed if !own.tcb().is_some_and(Tcb::was_open) => {
            open(turn, socket, args.address(1)?, patience)
        }
        _ if own.connecting => {
            turn.record(Event::Connected { socket });
            Ok(done(Datum::None))
        }
        _ => Ok(failed(Errno::EISCONN)),
    }
}

/// Tells why a connect failed; or, where that was told already, that it did (Linux `__inet_stream_connect`).
fn told(turn: &mut Turn, socket: SocketId, patience: Patience) -> Errno {
    let error = take_error(turn, socket);
    // With a time-out Python does not call `connect` again: it asks for the error (`SO_ERROR`).
    if error.is_none() || !matches!(patience, Patience::For(_)) {
        turn.record(Event::Disconnected { socket });
    }
    error.unwrap_or(Errno::ECONNABORTED)
}

/// Settles both names of a connection and sends its SYN.
fn open(
    turn: &mut Turn,
    socket: SocketId,
    wanted: SocketAddr,
    patience: Patience,
) -> Result<Outcome, Failure> {
    let own = turn.socket(socket);
    let host = own.host;
    let destination = own.destination(wanted.ip()).map_err(Failure::Os)?;
    let remote = SocketAddr::new(destination, wanted.port());
    if net::is_for_all(turn.host(host), destination) {
        return Ok(failed(Errno::ENETUNREACH));
    }
    let routed = turn.host(host).source_for(destination).ok_or(Failure::Os(Errno::ENETUNREACH))?;
    let bound = own.local;
    let source = bound.map(|local| local.ip()).filter(|address| !address.is_unspecified()).unwrap_or(routed);
    let (port, offset) = match bound.filter(|local| local.port() != 0) {
        Some(local) => (local.port(), None),
        None if belief::source_port(turn, remote).is_some() => (remote.port(), None),
        None => {
            let found = ports::source_port(turn, host, source, remote);
            let (port, offset) = found.ok_or(Failure::Os(Errno::EADDRNOTAVAIL))?;
            (port, Some(offset))
        }
    };
    let local = SocketAddr::new(source, port);
    if let Some(other) = turn.host(host).demux.connection(FourTuple { local, remote }) {
        // A port that the program chose itself may follow on TIME-WAIT at once (Linux `tcp_twsk_unique`).
        if turn.socket(other).tcp_state() != TcpState::TimeWait {
            return Ok(failed(Errno::EADDRNOTAVAIL));
        }
        tcp::give_way(turn, other);
    }
    tcp::connect(turn, socket, local, remote, offset);
    Ok(match patience {
        Patience::None => failed(Errno::EINPROGRESS),
        patience => Outcome::Wait(Wait::Connect(socket), patience),
    })
}

pub(super) fn own_name(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let socket = files::socket(turn, tid, args.fd(0)?)?;
    let own = turn.socket(socket);
    let mut local = own.local.unwrap_or(SocketAddr::new(own.family.unspecified(), 0));
    if local.port() == 0 {
        local.set_port(own.last_port);
    }
    Ok(done(address(local, own.family)))
}

pub(super) fn peer_name(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let socket = files::socket(turn, tid, args.fd(0)?)?;
    let own = turn.socket(socket);
    let connected = !matches!(own.tcp_state(), TcpState::Closed | TcpState::SynSent | TcpState::TimeWait);
    match own.remote() {
        Some(remote) if connected && remote.port() != 0 => Ok(done(address(remote, own.family))),
        _ => Ok(failed(Errno::ENOTCONN)),
    }
}

/// An address as programs see it: a tuple of text and port, for IPv6 with flow label and scope (both 0).
pub(super) fn address(of: SocketAddr, family: Family) -> Datum {
    let ip = match (family, of.ip()) {
        (Family::Inet6, IpAddr::V4(address)) => address.to_ipv6_mapped().into(),
        (_, address) => address,
    };
    let (text, port) = (Datum::Str(ip.to_string()), Datum::Int(of.port().into()));
    match family {
        Family::Inet => Datum::Tuple(vec![text, port]),
        Family::Inet6 => Datum::Tuple(vec![text, port, Datum::Int(0), Datum::Int(0)]),
    }
}

/// The error that waits for the socket's next call, which thereby has told it.
pub(super) fn take_error(turn: &mut Turn, socket: SocketId) -> Option<Errno> {
    let errno = turn.socket(socket).error;
    if errno.is_some() {
        turn.record(Event::ErrorTaken { socket });
    }
    errno
}

/// How long a call on this descriptor may wait: as asked, or not at all where O_NONBLOCK is set.
pub(super) fn patience(
    turn: &Turn,
    tid: Tid,
    fd: Fd,
    args: &Args,
    index: usize,
) -> Result<Patience, Failure> {
    let file = files::file(turn, tid, fd)?;
    match args.patience(index)? {
        Patience::Endless if turn.files[&file].nonblocking => Ok(Patience::None),
        patience => Ok(patience),
    }
}

/// The same for a call that has flags: MSG_DONTWAIT is O_NONBLOCK for one call.
pub(super) fn patience_with(
    turn: &Turn,
    tid: Tid,
    fd: Fd,
    args: &Args,
    flags: i64,
    index: usize,
) -> Result<Patience, Failure> {
    match flags & MSG_DONTWAIT {
        0 => patience(turn, tid, fd, args, index),
        _ => Ok(Patience::None),
    }
}

/// Waits, or says EAGAIN where the caller won't wait.
pub(super) fn wait_or_again(wait: Wait, patience: Patience) -> Outcome {
    match patience {
        Patience::None => failed(Errno::EAGAIN),
        patience => Outcome::Wait(wait, patience),
    }
}
