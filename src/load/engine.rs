//! A run of the laboratory: the server's threads, its sockets, its clients, and one agenda.

use std::collections::VecDeque;

use super::agenda::{Agenda, Due};
use super::draw::{Dice, Stream};
use super::figures::Counters;
use super::kernel::{Clock, Scheduler};
use super::log::{Log, Recorder};
use super::machine::Nanos;
use super::overview::{Overview, Sample};
use super::program::{self, Architecture};
use super::setup::{Setup, Source};

/// A run that is going on.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(super) setup: Setup,
    pub(super) dice: Dice,
    pub(super) now: Nanos,
    pub(super) agenda: Agenda,
    pub(super) scheduler: Scheduler,
    pub(super) clients: Vec<Client>,
    /// Places of clients of an open source that have their answer.
    pub(super) left: Vec<u32>,
    /// How many clients of an open source have come.
    pub(super) came: u32,
    pub(super) listeners: Vec<Listener>,
    pub(super) loops: Vec<Loop>,
    /// Connections that wait for a thread of the pool, and threads that wait for one.
    pub(super) jobs: VecDeque<u32>,
    pub(super) idle: VecDeque<u32>,
    pub(super) locks: Vec<Lock>,
    pub(super) counters: Counters,
    /// How busy the cores had been when the measuring began.
    pub(super) busy_before: Vec<Nanos>,
    pub(super) switches_before: u64,
    pub(super) processes: u32,
    /// Numbers of processes that have ended.
    pub(super) ended: Vec<u32>,
    pub(super) most_processes: u32,
    pub(super) events: u64,
    pub(super) overview: Overview,
}

/// A client, and its connection's end at the server: it has one connection at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    /// When its request should have been sent.
    pub(super) due: Nanos,
    /// How long the request waited for its handler; counted once.
    pub(super) waited: Nanos,
    /// Its number, which chance depends on; and how many requests it has made.
    pub(super) number: u32,
    pub(super) request: u32,
    /// The thread that waits for its request.
    pub(super) reader: u32,
    /// The loop that watches its connection.
    pub(super) watched_by: u32,
    /// How often its SYN has been sent.
    pub(super) tries: u8,
    /// Has its request arrived?
    pub(super) sent: bool,
    pub(super) connected: bool,
}

/// A listening socket.
#[derive(Clone, Debug, Default)]
pub(super) struct Listener {
    /// The accept queue.
    pub(super) queue: VecDeque<u32>,
    /// Threads that wait in `accept`, longest first.
    pub(super) acceptors: VecDeque<u32>,
    /// Loops that watch it, in the order in which they are woken.
    pub(super) loops: Vec<u32>,
}

/// An event loop: what is ready, and the threads that wait for more.
#[derive(Clone, Debug)]
pub(super) struct Loop {
    pub(super) listener: u32,
    pub(super) ready: VecDeque<Ready>,
    pub(super) waiting: VecDeque<u32>,
    /// How much one call may report.
    pub(super) most: u32,
    /// Is the listener shared with other loops, so that each takes one connection at a time?
    pub(super) shares: bool,
}

/// Something that an event loop is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ready {
    Request(u32),
    WaitOver(u32),
}

/// A process's global lock: who has it, and who wants it.
#[derive(Clone, Debug, Default)]
pub(super) struct Lock {
    pub(super) holder: Option<u32>,
    /// Has the holder computed since it got the lock?
    pub(super) used: bool,
    pub(super) wanted: VecDeque<u32>,
}

/// How many events one `epoll_wait` reports at most.
const BATCH: u32 = 64;
/// Threads that wait in a loop's stead (libuv's UV_THREADPOOL_SIZE).
const HELPERS: u32 = 4;
/// Clients that do not think begin within this time.
const START: Nanos = 1_000_000;

impl Engine {
    /// A run at its beginning.
    pub fn new(setup: Setup) -> Engine {
        let mut engine = Engine::empty(setup);
        engine.start();
        engine
    }

