//! What limits the number of clients: a bar for each resource, each step ten times as many; and the five-tuples in use.

use crate::load::text::counted;
use crate::load::{Limit, PORTS, Setup};
use crate::view::Size;
use crate::view::draw::{fit, wrap};
use crate::view::panel::{Anchor, Body, Change, Form, Panel, Role, Row, Scene, Shape, Table};

const ROW: f32 = 22.0;
/// So many columns of ports, and so many rows of addresses at most.
const COLUMNS: usize = 56;
const ADDRESSES: u64 = 40;
/// So few clients are single dots.
const DOTS: u64 = 400;

/// Draws what limits a load; `name` is its run's.
pub fn limits(name: &str, setup: &Setup, size: Size) -> Panel {
    let width = size.width();
    let (limits, wanted) = (setup.limits(), setup.wanted());
    let names = if size == Size::Wide { 150.0 } else { 112.0 };
    let mut shapes = Vec::new();
    let numbers = 120.0;
    let room = width - names - numbers;
    let x = |clients: u64| names + room * (libm::log10(clients.max(1) as f64) / 15.0) as f32;
    let mut y = 22.0;
    for limit in &limits {
        let bites = wanted.is_some_and(|wanted| limit.clients < wanted);
        let role = if bites { Role::Refusal } else { Role::Bar };
        let text = fit(limit.resource.name(), Role::Note, names - 8.0);
        shapes.push(Shape::text(Role::Note, Anchor::End, (names - 6.0, y + 12.0), text));
        let cell = [names, y + 2.0, (x(limit.clients) - names).max(1.0), ROW - 10.0];
        shapes.push(Shape::new(role, Form::Cells { cells: vec![cell] }).says(&limit.why));
        let at = (x(limit.clients) + 6.0, y + 12.0);
        shapes.push(Shape::text(Role::Note, Anchor::Start, at, short(limit.clients)));
        y += ROW;
    }
    if let Some(wanted) = wanted {
        let x = x(wanted);
        shapes.push(Shape::line(Role::Way, (x, 18.0), (x, y)).now(true));
        let text = format!("{} clients", short(wanted));
        let half = Role::Note.text_width(&text) / 2.0;
        shapes.push(Shape::text(Role::Note, Anchor::Middle, (x.clamp(half, width - half), 13.0), text));
    }
    y += 10.0;
    let verdict = verdict(&limits, wanted);
    for line in wrap(&verdict, Role::Label, width - 12.0) {
        shapes.push(Shape::text(Role::Label, Anchor::Start, (4.0, y + 12.0), line));
        y += 18.0;
    }
    y = space(setup, y + 14.0, width, &mut shapes);
    let scene = Scene { width, height: y + 6.0, shapes };
    Panel {
        description: format!("What limits the clients of {name}. {verdict}"),
        caption: String::new(),
        body: Body::Drawing { scene, rows: table(&limits) },
    }
}

/// A large number in few letters.
fn short(number: u64) -> String {
    match number {
        1_000_000_000_000.. => format!("{} × 10¹²", number / 1_000_000_000_000),
        10_000_000.. => format!("{} million", number / 1_000_000),
        _ => counted(number),
    }
}

fn verdict(limits: &[Limit], wanted: Option<u64>) -> String {
    let Some(first) = limits.first() else { return String::new() };
    let (name, clients) = (first.resource.name(), counted(first.clients));
    match wanted {
        Some(wanted) if first.clients < wanted => {
            format!("First to bite: {name}, at {clients}. {}.", capital(&first.why))
        }
        _ => format!("Nothing bites here. First would be {name}, at {clients}: {}.", first.why),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The client ports of each address, of which each connection to the one server port takes one.
fn space(setup: &Setup, top: f32, width: f32, shapes: &mut Vec<Shape>) -> f32 {
    let Some(clients) = setup.wanted() else { return top };
    let addresses = setup.means.addresses(clients);
    let rows = addresses.min(ADDRESSES);
    let head = format!(
        "{} of the five-tuples to this port are in use: across, a client address's ports 32768 to 60999; {} address{} down",
        counted(clients),
        counted(addresses),
        if addresses == 1 { "" } else { "es" }
    );
    let mut y = top;
    for line in wrap(&head, Role::Note, width - 12.0) {
        shapes.push(Shape::text(Role::Note, Anchor::Start, (4.0, y + 10.0), line));
        y += 16.0;
    }
    y += 4.0;
    let tall = if rows > 12 { 5.0 } else { 10.0 };
    shapes.push(Shape::area(Role::Ground, (4.0, y), (width - 8.0, tall * rows as f32 + 2.0)));
    let cells =
        if clients <= DOTS { dots(clients, rows, width) } else { fields(clients, addresses, rows, width) };
    for (level, cells) in cells.into_iter().filter(|(_, cells)| !cells.is_empty()) {
        let cells =
            cells.iter().map(|[x, row, wide]| [*x, y + 1.0 + row * tall, *wide, tall - 1.0]).collect();
        shapes.push(Shape::new(Role::Level(level), Form::Cells { cells }));
    }
    y + tall * rows as f32 + 6.0
}

/// Left, row and width of cells, by how dark they are.
type Cells = Vec<(u8, Vec<[f32; 3]>)>;

/// A stroke for each client. Linux takes the next ports after a place that depends on the addresses and a secret (RFC 6056).
fn dots(clients: u64, rows: u64, width: f32) -> Cells {
    let place = |number: u64| {
        let port = (number / rows * 2 + number % rows * 7919 + 1234) % PORTS;
        [6.0 + (width - 14.0) * port as f32 / PORTS as f32, (number % rows) as f32, 2.0]
    };
    vec![(7, (0..clients).map(place).collect())]
}

/// Squares, as dark as their ports are taken.
fn fields(clients: u64, addresses: u64, rows: u64, width: f32) -> Cells {
    let wide = (width - 12.0) / COLUMNS as f32;
    let mut levels: Cells = (0..8).map(|level| (level, Vec::new())).collect();
    let each = (addresses * PORTS) as f64 / rows as f64;
    let mut left = clients as f64;
    for row in 0..rows {
        let rows_left = (rows - row) as f64;
        let here = (left / rows_left).ceil().min(each);
        left -= here;
        let level = ((here / each * 8.0).ceil() as usize).clamp(1, 8) - 1;
        levels[level]
            .1
            .extend((0..COLUMNS).map(|column| [6.0 + wide * column as f32, row as f32, wide - 1.0]));
    }
    levels
}

fn table(limits: &[Limit]) -> Table {
    let row = |limit: &Limit| Row {
        cells: vec![limit.resource.name().into(), counted(limit.clients), limit.why.clone()],
        target: None,
        mark: None,
        change: Change::Same,
        title: None,
    };
    Table {
        caption: "How many clients at once each resource allows".into(),
        columns: ["Resource", "Clients", "Why"].map(String::from).into(),
        rows: limits.iter().map(row).collect(),
    }
}
