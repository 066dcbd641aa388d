//! Runs a script as the first process of a host, and compares what it writes with what stands in a file.

use std::fs;
use std::path::{Path, PathBuf};

use fivetuple::model::event::Event;
use fivetuple::model::turn::{Observer, Turn};
use fivetuple::model::world::{World, Written};
use fivetuple::report::Commands;
use fivetuple::scenario::single_host;
use fivetuple::script;

/// Hears nothing: what a script prints is all that is asked for, so its history is not kept.
struct Deaf;

impl Observer for Deaf {
    fn heard(&mut self, _: &World, _: Event) {}
}

/// Everything that a script writes on descriptor `fd` (both screens, where it is none), in order.
pub(crate) fn output_of(path: &Path, fd: Option<i32>) -> String {
    let source = fs::read_to_string(path).expect("the script can be read");
    let file = path.file_name().and_then(|name| name.to_str()).expect("a file name in ASCII");
    output(file, &source, fd)
}

/// The same for a text.
pub(crate) fn output(file: &str, source: &str, fd: Option<i32>) -> String {
    let modules = match script::program(file, source) {
        Ok(modules) => modules,
        Err(problems) => return problems.iter().map(|problem| format!("{problem}\n")).collect(),
    };
    let mut world = single_host(modules, file, 1);
    while Turn::new(&mut world, &mut Deaf, &Commands).step() {}
    let wanted = |written: &&Written| fd.is_none_or(|fd| written.fd == fd);
    let written: Vec<u8> =
        world.screen.iter().filter(wanted).flat_map(|written| written.text.to_vec()).collect();
    let limit = world.stopped.as_ref().map(|limit| format!("*** {limit}\n")).unwrap_or_default();
    String::from_utf8_lossy(&written).into_owned() + &limit
}

/// The scripts of a folder that have an `.expected` beside them, in order; those that CASE names, if it names any.
pub(crate) fn cases(folder: &str) -> Vec<PathBuf> {
    let only = std::env::var("CASE").unwrap_or_default();
    let mut cases: Vec<_> = fs::read_dir(folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .filter(|path| path.to_string_lossy().contains(&only))
        .collect();
    cases.sort();
    cases
}

/// Every case of a folder writes what it shall.
pub(crate) fn check(folder: &str, fd: Option<i32>, truth: &str) {
    let cases = cases(folder);
    let mut differ = Vec::new();
    for case in &cases {
        let wanted = fs::read_to_string(case.with_extension("expected")).expect("each case has its output");
        let got = output_of(case, fd);
        if got != wanted {
            differ.push(format!("{}\n--- {truth}\n{wanted}--- the model\n{got}", case.display()));
        }
    }
    assert!(differ.is_empty(), "{} of {} differ\n{}", differ.len(), cases.len(), differ.join("\n"));
}
