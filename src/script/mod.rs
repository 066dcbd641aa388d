//! Python text → `Program`, and what is wrong with it.
//!
//! `syntax` parses, `scope` finds out which variable each name means, `compile` writes the operations.

mod compile;
mod depth;
mod diagnostic;
mod imports;
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
    compile_knowing(&modules, module, module != MAIN, (file, source))
}

/// The same, with the names of the modules that there are; a file and its text.
fn compile_knowing(
    modules: &[&str],
    module: &str,
    library: bool,
    (file, text): (&str, &str),
) -> Result<Program, Vec<Diagnostic>> {
    let source = Source::new(text.trim_start_matches('\u{feff}'));
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
    program_beside(file, source, &[])
}

/// The same, with files of the learner's own beside it that it may import: a name and a text each. All that is wrong with
/// any of them is told at once.
///
/// Not modelled, because it only ever surprises: a file that has the name of a module of the library takes its place in
/// CPython.
pub fn program_beside(
    file: &str,
    source: &str,
    beside: &[(String, String)],
) -> Result<Modules, Vec<Diagnostic>> {
    let own = |file: &'_ str| file.strip_suffix(".py").unwrap_or(file).to_owned();
    let own: Vec<String> = beside.iter().map(|(file, _)| own(file)).collect();
    let names: Vec<&str> =
        prelude::LIBRARY.iter().map(|(name, _)| *name).chain(own.iter().map(String::as_str)).collect();
    let main = compile_knowing(&names, MAIN, false, (file, source));
    let others = own.iter().zip(beside);
    let others = others.map(|(name, (file, text))| compile_knowing(&names, name, false, (file, text)));
    let library = LIBRARY.with(|library| library.get_or_init(compile_library).clone());
    let (mut programs, mut problems) = (Vec::new(), Vec::new());
    for one in [main].into_iter().chain(others) {
        match one {
            Ok(program) => programs.push(Rc::new(program)),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    // What stands later counts: the library.
    let programs = programs.into_iter().chain(library);
    let programs = programs.map(|program| (program.module.clone(), program)).collect();
    Ok(Modules { programs, lacks: lacking::ATTRIBUTES })
}

/// The files that a script imports, or that these import: `read` gives the text of a file, if it is there.
pub fn beside(source: &str, read: &mut dyn FnMut(&str) -> Option<String>) -> Vec<(String, String)> {
    let imports = |text: &str| imports::of(&Source::new(text.trim_start_matches('\u{feff}')));
    let mut found: Vec<(String, String)> = Vec::new();
    let mut wanted = imports(source);
    while let Some(module) = wanted.pop() {
        let file = format!("{module}.py");
        if found.iter().any(|(known, _)| *known == file) {
            continue;
        }
        if let Some(text) = read(&file) {
            wanted.extend(imports(&text));
            found.push((file, text));
        }
    }
    found
}

fn compile_library() -> Vec<Rc<Program>> {
    let program = |(name, text): &(&str, &str)| match compile(name, &format!("{name}.py"), text) {
        Ok(program) => Rc::new(program),
        Err(problems) => panic!("the library does not compile: {}", problems[0]),
    };
    prelude::LIBRARY.iter().map(program).collect()
}
