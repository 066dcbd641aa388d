//! Lessons: Markdown with directives, read into blocks; what stands in them is data, never HTML.

pub mod catalog;
mod check;
mod checking;
mod directive;
mod exercise;
mod front;
mod lint;
mod markdown;
mod parse;
mod proof;
mod question;
mod reader;
mod review;
mod simplified;
mod source;
mod subject;

pub use check::{Checked, Known, check};
pub use checking::Checking;
pub use exercise::{Exercise, Failure, Goal, Sources, Trial};
pub use parse::parse;
pub use proof::prove;
pub use reader::for_readers;
pub use review::{Fault, Review, SEEDS, review};
pub use simplified::{simplified, words};

use crate::model::belief::Belief;
use crate::scenario::Scenario;

/// One lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// Its name in addresses, such as `five-tuple`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the reader will be able to do, in one sentence.
    pub objective: String,
    /// About how long it takes, in minutes.
    pub minutes: u32,
    /// Which version of its programs this is: saved edits belong to one.
    pub version: u32,
    /// What stands in it, from top to bottom.
    pub blocks: Vec<Block>,
    /// The world in which its programs run, with their sources.
    pub scenario: Scenario,
    /// What it says of that world, to be checked by running it.
    pub claims: Vec<Claim>,
    /// What the reader is asked to make of its programs.
    pub exercises: Vec<Exercise>,
}

/// One piece of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; level 1 is the lesson's title, so these begin with 2.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list, numbered or not.
    List {
        /// With numbers?
        numbered: bool,
        /// Each item's blocks.
        items: Vec<Vec<Block>>,
    },
    /// Text in a fixed width: output, a table of `ss`.
    Code {
        /// The language, if one is named.
        language: String,
        /// The text.
        text: String,
    },
    /// A table: the titles of the columns, and the rows.
    Table(Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>),
    /// A remark of some kind: `note`, `tip`, `important`, `warning`, `caution`, `plain`, or `refutation`, which has
    /// three paragraphs: what many people think, how it fails, what the kernel does.
    Aside(String, Vec<Block>),
    /// A script of the scenario.
    Script(Script),
    /// The laboratory: the controls of the run and its pictures. There is one in a lesson.
    Lab(Vec<String>),
    /// A question that must be answered before the first run.
    Predict(Question),
    /// A question to answer after the run.
    Quiz(Question),
    /// An exercise, by its place among the lesson's.
    Exercise(usize),
    /// Something that is shown only when asked for: a hint or a model answer, with its title.
    Reveal(String, Vec<Block>),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Words in a fixed width.
    Code(String),
    /// Words with emphasis.
    Emphasis(Vec<Inline>),
    /// Important words.
    Strong(Vec<Inline>),
    /// A link: to an address (http, https), or to a place in this page (`#name`); another lesson is the place `#id`.
    Link {
        /// Where it leads.
        to: String,
        /// Its words.
        text: Vec<Inline>,
    },
}

/// A script that a lesson shows as a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// Its file name in the scenario.
    pub file: String,
    /// What the cell is called.
    pub title: String,
    /// On which host it runs.
    pub host: String,
    /// May the reader change it?
    pub editable: bool,
    /// Its text as the lesson has it.
    pub source: String,
}

/// A question with options.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its name in saved answers.
    pub id: String,
    /// What is asked.
    pub text: Vec<Block>,
    /// The possible answers, in order.
    pub options: Vec<Choice>,
}

/// One possible answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Is it the right one?
    pub correct: bool,
    /// What it says.
    pub text: Vec<Inline>,
    /// Why it is right or wrong.
    pub why: Vec<Inline>,
    /// The misconception behind a wrong one, such as `M1`.
    pub misconception: Option<String>,
}

/// Something that a lesson says, and a run must show.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Line in the lesson's file.
    pub line: u32,
    /// What is looked at.
    pub subject: Subject,
    /// When.
    pub moment: When,
    /// What is changed in the scripts before the run.
    pub edits: Vec<Edit>,
    /// The wrong rule by which the world runs.
    pub belief: Option<Belief>,
    /// The lines that must be found there. Spaces count as one.
    pub expected: Vec<Expected>,
    /// Must there be no other line?
    pub only: bool,
}

/// What a claim looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// What the program of this file has printed.
    Output(String),
    /// What `ss -tan` prints on this host.
    Ss(String),
    /// What `netstat -tan` prints on this host.
    Netstat(String),
    /// The packets that this host has seen, as `tcpdump -n` prints them.
    Tcpdump(String),
    /// The look-ups of this host: a packet, then the socket that it found.
    Lookup(String),
    /// What a command, such as `ss -uan`, prints on this host.
    Command(String, String),
}

/// The moment of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// When nothing more happens.
    End,
    /// After so many steps.
    Step(usize),
    /// After so much virtual time.
    Time(std::time::Duration),
    /// As soon as a program has printed this.
    Printed(String),
}

/// A change of a script, as a reader could make it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The script.
    pub file: String,
    /// A text that stands in it.
    pub from: String,
    /// What takes its place.
    pub to: String,
}

impl Edit {
    /// Makes the change.
    fn make(&self, scenario: &mut Scenario) {
        for program in scenario.programs.iter_mut().filter(|program| program.file == self.file) {
            program.source = program.source.replace(&self.from, &self.to);
        }
    }
}

/// One line of what a claim expects.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Line in the lesson's file.
    pub line: u32,
    /// The text, or a part of it.
    pub text: String,
    /// Must it *not* be found?
    pub absent: bool,
}

#[cfg(test)]
mod exercise_tests;
#[cfg(test)]
mod tests;
