//! Tests of the authoring format: what is read, and where each mistake is.

use super::*;
use proptest::prelude::*;

pub(super) const FRONT: &str = "---\nid: a\ntitle: A\nobjective: Do it.\nminutes: 3\nversion: 1\n---\n";
pub(super) const WORLD: &str =
    "```{world}\nlink home 10.0.0.0/8 1ms\nhost box home 10.0.0.1\nrun a.py on box\n```\n";
pub(super) const PREDICT: &str =
    "```{predict} p\nWhy?\n- [x] So.\n  > Yes.\n- [ ] Not so.\n  > {M1} No.\n```\n";
pub(super) const CLAIM: &str =
    "```{claim} output a.py\n:at: 5ms\n:replace: a.py | 1 | 2\n:only: yes\na 2\nnot b\n```\n";
pub(super) const LAB: &str = "```{lab}\n:views: network\n```\n";

pub(super) fn sources(path: &str) -> Option<String> {
    let text = match path {
        "programs/01-a/a.py" => "print('a', 1)\n",
        "programs/exercises/e/solution/a.py" => "print('a', 2)\n",
        "programs/exercises/e/three/a.py" => "print('a', 3)\n",
        _ => return None,
    };
    Some(text.to_owned())
}

/// Everything that is wrong with this text.
pub(super) fn wrong(text: &str) -> Vec<String> {
    let known = Known {
        views: &["network", "ladder", "lookup", "sockets"],
        lessons: &["b"],
        misconceptions: &["M1", "M2"],
    };
    check("01-a.md", text, &sources, &known).all().iter().map(|problem| problem.in_file("f")).collect()
}

#[test]
fn a_small_lesson_is_read() {
    let text = format!(
        "{FRONT}{WORLD}## One `two`\n\nA *b* **c** [d](b).\n\n{PREDICT}\n```{{script}} a.py\n:title: The script\n:editable: yes\n```\n\
         {LAB}\n1. x\n2. y\n\n> [!NOTE]\n> Mind.\n\n| h | i |\n|---|---|\n| `j` | k |\n\n```text\nplain\n```\n\n\
         ````{{reveal}} An answer\nBecause:\n\n```sh\nss\n```\n````\n\n\
         ```{{listing}} a.py\n:title: Read\n```\n\n\
         {CLAIM}"
    );
    assert_eq!(wrong(&text), [] as [&str; 0]);
    let lesson = parse("lessons/01-a.md", &text, &sources).expect("it is right");
    assert_eq!((lesson.id.as_str(), lesson.title.as_str(), lesson.minutes, lesson.version), ("a", "A", 3, 1));
    assert_eq!(lesson.scenario.programs[0].source, "print('a', 1)\n");
    let words = |text: &str| Inline::Text(text.to_owned());
    let line = |text: &str| Block::Paragraph(vec![words(text)]);
    let code =
        |language: &str, text: &str| Block::Code { language: language.to_owned(), text: text.to_owned() };
    let choice = |correct, text, why, misconception: Option<&str>| Choice {
        correct,
        text: vec![words(text)],
        why: vec![words(why)],
        misconception: misconception.map(str::to_owned),
    };
    let expected = vec![
        Block::Heading(2, vec![words("One "), Inline::Code("two".to_owned())]),
        Block::Paragraph(vec![
            words("A "),
            Inline::Emphasis(vec![words("b")]),
            words(" "),
            Inline::Strong(vec![words("c")]),
            words(" "),
            Inline::Link { to: "#b".to_owned(), text: vec![words("d")] },
            words("."),
        ]),
        Block::Predict(Question {
            id: "p".to_owned(),
            text: vec![line("Why?")],
            options: vec![choice(true, "So.", "Yes.", None), choice(false, "Not so.", "No.", Some("M1"))],
        }),
        Block::Script(Script {
            file: "a.py".to_owned(),
            title: "The script".to_owned(),
            host: "box".to_owned(),
            editable: true,
            source: "print('a', 1)\n".to_owned(),
        }),
        Block::Lab(vec!["network".to_owned()]),
        Block::List { numbered: true, items: vec![vec![line("x")], vec![line("y")]] },
        Block::Aside("note".to_owned(), vec![line("Mind.")]),
        Block::Table(
            vec![vec![words("h")], vec![words("i")]],
            vec![vec![vec![Inline::Code("j".to_owned())], vec![words("k")]]],
        ),
        code("text", "plain\n"),
        Block::Reveal("An answer".to_owned(), vec![line("Because:"), code("sh", "ss\n")]),
        Block::Reveal("Read".to_owned(), vec![code("python", "print('a', 1)\n")]),
    ];
    assert_eq!(lesson.blocks, expected);
}

