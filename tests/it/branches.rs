//! Branches of a run, what it can be searched for, and the lines that programs went through.

use std::rc::Rc;
use std::time::Duration;

use fivetuple::lesson::catalog;
use fivetuple::model::command::{Command, Header};
use fivetuple::model::errno::Errno;
use fivetuple::model::event::Event;
use fivetuple::model::id::{LinkId, PacketId, Pid};
use fivetuple::model::plan::{Change, Intervention};
use fivetuple::model::tcp::TcpState;
use fivetuple::model::world::World;
use fivetuple::report::{self, Commands};
use fivetuple::scenario::{build, single_host};
use fivetuple::script;
use fivetuple::trace::{Fact, Run, Trace};

fn lesson() -> Trace {
    let lesson = catalog::lesson("04-five-tuple.md").expect("a lesson");
    Run::new(build(&lesson.scenario).expect("the lesson's programs")).finish(&Commands)
}

fn run(source: &str) -> Trace {
    let modules = script::program("main.py", source).expect("a script");
    Run::new(single_host(modules, "main.py", 1)).finish(&Commands)
}

fn screen(trace: &Trace) -> String {
    let world = trace.world_at(trace.steps.len());
    world.screen.iter().map(|written| String::from_utf8_lossy(&written.text).into_owned()).collect()
}

fn branch(trace: &Trace, steps: usize, command: Command) -> Trace {
    let run = trace
        .fork(steps, std::slice::from_ref(&command), &Commands)
        .unwrap_or_else(|why| panic!("{command:?}: {why}"));
    run.finish(&Commands)
}

fn sentence(trace: &Trace, step: usize) -> String {
    report::sentence(trace.events_of(step), &trace.world_at(step), &trace.world_at(step + 1))
}

/// The first step after which such a packet is on its way over a LAN.
fn on_its_way(trace: &Trace, what: impl Fn(&fivetuple::model::packet::Packet) -> bool) -> (usize, PacketId) {
    let at = |step: usize| {
        let world = trace.world_at(step);
        let flights = world.flight.values().filter(|flight| flight.link.is_some());
        let mut ids = flights.filter(|flight| what(&flight.packet)).map(|flight| flight.packet.id);
        ids.next().map(|id| (step, id))
    };
    (0..=trace.steps.len()).find_map(at).expect("such a packet")
}

/// Folding a branch's events over its origin gives its end: branches are runs like all others.
fn assert_lawful(trace: &Trace) {
    let mut world = World::clone(&trace.world_at(0));
    let end = trace.steps.last().map_or(0, |step| step.events.end);
    trace.events[..end].iter().for_each(|event| world.apply(event));
    assert!(world == *trace.world_at(trace.steps.len()), "a fold of the events is another world");
}

#[test]
fn a_branch_shares_its_beginning_and_goes_on_differently() {
    let trace = lesson();
    let (at, syn) = on_its_way(&trace, |packet| packet.flags().syn);
    let lost = branch(&trace, at, Command::Drop(syn));
    let shared = trace.steps[at - 1].events.end;
    assert_eq!(lost.events[..shared], trace.events[..shared]);
    assert_eq!(lost.steps[..at], trace.steps[..at]);
    assert!(*lost.world_at(at) == *trace.world_at(at));
    assert!(sentence(&lost, at).starts_with("You dropped the SYN from "), "{}", sentence(&lost, at));
    assert_lawful(&lost);
    assert!(lost.steps_with(Fact::SentAgain).iter().any(|step| *step > at), "the SYN is sent again");
    assert_eq!(screen(&lost).lines().count(), screen(&trace).lines().count(), "all is said in the end");
}

