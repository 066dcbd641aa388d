//! What a command leaves behind: two streams and a status.

/// What a command prints, and how it ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// The standard output.
    pub out: String,
    /// The standard error.
    pub err: String,
    /// The exit status.
    pub status: i32,
}

impl Output {
    /// A command that went well.
    pub fn good(out: impl Into<String>) -> Output {
        Output { out: out.into(), ..Output::default() }
    }

    /// A command that only complains.
    pub fn bad(err: impl Into<String>, status: i32) -> Output {
        Output { out: String::new(), err: err.into(), status }
    }
}
