//! What a real Linux kernel printed for a script, the model prints too: `tests/kernel/NNN-name.{py,expected}`.

use fivetuple::report::{Commands, facts, sentence, strace};
use fivetuple::scenario::single_host;
use fivetuple::trace::Run;

use crate::script;

#[test]
fn the_model_prints_what_linux_prints() {
    script::check("tests/kernel", None, "Linux");
}

/// Cases that use pipes, pairs of sockets, epoll, signals and settings.
const TELLING: &[&str] = &[
    "020-privileged-port-threshold",
    "110-bind-address-no-port",
    "216-accept-two-processes",
    "225-epoll-exclusive",
    "233-close-does-not-wake-accept",
    "234-pass-socket-between-processes",
    "239-kill-process-closes-sockets",
    "315-partial-send",
];

#[test]
fn each_step_of_a_case_can_be_told() {
    for case in TELLING {
        let source = std::fs::read_to_string(format!("tests/kernel/{case}.py")).expect("a case");
        let modules = fivetuple::script::program("case.py", &source).expect("a program");
        let origin = single_host(modules, "case.py", 0);
        let mut run = Run::new(origin.clone());
        while run.advance(1000, &Commands) {}
        let trace = run.trace();
        assert_eq!(facts(&trace.events).len(), trace.events.len());
        assert!(strace(trace, 0..trace.steps.len(), None).lines().count() > 5);
        let mut world = origin;
        for step in 0..trace.steps.len() {
            let before = world.clone();
            let events = trace.events_of(step);
            events.iter().for_each(|event| world.apply(event));
            assert!(!sentence(events, &before, &world).is_empty(), "{case}: step {step}");
        }
    }
}
