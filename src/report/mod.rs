//! The same facts as the real tools print them; one sentence a step.

mod capture;
mod conntrack;
mod ip;
mod json;
mod lsof;
mod names;
mod narrate;
mod netstat;
mod options;
mod output;
mod pcap;
mod pcapng;
mod proc_net;
mod rows;
mod shell;
mod ss;
mod strace;
mod tcpdump;

pub use capture::{Point, Seen, capture};
pub use json::facts;
pub use lsof::lsof;
pub use narrate::{Depth, place, sentence, sentence_at};
pub use netstat::netstat;
pub use output::Output;
pub use pcap::pcap;
pub use pcapng::pcapng;
pub use proc_net::proc_net;
pub use shell::command;
pub use ss::ss;
pub use strace::strace;
pub use tcpdump::tcpdump;

use crate::model::id::HostId;
use crate::model::turn::Shell;
use crate::model::world::World;

/// The commands that a host has: `ss`, `netstat` and their like.
pub struct Commands;

impl Shell for Commands {
    fn answer(&self, world: &World, host: HostId, command: &str) -> Option<(String, i32)> {
        shell::answer(world, host, command)
    }
}
