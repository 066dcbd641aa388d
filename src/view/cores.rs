//! Threads over time: who computes, who waits for a core, and who is blocked in which call, some steps around this one.

use super::draw::fit;
use super::moment::Moment;
use super::panel::{Anchor, Body, Change, Panel, Role, Row, Scene, Shape, Table, Target};
use super::{Size, words};
use crate::model::id::Tid;
use crate::model::process::ThreadState;
use crate::model::world::World;

/// No more threads than these have a lane; the table has all.
const MOST: usize = 14;
const ROW: f32 = 30.0;
const TOP: f32 = 34.0;

/// What a thread is doing after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Nothing,
    Runs,
    Ready,
    In(&'static str),
}

impl Doing {
    fn of(world: &World, tid: Tid) -> Doing {
        match world.threads.get(&tid).map(|thread| thread.state) {
            None | Some(ThreadState::Exited) => Doing::Nothing,
            Some(ThreadState::Running) => Doing::Runs,
            Some(ThreadState::Ready) => Doing::Ready,
            Some(ThreadState::Blocked(wait)) => Doing::In(words::call_of(wait)),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Doing::Nothing => "not there",
            Doing::Runs => "computes",
            Doing::Ready => "waits for a core",
            Doing::In(call) => call,
        }
    }

    fn role(self) -> Role {
        match self {
            Doing::Runs => Role::Connection,
            Doing::Ready => Role::Any,
            Doing::Nothing | Doing::In(_) => Role::Ground,
        }
    }
}

/// Where things stand.
struct Plan {
    width: f32,
    /// The room for names.
    names: f32,
    step: f32,
    first: usize,
    last: usize,
}

impl Plan {
    fn of(moment: &Moment, size: Size) -> Plan {
        let (names, count) = match size {
            Size::Wide => (200.0, 40),
            Size::Narrow => (86.0, 12),
        };
        let end = moment.trace.steps.len();
        // The step at hand stands at three quarters, except at both ends of the run.
        let first = moment.at.saturating_sub(count * 3 / 4).min(end.saturating_sub(count));
        let width = size.width();
        Plan {
            width,
            names,
            step: (width - names - 12.0) / count as f32,
            first,
            last: (first + count).min(end),
        }
    }

    fn x(&self, step: usize) -> f32 {
        self.names + (step - self.first) as f32 * self.step
    }
}

/// Draws the lanes.
pub(super) fn draw(moment: &Moment, size: Size) -> Panel {
    let plan = Plan::of(moment, size);
    let threads = &moment.letters.threads;
    let shown = &threads[..threads.len().min(MOST)];
    let lanes = lanes(moment, &plan, shown);
    let mut shapes = Vec::new();
    let height = TOP + shown.len() as f32 * ROW + 24.0;
    ruler(moment, &plan, height, &mut shapes);
    for (number, ((tid, program), lane)) in shown.iter().zip(&lanes).enumerate() {
        name(&plan, *tid, program, TOP + number as f32 * ROW, &mut shapes);
        segments(&plan, *tid, lane, TOP + number as f32 * ROW, &mut shapes);
    }
    if threads.len() > MOST {
        let rest = format!("and {}, in the table", words::count(threads.len() - MOST, "thread"));
        shapes.push(Shape::text(Role::Note, Anchor::Start, (12.0, height - 6.0), rest));
    }
    let rows = table(moment);
    Panel {
        description: describe(moment),
        caption: String::new(),
        body: Body::Drawing { scene: Scene { width: plan.width, height, shapes }, rows },
    }
}

/// What each thread is doing after each step of the window.
fn lanes(moment: &Moment, plan: &Plan, threads: &[(Tid, String)]) -> Vec<Vec<Doing>> {
    let mut world = World::clone(&moment.trace.world_at(plan.first));
    let mut lanes = vec![Vec::new(); threads.len()];
    for step in plan.first..plan.last {
        for event in moment.trace.events_of(step) {
            world.apply(event);
        }
        for (lane, (tid, _)) in lanes.iter_mut().zip(threads) {
            lane.push(Doing::of(&world, *tid));
        }
    }
    lanes
}

