//! The load laboratory: one server program under many clients, with figures instead of packets.
//!
//! There is one kernel here for all architectures (`kernel.rs`: cores, run queue, costs), and an architecture is only the
//! list of system calls that its threads make (`program.rs`). A request is one message each way, and a handshake one step:
//! what the model of packets (`crate::model`) does one by one is summed up here, so that a million clients fit into a page.

mod agenda;
mod client;
mod draw;
mod engine;
mod experiments;
mod figures;
mod kernel;
mod limits;
mod log;
mod machine;
mod options;
mod overview;
mod program;
mod result;
mod server;
mod setup;
mod side_by_side;
pub mod text;
mod why;

pub use draw::Spread;
pub use engine::{Engine, Look};
pub use experiments::{EXPERIMENTS, Experiment, experiment};
pub use figures::{Mean, Times};
pub use limits::{Limit, Means, PORTS, Resource};
pub use log::{Answer, Log, NOBODY, Stretch};
pub use machine::{Machine, Nanos};
pub use options::{FLAGS, Options, VALUES, Wrong};
pub use overview::{Bin, CLASSES, Overview, least_of_class};
pub use program::{ARCHITECTURES, Architecture, Call, Doing};
pub use result::{Figures, Queue, memory_of};
pub use setup::{Clients, Handler, Odd, Setup, Source};
pub use side_by_side::{Ask, SideBySide, State, Tell};

pub use why::{Cause, Story, told};
