//! What passes between a program and its kernel: the arguments of a system call, and its answer.

use super::errno::Errno;

/// A plain value, copied from the program's memory or about to be copied into it.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// Python's `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// Text.
    Str(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A tuple.
    Tuple(Vec<Datum>),
    /// A list.
    List(Vec<Datum>),
}

impl Datum {
    /// How many bytes are in it.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Datum::Str(text) => text.len(),
            Datum::Bytes(bytes) => bytes.len(),
            Datum::Tuple(items) | Datum::List(items) => items.iter().map(Datum::bytes).sum(),
            _ => 0,
        }
    }
}

/// Why a system call gave no value: what the program's exception will be.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// `OSError(errno, strerror)`, in the subclass that Python gives this number (PEP 3151).
    Os(Errno),
    /// `TimeoutError('timed out')`: what `settimeout` promises.
    TimedOut,
    /// Any other built-in exception, by its class's name.
    Raise {
        /// A built-in exception class, such as `ValueError`.
        class: &'static str,
        /// Its only argument.
        message: String,
    },
}
