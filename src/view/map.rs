//! Where machines and LANs stand in the picture of the network. It depends on the run as a whole, never on the step.

use super::moment::Letters;
use super::{PACKET, Size};
use crate::model::host::Host;
use crate::model::id::{HostId, LinkId};
use crate::model::sort::{sort_by, sort_by_key};
use crate::model::sorted::SortedMap;

/// A place in a drawing.
pub(super) type Point = (f32, f32);

/// The height of a card's head, of an address below it, and of a program's row.
pub(super) const HEAD: f32 = 34.0;
pub(super) const ADDRESS: f32 = 17.0;
pub(super) const PROGRAM: f32 = 22.0;
/// No card shows more programs or sockets than these.
pub(super) const MOST_PROGRAMS: usize = 6;
pub(super) const MOST_SOCKETS: usize = 12;
const PADDING: f32 = 8.0;
/// From a card's edge to where packets stand that leave it or have come to it.
const REACH: f32 = 44.0;

/// The places.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Map {
    pub(super) height: f32,
    pub(super) cards: SortedMap<HostId, Card>,
    pub(super) buses: SortedMap<LinkId, Bus>,
}

/// A machine's box.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Card {
    pub(super) at: Point,
    pub(super) size: Point,
    /// On which of its sides the LAN is: -1 left, 1 right.
    pub(super) side: f32,
}

/// A LAN: a line, and a cable from each machine to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Bus {
    pub(super) x: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
    /// For each machine: the place at its edge, and the place on the line.
    pub(super) cables: SortedMap<HostId, (Point, Point)>,
    /// Where its name stands: the base line.
    pub(super) label: Point,
}

/// The height of a socket's row.
pub(super) fn socket_row(size: Size) -> f32 {
    match size {
        Size::Wide => 26.0,
        Size::Narrow => 40.0,
    }
}

/// How many rows of programs and of sockets a card has.
pub(super) fn rows(letters: &Letters, host: HostId) -> (usize, usize) {
    let of = |rows: &SortedMap<HostId, usize>| rows.get(&host).copied().unwrap_or(0);
    let (programs, sockets) = (of(&letters.processes), of(&letters.sockets));
    (programs.min(MOST_PROGRAMS + 1), sockets.min(MOST_SOCKETS + 1))
}

/// A machine with one address has it beside its name, others have theirs below.
pub(super) fn addresses_below(host: &Host) -> usize {
    if host.forwards || host.interfaces.len() > 1 { host.interfaces.len() } else { 0 }
}

fn card_height(letters: &Letters, host: &Host, size: Size) -> f32 {
    let (programs, sockets) = rows(letters, host.id);
    let inside = programs as f32 * PROGRAM + sockets as f32 * socket_row(size);
    let gap = if programs + sockets > 0 { PADDING * 1.5 } else { 0.0 };
    HEAD + addresses_below(host) as f32 * ADDRESS + inside + gap
}

/// Lays out a run's machines.
pub(super) fn map(letters: &Letters, size: Size) -> Map {
    let sides = Sides::of(letters);
    match size {
        Size::Wide => wide(letters, &sides),
        Size::Narrow => narrow(letters, &sides),
    }
}

/// Which machines and LANs stand before the routers (left, or above), between them, and behind them.
struct Sides<'a> {
    before: Vec<&'a Host>,
    routers: Vec<&'a Host>,
    behind: Vec<&'a Host>,
    links: SortedMap<LinkId, Side>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Before,
    Between,
    Behind,
}