#[test]
fn every_command_is_obeyed_or_refused_at_every_step() {
    let trace = lesson();
    for at in (0..=trace.steps.len()).step_by(7) {
        let world = trace.world_at(at);
        let (packet, pid) = (world.flight.keys().next().copied(), world.processes.keys().next().copied());
        let packet = packet.unwrap_or(PacketId(1_000_000));
        let pid = pid.unwrap_or(Pid(1));
        let delay = Duration::from_millis(3);
        let slower = Change { latency: Some(delay), ..Change::default() };
        for command in [
            Command::Drop(packet),
            Command::Delay(packet, delay),
            Command::LetOvertake(packet),
            Command::Duplicate(packet),
            Command::Kill(pid),
            Command::Intervene(Intervention::Cut(LinkId(0))),
            Command::Intervene(Intervention::Mend(LinkId(0))),
            Command::Intervene(Intervention::Change(LinkId(0), slower)),
        ] {
            match trace.fork(at, &[command], &Commands) {
                Ok(run) => {
                    let branch = run.finish(&Commands);
                    assert_lawful(&branch);
                    assert!(sentence(&branch, at).starts_with("You "), "{}", sentence(&branch, at));
                }
                Err(why) => assert!(why.ends_with('.'), "{why}"),
            }
        }
    }
}

#[test]
fn a_link_that_the_reader_cuts_loses_what_is_on_it_until_it_is_mended() {
    let trace = lesson();
    let (at, syn) = on_its_way(&trace, |packet| packet.flags().syn);
    let link = trace.world_at(at).flight[&syn].link.expect("a LAN");
    let cut = trace.fork(at, &[Command::Intervene(Intervention::Cut(link))], &Commands).expect("a cut");
    let cut = cut.finish(&Commands);
    let said = sentence(&cut, at);
    assert!(said.starts_with("You changed the network. The link home was cut. "), "{said}");
    assert!(said.ends_with("lost."), "{said}");
    assert_lawful(&cut);
    let gave_up = screen(&cut).matches("TimeoutError: [Errno 110] Connection timed out").count();
    assert_eq!(gave_up, 3, "nobody gets an answer");
    let again = cut.fork(at + 1, &[Command::Intervene(Intervention::Cut(link))], &Commands).err();
    assert_eq!(again.as_deref(), Some("The link home is cut already."));
    let mended = branch(&cut, at + 1, Command::Intervene(Intervention::Mend(link)));
    assert_lawful(&mended);
    assert_eq!(screen(&mended).lines().count(), screen(&trace).lines().count(), "all is said in the end");
}

#[test]
fn a_delayed_packet_arrives_late_and_once() {
    let trace = lesson();
    let (at, packet) = on_its_way(&trace, |packet| !packet.data().is_empty());
    let due = trace.world_at(at).flight[&packet].arrives;
    let late = branch(&trace, at, Command::Delay(packet, Duration::from_millis(5)));
    let arrivals: Vec<usize> = (at..late.steps.len())
        .filter(|step| {
            late.events_of(*step)
                .iter()
                .any(|event| matches!(event, Event::Arrived { packet: id, .. } if *id == packet))
        })
        .collect();
    assert_eq!(late.steps[arrivals[0]].at, due + Duration::from_millis(5));
    assert_lawful(&late);
}

#[test]
fn a_changed_port_finds_another_socket() {
    let trace = lesson();
    let (at, syn) = on_its_way(&trace, |packet| packet.flags().syn && !packet.flags().ack);
    let mut header = Header::of(&trace.world_at(at).flight[&syn].packet);
    header.to.set_port(81);
    let edited = branch(&trace, at, Command::Edit(syn, header));
    assert!(sentence(&edited, at).ends_with(":81."), "{}", sentence(&edited, at));
    assert!(!edited.steps_with(Fact::Unclaimed).is_empty(), "nobody listens on port 81");
    assert!(
        !edited.steps_with(Fact::Failed(Errno::ECONNREFUSED)).is_empty() || screen(&edited) != screen(&trace)
    );
    assert_lawful(&edited);
}

