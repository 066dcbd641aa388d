//! Reading a lesson's file.

use super::markdown::Reader;
use super::source::{Source, Spot};
use super::{Block, Lesson, front};
use crate::model::sort::sort_by_key;
use crate::scenario::{Problem, Scenario};

/// Reads a lesson, or says everything that is wrong with its form.
///
/// `file` is its file name, such as `04-five-tuple.md`; its programs stand in a folder of that name, and `sources` yields
/// the text of a path such as `programs/04-five-tuple/server.py`.
pub fn parse(
    file: &str,
    text: &str,
    sources: &dyn Fn(&str) -> Option<String>,
) -> Result<Lesson, Vec<Problem>> {
    let source = Source::new(text);
    let mut draft = Draft::read(file, &source, sources);
    sort_by_key(&mut draft.problems, |problem| (problem.line, problem.column));
    if draft.problems.is_empty() { Ok(draft.lesson) } else { Err(draft.problems) }
}

/// A lesson that is being read, and what is worth checking in it.
pub(super) struct Draft<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) sources: &'a dyn Fn(&str) -> Option<String>,
    /// Where the programs are.
    pub(super) folder: String,
    pub(super) problems: Vec<Problem>,
    pub(super) lesson: Lesson,
    /// The files that are shown as cells; can the reader change them?
    pub(super) cells: Vec<(String, bool)>,
    /// The views that are named.
    pub(super) views: Vec<Spot<'a>>,
    /// The laboratory's place.
    pub(super) lab: Option<usize>,
    /// The questions: the name, and the places of the options.
    pub(super) questions: Vec<Asked<'a>>,
    /// The misconceptions that options name, with the options' places.
    pub(super) misconceptions: Vec<(String, usize)>,
    /// The links to other lessons.
    pub(super) links: Vec<(String, usize)>,
}

/// A question, and where it stands.
pub(super) struct Asked<'a> {
    pub(super) id: Spot<'a>,
    pub(super) at: usize,
    pub(super) predict: bool,
    /// How many options there are, also wrong ones.
    pub(super) count: usize,
    pub(super) options: Vec<AskedOption>,
}

/// An option, and where it stands.
pub(super) struct AskedOption {
    pub(super) at: usize,
    pub(super) correct: bool,
    /// Does a reason follow?
    pub(super) reason: bool,
    /// Is it said which wrong model is behind it, or that none is?
    pub(super) named: bool,
}

impl<'a> Draft<'a> {
    /// Reads all of it.
    pub(super) fn read(
        file: &str,
        source: &'a Source<'a>,
        sources: &'a dyn Fn(&str) -> Option<String>,
    ) -> Draft<'a> {
        let mut problems = Vec::new();
        let (front, rest) = front::read(source, &mut problems);
        let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".md");
        let mut draft = Draft {
            source,
            sources,
            folder: format!("programs/{stem}"),
            problems,
            lesson: Lesson {
                id: front.id,
                title: front.title,
                objective: front.objective,
                minutes: front.minutes,
                version: front.version,
                blocks: Vec::new(),
                scenario: Scenario::default(),
                claims: Vec::new(),
                exercises: Vec::new(),
            },
            cells: Vec::new(),
            views: Vec::new(),
            lab: None,
            questions: Vec::new(),
            misconceptions: Vec::new(),
            links: Vec::new(),
        };
        let text = source.spot(rest, source.text.len());
        draft.lesson.blocks = Reader::new(&mut draft, text, 0).blocks();
        draft
    }

    /// Notes a problem at this place; `None` so that what reads can end with it.
    pub(super) fn wrong<T>(
        &mut self,
        at: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Option<T> {
        self.problems.push(self.source.problem(at, message).hint(hint));
        None
    }

    /// Reads the body of a directive as Markdown.
    pub(super) fn body(&mut self, body: Spot<'a>) -> Vec<Block> {
        Reader::new(self, body, 1).blocks()
    }
}
