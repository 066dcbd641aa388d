//! The two queues of each listener: half-open connections, and those that wait for `accept`.

mod block;
mod news;
mod rooms;

pub(super) use self::rooms::Rooms;

use self::block::Block;
use self::news::News;
use super::moment::Moment;
use super::panel::{Anchor, Body, Change, Panel, Role, Row, Scene, Shape, Table, Target};
use super::{Size, words};
use crate::model::epoll::{Source, Watch};
use crate::model::id::{SocketId, Tid};
use crate::model::process::{ThreadState, Wait};
use crate::model::settings;
use crate::model::socket::{Backlog, Socket};
use crate::model::sort::sort_by_key;
use crate::model::world::World;

/// No more listeners than these are drawn.
const MOST: usize = 10;

/// Draws the queues.
pub(super) fn draw(moment: &Moment, size: Size) -> Panel {
    let listeners = listeners(moment);
    let rooms = &moment.letters.rooms;
    let shown = rooms.hosts.len().min(MOST);
    let mut shapes = Vec::new();
    for (room, host) in rooms.hosts.iter().take(shown).enumerate() {
        let block = Block::new(size, room);
        match listeners.iter().find(|one| rooms.of.get(&one.id) == Some(&room)) {
            Some(listener) => block.draw(moment, listener, &mut shapes),
            None => block.draw_empty(&moment.letters.hosts[usize::from(host.0)].name, &mut shapes),
        }
    }
    let mut height = Block::new(size, shown).top;
    let rest = rooms.hosts.len() - shown;
    let note = match shown {
        0 => Some("No socket listens in this run: only TCP has these queues.".to_owned()),
        _ => (rest > 0).then(|| format!("and room for {}, in the table", words::count(rest, "listener"))),
    };
    if let Some(text) = note {
        let text = super::draw::fit(&text, Role::Note, size.width() - 24.0);
        shapes.push(Shape::text(Role::Note, Anchor::Start, (12.0, height + 18.0), text));
        height += 28.0;
    }
    let news: Vec<String> = listeners.iter().flat_map(|one| &one.news).map(|one| one.text.clone()).collect();
    Panel {
        description: describe(moment, &listeners, &news),
        caption: rule(moment),
        body: Body::Drawing {
            scene: Scene { width: size.width(), height, shapes },
            rows: table(moment, &listeners),
        },
    }
}

/// A listener, with what the step did to it.
struct Listener<'a> {
    id: SocketId,
    socket: &'a Socket,
    backlog: &'a Backlog,
    /// The step has closed it.
    gone: bool,
    news: Vec<News>,
}

impl Listener<'_> {
    /// How many connections each queue takes: one more than the backlog.
    fn places(&self) -> usize {
        self.backlog.limit as usize + 1
    }

    fn name(&self) -> String {
        words::address(self.socket.local)
    }
}

/// All that listen, or did until this step, in the order of the picture.
fn listeners(moment: &Moment) -> Vec<Listener<'_>> {
    let listener = |socket: &'_ Socket| socket.backlog().is_some();
    let mut all: Vec<Listener> = Vec::new();
    for (world, gone) in [(&moment.world, false), (&moment.before, true)] {
        for socket in world.sockets.values().filter(|socket| listener(socket)) {
            let known = all.iter().any(|one| one.id == socket.id);
            if let (Some(backlog), false) = (socket.backlog(), known) {
                let news = news::of(moment, socket.id);
                all.push(Listener { id: socket.id, socket, backlog, gone, news });
            }
        }
    }
    sort_by_key(&mut all, |one| moment.letters.rooms.of.get(&one.id).copied());
    all
}

/// The rule, with its sources.
fn rule(moment: &Moment) -> String {
    let host = moment.letters.rooms.hosts.first();
    let host = host.and_then(|host| moment.world.hosts.get(usize::from(host.0)));
    let most = host.and_then(|host| settings::get(host, "net.core.somaxconn")).unwrap_or_default();
    let most = if most.is_empty() { String::new() } else { format!(", {most} here") };
    format!(
        "Linux: a queue is full when it holds more than the backlog, so listen(n) lets n + 1 connections wait; n is \
         lowered to net.core.somaxconn{most} (man 2 listen). While the accept queue is full, a SYN and the last ACK of a \
         handshake are ignored. When only the SYN queue is full, SYNs are answered with cookies: tcp_max_syn_backlog \
         counts only without them."
    )
}

