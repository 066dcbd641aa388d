//! The prompt of a terminal: which host, and which command.

use fivetuple::model::id::HostId;
use fivetuple::view::{self, Panel};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::lesson_page::Seen;

/// What the reader typed, and where.
#[derive(Clone, PartialEq)]
pub(crate) struct Asked {
    host: HostId,
    command: String,
}

impl Asked {
    /// What is printed, compared with the pinned step or the one before.
    pub(crate) fn answer(&self, seen: &Seen, pinned: Option<&Seen>) -> Panel {
        view::terminal(&seen.0, pinned.map(|pinned| &*pinned.0), self.host, &self.command)
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PromptProps {
    /// The moment.
    pub(crate) seen: Seen,
    /// The reader wants this to be run.
    pub(crate) ask: Callback<Asked>,
}

/// The prompt.
#[component]
pub(crate) fn Prompt(PromptProps { seen, ask }: &PromptProps) -> Html {
    let host = use_state_eq(|| view::first_host(&seen.0));
    let command = use_state_eq(|| view::FIRST_COMMAND.to_owned());
    let run = {
        let (host, command, ask) = (*host, String::clone(&command), ask.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            ask.emit(Asked { host, command: command.trim().to_owned() });
        })
    };
    let choose = {
        let (host, command, ask) = (host.clone(), String::clone(&command), ask.clone());
        Callback::from(move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            let Some(number) = select.and_then(|select| select.value().parse().ok()) else { return };
            host.set(HostId(number));
            ask.emit(Asked { host: HostId(number), command: command.trim().to_owned() });
        })
    };
    let write = {
        let command = command.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                command.set(input.value());
            }
        })
    };
    let hosts = seen.0.world.hosts.iter().map(|one| {
        html! { <option value={one.id.0.to_string()} selected={one.id == *host}>{ &one.name }</option> }
    });
    let commands = view::COMMANDS.iter().map(|command| html! { <option value={*command} /> });
    html! {
        <form class="prompt" onsubmit={run}>
            <select aria-label="Host" onchange={choose}>{ for hosts }</select>
            <span aria-hidden="true">{ "$" }</span>
            <input type="text" list="terminal-commands" value={String::clone(&command)} aria-label="Command"
                spellcheck="false" autocomplete="off" autocapitalize="off" oninput={write} />
            <datalist id="terminal-commands">{ for commands }</datalist>
            <button type="submit" class="small">{ "Run" }</button>
        </form>
    }
}
