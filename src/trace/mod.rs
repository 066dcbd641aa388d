//! A run and its history: run, rewind, look at any step.

mod broken;
mod facts;
mod fork;
mod lines;
mod record;
mod seek;

pub use broken::{Break, verdict};
pub use facts::Fact;
pub use lines::Walk;
pub use record::{Run, Step, Trace};
