//! The picture of a look-up: the key with its five teeth, and below each tooth the field it meets in every socket.

use super::compare::{Asked, Case, Fit, Trial};
use super::{answer, question, rule, verdict};
use crate::model::demux::Key;
use crate::model::sort::sort_by_key;
use crate::view::draw::{BADGE, badge, fit, wrap};
use crate::view::panel::Emphasis;
use crate::view::{Anchor, Form, Moment, Role, Scene, Shape, Size, Target, words};

/// No more sockets than these are drawn for one question; the nearest come first.
const MOST: usize = 8;
/// The thickness of the key's shaft, and the length of its teeth.
const SHAFT: f32 = 14.0;
const TOOTH: f32 = 28.0;
/// How far lines of text are apart.
const LINE: f32 = 17.0;

/// The measures of a size.
struct Grid {
    size: Size,
    /// Left edge and width of the five columns.
    columns: [(f32, f32); 5],
    /// Where the columns' titles begin.
    titles: f32,
    question: f32,
    row: f32,
}

impl Grid {
    fn of(size: Size) -> Grid {
        let (left, widths, gap) = match size {
            Size::Wide => (212.0, [70.0, 150.0, 90.0, 150.0, 90.0], 8.0),
            Size::Narrow => (4.0, [28.0, 108.0, 42.0, 108.0, 42.0], 1.0),
        };
        let mut x = left;
        let columns = widths.map(|width| {
            let column = (x, width);
            x += width + gap;
            column
        });
        match size {
            Size::Wide => Grid { size, columns, titles: 0.0, question: 68.0, row: 34.0 },
            Size::Narrow => Grid { size, columns, titles: 26.0, question: 64.0, row: 66.0 },
        }
    }

    /// Where the shaft of the key begins.
    fn shaft(&self) -> f32 {
        self.titles + 44.0
    }

    fn top(&self) -> f32 {
        self.shaft() + SHAFT + TOOTH + 16.0
    }

    fn height(&self, moment: &Moment) -> f32 {
        let most = moment.letters.sockets.values().copied().max().unwrap_or(0).min(MOST + 2);
        let rules = if self.size == Size::Wide { 2.0 } else { 7.0 } * LINE + 16.0;
        self.top() + 3.0 * (self.question - LINE) + most as f32 * self.row + rules + 8.0
    }
}

/// Draws a look-up, or the empty place for one.
pub(super) fn draw(moment: &Moment, case: Option<&Case>, size: Size) -> Scene {
    let grid = Grid::of(size);
    let mut scene = Scene { width: size.width(), height: grid.height(moment), shapes: Vec::new() };
    let Some(case) = case else {
        let at = (size.width() / 2.0, grid.top());
        scene.shapes.push(Shape::text(Role::Note, Anchor::Middle, at, "No packet has arrived yet."));
        return scene;
    };
    titles(&grid, &mut scene.shapes);
    key(moment, case, &grid, &mut scene.shapes);
    let mut y = grid.top();
    for (number, (key, asked)) in case.keys.iter().enumerate() {
        let text = format!("{}. {}", number + 1, question(key, size));
        ask(&grid, (y, &text, *asked), &mut scene.shapes);
        y = bucket(moment, case, (&grid, y), (key, *asked), &mut scene.shapes);
        let mut trials: Vec<&Trial> = case.trials_of(key).collect();
        if trials.len() > MOST {
            sort_by_key(&mut trials, |trial| {
                trial.fields.iter().filter(|(_, fit)| *fit == Fit::Different).count()
            });
        }
        for trial in trials.iter().take(MOST) {
            row(moment, trial, &grid, y, &mut scene.shapes);
            y += grid.row;
        }
        if trials.len() > MOST {
            let text = format!("and {} that fit no better", words::count(trials.len() - MOST, "socket"));
            scene.shapes.push(Shape::text(
                Role::Note,
                Anchor::Start,
                (12.0, y + 16.0),
                fit(&text, Role::Note, size.width() - 24.0),
            ));
            y += 24.0;
        }
    }
    y = rules(&grid, case, y, &mut scene.shapes);
    if case.step != moment.at {
        scene.shapes.iter_mut().for_each(|shape| shape.emphasis = Emphasis::Faint);
        let (anchor, x) = if size == Size::Wide { (Anchor::Start, 8.0) } else { (Anchor::End, 332.0) };
        let text = format!("Earlier: step {}", case.step);
        scene.shapes.push(Shape::text(Role::Label, anchor, (x, 16.0), text).now(true));
    }
    scene.height = scene.height.max(y + 4.0);
    scene
}

