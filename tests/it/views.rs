//! What holds for every picture, at every step of whole runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::rc::Rc;

use fivetuple::model::event::Event;
use fivetuple::model::id::{HostId, SocketId};
use fivetuple::model::packet::FourTuple;
use fivetuple::report::Commands;
use fivetuple::scenario::{build, text};
use fivetuple::trace::{Run, Trace};
use fivetuple::view::{
    Body, Change, Form, Letters, Mark, Moment, Panel, Role, Scene, Shape, Size, Table, Target, VIEWS, marks,
    named, svg,
};

const SIZES: [Size; 2] = [Size::Wide, Size::Narrow];

/// The first lesson's world, with a third connection from the first machine.
const LESSON: &str = "
seed 1
link home 192.168.1.0/24 1ms
link internet 203.0.113.0/24 10ms
router gateway home 192.168.1.1 internet 203.0.113.254
host laptop home 192.168.1.10
host desktop home 192.168.1.20
host server internet 203.0.113.1
run server.py on server
run client_a.py on laptop after 1ms
run client_b.py on desktop after 2ms
run client_a_again.py on laptop after 3ms
";

/// Refusals, losses, loopback, two LANs of ends and one between routers.
const TANGLE: &str = "
seed 2
link home 192.168.1.0/24 1ms
link office 10.0.0.0/16 1ms
link isp 100.64.0.0/24 3ms
link internet 203.0.113.0/24 10ms
router gateway home 192.168.1.1 isp 100.64.0.1
router branch office 10.0.0.1 isp 100.64.0.2
router core isp 100.64.0.254 internet 203.0.113.254
host laptop home 192.168.1.10
host phone home 192.168.1.11
host desk office 10.0.0.5
host server internet 203.0.113.1
host mirror internet 203.0.113.2
run server.py on server
run client.py on laptop after 1ms
run client.py on phone after 1ms
run client.py on desk after 2ms
run client.py on mirror after 3ms
run own.py on mirror after 3ms
";
const SERVER: &str = "
import socket
listener = socket.socket()
listener.bind(('0.0.0.0', 80))
listener.listen(1)
own = socket.socket()
own.bind(('203.0.113.1', 8080))
own.listen(9)
for _ in range(2):
    listener.accept()[0].recv(10)
";
const CLIENT: &str = "
import socket
for address, port in (('203.0.113.1', 80), ('203.0.113.1', 81), ('203.0.113.77', 80)):
    s = socket.socket()
    s.settimeout(3)
    try:
        s.connect((address, port))
        s.sendall(b'<hello & \"goodbye\">')
    except OSError as problem:
        print(problem)
";
const OWN: &str = "
import socket
listener = socket.socket()
listener.bind(('127.0.0.1', 80))
listener.listen(1)
client = socket.socket()
client.connect(('127.0.0.1', 80))
server, _ = listener.accept()
client.sendall(b'hello')
client.close()
listener.close()
print(server.recv(10))
";

fn run(world: &str, sources: &[(&str, String)]) -> Rc<Trace> {
    let mut scenario = text::parse(world).expect("a world");
    for (name, source) in sources {
        scenario.give_source(name, source);
    }
    Rc::new(Run::new(build(&scenario).expect("programs")).finish(&Commands))
}

pub(crate) fn lesson() -> Rc<Trace> {
    let source = |name: &str| {
        let path = format!("lessons/programs/04-five-tuple/{name}");
        let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {path}"));
        text.replace("CLIENTS = 2", "CLIENTS = 3")
    };
    let files = ["server.py", "client_a.py", "client_b.py", "client_a_again.py"];
    run(LESSON, &files.map(|name| (name, source(name))))
}

fn tangle() -> Rc<Trace> {
    run(TANGLE, &[("server.py", SERVER.into()), ("client.py", CLIENT.into()), ("own.py", OWN.into())])
}

