//! What reads things from outside, each with inputs to begin from.

use std::fs;
use std::rc::Rc;
use std::time::{Duration, Instant};

use fivetuple::capture::{self, Capture};
use fivetuple::lesson::{self, Known, catalog};
use fivetuple::load::{EXPERIMENTS, Engine, Options};
use fivetuple::model::id::HostId;
use fivetuple::model::world::World;
use fivetuple::report::{Commands, Point, capture as packets, pcap, pcapng, sentence};
use fivetuple::scenario::{build, single_host, text};
use fivetuple::script;
use fivetuple::trace::{Run, Trace};
use fivetuple::view::{COMMANDS, Letters, Moment, Size, VIEWS, Walk, terminal};

use super::mutate::{self, Chance};
use super::{AT_ONCE, Corpus, SOON, Target, grammar};
use crate::tidy::files_under;

pub(super) const TARGETS: &[Target] = &[
    Target { name: "script", seeds: scripts, make: words, read: run_script, few: 150, patience: AT_ONCE },
    Target {
        name: "operations",
        seeds: || Vec::new(),
        make: grammar::operations,
        read: run_script,
        few: 150,
        patience: AT_ONCE,
    },
    Target {
        name: "patterns",
        seeds: || Vec::new(),
        make: grammar::patterns,
        read: run_script,
        few: 150,
        patience: AT_ONCE,
    },
    Target {
        name: "large",
        seeds: grammar::large,
        make: grammar::larger,
        read: run_script,
        few: 4,
        patience: SOON,
    },
    Target { name: "lesson", seeds: lessons, make: words, read: read_lesson, few: 400, patience: AT_ONCE },
    Target { name: "world", seeds: worlds, make: words, read: run_world, few: 300, patience: AT_ONCE },
    Target {
        name: "capture",
        seeds: captures,
        make: octets,
        read: read_capture,
        few: 400,
        patience: AT_ONCE,
    },
    Target { name: "terminal", seeds: commands, make: words, read: answer, few: 400, patience: AT_ONCE },
    Target { name: "load", seeds: loads, make: words, read: load, few: 60, patience: AT_ONCE },
];

fn words(chance: &mut Chance, corpus: &Corpus) -> Vec<u8> {
    let from = String::from_utf8_lossy(chance.one::<Vec<u8>>(&corpus.inputs));
    let other = String::from_utf8_lossy(chance.one::<Vec<u8>>(&corpus.inputs));
    if chance.once_in(20) {
        return mutate::bytes(chance, from.as_bytes(), other.as_bytes());
    }
    mutate::text(chance, &from, &other, &corpus.words).into_bytes()
}

fn octets(chance: &mut Chance, corpus: &Corpus) -> Vec<u8> {
    let (from, other) = (chance.one::<Vec<u8>>(&corpus.inputs), chance.one::<Vec<u8>>(&corpus.inputs));
    mutate::bytes(chance, from, other)
}

/// How long something took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

fn contents(folders: &[&str], extension: &str) -> Vec<Vec<u8>> {
    let paths = folders.iter().flat_map(|folder| files_under(folder, extension));
    paths.map(|path| fs::read(path).expect("a file")).filter(|text| text.len() < 12_000).collect()
}

fn scripts() -> Vec<Vec<u8>> {
    contents(&["tests/python", "tests/kernel", "lessons/programs"], "py")
}

/// Compiles it and lets it run for a while, as the page does: a moment, a look at the clock, a moment.
fn run_script(input: &[u8]) -> Duration {
    let source = String::from_utf8_lossy(input);
    let (modules, busy) = timed(|| script::program("fuzz.py", &source));
    match modules {
        Ok(modules) => busy.max(run(single_host(modules, "fuzz.py", 1))),
        Err(problems) => {
            assert!(problems.iter().all(|problem| !problem.to_string().is_empty()));
            busy
        }
    }
}

/// The longest moment of a run; then what all views say of its end.
fn run(world: World) -> Duration {
    let (mut run, start, mut busy) = (Run::new(world), Instant::now(), Duration::ZERO);
    for _ in 0..400 {
        let (goes_on, time) = timed(|| run.advance(1, &Commands));
        busy = busy.max(time);
        if !goes_on || start.elapsed() > Duration::from_millis(60) {
            break;
        }
    }
    let at = run.trace().steps.len();
    // One run in a few is looked at: each picture costs as much as many steps.
    if at % 5 == 1 { busy.max(look(Rc::new(run.trace().clone()))) } else { busy }
}

fn look(trace: Rc<Trace>) -> Duration {
    let at = trace.steps.len();
    let moment = Moment::new(trace.clone(), Rc::new(Letters::of(&trace)), at);
    let mut busy = Duration::ZERO;
    for view in VIEWS {
        for size in [Size::Wide, Size::Narrow] {
            busy = busy.max(timed(|| (view.draw)(&moment, size)).1);
        }
    }
    if at > 0 {
        sentence(trace.events_of(at - 1), &moment.before, &moment.world);
    }
    let seen = packets(&trace, 0..at, Point::Everywhere);
    capture::read(&pcapng(&trace, &seen)).expect("our own files can be read");
    busy
}

fn lessons() -> Vec<Vec<u8>> {
    catalog::order().into_iter().filter_map(catalog::file).map(|text| text.as_bytes().to_vec()).collect()
}

