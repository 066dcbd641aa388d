//! The way from the page to the laboratory, which is a WebAssembly file of its own: its scripts are added to the page when
//! somebody comes there first. It draws into an element beside the page's, and what is in it stays when the reader leaves.

use gloo::events::EventListener;
use web_sys::Element;
use yew::prelude::*;

/// Trunk writes the first, `www/laboratory_start.js` is the second: they run in this order.
const SCRIPTS: [&str; 2] = ["./laboratory.js", "./laboratory_start.js"];

/// Shows the laboratory as long as it is part of the page, and what to read until it is there.
#[component]
pub(crate) fn LaboratoryPlace() -> Html {
    let failed = use_state(|| false);
    let fails = failed.setter();
    use_effect_with((), move |()| {
        show(true);
        let listeners = if is_loaded() { Vec::new() } else { load(&fails) };
        move || {
            show(false);
            drop(listeners);
        }
    });
    html! {
        <p class="laboratory-loading" role="status">
            { if *failed { "The laboratory could not be loaded. Are you offline? Load the page again to try once more." }
              else { "The laboratory is loading." } }
        </p>
    }
}

fn host() -> Option<Element> {
    gloo::utils::document().get_element_by_id("laboratory")
}

fn show(there: bool) {
    if let Some(host) = host() {
        let _ = if there { host.remove_attribute("hidden") } else { host.set_attribute("hidden", "") };
    }
}

/// Have its scripts been added?
fn is_loaded() -> bool {
    let query = format!("script[src=\"{}\"]", SCRIPTS[0]);
    gloo::utils::document().query_selector(&query).ok().flatten().is_some()
}

fn load(fails: &UseStateSetter<bool>) -> Vec<EventListener> {
    let document = gloo::utils::document();
    let add = |source: &&str| {
        let script = document.create_element("script").ok()?;
        // Not "async": one after the other.
        let _ = js_sys::Reflect::set(&script, &"async".into(), &false.into());
        let _ = script.set_attribute("src", source);
        let fails = fails.clone();
        let listener = EventListener::once(&script, "error", move |_| fails.set(true));
        let _ = document.head()?.append_child(&script);
        Some(listener)
    };
    SCRIPTS.iter().filter_map(add).collect()
}
