//! A small button that gives a command; the title names its keys.

use yew::prelude::*;

use crate::commands::{self, Command};
use crate::icons;

/// How it looks.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// What it says.
    pub(crate) words: &'static str,
    /// The picture before the words; an empty name is none.
    pub(crate) icon: &'static str,
    /// Does it keep in the background?
    pub(crate) quiet: bool,
}

/// The button. One that cannot do anything now stays where it is, for the sake of those who hold the key.
pub(crate) fn small(give: &Callback<Command>, command: Command, look: Look, idle: bool) -> Html {
    let give = give.clone();
    html! {
        <button type="button" class={classes!("small", look.quiet.then_some("quiet"))}
            title={commands::entry(command).spoken} aria-disabled={idle.to_string()}
            onclick={move |_| give.emit(command)}>{ icons::named(look.icon) }{ look.words }</button>
    }
}
