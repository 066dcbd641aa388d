//! Packets as somebody sees them who listens at a host, at one of its interfaces, or everywhere.

use std::ops::Range;

use crate::model::event::{DropReason, Event};
use crate::model::id::{HostId, LinkId, PacketId};
use crate::model::packet::Packet;
use crate::model::sorted::SortedMap;
use crate::model::time::Instant;
use crate::trace::Trace;

/// Where somebody listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// At all interfaces of a host: a router's packets are seen twice, on their way in and out.
    Host(HostId),
    /// At one interface of a host; `None` is the loopback.
    Interface(HostId, Option<LinkId>),
    /// On one link: what is sent there, once.
    Link(LinkId),
    /// At the host that made each packet, whichever it is: every packet once.
    Everywhere,
}

/// One packet, seen once.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// When.
    pub at: Instant,
    /// By whom.
    pub host: HostId,
    /// On which link; `None` is the loopback.
    pub link: Option<LinkId>,
    /// Did it leave the host? Else it arrived there.
    pub out: bool,
    /// The packet, as it was on that link.
    pub packet: Packet,
}

/// What is seen at a point during some steps of a run.
pub fn capture(trace: &Trace, steps: Range<usize>, at: Point) -> Vec<Seen> {
    let end = steps.end.min(trace.steps.len());
    let start = steps.start.min(end);
    let first_event = trace.end_of(start);
    let last_event = trace.end_of(end);
    let mut now = Instant::default();
    let mut on_the_way: SortedMap<PacketId, (Packet, Option<LinkId>)> = SortedMap::new();
    let mut seen = Vec::new();
    for (index, event) in trace.events[..last_event].iter().enumerate() {
        let found = match event {
            Event::CameDue { at, .. } => {
                now = *at;
                None
            }
            Event::Sent { packet, from, link, .. } => {
                let fresh = on_the_way.insert(packet.id, (packet.clone(), *link)).is_none();
                let wanted = match at {
                    Point::Everywhere => fresh,
                    Point::Link(at) => *link == Some(at),
                    Point::Host(host) => host == *from,
                    Point::Interface(host, at) => host == *from && at == *link,
                };
                wanted.then(|| Seen { at: now, host: *from, link: *link, out: true, packet: packet.clone() })
            }
            Event::Arrived { packet, host } => {
                let Some((packet, link)) = on_the_way.get(packet) else { continue };
                // The loopback shows each packet once, when it is sent.
                let wanted = link.is_some()
                    && match at {
                        Point::Everywhere | Point::Link(_) => false,
                        Point::Host(at) => at == *host,
                        Point::Interface(at, on) => at == *host && on == *link,
                    };
                wanted.then(|| Seen { at: now, host: *host, link: *link, out: false, packet: packet.clone() })
            }
            _ => None,
        };
        seen.extend(found.filter(|_| index >= first_event));
    }
    seen
}

/// Why a packet came to nothing, in few words.
pub(super) fn reason(reason: DropReason) -> &'static str {
    match reason {
        DropReason::NoRoute => "no route",
        DropReason::NoNeighbour => "no neighbour",
        DropReason::TtlExceeded => "time to live exceeded",
        DropReason::NotMine => "not mine",
        DropReason::NotJoined => "not joined",
        DropReason::QueueFull => "queue full",
        DropReason::Filtered => "filtered",
        DropReason::NoPort => "no port",
        DropReason::Lost => "lost",
        DropReason::Cut => "cut",
    }
}
