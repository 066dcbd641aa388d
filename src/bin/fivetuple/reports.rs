//! `ss`, `netstat`, `lsof`, `tcpdump` and `strace` of a run.

use std::io::{self, Write};

use fivetuple::model::id::{HostId, Pid};
use fivetuple::model::world::World;
use fivetuple::report::{self, Output};

use super::arguments::{Arguments, Rules};
use super::{Done, Trouble, load};

type Report = fn(&World, HostId, &[String]) -> Output;

pub(super) fn ss(words: &[String]) -> Done {
    table(words, report::ss)
}

pub(super) fn netstat(words: &[String]) -> Done {
    table(words, report::netstat)
}

pub(super) fn lsof(words: &[String]) -> Done {
    table(words, report::lsof)
}

/// A report of one moment.
fn table(words: &[String], report: Report) -> Done {
    let rules = Rules { common: &["--at", "--host"], own: &[], tool: true };
    let arguments = Arguments::parse(words, &rules)?;
    let trace = load::finished(load::world(&arguments)?);
    let world = trace.world_at(step(&arguments, trace.steps.len()));
    let host = load::host(&arguments, &world)?;
    print(&report(&world, host, &arguments.rest))
}

pub(super) fn tcpdump(words: &[String]) -> Done {
    let rules = Rules { common: &["--at", "--host"], own: &[], tool: true };
    let arguments = Arguments::parse(words, &rules)?;
    let trace = load::finished(load::world(&arguments)?);
    let end = step(&arguments, trace.steps.len());
    let host = match &arguments.host {
        Some(_) => Some(load::host(&arguments, &trace.world_at(end))?),
        None => None,
    };
    print(&report::tcpdump(&trace, 0..end, host, &arguments.rest))
}

pub(super) fn strace(words: &[String]) -> Done {
    let rules = Rules { common: &["--at"], own: &["--pid"], tool: false };
    let arguments = Arguments::parse(words, &rules)?;
    let pid = match arguments.own("--pid").map(|pid| (pid, pid.parse())) {
        None => None,
        Some((_, Ok(pid))) => Some(Pid(pid)),
        Some((pid, Err(_))) => return Err(Trouble::Usage(format!("--pid needs a number, and not {pid}"))),
    };
    let trace = load::finished(load::world(&arguments)?);
    let end = step(&arguments, trace.steps.len());
    print(&Output::good(report::strace(&trace, 0..end, pid)))
}

/// After how many steps to look: beyond the end is the end, and that is said.
fn step(arguments: &Arguments, steps: usize) -> usize {
    let wanted = arguments.at.unwrap_or(steps);
    if wanted > steps {
        eprintln!("fivetuple: the run has {steps} steps; this is its end.");
    }
    wanted.min(steps)
}

fn print(output: &Output) -> Done {
    io::stderr().write_all(output.err.as_bytes())?;
    io::stdout().write_all(output.out.as_bytes())?;
    Ok((output.status & 0xff) as u8)
}
