//! Who brought the error of a connection: a packet, or the clock.

use super::Case;
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::SocketId;
use crate::model::packet::{Packet, Payload};
use crate::view::Moment;

/// What told the kernel of the error, and in which step.
pub(super) enum Messenger {
    /// RST, or an ICMP message.
    Packet(usize, Packet),
    /// The host itself could not send.
    Own(usize),
    /// The retransmission timer ran out for the last time.
    Timer(usize),
}

/// Looks back for it.
pub(super) fn of(moment: &Moment, case: &Case) -> Option<Messenger> {
    let (socket, errno) = (case.socket?, case.errno?);
    let mut timer = None;
    for index in (0..case.step).rev() {
        let events = moment.trace.events_of(index);
        if !events.iter().any(|event| tells(event, socket, errno)) {
            continue;
        }
        if let Some(packet) = packet(moment, index, socket) {
            return Some(Messenger::Packet(index + 1, packet));
        }
        if !events.iter().any(|event| matches!(event, Event::TimedOut { socket: of } if *of == socket)) {
            return Some(Messenger::Own(index + 1));
        }
        timer = timer.or(Some(Messenger::Timer(index + 1)));
        // What a router said before is worth more than that time ran out.
        if errno == Errno::ETIMEDOUT {
            break;
        }
    }
    timer
}

fn tells(event: &Event, socket: SocketId, errno: Errno) -> bool {
    match event {
        Event::Failed { socket: of, errno: told } | Event::Doubted { socket: of, errno: told } => {
            (*of, *told) == (socket, errno)
        }
        _ => false,
    }
}

/// The packet of a step that carried bad news.
fn packet(moment: &Moment, index: usize, socket: SocketId) -> Option<Packet> {
    let events = moment.trace.events_of(index);
    let reset = events.iter().find_map(|event| match event {
        Event::LookedUp { packet, lookup, .. } if lookup.found == Some(socket) => Some(packet.clone()),
        _ => None,
    });
    reset.or_else(|| {
        let world = moment.trace.world_at(index);
        events.iter().rev().find_map(|event| match event {
            Event::Arrived { packet, .. } => {
                let sent = events.iter().find_map(|event| match event {
                    Event::Sent { packet: sent, .. } if sent.id == *packet => Some(sent.clone()),
                    _ => None,
                });
                let flight = sent.or_else(|| Some(world.flight.get(packet)?.packet.clone()))?;
                matches!(flight.payload, Payload::Icmp(_)).then_some(flight)
            }
            _ => None,
        })
    })
}
