//! `netstat`, as net-tools 2.10 prints it.
//!
//! Not modelled, because no lesson needs them: statistics, routes and interfaces of `netstat` (`-s`, `-r`,
//! `-i`).

use super::names;
use super::options::{self, Given, Known};
use super::output::Output;
use super::rows::{self, PROGRAM, Row, TimerKind};
use crate::model::id::HostId;
use crate::model::packet::Protocol;
use crate::model::socket::Family;
use crate::model::tcp::TcpState;
use crate::model::world::World;

const KNOWN: Known = Known {
    letters: "tuwxanlpeoW46v",
    long: &[
        ("tcp", 't'),
        ("udp", 'u'),
        ("raw", 'w'),
        ("unix", 'x'),
        ("all", 'a'),
        ("numeric", 'n'),
        ("listening", 'l'),
        ("program", 'p'),
        ("programs", 'p'),
        ("extend", 'e'),
        ("timers", 'o'),
        ("wide", 'W'),
        ("inet", '4'),
        ("inet6", '6'),
        ("verbose", 'v'),
    ],
};

const USAGE: &str = "\
usage: netstat [-WnNaeol] [<Socket> ...]

        -W, --wide               don't truncate IP addresses
        -n, --numeric            don't resolve names
        -e, --extend             display other/more information
        -p, --programs           display PID/Program name for sockets
        -o, --timers             display timers
        -l, --listening          display listening server sockets
        -a, --all                display all sockets (default: connected)

  <Socket>={-t|--tcp} {-u|--udp} {-w|--raw} {-x|--unix}
";

/// What `netstat` with these arguments prints on a host.
pub fn netstat(world: &World, host: HostId, args: &[String]) -> Output {
    let given = match options::parse("netstat", &KNOWN, args) {
        Ok(given) => given,
        Err(message) => return Output::bad(message + USAGE, 3),
    };
    let which = match (given.has('a'), given.has('l')) {
        (true, _) => "servers and established",
        (false, true) => "only servers",
        (false, false) => "w/o servers",
    };
    let every_kind = !"tuwx".chars().any(|kind| given.has(kind));
    let internet = every_kind || given.has('4') || "tuw".chars().any(|kind| given.has(kind));
    let mut text = String::new();
    if internet {
        text += &format!("Active Internet connections ({which})\n");
        text += &header(&given);
    }
    let mut rows = rows::rows(world, host);
    // TCP first, and in each protocol IPv4 first: the order of the kernel's files that netstat reads.
    rows.sort_by_key(|row| (row.socket.protocol, row.socket.family == Family::Inet6));
    for row in rows.iter().filter(|row| kind_shown(row, &given, every_kind) && shown(row, &given)) {
        text += &line(row, &given);
    }
    if given.has('x') || (every_kind && !given.has('4') && !given.has('6')) {
        text += &format!("Active UNIX domain sockets ({which})\n");
        text += "Proto RefCnt Flags       Type       State         I-Node   Path\n";
    }
    Output::good(text)
}

fn kind_shown(row: &Row, given: &Given, every_kind: bool) -> bool {
    let letter = if row.socket.protocol == Protocol::Udp { 'u' } else { 't' };
    let family = if row.socket.family == Family::Inet6 { '6' } else { '4' };
    let every_family = !given.has('4') && !given.has('6');
    (every_kind || given.has(letter)) && (every_family || given.has(family))
}

/// A UDP socket without a peer counts as one that listens.
fn shown(row: &Row, given: &Given) -> bool {
    given.has('a') || given.has('l') == matches!(row.state, TcpState::Listen | TcpState::Closed)
}

fn header(given: &Given) -> String {
    let mut text =
        "Proto Recv-Q Send-Q Local Address           Foreign Address         State      ".to_owned();
    if given.has('e') {
        text += " User       Inode     ";
    }
    if given.has('p') {
        text += &format!(" {:<20}", "PID/Program name");
    }
    if given.has('o') {
        text += " Timer";
    }
    text + "\n"
}

fn line(row: &Row, given: &Given) -> String {
    let numeric = given.has('n');
    // The backlog is no queue of bytes: here a listener sends nothing.
    let send = if row.state == TcpState::Listen { 0 } else { row.send };
    let (local, peer) = (names::endpoint(row.local, numeric), names::endpoint(row.peer, numeric));
    let state = if row.state == TcpState::Closed { "" } else { row.state.in_netstat() };
    let mut text =
        format!("{:<4}  {:>6} {send:>6} {local:<23} {peer:<23} {state:<11}", protocol(row), row.receive);
    if given.has('e') {
        text += &format!(" {:<10} {:<10}", if numeric { "0" } else { "root" }, row.inode());
    }
    if given.has('p') {
        let owner = row.owners.first().map_or("-".to_owned(), |(pid, _)| format!("{pid}/{PROGRAM}"));
        text += &format!(" {owner:<20}");
    }
    if given.has('o') {
        text += &format!(" {}", timer(row));
    }
    text + "\n"
}

/// `tcp`, `tcp6`, `udp` or `udp6`.
fn protocol(row: &Row) -> String {
    let six = if row.socket.family == Family::Inet6 { "6" } else { "" };
    format!("{}{six}", row.socket.protocol.to_string().to_lowercase())
}

fn timer(row: &Row) -> String {
    let Some(timer) = row.timer else { return "off (0.00/0/0)".to_owned() };
    let name = match timer.kind {
        TimerKind::Retransmit => "on",
        TimerKind::Probe => "probe",
        TimerKind::TimeWait => "timewait",
        TimerKind::KeepAlive => "keepalive",
    };
    let hundredths = timer.left.as_millis() / 10;
    let (again, asked) = match timer.kind {
        TimerKind::KeepAlive => (0, timer.retries),
        _ => (timer.retries, 0),
    };
    format!("{name} ({}.{:02}/{again}/{asked})", hundredths / 100, hundredths % 100)
}
