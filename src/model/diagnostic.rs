//! What is wrong with a script, where, and what to do about it.

use std::fmt;

/// One thing that is wrong, in one plain sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The script's file name.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// What CPython would print, where the script failed while it ran.
    pub traceback: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}
