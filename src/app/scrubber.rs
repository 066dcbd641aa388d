//! The run as a line: the slider that goes to any step, and where on it the selected thing has its events.

use fivetuple::model::sorted::SortedSet;

use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct ScrubberProps {
    /// How many steps are done.
    pub(crate) at: usize,
    /// How many there are.
    pub(crate) steps: usize,
    /// What the step did.
    pub(crate) sentence: AttrValue,
    /// The steps that concern the selected thing.
    pub(crate) ticks: std::rc::Rc<Vec<usize>>,
    /// The steps at which breakpoints stop.
    pub(crate) stops: std::rc::Rc<Vec<usize>>,
    /// Goes to a step.
    pub(crate) go: Callback<usize>,
}

/// The slider.
#[component]
pub(crate) fn Scrubber(props: &ScrubberProps) -> Html {
    let go = props.go.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        if let Some(step) = input.and_then(|input| input.value().parse().ok()) {
            go.emit(step);
        }
    });
    let said = format!("Step {} of {}: {}", props.at, props.steps, props.sentence);
    // However many there are, no more than the line has room for.
    let places = |steps: &[usize]| -> SortedSet<usize> {
        steps.iter().map(|step| step * 1000 / props.steps.max(1)).collect()
    };
    let tick = |place: &usize| {
        let x = place.to_string();
        html! { <line x1={x.clone()} x2={x} y1="0" y2="10" /> }
    };
    html! {
        <div class="scrubber">
            <svg class="ticks" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                { for places(&props.ticks).iter().map(tick) }
            </svg>
            <svg class="ticks stop-ticks" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                { for places(&props.stops).iter().map(tick) }
            </svg>
            <input type="range" min="0" max={props.steps.to_string()} step="1" value={props.at.to_string()}
                aria-label="Step" aria-valuetext={said} {oninput} />
        </div>
    }
}