/// Who waits for a connection of a listener, and in which call.
fn waiters(world: &World, listener: SocketId) -> Vec<(Tid, &'static str)> {
    let accepts = |tid: &Tid| world.thread(*tid).state == ThreadState::Blocked(Wait::Accept(listener));
    let mut all: Vec<(Tid, &'static str)> = world
        .socket(listener)
        .waiters
        .iter()
        .filter(|tid| accepts(tid))
        .map(|tid| (*tid, "accept()"))
        .collect();
    for watch in world.watches.get(&Source::Socket(listener)).into_iter().flatten() {
        match watch {
            Watch::Thread(tid) => all.push((*tid, "select()")),
            Watch::Epoll(epoll, ..) => {
                let waiting = world.epolls.get(epoll).into_iter().flat_map(|epoll| &epoll.waiters);
                all.extend(waiting.map(|tid| (*tid, "epoll_wait()")));
            }
        }
    }
    all
}

/// `server.py waits in accept()`, or how many do.
fn who_waits(world: &World, listener: SocketId) -> String {
    match waiters(world, listener).as_slice() {
        [] => "nobody waits in accept()".to_owned(),
        [(tid, call)] => format!("{} waits in {call}", world.process_of(*tid).name),
        all => format!("{} threads wait in {}", all.len(), all[0].1),
    }
}

/// `2 of 2 places: full`.
fn fullness(taken: usize, places: usize) -> String {
    let full = if taken >= places { ": full" } else { "" };
    let places = words::count(places, "place");
    format!("{taken} of {places}{full}")
}

fn describe(moment: &Moment, listeners: &[Listener], news: &[String]) -> String {
    let mut text =
        format!("The queues of listeners at {}, step {}.", words::clock(moment.world.now), moment.at);
    for one in listeners {
        let host = &moment.world.host(one.socket.host).name;
        text += &format!(" {} on {host}", one.name());
        if one.gone {
            text += " was closed in this step.";
            continue;
        }
        let (syn, accept) = (one.backlog.syn_queue.len(), one.backlog.accept_queue.len());
        text += &format!(
            ": SYN queue {}; accept queue {}; {}.",
            fullness(syn, one.places()),
            fullness(accept, one.places()),
            who_waits(&moment.world, one.id)
        );
    }
    if listeners.is_empty() {
        text += " Nobody listens.";
    }
    news.iter().fold(text, |text, one| format!("{text} {one}."))
}

fn table(moment: &Moment, listeners: &[Listener]) -> Table {
    let mut rows = Vec::new();
    for one in listeners {
        let name = format!("{} {}", moment.world.host(one.socket.host).name, one.name());
        let news: Vec<&str> = one.news.iter().map(|one| one.text.as_str()).collect();
        let who = if one.gone { "closed".to_owned() } else { who_waits(&moment.world, one.id) };
        let change = match (one.gone, moment.before.sockets.get(&one.id).and_then(Socket::backlog)) {
            (true, _) => Change::Gone,
            (false, None) => Change::Born,
            (false, Some(_)) if news.is_empty() => Change::Same,
            (false, Some(_)) => Change::Changed,
        };
        let backlog = format!("backlog {}", one.backlog.limit);
        rows.push(Row {
            cells: vec![name.clone(), backlog, words::count(one.places(), "place"), who, news.join("; ")],
            target: Some(Target::Socket(one.id)),
            mark: None,
            change: if moment.at == 0 { Change::Same } else { change },
            title: None,
        });
        rows.extend(entries(one).map(|(queue, number, id)| entry(moment, &name, queue, number, id)));
    }
    Table {
        caption: format!("The queues at {}", words::clock(moment.world.now)),
        columns: ["Listener", "Queue", "Place", "Who", "In this step"].map(String::from).to_vec(),
        rows,
    }
}

fn entries<'a>(one: &'a Listener) -> impl Iterator<Item = (&'static str, usize, SocketId)> + 'a {
    let syn = one.backlog.syn_queue.iter().enumerate().map(|(at, id)| ("SYN queue", at + 1, *id));
    let accept = one.backlog.accept_queue.iter().enumerate().map(|(at, id)| ("accept queue", at + 1, *id));
    syn.chain(accept).filter(|_| !one.gone)
}

fn entry(moment: &Moment, name: &str, queue: &str, number: usize, id: SocketId) -> Row {
    let socket = moment.world.socket(id);
    let peer = socket.remote().map(|remote| remote.to_string()).unwrap_or_default();
    let born = !moment.before.sockets.contains_key(&id);
    let touched = words::touched(moment, id);
    let (change, word) = match (born, touched) {
        (true, _) => (Change::Born, "new"),
        (false, true) => (Change::Changed, "changed"),
        (false, false) => (Change::Same, ""),
    };
    let who = format!("{peer} {}", socket.tcp_state());
    Row {
        cells: vec![name.to_owned(), queue.to_owned(), number.to_string(), who, word.to_owned()],
        target: Some(Target::Socket(id)),
        mark: moment.mark(id),
        change,
        title: None,
    }
}
