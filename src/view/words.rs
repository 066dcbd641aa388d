//! The words and numbers that several views share.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::moment::Moment;
use crate::model::event::DropReason;
use crate::model::host::Interface;
use crate::model::id::{Fd, FileId, Pid, SocketId};
use crate::model::packet::{Packet, Payload, Protocol};
use crate::model::process::{FileKind, ThreadState, Wait};
use crate::model::socket::{Socket, SocketState};
use crate::model::time::Instant;
use crate::model::world::World;

/// A moment in seconds: `0.012005`.
pub(super) fn clock(at: Instant) -> String {
    format!("{at} s")
}

/// A length of time, in the unit that makes it short.
pub(super) fn span(length: Duration) -> String {
    let nanos = length.as_nanos();
    let (value, unit) = match nanos {
        0..1_000 => (nanos as f64, "ns"),
        1_000..1_000_000 => (nanos as f64 / 1e3, "µs"),
        1_000_000..1_000_000_000 => (nanos as f64 / 1e6, "ms"),
        _ => (nanos as f64 / 1e9, "s"),
    };
    let text = if value < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") };
    format!("{} {unit}", text.strip_suffix(".0").unwrap_or(&text))
}

/// `1 byte`, `2 bytes`.
pub(super) fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

/// The LAN that an interface is on: `192.168.1.0/24`.
pub(super) fn network(interface: &Interface) -> String {
    let mask = u32::MAX.checked_shl(32 - u32::from(interface.prefix)).unwrap_or(0);
    format!("{}/{}", Ipv4Addr::from(u32::from(interface.address) & mask), interface.prefix)
}

/// What a packet says, in a word or two: for a small envelope.
pub(super) fn brief(packet: &Packet) -> String {
    let flags = packet.flags();
    match packet.data().len() {
        _ if packet.protocol() == Protocol::Icmp => "ICMP".into(),
        bytes if packet.protocol() == Protocol::Udp => format!("{bytes} B"),
        _ if flags.rst => "RST".into(),
        _ if flags.syn && flags.ack => "SYN+ACK".into(),
        _ if flags.syn => "SYN".into(),
        0 if flags.fin => "FIN".into(),
        0 => "ACK".into(),
        bytes => format!("{bytes} B"),
    }
}

/// What a packet says, in full: `PSH, ACK 10 bytes “who am I?↵”`.
pub(super) fn full(packet: &Packet) -> String {
    let kind = kind(packet);
    match packet.data() {
        [] => kind,
        data => format!("{kind} {} “{}”", count(data.len(), "byte"), quoted(data)),
    }
}

/// A segment's control bits, or which other kind of packet it is.
pub(super) fn kind(packet: &Packet) -> String {
    match &packet.payload {
        Payload::Tcp(segment) => segment.flags.to_string(),
        Payload::Udp(_) => "UDP".into(),
        Payload::Icmp(message) => format!("ICMP {}", message.kind),
    }
}

/// Bytes as a reader can see them.
pub(super) fn quoted(data: &[u8]) -> String {
    let seen = |c: char| match c {
        '\n' => '↵',
        '\t' => '→',
        c if c.is_control() || c == char::REPLACEMENT_CHARACTER => '·',
        c => c,
    };
    String::from_utf8_lossy(data).chars().map(seen).collect()
}

/// Why a packet came to nothing.
pub(super) fn loss(reason: DropReason) -> &'static str {
    match reason {
        DropReason::NoRoute => "it knows no way there",
        DropReason::NoNeighbour => "nobody has that address",
        DropReason::TtlExceeded => "too many routers crossed",
        DropReason::NotMine => "not for it, and it is no router",
        DropReason::NotJoined => "nobody there has joined the group",
        DropReason::Lost => "lost on the way",
        DropReason::Cut => "its link is cut",
        DropReason::QueueFull => "its socket's queue is full",
        DropReason::Filtered => "the packet filter forbids it",
        DropReason::NoPort => "no outside port is free",
    }
}

/// An address and port, or what stands for none.
pub(super) fn address(address: Option<SocketAddr>) -> String {
    address.map_or_else(|| "0.0.0.0:*".to_owned(), |address| address.to_string())
}

/// Which descriptors lead to a socket.
pub(super) fn owners(world: &World, socket: SocketId) -> Vec<(Pid, Fd)> {
    let leads =
        |file: FileId| world.files.get(&file).is_some_and(|open| open.kind == FileKind::Socket(socket));
    let all = world.processes.iter();
    let descriptors = all.flat_map(|(pid, process)| process.fds.iter().map(|(fd, file)| (*pid, *fd, *file)));
    descriptors.filter(|(.., file)| leads(*file)).map(|(pid, fd, _)| (pid, fd)).collect()
}

/// Which call a wait is in.
pub(super) fn call_of(wait: Wait) -> &'static str {
    match wait {
        Wait::Accept(_) => "accept()",
        Wait::Connect(_) => "connect()",
        Wait::Receive(_) => "recv()",
        Wait::Send(_) => "send()",
        Wait::Fill(_) => "read()",
        Wait::Drain(_) => "write()",
        Wait::Poll | Wait::Epoll(_) => "select()",
        Wait::Sleep => "sleep()",
        Wait::Command => "a command",
        Wait::Start => "not started yet",
        Wait::Thread(_) => "join()",
        Wait::Child => "waitpid()",
        Wait::Key(_) => "a lock",
    }
}

/// What a process is doing, in two or three words.
pub(super) fn doing(world: &World, pid: Pid) -> String {
    let process = world.process(pid);
    if let Some(status) = process.status {
        return if process.crash.is_some() {
            "crashed".into()
        } else if status < 0 {
            format!("signal {}", -status)
        } else if status == 0 {
            "ended".into()
        } else {
            format!("exit {status}")
        };
    }
    match process.threads.as_slice() {
        [tid] => match world.thread(*tid).state {
            ThreadState::Ready => "ready".into(),
            ThreadState::Running => "running".into(),
            ThreadState::Blocked(Wait::Start) => "not started".into(),
            ThreadState::Blocked(wait) => format!("in {}", call_of(wait)),
            ThreadState::Exited => "ended".into(),
        },
        threads => count(threads.len(), "thread"),
    }
}

/// A socket in one line: `80 → 192.168.1.10:49152`.
pub(super) fn ends(socket: &Socket) -> String {
    match (&socket.state, socket.local) {
        (SocketState::Connection(tcb), Some(local)) => format!("{} → {}", local.port(), tcb.remote),
        (SocketState::Listening(_), Some(local)) => local.to_string(),
        (_, Some(local)) => local.to_string(),
        (_, None) => "no address yet".into(),
    }
}

/// Did the step touch a socket?
pub(super) fn touched(moment: &Moment, socket: SocketId) -> bool {
    moment.at > 0 && moment.before.sockets.get(&socket) != moment.world.sockets.get(&socket)
}
