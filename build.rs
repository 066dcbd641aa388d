//! Puts the lessons and their programs into the library, so that the page needs no server and the tests find them.

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
        let text = fs::read_to_string(&path)?;
        // What is wrong with wrong solutions only the tests ask.
        if page && name.contains("/exercises/") && !name.contains("/solution/") {
            continue;
        }
        let text = if page && name.ends_with(".md") { without_claims(&text) } else { text };
        writeln!(table, "({name:?}, {text:?}),").expect("a string can be written to");
    }
    table.push(']');
    let out = env::var("OUT_DIR").expect("cargo says where the result goes");
    fs::write(Path::new(&out).join("lessons.rs"), table)
}

/// A lesson without its claims and wrong solutions: only the tests read them, so the page need not carry them.
fn without_claims(text: &str) -> String {
    let mut kept = String::new();
    let mut fence = None;
    for line in text.split_inclusive('\n') {
        let ticks = line.bytes().take_while(|letter| *letter == b'`').count();
        match fence {
            Some(length) if ticks >= length && line.trim_end().len() == ticks => fence = None,
            Some(_) => {}
            None if line.starts_with(":wrong:") => {}
            None if ticks >= 3 && line[ticks..].starts_with("{claim}") => fence = Some(ticks),
            None => kept.push_str(line),
        }
    }
    kept
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
