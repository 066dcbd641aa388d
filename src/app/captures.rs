//! A capture file of the reader's own: it is read in the page, and goes nowhere. Its packets are listed, and each can be walked
//! through the views.

use std::rc::Rc;

use fivetuple::capture;
use fivetuple::model::id::PacketId;
use fivetuple::view::{self, Body, Panel, Target, View, Walk};
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, Element, File, HtmlInputElement};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::drawing::Drawing;
use crate::icons;
use crate::room::use_size;
use crate::tables::Tables;

/// Files that are larger are not read.
const MOST: f64 = 10e6;
/// What is shown of a packet.
const SHOWN: [&str; 2] = ["lookup", "header"];

/// What a file holds: its list, and the way through it.
type Found = (Rc<Panel>, Rc<Walk>);

/// The way to open one, and what it holds.
#[component]
pub(crate) fn CaptureReader() -> Html {
    let shown = use_state(|| None::<Result<Found, String>>);
    let open = {
        let shown = shown.clone();
        Callback::from(move |file: Option<File>| {
            let (Some(file), shown) = (file, shown.clone()) else { return };
            spawn_local(async move { shown.set(Some(read(&file).await)) });
        })
    };
    let picked = open.clone();
    let onchange = Callback::from(move |event: Event| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        picked.emit(input.and_then(|input| input.files()).and_then(|files| files.get(0)));
    });
    let ondrop = Callback::from(move |event: DragEvent| {
        event.prevent_default();
        open.emit(event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)));
    });
    let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
    html! {
        <details class="capture" {ondrop} {ondragover}>
            <summary>{ "Look into a capture of your own" }</summary>
            <p>{ "A file of tcpdump or Wireshark (pcap or pcapng): choose it, or drop it here. It is read here and sent \
                nowhere." }</p>
            <input type="file" accept=".pcap,.pcapng,.cap" aria-label="Capture file" {onchange} />
            { match &*shown {
                None => Html::default(),
                Some(Err(why)) => html! { <p class="notice bad" role="alert">{ icons::named("wrong") }{ why }</p> },
                Some(Ok((panel, walk))) => html! { <Packets panel={panel.clone()} walk={Same(walk.clone())} /> },
            } }
        </details>
    }
}

/// A walk; two are alike when they are the same one.
#[derive(Clone)]
struct Same(Rc<Walk>);

impl PartialEq for Same {
    fn eq(&self, other: &Same) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
struct PacketsProps {
    panel: Rc<Panel>,
    walk: Same,
}

/// The list, and the packet at hand.
#[component]
fn Packets(props: &PacketsProps) -> Html {
    let at = use_state_eq(|| 1_usize);
    let Body::Tables(tables) = &props.panel.body else { return Html::default() };
    let steps = props.walk.0.steps();
    let here = (*at).clamp(1, steps.max(1));
    let go = at.setter();
    let selection = Some(Target::Packet(PacketId(here as u64 - 1)));
    let pick = go.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        let row = event.target_dyn_into::<Element>().and_then(|element| element.closest("tr").ok().flatten());
        let number =
            row.and_then(|row| row.query_selector("th").ok().flatten()?.text_content()?.parse().ok());
        number.into_iter().for_each(|number| pick.set(number));
    });
    let way = |to: usize, icon: &'static str, name: &'static str| {
        let go = go.clone();
        html! {
            <button type="button" class="quiet" aria-disabled={(to == here).to_string()}
                onclick={move |_| go.set(to)}>{ icons::named(icon) }{ name }</button>
        }
    };
    html! {
        <>
            <p role="status">{ &props.panel.caption }</p>
            if steps > 0 {
                <div class="capture-way" role="group" aria-label="The packet at hand">
                    { way(here.saturating_sub(1).max(1), "previous", "Packet before") }
                    <span aria-live="polite">{ format!("Packet {here} of {steps}") }</span>
                    { way((here + 1).min(steps), "next", "Next packet") }
                </div>
                { for SHOWN.iter().filter_map(|name| view::named(name)).map(|view| html! {
                    <Picture key={view.name} name={view.name} walk={props.walk.clone()} at={here} />
                }) }
            }
            <div {onclick}><Tables tables={Rc::new(tables.clone())} {selection} /></div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct PictureProps {
    name: &'static str,
    walk: Same,
    at: usize,
}

/// The packet at hand in one view.
#[component]
fn Picture(props: &PictureProps) -> Html {
    let room = use_node_ref();
    let size = use_size(&room);
    let about = (props.name, props.walk.clone(), props.at, size);
    let drawn = use_memo(about, |(name, walk, at, size)| {
        let of = |view: &View| (view.title, (view.draw)(&walk.0.moment(*at), *size));
        view::named(name).map(of)
    });
    let Some((title, panel)) = &*drawn else { return Html::default() };
    let Body::Drawing { scene, rows } = &panel.body else { return Html::default() };
    html! {
        <section class="panel panel-drawing" aria-label={*title}>
            <header class="panel-head"><h3>{ *title }</h3></header>
            <p class="panel-caption">{ &panel.caption }</p>
            <div class="panel-body" ref={room}>
                <Drawing description={panel.description.clone()} scene={Rc::new(scene.clone())}
                    rows={Rc::new(rows.clone())} selection={None} />
            </div>
        </section>
    }
}

async fn read(file: &File) -> Result<Found, String> {
    if file.size() > MOST {
        return Err("The file is larger than 10 MB: make a smaller one, with a filter.".to_owned());
    }
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer = buffer.map_err(|_| "The browser could not read the file.".to_owned())?;
    let found = capture::read(&Uint8Array::new(&buffer).to_vec())?;
    Ok((Rc::new(view::captured(&found)), Rc::new(Walk::of(&found))))
}
