//! Captures as Wireshark's own tools read them.

use std::collections::BTreeMap;
use std::fs;
use std::net::IpAddr;
use std::path::Path;
use std::process::Command;

use fivetuple::capture::{Capture, lookups, read};
use fivetuple::model::demux::Key;
use fivetuple::model::id::LinkId;
use fivetuple::model::packet::Protocol;
use fivetuple::report::{Commands, Point, Seen, capture, pcapng};
use fivetuple::scenario::{build, single_host};
use fivetuple::script;
use fivetuple::trace::{Run, Trace};
use fivetuple::view::{self, Body, Size, Walk};
use proptest::prelude::*;

fn lesson() -> Trace {
    let lesson = fivetuple::lesson::catalog::lesson("04-five-tuple.md").expect("a lesson");
    Run::new(build(&lesson.scenario).expect("the lesson's programs")).finish(&Commands)
}

/// The blocks of a file: kind and body.
fn blocks(file: &[u8]) -> Vec<(u32, &[u8])> {
    let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().expect("four bytes"));
    let (mut blocks, mut at) = (Vec::new(), 0);
    while at < file.len() {
        let length = number(at + 4) as usize;
        assert_eq!(number(at + length - 4) as usize, length, "both lengths of a block");
        assert_eq!(length % 4, 0);
        blocks.push((number(at), &file[at + 8..at + length - 4]));
        at += length;
    }
    blocks
}

#[test]
fn a_file_has_a_section_its_interfaces_and_all_packets() {
    let trace = lesson();
    let packets = capture(&trace, 0..trace.steps.len(), Point::Everywhere);
    let file = pcapng(&trace, &packets);
    let blocks = blocks(&file);
    assert_eq!(blocks[0].0, 0x0a0d_0d0a);
    let count = |kind: u32| blocks.iter().filter(|(found, _)| *found == kind).count();
    assert_eq!((count(1), count(6)), (3, packets.len()));
    let text = String::from_utf8_lossy(&file);
    assert!(text.contains("laptop-a:home") && text.contains("server:internet"), "the interfaces' names");
    assert!(text.contains("server gives it to socket "), "a comment");
}

/// A run of one script on one machine.
fn of_script(source: &str) -> Trace {
    let modules = script::program("nobody.py", source).expect("a script");
    Run::new(single_host(modules, "nobody.py", 1)).finish(&Commands)
}

/// For each conversation, its protocol, both ends and how many packets. What ICMP tells has no ports of its own.
type Conversations = BTreeMap<(u8, String, String), usize>;

fn count(found: &mut Conversations, protocol: u8, [one, other]: [(String, String); 2]) {
    let name =
        |(address, port): (String, String)| if protocol == 1 { address } else { format!("{address}:{port}") };
    let (one, other) = (name(one), name(other));
    *found.entry((protocol, one.clone().min(other.clone()), one.max(other))).or_default() += 1;
}

fn conversations(packets: &[Seen]) -> Conversations {
    let mut found = BTreeMap::new();
    for Seen { packet, .. } in packets {
        let protocol = match packet.protocol() {
            Protocol::Tcp => 6,
            Protocol::Udp => 17,
            Protocol::Icmp => 1,
        };
        let (from, to) = match packet.ports() {
            Some(_) => (packet.from().port(), packet.to().port()),
            None => (0, 0),
        };
        let end = |address: IpAddr, port: u16| (address.to_string(), port.to_string());
        count(&mut found, protocol, [end(packet.source, from), end(packet.destination, to)]);
    }
    found
}

