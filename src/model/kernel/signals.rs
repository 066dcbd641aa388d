//! Signals: what `kill` does to a process. The default actions and SIG_IGN.
//!
//! Not modelled, because no program here needs them: stopped processes, process groups, handlers that interrupt a call.

use super::args::Args;
use super::{Outcome, done, failed, tasks};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{Pid, Tid};
use crate::model::limits::Limit;
use crate::model::turn::Turn;

const SIGKILL: i32 = 9;
const SIGCHLD: i32 = 17;
const SIGCONT: i32 = 18;
const SIGSTOP: i32 = 19;
const SIGTTOU: i32 = 22;
const SIGURG: i32 = 23;
const SIGWINCH: i32 = 28;
const HIGHEST: i64 = 64;

/// What `sigignore` is told of a signal that a function handles.
const HANDLED: i64 = 2;

fn signal(args: &Args, index: usize) -> Result<i32, Failure> {
    let number = args.int(index)?;
    match number {
        0..=HIGHEST => Ok(number as i32),
        _ => Err(Failure::Os(Errno::EINVAL)),
    }
}

pub(super) fn kill(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let signal = signal(&args, 1)?;
    let target = u32::try_from(args.int(0)?).ok().map(Pid);
    let Some(target) = target.and_then(|pid| turn.processes.get(&pid)).filter(|process| !process.reaped)
    else {
        return Ok(failed(Errno::ESRCH));
    };
    let caller = turn.process_of(tid);
    if target.host != caller.host {
        return Ok(failed(Errno::ESRCH));
    }
    if !caller.user.may_signal(target.user) {
        return Ok(failed(Errno::EPERM));
    }
    let (pid, own) = (target.pid, caller.pid);
    let harmless = matches!(signal, 0 | SIGCHLD | SIGCONT | SIGURG | SIGWINCH);
    if harmless || target.status.is_some() || (target.ignores.contains(&signal) && signal != SIGKILL) {
        return Ok(done(Datum::None));
    }
    if target.handles.contains(&signal) {
        let main = turn.process_of(tid).threads.first() == Some(&tid);
        if pid != own || !main {
            let what = format!(
                "A handler of signal {signal} that another process or thread starts is not supported here."
            );
            turn.record(Event::LimitReached { limit: Limit::Python(what) });
        }
        // The library calls the handler when the call has returned.
        return Ok(done(Datum::None));
    }
    if (SIGSTOP..=SIGTTOU).contains(&signal) {
        return Ok(failed(Errno::ENOSYS));
    }
    tasks::end_process(turn, pid, -signal);
    Ok(if pid == own { Outcome::Gone } else { done(Datum::None) })
}

/// Ends a process at once, as SIGKILL does.
pub(in crate::model) fn kill_process(turn: &mut Turn, pid: Pid) {
    tasks::end_process(turn, pid, -SIGKILL);
}

/// Ignores a signal, leaves it to its default action again, or to a function of the program.
pub(super) fn ignore(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let signal = signal(&args, 0)?;
    if matches!(signal, 0 | SIGKILL | SIGSTOP) {
        return Ok(failed(Errno::EINVAL));
    }
    let pid = turn.thread(tid).pid;
    let ignored = args.bool(1)?;
    let handled = args.int(1)? == HANDLED;
    turn.record(Event::SignalIgnored { pid, signal, ignored: ignored && !handled });
    if handled || turn.process_of(tid).handles.contains(&signal) {
        turn.record(Event::SignalHandled { pid, signal, handled });
    }
    Ok(done(Datum::None))
}
