//! The state diagram of TCP (RFC 9293, Figure 5), with both ends of every connection on the states where they stand.

mod figure;
mod moves;

use self::figure::{ARROWS, Figure, HIGH, MEANINGS, OVER};
use self::moves::Move;
use super::draw::{BADGE, badge};
use super::moment::Moment;
use super::panel::{Anchor, Body, Change, Form, Mark, Panel, Role, Row, Scene, Shape, Table, Target};
use super::{Size, words};
use crate::model::packet::Protocol;
use crate::model::socket::{Socket, SocketState};
use crate::model::sort::sort_by_key;
use crate::model::tcp::TcpState;

/// From badge to badge.
const STEP: f32 = 20.0;

/// Draws the diagram.
pub(super) fn draw(moment: &Moment, size: Size) -> Panel {
    let moves = moves::of(moment);
    let ends = ends(moment, &moves);
    let caption = caption(&moves);
    let figure = figure::of(size);
    let mut picture = Picture { figure, shapes: Vec::new() };
    picture.arrows(&moves);
    for place in 0..figure.boxes.len() {
        let here: Vec<&End> = ends.iter().filter(|end| end.place == place).collect();
        picture.place(place, &here);
    }
    picture.legend();
    let scene = Scene { width: size.width(), height: figure.height, shapes: picture.shapes };
    Panel {
        description: describe(moment, &ends, &caption),
        caption,
        body: Body::Drawing { scene, rows: table(moment, &ends, &moves) },
    }
}

/// What stands on a state.
struct End<'a> {
    socket: &'a Socket,
    mark: Option<Mark>,
    kind: Kind,
    place: usize,
    /// Did the step bring it here?
    now: bool,
    gone: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// It called.
    Client,
    /// A listener made it for a call.
    Server,
    Listener,
    /// It neither listens nor is connected.
    Fresh,
}

impl End<'_> {
    fn name(&self) -> String {
        match (self.kind, self.mark.map(Mark::letter)) {
            (Kind::Listener, _) => format!("listener {}", words::address(self.socket.local)),
            (Kind::Fresh, _) => format!("socket {}", self.socket.id),
            (Kind::Client, Some(letter)) => format!("client's end of {letter}"),
            (Kind::Server, Some(letter)) => format!("server's end of {letter}"),
            (Kind::Client, None) => format!("a client's end, socket {}", self.socket.id),
            (Kind::Server, None) => format!("a server's end, socket {}", self.socket.id),
        }
    }
}

fn kind(socket: &Socket) -> Kind {
    match &socket.state {
        SocketState::Listening(_) => Kind::Listener,
        SocketState::Connection(tcb) if tcb.listener.is_some() => Kind::Server,
        SocketState::Connection(_) => Kind::Client,
        SocketState::Idle | SocketState::Datagrams(_) => Kind::Fresh,
    }
}

/// Every TCP socket, those that the step removed as well, in the order of letters.
fn ends<'a>(moment: &'a Moment, moves: &[Move]) -> Vec<End<'a>> {
    let moved = |socket: &Socket| moves.iter().any(|one| one.socket == socket.id && one.into.is_none());
    let end = |socket: &'a Socket, gone: bool| {
        let state = if gone { TcpState::Closed } else { socket.tcp_state() };
        // An end that was never answered is as before; one that was open is past its connection.
        let past = state == TcpState::Closed && socket.tcb().is_some_and(|tcb| tcb.was_open());
        End {
            socket,
            mark: socket.tuple().and_then(|tuple| moment.letters.mark(tuple)),
            kind: kind(socket),
            place: if past { OVER } else { figure::place(state) },
            now: moved(socket),
            gone,
        }
    };
    let tcp = |socket: &&Socket| socket.protocol == Protocol::Tcp;
    let mut all: Vec<End> =
        moment.world.sockets.values().filter(tcp).map(|socket| end(socket, false)).collect();
    let gone = moment.before.sockets.values().filter(tcp).filter(|socket| {
        !moment.world.sockets.contains_key(&socket.id) && socket.tcb().is_some() && moved(socket)
    });
    all.extend(gone.map(|socket| end(socket, true)));
    sort_by_key(&mut all, |end| (end.mark.map_or(u16::MAX, |mark| mark.index), end.kind, end.socket.id));
    all
}

