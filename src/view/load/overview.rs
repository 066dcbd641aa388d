//! A whole run at a glance: how busy the cores were, how many connections waited for `accept`, and how long requests took,
//! darker where there were more of them.

use super::axis::{Axis, Scale};
use crate::load::{Bin, CLASSES, Nanos, Overview, least_of_class, told};
use crate::view::Size;
use crate::view::panel::{Anchor, Body, Change, Form, Panel, Role, Row, Scene, Shape, Table};

const STRIP: f32 = 14.0;
const QUEUE: f32 = 30.0;
const TALL: f32 = 120.0;

/// What pictures of several runs have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Where the axis ends.
    pub end: Nanos,
    /// What the lanes show.
    pub window: (Nanos, Nanos),
    /// The quickest and the slowest class of response times.
    classes: (usize, usize),
}

impl Frame {
    /// The frame that holds all these runs.
    pub fn of(runs: &[&Overview], window: (Nanos, Nanos)) -> Frame {
        let used = |class: &usize| {
            let bins = runs.iter().flat_map(|run| &run.bins);
            bins.clone().any(|bin| bin.classes.get(*class).is_some_and(|count| *count > 0))
        };
        let first = (0..CLASSES).find(used).unwrap_or(0);
        let last = (first..CLASSES).rev().find(used).unwrap_or(first);
        let end = runs.iter().map(|run| run.step * run.bins.len() as Nanos).max().unwrap_or(1);
        Frame { end, window, classes: (first, last) }
    }
}

/// Draws a run at a glance.
pub fn overview(name: &str, run: &Overview, frame: &Frame, size: Size) -> Panel {
    let axis = Axis::new(0, frame.end, size);
    let mut shapes = Vec::new();
    let (left, right) = (axis.x(frame.window.0), axis.x(frame.window.1));
    let mut y = 6.0;
    y = cores(run, &axis, y, &mut shapes);
    y = queue(run, &axis, y + 6.0, &mut shapes);
    y = responses(run, &axis, frame.classes, y + 8.0, &mut shapes);
    axis.ruler(y, &mut shapes);
    let shown = Shape::area(Role::Focus, (left, 2.0), ((right - left).max(2.0), y));
    shapes.insert(0, shown);
    let scene = Scene { width: axis.width, height: y + 24.0, shapes };
    Panel {
        description: describe(name, run),
        caption: String::new(),
        body: Body::Drawing { scene, rows: table(run) },
    }
}

/// The place of a step on the axis: left, width.
fn place(axis: &Axis, step: Nanos, number: usize) -> (f32, f32) {
    let left = axis.x(step * number as Nanos);
    (left, (axis.x(step * (number as Nanos + 1)) - left).max(0.4))
}

/// Shapes of one role for each level.
struct Levels([Vec<[f32; 4]>; 8]);

impl Levels {
    fn new() -> Levels {
        Levels(std::array::from_fn(|_| Vec::new()))
    }

    /// `share` of 1 is the darkest; nothing is not drawn.
    fn add(&mut self, share: f64, cell: [f32; 4]) {
        if share > 0.0 {
            self.0[((share * 8.0) as usize).min(7)].push(cell);
        }
    }

    fn draw(self, shapes: &mut Vec<Shape>) {
        for (level, cells) in self.0.into_iter().enumerate().filter(|(_, cells)| !cells.is_empty()) {
            shapes.push(Shape::new(Role::Level(level as u8), Form::Cells { cells }));
        }
    }
}

fn cores(run: &Overview, axis: &Axis, top: f32, shapes: &mut Vec<Shape>) -> f32 {
    let count = run.bins.iter().map(|bin| bin.busy.len()).max().unwrap_or(1).max(1);
    let tall = if count > 4 { (4.0 * STRIP / count as f32).max(2.0) } else { STRIP };
    let mut levels = Levels::new();
    for (number, bin) in run.bins.iter().enumerate() {
        let (left, width) = place(axis, run.step, number);
        for (core, busy) in bin.busy.iter().enumerate() {
            let share = *busy as f64 / run.step as f64;
            levels.add(share, [left, top + tall * core as f32, width, tall - 1.0]);
        }
    }
    let ground = (axis.names, top - 1.0);
    shapes.push(Shape::area(
        Role::Ground,
        ground,
        (axis.width - axis.names - 10.0, tall * count as f32 + 1.0),
    ));
    levels.draw(shapes);
    let words = if count == 1 { "core busy".to_owned() } else { format!("{count} cores") };
    shapes.push(Shape::text(Role::Note, Anchor::End, (axis.names - 6.0, top + 11.0), words));
    top + tall * count as f32
}

