//! Directives: fenced blocks whose first line is `{name} argument`, then `:option: value` lines, then a body.

use super::parse::Draft;
use super::source::Spot;
use super::{Block, Inline, Script, exercise, question, subject};
use crate::scenario::problem::did_you_mean;
use crate::scenario::text;

/// What a directive consists of.
struct Kind {
    name: &'static str,
    /// What its argument is; empty if it has none.
    argument: &'static str,
    options: &'static [&'static str],
    body: bool,
    read: for<'a> fn(&mut Draft<'a>, &Directive<'a>) -> Option<Block>,
}

const KINDS: &[Kind] = &[
    Kind { name: "world", argument: "", options: &[], body: true, read: world },
    Kind {
        name: "script",
        argument: "a program's file",
        options: &["host", "title", "editable"],
        body: false,
        read: script,
    },
    Kind { name: "listing", argument: "a program's file", options: &["title"], body: false, read: listing },
    Kind { name: "lab", argument: "", options: &["views"], body: false, read: lab },
    Kind {
        name: "predict",
        argument: "the question's name",
        options: &[],
        body: true,
        read: question::predict,
    },
    Kind { name: "quiz", argument: "the question's name", options: &[], body: true, read: question::quiz },
    Kind { name: "reveal", argument: "its title", options: &[], body: true, read: reveal },
    Kind { name: "refutation", argument: "", options: &[], body: true, read: refutation },
    Kind {
        name: "claim",
        argument: "what is looked at",
        options: &["at", "when", "replace", "believe", "command", "only"],
        body: true,
        read: subject::claim,
    },
    Kind {
        name: "exercise",
        argument: "its name",
        options: &["change", "hidden", "hint", "wrong"],
        body: true,
        read: exercise::exercise,
    },
    Kind {
        name: "goal",
        argument: "what is looked at",
        options: &["says", "at", "when", "command", "only"],
        body: true,
        read: exercise::goal,
    },
];

/// Options that can stand several times.
const REPEATED: [&str; 3] = ["replace", "hidden", "hint"];

/// How the paragraphs of a refutation begin.
const REFUTATION: [&str; 3] = ["Many people think", "Watch it fail", "What the kernel does"];

/// One directive.
pub(super) struct Directive<'a> {
    pub(super) at: usize,
    pub(super) argument: Spot<'a>,
    options: Vec<(Spot<'a>, Spot<'a>)>,
    pub(super) body: Spot<'a>,
}

impl<'a> Directive<'a> {
    /// The values of an option.
    pub(super) fn all<'d>(&'d self, key: &'d str) -> impl Iterator<Item = Spot<'a>> + 'd {
        self.options.iter().filter(move |(found, _)| found.text == key).map(|(_, value)| *value)
    }

    /// The value of an option.
    pub(super) fn option(&self, key: &str) -> Option<Spot<'a>> {
        self.all(key).next()
    }

    /// An option that is yes or no.
    pub(super) fn yes(&self, draft: &mut Draft<'a>, key: &str) -> bool {
        match self.option(key) {
            None => false,
            Some(value) if value.text == "yes" => true,
            Some(value) if value.text == "no" => false,
            Some(value) => {
                draft.wrong::<()>(value.at, format!("`:{key}:` is yes or no."), "Write one of the two.");
                false
            }
        }
    }
}

/// Reads a directive; the block is what a reader sees of it.
pub(super) fn read<'a>(draft: &mut Draft<'a>, block: Spot<'a>) -> Option<Block> {
    let first = block.lines().next()?;
    let fence = first.text.chars().take_while(|letter| first.text.starts_with(*letter)).count();
    let info = first.from(fence).trim();
    let Some((name, argument)) = info.from(1).split("}") else {
        return draft.wrong(info.at, "The directive's name has no end.", "Write it as `{name}`.");
    };
    let Some(kind) = KINDS.iter().find(|kind| kind.name == name.text) else {
        let hint = did_you_mean(name.text, KINDS.iter().map(|kind| kind.name));
        return draft.wrong(name.at, format!("No directive is called `{}`.", name.text), hint);
    };
    let last =
        block.lines().last().filter(|last| last.at > first.at && closes(last.text, &first.text[..fence]));
    let Some(last) = last else {
        let hint = format!("Close it with {} on a line of its own.", &first.text[..fence]);
        return draft.wrong(block.at, format!("`{{{}}}` has no end.", kind.name), hint);
    };
    let start = (first.at + first.text.len() + 1).min(last.at);
    let inner = draft.source.spot(start, last.at);
    let before = draft.problems.len();
    let directive = split(
        draft,
        kind,
        Directive { at: block.at, argument: argument.trim(), options: Vec::new(), body: inner },
    );
    // With a wrong option the directive says something else than its author thinks.
    if draft.problems.len() > before { None } else { (kind.read)(draft, &directive) }
}

