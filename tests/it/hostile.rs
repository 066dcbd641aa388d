//! Scripts that want too much: each ends with a sentence that names the line, and what ran before can be stepped through.

use fivetuple::report::Commands;
use fivetuple::scenario::single_host;
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

fn run(source: &str) -> Trace {
    let modules = script::program("main.py", source).expect("a script");
    Run::new(single_host(modules, "main.py", 1)).finish(&Commands)
}

#[test]
fn who_wants_too_much_is_stopped_with_a_sentence() {
    let mut wrong = Vec::new();
    for (source, wanted) in CASES {
        let trace = run(source);
        let world = trace.world_at(trace.steps.len());
        let printed: Vec<u8> = world.screen.iter().flat_map(|written| written.text.to_vec()).collect();
        let limit = trace.limit.as_ref().map(ToString::to_string);
        let fine = match (wanted, &limit) {
            (Err(sentence), Some(limit)) => limit.starts_with(sentence),
            (Ok(text), None) => printed == text.as_bytes(),
            _ => false,
        };
        if !fine {
            let printed = String::from_utf8_lossy(&printed[..printed.len().min(300)]).into_owned();
            wrong.push(format!("{source}=> {limit:?} {printed}"));
        }
    }
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