#[test]
fn a_claim_is_read() {
    let text = format!("{FRONT}{WORLD}{CLAIM}");
    let lesson = parse("01-a.md", &text, &sources).expect("it is right");
    let [claim] = &lesson.claims[..] else { panic!("one claim") };
    assert_eq!(claim.subject, Subject::Output("a.py".to_owned()));
    assert_eq!(claim.moment, When::Time(std::time::Duration::from_millis(5)));
    let edit = Edit { file: "a.py".to_owned(), from: "1".to_owned(), to: "2".to_owned() };
    assert_eq!((&claim.edits[..], claim.only), (std::slice::from_ref(&edit), true));
    let found: Vec<_> = claim.expected.iter().map(|line| (line.text.as_str(), line.absent)).collect();
    assert_eq!(found, [("a 2", false), ("b", true)]);
    let place = text.lines().position(|line| line == "a 2").expect("it is there") as u32 + 1;
    assert_eq!(claim.expected[0].line, place);
}

/// What is put below a front matter, a world, a prediction and a laboratory (lines 8, 13, 20), and what is said of it.
const BODIES: &[(&str, &str)] = &[
    ("<b>x</b>", "f:23:1: A lesson has no HTML. Use Markdown or a directive; put code in back-ticks."),
    ("a <br> b", "f:23:3: A lesson has no HTML."),
    ("<div>\nx\n</div>", "f:23:1: A lesson has no HTML."),
    ("# Title", "f:23:1: A heading of level 1 can only be the title."),
    ("![a](b.png)", "f:23:1: A lesson has no images."),
    ("x\n\n---", "f:25:1: A lesson has no rules across the page."),
    ("a [b](javascript:x)", "f:23:3: A link cannot lead to `javascript:x`. It begins with https://"),
    ("a [b](other.md)", "f:23:3: A link cannot lead to `other.md`."),
    ("a [b](bb)", "f:23:3: No lesson is called `bb`. Did you mean `b`?"),
    ("[b](https://x.org) [c](#d) [e](b) [f](a) http://g", ""),
    ("- [x] done", "f:23:1: A box cannot stand here."),
    ("```{wrold}\n```", "f:23:5: No directive is called `wrold`. Did you mean `world`?"),
    ("```{world\n```", "f:23:4: The directive's name has no end."),
    ("- ```{lab}\n  ```", "f:23:3: A directive cannot stand here."),
    ("```{lab}\n:views: ladder\n```", "f:23:1: This is the second laboratory."),
    ("```{reveal} A\nx", "f:23:1: `{reveal}` has no end. Close it with ``` on a line of its own."),
    ("```{reveal}\nx\n```", "f:23:1: `{reveal}` needs an argument. Write `{reveal}` and then its title."),
    ("```{reveal} A\n```", "f:23:1: `{reveal}` is empty."),
    ("```{reveal} A\n:opne: yes\nx\n```", "f:24:2: `{reveal}` has no option `opne`. None are known here."),
    ("```{reveal} A\nb <i>c</i>\n```", "f:24:3: A lesson has no HTML."),
    (
        "```{script} a.py\n:editabel: yes\n```",
        "f:24:2: `{script}` has no option `editabel`. Did you mean `editable`?",
    ),
    ("```{script} a.py\n:editable: maybe\n```", "f:24:12: `:editable:` is yes or no."),
    ("```{script} a.py\n:title: a\n:title: b\n```", "f:25:2: `title` stands here twice."),
    ("```{script} a.py\n:title:\n```", "f:24:2: `title` has no value."),
    ("```{script} a.py\nx\n```", "f:24:1: `{script}` has no text."),
    ("```{script} b.py\n```", "f:23:13: The world above does not run `b.py`. Did you mean `a.py`?"),
    (
        "```{script} a.py\n:host: bix\n```",
        "f:24:8: The world above does not run `a.py` on `bix`. Did you mean `box`?",
    ),
    ("```{script} a.py\n```\n```{script} a.py\n```", "f:25:13: `a.py` has a cell already."),
    (
        "```{world}\nlink x 11.0.0.0/8 1ms\nhost y x 12.0.0.1\n```",
        "f:25:10: 12.0.0.1 is not an address of link `x`.",
    ),
    ("```{world}\nrun b.py on box\n```", "f:24:1: There is no `b.py`. Put it into programs/01-a/b.py."),
    ("```{world}\nmodule c.py\n```", "f:24:1: There is no `c.py`. Put it into programs/01-a/c.py."),
    ("```{world} x\nseed 1\n```", "f:23:12: `{world}` has no argument. Take `x` away."),
    ("```{quiz} p\nA?\n- [x] b\n  > c\n- [ ] d\n  > e\n```", "f:23:11: Another question is called `p`."),
    ("```{quiz} Q\nA?\n- [x] b\n  > c\n- [ ] d\n  > e\n```", "f:23:11: This cannot be a question's name."),
    ("```{quiz} q\nA?\n```", "f:23:1: The question has no options."),
    ("```{quiz} q\n- [x] b\n  > c\n- [ ] d\n  > e\n```", "f:23:1: The question asks nothing."),
    ("```{quiz} q\nA?\n- [ ] b\n  > c\n- [ ] d\n  > e\n```", "f:23:1: No option is right."),
    ("```{quiz} q\nA?\n- [x] b\n  > c\n- [x] d\n  > e\n```", "f:27:1: This is the second right option."),
    ("```{quiz} q\nA?\n- [x] b\n  > c\n- [ ] d\n```", "f:27:1: This option has no reason."),
    ("```{quiz} q\nA?\n- [x] b\n  > c\n- d\n  > e\n```", "f:27:1: An option has another form."),
    ("```{quiz} q\nA?\n- [x] b\n  > c\n- [ ] d\n  > {M3} e\n```", "f:27:1: No wrong model is called `M3`."),
    (
        "```{quiz} q\nA?\n- [x] b\n  > c\n- [ ] d\n  > {M2} e\n\nMore.\n```",
        "f:30:1: The options are not the end",
    ),
    (
        "```{predict} q\nA?\n- [x] b\n  > c\n- [ ] d\n  > e\n```",
        "f:23:1: This prediction comes after the laboratory.",
    ),
    (
        "```{quiz} q\nA?\n- [x] b\n  > c\n- [ ] d\n  > e\n```",
        "f:27:1: This wrong option names no wrong model.",
    ),
    ("```{quiz} q\nA?\n- [x] b\n  > c\n- [ ] d\n  > {slip} e\n```", ""),
    (
        "```{quiz} q\nWhich of these is *not* a port?\n- [x] b\n  > c\n- [ ] d\n  > {slip} e\n```",
        "f:23:1: The question asks for what is not so.",
    ),
    ("```{quiz} q\nNo answer comes. Why not?\n- [x] b\n  > c\n- [ ] d\n  > {slip} e\n```", ""),
    ("```{quiz} q\nIt is not so. What is?\n- [x] b\n  > c\n- [ ] d\n  > {slip} e\n```", ""),
    (
        "```{refutation}\n**Many people think** a.\n\n**Watch it fail.** b.\n\n**What the kernel does.** c.\n```",
        "",
    ),
    ("```{refutation}\n**Many people think** a.\n\nb.\n\nc.\n```", "f:23:1: A refutation has another form."),
    ("```{exercise} e\nx\n```", "f:23:1: It is not said which programs are to be changed."),
    ("```{exercise} e\n:change: b.py\nx\n```", "f:24:10: The world above does not run `b.py`."),
    (
        "```{exercise} e\n:change: a.py\nx\n```",
        "f:24:10: The reader cannot change `a.py`. Give it a cell above,",
    ),
    ("```{exercise} p\n:change: a.py\nx\n```", "f:23:15: Another question is called `p`."),
    ("```{goal} output a.py\na\n```", "f:23:1: The goal is not said in words. Write `:says: "),
    ("```{goal} output a.py\n:says: b\na\n```", "f:23:1: No exercise stands above this goal."),
    ("```{goal} output a.py\n:believe: x\na\n```", "f:24:2: `{goal}` has no option `believe`."),
    ("```{claim} a\nx\n```", "f:23:12: It is not said of what the claim is."),
    ("```{claim} sss box\nx\n```", "f:23:12: A claim cannot be about `sss`. Did you mean `ss`?"),
    ("```{claim} ss bax\nx\n```", "f:23:15: No host is called `bax`. Did you mean `box`?"),
    ("```{claim} output b.py\nx\n```", "f:23:19: The world above does not run `b.py`."),
    ("```{claim} output a.py\n:at: soon\nx\n```", "f:24:6: `soon` is not a moment."),
    ("```{claim} output a.py\n:at: end\n:when: x\nx\n```", "f:24:6: The moment is said twice."),
    ("```{claim} output a.py\n:replace: a.py | 1\nx\n```", "f:24:11: A replacement has three parts."),
    ("```{claim} command box\nx\n```", "f:23:1: It is not said which command."),
    ("```{claim} ss box\n:command: ss\nx\n```", "f:24:11: This claim runs no command."),
    (
        "```{claim} ss box\n:believe: source-ignore\nx\n```",
        "f:24:11: `source-ignore` is no wrong rule that is known here. Did you mean `source-ignored`?",
    ),
    ("```{claim} output a.py\n:replace: a.py | 7 | 8\nx\n```", "f:24:18: `7` does not stand in `a.py`."),
];

