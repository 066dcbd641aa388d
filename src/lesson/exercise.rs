//! Exercises: what the reader makes of the lesson's programs, and the goals that its runs must reach.
//!
//! ```text
//! {exercise} same-port
//! :change: client_a.py, client_b.py
//! :hidden: 7
//! :hidden: 11 | server.py | sleep(5) | sleep(9)
//! :hint: Which line says the client's port?
//! :wrong: one-client, swapped, server-port
//! What is to be done, in Markdown.
//! ```
//!
//! Each `{goal}` below it says in words what must be so, and as a claim does what must be found. A right solution and
//! wrong ones stand in `programs/exercises/NAME/solution/` and `programs/exercises/NAME/WRONG/`.

use super::directive::Directive;
use super::parse::Draft;
use super::proof::{self, Kind, Miss};
use super::source::Spot;
use super::{Block, Checking, Claim, Edit, Inline, Lesson, Subject, question, subject};
use crate::model::diagnostic::Diagnostic;
use crate::model::event::Event;
use crate::model::sorted::SortedMap;
use crate::scenario::Scenario;
use crate::trace::Trace;

/// The folder of the right solution.
const SOLUTION: &str = "solution";

/// How the answer to programs begins that do not compile.
pub(super) const UNFIT: &str = "The programs cannot run:";

/// Files with their texts.
pub type Sources = Vec<(String, String)>;

/// One exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Exercise {
    /// Line in the lesson's file.
    pub line: u32,
    /// Its name in saved answers.
    pub id: String,
    /// What is to be done.
    pub text: Vec<Block>,
    /// What helps, one after the other.
    pub hints: Vec<Vec<Inline>>,
    /// What must be so in every run.
    pub goals: Vec<Goal>,
    /// The runs: first the one that the reader sees.
    pub trials: Vec<Trial>,
    /// The programs that are to be changed, as they could be.
    pub solution: Sources,
    /// Solutions that do not reach every goal, by name. The page is without them.
    pub wrong: Vec<(String, Sources)>,
}

/// Something that must be so.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// In words.
    pub says: Vec<Inline>,
    /// In a run.
    pub claim: Claim,
}

/// A run in which the goals must be reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The seed.
    pub seed: u64,
    /// What is different in the programs that the reader does not change.
    pub edits: Vec<Edit>,
}

/// Why a goal is not reached in a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// After how many steps it shows.
    pub step: usize,
    /// What is wrong, in a sentence or two.
    pub sentence: String,
    /// What there is instead: lines that a tool or a program has printed.
    pub shown: String,
}

impl Trial {
    /// What it is called: its seed, and what is different in it.
    pub fn name(&self) -> String {
        let edits = self
            .edits
            .iter()
            .map(|edit| format!(", `{}` in {} instead of `{}`", edit.to, edit.file, edit.from));
        format!("seed {}{}", self.seed, edits.collect::<String>())
    }
}

impl Exercise {
    /// Those of the reader's programs that are to be changed; the others are judged as the lesson has them.
    pub fn own(&self, sources: &SortedMap<String, String>) -> SortedMap<String, String> {
        let own =
            self.solution.iter().filter_map(|(file, _)| Some((file.clone(), sources.get(file)?.clone())));
        own.collect()
    }

    /// What runs in a trial, with the reader's programs.
    pub fn scenario(&self, lesson: &Lesson, trial: &Trial, own: &SortedMap<String, String>) -> Scenario {
        let mut scenario = Scenario { seed: trial.seed, ..lesson.scenario.clone() };
        for (file, source) in own {
            scenario.give_source(file, source);
        }
        for edit in &trial.edits {
            edit.make(&mut scenario);
        }
        scenario
    }

