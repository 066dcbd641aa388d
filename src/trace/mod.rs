//! A run and its history: run, rewind, look at any step.

mod record;
mod seek;

pub use record::{Run, Step, Trace};
