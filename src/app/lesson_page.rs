//! One lesson: its text and scripts at one side, its laboratory at the other.

use std::rc::Rc;

use fivetuple::lesson::catalog::Entry;
use fivetuple::lesson::{Block, Lesson, Question};
use fivetuple::model::belief::Belief;
use fivetuple::model::command::Command;
use fivetuple::view::Moment;
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::blocks;
use crate::captures::CaptureReader;
use crate::course;
use crate::embed::is_embedded;
use crate::lab::Lab;
use crate::leaves_out::LeavesOut;
use crate::outside::use_outside;
use crate::query::predictions_are_off;
use crate::runner::Runner;
use crate::state::{Action, State};

/// A moment of a run; two are the same only if they are the same step of the same run.
#[derive(Clone)]
pub(crate) struct Seen(pub(crate) Rc<Moment>);

impl PartialEq for Seen {
    fn eq(&self, other: &Seen) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// All that the parts of a lesson's page work with.
#[derive(Clone)]
pub(crate) struct Desk {
    /// How the lesson stands.
    pub(crate) state: UseReducerHandle<State>,
    /// The moment that is looked at, if there was a run.
    pub(crate) seen: Option<Seen>,
    /// The step that others are compared with, if there is one.
    pub(crate) pinned: Option<Seen>,
    /// Runs the programs.
    pub(crate) run: Callback<()>,
    /// Runs them by another rule.
    pub(crate) run_by: Callback<Option<Belief>>,
    /// Stops the run.
    pub(crate) stop: Callback<()>,
    /// Changes what happens at the step that is looked at: a branch leaves it.
    pub(crate) act: Callback<Command>,
    /// Goes on from there with the scripts that were changed.
    pub(crate) go_on: Callback<()>,
    /// Shows the keys.
    pub(crate) help: Callback<()>,
    /// What must be done before the programs may run.
    pub(crate) locked: Option<&'static str>,
}

impl PartialEq for Desk {
    /// A desk is made anew at each drawing of the page.
    fn eq(&self, _: &Desk) -> bool {
        false
    }
}

impl Desk {
    /// A callback that does one thing to the state.
    pub(crate) fn on<E: 'static>(&self, action: impl Fn(E) -> Action + 'static) -> Callback<E> {
        let dispatcher = self.state.dispatcher();
        Callback::from(move |event| dispatcher.dispatch(action(event)))
    }
}

#[derive(Properties)]
pub(crate) struct LessonPageProps {
    /// The lesson.
    pub(crate) lesson: Rc<Lesson>,
    /// Shows the keys.
    pub(crate) help: Callback<()>,
}

impl PartialEq for LessonPageProps {
    fn eq(&self, other: &LessonPageProps) -> bool {
        Rc::ptr_eq(&self.lesson, &other.lesson)
    }
}

/// The page of a lesson.
#[component]
pub(crate) fn LessonPage(props: &LessonPageProps) -> Html {
    let lesson = Rc::clone(&props.lesson);
    let state = use_reducer(move || State::new(lesson));
    let runner = use_memo((), |()| Runner::default());
    let seen = use_seen(&state);
    let pinned = use_pinned(&state);
    let locked = (!predictions_are_off() && has_open_prediction(&state))
        .then_some("Store your prediction first: then the programs can run.");
    let (start, tell) = (Runner::clone(&runner), state.clone());
    let run = Callback::from(move |()| {
        if locked.is_none() {
            start.start(&tell, tell.dispatcher());
        }
    });
    let (start, tell) = (Runner::clone(&runner), state.clone());
    let run_by = Callback::from(move |belief| {
        tell.dispatch(Action::Believe(belief));
        start.start(&State { belief, ..State::clone(&tell) }, tell.dispatcher());
    });
    let (end, tell) = (Runner::clone(&runner), state.dispatcher());
    let stop = Callback::from(move |()| end.stop(&tell));
    let (start, tell) = (Runner::clone(&runner), state.clone());
    let act = Callback::from(move |command| start.branch(&tell, &[command], tell.dispatcher()));
    let (start, tell) = (Runner::clone(&runner), state.clone());
    let go_on = Callback::from(move |()| start.go_on(&tell, tell.dispatcher()));
    let (end, tell) = (Runner::clone(&runner), state.dispatcher());
    let reset = Callback::from(move |_: MouseEvent| {
        end.forget();
        tell.dispatch(Action::ResetLesson);
    });
    let desk = Desk {
        state: state.clone(),
        seen,
        pinned,
        run,
        run_by,
        stop,
        act,
        go_on,
        help: props.help.clone(),
        locked,
    };
    use_undo_key(&state);
    use_outside(&desk);
    let blocks = &state.lesson.blocks;
    let middle = blocks.iter().position(|block| matches!(block, Block::Lab(_))).unwrap_or(blocks.len());
    let (before, after) = blocks.split_at(middle);
    html! {
        <main id="lesson" class="lesson">
            <article class="text">
                { title(&state.lesson) }
                if !state.kept {
                    <p class="notice" role="status">{ "Your work is not kept here: it is \
                        lost when you close the page." }</p>
                }
                { blocks::show(before, &desk) }
            </article>
            <Lab desk={desk.clone()} />
            <article class="text">
                { blocks::show(after.get(1..).unwrap_or_default(), &desk) }
                <p class="lesson-end">
                    <button type="button" class="quiet" onclick={reset}>
                        { "Reset lesson" }
                    </button>
                    { " Scripts, answers and predictions go back to how the lesson has them." }
                </p>
                if !is_embedded() { { neighbours(&state.lesson.id) } }
                <CaptureReader />
                <LeavesOut name="lesson" title="the whole laboratory" />
            </article>
        </main>
    }
}

