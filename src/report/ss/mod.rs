//! `ss`, as iproute2 6.1 prints it where its output is no terminal.
//!
//! A host of the model has TCP sockets over IPv4 and no others; asking for other kinds gives an empty table.
//!
//! Not modelled, because the model does not know what they show: `ss -i`, `-m`, `-s` and its other reports.

mod filter;
mod layout;
mod states;

use super::names;
use super::options::{self, Given, Known};
use super::output::Output;
use super::rows::{self, PROGRAM, Row, Timer, TimerKind};
use crate::model::id::HostId;
use crate::model::packet::Protocol;
use crate::model::socket::Family;
use crate::model::world::World;
use filter::Filter;
use layout::Table;
use states::States;
use std::time::Duration;

const KNOWN: Known = Known {
    letters: "anlpoeHOrtu46xwdSM0hV",
    long: &[
        ("all", 'a'),
        ("numeric", 'n'),
        ("listening", 'l'),
        ("processes", 'p'),
        ("options", 'o'),
        ("extended", 'e'),
        ("no-header", 'H'),
        ("oneline", 'O'),
        ("resolve", 'r'),
        ("tcp", 't'),
        ("udp", 'u'),
        ("ipv4", '4'),
        ("ipv6", '6'),
        ("unix", 'x'),
        ("raw", 'w'),
        ("help", 'h'),
        ("version", 'V'),
    ],
};

const USAGE: &str = "\
Usage: ss [ OPTIONS ]
       ss [ OPTIONS ] [ FILTER ]
   -h, --help          this message
   -n, --numeric       don't resolve service names
   -a, --all           display all sockets
   -l, --listening     display listening sockets
   -o, --options       show timer information
   -e, --extended      show detailed socket information
   -p, --processes     show process using socket
   -4, --ipv4          display only IP version 4 sockets
   -t, --tcp           display only TCP sockets
   -u, --udp           display only UDP sockets
   -H, --no-header     Suppress header line
       FILTER := [ state STATE-FILTER ] [ EXPRESSION ]
       STATE-FILTER := {all|connected|synchronized|bucket|big|TCP-STATES}
         TCP-STATES := {established|syn-sent|syn-recv|fin-wait-{1,2}|time-wait|closed|close-wait|last-ack|listening|closing}
";

/// What is wrong with a command line, and the status that says so.
type Complaint = (String, i32);

/// What `ss` with these arguments prints on a host.
pub fn ss(world: &World, host: HostId, args: &[String]) -> Output {
    let given = match options::parse("ss", &KNOWN, args) {
        Ok(given) => given,
        Err(message) => return Output::bad(message + USAGE, 255),
    };
    if given.has('h') {
        return Output::good(USAGE);
    }
    if given.has('V') {
        return Output::good("ss utility, iproute2-6.1.0\n");
    }
    match table(world, host, &given) {
        Ok(table) => Output::good(table.print(!given.has('H'))),
        Err((message, status)) => Output::bad(message, status),
    }
}

fn table(world: &World, host: HostId, given: &Given) -> Result<Table, Complaint> {
    let (states, filter) = wanted(given)?;
    let kinds = "tuxwdSM0".chars().filter(|kind| given.has(*kind)).count();
    // Three kinds of Unix sockets hide behind -x.
    let several = kinds != 1 || given.has('x');
    let asked_for = |row: &Row| {
        let letter = if row.socket.protocol == Protocol::Udp { 'u' } else { 't' };
        let six = row.socket.family == Family::Inet6;
        let family = given.has(if six { '6' } else { '4' }) || !(given.has('4') || given.has('6'));
        family && (kinds == 0 || given.has(letter))
    };
    let mut table = Table::new(several, !states.only_one());
    let matching =
        rows::rows(world, host).into_iter().filter(|row| states.has(row.state) && filter.fits(row));
    for row in matching.filter(asked_for) {
        table.add(&row, !given.has('n'), process(&row, given));
    }
    Ok(table)
}

