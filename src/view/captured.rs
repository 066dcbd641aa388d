//! A capture from elsewhere: each packet with the keys of its look-up, and as a history that the views can walk through.

use std::rc::Rc;

use super::moment::{Letters, Moment};
use super::panel::{Body, Change, Panel, Row, Table, Target};
use super::words;
use crate::capture::{Capture, Step, lookups, replay};
use crate::model::packet::Protocol;
use crate::trace::Trace;

/// No more rows than these are shown.
const MOST: usize = 500;

/// A capture as a run: a step for each packet.
#[derive(Clone)]
pub struct Walk {
    trace: Rc<Trace>,
    letters: Rc<Letters>,
}

impl Walk {
    /// Of the first packets of a capture, as many as the list shows.
    pub fn of(capture: &Capture) -> Walk {
        let first = Capture { packets: capture.packets.iter().take(MOST).cloned().collect(), others: 0 };
        let replay = replay(&first);
        let trace = Trace::told(replay.origin, replay.steps);
        let mut letters = Letters::of(&trace);
        letters.originals = first.packets.into_iter().map(|frame| (frame.packet.id, frame.bytes)).collect();
        Walk { trace: Rc::new(trace), letters: Rc::new(letters) }
    }

    /// How many packets there are to walk through.
    pub fn steps(&self) -> usize {
        self.trace.steps.len()
    }

    /// How it stands after so many packets.
    pub fn moment(&self, at: usize) -> Moment {
        Moment::new(self.trace.clone(), self.letters.clone(), at.min(self.steps()))
    }
}

/// The packets of a capture and where each goes.
pub fn captured(capture: &Capture) -> Panel {
    let steps = lookups(capture);
    let nobodys = steps.iter().filter(|step| !step.found).count();
    let mut caption = format!(
        "{}; {nobodys} of them for no socket that the capture implies. A listener is implied where a SYN is answered, a \
         connection by its SYN, a UDP socket wherever a datagram came from.",
        words::count(steps.len(), "packet")
    );
    if steps.len() > MOST {
        caption += &format!(" The first {MOST} are shown.");
    }
    if capture.others > 0 {
        caption += &format!(" {} frames carry neither TCP nor UDP, or were cut too short.", capture.others);
    }
    let columns = ["No.", "Time", "Source", "Destination", "What", "Keys that were tried", "Goes to"];
    let table = Table {
        caption: "The packets and their look-ups".to_owned(),
        columns: columns.map(String::from).to_vec(),
        rows: steps.iter().take(MOST).enumerate().map(|(number, step)| row(number, step)).collect(),
    };
    Panel { description: caption.clone(), caption, body: Body::Tables(vec![table]) }
}

fn row(number: usize, step: &Step) -> Row {
    let packet = &step.packet;
    let what = match packet.protocol() {
        Protocol::Tcp => format!("[{}] {}", packet.flags(), words::count(packet.data().len(), "byte")),
        _ => format!("{} {}", packet.protocol(), words::count(packet.data().len(), "byte")),
    };
    let last = step.tried.len().saturating_sub(usize::from(step.found));
    let failed: Vec<String> = step.tried[..last].iter().map(|key| format!("{key}: no")).collect();
    let found = step.tried.last().filter(|_| step.found).map(ToString::to_string);
    Row {
        cells: vec![
            (number + 1).to_string(),
            format!("{:.6}", step.nanos as f64 / 1e9),
            packet.from().to_string(),
            packet.to().to_string(),
            what,
            failed.join("; "),
            found.unwrap_or_else(|| "nobody: RST, ICMP or silence".to_owned()),
        ],
        target: Some(Target::Packet(packet.id)),
        mark: None,
        change: if step.found { Change::Same } else { Change::Gone },
        title: None,
    }
}
