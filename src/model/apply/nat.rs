//! Facts about packet filters and address translation.

use crate::model::event::Event;
use crate::model::id::HostId;
use crate::model::nat::{Flow, Nat};
use crate::model::time::Instant;
use crate::model::world::World;

impl World {
    pub(in crate::model) fn apply_nat(&mut self, event: &Event) {
        match event {
            Event::FilterSet { host, filter, undo } => {
                let filters = &mut self.host_mut(*host).filters;
                match filters.iter().position(|other| other == filter) {
                    Some(place) if *undo => {
                        filters.remove(place);
                    }
                    _ => filters.push(*filter),
                }
            }
            Event::NatStarted { host, outside } => self.host_mut(*host).nat = Some(Nat::new(*outside)),
            Event::MasqueradeSet { host, masquerade } => self.nat(*host).masquerade = *masquerade,
            Event::PortForwarded { host, forward } => self.nat(*host).forwards.push(*forward),
            Event::FlowOpened { host, number, flow } => {
                let now = self.now;
                let nat = self.nat(*host);
                forget(nat, now);
                open(nat, *number, *flow);
            }
            Event::FlowChanged { host, number, tracking } => {
                if let Some(flow) = self.nat(*host).flows.get_mut(number) {
                    flow.tracking = *tracking;
                }
            }
            Event::FlowClosed { host, number } => close(self.nat(*host), *number),
            Event::Translated { .. } => {}
            other => unreachable!("not about filters or translation: {other:?}"),
        }
    }

    fn nat(&mut self, host: HostId) -> &mut Nat {
        self.host_mut(host).nat.as_mut().expect("only a router that translates has flows")
    }
}

/// Flows whose time is over make room.
fn forget(nat: &mut Nat, now: Instant) {
    let over = nat.flows.iter().filter(|(_, flow)| flow.tracking.expires <= now);
    let numbers: Vec<u64> = over.map(|(number, _)| *number).collect();
    numbers.into_iter().for_each(|number| close(nat, number));
}

/// A flow takes its names.
fn open(nat: &mut Nat, number: u64, flow: Flow) {
    for tuple in [flow.original, flow.reply] {
        if let Some(old) = nat.tuples.get(&tuple).copied() {
            close(nat, old);
        }
    }
    nat.tuples.extend([(flow.original, number), (flow.reply, number)]);
    nat.flows.insert(number, flow);
}

fn close(nat: &mut Nat, number: u64) {
    if let Some(flow) = nat.flows.remove(&number) {
        nat.tuples.remove(&flow.original);
        nat.tuples.remove(&flow.reply);
    }
}
