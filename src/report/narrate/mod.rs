//! One sentence for each step: what changed, first; plain words, so that it can be read aloud.

mod calls;
mod commands;
mod datagrams;
mod depth;
mod outside;
mod packets;
mod programs;
mod timers;
mod words;

pub use depth::{Depth, sentence_at};

use crate::model::agenda::Due;
use crate::model::command::Command;
use crate::model::event::Event;
use crate::model::id::{HostId, SocketId, Tid};
use crate::model::plan::Intervention;
use crate::model::socket::Socket;
use crate::model::tcp::TcpState;
use crate::model::world::World;

/// What a step did, in one sentence: `events` happened between the world `before` and the world `after`.
pub fn sentence(events: &[Event], before: &World, after: &World) -> String {
    let misled = |event: &Event| matches!(event, Event::Moved { .. } | Event::Misled { .. });
    let told = told(events, before, after);
    match before.belief.filter(|_| events.iter().any(misled)) {
        Some(belief) => format!("{told} Here the wrong rule decides: {}.", belief.claim()),
        None => told,
    }
}

fn told(events: &[Event], before: &World, after: &World) -> String {
    let step = Step { events, before, after };
    let limit = step.find(|event| match event {
        Event::LimitReached { limit } => Some(limit.to_string()),
        _ => None,
    });
    if let Some(limit) = limit {
        return limit;
    }
    if let Some(command) = commanded(events) {
        return commands::sentence(&step, command);
    }
    match cause(events) {
        Some(Due::Arrival(_)) => packets::sentence(&step),
        Some(Due::Trap(tid)) => programs::trapped(&step, tid),
        Some(Due::Timeout(tid, _)) => programs::waited(&step, tid),
        Some(Due::Retransmit(socket, _)) => timers::retransmitted(&step, socket),
        Some(Due::KeepAlive(socket, _)) => timers::kept_alive(&step, socket),
        Some(Due::Expire(socket)) => timers::expired(&step, socket),
        Some(Due::Unanswered(host, neighbour)) => {
            let host = &after.host(host).name;
            format!("{host} has asked for {neighbour} in vain: no machine of its LAN has that address.")
        }
        Some(Due::Planned(place)) => outside::sentence(&step, &after.plan[usize::from(place)]),
        None => "The world is set up.".to_owned(),
    }
}

/// On which host a step happened.
pub fn place(events: &[Event], before: &World) -> Option<HostId> {
    if let Some(command) = commanded(events) {
        return match command {
            Command::Kill(pid) | Command::Restart(pid, _) => Some(before.processes.get(pid)?.host),
            Command::Drop(packet)
            | Command::Delay(packet, _)
            | Command::LetOvertake(packet)
            | Command::Duplicate(packet)
            | Command::Edit(packet, _) => Some(before.flight.get(packet)?.to),
            Command::Intervene(what) => where_done(what),
        };
    }
    match cause(events)? {
        Due::Arrival(packet) => before.flight.get(&packet).map(|flight| flight.to).or_else(|| {
            // It was sent in this very step, after something that brought nothing to see.
            events.iter().find_map(|event| match event {
                Event::Arrived { host, .. } => Some(*host),
                _ => None,
            })
        }),
        Due::Trap(tid) | Due::Timeout(tid, _) => {
            let thread = before.threads.get(&tid)?;
            Some(before.processes.get(&thread.pid)?.host)
        }
        Due::Unanswered(host, _) => Some(host),
        Due::Planned(place) => where_done(&before.plan[usize::from(place)]),
        Due::Retransmit(socket, _) | Due::KeepAlive(socket, _) | Due::Expire(socket) => {
            Some(before.sockets.get(&socket)?.host)
        }
    }
}

fn where_done(what: &Intervention) -> Option<HostId> {
    match what {
        Intervention::Kill(host, _) => Some(*host),
        Intervention::Cut(_) | Intervention::Mend(_) | Intervention::Change(..) => None,
    }
}

/// What the reader did from outside.
fn commanded(events: &[Event]) -> Option<&Command> {
    events.iter().find_map(|event| match event {
        Event::Commanded { command } => Some(command),
        _ => None,
    })
}

/// What came due. What came before the last one brought nothing to see, or it would have been a step of its own.
fn cause(events: &[Event]) -> Option<Due> {
    events.iter().rev().find_map(|event| match event {
        Event::CameDue { due, .. } => Some(*due),
        _ => None,
    })
}

/// What all areas look at.
struct Step<'a> {
    events: &'a [Event],
    before: &'a World,
    after: &'a World,
}

impl<'a> Step<'a> {
    /// The first event that tells something.
    fn find<T>(&self, what: impl FnMut(&'a Event) -> Option<T>) -> Option<T> {
        self.events.iter().find_map(what)
    }

    fn has(&self, what: impl Fn(&Event) -> bool) -> bool {
        self.events.iter().any(what)
    }

    /// A socket as the step left it, or as it was before it went.
    fn socket(&self, socket: SocketId) -> Option<&'a Socket> {
        self.after.sockets.get(&socket).or_else(|| self.before.sockets.get(&socket))
    }

    /// The state that a socket has entered.
    fn new_state(&self, socket: SocketId) -> Option<TcpState> {
        self.events.iter().rev().find_map(|event| match event {
            Event::StateChanged { socket: changed, to, .. } if *changed == socket => Some(*to),
            _ => None,
        })
    }

    /// `server.py`, and which of several processes or threads where there are more than one.
    fn program(&self, tid: Tid) -> String {
        let thread = self.before.threads.get(&tid).or_else(|| self.after.threads.get(&tid));
        let Some(thread) = thread else { return format!("thread {tid}") };
        let Some(process) = self.after.processes.get(&thread.pid) else { return format!("thread {tid}") };
        let alike = |other: &&crate::model::process::Process| {
            other.name == process.name && other.host == process.host && other.status.is_none()
        };
        let name = match self.before.processes.values().filter(alike).count() {
            0 | 1 => process.name.clone(),
            _ => format!("{} (process {})", process.name, process.pid),
        };
        let threads = self.before.processes.get(&thread.pid).map_or(1, |process| process.threads.len());
        if threads > 1 { format!("{name}, thread {tid},") } else { name }
    }

    /// Who was woken, as the end of a sentence.
    fn woken(&self) -> String {
        let woken = self.find(|event| match event {
            Event::Woken { tid } => Some(*tid),
            _ => None,
        });
        woken.map_or(String::new(), |tid| format!("; {} goes on", self.program(tid).trim_end_matches(',')))
    }
}
