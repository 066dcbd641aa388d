//! Puts the lessons and their programs into the library, where the tests and the command line find them. The page fetches the
//! lesson that it shows: only the course's list and what it shows beside every lesson is in it.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

/// For those who write lessons or programs: not in the catalog. The glossary has a constant of its own, which the page does not use.
const UNREAD: &[&str] = &["AUTHORING.md", "glossary.md", "python.md"];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=lessons");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo says where the package is");
    let mut files = Vec::new();
    collect(&Path::new(&root).join("lessons"), "", &mut files)?;
    files.sort();
    let page = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32");
    let mut table = String::from("&[\n");
    for (name, path) in files {
        if page && name != "simplified.md" {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        writeln!(table, "({name:?}, {text:?}),").expect("a string can be written to");
    }
    table.push(']');
    let out = env::var("OUT_DIR").expect("cargo says where the result goes");
    fs::write(Path::new(&out).join("course.rs"), course(&Path::new(&root).join("lessons"))?)?;
    fs::write(Path::new(&out).join("lessons.rs"), table)
}

/// The course's list: file, id and title of each lesson that `SUMMARY.md` names.
fn course(root: &Path) -> io::Result<String> {
    let summary = fs::read_to_string(root.join("SUMMARY.md"))?;
    let files = summary
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("- [")?.split_once("](")?.1.strip_suffix(')'));
    let mut table = String::from("&[\n");
    for file in files {
        let text = fs::read_to_string(root.join(file))?;
        let value = |key: &str| {
            let line = text
                .lines()
                .skip(1)
                .take_while(|line| *line != "---")
                .find_map(|line| line.strip_prefix(key));
            line.map_or("", |value| value.trim().trim_matches('"'))
        };
        let (id, title) = (value("id:"), value("title:"));
        writeln!(table, "Entry {{ file: {file:?}, id: {id:?}, title: {title:?} }},")
            .expect("a string can be written to");
    }
    Ok(table + "]")
}

/// Every Markdown and Python file below a folder: its name from `lessons` on, and its path.
fn collect(folder: &Path, before: &str, files: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = format!("{before}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else if (name.ends_with(".md") || name.ends_with(".py")) && !UNREAD.contains(&&*name) {
            files.push((name, path.to_string_lossy().into_owned()));
        }
    }
    Ok(())
}
