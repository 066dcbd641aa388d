//! The figures of a load from the trace of a run: what clients printed, and what happened on the server's machine.

use std::collections::BTreeMap;
use std::time::Duration;

use fivetuple::load::{Figures, Mean, Nanos, Queue, Times, memory_of};
use fivetuple::model::event::Event;
use fivetuple::model::id::{HostId, Pid, SocketId, Tid};
use fivetuple::trace::Trace;

use super::load_file::HEAD_START;

/// The server's machine, the first of the world.
const SERVER: HostId = HostId(0);

pub(super) fn figures(trace: &Trace) -> Figures {
    let head = HEAD_START.as_nanos() as Nanos;
    let mut watch = Watch::new(trace);
    for step in &trace.steps {
        let at = step.at.nanos();
        trace.events[step.events.clone()].iter().for_each(|event| watch.see(event, at));
    }
    let answers = answers(trace);
    // The first tenth warms up, as in the engine.
    let measured = &answers[answers.len() / 10..];
    let first = if answers.len() >= 10 {
        answers[answers.len() / 10 - 1].1
    } else {
        Duration::from_nanos(head).as_secs_f64()
    };
    let last = measured.last().map_or(first, |answer| answer.1);
    // Later there are only connections that linger in TIME-WAIT.
    let loaded = (((last * 1e9) as Nanos).saturating_sub(head)).max(1);
    let time = (last - first).max(1e-9);
    let responses = times(measured.iter().map(|(due, at)| ((at - due) * 1e9).max(0.0) as Nanos).collect());
    let throughput = measured.len() as f64 / time;
    let mean = |value: f64| Mean { value, half_width: None };
    let share = |busy: &Nanos| *busy as f64 / loaded as f64;
    Figures {
        requests: measured.len() as u64,
        lost: 0,
        time: (time * 1e9) as Nanos,
        throughput: mean(throughput),
        response: responses,
        wait: times(watch.waits),
        // Little's law.
        in_system: mean(throughput * responses.mean.value / 1e9),
        utilisation: watch.busy.iter().map(share).collect(),
        accept_queue: Queue {
            mean: mean(watch.queue_area as f64 / loaded as f64),
            most: watch.queue_most,
            dropped: watch.dropped,
        },
        switches: watch.switches,
        memory: memory_of(watch.threads_most, watch.processes_most, watch.connections_most),
        threads: watch.threads_most,
        processes: watch.processes_most,
        unanswered: watch.asked.saturating_sub(answers.len() as u64),
        events: trace.events.len() as u64,
    }
}

/// When each answered request was due, and when its answer came: in seconds, in the order of the answers.
fn answers(trace: &Trace) -> Vec<(f64, f64)> {
    let world = trace.world_at(trace.steps.len());
    let clients = world.processes.values().find(|process| process.name == "clients.py");
    let pid = clients.map(|process| process.pid);
    let written = world.screen.iter().filter(|written| Some(written.pid) == pid);
    let said: Vec<u8> = written.flat_map(|written| written.text.to_vec()).collect();
    let line = |line: &str| {
        let (due, at) = line.split_once(' ')?;
        Some((due.parse().ok()?, at.parse().ok()?))
    };
    String::from_utf8_lossy(&said).lines().filter_map(line).collect()
}

fn times(mut times: Vec<Nanos>) -> Times {
    times.sort_unstable();
    let Some(most) = times.last().copied() else { return Times::default() };
    let at = |share: f64| times[((share * times.len() as f64).ceil() as usize).clamp(1, times.len()) - 1];
    let mean = times.iter().map(|time| *time as f64).sum::<f64>() / times.len() as f64;
    let mean = Mean { value: mean, half_width: None };
    Times { mean, p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), most }
}

/// What is seen of the server's machine.
#[derive(Default)]
struct Watch {
    processes: BTreeMap<Pid, u32>,
    threads: BTreeMap<Tid, Pid>,
    processes_most: u32,
    threads_most: u32,
    connections: u64,
    connections_most: u64,
    /// Requests that came in: those of sockets that have nothing unread, and since when.
    unread: BTreeMap<SocketId, Option<Nanos>>,
    asked: u64,
    waits: Vec<Nanos>,
    queue: u64,
    queue_most: u64,
    queue_since: Nanos,
    queue_area: u128,
    dropped: u64,
    /// Who has each core, and who had it last; how long each was busy.
    cores: Vec<Option<Tid>>,
    before: Vec<Option<Tid>>,
    busy: Vec<Nanos>,
    ran: BTreeMap<Tid, Nanos>,
    switches: u64,
}

