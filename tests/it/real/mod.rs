//! The other way round: what the model prints, the real CPython prints on the real Linux kernel.
//!
//! Every program runs in network namespaces made for it, which have no name and end with their last process, so
//! nothing is left behind whatever happens, and nothing is sent over the host's own network.

mod bench;
mod cases;
mod child;
mod lessons;
mod machines;
mod needs;
mod played;

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub(crate) use needs::Real;

/// Says something that is seen even when the test passes: the test harness holds back what `println!` says.
fn tell(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Is everything to be run, also what takes long?
fn all() -> bool {
    std::env::var("FIVETUPLE_REAL").is_ok_and(|value| value == "all")
}

/// What is said of each item, in order: most of them wait most of the time, so many are done at once.
fn in_parallel<T: Sync, A: Send>(items: &[T], work: impl Fn(&T) -> A + Sync) -> Vec<A> {
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(Vec::new());
    let processors = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..(4 * processors).min(items.len()) {
            scope.spawn(|| {
                while let Some((index, item)) =
                    items.iter().enumerate().nth(next.fetch_add(1, Ordering::Relaxed))
                {
                    let answer = work(item);
                    answers.lock().expect("no worker failed").push((index, answer));
                }
            });
        }
    });
    let mut answers = answers.into_inner().expect("no worker failed");
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
