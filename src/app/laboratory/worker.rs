//! The laboratory's worker: the runs, off the page's thread. Texts come in and go out; it never works for longer than a
//! moment without looking for new ones.

use std::cell::RefCell;

use fivetuple::load::{Ask, SideBySide, Tell};
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// So long at a time, in milliseconds, …
const MOMENT: f64 = 20.0;
/// … and so much between two looks at the clock.
const SLICE: u64 = 10_000;
/// How often the page is told how far the runs are.
const NEWS: f64 = 150.0;

#[derive(Default)]
struct Worker {
    runs: SideBySide,
    /// When the page was told last.
    told: f64,
    /// Is the next moment of work settled?
    awake: bool,
}

thread_local! {
    static WORKER: RefCell<Worker> = RefCell::default();
}

/// Listens from now on.
pub(crate) fn start() {
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let ask = event.data().as_string().and_then(|text| serde_json::from_str::<Ask>(&text).ok());
        if let Some(ask) = ask {
            let tells = WORKER.with_borrow_mut(|worker| worker.runs.hear(ask));
            tells.iter().for_each(post);
            go_on();
        }
    });
    scope().set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(tell: &Tell) {
    if let Ok(text) = serde_json::to_string(tell) {
        let _ = scope().post_message(&text.into());
    }
}

/// Settles the next moment of work, if there is something to do.
fn go_on() {
    let sleeps = WORKER.with_borrow_mut(|worker| {
        let sleeps = worker.runs.is_busy() && !worker.awake;
        worker.awake |= sleeps;
        sleeps
    });
    if sleeps {
        Timeout::new(0, work).forget();
    }
}

fn work() {
    let tells = WORKER.with_borrow_mut(Worker::moment);
    tells.iter().for_each(post);
    go_on();
}

impl Worker {
    fn moment(&mut self) -> Vec<Tell> {
        self.awake = false;
        let start = js_sys::Date::now();
        let mut tells = Vec::new();
        while self.runs.is_busy() && js_sys::Date::now() - start < MOMENT {
            tells.extend(self.runs.work(SLICE));
        }
        let now = js_sys::Date::now();
        if now - self.told >= NEWS || !self.runs.is_busy() {
            self.told = now;
            tells.extend(self.runs.news());
        }
        tells
    }
}
