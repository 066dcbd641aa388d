//! Python text → `Program`, and what is wrong with it.
//!
//! `syntax` parses, `scope` finds out which variable each name means, `compile` writes the operations.

mod compile;
mod depth;
mod diagnostic;
pub mod lacking;
pub mod prelude;
mod scope;
mod source;
mod syntax;
#[cfg(test)]
mod tests;
pub mod unsupported;

use std::cell::OnceCell;
use std::rc::Rc;

use crate::model::diagnostic::Diagnostic;
use crate::model::program::{Modules, Program};
use compile::Known;
use diagnostic::Problems;
use scope::Names;
use source::Source;

/// The name of a learner's script among the modules.
const MAIN: &str = "__main__";

/// Compiles one file. All that is wrong with it is told at once.
pub fn compile(module: &str, file: &str, source: &str) -> Result<Program, Vec<Diagnostic>> {
    let modules: Vec<&str> = prelude::LIBRARY.iter().map(|(name, _)| *name).collect();
    compile_knowing(&modules, module, file, source)
}

/// The same, with the names of the modules that there are.
fn compile_knowing(
    modules: &[&str],
    module: &str,
    file: &str,
    text: &str,
) -> Result<Program, Vec<Diagnostic>> {
    let source = Source::new(text.trim_start_matches('\u{feff}'));
    let library = module != MAIN;
    let mut problems = Problems::new(file);
    let mut codes = Vec::new();
    if let Some(parsed) = syntax::parse(&source, &mut problems) {
        let body = &parsed.syntax().body;
        let mut names = Names::default();
        let scopes = scope::gather(body, &source, &mut names, &mut problems);
        let known = Known { modules, library };
        codes = compile::compile(body, &source, &scopes, known, &mut names, &mut problems);
    }
    problems.or(Program { module: module.into(), file: file.into(), lines: source.lines(), library, codes })
}

thread_local! {
    /// The library, compiled: a constant.
    static LIBRARY: OnceCell<Vec<Rc<Program>>> = const { OnceCell::new() };
}

/// A learner's script, compiled, together with the library that it may import.
pub fn program(file: &str, source: &str) -> Result<Modules, Vec<Diagnostic>> {
    compile(MAIN, file, source).map(modules)
}

/// A learner's program together with the library that it may import.
fn modules(main: Program) -> Modules {
    let library = LIBRARY.with(|library| library.get_or_init(compile_library).clone());
    let programs = library.into_iter().chain([Rc::new(main)]);
    let programs = programs.map(|program| (program.module.clone(), program)).collect();
    Modules { programs, lacks: lacking::ATTRIBUTES }
}

fn compile_library() -> Vec<Rc<Program>> {
    let program = |(name, text): &(&str, &str)| match compile(name, &format!("{name}.py"), text) {
        Ok(program) => Rc::new(program),
        Err(problems) => panic!("the library does not compile: {}", problems[0]),
    };
    prelude::LIBRARY.iter().map(program).collect()
}
