//! The tables of routers that translate addresses: each flow as the inside sees it, as the router keeps it, and as the
//! outside sees it.

use std::net::SocketAddr;

use super::moment::Moment;
use super::panel::{Body, Change, Panel, Row, Table, Target};
use super::{Size, words};
use crate::model::event::Event;
use crate::model::host::Host;
use crate::model::nat::{Flow, Nat};
use crate::model::packet::FourTuple;
use crate::model::time::Instant;

const RULE: &str = "The inside sees its own addresses, the outside only the router's. Linux keeps the port where it can (RFC \
                    4787 §4.2.1: port preservation); two flows may share an outside port if they go to different places \
                    (§4.1: address- and port-dependent mapping).";

/// Draws the tables.
pub(super) fn draw(moment: &Moment, _: Size) -> Panel {
    let tables: Vec<Table> = moment.world.hosts.iter().filter_map(|host| table(moment, host)).collect();
    let news = news(moment);
    let caption = match (tables.is_empty(), news.is_empty()) {
        (true, _) => "No machine of this step translates addresses.".to_owned(),
        (false, true) => RULE.to_owned(),
        (false, false) => news.join(" "),
    };
    Panel { description: describe(moment, &tables, &caption), caption, body: Body::Tables(tables) }
}

fn table(moment: &Moment, host: &Host) -> Option<Table> {
    let nat = host.nat.as_ref()?;
    let old = moment.before.hosts.get(usize::from(host.id.0)).and_then(|host| host.nat.as_ref());
    let now = moment.world.now;
    let lives = |nat: &Nat, number: u64, at: Instant| {
        nat.flows.get(&number).copied().filter(|flow| flow.tracking.expires > at)
    };
    let mut rows = Vec::new();
    for number in nat.flows.keys().copied() {
        let before = old.and_then(|old| lives(old, number, moment.before.now));
        match (lives(nat, number, now), before) {
            (Some(flow), before) => {
                let change = match before {
                    None => Change::Born,
                    Some(before) if before == flow => Change::Same,
                    Some(_) => Change::Changed,
                };
                rows.push(row(moment, nat, &flow, change));
            }
            (None, Some(flow)) => rows.push(row(moment, nat, &flow, Change::Gone)),
            (None, None) => {}
        }
    }
    let gone =
        old.into_iter().flat_map(|old| &old.flows).filter(|(number, _)| !nat.flows.contains_key(number));
    rows.extend(gone.map(|(_, flow)| row(moment, nat, flow, Change::Gone)));
    let alive = rows.iter().filter(|row| row.change != Change::Gone).count();
    let columns = ["Flow", "Inside sees", "Router keeps", "Outside sees", "Port", "State"];
    Some(Table {
        caption: format!("{}: {}", host.name, words::count(alive, "flow")),
        columns: columns.map(String::from).to_vec(),
        rows,
    })
}

fn row(moment: &Moment, nat: &Nat, flow: &Flow, change: Change) -> Row {
    let (protocol, from, to) = flow.original;
    let (_, answers, outside) = flow.reply;
    let mark = moment.letters.mark(FourTuple { local: from, remote: to });
    let forwarded = answers != to;
    let keeps = match forwarded {
        true => format!("{to} ↔ {answers}"),
        false => format!("{from} ↔ {outside}"),
    };
    let (inside, beyond) = match forwarded {
        true => (format!("{from} → {answers}"), format!("{from} → {to}")),
        false => (format!("{from} → {to}"), format!("{outside} → {to}")),
    };
    Row {
        cells: vec![
            protocol.to_string(),
            inside,
            keeps,
            beyond,
            port(nat, flow),
            state(flow, moment.world.now),
        ],
        target: mark.map(|mark| Target::Connection(mark.index)),
        mark,
        change,
        title: Some(format!("began at {}", words::clock(flow.since))),
    }
}

/// What became of the port, and why.
fn port(nat: &Nat, flow: &Flow) -> String {
    let ((_, from, to), (_, answers, outside)) = (flow.original, flow.reply);
    if answers != to {
        return format!("{} leads to {answers}", to.port());
    }
    if from.port() == outside.port() {
        return format!("{} kept", from.port());
    }
    let wanted = SocketAddr::new(outside.ip(), from.port());
    let holder = nat.flows.values().find(|other| (other.reply.1, other.reply.2) == (to, wanted));
    let why = match holder {
        Some(holder) => format!("{} has it towards {to}", holder.original.1),
        None => "it was taken, or is not in the router's range".to_owned(),
    };
    format!("{} became {}: {why}", from.port(), outside.port())
}

fn state(flow: &Flow, now: Instant) -> String {
    let tracking = &flow.tracking;
    let state = tracking.state.map_or("seen".to_owned(), |state| state.to_string());
    let answered = match (tracking.replied, tracking.assured) {
        (_, true) => ", assured",
        (true, false) => ", answered",
        (false, false) => ", not answered yet",
    };
    let left = if tracking.expires > now {
        format!("; forgotten in {}", words::span(tracking.expires - now))
    } else {
        "; forgotten".to_owned()
    };
    format!("{state}{answered}{left}")
}

/// What routers did in this step.
fn news(moment: &Moment) -> Vec<String> {
    let name = |host: &crate::model::id::HostId| moment.world.host(*host).name.clone();
    let told = moment.events().iter().filter_map(|event| match event {
        Event::Translated { host, before, after, .. } if before.0 != after.0 => {
            Some(format!("{} rewrote the source: {} became {}.", name(host), before.0, after.0))
        }
        Event::Translated { host, before, after, .. } if before.1 != after.1 => {
            Some(format!("{} rewrote the destination: {} became {}.", name(host), before.1, after.1))
        }
        Event::FlowClosed { host, .. } => Some(format!("{} forgot a flow.", name(host))),
        _ => None,
    });
    told.collect()
}

fn describe(moment: &Moment, tables: &[Table], caption: &str) -> String {
    let mut text = format!("Address translation at {}, step {}:", words::clock(moment.world.now), moment.at);
    for table in tables {
        text += &format!(" {}.", table.caption);
    }
    let quiet = tables.is_empty() || caption == RULE;
    let happened = if quiet && !tables.is_empty() { "Nothing is translated in this step." } else { caption };
    format!("{text} {happened}")
}
