//! The list of breakpoints: facts that can be chosen, and lines that were set in editors.

use fivetuple::trace::Fact;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::command_button::{self, Look};
use crate::commands::Command;
use crate::follow;
use crate::lesson_page::Desk;
use crate::state::Action;
use crate::stop::Stop;
use crate::words;

/// The list, and the way to add to it.
pub(crate) fn bar(desk: &Desk, command: &Callback<Command>) -> Html {
    let state = &desk.state;
    let chips = state.stops.iter().map(|stop| chip(desk, stop));
    let count = state.stop_steps.len();
    let (before, after) =
        (follow::previous(&state.stop_steps, state.at), follow::next(&state.stop_steps, state.at));
    let way = |given: Command, words: &'static str, to: Option<usize>| {
        command_button::small(command, given, Look { words, icon: "", quiet: false }, to.is_none())
    };
    html! {
        <details class="stops" open={!state.stops.is_empty()}>
            <summary>{ "Breakpoints" }</summary>
            <div class="stops-body">
                { choice(desk) }
                if state.selection.is_some() { { choice_of_selected(desk) } }
                <ul class="chips" aria-label="Breakpoints">{ for chips }</ul>
                if !state.stops.is_empty() {
                    <p>{ match count { 0 => "never reached in this run".to_owned(), 1 => "reached at 1 step".to_owned(), _ => format!("reached at {count} steps") } }</p>
                    <button type="button" class="small quiet" onclick={desk.on(|_: MouseEvent| Action::ClearStops)}>{ "Remove all" }</button>
                    { way(Command::PreviousStop, "Previous breakpoint", before) }
                    { way(Command::NextStop, "Next breakpoint", after) }
                }
            </div>
        </details>
    }
}

/// A breakpoint, and the button that takes it away.
fn chip(desk: &Desk, stop: &Stop) -> Html {
    let name = match stop {
        Stop::Line(file, line) => format!("{file}, line {line}"),
        Stop::Fact(fact, None) => fact.name(),
        Stop::Fact(fact, Some(target)) => match &desk.seen {
            Some(seen) => format!("{}, {}", fact.name(), words::name(*target, &seen.0)),
            None => fact.name(),
        },
    };
    let own = stop.clone();
    let remove = desk.on(move |_: MouseEvent| Action::Stop(own.clone()));
    html! {
        <li><span>{ &name }</span>
            <button type="button" class="quiet small" aria-label={format!("Remove the breakpoint: {name}")}
                onclick={remove}>{ "×" }</button></li>
    }
}

fn choice(desk: &Desk) -> Html {
    select(desk, "Stop when …".into(), |fact| Stop::Fact(fact, None))
}

fn choice_of_selected(desk: &Desk) -> Html {
    let (Some(target), Some(seen)) = (desk.state.selection, &desk.seen) else { return Html::default() };
    let label = format!("Stop, only for {}, when …", words::name(target, &seen.0));
    select(desk, label, move |fact| Stop::Fact(fact, Some(target)))
}

/// A list of facts; choosing one sets a breakpoint on it.
fn select(desk: &Desk, label: String, stop: impl Fn(Fact) -> Stop + 'static) -> Html {
    let dispatcher = desk.state.dispatcher();
    let onchange = Callback::from(move |event: Event| {
        let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
        if let Some(fact) = Fact::named(&select.value()) {
            dispatcher.dispatch(Action::Stop(stop(fact)));
        }
        select.set_selected_index(0);
    });
    let options = Fact::OFFERED.iter().map(|fact| {
        let name = fact.name();
        html! { <option value={name.clone()}>{ name }</option> }
    });
    html! {
        <select aria-label={label.clone()} {onchange}><option value="" selected=true>{ label }</option>{ for options }</select>
    }
}
