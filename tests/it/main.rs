//! Tests of the whole: cases of a real kernel, laws, style. One binary, so that it is linked once.

mod beliefs;
mod branches;
mod captures;
mod cli;
mod faults;
mod fire;
mod generated;
mod golden;
mod hostile;
mod kernel;
mod lawbook;
mod laws;
mod laws_files;
mod lessons;
mod load;
mod load_experiments;
mod load_log;
mod outside;
mod python;
mod real;
mod report;
mod script;
mod sentences;
mod tidy;
mod views;
mod why;
