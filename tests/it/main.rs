//! Tests of the whole: cases of a real kernel, laws, style. One binary, so that it is linked once.

use fivetuple::{model, view};

mod beliefs;
mod branches;
mod captures;
mod cli;
mod dependencies;
mod exercises;
mod faults;
mod fire;
mod fuzz;
mod generated;
mod golden;
mod guide;
mod hostile;
mod kernel;
mod lawbook;
mod laws;
mod laws_files;
mod lesson_check;
mod lessons;
mod load;
mod load_bits;
mod load_experiments;
mod load_log;
mod load_orderings;
mod load_views;
mod outside;
mod python;
mod real;
mod report;
mod script;
mod sentences;
mod servers;
mod tidy;
mod views;
mod why;
