//! A prediction: made before the first run, and held against what happened after it.

use std::cell::RefCell;
use std::rc::Rc;

use fivetuple::lesson::Question;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::blocks;
use crate::icons;
use crate::lesson_page::Desk;
use crate::progress::Answer;
use crate::question;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct PredictProps {
    /// The question.
    pub(crate) question: Question,
    /// The rest.
    pub(crate) desk: Desk,
}

/// A question that must be answered before the first run.
#[component]
pub(crate) fn Predict(PredictProps { question, desk }: &PredictProps) -> Html {
    let option = use_state(|| None::<usize>);
    let sure = use_state(|| None::<bool>);
    let stored = desk.state.progress.answers.get(&question.id).copied();
    let choose = Callback::from({
        let option = option.setter();
        move |number| option.set(Some(number))
    });
    let (id, chosen) = (question.id.clone(), (*option, *sure));
    let dispatcher = desk.state.dispatcher();
    let (told, submitted) = use_told(stored.is_some());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if let (Some(option), Some(sure)) = chosen {
            *submitted.borrow_mut() = true;
            dispatcher.dispatch(Action::Answer(id.clone(), Answer { option, sure }));
        }
    });
    let ready = option.is_some() && sure.is_some();
    let shown = stored.map(|answer| answer.option).or(*option);
    html! {
        <form class="question predict" data-cell={question.id.clone()} {onsubmit}>
            <fieldset>
                <legend><span class="kicker">{ "Predict before you run" }</span></legend>
                { blocks::show(&question.text, desk) }
                { question::options(question, shown, stored.is_some(), &choose) }
                <div class="confidence" role="radiogroup" aria-label="How sure are you?">
                    <span>{ "How sure are you?" }</span>
                    { confidence(question, "I am sure", true, stored, &sure) }
                    { confidence(question, "I am guessing", false, stored, &sure) }
                </div>
            </fieldset>
            if let Some(answer) = stored {
                <div ref={told} tabindex="-1">{ after(question, answer, desk) }</div>
            } else {
                <p class="question-foot">
                    <button type="submit" class="main" disabled={!ready}>{ "Store my prediction" }</button>
                    <span>{ "The programs can run as soon as it is stored." }</span>
                </p>
            }
        </form>
    }
}

/// The button goes when its work is done: then the focus goes to what took its place, and not to the top of the page.
#[hook]
fn use_told(stored: bool) -> (NodeRef, Rc<RefCell<bool>>) {
    let (told, submitted) = (use_node_ref(), use_mut_ref(|| false));
    let (place, just) = (told.clone(), submitted.clone());
    use_effect_with(stored, move |stored| {
        if *stored
            && just.replace(false)
            && let Some(element) = place.cast::<HtmlElement>()
        {
            let _ = element.focus();
        }
    });
    (told, submitted)
}

fn confidence(
    question: &Question,
    words: &'static str,
    value: bool,
    stored: Option<Answer>,
    sure: &UseStateHandle<Option<bool>>,
) -> Html {
    let set = sure.setter();
    let checked = stored.map(|answer| answer.sure).or(**sure) == Some(value);
    html! {
        <label>
            <input type="radio" name={format!("{}-sure", question.id)} {checked} disabled={stored.is_some()}
                onchange={move |_: Event| set.set(Some(value))} />
            { words }
        </label>
    }
}

/// Before the run: it is stored. After it: prediction and reality, side by side.
fn after(question: &Question, answer: Answer, desk: &Desk) -> Html {
    let id = question.id.clone();
    let take_back = desk.on(move |_: MouseEvent| Action::TakeBack(id.clone()));
    let Some(chosen) = question.options.get(answer.option) else { return Html::default() };
    if desk.state.history().is_none() {
        return html! {
            <p class="question-foot" role="status">
                <span class="stored">{ icons::named("fine") }{ "Stored. Now run the programs." }</span>
                <button type="button" class="small quiet" onclick={take_back}>{ "Change it" }</button>
            </p>
        };
    }
    let right = question.options.iter().find(|choice| choice.correct);
    let verdict = match (chosen.correct, answer.sure) {
        (true, true) => "As you predicted.",
        (true, false) => "A good guess: as you predicted.",
        (false, true) => "You were sure, and the run shows something else.",
        (false, false) => "The run shows something else.",
    };
    html! {
        <div class="verdict" role="status">
            <p class={classes!("verdict-line", if chosen.correct { "right" } else { "other" })}>
                { icons::named(if chosen.correct { "fine" } else { "stale" }) }{ verdict }
            </p>
            <dl class="compare">
                <div><dt>{ "You predicted" }</dt>
                    <dd>{ blocks::line(&chosen.text) }<p class="why">{ blocks::line(&chosen.why) }</p></dd></div>
                if let Some(right) = right {
                    <div><dt>{ "What happened" }</dt>
                        <dd>{ blocks::line(&right.text) }
                            if !chosen.correct { <p class="why">{ blocks::line(&right.why) }</p> }
                        </dd></div>
                }
            </dl>
        </div>
    }
}
