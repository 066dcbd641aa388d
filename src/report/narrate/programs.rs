//! Programs that start, call the kernel, wait and end.

use super::Step;
use super::calls::{self, Called};
use super::words::{capital, failure, preview};
use crate::model::event::Event;
use crate::model::id::Tid;
use crate::model::process::{ThreadState, Wait};
use crate::model::vm::{Call, Stop};

/// A thread came to the end of its stretch: a call, or its end.
pub(super) fn trapped(step: &Step, tid: Tid) -> String {
    ended(step, tid)
        .or_else(|| called(step, tid))
        .unwrap_or_else(|| format!("{} goes on.", step.program(tid)))
}

/// The program ended, or one of its threads did.
fn ended(step: &Step, tid: Tid) -> Option<String> {
    let who = step.program(tid);
    step.find(|event| match event {
        Event::Crashed { diagnostic, .. } => Some(format!(
            "{} ended at line {}, by an exception that nobody caught: {}",
            who.trim_end_matches(','),
            diagnostic.line,
            sentence_end(&diagnostic.message)
        )),
        Event::ProcessExited { pid, status } => {
            let name = &step.after.process(*pid).name;
            let closed = if step.has(|event| matches!(event, Event::Orphaned { .. })) {
                "; the kernel closed what it had open"
            } else {
                ""
            };
            Some(match status {
                0 => format!("{name} ended{closed}."),
                status if *status < 0 => format!("{name} was ended by signal {}{closed}.", -status),
                status => format!("{name} ended with exit status {status}{closed}."),
            })
        }
        _ => None,
    })
    .or_else(|| {
        step.find(|event| match event {
            Event::ThreadExited { tid: ended } if *ended == tid => {
                Some(format!("{} ended.", capital(who.trim_end_matches(','))))
            }
            _ => None,
        })
    })
}

fn sentence_end(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// A system call was made, or tried again.
fn called(step: &Step, tid: Tid) -> Option<String> {
    let fresh = step.find(|event| match event {
        Event::Called { tid: caller, name, args } if *caller == tid => Some((name, args)),
        _ => None,
    });
    let again = step.before.threads.get(&tid).and_then(|thread| match &thread.stop {
        Some(Stop::Call(Call { name, args })) => Some((name, args)),
        _ => None,
    });
    let (name, args) = fresh.or(again)?;
    let who = step.program(tid);
    let printed = step.find(|event| match event {
        Event::Wrote { fd, text, .. } => Some((fd.0, text)),
        _ => None,
    });
    if let Some((fd, text)) = printed {
        let verb = if fd == 2 { "wrote to its standard error" } else { "printed" };
        return Some(match preview(text) {
            Some(text) => format!("{who} {verb}: {text}"),
            None if text.iter().all(u8::is_ascii_whitespace) => format!("{who} {verb} an empty line."),
            None => format!("{who} {verb} {} bytes.", text.len()),
        });
    }
    let call = Called { step, tid, who, name, args };
    step.find(|event| match event {
        Event::Returned { tid: answered, answer } if *answered == tid => Some(match answer {
            Ok(value) => calls::done(&call, value),
            Err(problem) => calls::failed(&call, problem),
        }),
        Event::Blocked { tid: blocked, wait, .. } if *blocked == tid => Some(calls::waits(&call, *wait)),
        _ => None,
    })
}

/// A thread has waited long enough.
pub(super) fn waited(step: &Step, tid: Tid) -> String {
    let who = step.program(tid);
    let Some(thread) = step.before.threads.get(&tid) else { return format!("{who} goes on.") };
    let name = match &thread.stop {
        Some(Stop::Call(call)) => call.name.to_string(),
        _ => "its call".to_owned(),
    };
    let problem = step.find(|event| match event {
        Event::Returned { tid: answered, answer: Err(problem) } if *answered == tid => Some(failure(problem)),
        _ => None,
    });
    match (thread.state, problem) {
        (ThreadState::Blocked(Wait::Start), _) => {
            let host = step
                .after
                .processes
                .get(&thread.pid)
                .map_or("", |process| step.after.host(process.host).name.as_str());
            format!("{who} started on {host}.")
        }
        (ThreadState::Blocked(Wait::Command), _) => format!("{who}: the command looks now."),
        (ThreadState::Blocked(Wait::Sleep), _) => format!("{who} has slept long enough and goes on."),
        (_, Some(problem)) => format!("{who}: {name}() failed: {problem}."),
        (_, None) => format!("{who} stopped waiting: its time-out is over."),
    }
}
