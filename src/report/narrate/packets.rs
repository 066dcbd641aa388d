//! Packets that arrive.

use super::words::{bytes, capital, the_packet};
use super::{Step, datagrams};
use crate::model::demux::{Key, Lookup};
use crate::model::errno::Errno;
use crate::model::event::{DropReason, Event};
use crate::model::id::{HostId, SocketId};
use crate::model::packet::{Packet, Protocol};
use crate::model::tcp::TcpState;

/// A packet has come to the end of a hop.
pub(super) fn sentence(step: &Step) -> String {
    let looked_up = step.find(|event| match event {
        Event::LookedUp { packet, host, lookup } => Some((packet, *host, lookup)),
        _ => None,
    });
    if let Some((packet, host, lookup)) = looked_up {
        if packet.protocol() == Protocol::Udp {
            return datagrams::arrived(step, packet, host, lookup);
        }
        return Arrival { step, packet, host, lookup }.sentence();
    }
    let found = dropped(step).or_else(|| datagrams::news(step)).or_else(|| passed_on(step));
    found.unwrap_or_else(|| "A packet arrived.".to_owned())
}

fn passed_on(step: &Step) -> Option<String> {
    step.find(|event| match event {
        Event::Sent { packet, from, .. } => {
            let (router, what) = (&step.after.host(*from).name, the_packet(packet));
            let renamed = step.find(|event| match event {
                Event::Translated { packet: id, before, after, .. } if *id == packet.id => {
                    let change = |before, after| match before == after {
                        true => None,
                        false => Some(format!("{before} became {after}")),
                    };
                    let source = change(before.0, after.0).map(|text| format!("source {text}"));
                    let target = change(before.1, after.1).map(|text| format!("destination {text}"));
                    source.or(target)
                }
                _ => None,
            });
            let renamed = renamed.map_or(String::new(), |text| format!("; its {text}"));
            Some(format!("{router} passed {what} from {} on to {}{renamed}.", packet.from(), packet.to()))
        }
        _ => None,
    })
}

/// A packet that came to nothing, wherever it was.
pub(super) fn dropped(step: &Step) -> Option<String> {
    step.find(|event| match event {
        Event::Dropped { packet, host, reason } => {
            let host = &step.after.host(*host).name;
            let why = match reason {
                DropReason::NoRoute => format!("it knows no way to {}", packet.destination),
                DropReason::NoNeighbour => {
                    format!("no machine on the way has the address {}", packet.destination)
                }
                DropReason::TtlExceeded => "it has crossed too many routers".to_owned(),
                DropReason::NotMine => format!("{} is another machine", packet.destination),
                DropReason::NotJoined => format!("no socket has joined the group {}", packet.destination),
                DropReason::Lost => "it was lost on the way".to_owned(),
                DropReason::Cut => {
                    let what = capital(&the_packet(packet));
                    return Some(format!(
                        "{what} from {} does not reach {host}: the link is cut.",
                        packet.from()
                    ));
                }
                DropReason::QueueFull => format!("the queue of the socket on {} is full", packet.to()),
                DropReason::Filtered => "its packet filter forbids it".to_owned(),
                DropReason::NoPort => "no port of its outside address is free for it".to_owned(),
            };
            Some(format!("{host} dropped {} from {}: {why}.", the_packet(packet), packet.from()))
        }
        _ => None,
    })
}

/// A packet that has reached its host, and the look-up of its socket.
struct Arrival<'a> {
    step: &'a Step<'a>,
    packet: &'a Packet,
    host: HostId,
    lookup: &'a Lookup,
}