    /// What is said of a solution; nothing, if it reaches every goal in every run.
    pub fn answer(&self, lesson: &Lesson, sources: &Sources) -> Option<String> {
        let mut checking = Checking::new(self, &sources.iter().cloned().collect());
        loop {
            match checking.advance(lesson, self) {
                Ok(true) if checking.reached() => {}
                Ok(_) => break,
                Err(wrong) => {
                    let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
                    return Some(format!("{UNFIT} {}", wrong.join(" ")));
                }
            }
        }
        let failed = checking.failures.iter().position(Option::is_some)?;
        let (trial, Failure { step, sentence, .. }) = checking.failures[failed].as_ref()?;
        Some(format!("Goal {} with {}, step {step}: {sentence}", failed + 1, self.trials[*trial].name()))
    }

    /// Why a run does not reach a goal, if it does not.
    pub fn judge(&self, goal: usize, trace: &Trace) -> Option<Failure> {
        let claim = &self.goals[goal].claim;
        let (step, sentence, shown) = match (proof::miss(claim, trace), &trace.limit) {
            (None, None) => return None,
            (None, Some(limit)) => {
                (trace.steps.len(), format!("The run does not end: {limit}"), String::new())
            }
            (Some(miss), _) => {
                let step = match &miss.kind {
                    Kind::Has(text) => proof::first(claim, trace, text, miss.step),
                    _ => miss.step,
                };
                (step, sentence(claim, &miss), miss.shown)
            }
        };
        match self.crash(trace, step) {
            Some((step, crash)) => Some(Failure { step, sentence: format!("{sentence} {crash}"), shown }),
            None => Some(Failure { step, sentence, shown }),
        }
    }

    /// The first of the reader's programs that had failed before this step, and after how many steps.
    fn crash(&self, trace: &Trace, before: usize) -> Option<(usize, String)> {
        let own = |file: &String| self.solution.iter().any(|(name, _)| name == file);
        (0..before).find_map(|step| {
            trace.events_of(step).iter().find_map(|event| match event {
                Event::Crashed { diagnostic, .. } if own(&diagnostic.file) => {
                    let Diagnostic { file, line, message, .. } = diagnostic;
                    Some((step + 1, format!("Before that, {file} failed at line {line}: {message}")))
                }
                _ => None,
            })
        })
    }
}

/// What is missing, for a reader.
fn sentence(claim: &Claim, miss: &Miss) -> String {
    let place = match &claim.subject {
        Subject::Output(file) => format!("{file} has printed"),
        Subject::Ss(host) => format!("ss -tan on {host} shows"),
        Subject::Netstat(host) => format!("netstat -tan on {host} shows"),
        Subject::Tcpdump(host) => format!("tcpdump on {host} shows"),
        Subject::Lookup(host) => format!("The list of look-ups on {host} has"),
        Subject::Command(host, line) => format!("{line} on {host} shows"),
    };
    match &miss.kind {
        Kind::Never => "The moment to look at never comes.".to_owned(),
        Kind::Lacks(text) => format!("{place} no line with `{text}` where it is expected."),
        Kind::Has(text) => format!("{place} a line with `{text}`."),
        Kind::More(text) => format!("{place} a line that is too much: `{text}`."),
    }
}

/// Reads an exercise.
pub(super) fn exercise<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Block> {
    let id = question::name_of(draft, directive)?;
    let Some(change) = directive.option("change") else {
        let hint = "Write `:change: FILE`.";
        return draft.wrong(directive.at, "It is not said which programs are to be changed.", hint);
    };
    let mut files = Vec::new();
    for name in change.parts(",") {
        files.push(cell(draft, name)?);
    }
    let solution = solution(draft, id.text, SOLUTION, &files, true, directive.at)?;
    let mut wrong = Vec::new();
    for name in directive.option("wrong").into_iter().flat_map(|names| names.parts(",")) {
        wrong
            .push((name.text.to_owned(), self::solution(draft, id.text, name.text, &files, false, name.at)?));
    }
    let mut trials = vec![Trial { seed: draft.lesson.scenario.seed, edits: Vec::new() }];
    for hidden in directive.all("hidden").collect::<Vec<_>>() {
        trials.push(trial(draft, hidden, &files)?);
    }
    let hints = directive.all("hint").map(|hint| line(draft, hint)).collect();
    let text = draft.body(directive.body);
    let line = draft.source.line(directive.at);
    let id = id.text.to_owned();
    let goals = Vec::new();
    draft.lesson.exercises.push(Exercise { line, id, text, hints, goals, trials, solution, wrong });
    Some(Block::Exercise(draft.lesson.exercises.len() - 1))
}

