//! Limits on all that a script can start: an endless program stops with a sentence, and what ran before stays.

use std::fmt;
use std::time::Duration;

/// How much may happen in one world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Work of a thread between two system calls, in the machine's units.
    pub work: u64,
    /// Virtual time.
    pub time: Duration,
    /// Processes that ever lived.
    pub processes: u32,
    /// Threads that live at the same time.
    pub threads: usize,
    /// Sockets that exist at the same time; open files, too.
    pub sockets: usize,
    /// Bytes on all screens.
    pub output: usize,
    /// Bytes in the memories of all living processes.
    pub memory: usize,
    /// Bytes that programs have sent and written: a run keeps them all.
    pub data: usize,
    /// Events.
    pub events: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            work: 200_000_000,
            time: Duration::from_secs(3600),
            processes: 10_000,
            threads: 4_000,
            sockets: 200_000,
            output: 4_000_000,
            memory: 256_000_000,
            data: 48_000_000,
            events: 5_000_000,
        }
    }
}

/// A limit that was reached.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// A program computed too long: where it is.
    Work(String),
    /// Too much virtual time passed: so much may.
    Time(Duration),
    /// Too many processes.
    Processes,
    /// Too many threads.
    Threads,
    /// Too much output.
    Output,
    /// Too much memory: where the program is that wanted it, and what it wanted.
    Memory(String, String),
    /// Too many bytes were sent and written.
    Data,
    /// A program asked for something of Python that is not here: where, what, and what to do instead.
    Python(String),
    /// Too much happened.
    Events,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Limit::Work(place) => {
                return write!(
                    f,
                    "{place}: the program computes very long without an end. Is there an endless loop?"
                );
            }
            Limit::Time(most) => {
                return write!(f, "{} s of the model's time have passed: the run ends here.", most.as_secs());
            }
            Limit::Processes => "Too many processes were started: the run ends here. Does each child end?",
            Limit::Threads => "Too many threads were started: the run ends here.",
            Limit::Output => "The programs wrote more than the page can show: the run ends here.",
            Limit::Memory(place, what) => {
                return write!(f, "{place}: the program uses too much memory: {what}");
            }
            Limit::Data => "The programs have sent and written more than a run can keep: it ends here.",
            Limit::Python(what) => what,
            Limit::Events => "Very much has happened: the run ends here.",
        })
    }
}
