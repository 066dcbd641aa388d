//! A dot for each answered request: when, and how long it took. Where there are too many for dots, only the slowest are
//! things of their own, and the others small squares.

use super::axis::{Axis, Scale};
use super::lanes::Window;
use crate::load::{Answer, Log, Nanos, told};
use crate::view::panel::{Anchor, Emphasis, Form, Role, Shape, Target};

/// So many dots can be told apart and pointed at.
const MOST: usize = 150;

pub(super) fn draw(
    log: &Log,
    window: &Window,
    axis: &Axis,
    (top, tall): (f32, f32),
    shapes: &mut Vec<Shape>,
) {
    let scale = Scale::new(top + 14.0, tall - 20.0, window.scale.0, window.scale.1);
    scale.lines(axis, shapes);
    shapes.push(Shape::text(Role::Note, Anchor::End, (axis.names - 6.0, top + 4.0), "response"));
    let place = |answer: &Answer| (axis.x(answer.at), scale.y(answer.response()));
    let slow = slowest(log);
    let squares: Vec<[f32; 4]> = log
        .answers
        .iter()
        .filter(|answer| answer.response() < slow)
        .map(|answer| {
            let (x, y) = place(answer);
            [x - 1.0, y - 1.0, 2.0, 2.0]
        })
        .collect();
    if !squares.is_empty() {
        shapes.push(Shape::new(Role::Bar, Form::Cells { cells: squares }));
    }
    for (number, answer) in log.answers.iter().enumerate() {
        let chosen = window.chosen == Some(number as u32);
        if answer.response() < slow && !chosen {
            continue;
        }
        let says = format!(
            "Client {}, answered at {} after {}",
            answer.client,
            told(answer.at),
            told(answer.response())
        );
        let dot = Form::Circle { at: place(answer), radius: if chosen { 5.0 } else { 3.0 } };
        shapes.push(Shape {
            target: Some(Target::Request(window.run, number as u32)),
            title: Some(says),
            emphasis: if chosen { Emphasis::Now } else { Emphasis::Plain },
            ..Shape::new(Role::Badge, dot)
        });
        if chosen {
            let (x, y) = place(answer);
            let from = axis.x(answer.due);
            shapes.push(Shape::line(Role::Way, (from, y), (x, y)).now(true));
        }
    }
    if log.answers.is_empty() {
        let at = (axis.names + 8.0, top + tall / 2.0);
        shapes.push(Shape::text(Role::Note, Anchor::Start, at, "no request is answered here"));
    }
}

/// Answers that took as long as this have a dot of their own.
fn slowest(log: &Log) -> Nanos {
    let mut times: Vec<Nanos> = log.answers.iter().map(Answer::response).collect();
    times.sort_unstable_by(|one, other| other.cmp(one));
    if times.len() > MOST { times[MOST - 1] } else { 0 }
}
