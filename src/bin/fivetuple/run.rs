//! `run`: what the programs print, while they run.

use std::fs;
use std::io::{self, Write};

use fivetuple::model::id::Pid;
use fivetuple::model::process::{Process, ThreadState, Wait};
use fivetuple::model::world::World;
use fivetuple::report::{Commands, Point, capture, pcap, pcapng};
use fivetuple::trace::{Run, verdict};

use super::arguments::{Arguments, Rules};
use super::{Done, Trouble, load};

/// A limit was reached, or nothing more can happen although the program has not ended.
const STUCK: u8 = 3;
/// How much happens before what was printed is shown.
const MOMENTS: usize = 256;

pub(super) fn run(words: &[String]) -> Done {
    let rules = Rules { common: &[], own: &["--pcap", "--link"], tool: false };
    let arguments = Arguments::parse(words, &rules)?;
    let world = load::world(&arguments)?;
    let mut run = Run::new(world);
    let mut shown = 0;
    let mut goes_on = true;
    while goes_on {
        goes_on = run.advance(MOMENTS, &Commands);
        shown = show(run.world(), shown)?;
    }
    if let Some(path) = arguments.own("--pcap") {
        let trace = run.trace();
        let point = point(run.world(), arguments.own("--link"))?;
        let packets = capture(trace, 0..trace.steps.len(), point);
        let file = if path.ends_with(".pcapng") { pcapng(trace, &packets) } else { pcap(&packets) };
        fs::write(path, file)
            .map_err(|problem| Trouble::Other(format!("fivetuple: cannot write {path}: {problem}\n"), 1))?;
    }
    if let Some(belief) = run.world().belief {
        eprintln!("fivetuple: {}", verdict(belief, run.trace().broken().as_ref()));
    }
    Ok(status(run.world(), arguments.world.is_some()))
}

/// Where the capture is made: everywhere, or on the link of this name.
fn point(world: &World, link: Option<&str>) -> Result<Point, Trouble> {
    let Some(name) = link else { return Ok(Point::Everywhere) };
    let found = world.links.iter().find(|link| link.name == name);
    let names: Vec<&str> = world.links.iter().map(|link| link.name.as_str()).collect();
    let why = format!("there is no link {name}; there are: {}", names.join(", "));
    found.map(|link| Point::Link(link.id)).ok_or(Trouble::Usage(why))
}

/// Prints what was written on the screens since the last time.
fn show(world: &World, from: usize) -> io::Result<usize> {
    for written in &world.screen[from..] {
        if written.fd == 2 {
            io::stderr().write_all(&written.text)?;
        } else {
            io::stdout().write_all(&written.text)?;
        }
    }
    io::stdout().flush()?;
    Ok(world.screen.len())
}

fn status(world: &World, several: bool) -> u8 {
    if let Some(limit) = &world.stopped {
        eprintln!("fivetuple: {limit}");
        return STUCK;
    }
    let first = world.processes.keys().next().copied();
    let judged: Vec<&Process> = world
        .processes
        .values()
        .filter(|process| if several { process.parent.is_none() } else { Some(process.pid) == first })
        .collect();
    for process in judged.iter().filter(|process| process.status.is_none()) {
        let waits = waits(world, process.pid);
        eprintln!("fivetuple: nothing more can happen, and {} still {waits}.", process.name);
        if !several {
            return STUCK;
        }
    }
    let failed = judged.iter().filter_map(|process| process.status).find(|status| *status != 0);
    // A signal's death is told as shells tell it.
    failed.map_or(0, |status| if status < 0 { (128 - status) as u8 } else { status as u8 })
}

/// What the first thread of a process waits for.
fn waits(world: &World, pid: Pid) -> String {
    let process = world.process(pid);
    let Some((tid, thread)) = process.threads.first().and_then(|tid| Some((*tid, world.threads.get(tid)?)))
    else {
        return "lives".to_owned();
    };
    let what = match thread.state {
        ThreadState::Blocked(Wait::Accept(_)) => "waits in accept()",
        ThreadState::Blocked(Wait::Connect(_)) => "waits in connect()",
        ThreadState::Blocked(Wait::Receive(_)) => "waits in recv()",
        ThreadState::Blocked(Wait::Send(_)) => "waits in send()",
        ThreadState::Blocked(Wait::Fill(_)) => "waits in read()",
        ThreadState::Blocked(Wait::Drain(_)) => "waits in write()",
        ThreadState::Blocked(Wait::Poll | Wait::Epoll(_)) => "waits until a file is ready",
        ThreadState::Blocked(Wait::Child) => "waits for a child process",
        ThreadState::Blocked(_) => "waits for another thread",
        _ => "lives",
    };
    match process.memory.place(tid) {
        Some(place) => format!("{what} (line {})", place.line),
        None => what.to_owned(),
    }
}
