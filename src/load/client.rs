//! The clients: when they ask, how they connect, and what they make of the answer.

use super::agenda::Due;
use super::draw::Stream;
use super::engine::{Client, Engine, Ready};
use super::kernel::NONE;
use super::log::Answer;
use super::machine::Nanos;
use super::program::Architecture;
use super::setup::{Odd, Source};

/// A SYN is sent again after this time, then after twice as much, and so on (RFC 6298 §2).
const SYN_AGAIN: Nanos = 1_000_000_000;

impl Engine {
    pub(super) fn new_client(&mut self, number: u32) -> u32 {
        let client = Client {
            due: 0,
            waited: Nanos::MAX,
            number,
            request: 0,
            reader: NONE,
            watched_by: NONE,
            tries: 0,
            sent: false,
            connected: false,
        };
        match self.left.pop() {
            Some(place) => {
                self.clients[place as usize] = client;
                place
            }
            None => {
                self.clients.push(client);
                self.clients.len() as u32 - 1
            }
        }
    }

    fn client(&mut self, place: u32) -> &mut Client {
        &mut self.clients[place as usize]
    }

    /// What is different about a client, if something is.
    pub(super) fn odd(&self, number: u32) -> Option<&Odd> {
        self.setup.clients.odd.as_ref().filter(|odd| number < odd.clients)
    }

    /// A client wants something.
    pub(super) fn request_due(&mut self, place: u32) {
        let (now, network) = (self.now, self.setup.machine.network);
        self.counters.in_system.add(now);
        let client = self.client(place);
        (client.due, client.waited, client.tries) = (now, Nanos::MAX, 0);
        let (number, request) = (client.number, client.request);
        let connected = client.connected;
        if let Some(recorder) = &mut self.scheduler.recorder {
            recorder.asks(place, number, request, now);
        }
        let due = if connected { Due::Data(place) } else { Due::Syn(place) };
        self.at(now + network, due);
    }

    /// Does at once what is due now, and enters the rest.
    fn at(&mut self, time: Nanos, due: Due) {
        match due {
            Due::Data(place) if time == self.now => self.data_arrived(place),
            Due::Syn(place) if time == self.now => self.syn_arrived(place),
            due => self.agenda.push(time, due),
        }
    }

    /// The next client of an open source comes.
    pub(super) fn comes(&mut self) {
        let number = self.came;
        self.came += 1;
        if let Source::Open { between } = &self.setup.clients.source {
            let pause = between.draw(self.dice.word(Stream::Arrival, number.into(), 0));
            self.agenda.push(self.now + pause, Due::Comes);
        }
        let place = self.new_client(number);
        self.request_due(place);
    }

    /// A SYN reaches the server: its handshake is over if the accept queue has room.
    pub(super) fn syn_arrived(&mut self, place: u32) {
        let listener = self.listener_of(place);
        if self.listeners[listener].queue.len() > self.setup.backlog as usize {
            self.refuse(place);
            return;
        }
        let (now, network) = (self.now, self.setup.machine.network);
        self.client(place).connected = true;
        self.listeners[listener].queue.push_back(place);
        self.counters.queue.add(now);
        self.queue_changed(place, |answer| answer.queued = Some(now));
        match self.odd(self.clients[place as usize].number).map(|odd| odd.silence) {
            Some(None) => {}
            silence => self.at(now + 2 * network + silence.flatten().unwrap_or(0), Due::Data(place)),
        }
        self.connection_waits(listener);
    }

    /// Linux drops the SYN; the client sends it again until it has had enough.
    fn refuse(&mut self, place: u32) {
        let (now, retries) = (self.now, self.setup.machine.syn_retries);
        self.counters.dropped += 1;
        self.overview.dropped();
        if let Some(recorder) = &mut self.scheduler.recorder {
            recorder.dropped(place, now);
        }
        let client = self.client(place);
        client.tries += 1;
        let tries = u32::from(client.tries);
        if tries <= retries {
            self.agenda.push(now + (SYN_AGAIN << (tries - 1)), Due::Syn(place));
            return;
        }
        self.counters.lost += 1;
        self.counters.in_system.remove(now);
        self.goes_on(place);
    }

