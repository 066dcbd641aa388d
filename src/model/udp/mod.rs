//! UDP (RFC 768): messages without connections. One socket receives from everybody; `connect` only sets a filter.
//!
//! Not modelled, because no lesson needs them: fragments (a datagram of any size travels as one packet), checksums,
//! UDP-Lite, the limit on how many ICMP errors a host sends.

mod input;
mod output;

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;

pub(super) use input::{arrived, reported};
pub(super) use output::send;

/// The largest message that fits an IPv4 packet.
pub const LARGEST: usize = 65_507;

/// What is UDP's own in a socket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Udp {
    /// Whom `connect` named: the only sender that it hears, and where `send` sends to.
    pub remote: Option<SocketAddr>,
    /// Messages that no program has read yet.
    pub queue: VecDeque<Message>,
    /// How much had happened in the world when it got its present names: among equals the last one wins.
    pub since: u64,
    /// The groups that it has joined, and on which of the host's interfaces.
    pub groups: Vec<(Ipv4Addr, Ipv4Addr)>,
}

/// A message that waits to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Who sent it.
    pub from: SocketAddr,
    /// What it says.
    pub data: Rc<[u8]>,
}

impl Udp {
    /// What the kernel's memory for the queued messages is, which is also what `ss` shows as Recv-Q.
    pub fn memory(&self) -> usize {
        self.queue.iter().map(|message| true_size(message.data.len())).sum()
    }
}

/// What a packet takes in the kernel: its bytes with headers and the end of the buffer, in the small size that has a cache of
/// its own (`skb_small_head_cache`) or one of those that `kmalloc` has, and the `sk_buff` itself (Linux `skb->truesize` of a
/// datagram on the loopback).
pub fn true_size(bytes: usize) -> usize {
    // UDP and IP, the link's header, and room to align it (`__ip_append_data`).
    const HEADERS: usize = 28 + 16 + 15;
    const SHARED_INFO: usize = 320;
    const SK_BUFF: usize = 256;
    const SMALL: usize = 576;
    let room = bytes + HEADERS + SHARED_INFO;
    // What does not fit into four pages lies in pages of its own, behind a small buffer (`SKB_MAX_ALLOC`).
    const MOST: usize = 16_384;
    let buffer = match room {
        0..=SMALL => SMALL,
        _ if room >= MOST => SMALL + bytes,
        _ => room.next_power_of_two(),
    };
    SK_BUFF + buffer
}
