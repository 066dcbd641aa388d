//! Tests of the whole: cases of a real kernel, laws, style. One binary, so that it is linked once.

mod kernel;
mod laws;
mod lessons;
mod python;
mod tidy;
mod views;
