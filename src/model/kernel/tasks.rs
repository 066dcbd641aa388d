//! Processes and threads: they start, wait for each other, and end.

use super::args::Args;
use super::schedule::place;
use super::{Outcome, Patience, done, failed, files};
use crate::model::datum::{Datum, Failure};
use crate::model::diagnostic::Diagnostic;
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{Fd, Pid, Tid};
use crate::model::limits::Limit;
use crate::model::process::{ThreadState, Wait};
use crate::model::sort::sort_by_key;
use crate::model::turn::Turn;

const WNOHANG: i64 = 1;
/// What a process takes beside its own objects: the library's.
const PROCESS_BYTES: usize = 128 << 10;
/// More bytes of chance than this at once is surely a mistake.
const MOST_RANDOM: usize = 1 << 20;

pub(super) fn clock(turn: &mut Turn, _: Tid, _: Args) -> Result<Outcome, Failure> {
    Ok(done(Datum::Int(turn.now.nanos() as i64)))
}

pub(super) fn pid(turn: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    Ok(done(Datum::Int(turn.thread(tid).pid.0.into())))
}

pub(super) fn parent_pid(turn: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    // The parent of a first process is the system's first one.
    Ok(done(Datum::Int(turn.process_of(tid).parent.map_or(1, |parent| parent.0.into()))))
}

pub(super) fn tid(_: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    Ok(done(Datum::Int(tid.0.into())))
}

pub(super) fn cpu_count(turn: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    let host = turn.process_of(tid).host;
    Ok(done(Datum::Int(turn.host(host).cores.len() as i64)))
}

pub(super) fn host_name(turn: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    let host = turn.process_of(tid).host;
    Ok(done(Datum::Str(turn.host(host).name.clone())))
}

/// Chance: so many bytes.
pub(super) fn random(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let count = usize::try_from(args.int(0)?).map_err(|_| Failure::Os(Errno::EINVAL))?;
    if count > MOST_RANDOM {
        return Ok(failed(Errno::EINVAL));
    }
    // The count of events tells one call from the next.
    let word = |index: usize| turn.dice(&[5, tid.0.into(), turn.counts.events, index as u64]).to_le_bytes();
    let bytes: Vec<u8> = (0..count.div_ceil(8)).flat_map(word).take(count).collect();
    Ok(done(Datum::Bytes(bytes)))
}

pub(super) fn sleep(_: &mut Turn, _: Tid, args: Args) -> Result<Outcome, Failure> {
    let time = args.seconds(0)?;
    Ok(if time.is_zero() { done(Datum::None) } else { Outcome::Wait(Wait::Sleep, Patience::For(time)) })
}

/// Burns processor time.
pub(super) fn work(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let cost = args.seconds(0)?;
    turn.record(Event::Charged { tid, cost });
    Ok(done(Datum::None))
}

pub(super) fn clone(turn: &mut Turn, parent: Tid, _: Args) -> Result<Outcome, Failure> {
    if turn.threads.len() >= turn.limits.threads {
        turn.record(Event::LimitReached { limit: Limit::Threads });
        return Ok(Outcome::Gone);
    }
    let tid = Tid(turn.counts.tasks);
    let pid = turn.thread(parent).pid;
    turn.record(Event::ThreadStarted { pid, parent, tid });
    Ok(done(Datum::Int(tid.0.into())))
}

pub(super) fn join(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let other = Tid(args.int(0)? as u32);
    let patience = args.patience(1)?;
    Ok(if other == tid {
        failed(Errno::EDEADLK)
    } else if !turn.threads.contains_key(&other) {
        done(Datum::Bool(true))
    } else if patience == Patience::None {
        done(Datum::Bool(false))
    } else {
        Outcome::Wait(Wait::Thread(other), patience)
    })
}

/// Sleeps until another thread of the process calls `wake` with the same key.
///
/// Linux's `futex` compares a word of memory first, or a wake just before the wait would be lost. The kernel here does
/// not see a program's variables: instead such a wake is kept.
pub(super) fn wait(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let key = args.int(0)?;
    let pid = turn.thread(tid).pid;
    if let Some(count) = turn.process(pid).wakes.get(&key).copied() {
        turn.record(Event::WakesKept { pid, key, count: count - 1 });
        return Ok(done(Datum::Bool(true)));
    }
    Ok(match args.patience(1)? {
        Patience::None => done(Datum::Bool(false)),
        patience => Outcome::Wait(Wait::Key(key), patience),
    })
}

/// Wakes threads that wait on a key, longest waiter first. What is left of `n` wakes is kept for waits to come.
pub(super) fn wake(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let key = args.int(0)?;
    let most = u32::try_from(args.int(1)?).map_err(|_| Failure::Os(Errno::EINVAL))?;
    let pid = turn.thread(tid).pid;
    let mut waiting = waiting_for(turn, pid, |wait| wait == Wait::Key(key));
    sort_by_key(&mut waiting, |tid| turn.thread(*tid).since);
    waiting.truncate(most as usize);
    for tid in &waiting {
        turn.record(Event::Returned { tid: *tid, answer: Ok(Datum::Bool(true)) });
    }
    let kept = most - waiting.len() as u32;
    if kept > 0 {
        let count = turn.process(pid).wakes.get(&key).copied().unwrap_or(0).saturating_add(kept);
        turn.record(Event::WakesKept { pid, key, count });
    }
    Ok(done(Datum::Int(waiting.len() as i64)))
}

