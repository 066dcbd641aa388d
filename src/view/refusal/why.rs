//! Why a call was refused, where that is written, and what to do: a sentence for each error and call.

use std::net::SocketAddr;

use super::messenger::{self, Messenger};
use super::{Case, bind, named, state};
use crate::model::errno::Errno;
use crate::model::packet::{Payload, Protocol};
use crate::view::moment::Moment;
use crate::view::panel::{Mark, Target};
use crate::view::words;

/// The reason for a refusal.
pub(super) struct Why {
    pub(super) why: String,
    pub(super) source: &'static str,
    pub(super) advice: &'static str,
    /// What it points to: the socket in the way, or the packet that said so.
    pub(super) target: Option<Target>,
    pub(super) mark: Option<Mark>,
}

pub(super) fn because(why: impl Into<String>, source: &'static str, advice: &'static str) -> Why {
    Why { why: why.into(), source, advice, target: None, mark: None }
}

/// The reason.
pub(super) fn of(moment: &Moment, case: &Case) -> Why {
    let Some(errno) = case.errno else { return late(case) };
    match errno {
        Errno::EADDRINUSE => in_use(moment, case),
        Errno::EADDRNOTAVAIL => not_available(moment, case),
        Errno::EACCES => not_allowed(case),
        Errno::ECONNREFUSED => {
            let why = told(moment, case, "No socket takes what was sent there");
            Why {
                source: "connect(2), udp(7); RFC 9293 §3.10.7.1, RFC 1122 §4.1.3.3",
                advice: "Start the server first, and check its address and port.",
                ..why
            }
        }
        Errno::ETIMEDOUT => {
            let why = told(moment, case, "Nobody answered");
            Why {
                source: "connect(2), tcp(7): tcp_syn_retries, tcp_retries2",
                advice: "Check the address, the way there, and filters that drop without a word.",
                ..why
            }
        }
        Errno::EHOSTUNREACH => {
            let why = told(moment, case, "A message says that the host cannot be reached");
            Why {
                source: "connect(2), ip(7); RFC 1122 §4.2.3.9",
                advice: "Check whether a machine has that address.",
                ..why
            }
        }
        Errno::ENETUNREACH => no_way(moment, case),
        Errno::ECONNRESET => {
            let why = told(moment, case, "The other end broke the connection off");
            Why {
                source: "recv(2), send(2); RFC 9293 §3.10.7.4",
                advice: "What was not read is lost: open a new connection.",
                ..why
            }
        }
        Errno::EAGAIN => would_wait(case),
        Errno::EINPROGRESS => because(
            "This is no failure: the SYN is on its way, and the descriptor does not wait (O_NONBLOCK).",
            "connect(2)",
            "Wait until it is writable, then ask for SO_ERROR.",
        ),
        Errno::EALREADY => because(
            "An earlier connect() on this socket is still under way.",
            "connect(2)",
            "Wait until the descriptor is writable.",
        ),
        errno => state::of_state(case, errno),
    }
}

/// What the call was about.
fn peer(case: &Case) -> String {
    case.peer().map_or("the other end".to_owned(), |peer| peer.to_string())
}

/// An error that a packet or the clock brought.
fn told(moment: &Moment, case: &Case, what: &str) -> Why {
    let (text, packet) = match messenger::of(moment, case) {
        Some(Messenger::Packet(step, packet)) => {
            let from = match packet.payload {
                Payload::Tcp(_) => packet.from().to_string(),
                _ => packet.source.to_string(),
            };
            (format!("{} from {from} said so in step {step}", words::kind(&packet)), Some(packet))
        }
        Some(Messenger::Own(step)) => (format!("the own host found it out in step {step}"), None),
        Some(Messenger::Timer(step)) => {
            (format!("in step {step} the last time to send again was over"), None)
        }
        None => ("no packet said so".to_owned(), None),
    };
    let why = because(format!("{what} ({}): {text}.", peer(case)), "", "");
    let mark = packet.as_ref().and_then(|packet| moment.letters.mark(packet.tuple()));
    Why { target: packet.map(|packet| Target::Packet(packet.id)), mark, ..why }
}