/// Where the key was looked for, and who else is there.
fn bucket(
    moment: &Moment,
    case: &Case,
    (grid, y): (&Grid, f32),
    (key, asked): (&Key, Asked),
    shapes: &mut Vec<Shape>,
) -> f32 {
    let mut y = y + grid.question - 2.0 * LINE;
    let text = rule::bucket(moment, case, key, asked).unwrap_or_default();
    for text in wrap(&text, Role::Note, grid.size.width() - 32.0) {
        shapes.push(Shape::text(Role::Note, Anchor::Start, (24.0, y + 8.0), text));
        y += LINE;
    }
    y
}

/// The rule, and what the hash stands for.
fn rules(grid: &Grid, case: &Case, y: f32, shapes: &mut Vec<Shape>) -> f32 {
    let width = grid.size.width();
    shapes.push(Shape::line(Role::Ground, (4.0, y + 4.0), (width - 4.0, y + 4.0)));
    let mut base = y + 22.0;
    for line in rule::lines(case).iter().flat_map(|text| wrap(text, Role::Note, width - 16.0)) {
        shapes.push(Shape::text(Role::Note, Anchor::Start, (8.0, base), line));
        base += LINE;
    }
    base - LINE + 8.0
}

fn titles(grid: &Grid, shapes: &mut Vec<Shape>) {
    let middle = |column: usize| grid.columns[column].0 + grid.columns[column].1 / 2.0;
    let mut put =
        |x: f32, y: f32, role: Role, text: &str| shapes.push(Shape::text(role, Anchor::Middle, (x, y), text));
    let between = |a: usize, b: usize| (grid.columns[a].0 + grid.columns[b].0 + grid.columns[b].1) / 2.0;
    if grid.size == Size::Wide {
        put(middle(0), grid.titles + 16.0, Role::Label, "protocol");
    }
    put(between(1, 2), grid.titles + 16.0, Role::Label, "source");
    put(between(3, 4), grid.titles + 16.0, Role::Label, "destination");
    for (column, text) in [(1, "address"), (2, "port"), (3, "address"), (4, "port")] {
        put(middle(column), grid.titles + 33.0, Role::Note, text);
    }
}

/// The packet's key: a bow with the connection's letter, a shaft, and a tooth for each number.
fn key(moment: &Moment, case: &Case, grid: &Grid, shapes: &mut Vec<Shape>) {
    let (target, mark) = (Target::Packet(case.packet.id), moment.letters.mark(case.packet.tuple()));
    let dress = |shape: Shape| shape.of(target).marked(mark);
    let y = grid.shaft();
    let end = grid.columns[4].0 + grid.columns[4].1;
    let word = words::brief(&case.packet);
    let (start, bow, radius) = match grid.size {
        Size::Wide => (176.0, (154.0, y + SHAFT / 2.0), 26.0),
        Size::Narrow => (grid.columns[0].0, (grid.columns[0].0 + 14.0, y - 12.0), 14.0),
    };
    let (anchor, place, text) = match grid.size {
        Size::Wide => (Anchor::End, (118.0, y + SHAFT / 2.0 + 5.0), word),
        Size::Narrow => {
            (Anchor::Start, (6.0, 17.0), format!("{word} at {}", moment.world.host(case.host).name))
        }
    };
    let text = fit(&text, Role::Title, if grid.size == Size::Wide { 110.0 } else { 200.0 });
    let said = format!("{} → {}: {}", case.packet.from(), case.packet.to(), words::full(&case.packet));
    shapes.push(Shape::text(Role::Title, anchor, place, text).of(target).marked(mark).says(said));
    shapes.push(dress(Shape::new(Role::Key, Form::Circle { at: bow, radius })));
    shapes.push(dress(Shape::area(Role::Key, (start, y), (end - start, SHAFT))));
    if let Some(mark) = mark {
        shapes.extend(badge(mark, bow, target));
    }
    for ((x, width), text) in grid.columns.iter().zip(case.packet_fields()) {
        shapes.push(dress(Shape::area(Role::Key, (*x, y + SHAFT), (*width, TOOTH))));
        let at = (x + width / 2.0, y + SHAFT + 18.0);
        let text = fit(&text, Role::Code, *width);
        shapes.push(Shape::text(Role::Code, Anchor::Middle, at, text).of(target).marked(mark));
    }
}

