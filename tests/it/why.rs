//! Panels as text (`tests/views/`; `BLESS=1` writes them anew), and the laws of the views that say why.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;

use fivetuple::model::datum::{Datum, Failure};
use fivetuple::model::errno::Errno;
use fivetuple::model::event::Event;
use fivetuple::model::id::{Fd, SocketId};
use fivetuple::model::kernel::meetings;
use fivetuple::model::tcp::TcpState;
use fivetuple::model::wire;
use fivetuple::model::world::World;
use fivetuple::report::Commands;
use fivetuple::scenario::single_host;
use fivetuple::script;
use fivetuple::trace::{Run, Trace};
use fivetuple::view::{
    Body, Change, Emphasis, Form, Letters, Moment, Panel, Role, Row, Size, Table, Target, VIEWS, named,
};
use proptest::prelude::*;

/// Every call that can be refused here, refused.
const REFUSED: &str = r#"
import errno, os, resource, socket, threading, time

def refused(call, *args):
    try:
        call(*args)
    except OSError as problem:
        print(call.__name__, problem)

def tcp(*options):
    s = socket.socket()
    for option in options:
        s.setsockopt(socket.SOL_SOCKET, option, 1)
    return s

def sysctl(name, value):
    with open('/proc/sys/' + name.replace('.', '/'), 'w') as f:
        f.write(value)

here = '127.0.0.1'
listener = tcp(); listener.bind((here, 5000)); listener.listen(0)
refused(tcp().bind, (here, 5000))
refused(tcp(socket.SO_REUSEADDR).bind, ('0.0.0.0', 5000))
plain = tcp(); plain.bind((here, 5003))
refused(tcp().bind, (here, 5003))
refused(tcp(socket.SO_REUSEADDR).bind, (here, 5003))
refused(listener.bind, (here, 5001))
first = tcp(socket.SO_REUSEADDR); first.bind((here, 5002))
second = tcp(socket.SO_REUSEADDR); second.bind((here, 5002))
first.listen()
refused(second.listen)
refused(tcp().bind, ('198.51.100.9', 80))
refused(tcp().bind, ('::1', 80))
refused(tcp().connect, (here, 5555))
refused(tcp().connect, ('198.51.100.9', 80))
refused(tcp().accept)
refused(tcp().recv, 1)
refused(tcp().send, b'x')
refused(tcp().shutdown, socket.SHUT_WR)
refused(tcp().getpeername)
listener.setblocking(False)
refused(listener.accept)
eager = tcp(); eager.setblocking(False)
refused(eager.connect, (here, 5000))
client = tcp(); client.connect((here, 5002))
refused(client.connect, (here, 5002))
server, _ = first.accept()
server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\0\0\0\0')
server.close()
refused(client.recv, 1)
refused(client.send, b'x')
taken = tcp(socket.SO_REUSEADDR); taken.bind((here, 6000)); taken.connect((here, 5002))
twin = tcp(socket.SO_REUSEADDR); twin.bind((here, 6000))
refused(twin.connect, (here, 5002))
late = tcp(); late.connect((here, 5002)); late.settimeout(0.01)
refused(late.recv, 1)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
refused(u.sendto, b'x', ('255.255.255.255', 9))
refused(u.sendto, bytes(70000), (here, 9))
refused(u.send, b'x')
refused(u.listen)
u.connect((here, 9)); u.send(b'x')
refused(u.recv, 1)
sysctl('net.ipv4.ip_local_port_range', '40000 40003')
keep = []
for _ in range(5):
    s = tcp()
    keep.append(s)
    refused(s.connect, (here, 5002))
keep = [tcp() for _ in range(5)]
for s in keep:
    refused(s.bind, ('127.0.0.2', 0))
resource.setrlimit(resource.RLIMIT_NOFILE, (3, 64))
refused(socket.socket)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
os.seteuid(1000)
refused(tcp().bind, (here, 80))
"#;

/// Two listeners of one name, and a client for them.
const GROUP: &str = "
import socket
def listener():
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    s.bind(('0.0.0.0', 5000))
    s.listen()
    return s
both = listener(), listener()
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.bind(('127.0.0.1', 5000))
for _ in range(16):
    socket.create_connection(('127.0.0.1', 5000))
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'hello', ('127.0.0.1', 5000))
socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b'hello', ('::1', 5001))
";

fn run(file: &str, source: &str) -> Rc<Trace> {
    let modules = script::program(file, source).expect("a program without mistakes");
    Rc::new(Run::new(single_host(modules, file, 1)).finish(&Commands))
}

