//! The map: machines, LANs, programs, sockets, and packets on their way.

use super::draw::{BADGE, badge, fit};
use super::lanes::Lanes;
use super::map::{self, Card, Map, Point};
use super::moment::Moment;
use super::panel::{Anchor, Body, Change, Form, Panel, Role, Row, Scene, Shape, Table, Target};
use super::{Size, words};
use crate::model::event::Event;
use crate::model::host::{Host, Link};
use crate::model::id::{HostId, LinkId, SocketId};
use crate::model::packet::Packet;
use crate::model::socket::{Socket, SocketState};
use crate::model::sort::sort_by_key;
use crate::model::world::Flight;

/// Draws the network.
pub(super) fn draw(moment: &Moment, size: Size) -> Panel {
    let map = map::map(&moment.letters, size);
    let mut picture = Picture { moment, size, map, shapes: Vec::new() };
    let travellers = travellers(moment);
    picture.lans(&travellers);
    for host in &moment.world.hosts {
        picture.card(host);
    }
    picture.packets(&travellers);
    let scene = Scene { width: size.width(), height: picture.map.height, shapes: picture.shapes };
    Panel {
        description: describe(moment, &travellers),
        caption: String::new(),
        body: Body::Drawing { scene, rows: table(moment) },
    }
}

/// A packet that is to be seen: on its way, or arrived (or dropped) in this step.
struct Traveller {
    packet: Packet,
    from: HostId,
    to: HostId,
    link: Option<LinkId>,
    along: f32,
    /// Did it leave or arrive in this step?
    now: bool,
}

fn travellers(moment: &Moment) -> Vec<Traveller> {
    let now = moment.world.now;
    let left = |flight: &Flight| {
        moment
            .events()
            .iter()
            .any(|event| matches!(event, Event::Sent { packet, .. } if *packet == flight.packet))
    };
    let travel = |flight: &Flight, along: f32, now: bool| Traveller {
        packet: flight.packet.clone(),
        from: flight.from,
        to: flight.to,
        link: flight.link,
        along,
        now,
    };
    let mut all: Vec<Traveller> = Vec::new();
    for flight in moment.world.flight.values() {
        let whole = (flight.arrives - flight.sent).as_nanos().max(1) as f32;
        let gone = (now - flight.sent).as_nanos() as f32;
        all.push(travel(flight, (gone / whole).min(1.0), left(flight)));
    }
    for event in moment.events() {
        if let Event::Arrived { packet, .. } = event
            && !moment.world.flight.contains_key(packet)
            && let Some(flight) = moment.before.flight.get(packet)
        {
            all.push(travel(flight, 1.0, true));
        }
    }
    sort_by_key(&mut all, |traveller| traveller.packet.id);
    all
}

struct Picture<'a> {
    moment: &'a Moment,
    size: Size,
    map: Map,
    shapes: Vec<Shape>,
}

