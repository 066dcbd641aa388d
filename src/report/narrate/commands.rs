//! What the reader did from outside.

use super::Step;
use super::outside;
use super::words::the_packet;
use crate::model::command::Command;
use crate::model::event::Event;
use crate::model::id::{PacketId, Pid};
use crate::model::packet::{Packet, Protocol};

/// The step in which a command was obeyed.
pub(super) fn sentence(step: &Step, command: &Command) -> String {
    match command {
        Command::Drop(id) => format!("You dropped {}.", packet(step, *id)),
        Command::Delay(id, by) => {
            format!("You delayed {}: it arrives {} ms later.", packet(step, *id), by.as_secs_f64() * 1e3)
        }
        Command::LetOvertake(id) => {
            format!("You held {} back: the packet behind it arrives first.", packet(step, *id))
        }
        Command::Duplicate(id) => format!("You doubled {}: it arrives twice.", packet(step, *id)),
        Command::Edit(id, _) => format!("You changed {}: {}.", packet(step, *id), changes(step, *id)),
        Command::Kill(pid) => {
            format!("You killed {}: the kernel closes what it had open.", process(step, *pid))
        }
        Command::Restart(pid, _) => {
            format!("You changed {}: it was ended and starts again with its new text.", process(step, *pid))
        }
        Command::Intervene(what) => format!("You changed the network. {}", outside::sentence(step, what)),
    }
}

fn packet(step: &Step, id: PacketId) -> String {
    step.before.flight.get(&id).map_or("a packet".to_owned(), |flight| {
        format!("{} from {}", the_packet(&flight.packet), flight.packet.from())
    })
}

fn process(step: &Step, pid: Pid) -> String {
    step.before.processes.get(&pid).map_or("a program".to_owned(), |process| {
        format!("{} on {}", process.name, step.before.host(process.host).name)
    })
}

/// What is different in its header now.
fn changes(step: &Step, id: PacketId) -> String {
    let new = step.find(|event| match event {
        Event::Edited { packet } => Some(packet),
        _ => None,
    });
    let old = step.before.flight.get(&id).map(|flight| &flight.packet);
    let (Some(old), Some(new)) = (old, new) else { return "nothing".to_owned() };
    let flags = |packet: &Packet| match packet.protocol() {
        Protocol::Tcp => packet.flags().to_string(),
        Protocol::Udp | Protocol::Icmp => String::new(),
    };
    let fields = [
        ("source", old.from().to_string(), new.from().to_string()),
        ("destination", old.to().to_string(), new.to().to_string()),
        ("flags", flags(old), flags(new)),
    ];
    let changed = fields.into_iter().filter(|(_, old, new)| old != new);
    let changed: Vec<String> =
        changed.map(|(name, old, new)| format!("its {name} {old} became {new}")).collect();
    changed.join(", ")
}
