//! The figures of runs side by side, as bars, and response times from the median to the longest on one scale.

use super::axis::Scale;
use crate::load::text::counted;
use crate::load::{Figures, told};
use crate::view::Size;
use crate::view::draw::fit;
use crate::view::panel::{Anchor, Body, Change, Form, Mark, Panel, Role, Row, Scene, Shape, Table};

const BAR: f32 = 18.0;

/// A figure of a run as a number to compare, and in words.
type Reading = (f64, String);

/// Draws the figures of runs, each with its name.
pub fn figures(runs: &[(String, Figures)], size: Size) -> Panel {
    let mut picture = Picture {
        names: if size == Size::Wide { 220.0 } else { 96.0 },
        width: size.width(),
        y: 4.0,
        shapes: Vec::new(),
    };
    picture.bars("Answers a second", runs, answers);
    picture.responses(runs);
    picture.bars("Cores busy, on average", runs, cores);
    picture.bars("Memory at most", runs, memory);
    picture.bars("Context switches for each answer", runs, switches);
    let scene = Scene { width: picture.width, height: picture.y, shapes: picture.shapes };
    Panel {
        description: describe(runs),
        caption: String::new(),
        body: Body::Drawing { scene, rows: table(runs) },
    }
}

fn answers(figures: &Figures) -> Reading {
    (figures.throughput.value, counted(figures.throughput.value as u64))
}

fn cores(figures: &Figures) -> Reading {
    let busy: f64 = figures.utilisation.iter().sum();
    (busy, format!("{busy:.2} of {}", figures.utilisation.len()))
}

fn memory(figures: &Figures) -> Reading {
    let mib = figures.memory as f64 / f64::from(1 << 20);
    let threads = match (figures.threads, figures.processes) {
        (1, _) => "1 thread".into(),
        (threads, 1) => format!("{} threads", counted(threads.into())),
        (_, processes) => format!("{} processes", counted(processes.into())),
    };
    (mib, format!("{} MiB, {threads}", counted(mib as u64)))
}

fn switches(figures: &Figures) -> Reading {
    let each = figures.switches as f64 / figures.requests.max(1) as f64;
    (each, format!("{each:.2}"))
}

struct Picture {
    names: f32,
    width: f32,
    y: f32,
    shapes: Vec<Shape>,
}

impl Picture {
    fn heading(&mut self, text: &str) {
        self.shapes.push(Shape::text(Role::Label, Anchor::Start, (4.0, self.y + 15.0), text));
        self.y += 24.0;
    }

    fn name(&mut self, place: usize, name: &str) {
        let mark = Some(Mark { index: place as u16 });
        let (x, y) = (14.0, self.y + BAR / 2.0 - 1.0);
        self.shapes.push(Shape::new(Role::Badge, Form::Circle { at: (x, y), radius: 8.0 }).marked(mark));
        let letter = Mark { index: place as u16 }.letter();
        self.shapes.push(Shape::text(Role::Letter, Anchor::Middle, (x, y + 4.0), letter).marked(mark));
        let name = fit(name, Role::Note, self.names - 32.0);
        self.shapes.push(Shape::text(Role::Note, Anchor::Start, (28.0, y + 4.0), name));
    }

    fn bars(&mut self, title: &str, runs: &[(String, Figures)], read: fn(&Figures) -> Reading) {
        self.heading(title);
        let most = runs.iter().map(|(_, figures)| read(figures).0).fold(0.0, f64::max);
        let readings = runs.iter().map(|(_, figures)| read(figures));
        let widest = readings.map(|(_, words)| Role::Note.text_width(&words)).fold(0.0, f32::max);
        let room = self.width - self.names - widest - 16.0;
        for (place, (name, figures)) in runs.iter().enumerate() {
            let (value, words) = read(figures);
            self.name(place, name);
            let long = (if most > 0.0 { value / most } else { 0.0 } as f32 * room).max(1.0);
            let cell = [self.names, self.y, long, BAR - 4.0];
            let mark = Some(Mark { index: place as u16 });
            self.shapes.push(Shape::new(Role::Work, Form::Cells { cells: vec![cell] }).marked(mark));
            let at = (self.names + long + 6.0, self.y + BAR - 6.0);
            self.shapes.push(Shape::text(Role::Note, Anchor::Start, at, words));
            self.y += BAR + 2.0;
        }
        self.y += 8.0;
    }

