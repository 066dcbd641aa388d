//! One step at three depths: in everyday words, as a student learns it, and with what the kernel does. The student's sentence
//! is the source; the kernel's adds to it what the step's events say, and everyday words replace what has a term.

use super::{Step, sentence};
use crate::model::event::Event;
use crate::model::host::Host;
use crate::model::packet::{Packet, Payload};
use crate::model::tcp::TcpState;
use crate::model::world::World;
use std::net::IpAddr;

/// How deep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// No terms.
    Plain,
    /// The terms of the course.
    #[default]
    Student,
    /// Sequence numbers, keys, queues, errors.
    Kernel,
}

impl Depth {
    /// All of them, with their names.
    pub const ALL: [(&str, Depth); 3] =
        [("plain", Depth::Plain), ("student", Depth::Student), ("kernel", Depth::Kernel)];

    /// The depth of this name.
    pub fn named(name: &str) -> Option<Depth> {
        Depth::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, depth)| depth)
    }
}

/// What a step did, so deep.
pub fn sentence_at(depth: Depth, events: &[Event], before: &World, after: &World) -> String {
    let step = Step { events, before, after };
    match depth {
        Depth::Student => sentence(events, before, after),
        Depth::Plain => plain(&step).unwrap_or_else(|| sentence(events, before, after)),
        Depth::Kernel => {
            let details: Vec<String> = events.iter().filter_map(|event| detail(&step, event)).collect();
            let told = sentence(events, before, after);
            if details.is_empty() { told } else { format!("{told} [{}]", details.join("; ")) }
        }
    }
}

/// The machine that has an address, as people call it.
fn machine(world: &World, address: IpAddr) -> String {
    let has = |host: &&Host| host.interfaces.iter().any(|at| IpAddr::V4(at.address) == address);
    match world.hosts.iter().find(has) {
        Some(host) => host.name.clone(),
        None if address.is_loopback() => "the same machine".to_owned(),
        None => address.to_string(),
    }
}

/// Everyday words, where the step's main event has some.
fn plain(step: &Step) -> Option<String> {
    if step.has(|event| {
        matches!(event, Event::Commanded { .. } | Event::LimitReached { .. } | Event::Wrote { .. })
    }) {
        return None;
    }
    step.find(|event| plain_of(step, event)).or_else(|| passed_on(step))
}

/// A router hands a message on.
fn passed_on(step: &Step) -> Option<String> {
    step.find(|event| matches!(event, Event::Arrived { .. }).then_some(()))?;
    step.find(|event| match event {
        Event::Sent { packet, from, .. } => Some(format!(
            "{} hands on a message from {} to {}.",
            step.after.host(*from).name,
            machine(step.after, packet.source),
            machine(step.after, packet.destination)
        )),
        _ => None,
    })
}

fn plain_of(step: &Step, event: &Event) -> Option<String> {
    let who = |packet: &Packet| (machine(step.after, packet.source), machine(step.after, packet.destination));
    Some(match event {
        Event::Dropped { packet, .. } => {
            let (from, to) = who(packet);
            format!("A message from {from} to {to} was lost.")
        }
        Event::LookedUp { packet, lookup, .. } => arrived(step, packet, lookup.found.is_some(), who(packet)),
        Event::Accepted { socket, .. } => {
            let peer = step.after.sockets.get(socket)?.remote()?;
            format!("The server's program takes up the conversation with {}.", machine(step.after, peer.ip()))
        }
        Event::SocketCreated { host, .. } => {
            format!(
                "A program on {} gets a socket: an end for talking over the network.",
                step.after.host(*host).name
            )
        }
        Event::Bound { socket, local, .. } => {
            let host = step.after.sockets.get(socket)?.host;
            format!("A program on {} takes door number {}.", step.after.host(host).name, local.port())
        }
        Event::Listened { socket, .. } => {
            let local = step.after.sockets.get(socket)?.local?;
            format!("A program waits for callers at door number {}.", local.port())
        }
        Event::Opened { local, remote, .. } => format!(
            "A program on {} calls {} at door number {}; its own end gets number {}.",
            machine(step.after, local.ip()),
            machine(step.after, remote.ip()),
            remote.port(),
            local.port()
        ),
        Event::Queued { data, .. } => format!("A program sends {}.", super::words::bytes(data.len())),
        Event::Forked { .. } => "A program makes a copy of itself, which goes on beside it.".to_owned(),
        Event::FinQueued { .. } => "A program has nothing more to say, and says so.".to_owned(),
        _ => return None,
    })
}