/// The times, and the step at hand.
fn ruler(moment: &Moment, plan: &Plan, height: f32, shapes: &mut Vec<Shape>) {
    let time = |step: usize| match step.checked_sub(1) {
        None => words::clock(moment.trace.world_at(0).now),
        Some(step) => words::clock(moment.trace.steps[step].at),
    };
    let x = plan.x(moment.at.min(plan.last));
    shapes.push(Shape::line(Role::Way, (x, 20.0), (x, height - 20.0)).now(true));
    let text = format!("step {}, {}", moment.at, time(moment.at));
    let width = Role::Note.text_width(&text);
    let middle = x.clamp(plan.names + width / 2.0, plan.width - 8.0 - width / 2.0);
    shapes.push(Shape::text(Role::Note, Anchor::Middle, (middle, 14.0), text).now(true));
}

fn name(plan: &Plan, tid: Tid, program: &str, y: f32, shapes: &mut Vec<Shape>) {
    let text = format!("{tid} {program}");
    let shown = fit(&text, Role::Label, plan.names - 12.0);
    shapes.push(
        Shape::text(Role::Label, Anchor::Start, (8.0, y + 17.0), shown).of(Target::Thread(tid)).says(text),
    );
}

/// Equal neighbours are one box.
fn segments(plan: &Plan, tid: Tid, lane: &[Doing], y: f32, shapes: &mut Vec<Shape>) {
    let mut begin = 0;
    while begin < lane.len() {
        let doing = lane[begin];
        let length = lane[begin..].iter().take_while(|one| **one == doing).count();
        if doing != Doing::Nothing {
            let (x, width) = (plan.x(plan.first + begin), length as f32 * plan.step - 1.5);
            let area = Shape::area(doing.role(), (x, y + 3.0), (width, ROW - 8.0));
            shapes.push(area.of(Target::Thread(tid)).says(doing.word()));
            let text = fit(doing.word(), Role::Note, width - 6.0);
            if text == doing.word() {
                let at = (x + 5.0, y + 17.0);
                shapes.push(Shape::text(Role::Note, Anchor::Start, at, text).of(Target::Thread(tid)));
            }
        }
        begin += length;
    }
}

fn table(moment: &Moment) -> Table {
    let row = |(tid, program): &(Tid, String)| {
        let (now, before) = (Doing::of(&moment.world, *tid), Doing::of(&moment.before, *tid));
        let thread = moment.world.threads.get(tid);
        let process = thread.map(|thread| moment.world.process(thread.pid));
        let core = process.and_then(|process| {
            let cores = &moment.world.host(process.host).cores;
            cores.iter().position(|core| *core == Some(*tid))
        });
        Row {
            cells: vec![
                process.map_or(String::new(), |process| moment.world.host(process.host).name.clone()),
                program.clone(),
                tid.to_string(),
                now.word().to_owned(),
                core.map_or(String::new(), |core| core.to_string()),
            ],
            target: Some(Target::Thread(*tid)),
            mark: None,
            change: match (before, now) {
                (Doing::Nothing, Doing::Nothing) => Change::Same,
                (Doing::Nothing, _) if moment.at > 0 => Change::Born,
                (_, Doing::Nothing) => Change::Gone,
                (before, now) if before == now => Change::Same,
                _ => Change::Changed,
            },
            title: None,
        }
    };
    Table {
        caption: format!("The threads at {}", words::clock(moment.world.now)),
        columns: ["Machine", "Program", "Thread", "It is", "Core"].map(String::from).to_vec(),
        rows: moment.letters.threads.iter().map(row).collect(),
    }
}

fn describe(moment: &Moment) -> String {
    let count = |wanted: fn(&Doing) -> bool| {
        moment.letters.threads.iter().filter(|(tid, _)| wanted(&Doing::of(&moment.world, *tid))).count()
    };
    format!(
        "Threads over time, at {}, step {}: {} compute, {} wait for a core, {} are blocked in a call.",
        words::clock(moment.world.now),
        moment.at,
        count(|doing| *doing == Doing::Runs),
        count(|doing| *doing == Doing::Ready),
        count(|doing| matches!(doing, Doing::In(_)))
    )
}
