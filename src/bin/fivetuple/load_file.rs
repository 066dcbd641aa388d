//! `fivetuple load --server FILE.py`: the learner's own program, in the model of packets and sockets, under clients that are
//! programs too. Slower than the laboratory's engine by a factor of a hundred, and exact: nothing is summed up.

use std::fmt::Write;
use std::time::Duration;

use fivetuple::load::{Clients, Options, Setup, Source};
use fivetuple::report::Commands;
use fivetuple::scenario::{ModuleSpec, ProgramSpec, Scenario, build, text};
use fivetuple::trace::{Run, Trace};

use super::Trouble;
use super::load::{beside, read, wrong};

/// The server has so long to begin, before the clients come.
pub(super) const HEAD_START: Duration = Duration::from_millis(500);
/// More requests would be a trace of gigabytes, and more clients more threads than a machine takes.
const MOST: (u64, u32) = (20_000, 900);
/// As many requests, where nobody says otherwise.
const REQUESTS: &str = "2000";
/// What the file says itself, or the model has no knob for.
const FOREIGN: [&str; 14] = [
    "machine",
    "workers",
    "cpu",
    "wait",
    "blocks-loop",
    "backlog",
    "slice",
    "switch",
    "gil",
    "odd-cpu",
    "odd-wait",
    "resident",
    "sources",
    "ram",
];

/// A run of the file under a load.
pub(super) struct FileRun {
    pub(super) trace: Trace,
    pub(super) setup: Setup,
}

pub(super) fn run(file: &str, options: &Options) -> Result<FileRun, Trouble> {
    if let Some(name) = FOREIGN.iter().find(|name| options.has(name)) {
        let message = format!(
            "--{name} is not for a server of your own: its file says what it does, on the model's usual machine"
        );
        return Err(Trouble::Usage(message));
    }
    // The engine's own reading of the options: which architecture is the file's matter.
    let mut options = options.clone();
    options.set("server", "iterative");
    if !options.has("requests") {
        options.set("requests", REQUESTS);
    }
    let setup =
        options.setup().map_err(|wrong| Trouble::Usage(format!("--{}: {}", wrong.option, wrong.why)))?;
    let clients = setup.wanted().map_or(1, |clients| clients as u32);
    if setup.requests > MOST.0 || clients > MOST.1 {
        let message = format!(
            "a server of your own gets at most {} requests (--requests) of {} clients (--clients)",
            MOST.0, MOST.1
        );
        return Err(Trouble::Usage(message));
    }
    let port: u16 = match options.get("port").unwrap_or("3000").parse() {
        Ok(port @ 1..) => port,
        _ => return Err(Trouble::Usage("--port must be a number from 1 to 65535".into())),
    };
    let scenario = scenario(file, &setup, port)?;
    let world = build(&scenario).map_err(|problems| wrong(&problems))?;
    Ok(FileRun { trace: Run::new(world).finish(&Commands), setup })
}

fn scenario(file: &str, setup: &Setup, port: u16) -> Result<Scenario, Trouble> {
    let path = std::path::Path::new(file);
    let source = read(path)?;
    let one_way = setup.machine.network;
    let text = format!(
        "seed {}\nlink lan 10.0.0.0/24 {one_way}ns\nhost server lan 10.0.0.1 cores {}\nhost clients lan 10.0.0.2 cores 64\n",
        setup.seed, setup.machine.cores
    );
    let mut scenario =
        text::parse(&text).map_err(|_| Trouble::Other("fivetuple: the world is wrong".into(), 2))?;
    let program = |host: &str, file: &str, source: String, start| ProgramSpec {
        host: host.to_owned(),
        file: file.to_owned(),
        source,
        start,
    };
    let module = |(file, source)| ModuleSpec { file, source };
    scenario.modules = beside(path, &source).into_iter().map(module).collect();
    scenario.programs = vec![
        program("server", file, source, Duration::ZERO),
        program("clients", "clients.py", clients(setup, port), HEAD_START),
    ];
    let limits = &mut scenario.limits;
    (limits.events, limits.threads, limits.sockets) = (20_000_000, 50_000, 1_000_000);
    (limits.output, limits.data, limits.operations) = (64 << 20, 1 << 30, 1 << 32);
    limits.time =
        setup.most_time.map_or(Duration::from_secs(3600), |time| HEAD_START + Duration::from_nanos(time));
    Ok(scenario)
}

/// The clients as one Python program: each request's due time and the time of its answer are printed.
fn clients(setup: &Setup, port: u16) -> String {
    let Clients { source, keep_alive, odd } = &setup.clients;
    let (odd, silence) = odd.as_ref().map_or((0, 0.0), |odd| {
        // For ever is longer than any run.
        (odd.clients, odd.silence.map_or(1e6, |silence| silence as f64 / 1e9))
    });
    let mut text = format!(
        "import socket, threading, time\nSERVER = \"10.0.0.1\", {port}\nKEEP, ODD, SILENCE = {}, {odd}, {silence}\n{CLIENT}",
        if *keep_alive { "True" } else { "False" }
    );
    let pause = |client: u64, request: u64| setup.pause(client, request) as f64 / 1e9;
    match source {
        Source::Closed { clients, .. } => {
            let each = setup.requests.div_ceil(u64::from(*clients));
            for client in 0..u64::from(*clients) {
                let pauses: Vec<String> =
                    (0..each).map(|request| format!("{:.9}", pause(client, request))).collect();
                let _ = writeln!(text, "start(closed, {client}, [{}])", pauses.join(", "));
            }
        }
        Source::Open { .. } => {
            text += "begin = time.monotonic()\n";
            let mut at = 0.0;
            for number in 0..setup.requests {
                at += pause(number, 0);
                let _ = writeln!(
                    text,
                    "time.sleep(max(0, begin + {at:.9} - time.monotonic()))\nstart(one, {number}, begin + {at:.9})"
                );
            }
        }
    }
    text
}

const CLIENT: &str = "\
def connect(number):
    connection = socket.create_connection(SERVER)
    if number < ODD:
        time.sleep(SILENCE)
    return connection

def ask(connection, number, due):
    connection.sendall(b'%d\\n' % number)
    if connection.recv(65536):
        print(due, time.monotonic())

def closed(number, pauses):
    connection = None
    for pause in pauses:
        time.sleep(pause)
        due = time.monotonic()
        connection = connection or connect(number)
        ask(connection, number, due)
        if not KEEP:
            connection.close()
            connection = None

def one(number, due):
    with connect(number) as connection:
        ask(connection, number, due)

def start(target, *args):
    threading.Thread(target=target, args=args, daemon=args[0] < ODD and SILENCE > 1e5).start()

";