fn kernel_case(name: &str) -> Rc<Trace> {
    let source = fs::read_to_string(format!("tests/kernel/{name}.py")).expect("the case");
    run(&format!("{name}.py"), &source)
}

fn moments(trace: &Rc<Trace>) -> impl Iterator<Item = Moment> {
    let (trace, letters) = (trace.clone(), Rc::new(Letters::of(trace)));
    (0..=trace.steps.len()).map(move |at| Moment::new(trace.clone(), letters.clone(), at))
}

fn panel(name: &str, moment: &Moment, size: Size) -> Panel {
    (named(name).unwrap_or_else(|| panic!("no view {name}")).draw)(moment, size)
}

fn tables(panel: &Panel) -> Vec<&Table> {
    match &panel.body {
        Body::Drawing { rows, .. } => vec![rows],
        Body::Tables(tables) => tables.iter().collect(),
    }
}

fn row_text(row: &Row) -> String {
    let sign = match row.change {
        Change::Same => ' ',
        Change::Born => '+',
        Change::Changed => '±',
        Change::Gone => '-',
        Change::Chosen => '>',
    };
    let mark = row.mark.map_or(String::new(), |mark| mark.letter());
    format!("{sign}{mark:<2}| {}", row.cells.join(" | "))
}

pub(crate) fn in_text(panel: &Panel) -> String {
    let mut text = format!("{}\n{}\n", panel.description, panel.caption);
    for table in tables(panel) {
        let _ = writeln!(text, "[{}]\n   | {}", table.caption, table.columns.join(" | "));
        for row in &table.rows {
            let _ = writeln!(text, "{}", row_text(row).trim_end());
        }
    }
    text
}