/// What tshark prints of a file; it must have nothing to complain of.
fn shark(path: &Path, args: &[&str]) -> String {
    let mut command = Command::new("tshark");
    for check in ["ip.check_checksum", "tcp.check_checksum", "udp.check_checksum"] {
        command.args(["-o", &format!("{check}:TRUE")]);
    }
    // What a lesson sends to port 53 is no message of DNS.
    command.args(["--disable-protocol", "dns"]);
    let output = command.arg("-r").arg(path).args(args).output().expect("tshark runs");
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    let noise = |line: &&str| !line.contains("Running as user");
    assert_eq!(complaint.lines().filter(noise).collect::<Vec<_>>().join("\n"), "", "{}", path.display());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn their_conversations(path: &Path) -> Conversations {
    let fields = ["ip.proto", "ip.src", "tcp.srcport", "udp.srcport", "ip.dst", "tcp.dstport", "udp.dstport"];
    let mut args = vec!["-T", "fields", "-E", "occurrence=f"];
    args.extend(fields.iter().flat_map(|field| ["-e", field]));
    let mut theirs = BTreeMap::new();
    for line in shark(path, &args).lines() {
        let [protocol, source, tcp, udp, destination, to_tcp, to_udp] =
            line.split('\t').collect::<Vec<_>>()[..]
        else {
            panic!("{line}")
        };
        let protocol = protocol.parse().expect("a protocol");
        let end = |address: &str, tcp: &str, udp: &str| {
            (address.to_owned(), if protocol == 6 { tcp } else { udp }.to_owned())
        };
        count(&mut theirs, protocol, [end(source, tcp, udp), end(destination, to_tcp, to_udp)]);
    }
    theirs
}

/// A program whose datagram nobody takes: the answer is an ICMP message.
const NOBODY: &str = "import lab
net = lab.Net()
s = net.udp('h10')
s.sendto(b'?', ('203.0.113.1', 9))
";

#[test]
fn tshark_reads_it_without_a_warning_and_finds_our_conversations() {
    if Command::new("tshark").arg("--version").output().is_err() {
        println!("Not tried: tshark is not installed (apt-get install tshark).");
        return;
    }
    let of_lesson = |name: &str| {
        let lesson = fivetuple::lesson::catalog::lesson(name).expect("a lesson");
        Run::new(build(&lesson.scenario).expect("the lesson's programs")).finish(&Commands)
    };
    let traces = [
        ("all", lesson(), Point::Everywhere),
        ("link", lesson(), Point::Link(LinkId(1))),
        ("udp", of_lesson("02-udp.md"), Point::Everywhere),
        ("nat", of_lesson("06-nat.md"), Point::Everywhere),
        ("icmp", of_script(NOBODY), Point::Everywhere),
    ];
    for (name, trace, point) in traces {
        let packets = capture(&trace, 0..trace.steps.len(), point);
        let path = std::env::temp_dir().join(format!("fivetuple-{}-{name}.pcapng", std::process::id()));
        fs::write(&path, pcapng(&trace, &packets)).expect("the file is written");
        let ours = conversations(&packets);
        assert!(!ours.is_empty(), "{name}");
        assert_eq!(their_conversations(&path), ours, "{name}");
        for wrong in [
            "_ws.malformed || _ws.expert.severity == error || ip.checksum.status == 0",
            "tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0",
        ] {
            assert_eq!(shark(&path, &["-Y", wrong]), "", "{name}");
        }
        fs::remove_file(&path).expect("the file is removed");
    }
}

#[test]
fn what_we_write_is_what_we_read() {
    let trace = lesson();
    let packets = capture(&trace, 0..trace.steps.len(), Point::Everywhere);
    for file in [pcapng(&trace, &packets), fivetuple::report::pcap(&packets)] {
        let found = read(&file).expect("our own file");
        assert_eq!((found.packets.len(), found.others), (packets.len(), 0));
        for (theirs, ours) in found.packets.iter().map(|frame| &frame.packet).zip(&packets) {
            assert_eq!((theirs.from(), theirs.to()), (ours.packet.from(), ours.packet.to()));
            assert_eq!((theirs.flags(), theirs.data()), (ours.packet.flags(), ours.packet.data()));
        }
    }
}

/// Files of tcpdump: a SYN goes to a listener, what follows to a connection, and who is refused to nobody.
#[test]
fn packets_of_real_captures_go_where_they_went() {
    for (name, listeners, nobodys) in [("two-clients", 2, 0), ("article-500", 2, 0), ("failures", 5, 2)] {
        let file = fs::read(format!("tests/captures/{name}.pcap")).expect("the capture");
        let steps = lookups(&read(&file).expect("a capture"));
        let by_listener =
            steps.iter().filter(|step| step.found && matches!(step.tried.last(), Some(Key::Listener(_))));
        let first_syns =
            steps.iter().filter(|step| step.packet.flags().syn && !step.packet.flags().ack).count();
        assert!(first_syns >= listeners);
        assert_eq!(by_listener.count(), listeners, "{name}: SYNs that a listener takes");
        let lost: Vec<_> = steps.iter().filter(|step| !step.found).map(|step| step.packet.to()).collect();
        assert_eq!(lost.len(), nobodys, "{name}: {lost:?}");
    }
}

#[test]
fn what_is_no_capture_gets_a_sentence() {
    for file in [&b""[..], b"abc", b"GET / HTTP/1.0", &[0x0a, 0x0d, 0x0d, 0x0a], &[0xd4, 0xc3, 0xb2, 0xa1, 2]]
    {
        assert!(read(file).is_err_and(|why| why.ends_with('.')), "{file:?}");
    }
}

/// Every packet can be looked at, in each view that shows a capture.
fn walk_through(found: &Capture) {
    let walk = Walk::of(found);
    assert_eq!(lookups(found).len(), found.packets.len());
    for at in 0..=walk.steps() {
        let moment = walk.moment(at);
        for name in ["lookup", "header", "ladder", "sockets"] {
            for size in [Size::Wide, Size::Narrow] {
                let panel = (view::named(name).expect("a view").draw)(&moment, size);
                assert!(!panel.description.is_empty());
            }
        }
    }
}

/// A classic capture file: the order of its bytes, whether it counts nanoseconds, and its kind of link.
fn classic(packets: &[(u64, Vec<u8>)], big: bool, fine: bool, link: u32) -> Vec<u8> {
    let word = |number: u32| if big { number.to_be_bytes() } else { number.to_le_bytes() };
    let magic = word(if fine { 0xa1b2_3c4d } else { 0xa1b2_c3d4 });
    let versions = if big { [0, 2, 0, 4] } else { [2, 0, 4, 0] };
    let mut file = [magic, versions, word(0), word(0), word(65_535), word(link)].concat();
    for (nanos, frame) in packets {
        let part = nanos % 1_000_000_000;
        let part = if fine { part } else { part / 1000 };
        let (seconds, length) = (word((nanos / 1_000_000_000) as u32), word(frame.len() as u32));
        file.extend([seconds, word(part as u32), length, length].concat());
        file.extend(frame);
    }
    file
}

/// The same packets in each byte order, in both units of time, and behind each link's header.
#[test]
fn every_kind_of_file_holds_the_same_packets() {
    let found = read(&fs::read("tests/captures/failures.pcap").expect("the capture")).expect("a capture");
    let ethernet = [vec![2; 12], vec![8, 0]].concat();
    let tagged = [vec![2; 12], vec![0x81, 0, 0, 5, 0x88, 0xa8, 0, 6, 8, 0]].concat();
    let cooked = [vec![0; 14], vec![8, 0]].concat();
    let cooked_2 = [vec![8, 0], vec![0; 18]].concat();
    let links: [(u32, Vec<u8>); 9] = [
        (1, ethernet),
        (1, tagged),
        (113, cooked),
        (276, cooked_2),
        (0, vec![2, 0, 0, 0]),
        (108, vec![0, 0, 0, 2]),
        (101, vec![]),
        (12, vec![]),
        (228, vec![]),
    ];
    for (link, before) in links {
        let frames: Vec<(u64, Vec<u8>)> =
            found.packets.iter().map(|frame| (frame.nanos, [&before, &frame.bytes[..]].concat())).collect();
        for (big, fine) in [(false, false), (false, true), (true, false), (true, true)] {
            let again = read(&classic(&frames, big, fine, link)).expect("a capture");
            assert_eq!((again.packets.len(), again.others), (found.packets.len(), 0), "link {link}");
            for (one, other) in again.packets.iter().zip(&found.packets) {
                assert_eq!((&one.packet, &one.bytes), (&other.packet, &other.bytes), "link {link}");
                assert!(one.nanos.abs_diff(other.nanos) < 1000, "link {link}");
            }
        }
    }
}

/// A captured packet is shown as it was captured, options and all.
#[test]
fn a_captured_header_is_shown_byte_by_byte() {
    let found = read(&fs::read("tests/captures/two-clients.pcap").expect("the capture")).expect("a capture");
    let walk = Walk::of(&found);
    let panel = (view::named("header").expect("a view").draw)(&walk.moment(1), Size::Wide);
    let Body::Drawing { rows, .. } = &panel.body else { panic!("a drawing") };
    let shown: Vec<u8> = rows
        .rows
        .iter()
        .flat_map(|row| row.cells[2].split(' '))
        .map(|byte| u8::from_str_radix(byte, 16).expect("a byte"))
        .collect();
    assert_eq!(shown, found.packets[0].bytes.to_vec());
    let options = rows.rows.iter().find(|row| row.cells[1] == "Options").expect("a SYN of Linux has options");
    assert!(options.cells[4].contains("MSS 1460"), "{:?}", options.cells);
    for at in 0..=walk.steps() {
        walk.moment(at).world.sockets.values().for_each(|socket| assert!(socket.local.is_some()));
    }
}

proptest! {
    /// Whatever a file holds, reading it ends, and without a panic.
    #[test]
    fn no_file_breaks_the_reader(start in 0_usize..6, noise in prop::collection::vec(any::<u8>(), 0..400)) {
        let magic: [&[u8]; 6] = [
            &[0xd4, 0xc3, 0xb2, 0xa1], &[0xa1, 0xb2, 0xc3, 0xd4], &[0x4d, 0x3c, 0xb2, 0xa1],
            &[0xa1, 0xb2, 0x3c, 0x4d], &[0x0a, 0x0d, 0x0d, 0x0a], &[],
        ];
        if let Ok(found) = read(&[magic[start], &noise].concat()) {
            walk_through(&found);
        }
    }

    /// The same of real files in which bytes were changed.
    #[test]
    fn no_damage_breaks_the_reader(damage in prop::collection::vec((0_usize..1800, any::<u8>()), 1..20), cut in 0_usize..1900) {
        let mut file = fs::read("tests/captures/failures.pcap").expect("the capture");
        for (at, byte) in damage {
            if let Some(place) = file.get_mut(at) {
                *place = byte;
            }
        }
        file.truncate(cut.max(4));
        if let Ok(found) = read(&file) {
            walk_through(&found);
        }
    }
}
