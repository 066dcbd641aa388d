//! What a step did to a listener's queues, in a few words each.

use crate::model::event::Event;
use crate::model::id::SocketId;
use crate::model::packet::Packet;
use crate::view::{Mark, Moment};

/// One thing that happened.
pub(super) struct News {
    /// Forty letters at most.
    pub(super) text: String,
    pub(super) mark: Option<Mark>,
    /// A queue had no place.
    pub(super) refused: bool,
}

/// What happened in the moment's step, in order.
pub(super) fn of(moment: &Moment, listener: SocketId) -> Vec<News> {
    let mut news = Vec::new();
    let mut packet: Option<&Packet> = None;
    let events = moment.events();
    let reset = events.iter().any(|event| matches!(event, Event::Sent { packet, .. } if packet.flags().rst));
    for event in events {
        let of = |socket: &SocketId| {
            let mark = moment.mark(*socket);
            (mark.map_or_else(|| "a connection".to_owned(), Mark::letter), mark)
        };
        let of_packet = || {
            let mark = packet.and_then(|packet| moment.letters.mark(packet.tuple()));
            let kind = if packet.is_some_and(|packet| packet.flags().syn) { "SYN" } else { "ACK" };
            (mark.map_or_else(|| kind.to_owned(), |mark| format!("{kind} of {}", mark.letter())), mark)
        };
        let (text, mark, refused) = match event {
            Event::LookedUp { packet: come, .. } => {
                packet = Some(come);
                continue;
            }
            Event::Listened { socket, limit } if *socket == listener => {
                (format!("listen({limit}): {} places", u64::from(*limit) + 1), None, false)
            }
            Event::SynQueued { listener: own, socket, .. } if *own == listener => {
                let (who, mark) = of(socket);
                (format!("{who} enters the SYN queue"), mark, false)
            }
            Event::AcceptQueued { listener: own, socket } if *own == listener => {
                let (who, mark) = of(socket);
                (format!("{who} moves to the accept queue"), mark, false)
            }
            Event::Accepted { listener: own, socket } if *own == listener => {
                let (who, mark) = of(socket);
                (format!("accept() takes {who}"), mark, false)
            }
            Event::QueueFull { listener: own } if *own == listener => {
                let (who, mark) = of_packet();
                let done = if reset { "answered with RST" } else { "ignored" };
                (format!("{who} {done}: accept queue full"), mark, true)
            }
            Event::CookieSent { listener: own } if *own == listener => {
                let (who, mark) = of_packet();
                (format!("{who} answered with a cookie"), mark, true)
            }
            Event::SocketRemoved { socket } if waited(moment, listener, *socket) => {
                let (who, mark) = of(socket);
                (format!("{who} is gone from its queue"), mark, false)
            }
            _ => continue,
        };
        news.push(News { text, mark, refused });
    }
    news
}

/// Did it stand in one of the listener's queues before the step?
fn waited(moment: &Moment, listener: SocketId, socket: SocketId) -> bool {
    let backlog = moment.before.sockets.get(&listener).and_then(|listener| listener.backlog());
    backlog
        .is_some_and(|backlog| backlog.syn_queue.contains(&socket) || backlog.accept_queue.contains(&socket))
}
