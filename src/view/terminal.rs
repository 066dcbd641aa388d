//! A terminal on a host: what a real command prints at the moment, and which lines are not as they were.

use super::moment::Moment;
use super::panel::{Body, Change, Panel, Row, Table};
use super::{Size, words};
use crate::model::id::HostId;
use crate::model::turn::Shell;
use crate::report::{self, Commands};

/// What a fresh terminal shows.
pub const FIRST_COMMAND: &str = "ss -tan";
/// Commands to choose from; any other that the host has can be typed.
pub const COMMANDS: [&str; 11] = [
    FIRST_COMMAND,
    "ss -tlnp",
    "ss -uan",
    "netstat -tan",
    "lsof -nP -i",
    "tcpdump -n",
    "strace",
    "conntrack -L",
    "cat /proc/net/tcp",
    "ip addr",
    "ip route",
];
/// No more lines than these are compared and shown: the last ones.
const MOST: usize = 400;

/// Draws the terminal of the host that listens first, or of the first one.
pub(super) fn draw(moment: &Moment, _: Size) -> Panel {
    terminal(moment, None, first_host(moment), FIRST_COMMAND)
}

/// The host whose terminal is open at first: the one where something listens.
pub fn first_host(moment: &Moment) -> HostId {
    let listens = moment.letters.rooms.first_host();
    listens.or_else(|| moment.world.hosts.first().map(|host| host.id)).unwrap_or(HostId(0))
}

/// What the command prints on the host, compared with what it prints at another moment, or at the step before.
pub fn terminal(moment: &Moment, other: Option<&Moment>, host: HostId, command: &str) -> Panel {
    let name = moment.world.hosts.get(usize::from(host.0)).map_or("no host yet", |host| host.name.as_str());
    let now = printed(moment, moment.at, host, command);
    let (before, what) = match other {
        Some(other) => (printed(other, other.at, host, command), format!("the pinned step {}", other.at)),
        None => (printed(moment, moment.at.saturating_sub(1), host, command), "the step before".to_owned()),
    };
    let rows = compared(&before, &now);
    let count = |change: Change| rows.iter().filter(|row| row.change == change).count();
    let (new, gone, changed) = (count(Change::Born), count(Change::Gone), count(Change::Changed));
    let caption = match new + gone + changed {
        0 => format!("No line differs from {what}."),
        _ => format!("Against {what}: {} new, {changed} changed, {gone} gone.", words::count(new, "line")),
    };
    let description = format!(
        "{command} on {name} at {}, step {}: {}. {caption}",
        words::clock(moment.world.now),
        moment.at,
        words::count(now.len(), "line")
    );
    let table = Table { caption: format!("{name}$ {command}"), columns: vec!["Output".to_owned()], rows };
    Panel { description, caption, body: Body::Tables(vec![table]) }
}

/// The lines that a command prints after so many steps.
fn printed(moment: &Moment, steps: usize, host: HostId, command: &str) -> Vec<String> {
    let world = if steps == moment.at { &moment.world } else { &moment.before };
    if usize::from(host.0) >= world.hosts.len() {
        return Vec::new();
    }
    let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
    let text = match words.first().map(String::as_str) {
        None => String::new(),
        Some("tcpdump") => {
            let output = report::tcpdump(&moment.trace, 0..steps, Some(host), &words[1..]);
            output.out + &output.err
        }
        Some("strace") => own_calls(moment, steps, host),
        Some(name) => match Commands.answer(world, host, command) {
            Some((text, _)) => text,
            None => format!("sh: 1: {name}: not found"),
        },
    };
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[lines.len().saturating_sub(MOST)..].to_vec()
}

/// The system calls of all processes of a host.
fn own_calls(moment: &Moment, steps: usize, host: HostId) -> String {
    let own = moment.world.processes.values().filter(|process| process.host == host);
    own.map(|process| report::strace(&moment.trace, 0..steps, Some(process.pid))).collect()
}

/// The lines of both, in order: those of the first that are not in the second are gone.
fn compared(before: &[String], now: &[String]) -> Vec<Row> {
    let mut rows = Vec::new();
    let (mut old, mut new) = (0, 0);
    while old < before.len() || new < now.len() {
        if old < before.len() && new < now.len() && before[old] == now[new] {
            rows.push(row(&now[new], Change::Same, None));
            (old, new) = (old + 1, new + 1);
            continue;
        }
        // What stands in neither remainder of the other differs; where both differ, one became the other.
        let leaves = old < before.len() && !now[new..].contains(&before[old]);
        let comes = new < now.len() && !before[old..].contains(&now[new]);
        if leaves && comes && alike(&before[old], &now[new]) {
            rows.push(row(&now[new], Change::Changed, Some(&before[old])));
            (old, new) = (old + 1, new + 1);
        } else if leaves {
            rows.push(row(&before[old], Change::Gone, None));
            old += 1;
        } else if comes || old >= before.len() {
            rows.push(row(&now[new], Change::Born, None));
            new += 1;
        } else {
            // Both stand in the other, in another order.
            rows.push(row(&before[old], Change::Gone, None));
            old += 1;
        }
    }
    rows
}

/// Do two lines speak of the same thing: do they share a word with a port in it, or most of their words?
fn alike(one: &str, other: &str) -> bool {
    let shared = |word: &&str| other.split_whitespace().any(|own| own == *word);
    let ports: Vec<&str> = one.split_whitespace().filter(|word| word.contains(':')).collect();
    if !ports.is_empty() {
        return ports.iter().all(shared);
    }
    let words = one.split_whitespace().count();
    one.split_whitespace().filter(shared).count() * 2 > words
}

fn row(line: &str, change: Change, before: Option<&str>) -> Row {
    let title = before.map(|before| format!("before: {before}"));
    Row { cells: vec![line.to_owned()], target: None, mark: None, change, title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_came_went_and_changed_are_told_apart() {
        let lines = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
        let before = lines("State Local Peer|LISTEN *:80 *:*|ESTAB 1:80 2:9|ESTAB 1:80 3:9");
        let now = lines("State Local Peer|LISTEN *:80 *:*|FIN-WAIT-1 1:80 2:9|SYN-RECV 1:80 4:9");
        let rows = compared(&before, &now);
        let told: Vec<(&str, Change)> = rows.iter().map(|row| (row.cells[0].as_str(), row.change)).collect();
        assert_eq!(
            told,
            [
                ("State Local Peer", Change::Same),
                ("LISTEN *:80 *:*", Change::Same),
                ("FIN-WAIT-1 1:80 2:9", Change::Changed),
                ("ESTAB 1:80 3:9", Change::Gone),
                ("SYN-RECV 1:80 4:9", Change::Born),
            ]
        );
    }
}
