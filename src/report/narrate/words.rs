//! Words for packets, bytes and errors.

use crate::model::datum::Failure;
use crate::model::packet::{Packet, Protocol};

/// What a packet is, in a word: `SYN`, `ACK`, `9 bytes`.
pub(super) fn packet(packet: &Packet) -> String {
    let flags = packet.flags();
    let size = packet.data().len();
    match () {
        () if packet.protocol() == Protocol::Udp => format!("datagram of {}", bytes(size)),
        () if packet.protocol() == Protocol::Icmp => "ICMP message".to_owned(),
        () if flags.rst => "RST".to_owned(),
        () if flags.syn && flags.ack => "SYN-ACK".to_owned(),
        () if flags.syn => "SYN".to_owned(),
        () if flags.fin && size > 0 => format!("FIN with {}", bytes(size)),
        () if flags.fin => "FIN".to_owned(),
        () if size > 0 => bytes(size),
        () => "ACK".to_owned(),
    }
}

/// The same with an article where it needs one.
pub(super) fn the_packet(of: &Packet) -> String {
    let word = packet(of);
    if word.starts_with(|letter: char| letter.is_ascii_digit()) { word } else { format!("the {word}") }
}

/// A sentence begins with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn bytes(count: usize) -> String {
    if count == 1 { "1 byte".to_owned() } else { format!("{count} bytes") }
}

/// How a call failed: `EADDRINUSE (Address already in use)`.
pub(super) fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Os(errno) => format!("{errno} ({})", errno.text()),
        Failure::TimedOut => "its time-out is over".to_owned(),
        Failure::Raise { class, message } => format!("{class}: {message}"),
    }
}

/// The beginning of some bytes as text, where they are text.
pub(super) fn preview(bytes: &[u8]) -> Option<String> {
    const MOST: usize = 100;
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.trim_end_matches('\n').replace('\n', ", then ");
    if text.is_empty() || text.chars().any(char::is_control) {
        return None;
    }
    let cut: String = text.chars().take(MOST).collect();
    Some(if cut.len() < text.len() { cut + " …" } else { cut })
}
