//! What a view looks at: a run at one of its steps.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::rc::Rc;

use super::descriptors::Plan;
use super::lanes;
use super::panel::Mark;
use super::passage::{self, Entry};
use super::queues::Rooms;
use crate::model::event::Event;
use crate::model::host::{Host, Link};
use crate::model::id::{HostId, PacketId, Pid, SocketId, Tid};
use crate::model::nat::Flow;
use crate::model::packet::FourTuple;
use crate::model::sorted::SortedMap;
use crate::model::world::World;
use crate::trace::Trace;

/// A run at a step: the world after it, the world before it, and what happened in between.
#[derive(Clone)]
pub struct Moment {
    /// The whole run.
    pub trace: Rc<Trace>,
    /// How many steps have happened: 0 is the beginning.
    pub at: usize,
    /// The world after the step.
    pub world: Rc<World>,
    /// The world before it.
    pub before: Rc<World>,
    /// The connections' letters.
    pub letters: Rc<Letters>,
}

/// What pictures must know of the whole run, so that nothing jumps from step to step: which connection has which
/// letter (in the order in which clients began them), how much room each host needs, and who sends what to whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Letters {
    marks: HashMap<(SocketAddr, SocketAddr), Mark>,
    /// All machines that there will be.
    pub(super) hosts: Vec<Host>,
    /// All LANs that there will be.
    pub(super) links: Vec<Link>,
    /// How many processes a host will have had.
    pub(super) processes: SortedMap<HostId, usize>,
    /// In which row of its host a socket stands, all its life.
    pub(super) rows: SortedMap<SocketId, usize>,
    /// How many such rows a host needs.
    pub(super) sockets: SortedMap<HostId, usize>,
    /// Which packets keep to which lane of a LAN, by the machine that sent them on.
    lanes: SortedMap<(PacketId, HostId), usize>,
    /// The segments, and other changes of state, in order.
    pub(super) entries: Vec<Entry>,
    /// All threads that there will be, in the order of their birth, with their programs' names.
    pub(super) threads: Vec<(Tid, String)>,
    /// Where descriptors, open files and sockets stand in the picture of a process's tables.
    pub(super) plan: Plan,
    /// Which room a listener has in the picture of queues.
    pub(super) rooms: Rooms,
    /// The bytes of packets that were captured elsewhere; all others are made of what the model knows.
    pub(super) originals: HashMap<PacketId, Rc<[u8]>>,
}

impl Letters {
    /// Gives every connection of a run its letter.
    pub fn of(trace: &Trace) -> Letters {
        let mut letters = Letters::default();
        let mut index = 0;
        for event in &trace.events {
            match event {
                Event::Opened { local, remote, .. } => {
                    letters.marks.entry(key(*local, *remote)).or_insert_with(|| {
                        index += 1;
                        Mark { index: index - 1 }
                    });
                }
                // Beyond a router that translates, the same connection has another name.
                Event::FlowOpened { flow: Flow { original, reply, .. }, .. } => {
                    if let Some(mark) = letters.marks.get(&key(original.1, original.2)).copied() {
                        letters.marks.entry(key(reply.1, reply.2)).or_insert(mark);
                    }
                }
                _ => {}
            }
        }
        let end = trace.world_at(trace.steps.len());
        letters.hosts.clone_from(&end.hosts);
        letters.links.clone_from(&end.links);
        for process in end.processes.values() {
            *letters.processes.or_default(process.host) += 1;
        }
        letters.give_rows(trace);
        letters.lanes = lanes::of(trace);
        letters.entries = passage::entries(trace, &end);
        letters.threads = threads(trace);
        letters.plan = Plan::of(trace, &end);
        letters.rooms = Rooms::of(trace, &end);
        letters
    }

    /// The letter of a connection, seen from either end.
    pub fn mark(&self, tuple: FourTuple) -> Option<Mark> {
        self.marks.get(&key(tuple.local, tuple.remote)).copied()
    }

