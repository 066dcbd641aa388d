//! Comprehensions and generator expressions: each is a function of its own that gets the first iterator.

use ruff_python_ast::{Comprehension, Expr};
use ruff_text_size::{Ranged, TextRange};

use super::Compiler;
use crate::model::program::{CodeKind, Op, Parameters};
use crate::script::unsupported;

/// What becomes of each round.
#[derive(Clone, Copy)]
pub(super) enum Result<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    Dict(&'a Expr, &'a Expr),
    Yield(&'a Expr),
}

impl<'a> Compiler<'a, '_> {
    pub(super) fn comprehension(
        &mut self,
        range: TextRange,
        generators: &'a [Comprehension],
        result: Result<'a>,
    ) {
        let Some(first) = generators.first() else { return };
        let (name, kind, build) = match result {
            Result::List(_) => ("<listcomp>", CodeKind::Function, Some(Op::BuildList(0))),
            Result::Set(_) => ("<setcomp>", CodeKind::Function, Some(Op::BuildSet(0))),
            Result::Dict(..) => ("<dictcomp>", CodeKind::Function, Some(Op::BuildDict(0))),
            Result::Yield(_) => ("<genexpr>", CodeKind::Generator, None),
        };
        let qualified = self.qualified(name);
        let code = self.begin(range, kind, name, &qualified);
        self.unit.parameters = Parameters { positional: 1, positional_only: 1, ..Parameters::default() };
        let collects = build.is_some();
        build.into_iter().for_each(|op| self.emit(op));
        self.rounds(generators, result);
        if collects {
            self.emit(Op::Return);
        }
        self.finish();
        self.put(range, Op::MakeFunction { code, defaults: 0, named: 0 });
        self.expr(&first.iter);
        self.put(&first.iter, Op::GetIter);
        self.put(range, Op::Call(1));
    }

    fn rounds(&mut self, generators: &'a [Comprehension], result: Result<'a>) {
        let end = self.label();
        let mut next = end;
        for (at, generator) in generators.iter().enumerate() {
            if generator.is_async {
                self.lacks(generator.range(), &unsupported::ASYNC);
            }
            if at == 0 {
                self.at(&generator.iter);
                self.emit(Op::LoadLocal(0));
            } else {
                self.expr(&generator.iter);
                self.put(&generator.iter, Op::GetIter);
            }
            let outer = std::mem::replace(&mut next, self.label());
            self.bind(next);
            self.jump(Op::ForIter, outer);
            self.assign(&generator.target);
            generator.ifs.iter().for_each(|test| self.jump_if(test, false, next));
        }
        let depth = self.count(generators.len() + 1);
        let value = match result {
            Result::List(value) | Result::Set(value) | Result::Yield(value) => value,
            Result::Dict(key, value) => {
                self.expr(key);
                value
            }
        };
        self.expr(value);
        self.at(value);
        match result {
            Result::List(_) => self.emit(Op::ListAppend(depth)),
            Result::Set(_) => self.emit(Op::SetAdd(depth)),
            Result::Dict(..) => self.emit(Op::DictPut(depth)),
            Result::Yield(_) => {
                self.emit(Op::Yield);
                self.emit(Op::Pop);
            }
        }
        self.jump(Op::Jump, next);
        self.bind(end);
    }
}
