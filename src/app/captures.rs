//! A capture file of the reader's own: it is read in the page, and goes nowhere.

use std::rc::Rc;

use fivetuple::capture;
use fivetuple::view::{self, Body, Panel};
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::icons;
use crate::tables::Tables;

/// Files that are larger are not read.
const MOST: f64 = 10e6;

/// The way to open one, and what it holds.
#[component]
pub(crate) fn CaptureReader() -> Html {
    let shown = use_state(|| None::<Result<Rc<Panel>, String>>);
    let onchange = {
        let shown = shown.clone();
        Callback::from(move |event: Event| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else {
                return;
            };
            let shown = shown.clone();
            spawn_local(async move { shown.set(Some(read(&file).await.map(Rc::new))) });
        })
    };
    html! {
        <details class="capture">
            <summary>{ "Look into a capture of your own" }</summary>
            <p>{ "A file of tcpdump or Wireshark (pcap or pcapng). It is read here and sent nowhere." }</p>
            <input type="file" accept=".pcap,.pcapng,.cap" aria-label="Capture file" {onchange} />
            { match &*shown {
                None => Html::default(),
                Some(Err(why)) => html! { <p class="notice bad" role="alert">{ icons::named("wrong") }{ why }</p> },
                Some(Ok(panel)) => table(panel),
            } }
        </details>
    }
}

fn table(panel: &Panel) -> Html {
    let Body::Tables(tables) = &panel.body else { return Html::default() };
    html! {
        <>
            <p role="status">{ &panel.caption }</p>
            <Tables tables={Rc::new(tables.clone())} selection={None} />
        </>
    }
}

async fn read(file: &File) -> Result<Panel, String> {
    if file.size() > MOST {
        return Err("The file is larger than 10 MB: make a smaller one, with a filter.".to_owned());
    }
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer = buffer.map_err(|_| "The browser could not read the file.".to_owned())?;
    capture::read(&Uint8Array::new(&buffer).to_vec()).map(|found| view::captured(&found))
}
