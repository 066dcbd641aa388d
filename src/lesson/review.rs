//! Everything that is to be said of a lesson: its text is checked, its programs run, and what it says is looked up in the run.

use super::exercise::UNFIT;
use super::{Block, Exercise, Known, Lesson, check, prove};
use crate::model::sort::sort_by_key;
use crate::report::Commands;
use crate::scenario::{Problem, build};
use crate::trace::Run;

/// The seeds with which all that a lesson says must hold.
pub const SEEDS: [u64; 5] = [1, 2, 3, 0, u64::MAX];

/// What was found.
#[derive(Default)]
pub struct Review {
    /// In the order of the text; what its programs do stands after it.
    pub faults: Vec<Fault>,
    /// How many questions it asks.
    pub questions: usize,
    /// How many claims it makes.
    pub claims: usize,
    /// How many exercises it has.
    pub exercises: usize,
}

/// Something that is to be said.
pub struct Fault {
    /// The program in which it is; none: the lesson's own text.
    pub program: Option<String>,
    /// What it is.
    pub problem: Problem,
    /// Can the lesson be read and run nevertheless?
    pub advice: bool,
}

impl Fault {
    fn error(problem: Problem) -> Fault {
        Fault { program: None, problem, advice: false }
    }
}

/// Reviews a lesson. Its claims are proved only if nothing is wrong with its text and its programs.
pub fn review(file: &str, text: &str, sources: &dyn Fn(&str) -> Option<String>, known: &Known<'_>) -> Review {
    let checked = check(file, text, sources, known);
    let mut review = Review::default();
    review.faults.extend(checked.errors.into_iter().map(Fault::error));
    review
        .faults
        .extend(checked.advice.into_iter().map(|problem| Fault { advice: true, ..Fault::error(problem) }));
    let silent = checked.lesson.as_ref().is_some_and(|lesson| lesson.claims.is_empty());
    if silent {
        let problem = Problem::new(1, 1, "Nothing that the lesson says of its run is proved.");
        let problem = problem.hint("Write `{claim}`s: then each check runs the programs and looks.");
        review.faults.push(Fault { advice: true, ..Fault::error(problem) });
    }
    sort_by_key(&mut review.faults, |fault| (fault.problem.line, fault.problem.column));
    let Some(lesson) = checked.lesson else { return review };
    let asks = |block: &&Block| matches!(block, Block::Predict(_) | Block::Quiz(_));
    review.questions = lesson.blocks.iter().filter(asks).count();
    review.claims = lesson.claims.len();
    review.exercises = lesson.exercises.len();
    if review.rehearse(&lesson) {
        review.prove(&lesson);
        for exercise in &lesson.exercises {
            review.exercise(&lesson, exercise);
        }
    }
    review
}

impl Review {
    /// Does the lesson have errors?
    pub fn has_errors(&self) -> bool {
        self.faults.iter().any(|fault| !fault.advice)
    }

    /// Do the programs compile, and does the run end by itself?
    fn rehearse(&mut self, lesson: &Lesson) -> bool {
        let before = self.faults.len();
        match build(&lesson.scenario) {
            Err(diagnostics) => self.faults.extend(diagnostics.into_iter().map(|wrong| {
                let problem =
                    Problem { hint: wrong.hint, ..Problem::new(wrong.line, wrong.column, wrong.message) };
                Fault { program: Some(wrong.file), ..Fault::error(problem) }
            })),
            Ok(world) => {
                let limit = Run::new(world).finish(&Commands).limit;
                let problem =
                    limit.map(|limit| Problem::new(1, 1, format!("The lesson's run does not end: {limit}")));
                self.faults.extend(problem.map(Fault::error));
            }
        }
        self.faults.len() == before
    }

    /// What does not hold with one seed need not be told of the others.
    fn prove(&mut self, lesson: &Lesson) {
        for seed in SEEDS {
            let problems = prove(lesson, seed);
            if !problems.is_empty() {
                self.faults.extend(problems.into_iter().map(|problem| {
                    let message = format!("With seed {seed}: {}", problem.message.trim_end());
                    Fault::error(Problem { message, ..problem })
                }));
                return;
            }
        }
    }

    /// The right solution reaches every goal in every run, and neither the program as it stands nor a wrong solution does.
    fn exercise(&mut self, lesson: &Lesson, exercise: &Exercise) {
        let mut wrong = |message: String, hint: &str| {
            let problem = Problem::new(exercise.line, 1, message).hint(hint);
            self.faults.push(Fault::error(problem));
        };
        if let Some(failure) = exercise.answer(lesson, &exercise.solution) {
            wrong(format!("The solution fails. {failure}"), "Change the solution or the goal.");
        }
        if exercise.answer(lesson, &Vec::new()).is_none() {
            wrong(
                "The exercise is solved before it is begun.".to_owned(),
                "Ask for something that is not so yet.",
            );
        }
        for (name, sources) in &exercise.wrong {
            match exercise.answer(lesson, sources) {
                Some(answer) if answer.starts_with(UNFIT) => {
                    let hint = "What is no program misses every goal, and shows nothing of them.";
                    wrong(format!("The wrong solution `{name}`: {answer}"), hint);
                }
                Some(_) => {}
                None => wrong(
                    format!("The wrong solution `{name}` reaches every goal."),
                    "Write a goal that it misses.",
                ),
            }
        }
    }
}
