//! What the reader predicts of an experiment before its first run, and how that compares with what came.

use fivetuple::load::EXPERIMENTS;
use yew::prelude::*;

use crate::bench::Action;
use crate::icons;
use crate::laboratory::Handle;
use crate::store;

const NAME: &str = "fivetuple/v1/laboratory";

/// The answer that was kept of an experiment.
pub(crate) fn kept(id: &str) -> Option<usize> {
    let kept = store::load(NAME)?;
    let (_, answer) = kept.lines().filter_map(|line| line.split_once('=')).find(|(name, _)| *name == id)?;
    answer.parse().ok().filter(|answer| *answer < 3)
}

fn keep(id: &str, answer: usize) {
    let mut lines = format!("{id}={answer}\n");
    for experiment in EXPERIMENTS.iter().filter(|other| other.id != id) {
        if let Some(answer) = kept(experiment.id) {
            lines += &format!("{}={answer}\n", experiment.id);
        }
    }
    store::save(NAME, &lines);
}

#[derive(Properties, PartialEq)]
pub(crate) struct PredictProps {
    pub(crate) bench: Handle,
}

/// The question, and after the run what is to be said of the answer.
#[component]
pub(crate) fn Predict(PredictProps { bench }: &PredictProps) -> Html {
    let experiment = bench.experiment;
    let place = EXPERIMENTS.iter().position(|other| other.id == experiment.id).unwrap_or(0);
    let to = bench.dispatcher();
    let forget = Callback::from(move |_: MouseEvent| {
        store::forget(NAME);
        to.dispatch(Action::Forget);
    });
    // The right answer is the first in the list, and stands in another place for each experiment.
    let options = (0..3).map(|number| (number + place) % 3).map(|number| {
        let (id, to) = (experiment.id, bench.dispatcher());
        let onchange = Callback::from(move |_: Event| {
            keep(id, number);
            to.dispatch(Action::Predict(number));
        });
        html! {
            <label class="option">
                <input type="radio" name={format!("predict-{id}")} checked={bench.predicted == Some(number)}
                    disabled={bench.is_over() && bench.predicted.is_some()} {onchange} />
                <span>{ experiment.answers[number].0 }</span>
            </label>
        }
    });
    html! {
        <div class="question predict">
            <fieldset>
                <legend><span class="kicker">{ "Predict before you run" }</span></legend>
                <p>{ experiment.question }</p>
                { for options }
            </fieldset>
            if bench.is_over() { { verdict(bench) } }
            if bench.predicted.is_some() {
                <p class="question-foot">
                    <button type="button" class="small quiet" onclick={forget}>{ "Forget all my predictions" }</button>
                </p>
            }
        </div>
    }
}

fn verdict(bench: &Handle) -> Html {
    let experiment = bench.experiment;
    let Some(answer) = bench.predicted else {
        return html! { <div class="verdict"><p class="insight">{ experiment.insight }</p></div> };
    };
    let right = answer == 0;
    html! {
        <div class="verdict">
            <p class={classes!("verdict-line", if right { "right" } else { "other" })}>
                { icons::named(if right { "fine" } else { "stale" }) }
                { if right { "As you predicted." } else { "The run shows something else." } }
            </p>
            <p class="why">{ experiment.answers[answer].1 }</p>
            if !right {
                <p class="why"><b>{ experiment.answers[0].0 }</b>{ " " }{ experiment.answers[0].1.trim_start_matches("Right: ") }</p>
            }
            <p class="insight">{ experiment.insight }</p>
        </div>
    }
}
