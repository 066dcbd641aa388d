//! An exercise: the task, the check of the reader's programs, what each goal says of them, hints, and a solution.

use std::rc::Rc;

use fivetuple::lesson::{self, Checking, Exercise as Task, Failure};
use fivetuple::model::sorted::SortedMap;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::blocks;
use crate::branch::Branch;
use crate::checker::{Checker, Stage};
use crate::history::History;
use crate::icons;
use crate::lab::problem_list;
use crate::lesson_page::Desk;
use crate::progress::Effort;
use crate::state::Action;

/// After so many failed checks a solution is offered.
const TRIES: u32 = 2;

#[derive(Properties, PartialEq)]
pub(crate) struct ExerciseProps {
    /// Its place among the lesson's exercises.
    pub(crate) number: usize,
    /// The rest.
    pub(crate) desk: Desk,
}

/// An exercise.
#[component]
pub(crate) fn Exercise(ExerciseProps { number, desk }: &ExerciseProps) -> Html {
    let checker = use_memo((), |()| Checker::default());
    let stage = use_state(|| None::<Stage>);
    let ended = checker.clone();
    use_effect_with((), move |()| move || ended.forget());
    let (number, state) = (*number, &desk.state);
    let task = &state.lesson.exercises[number];
    let effort = state.progress.efforts.get(&task.id).copied().unwrap_or_default();
    let check = {
        let (state, set, locked) = (state.clone(), stage.setter(), desk.locked.is_some());
        Callback::from(move |_: MouseEvent| {
            if locked {
                return;
            }
            let (tell, set, id) =
                (state.dispatcher(), set.clone(), state.lesson.exercises[number].id.clone());
            let told = Callback::from(move |stage: Stage| {
                if let Stage::Over(checking) = &stage {
                    tell.dispatch(Action::Tried(id.clone(), checking.reached()));
                }
                set.set(Some(stage));
            });
            checker.start(state.lesson.clone(), number, &state.progress.sources, told);
        })
    };
    let title = format!("exercise-{}", task.id);
    html! {
        <section class="question exercise" aria-labelledby={title.clone()}>
            <h3 class="kicker" id={title}>{ "Exercise" }</h3>
            { blocks::show(&task.text, desk) }
            { goals(task, stage.as_ref(), desk) }
            <p class="question-foot">
                <button type="button" class="main" aria-disabled={desk.locked.is_some().to_string()} onclick={check}>
                    { icons::named("fine") }{ "Check my program" }
                </button>
                { hint_button(task, effort, desk) }
                <span role="status">{ summary(task, effort, stage.as_ref(), desk) }</span>
            </p>
            if let Some(Stage::Refused(problems)) = &*stage { { problem_list(problems, Some("why")) } }
            <ol class="hints" aria-live="polite">
                { for task.hints.iter().take(effort.hints as usize).map(|hint| html! { <li>{ blocks::line(hint) }</li> }) }
            </ol>
            { solution(task, effort) }
        </section>
    }
}

/// How the check stands, in a sentence: the live region.
fn summary(task: &Task, effort: Effort, stage: Option<&Stage>, desk: &Desk) -> String {
    let runs = task.trials.len();
    match stage {
        _ if desk.locked.is_some() => "Store your prediction first.".to_owned(),
        Some(Stage::Running(over)) => format!("Checking: run {} of {runs}", (over + 1).min(runs)),
        Some(Stage::Refused(_)) => "The programs cannot run yet.".to_owned(),
        Some(Stage::Over(checking)) if checking.sources != task.own(&desk.state.progress.sources) => {
            "You have changed a program since the check.".to_owned()
        }
        Some(Stage::Over(checking)) => {
            let missed = checking.failures.iter().flatten().count();
            match missed {
                0 => format!("Solved: every goal is reached in all {runs} runs."),
                _ => format!("Not yet: {missed} of {} goals missed.", task.goals.len()),
            }
        }
        None if effort.solved => "You have solved this.".to_owned(),
        None => format!(
            "Each goal must be reached in {runs} runs with different seeds, with the other programs as the lesson has them."
        ),
    }
}

