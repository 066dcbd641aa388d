//! What tcpdump adds for ports whose protocol it knows: HTTP's first line (`print-http.c`, `print-ascii.c`).

use crate::model::packet::Segment;

const PORTS: [u16; 2] = [80, 8080];
const METHODS: [&str; 9] = ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH"];

/// `: HTTP`, with the first line where it is a request or an answer.
pub(super) fn note(segment: &Segment) -> String {
    let known = PORTS.contains(&segment.source_port) || PORTS.contains(&segment.destination_port);
    if !known || segment.data.is_empty() {
        return String::new();
    }
    let line = segment.data.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
    let mut words = line.split(' ');
    let request = words.next().is_some_and(|word| METHODS.contains(&word));
    let answer =
        words.next().is_some_and(|word| word.len() == 3 && word.chars().all(|digit| digit.is_ascii_digit()));
    if request || answer { format!(": HTTP: {line}") } else { ": HTTP".to_owned() }
}