/// Every step of a run. Each world is made from the one before it: going to each by itself would take far longer.
pub(crate) fn moments(trace: &Rc<Trace>) -> impl Iterator<Item = Moment> {
    let (trace, letters) = (trace.clone(), Rc::new(Letters::of(trace)));
    let mut before = trace.world_at(0);
    (0..=trace.steps.len()).map(move |at| {
        let mut world = before.clone();
        if at > 0 {
            let world = Rc::make_mut(&mut world);
            trace.events_of(at - 1).iter().for_each(|event| world.apply(event));
        }
        let moment = Moment {
            trace: trace.clone(),
            at,
            world: world.clone(),
            before: before.clone(),
            letters: letters.clone(),
        };
        before = world;
        moment
    })
}

/// Every step of both runs.
fn all_moments() -> impl Iterator<Item = Moment> {
    [lesson(), tangle()].into_iter().flat_map(|trace| moments(&trace).collect::<Vec<_>>())
}

fn panel(name: &str, moment: &Moment, size: Size) -> Panel {
    (named(name).unwrap_or_else(|| panic!("no view {name}")).draw)(moment, size)
}

fn scene(panel: &Panel) -> Option<&Scene> {
    match &panel.body {
        Body::Drawing { scene, .. } => Some(scene),
        Body::Tables(_) => None,
    }
}

fn tables(panel: &Panel) -> Vec<&Table> {
    match &panel.body {
        Body::Drawing { rows, .. } => vec![rows],
        Body::Tables(tables) => tables.iter().collect(),
    }
}

/// What each view draws, at every step and in both sizes.
fn every_panel(check: impl Fn(&str, &Moment, Size, &Panel)) {
    for moment in all_moments() {
        for view in VIEWS {
            for size in SIZES {
                check(view.name, &moment, size, &(view.draw)(&moment, size));
            }
        }
    }
}

#[test]
fn the_runs_have_what_the_pictures_must_show() {
    let events: Vec<Event> = [lesson(), tangle()].iter().flat_map(|trace| trace.events.clone()).collect();
    let has = |what: &dyn Fn(&Event) -> bool| events.iter().any(what);
    assert!(has(&|event| matches!(event, Event::Dropped { .. })), "a loss");
    assert!(has(&|event| matches!(event, Event::Sent { packet, .. } if packet.flags().rst)), "a refusal");
    assert!(has(&|event| matches!(event, Event::Sent { link: None, .. })), "loopback");
    assert!(
        has(&|event| matches!(event, Event::LookedUp { lookup, .. } if lookup.found.is_none())),
        "nobody's packet"
    );
    assert_eq!(events.iter().filter(|event| matches!(event, Event::Accepted { .. })).count(), 3 + 1 + 1);
}

#[test]
fn every_shape_lies_inside_its_scene() {
    every_panel(|name, moment, size, panel| {
        let Some(scene) = scene(panel) else { return };
        assert_eq!(scene.width, size.width(), "{name}");
        for shape in &scene.shapes {
            let (left, top, right, bottom) = shape.form.bounds(shape.role);
            let inside = left >= 0.0 && top >= 0.0 && right <= scene.width && bottom <= scene.height;
            assert!(
                inside,
                "{name}, step {}, {size:?}, {} × {}: {shape:?}",
                moment.at, scene.width, scene.height
            );
        }
    });
}

/// What must be read: texts, and packets with the words on them.
pub(crate) fn is_read(shape: &Shape) -> bool {
    matches!(shape.form, Form::Text { .. } | Form::Packet { .. })
}

#[test]
fn no_text_lies_on_another() {
    every_panel(|name, moment, size, panel| {
        let Some(scene) = scene(panel) else { return };
        let read: Vec<&Shape> = scene.shapes.iter().filter(|shape| is_read(shape)).collect();
        for (number, one) in read.iter().enumerate() {
            let a = one.form.bounds(one.role);
            for other in &read[number + 1..] {
                let b = other.form.bounds(other.role);
                let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
                assert!(apart, "{name}, step {}, {size:?}:\n{one:?}\n{other:?}", moment.at);
            }
        }
    });
}

