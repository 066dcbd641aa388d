//! Walks through a script and writes down which scope gives a value to which name, and which uses it.

use ruff_python_ast::visitor::{Visitor, walk_except_handler, walk_expr, walk_stmt};
use ruff_python_ast::{
    Alias, Comprehension, ExceptHandler, Expr, ExprContext, Parameters, Stmt, StmtClassDef, StmtFunctionDef,
};
use ruff_text_size::{Ranged, TextRange};

use super::resolve::resolve;
use super::{Kind, Names, Scope, Scopes, Symbol, key};
use crate::model::program::Name;
use crate::model::sorted::SortedMap;
use crate::script::diagnostic::Problems;
use crate::script::source::Source;

/// The scopes of a module.
pub(in crate::script) fn gather(
    body: &[Stmt],
    source: &Source<'_>,
    names: &mut Names,
    problems: &mut Problems,
) -> Scopes {
    let mut gather =
        Gather { source, names, problems, scopes: Vec::new(), by_range: Default::default(), current: 0 };
    gather.open(None, Kind::Module, None);
    gather.visit_body(body);
    let Gather { mut scopes, by_range, .. } = gather;
    resolve(&mut scopes, source, problems);
    Scopes { list: scopes, by_range }
}

struct Gather<'a> {
    source: &'a Source<'a>,
    names: &'a mut Names,
    problems: &'a mut Problems,
    scopes: Vec<Scope>,
    by_range: SortedMap<(u32, u32), usize>,
    current: usize,
}