/// What the step did.
fn caption(moves: &[Move]) -> String {
    const MOST: usize = 4;
    if moves.is_empty() {
        return "In this step no end changes its state.".to_owned();
    }
    let mut text: Vec<String> = moves.iter().take(MOST).map(Move::sentence).collect();
    if moves.len() > MOST {
        text.push(format!("And {} more.", moves.len() - MOST));
    }
    text.join(" ")
}

fn describe(moment: &Moment, ends: &[End], caption: &str) -> String {
    const MOST: usize = 6;
    let mut text = format!("The TCP states at {}, step {}.", words::clock(moment.world.now), moment.at);
    for place in 0..MEANINGS.len() {
        let here: Vec<String> = ends.iter().filter(|end| end.place == place).map(End::name).collect();
        if !here.is_empty() {
            let more =
                if here.len() > MOST { format!(" and {} more", here.len() - MOST) } else { String::new() };
            let named = &here[..here.len().min(MOST)];
            text += &format!(" {}: {}{more}.", figure::state(place), named.join(", "));
        }
    }
    text + " " + caption
}

fn table(moment: &Moment, ends: &[End], moves: &[Move]) -> Table {
    let mut sorted: Vec<&End> = ends.iter().collect();
    sort_by_key(&mut sorted, |end| end.place);
    let row = |end: &&End| {
        let own: Vec<String> =
            moves.iter().filter(|one| one.socket == end.socket.id).map(Move::way).collect();
        let change = match (end.gone, end.now) {
            (true, _) => Change::Gone,
            (false, true) => Change::Changed,
            (false, false) => Change::Same,
        };
        let peer = end.socket.remote().map_or_else(|| "none".to_owned(), |peer| peer.to_string());
        Row {
            cells: vec![
                figure::state(end.place).to_string(),
                end.name(),
                moment.world.host(end.socket.host).name.clone(),
                words::address(end.socket.local),
                peer,
                own.join("; "),
            ],
            target: Some(Target::Socket(end.socket.id)),
            mark: end.mark,
            change,
            title: Some(MEANINGS[end.place].to_owned()),
        }
    };
    Table {
        caption: format!("The TCP states at {}", words::clock(moment.world.now)),
        columns: ["State", "Who", "Machine", "Local", "Peer", "In this step"].map(String::from).to_vec(),
        rows: sorted.iter().map(row).collect(),
    }
}

struct Picture {
    figure: &'static Figure,
    shapes: Vec<Shape>,
}

impl Picture {
    fn arrows(&mut self, moves: &[Move]) {
        for (number, (way, (from, to, cause, action))) in self.figure.ways.iter().zip(ARROWS).enumerate() {
            let taken = moves.iter().find(|one| one.arrow == Some(number));
            let dress = |shape: Shape| match taken {
                Some(one) => shape.of(Target::Socket(one.socket)).marked(one.mark).now(true),
                None => shape,
            };
            let done = if action.is_empty() { String::new() } else { format!(": {action}") };
            let title = format!("{} → {}. {cause}{done}", figure::state(from), figure::state(to));
            let (before, last) = way.points.split_at(way.points.len() - 2);
            if !before.is_empty() {
                let points = before.iter().chain(&last[..1]).copied().collect();
                self.shapes.push(dress(Shape::new(Role::Way, Form::Path { points, closed: false })));
            }
            self.shapes.push(dress(Shape::arrow(Role::Way, last[0], last[1]).says(title)));
            for (at, anchor, text) in way.words {
                self.shapes.push(dress(Shape::text(Role::Note, *anchor, *at, *text)));
            }
        }
    }

