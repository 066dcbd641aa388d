//! What CONTRIBUTING.md leads through works: its lesson is true, its view draws, its rule is one that the model still lacks,
//! and every change stands beside lines that are there.

use std::fs;
use std::path::Path;

use fivetuple::lesson::{parse, prove};
use fivetuple::view::{Body, Size};

use crate::script;

#[path = "../guide/ports.rs"]
mod ports;

fn text(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|problem| panic!("{path}: {problem}"))
}

#[test]
fn its_lesson_can_be_read_and_is_true() {
    let beside = |path: &str| fs::read_to_string(path.replace("programs/16-echo", "tests/guide")).ok();
    let lesson = parse("16-echo.md", &text("tests/guide/echo.md"), &beside).expect("a lesson");
    assert_eq!(lesson.claims.len(), 2);
    for seed in 1..4 {
        let problems = prove(&lesson, seed);
        assert!(problems.is_empty(), "{}", problems[0].in_file("tests/guide/echo.md"));
    }
}

#[test]
fn its_view_counts_the_sockets_of_each_port() {
    let trace = crate::views::lesson();
    let moment = crate::views::moments(&trace).nth(trace.steps.len() / 2).expect("a step in the middle");
    let Body::Tables(tables) = ports::draw(&moment, Size::Wide).body else { panic!("it draws tables") };
    let shared =
        tables.iter().flat_map(|table| &table.rows).find(|row| row.cells[0] == "80").expect("a server");
    assert!(shared.cells[1].parse::<usize>().is_ok_and(|count| count > 1), "{:?}", shared.cells);
}

#[test]
fn the_model_does_not_know_its_rule_yet() {
    let got = script::output_of(Path::new("tests/guide/freebind.py"), None);
    assert_ne!(got, text("tests/guide/freebind.expected"), "the guide needs another rule to begin with");
}

/// The changes of CONTRIBUTING.md: a file, and the lines that must stand there one after the other.
fn changes() -> Vec<(String, String)> {
    let guide = text("CONTRIBUTING.md");
    let mut changes: Vec<(String, String)> = Vec::new();
    for block in guide.split("```diff\n").skip(1) {
        for line in block.split("```").next().unwrap_or_default().lines() {
            match (line.strip_prefix("--- "), line.split_at_checked(1), changes.last_mut()) {
                (Some(file), ..) => changes.push((file.to_owned(), String::new())),
                (None, Some((" " | "-", old)), Some((_, lines))) => *lines += &format!("{old}\n"),
                _ => {}
            }
        }
    }
    changes
}

#[test]
fn its_changes_stand_beside_lines_that_are_there() {
    let changes = changes();
    assert_eq!(changes.len(), 9);
    for (file, lines) in changes {
        assert_eq!(text(&file).matches(&lines).count(), 1, "{file}:\n{lines}");
    }
}

#[test]
fn every_file_that_the_guides_name_is_there() {
    let made = [
        "lessons/16-echo.md",
        "lessons/programs/16-echo",
        "src/view/ports.rs",
        "tests/kernel/970-freebind",
        "www/node_modules",
    ];
    for guide in ["CONTRIBUTING.md", "README.md", "ARCHITECTURE.md", "lessons/AUTHORING.md"] {
        let text = text(guide);
        let words = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || "/._-".contains(letter)));
        for word in words.map(|word| word.trim_end_matches(['.', '/'])) {
            let ours = ["src/", "tests/", "lessons/", "tools/", "www/", "docs/"];
            let named = ours.iter().any(|folder| word.starts_with(folder))
                && !word.contains("NNN")
                && !word.contains("NAME");
            let there = Path::new(word).exists() || made.iter().any(|path| word.starts_with(path));
            assert!(!named || there, "{guide} names {word}");
        }
    }
}