impl Picture<'_> {
    fn lans(&mut self, travellers: &[Traveller]) {
        let world = &self.moment.world;
        for (link, bus) in &self.map.buses {
            if self.size == Size::Wide {
                let name = (bus.x, bus.label.1 + 6.0);
                self.shapes.push(Shape::line(Role::Link, name, (bus.x, bus.top)).faint(true));
            }
            for (host, (edge, place)) in &bus.cables {
                self.shapes.push(Shape::line(Role::Link, *edge, *place).of(Target::Host(*host)));
            }
            let cut = world.links.get(usize::from(link.0)).is_some_and(|link| link.cut);
            let role = if cut { Role::Refusal } else { Role::Link };
            self.shapes
                .push(Shape::line(role, (bus.x, bus.top), (bus.x, bus.bottom)).of(Target::Link(*link)));
            for one in travellers.iter().filter(|one| one.now && one.link == Some(*link)) {
                if let (Some((a, b)), Some((d, c))) = (bus.cables.get(&one.from), bus.cables.get(&one.to)) {
                    let points = vec![*a, *b, *c, *d];
                    self.shapes.push(Shape::new(Role::Link, Form::Path { points, closed: false }).now(true));
                }
            }
            for (_, place) in bus.cables.values() {
                self.shapes.push(Shape::new(Role::Link, Form::Circle { at: *place, radius: 3.5 }));
            }
            if let Some(link) = world.links.get(usize::from(link.0)) {
                self.shapes.push(lan_name(link, network_of(self.moment, link.id), bus.label, self.size));
            }
        }
    }

    fn card(&mut self, host: &Host) {
        let Some(card) = self.map.cards.get(&host.id).copied() else { return };
        let (target, moment) = (Target::Host(host.id), self.moment);
        let role = if host.forwards { Role::Router } else { Role::Host };
        let busy = moment.events().iter().any(|event| is_at(event, host.id));
        self.shapes.push(Shape::area(role, card.at, card.size).of(target).now(busy));
        let left = card.at.0 + 12.0;
        let right = card.at.0 + card.size.0 - 12.0;
        let mut y = card.at.1 + map::HEAD;
        let below = map::addresses_below(host);
        let mut room = right - left;
        if below == 0
            && let Some(at) = host.interfaces.first()
        {
            let address = at.address.to_string();
            room -= Role::Code.text_width(&address) + 8.0;
            self.shapes.push(Shape::text(Role::Code, Anchor::End, (right, y - 12.0), address).of(target));
        }
        let name = fit(&host.name, Role::Title, room);
        self.shapes.push(
            Shape::text(Role::Title, Anchor::Start, (left, y - 12.0), name)
                .of(target)
                .says(host.name.clone()),
        );
        for at in host.interfaces.iter().take(below) {
            let address = at.address.to_string();
            self.shapes.push(Shape::text(Role::Code, Anchor::Start, (left, y + 4.0), address).of(target));
            y += map::ADDRESS;
        }
        if map::rows(&moment.letters, host.id) == (0, 0) {
            return;
        }
        self.shapes.push(Shape::line(role, (card.at.0, y), (card.at.0 + card.size.0, y)));
        self.programs(host.id, card, y + 4.0);
        let (programs, _) = map::rows(&moment.letters, host.id);
        self.sockets(host.id, card, y + 6.0 + programs as f32 * map::PROGRAM);
    }

    fn programs(&mut self, host: HostId, card: Card, top: f32) {
        let moment = self.moment;
        let (left, right) = (card.at.0 + 12.0, card.at.0 + card.size.0 - 12.0);
        let all: Vec<_> = moment.processes(host).collect();
        for (row, pid) in all.iter().take(map::MOST_PROGRAMS).enumerate() {
            let process = moment.world.process(*pid);
            let (y, target) = (top + row as f32 * map::PROGRAM + 15.0, Target::Process(*pid));
            let before = moment.before.processes.get(pid).map(|_| words::doing(&moment.before, *pid));
            let doing = words::doing(&moment.world, *pid);
            let now = moment.at > 0 && before.as_deref() != Some(&doing);
            let over = process.status.is_some();
            let room = right - left - Role::Note.text_width(&doing) - 8.0;
            let name = fit(&process.name, Role::Label, room);
            let title = format!("{}, process {pid}: {doing}", process.name);
            self.shapes.push(
                Shape::text(Role::Label, Anchor::Start, (left, y), name).of(target).faint(over).says(title),
            );
            self.shapes.push(Shape::text(Role::Note, Anchor::End, (right, y), doing).of(target).now(now));
        }
        self.more(
            all.len(),
            map::MOST_PROGRAMS,
            "program",
            (left, top + map::MOST_PROGRAMS as f32 * map::PROGRAM + 15.0),
        );
    }

    fn sockets(&mut self, host: HostId, card: Card, top: f32) {
        let (moment, height) = (self.moment, map::socket_row(self.size));
        let mut more = map::MOST_SOCKETS;
        for socket in moment.world.sockets.values().filter(|socket| socket.host == host) {
            let row = moment.letters.rows.get(&socket.id).copied().unwrap_or(usize::MAX);
            if row < map::MOST_SOCKETS {
                self.socket(socket, (card.at.0 + 8.0, top + row as f32 * height), card.size.0 - 16.0);
            } else {
                more += 1;
            }
        }
        let y = top + map::MOST_SOCKETS as f32 * height + 15.0;
        self.more(more, map::MOST_SOCKETS, "socket", (card.at.0 + 12.0, y));
    }

    fn more(&mut self, all: usize, shown: usize, thing: &str, at: Point) {
        if all > shown {
            let text = format!("and {}", words::count(all - shown, thing));
            self.shapes.push(Shape::text(Role::Note, Anchor::Start, at, text));
        }
    }

    fn socket(&mut self, socket: &Socket, at: Point, width: f32) {
        let (target, mark) = (Target::Socket(socket.id), self.moment.mark(socket.id));
        let role = if socket.backlog().is_some() { Role::Listener } else { Role::Connection };
        let height = map::socket_row(self.size) - 4.0;
        let now = words::touched(self.moment, socket.id);
        let state = socket.tcp_state().in_ss();
        let title = format!("socket {}: {}, {}", socket.id, words::ends(socket), socket.tcp_state());
        let area = Shape::area(role, at, (width, height)).of(target).marked(mark).now(now).says(title);
        self.shapes.push(area.faint(matches!(socket.state, SocketState::Idle) && !now));
        let y = at.1 + 15.0;
        let mut left = at.0 + 8.0;
        if let Some(mark) = mark {
            self.shapes.extend(badge(mark, (left + BADGE - 2.0, at.1 + 11.0), target));
            left += 2.0 * BADGE + 2.0;
        }
        let right = at.0 + width - 8.0;
        let (room, place) = match self.size {
            Size::Wide => (right - left - Role::Note.text_width(state) - 6.0, (Anchor::End, (right, y))),
            Size::Narrow => (right - left, (Anchor::Start, (left, y + 16.0))),
        };
        let ends = fit(&words::ends(socket), Role::Code, room);
        self.shapes.push(Shape::text(Role::Code, Anchor::Start, (left, y), ends).of(target).marked(mark));
        self.shapes.push(Shape::text(Role::Note, place.0, place.1, state).of(target).marked(mark).now(now));
    }

    /// Packets that would hide one another are set side by side.
    fn packets(&mut self, travellers: &[Traveller]) {
        let obstacles = self.shapes.iter().filter(|shape| matches!(shape.form, Form::Text { .. }));
        let mut lanes =
            Lanes::new(self.map.height, obstacles.map(|shape| shape.form.bounds(shape.role)).collect());
        for one in travellers {
            let way = self.map.way(one.link, one.from, one.to);
            let lane = self.moment.letters.lane(one.packet.id, one.from);
            let bus = one.link.and_then(|link| self.map.buses.get(&link)).map(|bus| (bus.top, bus.bottom));
            let form = lanes.place(&way, one.along, words::brief(&one.packet), lane, bus);
            let role = if one.packet.flags().rst { Role::Refusal } else { Role::Packet };
            let mark = self.moment.letters.mark(one.packet.tuple());
            let title = format!("{} → {}: {}", one.packet.from(), one.packet.to(), words::full(&one.packet));
            let shape = Shape::new(role, form).of(Target::Packet(one.packet.id)).marked(mark);
            self.shapes.push(shape.now(one.now).says(title));
        }
    }
}

