//! The tables below a refusal: the rule of `bind` and `listen` for each socket that holds the port, and how many ports or
//! descriptors are left.

use std::net::SocketAddr;

use super::{Case, named};
use crate::model::errno::Errno;
use crate::model::kernel::{Meeting, meetings, ports_to_bind, ports_to_connect};
use crate::model::packet::Protocol;
use crate::model::sort::sort_by_key;
use crate::view::moment::Moment;
use crate::view::panel::{Change, Row, Table, Target};
use crate::view::words;

/// No more sockets than these get a table; those in the way come first.
const MOST: usize = 4;

/// The name that `bind` or `listen` wanted, where another socket can be in the way.
pub(super) fn wanted(case: &Case) -> Option<SocketAddr> {
    let local = match case.name.as_str() {
        "bind" => case.address()?,
        "listen" => case.socket()?.local?,
        _ => return None,
    };
    (case.errno == Some(Errno::EADDRINUSE) && local.port() != 0).then_some(local)
}

/// Those who hold the port, with the ones that are in the way first.
pub(super) fn holders(case: &Case) -> Vec<(Meeting, bool)> {
    let (Some(local), Some(socket)) = (wanted(case), case.socket) else { return Vec::new() };
    let stops = |meeting: &Meeting| {
        if case.name == "bind" { meeting.stops_bind() } else { meeting.stops_listen() }
    };
    let all = meetings(&case.world, socket, local);
    let mut all: Vec<_> = all.map(|meeting| (meeting, stops(&meeting))).collect();
    sort_by_key(&mut all, |(_, stops)| !stops);
    all
}

/// How many ports are left, and of how many, where the kernel had to choose one and found none.
pub(super) fn ports(case: &Case) -> Option<(usize, usize)> {
    let (socket, errno) = (case.socket()?, case.errno?);
    let local = socket.local;
    match (case.name.as_str(), errno) {
        ("bind", Errno::EADDRINUSE) if case.address()?.port() == 0 => {
            Some(ports_to_bind(&case.world, socket.id, case.address()?.ip()))
        }
        ("listen", Errno::EADDRINUSE) if local.is_none_or(|local| local.port() == 0) => {
            let ip = local.map_or(socket.family.unspecified(), |local| local.ip());
            Some(ports_to_bind(&case.world, socket.id, ip))
        }
        ("connect", Errno::EADDRNOTAVAIL) if local.is_none_or(|local| local.port() == 0) => {
            let remote = case.address()?;
            let bound = local.map(|local| local.ip()).filter(|ip| !ip.is_unspecified());
            let source = bound.or_else(|| case.world.host(socket.host).source_for(remote.ip()))?;
            Some(ports_to_connect(&case.world, socket.host, source, remote))
        }
        ("send" | "sendto" | "connect", Errno::EAGAIN)
            if socket.protocol == Protocol::Udp && local.is_none() =>
        {
            Some(ports_to_bind(&case.world, socket.id, socket.family.unspecified()))
        }
        _ => None,
    }
}

/// All tables that a refusal has besides its own.
pub(super) fn tables(moment: &Moment, case: &Case) -> Vec<Table> {
    let mut tables = Vec::new();
    let all = holders(case);
    let more = all.len().saturating_sub(MOST);
    for (meeting, stops) in all.iter().take(MOST) {
        tables.push(rule(moment, case, meeting, *stops));
    }
    if let Some(last) = tables.last_mut().filter(|_| more > 0) {
        last.caption += &format!("; {} more on this port", words::count(more, "socket"));
    }
    tables.extend(range(case));
    tables.extend(descriptors(case));
    tables
}

fn plain(cells: Vec<String>) -> Row {
    Row { cells, target: None, mark: None, change: Change::Same, title: None }
}

fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

fn on(is: bool) -> &'static str {
    if is { "on" } else { "off" }
}

