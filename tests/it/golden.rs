//! The first lesson's run as the tools show it, kept as text: `tests/report/lesson/`. `BLESS=1` writes the texts anew.

use std::fs;
use std::path::Path;

use fivetuple::model::id::HostId;
use fivetuple::report::{self, Commands, place, sentence};
use fivetuple::scenario::{build, text};
use fivetuple::trace::{Run, Trace};

/// The world of the lesson, as its page names it, with its programs.
fn lesson() -> Trace {
    let page = fs::read_to_string("lessons/04-five-tuple.md").expect("the lesson");
    let block = page.split("```{world}\n").nth(1).and_then(|rest| rest.split("\n```").next());
    let mut scenario = text::parse(block.expect("the lesson has a world")).expect("a world");
    let files: Vec<String> = scenario.programs.iter().map(|program| program.file.clone()).collect();
    for file in files {
        let path = Path::new("lessons/programs/04-five-tuple").join(&file);
        scenario.give_source(&file, &fs::read_to_string(path).expect("a program of the lesson"));
    }
    Run::new(build(&scenario).expect("programs without mistakes")).finish(&Commands)
}

fn host(trace: &Trace, name: &str) -> HostId {
    trace.world_at(0).host_named(name).expect("a host of the lesson").id
}

fn golden(name: &str, got: &str) {
    let path = format!("tests/report/lesson/{name}.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all("tests/report/lesson").expect("a folder");
        fs::write(&path, got).expect("the text can be written");
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(got, wanted, "{path}: if the new text is right, run the test with BLESS=1");
}

fn sentences(trace: &Trace) -> String {
    let mut text = String::new();
    for step in 0..trace.steps.len() {
        let (before, after) = (trace.world_at(step), trace.world_at(step + 1));
        let events = trace.events_of(step);
        let host = place(events, &before).map_or("", |host| after.host(host).name.as_str());
        let sentence = sentence(events, &before, &after);
        // Milliseconds: how long the library computes is not what this text is about.
        text += &format!("{:>4} {:>6} ms {host:<8} {sentence}\n", step + 1, after.now.nanos() / 1_000_000);
    }
    text
}

/// What a command prints on a host, each time that it prints something else, with the number of the step.
fn changes(trace: &Trace, host: HostId, command: &str) -> String {
    let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
    let (mut text, mut last) = (String::new(), String::new());
    for step in 0..=trace.steps.len() {
        let now = report::command(&trace.world_at(step), host, &words).expect("a command of the host").out;
        if now != last {
            text += &format!("step {step}$ {command}\n{now}\n");
            last = now;
        }
    }
    text
}

#[test]
fn the_lesson_is_told_in_sentences() {
    let told = sentences(&lesson());
    golden("sentences", &told);
    for line in told.lines() {
        assert!(line.chars().count() <= 190, "too long to listen to: {line}");
    }
}

#[test]
fn the_lesson_in_the_tables_of_the_server() {
    let trace = lesson();
    let server = host(&trace, "server");
    golden("ss", &changes(&trace, server, "ss -tanp"));
    golden("netstat", &changes(&trace, server, "netstat -tan"));
    golden("lsof", &changes(&trace, server, "lsof -nP -i"));
}

#[test]
fn the_lesson_as_packets_and_calls() {
    let trace = lesson();
    let all = || 0..trace.steps.len();
    let packets = |name: &str| {
        let words = ["-nt".to_owned()];
        report::tcpdump(&trace, all(), Some(host(&trace, name)), &words).out
    };
    golden("tcpdump-server", &packets("server"));
    golden("tcpdump-router", &packets("router"));
    golden("strace", &report::strace(&trace, all(), None));
}

#[test]
fn what_is_on_its_way_has_a_timer() {
    let trace = lesson();
    let mut on_their_way = 0;
    for step in 0..=trace.steps.len() {
        for socket in trace.world_at(step).sockets.values() {
            let Some(tcb) = socket.tcb().filter(|tcb| tcb.state.is_synchronized()) else { continue };
            if tcb.snd.una.before(tcb.snd.nxt) {
                on_their_way += 1;
                assert!(tcb.armed, "after step {step}, socket {} in {}", socket.id, tcb.state);
            }
        }
    }
    assert!(on_their_way > 0, "something was on its way");
}
