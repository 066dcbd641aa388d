//! Python text → `Program`, and what is wrong with it.

pub mod prelude;

use std::rc::Rc;

use crate::model::diagnostic::Diagnostic;
use crate::model::program::{Modules, Program};

/// Compiles one file. All that is wrong with it is told at once.
pub fn compile(module: &str, file: &str, source: &str) -> Result<Program, Vec<Diagnostic>> {
    Ok(Program {
        module: module.into(),
        file: file.into(),
        lines: source.lines().map(Into::into).collect(),
        library: false,
        codes: Vec::new(),
    })
}

/// A learner's program together with the library that it may import.
pub fn modules(main: Program) -> Modules {
    let mut modules = Modules::default();
    modules.programs.insert(main.module.clone(), Rc::new(main));
    modules
}
