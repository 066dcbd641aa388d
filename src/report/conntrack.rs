//! `conntrack -L`, as conntrack-tools 1.4.7 prints the flows that a router tracks.

use super::output::Output;
use crate::model::host::Host;
use crate::model::nat::{Flow, Tuple};
use crate::model::packet::Protocol;
use crate::model::time::Instant;

/// What `conntrack` with these arguments prints on a host at this moment.
pub(super) fn conntrack(host: &Host, now: Instant, args: &[String]) -> Output {
    match args {
        [option] if option == "-L" || option == "--dump" => {}
        _ => return Output::bad("conntrack: only -L is modelled\n", 2),
    }
    let flows: Vec<&Flow> = host.nat.iter().flat_map(|nat| nat.tracked(now)).collect();
    let out: String = flows.iter().map(|flow| line(flow, now)).collect();
    let err = format!("conntrack v1.4.7 (conntrack-tools): {} flow entries have been shown.\n", flows.len());
    Output { out, err, status: 0 }
}

fn line(flow: &Flow, now: Instant) -> String {
    let (name, number) = match flow.original.0 {
        Protocol::Tcp => ("tcp", 6),
        Protocol::Udp => ("udp", 17),
        Protocol::Icmp => ("icmp", 1),
    };
    let tracking = &flow.tracking;
    let seconds = (tracking.expires - now).as_secs();
    let state = tracking.state.map_or(String::new(), |state| format!("{state} "));
    let unreplied = if tracking.replied { "" } else { "[UNREPLIED] " };
    let assured = if tracking.assured { "[ASSURED] " } else { "" };
    format!(
        "{name:<8} {number} {seconds} {state}{} {unreplied}{} {assured}mark=0 use=1\n",
        direction(flow.original),
        direction(flow.reply)
    )
}

fn direction((_, from, to): Tuple) -> String {
    format!("src={} dst={} sport={} dport={}", from.ip(), to.ip(), from.port(), to.port())
}
