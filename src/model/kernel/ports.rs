//! Which port may a socket have, and which does the kernel choose?
//!
//! Not modelled, because no lesson needs it: sockets bound to a device (SO_BINDTODEVICE).

use std::net::{IpAddr, SocketAddr};

use crate::model::host::Host;
use crate::model::id::{HostId, SocketId};
use crate::model::packet::{FourTuple, Protocol};
use crate::model::socket::Socket;
use crate::model::tcp::{self, TcpState};
use crate::model::time::Duration;
use crate::model::turn::Turn;
use crate::model::world::World;

/// How old a connection in TIME-WAIT must be before another takes its place.
const SECOND: Duration = Duration::from_secs(1);

/// What `bind` and `listen` ask about a socket that holds the port: who wants it first, who holds it second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meeting {
    /// Who holds the port.
    pub other: SocketId,
    /// Are there packets that both would take?
    pub overlap: bool,
    /// Who of the two has SO_REUSEADDR.
    pub reuse_address: [bool; 2],
    /// Does the holder listen?
    pub listens: bool,
    /// Who of the two has SO_REUSEPORT.
    pub reuse_port: [bool; 2],
    /// Do both belong to one user?
    pub one_user: bool,
}

impl Meeting {
    /// Does it keep the other one from `bind`? A socket on an overlapping address does, unless both have SO_REUSEADDR
    /// and the holder does not listen, or both have SO_REUSEPORT (Linux `inet_csk_get_port`, `sk_reuseport_match`).
    pub fn stops_bind(&self) -> bool {
        let by_address = self.reuse_address == [true; 2] && !self.listens;
        self.overlap && !by_address && !self.one_group()
    }

    /// Does it keep the other one from `listen` on its own address (Linux `inet_csk_listen_start`)?
    pub fn stops_listen(&self) -> bool {
        self.overlap && self.listens && !self.one_group()
    }

    /// Do both share their port by SO_REUSEPORT? Only sockets of one user do.
    pub fn one_group(&self) -> bool {
        self.reuse_port == [true; 2] && self.one_user
    }
}

/// Everybody who holds the port that a socket wants, as `bind` and `listen` see them.
pub fn meetings(world: &World, socket: SocketId, local: SocketAddr) -> impl Iterator<Item = Meeting> {
    let own = world.socket(socket);
    let holders = world.host(own.host).demux.holders(own.protocol, local.port());
    holders.filter(move |other| *other != socket).map(move |other| {
        let other = world.socket(other);
        Meeting {
            other: other.id,
            overlap: overlaps(own, local.ip(), other),
            reuse_address: [own.options.reuse_address, other.options.reuse_address],
            listens: other.tcp_state() == TcpState::Listen,
            reuse_port: [own.options.reuse_port, other.options.reuse_port],
            one_user: own.uid == other.uid,
        }
    })
}

/// The socket that stands in the way of `bind(local)`, if one does.
pub(super) fn conflict(turn: &Turn, socket: SocketId, local: SocketAddr) -> Option<SocketId> {
    meetings(turn, socket, local).find(Meeting::stops_bind).map(|meeting| meeting.other)
}

/// Another listener that keeps this socket from listening on its own address.
pub(super) fn listener_conflict(turn: &Turn, socket: SocketId, local: SocketAddr) -> Option<SocketId> {
    meetings(turn, socket, local).find(Meeting::stops_listen).map(|meeting| meeting.other)
}

/// Are there packets that both would take? `::` without IPV6_V6ONLY covers IPv4 too.
fn overlaps(own: &Socket, address: IpAddr, other: &Socket) -> bool {
    let Some(theirs) = other.local.map(|local| local.ip()) else { return false };
    let covers = |wide: IpAddr, v6_only: bool, narrow: IpAddr| {
        wide.is_unspecified() && (wide.is_ipv4() == narrow.is_ipv4() || (wide.is_ipv6() && !v6_only))
    };
    theirs == address
        || covers(theirs, other.options.v6_only, address)
        || covers(address, own.options.v6_only, theirs)
}

/// A port for `bind` to port 0: by chance, odd first, and one that nobody holds (Linux `inet_csk_find_open_port`).
pub(super) fn free_port(turn: &Turn, socket: SocketId, address: IpAddr) -> Option<u16> {
    let own = turn.socket(socket);
    let host = turn.host(own.host);
    let (low, high) = host.settings.local_ports;
    let count = u32::from(high - low) + 1;
    let start = turn.dice(&[2, u64::from(socket.0), turn.now.nanos()]) % u64::from(count);
    let in_turn = |parity: u32| {
        (0..count)
            .map(move |step| (start as u32 + step) % count)
            .filter(move |offset| offset % 2 == parity)
            .map(move |offset| low + offset as u16)
    };
    // UDP takes any port that chance names, TCP odd ones first: the even ones are `connect`'s.
    let parity = if own.protocol == Protocol::Udp { start as u32 % 2 } else { 1 };
    in_turn(parity).chain(in_turn(1 - parity)).find(|port| is_free(turn, own, address, *port))
}

