//! What is to be run: which server, on which machine, under which clients.

use super::draw::{Dice, Spread, Stream};
use super::limits::Means;
use super::machine::{Machine, Nanos};
use super::program::Architecture;

/// All that a run depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// How the server is built.
    pub server: Architecture,
    /// What it runs on.
    pub machine: Machine,
    /// How many threads, processes or loops it has, where it has a fixed number.
    pub workers: u32,
    /// What `listen` was told: Linux lets one connection more wait.
    pub backlog: u32,
    /// What its handler does for each request.
    pub handler: Handler,
    /// Who asks.
    pub clients: Clients,
    /// What there is besides the cores.
    pub means: Means,
    /// What chance is drawn from.
    pub seed: u64,
    /// After how many answered requests the run ends; the first tenth of them only warms up.
    pub requests: u64,
    /// … and at the latest then.
    pub most_time: Option<Nanos>,
}

impl Setup {
    /// How long a client pauses before a request; of an open source, how long after the one before a client comes.
    pub fn pause(&self, client: u64, request: u64) -> Nanos {
        let dice = Dice(self.seed);
        match &self.clients.source {
            Source::Closed { think, .. } => think.draw(dice.word(Stream::Think, client, request)),
            Source::Open { between } => between.draw(dice.word(Stream::Arrival, client, 0)),
        }
    }
}

/// What a handler does.
#[derive(Clone, Debug, PartialEq)]
pub struct Handler {
    /// Computing.
    pub compute: Spread,
    /// Waiting for something else, such as a database.
    pub wait: Spread,
    /// Does an event loop wait in its only thread, as with `time.sleep`, and not beside its other work?
    pub blocks_loop: bool,
}

/// Who asks, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Clients {
    /// When requests come.
    pub source: Source,
    /// Do all requests of a client go over one connection?
    pub keep_alive: bool,
    /// The first so many clients are different.
    pub odd: Option<Odd>,
}

/// When requests come.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A fixed number of clients: each thinks, asks, and waits for its answer.
    Closed {
        /// How many.
        clients: u32,
        /// How long each thinks before it asks again.
        think: Spread,
    },
    /// Requests come whether earlier ones are answered or not.
    Open {
        /// The time from one to the next.
        between: Spread,
    },
}

/// Clients that are different from the others: slow, silent, or with hard questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Odd {
    /// How many.
    pub clients: u32,
    /// How long each keeps silent on its new connection before it sends its request; `None`: for ever.
    pub silence: Option<Nanos>,
    /// What its requests need instead of what the others' do.
    pub compute: Option<Spread>,
    /// What they wait for instead.
    pub wait: Option<Spread>,
}
