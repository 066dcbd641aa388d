//! Going through a run by lines of scripts: within a step, a thread goes through several.

use fivetuple::model::id::{Pid, Tid};
use fivetuple::trace::{Trace, Walk};
use fivetuple::view::Target;

use crate::state::State;

/// The lines that were gone through in a step, of one thread or process if one is selected: whose, and which.
fn lines(trace: &Trace, step: usize, of: Option<Target>) -> Vec<(Tid, u32)> {
    let wanted = |walk: &Walk| match of {
        Some(Target::Process(pid) | Target::Line(pid, _)) => walk.pid == pid,
        Some(Target::Thread(tid)) => walk.tid == tid,
        _ => true,
    };
    let walks = step.checked_sub(1).into_iter().flat_map(|step| trace.walks(step));
    walks.filter(wanted).flat_map(|walk| walk.lines.iter().map(move |line| (walk.tid, *line))).collect()
}

/// The line after or before the one that is looked at: its step, and its place there.
pub(crate) fn beside(state: &State, next: bool) -> Option<(usize, usize)> {
    let trace = &state.history()?.trace;
    let count = |step| lines(trace, step, state.selection).len();
    match (next, state.line) {
        (true, Some(line)) if line + 1 < count(state.at) => Some((state.at, line + 1)),
        (true, _) => {
            let step = (state.at + 1..=trace.steps.len()).find(|step| count(*step) > 0)?;
            Some((step, 0))
        }
        (false, Some(line)) if line > 0 => Some((state.at, line - 1)),
        // A step that is looked at as a whole stands after its last line.
        (false, None) if count(state.at) > 1 => Some((state.at, count(state.at) - 2)),
        (false, _) => {
            let step = (1..state.at).rev().find(|step| count(*step) > 0)?;
            Some((step, count(step) - 1))
        }
    }
}

/// Where the thread is on its way through the step, if the reader goes by lines.
pub(crate) fn here(state: &State) -> Option<(Pid, Tid, u32)> {
    let trace = &state.history()?.trace;
    let (tid, line) = *lines(trace, state.at, state.selection).get(state.line?)?;
    let pid = trace.walks(state.at.checked_sub(1)?).find(|walk| walk.tid == tid)?.pid;
    Some((pid, tid, line))
}