impl Arrival<'_> {
    fn sentence(&self) -> String {
        let flags = self.packet.flags();
        let Some(socket) = self.lookup.found else { return self.nobodys() };
        if flags.rst {
            return self.reset(socket);
        }
        self.refused_by_queue()
            .or_else(|| self.queued())
            .or_else(|| self.established(socket))
            .or_else(|| self.brought(socket))
            .or_else(|| self.acknowledged(socket))
            .unwrap_or_else(|| format!("{} and brought nothing new.", self.reached()))
    }

    fn host(&self) -> &str {
        &self.step.after.host(self.host).name
    }

    fn reached(&self) -> String {
        capital(&format!("{} from {} reached {}", the_packet(self.packet), self.packet.from(), self.host()))
    }

    fn nobodys(&self) -> String {
        let (reached, host, flags) = (self.reached(), self.host(), self.packet.flags());
        if flags.rst {
            format!("{reached}, which knows no such connection any more: it is ignored.")
        } else if flags.syn && !flags.ack {
            let to = self.packet.to();
            format!("{reached}, but nobody listens on {to}: {host} answered with RST.")
        } else {
            format!("{reached}; no connection has this four-tuple, so {host} answered with RST.")
        }
    }

    fn reset(&self, socket: SocketId) -> String {
        let reached = self.reached();
        let errno = self.step.find(|event| match event {
            Event::Failed { socket: failed, errno } if *failed == socket => Some(*errno),
            _ => None,
        });
        match (errno, self.step.new_state(socket)) {
            (Some(Errno::ECONNREFUSED), _) => {
                format!("{reached}: nobody listens there, so connect() is refused{}.", self.step.woken())
            }
            (Some(errno), _) => {
                format!(
                    "{reached}: the connection is broken, the next call fails with {errno}{}.",
                    self.step.woken()
                )
            }
            (None, Some(TcpState::Closed)) => format!("{reached}: the connection is gone."),
            (None, _) => format!("{reached}; its number does not fit, so it is ignored."),
        }
    }

    fn refused_by_queue(&self) -> Option<String> {
        let listener = self.step.find(|event| match event {
            Event::QueueFull { listener } => Some(*listener),
            _ => None,
        })?;
        let (host, from) = (self.host(), self.packet.from());
        let local = self.step.socket(listener)?.local?;
        let what = the_packet(self.packet);
        Some(format!("{host} dropped {what} from {from} in silence: the accept queue of {local} is full."))
    }

    fn queued(&self) -> Option<String> {
        self.step.find(|event| match event {
            Event::SynQueued { .. } => match self.lookup.tried.last() {
                Some(Key::Listener(local)) => Some(format!(
                    "{}; no connection has this four-tuple, so it went to the listener on {local}.",
                    self.reached()
                )),
                _ => None,
            },
            Event::Deferred { .. } => Some(format!(
                "{}: the handshake is over, but the listener waits for data (TCP_DEFER_ACCEPT).",
                self.reached()
            )),
            Event::AcceptQueued { .. } => Some(format!(
                "{}: the handshake is over, the connection waits in the accept queue{}.",
                self.reached(),
                self.step.woken()
            )),
            _ => None,
        })
    }

    fn established(&self, socket: SocketId) -> Option<String> {
        let opened = self.step.has(|event| {
            matches!(event, Event::StateChanged { socket: changed, to: TcpState::Established, .. } if *changed == socket)
        });
        let port = self.packet.to().port();
        opened.then(|| {
            format!(
                "{}, which sent the last ACK: its connection from port {port} is established{}.",
                self.reached(),
                self.step.woken()
            )
        })
    }

    /// Bytes, a FIN, or both.
    fn brought(&self, socket: SocketId) -> Option<String> {
        let (reached, woken) = (self.reached(), self.step.woken());
        let ended = self.step.has(|event| matches!(event, Event::FinReceived { .. }));
        let state = self.step.new_state(socket);
        let now = state.map_or(String::new(), |state| format!("; its state is now {state}"));
        self.step.find(|event| match event {
            Event::Received { data, .. } if !data.is_empty() && !ended => {
                let rest = if woken.is_empty() { ", where no program waits for them yet" } else { "" };
                Some(format!("{reached}{rest}{woken}."))
            }
            Event::FinReceived { .. } => Some(format!("{reached}: no more bytes will come{now}{woken}.")),
            Event::ReceivedEarly { .. } => {
                Some(format!("{reached} too early: bytes before it are missing, so it is kept."))
            }
            _ => None,
        })
    }

    fn acknowledged(&self, socket: SocketId) -> Option<String> {
        let (reached, woken) = (self.reached(), self.step.woken());
        let old = self.step.before.sockets.get(&socket)?.tcb()?;
        let was = old.snd.queue.len();
        let new = self.step.after.sockets.get(&socket).and_then(|socket| socket.tcb());
        let left = new.map_or(0, |tcb| tcb.snd.queue.len());
        let fin = !old.snd.fin_acknowledged()
            && new.is_none_or(|tcb| tcb.snd.fin_acknowledged())
            && old.snd.fin.is_some();
        let what = match (was.saturating_sub(left), fin) {
            (0, false) => return None,
            (0, true) => "the FIN is acknowledged".to_owned(),
            (count, true) => format!("{} and the FIN are acknowledged", bytes(count)),
            (1, false) => "1 byte is acknowledged".to_owned(),
            (count, false) => format!("{} are acknowledged", bytes(count)),
        };
        Some(match self.step.new_state(socket) {
            Some(TcpState::Closed) => format!("{reached}: {what}; this end of the connection is gone."),
            Some(state) => format!("{reached}: {what}; its state is now {state}."),
            None => format!("{reached}: {what}{woken}."),
        })
    }
}
