//! Which steps concern a thing: where "next event of the selected" goes.

use fivetuple::model::event::Event;
use fivetuple::model::id::{Fd, FileId, HostId, LinkId, PacketId, Pid, SocketId, Tid};
use fivetuple::model::packet::{FourTuple, Packet};
use fivetuple::model::process::FileKind;
use fivetuple::model::sorted::SortedSet;
use fivetuple::trace::Trace;
use fivetuple::view::{Letters, Target};

/// The steps in which something happens to the thing, counted as in `at`: 1 is the first.
pub(crate) fn steps_of(trace: &Trace, letters: &Letters, target: Target) -> Vec<usize> {
    let parts = Parts::of(trace, letters, target);
    let concerned =
        |step: usize| trace.events_of(step).iter().any(|event| parts.concerned_by(event, letters));
    (0..trace.steps.len()).filter(|step| concerned(*step)).map(|step| step + 1).collect()
}

/// The next of such steps.
pub(crate) fn next(steps: &[usize], at: usize) -> Option<usize> {
    steps.iter().copied().find(|step| *step > at)
}

/// The previous one.
pub(crate) fn previous(steps: &[usize], at: usize) -> Option<usize> {
    steps.iter().copied().rev().find(|step| *step < at)
}

/// All that belongs to the thing.
#[derive(Default)]
struct Parts {
    sockets: SortedSet<SocketId>,
    packets: SortedSet<PacketId>,
    threads: SortedSet<Tid>,
    pids: SortedSet<Pid>,
    host: Option<HostId>,
    link: Option<LinkId>,
    connection: Option<u16>,
    descriptor: Option<(Pid, Fd)>,
    file: Option<FileId>,
}

impl Parts {
    fn of(trace: &Trace, letters: &Letters, target: Target) -> Parts {
        let mut parts = Parts::default();
        match target {
            Target::Host(host) => parts.host = Some(host),
            Target::Link(link) => parts.link = Some(link),
            Target::Process(pid) | Target::Line(pid, _) => {
                parts.pids.insert(pid);
                parts.threads.insert(Tid(pid.0));
            }
            Target::Thread(tid) => {
                parts.threads.insert(tid);
            }
            Target::Socket(socket) => {
                parts.sockets.insert(socket);
            }
            Target::Packet(packet) | Target::Field(packet, _) => {
                parts.packets.insert(packet);
            }
            Target::Connection(index) => parts.connection = Some(index),
            Target::Descriptor(pid, fd) => parts.descriptor = Some((pid, fd)),
            Target::File(file) => parts.file = Some(file),
            Target::Request(..) => {}
        }
        for event in &trace.events {
            parts.gather(event, letters);
        }
        parts
    }

    /// Threads of a process, sockets of a host or connection, packets of a link.
    fn gather(&mut self, event: &Event, letters: &Letters) {
        match event {
            Event::Sent { packet, link, .. } if link.is_some() && *link == self.link => {
                self.packets.insert(packet.id);
            }
            Event::ThreadStarted { pid, tid, .. } if self.pids.contains(pid) => {
                self.threads.insert(*tid);
            }
            Event::ProcessStarted { host, pid, .. } if self.host == Some(*host) => {
                self.threads.insert(Tid(pid.0));
            }
            Event::SocketCreated { socket, host, .. } if self.host == Some(*host) => {
                self.sockets.insert(*socket);
            }
            Event::FileOpened { file, kind: FileKind::Socket(socket) } if self.file == Some(*file) => {
                self.sockets.insert(*socket);
            }
            Event::Opened { socket, local, remote, .. } | Event::SynQueued { socket, local, remote, .. } => {
                let tuple = FourTuple { local: *local, remote: *remote };
                let index = letters.mark(tuple).map(|mark| mark.index);
                if index.is_some() && index == self.connection {
                    self.sockets.insert(*socket);
                }
            }
            _ => {}
        }
    }

    fn has_packet(&self, packet: &Packet, letters: &Letters) -> bool {
        let index = || letters.mark(packet.tuple()).map(|mark| mark.index);
        self.packets.contains(&packet.id) || (self.connection.is_some() && index() == self.connection)
    }

