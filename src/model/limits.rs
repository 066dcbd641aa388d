//! Limits on all that a script can start: an endless program stops with a sentence, and what ran before stays.

use std::fmt;
use std::time::Duration;

/// How much may happen in one world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Work of programs without a pause, in the machine's units, for each process.
    pub work: u64,
    /// Virtual time.
    pub time: Duration,
    /// Processes that ever lived.
    pub processes: u32,
    /// Threads that live at the same time.
    pub threads: usize,
    /// Sockets that exist at the same time.
    pub sockets: usize,
    /// Bytes on all screens.
    pub output: usize,
    /// Bytes in the memory of one process.
    pub memory: usize,
    /// Events.
    pub events: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            work: 200_000_000,
            time: Duration::from_secs(3600),
            processes: 10_000,
            threads: 10_000,
            sockets: 1_000_000,
            output: 4_000_000,
            memory: 256_000_000,
            events: 5_000_000,
        }
    }
}

/// A limit that was reached.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// A program computed too long.
    Work,
    /// Too much virtual time passed.
    Time,
    /// Too many processes.
    Processes,
    /// Too many threads.
    Threads,
    /// Too much output.
    Output,
    /// Too much memory; the machine says what asked for it.
    Memory(String),
    /// A program asked for something of Python that is not here: where, what, and what to do instead.
    Python(String),
    /// Too much happened.
    Events,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Limit::Work => "A program computed very long without an end: is there an endless loop?",
            Limit::Time => "An hour of the model's time has passed: the run ends here.",
            Limit::Processes => "Too many processes were started: the run ends here.",
            Limit::Threads => "Too many threads were started: the run ends here.",
            Limit::Output => "The programs wrote more than the page can show: the run ends here.",
            Limit::Memory(what) => return write!(f, "A program used too much memory: {what}"),
            Limit::Python(what) => what,
            Limit::Events => "Very much has happened: the run ends here.",
        })
    }
}
