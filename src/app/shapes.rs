//! Shapes as SVG elements. Looks come from their classes; only places are numbers here.

use fivetuple::view::{Anchor, CORNER, Form, Mark, PACKET, Role, Shape};
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
                tabindex={handle.tab} aria-pressed={handle.selected.to_string()} data-number={handle.number.to_string()}>{ inside }</g>
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
        Form::Cells { cells } => html! { <path d={Form::path_of(cells)} /> },
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
            <polyline points={list(&[from, to])} />
            if arrow { <polygon points={list(&Form::head(from, to))} /> }
        </>
    }
}

/// A stamped tag round (0, 0): the group that holds it is moved.
fn packet(shape: &Shape, label: &str) -> Html {
    let (width, tall) = (Form::packet_width(label), PACKET);
    let (left, top) = (-width / 2.0, -tall / 2.0);
    let letter = shape.mark.map(Mark::letter).unwrap_or_default();
    let (x, y) = (left.to_string(), top.to_string());
    html! {
        <>
            <rect x={x.clone()} y={y.clone()} width={width.to_string()} height={tall.to_string()} rx="3" />
            <rect class="stamp" {x} {y} width={tall.to_string()} height={tall.to_string()} rx="3" />
            <g class={Role::Letter.class()}>
                <text x={(left + tall / 2.0).to_string()} y="4" text-anchor="middle">{ letter }</text>
            </g>
            <text x={((left + tall + width / 2.0) / 2.0).to_string()} y="4" text-anchor="middle">{ label }</text>
        </>
    }
}