/// Does a packet come to this machine, or to nothing on it?
fn is_at(event: &Event, machine: HostId) -> bool {
    matches!(event, Event::Arrived { host, .. } | Event::Dropped { host, .. } if *host == machine)
}

fn network_of(moment: &Moment, link: LinkId) -> Option<String> {
    let all = moment.world.hosts.iter().flat_map(|host| &host.interfaces);
    all.filter(|at| at.link == link).map(words::network).next()
}

fn lan_name(link: &Link, network: Option<String>, at: Point, size: Size) -> Shape {
    let latency = words::span(link.latency);
    let network = network.unwrap_or_default();
    let (anchor, room) = match size {
        Size::Wide => (Anchor::Middle, 250.0),
        Size::Narrow => (Anchor::Start, 246.0),
    };
    let cut = if link.cut { "CUT · " } else { "" };
    let text = format!("{cut}{} · {network} · {latency}", link.name);
    Shape::text(Role::Note, anchor, at, fit(&text, Role::Note, room)).of(Target::Link(link.id))
}

fn describe(moment: &Moment, travellers: &[Traveller]) -> String {
    let world = &moment.world;
    let name = |host: HostId| world.host(host).name.as_str();
    let mut text = format!("The network at {}, step {}: ", words::clock(world.now), moment.at);
    text += &words::count(world.hosts.len(), "machine");
    text += &format!(", {}.", words::count(world.sockets.len(), "socket"));
    for one in travellers {
        let who =
            moment.letters.mark(one.packet.tuple()).map(|mark| format!(" of connection {}", mark.letter()));
        let place = match one.along {
            along if along >= 1.0 => format!("arrived at {} from {}", name(one.to), name(one.from)),
            _ if one.now => format!("leaves {} for {}", name(one.from), name(one.to)),
            _ => format!("is on its way from {} to {}", name(one.from), name(one.to)),
        };
        text += &format!(" {}{} {place}.", words::kind(&one.packet), who.unwrap_or_default());
    }
    text
}

