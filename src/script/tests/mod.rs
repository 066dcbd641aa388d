//! What sources become, and what is said of bad ones: `listings.txt` and `bad.txt` hold pairs of a source and that,
//! divided by a line `=>`; a line `---` ends each pair.

use std::fs;
use std::path::Path;

use super::*;

/// Modules that the sources of these tests may import.
const KNOWN: &[&str] = &["a.b", "errno", "lab", "os", "re", "socket", "sys", "time"];

fn program(text: &str) -> Program {
    compile_knowing(KNOWN, MAIN, false, ("a.py", text))
        .unwrap_or_else(|problems| panic!("{text}\n{}", said(&problems)))
}

fn problems(text: &str) -> Vec<Diagnostic> {
    compile_knowing(KNOWN, MAIN, false, ("a.py", text)).err().unwrap_or_default()
}

fn said(problems: &[Diagnostic]) -> String {
    problems.iter().map(|each| format!("{}:{}: {}\n", each.line, each.column, each.message)).collect()
}

fn listing(program: &Program) -> String {
    program.codes.iter().map(ToString::to_string).collect()
}

/// Compares what `make` makes of each source with what stands beside it.
fn pairs(text: &str, make: impl Fn(&str) -> String) {
    let mut count = 0;
    for pair in text.split_terminator("---\n") {
        let (source, expected) = pair.split_once("\n=>\n").expect("a pair is divided by =>");
        let made = make(source);
        assert!(made == expected, "{source}\n=>\n{made}\ninstead of\n{expected}");
        count += 1;
    }
    assert!(count > 20);
}

#[test]
fn sources_become_these_operations() {
    pairs(include_str!("listings.txt"), |source| listing(&program(source)));
}

#[test]
fn of_bad_sources_this_is_said() {
    pairs(include_str!("bad.txt"), |source| said(&problems(source)));
}

#[test]
fn deep_nesting_is_refused_before_anything_recurses() {
    let twice = |open: &str, count: usize, close: &str| open.repeat(count) + "x" + &close.repeat(count);
    let blocks = (0..1000).map(|at| " ".repeat(at) + "if x:\n").collect::<String>();
    for deep in [
        twice("(", 10_000, ")"),
        twice("[", 10_000, "]"),
        twice("f(", 10_000, ")"),
        twice("{1:", 10_000, "}"),
        twice("-", 10_000, ""),
        twice("not ", 10_000, ""),
        twice("lambda: ", 10_000, ""),
        twice("", 10_000, "[0]"),
        twice("", 10_000, ".y"),
        twice("", 10_000, "()"),
        twice("", 10_000, "+x"),
        twice("", 10_000, " if x else x"),
        twice("x**", 10_000, ""),
        format!("f'{{{}}}'", twice("(", 10_000, ")")),
        format!("f'{{{}}}'", twice("not ", 10_000, "")),
        twice("f'{", 10_000, "}'"),
        blocks,
    ] {
        let problems = problems(&deep);
        assert!(problems.len() == 1, "{}", &deep[..40]);
        assert!(problems[0].message.starts_with("This "), "{}: {}", &deep[..40], problems[0].message);
    }
}

#[test]
fn what_is_allowed_to_be_deep_compiles() {
    program(&format!("x = {}1{}", "(".repeat(78), ")".repeat(78)));
    program(&format!("x = {}y", "not ".repeat(190)));
    program(&format!("x = y{}", " + y".repeat(190)));
    program(&format!("x = [{}]", "y + 1, -2.5, f(y.z),\n".repeat(3000)));
    let blocks: String = (0..70).map(|at| " ".repeat(at) + "while x:\n").collect();
    program(&(blocks + &" ".repeat(70) + "break\n"));
    program(&"f\"{a.b(c)['d']:>{w}} {e}\" # (((\n'((((((((' '''\n((((\n'''\n".repeat(100));
}

#[test]
fn hints_say_what_to_do() {
    let hint = |text: &str| problems(text)[0].hint.clone().unwrap_or_default();
    assert_eq!(hint("match x:\n    case 1: pass"), "Use `if` and `elif`.");
    assert_eq!(hint("import sockte"), "Did you mean `socket`?");
    assert_eq!(hint("import numpy"), "There are `a.b`, `errno`, `lab`, `os`, `re`, `socket`, `sys`, `time`.");
}

#[test]
fn all_that_is_not_supported_is_refused_with_its_hint() {
    let bad = include_str!("bad.txt");
    for construct in unsupported::CONSTRUCTS {
        let shown = |pair: &&str| pair.contains(&format!(": {}\n", construct.message));
        let pair = bad.split("---\n").find(shown).unwrap_or_else(|| panic!("no example: {}", construct.name));
        let problems = problems(pair.split("\n=>\n").next().unwrap_or_default());
        let found = problems.iter().find(|problem| problem.message == construct.message);
        assert_eq!(found.and_then(|problem| problem.hint.as_deref()), Some(construct.hint));
    }
    for (name, hint) in unsupported::BUILT_INS {
        assert_eq!(problems(&format!("print({name})"))[0].hint.as_deref(), Some(*hint));
    }
    for (name, hint) in unsupported::MODULES {
        assert_eq!(problems(&format!("import {name}.x"))[0].hint.as_deref(), Some(*hint));
        assert!(!prelude::LIBRARY.iter().any(|(module, _)| module == name), "{name} is here");
    }
    assert!(unsupported::BUILT_INS.is_sorted() && unsupported::MODULES.is_sorted());
}

