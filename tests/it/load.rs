//! The load laboratory: theory, what real servers did, and the same figures for the same seed.

use std::fs;
use std::process::Command;

use fivetuple::load::{
    ARCHITECTURES, Architecture, Clients, Engine, Figures, Handler, Machine, Mean, Means, Setup, Source,
    Spread,
};
use serde_json::Value;

const MS: u64 = 1_000_000;

/// A server on an ideal machine, under requests that come by chance: `load` of what its cores can do.
fn ideal(server: Architecture, cores: u32, load: f64, compute: Spread) -> Setup {
    let between = compute.mean() / (load * f64::from(cores));
    Setup {
        server,
        machine: Machine { cores, ..Machine::ideal() },
        workers: cores,
        backlog: 1_000_000,
        handler: Handler { compute, wait: Spread::Fixed(0), blocks_loop: false },
        clients: Clients {
            source: Source::Open { between: Spread::Exponential((between + 0.5) as u64) },
            keep_alive: false,
            odd: None,
        },
        seed: 7,
        requests: 400_000,
        most_time: None,
        means: Means::default(),
    }
}

fn figures(setup: Setup) -> Figures {
    Engine::new(setup).finish().figures()
}

/// The mean wait of M/M/c in service times (Erlang C).
fn erlang(cores: u32, load: f64) -> f64 {
    let offered = f64::from(cores) * load;
    let (mut term, mut sum) = (1.0, 0.0);
    for k in 0..cores {
        sum += term;
        term *= offered / f64::from(k + 1);
    }
    let all_busy = term / (1.0 - load);
    all_busy / (sum + all_busy) / (f64::from(cores) * (1.0 - load))
}

fn assert_near(name: &str, found: Mean, theory: f64) {
    let off = (found.value - theory).abs();
    assert!(found.half_width.is_some_and(|half| off <= half), "{name}: {found:?}, and theory says {theory}");
}

#[test]
fn one_queue_behaves_as_theory_says() {
    for load in [0.5, 0.7, 0.9] {
        for (server, cores) in [
            (Architecture::Iterative, 1),
            (Architecture::EventLoop, 1),
            (Architecture::ThreadPool, 2),
            (Architecture::Prefork, 4),
            (Architecture::Async, 16),
        ] {
            let found = figures(ideal(server, cores, load, Spread::Exponential(MS)));
            let wait = erlang(cores, load) * MS as f64;
            let name = format!("M/M/{cores} at {load}, {}", server.name());
            assert_near(&name, found.wait.mean, wait);
            assert_near(&name, found.response.mean, wait + MS as f64);
            assert_little(&name, &found);
        }
        let found = figures(ideal(Architecture::Iterative, 1, load, Spread::Fixed(MS)));
        let wait = load / (2.0 * (1.0 - load)) * MS as f64;
        assert_near(&format!("M/D/1 at {load}"), found.wait.mean, wait);
    }
}

/// How many are inside is how many come, times how long they stay: whatever the server.
fn assert_little(name: &str, found: &Figures) {
    let inside = found.throughput.value * found.response.mean.value / 1e9;
    let error = (inside / found.in_system.value - 1.0).abs();
    assert!(error < 0.005, "{name}: {inside} by Little's law, {} counted", found.in_system.value);
}

#[test]
fn a_queue_of_its_own_for_each_worker_waits_longer_than_one_for_all() {
    let split = figures(ideal(Architecture::Reuseport, 4, 0.8, Spread::Exponential(MS)));
    assert_near("four M/M/1 at 0.8", split.wait.mean, erlang(1, 0.8) * MS as f64);
    let shared = figures(ideal(Architecture::Prefork, 4, 0.8, Spread::Exponential(MS)));
    assert!(split.wait.mean.value > 4.0 * shared.wait.mean.value);
}

