//! The look-up: the five numbers of a packet as a key, tried on every socket that its machine holds.

mod compare;
mod grid;
mod rule;

use std::net::{IpAddr, Ipv6Addr};

use self::compare::{Asked, Case, Fit, Trial};
use super::moment::Moment;
use super::panel::{Body, Change, Panel, Row, Table, Target};
use super::{Size, words};
use crate::model::demux::Key;
use crate::model::packet::Protocol;

/// Draws the look-up of the packet at hand.
pub(super) fn draw(moment: &Moment, size: Size) -> Panel {
    let case = Case::at(moment);
    let caption = match &case {
        Some(case) => format!("{} {}", which(moment, case), why(case)),
        None => String::new(),
    };
    let spoken = if case.is_some() { caption.as_str() } else { "No packet has arrived yet." };
    let description =
        format!("The look-up at {}, step {}. {spoken}", words::clock(moment.world.now), moment.at);
    let scene = grid::draw(moment, case.as_ref(), size);
    let rows = table(moment, case.as_ref());
    Panel { description, caption, body: Body::Drawing { scene, rows } }
}

/// Which packet this is about.
fn which(moment: &Moment, case: &Case) -> String {
    let mark = moment.letters.mark(case.packet.tuple());
    let of = mark.map(|mark| format!(" of connection {}", mark.letter())).unwrap_or_default();
    let host = &moment.world.host(case.host).name;
    let flags = words::kind(&case.packet);
    if case.step == moment.at {
        format!("{flags}{of} has come to {host}.")
    } else {
        format!("Earlier, in step {}, and not now: {flags}{of} had come to {host}.", case.step)
    }
}

/// Why the socket that was found is the right one, or why there is none.
fn why(case: &Case) -> String {
    let to = case.packet.to();
    let flags = case.packet.flags();
    let only_syn = "only a SYN may go to a listener";
    match (case.lookup.found, case.lookup.tried.last()) {
        (Some(_), Some(Key::Connection(tuple))) => {
            format!("The connection {tuple} has exactly this four-tuple: the packet is its.")
        }
        (Some(_), Some(Key::Listener(local))) if local.ip().is_unspecified() => format!(
            "No connection has this four-tuple, and no listener this address. The listener on {local} takes any \
             address and port {}: the SYN is its.",
            local.port()
        ),
        (Some(_), Some(Key::Listener(local))) => {
            format!(
                "No connection has this four-tuple. The listener on {local} has this address and port: the SYN is its."
            )
        }
        (Some(_), Some(Key::Bound(local))) => format!(
            "No socket is connected to this sender. The one bound to {local} hears every sender: the datagram is its."
        ),
        (Some(_), Some(Key::Everyone(to))) => {
            let copies = 1 + case.lookup.also.len();
            let sockets = words::count(copies, "socket");
            format!("It is for all on port {}: {sockets} of this machine got a copy.", to.port())
        }
        (None, Some(Key::Everyone(_))) => "It is for all, but no socket here has its port.".to_owned(),
        _ if case.packet.protocol() == Protocol::Udp => {
            format!("No socket has port {} here: the answer is an ICMP message, port unreachable.", to.port())
        }
        _ if flags.rst => format!(
            "No connection has this four-tuple, and {only_syn}. An RST is never answered: it is dropped."
        ),
        _ if flags.syn && !flags.ack => {
            format!("No connection has this four-tuple, and nobody listens on {to} here: the answer is RST.")
        }
        _ => format!("No connection has this four-tuple, and {only_syn}: the answer is RST."),
    }
}

/// What was asked for with a key.
fn question(key: &Key, size: Size) -> String {
    let wildcard_v6 = IpAddr::V6(Ipv6Addr::UNSPECIFIED);
    match (key, size) {
        (Key::Connection(_), Size::Wide) => "A connection with this four-tuple?".to_owned(),
        (Key::Connection(_), Size::Narrow) => "Connection with all four?".to_owned(),
        (Key::Listener(local), Size::Wide) if local.ip() == wildcard_v6 => {
            format!("A listener on ::, which takes IPv4 too, port {}?", local.port())
        }
        (Key::Listener(local), Size::Narrow) if local.ip() == wildcard_v6 => "Listener on ::?".to_owned(),
        (Key::Bound(local), _) if local.ip() == wildcard_v6 => "Bound to ::?".to_owned(),
        (Key::Listener(local), Size::Wide) if local.ip().is_unspecified() => {
            format!("A listener on any address, port {}?", local.port())
        }
        (Key::Listener(local), Size::Narrow) if local.ip().is_unspecified() => {
            "Listener, any address?".to_owned()
        }
        (Key::Bound(local), _) if local.ip().is_unspecified() => "Bound to any address?".to_owned(),
        (Key::Bound(_), _) => "Bound to this address?".to_owned(),
        (Key::Everyone(to), _) => format!("All on port {}?", to.port()),
        (Key::Listener(local), Size::Wide) => format!("A listener on {local}?"),
        (Key::Listener(_), Size::Narrow) => "Listener, this address?".to_owned(),
    }
}