fn table(moment: &Moment) -> Table {
    let row = |host: &Host| {
        let sockets = moment.world.sockets.values().filter(|socket| socket.host == host.id);
        let socket = |socket: &Socket| {
            let mark = moment.mark(socket.id).map(|mark| format!("{} ", mark.letter())).unwrap_or_default();
            format!("{mark}{} {}", words::ends(socket), socket.tcp_state().in_ss())
        };
        let sockets: Vec<String> = sockets.map(socket).collect();
        let programs = moment
            .processes(host.id)
            .map(|pid| format!("{}: {}", moment.world.process(pid).name, words::doing(&moment.world, pid)));
        let addresses: Vec<String> = host.interfaces.iter().map(|at| at.address.to_string()).collect();
        let touched = |id: &SocketId| words::touched(moment, *id);
        let changed =
            moment.world.sockets.values().any(|socket| socket.host == host.id && touched(&socket.id));
        Row {
            cells: vec![
                host.name.clone(),
                addresses.join(", "),
                programs.collect::<Vec<_>>().join(", "),
                sockets.join("; "),
            ],
            target: Some(Target::Host(host.id)),
            mark: None,
            change: if changed { Change::Changed } else { Change::Same },
            title: None,
        }
    };
    let mut rows: Vec<Row> = moment.world.hosts.iter().map(row).collect();
    rows.extend(moment.world.links.iter().map(|link| link_row(moment, link)));
    Table {
        caption: format!("The machines and links at {}", words::clock(moment.world.now)),
        columns: ["Machine or link", "Addresses", "Programs", "Sockets or packets"]
            .map(String::from)
            .to_vec(),
        rows,
    }
}

fn link_row(moment: &Moment, link: &Link) -> Row {
    let on_it = moment.world.flight.values().filter(|flight| flight.link == Some(link.id)).count();
    let state = if link.cut { "it is cut".to_owned() } else { words::count(on_it, "packet") + " on it" };
    let before = moment.before.links.get(usize::from(link.id.0));
    let changed = before.is_some_and(|before| before != link);
    Row {
        cells: vec![
            format!("link {}, {}", link.name, words::span(link.latency)),
            network_of(moment, link.id).unwrap_or_default(),
            String::new(),
            state,
        ],
        target: Some(Target::Link(link.id)),
        mark: None,
        change: if changed { Change::Changed } else { Change::Same },
        title: None,
    }
}
