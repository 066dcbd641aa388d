//! A drawing of a panel as SVG, and the same facts as a table. The shapes that stand for things are one stop of the
//! Tab key: arrows go from one to the next, Enter selects.

use std::rc::Rc;

use fivetuple::view::{Form, Scene, Shape, Table, Target};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, SvgElement};
use yew::prelude::*;

use crate::shapes::{self, Handle};
use crate::table;

#[derive(Properties, PartialEq)]
pub(crate) struct DrawingProps {
    /// What it shows, in words.
    pub(crate) description: String,
    /// The shapes.
    pub(crate) scene: Rc<Scene>,
    /// The same as a table.
    pub(crate) rows: Rc<Table>,
    /// What is selected.
    pub(crate) selection: Option<Target>,
}

/// The drawing.
#[component]
pub(crate) fn Drawing(props: &DrawingProps) -> Html {
    let scene = &props.scene;
    let tab_stop = use_state(|| 0_usize);
    let handles = scene.shapes.iter().filter(|shape| is_handle(shape)).count();
    let stop = (*tab_stop).min(handles.saturating_sub(1));
    let mut number = 0;
    let mut draw = |(place, shape): (usize, &Shape)| {
        let handle = is_handle(shape).then(|| {
            number += 1;
            let tab = if number - 1 == stop { "0" } else { "-1" };
            Handle { tab: Some(tab), selected: shape.target == props.selection, number: number - 1 }
        });
        shapes::node(shape, key(place, shape), handle)
    };
    // Packets lie above all else, in a group of their own: a node that keeps its place moves smoothly.
    let still =
        scene.shapes.iter().filter(|shape| !is_packet(shape)).enumerate().map(&mut draw).collect::<Vec<_>>();
    let moving =
        scene.shapes.iter().filter(|shape| is_packet(shape)).enumerate().map(&mut draw).collect::<Vec<_>>();
    let go = tab_stop.setter();
    let onkeydown = Callback::from(move |event: KeyboardEvent| walk(&event, handles, &go));
    let view_box = format!("0 0 {} {}", scene.width, scene.height);
    html! {
        <>
            <svg class="scene" role="group" aria-label={props.description.clone()} viewBox={view_box}
                width={scene.width.to_string()} height={scene.height.to_string()} {onkeydown}>
                <g>{ for still }</g>
                <g>{ for moving }</g>
            </svg>
            <details class="as-table">
                <summary>{ "The same as a table" }</summary>
                { table::one(&props.rows, props.selection) }
            </details>
        </>
    }
}

fn is_packet(shape: &Shape) -> bool {
    matches!(shape.form, Form::Packet { .. })
}

/// Can it be pointed at with the keyboard? What has no name of its own is a part of something that has.
fn is_handle(shape: &Shape) -> bool {
    shape.target.is_some() && shape.title.is_some()
}

fn key(place: usize, shape: &Shape) -> String {
    match (shape.target, is_packet(shape)) {
        (Some(target), true) => crate::names::word(target),
        _ => place.to_string(),
    }
}

/// The arrows of the drawing: they do not step the run.
fn walk(event: &KeyboardEvent, handles: usize, go: &UseStateSetter<usize>) {
    let Some(here) = event.target_dyn_into::<SvgElement>() else { return };
    let Some(number) = here.get_attribute("data-number").and_then(|text| text.parse::<usize>().ok()) else {
        return;
    };
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => (number + 1) % handles.max(1),
        "ArrowLeft" | "ArrowUp" => (number + handles.max(1) - 1) % handles.max(1),
        "Home" => 0,
        "End" => handles.saturating_sub(1),
        "Enter" | " " => {
            event.prevent_default();
            event.stop_propagation();
            click(&here);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    go.set(next);
    let svg = here.closest("svg").ok().flatten();
    let found = svg.and_then(|svg| svg.query_selector(&format!("[data-number=\"{next}\"]")).ok().flatten());
    if let Some(element) = found.and_then(|element: Element| element.dyn_into::<SvgElement>().ok()) {
        let _ = element.focus();
    }
}

/// Shapes have no `click` of their own.
fn click(element: &SvgElement) {
    let settings = web_sys::MouseEventInit::new();
    settings.set_bubbles(true);
    if let Ok(event) = web_sys::MouseEvent::new_with_mouse_event_init_dict("click", &settings) {
        let _ = element.unchecked_ref::<HtmlElement>().dispatch_event(&event);
    }
}