fn waiting_for(turn: &Turn, pid: Pid, concerns: impl Fn(Wait) -> bool) -> Vec<Tid> {
    let waits = |tid: &Tid| matches!(turn.thread(*tid).state, ThreadState::Blocked(wait) if concerns(wait));
    turn.process(pid).threads.iter().copied().filter(waits).collect()
}

pub(super) fn fork(turn: &mut Turn, caller: Tid, _: Args) -> Result<Outcome, Failure> {
    if turn.processes.len() >= turn.limits.processes as usize {
        turn.record(Event::LimitReached { limit: Limit::Processes });
        return Ok(Outcome::Gone);
    }
    let parent = turn.thread(caller).pid;
    let living = turn.processes.values().filter(|process| process.status.is_none());
    let all: usize = living.map(|process| PROCESS_BYTES + process.memory.bytes()).sum();
    if all + turn.process(parent).memory.measure() > turn.limits.memory {
        let what = "fork copies it, and all processes together hold more than the laboratory allows.".into();
        let limit = Limit::Memory(place(turn, caller), what);
        turn.record(Event::LimitReached { limit });
        return Ok(Outcome::Gone);
    }
    let child = Pid(turn.counts.tasks);
    turn.record(Event::Forked { parent, caller, child });
    turn.record(Event::Returned { tid: Tid(child.0), answer: Ok(Datum::Int(0)) });
    Ok(done(Datum::Int(child.0.into())))
}

pub(super) fn wait_child(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let (wanted, options) = (args.int(0)?, args.int(1)?);
    let parent = turn.thread(tid).pid;
    let mut children = turn
        .processes
        .values()
        .filter(|child| child.parent == Some(parent) && !child.reaped)
        .filter(|child| wanted <= 0 || i64::from(child.pid.0) == wanted)
        .peekable();
    if children.peek().is_none() {
        return Ok(failed(Errno::ECHILD));
    }
    match children.find_map(|child| child.status.map(|status| (child.pid, status))) {
        Some((child, status)) => {
            turn.record(Event::Reaped { child });
            let status = if status < 0 { i64::from(-status) } else { i64::from(status) << 8 };
            Ok(done(Datum::Tuple(vec![Datum::Int(child.0.into()), Datum::Int(status)])))
        }
        None if options & WNOHANG != 0 => Ok(done(Datum::Tuple(vec![Datum::Int(0), Datum::Int(0)]))),
        None => Ok(Outcome::Wait(Wait::Child, Patience::Endless)),
    }
}

pub(super) fn exit_call(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    exit(turn, tid, args.int(0)? as i32);
    Ok(Outcome::Gone)
}

/// A thread has run to its end; with the first one the process ends.
pub(super) fn end_thread(turn: &mut Turn, tid: Tid, status: i32) {
    let pid = turn.thread(tid).pid;
    if tid.0 == pid.0 {
        exit(turn, tid, status);
        return;
    }
    turn.record(Event::ThreadExited { tid });
    for waiter in waiting_for(turn, pid, |wait| wait == Wait::Thread(tid)) {
        turn.record(Event::Returned { tid: waiter, answer: Ok(Datum::Bool(true)) });
    }
}

/// An exception that nobody caught.
pub(super) fn fail(turn: &mut Turn, tid: Tid, diagnostic: &Diagnostic) {
    let pid = turn.thread(tid).pid;
    turn.record(Event::Crashed { pid, diagnostic: diagnostic.clone() });
    if let Some(traceback) = &diagnostic.traceback {
        turn.record(Event::Wrote { pid, fd: Fd(2), text: traceback.as_bytes().into() });
    }
    exit(turn, tid, 1);
}

/// The process of a thread ends with an exit status, of which eight bits count.
pub(super) fn exit(turn: &mut Turn, tid: Tid, status: i32) {
    let pid = turn.thread(tid).pid;
    end_process(turn, pid, status & 0xff);
}

/// A process ends: all it had open is closed, its children have no parent any more, and its own may learn of it.
/// A status below zero is the signal that ended it.
pub(super) fn end_process(turn: &mut Turn, pid: Pid, status: i32) {
    for tid in turn.process(pid).threads.clone() {
        let held = turn.thread(tid).held.clone();
        turn.record(Event::ThreadExited { tid });
        held.into_iter().for_each(|(_, file)| files::settle(turn, file));
    }
    let open: Vec<Fd> = turn.process(pid).fds.keys().copied().collect();
    for fd in open {
        files::close_descriptor(turn, pid, fd);
    }
    let of_it = |child: &&crate::model::process::Process| child.parent == Some(pid);
    let children: Vec<Pid> = turn.processes.values().filter(of_it).map(|child| child.pid).collect();
    turn.record(Event::ProcessExited { pid, status });
    for child in children {
        turn.record(Event::Adopted { child });
    }
    let Some(parent) = turn.process(pid).parent else { return };
    for waiter in waiting_for(turn, parent, |wait| wait == Wait::Child) {
        turn.record(Event::Woken { tid: waiter });
    }
}
