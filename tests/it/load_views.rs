//! The laboratory's pictures: what they say (`tests/views/laboratory.txt`; `BLESS=1` writes it anew), and that they can be
//! read, with two clients as with a million.

use std::fmt::Write;

use fivetuple::load::{EXPERIMENTS, Engine, Figures, Log, Options, Overview, Setup};
use fivetuple::view::load::{Frame, Window, figures, lanes, limits, overview};
use fivetuple::view::{Body, Panel, Shape, Size, svg};

use crate::views::is_read;
use crate::why::{golden, in_text};

/// A run with all that is drawn of it.
struct Run {
    name: String,
    setup: Setup,
    figures: Figures,
    overview: Overview,
}

fn run(name: &str, line: &str) -> Run {
    let setup = Options::of(line).setup().unwrap_or_else(|wrong| panic!("{line}: {wrong:?}"));
    let mut engine = Engine::new(setup.clone()).finish();
    Run { name: name.into(), figures: engine.figures(), overview: engine.overview().clone(), setup }
}

/// All pictures of runs, with a window in their middle.
fn panels(runs: &[Run], size: Size) -> Vec<Panel> {
    let overviews: Vec<&Overview> = runs.iter().map(|run| &run.overview).collect();
    let whole = Frame::of(&overviews, (0, 1)).end;
    let (from, to) = (whole / 4, whole / 4 + 10_000_000);
    let frame = Frame::of(&overviews, (from, to));
    let logs: Vec<Log> = runs.iter().map(|run| Engine::window(run.setup.clone(), from, to)).collect();
    let times = logs.iter().flat_map(|log| &log.answers).map(|answer| answer.response());
    let scale = (times.clone().min().unwrap_or(1_000), times.max().unwrap_or(1_000_000));
    let side_by_side: Vec<_> = runs.iter().map(|run| (run.name.clone(), run.figures.clone())).collect();
    let mut panels = vec![figures(&side_by_side, size)];
    for (number, (run, log)) in runs.iter().zip(&logs).enumerate() {
        let chosen = (!log.answers.is_empty()).then_some(0);
        let window = Window { run: number as u8, from, to, at: from + 4_000_000, scale, chosen };
        panels.push(overview(&run.name, &run.overview, &frame, size));
        panels.push(lanes(&run.name, log, &window, size));
        panels.push(limits(&run.name, &run.setup, size));
    }
    panels
}

#[test]
fn the_pictures_say_what_they_said() {
    let common = "clients=12 cpu=exp:500us wait=1ms think=exp:2ms cores=2 requests=400";
    let runs = [
        run("event loop", &format!("server=event-loop {common}")),
        run("threads", &format!("server=thread-per-connection {common}")),
    ];
    let mut text = String::new();
    for panel in panels(&runs, Size::Wide) {
        let _ = writeln!(text, "== {}", in_text(&panel));
    }
    golden("laboratory", &text);
}

/// Runs of all sizes: two clients, those of the experiments, and a million.
fn sizes() -> Vec<Vec<Run>> {
    let mut all = vec![
        vec![run("two clients", "server=iterative clients=2 requests=20 think=1ms")],
        vec![run(
            "a million",
            "server=async clients=1000000 think=exp:1000s cores=4 requests=2000 descriptors=2000000",
        )],
        vec![run("nothing is answered", "server=iterative clients=3 odd=3 odd-silence=forever requests=10")],
        vec![run(
            "overload",
            "server=prefork workers=2 cpu=1ms rate=poisson:9000 backlog=8 requests=3000 gil",
        )],
    ];
    for experiment in EXPERIMENTS.iter().step_by(3) {
        let short = Options::of("requests=2000 time=5s");
        let one = |(name, own): &(&str, &str)| {
            let line = Options::of(experiment.common).with(&Options::of(own)).with(&short).line();
            run(name, &line)
        };
        all.push(experiment.runs.iter().map(one).collect());
    }
    all
}

#[test]
fn everything_lies_inside_and_no_text_on_another() {
    let mut wrong = Vec::new();
    for runs in sizes() {
        for size in [Size::Wide, Size::Narrow] {
            wrong.extend(panels(&runs, size).iter().flat_map(|panel| unreadable(panel, size)));
        }
    }
    assert!(wrong.is_empty(), "{} things, first: {}", wrong.len(), wrong[..wrong.len().min(5)].join("\n"));
}

/// What of a picture cannot be read.
fn unreadable(panel: &Panel, size: Size) -> Vec<String> {
    let mut wrong = Vec::new();
    let Body::Drawing { scene, .. } = &panel.body else { panic!("a drawing") };
    assert_eq!(scene.width, size.width());
    for shape in &scene.shapes {
        let (left, top, right, bottom) = shape.form.bounds(shape.role);
        let inside = left >= 0.0 && top >= 0.0 && right <= scene.width && bottom <= scene.height;
        if !inside {
            wrong.push(format!(
                "{}: {size:?}, {} × {}: {shape:?}",
                panel.description, scene.width, scene.height
            ));
        }
    }
    let read: Vec<&Shape> = scene.shapes.iter().filter(|shape| is_read(shape)).collect();
    for (number, one) in read.iter().enumerate() {
        let a = one.form.bounds(one.role);
        for other in &read[number + 1..] {
            let b = other.form.bounds(other.role);
            let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
            if !apart {
                wrong.push(format!("{}: {size:?}\n{one:?}\n{other:?}", panel.description));
            }
        }
    }
    assert!(svg(panel).is_some_and(|text| text.ends_with("</svg>\n")));
    assert!(!panel.description.contains("NaN") && !panel.description.is_empty());
    wrong
}
