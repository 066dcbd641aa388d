//! Imports. A script may import what the library has.

use ruff_python_ast::{Alias, StmtImport, StmtImportFrom};
use ruff_text_size::{Ranged, TextRange};

use super::Compiler;
use crate::model::program::Op;
use crate::script::unsupported;

/// What `from __future__ import` may name.
const FUTURE: [&str; 10] = [
    "absolute_import",
    "annotations",
    "barry_as_FLUFL",
    "division",
    "generator_stop",
    "generators",
    "nested_scopes",
    "print_function",
    "unicode_literals",
    "with_statement",
];

impl<'a> Compiler<'a, '_> {
    pub(super) fn import_statement(&mut self, statement: &'a StmtImport) {
        for alias in &statement.names {
            self.check_module(&alias.name, alias.range());
            self.at(statement);
            let module = self.names.name(&alias.name);
            self.emit(Op::Import(module));
            match (&alias.asname, alias.name.split_once('.')) {
                (Some(name), _) => self.store(name),
                (None, None) => self.store(&alias.name),
                (None, Some((first, _))) => {
                    self.emit(Op::Pop);
                    let package = self.names.name(first);
                    self.emit(Op::Import(package));
                    self.store(first);
                }
            }
        }
    }

    pub(super) fn import_from(&mut self, statement: &'a StmtImportFrom) {
        let module = statement.module.as_deref().unwrap_or_default();
        if statement.level > 0 {
            let message = "Attempted relative import with no known parent package.";
            return self.refuse(statement.range(), message, "Import a module of the laboratory by its name.");
        }
        if module == "__future__" {
            return self.future(&statement.names);
        }
        self.check_module(module, statement.module.as_ref().map_or(statement.range(), Ranged::range));
        self.at(statement);
        let name = self.names.name(module);
        self.emit(Op::Import(name));
        for alias in &statement.names {
            if &*alias.name == "*" {
                return self.lacks(alias.range(), &unsupported::IMPORT_STAR);
            }
            self.check_in_module(alias.range(), module, &alias.name);
            let name = self.names.name(&alias.name);
            self.emit(Op::ImportFrom(name));
            self.store(alias.asname.as_ref().unwrap_or(&alias.name));
        }
        self.emit(Op::Pop);
    }

    fn future(&mut self, names: &'a [Alias]) {
        for alias in names {
            if !FUTURE.contains(&alias.name.as_str()) {
                self.error(alias.range(), format!("Future feature {} is not defined.", alias.name));
            }
        }
    }

    fn check_module(&mut self, module: &str, range: TextRange) {
        if module == crate::script::MAIN {
            return;
        }
        if module.starts_with('_') && !self.known.library {
            let message = format!("`{module}` is an inner part of the laboratory.");
            return self.refuse(range, message, "Use the modules that Python documents.");
        }
        if self.guarded > 0 {
            return;
        }
        let known = self.known.modules;
        if known.contains(&module) || self.known.library && matches!(module, "_sys" | "_native") {
            return;
        }
        let message = format!("No module named `{module}` in this laboratory.");
        if let Some(hint) = unsupported::module(module) {
            return self.refuse(range, message, hint);
        }
        let public = || known.iter().copied().filter(|name| !name.starts_with('_'));
        let near = public().map(|name| (distance(module, name), name)).min();
        let hint = match near {
            Some((distance, name)) if distance <= 2 && distance < name.len().min(module.len()) => {
                format!("Did you mean `{name}`?")
            }
            _ => format!(
                "There are {}.",
                public().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            ),
        };
        self.refuse(range, message, hint);
    }
}

/// How many letters must change to make one word of the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, letter) in from.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], line + 1);
        for (at, other) in to.iter().enumerate() {
            let changed = corner + usize::from(*other != letter);
            corner = row[at + 1];
            row[at + 1] = changed.min(row[at] + 1).min(corner + 1);
        }
    }
    row[to.len()]
}
