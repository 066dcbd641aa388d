//! Where in the runs the reader looks: one slider for all of them, and how much it shows.

use fivetuple::load::told;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::bench::Action;
use crate::laboratory::Handle;

/// The slider has so many places.
const PLACES: u64 = 1000;

#[derive(Properties, PartialEq)]
pub(crate) struct TimesProps {
    pub(crate) bench: Handle,
}

/// The slider, and closer and wider.
#[component]
pub(crate) fn Times(TimesProps { bench }: &TimesProps) -> Html {
    let (end, sight) = (bench.end(), bench.sight);
    let to = bench.dispatcher();
    let oninput = Callback::from(move |event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        if let Some(place) = input.and_then(|input| input.value().parse::<u64>().ok()) {
            to.dispatch(Action::Look(end / PLACES * place, sight.span));
        }
    });
    let button = |words: &'static str, at: u64, span: u64, idle: bool| {
        let to = bench.dispatcher();
        let onclick = Callback::from(move |_: MouseEvent| {
            if !idle {
                to.dispatch(Action::Look(at, span));
            }
        });
        html! { <button type="button" aria-disabled={idle.to_string()} {onclick}>{ words }</button> }
    };
    let place = sight.at / (end / PLACES).max(1);
    let (from, until) = bench.window();
    html! {
        <div class="times">
            <input type="range" min="0" max={PLACES.to_string()} value={place.to_string()} {oninput} aria-label="Moment"
                aria-valuetext={told(sight.at)} />
            <p>{ format!("{} round {}", told(until - from), told(sight.at)) }</p>
            <div class="times-ways">
                { button("Earlier", sight.at.saturating_sub(sight.span / 2), sight.span, sight.at == 0) }
                { button("Later", (sight.at + sight.span / 2).min(end), sight.span, sight.at >= end) }
                { button("Closer", sight.at, sight.span / 4, sight.span <= 100_000) }
                { button("Wider", sight.at, sight.span * 4, sight.span >= end) }
            </div>
        </div>
    }
}
