//! Calls.

use ruff_python_ast::{Arguments, Expr, ExprCall, Keyword};
use ruff_text_size::Ranged;

use super::Compiler;
use crate::model::program::{Const, Name, Op};
use crate::script::scope::{Kind, Variable};

impl<'a> Compiler<'a, '_> {
    pub(super) fn call(&mut self, call: &'a ExprCall) {
        let Arguments { args, keywords, .. } = &call.arguments;
        if self.is_bare_super(call) {
            return self.bare_super(call);
        }
        let spread =
            args.iter().any(Expr::is_starred_expr) || keywords.iter().any(|keyword| keyword.arg.is_none());
        if let (Expr::Attribute(method), false, true) = (&*call.func, spread, keywords.is_empty()) {
            self.check_attribute(method.range(), &method.value, &method.attr);
            self.expr(&method.value);
            args.iter().for_each(|argument| self.expr(argument));
            let (name, count) = (self.mangled(&method.attr), self.count(args.len()));
            return self.put(call, Op::CallMethod(name, count));
        }
        self.expr(&call.func);
        self.repeated(keywords);
        if spread {
            self.at(call);
            self.spread(args, keywords);
            self.put(call, Op::CallSpread);
        } else {
            args.iter().for_each(|argument| self.expr(argument));
            keywords.iter().for_each(|keyword| self.expr(&keyword.value));
            let count = self.count(args.len());
            let op = match keywords.is_empty() {
                true => Op::Call(count),
                false => Op::CallNamed(count, self.keyword_names(keywords)),
            };
            self.put(call, op);
        }
    }

    /// The constant with the names of arguments.
    fn keyword_names(&mut self, keywords: &'a [Keyword]) -> u16 {
        let named = keywords.iter().filter_map(|keyword| keyword.arg.as_ref());
        let names = named.map(|name| Const::Str(self.names.name(name))).collect();
        self.unit.constant(Const::Tuple(names))
    }

    fn repeated(&mut self, keywords: &'a [Keyword]) {
        for (at, keyword) in keywords.iter().enumerate() {
            if let Some(name) = &keyword.arg {
                let before = &keywords[..at];
                if before.iter().any(|other| other.arg.as_ref().is_some_and(|other| other.id == name.id)) {
                    self.error(keyword.range(), format!("Keyword argument repeated: {name}."));
                }
            }
        }
    }

    /// A tuple and a dict of all arguments.
    fn spread(&mut self, args: &'a [Expr], keywords: &'a [Keyword]) {
        self.tuple(args);
        let mut rest = keywords;
        let mut first = true;
        while first || !rest.is_empty() {
            let named = rest.iter().position(|keyword| keyword.arg.is_none()).unwrap_or(rest.len());
            if first || named > 0 {
                for keyword in &rest[..named] {
                    let name = keyword.arg.as_ref().map(|name| self.names.name(name)).unwrap_or_default();
                    self.at(keyword);
                    self.constant(Const::Str(name));
                    self.expr(&keyword.value);
                }
                self.emit(Op::BuildDict(named as u32));
                if !first {
                    self.emit(Op::DictMerge);
                }
            }
            if let Some(mapping) = rest.get(named) {
                self.expr(&mapping.value);
                self.put(&mapping.value, Op::DictMerge);
            }
            rest = rest.get(named + 1..).unwrap_or_default();
            first = false;
        }
    }

    /// Is it `super()` in a function of a class?
    fn is_bare_super(&mut self, call: &ExprCall) -> bool {
        let none = call.arguments.is_empty();
        let named = call.func.as_name_expr().is_some_and(|name| name.id == "super");
        let function = self.scope().kind == Kind::Function;
        let parameters = self.unit.parameters.positional > 0;
        let known = self.scope().variable("super") == Variable::Global;
        let class = matches!(self.scope().variable("__class__"), Variable::Cell(_));
        none && named && function && parameters && known && class
    }

    /// `super()` is `super(__class__, self)`: the class that is being made, and the first parameter.
    fn bare_super(&mut self, call: &ExprCall) {
        self.at(call);
        self.load("super");
        self.load("__class__");
        let first: Option<Name> = self.scope().locals.first().cloned();
        if let Some(Variable::Local(at)) = first.as_ref().map(|name| self.scope().variable(name)) {
            self.emit(Op::LoadLocal(at));
        } else if let Some(Variable::Cell(at)) = first.as_ref().map(|name| self.scope().variable(name)) {
            self.emit(Op::LoadCell(at));
        }
        self.put(call, Op::Call(2));
    }
}
