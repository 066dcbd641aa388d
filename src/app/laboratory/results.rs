//! What the runs came to: figures side by side, each run over time, and what limits its clients.

use std::rc::Rc;

use fivetuple::load::{Log, Options, State, told};
use fivetuple::view::load::{Frame, Window};
use fivetuple::view::{Mark, Target};
use web_sys::Element;
use yew::prelude::*;

use crate::bench::Action;
use crate::laboratory::Handle;
use crate::names;
use crate::picture::{Picture, Plot};
use crate::times::Times;

#[derive(Properties, PartialEq)]
pub(crate) struct ResultsProps {
    pub(crate) bench: Handle,
}

/// The results, as far as they are there.
#[component]
pub(crate) fn Results(ResultsProps { bench }: &ResultsProps) -> Html {
    let ran = &bench.ran;
    let to = bench.dispatcher();
    let onclick = Callback::from(move |event: MouseEvent| {
        let target = event.target_dyn_into::<Element>().and_then(|element| names::of_element(&element));
        if let Some(Target::Request(run, place)) = target {
            to.dispatch(Action::Pick(run.into(), place));
        }
    });
    let figures: Vec<_> = ran
        .names
        .iter()
        .zip(&ran.states)
        .filter_map(|(name, state)| {
            let state = state.as_ref()?;
            (state.figures.requests > 0).then(|| (name.clone(), state.figures.clone()))
        })
        .collect();
    let states: Vec<&Rc<State>> = ran.states.iter().flatten().collect();
    let overviews: Vec<_> = states.iter().map(|state| &state.overview).collect();
    let frame = Frame::of(&overviews, bench.window());
    let scale = scale(&bench.logs);
    let run = |run: usize| {
        let Some(Some(state)) = ran.states.get(run) else { return Html::default() };
        one(bench, run, state, frame, scale)
    };
    html! {
        if !states.is_empty() {
            <section class="panel figures" aria-labelledby="figures-title">
                <header class="panel-head"><h2 id="figures-title">{ "Figures" }</h2></header>
                <Picture plot={Plot::Figures(Rc::new(figures))} />
            </section>
            <section class="over-time" aria-labelledby="time-title" {onclick}>
                <h2 id="time-title">{ "Over time" }</h2>
                if !bench.running { <Times bench={bench.clone()} /> }
                { for (0..ran.names.len()).map(run) }
            </section>
            { legend() }
            { left_out() }
        }
    }
}

/// The quickest and the slowest answer that any picture shows.
fn scale(logs: &[Option<Rc<Log>>]) -> (u64, u64) {
    let times = logs.iter().flatten().flat_map(|log| &log.answers).map(|answer| answer.response());
    (times.clone().min().unwrap_or(1_000), times.max().unwrap_or(1_000_000))
}

fn one(bench: &Handle, run: usize, state: &Rc<State>, frame: Frame, scale: (u64, u64)) -> Html {
    let mark = Mark { index: run as u16 };
    let name = AttrValue::from(bench.ran.names[run].clone());
    let (from, to) = bench.window();
    let chosen = bench.chosen.filter(|(chosen, _)| *chosen == run).map(|(_, place)| place);
    let log = bench.logs.get(run).and_then(Option::as_ref);
    let window = Window { run: run as u8, from, to, at: bench.sight.at, scale, chosen };
    let selection = chosen.map(|place| Target::Request(run as u8, place));
    let id = format!("run-{run}");
    let line = bench.ran.lines[run].clone();
    let dispatcher = bench.dispatcher();
    let slowest = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::Slowest(run)));
    html! {
        <section class="panel run" aria-labelledby={id.clone()}>
            <header class="panel-head">
                <h3 {id}><span class={classes!("letter", mark.class())} aria-hidden="true">{ mark.letter() }</span>{ name.clone() }</h3>
            </header>
            <Picture name={name.clone()} plot={Plot::Overview(state.clone(), frame)} />
            if let Some(log) = log {
                <div class="run-lanes">
                    <Picture name={name.clone()} plot={Plot::Lanes(log.clone(), window)} {selection} />
                    <p class="story" role="status">{ story(log, chosen, &line) }</p>
                    <button type="button" class="small" onclick={slowest}>{ "Go to the slowest answer of this run" }</button>
                </div>
            } else if !bench.running {
                <p class="story">{ "This stretch is being run again …" }</p>
            }
            <details class="limits">
                <summary>{ "What limits the number of clients" }</summary>
                <Picture {name} plot={Plot::Limits(line)} />
            </details>
        </section>
    }
}

/// What the chosen request waited for.
fn story(log: &Log, chosen: Option<u32>, line: &str) -> String {
    let answer = chosen.and_then(|place| log.answers.get(place as usize));
    let network = Options::of(line).setup().map_or(0, |setup| setup.machine.network);
    match answer {
        None if log.answers.is_empty() => "No request is answered here. Move the slider, or go wider.".into(),
        None => "Choose a dot to read what its request waited for.".into(),
        Some(answer) => {
            let story = log.story(answer, network);
            let whole = |part: &(fivetuple::load::Cause, u64)| format!("{} {}", told(part.1), part.0.words());
            let parts: Vec<String> = story.parts.iter().take(4).map(whole).collect();
            format!("Client {}: {} All of it: {}.", answer.client, story.sentence(), parts.join("; "))
        }
    }
}

/// What is summed up here, and where it can be seen in full.
fn left_out() -> Html {
    html! {
        <details class="left-out">
            <summary>{ "What is summed up here" }</summary>
            <ul>
                <li>{ "A request is one message each way, and a handshake one step: segments, windows and losses are not here. In the \
                    lessons every packet is." }</li>
                <li>{ "Programs are not run: each server is the list of system calls that it makes, with what each costs on a \
                    measured Linux. The ten servers are Python programs as well, in lessons/programs/servers; fivetuple load \
                    --server FILE.py runs one with all its packets, and comes to the same figures within some per cent." }</li>
                <li>{ "Clients have machines of their own, and computing costs them nothing." }</li>
                <li>{ "Descriptors, memory and client ports stop nobody in a run: what they allow stands below each run." }</li>
            </ul>
        </details>
    }
}

/// What the looks of lanes mean.
fn legend() -> Html {
    let entry = |class: &'static str, words: &'static str| {
        html! {
            <li>
                <svg class="scene legend-sign" viewBox="0 0 22 12" width="22" height="12" aria-hidden="true">
                    <g class={class}><path d={match class {
                        "shape-asleep" => "M0 8h22v2.5h-22z",
                        "shape-kernel" => "M0 3h22v6h-22z",
                        "shape-queued" => "M0 4h22v4h-22z",
                        _ => "M0 0h22v12h-22z",
                    }} /></g>
                </svg>
                { words }
            </li>
        }
    };
    html! {
        <ul class="legend" aria-label="What the lanes show">
            { entry("shape-work", "high: the handler computes, for the client whose number it bears") }
            { entry("shape-kernel", "middle: a system call or a switch") }
            { entry("shape-queued", "low: ready, but no core is free") }
            { entry("shape-asleep", "line at the foot: waits in recv or in the handler, and keeps its thread") }
        </ul>
    }
}