impl<'a> Sides<'a> {
    fn of(letters: &'a Letters) -> Sides<'a> {
        let (routers, ends): (Vec<&Host>, Vec<&Host>) = letters.hosts.iter().partition(|host| host.forwards);
        let home = |host: &Host| host.interfaces.first().map(|at| at.link);
        let (mut before, mut behind, mut links) = (Vec::new(), Vec::new(), SortedMap::new());
        let mut groups: Vec<(Option<LinkId>, Vec<&Host>)> = Vec::new();
        for link in letters.links.iter().map(|link| Some(link.id)).chain([None]) {
            let group: Vec<&Host> = ends.iter().copied().filter(|host| home(host) == link).collect();
            if !group.is_empty() {
                groups.push((link, group));
            }
        }
        let alone = routers.is_empty() && groups.len() == 1;
        for (link, mut group) in groups {
            if alone {
                behind = group.split_off(group.len().div_ceil(2));
                before = group;
                continue;
            }
            let first = before.is_empty() || (before.len() < behind.len());
            links.extend(link.map(|link| (link, if first { Side::Before } else { Side::Behind })));
            if first { before.extend(group) } else { behind.extend(group) }
        }
        for link in &letters.links {
            if !links.contains_key(&link.id) {
                links.insert(link.id, Side::Between);
            }
        }
        Sides { before, routers, behind, links }
    }

    /// Which of a machine's ports leads to a LAN, counted from above, and how many it has.
    fn port(&self, host: &Host, link: LinkId) -> (f32, f32) {
        let mut ports: Vec<(Side, LinkId)> =
            host.interfaces.iter().map(|at| (self.links[&at.link], at.link)).collect();
        sort_by_key(&mut ports, |port| *port);
        let place = ports.iter().position(|(_, at)| *at == link).unwrap_or(0);
        (place as f32, ports.len() as f32)
    }

    fn on(&self, side: Side) -> impl Iterator<Item = LinkId> {
        self.links.iter().filter(move |(_, own)| **own == side).map(|(link, _)| *link)
    }
}

const WIDE_CARD: f32 = 298.0;
const WIDE_ROUTER: f32 = 130.0;
const WIDE_GAP: f32 = 24.0;
const MARGIN: f32 = 8.0;
/// How far apart the names of LANs must be to stand side by side, and the height of a row of them.
const WIDE_LABEL: f32 = 250.0;
const LABEL_ROW: f32 = 22.0;

fn wide(letters: &Letters, sides: &Sides) -> Map {
    let width = Size::Wide.width();
    let alone = sides.routers.is_empty() && sides.behind.is_empty();
    let left = if alone { (width - WIDE_CARD) / 2.0 } else { MARGIN };
    let columns = [
        (&sides.before, left, WIDE_CARD, 1.0, WIDE_GAP),
        (&sides.routers, (width - WIDE_ROUTER) / 2.0, WIDE_ROUTER, 1.0, 3.0 * WIDE_GAP),
        (&sides.behind, width - MARGIN - WIDE_CARD, WIDE_CARD, -1.0, WIDE_GAP),
    ];
    let tall = |hosts: &[&Host], gap: f32| {
        let cards: f32 = hosts.iter().map(|host| card_height(letters, host, Size::Wide) + gap).sum();
        cards - gap
    };
    let inner = columns.iter().map(|(hosts, .., gap)| tall(hosts, *gap)).fold(0.0, f32::max);
    let mut map = Map { height: inner + 2.0 * MARGIN, ..Map::default() };
    for (hosts, x, width, side, gap) in columns {
        let mut y = MARGIN + (inner - tall(hosts, gap)) / 2.0;
        for host in hosts {
            let height = card_height(letters, host, Size::Wide);
            map.cards.insert(host.id, Card { at: (x, y), size: (width, height), side });
            y += height + gap;
        }
    }
    for (side, from, to) in [
        (Side::Before, MARGIN + WIDE_CARD, (width - WIDE_ROUTER) / 2.0),
        (Side::Between, width / 2.0 - 60.0, width / 2.0 + 60.0),
        (Side::Behind, (width + WIDE_ROUTER) / 2.0, width - MARGIN - WIDE_CARD),
    ] {
        let links: Vec<LinkId> = sides.on(side).collect();
        for (index, link) in links.iter().enumerate() {
            let x = from + (to - from) * (index + 1) as f32 / (links.len() + 1) as f32;
            map.add_bus(letters, sides, *link, x, side == Side::Between && !sides.routers.is_empty());
        }
    }
    map.label_wide();
    map
}

const NARROW_BUS: f32 = 43.0;
const NARROW_CARD: f32 = 87.0;
const NARROW_GAP: f32 = 14.0;
const NARROW_LABEL: f32 = 22.0;

fn narrow(letters: &Letters, sides: &Sides) -> Map {
    let mut map = Map::default();
    let mut y = 0.0;
    let mut labels: SortedMap<LinkId, Point> = SortedMap::new();
    for hosts in [&sides.before, &sides.routers, &sides.behind] {
        for host in hosts {
            // A LAN's name stands above its first machine, or above the router that leads to it.
            for at in
                host.interfaces.iter().filter(|at| !host.forwards || sides.links[&at.link] == Side::Between)
            {
                if labels.get(&at.link).is_none() {
                    labels.insert(at.link, (NARROW_CARD, y + 15.0));
                    y += NARROW_LABEL;
                }
            }
            let size =
                (Size::Narrow.width() - NARROW_CARD - MARGIN, card_height(letters, host, Size::Narrow));
            map.cards.insert(host.id, Card { at: (NARROW_CARD, y), size, side: -1.0 });
            y += size.1 + NARROW_GAP;
        }
    }
    map.height = (y - NARROW_GAP).max(0.0) + MARGIN;
    for link in &letters.links {
        map.add_bus(letters, sides, link.id, NARROW_BUS, false);
    }
    map.part_buses();
    for (link, bus) in map.buses.iter_mut() {
        bus.label = labels.get(link).copied().unwrap_or((NARROW_CARD, 15.0));
    }
    map
}

impl Card {
    pub(super) fn middle(&self) -> f32 {
        self.at.1 + self.size.1 / 2.0
    }

