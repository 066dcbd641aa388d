//! A datagram leaves.

use std::net::SocketAddr;
use std::rc::Rc;

use super::LARGEST;
use crate::model::errno::Errno;
use crate::model::id::SocketId;
use crate::model::net::{self, Cast, TTL};
use crate::model::packet::{Datagram, Payload};
use crate::model::turn::Turn;

/// Sends a message from a socket that has a port.
pub(in crate::model) fn send(
    turn: &mut Turn,
    socket: SocketId,
    to: SocketAddr,
    data: &[u8],
) -> Result<(), Errno> {
    if data.len() > LARGEST {
        return Err(Errno::EMSGSIZE);
    }
    if to.port() == 0 {
        return Err(Errno::EINVAL);
    }
    let own = turn.socket(socket);
    let (host, options) = (own.host, own.options);
    let machine = turn.host(host);
    let to = SocketAddr::new(own.destination(to.ip())?, to.port());
    let (own_source, link) =
        net::way_out(machine, to.ip(), options.multicast_interface).ok_or(Errno::ENETUNREACH)?;
    if machine.is_broadcast(to.ip()) && !options.broadcast {
        return Err(Errno::EACCES);
    }
    let local = own.local.ok_or(Errno::EINVAL)?;
    let unusable = local.ip().is_unspecified()
        || net::is_for_all(machine, local.ip())
        || local.is_ipv4() != to.is_ipv4();
    let source = if unusable { own_source } else { local.ip() };
    let datagram = Datagram { source_port: local.port(), destination_port: to.port(), data: Rc::from(data) };
    let payload = Payload::Udp(datagram);
    let group = to.ip().is_multicast();
    if group || machine.is_broadcast(to.ip()) {
        let (ttl, own_copy) =
            if group { (options.multicast_ttl, options.multicast_loop) } else { (TTL, true) };
        net::send_to_all(turn, host, &Cast { link, ttl, own_copy }, (source, to.ip()), &payload, socket);
        return Ok(());
    }
    let left = net::send(turn, host, (source, to.ip()), payload, Some(socket));
    if left { Ok(()) } else { Err(Errno::EPERM) }
}
