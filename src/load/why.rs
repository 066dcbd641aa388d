//! What a request waited for: its time from beginning to end, each piece with its cause.

use std::collections::BTreeMap;

use super::log::{Answer, Log, NOBODY, Stretch};
use super::machine::Nanos;
use super::program::{Call, Doing};

/// Why time passed for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Its SYN met a full accept queue and was sent again.
    Dropped,
    /// The thread that it needed computed for another client.
    BehindCompute(u32),
    /// The thread that it needed waited for something that another client's request needed.
    BehindWait(u32),
    /// The thread that it needed waited for another client to say something.
    BehindSilence(u32),
    /// All threads that wait in the loop's stead were taken.
    Helpers,
    /// Its thread could have gone on, but there was no core for it.
    Core,
    /// Another thread had Python's lock.
    Lock,
    /// Its own handler computed.
    Compute,
    /// Its own handler waited for something else.
    Wait,
    /// System calls, switches, making threads.
    Kernel,
    /// It was on its way, or the client was silent.
    Network,
}

/// Where the time of a request went, the largest piece first.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// From when the request should have been sent to its answer.
    pub response: Nanos,
    /// The pieces; together they are the whole.
    pub parts: Vec<(Cause, Nanos)>,
}

impl Log {
    /// Where the time of an answered request went, as far as the log covers it.
    pub fn story(&self, answer: &Answer, network: Nanos) -> Story {
        let mut teller = Teller { log: self, me: answer.client, parts: BTreeMap::new() };
        let sent = answer.at.saturating_sub(network);
        let reached = answer.queued.unwrap_or(answer.arrived);
        let first_way = if answer.dropped > 0 { Cause::Dropped } else { Cause::Network };
        teller.add(first_way, reached.saturating_sub(answer.due));
        let mut at = reached;
        if let Some((accepted, acceptor)) = answer.accepted.filter(|_| answer.queued.is_some()) {
            teller.thread(acceptor, at, accepted);
            at = accepted;
        }
        if answer.arrived > at {
            teller.add(Cause::Network, answer.arrived - at);
            at = answer.arrived;
        }
        teller.thread(answer.thread, at, answer.first);
        at = at.max(answer.first);
        if let Some((handed, back)) = answer.handed {
            teller.thread(answer.thread, at, handed);
            teller.elsewhere(handed, back);
            at = back;
        }
        teller.thread(answer.thread, at, sent);
        teller.add(Cause::Network, answer.at - sent.max(at));
        let mut parts: Vec<(Cause, Nanos)> = teller.parts.into_iter().filter(|part| part.1 > 0).collect();
        parts.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
        Story { response: answer.response(), parts }
    }
}

struct Teller<'a> {
    log: &'a Log,
    me: u32,
    parts: BTreeMap<Cause, Nanos>,
}

impl Teller<'_> {
    fn add(&mut self, cause: Cause, time: Nanos) {
        *self.parts.entry(cause).or_default() += time;
    }

    /// What a thread did from one moment to another, as causes. What is not written down is the kernel's work.
    fn thread(&mut self, thread: u32, from: Nanos, to: Nanos) {
        let mut left = to.saturating_sub(from);
        let stretches = self.log.stretches.iter().filter(|stretch| stretch.thread == thread);
        let pieces: Vec<(Cause, Nanos)> =
            stretches.filter_map(|stretch| Some((self.cause(stretch), stretch.overlap(from, to)?))).collect();
        for (cause, time) in pieces {
            self.add(cause, time);
            left = left.saturating_sub(time);
        }
        self.add(Cause::Kernel, left);
    }

    fn cause(&self, stretch: &Stretch) -> Cause {
        let other = stretch.client != self.me && stretch.client != NOBODY;
        match (stretch.doing, other) {
            (Doing::Ready, _) => Cause::Core,
            (Doing::Runs(_), true) => Cause::BehindCompute(stretch.client),
            (Doing::Blocked(Call::Sleep), true) => Cause::BehindWait(stretch.client),
            (Doing::Blocked(Call::Recv), true) => Cause::BehindSilence(stretch.client),
            (Doing::Blocked(Call::Handler), _) => Cause::Lock,
            (Doing::Runs(Call::Handler), false) => Cause::Compute,
            (Doing::Blocked(Call::Sleep), false) => Cause::Wait,
            (Doing::Blocked(Call::Recv), false) => Cause::Network,
            _ => Cause::Kernel,
        }
    }

    /// The waiting that a loop gave away: by a timer, or in a thread of its pool.
    fn elsewhere(&mut self, from: Nanos, to: Nanos) {
        let mine = |stretch: &&Stretch| {
            stretch.client == self.me && stretch.doing == Doing::Blocked(Call::Sleep) && stretch.to <= to
        };
        let mut slept = self.log.stretches.iter().filter(mine).filter_map(|one| one.overlap(from, to));
        match slept.next() {
            Some(time) => {
                self.add(Cause::Wait, time);
                self.add(Cause::Helpers, to - from - time);
            }
            None => self.add(Cause::Wait, to - from),
        }
    }
}

