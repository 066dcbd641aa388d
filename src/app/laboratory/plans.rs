//! The runs that are to be made: two to four servers, each with what is its own.

use fivetuple::load::{ARCHITECTURES, Options};
use fivetuple::view::Mark;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::bench::{Action, MOST_RUNS};
use crate::icons;
use crate::laboratory::Handle;

#[derive(Properties, PartialEq)]
pub(crate) struct PlansProps {
    pub(crate) bench: Handle,
}

/// A row for each run.
#[component]
pub(crate) fn Plans(PlansProps { bench }: &PlansProps) -> Html {
    let add = bench.dispatcher();
    html! {
        <fieldset class="plans">
            <legend>{ "Side by side" }</legend>
            { for (0..bench.plans.len()).map(|run| row(bench, run)) }
            if bench.plans.len() < MOST_RUNS {
                <button type="button" class="small" onclick={move |_| add.dispatch(Action::Add)}>{ "Add a run" }</button>
            }
        </fieldset>
    }
}

fn row(bench: &Handle, run: usize) -> Html {
    let plan = &bench.plans[run];
    let letter = Mark { index: run as u16 };
    let (own, to) = (plan.own.clone(), bench.dispatcher());
    let server = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            let mut own = own.clone();
            own.set("server", &select.value());
            to.dispatch(Action::Own(run, own));
        }
    });
    let (old, to) = (plan.own.get("server").map(str::to_owned), bench.dispatcher());
    let others = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            let mut own = Options::of(&input.value());
            if let Some(server) = &old {
                own.set("server", server);
            }
            to.dispatch(Action::Own(run, own));
        }
    });
    let to = bench.dispatcher();
    let rename = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            to.dispatch(Action::Rename(run, input.value()));
        }
    });
    let to = bench.dispatcher();
    let remove = Callback::from(move |_: MouseEvent| to.dispatch(Action::Remove(run)));
    let chosen = bench.options(run).get("server").map(str::to_owned);
    let mut rest = plan.own.clone();
    rest.unset("server");
    let option = |(name, _): &(&'static str, _)| {
        html! { <option value={*name} selected={chosen.as_deref() == Some(*name)}>{ *name }</option> }
    };
    let letter_word = letter.letter();
    html! {
        <div class="plan" role="group" aria-label={format!("Run {letter_word}: {}", plan.name)}>
            <span class={classes!("letter", letter.class())} aria-hidden="true">{ &letter_word }</span>
            <input type="text" class="plan-name" value={plan.name.clone()} onchange={rename} aria-label={format!("Name of run {letter_word}")} />
            <select onchange={server} aria-label={format!("Server of run {letter_word}")}>{ for ARCHITECTURES.iter().map(option) }</select>
            <input type="text" class="plan-own" value={rest.line()} onchange={others} placeholder="workers=8 keep-alive"
                spellcheck="false" autocapitalize="off" aria-label={format!("Options of run {letter_word} alone")} />
            if bench.plans.len() > 1 {
                <button type="button" class="quiet square" aria-label={format!("Remove run {letter_word}")} onclick={remove}>
                    { icons::named("close") }</button>
            }
        </div>
    }
}