    fn concerned_by(&self, event: &Event, letters: &Letters) -> bool {
        match event {
            Event::Sent { packet, socket, from, .. } => {
                socket.is_some_and(|socket| self.sockets.contains(&socket))
                    || self.host == Some(*from)
                    || self.has_packet(packet, letters)
            }
            Event::Arrived { packet, host } => self.packets.contains(packet) || self.host == Some(*host),
            Event::Dropped { packet, host, .. } => {
                self.host == Some(*host) || self.has_packet(packet, letters)
            }
            Event::LookedUp { packet, host, lookup } => {
                lookup.found.iter().chain(&lookup.also).any(|socket| self.sockets.contains(socket))
                    || self.host == Some(*host)
                    || self.has_packet(packet, letters)
            }
            Event::DescriptorOpened { pid, fd, file } => {
                self.descriptor == Some((*pid, *fd)) || self.file == Some(*file)
            }
            Event::DescriptorClosed { pid, fd } => self.descriptor == Some((*pid, *fd)),
            Event::Forked { child, .. } => self.descriptor.is_some_and(|(pid, _)| pid == *child),
            Event::FileOpened { file, .. }
            | Event::FileClosed { file }
            | Event::NonblockingSet { file, .. } => self.file == Some(*file),
            Event::Blocked { tid, wait, .. } => {
                self.threads.contains(tid)
                    || wait.socket().is_some_and(|socket| self.sockets.contains(&socket))
            }
            Event::Called { tid, .. } | Event::Returned { tid, .. } | Event::ThreadExited { tid } => {
                self.threads.contains(tid)
            }
            Event::ProcessExited { pid, .. } | Event::Wrote { pid, .. } | Event::Crashed { pid, .. } => {
                self.pids.contains(pid) || self.threads.contains(&Tid(pid.0))
            }
            Event::LinkCut { link } | Event::LinkMended { link } | Event::LinkChanged { link, .. } => {
                self.link == Some(*link)
            }
            other => sockets_of(other).iter().flatten().any(|socket| self.sockets.contains(socket)),
        }
    }
}

/// The sockets that a plain fact about sockets names.
fn sockets_of(event: &Event) -> [Option<SocketId>; 2] {
    match event {
        Event::SynQueued { listener, socket, .. }
        | Event::AcceptQueued { listener, socket }
        | Event::Accepted { listener, socket } => [Some(*listener), Some(*socket)],
        Event::QueueFull { listener } | Event::ListeningEnded { listener } => [Some(*listener), None],
        Event::SocketCreated { socket, .. }
        | Event::Bound { socket, .. }
        | Event::Listened { socket, .. }
        | Event::Opened { socket, .. }
        | Event::Connected { socket }
        | Event::StateChanged { socket, .. }
        | Event::Queued { socket, .. }
        | Event::FinQueued { socket }
        | Event::Acknowledged { socket, .. }
        | Event::Received { socket, .. }
        | Event::ReceivedEarly { socket, .. }
        | Event::FinReceived { socket }
        | Event::Read { socket, .. }
        | Event::ShutDown { socket, .. }
        | Event::Failed { socket, .. }
        | Event::TimedOut { socket }
        | Event::PeerSet { socket, .. }
        | Event::MessageQueued { socket, .. }
        | Event::MessageRead { socket }
        | Event::GroupJoined { socket, .. }
        | Event::GroupLeft { socket, .. }
        | Event::SocketRemoved { socket } => [Some(*socket), None],
        _ => [None, None],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fivetuple::lesson::catalog;
    use fivetuple::report::Commands;
    use fivetuple::scenario::build;
    use fivetuple::trace::Run;

    #[test]
    fn a_connection_has_the_events_of_both_its_ends_and_of_no_other() {
        let lesson = catalog::lesson("04-five-tuple.md").expect("a lesson");
        let trace = Run::new(build(&lesson.scenario).expect("the lesson's programs")).finish(&Commands);
        let letters = Letters::of(&trace);
        let steps = |target| steps_of(&trace, &letters, target);
        let mut ends = Vec::new();
        for event in &trace.events {
            if let Event::Opened { socket, local, remote, .. }
            | Event::SynQueued { socket, local, remote, .. } = event
            {
                let mark = letters.mark(FourTuple { local: *local, remote: *remote }).expect("a letter");
                ends.push((*socket, mark.index));
            }
        }
        assert_eq!(ends.len(), 6, "three connections with two ends");
        for (socket, index) in &ends {
            let whole = steps(Target::Connection(*index));
            let end = steps(Target::Socket(*socket));
            assert!(!end.is_empty() && end.is_sorted() && *end.last().unwrap_or(&0) <= trace.steps.len());
            assert!(end.iter().all(|step| whole.contains(step)), "{socket}: {end:?} in {whole:?}");
        }
        let (a, b) = (steps(Target::Connection(0)), steps(Target::Connection(1)));
        assert_ne!(a, b);
        assert!(steps(Target::Socket(SocketId(u32::MAX))).is_empty());
    }
}
