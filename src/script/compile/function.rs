//! Functions and lambdas.

use ruff_python_ast::{Decorator, ExprLambda, Parameters as Written, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::Compiler;
use crate::model::program::{CodeKind, Const, Op, Parameters};
use crate::script::unsupported;

impl<'a> Compiler<'a, '_> {
    pub(super) fn function_statement(&mut self, function: &'a StmtFunctionDef) {
        if let Some(types) = &function.type_params {
            self.lacks(types.range(), &unsupported::TYPE_PARAMETERS);
        }
        let place = self.source.line_begin(function.name.start());
        self.decorators(&function.decorator_list);
        self.unit.place = place;
        let (defaults, named) = self.defaults(&function.parameters);
        self.unit.place = place;
        let qualified = self.qualified(&function.name);
        let code = self.begin_function(function.range(), &function.name, &qualified);
        self.unit.parameters = self.parameters(&function.parameters);
        self.unit.doc = self.doc(&function.body);
        self.body(&function.body);
        self.finish();
        self.emit(Op::MakeFunction { code, defaults, named });
        self.decorate(&function.decorator_list);
        self.unit.place = place;
        self.store(&function.name);
    }

    pub(super) fn lambda(&mut self, lambda: &'a ExprLambda) {
        let none = Written::default();
        let (defaults, named) = lambda.parameters.as_deref().map_or((0, 0), |written| self.defaults(written));
        self.at(lambda);
        let qualified = self.qualified("<lambda>");
        let code = self.begin_function(lambda.range(), "<lambda>", &qualified);
        self.unit.parameters = self.parameters(lambda.parameters.as_deref().unwrap_or(&none));
        self.expr(&lambda.body);
        self.emit(Op::Return);
        self.finish();
        self.emit(Op::MakeFunction { code, defaults, named });
    }

    fn begin_function(&mut self, range: TextRange, name: &str, qualified: &str) -> u32 {
        let generator = self.scopes.scope(self.scopes.of(range)).generator;
        let kind = if generator { CodeKind::Generator } else { CodeKind::Function };
        self.begin(range, kind, name, qualified)
    }

    fn parameters(&mut self, written: &Written) -> Parameters {
        let positional_only = self.count(written.posonlyargs.len());
        Parameters {
            positional: positional_only + self.count(written.args.len()),
            positional_only,
            keyword_only: self.count(written.kwonlyargs.len()),
            rest: written.vararg.is_some(),
            named_rest: written.kwarg.is_some(),
        }
    }

    /// Pushes the default values; yields how many there are of each kind.
    fn defaults(&mut self, written: &'a Written) -> (u16, u16) {
        let mut defaults = 0;
        for parameter in written.posonlyargs.iter().chain(&written.args) {
            if let Some(value) = parameter.default() {
                self.expr(value);
                defaults += 1;
            }
        }
        let mut named = 0;
        for parameter in &written.kwonlyargs {
            if let Some(value) = parameter.default() {
                self.at(value);
                let name = self.mangled(&parameter.parameter.name);
                self.constant(Const::Str(name));
                self.expr(value);
                named += 1;
            }
        }
        (defaults, named)
    }

    /// Evaluates decorators.
    pub(super) fn decorators(&mut self, decorators: &'a [Decorator]) {
        decorators.iter().for_each(|decorator| self.expr(&decorator.expression));
    }

    /// Calls them, the last first.
    pub(super) fn decorate(&mut self, decorators: &'a [Decorator]) {
        decorators.iter().rev().for_each(|decorator| self.put(&decorator.expression, Op::Call(1)));
    }
}