#[test]
fn a_program_starts_again_with_its_new_text() {
    let trace = run("import time\nprint('old')\ntime.sleep(1)\nprint('never')\n");
    let (pid, process) = {
        let world = trace.world_at(1);
        let (pid, process) = world.processes.iter().next().expect("a process");
        (*pid, process.name.clone())
    };
    let at = (0..trace.steps.len()).find(|at| !trace.world_at(*at).screen.is_empty()).expect("it prints");
    let modules = script::program(&process, "print('new')\n").expect("a script");
    let again = branch(&trace, at, Command::Restart(pid, Rc::new(modules)));
    assert_eq!(screen(&again), "old\nnew\n");
    assert_eq!(trace.programs("main.py", at), [pid]);
    let (after, end) = (again.programs("main.py", at + 1), again.programs("main.py", again.steps.len()));
    assert!(after.len() == 1 && after != [pid] && end == after, "{after:?} {end:?}");
    assert_eq!(trace.shared_steps(&again), at);
    assert_lawful(&again);
}

#[test]
fn a_killed_server_resets_nothing_but_closes_everything() {
    let trace = lesson();
    let at = *trace.steps_with(Fact::Became(TcpState::Established)).last().expect("connections");
    let world = trace.world_at(at);
    let server = world.processes.values().find(|process| process.name.contains("server")).expect("a server");
    let killed = branch(&trace, at, Command::Kill(server.pid));
    assert_eq!(killed.world_at(at + 1).process(server.pid).status, Some(-9));
    assert_lawful(&killed);
}

const ERRORS: &str = "import socket
s = socket.socket()
s.bind(('127.0.0.1', 5000))
s.listen()
t = socket.socket()
try:
    t.bind(('127.0.0.1', 5000))
except OSError:
    pass
t.close()
u = socket.socket()
u.connect_ex(('127.0.0.1', 5001))
1 / 0
";

#[test]
fn facts_are_found_where_they_are() {
    let trace = run(ERRORS);
    let in_use = trace.steps_with(Fact::Failed(Errno::EADDRINUSE));
    let refused = trace.steps_with(Fact::Failed(Errno::ECONNREFUSED));
    assert_eq!((in_use.len(), refused.len()), (1, 1));
    assert_eq!(trace.steps_with(Fact::Reset).len(), 1);
    assert_eq!(trace.steps_with(Fact::Unclaimed).len(), 1);
    let errors = trace.steps_with(Fact::Error);
    assert_eq!(errors[..2], [in_use[0], refused[0]]);
    assert_eq!(errors.len(), 3, "and the exception: {errors:?}");
    assert_eq!(trace.steps_with(Fact::DescriptorReused).len(), 1, "u gets the descriptor of t");
    assert!(trace.steps_with(Fact::AcceptQueueFull).is_empty());
    for fact in Fact::OFFERED {
        assert_eq!(Fact::named(&fact.name()), Some(*fact));
    }
}

#[test]
fn a_line_is_met_in_the_step_in_which_it_runs() {
    let trace = run(ERRORS);
    let at = trace.steps_at_line("main.py", 7);
    assert_eq!(at.len(), 1);
    assert!(
        at[0] < trace.steps_with(Fact::Failed(Errno::EADDRINUSE))[0],
        "the call is made after its line is met"
    );
    assert!(trace.steps_at_line("main.py", 8).len() == 1 && trace.steps_at_line("main.py", 99).is_empty());
    assert!(trace.steps_at_line("other.py", 7).is_empty());
    let all: Vec<u32> = (0..trace.steps.len())
        .flat_map(|step| trace.walks(step))
        .flat_map(|walk| walk.lines)
        .copied()
        .collect();
    assert_eq!(all, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
}

#[test]
fn a_branch_keeps_the_lines_before_it() {
    let trace = lesson();
    let (at, syn) = on_its_way(&trace, |packet| packet.flags().syn);
    let other = branch(&trace, at, Command::Duplicate(syn));
    for step in 0..at {
        assert!(trace.walks(step).eq(other.walks(step)));
    }
    assert!((at..other.steps.len()).any(|step| other.walks(step).next().is_some()));
}