#[test]
fn letters_are_large_enough() {
    every_panel(|name, _, _, panel| {
        for shape in scene(panel).into_iter().flat_map(|scene| &scene.shapes).filter(|shape| is_read(shape)) {
            assert!(shape.role.text_size() >= 11.0, "{name}: {shape:?}");
        }
    });
}

fn connections(moment: &Moment) -> Vec<(SocketId, Mark)> {
    let mark = |tuple: FourTuple| moment.letters.mark(tuple).expect("every connection has its letter");
    moment.world.sockets.values().filter_map(|socket| Some((socket.id, mark(socket.tuple()?)))).collect()
}

#[test]
fn every_connection_has_its_letter_in_all_pictures() {
    for moment in all_moments() {
        for size in SIZES {
            let network = panel("network", &moment, size);
            let drawn: BTreeSet<(SocketId, u16)> = scene(&network)
                .expect("a drawing")
                .shapes
                .iter()
                .filter(|shape| shape.role == Role::Badge)
                .filter_map(|shape| match (shape.target, shape.mark) {
                    (Some(Target::Socket(socket)), Some(mark)) => Some((socket, mark.index)),
                    _ => None,
                })
                .collect();
            let wanted: BTreeSet<(SocketId, u16)> =
                connections(&moment).into_iter().map(|(socket, mark)| (socket, mark.index)).collect();
            assert_eq!(drawn, wanted, "network, step {}, {size:?}", moment.at);

            for name in ["sockets", "ladder"] {
                let panel = panel(name, &moment, size);
                let marks: BTreeSet<u16> = tables(&panel)
                    .iter()
                    .flat_map(|table| &table.rows)
                    .filter_map(|row| row.mark.map(|mark| mark.index))
                    .collect();
                for (socket, mark) in connections(&moment) {
                    // A connection whose SYN found no way has sent nothing that a ladder could show.
                    let seen = marks.contains(&mark.index);
                    assert!(
                        seen,
                        "{name}, step {}: socket {socket} has no row of {}",
                        moment.at,
                        mark.letter()
                    );
                }
            }
        }
    }
}

#[test]
fn machines_never_move() {
    for trace in [lesson(), tangle()] {
        for size in SIZES {
            let mut places: BTreeMap<HostId, Form> = BTreeMap::new();
            let mut heights = BTreeSet::new();
            for moment in moments(&trace) {
                let panel = panel("network", &moment, size);
                let scene = scene(&panel).expect("a drawing");
                heights.insert(scene.height as u32);
                for shape in &scene.shapes {
                    if let (Form::Box { .. }, Some(Target::Host(host))) = (&shape.form, shape.target) {
                        let place = places.entry(host).or_insert_with(|| shape.form.clone());
                        assert_eq!(*place, shape.form, "step {}, {size:?}", moment.at);
                    }
                }
            }
            assert_eq!(heights.len(), 1, "{size:?}");
            assert_eq!(places.len(), trace.world_at(0).hosts.len());
        }
    }
}

#[test]
fn machines_do_not_overlap() {
    for trace in [lesson(), tangle()] {
        let moment = moments(&trace).last().expect("a moment");
        for size in SIZES {
            let panel = panel("network", &moment, size);
            let boxes: Vec<_> = scene(&panel)
                .expect("a drawing")
                .shapes
                .iter()
                .filter(|shape| {
                    matches!(shape.form, Form::Box { .. }) && matches!(shape.target, Some(Target::Host(_)))
                })
                .map(|shape| shape.form.bounds(shape.role))
                .collect();
            for (number, a) in boxes.iter().enumerate() {
                for b in &boxes[number + 1..] {
                    assert!(a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1, "{a:?} {b:?}");
                }
            }
        }
    }
}