/// The goals, and after a check what became of each.
fn goals(task: &Task, stage: Option<&Stage>, desk: &Desk) -> Html {
    let checking = match stage {
        Some(Stage::Over(checking)) => Some(checking),
        _ => None,
    };
    let goal = |(number, goal): (usize, &lesson::Goal)| {
        let Some(checking) = checking else { return html! { <li>{ blocks::line(&goal.says) }</li> } };
        let failure = checking.failures[number].as_ref();
        let (class, mark, word) = match failure {
            None => ("right", "✔ ", "Reached: "),
            Some(_) => ("other", "✘ ", "Missed: "),
        };
        html! {
            <li>
                <b class={class}><span aria-hidden="true">{ mark }</span>{ word }</b>{ blocks::line(&goal.says) }
                if let Some((trial, failure)) = failure { { missed(task, checking, *trial, failure, desk) } }
            </li>
        }
    };
    html! { <ul class="goals">{ for task.goals.iter().enumerate().map(goal) }</ul> }
}

/// Why a goal is missed, and the way to the run.
fn missed(task: &Task, checking: &Rc<Checking>, trial: usize, failure: &Failure, desk: &Desk) -> Html {
    let run = task.trials[trial].name();
    let step = failure.step;
    let shown = if trial == 0 { "the run that you see" } else { "a hidden run" };
    let open = {
        let (checking, tell, what) = (
            checking.clone(),
            desk.state.dispatcher(),
            format!("the exercise's run, {}", run.replace('`', "")),
        );
        let scenario = task.scenario(&desk.state.lesson, &task.trials[trial], &checking.sources);
        let programs = scenario.programs.into_iter();
        let sources: SortedMap<_, _> = programs.map(|program| (program.file, program.source)).collect();
        Callback::from(move |_: MouseEvent| {
            let Some(Some(trace)) = checking.traces.get(trial) else { return };
            let history = Rc::new(History::new(trace.clone(), sources.clone(), false));
            tell.dispatch(Action::Branched(Branch { history, from: None, what: what.clone() }));
            tell.dispatch(Action::Go(step));
            to_lab();
        })
    };
    html! {
        <div class="why">
            <p>{ blocks::line(&lesson::words(&failure.sentence)) }</p>
            <p>{ "In " }{ shown }{ " (" }{ blocks::line(&lesson::words(&run)) }{ format!("), at step {step}. ") }
                <button type="button" class="small" onclick={open}>{ format!("Open this run at step {step}") }</button></p>
            if !failure.shown.is_empty() {
                <details><summary>{ "What there is instead" }</summary>
                    <pre class="listing" tabindex="0" translate="no">{ &failure.shown }</pre></details>
            }
        </div>
    }
}

/// Brings the laboratory into view.
fn to_lab() {
    let lab = gloo::utils::document().query_selector(".lab").ok().flatten();
    if let Some(lab) = lab.and_then(|lab| lab.dyn_into::<HtmlElement>().ok()) {
        let _ = lab.focus();
        lab.scroll_into_view();
    }
}

fn hint_button(task: &Task, effort: Effort, desk: &Desk) -> Html {
    let (shown, all) = (effort.hints as usize, task.hints.len());
    if shown >= all {
        return Html::default();
    }
    let id = task.id.clone();
    let more = desk.on(move |_: MouseEvent| Action::Hint(id.clone()));
    html! {
        <button type="button" class="small quiet" onclick={more}>{ format!("Show hint {} of {all}", shown + 1) }</button>
    }
}

/// A solution: for who has one, and for who has tried.
fn solution(task: &Task, effort: Effort) -> Html {
    if !effort.solved && effort.tries < TRIES {
        return Html::default();
    }
    let file = |(name, source): &(String, String)| {
        html! {
            <><p><code translate="no">{ name }</code></p>
            <pre class="listing" tabindex="0" translate="no"><code>{ source }</code></pre></>
        }
    };
    html! {
        <details class="reveal"><summary>{ "Show a solution" }</summary>{ for task.solution.iter().map(file) }</details>
    }
}
