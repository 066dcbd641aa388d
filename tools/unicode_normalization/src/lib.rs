//! Leaves text as it is. The parser asks for the normal form NFKC of a name that is not ASCII: here, two spellings that
//! Unicode calls equivalent, such as `é` as one character and as two, are two names. Names that a keyboard writes are in
//! that form already, and strings are never normalized.

use std::str::Chars;

/// Texts that can be asked for a normal form.
pub trait UnicodeNormalization {
    /// The characters, as they stand.
    fn nfkc(&self) -> Chars<'_>;
}

impl UnicodeNormalization for str {
    fn nfkc(&self) -> Chars<'_> {
        self.chars()
    }
}
