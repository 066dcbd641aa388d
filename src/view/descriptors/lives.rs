//! From which step to which each process, open file and socket of a run lives, and which descriptor led to it first.

use super::plan::Thing;
use crate::model::event::Event;
use crate::model::id::{Fd, FileId, HostId, Pid};
use crate::model::process::FileKind;
use crate::model::sort::sort_by_key;
use crate::model::sorted::{SortedMap, SortedSet};
use crate::trace::Trace;

/// The lives of a run.
#[derive(Default)]
pub(super) struct Lives {
    pub(super) processes: SortedMap<Pid, ProcessLife>,
    things: SortedMap<Thing, Life>,
    kinds: SortedMap<FileId, FileKind>,
    /// How many descriptors lead to a file.
    counts: SortedMap<FileId, usize>,
    /// The descriptors now.
    fds: SortedMap<(Pid, Fd), FileId>,
    step: usize,
}

/// A process's life.
pub(super) struct ProcessLife {
    pub(super) host: HostId,
    pub(super) born: usize,
    pub(super) ended: usize,
    /// All descriptors that it ever has.
    pub(super) fds: SortedSet<Fd>,
    /// Did 0, 1 or 2 ever come to lead elsewhere?
    pub(super) redirected: bool,
}

/// The life of a socket with its open file, or of another open file.
#[derive(Default)]
pub(super) struct Life {
    pub(super) born: usize,
    /// The step in which the last of it goes.
    pub(super) ended: usize,
    /// Whose kernel holds the socket.
    pub(super) host: Option<HostId>,
    /// The first descriptor that leads to it.
    pub(super) first: Option<(Pid, Fd)>,
    /// How many of socket and file are there.
    parts: usize,
    order: usize,
}

impl Lives {
    pub(super) fn of(trace: &Trace) -> Lives {
        let mut lives = Lives::default();
        let origin = trace.world_at(0);
        for (file, open) in &origin.files {
            lives.opened(*file, open.kind);
        }
        for process in origin.processes.values() {
            lives.process(process.pid, process.host);
            for (fd, file) in &process.fds {
                lives.leads(process.pid, *fd, *file);
            }
        }
        for step in 0..trace.steps.len() {
            lives.step = step + 1;
            trace.events_of(step).iter().for_each(|event| lives.read(event));
        }
        lives
    }

    /// The things, in the order of their births.
    pub(super) fn in_order(&self) -> Vec<(Thing, &Life)> {
        let mut all: Vec<(Thing, &Life)> = self.things.iter().map(|(thing, life)| (*thing, life)).collect();
        sort_by_key(&mut all, |(_, life)| life.order);
        all
    }

    fn read(&mut self, event: &Event) {
        match event {
            Event::Forked { parent, child, .. } => self.fork(*parent, *child),
            Event::FileOpened { file, kind } => self.opened(*file, *kind),
            Event::DescriptorOpened { pid, fd, file } => {
                if fd.0 <= 2
                    && let Some(process) = self.processes.get_mut(pid)
                {
                    process.redirected = true;
                }
                self.leads(*pid, *fd, *file);
            }
            Event::DescriptorClosed { pid, fd } => {
                let Some(file) = self.fds.remove(&(*pid, *fd)) else { return };
                let count = self.counts.or_default(file);
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.file_ends(file);
                }
            }
            Event::FileClosed { file } => self.file_ends(*file),
            Event::ProcessExited { pid, .. } => {
                let step = self.step;
                if let Some(process) = self.processes.get_mut(pid) {
                    process.ended = step;
                }
            }
            Event::SocketCreated { socket, host, .. } => {
                self.begins(Thing::Socket(*socket));
                self.things.or_default(Thing::Socket(*socket)).host = Some(*host);
            }
            Event::SynQueued { listener, socket, .. } => {
                let host = self.things.get(&Thing::Socket(*listener)).and_then(|life| life.host);
                self.begins(Thing::Socket(*socket));
                self.things.or_default(Thing::Socket(*socket)).host = host;
            }
            Event::SocketRemoved { socket } => self.ends(Thing::Socket(*socket)),
            _ => {}
        }
    }

    fn process(&mut self, pid: Pid, host: HostId) {
        let (born, fds) = (self.step, SortedSet::new());
        self.processes.insert(pid, ProcessLife { host, born, ended: usize::MAX, fds, redirected: false });
    }

    fn fork(&mut self, parent: Pid, child: Pid) {
        let Some((host, redirected)) = self.processes.get(&parent).map(|one| (one.host, one.redirected))
        else {
            return;
        };
        self.process(child, host);
        if let Some(process) = self.processes.get_mut(&child) {
            process.redirected = redirected;
        }
        let copies: Vec<(Fd, FileId)> = self
            .fds
            .iter()
            .filter(|((pid, _), _)| *pid == parent)
            .map(|((_, fd), file)| (*fd, *file))
            .collect();
        for (fd, file) in copies {
            self.leads(child, fd, file);
        }
    }

    fn opened(&mut self, file: FileId, kind: FileKind) {
        self.kinds.insert(file, kind);
        self.begins(Thing::of(file, kind));
    }

    /// A descriptor leads to a file. One that came in a message may have had no descriptor for a while.
    fn leads(&mut self, pid: Pid, fd: Fd, file: FileId) {
        self.fds.insert((pid, fd), file);
        *self.counts.or_default(file) += 1;
        if let Some(process) = self.processes.get_mut(&pid) {
            process.fds.insert(fd);
        }
        let Some(kind) = self.kinds.get(&file) else { return };
        let life = self.things.or_default(Thing::of(file, *kind));
        life.first = life.first.or(Some((pid, fd)));
        if life.parts == 0 {
            life.parts = 1;
            life.ended = usize::MAX;
        }
    }

    fn file_ends(&mut self, file: FileId) {
        if let Some(kind) = self.kinds.get(&file) {
            self.ends(Thing::of(file, *kind));
        }
    }

    fn begins(&mut self, thing: Thing) {
        let (step, order) = (self.step, self.things.len());
        let is_new = !self.things.contains_key(&thing);
        let life = self.things.or_default(thing);
        if is_new {
            (life.born, life.order) = (step, order);
        }
        life.parts += 1;
        life.ended = usize::MAX;
    }

    fn ends(&mut self, thing: Thing) {
        let step = self.step;
        let Some(life) = self.things.get_mut(&thing) else { return };
        life.parts = life.parts.saturating_sub(1);
        if life.parts == 0 {
            life.ended = step;
        }
    }
}