fn read_lesson(input: &[u8]) -> Duration {
    let text = String::from_utf8_lossy(input);
    let programs = |_: &str| Some("print(1)\n".to_owned());
    let known = Known { views: &["network"], lessons: &["port"], misconceptions: &["M1"] };
    let (_, checked) = timed(|| lesson::check("04-five-tuple.md", &text, &programs, &known));
    let (read, parsed) = timed(|| lesson::parse("04-five-tuple.md", &text, &programs));
    if let Err(problems) = &read {
        assert!(!problems.is_empty() && problems.iter().all(|problem| !problem.in_file("x").is_empty()));
    }
    checked.max(parsed)
}

fn worlds() -> Vec<Vec<u8>> {
    let mut worlds: Vec<Vec<u8>> = Vec::new();
    for lesson in lessons() {
        let text = String::from_utf8_lossy(&lesson).into_owned();
        let world = text.split("```{world}\n").nth(1).and_then(|rest| rest.split("```").next());
        worlds.extend(world.map(|world| world.as_bytes().to_vec()));
    }
    let tests = include_str!("../../../src/scenario/text_tests.rs");
    worlds.extend(
        tests.split('"').map(|part| part.replace("\\n", "\n").into_bytes()).filter(|part| part.len() > 20),
    );
    worlds
}

/// Reads it, prints it and reads that, and lets it run with a client or a server in each file.
fn run_world(input: &[u8]) -> Duration {
    let world = String::from_utf8_lossy(input);
    let (read, busy) = timed(|| text::parse(&world));
    let Ok(mut scenario) = read else { return busy };
    assert_eq!(text::parse(&scenario.to_string()).as_ref(), Ok(&scenario), "printed and read again");
    let target =
        scenario.hosts.iter().flat_map(|host| &host.interfaces).next().map(|one| one.address.to_string());
    let target = target.unwrap_or_else(|| "127.0.0.1".to_owned());
    let sources = [
        "import socket\ns = socket.create_server(('', 80))\nwhile True: s.accept()\n".to_owned(),
        format!("import socket\ns = socket.create_connection(('{target}', 80))\ns.sendall(b'x' * 99999)\n"),
        format!(
            "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\nwhile True: s.sendto(b'', ('{target}', 9))\n"
        ),
    ];
    let files: Vec<String> = scenario.files().into_iter().map(str::to_owned).collect();
    for (index, file) in files.iter().enumerate() {
        scenario.give_source(file, &sources[index % 3]);
    }
    let (built, building) = timed(|| build(&scenario));
    built.map_or(busy, |world| busy.max(building).max(run(world)))
}

fn captures() -> Vec<Vec<u8>> {
    let mut files = contents(&["tests/captures"], "pcap");
    let lesson = catalog::lesson("04-five-tuple.md").expect("a lesson");
    let trace = Run::new(build(&lesson.scenario).expect("its programs")).finish(&Commands);
    let seen = packets(&trace, 0..trace.steps.len(), Point::Everywhere);
    files.push(pcapng(&trace, &seen));
    files.push(pcap(&seen));
    files
}

fn read_capture(input: &[u8]) -> Duration {
    let walked = |capture: &Capture| {
        let walk = Walk::of(capture);
        let panels = VIEWS.iter().map(|view| (view.draw)(&walk.moment(walk.steps()), Size::Narrow));
        (capture::lookups(capture), panels.collect::<Vec<_>>())
    };
    timed(|| capture::read(input).map(|capture| walked(&capture))).1
}

fn commands() -> Vec<Vec<u8>> {
    let more = [
        "ss -tan state established '( dport = :80 or sport = :http )'",
        "ss -4 -n dst 10.0.0.0/8 and not src 127.0.0.1:80",
        "ss -o state fin-wait-1 state all exclude listening",
        "tcpdump -n -c 3 'tcp[tcpflags] & (tcp-syn|tcp-ack) != 0 and host 192.168.1.1'",
        "tcpdump -nn -i any port 80 and not udp",
        "strace -f -e trace=network -p 1001",
        "lsof -i :80 -sTCP:LISTEN",
        "netstat -tulpn | grep 80 | wc -l",
        "cat /proc/sys/net/ipv4/ip_local_port_range /proc/net/udp",
        "sysctl -w net.ipv4.ip_forward=1; hostname",
        "conntrack -L -p tcp --dport 80",
    ];
    COMMANDS.iter().chain(&more).map(|line| line.as_bytes().to_vec()).collect()
}

thread_local! {
    /// The moment at whose terminals commands are typed.
    static MOMENT: Moment = {
        let trace = crate::views::lesson();
        let letters = Rc::new(Letters::of(&trace));
        let at = trace.steps.len() / 2;
        Moment::new(trace, letters, at)
    };
}

fn answer(input: &[u8]) -> Duration {
    let line = String::from_utf8_lossy(input);
    MOMENT.with(|moment| timed(|| terminal(moment, None, HostId(input.len() as u16 % 3), &line)).1)
}

fn loads() -> Vec<Vec<u8>> {
    let runs = EXPERIMENTS
        .iter()
        .flat_map(|experiment| experiment.runs.iter().map(|(_, own)| (experiment.common, own)));
    runs.map(|(common, own)| format!("{common} {own}").into_bytes()).collect()
}

fn load(input: &[u8]) -> Duration {
    let options = Options::of(&String::from_utf8_lossy(input));
    let again = Options::of(&options.line());
    assert_eq!(Options::of(&again.line()), again);
    let Ok(setup) = options.setup() else { return Duration::ZERO };
    let (mut engine, mut busy) = timed(|| Engine::new(setup));
    for _ in 0..20 {
        let (goes_on, time) = timed(|| engine.advance(100));
        busy = busy.max(time);
        if !goes_on {
            break;
        }
    }
    let (_, time) = timed(|| (engine.figures(), engine.overview().clone()));
    busy.max(time)
}
