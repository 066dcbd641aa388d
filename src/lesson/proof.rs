//! Proving what a lesson says: its world is run, and every claim is looked up in the run.

use super::{Claim, Edit, Lesson, Subject, When};
use crate::model::belief::Belief;
use crate::model::event::Event;
use crate::model::time::Instant;
use crate::model::turn::Shell;
use crate::model::world::World;
use crate::report::{self, Commands};
use crate::scenario::{Problem, build};
use crate::trace::{Run, Trace};

/// Runs the lesson's world with this seed, and says which claims do not hold there.
pub fn prove(lesson: &Lesson, seed: u64) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut ran: Vec<(&[Edit], Option<Belief>, Trace)> = Vec::new();
    for claim in &lesson.claims {
        let index = match ran
            .iter()
            .position(|(edits, belief, _)| (*edits, *belief) == (claim.edits.as_slice(), claim.belief))
        {
            Some(index) => index,
            None => match run(lesson, claim, seed) {
                Ok(trace) => {
                    ran.push((&claim.edits, claim.belief, trace));
                    ran.len() - 1
                }
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            },
        };
        problems.extend(verdict(claim, &ran[index].2));
    }
    problems
}

fn run(lesson: &Lesson, claim: &Claim, seed: u64) -> Result<Trace, Problem> {
    let mut scenario = lesson.scenario.clone();
    scenario.seed = seed;
    scenario.belief = claim.belief.or(scenario.belief);
    for edit in &claim.edits {
        edit.make(&mut scenario);
    }
    match build(&scenario) {
        Ok(world) => Ok(Run::new(world).finish(&Commands)),
        Err(diagnostics) => {
            let all: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
            Err(Problem::new(claim.line, 1, format!("The scripts cannot be run: {}", all.join(" "))))
        }
    }
}

fn verdict(claim: &Claim, trace: &Trace) -> Option<Problem> {
    let miss = miss(claim, trace)?;
    let (what, shown) = match &miss.kind {
        Kind::Never => ("The moment of this claim never comes.".to_owned(), String::new()),
        Kind::Lacks(text) => (format!("This is not there: `{text}`."), miss.shown),
        Kind::Has(text) => (format!("This is there: `{text}`."), miss.shown),
        Kind::More(text) => (format!("There is more: `{text}`."), miss.shown),
    };
    let shown = if miss.kind == Kind::Never { shown } else { format!(" There is:\n{shown}") };
    Some(Problem::new(miss.line, 1, what + &shown))
}

/// What a claim misses.
pub(super) struct Miss {
    /// Line in the lesson's file.
    pub(super) line: u32,
    pub(super) kind: Kind,
    /// What there is.
    pub(super) shown: String,
    /// After how many steps.
    pub(super) step: usize,
}

/// In which way a claim does not hold.
#[derive(PartialEq)]
pub(super) enum Kind {
    /// Its moment never comes.
    Never,
    /// This is not there.
    Lacks(String),
    /// This is there.
    Has(String),
    /// This is there besides.
    More(String),
}

/// Why the claim does not hold, if it does not.
pub(super) fn miss(claim: &Claim, trace: &Trace) -> Option<Miss> {
    let miss = |line, kind, shown, step| Some(Miss { line, kind, shown, step });
    let Some(step) = step(claim, trace) else {
        return miss(claim.line, Kind::Never, String::new(), trace.steps.len());
    };
    let shown = shown(&claim.subject, trace, step);
    let lines: Vec<String> = shown.lines().map(squeezed).filter(|line| !line.is_empty()).collect();
    let any_order = matches!(claim.subject, Subject::Ss(_) | Subject::Netstat(_) | Subject::Command(..));
    let mut used = vec![false; lines.len()];
    let mut from = 0;
    for expected in &claim.expected {
        let text = squeezed(&expected.text);
        let start = if any_order || expected.absent { 0 } else { from };
        let free = |index: &usize| expected.absent || !used[*index];
        let found = (start..lines.len()).filter(free).find(|index| lines[*index].contains(&text));
        match (found, expected.absent) {
            (Some(index), false) => {
                used[index] = true;
                from = index + 1;
            }
            (None, true) => {}
            (None, false) => return miss(expected.line, Kind::Lacks(text), shown, step),
            (Some(_), true) => return miss(expected.line, Kind::Has(text), shown, step),
        }
    }
    let more = used.iter().position(|used| !used).filter(|_| claim.only)?;
    miss(claim.line, Kind::More(lines[more].clone()), shown, step)
}

/// The first step after which a log has this line; the logs only grow, so it is found by halving.
pub(super) fn first(claim: &Claim, trace: &Trace, text: &str, end: usize) -> usize {
    if matches!(claim.subject, Subject::Ss(_) | Subject::Netstat(_) | Subject::Command(..)) {
        return end;
    }
    let has = |step| shown(&claim.subject, trace, step).lines().any(|line| squeezed(line).contains(text));
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = (low + high) / 2;
        if has(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    high
}

fn squeezed(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// After how many steps the moment is.
fn step(claim: &Claim, trace: &Trace) -> Option<usize> {
    match &claim.moment {
        When::End => Some(trace.steps.len()),
        When::Step(step) => Some(*step).filter(|step| *step <= trace.steps.len()),
        When::Time(time) => Some(trace.steps.partition_point(|step| step.at <= Instant::default() + *time)),
        When::Printed(text) => {
            let mut screen = Vec::new();
            let found = trace.steps.iter().position(|step| {
                for event in &trace.events[step.events.clone()] {
                    if let Event::Wrote { text, .. } = event {
                        screen.extend_from_slice(text);
                    }
                }
                String::from_utf8_lossy(&screen).contains(text)
            });
            found.map(|index| index + 1)
        }
    }
}

/// What the subject shows after so many steps.
fn shown(subject: &Subject, trace: &Trace, step: usize) -> String {
    let world = trace.world_at(step);
    match subject {
        Subject::Output(file) => world.printed(&|pid| world.process(pid).name == *file),
        Subject::Ss(host) => command(&world, host, "ss -tan"),
        Subject::Netstat(host) => command(&world, host, "netstat -tan"),
        Subject::Tcpdump(host) => dump(trace, step, host),
        Subject::Lookup(host) => lookups(trace, step, host),
        Subject::Command(host, line) => command(&world, host, line),
    }
}

fn command(world: &World, host: &str, command: &str) -> String {
    let answer = world.host_named(host).and_then(|host| Commands.answer(world, host.id, command));
    answer.map(|(text, _)| text).unwrap_or_default()
}

/// One line a look-up: the packet, and the key that found its socket.
fn lookups(trace: &Trace, step: usize, host: &str) -> String {
    let Some(host) = trace.world_at(0).host_named(host).map(|host| host.id) else { return String::new() };
    let end = trace.end_of(step);
    let mut lines = String::new();
    for event in &trace.events[..end] {
        let Event::LookedUp { packet, host: at, lookup } = event else { continue };
        if *at == host {
            let key = lookup.tried.last().filter(|_| lookup.found.is_some());
            let key = key.map_or("nobody".to_owned(), ToString::to_string);
            lines.push_str(&format!("{packet}: {key}\n"));
        }
    }
    lines
}

/// What a `tcpdump` on this host has printed after so many steps.
fn dump(trace: &Trace, step: usize, host: &str) -> String {
    let host = trace.world_at(0).host_named(host).map(|host| host.id);
    report::tcpdump(trace, 0..step, host, &["-n".to_owned()]).out
}
