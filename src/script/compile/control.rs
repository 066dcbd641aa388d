//! Branches and loops.

use ruff_python_ast::{StmtFor, StmtIf, StmtWhile};
use ruff_text_size::TextRange;

use super::Compiler;
use super::unit::Block;
use crate::model::program::Op;

impl<'a> Compiler<'a, '_> {
    pub(super) fn if_statement(&mut self, statement: &'a StmtIf) {
        let end = self.label();
        let mut next = self.label();
        self.jump_if(&statement.test, false, next);
        self.body(&statement.body);
        for clause in &statement.elif_else_clauses {
            self.jump(Op::Jump, end);
            self.bind(next);
            next = self.label();
            if let Some(test) = &clause.test {
                self.jump_if(test, false, next);
            }
            self.body(&clause.body);
        }
        self.bind(next);
        self.bind(end);
    }

    pub(super) fn while_statement(&mut self, statement: &'a StmtWhile) {
        let (start, otherwise, end) = (self.label(), self.label(), self.label());
        self.bind(start);
        self.jump_if(&statement.test, false, otherwise);
        self.unit.blocks.push(Block::While { start, end });
        self.body(&statement.body);
        self.unit.blocks.pop();
        self.at(&*statement.test);
        self.jump(Op::Jump, start);
        self.bind(otherwise);
        self.body(&statement.orelse);
        self.bind(end);
    }

    pub(super) fn for_statement(&mut self, statement: &'a StmtFor) {
        let (start, otherwise, end) = (self.label(), self.label(), self.label());
        self.expr(&statement.iter);
        self.put(&*statement.iter, Op::GetIter);
        self.bind(start);
        self.jump(Op::ForIter, otherwise);
        self.assign(&statement.target);
        self.unit.blocks.push(Block::For { start, end });
        self.body(&statement.body);
        self.unit.blocks.pop();
        self.at(&*statement.iter);
        self.jump(Op::Jump, start);
        self.bind(otherwise);
        self.body(&statement.orelse);
        self.bind(end);
    }

    pub(super) fn break_statement(&mut self, range: TextRange) {
        match self.leave_to_loop() {
            Some(Block::For { end, .. }) => {
                self.emit(Op::Pop);
                self.jump(Op::Jump, end);
            }
            Some(Block::While { end, .. }) => self.jump(Op::Jump, end),
            _ => self.error(range, "'break' outside loop."),
        }
    }

    pub(super) fn continue_statement(&mut self, range: TextRange) {
        match self.leave_to_loop() {
            Some(Block::For { start, .. } | Block::While { start, .. }) => self.jump(Op::Jump, start),
            _ => self.error(range, "'continue' not properly in loop."),
        }
    }

    /// Leaves all blocks inside the innermost loop, and yields that.
    fn leave_to_loop(&mut self) -> Option<Block<'a>> {
        let is_loop = |block: &Block| matches!(block, Block::For { .. } | Block::While { .. });
        let at = self.unit.blocks.iter().rposition(is_loop)?;
        self.leave_blocks(at + 1, false);
        self.unit.blocks.get(at).copied()
    }
}
