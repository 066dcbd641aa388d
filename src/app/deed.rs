//! What a reader did to a run as text, and back: so that a link can carry it. `drop 12`, `delay 12 50000000`, `cut 1`.
//! Times are nanoseconds, rates are so many of a million, `-` leaves a value as it is.

use std::time::Duration;

use fivetuple::model::command::{Command, Header};
use fivetuple::model::id::{LinkId, PacketId, Pid};
use fivetuple::model::packet::Flags;
use fivetuple::model::plan::{Change, Intervention};

/// The longest time, eleven days: what the page's own fields take.
const LONGEST: u64 = 1_000_000_000_000_000;

/// A command as text. Programs that start again are not one: they need their texts beside it.
pub(crate) fn write(command: &Command) -> Option<String> {
    let (what, id, numbers) = match command {
        Command::Drop(packet) => ("drop", packet.0, Vec::new()),
        Command::Delay(packet, by) => ("delay", packet.0, vec![nanos(Some(*by))]),
        Command::LetOvertake(packet) => ("overtake", packet.0, Vec::new()),
        Command::Duplicate(packet) => ("double", packet.0, Vec::new()),
        Command::Edit(packet, Header { from, to, flags }) => {
            let bits = [flags.syn, flags.ack, flags.fin, flags.rst, flags.psh];
            let bits = bits.iter().fold(0, |bits, bit| bits * 2 + u64::from(*bit));
            return Some(format!("edit {packet} {bits} {from} {to}"));
        }
        Command::Kill(pid) => ("kill", u64::from(pid.0), Vec::new()),
        Command::Intervene(Intervention::Cut(link)) => ("cut", u64::from(link.0), Vec::new()),
        Command::Intervene(Intervention::Mend(link)) => ("mend", u64::from(link.0), Vec::new()),
        Command::Intervene(Intervention::Change(link, change)) => {
            let Change { latency, loss, duplicates, jitter } = *change;
            let numbers =
                [nanos(latency), loss.map(u64::from), duplicates.map(u64::from), nanos(jitter)].to_vec();
            ("change", u64::from(link.0), numbers)
        }
        Command::Restart(..) | Command::Intervene(Intervention::Kill(..)) => return None,
    };
    let mut text = format!("{what} {id}");
    for number in numbers {
        text.push(' ');
        text.push_str(&number.map_or("-".to_owned(), |number| number.to_string()));
    }
    Some(text)
}

fn nanos(time: Option<Duration>) -> Option<u64> {
    time.map(|time| time.as_nanos() as u64)
}

/// The command of a text that anybody may have written. There are so many links.
pub(crate) fn read(text: &str, links: usize) -> Option<Command> {
    let words: Vec<&str> = text.split(' ').collect();
    let id: u64 = words.get(1)?.parse().ok()?;
    let (packet, small) = (PacketId(id), u32::try_from(id).ok()?);
    let link = u16::try_from(id).ok().filter(|link| usize::from(*link) < links).map(LinkId);
    let rate = |word: &str| number(word, 1_000_000).map(|rate| rate.map(|rate| rate as u32));
    Some(match (words[0], &words[2..]) {
        ("drop", []) => Command::Drop(packet),
        ("delay", [by]) => Command::Delay(packet, time(by)??),
        ("overtake", []) => Command::LetOvertake(packet),
        ("double", []) => Command::Duplicate(packet),
        ("edit", [bits, from, to]) => {
            let bits = number(bits, 31)??;
            let [syn, ack, fin, rst, psh] = [16, 8, 4, 2, 1].map(|bit| bits & bit != 0);
            let flags = Flags { syn, ack, fin, rst, psh };
            Command::Edit(packet, Header { from: from.parse().ok()?, to: to.parse().ok()?, flags })
        }
        ("kill", []) => Command::Kill(Pid(small)),
        ("cut", []) => Command::Intervene(Intervention::Cut(link?)),
        ("mend", []) => Command::Intervene(Intervention::Mend(link?)),
        ("change", [latency, loss, duplicates, jitter]) => {
            let (latency, jitter) = (time(latency)?, time(jitter)?);
            let change = Change { latency, loss: rate(loss)?, duplicates: rate(duplicates)?, jitter };
            Command::Intervene(Intervention::Change(link?, change))
        }
        _ => return None,
    })
}

/// A number that is not too large, or `-` for none.
fn number(word: &str, most: u64) -> Option<Option<u64>> {
    if word == "-" {
        return Some(None);
    }
    word.parse().ok().filter(|number| *number <= most).map(Some)
}

fn time(word: &str) -> Option<Option<Duration>> {
    number(word, LONGEST).map(|nanos| nanos.map(Duration::from_nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for text in [
            "drop 12",
            "delay 3 50000000",
            "overtake 4",
            "double 5",
            "edit 6 10 203.0.113.1:80 [2001:db8::1]:9",
            "kill 7",
            "cut 1",
            "mend 0",
            "change 1 1000 - 5 -",
        ] {
            let command = read(text, 2).unwrap_or_else(|| panic!("{text} is not read"));
            assert_eq!(write(&command).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_makes_no_sense_is_no_command() {
        for text in [
            "",
            "drop",
            "drop -1",
            "drop 1 2",
            "cut 2",
            "cut 70000",
            "delay 1 1000000000000001",
            "kill 4294967296",
            "edit 1 a b 00000",
            "edit 1 1.1.1.1:1 1.1.1.1:2 0000",
            "change 0 - 1000001 - -",
            "change 0 - - -",
            "erase 1",
        ] {
            assert_eq!(read(text, 2), None, "{text}");
        }
    }
}