impl Watch {
    /// Before the first step: the machine's cores, and the program that is to run on it.
    fn new(trace: &Trace) -> Watch {
        let world = trace.world_at(0);
        let cores = world.hosts[usize::from(SERVER.0)].cores.len();
        let mut watch = Watch {
            cores: vec![None; cores],
            before: vec![None; cores],
            busy: vec![0; cores],
            ..Watch::default()
        };
        for process in world.processes.values().filter(|process| process.host == SERVER) {
            watch.process(process.pid);
        }
        watch
    }

    fn see(&mut self, event: &Event, at: Nanos) {
        match event {
            Event::Forked { parent, child, .. } if self.processes.contains_key(parent) => {
                self.process(*child)
            }
            Event::ThreadStarted { pid, tid, .. } if self.processes.contains_key(pid) => {
                self.threads.insert(*tid, *pid);
                self.threads_most = self.threads_most.max(self.threads.len() as u32);
            }
            Event::ProcessExited { pid, .. } => {
                self.processes.remove(pid);
                let gone: Vec<Tid> =
                    self.threads.iter().filter(|(_, of)| *of == pid).map(|(tid, _)| *tid).collect();
                gone.iter().for_each(|tid| self.leaves(*tid, at));
                self.threads.retain(|_, of| of != pid);
            }
            Event::ThreadExited { tid } => {
                self.leaves(*tid, at);
                self.threads.remove(tid);
            }
            Event::Ran { tid } if self.threads.contains_key(tid) => self.runs(*tid, at),
            Event::Called { tid, .. } => self.trapped(*tid, at),
            Event::Blocked { tid, .. } | Event::Preempted { tid } => self.leaves(*tid, at),
            _ => self.sockets(event, at),
        }
    }

    fn sockets(&mut self, event: &Event, at: Nanos) {
        match event {
            Event::AcceptQueued { socket, .. } => {
                self.level(at, 1);
                self.connections += 1;
                self.connections_most = self.connections_most.max(self.connections);
                self.unread.entry(*socket).or_default();
            }
            Event::Accepted { .. } => self.level(at, -1),
            Event::QueueFull { .. } => self.dropped += 1,
            Event::SocketRemoved { socket } => {
                self.connections -= u64::from(self.unread.remove(socket).is_some());
            }
            Event::Received { socket, .. } => {
                if let Some(since) = self.unread.get_mut(socket)
                    && since.is_none()
                {
                    *since = Some(at);
                    self.asked += 1;
                }
            }
            Event::Read { socket, bytes: 1.. } => {
                let since = self.unread.get_mut(socket).and_then(Option::take);
                self.waits.extend(since.map(|since| at - since));
            }
            _ => {}
        }
    }

    fn process(&mut self, pid: Pid) {
        self.processes.insert(pid, 0);
        self.threads.insert(Tid(pid.0), pid);
        self.processes_most = self.processes_most.max(self.processes.len() as u32);
        self.threads_most = self.threads_most.max(self.threads.len() as u32);
    }

    fn level(&mut self, at: Nanos, by: i64) {
        self.queue_area += u128::from(self.queue) * u128::from(at - self.queue_since);
        self.queue_since = at;
        self.queue = self.queue.saturating_add_signed(by);
        self.queue_most = self.queue_most.max(self.queue);
    }

    fn runs(&mut self, tid: Tid, at: Nanos) {
        self.trapped(tid, at);
        self.ran.insert(tid, at);
        if self.cores.contains(&Some(tid)) {
            return;
        }
        // As the model does: the first idle core.
        if let Some(core) = self.cores.iter().position(Option::is_none) {
            self.switches += u64::from(self.before[core] != Some(tid));
            (self.cores[core], self.before[core]) = (Some(tid), Some(tid));
        }
    }

    /// What it computed is counted.
    fn trapped(&mut self, tid: Tid, at: Nanos) {
        let core = self.cores.iter().position(|on| *on == Some(tid));
        if let (Some(core), Some(since)) = (core, self.ran.remove(&tid)) {
            self.busy[core] += at - since;
        }
    }

    fn leaves(&mut self, tid: Tid, at: Nanos) {
        self.trapped(tid, at);
        if let Some(core) = self.cores.iter().position(|on| *on == Some(tid)) {
            self.cores[core] = None;
        }
    }
}
