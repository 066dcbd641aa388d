//! Who runs: threads on cores, in turn, each until its next system call.

use super::{Outcome, Patience, calls, files, tasks};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{HostId, Tid};
use crate::model::limits::Limit;
use crate::model::process::{Answer, Thread, ThreadState, Wait};
use crate::model::turn::Turn;
use crate::model::vm::Stop;

/// Gives idle cores to threads that could run.
pub(in crate::model) fn dispatch(turn: &mut Turn) {
    for host in 0..turn.hosts.len() {
        while let Some(tid) = next_on(turn, HostId(host as u16)) {
            turn.record(Event::Ran { tid });
        }
    }
}

fn next_on(turn: &Turn, host: HostId) -> Option<Tid> {
    let host = turn.host(host);
    let idle = host.cores.iter().any(|core| core.is_none());
    if idle { host.run_queue.front().copied() } else { None }
}

/// A thread has come to the end of its stretch.
pub(in crate::model) fn trapped(turn: &mut Turn, tid: Tid) {
    let Some(thread) = turn.threads.get(&tid) else { return };
    if thread.work > turn.limits.work {
        let limit = Limit::Work(place(turn, tid));
        turn.record(Event::LimitReached { limit });
        return;
    }
    let memory = &turn.process_of(tid).memory;
    if memory.bytes() > turn.limits.memory {
        let what = "its variables are larger than the laboratory allows.".into();
        let limit = Limit::Memory(place(turn, tid), what);
        turn.record(Event::LimitReached { limit });
        return;
    }
    match turn.thread(tid).stop.clone() {
        Some(Stop::Call(call)) => {
            if !turn.thread(tid).in_call {
                turn.record(Event::Called { tid, name: call.name.clone(), args: call.args.clone() });
            }
            match calls::call(turn, tid, &call) {
                Outcome::Done(answer) => answer_running(turn, tid, answer),
                Outcome::Wait(wait, patience) => block(turn, tid, wait, patience),
                Outcome::Again => turn.record(Event::Retried { tid }),
                Outcome::Gone => {}
            }
        }
        Some(Stop::Slice) => turn.record(Event::Preempted { tid }),
        Some(Stop::Finished) => tasks::end_thread(turn, tid, 0),
        Some(Stop::Exited(status)) => tasks::exit(turn, tid, status),
        Some(Stop::Failed(diagnostic)) => tasks::fail(turn, tid, &diagnostic),
        Some(Stop::OverLimit(what)) => {
            let limit = Limit::Memory(place(turn, tid), what);
            turn.record(Event::LimitReached { limit });
        }
        Some(Stop::TooLong) => {
            let limit = Limit::Work(place(turn, tid));
            turn.record(Event::LimitReached { limit });
        }
        Some(Stop::Lacks(what)) => turn.record(Event::LimitReached { limit: Limit::Python(what) }),
        None => unreachable!("a stretch ends for a reason"),
    }
}

/// Where a thread is in its script, as errors name it.
pub(super) fn place(turn: &Turn, tid: Tid) -> String {
    let process = turn.process_of(tid);
    match process.memory.place(tid) {
        Some(place) => format!("{}, line {}", process.name, place.line),
        None => process.name.clone(),
    }
}

/// The caller has a core: it goes on at once, unless its time slice is over and others wait.
fn answer_running(turn: &mut Turn, tid: Tid, answer: Answer) {
    give(turn, tid, answer);
    let Some(thread) = turn.threads.get(&tid) else { return };
    if thread.state != ThreadState::Running {
        return;
    }
    let host = turn.host(turn.process_of(tid).host);
    if thread.slice >= turn.costs.slice && !host.run_queue.is_empty() {
        turn.record(Event::Preempted { tid });
    } else {
        turn.record(Event::Ran { tid });
    }
}

fn block(turn: &mut Turn, tid: Tid, wait: Wait, patience: Patience) {
    let thread = turn.thread(tid);
    let deadline = match (thread.deadline, patience) {
        // It was woken, waited for a core beyond its time, and found nothing: its time is over now.
        (Some(deadline), _) => Some(deadline.max(turn.now)),
        (None, Patience::For(time) | Patience::Limit(time)) => Some(turn.now + time),
        (None, Patience::None | Patience::Endless) => None,
    };
    turn.record(Event::Blocked { tid, wait, deadline });
}

/// A thread has waited long enough.
pub(in crate::model) fn waited(turn: &mut Turn, tid: Tid, wait: u64) {
    let Some(thread) = turn.threads.get(&tid) else { return };
    let ThreadState::Blocked(reason) = thread.state else { return };
    if thread.waits != wait {
        return;
    }
    let answer = match reason {
        Wait::Start | Wait::Command => {
            turn.record(Event::Woken { tid });
            return;
        }
        Wait::Sleep => Ok(Datum::None),
        Wait::Thread(_) | Wait::Key(_) => Ok(Datum::Bool(false)),
        Wait::Poll | Wait::Epoll(_) => Ok(Datum::List(Vec::new())),
        Wait::Accept(_)
        | Wait::Connect(_)
        | Wait::Receive(_)
        | Wait::Send(_)
        | Wait::Fill(_)
        | Wait::Drain(_) => in_vain(turn.thread(tid), reason),
        Wait::Child => Err(Failure::Os(Errno::ECHILD)),
    };
    give(turn, tid, answer);
}

/// The answer of a call on a socket that has waited long enough: for Python, whose time-out is the last argument, or for
/// the socket's own.
fn in_vain(thread: &Thread, wait: Wait) -> Answer {
    let asked = match &thread.stop {
        Some(Stop::Call(call)) => !matches!(call.args.last(), Some(Datum::None)),
        _ => true,
    };
    match wait {
        _ if asked => Err(Failure::TimedOut),
        Wait::Receive(_) if !thread.gathered.is_empty() => Ok(Datum::Bytes(thread.gathered.clone())),
        Wait::Send(_) if thread.progress > 0 => Ok(Datum::Int(thread.progress as i64)),
        Wait::Connect(_) => Err(Failure::Os(Errno::EINPROGRESS)),
        _ => Err(Failure::Os(Errno::EAGAIN)),
    }
}

/// Answers a call; what it kept open may be closed now.
fn give(turn: &mut Turn, tid: Tid, answer: Answer) {
    let held = turn.thread(tid).held.clone();
    turn.record(Event::Returned { tid, answer });
    held.into_iter().for_each(|(_, file)| files::settle(turn, file));
}
