//! Which room each listener of a run has in the picture: the first of its host that is free, and for all its life.

use crate::model::event::Event;
use crate::model::id::{HostId, SocketId};
use crate::model::sorted::SortedMap;
use crate::model::world::World;
use crate::trace::Trace;

/// The rooms of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::view) struct Rooms {
    /// The host of each room, in the order of the picture.
    pub(super) hosts: Vec<HostId>,
    /// Each listener's room.
    pub(super) of: SortedMap<SocketId, usize>,
}

impl Rooms {
    /// The host where something listens first.
    pub(in crate::view) fn first_host(&self) -> Option<HostId> {
        self.hosts.first().copied()
    }

    pub(in crate::view) fn of(trace: &Trace, end: &World) -> Rooms {
        let mut homes: SortedMap<SocketId, HostId> = SortedMap::new();
        // For each host, the listeners that its rooms hold, with the step in which they left.
        let mut rooms: SortedMap<HostId, Vec<(SocketId, Option<usize>)>> = SortedMap::new();
        let mut own: SortedMap<SocketId, (HostId, usize)> = SortedMap::new();
        for step in 0..trace.steps.len() {
            for event in trace.events_of(step) {
                match event {
                    Event::SocketCreated { socket, host, .. } => {
                        homes.insert(*socket, *host);
                    }
                    Event::Listened { socket, .. } => {
                        let Some(host) = homes.get(socket).copied() else { continue };
                        let held = rooms.or_default(host);
                        // What left in this very step is still to be seen.
                        let kept = own.get(socket).map(|(_, room)| *room);
                        let free = || held.iter().position(|(_, left)| left.is_some_and(|left| left < step));
                        let room = kept.or_else(free).unwrap_or(held.len());
                        held.resize(held.len().max(room + 1), (*socket, None));
                        held[room] = (*socket, None);
                        own.insert(*socket, (host, room));
                    }
                    Event::ListeningEnded { listener: socket } | Event::SocketRemoved { socket } => {
                        let held = own.get(socket).and_then(|(host, room)| {
                            rooms.get_mut(host).and_then(|held| held.get_mut(*room))
                        });
                        if let Some((holder, left)) = held
                            && *holder == *socket
                        {
                            *left = Some(step);
                        }
                    }
                    _ => {}
                }
            }
        }
        let mut all = Rooms::default();
        let mut firsts: SortedMap<HostId, usize> = SortedMap::new();
        for host in &end.hosts {
            firsts.insert(host.id, all.hosts.len());
            let count = rooms.get(&host.id).map_or(0, Vec::len);
            all.hosts.extend(std::iter::repeat_n(host.id, count));
        }
        for (socket, (host, room)) in own.iter() {
            all.of.insert(*socket, firsts.get(host).copied().unwrap_or(0) + room);
        }
        all
    }
}