impl Stretch {
    /// How much of it lies between two moments.
    pub fn overlap(&self, from: Nanos, to: Nanos) -> Option<Nanos> {
        self.to.min(to).checked_sub(self.from.max(from)).filter(|time| *time > 0)
    }
}

impl Cause {
    /// In words, after "12 ms:".
    pub fn words(self) -> String {
        match self {
            Cause::Dropped => "its SYN met a full accept queue and had to be sent again".into(),
            Cause::BehindCompute(client) => {
                format!("behind client {client}, for whom the thread that it needed computed")
            }
            Cause::BehindWait(client) => {
                format!("behind client {client}, for whose request the thread that it needed waited")
            }
            Cause::BehindSilence(client) => {
                format!("behind client {client}, which the thread that it needed waited for")
            }
            Cause::Helpers => "the threads that wait in the loop's stead were all taken".into(),
            Cause::Core => "its thread could have gone on, but every core was taken".into(),
            Cause::Lock => "another thread had Python's lock".into(),
            Cause::Compute => "its own handler computed".into(),
            Cause::Wait => "its own handler waited for something else".into(),
            Cause::Kernel => "system calls, switches, making threads or processes".into(),
            Cause::Network => "on its way".into(),
        }
    }

    /// Is it another client's doing?
    fn behind(self) -> Option<u32> {
        match self {
            Cause::BehindCompute(client) | Cause::BehindWait(client) | Cause::BehindSilence(client) => {
                Some(client)
            }
            _ => None,
        }
    }
}

impl Story {
    /// One sentence: what most of the time was. `38.2 ms: 36 ms of them behind client 7, for whom …`
    pub fn sentence(&self) -> String {
        let behind: Vec<&(Cause, Nanos)> =
            self.parts.iter().filter(|(cause, _)| cause.behind().is_some()).collect();
        let time: Nanos = behind.iter().map(|(_, time)| time).sum();
        let whole = told(self.response);
        match (self.parts.first(), behind.first()) {
            (Some((_, largest)), Some((cause, most))) if time >= *largest => match behind.len() {
                1 => format!("{whole}: {} of them {}.", told(time), cause.words()),
                count => format!(
                    "{whole}: {} of them behind {count} others' requests, the longest ({}) {}.",
                    told(time),
                    told(*most),
                    cause.words()
                ),
            },
            (Some((cause, time)), _) => format!("{whole}: {} of them: {}.", told(*time), cause.words()),
            (None, _) => format!("{whole}."),
        }
    }
}

/// A time with three digits and its unit.
pub fn told(time: Nanos) -> String {
    let (value, unit) = match time {
        0..=999 => return format!("{time} ns"),
        1_000..=999_999 => (time as f64 / 1e3, "µs"),
        1_000_000..=999_999_999 => (time as f64 / 1e6, "ms"),
        _ => (time as f64 / 1e9, "s"),
    };
    let digits = if value < 9.995 { 2 } else { usize::from(value < 99.95) };
    let number = format!("{value:.digits$}");
    let number = if digits > 0 { number.trim_end_matches('0').trim_end_matches('.') } else { &number };
    format!("{number} {unit}")
}
