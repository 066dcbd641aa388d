//! Pages that are made from the code, and must be as the code is: BLESS=1 writes them anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use fivetuple::script::{compile, lacking, prelude::LIBRARY, unsupported};

use crate::script;
use crate::tidy::files_under;

pub(crate) fn compare(path: &str, text: &str) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, text).expect("the page can be written");
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(kept == text, "{path} is not what the code says: BLESS=1 cargo test --test it generated");
}

/// The notes on what is left out, each a paragraph of a comment that begins so.
const NOTE: &str = "Not modelled";

/// The parts of the page, and the folders whose notes they show.
const AREAS: &[(&str, &[&str])] = &[
    (
        "Hosts, networks and packets",
        &[
            "src/model/host.rs",
            "src/model/net.rs",
            "src/model/packet.rs",
            "src/model/nat.rs",
            "src/model/wire.rs",
        ],
    ),
    ("TCP", &["src/model/tcp/"]),
    ("UDP", &["src/model/udp/"]),
    (
        "Sockets, processes and files",
        &[
            "src/model/socket.rs",
            "src/model/apply/",
            "src/model/kernel/",
            "src/model/process.rs",
            "src/model/epoll.rs",
            "src/model/channel.rs",
            "src/model/settings.rs",
            "src/model/user.rs",
        ],
    ),
    ("The machine that runs Python", &["src/model/vm/", "src/script/"]),
    ("What the tools print, and captures from elsewhere", &["src/report/", "src/capture/"]),
];

/// The notes of a file: from the words that begin one to the end of its paragraph.
fn notes(source: &str) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note: Option<String> = None;
    let mut in_docstring = false;
    for line in source.lines() {
        let trimmed = line.trim();
        let quotes = trimmed.matches("\"\"\"").count();
        let comment = ["//!", "///", "//", "#"].iter().find_map(|sign| trimmed.strip_prefix(sign));
        let in_text = in_docstring || quotes > 0;
        if quotes % 2 == 1 {
            in_docstring = !in_docstring;
        }
        let text = match comment {
            Some(text) => Some(text.trim()),
            None if in_text => Some(trimmed.trim_matches('"')),
            None => None,
        };
        match (text.filter(|text| !text.is_empty()), note.as_mut()) {
            (Some(text), Some(open)) => {
                open.push(' ');
                open.push_str(text);
            }
            (Some(text), None) => {
                let at = text.find(NOTE).filter(|_| !text.contains("\"Not modelled"));
                note = at.map(|at| text[at..].to_owned());
            }
            (None, _) => notes.extend(note.take()),
        }
        if quotes == 2 || (quotes == 1 && !in_docstring) {
            notes.extend(note.take());
        }
    }
    notes.extend(note);
    notes
}

#[test]
fn what_is_simplified_stands_on_one_page() {
    let mut page = String::from(
        "# What we simplify\n\nThe model does what Linux does at the socket API: hundreds of scripts with the output of a real kernel are its\ntests. What it leaves out is said in the code where it is left out; this page is made from those notes.\n",
    );
    let mut files = files_under("src", "rs");
    files.extend(files_under("src/script/prelude", "py"));
    let mut count = 0;
    let mut everything = 0;
    for path in &files {
        everything += notes(&fs::read_to_string(path).expect("a source file")).len();
    }
    for (area, places) in AREAS {
        writeln!(page, "\n## {area}\n").expect("a string can be written to");
        for path in files
            .iter()
            .filter(|path| places.iter().any(|place| path.starts_with(place.trim_end_matches('/'))))
        {
            for note in notes(&fs::read_to_string(path).expect("a source file")) {
                let line = sentence(&note).unwrap_or_else(|| panic!("{}: {note}", path.display()));
                writeln!(page, "- {line}").expect("a string can be written to");
                count += 1;
            }
        }
    }
    assert_eq!(count, everything, "a note stands in a file that belongs to no area");
    page.push_str("\n## Cases of the real kernel that the model does not follow\n\n");
    for line in fs::read_to_string("tests/kernel/left-out.txt").expect("the list of them").lines() {
        let (case, why) = line.split_once(' ').expect("a case and why it is left out");
        writeln!(page, "- {case}: {why}").expect("a string can be written to");
    }
    compare("lessons/simplified.md", &page);
}