/// The rule, field by field, for one socket that holds the port.
fn rule(moment: &Moment, case: &Case, meeting: &Meeting, stops: bool) -> Table {
    let world = &case.world;
    let other = world.socket(meeting.other);
    let wants = wanted(case).unwrap_or_else(|| SocketAddr::from(([0, 0, 0, 0], 0)));
    let uid = case.socket().map_or(0, |own| own.uid);
    let line = |question: &str, own: String, its: String, answer: &str| {
        plain(vec![question.to_owned(), own, its, answer.to_owned()])
    };
    let its = other.local.map_or("none".to_owned(), |local| local.ip().to_string());
    let (protocol, port) = (other.protocol.to_string(), wants.port().to_string());
    let reuse = |both: [bool; 2]| (on(both[0]).to_owned(), on(both[1]).to_owned(), yes(both == [true; 2]));
    let (own_address, its_address, both_address) = reuse(meeting.reuse_address);
    let (own_port, its_port, both_port) = reuse(meeting.reuse_port);
    let mut rows = vec![
        line("Same protocol?", protocol.clone(), protocol, "yes"),
        line("Same port?", port.clone(), port, "yes"),
        line("Do the addresses overlap?", wants.ip().to_string(), its, yes(meeting.overlap)),
        line("SO_REUSEADDR on both?", own_address, its_address, both_address),
        line(
            "Does the holder listen?",
            String::new(),
            other.tcp_state().in_ss().into(),
            yes(meeting.listens),
        ),
        line("SO_REUSEPORT on both?", own_port, its_port, both_port),
        line("Same user?", uid.to_string(), other.uid.to_string(), yes(meeting.one_user)),
        line("Same device?", "any".into(), "any".into(), "yes"),
    ];
    let verdict = if stops { "in the way" } else { "not in the way" };
    rows.push(Row {
        cells: vec![format!("So: {}", because(case, meeting)), String::new(), String::new(), verdict.into()],
        target: Some(Target::Socket(other.id)),
        mark: other.tuple().and_then(|tuple| moment.letters.mark(tuple)),
        change: if stops { Change::Chosen } else { Change::Same },
        title: None,
    });
    let owners: Vec<String> = words::owners(world, other.id)
        .into_iter()
        .map(|(pid, fd)| format!("{} pid {pid} fd {fd}", world.process(pid).name))
        .collect();
    let owner = if owners.is_empty() { "no program any more".to_owned() } else { owners.join(", ") };
    let columns = ["Question", "Caller", "Holder", "Answer"];
    Table {
        caption: format!("Who holds the port: {} ({owner})", named(other)),
        columns: columns.map(String::from).to_vec(),
        rows,
    }
}

/// The part of the rule that decides.
pub(super) fn because(case: &Case, meeting: &Meeting) -> &'static str {
    let both = meeting.reuse_address == [true; 2];
    match meeting {
        _ if !meeting.overlap => "no packet is for both",
        _ if meeting.one_group() => "both share it by SO_REUSEPORT",
        _ if case.name == "listen" && !meeting.listens => "only a listener can be in the way of listen()",
        _ if case.name == "listen" => "two listeners need SO_REUSEPORT on both and one user",
        _ if both && !meeting.listens => "both share it by SO_REUSEADDR",
        _ if both => "SO_REUSEADDR does not help against a listener",
        _ if meeting.reuse_port == [true; 2] => "SO_REUSEPORT is for sockets of one user only",
        _ if meeting.reuse_address[0] && !meeting.listens => "the holder has no SO_REUSEADDR",
        _ if meeting.listens => "the holder listens, and SO_REUSEPORT is not on both",
        _ => "the caller has no SO_REUSEADDR",
    }
}

/// The ports that the kernel may choose from.
fn range(case: &Case) -> Option<Table> {
    let (free, all) = ports(case)?;
    let (low, high) = case.host()?.settings.local_ports;
    let line = |question: &str, answer: String| plain(vec![question.to_owned(), answer]);
    Some(Table {
        caption: "The ports that the kernel may choose from".into(),
        columns: vec!["Question".into(), "Answer".into()],
        rows: vec![
            line("ip_local_port_range", format!("{low} to {high}: {}", words::count(all, "port"))),
            line("Taken or reserved", (all - free).to_string()),
            line("Free", free.to_string()),
        ],
    })
}

/// The descriptors of a process that has no more.
fn descriptors(case: &Case) -> Option<Table> {
    let process = case.process().filter(|_| case.errno == Some(Errno::EMFILE))?;
    let line = |question: &str, answer: String| plain(vec![question.to_owned(), answer]);
    Some(Table {
        caption: format!("The descriptors of {}", process.name),
        columns: vec!["Question".into(), "Answer".into()],
        rows: vec![
            line("Limit (RLIMIT_NOFILE)", process.descriptor_limits.0.to_string()),
            line("Open", process.fds.len().to_string()),
        ],
    })
}