/// The ways to the lessons before and after this one.
fn neighbours(id: &str) -> Html {
    let way = |entry: Option<&Entry>, word: &'static str| {
        entry.map(|entry| {
            html! {
                <a href={format!("#{}", entry.id)} class={word}><span>{ format!("{word} lesson") }</span>{ entry.title }</a>
            }
        })
    };
    let [before, after] = course::neighbours(id);
    html! {
        <nav class="neighbours" aria-label="Before and after">
            { way(before, "Previous") }
            { way(after, "Next") }
        </nav>
    }
}

fn title(lesson: &Lesson) -> Html {
    let has_own = lesson.blocks.iter().any(|block| matches!(block, Block::Heading(1, _)));
    html! {
        <div class="opening">
            <p class="kicker">{ format!("Lesson · about {} minutes", lesson.minutes) }</p>
            if !has_own { <h1>{ &lesson.title }</h1> }
            <p class="objective">{ &lesson.objective }</p>
            if !is_embedded() {
                // www/address.js loads what they open.
                <p class="lesson-ways">
                    <button type="button" class="small quiet" data-opens="share">{ "Share this moment" }</button>
                    <button type="button" class="small quiet" data-opens="embed">{ "Embed this lesson" }</button>
                </p>
            }
        </div>
    }
}

/// Ctrl+Z takes the last thing back, but for what is typed: fields and editors have an undo of their own.
#[hook]
fn use_undo_key(state: &UseReducerHandle<State>) {
    let tell = state.dispatcher();
    use_effect_with((), move |()| {
        let listener = EventListener::new(&gloo::utils::document(), "keydown", move |event| {
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
            let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let typed = element.is_some_and(|element| {
                element.closest("input, textarea, select, code-editor").ok().flatten().is_some()
            });
            let undo = (key.ctrl_key() || key.meta_key()) && !key.shift_key() && key.key() == "z";
            if undo && !typed && !event.default_prevented() {
                tell.dispatch(Action::Undo);
            }
        });
        move || drop(listener)
    });
}

/// The moment at which the reader stands.
#[hook]
fn use_seen(state: &UseReducerHandle<State>) -> Option<Seen> {
    let history = state.history().cloned();
    let name = history.as_ref().map(|history| Rc::as_ptr(history) as usize);
    let seen = use_memo((name, state.at), move |(_, at)| {
        history.map(|history| Seen(Rc::new(history.moment((*at).min(history.steps())))))
    });
    Option::clone(&seen)
}

/// The moment that others are compared with.
#[hook]
fn use_pinned(state: &UseReducerHandle<State>) -> Option<Seen> {
    let branches = &state.branches;
    let of = branches.pinned.and_then(|pin| Some((branches.all.get(pin.branch)?.history.clone(), pin.step)));
    let name = of.as_ref().map(|(history, step)| (Rc::as_ptr(history) as usize, *step));
    let seen = use_memo(name, move |_| of.map(|(history, step)| Seen(Rc::new(history.moment(step)))));
    Option::clone(&seen)
}

fn has_open_prediction(state: &State) -> bool {
    let open = |question: &Question| !state.progress.answers.contains_key(&question.id);
    state.lesson.blocks.iter().any(|block| matches!(block, Block::Predict(question) if open(question)))
}
