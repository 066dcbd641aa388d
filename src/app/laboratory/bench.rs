//! How the laboratory stands: what is to be run, what it came to, and what is looked at.

use std::rc::Rc;

use fivetuple::load::{Experiment, Log, Nanos, Options, State, Tell};
use yew::Reducible;

/// So many runs can be told apart on one page.
pub(crate) const MOST_RUNS: usize = 4;

/// A run that is to be made.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) name: String,
    /// Its own options, on top of the common ones.
    pub(crate) own: Options,
}

/// What was run last, and how it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ran {
    pub(crate) names: Vec<String>,
    pub(crate) lines: Vec<String>,
    pub(crate) states: Vec<Option<Rc<State>>>,
}

/// What of the runs is shown in full.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sight {
    /// The moment.
    pub(crate) at: Nanos,
    /// How much round it.
    pub(crate) span: Nanos,
    /// Counts what was asked for, so that late answers are known.
    pub(crate) number: u32,
}

/// The laboratory.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bench {
    pub(crate) experiment: &'static Experiment,
    /// The answer that the reader predicted.
    pub(crate) predicted: Option<usize>,
    pub(crate) common: Options,
    pub(crate) plans: Vec<Plan>,
    pub(crate) ran: Ran,
    /// Does something run? Counts the starts, so that each is sent once.
    pub(crate) starts: u32,
    pub(crate) running: bool,
    pub(crate) sight: Sight,
    pub(crate) logs: Vec<Option<Rc<Log>>>,
    /// The request that the reader chose: run and place in its log.
    pub(crate) chosen: Option<(usize, u32)>,
    /// When its log is there, the slowest request of this run is chosen.
    slowest: Option<usize>,
    /// What a run's options lack, as the worker says.
    pub(crate) wrong: Option<String>,
    /// Workers are not to be had here.
    pub(crate) failed: bool,
}

