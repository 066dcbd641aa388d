//! Wrong models of ports, as many people have them: a world can be run by one, until it breaks. Each is asked at one place
//! of the rules, and says nothing where nobody believes it.

use std::net::SocketAddr;

use super::demux::{Key, Lookup};
use super::event::Event;
use super::id::{HostId, SocketId};
use super::packet::{Packet, Protocol};
use super::socket::Socket;
use super::tcp::TcpState;
use super::turn::Turn;

/// What is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Belief {
    /// `accept` opens a new port.
    AcceptOpensPort,
    /// A port takes one client at a time.
    OneClientPerPort,
    /// A UDP server has a socket for each client.
    SocketPerSender,
    /// The look-up sees only where a segment goes, not where it comes from.
    SourceIgnored,
    /// The client uses the server's port too.
    ClientUsesPort,
}

impl Belief {
    /// All of them.
    pub const ALL: [Belief; 5] = [
        Belief::AcceptOpensPort,
        Belief::OneClientPerPort,
        Belief::SocketPerSender,
        Belief::SourceIgnored,
        Belief::ClientUsesPort,
    ];

    /// Its name in worlds and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Belief::AcceptOpensPort => "accept-opens-port",
            Belief::OneClientPerPort => "one-client-per-port",
            Belief::SocketPerSender => "socket-per-sender",
            Belief::SourceIgnored => "source-ignored",
            Belief::ClientUsesPort => "client-uses-port",
        }
    }

    /// The belief of this name.
    pub fn named(name: &str) -> Option<Belief> {
        Belief::ALL.into_iter().find(|belief| belief.name() == name)
    }

    /// What is believed, as people say it.
    pub fn claim(self) -> &'static str {
        match self {
            Belief::AcceptOpensPort => "accept() opens a new port",
            Belief::OneClientPerPort => "a port takes one client",
            Belief::SocketPerSender => "a UDP server has a socket for each client",
            Belief::SourceIgnored => "the look-up ignores the source",
            Belief::ClientUsesPort => "the client uses the server's port too",
        }
    }

    /// What is so instead.
    pub fn truth(self) -> &'static str {
        match self {
            Belief::AcceptOpensPort => {
                "An accepted socket keeps the listener's port: only then do the client's segments find it, and its own are \
                 known to the client (RFC 9293 §3.10.7.2)."
            }
            Belief::OneClientPerPort => {
                "A connection is all four addresses and ports: a second client differs in its source, so both have room on \
                 one port (RFC 9293 §3.3.1)."
            }
            Belief::SocketPerSender => {
                "A UDP socket without a peer gets the datagrams of all senders in one queue; recvfrom() says whose each is \
                 (RFC 768, udp(7))."
            }
            Belief::SourceIgnored => {
                "A segment goes to the connection that has its source address and port too, not only its destination \
                 (Linux __inet_lookup_established)."
            }
            Belief::ClientUsesPort => {
                "connect() takes an ephemeral port for the client, a different one for each connection to the same server \
                 (RFC 6056)."
            }
        }
    }
}

/// Does the world run by it?
fn rules(turn: &Turn, belief: Belief) -> bool {
    turn.belief == Some(belief)
}

/// The port that an accepted socket moves to.
pub(super) fn accepted(turn: &mut Turn, socket: SocketId, free: impl Fn(&Turn) -> Option<u16>) {
    if !rules(turn, Belief::AcceptOpensPort) {
        return;
    }
    let local = turn.socket(socket).local;
    if let (Some(local), Some(port)) = (local, free(turn)) {
        turn.record(Event::Moved { socket, local: SocketAddr::new(local.ip(), port) });
    }
}

/// Is a SYN refused, because its port has a client already?
pub(super) fn refuses(turn: &mut Turn, listener: SocketId, packet: &Packet) -> bool {
    let host = turn.socket(listener).host;
    let here = |socket: &&Socket| {
        socket.host == host && socket.local == Some(packet.to()) && socket.tcp_state() != TcpState::Listen
    };
    let taken = rules(turn, Belief::OneClientPerPort) && turn.sockets.values().any(|socket| here(&socket));
    if taken {
        turn.record(Event::Misled { socket: listener, tuple: packet.tuple() });
    }
    taken
}

/// The connection that takes a segment by its destination alone, where that is not its owner.
pub(super) fn misdelivered(turn: &mut Turn, host: HostId, packet: &Packet) -> Option<Lookup> {
    if !rules(turn, Belief::SourceIgnored) {
        return None;
    }
    let first = turn.sockets.values().find(|socket| {
        let open = !matches!(socket.tcp_state(), TcpState::Listen | TcpState::Closed);
        socket.host == host && socket.protocol == Protocol::Tcp && socket.local == Some(packet.to()) && open
    })?;
    let (socket, tuple) = (first.id, first.tuple()?);
    if turn.host(host).demux.connection(packet.tuple()) == Some(socket) {
        return None;
    }
    turn.record(Event::Misled { socket, tuple: packet.tuple() });
    Some(Lookup { tried: vec![Key::Connection(tuple)], found: Some(socket), also: Vec::new() })
}

/// The socket of its own that a datagram's sender gets.
pub(super) fn own_socket(turn: &mut Turn, found: Option<SocketId>, packet: &Packet) -> Option<SocketId> {
    let known = found.filter(|_| rules(turn, Belief::SocketPerSender))?;
    let shared = turn.socket(known);
    if shared.udp().is_none_or(|udp| udp.remote.is_some()) {
        return None;
    }
    let (host, family, uid) = (shared.host, shared.family, shared.uid);
    let (socket, local, remote) = (SocketId(turn.counts.sockets), packet.to(), Some(packet.from()));
    turn.record(Event::SocketCreated { socket, host, family, protocol: Protocol::Udp, uid });
    turn.record(Event::PeerSet { socket, local, remote });
    turn.record(Event::Misled { socket, tuple: packet.tuple() });
    Some(socket)
}

/// The source port of a connection to this port.
pub(super) fn source_port(turn: &Turn, remote: SocketAddr) -> Option<u16> {
    rules(turn, Belief::ClientUsesPort).then_some(remote.port())
}
