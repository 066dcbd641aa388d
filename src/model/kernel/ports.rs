//! Which port may a socket have, and which does the kernel choose?

use std::net::{IpAddr, SocketAddr};

use crate::model::id::{HostId, SocketId};
use crate::model::packet::{FourTuple, Protocol};
use crate::model::socket::{Options, Socket};
use crate::model::tcp::TcpState;
use crate::model::turn::Turn;

/// The socket that stands in the way of `bind(local)`, if one does.
///
/// Every socket of the host that holds the port on an overlapping address does, unless both have SO_REUSEADDR and
/// the other does not listen, or both have SO_REUSEPORT (Linux `inet_csk_get_port`, `sk_reuseport_match`).
pub(super) fn conflict(turn: &Turn, socket: SocketId, local: SocketAddr) -> Option<SocketId> {
    let own = turn.socket(socket);
    let in_the_way = |other: &SocketId| {
        let other = turn.socket(*other);
        other.id != socket && overlaps(own, local.ip(), other) && !may_share(&own.options, other)
    };
    turn.host(own.host).demux.holders(own.protocol, local.port()).find(in_the_way)
}

/// Another listener that keeps this socket from listening on its own address (Linux `inet_csk_listen_start`).
pub(super) fn listener_conflict(turn: &Turn, socket: SocketId, local: SocketAddr) -> Option<SocketId> {
    let own = turn.socket(socket);
    let in_the_way = |other: &SocketId| {
        let other = turn.socket(*other);
        let share = own.options.reuse_port && other.options.reuse_port;
        other.id != socket
            && other.tcp_state() == TcpState::Listen
            && overlaps(own, local.ip(), other)
            && !share
    };
    turn.host(own.host).demux.holders(own.protocol, local.port()).find(in_the_way)
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

fn may_share(own: &Options, other: &Socket) -> bool {
    let reuse_address =
        own.reuse_address && other.options.reuse_address && other.tcp_state() != TcpState::Listen;
    reuse_address || (own.reuse_port && other.options.reuse_port)
}

/// A port for `bind` to port 0: by chance, odd first, and one that nobody holds (Linux `inet_csk_find_open_port`).
pub(super) fn free_port(turn: &Turn, socket: SocketId) -> Option<u16> {
    let own = turn.socket(socket);
    let host = turn.host(own.host);
    let (low, high) = host.port_range;
    let count = u32::from(high - low) + 1;
    let start = turn.dice(&[2, u64::from(socket.0), turn.now.nanos()]) % u64::from(count);
    let in_turn = |parity: u32| {
        (0..count)
            .map(move |step| (start as u32 + step) % count)
            .filter(move |offset| offset % 2 == parity)
            .map(move |offset| low + offset as u16)
    };
    // UDP takes any port that chance names, TCP odd ones first: the even ones are `connect`'s.
    let (first, second) =
        if own.protocol == Protocol::Udp { (start as u32 % 2, 1 - start as u32 % 2) } else { (1, 0) };
    in_turn(first)
        .chain(in_turn(second))
        .find(|port| host.demux.holders(own.protocol, *port).next().is_none())
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
    let (low, high) = host.port_range;
    let count = u32::from(high - low) + 1;
    let [[a, b], [c, d]] = [source, remote.ip()].map(words);
    let destination = turn.dice(&[3, a, b, c, d, u64::from(remote.port())]);
    let perturbed = host.port_offsets.get(&destination).copied().unwrap_or(0);
    let start = ((destination as u32).wrapping_add(perturbed) % count) & !1;
    let offsets =
        |parity: u32| (0..count).step_by(2).map(move |step| (step, (start + step + parity) % count));
    let usable = |port: u16| {
        let tuple = FourTuple { local: SocketAddr::new(source, port), remote };
        host.demux.connection(tuple).is_none()
            && host.demux.holders(Protocol::Tcp, port).all(|other| !turn.socket(other).bound)
    };
    let (step, port) = offsets(0)
        .chain(offsets(1))
        .map(|(step, offset)| (step, low + offset as u16))
        .find(|(_, port)| usable(*port))?;
    let stride = 2 + 2 * (turn.dice(&[4, destination, u64::from(port)]) % 8) as u32;
    Some((port, (destination, perturbed.wrapping_add(step + stride))))
}

/// An address as numbers.
fn words(address: IpAddr) -> [u64; 2] {
    let bits = match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    };
    [(bits >> 64) as u64, bits as u64]
}
