//! The state of a lesson's page: what the reader wrote and answered, the run, and where in it the reader stands.

use std::rc::Rc;

use fivetuple::lesson::{Block, Lesson, Script};
use fivetuple::model::diagnostic::Diagnostic;
use fivetuple::model::sorted::SortedMap;
use fivetuple::scenario::Scenario;
use fivetuple::view::Target;
use yew::Reducible;

use crate::history::History;
use crate::progress::{Answer, Progress};

/// How a lesson stands.
#[derive(Clone)]
pub(crate) struct State {
    /// The lesson.
    pub(crate) lesson: Rc<Lesson>,
    /// What the reader wrote and answered.
    pub(crate) progress: Progress,
    /// Could that be kept for the next visit?
    pub(crate) kept: bool,
    /// Counts the times that the page, not the reader, changed a script.
    pub(crate) revision: u32,
    /// Is a run going on, and how many steps has it made?
    pub(crate) running: Option<usize>,
    /// What is wrong with the scripts, so that they could not be run.
    pub(crate) problems: Rc<Vec<Diagnostic>>,
    /// The scripts that the problems belong to.
    tried: SortedMap<String, String>,
    /// The last run.
    pub(crate) history: Option<Rc<History>>,
    /// How many of its steps are done.
    pub(crate) at: usize,
    /// Does it go on by itself?
    pub(crate) playing: bool,
    /// Steps in ten seconds when it does.
    pub(crate) speed: u32,
    /// What "next event" follows.
    pub(crate) selection: Option<Target>,
    /// The names of the open views.
    pub(crate) views: Vec<String>,
}

/// What can happen to it.
pub(crate) enum Action {
    /// The reader changed a script.
    Edit(String, String),
    /// A script is as the lesson has it again.
    ResetScript(String),
    /// Everything is as the lesson has it again.
    ResetLesson,
    /// A question was answered.
    Answer(String, Answer),
    /// An answer was taken back.
    TakeBack(String),
    /// The scripts could not be run.
    Refused(Vec<Diagnostic>),
    /// A run goes on.
    Running(usize),
    /// A run is over.
    Ran(History),
    /// The reader goes to a step.
    Go(usize),
    /// Starts or stops stepping by itself.
    Play(bool),
    /// One step of stepping by itself.
    Tick,
    /// How fast.
    Speed(u32),
    /// Something was selected, or nothing.
    Select(Option<Target>),
    /// A view was opened or closed.
    Toggle(String),
}

/// How a script stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It has never run.
    NotRun,
    /// It is running.
    Running,
    /// It ran to its end.
    Fine,
    /// The run ended before it did.
    Stopped,
    /// Nothing more happens, and it still waits.
    Waiting,
    /// Something is wrong with it.
    Wrong,
    /// It was changed since it ran.
    Stale,
}

impl State {
    /// A lesson as the reader left it.
    pub(crate) fn new(lesson: Rc<Lesson>) -> State {
        let progress = Progress::load(&lesson);
        let views = views(&lesson.blocks);
        State {
            lesson,
            progress,
            kept: true,
            revision: 0,
            running: None,
            problems: Rc::default(),
            tried: SortedMap::new(),
            history: None,
            at: 0,
            playing: false,
            speed: 10,
            selection: None,
            views,
        }
    }

    /// A script as it is now.
    pub(crate) fn source<'a>(&'a self, script: &'a Script) -> &'a str {
        self.progress.sources.get(&script.file).map_or(&script.source, String::as_str)
    }

    /// The world as the reader wants it.
    pub(crate) fn scenario(&self) -> Scenario {
        let mut scenario = self.lesson.scenario.clone();
        for (file, source) in &self.progress.sources {
            scenario.give_source(file, source);
        }
        scenario
    }

    /// All scripts as they are now.
    pub(crate) fn sources(&self) -> SortedMap<String, String> {
        let programs = self.scenario().programs;
        programs.into_iter().map(|program| (program.file, program.source)).collect()
    }

    /// How many steps the run has.
    pub(crate) fn steps(&self) -> usize {
        self.history.as_ref().map_or(0, |history| history.steps())
    }

