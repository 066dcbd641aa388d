//! The page: draws the application into the document. Without a browser there is nothing to draw on.
use yew::{Html, Renderer, component, html};

#[component]
fn App() -> Html {
    html! { <main id="app">{ "Fivetuple" }</main> }
}

fn main() {
    Renderer::<App>::new().render();
}
