//! The exercises of the course: what is said of each wrong solution is kept in `tests/lessons/answers.txt`
//! (`BLESS=1` writes it anew). That a solution passes, and that no wrong one does, `lessons.rs` proves.

use std::fs;

use fivetuple::lesson::{Exercise, Lesson, catalog};
use fivetuple::report::Commands;
use fivetuple::scenario::build;
use fivetuple::trace::{Run, Trace};

const ANSWERS: &str = "tests/lessons/answers.txt";

fn exercises() -> Vec<(Lesson, Exercise)> {
    let lessons = catalog::lessons().into_iter();
    lessons
        .flat_map(|lesson| lesson.exercises.clone().into_iter().map(move |one| (lesson.clone(), one)))
        .collect()
}

#[test]
fn each_wrong_solution_is_told_what_is_wrong() {
    let mut got = String::new();
    for (lesson, exercise) in exercises() {
        for (name, sources) in &exercise.wrong {
            let answer = exercise.answer(&lesson, sources).unwrap_or_default();
            got += &format!("{}, {name}: {answer}\n", exercise.id);
        }
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(ANSWERS, &got).expect("the text can be written");
    }
    let wanted = fs::read_to_string(ANSWERS).unwrap_or_default();
    assert_eq!(got, wanted, "{ANSWERS}: if the new text is right, run the test with BLESS=1");
}

fn run(lesson: &Lesson, exercise: &Exercise, trial: usize, wrong: &str) -> Trace {
    let sources = exercise.wrong.iter().find(|(name, _)| name == wrong).map(|(_, sources)| sources);
    let own = sources.unwrap_or(&exercise.solution).iter().cloned().collect();
    let scenario = exercise.scenario(lesson, &exercise.trials[trial], &own);
    let world = build(&scenario).expect("programs that compile");
    Run::new(world).finish(&Commands)
}

/// The step that an answer names is where the failure shows, and not a step earlier.
#[test]
fn a_failure_has_its_step() {
    let (lesson, exercise) =
        exercises().into_iter().find(|(_, one)| one.id == "same-numbers").expect("lesson 4");
    let trace = run(&lesson, &exercise, 0, "one-client");
    let failure = exercise.judge(1, &trace).expect("client A has another port");
    assert_eq!(failure.step, trace.steps.len());
    assert!(failure.shown.contains("you are 192.168.1.10:49152"), "{failure:?}");
    // A table is looked at at its time.
    let failure = exercise.judge(0, &trace).expect("one row is missing");
    let moment = trace.steps.partition_point(|step| step.at.nanos() <= 2_000_000_000);
    assert_eq!(failure.step, moment);
    // A line that must be absent fails where it appears.
    let mut strict = exercise.clone();
    let expected = &mut strict.goals[1].claim.expected[0];
    (expected.text, expected.absent) = ("you are 192.168.1.10".to_owned(), true);
    let failure = strict.judge(1, &trace).expect("it is printed");
    let printed = |step| trace.world_at(step).printed(&|_| true).contains("you are 192.168.1.10");
    assert!(printed(failure.step) && !printed(failure.step - 1), "{failure:?}");
    // A program that fails first is named, at its step.
    let trace = run(&lesson, &exercise, 0, "destination");
    let failure = exercise.judge(2, &trace).expect("client B is refused");
    assert!(failure.sentence.contains("Before that, client_b.py failed at line 9: "), "{failure:?}");
    assert!(failure.step < trace.steps.len());
}

/// What a hidden run changes is there, and another solution is judged by the same goals.
#[test]
fn a_hidden_run_differs_from_the_shown_one() {
    for (lesson, exercise) in exercises() {
        assert_eq!(exercise.trials[0].seed, lesson.scenario.seed, "{}", exercise.id);
        assert!(exercise.trials[0].edits.is_empty(), "{}", exercise.id);
        let shown = run(&lesson, &exercise, 0, "");
        let differ = (1..exercise.trials.len())
            .filter(|trial| run(&lesson, &exercise, *trial, "").events != shown.events);
        assert!(differ.count() >= 2, "{}", exercise.id);
    }
}

/// Only the programs that are to be changed are the reader's.
#[test]
fn other_programs_are_as_the_lesson_has_them() {
    let (lesson, exercise) =
        exercises().into_iter().find(|(_, one)| one.id == "open-door").expect("lesson 7");
    let mut sources: Vec<(String, String)> = exercise.solution.clone();
    sources.push(("clients.py".to_owned(), "print('nobody comes')\n".to_owned()));
    assert_eq!(exercise.answer(&lesson, &sources), None);
}
