//! Laws of TCP on bad networks: random programs on random hosts, with loss, reordering, duplication, and processes that
//! die in the middle.

use std::collections::BTreeMap;

use fivetuple::model::event::Event;
use fivetuple::model::world::World;
use fivetuple::scenario::{Scenario, build, text};
use fivetuple::trace::Trace;
use proptest::prelude::*;

use crate::lawbook::{self, acknowledgements_agree, every_law, nothing_leaks};

/// A client: how much it sends, in pieces of which size, when it starts, and what it does in the end.
#[derive(Clone, Debug)]
struct Client {
    host: usize,
    bytes: u32,
    piece: u32,
    start: u32,
    end: End,
}

#[derive(Clone, Copy, Debug)]
enum End {
    /// Says that it has no more, and reads what comes back.
    Well,
    /// Dies when it has sent all.
    Dies,
    /// Closes with RST.
    Aborts,
}

/// A bad network: loss and duplicates in percent, jitter in milliseconds.
#[derive(Clone, Copy, Debug)]
struct Weather {
    loss: u32,
    duplicates: u32,
    jitter: u32,
}

fn client() -> impl Strategy<Value = Client> {
    let end = prop_oneof![4 => Just(End::Well), 1 => Just(End::Dies), 1 => Just(End::Aborts)];
    (0usize..2, 0u32..40_000, 1u32..9000, 0u32..300, end)
        .prop_map(|(host, bytes, piece, start, end)| Client { host, bytes, piece, start, end })
}

fn weather() -> impl Strategy<Value = Weather> {
    (0u32..25, 0u32..20, 0u32..40).prop_map(|(loss, duplicates, jitter)| Weather { loss, duplicates, jitter })
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
            if data != bytes([(total + i) % 251 for i in range(len(data))]):
                print('WRONG', peer, total)
            total += len(data)
            connection.sendall(data)
        print(peer[1], 'ended', total)
    except OSError as problem:
        print(peer[1], 'failed', total, type(problem).__name__)
    connection.close()
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 80))
listener.listen(16)
listener.settimeout(400)
threads = []
try:
    while True:
        connection, peer = listener.accept()
        connection.settimeout(2000)
        threads.append(threading.Thread(target=serve, args=(connection, peer)))
        threads[-1].start()
except TimeoutError:
    pass
listener.close()
";

fn client_script(of: &Client) -> String {
    let Client { bytes, piece, .. } = of;
    let end = match of.end {
        End::Well => "    s.shutdown(socket.SHUT_WR)",
        End::Dies => "    os._exit(3)",
        End::Aborts => {
            "    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); s.close(); os._exit(4)"
        }
    };
    format!(
        "
import os, socket, struct, threading
whole = bytes([i % 251 for i in range({bytes})])
back = []
def reader():
    try:
        while True:
            data = s.recv(5000)
            if not data:
                break
            back.append(data)
    except OSError as problem:
        print('reader', type(problem).__name__)
try:
    s = socket.socket()
    s.settimeout(2000)
    s.connect(('203.0.113.1', 80))
    thread = threading.Thread(target=reader, daemon=True)
    thread.start()
    for at in range(0, len(whole), {piece}):
        s.sendall(whole[at:at + {piece}])
{end}
    thread.join()
except OSError as problem:
    print('failed', type(problem).__name__)
got = b''.join(back)
print('prefix', whole.startswith(got), 'all', got == whole)
"
    )
}

