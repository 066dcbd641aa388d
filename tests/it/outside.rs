//! Laws of networks that fail: random programs behind routers that translate, with links that are cut, mended and
//! changed, and processes that are killed in mid-run. FIVETUPLE_FIRE=N runs N times as many as usual.

use std::fmt::Write;

use fivetuple::model::event::{DropReason, Event};
use fivetuple::model::world::World;
use fivetuple::scenario::{Scenario, build, text};
use fivetuple::trace::Trace;
use proptest::prelude::*;

use crate::lawbook::{self, every_law, nothing_leaks};

const LINKS: [&str; 3] = ["home", "office", "far"];
/// Hosts with a server, and how the others name it: the last one stands behind a router that forwards a port.
const SERVERS: [(&str, &str, u16); 2] = [("server", "203.0.113.1", 80), ("o2", "203.0.113.8", 8080)];
const CLIENTS: [&str; 3] = ["h1", "h2", "o1"];

/// A client: where it runs, whom it calls, when it starts, and what it does.
#[derive(Clone, Debug)]
struct Client {
    host: usize,
    server: usize,
    start: u32,
    does: Does,
}

#[derive(Clone, Debug)]
enum Does {
    /// Sends so many bytes in pieces with pauses, reads all that comes back; port 5000 or one that the kernel chooses.
    Echo { bytes: u32, piece: u32, pause: u32, bound: bool },
    /// Sends and waits for nothing: closes with RST, or ends.
    Leave { bytes: u32, abort: bool },
    /// Sends datagrams with pauses and hears what comes back; with a peer, or without.
    Datagrams { count: u32, pause: u32, peer: bool },
    /// Forks: the child has the same connection, and both send.
    Fork { bytes: u32 },
}

/// What is done from outside, and when; numbers choose.
#[derive(Clone, Debug)]
struct Deed {
    at: u32,
    kind: u8,
    which: usize,
    size: u32,
}

/// How the routers are set: whether they limit the external ports, and how long they remember.
#[derive(Clone, Debug)]
struct Routers {
    ports: Option<u16>,
    established: u32,
    short: u32,
}

#[derive(Clone, Debug)]
struct Plan {
    weather: (u32, u32, u32),
    routers: Routers,
    clients: Vec<Client>,
    deeds: Vec<Deed>,
    seed: u64,
}

fn client() -> impl Strategy<Value = Client> {
    let does = prop_oneof![
        4 => (0u32..20_000, 1u32..6000, 0u32..900, any::<bool>())
            .prop_map(|(bytes, piece, pause, bound)| Does::Echo { bytes, piece, pause, bound }),
        1 => (0u32..20_000, any::<bool>()).prop_map(|(bytes, abort)| Does::Leave { bytes, abort }),
        2 => (1u32..6, 0u32..4000, any::<bool>())
            .prop_map(|(count, pause, peer)| Does::Datagrams { count, pause, peer }),
        1 => (0u32..5000).prop_map(|bytes| Does::Fork { bytes }),
    ];
    (0..CLIENTS.len(), 0..SERVERS.len(), 0u32..2000, does).prop_map(|(host, server, start, does)| Client {
        host,
        server,
        start,
        does,
    })
}

fn plan() -> impl Strategy<Value = Plan> {
    let weather = prop_oneof![1 => Just((0, 0, 0)), 1 => (0u32..15, 0u32..10, 0u32..30)];
    let routers = (prop::option::of(1u16..4), prop_oneof![2u32..10, Just(432_000)], 1u32..20)
        .prop_map(|(ports, established, short)| Routers { ports, established, short });
    let deed = (0u32..6000, 0u8..5, 0usize..9, 0u32..60).prop_map(|(at, kind, which, size)| Deed {
        at,
        kind,
        which,
        size,
    });
    let clients = prop::collection::vec(client(), 1..6);
    (weather, routers, clients, prop::collection::vec(deed, 0..6), 0u64..1000)
        .prop_map(|(weather, routers, clients, deeds, seed)| Plan { weather, routers, clients, deeds, seed })
}

