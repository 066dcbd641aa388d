//! The `lab` module's calls: one script that owns sockets on several hosts.
//!
//! On a real machine each host is a network namespace; here each is a host of the world.

use std::net::Ipv4Addr;
use std::time::Duration;

use super::args::Args;
use super::{Outcome, done, files, sockets, texts};
use crate::model::datum::{Datum, Failure};
use crate::model::event::Event;
use crate::model::host::Faults;
use crate::model::id::{HostId, LinkId, Tid};
use crate::model::settings;
use crate::model::turn::Turn;

/// The hosts of `lab.Net()`, with their last octets on the private (0) or public (1) side.
const HOSTS: &[(&str, &[(usize, u8)])] = &[
    ("gw", &[(0, 1), (1, 7)]),
    ("h10", &[(0, 10)]),
    ("h13", &[(0, 13)]),
    ("h20", &[(0, 20)]),
    ("server", &[(1, 1)]),
    ("server2", &[(1, 2)]),
    ("pub98", &[(1, 98)]),
    ("pub99", &[(1, 99)]),
];
const NETWORKS: [(&str, [u8; 3]); 2] = [("lan", [192, 168, 1]), ("wan", [203, 0, 113])];
const GATEWAY: Ipv4Addr = Ipv4Addr::new(192, 168, 1, 1);
/// What is sent over a virtual cable arrives before the sender's next call: the sending
/// processor carries it all the way (Linux `veth`).
const LATENCY: Duration = Duration::from_nanos(100);

/// Builds the hosts of `lab.Net()`.
pub(super) fn net(turn: &mut Turn, _: Tid, args: Args) -> Result<Outcome, Failure> {
    let translates = args.bool(0)?;
    let first = turn.links.len() as u16;
    for (index, (name, _)) in (first..).zip(NETWORKS) {
        turn.record(Event::LinkAdded {
            link: LinkId(index),
            name: name.into(),
            latency: LATENCY,
            faults: Faults::default(),
        });
    }
    for (name, interfaces) in HOSTS {
        let host = HostId(turn.hosts.len() as u16);
        let forwards = interfaces.len() > 1;
        turn.record(Event::HostAdded { host, name: (*name).into(), cores: 1, forwards });
        for (side, octet) in *interfaces {
            let [a, b, c] = NETWORKS[*side].1;
            let address = Ipv4Addr::new(a, b, c, *octet);
            let link = LinkId(first + *side as u16);
            turn.record(Event::InterfaceAdded { host, link, address, prefix: 24 });
        }
        if !forwards && interfaces[0].0 == 0 {
            turn.record(Event::GatewaySet { host, gateway: GATEWAY });
        }
        if forwards {
            turn.record(Event::NatStarted { host, outside: LinkId(first + 1) });
            if !translates {
                turn.record(Event::MasqueradeSet { host, masquerade: None });
            }
        }
    }
    Ok(done(Datum::None))
}

pub(super) fn host(turn: &Turn, name: &str) -> Result<HostId, Failure> {
    let host = turn.host_named(name).map(|host| host.id);
    host.ok_or_else(|| Failure::Raise { class: "KeyError", message: name.into() })
}

pub(super) fn socket(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let host = host(turn, args.str(0)?)?;
    let fd = sockets::create(turn, tid, host, [args.int(1)?, args.int(2)?])?;
    Ok(done(Datum::Int(fd.0.into())))
}

/// What a command prints on a host.
pub(super) fn report(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    if let Some(wait) = files::starting(turn, tid) {
        return Ok(wait);
    }
    let host = host(turn, args.str(0)?)?;
    let command = args.str(1)?;
    let unknown =
        || Failure::Raise { class: "RuntimeError", message: format!("{command}: command not found") };
    turn.shell(host, command).map(|(output, _)| done(Datum::Str(output))).ok_or_else(unknown)
}

/// Reads or changes a kernel's setting.
pub(super) fn sysctl(turn: &mut Turn, _: Tid, args: Args) -> Result<Outcome, Failure> {
    let host = host(turn, args.str(0)?)?;
    let key = args.str(1)?;
    if let Some(Datum::Str(value)) = args.0.get(2) {
        texts::change(turn, host, key, value)?;
        return Ok(done(Datum::None));
    }
    let message = format!("sysctl: no such setting here: {key}");
    let unknown = Failure::Raise { class: "RuntimeError", message };
    let value = settings::get(turn.host(host), key).ok_or(unknown)?;
    Ok(done(Datum::Str(value.replace('\t', " "))))
}
