//! `fivetuple load`: a server under many clients, in figures.

use std::io::{self, Write};
use std::time::Instant;

use fivetuple::load::text::counted;
use fivetuple::load::{Engine, FLAGS, Figures, Limit, Mean, Options, Setup, Times, VALUES};
use serde_json::{Value, json};

use super::{Done, Trouble, load_file, load_measure};

pub(super) fn load(words: &[String]) -> Done {
    let options = read(words)?;
    if let Some(file) = options.get("server").filter(|server| server.ends_with(".py")) {
        return load_file(file, &options);
    }
    if options.has("port") {
        return Err(Trouble::Usage("--port is for a server of your own: --server FILE.py".into()));
    }
    let setup =
        options.setup().map_err(|wrong| Trouble::Usage(format!("--{}: {}", wrong.option, wrong.why)))?;
    let start = Instant::now();
    let engine = Engine::new(setup.clone()).finish();
    let (figures, wall) = (engine.figures(), start.elapsed().as_secs_f64());
    let mut out = if options.has("json") {
        let mut all = json(setup.server.name(), setup.seed, &figures, wall);
        all["limits"] = limits(&setup);
        all.to_string() + "\n"
    } else {
        told(setup.server.name(), &figures)
    };
    if let Some(first) = setup.limits().first().filter(|_| !options.has("json")) {
        let (name, clients) = (first.resource.name(), counted(first.clients));
        out += &format!("limits the number of clients first: {name}, at {clients}: {}\n", first.why);
    }
    io::stdout().write_all(out.as_bytes())?;
    Ok(0)
}

fn limits(setup: &Setup) -> Value {
    let limit = |limit: &Limit| json!({ "resource": limit.resource.name(), "clients": limit.clients, "why": limit.why });
    setup.limits().iter().map(limit).collect()
}

/// A server of the learner's own.
fn load_file(file: &str, options: &Options) -> Done {
    let start = Instant::now();
    let run = load_file::run(file, options)?;
    let figures = load_measure::figures(&run.trace);
    let wall = start.elapsed().as_secs_f64();
    let mut out = if options.has("json") {
        json(file, run.setup.seed, &figures, wall).to_string() + "\n"
    } else {
        told(file, &figures)
    };
    if let Some(limit) =
        run.trace.limit.as_ref().filter(|_| !options.has("json") && run.setup.most_time.is_none())
    {
        out += &format!("the run was stopped: {limit}\n");
    }
    io::stdout().write_all(out.as_bytes())?;
    Ok(0)
}

fn read(words: &[String]) -> Result<Options, Trouble> {
    let mut options = Options::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (option, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word.as_str(), None),
        };
        let name = option.strip_prefix("--").unwrap_or_default();
        if FLAGS.contains(&name) {
            options.set(name, "");
        } else if VALUES.contains(&name) {
            let value = value.or_else(|| words.next().cloned());
            options.set(name, &value.ok_or_else(|| Trouble::Usage(format!("{option} needs a value")))?);
        } else {
            let known: Vec<String> = FLAGS.iter().chain(&VALUES).map(|name| format!("--{name}")).collect();
            let hint = fivetuple::scenario::problem::did_you_mean(option, known.iter().map(String::as_str));
            return Err(Trouble::Usage(format!("there is no option {word}. {hint}")));
        }
    }
    Ok(options)
}

fn json(server: &str, seed: u64, figures: &Figures, wall: f64) -> Value {
    let seconds = |nanos: f64| nanos / 1e9;
    // A half-width that is not known, for there were too few requests, is null.
    let half = |mean: Mean, scale: f64| mean.half_width.map(|half| half * scale);
    let times = |times: &Times| {
        json!({
            "mean": seconds(times.mean.value),
            "half_width": half(times.mean, 1e-9),
            "p50": seconds(times.p50 as f64),
            "p90": seconds(times.p90 as f64),
            "p99": seconds(times.p99 as f64),
            "p999": seconds(times.p999 as f64),
            "max": seconds(times.most as f64),
        })
    };
    json!({
        "server": server,
        "seed": seed,
        "requests": figures.requests,
        "lost": figures.lost,
        "unanswered": figures.unanswered,
        "time_s": seconds(figures.time as f64),
        "throughput_per_s": figures.throughput.value,
        "throughput_half_width": half(figures.throughput, 1.0),
        "response_s": times(&figures.response),
        "wait_s": times(&figures.wait),
        "in_system_mean": figures.in_system.value,
        "in_system_half_width": half(figures.in_system, 1.0),
        "utilisation": figures.utilisation,
        "accept_queue": {
            "mean": figures.accept_queue.mean.value,
            "half_width": half(figures.accept_queue.mean, 1.0),
            "max": figures.accept_queue.most,
            "dropped": figures.accept_queue.dropped,
        },
        "context_switches": figures.switches,
        "memory_bytes": figures.memory,
        "threads": figures.threads,
        "processes": figures.processes,
        "events": figures.events,
        "wall_s": wall,
        "confidence": 0.999,
    })
}

fn told(server: &str, figures: &Figures) -> String {
    let ms = |nanos: u64| format!("{:.3}", nanos as f64 / 1e6);
    let row = |name: &str, times: &Times| {
        format!(
            "{name:<10}{:>10.3}{:>10}{:>10}{:>10}{:>10}{:>10}\n",
            times.mean.value / 1e6,
            ms(times.p50),
            ms(times.p90),
            ms(times.p99),
            ms(times.p999),
            ms(times.most)
        )
    };
    let busy: Vec<String> =
        figures.utilisation.iter().map(|share| format!("{:.0} %", share * 100.0)).collect();
    let mut out = format!(
        "{}: {} requests in {:.3} s, {:.0} a second\n\n",
        server,
        figures.requests,
        figures.time as f64 / 1e9,
        figures.throughput.value
    );
    out += "ms              mean       p50       p90       p99      p999       max\n";
    out += &row("response", &figures.response);
    out += &row("wait", &figures.wait);
    out += &format!(
        "\ncores busy: {}\naccept queue: {:.1} on average, {} at most, {} SYNs dropped\n",
        busy.join(", "),
        figures.accept_queue.mean.value,
        figures.accept_queue.most,
        figures.accept_queue.dropped
    );
    out += &format!(
        "threads: {}; processes: {}; memory: {:.1} MiB; context switches: {}\n",
        figures.threads,
        figures.processes,
        figures.memory as f64 / (1 << 20) as f64,
        figures.switches
    );
    if figures.lost + figures.unanswered > 0 {
        out += &format!("gave up: {}; without an answer at the end: {}\n", figures.lost, figures.unanswered);
    }
    out
}