/// May `bind` to port 0 get this port?
fn is_free(world: &World, own: &Socket, address: IpAddr, port: u16) -> bool {
    let host = world.host(own.host);
    let mut holders = host.demux.holders(own.protocol, port);
    !host.settings.reserves(port) && !holders.any(|other| overlaps(own, address, world.socket(other)))
}

/// How many ports `bind` to port 0 could choose from now, and how many the range has.
pub fn ports_to_bind(world: &World, socket: SocketId, address: IpAddr) -> (usize, usize) {
    let own = world.socket(socket);
    let (low, high) = world.host(own.host).settings.local_ports;
    let free = (low..=high).filter(|port| is_free(world, own, address, *port)).count();
    (free, usize::from(high - low) + 1)
}

/// A source port for a connection, and where the next search to the same destination begins.
///
/// The search begins at a place that depends on both addresses and the destination's port, and takes even ports
/// first. A port may serve several connections, as long as no two have the same four-tuple; ports that somebody
/// bound explicitly are left alone (RFC 6056 §3.3.4; Linux `__inet_hash_connect`).
pub(super) fn source_port(
    turn: &Turn,
    host: HostId,
    source: IpAddr,
    remote: SocketAddr,
) -> Option<(u16, (u64, u32))> {
    let host = turn.host(host);
    let (low, high) = host.settings.local_ports;
    let count = u32::from(high - low) + 1;
    let [[a, b], [c, d]] = [source, remote.ip()].map(words);
    let destination = turn.dice(&[3, a, b, c, d, u64::from(remote.port())]);
    let perturbed = host.port_offsets.get(&destination).copied().unwrap_or(0);
    let start = ((destination as u32).wrapping_add(perturbed) % count) & !1;
    let offsets =
        |parity: u32| (0..count).step_by(2).map(move |step| (step, (start + step + parity) % count));
    let (step, port) = offsets(0)
        .chain(offsets(1))
        .map(|(step, offset)| (step, low + offset as u16))
        .find(|(_, port)| may_call(turn, host, (source, *port), remote))?;
    let stride = 2 + 2 * (turn.dice(&[4, destination, u64::from(port)]) % 8) as u32;
    Some((port, (destination, perturbed.wrapping_add(step + stride))))
}

/// May a connection to `remote` have this source port?
fn may_call(world: &World, host: &Host, source: (IpAddr, u16), remote: SocketAddr) -> bool {
    let (local, port) = (SocketAddr::from(source), source.1);
    !host.settings.reserves(port)
        && host.demux.connection(FourTuple { local, remote }).is_none_or(|other| may_take_over(world, other))
        && host.demux.holders(Protocol::Tcp, port).all(|other| !world.socket(other).bound)
}

/// How many source ports a connection to `remote` could get now, and how many the range has.
pub fn ports_to_connect(world: &World, host: HostId, source: IpAddr, remote: SocketAddr) -> (usize, usize) {
    let host = world.host(host);
    let (low, high) = host.settings.local_ports;
    let usable = (low..=high).filter(|port| may_call(world, host, (source, *port), remote)).count();
    (usable, usize::from(high - low) + 1)
}

/// An address as numbers.
fn words(address: IpAddr) -> [u64; 2] {
    let bits = match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    };
    [(bits >> 64) as u64, bits as u64]
}

/// May a connection with a chosen port take the place of one in TIME-WAIT? When that is a second old, so that time
/// stamps tell old segments from new ones (RFC 6191; Linux `tcp_twsk_unique`).
fn may_take_over(world: &World, other: SocketId) -> bool {
    let other = world.socket(other);
    let local = other.local.is_some_and(|local| local.ip().is_loopback());
    let allowed = match world.host(other.host).settings.tw_reuse {
        0 => false,
        1 => true,
        _ => local && other.remote().is_some_and(|remote| remote.ip().is_loopback()),
    };
    let expiry = other.tcb().and_then(|tcb| tcb.expiry).filter(|_| other.tcp_state() == TcpState::TimeWait);
    allowed && expiry.is_some_and(|expiry| world.now + tcp::TIME_WAIT >= expiry + SECOND)
}
