//! `fivetuple load`: a server under many clients, in figures.

use std::io::{self, Write};
use std::time::Instant;

use fivetuple::load::{
    ARCHITECTURES, Architecture, Clients, Engine, Figures, Handler, Machine, Mean, Odd, Setup, Source,
    Spread, Times, text,
};
use serde_json::{Value, json};

use super::{Done, Trouble};

/// Options without a value.
const FLAGS: [&str; 4] = ["--json", "--keep-alive", "--blocks-loop", "--gil"];

pub(super) fn load(words: &[String]) -> Done {
    let options = Options::read(words)?;
    let setup = setup(&options)?;
    let start = Instant::now();
    let engine = Engine::new(setup.clone()).finish();
    let (figures, wall) = (engine.figures(), start.elapsed().as_secs_f64());
    let text = if options.has("--json") {
        json(&setup, &figures, wall).to_string() + "\n"
    } else {
        told(&setup, &figures)
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(0)
}

/// The options as they were given, the last of each counting.
struct Options(Vec<(String, String)>);

impl Options {
    fn read(words: &[String]) -> Result<Options, Trouble> {
        let mut given = Vec::new();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            if FLAGS.contains(&name) {
                given.push((name.to_owned(), String::new()));
            } else if VALUES.contains(&name) {
                let value = value.or_else(|| words.next().cloned());
                let value = value.ok_or_else(|| Trouble::Usage(format!("{name} needs a value")))?;
                given.push((name.to_owned(), value));
            } else {
                let known = FLAGS.iter().chain(&VALUES).copied();
                let hint = fivetuple::scenario::problem::did_you_mean(name, known);
                return Err(Trouble::Usage(format!("there is no option {word}. {hint}")));
            }
        }
        Ok(Options(given))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A value that one of the readers of `text` understands.
    fn read_as<T>(&self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, Trouble> {
        let read = |value: &str| read(value).map_err(|why| Trouble::Usage(format!("{name}: {why}")));
        self.get(name).map(read).transpose()
    }

    fn number(&self, name: &str, least: u64, most: u64) -> Result<Option<u64>, Trouble> {
        let read = |value: &str| {
            let number = value.replace('_', "").parse().ok().filter(|number| (least..=most).contains(number));
            number.ok_or_else(|| format!("`{value}` is not a whole number from {least} to {most}."))
        };
        self.read_as(name, read)
    }
}

/// Options with a value.
const VALUES: [&str; 20] = [
    "--server",
    "--machine",
    "--cores",
    "--workers",
    "--clients",
    "--think",
    "--rate",
    "--cpu",
    "--wait",
    "--backlog",
    "--requests",
    "--seed",
    "--time",
    "--slice",
    "--network",
    "--odd",
    "--odd-silence",
    "--odd-cpu",
    "--odd-wait",
    "--resident",
];

fn setup(options: &Options) -> Result<Setup, Trouble> {
    let server = options.read_as("--server", |name| {
        Architecture::named(name).ok_or_else(|| {
            let names: Vec<&str> = ARCHITECTURES.iter().map(|(name, _)| *name).collect();
            format!("`{name}` is no server. There are {}.", names.join(", "))
        })
    })?;
    let server =
        server.ok_or_else(|| Trouble::Usage("--server is missing: which server is to run?".into()))?;
    let machine = machine(options)?;
    let workers = options.number("--workers", 1, 1 << 20)?.unwrap_or(machine.cores.into());
    Ok(Setup {
        server,
        workers: workers as u32,
        backlog: options.number("--backlog", 0, 1 << 24)?.unwrap_or(511) as u32,
        handler: Handler {
            compute: options.read_as("--cpu", text::spread)?.unwrap_or(Spread::Fixed(100_000)),
            wait: options.read_as("--wait", text::spread)?.unwrap_or(Spread::Fixed(0)),
            blocks_loop: options.has("--blocks-loop"),
        },
        clients: clients(options)?,
        seed: options.number("--seed", 0, u64::MAX)?.unwrap_or(1),
        requests: options.number("--requests", 1, 1 << 40)?.unwrap_or(100_000),
        most_time: options.read_as("--time", text::duration)?,
        machine,
    })
}

fn machine(options: &Options) -> Result<Machine, Trouble> {
    let machine = options.read_as("--machine", |name| {
        Machine::named(name).ok_or_else(|| format!("`{name}` is no machine. There are linux and ideal."))
    })?;
    let mut machine = machine.unwrap_or_else(Machine::linux);
    if let Some(cores) = options.number("--cores", 1, 64)? {
        machine.cores = cores as u32;
    }
    if let Some(slice) = options.read_as("--slice", text::duration)? {
        machine.slice = slice.max(1);
    }
    if let Some(network) = options.read_as("--network", text::duration)? {
        machine.network = network;
    }
    if let Some(resident) = options.number("--resident", 1, 1 << 20)? {
        machine.resident_mib = resident as u32;
    }
    machine.global_lock = options.has("--gil");
    Ok(machine)
}

fn clients(options: &Options) -> Result<Clients, Trouble> {
    let count = options.number("--clients", 1, 10_000_000)?;
    let think = options.read_as("--think", text::spread)?;
    let source = match options.read_as("--rate", text::rate)? {
        Some(_) if count.is_some() || think.is_some() => {
            let why = "--rate brings a new client for each request: --clients and --think do not go with it";
            return Err(Trouble::Usage(why.into()));
        }
        Some(source) => source,
        None => {
            Source::Closed { clients: count.unwrap_or(64) as u32, think: think.unwrap_or(Spread::Fixed(0)) }
        }
    };
    let silence = options.read_as("--odd-silence", |value| match value {
        "forever" => Ok(None),
        value => text::duration(value).map(Some),
    })?;
    let odd = options.number("--odd", 0, 10_000_000)?.filter(|count| *count > 0);
    let odd = match odd {
        Some(count) => Some(Odd {
            clients: count as u32,
            silence: silence.unwrap_or(Some(0)),
            compute: options.read_as("--odd-cpu", text::spread)?,
            wait: options.read_as("--odd-wait", text::spread)?,
        }),
        None => None,
    };
    Ok(Clients { source, keep_alive: options.has("--keep-alive"), odd })
}

fn json(setup: &Setup, figures: &Figures, wall: f64) -> Value {
    let seconds = |nanos: f64| nanos / 1e9;
    // A half-width that is not known, for there were too few requests, is null.
    let half = |mean: Mean, scale: f64| Some(mean.half_width * scale).filter(|half| half.is_finite());
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
        "server": setup.server.name(),
        "seed": setup.seed,
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

fn told(setup: &Setup, figures: &Figures) -> String {
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
        setup.server.name(),
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
