//! Descriptors and open file descriptions; the screen; commands such as `ss`.

use super::args::Args;
use super::{Outcome, done, stream};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{Fd, FileId, Pid, SocketId, Tid};
use crate::model::process::FileKind;
use crate::model::tcp;
use crate::model::time::Duration;
use crate::model::turn::Turn;

/// How many descriptors a process may have (the soft limit of `RLIMIT_NOFILE` on most systems).
const DESCRIPTORS: usize = 1024 * 1024;
/// What a shell takes to start and run a small command.
const COMMAND: Duration = Duration::from_millis(2);

/// The open file description behind a descriptor of the caller.
pub(super) fn file(turn: &Turn, tid: Tid, fd: Fd) -> Result<FileId, Failure> {
    turn.process_of(tid).fds.get(&fd).copied().ok_or(Failure::Os(Errno::EBADF))
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

fn lowest_free(turn: &Turn, pid: Pid) -> Result<Fd, Failure> {
    let fds = &turn.process(pid).fds;
    if fds.len() >= DESCRIPTORS {
        return Err(Failure::Os(Errno::EMFILE));
    }
    let gap = fds.keys().zip(0..).find(|(fd, lowest)| fd.0 != *lowest).map(|(_, lowest)| lowest);
    Ok(Fd(gap.unwrap_or(fds.len() as i32)))
}

/// Closes a descriptor; a socket that no descriptor leads to any more is closed with it.
pub(super) fn close_descriptor(turn: &mut Turn, pid: Pid, fd: Fd) {
    let file = turn.process(pid).fds[&fd];
    let socket = turn.socket_of(file);
    turn.record(Event::DescriptorClosed { pid, fd });
    if let Some(socket) = socket
        && !turn.files.contains_key(&file)
    {
        tcp::close(turn, socket);
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
    let pid = turn.thread(tid).pid;
    let fd = lowest_free(turn, pid)?;
    turn.record(Event::DescriptorOpened { pid, fd, file });
    Ok(done(Datum::Int(fd.0.into())))
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
        FileKind::Socket(socket) => stream::send_bytes(turn, tid, fd, socket, data, super::Patience::Endless),
    }
}

pub(super) fn read(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let fd = args.fd(0)?;
    match turn.files[&file(turn, tid, fd)?].kind {
        // Nobody types: the keyboard is at its end.
        FileKind::Terminal => Ok(done(Datum::Bytes(Vec::new()))),
        FileKind::Socket(_) => stream::receive(turn, tid, args),
    }
}

/// A command such as `ss -tan`: its output and its exit status.
pub(super) fn popen(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let command = args.str(0)?;
    let host = turn.process_of(tid).host;
    let name = command.split_whitespace().next().unwrap_or_default();
    let (output, status) =
        turn.shell(host, command).unwrap_or_else(|| (format!("sh: 1: {name}: not found\n"), 127));
    turn.record(Event::Charged { tid, cost: COMMAND });
    Ok(done(Datum::Tuple(vec![Datum::Str(output), Datum::Int(status.into())])))
}
