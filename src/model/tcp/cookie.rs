//! SYN cookies (RFC 4987 §3.6): a listener whose SYN queue is full answers and remembers nothing; what it must know later
//! is in the sequence number of its answer.

use std::rc::Rc;

use super::input::{segment, take_up};
use crate::model::demux;
use crate::model::event::Event;
use crate::model::id::{HostId, SocketId};
use crate::model::net;
use crate::model::packet::{Flags, Packet, Payload, Segment};
use crate::model::seq::SeqNum;
use crate::model::turn::Turn;

/// The sequence number that stands for this SYN.
fn cookie(turn: &Turn, packet: &Packet, irs: SeqNum) -> SeqNum {
    SeqNum(turn.dice(&[7, demux::hash(packet.tuple()), irs.0.into()]) as u32)
}

/// Answers a SYN without keeping anything.
pub(super) fn answer(turn: &mut Turn, listener: SocketId, packet: &Packet) {
    let host = turn.socket(listener).host;
    let got = segment(packet);
    let segment = Segment {
        source_port: got.destination_port,
        destination_port: got.source_port,
        seq: cookie(turn, packet, got.seq),
        ack: got.seq + 1,
        flags: Flags::SYN_ACK,
        window: super::RECEIVE_BUFFER as u32,
        data: Rc::default(),
    };
    turn.record(Event::CookieSent { listener });
    net::send(turn, host, (packet.destination, packet.source), Payload::Tcp(segment), None);
}

/// A segment that belongs to no connection: does it bring a cookie back? Then the connection is made now, if the accept
/// queue has room. False: it is no such segment.
pub(super) fn returned(turn: &mut Turn, host: HostId, packet: &Packet) -> bool {
    let got = segment(packet);
    if got.flags.syn || got.flags.rst || !got.flags.ack {
        return false;
    }
    let Some(listener) = turn.host(host).demux.listener(packet) else { return false };
    let Some(backlog) = turn.socket(listener).backlog() else { return false };
    let (iss, irs) = (SeqNum(got.ack.0.wrapping_sub(1)), SeqNum(got.seq.0.wrapping_sub(1)));
    let valid = backlog.cookies_until.is_some_and(|until| turn.now < until);
    if !valid || iss != cookie(turn, packet, irs) {
        return false;
    }
    if backlog.is_full() {
        turn.record(Event::QueueFull { listener });
        return true;
    }
    let socket = SocketId(turn.counts.sockets);
    let (local, remote) = (packet.to(), packet.from());
    turn.record(Event::SynQueued { listener, socket, local, remote, iss });
    turn.record(Event::Synchronized { socket, irs });
    take_up(turn, host, packet, Some(socket));
    true
}
