//! Which modules a script imports: they are looked for beside it.

use ruff_python_ast::Stmt;
use ruff_python_ast::statement_visitor::{StatementVisitor, walk_stmt};

use super::diagnostic::Problems;
use super::source::Source;
use super::syntax;

#[derive(Default)]
struct Imports(Vec<String>);

impl<'a> StatementVisitor<'a> for Imports {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Import(import) => self.0.extend(import.names.iter().map(|alias| alias.name.to_string())),
            Stmt::ImportFrom(import) => self.0.extend(import.module.iter().map(ToString::to_string)),
            _ => walk_stmt(self, stmt),
        }
    }
}

pub(super) fn of(source: &Source<'_>) -> Vec<String> {
    let mut imports = Imports::default();
    if let Some(parsed) = syntax::parse(source, &mut Problems::new("")) {
        imports.visit_body(&parsed.syntax().body);
    }
    imports.0
}
