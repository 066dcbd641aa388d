//! Names: local variables, cells, globals, names of a class body.

use ruff_python_ast::Expr;
use ruff_text_size::TextRange;

use super::Compiler;
use crate::model::program::{Const, Op};
use crate::script::lacking::ATTRIBUTES;
use crate::script::prelude;
use crate::script::scope::{Scopes, Variable};
use crate::script::unsupported;

impl Compiler<'_, '_> {
    /// Does the script leave this name to Python?
    pub(super) fn is_built_in(&self, name: &str) -> bool {
        let free = match self.scope().variable(name) {
            Variable::Name => !self.scope().symbols.get(name).is_some_and(|symbol| symbol.bound),
            variable => variable == Variable::Global,
        };
        free && !self.scopes.has_global(name)
    }

    /// Says so where a built-in function or type is meant that is not here.
    pub(super) fn check_built_in(&mut self, range: TextRange, name: &str) {
        if let Some(hint) = unsupported::built_in(name).filter(|_| self.is_built_in(name)) {
            self.refuse(range, format!("`{name}` is not supported here."), hint);
        }
    }

    /// Says so where an attribute of a module is meant that is not here.
    pub(super) fn check_attribute(&mut self, range: TextRange, value: &Expr, attribute: &str) {
        let Expr::Name(name) = value else { return };
        let scope = match self.scope().variable(&name.id) {
            Variable::Global => self.scopes.scope(Scopes::MODULE),
            _ => self.scope(),
        };
        if scope.symbols.get(&*name.id).is_some_and(|symbol| symbol.module) {
            self.check_in_module(range, &name.id, attribute);
        }
    }

    /// The same for a module by its name.
    pub(super) fn check_in_module(&mut self, range: TextRange, module: &str, attribute: &str) {
        if let Some(lack) = ATTRIBUTES.iter().find(|lack| lack.has(module, attribute))
            && !self.known.library
            && !prelude::defines(module, attribute)
        {
            let message = format!("`{module}.{attribute}` is not supported here.");
            self.refuse(range, message, lack.hint);
        }
    }

    pub(super) fn load(&mut self, name: &str) {
        let name = self.mangled(name);
        self.emit(match self.scope().variable(&name) {
            Variable::Local(at) => Op::LoadLocal(at),
            Variable::Cell(at) => Op::LoadCell(at),
            Variable::Name => Op::LoadName(name),
            Variable::NameOrCell(at) => Op::LoadNameOrCell(name, at),
            Variable::Global => Op::LoadGlobal(name),
        });
    }

    pub(super) fn store(&mut self, name: &str) {
        let name = self.mangled(name);
        self.emit(match self.scope().variable(&name) {
            Variable::Local(at) => Op::StoreLocal(at),
            Variable::Cell(at) => Op::StoreCell(at),
            Variable::Name | Variable::NameOrCell(_) => Op::StoreName(name),
            Variable::Global => Op::StoreGlobal(name),
        });
    }

    pub(super) fn delete(&mut self, name: &str) {
        let name = self.mangled(name);
        self.emit(match self.scope().variable(&name) {
            Variable::Local(at) => Op::DeleteLocal(at),
            Variable::Cell(at) => Op::DeleteCell(at),
            Variable::Name | Variable::NameOrCell(_) => Op::DeleteName(name),
            Variable::Global => Op::DeleteGlobal(name),
        });
    }

    /// Deletes a name that may have been deleted already.
    pub(super) fn forget(&mut self, name: &str) {
        self.constant(Const::None);
        self.store(name);
        self.delete(name);
    }
}
