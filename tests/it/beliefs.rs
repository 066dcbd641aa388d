//! Worlds that run by a wrong rule: where each breaks, and what is said of it.

use fivetuple::model::belief::Belief;
use fivetuple::model::world::World;
use fivetuple::report::{self, Commands};
use fivetuple::scenario::{build, single_host, text};
use fivetuple::script;
use fivetuple::trace::{Run, Trace, verdict};

fn finish(mut world: World, belief: Belief) -> Trace {
    world.belief = Some(belief);
    Run::new(world).finish(&Commands)
}

/// Three clients on two machines, one server.
fn lesson(belief: Belief) -> Trace {
    let lesson = fivetuple::lesson::catalog::lesson("04-five-tuple.md").expect("a lesson");
    finish(build(&lesson.scenario).expect("the lesson's programs"), belief)
}

fn script_with(source: &str, belief: Belief) -> Trace {
    let modules = script::program("main.py", source).expect("a script");
    finish(single_host(modules, "main.py", 1), belief)
}

const DATAGRAMS: &str = "
import socket
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 5000))
server.settimeout(1)
for text in [b'one', b'two']:
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.sendto(text, ('127.0.0.1', 5000))
for _ in range(2):
    print(server.recvfrom(100)[0])
";

/// Two connections at once from one machine.
fn twice(belief: Belief) -> Trace {
    let world = "seed 1\nlink lan 10.0.0.0/24 1ms\nhost client lan 10.0.0.1\nhost server lan 10.0.0.2\n\
                 run server.py on server\nrun client.py on client after 1ms\n";
    let mut scenario = text::parse(world).expect("a world");
    scenario.give_source(
        "server.py",
        "import socket\nlistener = socket.create_server(('', 80))\nheld = [listener.accept() for _ in range(2)]\n",
    );
    scenario.give_source(
        "client.py",
        "import socket\nheld = [socket.create_connection(('10.0.0.2', 80)) for _ in range(2)]\nprint('two')\n",
    );
    scenario.belief = Some(belief);
    Run::new(build(&scenario).expect("programs")).finish(&Commands)
}

/// A fold of the events is the world, under a wrong rule too.
fn assert_lawful(trace: &Trace) {
    let mut world = World::clone(&trace.world_at(0));
    let end = trace.steps.last().map_or(0, |step| step.events.end);
    trace.events[..end].iter().for_each(|event| world.apply(event));
    assert!(world == *trace.world_at(trace.steps.len()), "a fold of the events is another world");
}

#[test]
fn each_wrong_rule_breaks_where_it_is_said() {
    for belief in Belief::ALL {
        let run = || match belief {
            Belief::SocketPerSender => script_with(DATAGRAMS, belief),
            Belief::ClientUsesPort => twice(belief),
            _ => lesson(belief),
        };
        let trace = run();
        assert_lawful(&trace);
        assert_eq!(trace.events, run().events, "the same run twice");
        let broken = trace.broken().unwrap_or_else(|| panic!("{belief:?} never breaks"));
        let said = verdict(belief, Some(&broken));
        let (before, after) = (trace.world_at(broken.step - 1), trace.world_at(broken.step));
        let sentence = report::sentence(trace.events_of(broken.step - 1), &before, &after);
        let wanted = WANTED.iter().find(|(of, _)| *of == belief).map_or("", |(_, words)| *words);
        assert!(said.contains(wanted), "{said}\n{sentence}");
        assert!(said.contains(&format!("breaks in step {}.", broken.step)), "{said}");
    }
}

const WANTED: [(Belief, &str); 5] = [
    (Belief::AcceptOpensPort, "so nobody takes it. An accepted socket keeps the listener's port"),
    (
        Belief::OneClientPerPort,
        "is refused, though a socket listens at 203.0.113.1:80 and its queue has room.",
    ),
    (Belief::SocketPerSender, "waits in a socket that no descriptor leads to"),
    (Belief::SourceIgnored, "which is connected to somebody else."),
    (Belief::ClientUsesPort, "A second connection from this machine to the same server"),
];

#[test]
fn a_program_that_cannot_tell_the_difference_is_told_so() {
    for belief in Belief::ALL {
        let trace = script_with("print('alone')\n", belief);
        assert_eq!(trace.broken(), None);
        assert!(verdict(belief, None).starts_with("These programs cannot tell the difference: "));
    }
}

#[test]
fn one_client_alone_never_breaks_the_belief_that_a_port_takes_one() {
    let source = "import socket\nlistener = socket.create_server(('127.0.0.1', 5000))\n\
                  client = socket.create_connection(('127.0.0.1', 5000))\n\
                  server, _ = listener.accept()\nclient.sendall(b'x')\nprint(server.recv(1))\n";
    assert_eq!(script_with(source, Belief::OneClientPerPort).broken(), None);
    assert_eq!(script_with(source, Belief::SourceIgnored).broken(), None);
    assert!(script_with(source, Belief::AcceptOpensPort).broken().is_some());
}

#[test]
fn nobody_who_believes_nothing_is_misled() {
    let lesson = fivetuple::lesson::catalog::lesson("04-five-tuple.md").expect("a lesson");
    let trace = Run::new(build(&lesson.scenario).expect("the lesson's programs")).finish(&Commands);
    assert_eq!((trace.belief(), trace.broken()), (None, None));
}
