//! The page's end of the worker. It starts when it is needed first, and a page without workers gets a sentence.

use fivetuple::load::{Ask, Tell};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, MessageEvent, Worker};
use yew::Callback;

/// The script that loads the worker's WebAssembly (`www/laboratory_worker.js`).
const LOADER: &str = "./laboratory_worker.js";

/// A worker that is running.
pub(crate) struct Link {
    worker: Worker,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(Event)>,
}

impl Link {
    /// Starts it: it tells what it has, or `None` when it failed.
    pub(crate) fn start(tell: Callback<Option<Tell>>) -> Option<Link> {
        let worker = Worker::new(LOADER).ok()?;
        let told = tell.clone();
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string();
            if let Some(one) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                told.emit(Some(one));
            }
        });
        let failed = Closure::<dyn FnMut(Event)>::new(move |_: Event| tell.emit(None));
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Some(Link { worker, _heard: heard, _failed: failed })
    }

    /// What it asks waits until the worker is there.
    pub(crate) fn ask(&self, ask: &Ask) {
        if let Ok(text) = serde_json::to_string(ask) {
            let _ = self.worker.post_message(&text.into());
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
