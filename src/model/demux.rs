//! Which socket does a packet go to? The keys that could own it, most specific first: that list is the rule.

use crate::model::sorted::{SortedMap, SortedSet};
use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::net::{Ipv4Addr, SocketAddrV4};

use super::id::SocketId;
use super::packet::{FourTuple, Packet};

/// A name under which a host finds a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A connection: all four numbers must fit.
    Connection(FourTuple),
    /// A listener: only the destination must fit; 0.0.0.0 fits every address of the host.
    Listener(SocketAddrV4),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Connection(tuple) => write!(f, "connection {tuple}"),
            Key::Listener(local) => write!(f, "listener {local}"),
        }
    }
}

/// One look-up: the keys that were tried, in order, and the socket that the last of them found.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// Most specific first; every one but the last found nothing.
    pub tried: Vec<Key>,
    /// Whose packet it is. `None`: nobody's, so it is answered with RST (RFC 9293 §3.10.7.1).
    pub found: Option<SocketId>,
}

/// Every key that could own this packet, most specific first (Linux `__inet_lookup`).
///
/// Only a SYN may go to a listener: anything else belongs to a connection or to nobody.
pub fn candidates(packet: &Packet) -> Vec<Key> {
    let to = packet.to();
    let flags = packet.segment.flags;
    let mut keys = vec![Key::Connection(packet.tuple())];
    if flags.syn && !flags.ack && !flags.rst {
        keys.push(Key::Listener(to));
        keys.push(Key::Listener(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, to.port())));
    }
    keys
}

/// A hash that is the same in every run and on every machine (FNV-1a, 64 bits); the map is never iterated.
#[derive(Clone, Debug)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        // The low bits choose the bucket: fold the high ones in.
        self.0 ^ (self.0 >> 32)
    }
}

/// One host's tables of TCP sockets by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Demux {
    connections: HashMap<FourTuple, SocketId, BuildHasherDefault<Fnv>>,
    listeners: SortedMap<SocketAddrV4, Vec<SocketId>>,
    /// Who holds each port, for whatever reason: `bind` asks them all.
    ports: SortedMap<u16, SortedSet<SocketId>>,
}

impl Demux {
    /// Finds the socket for a packet, and says how.
    pub fn lookup(&self, packet: &Packet) -> Lookup {
        let mut tried = Vec::new();
        for key in candidates(packet) {
            tried.push(key);
            let found = self.get(key, packet);
            if found.is_some() {
                return Lookup { tried, found };
            }
        }
        Lookup { tried, found: None }
    }

    fn get(&self, key: Key, packet: &Packet) -> Option<SocketId> {
        match key {
            Key::Connection(tuple) => self.connection(tuple),
            Key::Listener(local) => {
                let group = self.listeners.get(&local)?;
                // Several listeners on one name (SO_REUSEPORT): the four-tuple's hash decides, so it always decides alike.
                let mut hash = Fnv::default();
                std::hash::Hash::hash(&packet.tuple(), &mut hash);
                group.get(hash.finish() as usize % group.len()).copied()
            }
        }
    }

    /// The connection of this name.
    pub fn connection(&self, tuple: FourTuple) -> Option<SocketId> {
        self.connections.get(&tuple).copied()
    }

    /// All sockets that hold a port.
    pub fn holders(&self, port: u16) -> impl Iterator<Item = SocketId> {
        self.ports.get(&port).into_iter().flatten().copied()
    }

    pub(super) fn hold_port(&mut self, port: u16, socket: SocketId) {
        self.ports.or_default(port).insert(socket);
    }

    pub(super) fn release_port(&mut self, port: u16, socket: SocketId) {
        if let Some(holders) = self.ports.get_mut(&port) {
            holders.remove(&socket);
            if holders.is_empty() {
                self.ports.remove(&port);
            }
        }
    }

    pub(super) fn add_connection(&mut self, tuple: FourTuple, socket: SocketId) {
        let before = self.connections.insert(tuple, socket);
        assert!(before.is_none(), "two sockets for {tuple}");
    }

    pub(super) fn remove_connection(&mut self, tuple: FourTuple, socket: SocketId) {
        if self.connections.get(&tuple) == Some(&socket) {
            self.connections.remove(&tuple);
        }
    }

    pub(super) fn add_listener(&mut self, local: SocketAddrV4, socket: SocketId) {
        let group = self.listeners.or_default(local);
        if !group.contains(&socket) {
            group.push(socket);
        }
    }

    pub(super) fn remove_listener(&mut self, local: SocketAddrV4, socket: SocketId) {
        if let Some(group) = self.listeners.get_mut(&local) {
            group.retain(|other| *other != socket);
            if group.is_empty() {
                self.listeners.remove(&local);
            }
        }
    }
}
