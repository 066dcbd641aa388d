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
    ("capture", &["script", "trace", "scenario", "report", "view", "lesson", "load", "app", "serde"]),
    ("load", &["model", "script", "trace", "scenario", "report", "view", "lesson", "app"]),
];

#[test]
fn the_layers_keep_their_walls() {
    let mut wrong = Vec::new();
    for (layer, unknown) in WALLS {
        for path in files_under(&format!("src/{layer}"), "rs") {
            let code = code(&text(&path));
            for root in roots(&path, &code) {
                if root == "*" || unknown.contains(&root.as_str()) {
                    wrong.push(format!("{}: knows {root}", path.display()));
                }
            }
            if unknown.contains(&"serde") && code.contains("serde") {
                wrong.push(format!("{}: knows serde", path.display()));
            }
            for browser in ["web_sys", "wasm_bindgen", "yew::", "gloo", "js_sys"] {
                if code.contains(browser) {
                    wrong.push(format!("{}: knows the browser ({browser})", path.display()));
                }
            }
            for clock in ["SystemTime", "Instant::now", "thread_rng"] {
                if code.contains(clock) {
                    wrong.push(format!("{}: asks {clock}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A source without its comments, on one line.
fn code(source: &str) -> String {
    let lines = source.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// The modules of the crate's root that a source names, by `crate::` or by as many `super::` as lead there.
/// `*` stands for all of them.
fn roots(path: &Path, code: &str) -> Vec<String> {
    let below = path.strip_prefix("src").unwrap_or(path).with_extension("");
    let depth = below.iter().filter(|part| *part != "mod").count();
    let mut found = Vec::new();
    for start in ["crate::".to_owned(), "super::".repeat(depth)] {
        for (at, _) in code.match_indices(&start) {
            let inner = code[..at].ends_with(|letter: char| is_of_a_name(letter) || letter == ':');
            if !inner {
                first_names(&code[at + start.len()..], &mut found);
            }
        }
    }
    if code.contains("use crate as ") {
        found.push("*".to_owned());
    }
    found
}

/// The first name of a path, or of each path in a group.
fn first_names(rest: &str, found: &mut Vec<String>) {
    let rest = rest.trim_start();
    let Some(group) = rest.strip_prefix('{') else {
        let end = rest.find(|letter| !is_of_a_name(letter)).unwrap_or(rest.len());
        let whole = rest.starts_with('*') || &rest[..end] == "self";
        found.push(if whole { "*".to_owned() } else { rest[..end].to_owned() });
        return;
    };
    let (mut open, mut from) = (0, 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => open += 1,
            ',' if open == 0 => {
                first_names(&group[from..at], found);
                from = at + 1;
            }
            '}' if open == 0 => return first_names(&group[from..at], found),
            '}' => open -= 1,
            _ => {}
        }
    }
}

#[test]
fn a_hole_in_a_wall_is_seen_however_it_is_written() {
    let at = |path: &str, source: &str| {
        let mut found = roots(Path::new(path), &code(source));
        found.retain(|name| !name.is_empty());
        found
    };
    for (source, known) in [
        ("use crate::view::Panel;", &["view"][..]),
        ("use crate::{model::world::World, view::Panel};", &["model", "view"]),
        ("use crate::{\n    model::{id, net},\n    report,\n};", &["model", "report"]),
        ("fn f() -> crate::lesson::Page {", &["lesson"]),
        ("use super::super::view;", &["view"]),
        ("use super::super::{script, view::x};", &["script", "view"]),
        ("use crate::*;", &["*"]),
        ("use crate as all;", &["*"]),
        ("use crate::{self as all, model};", &["*", "model"]),
        ("// crate::view is elsewhere", &[]),
        ("use super::net;", &[]),
    ] {
        assert_eq!(at("src/model/turn.rs", source), known, "{source}");
    }
    assert_eq!(at("src/model/mod.rs", "use super::view;"), ["view"]);
    assert_eq!(at("src/model/apply/mod.rs", "use super::super::view;"), ["view"]);
}

#[test]
fn the_door_is_the_only_one() {
    let inside = |path: &Path| path.starts_with("src/model/apply") || path.ends_with("model/world.rs");
    let mut through = Vec::new();
    for path in files_under("src", "rs").into_iter().filter(|path| !inside(path)) {
        let source = text(&path);
        let rules = code(source.split("#[cfg(test)]").next().unwrap_or_default());
        // A turn keeps the world, to let events through the door: once where it stands, once where it comes from,
        // and once to be read.
        let allowed = if path.ends_with("model/turn.rs") { 3 } else { 0 };
        if openings(&rules) != allowed {
            through.push(path);
        }
    }
    assert!(through.is_empty(), "these could change the world: {through:?}");
}

/// How often a source could change a world that is not its own: `&mut World`, by whatever path and with whatever
/// lifetime, a method on it, or another name for it.
fn openings(code: &str) -> usize {
    let borrowed = code.match_indices("mut ").filter(|(at, _)| {
        let (before, rest) = (&code[..*at], &code[at + 4..]);
        let end = rest.find(|letter| !is_of_a_name(letter) && letter != ':').unwrap_or(rest.len());
        let path = rest[..end].trim_end_matches(':');
        !before.ends_with(is_of_a_name) && path.rsplit("::").next() == Some("World")
    });
    let others = ["impl World {", "for World {", "World as ", "= World;", "world::World;"];
    // An import is no other name.
    let renamed = others.iter().flat_map(|other| code.match_indices(other)).filter(|(at, found)| {
        *found != "world::World;" || code[..*at].rsplit(';').next().is_some_and(|line| line.contains("type "))
    });
    borrowed.count() + renamed.count()
}

#[test]
fn an_opening_beside_the_door_is_seen_however_it_is_written() {
    for (source, count) in [
        ("fn f(world: &mut World) {}", 1),
        ("fn f(\n    turn: &Turn,\n    world: &mut World,\n) {\n}", 1),
        ("fn f<'a>(world: &'a mut World) {}", 1),
        ("fn f(world: &mut super::world::World) {}", 1),
        ("struct Keeper<'a> { world: &'a mut crate::model::world::World }", 1),
        ("impl World { fn change(&mut self) {} }", 1),
        ("use super::world::World as Everything;", 1),
        ("type Everything = World;", 1),
        ("type Everything = super::world::World;", 1),
        ("use super::world::World;\nfn f(world: &World, worlds: &mut Worlds) {}", 0),
        ("let mut world = World::new(1, limits);", 0),
        ("// takes &mut World", 0),
    ] {
        assert_eq!(openings(&code(source)), count, "{source}");
    }
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
