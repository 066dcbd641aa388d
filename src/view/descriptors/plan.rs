//! Where descriptors, open file descriptions and sockets stand in a run's picture: each has one row all its life.

use super::lives::{Life, Lives};
use crate::model::id::{Fd, HostId, Pid};
use crate::model::id::{FileId, SocketId};
use crate::model::process::FileKind;
use crate::model::sorted::SortedMap;
use crate::model::world::World;
use crate::trace::Trace;

/// No process shows more rows of descriptors than these, no host more rows of what has no descriptor.
const MOST_DESCRIPTORS: usize = 12;
const MOST_OTHERS: usize = 6;
/// No host shows more processes than these at once.
const MOST_PROCESSES: usize = 8;

/// What stands at the end of a line: a socket, or an open file that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Socket(SocketId),
    File(FileId),
}

impl Thing {
    pub(super) fn of(file: FileId, kind: FileKind) -> Thing {
        match kind {
            FileKind::Socket(socket) => Thing::Socket(socket),
            _ => Thing::File(file),
        }
    }
}

/// The rows of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::view) struct Plan {
    /// The hosts that ever have a process.
    pub(super) groups: Vec<Group>,
    /// The group and row of a thing.
    pub(super) places: SortedMap<Thing, (usize, usize)>,
}

/// A host's part of the picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) host: HostId,
    pub(super) rooms: Vec<Room>,
    /// How many rows it has, those of the rooms' names as well.
    pub(super) rows: usize,
    /// Where the rows begin of what has no descriptor.
    pub(super) others: usize,
}

/// A part of it for processes that live one after the other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Room {
    /// The row with the process's name; the descriptors' rows follow.
    pub(super) row: usize,
    /// The processes, in order.
    pub(super) pids: Vec<Pid>,
    /// Which descriptors share a row: 0, 1 and 2 do, where they are never anything but the screen.
    pub(super) fds: Vec<Vec<Fd>>,
    /// The step after which the last of them ended.
    left: usize,
}

impl Plan {
    /// Gives everything its row.
    pub(in crate::view) fn of(trace: &Trace, end: &World) -> Plan {
        let lives = Lives::of(trace);
        let mut plan = Plan::default();
        for host in &end.hosts {
            let group = group(&lives, host.id);
            if !group.rooms.is_empty() {
                plan.groups.push(group);
            }
        }
        // For each group and row, the step after which it is free.
        let mut taken: Vec<Vec<Option<usize>>> =
            plan.groups.iter().map(|group| vec![None; group.others]).collect();
        for (thing, life) in lives.in_order() {
            let Some((at, wanted)) = plan.wanted(life) else { continue };
            let group = &plan.groups[at];
            let free = |row: &usize| {
                !group.is_name(*row)
                    && taken[at].get(*row).is_none_or(|left| left.is_none_or(|left| left < life.born))
            };
            let rows = group.others + MOST_OTHERS;
            let own = wanted.filter(|row| free(row));
            let Some(row) = own.or_else(|| (wanted.unwrap_or(group.others)..rows).find(|row| free(row)))
            else {
                continue;
            };
            let length = taken[at].len().max(row + 1);
            taken[at].resize(length, None);
            taken[at][row] = Some(life.ended);
            plan.places.insert(thing, (at, row));
        }
        for (group, rows) in plan.groups.iter_mut().zip(&taken) {
            group.rows = group.rows.max(rows.len());
        }
        plan
    }

    /// The group of a thing, and the row of the first descriptor that leads to it.
    fn wanted(&self, life: &Life) -> Option<(usize, Option<usize>)> {
        let of_host = |host: HostId| self.groups.iter().position(|group| group.host == host);
        match life.first {
            Some((pid, fd)) => {
                let at = self.groups.iter().position(|group| group.room(pid).is_some())?;
                Some((at, self.groups[at].room(pid).and_then(|room| room.row_of(fd))))
            }
            None => Some((of_host(life.host?)?, None)),
        }
    }
}

impl Group {
    pub(super) fn room(&self, pid: Pid) -> Option<&Room> {
        self.rooms.iter().find(|room| room.pids.contains(&pid))
    }

    fn is_name(&self, row: usize) -> bool {
        self.rooms.iter().any(|room| room.row == row)
    }
}

impl Room {
    /// The row of a descriptor, if it is shown.
    pub(super) fn row_of(&self, fd: Fd) -> Option<usize> {
        let place = self.fds.iter().position(|fds| fds.contains(&fd))?;
        Some(self.row + 1 + place)
    }
}

/// The rooms of a host: each process gets the first that is free.
fn group(lives: &Lives, host: HostId) -> Group {
    let mut rooms: Vec<Room> = Vec::new();
    for (pid, process) in lives.processes.iter().filter(|(_, process)| process.host == host) {
        let free = rooms.iter().position(|room| room.left < process.born);
        let at = free.unwrap_or(rooms.len());
        if at == MOST_PROCESSES {
            continue;
        }
        if at == rooms.len() {
            rooms.push(Room { row: 0, pids: Vec::new(), fds: Vec::new(), left: 0 });
        }
        rooms[at].pids.push(*pid);
        rooms[at].left = process.ended;
    }
    let mut row = 0;
    for room in &mut rooms {
        room.row = row;
        room.fds = descriptors(lives, &room.pids);
        row += 1 + room.fds.len();
    }
    Group { host, rooms, rows: row, others: row }
}

fn descriptors(lives: &Lives, pids: &[Pid]) -> Vec<Vec<Fd>> {
    let own = || pids.iter().filter_map(|pid| lives.processes.get(pid));
    let plain = !own().any(|process| process.redirected);
    let mut all: Vec<Fd> = own().flat_map(|process| process.fds.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    let (standard, others): (Vec<Fd>, Vec<Fd>) = all.into_iter().partition(|fd| plain && fd.0 <= 2);
    let first = (!standard.is_empty()).then_some(standard);
    first.into_iter().chain(others.into_iter().map(|fd| vec![fd])).take(MOST_DESCRIPTORS).collect()
}