fn arrived(step: &Step, packet: &Packet, found: bool, (from, to): (String, String)) -> String {
    let flags = packet.flags();
    let new =
        |wanted: TcpState| step.has(|event| matches!(event, Event::StateChanged { to, .. } if *to == wanted));
    let count = super::words::bytes(packet.data().len());
    match &packet.payload {
        Payload::Udp(_) if found => {
            format!("{count} from {from} wait at {to} for the program that reads them.")
        }
        Payload::Udp(_) | Payload::Icmp(_) => {
            format!("A message from {from} came to {to}, and nobody there wanted it.")
        }
        Payload::Tcp(_) if !found => {
            format!("A message from {from} came to {to}, and nobody there knows of it: {to} says no.")
        }
        Payload::Tcp(_) if flags.rst => format!("{from} says no: the conversation is over."),
        Payload::Tcp(_) if flags.syn && flags.ack => {
            format!("{to} hears that {from} agrees: the two can talk.")
        }
        Payload::Tcp(_) if flags.syn => format!("{to} hears that {from} wants to talk, and agrees."),
        Payload::Tcp(_) if step.has(|event| matches!(event, Event::AcceptQueued { .. })) => {
            format!(
                "{from} and {to} can talk; the conversation waits until the server's program takes it up."
            )
        }
        Payload::Tcp(_) if !packet.data().is_empty() => format!("{count} from {from} have come to {to}."),
        Payload::Tcp(_) if flags.fin => format!("{to} hears that {from} has nothing more to say."),
        Payload::Tcp(_) if new(TcpState::TimeWait) => format!("{from} and {to} have said goodbye."),
        Payload::Tcp(_) => format!("{to} hears that {from} has got what was sent."),
    }
}

/// What the kernel does at an event, if it is worth a word.
fn detail(step: &Step, event: &Event) -> Option<String> {
    Some(match event {
        Event::LookedUp { lookup, .. } => {
            let tried: Vec<String> = lookup.tried.iter().map(ToString::to_string).collect();
            let found = lookup.found.map_or("none".to_owned(), |socket| format!("socket {socket}"));
            format!("look-up of {}: {found}", tried.join(", then "))
        }
        Event::StateChanged { socket, from, to } => format!("socket {socket}: {from} → {to}"),
        Event::SynQueued { listener, socket, iss, .. } => {
            format!("socket {socket} in the SYN queue of {listener}, iss {}", iss.0)
        }
        Event::AcceptQueued { listener, socket } => {
            format!("socket {socket} in the accept queue of {listener}")
        }
        Event::Received { socket, data } => {
            let next = step.after.sockets.get(socket)?.tcb()?.rcv.nxt;
            format!(
                "{} into the receive queue of {socket}, rcv.nxt {}",
                super::words::bytes(data.len()),
                next.0
            )
        }
        Event::Acknowledged { socket, ack, window } => {
            format!("socket {socket}: snd.una {}, window {window}", ack.0)
        }
        Event::Sent { packet, .. } => sent(packet),
        Event::TimerSet { socket, after } => {
            format!("timer of {socket}: {} ms", after.as_secs_f64() * 1e3)
        }
        Event::KeepAliveSet { socket, after } => {
            format!("keep-alive timer of {socket}: {} s", after.as_secs_f64())
        }
        Event::Probed { socket } => format!("keep-alive probe of {socket}"),
        Event::Failed { socket, errno } => format!("socket {socket}: error {errno}"),
        Event::DescriptorOpened { pid, fd, file } => {
            format!("process {pid}: descriptor {fd} leads to file {file}")
        }
        Event::DescriptorClosed { pid, fd } => format!("process {pid}: descriptor {fd} closed"),
        Event::Woken { tid } => format!("thread {tid} is woken"),
        Event::QueueFull { listener } => format!("the accept queue of {listener} is full"),
        _ => return None,
    })
}

fn sent(packet: &Packet) -> String {
    match &packet.payload {
        Payload::Tcp(segment) => format!(
            "sent {} > {}: {} seq {} ack {} win {}, {}",
            packet.from(),
            packet.to(),
            segment.flags,
            segment.seq.0,
            segment.ack.0,
            segment.window,
            super::words::bytes(segment.data.len())
        ),
        Payload::Udp(_) => {
            format!(
                "sent {} > {}: UDP, {}",
                packet.from(),
                packet.to(),
                super::words::bytes(packet.data().len())
            )
        }
        Payload::Icmp(message) => format!("sent ICMP about {} > {}", message.from, message.to),
    }
}
