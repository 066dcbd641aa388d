//! Reading a claim: what is looked at, when, with which changes, and what must be found.
//!
//! ```text
//! ss server
//! :when: your end: ('192.168.1.10', 49154)
//! :replace: client_b.py | 49153 | 50000
//! LISTEN 0 5 0.0.0.0:80
//! not ESTAB 0 0 203.0.113.1:8080
//! ```

use super::directive::Directive;
use super::parse::Draft;
use super::source::Spot;
use super::{Block, Claim, Edit, Expected, Subject, When};
use crate::model::belief::Belief;
use crate::scenario::problem::did_you_mean;
use crate::scenario::words::Word;

const SUBJECTS: [&str; 6] = ["output", "ss", "netstat", "tcpdump", "lookup", "command"];

/// Reads a claim. A reader of the lesson does not see it.
pub(super) fn claim<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Block> {
    let claim = said(draft, directive)?;
    draft.lesson.claims.push(claim);
    None
}

/// Reads what is to be found, and where.
pub(super) fn said<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Claim> {
    let subject = subject(draft, directive)?;
    let moment = moment(draft, directive)?;
    let replacements: Vec<Spot<'a>> = directive.all("replace").collect();
    let mut edits = Vec::new();
    for replacement in replacements {
        edits.push(edit(draft, replacement)?);
    }
    let belief = match directive.option("believe") {
        Some(name) => Some(belief(draft, name)?),
        None => None,
    };
    let only = directive.yes(draft, "only");
    let mut expected = Vec::new();
    for line in directive.body.lines().map(Spot::trim).filter(|line| !line.text.is_empty()) {
        let text = line.text.strip_prefix("not ");
        let number = draft.source.line(line.at);
        expected.push(Expected {
            line: number,
            text: text.unwrap_or(line.text).to_owned(),
            absent: text.is_some(),
        });
    }
    let line = draft.source.line(directive.at);
    Some(Claim { line, subject, moment, edits, belief, expected, only })
}

fn subject<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Subject> {
    let argument = directive.argument;
    let Some((kind, name)) = argument.split(" ").map(|(kind, name)| (kind, name.trim())) else {
        let hint = format!("Write `KIND NAME`; kinds are {}.", SUBJECTS.join(", "));
        return draft.wrong(argument.at, "It is not said of what the claim is.", hint);
    };
    if kind.text == "output" {
        return file(draft, name).map(Subject::Output);
    }
    let make = match kind.text {
        "ss" => Subject::Ss,
        "netstat" => Subject::Netstat,
        "tcpdump" => Subject::Tcpdump,
        "lookup" => Subject::Lookup,
        "command" => |host| Subject::Command(host, String::new()),
        other => {
            let message = format!("A claim cannot be about `{other}`.");
            return draft.wrong(kind.at, message, did_you_mean(other, SUBJECTS));
        }
    };
    if draft.lesson.scenario.host(name.text).is_some() {
        let subject = make(name.text.to_owned());
        return line(draft, directive, subject);
    }
    let hosts: Vec<String> = draft.lesson.scenario.hosts.iter().map(|host| host.name.clone()).collect();
    let hint = did_you_mean(name.text, hosts.iter().map(String::as_str));
    draft.wrong(name.at, format!("No host is called `{}`.", name.text), hint)
}

/// With the command, where the claim is about one.
fn line<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>, subject: Subject) -> Option<Subject> {
    match (directive.option("command"), subject) {
        (Some(line), Subject::Command(host, _)) => Some(Subject::Command(host, line.text.to_owned())),
        (None, Subject::Command(..)) => {
            draft.wrong(directive.at, "It is not said which command.", "Write it: `:command: ss -uan`.")
        }
        (Some(line), _) => {
            draft.wrong(line.at, "This claim runs no command.", "Write `{claim} command HOST` for one.")
        }
        (None, subject) => Some(subject),
    }
}

/// The wrong rule that a claim is about.
fn belief<'a>(draft: &mut Draft<'a>, name: Spot<'a>) -> Option<Belief> {
    let hint = || did_you_mean(name.text, Belief::ALL.map(Belief::name));
    let known = Belief::named(name.text);
    known.or_else(|| {
        draft.wrong(name.at, format!("`{}` is no wrong rule that is known here.", name.text), hint())
    })
}

/// A file that the world runs.
pub(super) fn file<'a>(draft: &mut Draft<'a>, name: Spot<'a>) -> Option<String> {
    let files: Vec<String> =
        draft.lesson.scenario.programs.iter().map(|program| program.file.clone()).collect();
    if files.iter().any(|file| file == name.text) {
        return Some(name.text.to_owned());
    }
    let hint = did_you_mean(name.text, files.iter().map(String::as_str));
    draft.wrong(name.at, format!("The world above does not run `{}`.", name.text), hint)
}

fn moment<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<When> {
    let (at, when) = (directive.option("at"), directive.option("when"));
    match (at, when) {
        (None, None) => Some(When::End),
        (None, Some(text)) => Some(When::Printed(text.text.to_owned())),
        (Some(at), Some(_)) => {
            draft.wrong(at.at, "The moment is said twice.", "Take `:at:` or `:when:` away.")
        }
        (Some(at), None) if at.text == "end" => Some(When::End),
        (Some(at), None) => {
            let word = Word { text: at.text, line: 0, column: 0 };
            let step = at.text.parse().map(When::Step).ok();
            step.or_else(|| word.duration().map(When::Time).ok()).or_else(|| {
                let hint =
                    "Write `:at: end`, `:at: 2s`, `:at: 17` (a step), or `:when: TEXT` (it is printed).";
                draft.wrong(at.at, format!("`{}` is not a moment.", at.text), hint)
            })
        }
    }
}

fn edit<'a>(draft: &mut Draft<'a>, replacement: Spot<'a>) -> Option<Edit> {
    let parts = replacement.parts("|");
    let [name, from, to] = parts[..] else {
        let hint = "Write `FILE | old text | new text`.";
        return draft.wrong(replacement.at, "A replacement has three parts.", hint);
    };
    change(draft, [name, from, to])
}

/// A change of a file that the world runs: what stands in it, and what takes its place.
pub(super) fn change<'a>(draft: &mut Draft<'a>, [name, from, to]: [Spot<'a>; 3]) -> Option<Edit> {
    let file = file(draft, name)?;
    let programs = &draft.lesson.scenario.programs;
    let stands = programs.iter().any(|program| program.file == file && program.source.contains(from.text));
    if from.text.is_empty() || !stands {
        let message = format!("`{}` does not stand in `{file}`.", from.text);
        return draft.wrong(from.at, message, "Copy it from the script.");
    }
    Some(Edit { file, from: from.text.to_owned(), to: to.text.to_owned() })
}
