//! What is said aloud: one message after a step, none while a key is held down, few while it plays by itself.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::runner::now;

/// Wait so long for the next step before speaking of this one.
const PAUSE: u32 = 200;
/// The shortest time between two messages while it plays, in milliseconds.
const BETWEEN: f64 = 3000.0;

#[derive(Properties, PartialEq)]
pub(crate) struct AnnouncerProps {
    /// The message.
    pub(crate) text: AttrValue,
    /// Does it play by itself?
    pub(crate) playing: bool,
}

/// A live region that waits for a pause.
#[component]
pub(crate) fn Announcer(props: &AnnouncerProps) -> Html {
    let spoken = use_state(|| AttrValue::Static(""));
    let last = use_mut_ref(|| f64::NEG_INFINITY);
    let said = spoken.setter();
    use_effect_with((props.text.clone(), props.playing), move |(text, playing)| {
        let too_soon = *playing && now() - *last.borrow() < BETWEEN;
        let text = text.clone();
        let speak = (!too_soon).then(|| {
            Timeout::new(PAUSE, move || {
                *last.borrow_mut() = now();
                said.set(text);
            })
        });
        move || drop(speak)
    });
    html! { <p class="unseen" role="status">{ (*spoken).clone() }</p> }
}