impl Gather<'_> {
    fn open(&mut self, range: Option<TextRange>, kind: Kind, class: Option<Name>) {
        let parent = (!self.scopes.is_empty()).then_some(self.current);
        self.current = self.scopes.len();
        if let Some(range) = range {
            self.by_range.insert(key(range), self.current);
        }
        let class = class.or_else(|| parent.and_then(|parent| self.scopes[parent].class.clone()));
        self.scopes.push(Scope {
            kind,
            parent,
            names: Vec::new(),
            symbols: Default::default(),
            cells: Vec::new(),
            free: Vec::new(),
            locals: Vec::new(),
            generator: false,
            class,
        });
    }

    fn close(&mut self) {
        self.current = self.scopes[self.current].parent.unwrap_or_default();
    }

    fn error(&mut self, range: TextRange, message: impl Into<String>) {
        self.problems.add(self.source.place(range.start()), message);
    }

    /// Does something with a name of a scope.
    fn mark(&mut self, scope: usize, text: &str, with: impl FnOnce(&mut Symbol)) {
        let name = self.names.mangled(self.scopes[scope].class.as_ref(), text);
        let scope = &mut self.scopes[scope];
        if !scope.symbols.contains_key(&name) {
            scope.names.push(name.clone());
        }
        with(scope.symbols.or_default(name));
    }

    fn bind(&mut self, name: &str) {
        self.mark(self.current, name, |symbol| {
            symbol.bound = true;
            symbol.module = false;
        });
    }

    fn uses(&mut self, name: &str) {
        self.mark(self.current, name, |_| {});
        if name == "super" && self.scopes[self.current].kind == Kind::Function {
            self.mark(self.current, "__class__", |_| {});
        }
    }

    fn parameters(&mut self, parameters: &Parameters) {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args).map(|each| &each.parameter);
        let named = parameters.kwonlyargs.iter().map(|each| &each.parameter);
        let rest = [&parameters.vararg, &parameters.kwarg].into_iter().flatten().map(|each| &**each);
        for parameter in positional.chain(named).chain(rest) {
            let mut twice = false;
            self.mark(self.current, &parameter.name, |symbol| {
                twice = std::mem::replace(&mut symbol.parameter, true);
                symbol.bound = true;
            });
            if twice {
                let message = format!("Duplicate argument '{}' in function definition.", parameter.name);
                self.error(parameter.range(), message);
            }
        }
    }

    fn defaults<'a>(&mut self, parameters: &'a Parameters)
    where
        Self: Visitor<'a>,
    {
        let defaults = parameters.iter_non_variadic_params().filter_map(|each| each.default());
        defaults.for_each(|default| self.visit_expr(default));
    }

    fn function<'a>(&mut self, function: &'a StmtFunctionDef)
    where
        Self: Visitor<'a>,
    {
        function.decorator_list.iter().for_each(|each| self.visit_decorator(each));
        self.defaults(&function.parameters);
        self.bind(&function.name);
        self.open(Some(function.range()), Kind::Function, None);
        self.parameters(&function.parameters);
        self.visit_body(&function.body);
        self.close();
    }

    fn class<'a>(&mut self, class: &'a StmtClassDef)
    where
        Self: Visitor<'a>,
    {
        class.decorator_list.iter().for_each(|each| self.visit_decorator(each));
        class.arguments.iter().for_each(|each| self.visit_arguments(each));
        self.bind(&class.name);
        let name = self.names.name(&class.name);
        self.open(Some(class.range()), Kind::Class, Some(name));
        self.visit_body(&class.body);
        self.close();
    }

    fn comprehension<'a>(
        &mut self,
        range: TextRange,
        name: &'static str,
        generators: &'a [Comprehension],
        results: [Option<&'a Expr>; 2],
    ) where
        Self: Visitor<'a>,
    {
        // The first iterable is evaluated outside.
        generators.iter().take(1).for_each(|first| self.visit_expr(&first.iter));
        self.open(Some(range), Kind::Comprehension(name), None);
        self.mark(self.current, ".0", |symbol| (symbol.bound, symbol.parameter) = (true, true));
        self.scopes[self.current].generator = name == "generator expression";
        for (at, generator) in generators.iter().enumerate() {
            if at > 0 {
                self.visit_expr(&generator.iter);
            }
            self.visit_expr(&generator.target);
            generator.ifs.iter().for_each(|each| self.visit_expr(each));
        }
        results.into_iter().flatten().for_each(|each| self.visit_expr(each));
        self.close();
    }

    /// `name := …` binds in the function around a comprehension.
    fn walrus(&mut self, target: &Expr) {
        let Expr::Name(target) = target else { return };
        let mut scope = self.current;
        let mut inside = Vec::new();
        while let (Kind::Comprehension(_), Some(outer)) = (self.scopes[scope].kind, self.scopes[scope].parent)
        {
            if self.scopes[scope].symbols.get(&*target.id).is_some_and(|symbol| symbol.is_own()) {
                let message = format!(
                    "Assignment expression cannot rebind comprehension iteration variable '{}'.",
                    target.id
                );
                return self.error(target.range(), message);
            }
            inside.push(scope);
            scope = outer;
        }
        if self.scopes[scope].kind == Kind::Class && !inside.is_empty() {
            let message = "Assignment expression within a comprehension cannot be used in a class body.";
            return self.error(target.range(), message);
        }
        self.mark(scope, &target.id, |symbol| symbol.bound = true);
        let outer = self.scopes[scope].symbols.get(&*target.id).copied().unwrap_or_default();
        let global = outer.global || self.scopes[scope].kind == Kind::Module;
        for comprehension in inside {
            self.mark(comprehension, &target.id, |symbol| {
                symbol.global |= global;
                symbol.nonlocal = (!global).then_some(target.range());
            });
        }
    }

    fn declare(&mut self, name: &str, range: TextRange, global: bool) {
        let word = if global { "global" } else { "nonlocal" };
        let scope = &self.scopes[self.current];
        let mangled = self.names.mangled(scope.class.as_ref(), name);
        let known = scope.symbols.get(&mangled).copied();
        let message = match known {
            _ if !global && scope.kind == Kind::Module => {
                "Nonlocal declaration not allowed at module level.".into()
            }
            Some(symbol) if symbol.parameter => format!("Name '{name}' is parameter and {word}."),
            Some(symbol) if symbol.global != global && (symbol.global || symbol.nonlocal.is_some()) => {
                format!("Name '{name}' is nonlocal and global.")
            }
            Some(symbol) if symbol.global || symbol.nonlocal.is_some() => String::new(),
            Some(symbol) if symbol.bound => {
                format!("Name '{name}' is assigned to before {word} declaration.")
            }
            Some(_) => format!("Name '{name}' is used prior to {word} declaration."),
            None => String::new(),
        };
        if !message.is_empty() {
            return self.error(range, message);
        }
        self.mark(self.current, name, |symbol| {
            symbol.global |= global;
            if !global {
                symbol.nonlocal = Some(range);
            }
        });
    }

    fn imported(&mut self, alias: &Alias) {
        let name = alias.asname.as_ref().unwrap_or(&alias.name);
        let first = name.split('.').next().unwrap_or(name);
        if first != "*" {
            self.bind(first);
        }
    }

    fn module(&mut self, alias: &Alias) {
        if alias.asname.is_some() || alias.name.contains('.') {
            return self.imported(alias);
        }
        self.mark(self.current, &alias.name, |symbol| {
            symbol.module = symbol.module || !symbol.bound;
            symbol.bound = true;
        });
    }

    fn yields(&mut self, range: TextRange) {
        match self.scopes[self.current].kind {
            Kind::Function => self.scopes[self.current].generator = true,
            Kind::Comprehension(name) => self.error(range, format!("'yield' inside {name}.")),
            Kind::Module | Kind::Class => self.error(range, "'yield' outside function."),
        }
    }
}