#[test]
fn descriptions_say_when_the_picture_changed() {
    for trace in [lesson(), tangle()] {
        for view in VIEWS {
            let mut before: Option<Panel> = None;
            for moment in moments(&trace) {
                let panel = (view.draw)(&moment, Size::Wide);
                assert!(!panel.description.trim().is_empty(), "{}", view.name);
                if let Some(before) = before.filter(|before| before.body != panel.body) {
                    assert_ne!(before.description, panel.description, "{}, step {}", view.name, moment.at);
                }
                before = Some(panel);
            }
        }
    }
}

#[test]
fn packets_on_their_way_are_where_the_time_says() {
    for moment in all_moments() {
        let panel = panel("network", &moment, Size::Wide);
        let drawn: BTreeMap<Target, f32> = scene(&panel)
            .expect("a drawing")
            .shapes
            .iter()
            .filter_map(|shape| match shape.form {
                Form::Packet { along, .. } => Some((shape.target?, along)),
                _ => None,
            })
            .collect();
        for (id, flight) in &moment.world.flight {
            let whole = (flight.arrives - flight.sent).as_nanos().max(1) as f32;
            let gone = (moment.world.now - flight.sent).as_nanos() as f32 / whole;
            let along =
                drawn.get(&Target::Packet(*id)).unwrap_or_else(|| panic!("step {}: no {id}", moment.at));
            assert!((along - gone).abs() < 0.001, "step {}: {id} is at {along}, not {gone}", moment.at);
        }
    }
}

#[test]
fn tables_of_sockets_have_a_row_for_each() {
    for moment in all_moments() {
        let panel = panel("sockets", &moment, Size::Wide);
        let rows: Vec<_> = tables(&panel).into_iter().flat_map(|table| &table.rows).collect();
        let shown = |gone: bool| -> BTreeSet<Target> {
            let rows = rows.iter().filter(|row| (row.change == Change::Gone) == gone);
            rows.filter_map(|row| row.target).collect()
        };
        let sockets: BTreeSet<Target> = moment.world.sockets.keys().map(|id| Target::Socket(*id)).collect();
        assert_eq!(shown(false), sockets, "step {}", moment.at);
        let before = moment.before.sockets.keys().map(|id| Target::Socket(*id));
        assert_eq!(shown(true), before.filter(|id| !sockets.contains(id)).collect(), "step {}", moment.at);
        for row in rows {
            assert_eq!(row.cells.len(), 6);
        }
    }
}

#[test]
fn every_row_has_a_cell_for_each_column() {
    every_panel(|name, _, _, panel| {
        for table in tables(panel) {
            for row in &table.rows {
                assert_eq!(row.cells.len(), table.columns.len(), "{name}: {row:?}");
            }
        }
    });
}

#[test]
fn a_look_up_shows_every_socket_and_one_winner() {
    for moment in all_moments() {
        let found = moment.events().iter().rev().find_map(|event| match event {
            Event::LookedUp { host, lookup, .. } => Some((*host, lookup.found)),
            _ => None,
        });
        let Some((host, found)) = found else { continue };
        let panel = panel("lookup", &moment, Size::Wide);
        let rows = &tables(&panel)[0].rows;
        let sockets: BTreeSet<Target> = rows
            .iter()
            .filter_map(|row| row.target)
            .filter(|target| matches!(target, Target::Socket(_)))
            .collect();
        let named =
            moment.before.sockets.values().filter(|socket| socket.host == host && socket.local.is_some());
        assert_eq!(sockets, named.map(|socket| Target::Socket(socket.id)).collect(), "step {}", moment.at);
        let is_socket = |target: &Option<Target>| matches!(target, Some(Target::Socket(_)));
        let won: Vec<_> = rows
            .iter()
            .filter(|row| row.change == Change::Chosen && is_socket(&row.target))
            .map(|row| row.target)
            .collect();
        assert_eq!(won, found.map(|socket| Some(Target::Socket(socket))).into_iter().collect::<Vec<_>>());
        let differs = |row: &&fivetuple::view::Row| row.cells.iter().any(|cell| cell.ends_with("different"));
        assert!(
            rows.iter().filter(|row| won.contains(&row.target)).all(|row| !differs(&row)),
            "step {}",
            moment.at
        );
        let nobody =
            panel.caption.ends_with("the answer is RST.") || panel.caption.ends_with("it is dropped.");
        assert_eq!(nobody, found.is_none(), "step {}: {}", moment.at, panel.caption);
    }
}