#[test]
fn a_name_of_the_script_is_not_the_built_in_one() {
    program("def eval(x): return x\ndef f(locals, memoryview=eval(1)): return locals, memoryview");
    program("def f():\n    global help\n    help = 1\ndef g(): return help");
    program(
        "from os import system as exec\nexec('ls')\nclass A:\n    def complex(self): pass\n    compile = complex",
    );
    program("class dict: pass\nclass A(dict): pass\nclass B(object): pass\nclass C(OSError): pass");
}

#[test]
fn an_import_that_is_guarded_fails_while_running() {
    for guard in ["ImportError", "ModuleNotFoundError", "(ImportError, OSError)", "Exception"] {
        program(&format!("try:\n    import nope\nexcept {guard}:\n    nope = None"));
    }
    assert_eq!(problems("try:\n    pass\nexcept ImportError:\n    import nope").len(), 1);
    assert_eq!(problems("try:\n    import nope\nexcept OSError:\n    pass").len(), 1);
}

#[test]
fn the_library_may_use_inner_modules() {
    assert_eq!(problems("import _sys").len(), 1);
    let library = compile_knowing(KNOWN, "sys", true, ("sys.py", "import _sys, _native, __main__"))
        .expect("it compiles");
    assert!(library.library);
}

#[test]
fn lines_and_columns_count_characters() {
    let program = program("é = 'ü'; f(x)\r\ng()\n");
    assert_eq!(program.lines, ["é = 'ü'; f(x)".into(), "g()".into()]);
    let places: Vec<(u32, u32)> =
        program.codes[0].places.iter().map(|place| (place.line, place.column)).collect();
    let begin = [(1, 5), (1, 1), (1, 10), (1, 12), (1, 10), (1, 10), (2, 1), (2, 1), (2, 1)];
    assert_eq!(places[..begin.len()], begin);
}

#[test]
fn doc_strings_are_kept() {
    let program = program("'module'\ndef f():\n    'function'\nclass A:\n    'class'\n");
    let docs: Vec<_> = program.codes.iter().map(|code| code.doc.as_deref()).collect();
    assert_eq!(docs, [Some("module"), Some("function"), Some("class")]);
}

#[test]
fn every_program_of_the_course_and_of_the_tests_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open = vec![root.join("tests/kernel"), root.join("lessons/programs")];
    let mut count = 0;
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                open.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "py") {
                let text = fs::read_to_string(&entry).expect("a text");
                let beside = beside(&text, &mut |file| fs::read_to_string(entry.with_file_name(file)).ok());
                program_beside("a.py", &text, &beside)
                    .unwrap_or_else(|problems| panic!("{}\n{}", entry.display(), said(&problems)));
                count += 1;
            }
        }
    }
    assert!(count >= 20);
}

#[test]
fn the_library_compiles() {
    let modules = super::program("a.py", "x = 1").expect("it compiles");
    assert_eq!(modules.programs.len(), prelude::LIBRARY.len() + 1);
    for (name, program) in &modules.programs {
        assert_eq!(program.library, &**name != MAIN);
    }
}

#[test]
fn each_name_of_cpythons_modules_is_here_or_has_a_hint() {
    let mut missing = Vec::new();
    for line in fs::read_to_string("tests/generated/attributes.txt").expect("CPython's names").lines() {
        let mut words = line.split(' ');
        let module = words.next().unwrap_or_default();
        let lacks = |name: &str| lacking::ATTRIBUTES.iter().any(|lack| lack.has(module, name));
        let unknown = words.filter(|name| !prelude::defines(module, name) && !lacks(name));
        missing.extend(unknown.map(|name| format!("{module}.{name}")));
    }
    assert!(missing.is_empty(), "{}", missing.join(" "));
    for lack in lacking::ATTRIBUTES {
        let names = lack.names.split(' ').filter(|name| !name.ends_with('*'));
        let here: Vec<&str> = names.filter(|name| prelude::defines(lack.of, name)).collect();
        assert!(here.is_empty(), "{}: {here:?} are here", lack.of);
        assert!(lack.hint.ends_with('.'));
    }
}

#[test]
fn files_beside_a_script_are_modules() {
    let beside = [("greet.py".to_owned(), "import time\nword = 'hello'\n".to_owned())];
    let source = "if True:\n    from greet import word\nimport os.path\n";
    let mut asked = Vec::new();
    let found = super::beside(source, &mut |file| {
        asked.push(file.to_owned());
        (file == "greet.py").then(|| beside[0].1.clone())
    });
    assert_eq!(
        (found.as_slice(), asked),
        (beside.as_slice(), vec!["os.path.py".into(), "greet.py".into(), "time.py".into()])
    );
    let modules = program_beside("a.py", "import greet", &beside).expect("it compiles");
    let greet = &modules.programs["greet"];
    assert!(greet.file.as_ref() == "greet.py" && !greet.library);
    let wrong = [("greet.py".to_owned(), "x = (\n".to_owned())];
    let problems = program_beside("a.py", "import greet, nothing", &wrong).expect_err("both are wrong");
    let files: Vec<&str> = problems.iter().map(|problem| problem.file.as_str()).collect();
    assert_eq!(files, ["a.py", "greet.py"]);
}