/// Reads a goal of the exercise above.
pub(super) fn goal<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Block> {
    let claim = subject::said(draft, directive)?;
    let Some(says) = directive.option("says") else {
        return draft.wrong(
            directive.at,
            "The goal is not said in words.",
            "Write `:says: WHAT MUST BE SO`.",
        );
    };
    let says = line(draft, says);
    match draft.lesson.exercises.last_mut() {
        Some(exercise) => exercise.goals.push(Goal { says, claim }),
        None => {
            draft.wrong(directive.at, "No exercise stands above this goal.", "Put an `{exercise}` there.")?
        }
    }
    None
}

/// A line of Markdown.
fn line<'a>(draft: &mut Draft<'a>, text: Spot<'a>) -> Vec<Inline> {
    match <[Block; 1]>::try_from(draft.body(text)) {
        Ok([Block::Paragraph(line)]) => line,
        _ => draft
            .wrong(text.at, "This is to be one line of words.", "Write it without lists.")
            .unwrap_or_default(),
    }
}

/// A program that the reader can change.
fn cell<'a>(draft: &mut Draft<'a>, name: Spot<'a>) -> Option<String> {
    let file = subject::file(draft, name)?;
    let editable = draft.cells.contains(&(file.clone(), true));
    match editable {
        true => Some(file),
        false => draft.wrong(
            name.at,
            format!("The reader cannot change `{file}`."),
            "Give it a cell above, with `:editable: yes`.",
        ),
    }
}

/// A run with another seed, and perhaps with changes: `SEED`, or `SEED | FILE | old | new`, and more of these three.
fn trial<'a>(draft: &mut Draft<'a>, hidden: Spot<'a>, files: &[String]) -> Option<Trial> {
    let parts = hidden.parts("|");
    let (Ok(seed), true) = (parts[0].text.parse(), parts.len() % 3 == 1) else {
        let hint = "Write `SEED`, or `SEED | FILE | old text | new text`.";
        return draft.wrong(hidden.at, "A hidden run has another form.", hint);
    };
    let mut edits = Vec::new();
    for three in parts[1..].chunks_exact(3) {
        if files.iter().any(|file| file == three[0].text) {
            let message = format!("The reader may have changed what stands in `{}`.", three[0].text);
            return draft.wrong(three[0].at, message, "A hidden run changes the other programs.");
        }
        edits.push(subject::change(draft, [three[0], three[1], three[2]])?);
    }
    Some(Trial { seed, edits })
}

/// The programs of a solution: all that are to be changed, or, of a wrong one, at least one of them.
fn solution<'a>(
    draft: &mut Draft<'a>,
    id: &str,
    name: &str,
    files: &[String],
    whole: bool,
    at: usize,
) -> Option<Sources> {
    let path = |file: &String| format!("programs/exercises/{id}/{name}/{file}");
    let found: Sources =
        files.iter().filter_map(|file| Some((file.clone(), (draft.sources)(&path(file))?))).collect();
    let missing = files.iter().find(|file| !found.iter().any(|(name, _)| name == *file));
    match missing.filter(|_| whole || found.is_empty()) {
        Some(file) => draft.wrong(
            at,
            format!("There is no `{file}` of `{name}`."),
            format!("Put it into {}.", path(file)),
        ),
        None => Some(found),
    }
}
