//! A run that is over, with what the page wants to know of the whole of it.

use std::collections::BTreeMap;
use std::rc::Rc;

use fivetuple::model::diagnostic::Diagnostic;
use fivetuple::model::event::Event;
use fivetuple::model::id::{FileId, Pid, SocketId};
use fivetuple::model::packet::FourTuple;
use fivetuple::model::process::{FileKind, ThreadState};
use fivetuple::model::world::World;
use fivetuple::trace::Trace;
use fivetuple::view::{Letters, Mark, Moment};

/// A run that is over.
pub(crate) struct History {
    /// What happened.
    pub(crate) trace: Rc<Trace>,
    /// The connections' letters.
    pub(crate) letters: Rc<Letters>,
    /// The scripts as they ran, by file.
    pub(crate) sources: BTreeMap<String, String>,
    /// What went wrong while they ran, and in which step.
    pub(crate) crashes: Vec<(usize, Diagnostic)>,
    /// Why the run ended early, if it did: a limit of the model, or the reader.
    pub(crate) cut: Option<String>,
    /// The connection that a client process opened first.
    openers: BTreeMap<Pid, Mark>,
}

/// Where a thread is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standing {
    /// Line of its script.
    pub(crate) line: u32,
    /// The letter of its process.
    pub(crate) letter: String,
    /// Its colour: that of its connection (0 to 3), or 8 for a process with many.
    pub(crate) colour: u8,
    /// What it does there: runs, or waits.
    pub(crate) waits: bool,
}

impl History {
    /// What there is to know of this run.
    pub(crate) fn new(trace: Trace, sources: BTreeMap<String, String>, stopped: bool) -> History {
        let letters = Letters::of(&trace);
        let reason = match (&trace.limit, stopped) {
            (Some(limit), _) => Some(limit.to_string()),
            (None, true) => {
                Some("You stopped the run: what had happened until then can be stepped through.".into())
            }
            (None, false) => None,
        };
        let cut = reason.map(|reason| match unfinished(&trace) {
            Some(place) => format!("{reason} {place}"),
            None => reason,
        });
        let (crashes, openers) = (crashes(&trace), openers(&trace, &letters));
        History { letters: Rc::new(letters), sources, crashes, cut, openers, trace: Rc::new(trace) }
    }

    /// How many steps it has.
    pub(crate) fn steps(&self) -> usize {
        self.trace.steps.len()
    }

    /// The run after so many steps.
    pub(crate) fn moment(&self, at: usize) -> Moment {
        Moment::new(self.trace.clone(), self.letters.clone(), at)
    }

    /// On which lines of this file threads are.
    pub(crate) fn standings(&self, world: &World, file: &str) -> Vec<Standing> {
        let mut found = Vec::new();
        for process in world.processes.values().filter(|process| process.name == file) {
            for tid in &process.threads {
                let Some(thread) = world.threads.get(tid) else { continue };
                let Some(place) = process.memory.place(*tid) else { continue };
                let mark = self.openers.get(&process.pid);
                found.push(Standing {
                    line: place.line,
                    letter: mark.map_or_else(|| initial(file), |mark| mark.letter()),
                    colour: mark.map_or(8, |mark| mark.colour()),
                    waits: matches!(thread.state, ThreadState::Blocked(_)),
                });
            }
        }
        found
    }
}

fn initial(file: &str) -> String {
    file.chars().next().map_or_else(String::new, |first| first.to_uppercase().collect())
}

fn crashes(trace: &Trace) -> Vec<(usize, Diagnostic)> {
    let mut found = Vec::new();
    for (step, range) in trace.steps.iter().enumerate() {
        for event in &trace.events[range.events.clone()] {
            if let Event::Crashed { diagnostic, .. } = event {
                found.push((step + 1, diagnostic.clone()));
            }
        }
    }
    found
}

/// The connection that each process asked for first: its letter is the process's letter.
fn openers(trace: &Trace, letters: &Letters) -> BTreeMap<Pid, Mark> {
    let mut sockets: BTreeMap<FileId, SocketId> = BTreeMap::new();
    let mut owners: BTreeMap<SocketId, Pid> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for event in &trace.events {
        match event {
            Event::FileOpened { file, kind: FileKind::Socket(socket) } => {
                sockets.insert(*file, *socket);
            }
            Event::DescriptorOpened { pid, file, .. } => {
                if let Some(socket) = sockets.get(file) {
                    owners.entry(*socket).or_insert(*pid);
                }
            }
            Event::Opened { socket, local, remote, .. } => {
                let mark = letters.mark(FourTuple { local: *local, remote: *remote });
                if let (Some(pid), Some(mark)) = (owners.get(socket), mark) {
                    found.entry(*pid).or_insert(mark);
                }
            }
            _ => {}
        }
    }
    found
}

/// The program that was computing when the run was cut, and where.
fn unfinished(trace: &Trace) -> Option<String> {
    let tid = trace.events.iter().rev().find_map(|event| match event {
        Event::Ran { tid } => Some(*tid),
        _ => None,
    })?;
    let world = trace.world_at(trace.steps.len());
    let process = world.threads.get(&tid).map(|thread| world.process(thread.pid))?;
    let place = process.memory.place(tid)?;
    Some(format!("{} was then at line {}.", process.name, place.line))
}