/// `Not modelled, because REASON: WHAT. More.` as a line of the page: `WHAT, because REASON. More.`
fn sentence(note: &str) -> Option<String> {
    let (reason, what) = note.strip_prefix("Not modelled, because ")?.split_once(": ")?;
    let (what, more) = what.split_once(". ").unwrap_or((what.strip_suffix('.')?, ""));
    let what = what.replace("\\\\", "\\");
    let mut letters = what.chars();
    let first = letters.next()?.to_uppercase();
    let line = format!("{first}{}, because {reason}. {}", letters.as_str(), more.replace("\\\\", "\\"));
    Some(line.trim_end().to_owned())
}

#[test]
fn few_cases_are_left_out_and_none_that_the_model_must_have() {
    let list = fs::read_to_string("tests/kernel/left-out.txt").expect("the list of them");
    let mut listed = Vec::new();
    for line in list.lines() {
        let (name, why) = line.split_once(' ').expect("a case and why it is left out");
        assert!(why.ends_with('.'), "{name}: a sentence says why");
        let path = Path::new("tests/kernel/left-out").join(name).with_extension("py");
        let source = fs::read_to_string(&path).expect("the case is kept");
        assert!(
            source.contains("\nprio: 3\n") && source.contains("\nlinux: implementation-detail\n"),
            "{name}"
        );
        let linux = fs::read_to_string(path.with_extension("expected")).expect("what Linux prints");
        assert_ne!(script::output_of(&path, None), linux, "{name} passes: it belongs to the others");
        listed.push(path);
    }
    assert!(listed.len() <= 8 && listed == files_under("tests/kernel/left-out", "py"));
}

/// What the machine says of a list of names: `1` or `0` for each.
fn asked(lines: &[String]) -> Vec<bool> {
    let output = script::output("names.py", &lines.join("\n"), Some(1));
    let answers: Vec<bool> = output.lines().map(|line| line == "1").collect();
    assert_eq!(answers.len(), lines.len(), "{output}");
    answers
}

fn list(page: &mut String, title: &str, names: &[String]) {
    if !names.is_empty() {
        writeln!(page, "{title}: {}.\n", names.join(", ")).expect("a string can be written to");
    }
}

fn syntax(page: &mut String) {
    let text = fs::read_to_string("tests/generated/syntax.txt").expect("the list of constructs");
    let mut supported = String::new();
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("    "), entries.last_mut()) {
            (Some(more), Some((_, source))) => *source += &format!("\n{more}"),
            _ => {
                let (title, source) = line.split_once(" | ").expect("a title and a source");
                entries.push((title.to_owned(), source.to_owned()));
            }
        }
    }
    for (title, source) in entries {
        if let Err(problems) = compile("__main__", "a.py", &source) {
            panic!("{title}: {}", problems[0]);
        }
        supported += &format!("- {title}\n");
    }
    *page += &format!("## Statements and expressions\n\n{supported}\n");
}

/// Is this a built-in name that the compiler refuses?
fn is_refused(name: &str) -> bool {
    unsupported::BUILT_INS.iter().any(|(found, _)| *found == name)
}

/// What the tables say of what is not here.
fn not_here() -> String {
    let mut text =
        "## What is not here, and what to do instead\n\nAll of it is refused before a program starts; only an import inside a `try` that catches its failure fails while running.\n\n"
            .to_owned();
    text += "| Statement or expression | Instead |\n|---|---|\n";
    for construct in unsupported::CONSTRUCTS {
        text += &format!("| {} | {} |\n", construct.name, construct.hint);
    }
    for (title, rows) in [("Built-in name", unsupported::BUILT_INS), ("Module", unsupported::MODULES)] {
        text += &format!("\n| {title} | Instead |\n|---|---|\n");
        rows.iter().for_each(|(name, hint)| text += &format!("| `{name}` | {hint} |\n"));
    }
    text += "\nAn attribute that is not here is refused where a module is named; where a value has it, the run ends there with a sentence.\n";
    text += "\n| Of | Attributes | Instead |\n|---|---|---|\n";
    for lack in lacking::ATTRIBUTES {
        let names: Vec<String> = lack.names.split(' ').map(|name| format!("`{name}`")).collect();
        text += &format!("| `{}` | {} | {} |\n", lack.of.trim_start_matches('_'), names.join(" "), lack.hint);
    }
    text
}

