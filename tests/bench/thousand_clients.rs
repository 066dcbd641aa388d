//! How fast is the model? One thousand clients are connected to one port; the same program natively and in WebAssembly.
//! It prints figures and judges none: `node tools/bench.mjs` builds and runs it.

use fivetuple::load::{Engine, Options};
use fivetuple::report::Commands;
use fivetuple::scenario::{Scenario, build, text};
use fivetuple::trace::{Run, Trace};

const WORLD: &str = include_str!("world.txt");
/// Loads of the laboratory: M/M/4, which `mm4.py` has too, an echo, and connections that are kept, up to a million.
const LOADS: [(&str, &str); 7] = [
    (
        "M/M/4, load 0.8",
        "server=thread-pool machine=ideal cores=4 workers=4 cpu=exp:1ms rate=poisson:3200 requests=1000000",
    ),
    ("echo, 1,000 clients", "server=event-loop clients=1000 cpu=1us keep-alive requests=1000000"),
    ("100 kept connections", "server=async clients=100 think=exp:1s cores=4 keep-alive requests=300000"),
    ("1,000", "server=async clients=1000 think=exp:1s cores=4 keep-alive requests=300000"),
    ("10,000", "server=async clients=10000 think=exp:10s cores=4 keep-alive requests=300000"),
    ("100,000", "server=async clients=100000 think=exp:100s cores=4 keep-alive requests=300000"),
    ("1,000,000", "server=async clients=1000000 think=exp:1000s cores=4 keep-alive requests=1500000"),
];
const RUNS: usize = 5;
const SEEKS: usize = 1000;
/// Lengths of traces for which seeking is measured, beside the whole.
const LENGTHS: [usize; 4] = [1_000, 10_000, 50_000, 100_000];

fn main() {
    let report = measure().unwrap_or_else(|problem| format!("no figures: {problem}"));
    platform::say(&report);
}

fn measure() -> Result<String, String> {
    let scenario = scenario()?;
    let mut lines = Vec::new();
    let mut fastest: Option<(f64, Trace)> = None;
    for _ in 0..RUNS {
        let (milliseconds, trace) = run(&scenario)?;
        if fastest.as_ref().is_none_or(|(before, _)| milliseconds < *before) {
            fastest = Some((milliseconds, trace));
        }
    }
    let (milliseconds, trace) = fastest.ok_or("nothing was run")?;
    let (events, steps) = (trace.events.len(), trace.steps.len());
    let rate = events as f64 / milliseconds * 1000.0;
    lines.push(format!("{events} events in {steps} steps, the fastest of {RUNS} runs: {milliseconds:.1} ms"));
    lines.push(format!("{rate:.0} events per second"));
    lines.push(format!("{SEEKS} seeks to any step, forwards and backwards, by the length of the trace:"));
    lines.push("    events     steps  mean ms  longest ms".to_owned());
    for most in LENGTHS.into_iter().filter(|most| *most < events) {
        lines.push(seek(&beginning(&scenario, most)?));
    }
    lines.push(seek(&trace));
    lines.push("The load laboratory's engine:".to_owned());
    for (name, line) in LOADS {
        lines.push(load(name, line)?);
    }
    Ok(lines.join("\n"))
}

/// A load in the laboratory's engine: how many requests and events in a second of wall time.
fn load(name: &str, line: &str) -> Result<String, String> {
    let setup = Options::of(line).setup().map_err(|wrong| wrong.why)?;
    let start = platform::milliseconds();
    let engine = Engine::new(setup).finish();
    let seconds = (platform::milliseconds() - start) / 1000.0;
    let figures = engine.figures();
    let each = |count: u64| count as f64 / seconds;
    let answered = engine.answered_so_far();
    Ok(format!(
        "{name:<32}{:>12.0} requests/s{:>14.0} events/s{seconds:>8.2} s",
        each(answered),
        each(figures.events)
    ))
}

/// The run until it has so many events.
fn beginning(scenario: &Scenario, events: usize) -> Result<Trace, String> {
    let mut scenario = scenario.clone();
    scenario.limits.events = events as u64;
    let world = build(&scenario).map_err(|problems| format!("{problems:?}"))?;
    Ok(Run::new(world).finish(&Commands))
}

fn scenario() -> Result<Scenario, String> {
    let mut scenario = text::parse(WORLD).map_err(|problem| format!("{problem:?}"))?;
    scenario.give_source("server.py", include_str!("server.py"));
    scenario.give_source("clients.py", include_str!("clients.py"));
    scenario.limits.events = 5_000_000;
    Ok(scenario)
}

/// One run with its whole history kept, as the page does it: how long it took, and the history.
fn run(scenario: &Scenario) -> Result<(f64, Trace), String> {
    let world = build(scenario).map_err(|problems| format!("{problems:?}"))?;
    let start = platform::milliseconds();
    let trace = Run::new(world).finish(&Commands);
    let took = platform::milliseconds() - start;
    if let Some(limit) = &trace.limit {
        return Err(limit.to_string());
    }
    let screen = &trace.world_at(trace.steps.len()).screen;
    let printed: Vec<u8> = screen.iter().flat_map(|written| written.text.to_vec()).collect();
    if printed != include_bytes!("printed.txt") {
        return Err(format!("the programs printed {:?}", String::from_utf8_lossy(&printed)));
    }
    Ok((took, trace))
}

/// A row of the table: the mean and the longest time to see the world at a step, in an order that no cache expects.
fn seek(trace: &Trace) -> String {
    let (mut step, mut sum, mut longest) = (0, 0.0, 0.0_f64);
    for _ in 0..SEEKS {
        step = (step * 75 + 74) % 65_537;
        let start = platform::milliseconds();
        let world = trace.world_at(step % (trace.steps.len() + 1));
        let took = platform::milliseconds() - start;
        drop(world);
        sum += took;
        longest = longest.max(took);
    }
    let (events, steps) = (trace.events.len(), trace.steps.len());
    format!("{events:>10}{steps:>10}{:>9.2}{longest:>12.2}", sum / SEEKS as f64)
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use std::sync::LazyLock;
    use std::time::Instant;

    static START: LazyLock<Instant> = LazyLock::new(Instant::now);

    pub(super) fn milliseconds() -> f64 {
        START.elapsed().as_secs_f64() * 1000.0
    }

    pub(super) fn say(text: &str) {
        println!("{text}");
    }
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use js_sys::{Function, Reflect, global};
    use wasm_bindgen::{JsCast, JsValue};

    pub(super) fn milliseconds() -> f64 {
        call("performance", "now", &[]).as_f64().unwrap_or(f64::NAN)
    }

    pub(super) fn say(text: &str) {
        call("console", "log", &[text.into()]);
    }

    /// Calls a method of an object that every JavaScript engine has.
    fn call(object: &str, method: &str, arguments: &[JsValue]) -> JsValue {
        let object = Reflect::get(&global(), &object.into()).unwrap_or_default();
        let method = Reflect::get(&object, &method.into()).unwrap_or_default();
        let method = method.dyn_ref::<Function>().cloned();
        method.and_then(|method| method.apply(&object, &arguments.iter().collect()).ok()).unwrap_or_default()
    }
}
