//! `try` and `with`.

use ruff_python_ast::{ExceptHandler, ExceptHandlerExceptHandler, Expr, Stmt, StmtTry, WithItem};
use ruff_text_size::Ranged;

use super::Compiler;
use super::unit::{Block, Label};
use crate::model::program::Op;
use crate::script::unsupported;

impl<'a> Compiler<'a, '_> {
    pub(super) fn try_statement(&mut self, statement: &'a StmtTry) {
        if statement.is_star {
            return self.lacks(statement.range(), &unsupported::EXCEPT_STAR);
        }
        if statement.finalbody.is_empty() {
            return self.try_except(statement);
        }
        let (failed, end) = (self.label(), self.label());
        self.jump(Op::Try, failed);
        self.unit.blocks.push(Block::Finally(&statement.finalbody));
        match statement.handlers.is_empty() {
            true => self.body(&statement.body),
            false => self.try_except(statement),
        }
        self.unit.blocks.pop();
        self.emit(Op::EndTry);
        self.final_body(&statement.finalbody);
        self.jump(Op::Jump, end);

        self.bind(failed);
        self.at(&statement.finalbody[0]);
        self.begin_handling();
        self.final_body(&statement.finalbody);
        self.let_go();
        self.bind(end);
    }

    fn try_except(&mut self, statement: &'a StmtTry) {
        let (failed, end) = (self.label(), self.label());
        let guards = usize::from(statement.handlers.iter().any(catches_imports));
        self.jump(Op::Try, failed);
        self.unit.blocks.push(Block::Try);
        self.guarded += guards;
        self.body(&statement.body);
        self.guarded -= guards;
        self.unit.blocks.pop();
        self.emit(Op::EndTry);
        self.body(&statement.orelse);
        self.jump(Op::Jump, end);

        self.bind(failed);
        self.at(&statement.handlers[0]);
        self.begin_handling();
        for (at, handler) in statement.handlers.iter().enumerate() {
            let ExceptHandler::ExceptHandler(handler) = handler;
            if handler.type_.is_none() && at + 1 < statement.handlers.len() {
                self.error(handler.range(), "Default 'except:' must be last.");
            }
            self.handler(handler, end);
        }
        self.let_go();
        self.bind(end);
    }

    /// The exception on the top is being handled.
    fn begin_handling(&mut self) {
        self.emit(Op::Handle);
        self.unit.blocks.push(Block::Handling);
    }

    /// It goes on.
    fn let_go(&mut self) {
        self.unit.blocks.pop();
        self.emit(Op::EndHandle);
        self.emit(Op::Reraise);
    }

    fn handler(&mut self, handler: &'a ExceptHandlerExceptHandler, end: Label) {
        let next = self.label();
        self.at(handler);
        if let Some(class) = &handler.type_ {
            self.expr(class);
            self.put(&**class, Op::Matches);
            self.jump(Op::JumpIfFalse, next);
        }
        match &handler.name {
            Some(name) => {
                let broken = self.label();
                self.emit(Op::Dup);
                self.store(name);
                self.jump(Op::Try, broken);
                self.unit.blocks.push(Block::Named(name));
                self.body(&handler.body);
                self.unit.blocks.pop();
                let handled = self.label();
                self.emit(Op::EndTry);
                self.forget(name);
                self.jump(Op::Jump, handled);
                self.bind(broken);
                self.forget(name);
                self.emit(Op::Reraise);
                self.bind(handled);
            }
            None => self.body(&handler.body),
        }
        self.emit(Op::Pop);
        self.emit(Op::EndHandle);
        self.jump(Op::Jump, end);
        self.bind(next);
    }

    /// What `__enter__` yielded stays on the stack above the manager, so that a failing target is inside the block.
    pub(super) fn with_items(&mut self, items: &'a [WithItem], body: &'a [Stmt]) {
        let Some((item, others)) = items.split_first() else { return self.body(body) };
        let (failed, swallowed, end) = (self.label(), self.label(), self.label());
        let context = item.context_expr.range();
        self.expr(&item.context_expr);
        self.put(context, Op::Enter);
        self.jump(Op::Try, failed);
        self.unit.blocks.push(Block::With(context));
        if let Some(target) = &item.optional_vars {
            self.emit(Op::Dup);
            self.assign(target);
        }
        self.with_items(others, body);
        self.unit.blocks.pop();
        self.put(context, Op::EndTry);
        self.emit(Op::Pop);
        self.emit(Op::Exit);
        self.jump(Op::Jump, end);

        self.bind(failed);
        self.emit(Op::Swap);
        self.emit(Op::Pop);
        self.begin_handling();
        self.emit(Op::ExitWith);
        self.jump(Op::JumpIfTrue, swallowed);
        self.let_go();
        self.bind(swallowed);
        self.emit(Op::Pop);
        self.emit(Op::EndHandle);
        self.bind(end);
    }
}

/// Does a handler catch that a module is missing?
fn catches_imports(handler: &ExceptHandler) -> bool {
    let ExceptHandler::ExceptHandler(handler) = handler;
    let catches = |class: &Expr| {
        let name = class.as_name_expr().map(|name| name.id.as_str());
        matches!(name, Some("ImportError" | "ModuleNotFoundError" | "Exception" | "BaseException"))
    };
    match handler.type_.as_deref() {
        None => true,
        Some(Expr::Tuple(classes)) => classes.elts.iter().any(catches),
        Some(class) => catches(class),
    }
}