fn closes(line: &str, fence: &str) -> bool {
    let line = line.trim();
    line.len() >= fence.len() && line.chars().all(|letter| fence.starts_with(letter))
}

fn split<'a>(draft: &mut Draft<'a>, kind: &Kind, mut directive: Directive<'a>) -> Directive<'a> {
    let (name, argument) = (kind.name, directive.argument);
    if kind.argument.is_empty() && !argument.text.is_empty() {
        let hint = format!("Take `{}` away.", argument.text);
        draft.wrong::<()>(argument.at, format!("`{{{name}}}` has no argument."), hint);
    }
    if !kind.argument.is_empty() && argument.text.is_empty() {
        let hint = format!("Write `{{{name}}}` and then {}.", kind.argument);
        draft.wrong::<()>(directive.at, format!("`{{{name}}}` needs an argument."), hint);
    }
    let inner = directive.body;
    let mut body = inner.at;
    for line in inner.lines() {
        let Some((key, value)) = line.text.strip_prefix(':').and_then(|_| line.from(1).split(":")) else {
            break;
        };
        body = (line.at + line.text.len() + 1).min(inner.at + inner.text.len());
        if !kind.options.contains(&key.text) {
            let message = format!("`{{{name}}}` has no option `{}`.", key.text);
            draft.wrong::<()>(key.at, message, did_you_mean(key.text, kind.options.iter().copied()));
        } else if directive.option(key.text).is_some() && !REPEATED.contains(&key.text) {
            draft.wrong::<()>(key.at, format!("`{}` stands here twice.", key.text), "Take one of them away.");
        } else if value.trim().text.is_empty() {
            draft.wrong::<()>(key.at, format!("`{}` has no value.", key.text), "Write it after the colon.");
        } else {
            directive.options.push((key, value.trim()));
        }
    }
    directive.body = draft.source.spot(body, inner.at + inner.text.len());
    match (kind.body, directive.body.text.trim().is_empty()) {
        (true, true) => {
            draft.wrong::<()>(
                directive.at,
                format!("`{{{name}}}` is empty."),
                "Write its text between the fences.",
            );
        }
        (false, false) => {
            let hint = "Only options can stand between its fences, as `:key: value`.";
            draft.wrong::<()>(directive.body.trim().at, format!("`{{{name}}}` has no text."), hint);
        }
        _ => {}
    }
    directive
}

/// The hosts, links and programs.
fn world<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Block> {
    let (first, modules) = (draft.lesson.scenario.programs.len(), draft.lesson.scenario.modules.len());
    let base = std::mem::take(&mut draft.lesson.scenario);
    match text::extend(base, directive.body.text, draft.source.line(directive.body.at)) {
        Ok(scenario) => draft.lesson.scenario = scenario,
        Err(problems) => {
            draft.problems.extend(problems);
            return None;
        }
    }
    let scenario = &draft.lesson.scenario;
    let programs = scenario.programs[first..].iter().map(|program| ("run", program.file.clone()));
    let modules = scenario.modules[modules..].iter().map(|module| ("module", module.file.clone()));
    for (statement, file) in programs.chain(modules).collect::<Vec<_>>() {
        let path = format!("{}/{file}", draft.folder);
        match (draft.sources)(&path) {
            Some(text) => draft.lesson.scenario.give_source(&file, &text),
            None => {
                let names =
                    |line: &Spot<'_>| line.text.split_whitespace().take(2).eq([statement, file.as_str()]);
                let line = directive.body.lines().find(names).map_or(directive.at, |line| line.trim().at);
                draft.wrong::<()>(line, format!("There is no `{file}`."), format!("Put it into {path}."));
            }
        }
    }
    None
}

