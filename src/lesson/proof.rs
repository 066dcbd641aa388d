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
        for program in scenario.programs.iter_mut().filter(|program| program.file == edit.file) {
            program.source = program.source.replace(&edit.from, &edit.to);
        }
    }
    match build(&scenario) {
        Ok(world) => Ok(Run::new(world).finish(&Commands)),
        Err(diagnostics) => {
            let all: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
            Err(Problem::new(claim.line, 1, format!("The scripts cannot be run: {}", all.join(" "))))
        }
    }
}

/// Why the claim does not hold, if it does not.
fn verdict(claim: &Claim, trace: &Trace) -> Option<Problem> {
    let Some(step) = step(claim, trace) else {
        return Some(Problem::new(claim.line, 1, "The moment of this claim never comes."));
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
            (_, absent) => {
                let what = if absent { "This is there" } else { "This is not there" };
                let message = format!("{what}: `{text}`. There is:\n{shown}");
                return Some(Problem::new(expected.line, 1, message));
            }
        }
    }
    let more = used.iter().position(|used| !used).filter(|_| claim.only)?;
    Some(Problem::new(claim.line, 1, format!("There is more: `{}`. There is:\n{shown}", lines[more])))
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
