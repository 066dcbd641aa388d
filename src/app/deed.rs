//! What a reader did to a run as text, and back: so that a link can carry it. `drop 12`, `delay 12 50000000`, `cut 1`.
//! Times are nanoseconds, rates are so many of a million, `-` leaves a value as it is.

use std::str::{FromStr, SplitWhitespace};
use std::time::Duration;

use fivetuple::model::command::{Command, Header};
use fivetuple::model::id::{LinkId, PacketId, Pid};
use fivetuple::model::packet::Flags;
use fivetuple::model::plan::{Change, Intervention};

/// The longest time, eleven days: what the page's own fields take.
const LONGEST: u64 = 1_000_000_000_000_000;

/// A command as text. Programs that start again are not one: they need their texts beside it.
pub(crate) fn write(command: &Command) -> Option<String> {
    Some(match command {
        Command::Drop(packet) => format!("drop {packet}"),
        Command::Delay(packet, by) => format!("delay {packet} {}", by.as_nanos()),
        Command::LetOvertake(packet) => format!("overtake {packet}"),
        Command::Duplicate(packet) => format!("double {packet}"),
        Command::Edit(packet, Header { from, to, flags }) => {
            let bits = [flags.syn, flags.ack, flags.fin, flags.rst, flags.psh];
            let bits: String = bits.iter().map(|bit| if *bit { '1' } else { '0' }).collect();
            format!("edit {packet} {from} {to} {bits}")
        }
        Command::Kill(pid) => format!("kill {pid}"),
        Command::Intervene(Intervention::Cut(link)) => format!("cut {link}"),
        Command::Intervene(Intervention::Mend(link)) => format!("mend {link}"),
        Command::Intervene(Intervention::Change(link, change)) => {
            let time = |time: Option<Duration>| number(time.map(|time| time.as_nanos()));
            let rate = |rate: Option<u32>| number(rate.map(u128::from));
            let Change { latency, loss, duplicates, jitter } = *change;
            format!("change {link} {} {} {} {}", time(latency), rate(loss), rate(duplicates), time(jitter))
        }
        Command::Restart(..) | Command::Intervene(Intervention::Kill(..)) => return None,
    })
}

fn number(value: Option<u128>) -> String {
    value.map_or("-".to_owned(), |value| value.to_string())
}

/// The command of a text that anybody may have written. There are so many links.
pub(crate) fn read(text: &str, links: usize) -> Option<Command> {
    let mut words = text.split_whitespace();
    let what = words.next()?;
    let id: u64 = next(&mut words)?;
    let packet = PacketId(id);
    let link =
        || usize::try_from(id).ok().filter(|id| *id < links).and_then(|_| id.try_into().ok()).map(LinkId);
    let command = match what {
        "drop" => Command::Drop(packet),
        "delay" => Command::Delay(packet, time(next(&mut words)?)?),
        "overtake" => Command::LetOvertake(packet),
        "double" => Command::Duplicate(packet),
        "edit" => {
            let (from, to) = (next(&mut words)?, next(&mut words)?);
            let bits: Vec<bool> = words.next()?.chars().map(|bit| bit == '1').collect();
            let [syn, ack, fin, rst, psh] = bits[..] else { return None };
            Command::Edit(packet, Header { from, to, flags: Flags { syn, ack, fin, rst, psh } })
        }
        "kill" => Command::Kill(Pid(id.try_into().ok()?)),
        "cut" => Command::Intervene(Intervention::Cut(link()?)),
        "mend" => Command::Intervene(Intervention::Mend(link()?)),
        "change" => {
            let latency = value(&mut words, time)?;
            let (loss, duplicates) = (value(&mut words, rate)?, value(&mut words, rate)?);
            let change = Change { latency, loss, duplicates, jitter: value(&mut words, time)? };
            Command::Intervene(Intervention::Change(link()?, change))
        }
        _ => return None,
    };
    words.next().is_none().then_some(command)
}

fn next<T: FromStr>(words: &mut SplitWhitespace) -> Option<T> {
    words.next()?.parse().ok()
}

/// A value, or `-` for none.
fn value<T>(words: &mut SplitWhitespace, read: fn(u64) -> Option<T>) -> Option<Option<T>> {
    match words.next()? {
        "-" => Some(None),
        word => read(word.parse().ok()?).map(Some),
    }
}

fn time(nanos: u64) -> Option<Duration> {
    (nanos <= LONGEST).then(|| Duration::from_nanos(nanos))
}

fn rate(of_a_million: u64) -> Option<u32> {
    u32::try_from(of_a_million).ok().filter(|rate| *rate <= 1_000_000)
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
            "edit 6 203.0.113.1:80 [2001:db8::1]:9 01010",
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
