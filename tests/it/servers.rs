//! The ten servers of `lessons/programs/servers`: whatever the architecture, the same handler gives the same answers.

use std::fs;

use fivetuple::load::ARCHITECTURES;
use fivetuple::model::event::Event;
use fivetuple::report::Commands;
use fivetuple::scenario::{Scenario, build, text};
use fivetuple::trace::Run;

const FOLDER: &str = "lessons/programs/servers";

/// A world in which a server runs on one machine and the clients on another.
pub(crate) fn world(server: &str) -> Scenario {
    let text = format!(
        "link lan 192.168.1.0/24 100us
         host server lan 192.168.1.10 cores 2
         host clients lan 192.168.1.20
         module handler.py
         module common.py
         module loop.py
         run {server}.py on server
         run clients.py on clients after 300ms\n"
    );
    let mut scenario = text::parse(&text).expect("a world");
    let files: Vec<String> = scenario.files().into_iter().map(str::to_owned).collect();
    for file in files {
        let source = fs::read_to_string(format!("{FOLDER}/{file}")).expect("the program");
        scenario.give_source(&file, &source);
    }
    scenario
}

/// What the clients print, and when they are through.
fn answers(scenario: &Scenario) -> (String, u64) {
    let trace = Run::new(build(scenario).expect("programs without mistakes")).finish(&Commands);
    let world = trace.world_at(trace.steps.len());
    let clients = world.processes.values().find(|process| process.name == "clients.py").expect("the clients");
    let written = world.screen.iter().filter(|written| written.pid == clients.pid);
    let said: Vec<u8> = written.flat_map(|written| written.text.to_vec()).collect();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert_eq!(clients.status, Some(0), "{said}");
    let last =
        trace.events.iter().rposition(|event| matches!(event, Event::Wrote { .. })).expect("it prints");
    let step = trace.steps.partition_point(|step| step.events.end <= last);
    let last = trace.steps[step].at.nanos();
    (said, last)
}

#[test]
fn all_ten_run_the_same_handler() {
    for (server, _) in ARCHITECTURES {
        let mut scenario = world(server);
        let (said, _) = answers(&scenario);
        assert_eq!(said.lines().count(), 12, "{server}: {said}");
        assert!(said.starts_with("A1 heard hello A1\nA2 heard hello A2\nB1 heard"), "{server}: {said}");
        let handler =
            scenario.modules.iter().find(|module| module.file == "handler.py").expect("it is there");
        let edited = handler.source.replace("hello {name}", "bye {name}");
        scenario.give_source("handler.py", &edited);
        assert!(answers(&scenario).0.starts_with("A1 heard bye A1\n"), "{server}");
    }
}

/// Six clients with two requests of 10 ms each: one after the other that is 120 ms, four at a time 40, all at once 20.
#[test]
fn the_architectures_differ_in_time() {
    let took = |server: &str| (answers(&world(server)).1 - 300_000_000) / 1_000_000;
    for (server, least, most) in [
        ("iterative", 120, 130),
        ("thread-pool", 40, 50),
        ("event-loop-pool", 30, 45),
        ("prefork", 40, 50),
        ("event-loop", 20, 28),
        ("thread-per-connection", 20, 28),
        ("process-per-connection", 20, 28),
        ("prefork-epoll", 20, 28),
        ("reuseport", 20, 28),
        ("async", 20, 28),
    ] {
        let took = took(server);
        assert!((least..most).contains(&took), "{server}: {took} ms");
    }
}
