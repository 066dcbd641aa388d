//! The look-up of each packet of a capture, among the sockets that the capture implies.

use super::{Capture, Frame, replay};
use crate::model::demux::{Key, Lookup};
use crate::model::event::Event;
use crate::model::packet::Packet;

/// One packet's look-up at the host that it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When, in nanoseconds since the first packet.
    pub nanos: u64,
    /// The packet.
    pub packet: Packet,
    /// The keys that were tried, most specific first.
    pub tried: Vec<Key>,
    /// Did the last of them find a socket?
    pub found: bool,
}

/// Every packet's look-up, in order.
pub fn lookups(capture: &Capture) -> Vec<Step> {
    let steps = replay(capture).steps;
    let looked_up = steps.iter().flatten().filter_map(|event| match event {
        Event::LookedUp { lookup, .. } => Some(lookup),
        _ => None,
    });
    let step = |(frame, lookup): (&Frame, &Lookup)| Step {
        nanos: frame.nanos,
        packet: frame.packet.clone(),
        tried: lookup.tried.clone(),
        found: lookup.found.is_some(),
    };
    capture.packets.iter().zip(looked_up).map(step).collect()
}