#[test]
fn answers_of_a_look_up_are_never_cut_short() {
    for moment in all_moments() {
        for size in SIZES {
            let panel = panel("lookup", &moment, size);
            for shape in &scene(&panel).expect("a drawing").shapes {
                let cut = matches!(&shape.form, Form::Text { text, .. } if text.ends_with('…'));
                assert!(!cut, "step {}, {size:?}: {shape:?}", moment.at);
            }
        }
    }
}

#[test]
fn the_first_syn_goes_to_the_listener_on_any_address() {
    let moment = moments(&lesson())
        .find(|moment| moment.events().iter().any(|event| matches!(event, Event::SynQueued { .. })))
        .expect("a SYN arrives");
    let panel = panel("lookup", &moment, Size::Wide);
    assert_eq!(
        panel.caption,
        "SYN of connection A has come to server. No connection has this four-tuple, and no listener this address. \
         The listener on 0.0.0.0:80 takes any address and port 80: the SYN is its."
    );
}

#[test]
fn lost_segments_end_in_a_cross_and_refusals_look_like_refusals() {
    let trace = tangle();
    let drawn = |moment: &Moment, role: Role| {
        let panel = panel("ladder", moment, Size::Wide);
        let shapes = &scene(&panel).expect("a drawing").shapes;
        shapes
            .iter()
            .filter(|shape| shape.role == role && shape.emphasis == fivetuple::view::Emphasis::Now)
            .count()
    };
    for moment in moments(&trace) {
        let lost = moment.events().iter().any(|event| matches!(event, Event::Dropped { .. }));
        if lost {
            assert!(drawn(&moment, Role::Refusal) >= 2, "step {}", moment.at);
        }
        let refused = moment
            .events()
            .iter()
            .any(|event| matches!(event, Event::LookedUp { packet, .. } if packet.flags().rst));
        if refused {
            assert!(drawn(&moment, Role::Refusal) >= 1, "step {}", moment.at);
        }
    }
}

#[test]
fn the_editor_shows_where_each_program_is() {
    for moment in moments(&lesson()) {
        for file in ["server.py", "client_a.py"] {
            let places: Vec<u32> = moment
                .world
                .processes
                .values()
                .filter(|process| process.name == file)
                .flat_map(|process| process.threads.iter().filter_map(|tid| process.memory.place(*tid)))
                .map(|place| place.line)
                .collect();
            let shown = marks(&moment, file);
            assert_eq!(shown.iter().map(|mark| mark.line).collect::<Vec<_>>(), places, "step {}", moment.at);
            assert!(shown.iter().all(|mark| !mark.label.is_empty() && !mark.doing.is_empty()));
        }
    }
}

#[test]
fn the_table_of_programs_quotes_their_lines() {
    let client = fs::read_to_string("lessons/programs/04-five-tuple/client_a.py").expect("the client");
    let lines: Vec<&str> = client.lines().map(str::trim).collect();
    let mut quoted = BTreeSet::new();
    for moment in moments(&lesson()) {
        let panel = panel("threads", &moment, Size::Wide);
        for row in tables(&panel).iter().flat_map(|table| &table.rows) {
            let Some(Target::Line(pid, line)) = row.target else { continue };
            if moment.world.process(pid).name == "client_a.py" {
                assert_eq!(row.cells[2], line.to_string());
                assert_eq!(row.cells[3], lines[line as usize - 1], "step {}", moment.at);
                quoted.insert(row.cells[3].clone());
            }
        }
    }
    assert!(quoted.contains("client.connect(server)"), "{quoted:?}");
}