impl<'a> Visitor<'a> for Gather<'_> {
    // Annotations are not evaluated.
    fn visit_annotation(&mut self, _: &'a Expr) {}

    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::Global(names) => {
                names.names.iter().for_each(|each| self.declare(each, names.range(), true))
            }
            Stmt::Nonlocal(names) => {
                names.names.iter().for_each(|each| self.declare(each, names.range(), false))
            }
            Stmt::Import(import) => import.names.iter().for_each(|each| self.module(each)),
            Stmt::ImportFrom(import) if import.module.as_deref() == Some("__future__") => {}
            Stmt::ImportFrom(import) => import.names.iter().for_each(|each| self.imported(each)),
            Stmt::Match(_) | Stmt::TypeAlias(_) => {}
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(named) = handler;
        named.name.iter().for_each(|name| self.bind(name));
        walk_except_handler(self, handler);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => match name.ctx {
                ExprContext::Load => self.uses(&name.id),
                ExprContext::Store | ExprContext::Del => self.bind(&name.id),
                ExprContext::Invalid => {}
            },
            Expr::Named(named) => {
                self.visit_expr(&named.value);
                self.walrus(&named.target);
            }
            Expr::Lambda(lambda) => {
                lambda.parameters.iter().for_each(|parameters| self.defaults(parameters));
                self.open(Some(lambda.range()), Kind::Function, None);
                lambda.parameters.iter().for_each(|parameters| self.parameters(parameters));
                self.visit_expr(&lambda.body);
                self.close();
            }
            Expr::ListComp(each) => {
                self.comprehension(
                    each.range(),
                    "list comprehension",
                    &each.generators,
                    [Some(&each.elt), None],
                );
            }
            Expr::SetComp(each) => {
                self.comprehension(
                    each.range(),
                    "set comprehension",
                    &each.generators,
                    [Some(&each.elt), None],
                );
            }
            Expr::DictComp(each) => {
                let results = [each.key.as_deref(), Some(&*each.value)];
                self.comprehension(each.range(), "dict comprehension", &each.generators, results);
            }
            Expr::Generator(each) => {
                self.comprehension(
                    each.range(),
                    "generator expression",
                    &each.generators,
                    [Some(&each.elt), None],
                );
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                self.yields(expr.range());
                walk_expr(self, expr);
            }
            _ => walk_expr(self, expr),
        }
    }
}
