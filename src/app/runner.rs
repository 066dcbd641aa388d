//! Running a lesson's programs in the background: a little at a time, so that the page answers all the while.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use fivetuple::report::Commands;
use fivetuple::scenario;
use fivetuple::trace::Run;
use gloo::timers::callback::Timeout;
use yew::UseReducerDispatcher;

use crate::history::History;
use crate::state::{Action, State};

/// How long the run may keep the page from answering, in milliseconds.
const SLICE: f64 = 10.0;

/// A run that may be going on.
#[derive(Clone, Default)]
pub(crate) struct Runner {
    current: Rc<RefCell<Option<Current>>>,
}

struct Current {
    run: Run,
    sources: BTreeMap<String, String>,
    /// Dropping it cancels the next slice.
    _next: Timeout,
}

impl Runner {
    /// Builds the world of the state's scripts and lets it run; says what is wrong if that cannot be.
    pub(crate) fn start(&self, state: &State, tell: UseReducerDispatcher<State>) {
        self.current.take();
        match scenario::build(&state.scenario()) {
            Err(problems) => tell.dispatch(Action::Refused(problems)),
            Ok(world) => {
                tell.dispatch(Action::Running(0));
                self.schedule(Run::new(world), state.sources(), tell);
            }
        }
    }

    /// Ends the run where it is.
    pub(crate) fn stop(&self, tell: &UseReducerDispatcher<State>) {
        if let Some(current) = self.current.take() {
            let trace = current.run.trace().clone();
            tell.dispatch(Action::Ran(History::new(trace, current.sources, true)));
        }
    }

    fn schedule(&self, run: Run, sources: BTreeMap<String, String>, tell: UseReducerDispatcher<State>) {
        let runner = self.clone();
        let next = Timeout::new(0, move || runner.slice(tell));
        *self.current.borrow_mut() = Some(Current { run, sources, _next: next });
    }

    fn slice(&self, tell: UseReducerDispatcher<State>) {
        let Some(Current { mut run, sources, .. }) = self.current.take() else { return };
        let end = now() + SLICE;
        let mut goes_on = true;
        while goes_on && now() < end {
            goes_on = run.advance(1, &Commands);
        }
        if goes_on {
            tell.dispatch(Action::Running(run.trace().steps.len()));
            self.schedule(run, sources, tell);
        } else {
            tell.dispatch(Action::Ran(History::new(run.finish(&Commands), sources, false)));
        }
    }
}

/// Milliseconds since the page was opened.
pub(crate) fn now() -> f64 {
    gloo::utils::window().performance().map_or(0.0, |clock| clock.now())
}
