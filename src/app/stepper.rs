//! The controls of the run: buttons, slider, speed, and the sentence that says what the step did.

use std::rc::Rc;

use fivetuple::report::Depth;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::announcer::Announcer;
use crate::command_button::{self, Look};
use crate::commands::{self, Command};
use crate::follow;
use crate::icons;
use crate::scrubber::Scrubber;

#[derive(Properties, PartialEq)]
pub(crate) struct StepperProps {
    /// How many steps are done.
    pub(crate) at: usize,
    /// How many there are.
    pub(crate) steps: usize,
    /// When that is, in the model's time.
    pub(crate) time: AttrValue,
    /// What the step did.
    pub(crate) sentence: AttrValue,
    /// Does it play?
    pub(crate) playing: bool,
    /// Steps in ten seconds.
    pub(crate) speed: u32,
    /// What the selected thing is called, if something is selected.
    pub(crate) selected: Option<AttrValue>,
    /// Is there an error anywhere?
    pub(crate) errors: bool,
    /// The steps at which breakpoints stop.
    pub(crate) stops: Rc<Vec<usize>>,
    /// The steps that concern it.
    pub(crate) ticks: Rc<Vec<usize>>,
    /// Gives a command.
    pub(crate) command: Callback<Command>,
    /// Goes to a step.
    pub(crate) go: Callback<usize>,
    /// How deep the sentence goes.
    pub(crate) depth: Depth,
    /// Sets that.
    pub(crate) set_depth: Callback<Depth>,
    /// Sets the speed.
    pub(crate) set_speed: Callback<u32>,
}

const SPEEDS: [(u32, &str); 4] = [(5, "½ ×"), (10, "1 ×"), (20, "2 ×"), (40, "4 ×")];

/// The controls.
#[component]
pub(crate) fn Stepper(props: &StepperProps) -> Html {
    let (start, end) = (props.at == 0, props.at == props.steps);
    let play = if props.playing { "pause" } else { "play" };
    html! {
        <div class="stepper" role="group" aria-label="Steps of the run">
            <p class="sentence"><span class="sentence-text">{ &props.sentence }</span></p>
            <Announcer text={announcement(props)} playing={props.playing} />
            <div class="stepper-row">
                <div class="vcr">
                    { button(props, Command::First, "first", start) }
                    { button(props, Command::Back, "back", start) }
                    { button(props, Command::Play, play, props.steps == 0) }
                    { button(props, Command::Forward, "forward", end) }
                    { button(props, Command::Last, "last", end) }
                </div>
                <p class="step-count">
                    { "Step " }<b>{ props.at }</b>{ format!(" of {}", props.steps) }
                    <span class="step-time">{ &props.time }</span>
                </p>
            </div>
            <Scrubber at={props.at} steps={props.steps} sentence={props.sentence.clone()} ticks={props.ticks.clone()}
                stops={props.stops.clone()} go={props.go.clone()} />
            <div class="stepper-more">
                <div class="jumps" role="group" aria-label="Jumps">
                    { jump(props, Command::PreviousLine, "Line before") }
                    { jump(props, Command::NextLine, "Next line") }
                    { jump(props, Command::FirstError, "First error") }
                </div>
                { speed(props) }
                { depth(props) }
            </div>
            if let Some(selected) = &props.selected { { followed(props, selected) } }
        </div>
    }
}

fn announcement(props: &StepperProps) -> AttrValue {
    format!("Step {} of {}: {}", props.at, props.steps, props.sentence).into()
}

/// A button that cannot do anything now stays where it is, for the sake of those who hold the key.
fn button(props: &StepperProps, command: Command, icon: &'static str, idle: bool) -> Html {
    let entry = commands::entry(command);
    let give = props.command.clone();
    let label = match (command, props.playing) {
        (Command::Play, true) => "Pause",
        (Command::Play, false) => "Play",
        _ => entry.does,
    };
    html! {
        <button type="button" class={classes!("square", (command == Command::Forward).then_some("forward"))}
            aria-label={label} title={format!("{label} ({})", entry.spoken)} aria-disabled={idle.to_string()}
            onclick={move |_| give.emit(command)}>{ icons::named(icon) }</button>
    }
}

fn jump(props: &StepperProps, command: Command, words: &'static str) -> Html {
    let idle = command == Command::FirstError && !props.errors;
    command_button::small(&props.command, command, Look { words, icon: "", quiet: true }, idle)
}

fn speed(props: &StepperProps) -> Html {
    let set = props.set_speed.clone();
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(speed) = select.and_then(|select| select.value().parse().ok()) {
            set.emit(speed);
        }
    });
    let options = SPEEDS.iter().map(|(speed, words)| {
        html! { <option value={speed.to_string()} selected={*speed == props.speed}>{ *words }</option> }
    });
    html! {
        <label class="speed"><span>{ "Speed" }</span><select aria-label="Speed" {onchange}>{ for options }</select></label>
    }
}

/// In which words steps are told.
fn depth(props: &StepperProps) -> Html {
    let set = props.set_depth.clone();
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(depth) = select.and_then(|select| Depth::named(&select.value())) {
            set.emit(depth);
        }
    });
    let options = Depth::ALL.iter().map(|(name, depth)| {
        let words = match depth {
            Depth::Plain => "Plain words",
            Depth::Student => "Course words",
            Depth::Kernel => "Kernel words",
        };
        html! { <option value={*name} selected={*depth == props.depth}>{ words }</option> }
    });
    html! { <label class="speed"><select aria-label="Words" {onchange}>{ for options }</select></label> }
}

/// What is followed, and the way to its next event.
fn followed(props: &StepperProps, selected: &AttrValue) -> Html {
    let (before, after) = (follow::previous(&props.ticks, props.at), follow::next(&props.ticks, props.at));
    let way = |command: Command, icon: &'static str, words: &'static str, to: Option<usize>| {
        command_button::small(&props.command, command, Look { words, icon, quiet: false }, to.is_none())
    };
    let give = props.command.clone();
    html! {
        <div class="follow">
            <p>{ "Following " }<b>{ selected }</b>{ format!(" · {} events", props.ticks.len()) }</p>
            { way(Command::PreviousOfSelected, "previous", "Previous event", before) }
            { way(Command::NextOfSelected, "next", "Next event", after) }
            <button type="button" class="small quiet" onclick={move |_| give.emit(Command::Deselect)}>{ "Clear" }</button>
        </div>
    }
}
