//! The laboratory: run, step, and look. Everything in it shows one moment.

use std::rc::Rc;

use fivetuple::model::diagnostic::Diagnostic;
use fivetuple::view::{Target, VIEWS};
use gloo::timers::callback::Interval;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use crate::act;
use crate::beliefs;
use crate::branch::Origin;
use crate::branches::{self, Comparison};
use crate::breakpoints;
use crate::commands::{self, Command};
use crate::follow;
use crate::highlight;
use crate::icons;
use crate::lesson_page::{Desk, Seen};
use crate::lines;
use crate::panel::PanelBox;
use crate::state::{Action, State};
use crate::stepper::Stepper;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct LabProps {
    /// What it works with.
    pub(crate) desk: Desk,
}

/// The laboratory.
#[component]
pub(crate) fn Lab(LabProps { desk }: &LabProps) -> Html {
    let state = &desk.state;
    let ticks = use_ticks(state);
    let command = commander(desk, &ticks);
    use_autoplay(state);
    let keys = command.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| key(&event, &keys));
    let onclick = desk.state.dispatcher();
    let onclick = Callback::from(move |event: MouseEvent| {
        if let Some(target) = element(&event).as_ref().and_then(crate::names::of_element) {
            onclick.dispatch(Action::Select(Some(target)));
        }
    });
    let onmouseover = Callback::from(|event: MouseEvent| highlight::point_at(element(&event).as_ref()));
    let onmouseleave = Callback::from(|_: MouseEvent| highlight::point_at(None));
    let onfocusin = Callback::from(|event: FocusEvent| highlight::point_at(element(&event).as_ref()));
    let onfocusout = Callback::from(|_: FocusEvent| highlight::point_at(None));
    html! {
        <section class={classes!("lab", state.history().is_some().then_some("has-run"), (!state.problems.is_empty()).then_some("is-old"))} aria-labelledby="lab-title"
            tabindex="-1" {onkeydown} {onclick} {onmouseover} {onmouseleave} {onfocusin} {onfocusout}>
            { bar(desk, &command) }
            if let (Some(history), Some(seen)) = (state.history(), &desk.seen) {
                if let Some(cut) = &history.cut {
                    <p class="notice warning" role="alert">{ icons::named("wrong") }{ cut }</p>
                }
                { beliefs::band(desk) }
                <Stepper at={state.at} steps={state.steps()} time={words::time(&seen.0)}
                    sentence={words::sentence(&seen.0, state.depth)} depth={state.depth} set_depth={desk.on(Action::Depth)} playing={state.playing} speed={state.speed}
                    selected={state.selection.map(|target| words::name(target, &seen.0))} ticks={ticks}
                    errors={history.first_error.is_some()} stops={state.stop_steps.clone()}
                    command={command.clone()} go={desk.on(Action::Go)} set_speed={desk.on(Action::Speed)} />
                { act::buttons(desk) }
                { comparison(desk) }
                { panels(desk, seen) }
            } else {
                { empty(desk) }
            }
        </section>
    }
}

fn element(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into::<Element>().ok())
}

/// The title, or what can be done with a run, and the button that runs the programs.
fn bar(desk: &Desk, command: &Callback<Command>) -> Html {
    let running = desk.state.running.is_some();
    let give = if running { desk.stop.clone() } else { desk.run.clone() };
    let onclick = Callback::from(move |_: MouseEvent| give.emit(()));
    let words = match (running, desk.state.history().is_some()) {
        (true, _) => "Stop",
        (false, true) => "Run again",
        (false, false) => "Run",
    };
    html! {
        <header class="lab-head">
            <h2 id="lab-title" class={desk.state.history().is_some().then_some("unseen")}>{ "Laboratory" }</h2>
            if desk.state.history().is_some() {
                { switch(desk) }
                <div class="tools">
                    { breakpoints::bar(desk, command) }
                    { branches::bar(desk) }
                </div>
            }
            <div class="lab-run">
                if let Some(steps) = desk.state.running {
                    <p class="running"><span role="status">{ "Running" }</span>{ format!(": {steps} steps so far") }</p>
                } else if let Some(reason) = desk.locked {
                    <p id="run-locked" class="locked">{ icons::named("lock") }{ reason }</p>
                }
                { beliefs::choice(desk) }
                // One button for both, so that the focus stays.
                <button type="button" class="main" aria-disabled={desk.locked.is_some().to_string()}
                    aria-describedby={desk.locked.map(|_| "run-locked")} {onclick}>
                    { icons::named(if running { "stop" } else { "run" }) }{ words }
                </button>
            </div>
            if !desk.state.problems.is_empty() { { refused(&desk.state) } }
        </header>
    }
}

fn refused(state: &State) -> Html {
    html! {
        <div class="notice bad" role="alert">
            <p>{ icons::named("wrong") }{ "The programs cannot run yet:" }</p>
            { problem_list(&state.problems, None) }
            if state.history().is_some() { <p>{ "What stands below is the run before." }</p> }
        </div>
    }
}

/// What is wrong with programs, one a line.
pub(crate) fn problem_list(problems: &[Diagnostic], class: Option<&'static str>) -> Html {
    let problems = problems.iter().map(|problem| {
        html! { <li><b>{ format!("{}, line {}: ", problem.file, problem.line) }</b>{ &problem.message }</li> }
    });
    html! { <ul {class}>{ for problems }</ul> }
}

