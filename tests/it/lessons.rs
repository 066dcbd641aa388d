//! The course: every lesson is read, checked, run, and what it says is looked up in the run.

use fivetuple::lesson::{Block, Fault, catalog, prove};
use fivetuple::view::VIEWS;

/// `fivetuple check lessons --strict` does the same.
#[test]
fn every_lesson_is_listed_keeps_the_rules_and_is_true_with_every_seed() {
    let order = catalog::order();
    assert!(order.contains(&"04-five-tuple.md"), "the first lesson is there");
    let views: Vec<&str> = VIEWS.iter().map(|view| view.name).collect();
    for file in &order {
        assert!(catalog::file(file).is_some(), "SUMMARY.md names {file}, which is not there");
        let review = catalog::review_lesson(file, &views);
        let name = |fault: &Fault| fault.program.clone().unwrap_or_else(|| (*file).to_owned());
        let faults: Vec<String> =
            review.faults.iter().map(|fault| fault.problem.in_file(&name(fault))).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
    let numbered =
        |name: &&str| name.starts_with(|first: char| first.is_ascii_digit()) && name.ends_with(".md");
    for (name, _) in catalog::CATALOG.iter().filter(|(name, _)| numbered(name)) {
        assert!(order.contains(name), "SUMMARY.md does not name {name}");
    }
    assert_eq!(catalog::lessons().len(), order.len(), "every lesson can be read");
}

/// The page knows the course by its list alone.
#[test]
fn the_list_of_the_course_says_what_the_lessons_say() {
    for entry in catalog::COURSE {
        let lesson = catalog::lesson(entry.file).expect("a lesson");
        assert_eq!((entry.id, entry.title), (&*lesson.id, &*lesson.title), "{}", entry.file);
    }
}

#[test]
fn every_id_is_given_once() {
    let mut ids: Vec<String> = catalog::lessons().into_iter().map(|lesson| lesson.id).collect();
    ids.sort();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
}

/// A claim that is made false must be found false: or the test above says nothing.
#[test]
fn a_false_claim_is_found() {
    let lesson = catalog::lesson("04-five-tuple.md").expect("a lesson");
    for index in 0..lesson.claims.len() {
        let mut wrong = lesson.clone();
        wrong.claims = vec![lesson.claims[index].clone()];
        let expected = &mut wrong.claims[0].expected[0];
        expected.absent = !expected.absent;
        let line = expected.line;
        let problems = prove(&wrong, 1);
        assert_eq!(problems.len(), 1, "line {line}");
    }
}

#[test]
fn the_first_lesson_has_its_parts() {
    let lesson = catalog::lesson("04-five-tuple.md").expect("a lesson");
    let cells: Vec<(&str, bool)> = lesson
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Script(script) => Some((script.file.as_str(), script.editable)),
            _ => None,
        })
        .collect();
    assert_eq!(cells, [("server.py", false), ("client_a.py", true), ("client_b.py", true)]);
    let addresses = |host: &str| {
        lesson
            .scenario
            .host(host)
            .map(|host| host.interfaces.iter().map(|at| at.address.to_string()).collect::<Vec<_>>())
    };
    assert_eq!(addresses("laptop-a").unwrap_or_default(), ["192.168.1.10"]);
    assert_eq!(addresses("laptop-b").unwrap_or_default(), ["192.168.1.20"]);
    assert_eq!(addresses("server").unwrap_or_default(), ["203.0.113.1"]);
    let views = lesson.blocks.iter().find_map(|block| match block {
        Block::Lab(views) => Some(views.clone()),
        _ => None,
    });
    assert_eq!(views.unwrap_or_default(), ["network", "lookup", "ladder"]);
}
