//! The style of the source text: what a compiler does not check.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn files_under(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder that can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("a text file")
}

/// The lines before the unit tests, which may be as many as they like.
fn lines_without_tests(source: &str) -> usize {
    source.lines().take_while(|line| *line != "#[cfg(test)]").count()
}

#[test]
fn no_file_is_too_long_and_each_says_what_it_is() {
    let mut wrong = Vec::new();
    for path in files_under("src", "rs") {
        let source = text(&path);
        if lines_without_tests(&source) > 400 {
            wrong.push(format!("{}: {} lines", path.display(), lines_without_tests(&source)));
        }
        if !source.starts_with("//!") {
            wrong.push(format!("{}: does not begin with what it is (//!)", path.display()));
        }
        if path.components().count() > 5 {
            wrong.push(format!("{}: folders too deep", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_left_for_later() {
    let banned = [
        "TO\u{44}O",
        "FIX\u{4d}E",
        "XX\u{58}",
        "#[ig\u{6e}ore",
        "should_\u{70}anic",
        "#[al\u{6c}ow",
        "unimple\u{6d}ented!",
    ];
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "tools"] {
        for path in files_under(folder, "rs") {
            let source = text(&path);
            wrong.extend(
                banned
                    .iter()
                    .filter(|word| source.contains(**word))
                    .map(|word| format!("{}: {word}", path.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What each layer may not name: the arrows of `ARCHITECTURE.md`.
const WALLS: &[(&str, &[&str])] = &[
    ("model", &["script", "trace", "scenario", "report", "view", "lesson", "app", "serde"]),
    ("script", &["trace", "scenario", "report", "view", "lesson", "app"]),
    ("trace", &["script", "scenario", "report", "view", "lesson", "app"]),
    ("scenario", &["report", "view", "lesson", "app"]),
    ("report", &["script", "scenario", "view", "lesson", "app"]),
    ("view", &["script", "scenario", "lesson", "app"]),
    ("lesson", &["view", "app"]),
];

#[test]
fn the_layers_keep_their_walls() {
    let mut wrong = Vec::new();
    for (layer, unknown) in WALLS {
        for path in files_under(&format!("src/{layer}"), "rs") {
            let source = text(&path);
            for other in *unknown {
                let named =
                    [format!("crate::{other}::"), format!("use {other}::"), format!("crate::{other};")];
                if named.iter().any(|name| source.contains(name)) {
                    wrong.push(format!("{}: knows {other}", path.display()));
                }
            }
            for browser in ["web_sys", "wasm_bindgen", "yew::", "gloo", "js_sys"] {
                if source.contains(browser) {
                    wrong.push(format!("{}: knows the browser ({browser})", path.display()));
                }
            }
            for clock in ["SystemTime", "Instant::now", "thread_rng"] {
                if source.contains(clock) {
                    wrong.push(format!("{}: asks {clock}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_door_is_the_only_one() {
    let inside = |path: &Path| path.starts_with("src/model/apply") || path.ends_with("world.rs");
    let through: Vec<_> = files_under("src", "rs")
        .into_iter()
        .filter(|path| !inside(path))
        .filter(|path| {
            let source = text(path);
            let rules = source.split("#[cfg(test)]").next().unwrap_or_default();
            rules
                .lines()
                .any(|line| line.contains("&mut World") && line.contains("fn ") && !line.contains("fn new"))
        })
        .collect();
    assert!(through.is_empty(), "these take &mut World: {through:?}");
}

#[test]
fn the_map_of_the_code_names_every_folder() {
    let map = text(Path::new("ARCHITECTURE.md"));
    for entry in fs::read_dir("src").expect("the source") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            let name = format!("`{}/`", path.display());
            assert!(map.contains(&name), "ARCHITECTURE.md does not name {name}");
        }
    }
}

#[test]
fn every_word_of_the_model_is_in_the_glossary() {
    let glossary = text(Path::new("lessons/glossary.md"));
    let has =
        |word: &str| glossary.contains(&format!("`{word}`")) || glossary.contains(&format!("| {word} |"));
    let mut missing: Vec<String> = Vec::new();
    let states = fivetuple::model::tcp::TcpState::ALL.iter().map(ToString::to_string);
    let errnos = fivetuple::model::errno::TABLE.iter().map(|row| row.1.to_owned());
    missing.extend(states.chain(errnos).filter(|word| !has(word)));
    let calls = fivetuple::model::kernel::CALLS.iter().filter(|call| !call.starts_with("lab_"));
    missing.extend(calls.filter(|call| !has(call)).map(|call| (*call).to_owned()));
    assert!(missing.is_empty(), "not in lessons/glossary.md: {}", missing.join(", "));
}