fn empty(desk: &Desk) -> Html {
    let files: Vec<&str> =
        desk.state.lesson.scenario.programs.iter().map(|program| program.file.as_str()).collect();
    html! {
        <div class="lab-empty">
            <p>{ "Nothing has run yet. " }<b>{ "Run" }</b>{ " starts these programs, each at its time, on the model:" }</p>
            <ul>{ for files.iter().map(|file| html! { <li><code translate="no">{ *file }</code></li> }) }</ul>
            <p>{ "Then you can step through every packet, forwards and backwards." }</p>
        </div>
    }
}

/// Which views are open.
fn switch(desk: &Desk) -> Html {
    let toggle = desk.on(Action::Toggle);
    let views = VIEWS.iter().map(|view| {
        let (toggle, name) = (toggle.clone(), view.name.to_owned());
        let pressed = desk.state.views.iter().any(|open| open == view.name);
        html! {
            <button type="button" aria-pressed={pressed.to_string()} onclick={move |_| toggle.emit(name.clone())}>
                { view.title }
            </button>
        }
    });
    html! { <div class="switch views" role="group" aria-label="Views">{ for views }</div> }
}

/// What is different from the pinned step.
fn comparison(desk: &Desk) -> Html {
    let here = Origin { branch: desk.state.branches.on, step: desk.state.at };
    match desk.state.branches.pinned {
        Some(pinned) if pinned != here => {
            html! { <Comparison steps={(pinned, here)} desk={desk.clone()} /> }
        }
        _ => Html::default(),
    }
}

fn panels(desk: &Desk, seen: &Seen) -> Html {
    let close = desk.on(Action::Toggle);
    let shift = desk.on(|(name, by)| Action::Move(name, by));
    let count = desk.state.views.len();
    let pinned = |name: &str| desk.pinned.clone().filter(|_| name == "terminal");
    let open = desk.state.views.iter().enumerate().map(|(place, name)| {
        html! {
            <PanelBox key={name.clone()} name={name.clone()} seen={seen.clone()} selection={desk.state.selection}
                pinned={pinned(name)} close={close.clone()} place={(place, count)} shift={shift.clone()} />
        }
    });
    html! { <div class="panels">{ for open }</div> }
}

/// The steps that concern the selected thing.
#[hook]
fn use_ticks(state: &State) -> Rc<Vec<usize>> {
    let history = state.history().cloned();
    let run = history.as_ref().map(|history| Rc::as_ptr(history) as usize);
    use_memo((run, state.selection), move |(_, selection)| match (history, *selection) {
        (Some(history), Some(target)) => follow::steps_of(&history.trace, &history.letters, target),
        _ => Vec::new(),
    })
}

/// Steps by itself while it plays.
#[hook]
fn use_autoplay(state: &UseReducerHandle<State>) {
    let tick = state.dispatcher();
    use_effect_with((state.playing, state.speed), move |(playing, speed)| {
        let pause = 10_000 / (*speed).max(1);
        let timer = playing.then(|| Interval::new(pause, move || tick.dispatch(Action::Tick)));
        move || drop(timer)
    });
}

/// What commands do now.
fn commander(desk: &Desk, ticks: &Rc<Vec<usize>>) -> Callback<Command> {
    let (state, help, ticks) = (desk.state.clone(), desk.help.clone(), ticks.clone());
    Callback::from(move |command| {
        let (at, last) = (state.at, state.steps());
        let go = |step| {
            state.dispatch(Action::Play(false));
            state.dispatch(Action::Go(step));
        };
        let go_if = |step: Option<usize>| step.into_iter().for_each(go);
        match command {
            Command::First => go(0),
            Command::BackTen => go(at.saturating_sub(10)),
            Command::Back => go(at.saturating_sub(1)),
            Command::Play => state.dispatch(Action::Play(!state.playing)),
            Command::Forward => go(at + 1),
            Command::ForwardTen => go(at + 10),
            Command::Last => go(last),
            Command::NextOfSelected => go_if(follow::next(&ticks, at)),
            Command::PreviousOfSelected => go_if(follow::previous(&ticks, at)),
            Command::NextLine | Command::PreviousLine => {
                if let Some((step, line)) = lines::beside(&state, command == Command::NextLine) {
                    state.dispatch(Action::Play(false));
                    state.dispatch(Action::GoLine(step, line));
                }
            }
            Command::FirstError => go_if(state.history().and_then(|history| history.first_error)),
            Command::NextStop => go_if(follow::next(&state.stop_steps, at)),
            Command::PreviousStop => go_if(follow::previous(&state.stop_steps, at)),
            Command::Pin => state.dispatch(Action::Pin(state.branches.pinned.is_none())),
            Command::Undo => state.dispatch(Action::Undo),
            Command::Deselect => state.dispatch(Action::Select(None::<Target>)),
            Command::Help => help.emit(()),
        }
    })
}

/// A key of the laboratory. Controls keep the keys that are their own.
fn key(event: &KeyboardEvent, give: &Callback<Command>) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return;
    }
    let Some(command) = commands::for_key(&event.key()) else { return };
    let control = element(event).map(|element| (element.tag_name(), event.key()));
    let field = element(event).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    let writes = field.is_some_and(|field| matches!(field.type_().as_str(), "text" | "number"));
    let own = writes
        || match control.as_ref().map(|(tag, key)| (tag.as_str(), key.as_str())) {
            Some(("SELECT", _)) => true,
            Some(("BUTTON" | "SUMMARY", " ")) => true,
            Some(("INPUT", key)) => {
                key.starts_with("Arrow") || key.starts_with("Page") || key == "Home" || key == "End"
            }
            _ => false,
        };
    if !own {
        event.prevent_default();
        give.emit(command);
    }
}
