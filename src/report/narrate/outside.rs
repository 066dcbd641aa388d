//! What was done from outside, by a plan or by the reader: links that failed, programs that were killed.

use super::Step;
use crate::model::event::Event;
use crate::model::host::Faults;
use crate::model::id::LinkId;
use crate::model::plan::Intervention;
use crate::model::time::Duration;

/// What has been done.
pub(super) fn sentence(step: &Step, what: &Intervention) -> String {
    let name = |link: &LinkId| step.after.links[usize::from(link.0)].name.as_str();
    match what {
        Intervention::Cut(link) => {
            let lost = step.events.iter().filter(|event| matches!(event, Event::Dropped { .. })).count();
            let lost = match lost {
                0 => String::new(),
                1 => " One packet on it is lost.".to_owned(),
                lost => format!(" {lost} packets on it are lost."),
            };
            format!("The link {} was cut.{lost}", name(link))
        }
        Intervention::Mend(link) => format!("The link {} was mended.", name(link)),
        Intervention::Change(link, _) => {
            let link = &step.after.links[usize::from(link.0)];
            format!("On the link {} {}.", link.name, now_so(link.latency, link.faults))
        }
        Intervention::Kill(host, file) => {
            let host = &step.after.host(*host).name;
            let ended =
                step.events.iter().filter(|event| matches!(event, Event::ProcessExited { .. })).count();
            match ended {
                0 => format!("No process of {file} was there on {host} to be killed."),
                1 => format!("{file} on {host} was killed from outside."),
                ended => format!("{ended} processes of {file} on {host} were killed from outside."),
            }
        }
    }
}

/// How long a packet takes, and what goes wrong with it.
fn now_so(latency: Duration, faults: Faults) -> String {
    let mut text = format!("a packet takes {} ms from now on", latency.as_secs_f64() * 1000.0);
    if !faults.jitter.is_zero() {
        text += &format!(" and up to {} ms more", faults.jitter.as_secs_f64() * 1000.0);
    }
    for (share, what) in [(faults.loss, "is lost"), (faults.duplicates, "comes twice")] {
        if share > 0 {
            text += &format!("; {}% {what}", f64::from(share) / 10_000.0);
        }
    }
    text
}
