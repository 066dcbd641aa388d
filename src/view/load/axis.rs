//! Axes: time from left to right, and response times from bottom to top.

use crate::load::{Nanos, told};
use crate::view::Size;
use crate::view::panel::{Anchor, Role, Shape};

/// A stretch of time across a picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub(super) from: Nanos,
    pub(super) to: Nanos,
    /// The room for names, and the picture's width.
    pub(super) names: f32,
    pub(super) width: f32,
}

impl Axis {
    pub(super) fn new(from: Nanos, to: Nanos, size: Size) -> Axis {
        let names = match size {
            Size::Wide => 132.0,
            Size::Narrow => 74.0,
        };
        Axis { from, to: to.max(from + 1), names, width: size.width() }
    }

    pub(super) fn x(&self, at: Nanos) -> f32 {
        let share = (at.clamp(self.from, self.to) - self.from) as f64 / (self.to - self.from) as f64;
        self.names + share as f32 * (self.width - self.names - 10.0)
    }

    /// Times along the bottom, at round numbers.
    pub(super) fn ruler(&self, y: f32, shapes: &mut Vec<Shape>) {
        let span = self.to - self.from;
        let most = if self.width > 500.0 { 10 } else { 4 };
        let mut step: Nanos = 1;
        let mut factors = [2, 5, 10].iter().cycle();
        let mut base: Nanos = 1;
        while span / step > most {
            match factors.next() {
                Some(10) => {
                    base *= 10;
                    step = base;
                }
                Some(factor) => step = base * factor,
                None => break,
            }
        }
        let first = self.from.div_ceil(step);
        for number in first..=self.to / step {
            let at = number * step;
            let x = self.x(at);
            shapes.push(Shape::line(Role::Rail, (x, y), (x, y + 4.0)).faint(true));
            let text = precise(at, step);
            let half = Role::Note.text_width(&text) / 2.0;
            if x - half >= self.names - 30.0 && x + half <= self.width {
                shapes.push(Shape::text(Role::Note, Anchor::Middle, (x, y + 17.0), text));
            }
        }
    }
}

/// A time with as many digits as tell it from the next one, a step later.
pub(super) fn precise(time: Nanos, step: Nanos) -> String {
    let (unit, name) = match time {
        0 => return "0".into(),
        1_000_000_000.. if step >= 1_000_000 => (1_000_000_000, "s"),
        1_000_000.. if step >= 1_000 => (1_000_000, "ms"),
        _ => (1_000, "µs"),
    };
    let digits = (0..9).find(|digits| step * 10_u64.pow(*digits) >= unit).unwrap_or(0) as usize;
    format!("{:.digits$} {name}", time as f64 / unit as f64)
}

/// Response times on a scale where each doubling is as high.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) top: f32,
    pub(super) tall: f32,
    least: f64,
    most: f64,
}

impl Scale {
    pub(super) fn new(top: f32, tall: f32, least: Nanos, most: Nanos) -> Scale {
        let least = libm::log(least.max(1) as f64);
        let most = libm::log(most.max(1) as f64).max(least + 1.0);
        Scale { top, tall, least, most }
    }

    pub(super) fn y(&self, time: Nanos) -> f32 {
        let share = (libm::log(time.max(1) as f64) - self.least) / (self.most - self.least);
        self.top + self.tall * (1.0 - share.clamp(0.0, 1.0) as f32)
    }

    /// Lines at 10 µs, 100 µs, 1 ms … with their names, and between them where there are few.
    pub(super) fn lines(&self, axis: &Axis, shapes: &mut Vec<Shape>) {
        let steps: &[Nanos] = if self.most - self.least > 5.0 { &[1] } else { &[1, 2, 5] };
        let mut decade: Nanos = 1_000;
        while decade < 1_000_000_000_000 {
            for time in steps.iter().map(|step| step * decade) {
                if !(self.least..=self.most).contains(&libm::log(time as f64)) {
                    continue;
                }
                let y = self.y(time);
                shapes.push(Shape::line(Role::Link, (axis.names, y), (axis.width - 10.0, y)).faint(true));
                shapes.push(Shape::text(Role::Note, Anchor::End, (axis.names - 6.0, y + 4.0), told(time)));
            }
            decade *= 10;
        }
    }
}
