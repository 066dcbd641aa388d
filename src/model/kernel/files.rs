//! Descriptors and open file descriptions; the screen; commands such as `ss`.

use super::args::Args;
use super::sockets::patience;
use super::{Outcome, Patience, done, failed, pipes, stream, texts};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{Fd, FileId, Pid, SocketId, Tid};
use crate::model::process::{End, FileKind, Pair, Wait};
use crate::model::tcp;
use crate::model::time::Duration;
use crate::model::turn::Turn;

/// What a shell takes to start and run a small command.
const COMMAND: Duration = Duration::from_millis(2);

/// The open file description behind a descriptor of the caller.
pub(super) fn file(turn: &Turn, tid: Tid, fd: Fd) -> Result<FileId, Failure> {
    let held = turn.thread(tid).held.iter().find(|(held, _)| *held == fd).map(|(_, file)| *file);
    // A call that waited goes on with what it began with, whatever became of the descriptor meanwhile.
    held.or_else(|| turn.process_of(tid).fds.get(&fd).copied()).ok_or(Failure::Os(Errno::EBADF))
}

/// The socket behind a descriptor of the caller.
pub(super) fn socket(turn: &Turn, tid: Tid, fd: Fd) -> Result<SocketId, Failure> {
    turn.socket_of(file(turn, tid, fd)?).ok_or(Failure::Os(Errno::ENOTSOCK))
}

/// Opens something under the lowest free descriptor of a process (POSIX `open`).
pub(super) fn open(turn: &mut Turn, tid: Tid, kind: FileKind) -> Result<Fd, Failure> {
    let file = FileId(turn.counts.files);
    let pid = turn.thread(tid).pid;
    let fd = lowest_free(turn, pid)?;
    turn.record(Event::FileOpened { file, kind });
    turn.record(Event::DescriptorOpened { pid, fd, file });
    Ok(fd)
}

/// One more descriptor of the caller, the lowest free one, for a file that is open already.
pub(super) fn lead_to(turn: &mut Turn, tid: Tid, file: FileId) -> Result<Fd, Failure> {
    let pid = turn.thread(tid).pid;
    let fd = lowest_free(turn, pid)?;
    turn.record(Event::DescriptorOpened { pid, fd, file });
    Ok(fd)
}

/// The lowest free descriptor of a process, if it may have another.
pub(super) fn lowest_free(turn: &Turn, pid: Pid) -> Result<Fd, Failure> {
    free(turn, pid, 1).map(|fds| fds[0])
}

/// So many of the lowest free descriptors; all of them, or none (Linux `alloc_fd`).
pub(super) fn free(turn: &Turn, pid: Pid, count: usize) -> Result<Vec<Fd>, Failure> {
    if turn.files.len() >= turn.limits.sockets {
        return Err(Failure::Os(Errno::ENFILE));
    }
    let process = turn.process(pid);
    let mut fds = Vec::new();
    // A table without gaps, the usual one, need not be searched.
    let whole = process.fds.len() as i32;
    let begin =
        if process.fds.keys().next_back().is_some_and(|last| last.0 + 1 == whole) { whole } else { 0 };
    let mut taken = process.fds.range(Fd(begin)..).map(|(fd, _)| fd).peekable();
    let mut number = begin;
    while fds.len() < count {
        if taken.peek().is_some_and(|fd| fd.0 == number) {
            taken.next();
        } else {
            fds.push(Fd(number));
        }
        number += 1;
    }
    let fits = fds.iter().all(|fd| fd.0 < process.descriptor_limits.0 as i32);
    if fits { Ok(fds) } else { Err(Failure::Os(Errno::EMFILE)) }
}

/// How many descriptors the caller may have: now, and at most.
pub(super) fn limits(turn: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    let (soft, hard) = turn.process_of(tid).descriptor_limits;
    Ok(done(Datum::Tuple(vec![Datum::Int(soft.into()), Datum::Int(hard.into())])))
}

/// Changes that; only the superuser raises the second (POSIX `setrlimit`).
pub(super) fn set_limits(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let number = |index: usize| -> Result<u32, Failure> {
        u32::try_from(args.int(index)?).map_err(|_| Failure::Os(Errno::EINVAL))
    };
    let (soft, hard) = (number(0)?, number(1)?);
    let process = turn.process_of(tid);
    if soft > hard {
        return Ok(failed(Errno::EINVAL));
    }
    if hard > process.descriptor_limits.1 && !process.user.is_root() {
        return Ok(failed(Errno::EPERM));
    }
    let pid = process.pid;
    turn.record(Event::DescriptorsLimited { pid, limits: (soft, hard) });
    Ok(done(Datum::None))
}

/// Closes a descriptor; a socket that no descriptor leads to any more is closed with it.
pub(super) fn close_descriptor(turn: &mut Turn, pid: Pid, fd: Fd) {
    let file = turn.process(pid).fds[&fd];
    let kind = turn.files[&file].kind;
    turn.record(Event::DescriptorClosed { pid, fd });
    if !turn.files.contains_key(&file) {
        gone(turn, kind);
    }
}

