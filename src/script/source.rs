//! The text of a script, and where in it an offset stands.

use ruff_text_size::{TextRange, TextSize};

use crate::model::program::{Name, Place};

/// A text with the offsets at which its lines begin.
pub(super) struct Source<'a> {
    /// The text.
    pub(super) text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Source<'a> {
    /// Finds the lines. As for the parser, a line ends with `\n`, `\r\n` or a lone `\r`.
    pub(super) fn new(text: &'a str) -> Source<'a> {
        let bytes = text.as_bytes();
        let ends = (0..bytes.len())
            .filter(|&at| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        Source { text, starts: std::iter::once(0).chain(ends.map(|at| at + 1)).collect() }
    }

    /// Line and column (in characters) of an offset.
    pub(super) fn place(&self, offset: TextSize) -> Place {
        let offset = offset.to_usize().min(self.text.len());
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        let column = self.text[start..offset].chars().count() + 1;
        Place { line: line as u32, column: column as u32 }
    }

    /// The first character of a line that is not a blank.
    pub(super) fn line_begin(&self, offset: TextSize) -> Place {
        let line = self.place(offset).line;
        let text = &self.text[self.starts[line as usize - 1]..];
        let blanks = text.chars().take_while(|&c| matches!(c, ' ' | '\t' | '\x0c')).count();
        Place { line, column: blanks as u32 + 1 }
    }

    /// The text of a range.
    pub(super) fn slice(&self, range: TextRange) -> &'a str {
        &self.text[range]
    }

    /// The lines, without their ends.
    pub(super) fn lines(&self) -> Vec<Name> {
        let ends = self.starts.iter().skip(1).copied().chain([self.text.len()]);
        let mut lines: Vec<Name> = (self.starts.iter().zip(ends))
            .map(|(&start, end)| Name::from(self.text[start..end].trim_end_matches(['\r', '\n'])))
            .collect();
        if self.text.is_empty() || self.text.ends_with(['\r', '\n']) {
            lines.pop();
        }
        lines
    }
}
