//! The element `<code-editor>` of `www/editor/`, and the plain text that stands in for it until it has loaded.

use fivetuple::model::diagnostic::Diagnostic;
use fivetuple::view::{LineMark, Mark};
use gloo::events::EventListener;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, Element};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct EditorProps {
    /// The file's name.
    pub(crate) file: String,
    /// What the editor is called.
    pub(crate) label: String,
    /// The text.
    pub(crate) source: String,
    /// Counts the times that someone else than the reader changed the text.
    pub(crate) revision: u32,
    /// May it be changed?
    pub(crate) editable: bool,
    /// What is wrong with it.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Where threads are.
    pub(crate) marks: Vec<LineMark>,
    /// The lines with breakpoints.
    pub(crate) breaks: Vec<u32>,
    /// The node, for those who want to bring a line into view.
    pub(crate) node: NodeRef,
    /// The reader changed the text.
    pub(crate) edited: Callback<String>,
    /// The reader wants to run it.
    pub(crate) run: Callback<()>,
    /// The reader sets a breakpoint on a line, or takes it away.
    pub(crate) toggle: Callback<u32>,
}

/// An object with these fields.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, value.clone());
    }
    object.into()
}

fn set(object: &JsValue, name: &str, value: JsValue) {
    // Setting a plain property of an object of ours cannot fail.
    let _ = Reflect::set(object, &JsValue::from_str(name), &value);
}

/// The editor.
#[component]
pub(crate) fn Editor(props: &EditorProps) -> Html {
    use_texts(props);
    use_lists(props);
    use_events(props);
    html! {
        <code-editor ref={props.node.clone()} class="editor" translate="no">
            <pre>{ &props.source }</pre>
        </code-editor>
    }
}

/// The text goes into the editor when it is new or was changed from outside, never while the reader types.
#[hook]
fn use_texts(props: &EditorProps) {
    let source = props.source.clone();
    let now = (props.node.clone(), props.file.clone(), props.label.clone(), props.editable, props.revision);
    use_effect_with(now, move |(node, file, label, editable, _)| {
        if let Some(element) = node.get() {
            set(&element, "file", file.as_str().into());
            set(&element, "label", label.as_str().into());
            set(&element, "readonly", (!editable).into());
            set(&element, "value", source.into());
        }
    });
}

/// What is wrong, and where threads are.
#[hook]
fn use_lists(props: &EditorProps) {
    use_effect_with((props.node.clone(), props.diagnostics.clone()), |(node, diagnostics)| {
        let list: Array = diagnostics
            .iter()
            .map(|one| {
                let message =
                    one.hint.as_ref().map_or(one.message.clone(), |hint| format!("{} {hint}", one.message));
                object(&[
                    ("line", one.line.into()),
                    ("column", one.column.into()),
                    ("message", message.into()),
                    ("severity", "error".into()),
                ])
            })
            .collect();
        if let Some(element) = node.get() {
            set(&element, "diagnostics", list.into());
        }
    });
    use_effect_with((props.node.clone(), props.breaks.clone()), |(node, breaks)| {
        let list: Array = breaks.iter().map(|line| JsValue::from(*line)).collect();
        if let Some(element) = node.get() {
            set(&element, "breaks", list.into());
        }
    });
    use_effect_with((props.node.clone(), props.marks.clone()), |(node, marks)| {
        let list: Array = marks
            .iter()
            .map(|one| {
                object(&[
                    ("line", one.line.into()),
                    ("label", one.mark.map_or("▸".to_owned(), Mark::letter).into()),
                    ("kind", one.mark.map_or(8, Mark::colour).into()),
                ])
            })
            .collect();
        if let Some(element) = node.get() {
            set(&element, "marks", list.into());
        }
    });
}

#[hook]
fn use_events(props: &EditorProps) {
    let now = (props.node.clone(), props.edited.clone(), props.run.clone(), props.toggle.clone());
    use_effect_with(now, |(node, edited, run, toggle)| {
        let (edited, run, toggle) = (edited.clone(), run.clone(), toggle.clone());
        let listeners = node.cast::<Element>().map(|element| {
            [
                EventListener::new(&element, "edit", move |event| {
                    if let Some(text) = detail(event, "value").as_string() {
                        edited.emit(text);
                    }
                }),
                EventListener::new(&element, "run", move |_| run.emit(())),
                EventListener::new(&element, "break", move |event| {
                    if let Some(line) = detail(event, "line").as_f64() {
                        toggle.emit(line as u32);
                    }
                }),
            ]
        });
        move || drop(listeners)
    });
}

/// What an event of the editor tells.
fn detail(event: &Event, name: &str) -> JsValue {
    let detail = event.dyn_ref::<CustomEvent>().map(CustomEvent::detail).unwrap_or_default();
    Reflect::get(&detail, &JsValue::from_str(name)).unwrap_or_default()
}

/// Brings a line into view and gives the editor the focus.
pub(crate) fn go_to_line(node: &NodeRef, line: u32) {
    let Some(element) = node.get() else { return };
    let method = |name: &str| {
        let method = Reflect::get(&element, &JsValue::from_str(name)).ok()?;
        method.dyn_into::<js_sys::Function>().ok()
    };
    if let Some(scroll) = method("scrollToLine") {
        let _ = scroll.call1(&element, &line.into());
    }
    if let Some(focus) = method("focus") {
        let _ = focus.call0(&element);
    }
}