/// A call that waited on a file, or a message that carried it, is gone: was it the last that led there?
pub(super) fn settle(turn: &mut Turn, file: FileId) {
    if let Some(open) = turn.files.get(&file)
        && open.references == 0
    {
        let kind = open.kind;
        turn.record(Event::FileClosed { file });
        gone(turn, kind);
    }
}

fn gone(turn: &mut Turn, kind: FileKind) {
    match kind {
        FileKind::Socket(socket) => tcp::close(turn, socket),
        FileKind::Pipe(..) | FileKind::Pair(_) => pipes::closed(turn, kind),
        FileKind::Terminal | FileKind::Epoll(_) | FileKind::Text => {}
    }
}

pub(super) fn close(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let fd = args.fd(0)?;
    file(turn, tid, fd)?;
    let pid = turn.thread(tid).pid;
    close_descriptor(turn, pid, fd);
    Ok(done(Datum::None))
}

pub(super) fn dup(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let file = file(turn, tid, args.fd(0)?)?;
    let fd = lead_to(turn, tid, file)?;
    Ok(done(Datum::Int(fd.0.into())))
}

/// `dup2`: the copy gets the number that was asked for; what it led to before is closed.
pub(super) fn dup2(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let (old, new) = (args.fd(0)?, args.fd(1)?);
    let file = file(turn, tid, old)?;
    if new.0 < 0 || new.0 as u32 >= turn.process_of(tid).descriptor_limits.0 {
        return Ok(failed(Errno::EBADF));
    }
    let pid = turn.thread(tid).pid;
    if old != new {
        if turn.process(pid).fds.contains_key(&new) {
            close_descriptor(turn, pid, new);
        }
        turn.record(Event::DescriptorOpened { pid, fd: new, file });
    }
    Ok(done(Datum::Int(new.0.into())))
}

pub(super) fn get_blocking(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let file = file(turn, tid, args.fd(0)?)?;
    Ok(done(Datum::Bool(!turn.files[&file].nonblocking)))
}

pub(super) fn set_blocking(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let file = file(turn, tid, args.fd(0)?)?;
    let nonblocking = !args.bool(1)?;
    turn.record(Event::NonblockingSet { file, nonblocking });
    Ok(done(Datum::None))
}

pub(super) fn write(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let fd = args.fd(0)?;
    let data = args.bytes(1)?;
    match turn.files[&file(turn, tid, fd)?].kind {
        FileKind::Terminal => {
            let pid = turn.thread(tid).pid;
            turn.record(Event::Wrote { pid, fd, text: data.into() });
            Ok(done(Datum::Int(data.len() as i64)))
        }
        FileKind::Socket(socket) => {
            let patience = patience(turn, tid, fd, &args, 2)?;
            stream::send_bytes(turn, tid, socket, data, patience)
        }
        FileKind::Pipe(channel, End::Write) | FileKind::Pair(Pair { writes: channel, .. }) => {
            let patience = patience(turn, tid, fd, &args, 2)?;
            Ok(pipes::put(turn, tid, channel, data, Vec::new(), patience))
        }
        FileKind::Pipe(_, End::Read) => Ok(failed(Errno::EBADF)),
        FileKind::Epoll(_) => Ok(failed(Errno::EINVAL)),
        // Settings are written whole, by `sysctl`; the rest is `/dev/null`.
        FileKind::Text => Ok(done(Datum::Int(data.len() as i64))),
    }
}

pub(super) fn read(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let fd = args.fd(0)?;
    let opened = file(turn, tid, fd)?;
    match turn.files[&opened].kind {
        // Nobody types: the keyboard is at its end.
        FileKind::Terminal => Ok(done(Datum::Bytes(Vec::new()))),
        FileKind::Socket(_) => stream::receive(turn, tid, args),
        FileKind::Pipe(channel, End::Read) | FileKind::Pair(Pair { reads: channel, .. }) => {
            let wanted = usize::try_from(args.int(1)?).map_err(|_| Failure::Os(Errno::EINVAL))?;
            let patience = patience(turn, tid, fd, &args, 2)?;
            Ok(pipes::read(turn, channel, wanted, patience, false))
        }
        FileKind::Pipe(_, End::Write) => Ok(failed(Errno::EBADF)),
        FileKind::Epoll(_) => Ok(failed(Errno::EINVAL)),
        FileKind::Text => Ok(texts::read(turn, opened, usize::try_from(args.int(1)?).unwrap_or(0))),
    }
}

/// The wait for a command that was just started; nothing once it is there.
pub(super) fn starting(turn: &Turn, tid: Tid) -> Option<Outcome> {
    let is_up = turn.thread(tid).deadline.is_some_and(|deadline| deadline <= turn.now);
    (!is_up).then_some(Outcome::Wait(Wait::Command, Patience::For(COMMAND)))
}

/// A command such as `ss -tan`: its output and its exit status.
pub(super) fn popen(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let command = args.str(0)?;
    if let Some(wait) = starting(turn, tid) {
        return Ok(wait);
    }
    let host = turn.process_of(tid).host;
    let name = command.split_whitespace().next().unwrap_or_default();
    let (output, status) =
        turn.shell(host, command).unwrap_or_else(|| (format!("sh: 1: {name}: not found\n"), 127));
    Ok(done(Datum::Tuple(vec![Datum::Str(output), Datum::Int(status.into())])))
}