    /// How a script stands.
    pub(crate) fn standing(&self, script: &Script) -> Standing {
        let now = self.source(script);
        let same =
            |sources: &SortedMap<String, String>| sources.get(&script.file).is_some_and(|text| text == now);
        if self.running.is_some() {
            return Standing::Running;
        }
        if !self.problems.is_empty() {
            let wrong = self.problems.iter().any(|problem| problem.file == script.file);
            return match (same(&self.tried), wrong) {
                (true, true) => Standing::Wrong,
                (true, false) => Standing::NotRun,
                (false, _) => Standing::Stale,
            };
        }
        match &self.history {
            None => Standing::NotRun,
            Some(history) if !same(&history.sources) => Standing::Stale,
            Some(history) if history.crashes.iter().any(|(_, crash)| crash.file == script.file) => {
                Standing::Wrong
            }
            Some(history) if history.alive.contains(&script.file) => match history.cut {
                Some(_) => Standing::Stopped,
                None => Standing::Waiting,
            },
            Some(_) => Standing::Fine,
        }
    }

    /// What is wrong with a script, and in which step it showed, if it showed while running.
    pub(crate) fn diagnostics(&self, script: &Script) -> Vec<(Option<usize>, Diagnostic)> {
        let compile = self.problems.iter().map(|problem| (None, problem.clone()));
        let crashes = self.history.iter().flat_map(|history| &history.crashes);
        let crashes = crashes.map(|(step, crash)| (Some(*step), crash.clone()));
        let all: Vec<_> = if self.problems.is_empty() { crashes.collect() } else { compile.collect() };
        all.into_iter().filter(|(_, each)| each.file == script.file).collect()
    }

    fn keep(&mut self) {
        self.kept = self.progress.save(&self.lesson);
    }
}

/// The views that the lesson opens.
fn views(blocks: &[Block]) -> Vec<String> {
    let lab = blocks.iter().find_map(|block| match block {
        Block::Lab(views) => Some(views.clone()),
        _ => None,
    });
    lab.unwrap_or_default()
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<State>, action: Action) -> Rc<State> {
        let mut next = State::clone(&self);
        match action {
            Action::Edit(file, text) => next.edit(file, text),
            Action::ResetScript(file) => {
                next.progress.sources.remove(&file);
                next.revision += 1;
                next.keep();
            }
            Action::ResetLesson => {
                Progress::forget(&next.lesson);
                next = State { revision: next.revision + 1, ..State::new(next.lesson) };
            }
            Action::Answer(question, answer) => {
                next.progress.answers.insert(question, answer);
                next.keep();
            }
            Action::TakeBack(question) => {
                next.progress.answers.remove(&question);
                next.keep();
            }
            Action::Refused(problems) => {
                next.tried = next.sources();
                next.problems = Rc::new(problems);
                next.running = None;
            }
            Action::Running(steps) => {
                next.problems = Rc::default();
                next.running = Some(steps);
                next.playing = false;
            }
            Action::Ran(history) => {
                next.running = None;
                next.at = next.at.min(history.steps());
                next.history = Some(Rc::new(history));
            }
            Action::Go(step) => next.at = step.min(next.steps()),
            Action::Play(playing) => {
                next.playing = playing && next.steps() > 0;
                if next.playing && next.at == next.steps() {
                    next.at = 0;
                }
            }
            Action::Tick => {
                next.at = (next.at + 1).min(next.steps());
                next.playing = next.playing && next.at < next.steps();
            }
            Action::Speed(speed) => next.speed = speed,
            Action::Select(target) => next.selection = target,
            Action::Toggle(view) => match next.views.iter().position(|open| *open == view) {
                Some(place) => drop(next.views.remove(place)),
                None => next.views.push(view),
            },
        }
        Rc::new(next)
    }
}

impl State {
    fn edit(&mut self, file: String, text: String) {
        let original = self.lesson.scenario.programs.iter().find(|program| program.file == file);
        if original.is_some_and(|program| program.source == text) {
            self.progress.sources.remove(&file);
        } else {
            self.progress.sources.insert(file, text);
        }
        self.keep();
    }
}
