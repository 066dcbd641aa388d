//! The state of a lesson's page: what the reader wrote and answered, the run, and where in it the reader stands.

use std::rc::Rc;

use fivetuple::lesson::{Block, Lesson, Script};
use fivetuple::model::belief::Belief;
use fivetuple::model::diagnostic::Diagnostic;
use fivetuple::model::sorted::SortedMap;
use fivetuple::report::Depth;
use fivetuple::scenario::Scenario;
use fivetuple::view::Target;

use crate::branch::{Branch, Branches};
use crate::history::History;
use crate::progress::{Answer, Progress};
use crate::query;
use crate::stop::Stop;
use crate::store;
use crate::undo::Undo;

/// Where the depth of sentences is kept.
pub(crate) const DEPTH: &str = "fivetuple/depth";

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
    pub(crate) tried: SortedMap<String, String>,
    /// The last run, and its branches.
    pub(crate) branches: Branches,
    /// How many steps of the one that is looked at are done.
    pub(crate) at: usize,
    /// Which of the lines that were gone through in the last step, where the reader goes by lines.
    pub(crate) line: Option<usize>,
    /// Does it go on by itself?
    pub(crate) playing: bool,
    /// Steps in ten seconds when it does.
    pub(crate) speed: u32,
    /// What "next event" follows.
    pub(crate) selection: Option<Target>,
    /// The names of the open views, in their order.
    pub(crate) views: Vec<String>,
    /// Where playing stops.
    pub(crate) stops: Vec<Stop>,
    /// The steps at which it does.
    pub(crate) stop_steps: Rc<Vec<usize>>,
    /// The wrong rule that the next run goes by, if one is chosen.
    pub(crate) belief: Option<Belief>,
    /// The seed of the next run, if it is not the lesson's.
    pub(crate) seed: Option<u64>,
    /// How deep the sentences go.
    pub(crate) depth: Depth,
    /// What the reader wanted and could not be done.
    pub(crate) refusal: Option<String>,
    /// What can be taken back, the last thing last.
    pub(crate) undo: Vec<Undo>,
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
    /// What somebody else wrote and answered comes in place of the reader's, with a seed and a rule: it is not kept.
    Take(Progress, Option<u64>, Option<Belief>),
    /// An exercise was checked: is it solved?
    Tried(String, bool),
    /// The reader wants another hint for an exercise.
    Hint(String),
    /// The scripts could not be run.
    Refused(Vec<Diagnostic>),
    /// A run goes on.
    Running(usize),
    /// A run is over.
    Ran(History),
    /// A branch of it is over.
    Branched(Branch),
    /// What the reader wanted to do to the run cannot be done.
    Denied(String),
    /// The reader looks at another branch.
    Switch(usize),
    /// The step that is looked at is kept to compare others with it, or no longer.
    Pin(bool),
    /// The reader goes to a step.
    Go(usize),
    /// The reader goes to a line that was gone through in a step.
    GoLine(usize, usize),
    /// Starts or stops stepping by itself.
    Play(bool),
    /// One step of stepping by itself.
    Tick,
    /// How fast.
    Speed(u32),
    /// How deep the sentences shall go.
    Depth(Depth),
    /// The reader chose the rule that the next run goes by.
    Believe(Option<Belief>),
    /// Something was selected, or nothing.
    Select(Option<Target>),
    /// A view was opened or closed.
    Toggle(String),
    /// A view changes places with the one before it (-1) or after it (1).
    Move(String, isize),
    /// A breakpoint was set, or taken away if it was there.
    Stop(Stop),
    /// All were taken away.
    ClearStops,
    /// The last thing is taken back.
    Undo,
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
        let (views, belief) = (views(&lesson.blocks), lesson.scenario.belief);
        State {
            lesson,
            progress,
            kept: true,
            revision: 0,
            running: None,
            problems: Rc::default(),
            tried: SortedMap::new(),
            branches: Branches::default(),
            at: 0,
            line: None,
            playing: false,
            speed: 10,
            selection: None,
            views,
            stops: Vec::new(),
            stop_steps: Rc::default(),
            belief,
            seed: query::value("seed").and_then(|seed| seed.parse().ok()),
            depth: store::load(DEPTH).and_then(|name| Depth::named(&name)).unwrap_or_default(),
            refusal: None,
            undo: Vec::new(),
        }
    }

    /// The run or branch that is looked at.
    pub(crate) fn history(&self) -> Option<&Rc<History>> {
        self.branches.history()
    }

    /// A script as it is now.
    pub(crate) fn source<'a>(&'a self, script: &'a Script) -> &'a str {
        self.progress.sources.get(&script.file).map_or(&script.source, String::as_str)
    }

    /// The world as the reader wants it.
    pub(crate) fn scenario(&self) -> Scenario {
        let mut scenario = self.lesson.scenario.clone();
        scenario.belief = self.belief;
        scenario.seed = self.seed.unwrap_or(scenario.seed);
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
        self.history().map_or(0, |history| history.steps())
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
        match self.history() {
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
        let crashes = self.history().into_iter().flat_map(|history| &history.crashes);
        let crashes = crashes.map(|(step, crash)| (Some(*step), crash.clone()));
        let all: Vec<_> = if self.problems.is_empty() { crashes.collect() } else { compile.collect() };
        all.into_iter().filter(|(_, each)| each.file == script.file).collect()
    }

    /// Keeps what the reader wrote and answered for the next visit.
    pub(crate) fn keep(&mut self) {
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
