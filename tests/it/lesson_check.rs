//! `fivetuple check`, on lessons of `tests/lessons/`: what it says of each is kept beside it (`BLESS=1` writes it anew).

use std::fs;
use std::process::Command;

use crate::tidy::files_under;

const FOLDER: &str = "tests/lessons";

/// What it prints, with the status as the last line.
fn check(words: &[&str], folder: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_fivetuple"))
        .arg("check")
        .args(words)
        .current_dir(folder)
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    let status = output.status.code().expect("it is not killed");
    format!("{}{}status {status}\n", text(output.stdout), text(output.stderr))
}

#[test]
fn what_is_wrong_with_a_lesson_is_told_where_it_is() {
    let lessons: Vec<_> = files_under(FOLDER, "md").into_iter().collect();
    assert!(lessons.len() > 6, "{lessons:?}");
    for lesson in lessons {
        let name = lesson.file_name().expect("a file").to_string_lossy();
        let got = check(&[&name], FOLDER);
        let path = lesson.with_extension("txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &got).expect("the text can be written");
        }
        let wanted = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(got, wanted, "{}: if the new text is right, run the test with BLESS=1", path.display());
    }
}

#[test]
fn the_status_says_whether_something_is_wrong() {
    for (words, folder, status) in [
        (&["good.md"][..], FOLDER, 0),
        (&["warned.md"], FOLDER, 0),
        (&["--strict", "warned.md"], FOLDER, 1),
        (&["good.md", "--strict"], FOLDER, 0),
        (&["false.md", "good.md"], FOLDER, 1),
        (&["none.md"], FOLDER, 2),
        (&["--strickt", "good.md"], FOLDER, 2),
        (&["programs"], FOLDER, 2),
        (&[], FOLDER, 2),
        (&["lessons/good.md"], "tests", 0),
    ] {
        let got = check(words, folder);
        assert!(got.ends_with(&format!("\nstatus {status}\n")), "{words:?}: {got}");
    }
}

/// A warning becomes an error, and stays at its place.
#[test]
fn strict_makes_errors_of_warnings() {
    let (mild, strict) = (check(&["warned.md"], FOLDER), check(&["warned.md", "--strict"], FOLDER));
    let lines = |text: &str| text.lines().filter(|line| line.contains(":1: ")).count();
    assert!(mild.contains(": warning: ") && !mild.contains(": error: "), "{mild}");
    assert!(strict.contains(": error: ") && !strict.contains(": warning: "), "{strict}");
    assert_eq!(lines(&mild), lines(&strict));
}

/// Which lessons a folder has: with a summary, those that it names; without one, all.
#[test]
fn a_folder_is_all_its_lessons() {
    let all = check(&["."], FOLDER);
    for lesson in files_under(FOLDER, "md") {
        let name = lesson.file_name().expect("a file").to_string_lossy();
        assert!(
            all.contains(&format!("\n./{name}: ")) || all.starts_with(&format!("./{name}:")),
            "{name}: {all}"
        );
    }
    let folder = format!("{}/summary", env!("CARGO_TARGET_TMPDIR"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(format!("{folder}/lessons/programs/b")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(format!("{folder}/lessons/{name}"), text).expect("a file");
    let good = fs::read_to_string("tests/lessons/good.md").expect("a lesson").replace("(warned)", "(good)");
    write("b.md", &good);
    write("programs/b/hello.py", "print('hello')\n");
    write("SUMMARY.md", "# All\n\n- [B](b.md)\n");
    write("README.md", "No lesson.\n");
    let alone = check(&[], &folder);
    assert_eq!(alone, "lessons/b.md: fine; 2 questions, 1 claim proved with 5 seeds\nstatus 0\n");
    write("02-c.md", "No lesson either.\n");
    assert!(
        check(&[], &folder).contains("\nlessons/02-c.md:1:1: error: A lesson begins with its front matter.")
    );
}
