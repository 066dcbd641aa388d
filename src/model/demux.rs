//! Which socket does a packet go to? The keys that could own it, most specific first: that list is the rule.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::iter;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::id::SocketId;
use super::packet::{FourTuple, Packet, Protocol};

/// A name under which a host finds a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A connection: all four numbers must fit.
    Connection(FourTuple),
    /// A listener: only the destination must fit; 0.0.0.0 fits every address of the host.
    Listener(SocketAddr),
    /// A UDP socket without a peer: it hears every sender.
    Bound(SocketAddr),
    /// All UDP sockets of a port: for a datagram to a group, or to every host.
    Everyone(SocketAddr),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Connection(tuple) => write!(f, "connection {tuple}"),
            Key::Listener(local) => write!(f, "listener {local}"),
            Key::Bound(local) => write!(f, "bound to {local}"),
            Key::Everyone(to) => write!(f, "everyone on {to}"),
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
    /// Further sockets that get a copy: of a datagram to a group or to every host.
    pub also: Vec<SocketId>,
}

/// Every key that could own this packet, most specific first (Linux `__inet_lookup`).
///
/// Only a SYN may go to a listener: anything else belongs to a connection or to nobody.
///
/// A datagram goes to a socket that is connected to its sender, else to one that is bound to the address that it was
/// sent to, else to one that is bound to any (Linux `__udp4_lib_lookup`).
pub fn candidates(packet: &Packet) -> Vec<Key> {
    let to = packet.to();
    let flags = packet.flags();
    let mut keys = vec![Key::Connection(packet.tuple())];
    if packet.protocol() == Protocol::Udp {
        keys.extend(names(to).map(Key::Bound));
    }
    if flags.syn && !flags.ack && !flags.rst {
        keys.extend(names(to).map(Key::Listener));
    }
    keys
}

