//! Several runs side by side, a slice at a time: for whoever must not be kept waiting. It is asked and tells in messages, so
//! that it can work behind a wall that only lets texts through.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::engine::{Engine, Look};
use super::log::Log;
use super::machine::Nanos;
use super::options::Options;
use super::overview::Overview;
use super::result::Figures;

/// What is asked of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Begins runs, each described by its options in one line, in place of all before.
    Run(Vec<String>),
    /// A stretch of every run in full; `number` comes back with it, and a newer one takes the place of an older.
    Look {
        /// Which request this is.
        number: u32,
        /// The stretch's beginning …
        from: Nanos,
        /// … and its end.
        to: Nanos,
    },
    /// Ends the runs where they are, and keeps what they have.
    Stop,
}

/// What it tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Tell {
    /// A run's options say nothing that can be run.
    Wrong {
        /// Which run.
        run: usize,
        /// Why.
        why: String,
    },
    /// How far a run is.
    Run(usize, Box<State>),
    /// A stretch of a run.
    Window {
        /// The request that it answers.
        number: u32,
        /// Which run.
        run: usize,
        /// What happened.
        log: Box<Log>,
    },
}

/// How far a run is, and what it has come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Which share of it is done, 0 to 1.
    pub done: f64,
    /// Will nothing more come?
    pub over: bool,
    /// The figures up to now.
    pub figures: Figures,
    /// The run at a glance.
    pub overview: Overview,
}

struct Side {
    engine: Engine,
    over: bool,
    /// Has it gone on since it was told of?
    news: bool,
}

/// The runs.
#[derive(Default)]
pub struct SideBySide {
    sides: Vec<Side>,
    looks: VecDeque<(u32, usize, Look)>,
}

impl SideBySide {
    /// Takes in what is asked. What is wrong with it is told at once.
    pub fn hear(&mut self, ask: Ask) -> Vec<Tell> {
        match ask {
            Ask::Run(lines) => self.begin(&lines),
            Ask::Look { number, from, to } => {
                let look =
                    |(run, side): (usize, &Side)| (number, run, Look::new(side.engine.setup(), from, to));
                self.looks = self.sides.iter().enumerate().map(look).collect();
                Vec::new()
            }
            Ask::Stop => {
                self.sides.iter_mut().for_each(|side| side.over = true);
                self.news()
            }
        }
    }

    fn begin(&mut self, lines: &[String]) -> Vec<Tell> {
        *self = SideBySide::default();
        let mut wrong = Vec::new();
        for (run, line) in lines.iter().enumerate() {
            match Options::of(line).setup() {
                Ok(setup) => self.sides.push(Side { engine: Engine::new(setup), over: false, news: true }),
                Err(what) => wrong.push(Tell::Wrong { run, why: format!("{}: {}", what.option, what.why) }),
            }
        }
        if !wrong.is_empty() {
            self.sides.clear();
        }
        wrong
    }

    /// Is there anything to do?
    pub fn is_busy(&self) -> bool {
        !self.looks.is_empty() || self.sides.iter().any(|side| !side.over)
    }

    /// Does so much work: of the run that is least far, or on a stretch that somebody wants to see.
    pub fn work(&mut self, events: u64) -> Option<Tell> {
        if let Some((number, run, mut look)) = self.looks.pop_front() {
            let Some(log) = look.advance(events) else {
                self.looks.push_front((number, run, look));
                return None;
            };
            return Some(Tell::Window { number, run, log: Box::new(log) });
        }
        let going = self.sides.iter_mut().filter(|side| !side.over);
        if let Some(side) = going.min_by(|one, other| one.engine.done().total_cmp(&other.engine.done())) {
            side.over = !side.engine.advance(events);
            side.news = true;
        }
        None
    }

    /// How far each run is that has gone on since this was asked last.
    pub fn news(&mut self) -> Vec<Tell> {
        let mut news = Vec::new();
        for (run, side) in self.sides.iter_mut().enumerate().filter(|(_, side)| side.news) {
            side.news = !side.over;
            let done = if side.over { 1.0 } else { side.engine.done() };
            let overview = side.engine.overview().clone();
            let state = State { done, over: side.over, figures: side.engine.figures(), overview };
            news.push(Tell::Run(run, Box::new(state)));
        }
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(lines: &[&str]) -> (SideBySide, Vec<Tell>) {
        let mut runs = SideBySide::default();
        let lines = lines.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(runs.hear(Ask::Run(lines)), []);
        while runs.is_busy() {
            assert_eq!(runs.work(1000), None);
        }
        let news = runs.news();
        (runs, news)
    }

    #[test]
    fn slices_come_to_the_same_as_one_run() {
        let line = "server=event-loop clients=20 cpu=exp:1ms requests=3000";
        let (mut runs, news) = finished(&[line, "server=thread-pool clients=5 requests=500"]);
        let setup = Options::of(line).setup().expect("a load");
        let mut whole = Engine::new(setup.clone()).finish();
        let [Tell::Run(0, state), Tell::Run(1, _)] = &news[..] else { panic!("{news:?}") };
        assert!(state.over);
        assert_eq!((&state.figures, &state.overview), (&whole.figures(), whole.overview()));

        let (from, to) = (50_000_000, 60_000_000);
        runs.hear(Ask::Look { number: 7, from, to });
        let mut windows = Vec::new();
        while runs.is_busy() {
            windows.extend(runs.work(100));
        }
        let log = Box::new(Engine::window(setup, from, to));
        assert_eq!(windows[0], Tell::Window { number: 7, run: 0, log });
        assert_eq!(windows.len(), 2);
    }

    #[test]
    fn a_stopped_run_keeps_what_it_has_and_messages_survive_the_wall() {
        let mut runs = SideBySide::default();
        runs.hear(Ask::Run(vec!["server=async clients=1000000 think=exp:10s requests=100000000".into()]));
        (0..5).for_each(|_| drop(runs.work(10_000)));
        let told = runs.hear(Ask::Stop);
        assert!(!runs.is_busy());
        let [Tell::Run(0, state)] = &told[..] else { panic!("{told:?}") };
        assert!(state.over && state.figures.events >= 50_000);
        let text = serde_json::to_string(&told).expect("text");
        assert_eq!(serde_json::from_str::<Vec<Tell>>(&text).expect("the same").len(), 1);
    }

    #[test]
    fn what_is_wrong_is_told_and_nothing_runs() {
        let mut runs = SideBySide::default();
        let told = runs.hear(Ask::Run(vec!["server=async".into(), "server=apache".into()]));
        let [Tell::Wrong { run: 1, why }] = &told[..] else { panic!("{told:?}") };
        assert!(why.starts_with("server: `apache` is no server."), "{why}");
        assert!(!runs.is_busy());
    }
}