    /// The lane of a packet that a machine has sent on its way.
    pub(super) fn lane(&self, packet: PacketId, from: HostId) -> usize {
        self.lanes.get(&(packet, from)).copied().unwrap_or(0)
    }

    /// Every socket gets the first row of its host that is free at its birth, and keeps it.
    fn give_rows(&mut self, trace: &Trace) {
        let mut taken: SortedMap<HostId, Vec<bool>> = SortedMap::new();
        let mut hosts: SortedMap<SocketId, HostId> = SortedMap::new();
        for event in &trace.events {
            let (socket, host) = match event {
                Event::SocketCreated { socket, host, .. } => (*socket, *host),
                Event::SynQueued { listener, socket, .. } => match hosts.get(listener) {
                    Some(host) => (*socket, *host),
                    None => continue,
                },
                Event::SocketRemoved { socket } => {
                    if let (Some(host), Some(row)) = (hosts.get(socket), self.rows.get(socket)) {
                        taken.or_default(*host)[*row] = false;
                    }
                    continue;
                }
                _ => continue,
            };
            hosts.insert(socket, host);
            let rows = taken.or_default(host);
            let row = rows.iter().position(|taken| !taken).unwrap_or(rows.len());
            if row == rows.len() {
                rows.push(false);
            }
            rows[row] = true;
            self.rows.insert(socket, row);
        }
        self.sockets = taken.into_iter().map(|(host, rows)| (host, rows.len())).collect();
    }
}

/// Each thread with its program's name.
fn threads(trace: &Trace) -> Vec<(Tid, String)> {
    let origin = trace.world_at(0);
    let name = |tid: &Tid| origin.process(origin.thread(*tid).pid).name.clone();
    let mut threads: Vec<(Tid, String)> = origin.threads.keys().map(|tid| (*tid, name(tid))).collect();
    for event in &trace.events {
        let (tid, of) = match event {
            Event::ProcessStarted { pid, name, .. } => {
                threads.push((Tid(pid.0), name.clone()));
                continue;
            }
            Event::Forked { parent, child, .. } => (Tid(child.0), Tid(parent.0)),
            Event::ThreadStarted { pid, tid, .. } => (*tid, Tid(pid.0)),
            _ => continue,
        };
        let name = threads.iter().find(|(tid, _)| *tid == of).map_or(String::new(), |(_, name)| name.clone());
        threads.push((tid, name));
    }
    threads
}

fn key(one: SocketAddr, other: SocketAddr) -> (SocketAddr, SocketAddr) {
    (one.min(other), one.max(other))
}

impl Moment {
    /// The run after so many steps.
    pub fn new(trace: Rc<Trace>, letters: Rc<Letters>, at: usize) -> Moment {
        let world = trace.world_at(at);
        let before = if at == 0 { world.clone() } else { trace.world_at(at - 1) };
        Moment { trace, at, world, before, letters }
    }

    /// What the step did.
    pub fn events(&self) -> &[Event] {
        if self.at == 0 { &[] } else { self.trace.events_of(self.at - 1) }
    }

    /// The world before a step, numbered from 0; of the step at hand it is there already.
    pub(super) fn world_before(&self, step: usize) -> Rc<World> {
        if step + 1 == self.at { self.before.clone() } else { self.trace.world_at(step) }
    }

    /// The beginning of a sentence on what is shown of a step: nothing, where it is the one at hand.
    pub(super) fn earlier(&self, step: usize) -> String {
        if step == self.at { String::new() } else { format!("Earlier, in step {step}: ") }
    }

    /// The letter of the connection that a socket is an end of, or was before this step.
    pub(super) fn mark(&self, socket: SocketId) -> Option<Mark> {
        let socket = self.world.sockets.get(&socket).or_else(|| self.before.sockets.get(&socket))?;
        self.letters.mark(socket.tuple()?)
    }

    /// The processes of a host, in the order of their numbers.
    pub(super) fn processes(&self, host: HostId) -> impl Iterator<Item = Pid> {
        self.world.processes.values().filter(move |process| process.host == host).map(|process| process.pid)
    }
}
