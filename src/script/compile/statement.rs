//! Statements: each leaves the stack as it was.

use ruff_python_ast::{Expr, Stmt, StmtAssert, StmtAssign, StmtRaise, StmtReturn};
use ruff_text_size::Ranged;

use super::Compiler;
use crate::model::program::{CodeKind, Const, Op};
use crate::script::unsupported;

impl<'a> Compiler<'a, '_> {
    pub(super) fn body(&mut self, body: &'a [Stmt]) {
        body.iter().for_each(|stmt| self.stmt(stmt));
    }

    fn stmt(&mut self, stmt: &'a Stmt) {
        self.at(stmt);
        match stmt {
            Stmt::Expr(each) => self.expression(&each.value),
            Stmt::Assign(each) => self.assignment(each),
            Stmt::AugAssign(each) => self.augmented(each),
            Stmt::AnnAssign(each) => self.annotated(each),
            Stmt::Delete(each) => each.targets.iter().for_each(|target| self.delete_target(target)),
            Stmt::If(each) => self.if_statement(each),
            Stmt::While(each) => self.while_statement(each),
            Stmt::For(each) if each.is_async => self.lacks(stmt.range(), &unsupported::ASYNC),
            Stmt::For(each) => self.for_statement(each),
            Stmt::Break(_) => self.break_statement(stmt.range()),
            Stmt::Continue(_) => self.continue_statement(stmt.range()),
            Stmt::Return(each) => self.return_statement(each),
            Stmt::Try(each) => self.try_statement(each),
            Stmt::With(each) if each.is_async => self.lacks(stmt.range(), &unsupported::ASYNC),
            Stmt::With(each) => self.with_items(&each.items, &each.body),
            Stmt::Raise(each) => self.raise_statement(each),
            Stmt::Assert(each) => self.assert_statement(each),
            Stmt::FunctionDef(each) if each.is_async => self.lacks(stmt.range(), &unsupported::ASYNC),
            Stmt::FunctionDef(each) => self.function_statement(each),
            Stmt::ClassDef(each) => self.class_statement(each),
            Stmt::Import(each) => self.import_statement(each),
            Stmt::ImportFrom(each) => self.import_from(each),
            Stmt::Match(_) => self.lacks(stmt.range(), &unsupported::MATCH),
            Stmt::TypeAlias(_) => self.lacks(stmt.range(), &unsupported::TYPE_ALIAS),
            // The scopes know these.
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) => {}
            Stmt::IpyEscapeCommand(_) => self.error(stmt.range(), "Invalid syntax."),
        }
    }

    fn expression(&mut self, value: &'a Expr) {
        if self.value_of(value).is_none() {
            self.expr(value);
            self.emit(Op::Pop);
        }
    }

    fn assignment(&mut self, statement: &'a StmtAssign) {
        self.expr(&statement.value);
        for (at, target) in statement.targets.iter().enumerate() {
            if at + 1 < statement.targets.len() {
                self.emit(Op::Dup);
            }
            self.assign(target);
        }
    }

    fn return_statement(&mut self, statement: &'a StmtReturn) {
        if !matches!(self.unit.kind, CodeKind::Function | CodeKind::Generator) {
            return self.error(statement.range(), "'return' outside function.");
        }
        match &statement.value {
            Some(value) => self.expr(value),
            None => self.constant(Const::None),
        }
        self.at(statement);
        self.leave_blocks(0, true);
        self.put(statement, Op::Return);
    }

    fn raise_statement(&mut self, statement: &'a StmtRaise) {
        match (&statement.exc, &statement.cause) {
            (Some(exception), Some(cause)) => {
                self.expr(exception);
                self.expr(cause);
                self.put(statement, Op::RaiseFrom);
            }
            (Some(exception), None) => {
                self.expr(exception);
                self.put(statement, Op::Raise);
            }
            (None, _) => self.emit(Op::RaiseAgain),
        }
    }

    fn assert_statement(&mut self, statement: &'a StmtAssert) {
        let end = self.label();
        self.jump_if(&statement.test, true, end);
        match &statement.msg {
            Some(message) => {
                self.expr(message);
                self.put(statement, Op::AssertFail);
            }
            None => self.put(statement, Op::AssertFailPlain),
        }
        self.bind(end);
    }
}
