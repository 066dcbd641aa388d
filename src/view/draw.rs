//! Small tools for drawing: shapes with what they stand for, texts that fit.

use super::panel::{Anchor, Emphasis, Form, Mark, Role, Shape, Target};

/// The radius of the disc with a connection's letter.
pub(super) const BADGE: f32 = 8.0;

impl Shape {
    pub(super) fn new(role: Role, form: Form) -> Shape {
        Shape { form, role, target: None, mark: None, emphasis: Emphasis::Plain, title: None }
    }

    pub(super) fn area(role: Role, at: (f32, f32), size: (f32, f32)) -> Shape {
        Shape::new(role, Form::Box { at, size })
    }

    pub(super) fn line(role: Role, from: (f32, f32), to: (f32, f32)) -> Shape {
        Shape::new(role, Form::Line { from, to, arrow: false })
    }

    pub(super) fn arrow(role: Role, from: (f32, f32), to: (f32, f32)) -> Shape {
        Shape::new(role, Form::Line { from, to, arrow: true })
    }

    pub(super) fn text(role: Role, anchor: Anchor, at: (f32, f32), text: impl Into<String>) -> Shape {
        Shape::new(role, Form::Text { at, anchor, text: text.into() })
    }

    pub(super) fn of(self, target: Target) -> Shape {
        Shape { target: Some(target), ..self }
    }

    pub(super) fn marked(self, mark: Option<Mark>) -> Shape {
        Shape { mark, ..self }
    }

    pub(super) fn now(self, now: bool) -> Shape {
        if now { Shape { emphasis: Emphasis::Now, ..self } } else { self }
    }

    pub(super) fn faint(self, faint: bool) -> Shape {
        if faint { Shape { emphasis: Emphasis::Faint, ..self } } else { self }
    }

    pub(super) fn says(self, title: impl Into<String>) -> Shape {
        Shape { title: Some(title.into()), ..self }
    }
}

/// A connection's letter in its disc.
pub(super) fn badge(mark: Mark, at: (f32, f32), target: Target) -> [Shape; 2] {
    let letter = mark.letter();
    let disc = Shape::new(Role::Badge, Form::Circle { at, radius: BADGE });
    let text = Shape::text(Role::Letter, Anchor::Middle, (at.0, at.1 + 4.0), letter);
    [disc.marked(Some(mark)).of(target), text.marked(Some(mark)).of(target)]
}

/// As much of a text as fits into a width.
pub(super) fn fit(text: &str, role: Role, width: f32) -> String {
    if role.text_width(text) <= width {
        return text.to_owned();
    }
    let room = (width / role.text_width("m")).max(1.0) as usize;
    text.chars().take(room.saturating_sub(1)).chain(['…']).collect()
}

/// A text in lines that fit into a width.
pub(super) fn wrap(text: &str, role: Role, width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| role.text_width(&format!("{line} {word}")) <= width) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(fit(word, role, width)),
        }
    }
    lines
}
