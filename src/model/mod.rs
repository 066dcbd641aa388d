//! The world: hosts, kernels, sockets, packets, links, and the machine that runs learners' programs.
//!
//! Pure and deterministic: no clock, no browser, no randomness but the seed's. `World::apply` is the only door.

pub mod agenda;
mod apply;
pub mod belief;
pub mod channel;
pub mod command;
pub mod conntrack;
pub mod datum;
pub mod demux;
pub mod diagnostic;
pub mod epoll;
pub mod errno;
pub mod event;
pub mod filter;
pub mod host;
pub mod id;
pub mod kernel;
pub mod lack;
pub mod limits;
pub mod nat;
mod net;
mod numbers;
pub mod packet;
pub mod plan;
pub mod process;
pub mod program;
mod program_text;
pub mod seq;
pub mod settings;
pub mod socket;
pub mod sort;
pub mod sorted;
pub mod tcp;
pub mod time;
mod translate;
pub mod turn;
pub mod udp;
pub mod user;
pub mod vm;
pub mod wire;
pub mod world;
