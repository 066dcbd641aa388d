//! The world: hosts, kernels, sockets, packets, links, and the machine that runs learners' programs.
//!
//! Pure and deterministic: no clock, no browser, no randomness but the seed's. `World::apply` is the only door.

pub mod datum;
pub mod errno;
pub mod id;
pub mod time;
pub mod vm;
