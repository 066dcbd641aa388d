//! The load laboratory's page: an experiment, what is predicted of it, what is run, and what comes of it.

use std::rc::Rc;

use fivetuple::load::{Ask, EXPERIMENTS, Experiment, Options, Tell, Wrong, experiment};
use gloo::events::EventListener;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::bench::{Action, Bench};
use crate::form::Form;
use crate::icons;
use crate::link::Link;
use crate::plans::Plans;
use crate::predict::{self, Predict};
use crate::query::predictions_are_off;
use crate::results::Results;

/// All that its parts work with.
pub(crate) type Handle = UseReducerHandle<Bench>;

/// The page.
#[component]
pub(crate) fn Laboratory() -> Html {
    let bench = use_reducer(|| {
        let experiment = experiment_in_address().unwrap_or(&EXPERIMENTS[0]);
        Bench::new(experiment, predict::kept(experiment.id))
    });
    let ask = use_worker(&bench);
    use_address(&bench);
    let stop = Callback::from(move |()| ask.emit(Ask::Stop));
    html! {
        <main id="lesson" class="laboratory" tabindex="-1">
            <header class="opening">
                <p class="kicker">{ "Laboratory" }</p>
                <h1>{ "One port, many servers" }</h1>
                <p class="objective">{ "The same clients against servers that are built differently: one thread or many, processes, \
                    event loops. Choose an experiment, predict, run. Everything can be set." }</p>
            </header>
            { choice(&bench) }
            <div class="laboratory-top">
                <Predict bench={bench.clone()} />
                <div class="laboratory-plan">
                    <Plans bench={bench.clone()} />
                    <Form bench={bench.clone()} />
                </div>
            </div>
            <RunBar bench={bench.clone()} {stop} />
            <Results {bench} />
        </main>
    }
}

/// The experiment that the address names after `#laboratory/`.
fn experiment_in_address() -> Option<&'static Experiment> {
    let hash = gloo::utils::window().location().hash().unwrap_or_default();
    experiment(hash.strip_prefix("#laboratory/")?)
}

/// Another experiment in the address takes the place of this one.
#[hook]
fn use_address(bench: &Handle) {
    let to = bench.dispatcher();
    use_effect_with((), move |()| {
        let listener = EventListener::new(&gloo::utils::window(), "hashchange", move |_| {
            if let Some(experiment) = experiment_in_address() {
                to.dispatch(Action::Choose(experiment, predict::kept(experiment.id)));
            }
        });
        move || drop(listener)
    });
}

/// The experiments to choose from: the address says which.
fn choice(bench: &Handle) -> Html {
    let chosen = bench.experiment.id;
    let onchange = Callback::from(|event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            let _ = gloo::utils::window().location().set_hash(&format!("laboratory/{}", select.value()));
        }
    });
    let option = |(number, experiment): (usize, &Experiment)| {
        html! {
            <option value={experiment.id} selected={experiment.id == chosen}>
                { format!("{}. {}", number + 1, experiment.title) }
            </option>
        }
    };
    html! {
        <p class="laboratory-choice">
            <label for="experiment">{ "Experiment" }</label>
            <select id="experiment" {onchange}>{ for EXPERIMENTS.iter().enumerate().map(option) }</select>
        </p>
    }
}

/// The worker: it gets each start and each look, and what it tells changes the bench.
#[hook]
fn use_worker(bench: &Handle) -> Callback<Ask> {
    let link = use_mut_ref(|| None::<Link>);
    let dispatcher = bench.dispatcher();
    let ask = use_callback((), {
        move |ask: Ask, ()| {
            let mut link = link.borrow_mut();
            if link.is_none() {
                let told = dispatcher.clone();
                *link =
                    Link::start(Callback::from(move |tell: Option<Tell>| told.dispatch(Action::Told(tell))));
            }
            match &*link {
                Some(link) => link.ask(&ask),
                None => dispatcher.dispatch(Action::Told(None)),
            }
        }
    });
    let (send, lines) = (ask.clone(), bench.ran.lines.clone());
    use_effect_with(bench.starts, move |starts| {
        if *starts > 0 {
            send.emit(Ask::Run(lines));
        }
    });
    let (send, (from, to)) = (ask.clone(), bench.window());
    use_effect_with(bench.sight.number, move |number| {
        if to > from {
            send.emit(Ask::Look { number: *number, from, to });
        }
    });
    ask
}

/// What is wrong with the options of a run, if something is: which option, and a sentence.
pub(crate) fn wrong(bench: &Bench) -> Option<(usize, Wrong)> {
    let options = |run| Options::setup(&bench.options(run)).err().map(|wrong| (run, wrong));
    (0..bench.plans.len()).find_map(options)
}

#[derive(Properties, PartialEq)]
struct RunBarProps {
    bench: Handle,
    stop: Callback<()>,
}

/// Run and stop, and how far it is.
#[component]
fn RunBar(RunBarProps { bench, stop }: &RunBarProps) -> Html {
    let locked = bench.predicted.is_none() && bench.is_untouched() && !predictions_are_off();
    let wrong = wrong(bench);
    let (running, idle) = (bench.running, locked || wrong.is_some());
    let (start, stop) = (bench.dispatcher(), stop.clone());
    let onclick = Callback::from(move |_: MouseEvent| match (running, idle) {
        (true, _) => stop.emit(()),
        (false, false) => start.dispatch(Action::Start),
        (false, true) => {}
    });
    let done: Vec<f64> =
        bench.ran.states.iter().map(|state| state.as_ref().map_or(0.0, |state| state.done)).collect();
    let done = done.iter().sum::<f64>() / done.len().max(1) as f64;
    let words = match (&wrong, &bench.wrong) {
        (Some((run, wrong)), _) => {
            let name = bench.plans.get(*run).map_or("", |plan| plan.name.as_str());
            format!("{name}: {}: {}", wrong.option, wrong.why)
        }
        (None, Some(why)) => why.clone(),
        _ if bench.failed => {
            "The runs need a worker, and this browser or frame lets none start. Open the page on its own."
                .into()
        }
        _ if locked => "First predict. Or change something: then it is your own experiment.".into(),
        _ if running => "Running.".into(),
        _ if bench.is_stale() => "Something was changed since this was run.".into(),
        _ if bench.is_over() => "Done. What happened is below.".into(),
        _ => String::new(),
    };
    let bad = wrong.is_some() || bench.failed || bench.wrong.is_some();
    html! {
        <div class="run-bar">
            <button type="button" class="main" aria-disabled={(!running && idle).to_string()} {onclick}>
                { icons::named(if running { "stop" } else { "run" }) }
                { if running { "Stop" } else if bench.ran.lines.is_empty() { "Run" } else { "Run again" } }
            </button>
            if running {
                <progress max="1" value={format!("{done:.3}")} aria-label="How far the runs are">
                    { format!("{:.0} %", done * 100.0) }
                </progress>
            }
            <p role="status" class={classes!(bad.then_some("bad"))}>{ words }</p>
        </div>
    }
}

/// Two pictures are the same if they show the same things: told by their place in memory, which is quick.
pub(crate) fn same<T>(one: &Rc<T>, other: &Rc<T>) -> bool {
    Rc::ptr_eq(one, other)
}
