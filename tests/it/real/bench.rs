//! The benchmark's programs, on real machines without delays: a thousand clients are connected to one port.

use std::fs;
use std::time::Duration;

use fivetuple::scenario::text;

use super::Real;
use super::played::{Play, until};

#[test]
fn the_benchmark_runs_on_linux() {
    let Some(real) = Real::new() else { return };
    let read =
        |name: &str| fs::read_to_string(format!("tests/bench/{name}")).expect("a file of the benchmark");
    let mut scenario = text::parse(&read("world.txt")).expect("a world");
    for file in ["server.py", "clients.py"] {
        scenario.give_source(file, &read(file));
    }
    scenario.links.iter_mut().for_each(|link| link.latency = Duration::ZERO);
    let mut play = Play::new(real, &scenario);
    let began = std::time::Instant::now();
    until(Duration::from_secs(10), || !play.start(began.elapsed()));
    assert_eq!(play.finish(1, true, 0), (read("printed.txt"), Some(0)), "the clients");
    assert_eq!(play.finish(0, true, 0), (String::new(), Some(0)), "the server");
}
