//! Inputs that nobody would write: whatever is read from outside is read to an end, or refused; it never panics, and never
//! takes long. A few seconds of it are a part of every test run; FIVETUPLE_FUZZ=N makes N thousand inputs for each target,
//! FIVETUPLE_FUZZ_SEED=S others of them. What was found once stands in `tests/fuzz/found/` and is tried each time.
//!
//! cargo-fuzz needs a compiler of its own; this runs wherever the tests run, and the same seed makes the same inputs.

mod grammar;
mod mutate;
mod targets;

use std::any::Any;
use std::cell::RefCell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Once;
use std::time::{Duration, Instant};

use self::mutate::Chance;
use self::targets::TARGETS;

/// Something that reads what comes from outside.
pub(crate) struct Target {
    name: &'static str,
    /// Inputs that are well formed.
    seeds: fn() -> Vec<Vec<u8>>,
    /// Makes another input from them.
    make: fn(&mut Chance, &Corpus) -> Vec<u8>,
    /// Reads it. Returns the longest time that it was busy without giving its caller a chance to stop it.
    read: fn(&[u8]) -> Duration,
    /// How many inputs a normal test run tries.
    few: usize,
    /// Longer than this may it never be busy, in a release build.
    patience: Duration,
}

/// What inputs are made from.
pub(crate) struct Corpus {
    inputs: Vec<Vec<u8>>,
    /// Every word of the inputs, if they are text.
    words: Vec<String>,
}

impl Corpus {
    fn of(target: &Target) -> Corpus {
        let inputs = (target.seeds)();
        let mut words: Vec<String> = inputs
            .iter()
            .filter_map(|input| std::str::from_utf8(input).ok())
            .flat_map(mutate::words)
            .filter(|word| word.len() < 30)
            .map(str::to_owned)
            .collect();
        words.sort();
        words.dedup();
        Corpus { inputs, words }
    }
}

/// A page that is busy for no longer seems to answer at once.
const AT_ONCE: Duration = Duration::from_millis(50);
/// What cannot be divided may take so long, where somebody works on values of millions of items.
const SOON: Duration = Duration::from_millis(300);

thread_local! {
    /// Where the last panic of this thread was, while it is watched.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Panics that are watched are kept, and not printed.
fn watch_panics() {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let watched = PLACE.with_borrow_mut(|place| {
                let here = info.location().map(ToString::to_string).unwrap_or_default();
                place.as_mut().map(|place| *place = here).is_some()
            });
            if !watched {
                usual(info);
            }
        }));
    });
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("a panic")
}

/// How long the target was busy with an input, or where and how it panicked.
fn tried(target: &Target, input: &[u8]) -> Result<Duration, String> {
    watch_panics();
    PLACE.set(Some(String::new()));
    let done = catch_unwind(AssertUnwindSafe(|| (target.read)(input)));
    let place = PLACE.take().unwrap_or_default();
    done.map_err(|panic| format!("{place}: {}", said(&*panic)))
}

fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok()?.parse().ok()
}

/// How long it was busy at least: a machine that does other work beside it may make a read look slow, but not three.
fn at_least(target: &Target, input: &[u8], first: Duration) -> Duration {
    if first <= target.patience || cfg!(debug_assertions) {
        return first;
    }
    (0..2).filter_map(|_| tried(target, input).ok()).fold(first, Duration::min)
}

/// Tries a target with many inputs; those that something is wrong with are kept.
fn fuzz(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target");
    let corpus = Corpus::of(target);
    let asked = number("FIVETUPLE_FUZZ").map(|thousands| thousands * 1000);
    let seed = number("FIVETUPLE_FUZZ_SEED").unwrap_or(1) as u64;
    let current = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}"));
    let (mut wrong, mut slowest): (Vec<(String, String)>, _) = (Vec::new(), Duration::ZERO);
    let started = Instant::now();
    let count = asked.unwrap_or(target.few);
    for index in 0..count {
        let input = match corpus.inputs.get(index) {
            Some(input) if asked.is_some() => input.clone(),
            _ => (target.make)(&mut Chance::new(seed << 40 | index as u64), &corpus),
        };
        if asked.is_some() {
            // A stack that overflows, or memory that ends, ends the test too: then the input lies here.
            fs::write(&current, &input).expect("the input is kept");
        }
        let what = match tried(target, &input).map(|time| at_least(target, &input, time)) {
            Err(what) => what,
            Ok(time) => {
                slowest = slowest.max(time);
                if time <= target.patience || cfg!(debug_assertions) || asked.is_none() {
                    continue;
                }
                format!("busy for {} ms", time.as_millis())
            }
        };
        if !wrong.iter().any(|(known, _)| *known == what) {
            let kept = current.with_extension(index.to_string());
            fs::write(&kept, &input).expect("the input is kept");
            wrong.push((what, kept.display().to_string()));
        }
    }
    if asked.is_some() {
        println!(
            "{name}: {count} inputs in {:?}, slowest {slowest:?}, {} wrong",
            started.elapsed(),
            wrong.len()
        );
    }
    let lines: Vec<String> = wrong.iter().map(|(what, kept)| format!("{what}: {kept}")).collect();
    assert!(lines.is_empty(), "{name}:\n{}", lines.join("\n"));
}

#[test]
fn any_text_is_a_script_or_refused() {
    fuzz("script");
}

#[test]
fn any_operation_of_a_script_ends() {
    fuzz("operations");
}

#[test]
fn any_pattern_and_format_is_read_or_refused() {
    fuzz("patterns");
}

#[test]
fn large_values_take_no_long_time() {
    fuzz("large");
}

#[test]
fn any_text_is_a_lesson_or_refused() {
    fuzz("lesson");
}

#[test]
fn any_text_is_a_world_or_refused() {
    fuzz("world");
}

#[test]
fn any_file_is_a_capture_or_refused() {
    fuzz("capture");
}

#[test]
fn any_command_of_a_terminal_is_answered() {
    fuzz("terminal");
}

#[test]
fn any_options_of_a_load_are_read_or_refused() {
    fuzz("load");
}

/// `tests/fuzz/found/TARGET-what-it-was`.
#[test]
fn what_was_found_once_is_not_found_again() {
    let mut paths: Vec<PathBuf> = fs::read_dir("tests/fuzz/found")
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "inputs that were found stand there");
    let mut wrong = Vec::new();
    for path in paths {
        let file = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let target = TARGETS.iter().find(|target| file.starts_with(target.name)).expect("a target");
        match tried(target, &fs::read(&path).expect("the input")) {
            Ok(time) if !cfg!(debug_assertions) && time > target.patience => {
                wrong.push(format!("{file}: busy for {time:?}"))
            }
            Ok(_) => {}
            Err(what) => wrong.push(format!("{file}: {what}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