fn in_use(moment: &Moment, case: &Case) -> Why {
    const SOURCE: &str = "bind(2), listen(2), socket(7); Linux inet_csk_get_port, inet_csk_listen_start";
    if let Some((free, all)) = bind::ports(case) {
        let range = words::count(all, "port");
        let why =
            format!("The kernel should choose a port, and {} of the range's {range} are taken.", all - free);
        return because(why, SOURCE, "Close sockets, or widen ip_local_port_range.");
    }
    if case.name == "setsockopt" {
        return because(
            "The socket has joined that group already.",
            "ip(7): IP_ADD_MEMBERSHIP",
            "Join once.",
        );
    }
    let holders = bind::holders(case);
    let Some((meeting, _)) = holders.iter().find(|(_, stops)| *stops) else {
        let why = "The address is in use already.";
        return because(why, SOURCE, "Name another one.");
    };
    let other = case.world.socket(meeting.other);
    let advice = match (case.name.as_str(), meeting.listens) {
        ("bind", false) if !meeting.reuse_address[0] => {
            "Set SO_REUSEADDR before bind(), on both sockets; or use another port."
        }
        ("bind", false) => "The other socket needs SO_REUSEADDR as well; or use another port.",
        _ => "Use another port or address, close the listener, or set SO_REUSEPORT on both before bind().",
    };
    let why = format!("{} stands in the way: {}.", named(other), bind::because(case, meeting));
    let mark = other.tuple().and_then(|tuple| moment.letters.mark(tuple));
    Why { target: Some(Target::Socket(other.id)), mark, ..because(why, SOURCE, advice) }
}

fn not_available(moment: &Moment, case: &Case) -> Why {
    if case.name == "setsockopt" {
        let why = "The socket has not joined that group.";
        return because(why, "ip(7): IP_DROP_MEMBERSHIP", "Join it first.");
    }
    if case.name == "bind" {
        let own: Vec<String> = case.host().map_or(Vec::new(), |host| {
            host.interfaces.iter().map(|interface| interface.address.to_string()).collect()
        });
        let asked = case.address().map_or(String::new(), |address| address.ip().to_string());
        let has = if own.is_empty() { "only".to_owned() } else { format!("{} and", own.join(", ")) };
        let why = format!("{asked} is no address of this machine: it has {has} the loopback's.");
        let advice = "Bind to 0.0.0.0, or to an address of this machine.";
        return because(why, "bind(2), ip(7)", advice);
    }
    if let Some((free, all)) = bind::ports(case).filter(|(free, _)| *free == 0) {
        let why = format!(
            "The ephemeral ports for {} are used up: of {} {} are taken. Each connection to it needs a source port of \
             its own.",
            peer(case),
            words::count(all, "port"),
            all - free
        );
        return because(
            why,
            "connect(2), ip(7): ip_local_port_range",
            "Close connections, widen the range, or use another source or destination address.",
        );
    }
    let twin = case.socket().and_then(|own| {
        let (remote, local) = (case.address()?, own.local?);
        let host = case.world.host(own.host);
        let ip = if local.ip().is_unspecified() { host.source_for(remote.ip())? } else { local.ip() };
        let local = SocketAddr::new(ip, local.port());
        host.demux.connection(crate::model::packet::FourTuple { local, remote })
    });
    let Some(twin) = twin.map(|twin| case.world.socket(twin)) else {
        return because("The address cannot be had.", "connect(2), setsockopt(2)", "Name another one.");
    };
    let why =
        format!("{} has this four-tuple already, and no two connections may have the same.", named(twin));
    let source = "connect(2); Linux __inet_check_established";
    let mark = twin.tuple().and_then(|tuple| moment.letters.mark(tuple));
    Why {
        target: Some(Target::Socket(twin.id)),
        mark,
        ..because(why, source, "Use another source port, or leave it to the kernel.")
    }
}

