//! Names: local variables, cells, globals, names of a class body.

use super::Compiler;
use crate::model::program::{Const, Op};
use crate::script::scope::Variable;

impl Compiler<'_, '_> {
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
