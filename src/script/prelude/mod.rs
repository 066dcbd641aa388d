//! The library: modules that learners' scripts import, written in Python on the machine's own calls.

/// Every module of the library: its name and its text.
pub const LIBRARY: &[(&str, &str)] = &[];
