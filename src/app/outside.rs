//! The lesson's page as it is seen and driven from outside: by the page around a frame, or by a link to a moment. The modules
//! of `www/outside/` do the rest and are loaded when they are needed. They ask by the window's event `fivetuple-do` and are
//! told by `fivetuple-now`, once the page's root has the attribute `data-outside`.

use fivetuple::lesson::{Block, Question};
use fivetuple::model::belief::Belief;
use fivetuple::model::command::Command;
use fivetuple::model::event::Event;
use gloo::events::EventListener;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit};
use yew::prelude::*;

use crate::branch::Branch;
use crate::deed;
use crate::editor::object;
use crate::lesson_page::Desk;
use crate::progress::{Progress, get};
use crate::state::{Action, State};
use crate::words;

/// Hears what is asked for, and tells how the lesson stands whenever that has changed.
#[hook]
pub(crate) fn use_outside(desk: &Desk) {
    let desk = desk.clone();
    use_effect(move || {
        let window = gloo::utils::window();
        let heard = desk.clone();
        let listener = EventListener::new(&window, "fivetuple-do", move |event| {
            if let Some(event) = event.dyn_ref::<CustomEvent>() {
                obey(&heard, &event.detail());
            }
        });
        tell(&desk);
        move || drop(listener)
    });
}

/// Does what is asked for; what makes no sense is not done.
fn obey(desk: &Desk, wish: &JsValue) {
    let text = |name: &str| get(wish, name).and_then(|value| value.as_string()).unwrap_or_default();
    let number = get(wish, "number").and_then(|value| value.as_f64()).unwrap_or_default() as usize;
    let state = &desk.state;
    match text("do").as_str() {
        "tell" => tell(desk),
        "run" => desk.run.emit(()),
        "stop" => desk.stop.emit(()),
        "go-on" => desk.go_on.emit(()),
        "go" => {
            if state.playing {
                state.dispatch(Action::Play(false));
            }
            state.dispatch(Action::Go(number));
        }
        "play" => state.dispatch(Action::Play(number != 0)),
        "speed" => state.dispatch(Action::Speed(number.clamp(1, 100) as u32)),
        "switch" => state.dispatch(Action::Switch(number)),
        "act" => {
            let links = desk.seen.as_ref().map_or(0, |seen| seen.0.world.links.len());
            match deed::read(&text("text"), links) {
                Some(command) => desk.act.emit(command),
                None => state.dispatch(Action::Denied("That is nothing that can be done to a run.".into())),
            }
        }
        "take" => {
            if let Some(progress) = Progress::read(&text("text")) {
                let (seed, belief) = (text("seed").parse().ok(), Belief::named(&text("belief")));
                state.dispatch(Action::Take(progress, seed, belief));
            }
        }
        _ => {}
    }
}

/// Tells how the lesson stands, if anybody wants to know.
fn tell(desk: &Desk) {
    let root = gloo::utils::document().document_element();
    if root.is_none_or(|root| !root.has_attribute("data-outside")) {
        return;
    }
    let init = CustomEventInit::new();
    init.set_detail(&now(desk));
    if let Ok(event) = CustomEvent::new_with_event_init_dict("fivetuple-now", &init) {
        // No handler of ours forbids it.
        let _ = gloo::utils::window().dispatch_event(&event);
    }
}

/// How the lesson stands.
fn now(desk: &Desk) -> JsValue {
    let state = &desk.state;
    let history = state.history();
    let problems = state.problems.iter();
    let problems =
        problems.map(|one| JsValue::from(format!("{}, line {}: {}", one.file, one.line, one.message)));
    let sentence = desk.seen.as_ref().map(|seen| words::sentence(&seen.0, state.depth).to_string());
    let files = state.lesson.scenario.programs.iter().map(|program| JsValue::from(program.file.as_str()));
    let first_error = history.and_then(|history| history.first_error);
    let branches = state.branches.all.iter().map(|branch| of_branch(state, branch));
    object(&[
        ("lesson", state.lesson.id.as_str().into()),
        ("title", state.lesson.title.as_str().into()),
        ("version", state.lesson.version.into()),
        ("files", files.collect::<Array>().into()),
        ("questions", questions(&state.lesson.blocks, state).into()),
        ("progress", state.progress.written().into()),
        ("seed", state.seed.map(|seed| seed.to_string()).into()),
        ("belief", state.belief.map(Belief::name).into()),
        ("locked", desk.locked.is_some().into()),
        ("running", state.running.is_some().into()),
        ("problems", problems.collect::<Array>().into()),
        ("refusal", state.refusal.clone().into()),
        ("firstError", first_error.map(|step| step as f64).into()),
        ("cut", history.and_then(|history| history.cut.clone()).into()),
        ("branches", branches.collect::<Array>().into()),
        ("on", (state.branches.on as f64).into()),
        ("step", (state.at as f64).into()),
        ("steps", (state.steps() as f64).into()),
        ("sentence", sentence.into()),
    ])
}

/// A branch: where it left which other one, by what, and with which scripts where they are not the lesson's.
fn of_branch(state: &State, branch: &Branch) -> JsValue {
    let mut acts = Vec::new();
    let mut restarts = false;
    if let Some(origin) = branch.from {
        for event in branch.history.trace.events_of(origin.step) {
            if let Event::Commanded { command } = event {
                restarts |= matches!(command, Command::Restart(..));
                acts.extend(deed::write(command).map(JsValue::from));
            }
        }
    }
    let programs = &state.lesson.scenario.programs;
    let changed = programs.iter().filter_map(|program| {
        let ran = branch.history.sources.get(&program.file).filter(|ran| **ran != program.source)?;
        Some((program.file.as_str(), JsValue::from(ran.as_str())))
    });
    object(&[
        ("branch", branch.from.map(|origin| origin.branch as f64).into()),
        ("step", branch.from.map(|origin| origin.step as f64).into()),
        ("acts", acts.into_iter().collect::<Array>().into()),
        ("restarts", restarts.into()),
        ("belief", branch.history.belief.as_ref().map(|(belief, _)| belief.name()).into()),
        ("sources", object(&changed.collect::<Vec<_>>())),
    ])
}

/// The questions, each with its name and, if it is answered, whether the answer is right.
fn questions(blocks: &[Block], state: &State) -> Array {
    let of = |question: &Question| {
        let answer = state.progress.answers.get(&question.id);
        let right =
            answer.map(|answer| question.options.get(answer.option).is_some_and(|chosen| chosen.correct));
        object(&[("id", question.id.as_str().into()), ("right", right.into())])
    };
    let mut all = Array::new();
    for block in blocks {
        match block {
            Block::Predict(question) | Block::Quiz(question) => {
                all.push(&of(question));
            }
            Block::Aside(_, inside) | Block::Reveal(_, inside) => all = all.concat(&questions(inside, state)),
            _ => {}
        }
    }
    all
}
