//! What all runs have in common: a field and a slider for each option.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::bench::Action;
use crate::knobs::{GROUPS, Kind, Knob, PLACES};
use crate::laboratory::Handle;

#[derive(Properties, PartialEq)]
pub(crate) struct FormProps {
    pub(crate) bench: Handle,
}

/// The options in groups.
#[component]
pub(crate) fn Form(FormProps { bench }: &FormProps) -> Html {
    let wrong = crate::laboratory::wrong(bench).map(|(_, wrong)| wrong.option);
    let line = bench.common.line();
    let group = |(title, knobs): &(&'static str, &'static [Knob])| {
        html! {
            <fieldset class="knobs">
                <legend>{ *title }</legend>
                { for knobs.iter().map(|knob| field(bench, knob, wrong == Some(knob.option))) }
            </fieldset>
        }
    };
    html! {
        <details class="settings">
            <summary>{ "What they have in common: " }<code>{ line }</code></summary>
            <div class="settings-body">{ for GROUPS.iter().map(group) }</div>
        </details>
    }
}

fn field(bench: &Handle, knob: &'static Knob, wrong: bool) -> Html {
    let value = bench.common.get(knob.option).map(str::to_owned);
    match knob.kind {
        Kind::Flag => flag(bench, knob, value.is_some()),
        Kind::Choice(words) => choice(bench, knob, words, value.as_deref().unwrap_or(knob.usual)),
        _ => number(bench, knob, &value.unwrap_or_default(), wrong),
    }
}

fn flag(bench: &Handle, knob: &'static Knob, there: bool) -> Html {
    let to = bench.dispatcher();
    let onchange =
        Callback::from(move |_: Event| to.dispatch(Action::Set(knob.option, (!there).then(String::new))));
    html! {
        <label class="knob flag"><input type="checkbox" checked={there} {onchange} />{ knob.label }</label>
    }
}

fn choice(bench: &Handle, knob: &'static Knob, words: &'static [&'static str], value: &str) -> Html {
    let to = bench.dispatcher();
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            to.dispatch(Action::Set(knob.option, Some(select.value())));
        }
    });
    let id = format!("knob-{}", knob.option);
    let option =
        |word: &&'static str| html! { <option value={*word} selected={*word == value}>{ *word }</option> };
    html! {
        <div class="knob">
            <label for={id.clone()}>{ knob.label }</label>
            <select {id} {onchange}>{ for words.iter().map(option) }</select>
        </div>
    }
}

fn number(bench: &Handle, knob: &'static Knob, value: &str, wrong: bool) -> Html {
    let to = bench.dispatcher();
    let typed = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            let value = input.value().split_whitespace().collect::<String>();
            to.dispatch(Action::Set(knob.option, Some(value).filter(|value| !value.is_empty())));
        }
    });
    let (to, old) = (bench.dispatcher(), value.to_owned());
    let slid = Callback::from(move |event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        if let Some(place) = input.and_then(|input| input.value().parse().ok()) {
            to.dispatch(Action::Set(knob.option, Some(knob.value(place, &old))));
        }
    });
    let id = format!("knob-{}", knob.option);
    let shown = if value.is_empty() { knob.usual } else { value };
    let place = knob.place(shown);
    // A mix of several has no one place.
    let disabled = place.is_none() && shown.starts_with("mix:");
    html! {
        <div class="knob">
            <label for={id.clone()}>{ knob.label }</label>
            <input type="text" {id} value={value.to_owned()} placeholder={knob.usual} onchange={typed}
                aria-invalid={wrong.to_string()} spellcheck="false" autocapitalize="off" />
            <input type="range" min="0" max={PLACES.to_string()} value={place.unwrap_or(0).to_string()} oninput={slid}
                {disabled} aria-label={format!("{}, slider", knob.label)} aria-valuetext={shown.to_owned()} />
        </div>
    }
}