#[test]
fn a_full_queue_loses_as_theory_says() {
    // Linux lets one connection more wait than `listen` was told: M/M/1/K with K = 1 + backlog + 1.
    let (load, backlog): (f64, u32) = (0.9, 4);
    let found =
        figures(Setup { backlog, ..ideal(Architecture::Iterative, 1, load, Spread::Exponential(MS)) });
    let room = i32::try_from(backlog + 2).expect("a small queue");
    let lost = load.powi(room) * (1.0 - load) / (1.0 - load.powi(room + 1));
    let share = found.lost as f64 / (found.lost + found.requests) as f64;
    assert!((share / lost - 1.0).abs() < 0.03, "{share} lost, and theory says {lost}");
}

#[test]
fn a_fixed_number_of_clients_behaves_as_mean_value_analysis_says() {
    // One core, 500 µs of computing, 2 ms of waiting, 16 clients that do not think: exact by recursion.
    let (compute, wait, clients) = (500_000.0, 2_000_000.0, 16_u32);
    let (mut queue, mut rate) = (0.0, 0.0);
    for count in 1..=clients {
        let at_core = compute * (1.0 + queue);
        rate = f64::from(count) / (at_core + wait);
        queue = rate * at_core;
    }
    let source = Source::Closed { clients, think: Spread::Fixed(0) };
    let mut setup = ideal(Architecture::EventLoop, 1, 0.5, Spread::Exponential(compute as u64));
    setup.clients.source = source;
    setup.handler.wait = Spread::Exponential(wait as u64);
    let found = figures(setup);
    assert_near("closed loop", found.throughput, rate * 1e9);
}

#[test]
fn short_slices_share_a_core_among_long_and_short_requests() {
    // 99 of 100 requests are short. Shared, each takes 1/(1 - load) of its own time, whatever the others need.
    let mix = Spread::Mix(vec![(99.0, Spread::Fixed(MS)), (1.0, Spread::Fixed(100 * MS))]);
    let mean = mix.mean();
    let mut setup = ideal(Architecture::ThreadPerConnection, 1, 0.5, mix);
    setup.machine.slice = MS / 10;
    setup.requests = 100_000;
    assert_near("processor sharing at 0.5", figures(setup.clone()).response.mean, mean / 0.5);
    setup.server = Architecture::Iterative;
    let waited = figures(setup).wait.mean.value;
    assert!(waited > 2.0 * mean, "behind a long request all wait: {waited}");
}

#[test]
fn the_same_seed_gives_the_same_figures_and_the_same_work_to_every_server() {
    let run = |server, seed| {
        let clients = Clients {
            source: Source::Closed { clients: 40, think: Spread::Exponential(MS) },
            keep_alive: false,
            odd: None,
        };
        let machine = Machine::linux();
        let base = ideal(server, 2, 0.5, Spread::Exponential(MS / 5));
        figures(Setup { clients, machine, seed, requests: 20_000, ..base })
    };
    for (name, server) in ARCHITECTURES {
        let (one, again, other) = (run(server, 1), run(server, 1), run(server, 2));
        assert_eq!(one, again, "{name}");
        assert_ne!(one.response, other.response, "{name}");
        assert!(one.unanswered <= 40, "{name}");
        assert_little(name, &one);
    }
}

#[test]
fn pythons_lock_leaves_one_core_idle() {
    let run = |global_lock| {
        let mut setup = ideal(Architecture::ThreadPool, 2, 0.5, Spread::Fixed(20 * MS));
        setup.clients.source = Source::Closed { clients: 8, think: Spread::Fixed(0) };
        setup.machine.global_lock = global_lock;
        setup.requests = 2000;
        figures(setup).throughput.value
    };
    let ratio = run(false) / run(true);
    assert!((ratio - 2.0).abs() < 0.05, "two cores do {ratio} times as much without the lock");
}

#[test]
fn a_silent_client_starves_an_iterative_server_and_no_other() {
    let run = |server| {
        let mut setup = ideal(server, 2, 0.5, Spread::Fixed(MS / 10));
        setup.clients.source = Source::Closed { clients: 10, think: Spread::Fixed(MS) };
        setup.clients.odd =
            Some(fivetuple::load::Odd { clients: 1, silence: None, compute: None, wait: None });
        setup.requests = 1000;
        figures(setup).requests
    };
    assert!(run(Architecture::Iterative) < 100);
    for server in [Architecture::EventLoop, Architecture::ThreadPerConnection, Architecture::Async] {
        assert_eq!(run(server), 900, "{}", server.name());
    }
}

