//! A script of the lesson: its editor, how it stands, what is wrong with it, and what it has printed.

use fivetuple::lesson::Script;
use fivetuple::model::diagnostic::Diagnostic;
use fivetuple::model::world::World;
use fivetuple::view::{self, LineMark, Mark, Target};
use yew::prelude::*;

use crate::editor::{self, Editor};
use crate::icons;
use crate::lesson_page::Desk;
use crate::lines;
use crate::query;
use crate::state::{Action, Standing};
use crate::stop::Stop;

#[derive(Properties, PartialEq)]
pub(crate) struct CellProps {
    /// The script as the lesson has it.
    pub(crate) script: Script,
    /// The rest.
    pub(crate) desk: Desk,
}

/// A cell.
#[component]
pub(crate) fn Cell(CellProps { script, desk }: &CellProps) -> Html {
    let node = use_node_ref();
    let state = &desk.state;
    let found = state.diagnostics(script);
    let id = format!("problems-{}", script.file.replace('.', "-"));
    let wrong = !found.is_empty();
    let fresh = state.standing(script) != Standing::Stale;
    let marks = desk.seen.as_ref().filter(|_| fresh).map(|seen| view::marks(&seen.0, &script.file));
    let mut marks = marks.unwrap_or_default();
    on_the_way(&mut marks, script, desk);
    let breaks = state.stops.iter().filter_map(|stop| match stop {
        Stop::Line(file, line) if *file == script.file => Some(*line),
        _ => None,
    });
    let breaks: Vec<u32> = breaks.collect();
    let name = script.file.clone();
    let toggle = desk.on(move |line| Action::Stop(Stop::Line(name.clone(), line)));
    let name = script.file.clone();
    let edited = desk.on(move |text| Action::Edit(name.clone(), text));
    html! {
        <section class={classes!("cell", wrong.then_some("has-problems"))} aria-label={script.title.clone()} data-cell={script.file.clone()}>
            { head(script, desk) }
            <Editor file={script.file.clone()} label={format!("{}: {}", script.title, script.file)}
                source={state.source(script).to_owned()} revision={state.revision} editable={may_edit(script)}
                diagnostics={found.iter().map(|(_, one)| one.clone()).collect::<Vec<_>>()}
                marks={marks.clone()} breaks={breaks} node={node.clone()} {edited} run={desk.run.clone()} {toggle} />
            if wrong { { problems(&id, &found, &node, desk) } }
            { places(&marks) }
            if let Some(seen) = &desk.seen { { output(script, &seen.0.world) } }
        </section>
    }
}

/// The lesson lets it be changed, and so does the page around it.
fn may_edit(script: &Script) -> bool {
    script.editable && !query::is_off("edit")
}

fn head(script: &Script, desk: &Desk) -> Html {
    let changed = desk.state.progress.sources.contains_key(&script.file);
    let name = script.file.clone();
    let reset = desk.on(move |_: MouseEvent| Action::ResetScript(name.clone()));
    let run = desk.run.clone();
    let (icon, words, class) = match desk.state.standing(script) {
        Standing::NotRun => ("none", "not run", "idle"),
        Standing::Running => ("run", "running", "busy"),
        Standing::Fine => ("fine", "ran", "fine"),
        Standing::Stopped => ("stop", "stopped before its end", "stale"),
        Standing::Waiting => ("none", "still waiting at the end", "stale"),
        Standing::Wrong => ("wrong", "error", "wrong"),
        Standing::Stale => ("stale", "changed since the run", "stale"),
    };
    let (lock, may) = if may_edit(script) { ("pen", "you can edit it") } else { ("lock", "locked") };
    html! {
        <header class="cell-head">
            <div class="cell-names">
                <h3>{ &script.title }</h3>
                <p class="cell-facts">
                    <code translate="no">{ &script.file }</code>{ " on " }<b>{ &script.host }</b>
                    <span class="fact">{ icons::named(lock) }{ may }</span>
                    <span class={classes!("fact", "standing", class)}>{ icons::named(icon) }{ words }</span>
                </p>
            </div>
            if icon == "stale" && desk.locked.is_none() {
                <button type="button" class="small" onclick={move |_| run.emit(())}>{ "Run again" }</button>
            }
            if may_edit(script) {
                <button type="button" class="small quiet" disabled={!changed} onclick={reset}
                    aria-label={format!("Reset {}", script.file)}>{ "Reset" }</button>
            }
        </header>
    }
}