    /// A machine without a server and without clients.
    fn empty(setup: Setup) -> Engine {
        Engine {
            dice: Dice(setup.seed),
            now: 0,
            agenda: Agenda::default(),
            scheduler: Scheduler::new(setup.machine.cores),
            clients: Vec::new(),
            left: Vec::new(),
            came: 0,
            listeners: vec![Listener::default()],
            loops: Vec::new(),
            jobs: VecDeque::new(),
            idle: VecDeque::new(),
            locks: vec![Lock::default()],
            counters: Counters::new(setup.requests, setup.most_time),
            busy_before: vec![0; setup.machine.cores as usize],
            switches_before: 0,
            processes: 1,
            ended: Vec::new(),
            most_processes: 1,
            events: 0,
            overview: Overview::new(setup.machine.cores as usize),
            setup,
        }
    }

    fn start(&mut self) {
        self.start_server();
        self.start_clients();
    }

    fn start_server(&mut self) {
        let workers = self.setup.workers.max(1);
        match self.setup.server {
            Architecture::Iterative => self.start_thread(program::SERVER, 0),
            Architecture::ThreadPerConnection => self.start_thread(program::SPAWNER, 0),
            Architecture::ProcessPerConnection => self.start_thread(program::FORKER, 0),
            Architecture::ThreadPool => {
                self.start_thread(program::PUTTER, 0);
                (0..workers).for_each(|_| self.start_thread(program::WORKER, 0));
            }
            Architecture::Prefork => {
                for _ in 0..workers {
                    let process = self.new_process();
                    self.start_thread(program::SERVER, process);
                }
            }
            Architecture::EventLoop => self.start_loop(0, 0, false),
            Architecture::EventLoopPool => {
                self.start_loop(0, 0, false);
                (0..HELPERS).for_each(|_| self.start_thread(program::HELPER, 0));
            }
            Architecture::PreforkEpoll => {
                for _ in 0..workers {
                    let process = self.new_process();
                    self.start_loop(0, process, true);
                }
            }
            Architecture::Reuseport => {
                self.listeners = vec![Listener::default(); workers as usize];
                for listener in 0..workers {
                    let process = self.new_process();
                    self.start_loop(listener, process, false);
                }
            }
            Architecture::Async => self.start_tasks(workers),
        }
    }

    fn start_thread(&mut self, program: program::Program, process: u32) {
        let thread = self.scheduler.spawn(program, process);
        self.wake(thread, 0);
    }

    fn start_loop(&mut self, listener: u32, process: u32, shares: bool) {
        let place = self.loops.len() as u32;
        let (ready, waiting) = (VecDeque::new(), VecDeque::new());
        self.loops.push(Loop { listener, ready, waiting, most: BATCH, shares });
        self.listeners[listener as usize].loops.push(place);
        let thread = self.scheduler.spawn(program::LOOP, process);
        self.scheduler.threads[thread as usize].turns = place;
        self.wake(thread, 0);
    }

    /// Many tasks on some threads: all threads turn one loop, and each takes one task at a time.
    fn start_tasks(&mut self, workers: u32) {
        let (ready, waiting) = (VecDeque::new(), VecDeque::new());
        self.loops.push(Loop { listener: 0, ready, waiting, most: 1, shares: true });
        self.listeners[0].loops.push(0);
        for _ in 0..workers {
            let thread = self.scheduler.spawn(program::LOOP, 0);
            self.scheduler.threads[thread as usize].turns = 0;
            self.wake(thread, 0);
        }
    }

    pub(super) fn new_process(&mut self) -> u32 {
        self.processes += 1;
        self.most_processes = self.most_processes.max(self.processes);
        self.ended.pop().unwrap_or_else(|| {
            self.locks.push(Lock::default());
            self.locks.len() as u32 - 1
        })
    }

    fn start_clients(&mut self) {
        match self.setup.clients.source.clone() {
            Source::Closed { clients, think } => {
                let whole = (think.mean() as Nanos).max(START);
                for number in 0..clients {
                    let place = self.new_client(number);
                    let start = self.dice.word(Stream::Start, number.into(), 0) % whole;
                    self.agenda.push(start, Due::Request(place));
                }
            }
            Source::Open { .. } => self.agenda.push(0, Due::Comes),
        }
    }

