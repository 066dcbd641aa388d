//! Operators, comparisons, conditions.

use ruff_python_ast::{
    BoolOp, CmpOp, Expr, ExprBinOp, ExprBoolOp, ExprCompare, ExprIf, ExprUnaryOp, Operator, UnaryOp as Sign,
};

use super::Compiler;
use super::unit::Label;
use crate::model::program::{BinaryOp, CompareOp, Op, UnaryOp};

impl<'a> Compiler<'a, '_> {
    pub(super) fn binary(&mut self, binary: &'a ExprBinOp) {
        self.expr(&binary.left);
        self.expr(&binary.right);
        self.put(binary, Op::Binary(operator(binary.op)));
    }

    pub(super) fn unary(&mut self, unary: &'a ExprUnaryOp) {
        self.expr(&unary.operand);
        let op = match unary.op {
            Sign::Invert => UnaryOp::Invert,
            Sign::Not => UnaryOp::Not,
            Sign::UAdd => UnaryOp::Plus,
            Sign::USub => UnaryOp::Minus,
        };
        self.put(unary, Op::Unary(op));
    }

    pub(super) fn boolean(&mut self, boolean: &'a ExprBoolOp) {
        let end = self.label();
        for (at, value) in boolean.values.iter().enumerate() {
            self.expr(value);
            if at + 1 < boolean.values.len() {
                self.at(value);
                match boolean.op {
                    BoolOp::And => self.jump(Op::JumpIfFalseOrPop, end),
                    BoolOp::Or => self.jump(Op::JumpIfTrueOrPop, end),
                }
            }
        }
        self.bind(end);
    }

    pub(super) fn compare(&mut self, compare: &'a ExprCompare) {
        self.expr(&compare.left);
        let (false_inside, end) = (self.label(), self.label());
        let last = compare.ops.len() - 1;
        for (at, (op, right)) in compare.ops.iter().zip(&compare.comparators).enumerate() {
            self.expr(right);
            self.at(compare);
            if at < last {
                // Each value is evaluated once: it stays below the answer for the next comparison.
                self.emit(Op::Dup);
                self.emit(Op::RotThree);
                self.emit(Op::Compare(comparison(*op)));
                self.jump(Op::JumpIfFalseOrPop, false_inside);
            } else {
                self.emit(Op::Compare(comparison(*op)));
            }
        }
        if last > 0 {
            self.jump(Op::Jump, end);
            self.bind(false_inside);
            self.emit(Op::Swap);
            self.emit(Op::Pop);
            self.bind(end);
        }
    }

    pub(super) fn conditional(&mut self, conditional: &'a ExprIf) {
        let (otherwise, end) = (self.label(), self.label());
        self.jump_if(&conditional.test, false, otherwise);
        self.expr(&conditional.body);
        self.jump(Op::Jump, end);
        self.bind(otherwise);
        self.expr(&conditional.orelse);
        self.bind(end);
    }

    /// Goes on at `to` if the truth of an expression is `when`.
    pub(super) fn jump_if(&mut self, expr: &'a Expr, when: bool, to: Label) {
        match expr {
            Expr::UnaryOp(unary) if unary.op == Sign::Not => self.jump_if(&unary.operand, !when, to),
            Expr::BoolOp(boolean) => self.jump_if_any(boolean, when, to),
            Expr::BooleanLiteral(literal) => {
                if literal.value == when {
                    self.at(expr);
                    self.jump(Op::Jump, to);
                }
            }
            _ => {
                self.expr(expr);
                self.at(expr);
                self.jump(if when { Op::JumpIfTrue } else { Op::JumpIfFalse }, to);
            }
        }
    }

    fn jump_if_any(&mut self, boolean: &'a ExprBoolOp, when: bool, to: Label) {
        // One value is enough for `or` to be true and for `and` to be false.
        let enough = boolean.op == BoolOp::Or;
        if when == enough {
            boolean.values.iter().for_each(|value| self.jump_if(value, when, to));
        } else if let Some((last, others)) = boolean.values.split_last() {
            let end = self.label();
            others.iter().for_each(|value| self.jump_if(value, enough, end));
            self.jump_if(last, when, to);
            self.bind(end);
        }
    }
}

pub(super) fn operator(op: Operator) -> BinaryOp {
    match op {
        Operator::Add => BinaryOp::Add,
        Operator::Sub => BinaryOp::Sub,
        Operator::Mult => BinaryOp::Mul,
        Operator::MatMult => BinaryOp::MatMul,
        Operator::Div => BinaryOp::Div,
        Operator::Mod => BinaryOp::Mod,
        Operator::Pow => BinaryOp::Pow,
        Operator::LShift => BinaryOp::LeftShift,
        Operator::RShift => BinaryOp::RightShift,
        Operator::BitOr => BinaryOp::Or,
        Operator::BitXor => BinaryOp::Xor,
        Operator::BitAnd => BinaryOp::And,
        Operator::FloorDiv => BinaryOp::FloorDiv,
    }
}

fn comparison(op: CmpOp) -> CompareOp {
    match op {
        CmpOp::Eq => CompareOp::Equal,
        CmpOp::NotEq => CompareOp::NotEqual,
        CmpOp::Lt => CompareOp::Less,
        CmpOp::LtE => CompareOp::LessEqual,
        CmpOp::Gt => CompareOp::Greater,
        CmpOp::GtE => CompareOp::GreaterEqual,
        CmpOp::Is => CompareOp::Is,
        CmpOp::IsNot => CompareOp::IsNot,
        CmpOp::In => CompareOp::In,
        CmpOp::NotIn => CompareOp::NotIn,
    }
}
