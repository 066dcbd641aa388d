//! Facts about processes that end, descriptors and screens.

use crate::model::event::Event;
use crate::model::process::OpenFile;
use crate::model::world::{World, Written};

impl World {
    pub(in crate::model) fn apply_process(&mut self, event: &Event) {
        match event {
            Event::Crashed { pid, diagnostic } => self.process_mut(*pid).crash = Some(diagnostic.clone()),
            Event::ProcessExited { pid, status } => self.process_mut(*pid).status = Some(*status),
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
                let open = self.files.get_mut(&file).expect("a descriptor leads to an open file");
                open.references -= 1;
                if open.references == 0 {
                    self.files.remove(&file);
                }
            }
            Event::NonblockingSet { file, nonblocking } => {
                self.files.get_mut(file).expect("only an open file has flags").nonblocking = *nonblocking;
            }
            _ => unreachable!("not about processes"),
        }
    }
}
