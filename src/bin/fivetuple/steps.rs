//! `trace`: every step, one a line.

use std::io::{self, BufWriter, Write};

use fivetuple::model::world::World;
use fivetuple::report::{Commands, Depth, facts, place, sentence_at};
use fivetuple::trace::Run;
use serde_json::json;

use super::arguments::{Arguments, Rules};
use super::{Done, Trouble, load};

/// How much happens before it is printed.
const MOMENTS: usize = 256;

pub(super) fn trace(words: &[String]) -> Done {
    let rules = Rules { common: &[], own: &["--format", "--depth"], tool: false };
    let arguments = Arguments::parse(words, &rules)?;
    let print = match arguments.own("--format") {
        None | Some("text") => text,
        Some("json") => object,
        Some(other) => return Err(Trouble::Usage(format!("--format is text or json, and not {other}"))),
    };
    let depth = match arguments.own("--depth") {
        None => Depth::Student,
        Some(name) => Depth::named(name)
            .ok_or_else(|| Trouble::Usage(format!("--depth is plain, student or kernel, and not {name}")))?,
    };
    let origin = load::world(&arguments)?;
    let names = origin.hosts.iter().map(|host| host.name.len()).max().unwrap_or(0);
    let mut line = Line { before: origin.clone(), after: origin.clone(), number: 0, names, depth };
    let mut run = Run::new(origin);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut goes_on = true;
    while goes_on {
        goes_on = run.advance(MOMENTS, &Commands);
        let trace = run.trace();
        while line.number < trace.steps.len() {
            let events = trace.events_of(line.number);
            events.iter().for_each(|event| line.after.apply(event));
            line.number += 1;
            writeln!(out, "{}", print(&line, events))?;
            events.iter().for_each(|event| line.before.apply(event));
        }
        out.flush()?;
    }
    if let Some(limit) = &run.world().stopped {
        eprintln!("fivetuple: {limit}");
        return Ok(3);
    }
    Ok(0)
}

/// Where the printing is: the worlds on both sides of a step.
struct Line {
    before: World,
    after: World,
    /// Steps behind `after`: what `--at` asks for to see it.
    number: usize,
    /// The widest name of a host.
    names: usize,
    /// How deep the sentences go.
    depth: Depth,
}

type Events = [fivetuple::model::event::Event];

impl Line {
    fn host(&self, events: &Events) -> &str {
        place(events, &self.before).map_or("", |host| self.after.host(host).name.as_str())
    }
}

fn text(line: &Line, events: &Events) -> String {
    let Line { number, names, .. } = line;
    let sentence = sentence_at(line.depth, events, &line.before, &line.after);
    format!("{number:>5} {:>12} {:<names$} {sentence}", line.after.now.to_string(), line.host(events))
}

fn object(line: &Line, events: &Events) -> String {
    json!({
        "step": line.number,
        "time": line.after.now.nanos(),
        "host": line.host(events),
        "sentence": sentence_at(line.depth, events, &line.before, &line.after),
        "events": facts(events),
    })
    .to_string()
}
