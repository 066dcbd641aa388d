//! Shapes as SVG elements. Looks come from their classes; only places are numbers here.

use fivetuple::view::{Anchor, CORNER, ENVELOPE, ENVELOPE_LABEL, Form, Shape};
use yew::prelude::*;

/// What a drawing adds to a shape that can be pointed at.
pub(crate) struct Handle {
    /// Its place in the order of the Tab key: 0 for the one that has it.
    pub(crate) tab: Option<&'static str>,
    /// Is it selected?
    pub(crate) selected: bool,
    /// Where it stands among the shapes that can be pointed at.
    pub(crate) number: usize,
}

/// A shape as a node.
pub(crate) fn node(shape: &Shape, key: String, handle: Option<Handle>) -> Html {
    let target = shape.target.map(crate::names::word);
    let connection = shape.mark.map(|mark| mark.index.to_string());
    let place = shape.form.place().map(|(x, y)| format!("translate({x} {y})"));
    let class = classes!(shape.classes(), place.is_some().then_some("moves"));
    let inside = html! { <>{ title(shape) }{ outline(shape) }</> };
    match handle {
        Some(handle) => html! {
            <g {key} {class} transform={place} data-target={target} data-connection={connection} role="button"
                tabindex={handle.tab} aria-pressed={handle.selected.to_string()} data-number={handle.number.to_string()}
                aria-label={shape.title.clone()}>{ inside }</g>
        },
        None => html! {
            <g {key} {class} transform={place} data-target={target} data-connection={connection}
                aria-hidden="true">{ inside }</g>
        },
    }
}

fn title(shape: &Shape) -> Html {
    match &shape.title {
        Some(title) => html! { <title>{ title }</title> },
        None => Html::default(),
    }
}

fn outline(shape: &Shape) -> Html {
    match &shape.form {
        Form::Box { at, size } => html! {
            <rect x={at.0.to_string()} y={at.1.to_string()} width={size.0.to_string()} height={size.1.to_string()}
                rx={CORNER.to_string()} />
        },
        Form::Circle { at, radius } => html! {
            <circle cx={at.0.to_string()} cy={at.1.to_string()} r={radius.to_string()} />
        },
        Form::Line { from, to, arrow } => line(*from, *to, *arrow),
        Form::Path { points, closed } => match closed {
            true => html! { <polygon points={list(points)} /> },
            false => html! { <polyline points={list(points)} /> },
        },
        Form::Text { at, anchor, text } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            html! { <text x={at.0.to_string()} y={at.1.to_string()} text-anchor={anchor}>{ text }</text> }
        }
        Form::Packet { label, .. } => packet(shape, label),
    }
}

fn list(points: &[(f32, f32)]) -> String {
    points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
}

fn line(from: (f32, f32), to: (f32, f32), arrow: bool) -> Html {
    html! {
        <>
            <line x1={from.0.to_string()} y1={from.1.to_string()} x2={to.0.to_string()} y2={to.1.to_string()} />
            if arrow { <polygon class="head" points={list(&Form::head(from, to))} /> }
        </>
    }
}

/// An envelope round (0, 0): the group that holds it is moved.
fn packet(shape: &Shape, label: &str) -> Html {
    let (width, height) = ENVELOPE;
    let (left, top) = (-width / 2.0, -height / 2.0);
    let flap = list(&[(left, top), (0.0, 2.0), (-left, top)]);
    html! {
        <>
            <rect class="envelope" x={left.to_string()} y={top.to_string()} width={width.to_string()}
                height={height.to_string()} rx="2" />
            if let Some(mark) = shape.mark {
                <text class="envelope-letter" x="0" y="4.5" text-anchor="middle">{ mark.letter() }</text>
            } else {
                <polyline class="flap" points={flap} />
            }
            <text class="envelope-label" x="0" y={ENVELOPE_LABEL.to_string()} text-anchor="middle">{ label }</text>
        </>
    }
}