#[test]
fn the_python_of_the_laboratory_stands_on_one_page() {
    let mut page = String::from(
        "# The Python of the laboratory\n\nWhat runs here also runs under CPython 3.11 and prints the same. This page is made by asking the machine itself.\n\n",
    );
    syntax(&mut page);
    let text = fs::read_to_string("tests/generated/names.txt").expect("CPython's names");
    let builtins: Vec<String> =
        text.lines().filter_map(|line| line.strip_prefix("builtin ")).map(str::to_owned).collect();
    let ask = |name: &String| format!("try:\n    {name}\n    print(1)\nexcept NameError:\n    print(0)");
    let have: Vec<String> = builtins.into_iter().filter(|name| !is_refused(name)).collect();
    let known = asked(&have.iter().map(ask).collect::<Vec<_>>());
    for (name, known) in have.iter().zip(known) {
        assert!(known, "{name} is not here, and no table says what to do instead");
    }
    page += "## Built-in functions, types and exceptions\n\n";
    list(&mut page, "There are", &have.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>());
    page += "## Methods of built-in types\n\n";
    let methods: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| line.strip_prefix("method ")?.split_once(' '))
        .map(|(kind, name)| (kind.to_owned(), name.to_owned()))
        .collect();
    let known = asked(
        &methods
            .iter()
            .map(|(kind, name)| format!("print(int(hasattr({kind}, '{name}')))"))
            .collect::<Vec<_>>(),
    );
    let mut kinds: Vec<String> = methods.iter().map(|(kind, _)| kind.clone()).collect();
    kinds.dedup();
    for kind in kinds {
        let own = methods.iter().zip(&known).filter(|((of, _), _)| *of == kind);
        let (have, lack): (Vec<_>, Vec<_>) =
            own.map(|((_, name), known)| (format!("`{name}`"), *known)).partition(|(_, known)| *known);
        let first = |pairs: Vec<(String, bool)>| pairs.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        list(&mut page, &format!("`{kind}`"), &first(have));
        list(&mut page, &format!("`{kind}` has not"), &first(lack));
    }
    page += "## Modules\n\n";
    let inner = |module: &str| module.starts_with('_') || matches!(module, "builtins" | "concurrent");
    for (module, _) in LIBRARY.iter().filter(|(module, _)| !inner(module)) {
        let source = format!(
            "import {module}\nkind = type({module})\nfor name, value in sorted(vars({module}).items()):\n    if not name.startswith('_') and (isinstance(value, int) or type(value) is not kind):\n        print(name)\n"
        );
        let output = script::output("module.py", &source, Some(1));
        let names: Vec<String> = output.lines().map(|name| format!("`{name}`")).collect();
        assert!(!names.is_empty(), "{module} offers nothing");
        list(&mut page, &format!("`{module}`"), &names);
    }
    page += "## System calls\n\n";
    let calls: Vec<String> = fivetuple::model::kernel::CALLS
        .iter()
        .filter(|call| !call.starts_with("lab_"))
        .map(|call| format!("`{call}`"))
        .collect();
    list(&mut page, "The library asks the kernel for these, and each is a step of the run", &calls);
    page += &not_here();
    compare("lessons/python.md", page.trim_end());
}

#[test]
fn what_cannot_run_is_refused_before_it_starts() {
    for path in script::cases("tests/python/refused") {
        let source = fs::read_to_string(&path).expect("the script can be read");
        let file = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let problems = compile("__main__", file, &source).expect_err("it is refused");
        let said: String = problems
            .iter()
            .map(|problem| {
                format!(
                    "{problem}{}\n",
                    problem.hint.as_ref().map(|hint| format!(" {hint}")).unwrap_or_default()
                )
            })
            .collect();
        assert!(problems.iter().all(|problem| problem.hint.is_some()), "{file}: {said}");
        let expected = path.with_extension("expected");
        compare(&expected.to_string_lossy(), &said);
        assert!(Path::new(&expected).exists());
    }
}
