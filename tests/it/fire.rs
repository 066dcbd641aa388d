//! Random programs whose every result is predicted by rules that a real kernel has confirmed: `tests/fire/NAME.py` makes
//! programs by number, performs them, and prints each that differs from the rules. The scripts run unchanged under
//! CPython on Linux; here they run in the model. FIVETUPLE_FIRE=N runs N times as many as usual.

use std::fs;

use crate::script;

/// Runs a script that makes so many programs, in rounds: each has numbers and a world of its own.
fn programs_follow_the_rules(name: &str, count: u32) {
    let source = fs::read_to_string(format!("tests/fire/{name}.py")).expect("the script can be read");
    for seed in 1..=times() {
        let round = format!("import os, sys; sys.argv.append('{count}'); os.environ['SEED'] = '{seed}'\n");
        let output = script::output(name, &(round + &source), None);
        assert!(output.contains("random programs"), "{name}, seed {seed}: {output}");
        let differing =
            output.lines().filter(|line| line.contains("differ: ") && !line.ends_with("differ: 0"));
        assert_eq!(differing.count(), 0, "{name}, seed {seed}: {output}");
    }
}

#[test]
fn random_connections_follow_the_rules() {
    programs_follow_the_rules("connection", 500);
}

#[test]
fn random_binds_and_connects_follow_the_rules() {
    programs_follow_the_rules("rules", 200);
}

/// Translated ports follow the rule too. One round a run: the model's tables cannot be emptied in between.
#[test]
fn translated_ports_follow_the_rule() {
    let source = fs::read_to_string("tests/fire/nat.py").expect("the script can be read");
    for round in 0..4 * times() {
        let source = source.replace("range(N)", &format!("range({round}, {})", round + 1));
        let output = script::output("nat", &source, None);
        assert!(output.contains("60 datagrams"), "{round}: {output}");
        assert!(output.trim_end().ends_with("differences 0"), "{round}: {output}");
    }
}

fn times() -> u32 {
    std::env::var("FIVETUPLE_FIRE").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}
