//! What happened in a stretch of a run, in full: what each thread did, and how each request fared. For pictures of lanes, and
//! for the answer to "what did this request wait for?".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::kernel::NONE;
use super::machine::Nanos;
use super::program::{Call, Doing};

/// A run holds much more than can be drawn: a log ends when it has so many stretches.
const MOST: usize = 12_000;

/// A window of a run, in full.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Log {
    /// Where the window begins …
    pub from: Nanos,
    /// … and where it ends.
    pub to: Nanos,
    /// What threads did, in the order in which it ended. What lasts beyond the window is cut there.
    pub stretches: Vec<Stretch>,
    /// Requests that were answered in the window, in that order.
    pub answers: Vec<Answer>,
    /// How many connections waited for `accept`, from each moment on.
    pub queue: Vec<(Nanos, u32)>,
    /// SYNs that met a full queue.
    pub drops: Vec<Nanos>,
    /// The process of each thread.
    pub processes: Vec<u32>,
}

/// What a thread did for a while.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// Which thread.
    pub thread: u32,
    /// What.
    pub doing: Doing,
    /// On which core, if it computed.
    pub core: u8,
    /// For which client, or `NOBODY`.
    pub client: u32,
    /// From when …
    pub from: Nanos,
    /// … until when.
    pub to: Nanos,
}

/// No client.
pub const NOBODY: u32 = NONE;

/// A request that was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Who asked.
    pub client: u32,
    /// Which of its requests, from 0.
    pub request: u32,
    /// When it should have been sent.
    pub due: Nanos,
    /// When its connection came into the accept queue, if it made a new one.
    pub queued: Option<Nanos>,
    /// When the connection was accepted, and by which thread.
    pub accepted: Option<(Nanos, u32)>,
    /// When its bytes reached the server.
    pub arrived: Nanos,
    /// When its handler began, and in which thread.
    pub first: Nanos,
    /// That thread.
    pub thread: u32,
    /// When a loop gave its waiting away, and when that was over.
    pub handed: Option<(Nanos, Nanos)>,
    /// When the answer reached the client.
    pub at: Nanos,
    /// How often its SYN was dropped.
    pub dropped: u8,
}

impl Answer {
    /// From when it should have been sent to its answer.
    pub fn response(&self) -> Nanos {
        self.at - self.due
    }
}

/// What a thread is in the middle of.
#[derive(Clone, Copy, Debug)]
struct Open {
    since: Nanos,
    doing: Doing,
    core: u8,
    client: u32,
}

/// Writes a log while a run goes on.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    until: Nanos,
    open: Vec<Open>,
    /// Requests on their way, by their client's place.
    asked: BTreeMap<u32, Answer>,
    log: Log,
}

impl Recorder {
    pub(super) fn new(from: Nanos, until: Nanos) -> Recorder {
        let log = Log { from, to: from, ..Log::default() };
        Recorder { until, open: Vec::new(), asked: BTreeMap::new(), log }
    }

    /// Is there room for more?
    pub(super) fn is_full(&self) -> bool {
        self.log.stretches.len() >= MOST
    }

    /// A thread does something else from now on. What it did until now is written down.
    /// `client` is the place of the one that it serves, if it serves one.
    pub(super) fn turns(&mut self, thread: u32, doing: Doing, core: u8, client: u32, now: Nanos) {
        let client = match doing {
            Doing::Runs(Call::Switch | Call::Poll | Call::Queue)
            | Doing::Blocked(Call::Accept | Call::Poll | Call::Queue) => NOBODY,
            _ => self.asked.get(&client).map_or(NOBODY, |answer| answer.client),
        };
        let place = thread as usize;
        if place >= self.open.len() {
            let nothing = Open { since: now, doing: Doing::Gone, core: 0, client: NOBODY };
            self.open.resize(place + 1, nothing);
        }
        self.close(thread, now);
        self.open[place] = Open { since: now, doing, core, client };
    }

    fn close(&mut self, thread: u32, now: Nanos) {
        let Open { since, doing, core, client } = self.open[thread as usize];
        let from = since.max(self.log.from);
        if doing != Doing::Gone && from < now {
            self.log.stretches.push(Stretch { thread, doing, core, client, from, to: now });
        }
    }

    pub(super) fn process(&mut self, thread: u32, process: u32) {
        let place = thread as usize;
        if place >= self.log.processes.len() {
            self.log.processes.resize(place + 1, 0);
        }
        self.log.processes[place] = process;
    }

    /// A request is due: from here on its story is written.
    pub(super) fn asks(&mut self, place: u32, client: u32, request: u32, now: Nanos) {
        self.asked.insert(place, Answer { client, request, due: now, thread: NONE, ..Answer::default() });
    }

    /// The request of the client at a place, if its beginning was seen.
    pub(super) fn asked(&mut self, place: u32) -> Option<&mut Answer> {
        self.asked.get_mut(&place)
    }

    pub(super) fn answered(&mut self, place: u32, now: Nanos) {
        if let Some(mut answer) = self.asked.remove(&place) {
            answer.at = now;
            if now >= self.log.from {
                self.log.answers.push(answer);
            }
        }
    }

    pub(super) fn queue(&mut self, length: u32, now: Nanos) {
        let at = now.max(self.log.from);
        match self.log.queue.last_mut() {
            Some(last) if last.0 == at => last.1 = length,
            _ => self.log.queue.push((at, length)),
        }
    }

    pub(super) fn dropped(&mut self, place: u32, now: Nanos) {
        if let Some(answer) = self.asked.get_mut(&place) {
            answer.dropped += 1;
        }
        if now >= self.log.from {
            self.log.drops.push(now);
        }
    }

    /// The log up to now.
    pub(super) fn finish(mut self, now: Nanos) -> Log {
        let now = now.min(self.until).max(self.log.from);
        for thread in 0..self.open.len() {
            self.close(thread as u32, now);
        }
        self.log.to = now;
        self.log
    }
}

impl Doing {
    /// Does it take a core?
    pub fn computes(self) -> bool {
        matches!(self, Doing::Runs(_))
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Doing::Gone => "is not there",
            Doing::Ready => "waits for a core",
            Doing::Runs(call) => call.name(),
            Doing::Blocked(Call::Poll) => "waits in epoll_wait",
            Doing::Blocked(Call::Accept) => "waits in accept",
            Doing::Blocked(Call::Recv) => "waits in recv",
            Doing::Blocked(Call::Sleep) => "waits in the handler",
            Doing::Blocked(Call::Queue) => "waits for work",
            Doing::Blocked(_) => "waits for Python's lock",
        }
    }
}
