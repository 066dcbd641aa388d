//! What time alone does to connections.

use super::Step;
use super::packets::dropped;
use super::words::the_packet;
use crate::model::event::Event;
use crate::model::id::SocketId;
use crate::model::tcp::TcpState;

/// The retransmission timer ran out.
pub(super) fn retransmitted(step: &Step, socket: SocketId) -> String {
    let Some(end) = step.socket(socket) else { return "A timer ran out.".to_owned() };
    let host = &step.after.host(end.host).name;
    let remote = end.remote().map_or_else(|| "the other side".to_owned(), |remote| remote.to_string());
    let failed = step.find(|event| match event {
        Event::Failed { errno, .. } => Some(*errno),
        _ => None,
    });
    let again = step.find(|event| match event {
        Event::Sent { packet, .. } => Some(the_packet(packet)),
        _ => None,
    });
    let retries = end.tcb().map_or(0, |tcb| tcb.retries);
    match (failed, again) {
        (Some(errno), _) => {
            format!(
                "{host} gave up: no answer came from {remote}, and the next call fails with {errno}{}.",
                step.woken()
            )
        }
        (None, Some(what)) => {
            let times = if retries == 1 {
                "once more".to_owned()
            } else {
                format!("again, for the {}", nth(retries))
            };
            format!("{host} sent {what} to {remote} {times}: no answer had come in time.")
        }
        (None, None) => {
            dropped(step).unwrap_or_else(|| format!("{host} waits on: no answer came from {remote}."))
        }
    }
}

fn nth(number: u32) -> String {
    match number {
        2 => "second time".to_owned(),
        3 => "third time".to_owned(),
        _ => format!("{number}th time"),
    }
}

/// TIME-WAIT, or an orphan's FIN-WAIT-2, is over.
pub(super) fn expired(step: &Step, socket: SocketId) -> String {
    let Some(end) = step.before.sockets.get(&socket) else { return "A connection was forgotten.".to_owned() };
    let host = &step.after.host(end.host).name;
    let port = end.local.map_or(0, |local| local.port());
    let remote = end.remote().map_or_else(String::new, |remote| format!(" to {remote}"));
    match end.tcp_state() {
        TcpState::TimeWait => {
            format!("TIME-WAIT is over: {host} forgot its connection from port {port}{remote}.")
        }
        state => format!("{state} lasted too long: {host} forgot its connection from port {port}{remote}."),
    }
}

/// The keep-alive timer ran out.
pub(super) fn kept_alive(step: &Step, socket: SocketId) -> String {
    let Some(end) = step.socket(socket).or_else(|| step.before.sockets.get(&socket)) else {
        return "A timer ran out.".to_owned();
    };
    let host = &step.after.host(end.host).name;
    let remote = end.remote().map_or_else(|| "the other side".to_owned(), |remote| remote.to_string());
    if step.has(|event| matches!(event, Event::Failed { .. } | Event::SocketRemoved { .. })) {
        return format!("{host} gave up: {remote} answered no keep-alive probe{}.", step.woken());
    }
    if step.has(|event| matches!(event, Event::Probed { .. })) {
        return format!(
            "{host} asked {remote} whether it is still there: a keep-alive probe, for nothing has come for long."
        );
    }
    format!("{host} has heard {remote} not long ago, and asks later whether it is still there.")
}