const SERVER: &str = "
import socket, threading
def serve(connection, peer):
    total = 0
    try:
        while True:
            data = connection.recv(4000)
            if not data:
                break
            total += len(data)
            connection.sendall(data)
    except OSError as problem:
        print(peer, 'failed', total, type(problem).__name__)
    connection.close()
def answer():
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    u.bind(('0.0.0.0', 80))
    u.settimeout(100)
    try:
        while True:
            data, peer = u.recvfrom(4000)
            u.sendto(data, peer)
    except OSError as problem:
        print('datagrams', type(problem).__name__)
    u.close()
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 80))
listener.listen(2)
listener.settimeout(200)
threading.Thread(target=answer).start()
try:
    while True:
        connection, peer = listener.accept()
        connection.settimeout(1500)
        threading.Thread(target=serve, args=(connection, peer)).start()
except OSError:
    pass
listener.close()
";

const CLIENT: &str = "
import os, socket, struct, sys, threading, time
def connection(server, bound):
    s = socket.socket()
    s.settimeout(1500)
    if bound:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(('0.0.0.0', 5000))
    s.connect(server)
    return s
def pattern(size):
    return bytes([i * 7 % 251 for i in range(size)])
def echo(server, size, piece, pause, bound):
    s = connection(server, bound)
    back = []
    def reader():
        try:
            while data := s.recv(5000):
                back.append(data)
        except OSError as problem:
            print('reader', type(problem).__name__)
    thread = threading.Thread(target=reader)
    thread.start()
    whole = pattern(size)
    try:
        for at in range(0, size, piece):
            s.sendall(whole[at:at + piece])
            time.sleep(pause / 1000)
        s.shutdown(socket.SHUT_WR)
    finally:
        thread.join()
        got = b''.join(back)
        print('prefix', whole.startswith(got), 'all', got == whole)
def leave(server, size, abort):
    s = connection(server, False)
    s.sendall(pattern(size))
    if abort:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        s.close()
def datagrams(server, count, pause, peer):
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    u.settimeout(1)
    if peer:
        u.connect(server)
    for number in range(count):
        try:
            u.sendto(b'%d' % number, server) if not peer else u.send(b'%d' % number)
            print(u.recvfrom(100))
        except OSError as problem:
            print('datagram', type(problem).__name__)
        time.sleep(pause / 1000)
def fork(server, size):
    s = connection(server, False)
    child = os.fork()
    s.sendall(pattern(size))
    if child:
        os.waitpid(child, 0)
        s.shutdown(socket.SHUT_WR)
        total = 0
        while data := s.recv(5000):
            total += len(data)
        print('forked', total)
try:
    CALL
except OSError as problem:
    print('failed', type(problem).__name__)
";

fn call(client: &Client) -> String {
    let (_, address, port) = SERVERS[client.server];
    let server = format!("('{address}', {port})");
    let python = |yes: bool| if yes { "True" } else { "False" };
    match client.does {
        Does::Echo { bytes, piece, pause, bound } => {
            format!("echo({server}, {bytes}, {piece}, {pause}, {})", python(bound))
        }
        Does::Leave { bytes, abort } => format!("leave({server}, {bytes}, {})", python(abort)),
        Does::Datagrams { count, pause, peer } => {
            format!("datagrams({server}, {count}, {pause}, {})", python(peer))
        }
        Does::Fork { bytes } => format!("fork({server}, {bytes})"),
    }
}

/// The statements about hosts and links; their order in the text is their order in memory.
fn network(plan: &Plan, reversed: bool) -> String {
    let (loss, duplicates, jitter) = plan.weather;
    let faults = format!("loss {loss}% duplicates {duplicates}% jitter {jitter}ms");
    let mut links = [
        format!("link home 192.168.1.0/24 1ms {faults}"),
        format!("link office 192.168.2.0/24 2ms {faults}"),
        format!("link far 203.0.113.0/24 7ms {faults}"),
    ];
    let mut hosts = [
        "router r1 home 192.168.1.1 far 203.0.113.7 via none",
        "router r2 office 192.168.2.1 far 203.0.113.8 via none",
        "host h1 home 192.168.1.10",
        "host h2 home 192.168.1.20",
        "host o1 office 192.168.2.10",
        "host o2 office 192.168.2.20",
        "host server far 203.0.113.1 via none",
    ];
    if reversed {
        links.reverse();
        hosts.reverse();
    }
    links.join("\n") + "\n" + &hosts.join("\n") + "\n"
}

