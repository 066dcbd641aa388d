//! Expressions: each leaves its value on the stack.

use ruff_python_ast::{Expr, ExprDictComp, ExprSlice, ExprYield, ExprYieldFrom};
use ruff_text_size::Ranged;

use super::Compiler;
use super::comprehension::Result;
use crate::model::program::{Const, Op};
use crate::script::unsupported;

impl<'a> Compiler<'a, '_> {
    pub(super) fn expr(&mut self, expr: &'a Expr) {
        self.at(expr);
        if let Some(constant) = self.value_of(expr) {
            return self.constant(constant);
        }
        match expr {
            Expr::Name(name) => {
                self.check_built_in(expr.range(), &name.id);
                self.load(&name.id);
            }
            Expr::Attribute(attribute) => {
                self.check_attribute(expr.range(), &attribute.value, &attribute.attr);
                self.expr(&attribute.value);
                let name = self.mangled(&attribute.attr);
                self.put(expr, Op::LoadAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value);
                self.expr(&subscript.slice);
                self.put(expr, Op::LoadIndex);
            }
            Expr::Call(call) => self.call(call),
            Expr::BinOp(binary) => self.binary(binary),
            Expr::UnaryOp(unary) => self.unary(unary),
            Expr::BoolOp(boolean) => self.boolean(boolean),
            Expr::Compare(compare) => self.compare(compare),
            Expr::If(conditional) => self.conditional(conditional),
            Expr::Named(named) => {
                self.expr(&named.value);
                self.emit(Op::Dup);
                self.assign(&named.target);
            }
            Expr::FString(string) => self.f_string(string),
            Expr::Tuple(tuple) => self.tuple(&tuple.elts),
            Expr::List(list) => self.list(&list.elts),
            Expr::Set(set) => self.set(&set.elts),
            Expr::Dict(dict) => self.dict(&dict.items),
            Expr::Slice(slice) => self.slice(slice),
            Expr::Lambda(lambda) => self.lambda(lambda),
            Expr::ListComp(each) => {
                self.comprehension(expr.range(), &each.generators, Result::List(&each.elt))
            }
            Expr::SetComp(each) => self.comprehension(expr.range(), &each.generators, Result::Set(&each.elt)),
            Expr::DictComp(each) => self.dict_comprehension(each),
            Expr::Generator(each) => {
                self.comprehension(expr.range(), &each.generators, Result::Yield(&each.elt))
            }
            Expr::Yield(each) => self.yields(each),
            Expr::YieldFrom(each) => self.yields_from(each),
            Expr::Starred(_) => self.error(expr.range(), "Can't use starred expression here."),
            Expr::Await(_) => self.lacks(expr.range(), &unsupported::AWAIT),
            // Constants are done; CPython 3.11 has no t-strings, and the parser yields IPython's commands only for IPython.
            Expr::TString(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => self.error(expr.range(), "Invalid syntax."),
        }
    }

    fn dict_comprehension(&mut self, each: &'a ExprDictComp) {
        match &each.key {
            Some(key) => self.comprehension(each.range(), &each.generators, Result::Dict(key, &each.value)),
            None => self.error(each.range(), "Dict unpacking cannot be used in dict comprehension."),
        }
    }

    fn slice(&mut self, slice: &'a ExprSlice) {
        for part in [&slice.lower, &slice.upper, &slice.step] {
            match part {
                Some(part) => self.expr(part),
                None => self.constant(Const::None),
            }
        }
        self.put(slice, Op::BuildSlice);
    }

    fn yields(&mut self, each: &'a ExprYield) {
        match &each.value {
            Some(value) => self.expr(value),
            None => self.constant(Const::None),
        }
        self.put(each, Op::Yield);
    }

    fn yields_from(&mut self, each: &'a ExprYieldFrom) {
        self.expr(&each.value);
        self.put(each, Op::GetIter);
        self.constant(Const::None);
        self.emit(Op::YieldFrom);
    }
}
