//! The load laboratory: a WebAssembly file of its own, loaded when somebody comes to it. The same file is the page's part and
//! the worker's, so a browser fetches and compiles it once. What it shares with the page of lessons it takes from there.

mod bench;
mod form;
mod knobs;
mod laboratory;
mod link;
mod picture;
mod plans;
mod predict;
mod results;
mod times;
mod worker;

#[path = "../bugs.rs"]
mod bugs;
#[path = "../drawing.rs"]
mod drawing;
#[path = "../icons.rs"]
mod icons;
#[path = "../names.rs"]
mod names;
#[path = "../query.rs"]
mod query;
#[path = "../room.rs"]
mod room;
#[path = "../shapes.rs"]
mod shapes;
#[path = "../store.rs"]
mod store;
#[path = "../table.rs"]
mod table;

fn main() {
    match web_sys::window() {
        None => worker::start(),
        Some(window) => {
            bugs::watch();
            let root = window.document().and_then(|document| document.get_element_by_id("laboratory"));
            if let Some(root) = root {
                yew::Renderer::<laboratory::Laboratory>::with_root(root).render();
            }
        }
    }
}
