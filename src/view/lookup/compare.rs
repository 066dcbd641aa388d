//! The facts behind the picture of a look-up: the packet's five numbers beside those of every socket.

use std::net::SocketAddr;

use crate::model::demux::{self, Key, Lookup};
use crate::model::event::Event;
use crate::model::host::Host;
use crate::model::id::{HostId, SocketId};
use crate::model::packet::{FourTuple, Packet, Protocol};
use crate::model::socket::{Socket, SocketState};
use crate::model::world::World;
use crate::view::Moment;

/// One look-up.
pub(super) struct Case {
    /// The step it happened in.
    pub(super) step: usize,
    pub(super) host: HostId,
    pub(super) packet: Packet,
    pub(super) lookup: Lookup,
    /// The keys, most specific first, with what became of each.
    pub(super) keys: Vec<(Key, Asked)>,
    /// Every socket of the host at that moment.
    pub(super) trials: Vec<Trial>,
    /// The sockets that share the winner's name by SO_REUSEPORT, with the winner; empty where it is alone.
    pub(super) group: Vec<SocketId>,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Asked {
    Found,
    Nothing,
    /// A key before it had found the socket.
    NotNeeded,
    /// Listeners are asked for a SYN only.
    NotAllowed,
}

/// A socket beside the packet.
pub(super) struct Trial {
    pub(super) socket: SocketId,
    pub(super) listens: bool,
    /// Is it in the kernel's tables, so that a packet can find it?
    pub(super) named: bool,
    pub(super) local: SocketAddr,
    pub(super) tuple: Option<FourTuple>,
    /// What it is, in two words.
    pub(super) kind: String,
    /// Protocol, source address and port, destination address and port: what it asks for, and whether that fits.
    pub(super) fields: [(String, Fit); 5],
    pub(super) won: bool,
    /// Does it share the winner's name, and the packet's hash names the other?
    pub(super) passed_over: bool,
    /// In which table and bucket the kernel has it, where it has it.
    pub(super) bucket: Option<(Table, u64)>,
}

/// A table of sockets, by what it hashes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Table {
    /// TCP's connections: both addresses and both ports (Linux `ehash`).
    Connections,
    /// TCP's listeners: their own address and port (`lhash2`).
    Listeners,
    /// UDP's sockets: their own address and port (`hash2`).
    Datagrams,
    /// UDP's sockets: their port (`hash`).
    Ports,
}

/// In which table a key is looked for, and in which bucket.
pub(super) fn bucket(protocol: Protocol, key: &Key) -> (Table, u64) {
    let (table, hashed) = match (protocol, key) {
        (_, Key::Everyone(_)) => (Table::Ports, *key),
        (Protocol::Udp, Key::Connection(tuple)) => (Table::Datagrams, Key::Bound(tuple.local)),
        (Protocol::Udp, _) => (Table::Datagrams, *key),
        (_, Key::Connection(_)) => (Table::Connections, *key),
        (_, _) => (Table::Listeners, *key),
    };
    (table, demux::bucket(hashed))
}

/// How a field of a socket and of a packet go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fit {
    Same,
    Any,
    Different,
}

impl Case {
    /// The look-up of this step, or else the last one before it.
    pub(super) fn at(moment: &Moment) -> Option<Case> {
        let steps = (0..moment.at).rev();
        let (index, packet, host, lookup) = steps.into_iter().find_map(|index| {
            moment.trace.events_of(index).iter().rev().find_map(|event| match event {
                Event::LookedUp { packet, host, lookup } => Some((index, packet, *host, lookup)),
                _ => None,
            })
        })?;
        let world = moment.world_before(index);
        let kernel = world.host(host);
        let sockets = world.sockets.values().filter(|socket| socket.host == host);
        let mut trials: Vec<Trial> =
            sockets.filter_map(|socket| trial(kernel, socket, packet, lookup.found)).collect();
        let group = group(&world, lookup.found);
        for trial in &mut trials {
            if group.contains(&trial.socket) {
                trial.passed_over = !trial.won;
                trial.kind = format!("{} {}", trial.kind, trial.socket);
            }
        }
        let (packet, lookup) = (packet.clone(), lookup.clone());
        let keys = keys(&packet, &lookup);
        Some(Case { step: index + 1, host, packet, lookup, keys, trials, group })
    }

    /// The sockets in the bucket where a key is looked for.
    pub(super) fn in_bucket(&self, key: &Key) -> (Table, u64, Vec<&Trial>) {
        let (table, number) = bucket(self.packet.protocol(), key);
        let there = |trial: &&Trial| match (table, trial.bucket) {
            (Table::Ports, Some((Table::Datagrams, _))) => {
                u64::from(trial.local.port()) % demux::BUCKETS == number
            }
            (_, own) => own == Some((table, number)),
        };
        (table, number, self.trials.iter().filter(there).collect())
    }

    /// The packet's five numbers.
    pub(super) fn packet_fields(&self) -> [String; 5] {
        let (from, to) = (self.packet.from(), self.packet.to());
        [
            self.packet.protocol().to_string(),
            from.ip().to_string(),
            from.port().to_string(),
            to.ip().to_string(),
            to.port().to_string(),
        ]
    }

