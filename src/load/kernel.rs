//! The server's kernel: cores and run queue, the same for every architecture.

use std::collections::VecDeque;

use super::agenda::{Agenda, Due};
use super::log::Recorder;
use super::machine::{Machine, Nanos};
use super::program::{Call, Doing, Program};

/// No thread, no client.
pub(super) const NONE: u32 = u32::MAX;

/// One thread of the server.
#[derive(Clone, Debug)]
pub(super) struct Thread {
    pub(super) program: Program,
    /// The place of its next op.
    pub(super) next: u8,
    pub(super) state: State,
    /// The core it ran on last.
    core: u8,
    pub(super) process: u32,
    /// What it still has to compute before its next op, and in which call.
    remaining: Nanos,
    call: Call,
    /// What is left of its handler's computing.
    pub(super) handler: Nanos,
    /// The connection that it serves.
    pub(super) client: u32,
    /// The event loop that it turns.
    pub(super) turns: u32,
    /// How many ready things it has been told of and not done yet, and whether connections wait.
    pub(super) batch: u32,
    pub(super) accepts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Blocked,
    Ready,
    Running,
    Gone,
}

/// One core.
#[derive(Clone, Copy, Debug)]
struct Core {
    thread: u32,
    /// Who ran last without a pause since.
    last: u32,
    burst_end: Nanos,
    slice_end: Nanos,
    /// The only time at which its entry in the agenda counts.
    due: Nanos,
    busy_since: Nanos,
    busy: Nanos,
}

/// Cores, threads, and those that wait for a core.
#[derive(Clone, Debug)]
pub(super) struct Scheduler {
    pub(super) threads: Vec<Thread>,
    /// Places of threads that are gone.
    free: Vec<u32>,
    cores: Vec<Core>,
    /// One bit for each idle core.
    idle: u64,
    ready: VecDeque<u32>,
    pub(super) switches: u64,
    pub(super) alive: u32,
    pub(super) most_alive: u32,
    /// Who writes down what threads do, if somebody does.
    pub(super) recorder: Option<Box<Recorder>>,
}

impl Scheduler {
    pub(super) fn new(cores: u32) -> Scheduler {
        let core =
            Core { thread: NONE, last: NONE, burst_end: 0, slice_end: 0, due: 0, busy_since: 0, busy: 0 };
        let cores = cores.clamp(1, 64);
        Scheduler {
            threads: Vec::new(),
            free: Vec::new(),
            cores: vec![core; cores as usize],
            idle: u64::MAX >> (64 - cores),
            ready: VecDeque::new(),
            switches: 0,
            alive: 0,
            most_alive: 0,
            recorder: None,
        }
    }

    /// A thread does something else from now on.
    fn turns(&mut self, thread: u32, doing: Doing, now: Nanos) {
        if let Some(recorder) = &mut self.recorder {
            let one = &self.threads[thread as usize];
            recorder.turns(thread, doing, one.core, one.client, now);
        }
    }

    fn process(&mut self, thread: u32, process: u32) {
        if let Some(recorder) = &mut self.recorder {
            recorder.process(thread, process);
        }
    }

    /// A new thread, which nobody has woken yet.
    pub(super) fn spawn(&mut self, program: Program, process: u32) -> u32 {
        let thread = Thread {
            program,
            next: 0,
            state: State::Blocked,
            core: 0,
            process,
            remaining: 0,
            call: Call::Switch,
            handler: 0,
            client: NONE,
            turns: 0,
            batch: 0,
            accepts: false,
        };
        self.alive += 1;
        self.most_alive = self.most_alive.max(self.alive);
        let place = match self.free.pop() {
            Some(place) => {
                self.threads[place as usize] = thread;
                place
            }
            None => {
                self.threads.push(thread);
                self.threads.len() as u32 - 1
            }
        };
        self.process(place, process);
        place
    }

    /// A blocked thread may go on, after so much work of the kernel for it.
    pub(super) fn wake(&mut self, thread: u32, work: Nanos, clock: &mut Clock) {
        let one = &mut self.threads[thread as usize];
        if one.state != State::Blocked {
            return;
        }
        one.state = State::Ready;
        one.remaining += work;
        self.turns(thread, Doing::Ready, clock.now);
        if self.idle == 0 {
            self.ready.push_back(thread);
            if self.ready.len() == 1 {
                self.end_slices(clock);
            }
            return;
        }
        let core = self.threads[thread as usize].core;
        let core = if self.idle & (1 << core) != 0 { core } else { self.idle.trailing_zeros() as u8 };
        self.dispatch(core, thread, clock);
    }

    /// Somebody waits now: from here on the slices of those that run count.
    fn end_slices(&mut self, clock: &mut Clock) {
        for place in 0..self.cores.len() {
            let core = &mut self.cores[place];
            let until = core.burst_end.min(core.slice_end.max(clock.now));
            if core.thread != NONE && core.due > until {
                core.due = until;
                clock.agenda.push(until, Due::Core(place as u32));
            }
        }
    }

