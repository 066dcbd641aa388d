//! One sentence a step: small scripts, and sentences that their runs must be told in.

use fivetuple::model::world::World;
use fivetuple::report::{Commands, sentence};
use fivetuple::scenario::single_host;
use fivetuple::script;
use fivetuple::trace::Run;

fn sentences(source: &str) -> Vec<String> {
    let modules = script::program("script.py", source).expect("a script without mistakes");
    let mut world = single_host(modules, "script.py", 1);
    world.limits.work = 1_000_000;
    let trace = Run::new(world).finish(&Commands);
    // Two worlds, one a step behind the other: seeking each of a long run's steps would take minutes.
    let (mut before, mut after) = (World::clone(&trace.world_at(0)), World::clone(&trace.world_at(0)));
    let step = |step| {
        let events = trace.events_of(step);
        events.iter().for_each(|event| after.apply(event));
        let sentence = sentence(events, &before, &after);
        events.iter().for_each(|event| before.apply(event));
        sentence
    };
    (0..trace.steps.len()).map(step).collect()
}

const LISTENER: &str = "
import socket
listener = socket.socket()
listener.bind(('127.0.0.1', 5000))
listener.listen(1)
def call():
    s = socket.socket()
    s.connect(('127.0.0.1', 5000))
    return s
";

/// A script (after the listener, where it begins with `+`), and sentences in their order.
const CASES: &[(&str, &[&str])] = &[
    (
        "import socket\ns = socket.socket()\ntry:\n    s.connect(('127.0.0.1', 5000))\nexcept OSError:\n    pass\n",
        &[
            "script.py started on localhost.",
            "script.py made a socket; it is descriptor 3.",
            "localhost sent SYN to 127.0.0.1:5000 from port ",
            " reached localhost, but nobody listens on 127.0.0.1:5000: localhost answered with RST.",
            "The RST from 127.0.0.1:5000 reached localhost: nobody listens there, so connect() is refused; script.py goes on.",
            "script.py: connect() failed: ECONNREFUSED (Connection refused).",
            "script.py ended",
        ],
    ),
    (
        "import socket\na = socket.socket(type=socket.SOCK_DGRAM)\na.bind(('127.0.0.1', 53))\n\
         b = socket.socket(type=socket.SOCK_DGRAM)\nb.bind(('127.0.0.1', 54))\nb.setsockopt(1, socket.SO_BROADCAST, 1)\n\
         b.sendto(b'who?', ('127.0.0.1', 53))\nq, sender = a.recvfrom(99)\na.connect(sender)\n\
         c = socket.socket(type=socket.SOCK_DGRAM)\nc.bind(('127.0.0.1', 55))\nc.sendto(b'and I?', ('127.0.0.1', 53))\n\
         a.settimeout(1)\ntry:\n    a.recv(99)\nexcept TimeoutError:\n    pass\n",
        &[
            "script.py set SO_BROADCAST on descriptor 4.",
            "script.py sent a datagram of 4 bytes to 127.0.0.1:53 from port 54.",
            "script.py: recvfrom() took the datagram of 4 bytes from 127.0.0.1:54: who?",
            "script.py: connect() sent nothing; the socket now takes only what comes from 127.0.0.1:54, and 127.0.0.1:54 is \
             whom it sends to.",
            "script.py sent a datagram of 6 bytes to 127.0.0.1:53 from port 55.",
            "but no socket takes it on port 53: localhost answered with ICMP port unreachable.",
            "script.py called recv() and waits for a datagram from 127.0.0.1:54.",
        ],
    ),
    (
        "+s = socket.socket()\ntry:\n    s.bind(('127.0.0.1', 5000))\nexcept OSError as e:\n    print(e)\n",
        &[
            "script.py bound descriptor 3 to 127.0.0.1:5000.",
            "script.py listens on 127.0.0.1:5000, with a backlog of 1.",
            "script.py: bind() failed: EADDRINUSE (Address already in use).",
            "script.py printed: [Errno 98] Address already in use",
        ],
    ),
    (
        "+a = call()\nb = call()\nc = socket.socket()\nc.settimeout(2.5)\ntry:\n    c.connect(('127.0.0.1', 5000))\nexcept TimeoutError:\n    pass\n",
        &[
            "; no connection has this four-tuple, so it went to the listener on 127.0.0.1:5000.",
            "The SYN-ACK from 127.0.0.1:5000 reached localhost, which sent the last ACK: its connection from port ",
            "the handshake is over, the connection waits in the accept queue.",
            "localhost dropped the SYN from 127.0.0.1:",
            " in silence: the accept queue of 127.0.0.1:5000 is full.",
            "localhost sent the SYN to 127.0.0.1:5000 once more: no answer had come in time.",
            "script.py: connect() failed: its time-out is over.",
        ],
    ),
    (
        "+listener.settimeout(1)\ntry:\n    listener.accept()\nexcept TimeoutError:\n    pass\n",
        &[
            "script.py called accept() and waits for a connection.",
            "script.py: accept() failed: its time-out is over.",
        ],
    ),
    (
        "+a = call()\nb, peer = listener.accept()\nb.sendall(b'one')\na.close()\nb.close()\nlistener.close()\n",
        &[
            "script.py: accept() took the connection from 127.0.0.1:",
            "script.py sent 3 bytes to 127.0.0.1:",
            "3 bytes from 127.0.0.1:5000 reached localhost, where no program waits for them yet.",
            "script.py closed descriptor 4; the connection to 127.0.0.1:5000 was ended by RST.",
            "The RST from 127.0.0.1:",
            " reached localhost: the connection is broken, the next call fails with ECONNRESET.",
            "script.py closed descriptor 3: the listener on 127.0.0.1:5000 is gone.",
        ],
    ),
    (
        "+a = call()\nb, peer = listener.accept()\na.shutdown(socket.SHUT_WR)\nprint(b.recv(9))\nb.close()\na.recv(9)\na.close()\nimport time\ntime.sleep(70)\n",
        &[
            "script.py shut descriptor 4 down for writing; a FIN left for 127.0.0.1:5000; its state is now FIN-WAIT-1.",
            "reached localhost: no more bytes will come; its state is now CLOSE-WAIT.",
            "reached localhost: the FIN is acknowledged; its state is now FIN-WAIT-2.",
            "script.py: recv() gave no bytes: 127.0.0.1:",
            "reached localhost: no more bytes will come; its state is now TIME-WAIT.",
            "reached localhost: the FIN is acknowledged; this end of the connection is gone.",
            "script.py sleeps for 70 s.",
            "TIME-WAIT is over: localhost forgot its connection from port ",
            "script.py has slept long enough and goes on.",
        ],
    ),
    (
        "print('a')\nnumbers = [1]\nprint(numbers[3])\n",
        &["script.py printed: a", "script.py ended at line 3, by an exception that nobody caught: "],
    ),
    ("import sys\nsys.exit(4)\n", &["script.py ended with exit status 4."]),
    (
        "import threading, time\nt = threading.Thread(target=time.sleep, args=(1,))\nt.start()\nt.join()\n",
        &[
            "script.py started thread 1002.",
            "thread 1002, sleeps for 1 s.",
            "thread 1002, has slept long enough and goes on.",
        ],
    ),
    (
        "while True:\n    pass\n",
        &["script.py, line 1: the program computes very long without an end. Is there an endless loop?"],
    ),
];

