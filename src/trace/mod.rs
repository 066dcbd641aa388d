//! A run and its history: run, rewind, look at any step.

mod facts;
mod fork;
mod lines;
mod record;
mod seek;

pub use facts::Fact;
pub use lines::Walk;
pub use record::{Run, Step, Trace};
