//! The statement about what is done from outside: `at`.

use super::problem::{Problem, did_you_mean};
use super::text::{Builder, FAULTS, fault};
use super::words::Words;
use super::{Deed, PlanSpec};
use crate::model::plan::Change;

const DEEDS: [&str; 4] = ["cut", "mend", "change", "kill"];

impl<'a> Builder<'a> {
    /// `at TIME cut LINK`, and the others.
    pub(super) fn plan(&mut self, words: &mut Words<'a>) -> Result<(), Problem> {
        let at = words.next("A time, such as 20ms,")?.duration()?;
        let word = words.next("What is done, such as `cut`,")?;
        let what = match word.text {
            "cut" => Deed::Cut(self.link_name(words)?),
            "mend" => Deed::Mend(self.link_name(words)?),
            "change" => Deed::Change(self.link_name(words)?, change(words)?),
            "kill" => self.kill(words)?,
            other => {
                let hint = did_you_mean(other, DEEDS);
                return Err(word.problem(format!("`{other}` cannot be done from outside.")).hint(hint));
            }
        };
        if self.scenario.plan.len() == usize::from(u16::MAX) {
            return Err(word.problem("More than 65535 things cannot be planned."));
        }
        self.scenario.plan.push(PlanSpec { at, what });
        Ok(())
    }

    fn link_name(&self, words: &mut Words<'a>) -> Result<String, Problem> {
        self.known_link(words, &[]).map(|link| link.name.clone())
    }

    fn kill(&self, words: &mut Words<'a>) -> Result<Deed, Problem> {
        let file = words.next("The program's file")?;
        words.expect("on")?;
        let (host, _) = self.known_host(words)?;
        let here = || self.scenario.programs.iter().filter(|program| program.host == host.text);
        if !here().any(|program| program.file == file.text) {
            let hint = did_you_mean(file.text, here().map(|program| program.file.as_str()));
            return Err(file.problem(format!("`{}` does not run on `{}`.", file.text, host.text)).hint(hint));
        }
        Ok(Deed::Kill { file: file.text.to_string(), host: host.text.to_string() })
    }
}

/// What becomes different on a link.
fn change(words: &mut Words<'_>) -> Result<Change, Problem> {
    let mut change = Change::default();
    if words.is_empty() {
        words.next("What becomes different, such as `loss 10%`,")?;
    }
    while let Some(word) = words.peek() {
        if words.take("latency") {
            change.latency = Some(words.next("The latency, such as 1ms,")?.duration()?);
        } else if !fault(&mut change, words)? {
            let hint = did_you_mean(word.text, ["latency"].into_iter().chain(FAULTS));
            return Err(word.problem(format!("`{}` of a link cannot be changed.", word.text)).hint(hint));
        }
    }
    Ok(change)
}
