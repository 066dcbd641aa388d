//! Running a lesson's programs in the background: a little at a time, so that the page answers all the while.

use std::cell::RefCell;
use std::rc::Rc;

use fivetuple::model::command::Command;
use fivetuple::model::sorted::SortedMap;
use fivetuple::report::{self, Commands};
use fivetuple::scenario;
use fivetuple::script;
use fivetuple::trace::Run;
use gloo::timers::callback::Timeout;
use yew::UseReducerDispatcher;

use crate::branch::{Branch, Origin};
use crate::history::History;
use crate::state::{Action, State};

/// How long the run may keep the page from answering, in milliseconds.
const SLICE: f64 = 10.0;
/// How often the page is told how far the run is.
const TELL: f64 = 100.0;

/// A run that may be going on.
#[derive(Clone, Default)]
pub(crate) struct Runner {
    current: Rc<RefCell<Option<Current>>>,
    /// Counts the runs that were begun.
    number: Rc<std::cell::Cell<u32>>,
}

struct Current {
    run: Run,
    sources: SortedMap<String, String>,
    /// Which branch left which step by what, if it is a branch.
    branch: Option<(Origin, String)>,
    /// When the page was last told how far it is.
    told: f64,
}

impl Runner {
    /// Builds the world of the state's scripts and lets it run; says what is wrong if that cannot be.
    pub(crate) fn start(&self, state: &State, tell: UseReducerDispatcher<State>) {
        self.forget();
        match scenario::build(&state.scenario()) {
            Err(problems) => tell.dispatch(Action::Refused(problems)),
            Ok(world) => {
                tell.dispatch(Action::Running(0));
                let (run, sources) = (Run::new(world), state.sources());
                self.schedule(Current { run, sources, branch: None, told: now() }, tell);
            }
        }
    }

    /// Lets a branch leave the step that is looked at: the commands are obeyed, and the run goes on.
    pub(crate) fn branch(&self, state: &State, commands: &[Command], tell: UseReducerDispatcher<State>) {
        let Some(history) = state.history() else { return };
        let sources = history.sources.clone();
        self.fork(state, commands, sources, tell);
    }

    /// Lets a branch leave the step that is looked at, in which the programs that the reader has changed since the run
    /// start again with their new text.
    pub(crate) fn go_on(&self, state: &State, tell: UseReducerDispatcher<State>) {
        let Some(history) = state.history() else { return };
        let sources = state.sources();
        let changed = sources.iter().filter(|(file, text)| history.sources.get(*file) != Some(*text));
        let mut commands = Vec::new();
        let beside = state.scenario().beside();
        for (file, text) in changed {
            match script::program_beside(file, text, &beside) {
                Ok(modules) => {
                    let modules = Rc::new(modules);
                    let programs = history.trace.programs(file, state.at);
                    commands.extend(programs.into_iter().map(|pid| Command::Restart(pid, modules.clone())));
                }
                Err(problems) => return tell.dispatch(Action::Refused(problems)),
            }
        }
        self.fork(state, &commands, sources, tell);
    }

    fn fork(
        &self,
        state: &State,
        commands: &[Command],
        sources: SortedMap<String, String>,
        tell: UseReducerDispatcher<State>,
    ) {
        let Some(history) = state.history() else { return };
        self.forget();
        match history.trace.fork(state.at, commands, &Commands) {
            Err(why) => tell.dispatch(Action::Denied(why)),
            Ok(run) => {
                let (before, after) = (run.trace().world_at(state.at), run.trace().world_at(state.at + 1));
                let what = report::sentence(run.trace().events_of(state.at), &before, &after);
                let origin = Origin { branch: state.branches.on, step: state.at };
                tell.dispatch(Action::Running(run.trace().steps.len()));
                self.schedule(Current { run, sources, branch: Some((origin, what)), told: now() }, tell);
            }
        }
    }

    /// Ends the run where it is.
    pub(crate) fn stop(&self, tell: &UseReducerDispatcher<State>) {
        if let Some(current) = self.current.take() {
            let trace = current.run.trace().clone();
            tell.dispatch(over(History::new(Rc::new(trace), current.sources, true), current.branch));
        }
    }

    /// Ends the run and forgets it.
    pub(crate) fn forget(&self) {
        self.number.set(self.number.get() + 1);
        self.current.take();
    }

    /// The next slice, after the page had its turn. A run that was ended meanwhile has none.
    fn schedule(&self, current: Current, tell: UseReducerDispatcher<State>) {
        *self.current.borrow_mut() = Some(current);
        let runner = self.clone();
        let number = self.number.get();
        let next = move || {
            if runner.number.get() == number {
                runner.slice(tell);
            }
        };
        Timeout::new(0, next).forget();
    }

    fn slice(&self, tell: UseReducerDispatcher<State>) {
        let Some(Current { mut run, sources, branch, mut told }) = self.current.take() else { return };
        let end = now() + SLICE;
        let mut goes_on = true;
        while goes_on && now() < end {
            goes_on = run.advance(1, &Commands);
        }
        if goes_on {
            if now() - told > TELL {
                told = now();
                tell.dispatch(Action::Running(run.trace().steps.len()));
            }
            self.schedule(Current { run, sources, branch, told }, tell);
        } else {
            tell.dispatch(over(History::new(Rc::new(run.finish(&Commands)), sources, false), branch));
        }
    }
}

fn over(history: History, branch: Option<(Origin, String)>) -> Action {
    match branch {
        None => Action::Ran(history),
        Some((origin, what)) => {
            Action::Branched(Branch { history: Rc::new(history), from: Some(origin), what })
        }
    }
}

/// Milliseconds since the page was opened.
pub(crate) fn now() -> f64 {
    gloo::utils::window().performance().map_or(0.0, |clock| clock.now())
}