#[test]
fn each_mistake_has_its_place_and_a_sentence() {
    for (body, expected) in BODIES {
        let found = wrong(&format!("{FRONT}{WORLD}{PREDICT}{LAB}{body}\n"));
        match expected.is_empty() {
            true => assert_eq!(found, [] as [&str; 0], "{body}"),
            false => {
                assert!(found.first().is_some_and(|first| first.starts_with(expected)), "{body}: {found:?}")
            }
        }
    }
}

#[test]
fn the_whole_has_its_rules() {
    let long = "word ".repeat(121);
    for (text, expected) in [
        (String::new(), "f:1:1: A lesson begins with its front matter."),
        ("---\nid: a\n".to_owned(), "f:1:1: The front matter has no end."),
        (
            FRONT.replace("minutes: 3", "minuets: 3"),
            "f:5:1: The front matter has no `minuets`. Did you mean `minutes`?",
        ),
        (FRONT.replace("minutes: 3", "minutes: x"), "f:5:10: `x` is not a number that can stand here."),
        (FRONT.replace("minutes: 3\n", ""), "f:6:1: `minutes` is missing."),
        (FRONT.replace("id: a", "id: A b"), "f:2:5: This cannot be a lesson's id."),
        (FRONT.replace("id: a", "id: a\nid: b"), "f:3:1: `id` stands here twice."),
        (FRONT.replace("id: a", "id a"), "f:2:1: This is not `key: value`."),
        (FRONT.to_owned(), "f:1:1: The lesson has no laboratory."),
        (format!("{FRONT}{LAB}"), "f:8:1: No prediction stands before the laboratory."),
        (format!("{FRONT}{PREDICT}```{{lab}}\n```\n"), "f:15:1: The laboratory shows nothing."),
        (
            format!("{FRONT}{PREDICT}```{{lab}}\n:views: network, lader\n```\n"),
            "f:16:18: No view is called `lader`. Did you mean `ladder`?",
        ),
        (
            format!("{FRONT}{PREDICT}```{{lab}}\n:views: network, ladder, lookup, sockets\n```\n"),
            "f:16:34: The laboratory opens too many views.",
        ),
        (format!("{FRONT}{long}\n\n{PREDICT}{LAB}"), "f:1:1: 121 words stand before the first action."),
    ] {
        let found = wrong(&text);
        assert!(found.iter().any(|problem| problem.starts_with(expected)), "{expected}: {found:?}");
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once_in_the_order_of_the_text() {
    let text =
        format!("{FRONT}{WORLD}{PREDICT}{LAB}<b>\n\n```{{wrold}}\n```\n\n# A\n").replace("id: a", "id: A");
    let lines: Vec<u32> =
        parse("01-a.md", &text, &sources).unwrap_err().iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [2, 23, 25, 28]);
}

#[test]
fn nothing_is_too_deep() {
    let quotes = format!("{FRONT}{}x\n", "> ".repeat(500));
    assert!(wrong(&quotes).iter().any(|problem| problem.contains("too deep")));
    let stars = format!("{FRONT}{}x{}\n", "*a ".repeat(300), " b*".repeat(300));
    assert!(wrong(&stars).iter().any(|problem| problem.contains("too deep")));
}

#[test]
fn a_claim_is_looked_up_in_a_run() {
    let claim = |body: &str| {
        let text = format!("{FRONT}{WORLD}{PREDICT}{LAB}```{{claim}} {body}\n```\n");
        prove(&parse("01-a.md", &text, &sources).expect("it is right"), 1)
    };
    assert_eq!(claim("output a.py\na 1"), []);
    assert_eq!(claim("output a.py\n:only: yes\na 1"), []);
    assert_eq!(claim("output a.py\n:when: a 1\na   1"), []);
    assert_eq!(claim("output a.py\n:replace: a.py | 1 | 2\na 2\nnot a 1"), []);
    assert_eq!(claim("output a.py\n:believe: source-ignored\na 1"), []);
    assert_eq!(claim("command box\n:command: ss -uan\n:only: yes\nState Recv-Q"), []);
    for (body, line, message) in [
        ("output a.py\na 2", 24, "This is not there: `a 2`. There is:\na 1\n"),
        ("output a.py\na\na", 25, "This is not there: `a`."),
        ("output a.py\na 1\nnot 1", 25, "This is there: `1`."),
        ("output a.py\n:when: b\na", 23, "The moment of this claim never comes."),
        ("output a.py\n:at: 100000\na", 23, "The moment of this claim never comes."),
        ("output a.py\n:only: yes\nnot b", 23, "There is more: `a 1`."),
        ("output a.py\n:replace: a.py | print | (\na", 23, "The scripts cannot be run: a.py:1:"),
    ] {
        let problems = claim(body);
        assert_eq!(problems.len(), 1, "{body}");
        assert_eq!(problems[0].line, line, "{body}");
        assert!(problems[0].message.starts_with(message), "{body}: {problems:?}");
    }
}

/// Pieces of lessons, right and wrong, to be put together in any way.
const PIECES: &[&str] = &[
    FRONT,
    WORLD,
    PREDICT,
    LAB,
    "```",
    "````",
    "~~~",
    "\n",
    "\n\n",
    " ",
    "  ",
    "    ",
    "> ",
    "- ",
    "- [x] ",
    "- [ ] ",
    "1. ",
    "## ",
    "{world}",
    "{quiz} q",
    "{claim} ss box",
    "{exercise} e",
    "{goal} ss box",
    ":change: a.py\n",
    ":hidden: 1\n",
    "{lab}",
    "{M1} ",
    "{",
    "}",
    "\\{x}",
    "&lbrace;x}",
    ":views: network\n",
    ":at: end\n",
    ":replace: a.py | 1 | 2\n",
    ":",
    "|",
    "| a | b |\n|---|---|\n",
    "<b>",
    "*",
    "**",
    "_",
    "`",
    "[a](b)",
    "![a](b)",
    "ü",
    "↔",
    "\r\n",
    "---\n",
    "> [!NOTE]\n",
    "run a.py on box\n",
    "x",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(front: bool, pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        let mut text = String::from(if front { FRONT } else { "" });
        text.extend(pieces.iter().map(|piece| PIECES[*piece]));
        let lines = text.lines().count() as u32 + 1;
        let known = Known { views: &["network"], lessons: &[], misconceptions: &["M1"] };
        for problem in check("01-a.md", &text, &sources, &known).all() {
            prop_assert!((1..=lines).contains(&problem.line) && problem.column >= 1, "{problem:?}");
        }
    }
}
