//! Socket calls on one of a pair of UNIX sockets: `send`, `recv`, and messages that carry descriptors.

use super::args::Args;
use super::sockets::patience_with;
use super::{Outcome, calls::Handler, done, failed, files, pipes};
use crate::model::channel::ChannelKind;
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{Fd, Tid};
use crate::model::numbers::{
    AF_UNIX, MSG_PEEK, SO_DOMAIN, SO_ERROR, SO_PROTOCOL, SO_RCVBUF, SO_SNDBUF, SO_TYPE, SOCK_DGRAM,
    SOCK_STREAM, SOL_SOCKET,
};
use crate::model::process::{FileKind, Pair};
use crate::model::turn::Turn;

/// What stands for a call of this name on one of a pair; `None` where the descriptor leads to something else.
pub(super) fn instead(turn: &Turn, tid: Tid, name: &str, args: &Args) -> Option<Handler> {
    let handler: Handler = match name {
        "send" => send,
        "recv" => receive,
        "shutdown" => shutdown,
        "getsockname" | "getpeername" => name_of,
        "getsockopt" => option,
        "setsockopt" => set_option,
        "accept" | "listen" | "bind" => invalid,
        "connect" => connected,
        _ => return None,
    };
    pair(turn, tid, args.fd(0).ok()?).ok().map(|_| handler)
}

fn pair(turn: &Turn, tid: Tid, fd: Fd) -> Result<Pair, Failure> {
    match turn.files[&files::file(turn, tid, fd)?].kind {
        FileKind::Pair(pair) => Ok(pair),
        FileKind::Socket(_) => Err(Failure::Os(Errno::EOPNOTSUPP)),
        _ => Err(Failure::Os(Errno::ENOTSOCK)),
    }
}

fn send(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let pair = pair(turn, tid, args.fd(0)?)?;
    let patience = patience_with(turn, tid, args.fd(0)?, &args, args.int(2)?, 3)?;
    Ok(pipes::put(turn, tid, pair.writes, args.bytes(1)?, Vec::new(), patience))
}

fn receive(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let pair = pair(turn, tid, args.fd(0)?)?;
    let wanted = usize::try_from(args.int(1)?).map_err(|_| Failure::Os(Errno::EINVAL))?;
    let flags = args.int(2)?;
    let patience = patience_with(turn, tid, args.fd(0)?, &args, flags, 3)?;
    if let Some(broken) = broken(turn, pair) {
        return Ok(broken);
    }
    Ok(pipes::read(turn, pair.reads, wanted, patience, flags & MSG_PEEK != 0))
}

/// The peer has gone, and left something unread: told once (Linux `unix_release_sock`).
fn broken(turn: &mut Turn, pair: Pair) -> Option<Outcome> {
    let channel = pair.writes;
    let stream = turn.channels[&channel].kind == ChannelKind::Stream;
    let told = stream && turn.channels[&channel].broken && turn.channels[&pair.reads].is_empty();
    told.then(|| {
        turn.record(Event::BreakTold { channel });
        failed(Errno::ECONNRESET)
    })
}

/// `sendmsg` with SCM_RIGHTS: bytes and the open files behind some descriptors.
pub(super) fn send_message(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let pair = pair(turn, tid, args.fd(0)?)?;
    let patience = patience_with(turn, tid, args.fd(0)?, &args, args.int(3)?, 4)?;
    let Some(Datum::List(fds)) = args.0.get(2) else { return Ok(failed(Errno::EINVAL)) };
    let mut carried = Vec::new();
    for fd in fds {
        let Datum::Int(fd) = fd else { return Ok(failed(Errno::EINVAL)) };
        carried.push(files::file(turn, tid, Fd(*fd as i32))?);
    }
    Ok(pipes::put(turn, tid, pair.writes, args.bytes(1)?, carried, patience))
}

/// `recvmsg`: bytes, and new descriptors for the open files that came with them.
pub(super) fn receive_message(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let pair = pair(turn, tid, args.fd(0)?)?;
    let wanted = usize::try_from(args.int(1)?).map_err(|_| Failure::Os(Errno::EINVAL))?;
    let most = usize::try_from(args.int(2)?).map_err(|_| Failure::Os(Errno::EINVAL))?;
    let flags = args.int(3)?;
    let patience = patience_with(turn, tid, args.fd(0)?, &args, flags, 4)?;
    let portion = match pipes::portion(turn, pair.reads, wanted, patience) {
        Ok(portion) => portion,
        Err(outcome) => return Ok(outcome),
    };
    let mut fds = Vec::new();
    for file in portion.files.iter().take(most) {
        fds.push(Datum::Int(files::lead_to(turn, tid, *file)?.0.into()));
    }
    let data = pipes::take(turn, pair.reads, &portion, flags & MSG_PEEK != 0);
    Ok(done(Datum::Tuple(vec![Datum::Bytes(data), Datum::List(fds)])))
}

fn shutdown(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let pair = pair(turn, tid, args.fd(0)?)?;
    Ok(pipes::shutdown(turn, pair, args.int(1)?))
}

/// Both of a pair have no name.
fn name_of(_: &mut Turn, _: Tid, _: Args) -> Result<Outcome, Failure> {
    Ok(done(Datum::Str(String::new())))
}

fn option(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let pair = pair(turn, tid, args.fd(0)?)?;
    let kind = turn.channels[&pair.reads].kind;
    Ok(match (args.int(1)?, args.int(2)?) {
        (SOL_SOCKET, SO_DOMAIN) => done(Datum::Int(AF_UNIX)),
        (SOL_SOCKET, SO_TYPE) => {
            done(Datum::Int(if kind == ChannelKind::Stream { SOCK_STREAM } else { SOCK_DGRAM }))
        }
        (SOL_SOCKET, SO_PROTOCOL | SO_ERROR) => done(Datum::Int(0)),
        (SOL_SOCKET, SO_SNDBUF | SO_RCVBUF) => done(Datum::Int(212_992)),
        _ => failed(Errno::EOPNOTSUPP),
    })
}

fn set_option(_: &mut Turn, _: Tid, args: Args) -> Result<Outcome, Failure> {
    Ok(if args.int(1)? == SOL_SOCKET { done(Datum::None) } else { failed(Errno::EOPNOTSUPP) })
}

fn invalid(_: &mut Turn, _: Tid, _: Args) -> Result<Outcome, Failure> {
    Ok(failed(Errno::EINVAL))
}

fn connected(_: &mut Turn, _: Tid, _: Args) -> Result<Outcome, Failure> {
    Ok(failed(Errno::EISCONN))
}
