//! What stands to the left of `=`.

use ruff_python_ast::{Expr, StmtAnnAssign, StmtAugAssign};
use ruff_text_size::{Ranged, TextRange};

use super::Compiler;
use super::operator::operator;
use crate::model::program::Op;

impl<'a> Compiler<'a, '_> {
    /// Gives the value on the top to a target.
    pub(super) fn assign(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(name) => {
                self.at(target);
                self.store(&name.id);
            }
            Expr::Attribute(attribute) => {
                self.check_attribute(attribute.range(), &attribute.value, &attribute.attr);
                self.expr(&attribute.value);
                let name = self.mangled(&attribute.attr);
                self.put(target, Op::StoreAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value);
                self.expr(&subscript.slice);
                self.put(target, Op::StoreIndex);
            }
            Expr::Tuple(tuple) => self.unpack(&tuple.elts, target.range()),
            Expr::List(list) => self.unpack(&list.elts, target.range()),
            Expr::Starred(_) => {
                self.error(target.range(), "Starred assignment target must be in a list or tuple.");
            }
            _ => self.error(target.range(), "Cannot assign to this expression."),
        }
    }

    fn unpack(&mut self, targets: &'a [Expr], range: TextRange) {
        let mut starred = targets.iter().enumerate().filter(|(_, target)| target.is_starred_expr());
        let (first, second) = (starred.next(), starred.next());
        if second.is_some() {
            return self.error(range, "Multiple starred expressions in assignment.");
        }
        let op = match first {
            Some((at, _)) => Op::UnpackRest(self.count(at), self.count(targets.len() - at - 1)),
            None => Op::Unpack(self.count(targets.len())),
        };
        self.put(range, op);
        for target in targets {
            match target {
                Expr::Starred(starred) => self.assign(&starred.value),
                _ => self.assign(target),
            }
        }
    }

    /// `target op= value`: the target's parts are evaluated once.
    pub(super) fn augmented(&mut self, statement: &'a StmtAugAssign) {
        let StmtAugAssign { target, op, value, .. } = statement;
        let op = Op::InPlace(operator(*op));
        match &**target {
            Expr::Name(name) => {
                self.at(&**target);
                self.load(&name.id);
                self.expr(value);
                self.put(statement, op);
                self.store(&name.id);
            }
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value);
                let name = self.mangled(&attribute.attr);
                self.put(&**target, Op::Dup);
                self.emit(Op::LoadAttr(name.clone()));
                self.expr(value);
                self.put(statement, op);
                self.emit(Op::Swap);
                self.emit(Op::StoreAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value);
                self.expr(&subscript.slice);
                self.put(&**target, Op::DupTwo);
                self.emit(Op::LoadIndex);
                self.expr(value);
                self.put(statement, op);
                self.emit(Op::RotThree);
                self.emit(Op::StoreIndex);
            }
            _ => self.error(target.range(), "This is an illegal target for augmented assignment."),
        }
    }

    /// The annotation is not evaluated.
    pub(super) fn annotated(&mut self, statement: &'a StmtAnnAssign) {
        if let Some(value) = &statement.value {
            self.expr(value);
            self.assign(&statement.target);
        }
    }

    /// `del target`
    pub(super) fn delete_target(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(name) => {
                self.at(target);
                self.delete(&name.id);
            }
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value);
                let name = self.mangled(&attribute.attr);
                self.put(target, Op::DeleteAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value);
                self.expr(&subscript.slice);
                self.put(target, Op::DeleteIndex);
            }
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|each| self.delete_target(each)),
            Expr::List(list) => list.elts.iter().for_each(|each| self.delete_target(each)),
            _ => self.error(target.range(), "Cannot delete this expression."),
        }
    }
}
