//! What a run comes to.

use serde::{Deserialize, Serialize};

use super::engine::Engine;
use super::figures::{Mean, Times};
use super::machine::{Nanos, memory};
use super::program::Architecture;
use super::setup::Source;

/// The figures of a run, after its warm-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Requests that were answered and measured.
    pub requests: u64,
    /// Requests of clients that gave up.
    pub lost: u64,
    /// How long the measuring took, in the model's time.
    pub time: Nanos,
    /// Requests per second.
    pub throughput: Mean,
    /// From when a request should have been sent to its answer.
    pub response: Times,
    /// … to the first moment that its handler computed.
    pub wait: Times,
    /// Requests between their time and their answer, on average over time.
    pub in_system: Mean,
    /// Which share of the time each core computed.
    pub utilisation: Vec<f64>,
    /// Connections that waited for `accept`.
    pub accept_queue: Queue,
    /// How often a core turned to another thread.
    pub switches: u64,
    /// What the server takes of memory, at most.
    pub memory: u64,
    /// Its threads and processes, at most.
    pub threads: u32,
    /// … and its processes.
    pub processes: u32,
    /// Requests that were without an answer at the end, and how long the oldest of them had waited.
    pub unanswered: u64,
    /// How much happened.
    pub events: u64,
}

/// An accept queue over time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// Its length, on average over time.
    pub mean: Mean,
    /// Its greatest length.
    pub most: u64,
    /// SYNs that were dropped because it was full.
    pub dropped: u64,
}

impl Engine {
    /// How many requests have been answered, with those of the warm-up.
    pub fn answered_so_far(&self) -> u64 {
        self.counters.answered
    }

    /// The figures up to now.
    pub fn figures(&self) -> Figures {
        let now = self.now;
        let mut counters = self.counters.clone();
        let time = (now - counters.since()).max(1);
        let busy = self.scheduler.busy(now);
        let share = |(now, before): (&Nanos, &Nanos)| (now - before) as f64 / time as f64;
        Figures {
            requests: counters.measured(),
            lost: counters.lost,
            time,
            throughput: counters.throughput(now),
            response: counters.response(),
            wait: counters.wait(),
            in_system: counters.mean_in_system(now),
            utilisation: busy.iter().zip(&self.busy_before).map(share).collect(),
            accept_queue: Queue {
                mean: counters.mean_queue(now),
                most: counters.queue.most(),
                dropped: counters.dropped,
            },
            switches: self.scheduler.switches - self.switches_before,
            memory: self.memory(),
            threads: self.scheduler.most_alive,
            processes: self.most_processes,
            unanswered: self.counters.in_system.now(),
            events: self.events,
        }
    }

    /// Threads, processes and connections at their most; a closed source has a connection for each client.
    fn memory(&self) -> u64 {
        let connections = match self.setup.clients.source {
            Source::Closed { clients, .. } => u64::from(clients),
            Source::Open { .. } => self.counters.in_system.most(),
        };
        let tasks = if self.setup.server == Architecture::Async { connections * memory::TASK } else { 0 };
        memory_of(self.scheduler.most_alive, self.most_processes, connections) + tasks
    }
}

/// The memory of a server with so many threads, processes and connections.
pub fn memory_of(threads: u32, processes: u32, connections: u64) -> u64 {
    memory::BASE
        + u64::from(threads) * memory::THREAD
        + u64::from(processes.saturating_sub(1)) * memory::PROCESS
        + connections * memory::CONNECTION
}