    /// Lets so many things happen, at most. False when the run is over.
    pub fn advance(&mut self, events: u64) -> bool {
        for _ in 0..events {
            if self.counters.answered >= self.setup.requests {
                return false;
            }
            let Some((at, due)) = self.agenda.pop() else { return false };
            if self.setup.most_time.is_some_and(|most| at > most) {
                self.now = self.setup.most_time.unwrap_or(at);
                return false;
            }
            while at >= self.overview.end() {
                self.sample(self.overview.end(), true);
            }
            self.now = at;
            self.events += 1;
            match due {
                Due::Core(core) => self.core_due(core),
                Due::Comes => self.comes(),
                Due::Request(client) => self.request_due(client),
                Due::Syn(client) => self.syn_arrived(client),
                Due::Data(client) => self.data_arrived(client),
                Due::Wake(thread) => self.wake(thread, self.setup.machine.wake),
                Due::WaitOver(client) => self.ready(client, Ready::WaitOver(client)),
                Due::Answer(client) => self.answered(client),
            }
        }
        true
    }

    /// Runs to the end.
    pub fn finish(mut self) -> Engine {
        while self.advance(1 << 20) {}
        self
    }

    /// The run so far at a glance.
    pub fn overview(&mut self) -> &Overview {
        self.sample(self.now, false);
        &self.overview
    }

    /// Notes how things stand, and whether steps of the overview are over.
    fn sample(&mut self, now: Nanos, over: bool) {
        let busy = self.scheduler.busy(now);
        let (queue, waiting) = (self.counters.queue.now(), self.counters.in_system.now());
        let sample = Sample { busy: &busy, queue, waiting };
        if over {
            self.overview.close(&sample);
        } else {
            self.overview.note(&sample);
        }
    }

    /// What happens from one moment to another, in full.
    pub fn window(setup: Setup, from: Nanos, to: Nanos) -> Log {
        let mut look = Look::new(&setup, from, to);
        loop {
            if let Some(log) = look.advance(1 << 20) {
                return log;
            }
        }
    }

    /// What it depends on.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Which share of the run is done, 0 to 1: of its requests, or of its time if that is further.
    pub fn done(&self) -> f64 {
        let answered = self.counters.answered as f64 / self.setup.requests as f64;
        let time = self.setup.most_time.map_or(0.0, |most| self.now as f64 / most.max(1) as f64);
        answered.max(time).min(1.0)
    }

    /// Scheduler and clock, which belong together.
    pub(super) fn cores(&mut self) -> (&mut Scheduler, Clock<'_>) {
        let clock = Clock { now: self.now, agenda: &mut self.agenda, machine: &self.setup.machine };
        (&mut self.scheduler, clock)
    }

    pub(super) fn wake(&mut self, thread: u32, work: Nanos) {
        let (scheduler, mut clock) = self.cores();
        scheduler.wake(thread, work, &mut clock);
    }

    fn core_due(&mut self, core: u32) {
        let (scheduler, mut clock) = self.cores();
        if let Some(thread) = scheduler.came_due(core, &mut clock) {
            self.run(thread);
        }
    }
}

/// A run that is made again from its beginning, to see a stretch of it in full: that takes no more than it took the first
/// time. The log ends early where there is too much to draw, or where the run ends.
#[derive(Clone, Debug)]
pub struct Look {
    engine: Engine,
    to: Nanos,
}

impl Look {
    /// The same run at its beginning, with a log of what happens from one moment to another.
    pub fn new(setup: &Setup, from: Nanos, to: Nanos) -> Look {
        let mut engine = Engine::empty(setup.clone());
        engine.scheduler.recorder = Some(Box::new(Recorder::new(from, to)));
        engine.start();
        Look { engine, to }
    }

    /// Lets so many things happen, at most; the log, when it is complete.
    pub fn advance(&mut self, events: u64) -> Option<Log> {
        let engine = &mut self.engine;
        for _ in 0..events {
            let over = !engine.advance(1);
            let complete = |recorder: &mut Box<Recorder>| over || engine.now >= self.to || recorder.is_full();
            if let Some(recorder) = engine.scheduler.recorder.take_if(complete) {
                return Some(recorder.finish(engine.now));
            }
        }
        None
    }
}
