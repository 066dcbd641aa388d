//! The bar of branches: which there are, which is looked at, what it is compared with, and what can be taken back.

use fivetuple::view::{self, Size};
use yew::prelude::*;

use crate::branch::{Branch, Branches, Origin};
use crate::icons;
use crate::lesson_page::Desk;
use crate::save;
use crate::state::{Action, State};
use crate::tables::Tables;

/// The bar.
pub(crate) fn bar(desk: &Desk) -> Html {
    let state = &desk.state;
    let several = state.branches.all.len() > 1;
    let pinned = state.branches.pinned;
    let pin = desk.on(move |_: MouseEvent| Action::Pin(pinned.is_none()));
    let words = match pinned {
        Some(Origin { branch, step }) => {
            format!("Stop comparing with {}, step {step}", within(branch))
        }
        None => "Compare with this step".to_owned(),
    };
    html! {
        <div class="branch-bar">
            if several {
                <div class="switch" role="group" aria-label="Branches">
                    { for state.branches.all.iter().enumerate().map(|(number, branch)| choice(desk, number, branch)) }
                </div>
            }
            <button type="button" class="small quiet" aria-pressed={pinned.is_some().to_string()} onclick={pin}>{ words }</button>
            { go_on(desk) }
            { save::packets(desk) }
            { undo(desk) }
            if several { <p class="branch-what">{ told(state) }</p> }
            if let Some(why) = &state.refusal {
                <p class="notice warning" role="alert">{ icons::named("wrong") }{ why }</p>
            }
        </div>
    }
}

/// The name of a branch inside a sentence.
fn within(branch: usize) -> String {
    if branch == 0 { "the run".into() } else { Branches::name(branch).to_lowercase() }
}

/// What the branch is that is looked at.
fn told(state: &State) -> String {
    let branch = &state.branches.all[state.branches.on];
    match branch.from {
        Some(Origin { branch: from, step }) => {
            format!(
                "{} leaves {} after step {step}: {}",
                Branches::name(state.branches.on),
                within(from),
                branch.what
            )
        }
        None => format!("{}: {}.", Branches::name(state.branches.on), branch.what),
    }
}

fn choice(desk: &Desk, number: usize, branch: &Branch) -> Html {
    let pressed = (number == desk.state.branches.on).to_string();
    let switch = desk.on(move |_: MouseEvent| Action::Switch(number));
    html! {
        <button type="button" aria-pressed={pressed} title={branch.what.clone()} onclick={switch}>
            { Branches::name(number) }
        </button>
    }
}

/// The way on with scripts that were changed since the run.
fn go_on(desk: &Desk) -> Html {
    let state = &desk.state;
    let changed = state.history().is_some_and(|history| history.sources != state.sources());
    let go_on = desk.go_on.clone();
    if !changed || desk.locked.is_some() || state.running.is_some() {
        return Html::default();
    }
    html! {
        <button type="button" class="small" onclick={move |_: MouseEvent| go_on.emit(())}
            title="The programs that you changed end at this step and start again with their new text">
            { "Go on from this step with the changed scripts" }
        </button>
    }
}

fn undo(desk: &Desk) -> Html {
    let Some(last) = desk.state.undo.last() else { return Html::default() };
    let undo = desk.on(|_: MouseEvent| Action::Undo);
    html! {
        <button type="button" class="small quiet" title="Ctrl+Z" onclick={undo}>{ format!("Undo: {}", last.what) }</button>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ComparisonProps {
    /// The pinned step and the one that is looked at.
    pub(crate) steps: (Origin, Origin),
    /// The rest.
    pub(crate) desk: Desk,
}

/// What is different between the pinned step and the one that is looked at.
#[component]
pub(crate) fn Comparison(props: &ComparisonProps) -> Html {
    let branches = props.desk.state.branches.all.clone();
    let panel = use_memo(props.steps, move |(one, other)| {
        let moment = |of: &Origin| branches.get(of.branch).map(|branch| branch.history.moment(of.step));
        Some(view::compare(&moment(one)?, &moment(other)?, Size::Narrow))
    });
    let Some(panel) = &*panel else { return Html::default() };
    let view::Body::Tables(tables) = &panel.body else { return Html::default() };
    html! {
        <section class="panel panel-tables" aria-labelledby="view-compare">
            <header class="panel-head"><h3 id="view-compare">{ "Compared" }</h3></header>
            <p class="panel-caption">{ &panel.caption }</p>
            <div class="panel-body">
                if tables.is_empty() { <p class="nothing">{ "Nothing is different." }</p> }
                <Tables tables={std::rc::Rc::new(tables.clone())} selection={props.desk.state.selection} />
            </div>
        </section>
    }
}
