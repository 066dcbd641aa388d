//! What the model leaves out: a button below each picture and each lesson, and the page in a dialog.

use fivetuple::lesson::{Block, simplified};
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::blocks::line;
use crate::icons;

#[derive(Properties, PartialEq)]
pub(crate) struct LeavesOutProps {
    /// The name of the view, or `lesson`: it tells this dialog from the others.
    pub(crate) name: String,
    /// Its title.
    pub(crate) title: AttrValue,
}

/// The link and the dialog.
#[component]
pub(crate) fn LeavesOut(props: &LeavesOutProps) -> Html {
    let open = use_state_eq(|| false);
    let dialog = use_node_ref();
    use_effect_with((dialog.clone(), *open), |(dialog, open)| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            if *open && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !*open && dialog.open() {
                dialog.close();
            }
        }
    });
    let set = |value: bool| {
        let open = open.clone();
        move || open.set(value)
    };
    let (show, shut, close) = (set(true), set(false), set(false));
    // The laboratory has keys of its own, Escape among them: what is pressed in here is not for it.
    let keep = |event: KeyboardEvent| event.stop_propagation();
    let id = format!("leaves-out-{}", props.name);
    html! {
        <>
            <p class="panel-foot">
                <button type="button" class="quiet small" aria-haspopup="dialog" aria-label={format!("What the model leaves out: {}", props.title)}
                    onclick={move |_| show()}>{ "What the model leaves out" }</button>
            </p>
            <dialog class="help" ref={dialog} onclose={move |_: Event| shut()} onkeydown={keep}
                aria-labelledby={id.clone()}>
                <div class="help-head">
                    <h2 {id}>{ "What we simplify" }</h2>
                    <button type="button" class="quiet square" aria-label="Close" onclick={move |_| close()}>
                        { icons::named("close") }
                    </button>
                </div>
                if *open {
                    <p>{ "At the socket API the model does what Linux does: scripts with the output of a real kernel are its \
                          tests. This is left out, each for a reason:" }</p>
                    { for simplified().iter().map(block) }
                }
            </dialog>
        </>
    }
}

fn block(block: &Block) -> Html {
    match block {
        Block::Heading(_, words) => html! { <h3>{ line(words) }</h3> },
        Block::Paragraph(words) => line(words),
        Block::List { items, .. } => {
            let item = |blocks: &Vec<Block>| html! { <li>{ for blocks.iter().map(self::block) }</li> };
            html! { <ul>{ for items.iter().map(item) }</ul> }
        }
        _ => Html::default(),
    }
}