/// Which program of the world it is, by its place there.
fn program<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<usize> {
    let (file, host) = (directive.argument, directive.option("host"));
    let programs = &draft.lesson.scenario.programs;
    let found = programs
        .iter()
        .position(|each| each.file == file.text && host.is_none_or(|host| host.text == each.host));
    if found.is_some() {
        return found;
    }
    let known: Vec<String> = match programs.iter().any(|each| each.file == file.text) {
        true => programs.iter().filter(|each| each.file == file.text).map(|each| each.host.clone()).collect(),
        false => programs.iter().map(|each| each.file.clone()).collect(),
    };
    let wrong = host.filter(|_| programs.iter().any(|each| each.file == file.text)).unwrap_or(file);
    let hint = match known.is_empty() {
        true => "Write `run FILE on HOST` in a `{world}` above.".to_owned(),
        false => did_you_mean(wrong.text, known.iter().map(String::as_str)),
    };
    let host = host.map(|host| format!(" on `{}`", host.text)).unwrap_or_default();
    draft.wrong(wrong.at, format!("The world above does not run `{}`{host}.", file.text), hint)
}

/// A program as a cell.
fn script<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Block> {
    let index = program(draft, directive)?;
    let editable = directive.yes(draft, "editable");
    let program = draft.lesson.scenario.programs[index].clone();
    if draft.cells.iter().any(|(file, _)| *file == program.file) {
        return draft.wrong(
            directive.argument.at,
            format!("`{}` has a cell already.", program.file),
            "One is enough.",
        );
    }
    draft.cells.push((program.file.clone(), editable));
    let title = directive.option("title").map_or(program.file.clone(), |title| title.text.to_owned());
    Some(Block::Script(Script {
        file: program.file,
        title,
        host: program.host,
        editable,
        source: program.source,
    }))
}

/// A program to read, hidden until it is asked for.
fn listing<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Block> {
    let index = program(draft, directive)?;
    let program = &draft.lesson.scenario.programs[index];
    let title = directive.option("title").map_or(program.file.as_str(), |title| title.text).to_owned();
    Some(Block::Reveal(
        title,
        vec![Block::Code { language: "python".to_owned(), text: program.source.clone() }],
    ))
}

/// The controls of the run, and its pictures.
fn lab<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Block> {
    if draft.lab.is_some() {
        return draft.wrong(directive.at, "This is the second laboratory.", "A lesson has one.");
    }
    draft.lab = Some(directive.at);
    let Some(views) = directive.option("views") else {
        return draft.wrong(
            directive.at,
            "The laboratory shows nothing.",
            "Write `:views: network, ladder`.",
        );
    };
    draft.views = views.parts(",");
    Some(Block::Lab(draft.views.iter().map(|view| view.text.to_owned()).collect()))
}

/// A hint, or a model answer.
fn reveal<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Block> {
    Some(Block::Reveal(directive.argument.text.to_owned(), draft.body(directive.body)))
}

/// A wrong model, how it fails, and the right one: always in this form.
fn refutation<'a>(draft: &mut Draft<'a>, directive: &Directive<'a>) -> Option<Block> {
    let blocks = draft.body(directive.body);
    let begins = |block: &Block, words: &str| {
        let Block::Paragraph(line) = block else { return false };
        let Some(Inline::Strong(strong)) = line.first() else { return false };
        matches!(strong.first(), Some(Inline::Text(text)) if text.starts_with(words))
    };
    if blocks.len() != 3 || !REFUTATION.iter().zip(&blocks).all(|(words, block)| begins(block, words)) {
        let hint = format!("It is three paragraphs that begin with **{}**.", REFUTATION.join("**, **"));
        return draft.wrong(directive.at, "A refutation has another form.", hint);
    }
    Some(Block::Aside("refutation".to_owned(), blocks))
}
