//! Facts about time, machines, links and packets.

use crate::model::agenda::Due;
use crate::model::demux::Demux;
use crate::model::event::Event;
use crate::model::host::{Host, Interface, Link};
use crate::model::id::HostId;
use crate::model::settings::{self, Settings};
use crate::model::time::Duration;
use crate::model::world::{Flight, World};

/// Linux sends data again after this long at the earliest (`TCP_RTO_MIN`).
const RTO_MIN: Duration = Duration::from_millis(200);

impl World {
    pub(in crate::model) fn apply_network(&mut self, event: &Event) {
        match event {
            Event::LinkAdded { link, name, latency, faults } => {
                assert_eq!(usize::from(link.0), self.links.len(), "links are numbered in order");
                let (name, latency, faults) = (name.clone(), *latency, *faults);
                self.links.push(Link { id: *link, name, latency, faults, held: false, cut: false });
            }
            Event::HostAdded { host, name, cores, forwards } => {
                self.add_host(*host, name, *cores, *forwards);
            }
            Event::InterfaceAdded { host, link, address, prefix } => {
                let interface = Interface { link: *link, address: *address, prefix: *prefix };
                self.host_mut(*host).interfaces.push(interface);
            }
            Event::GatewaySet { host, gateway } => self.host_mut(*host).gateway = Some(*gateway),
            Event::SettingChanged { host, name, value } => {
                let known = settings::set(self.host_mut(*host), name, value);
                assert!(known, "only what a setting accepts is set");
            }
            Event::LinkHeld { .. }
            | Event::LinkCut { .. }
            | Event::LinkMended { .. }
            | Event::LinkChanged { .. } => self.apply_link(event),
            Event::Planned { at, what } => {
                self.agenda.push(*at, Due::Planned(self.plan.len() as u16));
                self.plan.push(what.clone());
            }
            Event::RtoMinSet { host, after } => self.host_mut(*host).rto_min = *after,
            Event::CameDue { at, due } => {
                debug_assert!(*at >= self.now, "time goes back to {at:?} for {due:?}");
                let next = self.agenda.pop();
                assert_eq!(next, Some((*at, *due)), "the agenda goes in order");
                self.now = *at;
            }
            Event::LimitReached { limit } => self.stopped = Some(limit.clone()),
            Event::Sent { .. } => self.apply_sent(event),
            Event::Arrived { packet, .. } => {
                self.flight.remove(packet);
            }
            // A packet that comes to nothing where it is made has had its number all the same.
            Event::Dropped { packet, .. } => {
                self.counts.packets = self.counts.packets.max(packet.id.0 + 1);
                self.flight.remove(&packet.id);
            }
            Event::Released { .. }
            | Event::Duplicated { .. }
            | Event::Delayed { .. }
            | Event::Edited { .. }
            | Event::Sought { .. }
            | Event::SearchEnded { .. } => self.apply_waiting(event),
            Event::LookedUp { .. } | Event::Commanded { .. } => {}
            _ => unreachable!("not about the network"),
        }
    }

    fn add_host(&mut self, host: HostId, name: &str, cores: u16, forwards: bool) {
        assert_eq!(usize::from(host.0), self.hosts.len(), "hosts are numbered in order");
        self.hosts.push(Host {
            id: host,
            name: name.to_owned(),
            forwards,
            interfaces: Vec::new(),
            gateway: None,
            demux: Demux::default(),
            cores: vec![None; usize::from(cores)],
            run_queue: Default::default(),
            settings: Settings::default(),
            port_offsets: Default::default(),
            filters: Vec::new(),
            nat: None,
            searches: Default::default(),
            rto_min: RTO_MIN,
        });
    }

    /// What becomes of a link after it was laid.
    fn apply_link(&mut self, event: &Event) {
        match event {
            Event::LinkHeld { link } => self.links[usize::from(link.0)].held = true,
            Event::LinkCut { link } => self.links[usize::from(link.0)].cut = true,
            Event::LinkMended { link } => self.links[usize::from(link.0)].cut = false,
            Event::LinkChanged { link, latency, faults } => {
                let link = &mut self.links[usize::from(link.0)];
                (link.latency, link.faults) = (*latency, *faults);
            }
            other => unreachable!("not about a link: {other:?}"),
        }
    }

    fn apply_sent(&mut self, event: &Event) {
        let Event::Sent { packet, socket, from, to, link, arrives } = event else {
            unreachable!("only called for Sent")
        };
        self.counts.packets = self.counts.packets.max(packet.id.0 + 1);
        if let (Some(socket), Some(segment)) = (socket, packet.segment()) {
            let end = segment.end();
            let full = segment.data.len() >= self.socket(*socket).segment_size(link.is_none());
            let snd = &mut self.socket_mut(*socket).tcb_mut().snd;
            if end.after(snd.nxt) {
                snd.nxt = end;
            }
            if !full && end.after(segment.seq) {
                snd.small = end;
            }
        }
        if !link.is_some_and(|link| self.links[usize::from(link.0)].held) {
            self.agenda.push(*arrives, Due::Arrival(packet.id));
        }
        let flight = Flight {
            packet: packet.clone(),
            from: *from,
            to: *to,
            link: *link,
            sent: self.now,
            arrives: *arrives,
        };
        self.flight.insert(packet.id, flight);
    }

    /// Packets that wait: on a link that holds them, or for an answer of ARP.
    fn apply_waiting(&mut self, event: &Event) {
        match event {
            Event::Released { packet, arrives } | Event::Delayed { packet, arrives } => {
                let flight = self.flight.get_mut(packet).expect("only a packet on its way is let go");
                flight.arrives = *arrives;
                self.agenda.push(*arrives, Due::Arrival(*packet));
            }
            Event::Duplicated { packet, copy, arrives } => {
                let mut flight = self.flight[packet].clone();
                flight.packet.id = *copy;
                flight.arrives = *arrives;
                self.counts.packets = self.counts.packets.max(copy.0 + 1);
                self.flight.insert(*copy, flight);
                self.agenda.push(*arrives, Due::Arrival(*copy));
            }
            Event::Edited { packet } => {
                let flight = self.flight.get_mut(&packet.id).expect("only a packet on its way is changed");
                flight.packet = packet.clone();
            }
            Event::Sought { host, neighbour, packet, ends } => {
                self.counts.packets = self.counts.packets.max(packet.id.0 + 1);
                self.host_mut(*host).searches.or_default(*neighbour).push(packet.clone());
                if let Some(ends) = ends {
                    self.agenda.push(*ends, Due::Unanswered(*host, *neighbour));
                }
            }
            Event::SearchEnded { host, neighbour } => {
                self.host_mut(*host).searches.remove(neighbour);
            }
            other => unreachable!("not about packets that wait: {other:?}"),
        }
    }
}