    /// A state's box: its name, the clients' ends, the servers' ends.
    fn place(&mut self, place: usize, here: &[&End]) {
        let ((x, y), width) = self.figure.boxes[place];
        let now = here.iter().any(|end| end.now);
        let role = if now { Role::Focus } else { Role::Ground };
        let name = figure::state(place).to_string();
        self.shapes
            .push(Shape::area(role, (x, y), (width, HIGH)).says(format!("{name}: {}", MEANINGS[place])));
        self.shapes.push(Shape::text(Role::Label, Anchor::Start, (x + 8.0, y + 17.0), name).now(now));
        let (servers, clients): (Vec<&End>, Vec<&End>) =
            here.iter().copied().partition(|end| matches!(end.kind, Kind::Server | Kind::Listener));
        self.row(&clients, (x + 6.0, y + 32.0), width - 10.0);
        self.row(&servers, (x + 6.0, y + 52.0), width - 10.0);
    }

    /// Badges side by side, as many as fit; the rest as a number.
    fn row(&mut self, ends: &[&End], (x, y): (f32, f32), width: f32) {
        let wide = |end: &End| match end.kind {
            Kind::Listener => Role::Code.text_width(&port(end)) + 10.0,
            _ => STEP,
        };
        let whole: f32 = ends.iter().map(|end| wide(end)).sum();
        let room = if whole <= width { width } else { width - 2.0 * STEP };
        let mut left = x;
        for (number, end) in ends.iter().enumerate() {
            if left + wide(end) > x + room {
                let text = format!("+{}", ends.len() - number);
                self.shapes.push(Shape::text(Role::Note, Anchor::Start, (left + 3.0, y + 4.0), text));
                return;
            }
            self.end(end, (left, y));
            left += wide(end);
        }
    }

    fn end(&mut self, end: &End, (x, y): (f32, f32)) {
        let target = Target::Socket(end.socket.id);
        let state = figure::state(end.place);
        let gone = if end.gone { "; gone after this step" } else { "" };
        let says = format!("{}: {state}, {}{gone}", end.name(), MEANINGS[end.place]);
        let middle = (x + STEP / 2.0, y);
        let dress = |shape: Shape| shape.of(target).marked(end.mark).now(end.now).faint(end.gone);
        match (end.kind, end.mark) {
            (Kind::Listener, _) => {
                let size = (Role::Code.text_width(&port(end)) + 6.0, 2.0 * BADGE + 1.0);
                self.shapes.push(dress(Shape::area(Role::Listener, (x + 2.0, y - BADGE), size)).says(says));
                let text = Shape::text(Role::Code, Anchor::Start, (x + 5.0, y + 4.0), port(end));
                self.shapes.push(text.of(target));
            }
            (Kind::Server, Some(mark)) => {
                let [_, letter] = badge(mark, middle, target);
                self.shapes.push(dress(square(middle)).says(says));
                self.shapes.push(letter);
            }
            (_, Some(mark)) => {
                let [disc, letter] = badge(mark, middle, target);
                self.shapes.push(dress(disc).says(says));
                self.shapes.push(letter);
            }
            (_, None) => {
                let form = Form::Circle { at: middle, radius: BADGE - 1.0 };
                self.shapes.push(dress(Shape::new(Role::Connection, form)).says(says));
            }
        }
    }

    /// What the signs mean, and what the figure leaves out.
    fn legend(&mut self) {
        let (x, y) = self.figure.legend;
        let disc = Form::Circle { at: (x + BADGE, y - 4.0), radius: BADGE };
        self.shapes.push(Shape::new(Role::Badge, disc));
        self.shapes.push(square((x + BADGE, y + 18.0)));
        let lines = ["end of a client: it called connect()", "end of a server: a listener made it"];
        for (number, text) in lines.into_iter().enumerate() {
            let at = (x + 24.0, y + 22.0 * number as f32);
            self.shapes.push(Shape::text(Role::Note, Anchor::Start, at, text));
        }
        let rest = "RST: from any state to CLOSED, not drawn";
        self.shapes.push(Shape::text(Role::Note, Anchor::Start, (x, y + 46.0), rest));
    }
}

/// A server's end is square, a client's is round.
fn square((x, y): (f32, f32)) -> Shape {
    let half = BADGE - 0.5;
    let points = vec![(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)];
    Shape::new(Role::Badge, Form::Path { points, closed: true })
}

fn port(end: &End) -> String {
    end.socket.local.map_or_else(|| ":?".to_owned(), |local| format!(":{}", local.port()))
}
