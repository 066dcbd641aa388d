//! The kernel's own files: settings under `/proc/sys`, tables under `/proc/net`, descriptors under `/proc/PID/fd`.

use super::args::Args;
use super::{Outcome, done, failed, files};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{Fd, FileId, HostId, Pid, Tid};
use crate::model::process::FileKind;
use crate::model::settings;
use crate::model::turn::Turn;

const SETTINGS: &str = "/proc/sys/";

/// The setting that a path names.
fn setting(path: &str) -> Option<String> {
    path.strip_prefix(SETTINGS).map(|path| path.replace('/', "."))
}

/// Opens a file to read it; only a setting can be opened to write.
pub(super) fn open(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let (path, writes) = (args.str(0)?, args.bool(1)?);
    let process = turn.process_of(tid);
    let (host, root) = (process.host, process.user.is_root());
    if path == "/dev/null" {
        let fd = files::open(turn, tid, FileKind::Text)?;
        return Ok(done(Datum::Int(fd.0.into())));
    }
    let name = setting(path);
    let value = name.as_deref().and_then(|name| settings::get(turn.host(host), name));
    let text = match value {
        Some(value) => value + "\n",
        None => match turn.shell(host, &format!("cat {path}")) {
            Some((text, 0)) => text,
            _ => return Ok(failed(Errno::ENOENT)),
        },
    };
    if writes && (name.is_none() || !root) {
        return Ok(failed(Errno::EACCES));
    }
    let fd = files::open(turn, tid, FileKind::Text)?;
    let file = files::file(turn, tid, fd)?;
    let data = if writes { Vec::new() } else { text.into_bytes() };
    turn.record(Event::TextFilled { file, data: data.into() });
    Ok(done(Datum::Int(fd.0.into())))
}

pub(super) fn read(turn: &mut Turn, file: FileId, wanted: usize) -> Outcome {
    let left = turn.texts.get(&file).map_or(&[][..], |text| text);
    let bytes = wanted.min(left.len());
    let data = left[..bytes].to_vec();
    if bytes > 0 {
        turn.record(Event::TextRead { file, bytes });
    }
    done(Datum::Bytes(data))
}

/// Changes a setting, as a write to its file does: the whole value at once.
pub(super) fn set(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let host = turn.process_of(tid).host;
    let (name, value) = (setting(args.str(0)?).unwrap_or_default(), args.str(1)?);
    change(turn, host, &name, value)?;
    Ok(done(Datum::None))
}

/// Changes a setting of a host.
pub(super) fn change(turn: &mut Turn, host: HostId, name: &str, value: &str) -> Result<(), Failure> {
    if !settings::accepts(turn.host(host), name, value) {
        return Err(Failure::Os(Errno::EINVAL));
    }
    turn.record(Event::SettingChanged { host, name: name.to_owned(), value: value.to_owned() });
    Ok(())
}

/// The process whose descriptors a path lists, and the one that it names there.
fn descriptors(turn: &Turn, tid: Tid, path: &str) -> Option<(Pid, Option<Fd>)> {
    let (owner, rest) = path.strip_prefix("/proc/")?.split_once('/')?;
    let pid = match owner {
        "self" => turn.thread(tid).pid,
        number => Pid(number.parse().ok()?),
    };
    let process = turn.processes.get(&pid).filter(|process| !process.reaped)?;
    let here = process.host == turn.process_of(tid).host;
    let fd = match rest.trim_end_matches('/').strip_prefix("fd")? {
        "" => None,
        number => Some(Fd(number.strip_prefix('/')?.parse().ok()?)),
    };
    here.then_some((pid, fd))
}

/// The names in a folder: the descriptors of a process, or the processes.
pub(super) fn list(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let path = args.str(0)?;
    let names: Vec<String> = if path.trim_end_matches('/') == "/proc" {
        let host = turn.process_of(tid).host;
        let alive = turn.processes.values().filter(|process| process.host == host && !process.reaped);
        alive.map(|process| process.pid.to_string()).collect()
    } else {
        let Some((pid, None)) = descriptors(turn, tid, path) else { return Ok(failed(Errno::ENOENT)) };
        let mut fds: Vec<Fd> = turn.process(pid).fds.keys().copied().collect();
        if pid == turn.thread(tid).pid {
            // The listing itself needs a descriptor, and sees it.
            let own = files::lowest_free(turn, pid)?;
            fds.insert(fds.partition_point(|fd| *fd < own), own);
        }
        fds.iter().map(ToString::to_string).collect()
    };
    Ok(done(Datum::List(names.into_iter().map(Datum::Str).collect())))
}

/// What a descriptor leads to, as `readlink` tells it.
pub(super) fn link(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let Some((pid, Some(fd))) = descriptors(turn, tid, args.str(0)?) else {
        return Ok(failed(Errno::ENOENT));
    };
    let Some(file) = turn.process(pid).fds.get(&fd).copied() else { return Ok(failed(Errno::ENOENT)) };
    let text = match turn.files[&file].kind {
        FileKind::Terminal => "/dev/pts/0".to_owned(),
        FileKind::Socket(socket) => format!("socket:[{}]", turn.socket(socket).inode()),
        FileKind::Pipe(channel, _) => format!("pipe:[{}]", channel.0),
        FileKind::Pair(pair) => format!("socket:[{}]", FIRST_PAIR + pair.reads.0),
        FileKind::Epoll(_) => "anon_inode:[eventpoll]".to_owned(),
        FileKind::Text => "/proc".to_owned(),
    };
    Ok(done(Datum::Str(text)))
}

/// Pairs are numbered from here on, so that no socket has the same number.
const FIRST_PAIR: u32 = 2_000_000_000;
