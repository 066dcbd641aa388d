//! How rules see and change the world: they read it, and record what happened.

use std::ops::Deref;

use super::agenda::Due;
use super::command::{self, Command};
use super::event::Event;
use super::id::HostId;
use super::kernel;
use super::limits::Limit;
use super::net;
use super::plan;
use super::tcp;
use super::world::World;

/// Hears of every event, right after it was applied.
pub trait Observer {
    /// `world` is as the event left it.
    fn heard(&mut self, world: &World, event: Event);
}

/// Answers commands such as `ss -tan`, which the model itself cannot print.
pub trait Shell {
    /// The standard output and exit status of a command on a host; `None` where there is no such command.
    fn answer(&self, world: &World, host: HostId, command: &str) -> Option<(String, i32)>;
}

/// One rule's turn: it may read the world, and record events; nothing else changes anything.
pub struct Turn<'a> {
    world: &'a mut World,
    observer: &'a mut dyn Observer,
    shell: &'a dyn Shell,
}

impl Deref for Turn<'_> {
    type Target = World;
    fn deref(&self) -> &World {
        self.world
    }
}

impl<'a> Turn<'a> {
    /// A turn in this world.
    pub fn new(world: &'a mut World, observer: &'a mut dyn Observer, shell: &'a dyn Shell) -> Turn<'a> {
        Turn { world, observer, shell }
    }

    /// It happened: the world changes, and the observer hears of it.
    pub fn record(&mut self, event: Event) {
        self.world.apply(&event);
        self.observer.heard(self.world, event);
    }

    /// What a command prints on a host now.
    pub fn shell(&self, host: HostId, command: &str) -> Option<(String, i32)> {
        self.shell.answer(self.world, host, command)
    }

    /// Lets the next thing on the agenda happen, with all that follows from it at the same moment.
    ///
    /// False when nothing is to come, or a limit ended the run.
    pub fn step(&mut self) -> bool {
        if self.stopped.is_some() {
            return false;
        }
        let Some((at, due)) = self.agenda.next() else { return false };
        // Connections that only wait to be asked hours later whether they live are no reason to say that time was short.
        if matches!(due, Due::KeepAlive(..)) && at.nanos() as u128 > self.limits.time.as_nanos() {
            return false;
        }
        if let Some(limit) = self.limit_before(at) {
            self.record(Event::LimitReached { limit });
            return false;
        }
        self.record(Event::CameDue { at, due });
        match due {
            Due::Arrival(packet) => net::arrived(self, packet),
            Due::Trap(tid) => kernel::trapped(self, tid),
            Due::Timeout(tid, wait) => kernel::waited(self, tid, wait),
            Due::Retransmit(socket, timer) => tcp::retransmit(self, socket, timer),
            Due::KeepAlive(socket, timer) => tcp::keep_alive(self, socket, timer),
            Due::Expire(socket) => tcp::expired(self, socket),
            Due::Unanswered(host, neighbour) => net::unanswered(self, host, neighbour),
            Due::Planned(place) => {
                let what = self.plan[usize::from(place)].clone();
                plan::carry_out(self, &what);
            }
        }
        kernel::dispatch(self);
        true
    }

    /// Does what a reader wants from outside, or says in a sentence why that cannot be.
    pub fn obey(&mut self, command: &Command) -> Result<(), String> {
        command::obey(self, command)
    }

    fn limit_before(&self, at: super::time::Instant) -> Option<Limit> {
        let (limits, counts) = (&self.limits, &self.counts);
        if at.nanos() as u128 > limits.time.as_nanos() {
            Some(Limit::Time(limits.time))
        } else if counts.events > limits.events {
            Some(Limit::Events)
        } else if counts.output > limits.output {
            Some(Limit::Output)
        } else if counts.data > limits.data {
            Some(Limit::Data)
        } else {
            None
        }
    }
}