    /// The sockets that a key is about: connections; listeners on one address; listeners on any.
    pub(super) fn trials_of(&self, key: &Key) -> impl Iterator<Item = &Trial> {
        let wildcards =
            |(key, _): &&(Key, Asked)| matches!(key, Key::Listener(any) if any.ip().is_unspecified());
        // One line stands for both wildcards where only one was tried.
        let both = self.keys.iter().filter(wildcards).count() > 1;
        self.trials.iter().filter(move |trial| match key {
            Key::Listener(local) if both && local.ip().is_unspecified() => {
                trial.listens && trial.local.ip() == local.ip()
            }
            Key::Connection(_) => trial.tuple.is_some(),
            Key::Bound(local) => trial.tuple.is_none() && trial.local.ip() == local.ip(),
            Key::Everyone(_) => true,
            Key::Listener(local) => {
                trial.listens && trial.local.ip().is_unspecified() == local.ip().is_unspecified()
            }
        })
    }
}

/// Who shares the name of the socket that was found, by SO_REUSEPORT.
fn group(world: &World, found: Option<SocketId>) -> Vec<SocketId> {
    let Some(winner) = found.and_then(|found| world.sockets.get(&found)) else { return Vec::new() };
    let waits = |socket: &Socket| socket.remote().is_none() && !matches!(socket.state, SocketState::Idle);
    if !winner.options.reuse_port || !waits(winner) {
        return Vec::new();
    }
    let name = |socket: &Socket| (socket.host, socket.protocol, socket.local, socket.options.v6_only);
    let alike = |socket: &&Socket| socket.options.reuse_port && waits(socket) && name(socket) == name(winner);
    let group: Vec<SocketId> = world.sockets.values().filter(alike).map(|socket| socket.id).collect();
    if group.len() > 1 { group } else { Vec::new() }
}

/// All keys that there are, also those that were not asked.
fn keys(packet: &Packet, lookup: &Lookup) -> Vec<(Key, Asked)> {
    let to = packet.to();
    let candidates = demux::candidates(packet);
    if packet.protocol() == Protocol::Udp {
        let all =
            if matches!(lookup.tried[..], [Key::Everyone(_)]) { lookup.tried.clone() } else { candidates };
        let asked = |key: &Key| match lookup.tried.iter().position(|tried| tried == key) {
            Some(place) if place + 1 == lookup.tried.len() && lookup.found.is_some() => Asked::Found,
            Some(_) => Asked::Nothing,
            None => Asked::NotNeeded,
        };
        return all.into_iter().map(|key| (key, asked(&key))).collect();
    }
    let wildcards = demux::wildcards(to.ip()).map(|ip| Key::Listener(SocketAddr::new(ip, to.port())));
    // A listener on `::` takes IPv4 too: it is worth a line only where the host has one.
    let has_it = |key: &Key| candidates.contains(key) && lookup.tried.contains(key);
    let all = [Key::Connection(packet.tuple()), Key::Listener(to)].into_iter().chain(
        wildcards
            .filter(|key| matches!(key, Key::Listener(any) if any.is_ipv4() == to.is_ipv4()) || has_it(key)),
    );
    let asked = |key: &Key| match lookup.tried.iter().position(|tried| tried == key) {
        Some(place) if place + 1 == lookup.tried.len() && lookup.found.is_some() => Asked::Found,
        Some(_) => Asked::Nothing,
        None if candidates.contains(key) => Asked::NotNeeded,
        None => Asked::NotAllowed,
    };
    all.map(|key| (key, asked(&key))).collect()
}

fn trial(kernel: &Host, socket: &Socket, packet: &Packet, found: Option<SocketId>) -> Option<Trial> {
    let local = socket.local?;
    let (from, to) = (packet.from(), packet.to());
    let same = |own: String, other: String| {
        let fit = if own == other { Fit::Same } else { Fit::Different };
        (own, fit)
    };
    let any = || ("any".to_owned(), Fit::Any);
    let tuple = socket.tuple();
    let (source, source_port) = match tuple {
        Some(tuple) => (
            same(tuple.remote.ip().to_string(), from.ip().to_string()),
            same(tuple.remote.port().to_string(), from.port().to_string()),
        ),
        None => (any(), any()),
    };
    let destination =
        if local.ip().is_unspecified() { any() } else { same(local.ip().to_string(), to.ip().to_string()) };
    let port = same(local.port().to_string(), to.port().to_string());
    let listens = socket.backlog().is_some();
    let named = match socket.state {
        SocketState::Idle => false,
        SocketState::Listening(_) | SocketState::Datagrams(_) => true,
        SocketState::Connection(_) => {
            tuple.is_some_and(|tuple| kernel.demux.connection(tuple) == Some(socket.id))
        }
    };
    let own = match tuple {
        Some(tuple) => Key::Connection(tuple),
        None if socket.protocol == Protocol::Udp => Key::Bound(local),
        None => Key::Listener(local),
    };
    let kind = match socket.state {
        SocketState::Idle => "bound only".to_owned(),
        SocketState::Listening(_) => "listener".to_owned(),
        SocketState::Datagrams(_) => format!("socket {}", socket.tcp_state().in_ss()),
        SocketState::Connection(_) => format!("connection {}", socket.tcp_state().in_ss()),
    };
    Some(Trial {
        socket: socket.id,
        listens,
        named,
        local,
        tuple,
        kind,
        fields: [
            same(socket.protocol.to_string(), packet.protocol().to_string()),
            source,
            source_port,
            destination,
            port,
        ],
        won: found == Some(socket.id),
        passed_over: false,
        bucket: named.then(|| bucket(socket.protocol, &own)),
    })
}
