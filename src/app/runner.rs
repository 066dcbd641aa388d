//! Running a lesson's programs in the background: a little at a time, so that the page answers all the while.

use std::cell::RefCell;
use std::rc::Rc;

use fivetuple::model::sorted::SortedMap;
use fivetuple::report::Commands;
use fivetuple::scenario;
use fivetuple::trace::Run;
use gloo::timers::callback::Timeout;
use yew::UseReducerDispatcher;

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
                let current = Current { run: Run::new(world), sources: state.sources(), told: now() };
                self.schedule(current, tell);
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
        let Some(Current { mut run, sources, mut told }) = self.current.take() else { return };
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
            self.schedule(Current { run, sources, told }, tell);
        } else {
            tell.dispatch(Action::Ran(History::new(run.finish(&Commands), sources, false)));
        }
    }
}

/// Milliseconds since the page was opened.
pub(crate) fn now() -> f64 {
    gloo::utils::window().performance().map_or(0.0, |clock| clock.now())
}