    /// Writes down something of a client's request, if somebody writes.
    pub(super) fn noted(&mut self, place: u32, note: impl Fn(&mut Answer)) {
        if let Some(recorder) = &mut self.scheduler.recorder {
            recorder.asked(place).into_iter().for_each(note);
        }
    }

    /// … and how long the accept queues are now.
    pub(super) fn queue_changed(&mut self, place: u32, note: impl Fn(&mut Answer)) {
        let (now, length) = (self.now, self.counters.queue.now());
        if let Some(recorder) = &mut self.scheduler.recorder {
            recorder.queue(length as u32, now);
        }
        self.noted(place, note);
    }

    /// Which listener a connection goes to: of those with SO_REUSEPORT the hash of its addresses and ports decides.
    fn listener_of(&self, place: u32) -> usize {
        let client = &self.clients[place as usize];
        let connection = if self.setup.clients.keep_alive { 0 } else { client.request };
        match self.setup.server {
            Architecture::Reuseport => {
                let hash = self.dice.word(Stream::Listener, client.number.into(), connection.into());
                // The upper half times the count, as Linux's reciprocal_scale has it.
                (((hash >> 32) * self.listeners.len() as u64) >> 32) as usize
            }
            _ => 0,
        }
    }

    /// Somebody is told that a connection waits: a thread in `accept`, or the first loop that has nothing to do.
    fn connection_waits(&mut self, listener: usize) {
        let wake = self.setup.machine.wake;
        if let Some(thread) = self.listeners[listener].acceptors.pop_front() {
            self.wake(thread, wake);
            return;
        }
        let loops = &self.listeners[listener].loops;
        let free = loops.iter().copied().find(|place| !self.loops[*place as usize].waiting.is_empty());
        if let Some(place) = free {
            self.rouse(place);
        }
    }

    /// A request's bytes reach the server.
    pub(super) fn data_arrived(&mut self, place: u32) {
        let now = self.now;
        self.noted(place, |answer| answer.arrived = now);
        let client = self.client(place);
        client.sent = true;
        let reader = std::mem::replace(&mut client.reader, NONE);
        if reader != NONE {
            self.wake(reader, self.setup.machine.wake);
        } else if self.clients[place as usize].watched_by != NONE {
            self.ready(place, Ready::Request(place));
        }
    }

    /// Something is ready for the loop that watches a connection.
    pub(super) fn ready(&mut self, place: u32, what: Ready) {
        if matches!(what, Ready::WaitOver(_)) {
            let now = self.now;
            self.noted(place, |answer| answer.handed = answer.handed.map(|(from, _)| (from, now)));
        }
        let watcher = self.clients[place as usize].watched_by;
        self.loops[watcher as usize].ready.push_back(what);
        self.rouse(watcher);
    }

    /// Wakes a thread that waits for a loop's events.
    fn rouse(&mut self, place: u32) {
        if let Some(thread) = self.loops[place as usize].waiting.pop_front() {
            self.wake(thread, self.setup.machine.wake);
        }
    }

    /// The answer reaches the client.
    pub(super) fn answered(&mut self, place: u32) {
        let now = self.now;
        let client = self.clients[place as usize];
        if let Some(recorder) = &mut self.scheduler.recorder {
            recorder.answered(place, now);
        }
        self.overview.answer(now - client.due);
        self.counters.in_system.remove(now);
        if self.counters.answer(now, now - client.due, client.waited) {
            self.busy_before = self.scheduler.busy(now);
            self.switches_before = self.scheduler.switches;
        }
        self.goes_on(place);
    }

    /// What a client does after its request: it thinks, or it goes.
    fn goes_on(&mut self, place: u32) {
        let keep_alive = self.setup.clients.keep_alive;
        let client = self.client(place);
        client.request += 1;
        client.connected &= keep_alive;
        if !client.connected {
            (client.watched_by, client.reader) = (NONE, NONE);
        }
        let (number, request) = (client.number, client.request);
        match &self.setup.clients.source {
            Source::Closed { think, .. } => {
                let pause = think.draw(self.dice.word(Stream::Think, number.into(), request.into()));
                self.agenda.push(self.now + pause, Due::Request(place));
            }
            Source::Open { .. } => self.left.push(place),
        }
    }
}