fn scenario(plan: &Plan, reversed: bool) -> Scenario {
    let Routers { ports, established, short } = plan.routers;
    let mut world = format!("seed {}\nlimit time 9000s\nlimit events 3000000\n", plan.seed);
    world += &network(plan, reversed);
    for (router, prefix) in [("r1", "tcp"), ("r2", "tcp")] {
        let ports = ports.map_or(String::new(), |count| format!(" ports 40000-{}", 40_000 + count));
        let _ = writeln!(world, "nat {router} external far{ports}");
        for (name, seconds) in [("established", established), ("time_wait", short), ("close", short)] {
            let name = format!("nf_conntrack_{prefix}_timeout_{name}");
            let _ = writeln!(world, "sysctl {router} net.netfilter.{name} {seconds}");
        }
        let _ = writeln!(world, "sysctl {router} net.netfilter.nf_conntrack_udp_timeout {short}");
    }
    world += "forward r2 tcp 8080 to 192.168.2.20:80\nforward r2 udp 8080 to 192.168.2.20:80\n";
    for (server, ..) in SERVERS {
        let _ = writeln!(world, "run server.py on {server}");
    }
    for (number, client) in plan.clients.iter().enumerate() {
        let _ = writeln!(world, "run c{number}.py on {} after {}ms", CLIENTS[client.host], 10 + client.start);
    }
    for deed in &plan.deeds {
        let link = LINKS[deed.which % LINKS.len()];
        let number = deed.which % (plan.clients.len() + 1);
        let what = match deed.kind {
            0 => format!("cut {link}"),
            1 => format!("mend {link}"),
            2 => format!("change {link} latency {}ms loss {}%", deed.size, deed.size / 2),
            _ => match plan.clients.get(number) {
                Some(client) => format!("kill c{number}.py on {}", CLIENTS[client.host]),
                None => format!("kill server.py on {}", SERVERS[deed.which % SERVERS.len()].0),
            },
        };
        let _ = writeln!(world, "at {}ms {what}", deed.at);
    }
    let mut scenario = text::parse(&world).unwrap_or_else(|problems| panic!("{problems:?}\n{world}"));
    scenario.give_source("server.py", SERVER);
    for (number, client) in plan.clients.iter().enumerate() {
        scenario.give_source(&format!("c{number}.py"), &CLIENT.replace("CALL", &call(client)));
    }
    scenario
}

/// Each byte comes back once and in order, or the program is told that it failed. A server that was killed says as much
/// as one that has closed: its kernel sends FIN.
fn programs_are_told_the_truth(world: &World) {
    let killed =
        world.processes.values().any(|process| process.name == "server.py" && process.status < Some(0));
    let mut said: std::collections::BTreeMap<_, String> = Default::default();
    for written in &world.screen {
        said.entry(written.pid).or_default().push_str(&String::from_utf8_lossy(&written.text));
    }
    for (pid, said) in said {
        let process = &world.processes[&pid];
        assert!(process.crash.is_none(), "{}: {said}", process.name);
        assert!(!said.contains("prefix False"), "{}: {said}", process.name);
        let less = said.contains("all False");
        let told = killed || said.contains("reader") || said.contains("failed");
        assert!(!less || told, "{}: {said}", process.name);
    }
}

