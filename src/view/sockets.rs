//! The tables of sockets, one for each host, in the words of `ss` and `netstat`.

use super::moment::Moment;
use super::panel::{Body, Change, Panel, Row, Table, Target};
use super::{Size, words};
use crate::model::host::Host;
use crate::model::id::{HostId, SocketId};
use crate::model::socket::Socket;
use crate::model::sort::sort_by_key;
use crate::model::tcp::TcpState;
use crate::model::world::World;

/// Draws the tables.
pub(super) fn draw(moment: &Moment, _: Size) -> Panel {
    let tables: Vec<Table> = moment.world.hosts.iter().filter_map(|host| table(moment, host)).collect();
    Panel { description: describe(moment), caption: String::new(), body: Body::Tables(tables) }
}

/// The table of a host, if it ever has a socket.
fn table(moment: &Moment, host: &Host) -> Option<Table> {
    if moment.letters.sockets.get(&host.id).copied().unwrap_or(0) == 0 {
        return None;
    }
    let here = |world: &World| -> Vec<SocketId> {
        world.sockets.values().filter(|socket| socket.host == host.id).map(|socket| socket.id).collect()
    };
    let mut ids = here(&moment.world);
    let count = ids.len();
    ids.extend(here(&moment.before).into_iter().filter(|id| !moment.world.sockets.contains_key(id)));
    sort_by_key(&mut ids, |id| *id);
    let columns = ["State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port", "Process"];
    Some(Table {
        caption: format!("{}: {}", host.name, words::count(count, "socket")),
        columns: columns.map(String::from).to_vec(),
        rows: ids.into_iter().map(|id| row(moment, id)).collect(),
    })
}

fn row(moment: &Moment, id: SocketId) -> Row {
    let (world, change) = match (moment.world.sockets.get(&id), moment.before.sockets.get(&id)) {
        (None, _) => (&moment.before, Change::Gone),
        (Some(_), None) => (&moment.world, Change::Born),
        (Some(now), Some(before)) => {
            let same = cells(&moment.world, now) == cells(&moment.before, before);
            (&moment.world, if same { Change::Same } else { Change::Changed })
        }
    };
    let socket = world.socket(id);
    Row {
        cells: cells(world, socket),
        target: Some(Target::Socket(id)),
        mark: moment.mark(id),
        change,
        title: Some(in_full(socket)),
    }
}

fn cells(world: &World, socket: &Socket) -> Vec<String> {
    let (received, sent) = socket.queues();
    let peer = match socket.remote() {
        Some(remote) => remote.to_string(),
        None => "0.0.0.0:*".to_owned(),
    };
    let state = socket.tcp_state().in_ss().to_owned();
    vec![
        state,
        received.to_string(),
        sent.to_string(),
        words::address(socket.local),
        peer,
        process(world, socket),
    ]
}

/// Who holds a descriptor of it, as `server.py pid 1001 fd 3`, or why nobody does.
fn process(world: &World, socket: &Socket) -> String {
    let owners = words::owners(world, socket.id);
    let one = |(pid, fd): &(_, _)| format!("{} pid {pid} fd {fd}", world.process(*pid).name);
    match socket.tcb() {
        _ if !owners.is_empty() => owners.iter().map(one).collect::<Vec<_>>().join(", "),
        Some(tcb) => match tcb.listener.and_then(|listener| world.sockets.get(&listener)?.backlog()) {
            Some(backlog) if backlog.syn_queue.contains(&socket.id) => "none yet: in the SYN queue".into(),
            Some(backlog) if backlog.accept_queue.contains(&socket.id) => {
                "none yet: in the accept queue".into()
            }
            _ => "none any more".into(),
        },
        None => "none".into(),
    }
}

/// The same in the words of `netstat`, and what the queues count.
fn in_full(socket: &Socket) -> String {
    let state = socket.tcp_state();
    if state == TcpState::Closed {
        return "Neither listening nor connected: netstat does not list it, ss only with --bound-inactive."
            .into();
    }
    let netstat = state.in_netstat();
    let (received, sent) = socket.queues();
    match state {
        TcpState::Listen => format!(
            "netstat: {netstat}. Recv-Q: {} waiting for accept(); Send-Q: the backlog, {sent} (netstat shows 0).",
            words::count(received, "connection")
        ),
        _ => format!("netstat: {netstat}. Recv-Q: not yet read; Send-Q: not yet acknowledged."),
    }
}

fn describe(moment: &Moment) -> String {
    let changed = |host: HostId| {
        let own = moment.world.sockets.values().chain(moment.before.sockets.values());
        own.filter(|socket| socket.host == host).any(|socket| words::touched(moment, socket.id))
    };
    let mut text = format!("The sockets at {}, step {}:", words::clock(moment.world.now), moment.at);
    let holders: Vec<String> = moment
        .world
        .hosts
        .iter()
        .filter(|host| moment.letters.sockets.contains_key(&host.id))
        .map(|host| {
            let count = moment.world.sockets.values().filter(|socket| socket.host == host.id).count();
            let change = if changed(host.id) { ", changed" } else { "" };
            format!(" {} {}{change}", host.name, count)
        })
        .collect();
    text += &if holders.is_empty() { " none".to_owned() } else { holders.join(";") };
    text + "."
}
