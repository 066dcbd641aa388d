//! The keys, in a dialog made from the table of commands.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::commands::COMMANDS;
use crate::icons;

#[derive(Properties, PartialEq)]
pub(crate) struct HelpProps {
    /// Is it to be seen?
    pub(crate) open: bool,
    /// It was closed.
    pub(crate) shut: Callback<()>,
}

/// The dialog.
#[component]
pub(crate) fn Help(props: &HelpProps) -> Html {
    let dialog = use_node_ref();
    use_effect_with((dialog.clone(), props.open), |(dialog, open)| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            if *open && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !*open && dialog.open() {
                dialog.close();
            }
        }
    });
    let shut = props.shut.clone();
    let onclose = Callback::from(move |_: Event| shut.emit(()));
    let shut = props.shut.clone();
    let rows = COMMANDS.iter().map(|entry| {
        html! { <tr><th scope="row">{ entry.does }</th><td>{ entry.spoken }</td></tr> }
    });
    html! {
        <dialog class="help" ref={dialog} {onclose} aria-labelledby="help-title">
            <div class="help-head">
                <h2 id="help-title">{ "Keys of the laboratory" }</h2>
                <button type="button" class="quiet square" aria-label="Close" onclick={move |_| shut.emit(())}>
                    { icons::named("close") }
                </button>
            </div>
            <p>{ "They work while the focus is in the laboratory: click into it, or go there with Tab." }</p>
            <table>
                <caption class="unseen">{ "Commands and their keys" }</caption>
                <thead><tr><th scope="col">{ "Does" }</th><th scope="col">{ "Keys" }</th></tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <p>{ "In a drawing, the arrows go from one part to the next, and Enter selects. In an editor, Shift+Enter \
                  or Ctrl+Enter runs the programs, and Tab leaves." }</p>
        </dialog>
    }
}