fn load(words: &str) -> Result<Value, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_fivetuple"))
        .args(["load", "--json", "--server"])
        .args(words.split_whitespace())
        .output()
        .expect("the command runs");
    match output.status.code() {
        Some(0) => serde_json::from_slice(&output.stdout).map_err(|problem| problem.to_string()),
        status => Err(format!("{status:?}: {}", String::from_utf8_lossy(&output.stderr))),
    }
}

#[test]
fn orderings_of_real_servers_come_out() {
    let text = fs::read_to_string("tests/load/reality.txt").expect("the table");
    let rate = |words: &str| {
        let time = if words.contains("--time") { "" } else { " --time 2s" };
        let found =
            load(&format!("{words}{time} --requests 1000000")).unwrap_or_else(|why| panic!("{words}: {why}"));
        found["throughput_per_s"].as_f64().expect("a rate")
    };
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [name, one, other, least, most] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("not a row: {line}");
        };
        let ratio = rate(one) / rate(other);
        let bound = |text: &str, none: f64| text.parse().unwrap_or(none);
        if ratio < bound(least, 0.0) || ratio > bound(most, f64::INFINITY) {
            wrong.push(format!("{name}: {ratio:.2}, and not {least} to {most}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 40, "only {count} rows were read");
}

#[test]
fn the_command_says_what_is_wrong() {
    for (words, why) in [
        ("none", "--server: `none` is no server. There are iterative,"),
        ("iterative --cpu 5", "--cpu: `5` is not a time"),
        ("iterative --rate 5", "--rate: `5` is no rate"),
        ("iterative --rate poisson:5 --clients 3", "clients and think do not go with it"),
        ("iterative --cores 0", "--cores: `0` is not a whole number from 1 to 64."),
        ("iterative --machine x", "--machine: `x` is no machine."),
        ("iterative --speed 3", "there is no option --speed."),
        ("iterative --seed", "--seed needs a value"),
        ("iterative --port 80", "--port is for a server of your own"),
        ("nothing.py", "cannot read nothing.py"),
        ("lessons/programs/servers/iterative.py --cpu 1ms", "--cpu is not for a server of your own"),
        ("lessons/programs/servers/iterative.py --clients 5000", "at most 20000 requests"),
    ] {
        let said = load(words).expect_err("it is refused");
        assert!(said.starts_with("Some(2)") && said.contains(why), "{words}: {said}");
    }
}

/// What a server of one's own comes to in the model of packets, the engine comes to in figures: within a few per cent, where
/// the handler's waiting is what takes the time.
#[test]
fn a_file_and_the_engine_agree() {
    let load_of = "--clients 12 --think 3ms --requests 600 --cores 2";
    for (server, workers, handler) in [
        ("iterative", "", "--wait 10ms"),
        ("event-loop", "", "--wait 10ms"),
        ("event-loop-pool", "", "--wait 10ms"),
        ("thread-per-connection", "", "--wait 10ms"),
        ("thread-pool", "--workers 4", "--wait 10ms"),
        ("process-per-connection", "", "--wait 10ms"),
        ("prefork", "--workers 4", "--wait 10ms"),
        ("async", "--workers 4", "--wait 10ms"),
    ] {
        let file =
            load(&format!("lessons/programs/servers/{server}.py {load_of}")).expect("the file's figures");
        let engine =
            load(&format!("{server} {workers} {handler} --cpu 20us {load_of}")).expect("the engine's");
        for figure in ["throughput_per_s", "in_system_mean"] {
            let (file, engine) =
                (file[figure].as_f64().expect("a figure"), engine[figure].as_f64().expect("one"));
            let off = (file / engine - 1.0).abs();
            assert!(off < 0.06, "{server}: {figure} is {file:.1} in packets and {engine:.1} in the engine");
        }
    }
}