pub(crate) fn golden(name: &str, got: &str) {
    let path = format!("tests/views/{name}.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all("tests/views").expect("a folder");
        fs::write(&path, got).expect("the text can be written");
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(got, wanted, "{path}: if the new text is right, run the test with BLESS=1");
}

/// The scenarios.
fn runs() -> [(&'static str, Rc<Trace>); 5] {
    [
        ("two-clients", crate::views::lesson()),
        ("nat-collision", kernel_case("704-nat-same-source-port")),
        ("refused", run("refused.py", REFUSED)),
        ("accept-overflow", kernel_case("203-backlog-overflow-retry")),
        ("fork", kernel_case("237-fork-per-connection")),
    ]
}

#[test]
fn the_panels_say_what_they_said() {
    for (name, trace) in runs() {
        let letters = Rc::new(Letters::of(&trace));
        let mut text = String::new();
        for at in [0, trace.steps.len() / 2, trace.steps.len()] {
            let moment = Moment::new(trace.clone(), letters.clone(), at);
            for view in VIEWS {
                let panel = (view.draw)(&moment, Size::Wide);
                let _ = writeln!(text, "== {}, step {at}\n{}", view.name, in_text(&panel));
            }
        }
        golden(name, &text);
    }
}

#[test]
fn every_view_can_be_drawn_of_every_case() {
    for path in crate::script::cases("tests/kernel") {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        let trace = kernel_case(&name);
        let letters = Rc::new(Letters::of(&trace));
        let steps = trace.steps.len();
        for at in [0, 1, steps / 3, steps / 2, steps * 3 / 4, steps.saturating_sub(1), steps] {
            let moment = Moment::new(trace.clone(), letters.clone(), at.min(steps));
            for view in VIEWS {
                for size in [Size::Wide, Size::Narrow] {
                    let panel = (view.draw)(&moment, size);
                    assert!(panel.description.ends_with('.'), "{name}, {}: {}", view.name, panel.description);
                }
            }
        }
    }
}

fn refusals(trace: &Rc<Trace>) -> Vec<Moment> {
    let refused = |event: &Event| {
        matches!(event, Event::Returned { answer: Err(Failure::Os(_) | Failure::TimedOut), .. })
    };
    moments(trace).filter(|moment| moment.events().iter().any(refused)).collect()
}

#[test]
fn every_refusal_has_its_reason() {
    let trace = run("refused.py", REFUSED);
    let mut text = String::new();
    let mut errors = BTreeSet::new();
    for moment in refusals(&trace) {
        let panel = panel("refusal", &moment, Size::Wide);
        let _ = writeln!(text, "{}\n", in_text(&panel));
        assert!(!panel.caption.contains("Earlier"), "{}", panel.caption);
        errors.extend(
            panel.caption.split([' ', '.', ':']).filter(|word| word.starts_with('E')).map(str::to_owned),
        );
    }
    golden("refusals", &text);
    for error in [
        "EADDRINUSE",
        "EADDRNOTAVAIL",
        "EACCES",
        "ECONNREFUSED",
        "EAGAIN",
        "EMFILE",
        "EPIPE",
        "ENOTCONN",
        "EINVAL",
        "ENETUNREACH",
        "EMSGSIZE",
        "EDESTADDRREQ",
        "EISCONN",
        "EINPROGRESS",
        "ECONNRESET",
    ] {
        assert!(errors.contains(error), "no {error} in {errors:?}");
    }
}

#[test]
fn who_brought_the_error_is_told() {
    let brought = [
        ("714-no-such-host", "EHOSTUNREACH", "the own host found it out"),
        ("715-blackhole", "ETIMEDOUT", "the last time to send again was over"),
        ("101-connect-refused", "ECONNREFUSED", "RST, ACK from"),
        ("508-udp-connected-refused", "ECONNREFUSED", "ICMP port unreachable from"),
    ];
    for (case, error, told) in brought {
        let captions: Vec<String> = refusals(&kernel_case(case))
            .iter()
            .map(|moment| panel("refusal", moment, Size::Wide).caption)
            .filter(|caption| caption.contains(&format!(": {error}.")))
            .collect();
        assert!(captions.iter().any(|caption| caption.contains(told)), "{case}: {captions:#?}");
    }
}

#[test]
fn an_error_that_a_packet_brought_names_the_packet() {
    for moment in refusals(&run("refused.py", REFUSED)) {
        let panel = panel("refusal", &moment, Size::Wide);
        if panel.caption.contains("ECONNREFUSED") {
            let rows = tables(&panel).into_iter().flat_map(|table| &table.rows);
            let packets = rows.filter(|row| matches!(row.target, Some(Target::Packet(_)))).count();
            assert_eq!(packets, 1, "{}", panel.caption);
        }
    }
}

/// What an independent reader of the manual would say: bind(2), socket(7).
fn stands_in_the_way(world: &World, own: SocketId, local: SocketAddr, other: SocketId) -> bool {
    let (own, other) = (world.socket(own), world.socket(other));
    let Some(theirs) = other.local else { return false };
    if own.id == other.id || theirs.port() != local.port() || own.protocol != other.protocol {
        return false;
    }
    let any = |ip: IpAddr| ip.is_unspecified();
    let meet = theirs.ip() == local.ip() || any(theirs.ip()) || any(local.ip());
    let address =
        own.options.reuse_address && other.options.reuse_address && other.tcp_state() != TcpState::Listen;
    let port = own.options.reuse_port && other.options.reuse_port && own.uid == other.uid;
    meet && !address && !port
}

fn socket_of(world: &World, pid: fivetuple::model::id::Pid, args: &[Datum]) -> Option<SocketId> {
    let Some(Datum::Int(fd)) = args.first() else { return None };
    world.socket_of(*world.process(pid).fds.get(&Fd(*fd as i32))?)
}

/// A program that binds sockets at random: each with its address, port, options, user, and whether it listens.
fn binder(sockets: &[(u8, u8, bool, bool, bool, bool)]) -> String {
    let mut text = String::from("import os, socket\nkeep = []\ndef one(ip, port, ra, rp, other, ear):\n");
    text += "    if other: os.seteuid(1000)\n    s = socket.socket()\n    keep.append(s)\n    if other: os.seteuid(0)\n";
    text += "    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, ra)\n";
    text += "    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, rp)\n";
    text += "    try:\n        s.bind((ip, port))\n        if ear: s.listen()\n    except OSError: pass\n";
    for (ip, port, ra, rp, other, ear) in sockets {
        let ip = ["0.0.0.0", "127.0.0.1", "127.0.0.2"][usize::from(ip % 3)];
        let [ra, rp, other, ear] = [ra, rp, other, ear].map(|bit| u8::from(*bit));
        let _ = writeln!(text, "one('{ip}', {}, {ra}, {rp}, {other}, {ear})", 5000 + u16::from(port % 2));
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A refused bind has a socket in the way, by the manual, by the rule and on the page; one that succeeds has none.
    #[test]
    fn the_explanation_of_a_bind_is_the_rule(sockets in proptest::collection::vec(any::<(u8, u8, bool, bool, bool, bool)>(), 2..7)) {
        let trace = run("binder.py", &binder(&sockets));
        let mut binds = 0;
        for moment in moments(&trace) {
            let called = moment.events().iter().find_map(|event| match event {
                Event::Called { tid, name, args } if **name == *"bind" => Some((*tid, args)),
                _ => None,
            });
            let answer = moment.events().iter().find_map(|event| match event {
                Event::Returned { answer, .. } => Some(answer),
                _ => None,
            });
            let (Some((tid, args)), Some(answer)) = (called, answer) else { continue };
            let world = &moment.before;
            let socket = socket_of(world, world.thread(tid).pid, args).expect("a socket");
            let (Datum::Str(ip), Datum::Int(port)) = (&args[1], &args[2]) else { panic!("{args:?}") };
            let local = SocketAddr::new(ip.parse().expect("an address"), *port as u16);
            let by_rule: Vec<SocketId> =
                meetings(world, socket, local).filter(|it| it.stops_bind()).map(|it| it.other).collect();
            let by_manual: Vec<SocketId> =
                world.sockets.keys().copied().filter(|other| stands_in_the_way(world, socket, local, *other)).collect();
            prop_assert_eq!(&by_rule, &by_manual);
            let refused = *answer == Err(Failure::Os(Errno::EADDRINUSE));
            prop_assert_eq!(refused, !by_rule.is_empty());
            binds += 1;
            if refused {
                let panel = panel("refusal", &moment, Size::Wide);
                let rows = tables(&panel).into_iter().flat_map(|table| &table.rows);
                let shown: BTreeSet<_> = rows.filter(|row| row.change == Change::Chosen).filter_map(|row| row.target).collect();
                let wanted = by_rule.iter().take(4).map(|id| Target::Socket(*id)).collect::<BTreeSet<_>>();
                prop_assert_eq!(shown, wanted);
            }
        }
        prop_assert_eq!(binds, sockets.len());
    }
}

/// The sum of 16-bit words, carries folded in (RFC 1071): 0xffff where the checksum among them is right.
fn sum(bytes: &[u8]) -> u32 {
    let word = |pair: &[u8]| u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0));
    let all: u32 = bytes.chunks(2).map(word).sum();
    (0..3).fold(all, |sum, _| (sum & 0xffff) + (sum >> 16))
}

fn checksums_are_right(bytes: &[u8]) -> bool {
    let (addresses, protocol, payload) = match bytes[0] >> 4 {
        4 => (&bytes[12..20], bytes[9], &bytes[20..]),
        _ => (&bytes[8..40], bytes[6], &bytes[40..]),
    };
    let pseudo = [addresses, &[0, protocol], &(payload.len() as u16).to_be_bytes()].concat();
    let header = bytes[0] >> 4 == 6 || sum(&bytes[..20]) == 0xffff;
    header
        && sum(&if protocol == 1 { payload.to_vec() } else { [pseudo.as_slice(), payload].concat() })
            == 0xffff
}

#[test]
fn a_header_has_all_bytes_of_its_packet_and_each_in_one_field() {
    let mut kinds = BTreeSet::new();
    for trace in [kernel_case("816-wire-udp-refused"), run("refused.py", REFUSED), run("group.py", GROUP)] {
        for moment in moments(&trace) {
            let looked_up = moment.events().iter().rev().find_map(|event| match event {
                Event::LookedUp { packet, .. } => Some(packet.clone()),
                _ => None,
            });
            let arrived = moment.events().iter().rev().find_map(|event| match event {
                Event::Arrived { packet, .. } => {
                    moment.before.flight.get(packet).map(|flight| flight.packet.clone())
                }
                _ => None,
            });
            let Some(packet) = looked_up.or(arrived) else { continue };
            let panel = panel("header", &moment, Size::Wide);
            let rows = &tables(&panel)[0].rows;
            let bytes: Vec<u8> = rows
                .iter()
                .flat_map(|row| row.cells[2].split(' '))
                .map(|hex| u8::from_str_radix(hex, 16).expect("two digits"))
                .collect();
            assert_eq!(bytes, wire::ip(&packet), "step {}", moment.at);
            assert!(checksums_are_right(&bytes), "step {}: {bytes:02x?}", moment.at);
            let key: Vec<&str> =
                rows.iter().filter(|row| row.cells[5] == "key").map(|row| row.cells[3].as_str()).collect();
            if packet.ports().is_some() {
                let (from, to) = (packet.from(), packet.to());
                let number = if packet.segment().is_some() { "6" } else { "17" };
                let five = [
                    number.to_owned(),
                    from.ip().to_string(),
                    to.ip().to_string(),
                    from.port().to_string(),
                    to.port().to_string(),
                ];
                assert_eq!(key, five);
            }
            assert_eq!(key.len(), 5);
            kinds.insert((packet.protocol(), packet.source.is_ipv6()));
        }
    }
    assert_eq!(kinds.len(), 5, "{kinds:?}");
}

#[test]
fn every_byte_is_linked_to_its_field() {
    for (_, trace) in runs() {
        for moment in moments(&trace).step_by(7) {
            for size in [Size::Wide, Size::Narrow] {
                let panel = panel("header", &moment, size);
                let Body::Drawing { scene, rows } = &panel.body else { panic!("a drawing") };
                let fields: BTreeSet<_> = rows.rows.iter().filter_map(|row| row.target).collect();
                let bytes = scene.shapes.iter().filter(|shape| {
                    shape.role == Role::Code
                        && matches!(&shape.form, Form::Text { text, .. } if text.len() == 2)
                });
                assert!(bytes.clone().all(|byte| byte.target.is_some_and(|target| fields.contains(&target))));
                let boxes: BTreeSet<_> =
                    scene.shapes.iter().filter(|shape| shape.title.is_some()).collect_targets();
                assert!(boxes.is_subset(&fields));
            }
        }
    }
}

/// The targets of shapes.
trait Targets {
    fn collect_targets(self) -> BTreeSet<Target>;
}

impl<'a, I: Iterator<Item = &'a fivetuple::view::Shape>> Targets for I {
    fn collect_targets(self) -> BTreeSet<Target> {
        self.filter_map(|shape| shape.target).collect()
    }
}

#[test]
fn what_a_router_changes_is_marked() {
    let trace = kernel_case("704-nat-same-source-port");
    let mut seen = 0;
    for moment in moments(&trace) {
        let translated = moment.events().iter().find_map(|event| match event {
            Event::Translated { before, after, .. } => Some((*before, *after)),
            _ => None,
        });
        let Some((before, after)) = translated else { continue };
        let panel = panel("header", &moment, Size::Wide);
        let changed: Vec<(&str, &str)> = tables(&panel)[0]
            .rows
            .iter()
            .filter(|row| row.change == Change::Changed && row.cells[5] == "key")
            .map(|row| (row.cells[3].as_str(), row.cells[4].as_str()))
            .collect();
        let mut wanted = BTreeSet::new();
        for (old, new) in [(before.0, after.0), (before.1, after.1)] {
            if old.ip() != new.ip() {
                wanted.insert((new.ip().to_string(), format!("was {}; ", old.ip())));
            }
            if old.port() != new.port() {
                wanted.insert((new.port().to_string(), format!("was {}; ", old.port())));
            }
        }
        assert_eq!(changed.len(), wanted.len(), "step {}: {changed:?}", moment.at);
        for (new, was) in &wanted {
            assert!(
                changed.iter().any(|(value, meaning)| value == new && meaning.starts_with(was)),
                "{changed:?}"
            );
        }
        seen += 1;
    }
    assert!(seen > 4, "only {seen} packets were translated");
}

#[test]
fn an_earlier_look_up_looks_earlier() {
    let mut both = [0, 0];
    for moment in moments(&crate::views::lesson()) {
        let now = moment.events().iter().any(|event| matches!(event, Event::LookedUp { .. }));
        for size in [Size::Wide, Size::Narrow] {
            let panel = panel("lookup", &moment, size);
            let Body::Drawing { scene, .. } = &panel.body else { panic!("a drawing") };
            if panel.caption.is_empty() {
                continue;
            }
            let faint = scene.shapes.iter().filter(|shape| shape.emphasis == Emphasis::Faint).count();
            assert_eq!(panel.caption.starts_with("Earlier, in step "), !now, "step {}", moment.at);
            assert_eq!(faint + 1 == scene.shapes.len(), !now, "step {}", moment.at);
            both[usize::from(now)] += 1;
        }
    }
    assert!(both[0] > 0 && both[1] > 0);
}

#[test]
fn a_group_is_told_with_the_member_that_the_hash_names() {
    let mut winners = BTreeSet::new();
    for moment in moments(&run("group.py", GROUP)) {
        let syn = moment.events().iter().find_map(|event| match event {
            Event::LookedUp { packet, lookup, .. } if packet.flags().syn && !packet.flags().ack => {
                lookup.found
            }
            _ => None,
        });
        let Some(winner) = syn else { continue };
        let text = in_text(&panel("lookup", &moment, Size::Wide));
        // The look-up that is shown is the last one of its step.
        if !text.contains("SYN of connection") {
            continue;
        }
        assert!(text.contains("SO_REUSEPORT: 2 sockets share this name"), "{text}");
        assert!(text.contains(&format!("names socket {winner};")), "{text}");
        assert_eq!(text.matches("the hash names another").count(), 1, "{text}");
        winners.insert(winner);
    }
    assert_eq!(winners.len(), 2, "both members must win once");
}
