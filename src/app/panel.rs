//! A view of the moment: drawn for the room that it has, and shown again only when its panel changed.

use std::rc::Rc;

use fivetuple::view::{self, Body, Panel, Target, View};
use yew::prelude::*;

use crate::drawing::Drawing;
use crate::icons;
use crate::leaves_out::LeavesOut;
use crate::lesson_page::Seen;
use crate::room::use_size;
use crate::tables::Tables;
use crate::terminal::{Asked, Prompt};

#[derive(Properties, PartialEq)]
pub(crate) struct PanelProps {
    /// The view's name.
    pub(crate) name: String,
    /// The moment.
    pub(crate) seen: Seen,
    /// What is selected.
    pub(crate) selection: Option<Target>,
    /// The step that the reader compares others with.
    pub(crate) pinned: Option<Seen>,
    /// The reader closed it.
    pub(crate) close: Callback<String>,
    /// Where it stands among the open ones, and how many there are.
    pub(crate) place: (usize, usize),
    /// The reader moves it by so much.
    pub(crate) shift: Callback<(String, isize)>,
}

/// One view.
#[component]
pub(crate) fn PanelBox(props: &PanelProps) -> Html {
    let room = use_node_ref();
    let size = use_size(&room);
    let asked = use_state_eq(|| None::<Asked>);
    let about = (props.name.clone(), props.seen.clone(), size, Option::clone(&asked), props.pinned.clone());
    let drawn = use_memo(about, |(name, seen, size, asked, pinned)| {
        let panel = |view: &View| match asked {
            Some(asked) => asked.answer(seen, pinned.as_ref()),
            None => (view.draw)(&seen.0, *size),
        };
        view::named(name).map(|view| (view.title, Parts::of(panel(view))))
    });
    let Some((title, parts)) = &*drawn else { return Html::default() };
    let (close, name) = (props.close.clone(), props.name.clone());
    let id = format!("view-{}", props.name);
    html! {
        <section class={classes!("panel", parts.kind(), id.clone())} aria-labelledby={id.clone()}>
            <header class="panel-head">
                <h3 {id}>{ *title }</h3>
                { arrange(props, title) }
                <button type="button" class="quiet square" aria-label={format!("Close {title}")}
                    onclick={move |_| close.emit(name.clone())}>{ icons::named("close") }</button>
            </header>
            if props.name == "terminal" {
                <Prompt seen={props.seen.clone()} ask={Callback::from(move |new| asked.set(Some(new)))} />
            }
            if !parts.caption.is_empty() { <p class="panel-caption">{ &parts.caption }</p> }
            <div class="panel-body" ref={room}>{ body(parts, props.selection) }</div>
            <LeavesOut name={props.name.clone()} title={*title} />
        </section>
    }
}

/// The ways to the places before and after it.
fn arrange(props: &PanelProps, title: &str) -> Html {
    let way = |by: isize, icon: &'static str, word: &'static str, idle: bool| {
        let (shift, name) = (props.shift.clone(), props.name.clone());
        html! {
            <button type="button" class="quiet square" aria-label={format!("Move {title} {word}")}
                aria-disabled={idle.to_string()} onclick={move |_| shift.emit((name.clone(), by))}>
                { icons::named(icon) }</button>
        }
    };
    let (place, count) = props.place;
    html! {
        if count > 1 {
            { way(-1, "previous", "up", place == 0) }
            { way(1, "next", "down", place + 1 == count) }
        }
    }
}

/// A panel in parts that are compared one by one.
struct Parts {
    description: String,
    caption: String,
    body: Shown,
}

enum Shown {
    Drawing(Rc<view::Scene>, Rc<view::Table>),
    Tables(Rc<Vec<view::Table>>),
}

impl Parts {
    fn of(panel: Panel) -> Parts {
        let body = match panel.body {
            Body::Drawing { scene, rows } => Shown::Drawing(Rc::new(scene), Rc::new(rows)),
            Body::Tables(tables) => Shown::Tables(Rc::new(tables)),
        };
        Parts { description: panel.description, caption: panel.caption, body }
    }

    fn kind(&self) -> &'static str {
        match self.body {
            Shown::Drawing(..) => "panel-drawing",
            Shown::Tables(_) => "panel-tables",
        }
    }
}

fn body(parts: &Parts, selection: Option<Target>) -> Html {
    match &parts.body {
        Shown::Drawing(scene, rows) => html! {
            <Drawing description={parts.description.clone()} scene={scene.clone()} rows={rows.clone()} {selection} />
        },
        Shown::Tables(tables) => html! { <Tables tables={tables.clone()} {selection} /> },
    }
}