#[test]
fn a_drawing_is_one_well_formed_text() {
    every_panel(|name, moment, size, panel| {
        let Some(text) = svg(panel) else { return };
        let inside = text.split_once("</style>").expect("a style sheet").1;
        let (opened, closed) = (inside.matches("<g ").count(), inside.matches("</g>").count());
        assert_eq!(opened, closed, "{name}, step {}, {size:?}", moment.at);
        for piece in inside.split('&').skip(1) {
            let entity = piece.split(';').next().unwrap_or_default();
            assert!(["amp", "lt", "gt", "quot"].contains(&entity), "{name}: &{entity}");
        }
        assert!(!inside.contains("<hello"), "{name}: a program's text became an element");
    });
}

/// The colours of both schemes, by the names of `panel.css`.
fn colours(css: &str) -> BTreeMap<String, [u32; 2]> {
    let mut found = BTreeMap::new();
    for line in css.lines().map(str::trim) {
        let Some((name, value)) = line.strip_prefix("--").and_then(|line| line.split_once(": ")) else {
            continue;
        };
        let Some((_, pair)) = value.split_once("light-dark(#") else {
            continue;
        };
        let number = |text: &str| u32::from_str_radix(&text[..6], 16).expect("a colour");
        let (light, dark) = pair.split_once(", #").expect("two colours");
        found.insert(name.to_owned(), [number(light), number(dark)]);
    }
    found
}

/// The contrast of two colours (WCAG 2.2).
fn contrast(a: u32, b: u32) -> f64 {
    let linear = |byte: u32| {
        let part = f64::from(byte & 255) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let light =
        |colour: u32| 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour);
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn colours_stand_out_from_their_grounds() {
    let css = fs::read_to_string("www/styles/panel.css").expect("the style sheet");
    let colours = colours(&css);
    let colour = |name: &str| *colours.get(name).unwrap_or_else(|| panic!("no colour {name}"));
    let check = |fore: &str, ground: &str, least: f64| {
        for scheme in 0..2 {
            let contrast = contrast(colour(fore)[scheme], colour(ground)[scheme]);
            assert!(contrast >= least, "{fore} on {ground}, scheme {scheme}: {contrast:.2}");
        }
    };
    let grounds = ["panel-paper", "panel-card", "panel-now"];
    for ground in grounds {
        for mark in ["mark-a", "mark-b", "mark-c", "mark-d"] {
            check(&format!("{mark}-text"), ground, 4.5);
        }
        for text in ["panel-ink", "panel-soft", "panel-good", "panel-refusal"] {
            check(text, ground, 4.5);
        }
    }
    for graphic in ["mark-a", "mark-b", "mark-c", "mark-d", "panel-wire", "panel-now-line"] {
        check(graphic, "panel-paper", 3.0);
    }
}

#[test]
fn the_style_sheet_dresses_every_class_in_the_sizes_that_pictures_count_with() {
    let css = fs::read_to_string("www/styles/panel.css").expect("the style sheet");
    for role in [Role::Title, Role::Label, Role::Code, Role::Note, Role::Letter] {
        let rule = css.lines().find(|line| line.contains(&format!(".scene .{} text {{", role.class())));
        let size = format!("{}px", role.text_size());
        assert!(rule.is_some_and(|rule| rule.contains(&size)), "{}: {size}", role.class());
    }
    let mut used = BTreeSet::new();
    for moment in all_moments() {
        for view in VIEWS {
            let panel = (view.draw)(&moment, Size::Wide);
            used.extend(
                scene(&panel).into_iter().flat_map(|scene| &scene.shapes).map(|shape| shape.role.class()),
            );
        }
    }
    for class in used {
        assert!(css.contains(&format!(".{class}")), "{class} has no rule");
    }
}