/// The failures are real: packets are lost on cut links, flows are forgotten, processes die in mid-run, a small range of
/// external ports runs out.
#[test]
fn a_network_that_fails_does_fail() {
    let echo = |pause| Does::Echo { bytes: 4000, piece: 500, pause, bound: true };
    let client = |host, server, does| Client { host, server, start: 0, does };
    let deed = |at, kind, which| Deed { at, kind, which, size: 10 };
    let plan = Plan {
        weather: (0, 0, 0),
        routers: Routers { ports: Some(1), established: 2, short: 1 },
        clients: vec![
            client(0, 0, echo(300)),
            client(1, 0, echo(400)),
            client(1, 1, Does::Datagrams { count: 3, pause: 2500, peer: true }),
            client(2, 0, Does::Fork { bytes: 3000 }),
            client(0, 0, Does::Leave { bytes: 9000, abort: true }),
        ],
        deeds: vec![deed(500, 0, 0), deed(1500, 1, 0), deed(1800, 3, 1), deed(2000, 2, 2)],
        seed: 3,
    };
    let (trace, world) = run(&scenario(&plan, false));
    let count = |what: fn(&Event) -> bool| trace.events.iter().filter(|event| what(event)).count();
    let dropped = |why: DropReason| {
        let so = |event: &&Event| matches!(event, Event::Dropped { reason, .. } if *reason == why);
        trace.events.iter().filter(so).count()
    };
    assert!(dropped(DropReason::Cut) > 5 && dropped(DropReason::Lost) > 0);
    assert!(dropped(DropReason::NoPort) > 0);
    assert_eq!(count(|event| matches!(event, Event::LinkMended { .. })), 1);
    assert!(count(|event| matches!(event, Event::ProcessExited { status: -9, .. })) > 0);
    assert!(count(|event| matches!(event, Event::Translated { .. })) > 50);
    assert!(count(|event| matches!(event, Event::Forked { .. })) > 0);
    // Who pauses for longer than the router remembers gets a flow anew.
    let flows = count(|event| matches!(event, Event::FlowOpened { .. }));
    assert!(flows > plan.clients.len() + 2, "{flows} flows");
    nothing_leaks(&world);
}

/// All that happened, with names instead of places in memory.
fn named(trace: &Trace, world: &World) -> Vec<String> {
    let hosts = world.hosts.iter().map(|host| (format!("HostId({})", host.id), &host.name));
    let links = world.links.iter().map(|link| (format!("LinkId({})", link.id), &link.name));
    let names: Vec<_> = hosts.chain(links).collect();
    let renamed = |event: &Event| {
        names.iter().fold(format!("{event:?}"), |text, (place, name)| text.replace(place, name))
    };
    trace.events.iter().map(renamed).collect()
}

fn cases(times: u32) -> ProptestConfig {
    let fire = std::env::var("FIVETUPLE_FIRE").ok().and_then(|times| times.parse::<u32>().ok()).unwrap_or(1);
    ProptestConfig {
        cases: fire * times,
        failure_persistence: None,
        max_shrink_iters: 500,
        ..ProptestConfig::default()
    }
}

fn run(scenario: &Scenario) -> (Trace, World) {
    lawbook::run(build(scenario).expect("the programs are right"))
}

proptest! {
    #![proptest_config(cases(20))]

    #[test]
    fn laws_of_networks_that_fail(plan in plan()) {
        let scenario = scenario(&plan, false);
        let (trace, live) = run(&scenario);
        prop_assert!(live.stopped.is_none(), "{:?}", live.stopped);
        programs_are_told_the_truth(&live);
        nothing_leaks(&live);
        every_law(build(&scenario).expect("the programs are right"), &trace, &live);
    }
}

proptest! {
    #![proptest_config(cases(5))]

    #[test]
    fn the_order_in_memory_does_not_matter(plan in plan()) {
        let [one, other] = [false, true].map(|reversed| {
            let (trace, world) = run(&scenario(&plan, reversed));
            named(&trace, &world)
        });
        let differs = one.iter().zip(&other).position(|(one, other)| one != other);
        let at = differs.unwrap_or(one.len().min(other.len()));
        prop_assert_eq!(one.get(at), other.get(at), "event {}", at);
    }
}