    fn right(&self) -> f32 {
        self.at.0 + self.size.0
    }
}

impl Map {
    fn add_bus(&mut self, letters: &Letters, sides: &Sides, link: LinkId, x: f32, upright: bool) {
        let mut bus = Bus { x, top: f32::MAX, bottom: f32::MIN, ..Bus::default() };
        let joined: Vec<&Host> =
            letters.hosts.iter().filter(|host| host.interfaces.iter().any(|at| at.link == link)).collect();
        let middles: f32 = joined.iter().map(|host| self.cards[&host.id].middle()).sum();
        let mean = middles / joined.len().max(1) as f32;
        for host in joined {
            let card = self.cards[&host.id];
            let (port, ports) = sides.port(host, link);
            let (edge, place) = if upright {
                let y = if card.middle() < mean { card.at.1 + card.size.1 } else { card.at.1 };
                ((x, y), (x, y))
            } else {
                // A router in a column of cards has one port above the other.
                let inside = x > card.at.0 && x < card.right();
                let y = if card.side < 0.0 && ports > 1.0 {
                    card.at.1 + card.size.1 * (port + 1.0) / (ports + 1.0)
                } else {
                    card.middle()
                };
                let edge = if x < card.at.0 || inside { card.at.0 } else { card.right() };
                ((edge, y), (x, y))
            };
            bus.top = bus.top.min(place.1);
            bus.bottom = bus.bottom.max(place.1);
            bus.cables.insert(host.id, (edge, place));
        }
        if !bus.cables.is_empty() {
            self.buses.insert(link, bus);
        }
    }

    /// LANs whose lines would lie on one another get lines side by side.
    fn part_buses(&mut self) {
        let mut placed: Vec<(f32, f32, f32)> = Vec::new();
        for bus in self.buses.values_mut() {
            let taken = |x: f32| {
                placed
                    .iter()
                    .any(|(other, top, bottom)| *other == x && bus.top < *bottom && *top < bus.bottom)
            };
            let columns = (0..4_u8).map(|column| bus.x - 11.0 * f32::from(column));
            let x = columns.into_iter().find(|x| !taken(*x)).unwrap_or(bus.x);
            bus.x = x;
            bus.cables.values_mut().for_each(|(_, place)| place.0 = x);
            placed.push((x, bus.top, bus.bottom));
        }
    }

    /// The LANs' names stand above all, and their lines go up to them.
    fn label_wide(&mut self) {
        let mut rows: Vec<f32> = Vec::new();
        let mut row_of = Vec::new();
        let mut buses: Vec<&mut Bus> = self.buses.values_mut().collect();
        sort_by(&mut buses, |a, b| a.x.total_cmp(&b.x));
        for bus in &buses {
            let row = rows.iter().position(|last| bus.x - last > WIDE_LABEL).unwrap_or(rows.len());
            rows.resize(rows.len().max(row + 1), f32::MIN);
            rows[row] = bus.x;
            row_of.push(row);
        }
        let down = rows.len() as f32 * LABEL_ROW;
        for (bus, row) in buses.into_iter().zip(row_of) {
            bus.move_down(down);
            bus.label = (bus.x, MARGIN + 10.0 + row as f32 * LABEL_ROW);
        }
        self.height += down;
        self.cards.values_mut().for_each(|card| card.at.1 += down);
    }

    /// The way of a packet from one machine to another, from where it stands when it has left to where it arrives.
    pub(super) fn way(&self, link: Option<LinkId>, from: HostId, to: HostId) -> Vec<Point> {
        let cables = link.and_then(|link| self.buses.get(&link)).map(|bus| &bus.cables);
        match cables.and_then(|cables| Some((cables.get(&from)?, cables.get(&to)?))) {
            Some((start, end)) => {
                let mut way = vec![start.0, start.1, end.1, end.0];
                way.dedup();
                trim(&mut way, REACH);
                way.reverse();
                trim(&mut way, REACH);
                way.reverse();
                way
            }
            None => self.round(from),
        }
    }

    /// Out of a machine and in again: loopback.
    fn round(&self, host: HostId) -> Vec<Point> {
        let card = self.cards.get(&host).copied().unwrap_or_default();
        let x = if card.side < 0.0 { card.at.0 - REACH } else { card.right() + REACH };
        let half = (card.size.1 / 2.0 - PACKET).clamp(6.0, 24.0);
        vec![(x, card.middle() - half), (x, card.middle() + half)]
    }
}

impl Bus {
    fn move_down(&mut self, by: f32) {
        self.top += by;
        self.bottom += by;
        for (edge, place) in self.cables.values_mut() {
            edge.1 += by;
            place.1 += by;
        }
    }
}

/// Cuts a piece off the beginning of a way; at most a third of its first leg if that is short.
fn trim(way: &mut Vec<Point>, length: f32) {
    let (Some(a), Some(b)) = (way.first().copied(), way.get(1).copied()) else { return };
    let leg = (a.0 - b.0).hypot(a.1 - b.1);
    let part = if leg > length {
        length / leg
    } else if way.len() > 2 {
        1.0
    } else {
        0.33
    };
    if part >= 1.0 {
        way.remove(0);
    } else {
        way[0] = (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part);
    }
}
