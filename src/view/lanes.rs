//! Packets side by side: each keeps to its lane as long as it is on a LAN, so that it never jumps.

use super::looks::PACKET;
use super::map::Point;
use super::panel::{Form, Role};
use crate::model::event::Event;
use crate::model::id::{HostId, LinkId, PacketId};
use crate::model::sort::sort_by;
use crate::model::sorted::SortedMap;
use crate::trace::Trace;

/// From lane to lane.
const LANE: f32 = PACKET + 4.0;

/// Gives each packet on each LAN the first lane that is free when it comes.
pub(super) fn of(trace: &Trace) -> SortedMap<(PacketId, HostId), usize> {
    let mut lanes = SortedMap::new();
    let mut taken: SortedMap<Option<LinkId>, Vec<Option<PacketId>>> = SortedMap::new();
    for step in 0..trace.steps.len() {
        let mut arrived = Vec::new();
        for event in trace.events_of(step) {
            match event {
                Event::Sent { packet, from, link, .. } => {
                    let taken = taken.or_default(*link);
                    let lane = taken.iter().position(Option::is_none).unwrap_or(taken.len());
                    taken.resize(taken.len().max(lane + 1), None);
                    taken[lane] = Some(packet.id);
                    lanes.insert((packet.id, *from), lane);
                }
                // It is still to be seen in this step; and the same packet may be sent on in it.
                Event::Arrived { packet, .. } => {
                    let flying = taken.iter().find_map(|(link, lanes)| {
                        Some((*link, lanes.iter().position(|one| *one == Some(*packet))?))
                    });
                    arrived.extend(flying);
                }
                _ => {}
            }
        }
        for (link, lane) in arrived {
            if let Some(lane) = taken.get_mut(&link).and_then(|lanes| lanes.get_mut(lane)) {
                *lane = None;
            }
        }
    }
    lanes
}

type Bounds = (f32, f32, f32, f32);

/// Finds room for packets, one after the other.
pub(super) struct Lanes {
    height: f32,
    taken: Vec<Bounds>,
}

impl Lanes {
    /// A picture of this height, in which some places are taken.
    pub(super) fn new(height: f32, taken: Vec<Bounds>) -> Lanes {
        Lanes { height, taken }
    }

    /// A packet on its way, in its lane if there is room in it, or else in the nearest one that has: beside its own LAN
    /// (from where to where that reaches) if there is one, for beside another it would seem to be on that.
    pub(super) fn place(
        &mut self,
        way: &[Point],
        along: f32,
        label: String,
        lane: usize,
        lan: Option<(f32, f32)>,
    ) -> Form {
        let packet = |offset: f32| {
            let point = |index: usize| (way[index].0, way[index].1 + offset);
            let last = way.len() - 1;
            Form::Packet {
                from: point(0),
                via: (1..last).map(point).collect(),
                to: point(last),
                along,
                label: label.clone(),
            }
        };
        let own = offset(lane);
        let mut others: Vec<f32> = (0..40).map(offset).collect();
        sort_by(&mut others, |a, b| (a - own).abs().total_cmp(&(b - own).abs()));
        let beside = |form: &Form| {
            let (_, top, _, bottom) = form.bounds(Role::Packet);
            lan.is_none_or(|(from, to)| from - LANE <= top && bottom <= to + LANE)
        };
        let free: Vec<Form> = others.into_iter().map(packet).filter(|form| self.is_free(form)).collect();
        let best = free.iter().find(|form| beside(form)).or(free.first()).cloned();
        let form = best.unwrap_or_else(|| packet(own));
        self.taken.push(form.bounds(Role::Packet));
        form
    }

    fn is_free(&self, form: &Form) -> bool {
        let (left, top, right, bottom) = form.bounds(Role::Packet);
        let apart = |(l, t, r, b): &Bounds| right <= *l || *r <= left || bottom <= *t || *b <= top;
        top >= 0.0 && bottom <= self.height && self.taken.iter().all(apart)
    }
}

/// On the wire, below it, above it, and so on outwards.
fn offset(lane: usize) -> f32 {
    let distance = lane.div_ceil(2) as f32 * LANE;
    if lane % 2 == 1 { distance } else { -distance }
}