/// Which states are asked for, and what else must fit.
fn wanted(given: &Given) -> Result<(States, Filter), Complaint> {
    let only_udp = given.has('u') && !"txwdSM0".chars().any(|kind| given.has(kind));
    // Of the two, the last one counts.
    let mut states = match given.options.iter().rev().find(|(letter, _)| matches!(letter, 'a' | 'l')) {
        Some(('a', _)) => States::ALL,
        Some(_) => States::LISTENING,
        None if only_udp => States::ESTABLISHED,
        None => States::CONNECTED,
    };
    let mut words = given.words.as_slice();
    let mut first = true;
    while let [keyword @ ("state" | "exclude"), rest @ ..] =
        words.iter().map(String::as_str).collect::<Vec<_>>().as_slice()
    {
        let name = rest.first().ok_or((INCOMPLETE.to_owned(), 255))?;
        let named = States::named(name).ok_or((format!("ss: wrong state name: {name}\n"), 255))?;
        states = match (*keyword, first) {
            ("state", true) => named,
            ("state", false) => states.and(named),
            // The first `exclude` takes away from all there are, whatever `-l` says (iproute2 `main`).
            (_, true) => States::ALL.without(named),
            (_, false) => states.without(named),
        };
        first = false;
        words = &words[2..];
    }
    Ok((states, filter::parse(&words.join(" "))?))
}

const INCOMPLETE: &str = "Command line is not complete. Try option \"help\"\n";

/// The last column: owners, timer, details, each with a blank before it.
fn process(row: &Row, given: &Given) -> String {
    let mut text = String::new();
    if given.has('p') && !row.owners.is_empty() {
        // The last process and descriptor that `ss` found stands first.
        let users = row.owners.iter().rev();
        let users: Vec<String> =
            users.map(|(pid, fd)| format!("(\"{PROGRAM}\",pid={pid},fd={fd})")).collect();
        text += &format!(" users:({})", users.join(","));
    }
    if let Some(timer) = row.timer.filter(|_| given.has('o') || given.has('e')) {
        text += &format!(" {}", show_timer(timer));
    }
    if given.has('e') {
        let arrow = match (row.socket.read_shut, row.socket.write_shut) {
            (false, false) => "<->",
            (false, true) => "<--",
            (true, false) => "-->",
            (true, true) => "---",
        };
        text += &format!(" ino:{} sk:{:x} cgroup:/ {arrow}", row.inode(), row.socket.id.0 + 1);
    }
    text
}

fn show_timer(timer: Timer) -> String {
    let name = match timer.kind {
        TimerKind::Retransmit => "on",
        TimerKind::Probe => "persist",
        TimerKind::TimeWait => "timewait",
        TimerKind::KeepAlive => "keepalive",
    };
    format!("timer:({name},{},{})", show_time(timer.left), timer.retries)
}

/// `1min59sec`, `59sec`, `1.500ms` or `692ms`: the shorter the time, the finer (iproute2 `print_ms_timer`).
fn show_time(time: Duration) -> String {
    let (minutes, seconds, millis) = (time.as_secs() / 60, time.as_secs() % 60, time.subsec_millis());
    let mut text = String::new();
    if minutes > 0 {
        text += &format!("{minutes}min");
    }
    let millis = if minutes > 0 || seconds > 9 { 0 } else { millis };
    if seconds > 0 && minutes <= 9 {
        text += &format!("{seconds}{}", if millis > 0 { "." } else { "sec" });
    }
    if millis > 0 {
        text += &format!("{millis:03}ms");
    }
    text
}

/// A port or service that a filter names.
fn port(text: &str) -> Option<u16> {
    text.parse().ok().or_else(|| names::service_port(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shorter_a_time_the_finer_it_is_shown() {
        for (millis, text) in [
            (59_999, "59sec"),
            (60_000, "1min"),
            (119_000, "1min59sec"),
            (900_500, "15min"),
            (692, "692ms"),
            (1_005, "1.005ms"),
            (3_000, "3sec"),
            (0, ""),
        ] {
            assert_eq!(show_time(Duration::from_millis(millis)), text);
        }
    }
}