fn queue(run: &Overview, axis: &Axis, top: f32, shapes: &mut Vec<Shape>) -> f32 {
    let most = run.bins.iter().map(|bin| bin.queue).max().unwrap_or(0);
    let words = if axis.width > 500.0 { "accept queue" } else { "queue" };
    shapes.push(Shape::text(Role::Note, Anchor::End, (axis.names - 6.0, top + 11.0), words));
    shapes.push(Shape::text(Role::Note, Anchor::End, (axis.names - 6.0, top + 25.0), format!("≤ {most}")));
    let bar = |(number, bin): (usize, &Bin)| {
        let (left, width) = place(axis, run.step, number);
        let tall = QUEUE * bin.queue as f32 / most.max(1) as f32;
        [left, top + QUEUE - tall, width, tall]
    };
    let cells: Vec<[f32; 4]> = run.bins.iter().enumerate().map(bar).filter(|cell| cell[3] > 0.0).collect();
    if !cells.is_empty() {
        shapes.push(Shape::new(Role::Bar, Form::Cells { cells }));
    }
    let dropped = run.bins.iter().enumerate().filter(|(_, bin)| bin.dropped > 0);
    let cells: Vec<[f32; 4]> = dropped
        .map(|(number, _)| {
            let (left, width) = place(axis, run.step, number);
            [left, top - 4.0, width, 3.0]
        })
        .collect();
    if !cells.is_empty() {
        let all: u32 = run.bins.iter().map(|bin| bin.dropped).sum();
        let says = format!("{all} SYNs met a full queue");
        shapes.push(Shape::new(Role::Refusal, Form::Cells { cells }).says(says));
    }
    top + QUEUE
}

fn responses(
    run: &Overview,
    axis: &Axis,
    (first, last): (usize, usize),
    top: f32,
    shapes: &mut Vec<Shape>,
) -> f32 {
    let scale = Scale::new(top + 14.0, TALL - 14.0, least_of_class(first), least_of_class(last + 1));
    let most = run.bins.iter().flat_map(|bin| &bin.classes).copied().max().unwrap_or(1).max(1);
    let mut levels = Levels::new();
    for (number, bin) in run.bins.iter().enumerate() {
        let (left, width) = place(axis, run.step, number);
        for (class, count) in bin.classes.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (high, low) = (scale.y(least_of_class(class + 1)), scale.y(least_of_class(class)));
            // One request in a thousand is still to be seen.
            let share = (libm::log(f64::from(*count)) + 1.0) / (libm::log(f64::from(most)) + 1.0);
            levels.add(share, [left, high, width, (low - high).max(1.0)]);
        }
    }
    levels.draw(shapes);
    scale.lines(axis, shapes);
    shapes.push(Shape::text(Role::Note, Anchor::End, (axis.names - 6.0, top + 4.0), "response"));
    top + TALL + 4.0
}

fn table(run: &Overview) -> Table {
    let together = run.bins.len().div_ceil(12).max(1);
    let row = |(number, bins): (usize, &[Bin])| {
        let time = run.step * bins.len() as Nanos;
        let answered: u32 = bins.iter().map(|bin| bin.answered).sum();
        let response: Nanos = bins.iter().map(|bin| bin.response).sum();
        let busy: Nanos = bins.iter().flat_map(|bin| &bin.busy).sum();
        let worst = bins.iter().map(|bin| bin.worst).max().unwrap_or(0);
        let queue = bins.iter().map(|bin| bin.queue).max().unwrap_or(0);
        let dropped: u32 = bins.iter().map(|bin| bin.dropped).sum();
        let mean = response.checked_div(answered.into()).map_or_else(String::new, told);
        Row {
            cells: vec![
                told(run.step * (number * together) as Nanos),
                format!("{:.0}", f64::from(answered) * 1e9 / time as f64),
                mean,
                told(worst),
                format!("{:.2}", busy as f64 / time as f64),
                queue.to_string(),
                dropped.to_string(),
            ],
            target: None,
            mark: None,
            change: Change::Same,
            title: None,
        }
    };
    Table {
        caption: "The run in steps".into(),
        columns: [
            "From",
            "Answers a second",
            "Mean response",
            "Longest",
            "Cores busy",
            "Accept queue",
            "SYNs dropped",
        ]
        .map(String::from)
        .into(),
        rows: run.bins.chunks(together).enumerate().map(row).collect(),
    }
}

fn describe(name: &str, run: &Overview) -> String {
    let answered: u32 = run.bins.iter().map(|bin| bin.answered).sum();
    let worst = run.bins.iter().map(|bin| bin.worst).max().unwrap_or(0);
    let queue = run.bins.iter().map(|bin| bin.queue).max().unwrap_or(0);
    let time = run.step * run.bins.len() as Nanos;
    format!(
        "{name}: the whole run, {}. {answered} answers, the longest after {}; at most {queue} connections waited for accept.",
        told(time),
        told(worst)
    )
}
