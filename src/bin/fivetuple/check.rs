//! `fivetuple check`: lesson files, checked and run as our own tests do with the course.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use fivetuple::lesson::{Known, Review, catalog, review};
use fivetuple::view::VIEWS;

use super::{Done, Trouble, load};

/// Where lessons are if nobody says where.
const FOLDER: &str = "lessons";
/// Something is wrong with a lesson.
const WRONG: u8 = 1;

pub(super) fn check(words: &[String]) -> Done {
    let strict = words.iter().any(|word| word == "--strict");
    let options = words.iter().filter(|word| word.starts_with('-'));
    if let Some(unknown) = options.into_iter().find(|word| *word != "--strict") {
        return Err(Trouble::Usage(format!("there is no option {unknown}")));
    }
    let mut places: Vec<PathBuf> =
        words.iter().filter(|word| !word.starts_with('-')).map(PathBuf::from).collect();
    if places.is_empty() {
        if !Path::new(FOLDER).is_dir() {
            return Err(Trouble::Usage(format!("there is no folder {FOLDER}: name a FILE.md or a folder")));
        }
        places.push(PathBuf::from(FOLDER));
    }
    let course = catalog::lessons().into_iter().map(|lesson| lesson.id).collect();
    let mut status = 0;
    for place in places {
        let files = if place.is_dir() { lessons_in(&place)? } else { vec![place] };
        for file in files {
            let review = one(&file, &course)?;
            let wrong = tell(&file, &review, strict)?;
            status = if wrong { WRONG } else { status };
        }
    }
    Ok(status)
}

/// The lessons in a folder: those that its `SUMMARY.md` names, in that order, then others that begin with a number; without a
/// summary, every Markdown file.
fn lessons_in(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let summary = fs::read_to_string(folder.join("SUMMARY.md")).ok();
    let listed = summary.as_deref().map(catalog::linked).unwrap_or_default();
    let mut found: Vec<PathBuf> = listed.iter().map(|name| folder.join(name)).collect();
    for path in markdown_in(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let numbered = name.starts_with(|first: char| first.is_ascii_digit());
        if (summary.is_none() || numbered) && !found.contains(&path) {
            found.push(path);
        }
    }
    if found.is_empty() {
        return Err(Trouble::Usage(format!("there is no lesson in {}", folder.display())));
    }
    Ok(found)
}

fn markdown_in(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let entries = fs::read_dir(folder).map_err(|problem| load::unreadable(folder, &problem))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "md"));
    paths.sort();
    Ok(paths)
}

/// Reviews a lesson. Its programs, its neighbours and its glossary stand beside it; our own glossary stands in for a missing one.
fn one(file: &Path, course: &BTreeSet<String>) -> Result<Review, Trouble> {
    let text = load::read(file)?;
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut ids = course.clone();
    for neighbour in markdown_in(folder)? {
        ids.extend(fs::read_to_string(neighbour).ok().as_deref().and_then(id));
    }
    let glossary = fs::read_to_string(folder.join("glossary.md")).ok();
    let known = Known {
        views: &VIEWS.iter().map(|view| view.name).collect::<Vec<_>>(),
        lessons: &ids.iter().map(String::as_str).collect::<Vec<_>>(),
        misconceptions: &catalog::misconceptions(glossary.as_deref().unwrap_or(catalog::GLOSSARY)),
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = |path: &str| fs::read_to_string(folder.join(path)).ok();
    Ok(review(&name, &text, &beside, &known))
}

/// The id in a lesson's front matter.
fn id(text: &str) -> Option<String> {
    let lines = text.strip_prefix("---\n")?.lines().take_while(|line| *line != "---");
    let mut ids = lines.filter_map(|line| line.strip_prefix("id:"));
    ids.next().map(|id| id.trim().to_owned())
}

/// Prints what was found, and a line for the whole; is the lesson wrong?
fn tell(file: &Path, review: &Review, strict: bool) -> io::Result<bool> {
    let mut out = String::new();
    let stem = file.file_stem().unwrap_or_default();
    let programs = file.with_file_name("programs").join(stem);
    let (mut errors, mut warnings) = (0, 0);
    for fault in &review.faults {
        let warns = fault.advice && !strict;
        *(if warns { &mut warnings } else { &mut errors }) += 1;
        let path = fault.program.as_ref().map_or(file.to_owned(), |program| programs.join(program));
        let mut problem = fault.problem.clone();
        problem.message = format!("{}: {}", if warns { "warning" } else { "error" }, problem.message);
        out += &(problem.in_file(&path.display().to_string()) + "\n");
    }
    let mut counts: Vec<String> = Vec::new();
    if errors + warnings == 0 {
        counts.push("fine".to_owned());
    }
    for (count, word) in
        [(errors, "error"), (warnings, "warning")].into_iter().filter(|(count, _)| *count > 0)
    {
        counts.push(some(count, word));
    }
    out += &format!("{}: {}", file.display(), counts.join(", "));
    if errors == 0 {
        let seeds = some(fivetuple::lesson::SEEDS.len(), "seed");
        let (questions, claims) = (some(review.questions, "question"), some(review.claims, "claim"));
        out += &format!("; {questions}, {claims} proved with {seeds}");
        if review.exercises > 0 {
            out += &format!(", {} solved", some(review.exercises, "exercise"));
        }
    }
    io::stdout().write_all((out + "\n").as_bytes())?;
    Ok(errors > 0)
}

/// So many of something.
fn some(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