    /// Of each run: the median, 90, 99 and 99.9 % as strokes, and the longest as a dot.
    fn responses(&mut self, runs: &[(String, Figures)]) {
        self.heading("Response: 50, 90, 99, 99.9 %, the longest");
        let times = runs.iter().map(|(_, figures)| &figures.response).filter(|times| times.most > 0);
        let least = times.clone().map(|times| times.p50).min().unwrap_or(1);
        let most = times.map(|times| times.most).max().unwrap_or(10).max(least * 3);
        // The scale lies on its side: from left to right.
        let scale = Scale::new(0.0, self.width - self.names - 30.0, least, most);
        let left = self.names + 8.0;
        let x = |time| left + scale.tall - scale.y(time);
        for (place, (name, figures)) in runs.iter().enumerate() {
            self.name(place, name);
            let times = &figures.response;
            if times.most == 0 {
                let at = (self.names, self.y + BAR - 6.0);
                self.shapes.push(Shape::text(Role::Note, Anchor::Start, at, "nothing is answered"));
                self.y += BAR + 2.0;
                continue;
            }
            let mark = Some(Mark { index: place as u16 });
            let middle = self.y + BAR / 2.0 - 1.0;
            self.shapes.push(Shape::line(Role::Rail, (x(times.p50), middle), (x(times.most), middle)));
            let strokes = [times.p50, times.p90, times.p99, times.p999];
            let cells = strokes.iter().enumerate().map(|(rank, time)| {
                let tall = 16.0 - 3.0 * rank as f32;
                [x(*time) - 1.5, middle - tall / 2.0, 3.0, tall]
            });
            let says = format!(
                "{name}: half within {}, 99 % within {}, the longest {}",
                told(times.p50),
                told(times.p99),
                told(times.most)
            );
            self.shapes
                .push(Shape::new(Role::Work, Form::Cells { cells: cells.collect() }).marked(mark).says(says));
            let end = Form::Circle { at: (x(times.most), middle), radius: 3.5 };
            self.shapes.push(Shape::new(Role::Badge, end).marked(mark));
            self.y += BAR + 2.0;
        }
        let marks = [least, most].map(|time| (x(time), told(time)));
        let anchors = [Anchor::Start, Anchor::End];
        for ((x, text), anchor) in marks.into_iter().zip(anchors) {
            self.shapes.push(Shape::text(Role::Note, anchor, (x, self.y + 12.0), text));
        }
        self.y += 26.0;
    }
}

fn table(runs: &[(String, Figures)]) -> Table {
    let row = |(place, (name, figures)): (usize, &(String, Figures))| {
        let share =
            |half: Option<f64>| half.map_or(String::new(), |half| format!(" ± {}", told(half as u64)));
        let times = &figures.response;
        Row {
            cells: vec![
                format!("{} {name}", Mark { index: place as u16 }.letter()),
                answers(figures).1,
                told(times.mean.value as u64) + &share(times.mean.half_width),
                told(times.p50),
                told(times.p90),
                told(times.p99),
                told(times.p999),
                told(times.most),
                told(figures.wait.mean.value as u64),
                cores(figures).1,
                format!("{:.1}, at most {}", figures.accept_queue.mean.value, figures.accept_queue.most),
                counted(figures.accept_queue.dropped),
                switches(figures).1,
                memory(figures).1,
                counted(figures.requests),
                counted(figures.lost + figures.unanswered),
            ],
            target: None,
            mark: Some(Mark { index: place as u16 }),
            change: Change::Same,
            title: None,
        }
    };
    let columns = [
        "Run",
        "Answers a second",
        "Mean response",
        "50 %",
        "90 %",
        "99 %",
        "99.9 %",
        "Longest",
        "Mean wait",
        "Cores busy",
        "Accept queue",
        "SYNs dropped",
        "Switches an answer",
        "Memory",
        "Answers",
        "Unanswered",
    ];
    Table {
        caption: "Figures after the warm-up; ± is half of the 99.9 % interval of the mean".into(),
        columns: columns.map(String::from).into(),
        rows: runs.iter().enumerate().map(row).collect(),
    }
}

fn describe(runs: &[(String, Figures)]) -> String {
    let one = |(name, figures): &(String, Figures)| {
        format!(
            "{name}: {} answers a second, half of them within {}, 99 % within {}",
            answers(figures).1,
            told(figures.response.p50),
            told(figures.response.p99)
        )
    };
    let all: Vec<String> = runs.iter().map(one).collect();
    format!("Figures side by side. {}.", all.join(". "))
}
