//! `fivetuple lookups`: the packets of a capture file, and which socket each goes to.

use std::fs;
use std::io::{self, Write};

use fivetuple::capture;
use fivetuple::model::packet::Protocol;

use super::{Done, Trouble, USAGE};

pub(super) fn lookups(words: &[String]) -> Done {
    let [path] = words else {
        return Err(Trouble::Usage("one capture file (pcap or pcapng) is expected".into()));
    };
    let wrong = |why: String| Trouble::Other(format!("fivetuple: {path}: {why}\n"), USAGE);
    let file = fs::read(path).map_err(|problem| wrong(problem.to_string()))?;
    let found = capture::read(&file).map_err(wrong)?;
    let mut out = String::new();
    for (number, step) in capture::lookups(&found).iter().enumerate() {
        let packet = &step.packet;
        let kind = match packet.protocol() {
            Protocol::Tcp => format!("[{}]", packet.flags()),
            Protocol::Udp | Protocol::Icmp => packet.protocol().to_string(),
        };
        let mut keys: Vec<String> = step.tried.iter().map(|key| format!("{key}: no")).collect();
        if step.found {
            let last = step.tried.last().map_or(String::new(), ToString::to_string);
            keys.pop();
            keys.push(format!("{last}: yes"));
        }
        out += &format!(
            "{:>5} {:>12.6} {} > {} {kind} {} bytes\n      {}{}\n",
            number + 1,
            step.nanos as f64 / 1e9,
            packet.from(),
            packet.to(),
            packet.data().len(),
            keys.join("; "),
            if step.found { "" } else { "; nobody's" }
        );
    }
    if found.others > 0 {
        out += &format!("{} frames carry neither TCP nor UDP, or were cut too short.\n", found.others);
    }
    io::stdout().write_all(out.as_bytes())?;
    Ok(0)
}
