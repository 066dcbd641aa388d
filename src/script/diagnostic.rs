//! What is wrong with a text, collected.

use crate::model::diagnostic::Diagnostic;
use crate::model::program::Place;
use crate::model::sort::sort_by_key;

/// Everything wrong that was found in one file.
pub(super) struct Problems {
    file: String,
    list: Vec<Diagnostic>,
}

impl Problems {
    pub(super) fn new(file: &str) -> Problems {
        Problems { file: file.to_string(), list: Vec::new() }
    }

    /// Something is wrong here.
    pub(super) fn add(&mut self, place: Place, message: impl Into<String>) {
        self.push(place, message.into(), None);
    }

    /// Something is wrong here, and this is what to do about it.
    pub(super) fn hint(&mut self, place: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.push(place, message.into(), Some(hint.into()));
    }

    fn push(&mut self, place: Place, message: String, hint: Option<String>) {
        let Place { line, column } = place;
        let file = self.file.clone();
        self.list.push(Diagnostic { file, line, column, message, hint, traceback: None });
    }

    /// All of them in the order of the text, each once; or else what was made.
    pub(super) fn or<T>(mut self, made: T) -> Result<T, Vec<Diagnostic>> {
        if self.list.is_empty() {
            return Ok(made);
        }
        sort_by_key(&mut self.list, |problem| (problem.line, problem.column));
        self.list.dedup();
        Err(self.list)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
