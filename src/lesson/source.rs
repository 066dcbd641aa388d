//! The text of a lesson, which knows the line and the column of everything in it.

use crate::scenario::Problem;

/// A file's text.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    /// Where each line begins.
    lines: Vec<usize>,
}

/// A piece of the text, and where it begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Source<'a> {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(end, _)| end + 1)).collect();
        Source { text, lines }
    }

    /// The line, from 1, that holds this byte.
    pub(super) fn line(&self, at: usize) -> u32 {
        self.lines.partition_point(|start| *start <= at) as u32
    }

    pub(super) fn problem(&self, at: usize, message: impl Into<String>) -> Problem {
        let line = self.line(at);
        let start = self.lines[line as usize - 1];
        let column = 1 + self.text[start..at.min(self.text.len())].chars().count() as u32;
        Problem::new(line, column, message)
    }

    pub(super) fn spot(&self, from: usize, to: usize) -> Spot<'a> {
        Spot { text: &self.text[from..to], at: from }
    }
}

impl<'a> Spot<'a> {
    /// Without the spaces around it.
    pub(super) fn trim(self) -> Spot<'a> {
        let start = self.text.len() - self.text.trim_start().len();
        Spot { text: self.text.trim(), at: self.at + start }
    }

    /// What stands before the separator, and what after it.
    pub(super) fn split(self, separator: &str) -> Option<(Spot<'a>, Spot<'a>)> {
        let middle = self.text.find(separator)?;
        let after = middle + separator.len();
        Some((Spot { text: &self.text[..middle], ..self }, self.from(after)))
    }

    /// The rest, from this byte of it on.
    pub(super) fn from(self, skip: usize) -> Spot<'a> {
        Spot { text: &self.text[skip..], at: self.at + skip }
    }

    /// Its parts between the separators, without the spaces around them.
    pub(super) fn parts(self, separator: &str) -> Vec<Spot<'a>> {
        let mut parts = Vec::new();
        let mut rest = self;
        while let Some((part, after)) = rest.split(separator) {
            parts.push(part.trim());
            rest = after;
        }
        parts.push(rest.trim());
        parts
    }

    /// Its lines, without their ends.
    pub(super) fn lines(self) -> impl Iterator<Item = Spot<'a>> {
        let mut at = self.at;
        self.text.split_inclusive('\n').map(move |line| {
            let spot = Spot { text: line.trim_end_matches(['\n', '\r']), at };
            at += line.len();
            spot
        })
    }
}