#[test]
fn runs_are_told_in_these_sentences() {
    let mut wrong = Vec::new();
    for (script, wanted) in CASES {
        let source = script.strip_prefix('+').map_or((*script).to_owned(), |rest| LISTENER.to_owned() + rest);
        let told = sentences(&source);
        let mut rest = told.join("\n");
        for sentence in *wanted {
            match rest.split_once(sentence) {
                Some((_, after)) => rest = after.to_owned(),
                None => {
                    wrong.push(format!("no {sentence:?} in its place in\n{}\n", told.join("\n")));
                    break;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_step_of_every_kernel_case_has_a_sentence() {
    let cases = std::fs::read_dir("tests/kernel").expect("the cases");
    for path in cases.map(|entry| entry.expect("an entry").path()) {
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        for sentence in sentences(&std::fs::read_to_string(&path).expect("a case")) {
            let fine = sentence.chars().count() <= 200
                && !sentence.contains('\n')
                && (!sentence.contains('{') || sentence.contains(" printed: "));
            assert!(fine && sentence.len() > 8, "{}: {sentence}", path.display());
        }
    }
}

/// The first lesson at all three depths.
#[test]
fn the_lesson_is_told_at_three_depths() {
    use fivetuple::report::{Depth, sentence_at};
    use std::fmt::Write;
    let lesson = fivetuple::lesson::catalog::lesson("04-five-tuple.md").expect("a lesson");
    let world = fivetuple::scenario::build(&lesson.scenario).expect("the lesson's programs");
    let trace = fivetuple::trace::Run::new(world).finish(&fivetuple::report::Commands);
    let mut text = String::new();
    for step in 0..trace.steps.len().min(60) {
        let (before, after) = (trace.world_at(step), trace.world_at(step + 1));
        let told = Depth::ALL.map(|(_, depth)| sentence_at(depth, trace.events_of(step), &before, &after));
        assert!(told[2].starts_with(&told[1]), "the kernel's words add to the student's: {told:?}");
        for term in ["SYN", "ACK", "RST", "four-tuple", "descriptor", "TIME-WAIT"] {
            let quoted = told[0] == told[1];
            assert!(quoted || !told[0].contains(term), "{term} is no everyday word: {}", told[0]);
        }
        let _ = writeln!(
            text,
            "{}\n  plain:   {}\n  student: {}\n  kernel:  {}",
            step + 1,
            told[0],
            told[1],
            told[2]
        );
    }
    let path = "tests/views/depths.txt";
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &text).expect("the text can be written");
    }
    assert_eq!(
        text,
        std::fs::read_to_string(path).unwrap_or_default(),
        "{path}: BLESS=1 if the new text is right"
    );
}
