//! Wrong rules: the choice of one, and what is said of a run that went by it.

use fivetuple::model::belief::Belief;
use fivetuple::trace::verdict;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::icons;
use crate::lesson_page::Desk;
use crate::state::Action;

/// By which rule the next run goes.
pub(crate) fn choice(desk: &Desk) -> Html {
    let onchange = desk.on(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        Action::Believe(select.and_then(|select| Belief::named(&select.value())))
    });
    let chosen = desk.state.belief;
    let options = Belief::ALL.into_iter().map(|belief| {
        html! { <option value={belief.name()} selected={chosen == Some(belief)}>{ belief.claim() }</option> }
    });
    html! {
        <select class="belief" aria-label="By which rule the programs run" {onchange}>
            <option value="" selected={chosen.is_none()}>{ "As Linux does" }</option>
            <optgroup label="As some believe">{ for options }</optgroup>
        </select>
    }
}

/// The band over pictures of a world that runs by a wrong rule.
pub(crate) fn band(desk: &Desk) -> Html {
    let belief = desk.state.history().and_then(|history| history.belief.clone());
    let Some((belief, broken)) = belief else { return Html::default() };
    let right = desk.run_by.clone();
    let step = broken.as_ref().map(|broken| broken.step);
    let go = desk.on(move |_: MouseEvent| Action::Go(step.unwrap_or(0)));
    html! {
        <div class="notice warning belief-band" role="status">
            <p>{ icons::named("wrong") }<b>{ "This world runs by a wrong rule. " }</b>{ verdict(belief, broken.as_ref()) }</p>
            <p class="belief-acts">
                if step.is_some() { <button type="button" class="small" onclick={go}>{ "Go to the break" }</button> }
                <button type="button" class="small" onclick={move |_: MouseEvent| right.emit(None)}>
                    { "Run by the real rule" }</button>
            </p>
        </div>
    }
}
