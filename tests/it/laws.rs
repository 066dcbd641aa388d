//! Laws that hold for every run, tried on random programs.

use std::collections::HashSet;

use fivetuple::model::event::Event;
use fivetuple::model::packet::FourTuple;
use fivetuple::model::world::World;
use fivetuple::scenario::single_host;
use fivetuple::script;
use fivetuple::trace::Trace;
use proptest::prelude::*;

use crate::lawbook::{self, every_law, nothing_leaks};

/// One thing that a random program does; its numbers choose among the sockets that it has.
#[derive(Clone, Debug)]
enum Act {
    Connect(u8, u8),
    Accept(u8),
    Send(u8, u8),
    Receive(u8),
    Shutdown(u8, u8),
    Close(u8),
    Unlisten(u8),
    Sleep,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (any::<u8>(), any::<u8>()).prop_map(|(to, port)| Act::Connect(to, port)),
        3 => any::<u8>().prop_map(Act::Accept),
        4 => (any::<u8>(), any::<u8>()).prop_map(|(from, size)| Act::Send(from, size)),
        3 => any::<u8>().prop_map(Act::Receive),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(of, how)| Act::Shutdown(of, how)),
        2 => any::<u8>().prop_map(Act::Close),
        1 => any::<u8>().prop_map(Act::Unlisten),
        1 => Just(Act::Sleep),
    ]
}

const PROLOGUE: &str = "
import socket, time
ends = []
def attempt(what, *args):
    try:
        return what(*args)
    except (OSError, IndexError) as problem:
        print(type(problem).__name__, problem)
def listener(port):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('0.0.0.0', port))
    s.listen(2)
    s.setblocking(False)
    return s
listeners = [listener(port) for port in (5000, 5001)]
def connect(to, port):
    s = socket.socket()
    s.setblocking(False)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if port % 3:
        s.bind(('127.0.0.%d' % (1 + port % 2), 6000 + port % 4))
    print(s.connect_ex(('127.0.0.1', 5000 + to % 3)))
    ends.append(s)
def accept(at):
    s, peer = listeners[at % 2].accept()
    s.setblocking(False)
    ends.append(s)
    print(peer)
def end(at):
    return ends[at % len(ends)] if ends else listeners[0]
";

fn script_of(acts: &[Act]) -> String {
    let lines = acts.iter().map(|act| match act {
        Act::Connect(to, port) => format!("attempt(connect, {to}, {port})"),
        Act::Accept(at) => format!("attempt(accept, {at})"),
        Act::Send(from, size) => format!("attempt(end({from}).send, b'x' * {})", u32::from(*size) * 40),
        Act::Receive(at) => format!("print(len(attempt(end({at}).recv, 3000) or b''))"),
        Act::Shutdown(of, how) => format!("attempt(end({of}).shutdown, {})", how % 3),
        Act::Close(at) => format!("end({at}).close()"),
        Act::Unlisten(at) => format!("listeners[{at} % 2].close()"),
        Act::Sleep => "time.sleep(1.5)".to_owned(),
    });
    PROLOGUE.to_owned() + &lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn world_of(source: &str, seed: u64) -> World {
    let modules = script::program("random.py", source).expect("the random program is right");
    single_host(modules, "random.py", seed)
}

fn run(source: &str, seed: u64) -> (Trace, World) {
    lawbook::run(world_of(source, seed))
}

/// Every segment finds exactly one socket, or is answered with RST, or says RST itself and is forgotten.
fn each_segment_has_one_fate(trace: &Trace) {
    for step in 0..trace.steps.len() {
        let events = trace.events_of(step);
        for (index, event) in events.iter().enumerate() {
            let Event::LookedUp { packet, lookup, .. } = event else { continue };
            let answer = events[index..].iter().any(|event| {
                matches!(event, Event::Sent { packet: answer, .. }
                    if answer.flags().rst && answer.to() == packet.from() && answer.from() == packet.to())
            });
            let known = lookup.tried.len() <= 4 && !lookup.tried.is_empty();
            assert!(known, "{packet}: {} keys tried", lookup.tried.len());
            let unclaimed = lookup.found.is_none() && !packet.flags().rst;
            assert!(!unclaimed || answer, "{packet} was neither delivered nor refused");
        }
    }
}

fn no_four_tuple_twice(world: &World) {
    let mut seen: HashSet<(u16, FourTuple)> = HashSet::new();
    for socket in world.sockets.values() {
        let alive = socket.tcp_state() != fivetuple::model::tcp::TcpState::Closed;
        if let Some(tuple) = socket.tuple().filter(|_| alive) {
            assert!(seen.insert((socket.host.0, tuple)), "{tuple} twice");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn laws_of_every_run(acts in prop::collection::vec(act(), 1..30), seed in 0u64..8) {
        let source = script_of(&acts);
        let (trace, live) = run(&source, seed);
        prop_assert!(live.stopped.is_none(), "no limit was reached");

        let mut folded = world_of(&source, seed);
        for event in &trace.events {
            folded.apply(event);
            no_four_tuple_twice(&folded);
        }
        every_law(world_of(&source, seed), &trace, &live);
        nothing_leaks(&live);

        let (again, _) = run(&source, seed);
        prop_assert!(again.events == trace.events, "the same seed gives the same trace");

        each_segment_has_one_fate(&trace);

        let last = trace.steps.len();
        for step in [0, last / 3, last / 2, last] {
            let mut at = world_of(&source, seed);
            let end = if step == 0 { 0 } else { trace.steps[step - 1].events.end };
            trace.events[..end].iter().for_each(|event| at.apply(event));
            prop_assert!(*trace.world_at(step) == at, "seeking is replaying");
        }
    }
}