/// The addresses that stand for every address of a host, as far as they take packets for `address`. A socket bound to
/// `::` takes IPv4 as well, unless IPV6_V6ONLY is set; one bound to 0.0.0.0 comes first (Linux `compute_score`).
pub fn wildcards(address: IpAddr) -> impl Iterator<Item = IpAddr> {
    let v4 = address.is_ipv4().then_some(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    v4.into_iter().chain([IpAddr::V6(Ipv6Addr::UNSPECIFIED)])
}

/// The names under which a socket may take what is sent to `to`, most specific first.
fn names(to: SocketAddr) -> impl Iterator<Item = SocketAddr> {
    iter::once(to.ip()).chain(wildcards(to.ip())).map(move |ip| SocketAddr::new(ip, to.port()))
}

/// Tries the keys that could own a packet until one has a socket.
pub(super) fn lookup(packet: &Packet, socket: impl Fn(Key) -> Option<SocketId>) -> Lookup {
    let mut tried = Vec::new();
    let found = candidates(packet).into_iter().find_map(|key| {
        tried.push(key);
        socket(key)
    });
    Lookup { tried, found, also: Vec::new() }
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

    /// The same bytes on machines of 32 bits.
    fn write_usize(&mut self, number: usize) {
        self.write(&(number as u64).to_le_bytes());
    }

    fn finish(&self) -> u64 {
        // The low bits choose the bucket: fold the high ones in.
        self.0 ^ (self.0 >> 32)
    }
}

/// The hash of a four-tuple: which bucket, and which socket of a SO_REUSEPORT group.
pub fn hash(tuple: FourTuple) -> u64 {
    let mut hash = Fnv::default();
    std::hash::Hash::hash(&tuple, &mut hash);
    spread(hash.finish())
}

/// Makes every bit depend on every bit: else connections from even ports, which are all that `connect` chooses first,
/// would go to one socket of a pair.
fn spread(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

/// How many buckets a table of sockets is shown with. Linux's own have thousands (`tcp_hashinfo`), so that nearly every
/// socket has one to itself.
pub const BUCKETS: u64 = 16;

/// The bucket of a key: by all four numbers for a connection (Linux `inet_ehashfn`), by the own address and port for
/// what has no peer (`ipv4_portaddr_hash`), and by the port alone for a datagram to all (`udp_hashfn`).
pub fn bucket(key: Key) -> u64 {
    let mut fnv = Fnv::default();
    let hash = match key {
        Key::Connection(tuple) => hash(tuple),
        Key::Listener(local) | Key::Bound(local) => {
            std::hash::Hash::hash(&local, &mut fnv);
            spread(fnv.finish())
        }
        Key::Everyone(to) => to.port().into(),
    };
    hash % BUCKETS
}

/// One host's tables of TCP sockets by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Demux {
    connections: HashMap<FourTuple, SocketId, BuildHasherDefault<Fnv>>,
    /// By name, and whether another listener of that name comes first (`Socket::comes_second`).
    listeners: BTreeMap<(SocketAddr, bool), Vec<SocketId>>,
    /// Who holds each port, for whatever reason: `bind` asks them all. TCP and UDP never meet.
    ports: BTreeMap<(Protocol, u16), BTreeSet<SocketId>>,
}

impl Demux {
    /// Finds the socket for a packet, and says how.
    pub fn lookup(&self, packet: &Packet) -> Lookup {
        lookup(packet, |key| self.get(key, packet))
    }

    fn get(&self, key: Key, packet: &Packet) -> Option<SocketId> {
        match key {
            Key::Connection(tuple) => self.connection(tuple),
            Key::Listener(local) => {
                let first = self.listeners.get(&(local, false));
                let takes = packet.destination.is_ipv6() || local.is_ipv4();
                let second = || self.listeners.get(&(local, true)).filter(|_| takes);
                let group = first.or_else(second)?;
                // Several listeners on one name (SO_REUSEPORT): the four-tuple's hash decides, so it always decides alike.
                group.get(hash(packet.tuple()) as usize % group.len()).copied()
            }
            Key::Bound(_) | Key::Everyone(_) => None,
        }
    }

    /// The listener for this packet's destination.
    pub fn listener(&self, packet: &Packet) -> Option<SocketId> {
        names(packet.to()).find_map(|local| self.get(Key::Listener(local), packet))
    }

    /// The connection of this name.
    pub fn connection(&self, tuple: FourTuple) -> Option<SocketId> {
        self.connections.get(&tuple).copied()
    }

    /// All sockets that hold a port.
    pub fn holders(&self, protocol: Protocol, port: u16) -> impl Iterator<Item = SocketId> {
        self.ports.get(&(protocol, port)).into_iter().flatten().copied()
    }

    pub(super) fn hold_port(&mut self, protocol: Protocol, port: u16, socket: SocketId) {
        self.ports.entry((protocol, port)).or_default().insert(socket);
    }

    pub(super) fn release_port(&mut self, protocol: Protocol, port: u16, socket: SocketId) {
        let port = (protocol, port);
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

    pub(super) fn add_listener(&mut self, local: (SocketAddr, bool), socket: SocketId) {
        let group = self.listeners.entry(local).or_default();
        if !group.contains(&socket) {
            group.push(socket);
        }
    }

    pub(super) fn remove_listener(&mut self, local: (SocketAddr, bool), socket: SocketId) {
        if let Some(group) = self.listeners.get_mut(&local) {
            group.retain(|other| *other != socket);
            if group.is_empty() {
                self.listeners.remove(&local);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_ports_are_spread_over_a_pair() {
        let tuple = |port: u16| FourTuple {
            local: SocketAddr::from(([127, 0, 0, 1], 80)),
            remote: SocketAddr::from(([127, 0, 0, 1], port)),
        };
        for first in [33_000_u16, 35_700, 40_960, 60_000] {
            let odd = (0..32).filter(|step| hash(tuple(first + 2 * step)) % 2 == 1).count();
            assert!((8..=24).contains(&odd), "{odd} of 32 from {first} on");
        }
    }

    #[test]
    fn a_hash_does_not_depend_on_the_width_of_words() {
        let (mut one, mut other) = (Fnv::default(), Fnv::default());
        one.write_usize(513);
        other.write(&[1, 2, 0, 0, 0, 0, 0, 0]);
        assert_eq!(one.finish(), other.finish());
    }
}
