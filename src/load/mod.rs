//! The load laboratory: one server program under many clients, with figures instead of packets.
//!
//! There is one kernel here for all architectures (`kernel.rs`: cores, run queue, costs), and an architecture is only the
//! list of system calls that its threads make (`program.rs`). A request is one message each way, and a handshake one step:
//! what the model of packets (`crate::model`) does one by one is summed up here, so that a million clients fit into a page.

mod agenda;
mod client;
mod draw;
mod engine;
mod figures;
mod kernel;
mod machine;
mod program;
mod result;
mod server;
mod setup;
pub mod text;

pub use draw::Spread;
pub use engine::Engine;
pub use figures::{Mean, Times};
pub use machine::{Machine, Nanos};
pub use program::{ARCHITECTURES, Architecture};
pub use result::Figures;
pub use setup::{Clients, Handler, Odd, Setup, Source};
