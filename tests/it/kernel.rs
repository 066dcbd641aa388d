//! What a real Linux kernel printed for a script, the model prints too: `tests/kernel/NNN-name.{py,expected}`.

use std::fs;
use std::path::Path;

use fivetuple::report::Commands;
use fivetuple::scenario::single_host;
use fivetuple::script;
use fivetuple::trace::Run;

/// Everything that a script writes, on both screens, in order.
fn output_of(path: &Path) -> String {
    let source = fs::read_to_string(path).expect("the case can be read");
    let file = path.file_name().and_then(|name| name.to_str()).expect("a file name in ASCII");
    let program = match script::compile("__main__", file, &source) {
        Ok(program) => program,
        Err(problems) => return problems.iter().map(|problem| format!("{problem}\n")).collect(),
    };
    let mut run = Run::new(single_host(script::modules(program), file, 1));
    while run.advance(1000, &Commands) {}
    let written: Vec<u8> = run.world().screen.iter().flat_map(|written| written.text.to_vec()).collect();
    let limit = run.world().stopped.as_ref().map(|limit| format!("*** {limit}\n")).unwrap_or_default();
    String::from_utf8_lossy(&written).into_owned() + &limit
}

#[test]
fn the_model_prints_what_linux_prints() {
    let mut cases: Vec<_> = fs::read_dir("tests/kernel")
        .expect("the cases are there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 24, "all cases are there");
    let only = std::env::var("CASE").unwrap_or_default();
    let mut differ = Vec::new();
    for case in cases.iter().filter(|case| case.to_string_lossy().contains(&only)) {
        let wanted = fs::read_to_string(case.with_extension("expected")).expect("each case has its output");
        let got = output_of(case);
        if got != wanted {
            differ.push(format!("{}\n--- Linux\n{wanted}--- the model\n{got}", case.display()));
        }
    }
    assert!(differ.is_empty(), "{} of {} differ\n{}", differ.len(), cases.len(), differ.join("\n"));
}
