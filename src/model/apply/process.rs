//! Facts about processes that end, descriptors and screens.

use std::collections::BTreeSet;

use crate::model::epoll::Watch;
use crate::model::event::Event;
use crate::model::id::{EpollId, Fd, FileId};
use crate::model::process::{FileKind, OpenFile};
use crate::model::world::{World, Written};

/// Puts a signal into a set, or takes it out.
fn put(signals: &mut BTreeSet<i32>, signal: i32, there: bool) {
    if there {
        signals.insert(signal);
    } else {
        signals.remove(&signal);
    }
}

impl World {
    pub(in crate::model) fn apply_process(&mut self, event: &Event) {
        match event {
            Event::Crashed { pid, diagnostic } => self.process_mut(*pid).crash = Some(diagnostic.clone()),
            Event::ProcessExited { pid, status } => {
                let process = self.process_mut(*pid);
                process.status = Some(*status);
                process.memory.end();
            }
            Event::Adopted { child } => self.process_mut(*child).parent = None,
            Event::DescriptorsLimited { pid, limits } => self.process_mut(*pid).descriptor_limits = *limits,
            Event::UserChanged { pid, user } => self.process_mut(*pid).user = *user,
            Event::SignalIgnored { pid, signal, ignored } => {
                put(&mut self.process_mut(*pid).ignores, *signal, *ignored);
            }
            Event::SignalHandled { pid, signal, handled } => {
                put(&mut self.process_mut(*pid).handles, *signal, *handled);
            }
            Event::Reaped { child } => self.process_mut(*child).reaped = true,
            Event::Wrote { pid, fd, text } => {
                self.counts.output += text.len();
                self.screen.push(Written { pid: *pid, fd: fd.0, text: text.clone() });
            }
            Event::FileOpened { file, kind } => {
                self.counts.files = self.counts.files.max(file.0 + 1);
                self.files.insert(*file, OpenFile { kind: *kind, nonblocking: false, references: 0 });
            }
            Event::DescriptorOpened { pid, fd, file } => {
                let before = self.process_mut(*pid).fds.insert(*fd, *file);
                assert!(before.is_none(), "descriptor {fd} is taken");
                self.files.get_mut(file).expect("a descriptor leads to an open file").references += 1;
            }
            Event::DescriptorClosed { pid, fd } => {
                let file = self.process_mut(*pid).fds.remove(fd).expect("only an open descriptor is closed");
                self.drop_reference(file);
                if self.files[&file].references == 0 {
                    self.drop_file(file);
                }
            }
            Event::FileClosed { file } => self.drop_file(*file),
            Event::TextFilled { file, data } => {
                self.texts.insert(*file, data.to_vec());
            }
            Event::TextRead { file, bytes } => {
                self.texts.get_mut(file).expect("only what was filled is read").drain(..*bytes);
            }
            Event::NonblockingSet { file, nonblocking } => {
                self.files.get_mut(file).expect("only an open file has flags").nonblocking = *nonblocking;
            }
            _ => unreachable!("not about processes"),
        }
    }

    pub(super) fn drop_reference(&mut self, file: FileId) {
        self.files.get_mut(&file).expect("what is referred to is open").references -= 1;
    }

    /// An open file description goes; epoll instances that watched it forget it (Linux `eventpoll_release`).
    fn drop_file(&mut self, file: FileId) {
        let open = self.files.remove(&file).expect("only an open file is closed");
        self.texts.remove(&file);
        let watched: Vec<(EpollId, Fd)> = self
            .epolls
            .values()
            .flat_map(|epoll| epoll.interest.keys().map(|item| (epoll.id, *item)))
            .filter(|(_, item)| item.1 == file)
            .map(|(epoll, item)| (epoll, item.0))
            .collect();
        for (epoll, fd) in watched {
            self.unwatch_epoll(epoll, fd, file, open.kind);
        }
        if let FileKind::Epoll(epoll) = open.kind {
            self.epolls.remove(&epoll);
            for watches in self.watches.values_mut() {
                watches.retain(|watch| !matches!(watch, Watch::Epoll(other, ..) if *other == epoll));
            }
            self.watches.retain(|_, watches| !watches.is_empty());
        }
    }
}