fn not_allowed(case: &Case) -> Why {
    let user = case.process().map_or(0, |process| process.user.uid.effective);
    match case.address().filter(|_| case.name == "bind") {
        Some(address) => {
            let first = case.host().map_or(1024, |host| host.settings.unprivileged_start);
            let why = format!(
                "Port {} is below {first} (ip_unprivileged_port_start): only root may bind it, and the caller is user \
                 {user}.",
                address.port()
            );
            because(why, "bind(2), ip(7); CAP_NET_BIND_SERVICE", "Use a port from there on, or run as root.")
        }
        None if matches!(case.name.as_str(), "send" | "sendto" | "sendmsg" | "connect") => because(
            format!("{} is a broadcast address, and the socket has no SO_BROADCAST.", peer(case)),
            "socket(7), ip(7), send(2)",
            "Set SO_BROADCAST if it shall go to every machine.",
        ),
        None => because(
            format!("User {user} may not do that."),
            "the manual page of the call",
            "Run it as a user who may.",
        ),
    }
}

fn no_way(moment: &Moment, case: &Case) -> Why {
    let source = "connect(2), ip(7); RFC 1812 §5.2.7.1";
    let advice = "Check the address, and the routes and the gateway of this machine.";
    if matches!(messenger::of(moment, case), Some(Messenger::Packet(..))) {
        return Why { source, advice, ..told(moment, case, "A router knows no way there") };
    }
    let own = case.socket();
    let v6 = own.is_some_and(|own| own.options.v6_only) && case.peer().is_some_and(|peer| peer.is_ipv4());
    let tcp = own.is_some_and(|own| own.protocol == Protocol::Tcp);
    let group = case
        .peer()
        .zip(case.host())
        .is_some_and(|(peer, host)| peer.ip().is_multicast() || host.is_broadcast(peer.ip()));
    let why = match () {
        () if v6 => format!("The socket has IPV6_V6ONLY, and {} is an address of IPv4.", peer(case)),
        () if tcp && group => format!("TCP speaks to one machine, and {} stands for many.", peer(case)),
        () => format!("This machine has no route to {}. Nothing was sent.", peer(case)),
    };
    because(why, source, advice)
}

fn would_wait(case: &Case) -> Why {
    const WAIT: &str = "Try again when the descriptor is ready (select, poll, epoll), or let the call wait.";
    if bind::ports(case).is_some_and(|(free, _)| free == 0) {
        let why = "The socket has no port, and no port of the range is free.";
        return because(why, "ip(7), sendto(2)", "Close sockets, or widen ip_local_port_range.");
    }
    let (why, source) = match case.name.as_str() {
        "accept" => ("The accept queue is empty", "accept(2)"),
        "recv" | "recvfrom" | "recvmsg" | "read" => ("Nothing has arrived that is not yet read", "recv(2)"),
        "send" | "sendto" | "sendmsg" | "write" => ("The send queue has no room", "send(2)"),
        _ => ("It cannot be done at once", "the manual page of the call"),
    };
    because(format!("{why}, and the call may not wait (O_NONBLOCK or MSG_DONTWAIT)."), source, WAIT)
}

/// `settimeout` is Python's, not the kernel's.
fn late(case: &Case) -> Why {
    let what = match case.name.as_str() {
        "accept" => "No connection came".to_owned(),
        "connect" => format!("No answer came from {}", peer(case)),
        "send" | "sendto" => "The send queue stayed full".to_owned(),
        _ => "Nothing came".to_owned(),
    };
    because(
        format!("{what} in the time that settimeout() gave. The kernel reported no error."),
        "Python's socket module: socket.settimeout",
        "Try again, or allow more time; the kernel goes on meanwhile.",
    )
}
