//! Scripts that want too much: each ends with a sentence that names the line, and what ran before can be stepped through.

use std::time::{Duration, Instant};

use fivetuple::report::Commands;
use fivetuple::scenario::{build, single_host, text};
use fivetuple::script;
use fivetuple::trace::{Run, Trace};

/// A script, and how the sentence begins that ends its run; or what the script prints, where it is not stopped.
const CASES: &[(&str, Result<&str, &str>)] = &[
    ("while True:\n    pass\n", Err("main.py, line 1: the program computes very long without an end.")),
    (
        "import os\nwhile True:\n    os.fork()\n",
        Err("main.py, line 3: the program uses too much memory: fork copies it"),
    ),
    (
        "import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(9,)).start()\n",
        Err("Too many threads were started"),
    ),
    (
        "x = 'a'\nwhile True: x = x + x\n",
        Err("main.py, line 2: the program uses too much memory: it asked for"),
    ),
    (
        "x = []\nwhile True: x.append([0] * 1000)\n",
        Err("main.py, line 2: the program uses too much memory: its variables"),
    ),
    (
        "print(','.join(['x' * 1000000] * 100000))\n",
        Err("main.py, line 1: the program uses too much memory: it asked for"),
    ),
    ("print(3 ** (10 ** 8))\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    ("print('%1000000000d' % 5)\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    ("bytes(10 ** 12)\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    (
        "print(list(range(10 ** 12)))\n",
        Err("main.py, line 1: the program uses too much memory: it asked for"),
    ),
    (
        "a, b = [1], [1]\nfor i in range(40): a, b = [a, a], [b, b]\nprint(a == b)\n",
        Err("main.py, line 3: the program computes very long without an end."),
    ),
    (
        "t = (1,)\nfor i in range(40): t = (t, t)\nhash(t)\n",
        Err("main.py, line 3: the program computes very long without an end."),
    ),
    (
        "a = [1]\nfor i in range(40): a = [a, a]\nprint(repr(a))\n",
        Err("main.py, line 3: the program computes very long without an end."),
    ),
    (
        "import socket\na, b = socket.socketpair()\nwhile True:\n    a.send(b'x' * 65536)\n    b.recv(65536)\n",
        Err("The programs have sent and written more than a run can keep"),
    ),
    ("while True: print('x' * 1000)\n", Err("The programs wrote more than the page can show")),
    ("import time\nwhile True: time.sleep(60)\n", Err("3600 s of the model's time have passed")),
    (
        "t = ()\nfor i in range(100000): t = (t,)\ntry: isinstance(1, t)\nexcept RecursionError: print('deep')\n",
        Ok("deep\n"),
    ),
    (
        "t = ()\nfor i in range(100000): t = (t,)\ntry: hash(t)\nexcept RecursionError: print('deep')\n",
        Ok("deep\n"),
    ),
    ("x = []\nfor i in range(100000): x = [x]\nx = None\nprint('freed')\n", Ok("freed\n")),
    (
        "class C:\n    def __init__(s, v): s.v = v\n    def __lt__(s, o): return s.v < o.v\n\
         xs = [C(i * 7919 % 3001) for i in range(3000)]\nxs.sort()\nprint([x.v for x in xs[:3]])\n",
        Ok("[0, 1, 2]\n"),
    ),
];

/// The same with the limits that the page has, for scripts that reach others first or take long.
const ON_THE_PAGE: &[(&str, Result<&str, &str>)] = &[
    (
        "print('{:>999999999}'.format(1))\n",
        Err("main.py, line 1: the program uses too much memory: it asked for"),
    ),
    ("print(f'{1:999999999}')\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    ("print('%.999999999f' % 1.5)\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    ("print('x' * 10 ** 9)\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    ("print(10 ** 10 ** 8)\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    ("print(1 << 10 ** 10)\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    ("x = [0] * 10 ** 10\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    ("x = (0, 1) * 10 ** 10\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    ("x = bytearray(10 ** 10)\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    ("print('a'.ljust(10 ** 10))\n", Err("main.py, line 1: the program uses too much memory: it asked for")),
    (
        "print(('a' * 1000).replace('a', 'b' * 1000000))\n",
        Err("main.py, line 1: the program uses too much memory: it asked for"),
    ),
    (
        "x = b'a'\nwhile True: x += x\n",
        Err("main.py, line 2: the program uses too much memory: it asked for"),
    ),
    ("x = [1]\nwhile True: x += x\n", Err("main.py, line 2: the program uses too much memory: it")),
    (
        "x = 3\nwhile True: x = x * x\n",
        Err("main.py, line 2: the program uses too much memory: it asked for"),
    ),
    ("def f(): f()\ntry: f()\nexcept RecursionError: print('deep')\n", Ok("deep\n")),
    (
        "class C:\n    def __repr__(s): return repr(s)\ntry: repr(C())\nexcept RecursionError: print('deep')\n",
        Ok("deep\n"),
    ),
    (
        "class C:\n    def __getattr__(s, n): return getattr(s, n)\ntry: C().x\nexcept RecursionError: print('deep')\n",
        Ok("deep\n"),
    ),
    ("def g(): yield from g()\ntry: list(g())\nexcept RecursionError: print('deep')\n", Ok("deep\n")),
    (
        "import itertools\nfor i in itertools.count(): pass\n",
        Err("main.py, line 2: the program computes very long without an end."),
    ),
    ("x = list(iter(int, 1))\n", Err("main.py, line 1: the program")),
    ("sum(iter(int, 1))\n", Err("main.py, line 1: the program")),
    (
        "import re\nre.search('(a*)*b', 'a' * 10000000)\n",
        Err("main.py, line 2: the program computes very long without an end."),
    ),
    ("import re\nprint(re.search('(a*)*b', 'a' * 10000))\n", Ok("None\n")),
    ("import re\nprint(len(re.findall('a*b|a', 'a' * 3000)))\n", Ok("3000\n")),
    (
        "import socket\nwhile True: s = socket.socket(); s.setblocking(False); s.connect_ex(('127.0.0.1', 9))\n",
        Err("Very much has happened"),
    ),
    (
        "import socket\na = socket.socket(type=socket.SOCK_DGRAM); a.bind(('127.0.0.1', 9))\nwhile True: a.sendto(b'x' * 60000, ('127.0.0.1', 9))\n",
        Err("The programs have sent and written more than a run can keep"),
    ),
    (
        "import socket\ns = []\ntry:\n    while True: s.append(socket.socket())\nexcept OSError as e: print(e)\n",
        Ok("[Errno 23] Too many open files in system\n"),
    ),
    (
        "import os\ntry:\n    while True: os.pipe()\nexcept OSError as e: print(e)\n",
        Ok("[Errno 23] Too many open files in system\n"),
    ),
    (
        "import threading\ndef f():\n    while True: threading.Thread(target=f).start()\nf()\n",
        Err("Too many threads were started"),
    ),
    (
        "import sys\nwhile True: sys.stderr.write('x' * 99999)\n",
        Err("The programs wrote more than the page can show"),
    ),
    ("import time\nwhile True: time.sleep(0)\n", Err("Very much has happened")),
    (
        "import os\nwhile True:\n    if os.fork() == 0: os._exit(0)\n    os.wait()\n",
        Err("Very much has happened"),
    ),
];

/// What the compiler refuses, and never by a stack that overflows.
#[test]
fn source_that_is_nested_deeply_is_refused() {
    for (open, inner, close) in [
        ("(", "1", ")"),
        ("[", "", "]"),
        ("{", "1", "}"),
        ("f(", "", ")"),
        ("a[", "1", "]"),
        ("-", "1", ""),
        ("not ", "1", ""),
        ("lambda: ", "1", ""),
        ("1 if x else ", "1", ""),
        ("x ** ", "1", ""),
        ("f'{", "1", "}'"),
        ("{1: ", "1", "}"),
        ("*", "a", ""),
        ("await ", "a", ""),
        ("", "a", ".b"),
        ("", "a", "()"),
        ("", "a", "[0]"),
        ("", "1", " + 1"),
        ("", "1", " < 1"),
        ("", "1", " and 1"),
        ("", "1", ", 1"),
        ("a = ", "1", ""),
        ("(a := ", "1", ")"),
        ("[x for x in ", "a", "]"),
    ] {
        for depth in [100, 3_000, 100_000] {
            let source = format!("{}{inner}{}\n", open.repeat(depth), close.repeat(depth));
            // Either is right; what counts is that it comes back.
            if let Err(problems) = script::program("main.py", &source) {
                assert!(problems[0].to_string().starts_with("main.py:"), "{open} {depth}: {}", problems[0]);
            }
        }
    }
    let mut blocks = String::new();
    for depth in 0..3_000 {
        blocks += &format!("{}if x:\n", " ".repeat(depth));
    }
    assert!(script::program("main.py", &format!("{blocks}{}pass\n", " ".repeat(3_000))).is_err());
    let elifs = format!("if x: pass\n{}", "elif x: pass\n".repeat(20_000));
    drop(script::program("main.py", &elifs));
}

fn run(source: &str) -> Trace {
    let modules = script::program("main.py", source).expect("a script");
    Run::new(single_host(modules, "main.py", 1)).finish(&Commands)
}

/// As the page runs it: with its limits, one moment after the other. No moment may take long.
fn run_on_the_page(source: &str) -> Trace {
    let mut scenario =
        text::parse("link lan 192.168.1.0/24 1ms\nhost one lan 192.168.1.1\nrun main.py on one")
            .expect("a world");
    scenario.give_source("main.py", source);
    let mut run = Run::new(build(&scenario).expect("a script"));
    let mut slowest = Duration::ZERO;
    loop {
        let start = Instant::now();
        let goes_on = run.advance(1, &Commands);
        slowest = slowest.max(start.elapsed());
        if !goes_on {
            break;
        }
    }
    let patience = Duration::from_millis(if cfg!(debug_assertions) { 10_000 } else { 300 });
    assert!(slowest < patience, "{source} kept the page for {slowest:?}");
    run.trace().clone()
}

/// What differs from what is wanted of a script's end. What ran before it can be gone back to.
fn differs(trace: &Trace, wanted: Result<&str, &str>) -> Option<String> {
    let world = trace.world_at(trace.steps.len());
    assert!(trace.world_at(trace.steps.len() / 2).now <= world.now);
    let printed: Vec<u8> = world.screen.iter().flat_map(|written| written.text.to_vec()).collect();
    let limit = trace.limit.as_ref().map(ToString::to_string);
    let fine = match (wanted, &limit) {
        (Err(sentence), Some(limit)) => limit.starts_with(sentence),
        (Ok(text), None) => printed == text.as_bytes(),
        _ => false,
    };
    let printed = String::from_utf8_lossy(&printed[..printed.len().min(300)]).into_owned();
    (!fine).then(|| format!("{limit:?} {printed}"))
}

#[test]
fn who_wants_too_much_is_stopped_with_a_sentence() {
    let cases = CASES.iter().map(|(source, wanted)| (source, wanted, run(source)));
    let on_the_page = ON_THE_PAGE.iter().map(|(source, wanted)| (source, wanted, run_on_the_page(source)));
    let wrong: Vec<String> = cases
        .chain(on_the_page)
        .filter_map(|(source, wanted, trace)| Some(format!("{source}=> {}", differs(&trace, *wanted)?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn checkpoints_of_a_large_world_are_few() {
    // 3,000 lists of 1,000 numbers, and 600 steps: 128 copies would be gigabytes.
    let trace = run(
        "import time\ndata = [list(range(1000)) for i in range(3000)]\nfor i in range(600):\n    time.sleep(0.001)\n    data[i][0] = -i\n",
    );
    let kept: usize = trace.checkpoint_bytes();
    assert!(kept < 400_000_000, "{kept} bytes");
    let middle = trace.world_at(trace.steps.len() / 2);
    assert!(middle.now > trace.world_at(1).now);
}
