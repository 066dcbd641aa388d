//! Files that the reader takes away: the packets of the run that is looked at.

use fivetuple::report::{Point, capture, pcapng};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlElement, Url};
use yew::prelude::*;

use crate::lesson_page::Desk;

/// The button that saves them.
pub(crate) fn packets(desk: &Desk) -> Html {
    let Some(history) = desk.state.history().cloned() else { return Html::default() };
    let name = format!("{}.pcapng", desk.state.lesson.id);
    let save = move |_: MouseEvent| {
        let trace = &history.trace;
        let packets = capture(trace, 0..trace.steps.len(), Point::Everywhere);
        // Where the browser forbids it, nothing can be saved; nothing else is lost by that.
        drop(download(&name, &pcapng(trace, &packets)));
    };
    html! {
        <button type="button" class="small quiet" title="A file for Wireshark or tshark (pcapng)" onclick={save}>
            { "Save the packets" }</button>
    }
}

fn download(name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let address = Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence(&parts)?)?;
    let link = gloo::utils::document().create_element("a")?;
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.dyn_into::<HtmlElement>()?.click();
    Url::revoke_object_url(&address)
}
