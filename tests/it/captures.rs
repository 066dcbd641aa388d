//! Captures as Wireshark's own tools read them.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use fivetuple::model::id::LinkId;
use fivetuple::model::packet::Protocol;
use fivetuple::report::{Commands, Point, Seen, capture, pcapng};
use fivetuple::scenario::build;
use fivetuple::trace::{Run, Trace};

fn lesson() -> Trace {
    let lesson = fivetuple::lesson::catalog::lessons().remove(0);
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
