//! What sources become, and what is said of bad ones.

use super::*;

fn program(text: &str) -> Program {
    compile_knowing(&["os", "socket", "time"], MAIN, "a.py", text)
        .unwrap_or_else(|problems| panic!("{text}\n{}", said(&problems)))
}

fn said(problems: &[Diagnostic]) -> String {
    problems.iter().map(|each| format!("{}:{}: {}\n", each.line, each.column, each.message)).collect()
}

#[test]
fn show() {
    let text = std::env::var("SHOW").unwrap_or_default();
    if let Ok(text) = std::fs::read_to_string(text) {
        program(&text).codes.iter().for_each(|code| println!("{code}"));
    }
}
