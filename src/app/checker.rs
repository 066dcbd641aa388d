//! Checking an exercise in the background: a little at a time, so that the page answers all the while.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use fivetuple::lesson::{Checking, Lesson};
use fivetuple::model::diagnostic::Diagnostic;
use fivetuple::model::sorted::SortedMap;
use gloo::timers::callback::Timeout;
use yew::Callback;

use crate::runner::now;

/// How long a check may keep the page from answering, in milliseconds.
const SLICE: f64 = 10.0;

/// How a check stands.
#[derive(Clone)]
pub(crate) enum Stage {
    /// So many runs are over.
    Running(usize),
    /// It is over.
    Over(Rc<Checking>),
    /// The programs cannot run.
    Refused(Rc<Vec<Diagnostic>>),
}

/// A check that may be going on. The last one begun is the only one that tells anything.
#[derive(Clone, Default)]
pub(crate) struct Checker {
    current: Rc<RefCell<Option<Checking>>>,
    number: Rc<Cell<u32>>,
}

impl Checker {
    /// Begins to check these programs.
    pub(crate) fn start(
        &self,
        lesson: Rc<Lesson>,
        exercise: usize,
        sources: &SortedMap<String, String>,
        tell: Callback<Stage>,
    ) {
        self.forget();
        *self.current.borrow_mut() = Some(Checking::new(&lesson.exercises[exercise], sources));
        tell.emit(Stage::Running(0));
        self.schedule(lesson, exercise, tell);
    }

    /// Ends it.
    pub(crate) fn forget(&self) {
        self.number.set(self.number.get() + 1);
        self.current.take();
    }

    /// The next slice, after the page had its turn.
    fn schedule(&self, lesson: Rc<Lesson>, exercise: usize, tell: Callback<Stage>) {
        let checker = self.clone();
        let number = self.number.get();
        let next = move || {
            if checker.number.get() == number {
                checker.slice(lesson, exercise, tell);
            }
        };
        Timeout::new(0, next).forget();
    }

    fn slice(&self, lesson: Rc<Lesson>, exercise: usize, tell: Callback<Stage>) {
        let Some(mut checking) = self.current.take() else { return };
        let (end, runs) = (now() + SLICE, checking.runs());
        loop {
            match checking.advance(&lesson, &lesson.exercises[exercise]) {
                Err(problems) => return tell.emit(Stage::Refused(Rc::new(problems))),
                Ok(false) => return tell.emit(Stage::Over(Rc::new(checking))),
                Ok(true) if now() < end && !checking.pauses() => {}
                Ok(true) => break,
            }
        }
        if checking.runs() > runs {
            tell.emit(Stage::Running(checking.runs()));
        }
        *self.current.borrow_mut() = Some(checking);
        self.schedule(lesson, exercise, tell);
    }
}
