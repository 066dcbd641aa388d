//! Errors that the state of the socket, a limit or a bad argument explains, each with its manual page.

use super::Case;
use super::why::{Why, because};
use crate::model::errno::Errno;
use crate::model::packet::Protocol;
use crate::model::socket::SocketState;

/// Why, where it is written, and what to do.
type Reason = (String, &'static str, &'static str);

/// Errors that the state of the socket, a limit, or a bad argument explains.
pub(super) fn of_state(case: &Case, errno: Errno) -> Why {
    let found =
        of_connection(case, errno).or_else(|| of_limit(case, errno)).or_else(|| of_argument(case, errno));
    let (why, source, advice) = found.unwrap_or_else(|| {
        (format!("The kernel says: {}.", errno.text()), "errno(3), and the manual page of the call", "")
    });
    because(why, source, advice)
}

/// Errors of a socket that is connected, or should be.
fn of_connection(case: &Case, errno: Errno) -> Option<Reason> {
    let own = case.socket();
    Some(match (errno, case.name.as_str()) {
        (Errno::EPIPE, _) if own.is_some_and(|own| matches!(own.state, SocketState::Idle)) => (
            "The socket was never connected. For send() on TCP Linux then says EPIPE, for recv() ENOTCONN."
                .into(),
            "send(2); Linux sk_stream_wait_connect",
            "Call connect() first, or use the socket that accept() returned.",
        ),
        (Errno::EPIPE, _) => (
            "This end writes no more: it was shut down for writing, or the connection is over.".into(),
            "send(2), write(2)",
            "Open a new connection. Python ignores SIGPIPE, so an exception is all that happens.",
        ),
        (Errno::ENOTCONN, _) => (
            "The socket is not connected.".into(),
            "send(2), recv(2), shutdown(2), getpeername(2)",
            "Call connect() first, or use the socket that accept() returned.",
        ),
        (Errno::EISCONN, _) => (
            "The socket is connected, or it listens.".into(),
            "connect(2)",
            "Use a new socket for each connection.",
        ),
        (Errno::EDESTADDRREQ, _) => (
            "The socket has no peer, and the call named none.".into(),
            "send(2), udp(7)",
            "Use sendto(), or connect() first.",
        ),
        _ => return None,
    })
}

/// Errors of a limit, or of a filter.
fn of_limit(case: &Case, errno: Errno) -> Option<Reason> {
    Some(match (errno, case.name.as_str()) {
        (Errno::EMSGSIZE, _) => (
            "The message does not fit into one datagram: 65,507 bytes over IPv4.".into(),
            "send(2), udp(7)",
            "Send smaller messages.",
        ),
        (Errno::EPERM, "send" | "sendto" | "sendmsg" | "connect") => (
            "A rule of this machine's packet filter forbids what would be sent.".into(),
            "send(2), iptables(8): chain OUTPUT",
            "Change the rule.",
        ),
        (Errno::EMFILE, _) => (
            "The process has as many descriptors as it may have.".into(),
            "socket(2), accept(2), getrlimit(2): RLIMIT_NOFILE",
            "Close descriptors, or raise the limit.",
        ),
        (Errno::ENFILE, _) => (
            "The system has as many open files as it may have.".into(),
            "socket(2), proc(5): file-max",
            "Close sockets.",
        ),
        _ => return None,
    })
}

/// Errors of a call that the socket cannot have.
fn of_argument(case: &Case, errno: Errno) -> Option<Reason> {
    let own = case.socket();
    let udp = own.is_some_and(|own| own.protocol == Protocol::Udp);
    let named = own.and_then(|own| own.local).map_or("no name".to_owned(), |local| local.to_string());
    Some(match (errno, case.name.as_str()) {
        (Errno::EAFNOSUPPORT, _) => (
            "The address is not of the socket's family.".into(),
            "socket(2), bind(2), connect(2)",
            "Use AF_INET for IPv4 and AF_INET6 for IPv6.",
        ),
        (Errno::ECONNABORTED, _) => (
            "An earlier connect() failed, and its error was told already.".into(),
            "Linux __inet_stream_connect",
            "Call connect() again.",
        ),
        (Errno::EBADF, _) => (
            "No descriptor of the process has this number: it was closed, or never opened.".into(),
            "close(2), socket(2)",
            "Look for a close() too early.",
        ),
        (Errno::ENOTSOCK, _) => {
            ("The descriptor leads to a file, not to a socket.".into(), "socket(2)", "Check which one it is.")
        }
        (Errno::EOPNOTSUPP, "listen" | "accept") if udp => (
            "UDP has no connections: nothing to listen for or to accept.".into(),
            "listen(2), accept(2)",
            "Call recvfrom() on the bound socket.",
        ),
        (Errno::EINVAL, "bind") if own.is_some_and(|own| own.local.is_some()) => {
            (format!("The socket has a name already: {named}."), "bind(2)", "Bind a new socket.")
        }
        (Errno::EINVAL, "accept") if own.is_some_and(|own| own.backlog().is_none()) => {
            ("The socket does not listen.".into(), "accept(2)", "Call listen() first.")
        }
        (Errno::EINVAL, "listen")
            if own.is_some_and(|own| matches!(own.state, SocketState::Connection(_))) =>
        {
            ("A connection cannot listen.".into(), "listen(2)", "Listen on a socket of its own.")
        }
        _ => return None,
    })
}