/// What changes it.
pub(crate) enum Action {
    Choose(&'static Experiment, Option<usize>),
    Predict(usize),
    Forget,
    Set(&'static str, Option<String>),
    Rename(usize, String),
    Own(usize, Options),
    Add,
    Remove(usize),
    Start,
    Told(Option<Tell>),
    Look(Nanos, Nanos),
    Pick(usize, u32),
    Slowest(usize),
}

impl Bench {
    pub(crate) fn new(experiment: &'static Experiment, predicted: Option<usize>) -> Bench {
        let plan = |(name, own): &(&str, &str)| Plan { name: (*name).to_owned(), own: Options::of(own) };
        Bench {
            experiment,
            predicted,
            common: Options::of(experiment.common),
            plans: experiment.runs.iter().map(plan).collect(),
            ran: Ran::default(),
            starts: 0,
            running: false,
            sight: Sight::default(),
            logs: Vec::new(),
            chosen: None,
            slowest: None,
            wrong: None,
            failed: false,
        }
    }

    /// A run's options in full.
    pub(crate) fn options(&self, run: usize) -> Options {
        self.plans.get(run).map_or_else(Options::default, |plan| self.common.with(&plan.own))
    }

    /// The options of all runs, a line each.
    pub(crate) fn lines(&self) -> Vec<String> {
        (0..self.plans.len()).map(|run| self.options(run).line()).collect()
    }

    /// Is anything set differently from what was run?
    pub(crate) fn is_stale(&self) -> bool {
        !self.ran.lines.is_empty() && self.ran.lines != self.lines()
    }

    /// Is all of it as the experiment has it?
    pub(crate) fn is_untouched(&self) -> bool {
        let fresh = Bench::new(self.experiment, None);
        (&fresh.common, &fresh.plans) == (&self.common, &self.plans)
    }

    /// Have all runs come to their end?
    pub(crate) fn is_over(&self) -> bool {
        let states = &self.ran.states;
        !self.running && !states.is_empty() && states.iter().flatten().any(|state| state.figures.requests > 0)
    }

    /// When the longest run ends.
    pub(crate) fn end(&self) -> Nanos {
        let overviews = self.ran.states.iter().flatten().map(|state| &state.overview);
        overviews.map(|overview| overview.step * overview.bins.len() as Nanos).max().unwrap_or(0)
    }

    /// The stretch that is looked at.
    pub(crate) fn window(&self) -> (Nanos, Nanos) {
        let (end, span) = (self.end(), self.sight.span.min(self.end()));
        let from = self.sight.at.saturating_sub(span / 2).min(end - span);
        (from, from + span)
    }

    fn look(&mut self, at: Nanos, span: Nanos) {
        let end = self.end();
        let span = span.clamp(100_000.min(end), end);
        self.sight = Sight { at: at.min(end), span, number: self.sight.number + 1 };
        self.chosen = None;
    }

    /// A first look: in the middle of the shortest run, as much as some forty answers of the busiest one take.
    fn look_first(&mut self) {
        let states = || self.ran.states.iter().flatten();
        let rate = states().map(|state| state.figures.throughput.value).fold(1.0, f64::max);
        let ends = states().map(|state| state.overview.step * state.overview.bins.len() as Nanos);
        let middle = ends.min().unwrap_or(0) / 2;
        self.look(middle, (40e9 / rate) as Nanos);
    }

    fn told(&mut self, tell: Tell) {
        match tell {
            Tell::Wrong { why, .. } => {
                self.wrong = Some(why);
                self.running = false;
            }
            Tell::Run(run, state) => {
                if let Some(place) = self.ran.states.get_mut(run) {
                    *place = Some(Rc::new(*state));
                }
                let over = |state: &Option<Rc<State>>| state.as_ref().is_some_and(|state| state.over);
                if self.running && self.ran.states.iter().all(over) {
                    self.running = false;
                    self.look_first();
                }
            }
            Tell::Window { number, run, log } if number == self.sight.number => {
                if self.slowest == Some(run) {
                    self.slowest = None;
                    let slowest = (0..log.answers.len()).max_by_key(|place| log.answers[*place].response());
                    self.chosen = slowest.map(|place| (run, place as u32));
                }
                if let Some(place) = self.logs.get_mut(run) {
                    *place = Some(Rc::new(*log));
                }
            }
            Tell::Window { .. } => {}
        }
    }

    /// Goes to where the slowest request of a run was answered.
    fn go_to_slowest(&mut self, run: usize) {
        let Some(Some(state)) = self.ran.states.get(run) else { return };
        let overview = &state.overview;
        let bins = overview.bins.iter().enumerate();
        let Some((place, _)) = bins.max_by_key(|(_, bin)| bin.worst) else { return };
        let at = overview.step * place as Nanos + overview.step / 2;
        self.look(at, self.sight.span.max(overview.step));
        self.slowest = Some(run);
    }
}

impl Reducible for Bench {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut bench = Rc::unwrap_or_clone(self);
        match action {
            Action::Choose(experiment, _) if experiment.id == bench.experiment.id => {}
            Action::Choose(experiment, predicted) => {
                let (starts, number) = (bench.starts, bench.sight.number);
                bench = Bench { starts, failed: bench.failed, ..Bench::new(experiment, predicted) };
                bench.sight.number = number;
            }
            Action::Predict(answer) => bench.predicted = Some(answer),
            Action::Forget => bench.predicted = None,
            Action::Set(option, value) => bench.set(option, value),
            Action::Rename(run, name) => {
                if let Some(plan) = bench.plans.get_mut(run) {
                    plan.name = name;
                }
            }
            Action::Own(run, own) => {
                if let Some(plan) = bench.plans.get_mut(run) {
                    plan.own = own;
                }
            }
            Action::Add if bench.plans.len() < MOST_RUNS => {
                let own = Options::of("server=event-loop");
                bench.plans.push(Plan { name: format!("run {}", bench.plans.len() + 1), own });
            }
            Action::Remove(run) if bench.plans.len() > 1 && run < bench.plans.len() => {
                bench.plans.remove(run);
            }
            Action::Add | Action::Remove(_) => {}
            Action::Start => bench.start(),
            Action::Told(Some(tell)) => bench.told(tell),
            Action::Told(None) => (bench.failed, bench.running) = (true, false),
            Action::Look(at, span) => bench.look(at, span),
            Action::Pick(run, place) => bench.chosen = Some((run, place)),
            Action::Slowest(run) => bench.go_to_slowest(run),
        }
        Rc::new(bench)
    }
}

impl Bench {
    /// Requests come from a fixed number of clients, or at a rate: one takes the place of the other.
    fn set(&mut self, option: &'static str, value: Option<String>) {
        let others: &[&str] = match option {
            "rate" => &["clients", "think"],
            "clients" | "think" => &["rate"],
            _ => &[],
        };
        match value {
            Some(value) => {
                others.iter().for_each(|other| self.common.unset(other));
                self.common.set(option, &value);
            }
            None => self.common.unset(option),
        }
    }

    fn start(&mut self) {
        let lines = self.lines();
        let names = self.plans.iter().map(|plan| plan.name.clone()).collect();
        (self.starts, self.running, self.wrong) = (self.starts + 1, true, None);
        self.ran = Ran { names, states: vec![None; lines.len()], lines };
        self.logs = vec![None; self.plans.len()];
        (self.chosen, self.slowest) = (None, None);
    }
}