/// A question: what was looked for, and the answer.
fn ask(grid: &Grid, (y, text, asked): (f32, &str, Asked), shapes: &mut Vec<Shape>) {
    let width = grid.size.width();
    let faint = matches!(asked, Asked::NotNeeded | Asked::NotAllowed);
    shapes.push(Shape::line(Role::Ground, (4.0, y + 4.0), (width - 4.0, y + 4.0)));
    let base = y + 24.0;
    let reply = answer(asked, grid.size);
    let room = width - 32.0 - Role::Label.text_width(reply);
    let question = Shape::text(Role::Label, Anchor::Start, (8.0, base), fit(text, Role::Label, room));
    shapes.push(question.faint(faint));
    let (anchor, x) = match grid.size {
        Size::Wide => (Anchor::Start, verdict_at(grid)),
        Size::Narrow => (Anchor::End, width - 8.0),
    };
    let reply = Shape::text(Role::Label, anchor, (x, base), reply);
    shapes.push(reply.faint(faint).now(asked == Asked::Found));
}

/// Where verdicts stand on a wide screen.
fn verdict_at(grid: &Grid) -> f32 {
    grid.columns[4].0 + grid.columns[4].1 + 16.0
}

/// A socket: what it is, what it asks of each number, and whether it is the one.
fn row(moment: &Moment, trial: &Trial, grid: &Grid, y: f32, shapes: &mut Vec<Shape>) {
    let target = Target::Socket(trial.socket);
    let mark = trial.tuple.and_then(|tuple| moment.letters.mark(tuple));
    let width = grid.size.width();
    if trial.won {
        shapes
            .push(Shape::area(Role::Focus, (2.0, y), (width - 4.0, grid.row - 2.0)).of(target).marked(mark));
    }
    let (line, cells) = match grid.size {
        Size::Wide => (y + 20.0, y + 3.0),
        Size::Narrow => (y + 17.0, y + 24.0),
    };
    let mut left = 12.0;
    if let Some(mark) = mark {
        shapes.extend(badge(mark, (left + BADGE, line - 4.0), target));
    }
    left += 2.0 * BADGE + 6.0;
    let faint = !trial.named;
    // On a narrow page a connection is known by its letter and its state.
    let short = trial.kind.strip_prefix("connection ").filter(|_| grid.size == Size::Narrow);
    let name = short.unwrap_or(&trial.kind);
    let kind = Shape::text(Role::Label, Anchor::Start, (left, line), name);
    let kind = kind.says(format!("socket {}, {}: {}", trial.socket, trial.kind, verdict(trial)));
    shapes.push(kind.of(target).marked(mark).faint(faint).now(trial.won));
    let text = verdict(trial);
    let (anchor, x, room) = match grid.size {
        Size::Wide => (Anchor::Start, verdict_at(grid), width - verdict_at(grid) - 4.0),
        Size::Narrow => (Anchor::End, width - 8.0, width - left - 16.0 - Role::Label.text_width(name)),
    };
    let text = fit(&text, Role::Note, room);
    shapes.push(Shape::text(Role::Note, anchor, (x, line), text).of(target).now(trial.won));
    for ((x, width), (text, fit)) in grid.columns.iter().zip(&trial.fields) {
        cell(grid, (*x, cells), *width, (text, *fit), target, shapes);
    }
}

/// A field: its value, and a sign whether it fits.
fn cell(
    grid: &Grid,
    at: (f32, f32),
    width: f32,
    (text, fits): (&str, Fit),
    target: Target,
    shapes: &mut Vec<Shape>,
) {
    let (role, sign) = match fits {
        Fit::Same => (Role::Same, "✓"),
        Fit::Any => (Role::Any, ""),
        Fit::Different => (Role::Different, "✗"),
    };
    let (height, middle) = match grid.size {
        Size::Wide => (grid.row - 8.0, at.0 + width / 2.0),
        Size::Narrow => (34.0, at.0 + width / 2.0),
    };
    shapes.push(Shape::area(role, at, (width, height)).of(target));
    match (grid.size, sign) {
        (Size::Wide, "") => shapes.push(Shape::text(Role::Note, Anchor::Middle, (middle, at.1 + 17.0), text)),
        (Size::Wide, sign) => {
            let text = fit(text, Role::Code, width - 26.0);
            shapes.push(Shape::text(Role::Code, Anchor::Middle, (middle - 7.0, at.1 + 17.0), text));
            shapes.push(Shape::text(role, Anchor::End, (at.0 + width - 6.0, at.1 + 17.0), sign));
        }
        (Size::Narrow, "") => {
            shapes.push(Shape::text(Role::Note, Anchor::Middle, (middle, at.1 + 21.0), text))
        }
        (Size::Narrow, sign) => {
            let text = fit(text, Role::Code, width);
            shapes.push(Shape::text(Role::Code, Anchor::Middle, (middle, at.1 + 14.0), text));
            shapes.push(Shape::text(role, Anchor::Middle, (middle, at.1 + 29.0), sign));
        }
    }
}
