//! Tests of exercises: how they are read, and what only their runs show.

use super::tests::{CLAIM, FRONT, LAB, PREDICT, WORLD, sources, wrong};
use super::*;

const CELL: &str = "```{script} a.py\n:editable: yes\n```\n";
const EXERCISE: &str = "```{exercise} e\n:change: a.py\n:hidden: 7\n:hidden: 8\n:hint: Look.\n:wrong: three, three, three\nPrint 2.\n```\n";
const GOAL: &str = "```{goal} output a.py\n:says: It *prints* 2.\na 2\n```\n";

#[test]
fn an_exercise_is_read_and_its_mistakes_are_told() {
    let whole = |exercise: &str, goal: &str| format!("{FRONT}{WORLD}{PREDICT}{LAB}{CELL}{exercise}{goal}");
    assert_eq!(wrong(&whole(EXERCISE, GOAL)), [] as [&str; 0]);
    let lesson = parse("01-a.md", &whole(EXERCISE, GOAL), &sources).expect("it is right");
    let [exercise] = &lesson.exercises[..] else { panic!("one exercise") };
    assert_eq!(lesson.blocks.last(), Some(&Block::Exercise(0)));
    assert_eq!((exercise.goals.len(), exercise.wrong.len(), exercise.hints.len()), (1, 3, 1));
    assert_eq!(exercise.trials.iter().map(|trial| trial.seed).collect::<Vec<_>>(), [0, 7, 8]);
    assert_eq!(exercise.answer(&lesson, &exercise.solution), None);
    let answer = exercise.answer(&lesson, &exercise.wrong[0].1).expect("it prints 3");
    assert!(answer.starts_with("Goal 1 with seed 0, step "), "{answer}");
    assert!(answer.ends_with("a.py has printed no line with `a 2` where it is expected."), "{answer}");
    for (from, to, expected) in [
        (":hidden: 8", ":hidden: x", "f:29:10: A hidden run has another form. Write `SEED`, or"),
        (":hidden: 8", ":hidden: 8 | a.py | 1", "f:29:10: A hidden run has another form."),
        (
            ":hidden: 8",
            ":hidden: 8 | a.py | 1 | 2",
            "f:29:14: The reader may have changed what stands in `a.py`.",
        ),
        (":hidden: 8\n", "", "f:26:1: The exercise has fewer than two hidden runs."),
        (":hint: Look.\n", "", "f:26:1: The exercise has no hint."),
        (":hint: Look.", ":hint: - Look.", "f:30:8: This is to be one line of words."),
        ("three, three, three", "three", "f:26:1: The exercise has fewer than three wrong solutions."),
        (
            "three, three, three",
            "four",
            "f:31:9: There is no `a.py` of `four`. Put it into programs/exercises/e/four/a.py.",
        ),
        ("{exercise} e", "{exercise} f", "f:26:1: There is no `a.py` of `solution`."),
    ] {
        let found = wrong(&whole(&EXERCISE.replace(from, to), GOAL));
        assert!(found.first().is_some_and(|first| first.starts_with(expected)), "{expected}: {found:?}");
    }
    let found = wrong(&whole(EXERCISE, ""));
    assert!(found[0].starts_with("f:26:1: The exercise has no goal. Put a `{goal}` below it."), "{found:?}");
}

/// What only its runs show.
#[test]
fn an_exercise_is_proved_by_its_solutions() {
    let known = Known { views: &["network"], lessons: &[], misconceptions: &["M1"] };
    let faults = |text: &str| {
        let text = format!(
            "{FRONT}{WORLD}{PREDICT}{LAB}{CELL}{EXERCISE}```{{goal}} output a.py\n:says: x\n{text}\n```\n{CLAIM}"
        );
        let review = review("01-a.md", &text, &sources, &known);
        let faults: Vec<String> = review.faults.iter().map(|fault| fault.problem.in_file("f")).collect();
        faults
    };
    assert_eq!(faults("a 2"), [] as [&str; 0]);
    assert!(faults("a 4")[0].starts_with("f:26:1: The solution fails. Goal 1 with seed 0, step "));
    assert_eq!(
        faults("a"),
        [
            "f:26:1: The exercise is solved before it is begun. Ask for something that is not so yet.",
            "f:26:1: The wrong solution `three` reaches every goal. Write a goal that it misses.",
            "f:26:1: The wrong solution `three` reaches every goal. Write a goal that it misses.",
            "f:26:1: The wrong solution `three` reaches every goal. Write a goal that it misses.",
        ]
    );
}
