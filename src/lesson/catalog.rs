//! The course: its list, and every file below `lessons/`, compiled in. The page has only the list, and fetches lessons.

use super::{Known, Lesson, Review, parse, review};
use crate::scenario::Problem;

/// The lessons and their programs: every file below `lessons/` that the page shows, with its name from there on, and its text.
pub const CATALOG: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

/// A lesson in the list of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its file below `lessons/`.
    pub file: &'static str,
    /// Its name in addresses and in what is kept.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
}

/// The course, in the order of `SUMMARY.md`.
pub const COURSE: &[Entry] = include!(concat!(env!("OUT_DIR"), "/course.rs"));

/// What the words mean, and which misconceptions there are. Only the checks read it: the page is without it.
pub const GLOSSARY: &str = include_str!("../../lessons/glossary.md");

/// The text of a file, such as `programs/04-five-tuple/server.py`.
pub fn file(name: &str) -> Option<&'static str> {
    CATALOG.iter().find(|(found, _)| *found == name).map(|(_, text)| *text)
}

/// The files of the lessons, in the order of `SUMMARY.md`.
pub fn order() -> Vec<&'static str> {
    COURSE.iter().map(|entry| entry.file).collect()
}

/// Where the links of a list lead.
pub fn linked(summary: &str) -> Vec<&str> {
    summary
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("- [")?.split_once("](")?.1.strip_suffix(')'))
        .collect()
}

/// A lesson, read from its file.
pub fn lesson(name: &str) -> Result<Lesson, Vec<Problem>> {
    parse(name, file(name).unwrap_or_default(), &|path| file(path).map(str::to_owned))
}

/// Every lesson that can be read, in order. A test reads them all, so none is missing.
pub fn lessons() -> Vec<Lesson> {
    order().into_iter().filter_map(|name| lesson(name).ok()).collect()
}

/// The names of the misconceptions in a glossary: its rows that begin with `M` and a number.
pub fn misconceptions(glossary: &str) -> Vec<&str> {
    let name = |line| str::strip_prefix(line, "| ")?.split_once(" |").map(|(name, _)| name);
    let numbered = |name: &&str| {
        name.strip_prefix('M')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|each| each.is_ascii_digit()))
    };
    glossary.lines().filter_map(name).filter(numbered).collect()
}

/// Everything that is to be said of a lesson of the course; `views` are the names of the known views.
pub fn review_lesson(name: &str, views: &[&str]) -> Review {
    let ids: Vec<String> = lessons().into_iter().map(|lesson| lesson.id).collect();
    let known = Known {
        views,
        lessons: &ids.iter().map(String::as_str).collect::<Vec<_>>(),
        misconceptions: &misconceptions(GLOSSARY),
    };
    review(name, file(name).unwrap_or_default(), &|path| file(path).map(str::to_owned), &known)
}