fn scenario(weather: Weather, clients: &[Client], seed: u64, reversed: bool) -> Scenario {
    let Weather { loss, duplicates, jitter } = weather;
    let faults = format!("loss {loss}% duplicates {duplicates}% jitter {jitter}ms");
    let mut hosts = [
        "host h0 home 192.168.1.10".to_owned(),
        "host h1 home 192.168.1.20".to_owned(),
        "host server far 203.0.113.1".to_owned(),
    ];
    if reversed {
        hosts.reverse();
    }
    let mut world = format!(
        "seed {seed}\nlimit time 4000s\nlimit events 3000000\nlink home 192.168.1.0/24 1ms {faults}\n\
         link far 203.0.113.0/24 7ms {faults}\nrouter r home 192.168.1.1 far 203.0.113.254\n{}\nrun server.py on server\n",
        hosts.join("\n")
    );
    for (number, client) in clients.iter().enumerate() {
        world += &format!("run c{number}.py on h{} after {}ms\n", client.host, 10 + client.start);
    }
    let mut scenario = text::parse(&world).expect("the world is right");
    scenario.give_source("server.py", SERVER);
    for (number, client) in clients.iter().enumerate() {
        scenario.give_source(&format!("c{number}.py"), &client_script(client));
    }
    scenario
}

/// What each program printed.
fn printed(world: &World) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for written in &world.screen {
        let name = world.processes[&written.pid].name.clone();
        all.entry(name).or_default().push_str(&String::from_utf8_lossy(&written.text));
    }
    all
}

fn every_byte_once_in_order(clients: &[Client], printed: &BTreeMap<String, String>) {
    for (number, client) in clients.iter().enumerate() {
        let said = printed.get(&format!("c{number}.py")).map(String::as_str).unwrap_or_default();
        match client.end {
            End::Well => {
                assert!(said.contains("prefix True"), "client {number}: {said}");
                let whole = said.contains("all True");
                assert!(
                    whole || said.contains("failed") || said.contains("reader"),
                    "client {number}: {said}"
                );
            }
            End::Dies | End::Aborts => assert!(!said.contains("prefix False"), "client {number}: {said}"),
        }
    }
    let server = printed.get("server.py").map(String::as_str).unwrap_or_default();
    assert!(!server.contains("WRONG"), "{server}");
}

/// The weather is real: packets are lost, come twice and overtake each other, and the bytes arrive all the same.
#[test]
fn a_bad_network_is_bad() {
    let weather = Weather { loss: 20, duplicates: 15, jitter: 30 };
    let clients = [Client { host: 0, bytes: 30_000, piece: 2000, start: 0, end: End::Well }];
    let (trace, live) = run(&scenario(weather, &clients, 1, false));
    let count = |what: fn(&Event) -> bool| trace.events.iter().filter(|event| what(event)).count();
    assert!(count(|event| matches!(event, Event::Dropped { .. })) > 5);
    assert!(count(|event| matches!(event, Event::Sent { socket: None, .. })) > 5);
    assert!(count(|event| matches!(event, Event::ReceivedEarly { .. })) > 2);
    assert!(count(|event| matches!(event, Event::TimedOut { .. })) > 2);
    assert_eq!(printed(&live)["c0.py"], "prefix True all True\n");
}

fn cases() -> u32 {
    std::env::var("FIVETUPLE_FIRE").ok().and_then(|times| times.parse::<u32>().ok()).unwrap_or(1) * 12
}

fn run(scenario: &Scenario) -> (Trace, World) {
    lawbook::run(build(scenario).expect("the programs are right"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn tcp_keeps_its_promises(
        weather in weather(),
        clients in prop::collection::vec(client(), 1..5),
        seed in 0u64..1000,
    ) {
        let scenario = scenario(weather, &clients, seed, false);
        let (trace, live) = run(&scenario);
        prop_assert!(live.stopped.is_none(), "{:?}", live.stopped);
        every_byte_once_in_order(&clients, &printed(&live));
        acknowledgements_agree(&trace);
        nothing_leaks(&live);
        every_law(build(&scenario).expect("the programs are right"), &trace, &live);
    }

    #[test]
    fn the_order_of_hosts_in_memory_does_not_matter(
        clients in prop::collection::vec(client(), 1..5),
        seed in 0u64..1000,
    ) {
        let fine = Weather { loss: 0, duplicates: 0, jitter: 0 };
        let [one, other] = [false, true].map(|reversed| printed(&run(&scenario(fine, &clients, seed, reversed)).1));
        prop_assert_eq!(one, other);
    }
}