/// What the answer was.
fn answer(asked: Asked, size: Size) -> &'static str {
    match (asked, size) {
        (Asked::Found, _) => "yes",
        (Asked::Nothing, _) => "no",
        (_, Size::Narrow) => "not asked",
        (Asked::NotNeeded, Size::Wide) => "not asked: it is found",
        (Asked::NotAllowed, Size::Wide) => "not asked",
    }
}

/// Why a socket is not the one, or that it is.
fn verdict(trial: &Trial) -> String {
    const NAMES: [&str; 5] =
        ["protocol", "source address", "source port", "destination address", "destination port"];
    let different: Vec<&str> = trial
        .fields
        .iter()
        .zip(NAMES)
        .filter(|((_, fit), _)| *fit == Fit::Different)
        .map(|(_, name)| name)
        .collect();
    match different.as_slice() {
        _ if trial.won => "this one".into(),
        _ if trial.passed_over => "the hash names another".into(),
        _ if !trial.named => "no packet can find it".into(),
        [] if trial.listens => "fits, but not asked".into(),
        [] => "fits".into(),
        [one] => format!("{one} differs"),
        ["source address", "source port"] => "source differs".into(),
        ["destination address", "destination port"] => "destination differs".into(),
        several => format!("{} fields differ", several.len()),
    }
}

fn table(moment: &Moment, case: Option<&Case>) -> Table {
    let columns = [
        "Socket",
        "Protocol",
        "Source address",
        "Source port",
        "Destination address",
        "Destination port",
        "Answer",
    ];
    let mut rows = Vec::new();
    if let Some(case) = case {
        let key = case.packet_fields().map(|field| field.to_string());
        let first = ["the packet".to_owned()].into_iter().chain(key).chain([String::new()]).collect();
        let mark = moment.letters.mark(case.packet.tuple());
        let target = Some(Target::Packet(case.packet.id));
        rows.push(Row { cells: first, target, mark, change: Change::Chosen, title: None });
        for (key, asked) in &case.keys {
            let cells = [question(key, Size::Wide)].into_iter().chain(std::iter::repeat_n(String::new(), 5));
            let found = rule::bucket(moment, case, key, *asked).map(|text| format!("; {text}"));
            let answer = answer(*asked, Size::Wide).to_owned() + &found.unwrap_or_default();
            let cells = cells.chain([answer]).collect();
            rows.push(Row { cells, target: None, mark: None, change: Change::Same, title: None });
            rows.extend(case.trials_of(key).map(|trial| row(moment, trial)));
        }
        for text in rule::lines(case) {
            let cells = [text].into_iter().chain(std::iter::repeat_n(String::new(), 6)).collect();
            rows.push(Row { cells, target: None, mark: None, change: Change::Same, title: None });
        }
    }
    let at = case.map_or(moment.world.now, |case| moment.trace.steps[case.step - 1].at);
    Table {
        caption: match case {
            Some(case) if case.step != moment.at => {
                format!("The earlier look-up of step {}, at {}", case.step, words::clock(at))
            }
            _ => format!("The look-up at {}", words::clock(at)),
        },
        columns: columns.map(String::from).to_vec(),
        rows,
    }
}

fn row(moment: &Moment, trial: &Trial) -> Row {
    let fields = trial.fields.iter().map(|(text, fit)| match fit {
        Fit::Same => format!("{text} same"),
        Fit::Any => "any".to_owned(),
        Fit::Different => format!("{text} different"),
    });
    Row {
        cells: [trial.kind.clone()].into_iter().chain(fields).chain([verdict(trial)]).collect(),
        target: Some(Target::Socket(trial.socket)),
        mark: trial.tuple.and_then(|tuple| moment.letters.mark(tuple)),
        change: if trial.won { Change::Chosen } else { Change::Same },
        title: None,
    }
}