    fn dispatch(&mut self, place: u8, thread: u32, clock: &mut Clock) {
        let (cost, machine) = (self.cost_of_switch(place, thread, clock.machine), clock.machine);
        let core = &mut self.cores[usize::from(place)];
        if self.idle & (1 << place) != 0 {
            self.idle &= !(1 << place);
            core.busy_since = clock.now;
        }
        (core.thread, core.last) = (thread, thread);
        let one = &mut self.threads[thread as usize];
        (one.state, one.core) = (State::Running, place);
        core.burst_end = clock.now + cost + one.remaining;
        core.slice_end = clock.now + cost + machine.slice;
        let call = one.call;
        self.turns(thread, Doing::Runs(call), clock.now);
        self.arm(place, clock);
    }

    fn cost_of_switch(&mut self, place: u8, thread: u32, machine: &Machine) -> Nanos {
        let last = self.cores[usize::from(place)].last;
        if last == thread {
            return 0;
        }
        self.switches += 1;
        let process = |thread: u32| self.threads[thread as usize].process;
        let other = last == NONE || process(last) != process(thread);
        machine.switch + if other { machine.switch_process } else { 0 }
    }

    /// Enters the end of a core's stretch into the agenda: its slice counts only while others wait.
    fn arm(&mut self, place: u8, clock: &mut Clock) {
        let core = &mut self.cores[usize::from(place)];
        let until = if self.ready.is_empty() { core.burst_end } else { core.burst_end.min(core.slice_end) };
        core.due = until;
        clock.agenda.push(until, Due::Core(place.into()));
    }

    /// A core's time has come. The thread whose stretch of computing is over, if one is.
    pub(super) fn came_due(&mut self, place: u32, clock: &mut Clock) -> Option<u32> {
        let core = self.cores[place as usize];
        if core.thread == NONE || core.due != clock.now {
            return None;
        }
        if core.burst_end <= clock.now {
            return Some(core.thread);
        }
        if self.ready.is_empty() {
            self.cores[place as usize].slice_end = clock.now + clock.machine.slice;
            self.arm(place as u8, clock);
        } else {
            self.preempt(core.thread, core.burst_end - clock.now, clock);
        }
        None
    }

    /// A running thread computes on for so long, unless its slice is over and others wait.
    pub(super) fn compute(&mut self, thread: u32, call: Call, time: Nanos, clock: &mut Clock) {
        self.threads[thread as usize].call = call;
        self.turns(thread, Doing::Runs(call), clock.now);
        let place = self.threads[thread as usize].core;
        let core = &mut self.cores[usize::from(place)];
        if core.slice_end <= clock.now {
            if !self.ready.is_empty() {
                self.preempt(thread, time, clock);
                return;
            }
            core.slice_end = clock.now + clock.machine.slice;
        }
        core.burst_end = clock.now + time;
        self.arm(place, clock);
    }

    fn preempt(&mut self, thread: u32, left: Nanos, clock: &mut Clock) {
        let one = &mut self.threads[thread as usize];
        (one.remaining, one.state) = (left, State::Ready);
        let core = one.core;
        self.turns(thread, Doing::Ready, clock.now);
        self.ready.push_back(thread);
        self.release(core, clock);
    }

    /// A running thread waits in a call: its core goes to the next.
    pub(super) fn block(&mut self, thread: u32, call: Call, clock: &mut Clock) {
        let one = &mut self.threads[thread as usize];
        (one.state, one.remaining, one.call) = (State::Blocked, 0, Call::Switch);
        let core = one.core;
        self.turns(thread, Doing::Blocked(call), clock.now);
        self.release(core, clock);
    }

    /// It ends.
    pub(super) fn exit(&mut self, thread: u32, clock: &mut Clock) {
        let one = &mut self.threads[thread as usize];
        one.state = State::Gone;
        let core = one.core;
        self.turns(thread, Doing::Gone, clock.now);
        self.free.push(thread);
        self.alive -= 1;
        self.release(core, clock);
    }

    fn release(&mut self, place: u8, clock: &mut Clock) {
        match self.ready.pop_front() {
            Some(thread) => self.dispatch(place, thread, clock),
            None => {
                let core = &mut self.cores[usize::from(place)];
                core.busy += clock.now - core.busy_since;
                (core.thread, core.last) = (NONE, NONE);
                self.idle |= 1 << place;
            }
        }
    }

    /// How long each core has been busy until now.
    pub(super) fn busy(&self, now: Nanos) -> Vec<Nanos> {
        let of = |core: &Core| core.busy + if core.thread == NONE { 0 } else { now - core.busy_since };
        self.cores.iter().map(of).collect()
    }
}

/// The time, what is to come, and what things cost.
pub(super) struct Clock<'a> {
    pub(super) now: Nanos,
    pub(super) agenda: &'a mut Agenda,
    pub(super) machine: &'a Machine,
}