fn problems(id: &str, found: &[(Option<usize>, Diagnostic)], node: &NodeRef, desk: &Desk) -> Html {
    let item = |(step, problem): &(Option<usize>, Diagnostic)| {
        let (node, line, step) = (node.clone(), problem.line, *step);
        let to_line = Callback::from(move |_: MouseEvent| editor::go_to_line(&node, line));
        let to_step = desk.on(move |_: MouseEvent| Action::Go(step.unwrap_or_default()));
        html! {
            <li>
                <p>
                    <b>{ format!("Line {}, column {}: ", problem.line, problem.column) }</b>{ &problem.message }
                    if let Some(hint) = &problem.hint { <span class="hint">{ format!(" {hint}") }</span> }
                </p>
                <p class="problem-ways">
                    <button type="button" class="small quiet" onclick={to_line}>
                        { format!("Go to line {line}") }
                    </button>
                    if let Some(step) = step {
                        <button type="button" class="small quiet" onclick={to_step}>
                            { format!("Go to step {step}, where it failed") }
                        </button>
                    }
                </p>
                if let Some(traceback) = &problem.traceback {
                    <details><summary>{ "As Python prints it" }</summary>
                        <pre class="listing" tabindex="0" translate="no">{ traceback }</pre></details>
                }
            </li>
        }
    };
    html! {
        <div class="problems" id={id.to_owned()} role="alert">
            <p class="problems-title">{ icons::named("wrong") }{ "Something is wrong here" }</p>
            <ul>{ for found.iter().map(item) }</ul>
        </div>
    }
}

/// Where the reader goes by lines, the thread stands on a line that it went through within the step.
fn on_the_way(marks: &mut [LineMark], script: &Script, desk: &Desk) {
    let (Some(here), Some(seen)) = (lines::here(&desk.state), &desk.seen) else { return };
    let (pid, tid, line) = here;
    let process = seen.0.world.processes.get(&pid).filter(|process| process.name == script.file);
    let Some(process) = process else { return };
    let place = process.memory.place(tid).map(|place| place.line);
    let own = |mark: &&mut LineMark| mark.target == Target::Line(pid, place.unwrap_or_default());
    if let Some(mark) = marks.iter_mut().find(own) {
        mark.line = line;
        mark.target = Target::Line(pid, line);
        mark.doing = format!("{} goes through it within this step", process.name);
    }
}

/// Where the script's threads are, in words.
fn places(marks: &[LineMark]) -> Html {
    let place = |mark: &LineMark| {
        let class = classes!("letter", mark.mark.map(Mark::class));
        let letter = mark.mark.map_or("▸".to_owned(), Mark::letter);
        html! {
            <p class="place"><span {class} aria-hidden="true">{ letter }</span>
                { format!("Line {}, {}", mark.line, mark.doing) }</p>
        }
    };
    html! { <>{ for marks.iter().map(place) }</> }
}

/// What the script has printed up to this moment.
fn output(script: &Script, world: &World) -> Html {
    let own = |pid| world.processes.get(&pid).is_some_and(|process| process.name == script.file);
    let text = world.printed(&own);
    html! {
        <div class="output">
            <p class="output-title">{ "Printed so far" }</p>
            if text.is_empty() {
                <p class="nothing">{ "nothing yet" }</p>
            } else {
                <pre tabindex="0" role="log" aria-live="off" aria-label={format!("Output of {}", script.file)}
                    translate="no">{ text }</pre>
            }
        </div>
    }
}
