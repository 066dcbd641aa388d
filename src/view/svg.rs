//! A drawing as a standalone SVG text.

use std::fmt::Write;

use super::looks::{CORNER, PACKET};
use super::panel::{Anchor, Body, Form, Mark, Panel, Role, Scene, Shape};

/// The reader's own scheme, which a page would set; all else is in the same style sheet as the page's.
const SCHEME: &str = "svg.scene { color-scheme: light dark; }";
const STYLE: &str = include_str!("../../www/styles/panel.css");

/// A panel's drawing as SVG; none if it has only tables.
pub fn svg(panel: &Panel) -> Option<String> {
    let Body::Drawing { scene, .. } = &panel.body else { return None };
    let mut out = String::new();
    let Scene { width, height, .. } = scene;
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"scene\" role=\"img\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\"><title>{}</title><style>{}</style>",
        escape(&panel.description),
        escape(SCHEME) + &escape(STYLE)
    );
    for shape in &scene.shapes {
        write_shape(&mut out, shape);
    }
    out.push_str("</svg>\n");
    Some(out)
}

fn write_shape(out: &mut String, shape: &Shape) {
    let _ = write!(out, "<g class=\"{}\">", shape.classes());
    if let Some(title) = &shape.title {
        let _ = write!(out, "<title>{}</title>", escape(title));
    }
    let _ = match &shape.form {
        Form::Box { at, size } => rectangle(out, *at, *size),
        Form::Circle { at, radius } => {
            write!(out, "<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>", at.0, at.1)
        }
        Form::Line { from, to, arrow } => {
            let _ = line(out, *from, *to);
            if *arrow { polyline(out, &Form::head(*from, *to), true) } else { Ok(()) }
        }
        Form::Cells { cells } => write!(out, "<path d=\"{}\"/>", Form::path_of(cells)),
        Form::Path { points, closed } => polyline(out, points, *closed),
        Form::Text { at, anchor, text: words } => text(out, *at, *anchor, words),
        Form::Packet { label, .. } => packet(out, shape, label),
    };
    out.push_str("</g>");
}

fn rectangle(out: &mut String, at: (f32, f32), size: (f32, f32)) -> std::fmt::Result {
    let ((x, y), (width, height)) = (at, size);
    write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{CORNER}\"/>")
}

fn line(out: &mut String, from: (f32, f32), to: (f32, f32)) -> std::fmt::Result {
    write!(out, "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>", from.0, from.1, to.0, to.1)
}

fn polyline(out: &mut String, points: &[(f32, f32)], closed: bool) -> std::fmt::Result {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let element = if closed { "polygon" } else { "polyline" };
    write!(out, "<{element} points=\"{}\"/>", points.join(" "))
}

fn text(out: &mut String, at: (f32, f32), anchor: Anchor, words: &str) -> std::fmt::Result {
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    write!(out, "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>", at.0, at.1, escape(words))
}

/// A packet round its own middle, moved to its place: a stamp with the connection's letter, and a word.
fn packet(out: &mut String, shape: &Shape, label: &str) -> std::fmt::Result {
    let (x, y) = shape.form.place().unwrap_or_default();
    let (width, tall) = (Form::packet_width(label), PACKET);
    let left = -width / 2.0;
    write!(out, "<g transform=\"translate({x} {y})\">")?;
    write!(out, "<rect x=\"{left}\" y=\"{}\" width=\"{width}\" height=\"{tall}\" rx=\"3\"/>", -tall / 2.0)?;
    write!(
        out,
        "<rect class=\"stamp\" x=\"{left}\" y=\"{}\" width=\"{tall}\" height=\"{tall}\" rx=\"3\"/>",
        -tall / 2.0
    )?;
    let letter = shape.mark.map(Mark::letter).unwrap_or_default();
    write!(out, "<g class=\"{}\">", Role::Letter.class())?;
    text(out, (left + tall / 2.0, 4.0), Anchor::Middle, &letter)?;
    out.push_str("</g>");
    text(out, ((left + tall + width / 2.0) / 2.0, 4.0), Anchor::Middle, label)?;
    out.push_str("</g>");
    Ok(())
}

/// Text that means itself in XML.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
