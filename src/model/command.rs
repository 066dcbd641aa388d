//! What a reader does to a world from outside, in the imperative: each command becomes events, as everything does.

use std::net::SocketAddr;
use std::rc::Rc;

use super::agenda::Due;
use super::event::{DropReason, Event};
use super::id::{PacketId, Pid, Tid};
use super::kernel;
use super::packet::{Flags, Packet, Payload};
use super::plan::{self, Intervention};
use super::program::Modules;
use super::time::{Duration, Instant};
use super::turn::Turn;
use super::world::{Flight, World};

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Loses a packet that is on its way.
    Drop(PacketId),
    /// Lets it arrive so much later.
    Delay(PacketId, Duration),
    /// Lets the packet behind it arrive first.
    LetOvertake(PacketId),
    /// Lets it arrive twice.
    Duplicate(PacketId),
    /// Changes its header.
    Edit(PacketId, Header),
    /// Ends a process, as `kill -9` does.
    Kill(Pid),
    /// Ends a program with all processes that it has forked, and starts it again with this text.
    Restart(Pid, Rc<Modules>),
    /// Does now what a scenario can do at a time: cuts a link, mends it, changes it.
    Intervene(Intervention),
}

/// What can be changed in a header.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Header {
    /// Source address and port.
    pub from: SocketAddr,
    /// Destination address and port.
    pub to: SocketAddr,
    /// The control bits; they mean nothing where it is no segment.
    pub flags: Flags,
}

impl Header {
    /// The header of a packet as it is.
    pub fn of(packet: &Packet) -> Header {
        Header { from: packet.from(), to: packet.to(), flags: packet.flags() }
    }
}

/// Does it, or says in a sentence why that cannot be.
pub(super) fn obey(turn: &mut Turn, command: &Command) -> Result<(), String> {
    let events = match command {
        Command::Drop(id) => {
            let Flight { packet, to: host, .. } = on_its_way(turn, *id)?;
            vec![Event::Dropped { packet, host, reason: DropReason::Lost }]
        }
        Command::Delay(id, by) => vec![delayed(&on_its_way(turn, *id)?, *by)?],
        Command::LetOvertake(id) => vec![overtaken(turn, &on_its_way(turn, *id)?)?],
        Command::Duplicate(id) => {
            let Flight { arrives, .. } = free(on_its_way(turn, *id)?)?;
            vec![Event::Duplicated { packet: *id, copy: PacketId(turn.counts.packets), arrives }]
        }
        Command::Edit(id, header) => vec![edited(on_its_way(turn, *id)?, header)?],
        Command::Kill(pid) => {
            living(turn, *pid)?;
            Vec::new()
        }
        Command::Restart(pid, _) if !turn.processes.contains_key(pid) => {
            return Err(format!("There is no process {pid} at this step."));
        }
        Command::Restart(..) => Vec::new(),
        Command::Intervene(what) => {
            plan::would_change(turn, what)?;
            Vec::new()
        }
    };
    turn.record(Event::Commanded { command: command.clone() });
    events.into_iter().for_each(|event| turn.record(event));
    match command {
        Command::Kill(pid) => kernel::kill(turn, *pid),
        Command::Restart(pid, modules) => restart(turn, *pid, modules),
        Command::Intervene(what) => plan::carry_out(turn, what),
        _ => {}
    }
    kernel::dispatch(turn);
    Ok(())
}

fn on_its_way(world: &World, packet: PacketId) -> Result<Flight, String> {
    let flight = world.flight.get(&packet).cloned();
    flight.ok_or_else(|| "That packet is not on its way at this step.".to_owned())
}

/// A packet whose arrival is settled; on a link that holds packets only the program lets them go.
fn free(flight: Flight) -> Result<Flight, String> {
    match flight.arrives {
        Instant(u64::MAX) => Err("This wire holds its packets: the program itself lets them go.".to_owned()),
        _ => Ok(flight),
    }
}

fn delayed(flight: &Flight, by: Duration) -> Result<Event, String> {
    let Flight { packet, arrives, .. } = free(flight.clone())?;
    if by.is_zero() {
        return Err("A delay of nothing changes nothing.".to_owned());
    }
    Ok(Event::Delayed { packet: packet.id, arrives: arrives + by })
}

/// It arrives right after the packet behind it on the same hop.
fn overtaken(world: &World, flight: &Flight) -> Result<Event, String> {
    let place = |flight: &Flight| (flight.arrives, flight.packet.id);
    let own = place(&free(flight.clone())?);
    let behind = world.flight.values().filter(|other| {
        (other.from, other.to, other.link) == (flight.from, flight.to, flight.link) && place(other) > own
    });
    match behind.min_by_key(|other| place(other)) {
        Some(other) => Ok(Event::Delayed {
            packet: flight.packet.id,
            arrives: free(other.clone())?.arrives + Duration::from_nanos(1),
        }),
        None => Err("No other packet is behind it on its way: nothing can overtake it.".to_owned()),
    }
}

fn edited(flight: Flight, header: &Header) -> Result<Event, String> {
    let packet = flight.packet;
    if packet.ports().is_none() {
        return Err("An ICMP message has no ports and no flags that could be changed.".to_owned());
    }
    if header.from.is_ipv4() != packet.source.is_ipv4() || header.to.is_ipv4() != packet.source.is_ipv4() {
        return Err("A packet of one address family cannot get an address of the other.".to_owned());
    }
    let mut new = packet.clone().readdressed(header.from, header.to);
    if let Payload::Tcp(segment) = &mut new.payload {
        segment.flags = header.flags;
    }
    match new == packet {
        true => Err("The packet has this header already.".to_owned()),
        false => Ok(Event::Edited { packet: new }),
    }
}

fn living(world: &World, pid: Pid) -> Result<(), String> {
    match world.processes.get(&pid) {
        Some(process) if process.status.is_none() => Ok(()),
        Some(process) => Err(format!("{} has ended already.", process.name)),
        None => Err(format!("There is no process {pid} at this step.")),
    }
}

fn restart(turn: &mut Turn, pid: Pid, modules: &Rc<Modules>) {
    let (host, name) = (turn.process(pid).host, turn.process(pid).name.clone());
    // A program that waits for its time to start goes on waiting.
    let waits = turn.awaits_start(turn.process(pid));
    let starts = turn.agenda.when(Due::Timeout(Tid(pid.0), 0)).filter(|_| waits);
    let after = starts.map_or(Duration::ZERO, |at| at - turn.now);
    for member in family(turn, pid) {
        kernel::kill(turn, member);
    }
    let pid = Pid(turn.counts.tasks);
    turn.record(Event::ProcessStarted { host, pid, name, modules: modules.clone(), after });
}

/// The living among a process and all that came from it.
fn family(world: &World, pid: Pid) -> Vec<Pid> {
    let mut members = vec![pid];
    for process in world.processes.values() {
        // A child's number is higher than its parent's.
        if process.parent.is_some_and(|parent| members.contains(&parent)) {
            members.push(process.pid);
        }
    }
    members.retain(|member| world.process(*member).status.is_none());
    members
}
