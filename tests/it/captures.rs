//! Captures as Wireshark's own tools read them.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use fivetuple::capture::{lookups, read};
use fivetuple::model::demux::Key;
use fivetuple::model::id::LinkId;
use fivetuple::model::packet::Protocol;
use fivetuple::report::{Commands, Point, Seen, capture, pcapng};
use fivetuple::scenario::build;
use fivetuple::trace::{Run, Trace};
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

/// For each conversation, both ends and how many packets.
fn conversations(packets: &[Seen]) -> BTreeMap<(String, String), usize> {
    let mut found = BTreeMap::new();
    for seen in packets.iter().filter(|seen| seen.packet.protocol() == Protocol::Tcp) {
        let (from, to) = (seen.packet.from().to_string(), seen.packet.to().to_string());
        *found.entry((from.clone().min(to.clone()), from.max(to))).or_default() += 1;
    }
    found
}

#[test]
fn tshark_reads_it_without_a_warning_and_finds_our_conversations() {
    if Command::new("tshark").arg("--version").output().is_err() {
        println!("Not tried: tshark is not installed (apt-get install tshark).");
        return;
    }
    let trace = lesson();
    for (name, point) in [("all", Point::Everywhere), ("link", Point::Link(LinkId(1)))] {
        let packets = capture(&trace, 0..trace.steps.len(), point);
        assert!(!packets.is_empty());
        let path = std::env::temp_dir().join(format!("fivetuple-{}-{name}.pcapng", std::process::id()));
        fs::write(&path, pcapng(&trace, &packets)).expect("the file is written");
        let fields = ["ip.src", "tcp.srcport", "ip.dst", "tcp.dstport"];
        let shark = |args: &[&str]| {
            let checks = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"];
            let output = Command::new("tshark").arg("-r").arg(&path).args(checks).args(args).output();
            let output = output.expect("tshark runs");
            let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
            let noise = |line: &&str| !line.contains("Running as user");
            assert_eq!(complaint.lines().filter(noise).collect::<Vec<_>>().join("\n"), "", "{name}");
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        let mut args = vec!["-T", "fields"];
        args.extend(fields.iter().flat_map(|field| ["-e", field]));
        let mut theirs: BTreeMap<(String, String), usize> = BTreeMap::new();
        for line in shark(&args).lines() {
            let [source, from, destination, to] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            let (from, to) = (format!("{source}:{from}"), format!("{destination}:{to}"));
            *theirs.entry((from.clone().min(to.clone()), from.max(to))).or_default() += 1;
        }
        assert_eq!(theirs, conversations(&packets), "{name}");
        assert_eq!(
            shark(&["-Y", "_ws.malformed || _ws.expert.severity == error || ip.checksum.status == 0"]),
            ""
        );
        assert_eq!(shark(&["-Y", "tcp.checksum.status == 0"]), "");
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
        for ((_, theirs), ours) in found.packets.iter().zip(&packets) {
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

proptest! {
    /// Whatever a file holds, reading it ends, and without a panic.
    #[test]
    fn no_file_breaks_the_reader(start in 0_usize..6, noise in prop::collection::vec(any::<u8>(), 0..400)) {
        let magic: [&[u8]; 6] = [
            &[0xd4, 0xc3, 0xb2, 0xa1], &[0xa1, 0xb2, 0xc3, 0xd4], &[0x4d, 0x3c, 0xb2, 0xa1],
            &[0xa1, 0xb2, 0x3c, 0x4d], &[0x0a, 0x0d, 0x0d, 0x0a], &[],
        ];
        if let Ok(found) = read(&[magic[start], &noise].concat()) {
            let _ = lookups(&found);
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
            let _ = lookups(&found);
        }
    }
}
