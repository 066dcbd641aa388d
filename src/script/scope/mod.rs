//! Which variable a name means, in each scope of a script.

mod gather;
mod resolve;

use ruff_text_size::TextRange;

use crate::model::program::Name;
use crate::model::sorted::{SortedMap, SortedSet};

pub(super) use gather::gather;

/// Kinds of scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Module,
    /// A function or a lambda.
    Function,
    Class,
    /// A comprehension or a generator expression, with its name in errors.
    Comprehension(&'static str),
}

/// What a scope does with a name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Symbol {
    /// It is given a value here.
    pub(super) bound: bool,
    /// It is a parameter.
    pub(super) parameter: bool,
    /// Nothing but `import` gives it a value: it is the module of this name.
    pub(super) module: bool,
    /// `global` names it.
    pub(super) global: bool,
    /// `nonlocal` names it: where.
    pub(super) nonlocal: Option<TextRange>,
}

/// The names of a module, a function, a class or a comprehension.
pub(super) struct Scope {
    pub(super) kind: Kind,
    /// The scope around it.
    pub(super) parent: Option<usize>,
    /// All names, in the order in which they appear; parameters first.
    pub(super) names: Vec<Name>,
    pub(super) symbols: SortedMap<Name, Symbol>,
    /// Own variables that inner scopes use.
    pub(super) cells: Vec<Name>,
    /// Variables of outer functions that it, or a scope inside it, uses.
    pub(super) free: Vec<Name>,
    /// Local variables, parameters first; known when all names are resolved.
    pub(super) locals: Vec<Name>,
    /// Does it contain `yield`?
    pub(super) generator: bool,
    /// The class whose private names (`__x`) it uses.
    pub(super) class: Option<Name>,
}

/// What a name means in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variable {
    /// A local variable, by number.
    Local(u16),
    /// A cell or free variable, by number.
    Cell(u16),
    /// A name of the class body.
    Name,
    /// A name of the class body, if it has one, or else a free variable.
    NameOrCell(u16),
    Global,
}

/// All scopes of a script.
pub(super) struct Scopes {
    list: Vec<Scope>,
    by_range: SortedMap<(u32, u32), usize>,
}

/// Names, each kept once.
#[derive(Default)]
pub(super) struct Names(SortedSet<Name>);

impl Names {
    /// The name of this text.
    pub(super) fn name(&mut self, text: &str) -> Name {
        if let Some(name) = self.0.get(text) {
            return name.clone();
        }
        let name = Name::from(text);
        self.0.insert(name.clone());
        name
    }

    /// The name that is meant where a class's private names are its own.
    pub(super) fn mangled(&mut self, class: Option<&Name>, text: &str) -> Name {
        let private = text.starts_with("__") && !text.ends_with("__") && !text.contains('.');
        match class.map(|class| class.trim_start_matches('_')) {
            Some(class) if private && !class.is_empty() => self.name(&format!("_{class}{text}")),
            _ => self.name(text),
        }
    }
}

impl Scope {
    fn find_locals(&self) -> Vec<Name> {
        if !matches!(self.kind, Kind::Function | Kind::Comprehension(_)) {
            return Vec::new();
        }
        let own = |name: &&Name| {
            let symbol = &self.symbols[*name];
            symbol.parameter || symbol.is_own() && !self.cells.contains(name)
        };
        let (parameters, others): (Vec<&Name>, Vec<&Name>) =
            self.names.iter().filter(own).partition(|name| self.symbols[*name].parameter);
        parameters.into_iter().chain(others).cloned().collect()
    }

    fn cell(&self, name: &str) -> Option<u16> {
        self.cells.iter().chain(&self.free).position(|cell| &**cell == name).map(|at| at as u16)
    }

    /// What a name means here.
    pub(super) fn variable(&self, name: &str) -> Variable {
        let symbol = self.symbols.get(name).copied().unwrap_or_default();
        let cell = self.cell(name).filter(|_| !symbol.global);
        match (self.kind, cell) {
            _ if symbol.global => Variable::Global,
            (Kind::Module, _) => Variable::Global,
            (Kind::Class, Some(cell)) if symbol.nonlocal.is_some() => Variable::Cell(cell),
            (Kind::Class, Some(cell)) if !symbol.bound && self.free.iter().any(|free| &**free == name) => {
                Variable::NameOrCell(cell)
            }
            (Kind::Class, _) => Variable::Name,
            (_, Some(cell)) => Variable::Cell(cell),
            _ if symbol.bound => {
                let at = self.locals.iter().position(|local| &**local == name);
                Variable::Local(at.unwrap_or_default() as u16)
            }
            _ => Variable::Global,
        }
    }
}

impl Symbol {
    /// Is it a variable of this scope itself?
    fn is_own(&self) -> bool {
        self.bound && !self.global && self.nonlocal.is_none()
    }
}

impl Scopes {
    /// The scope of the module.
    pub(super) const MODULE: usize = 0;

    /// The scope that a function, class or comprehension of this range opens.
    pub(super) fn of(&self, range: TextRange) -> usize {
        self.by_range.get(&key(range)).copied().unwrap_or(Self::MODULE)
    }

    /// Does the script give a global variable of this name a value?
    pub(super) fn has_global(&self, name: &str) -> bool {
        let symbol = |scope: &Scope| scope.symbols.get(name).copied().unwrap_or_default();
        symbol(self.scope(Self::MODULE)).bound || self.list.iter().any(|scope| symbol(scope).global)
    }

    /// A scope by number.
    pub(super) fn scope(&self, at: usize) -> &Scope {
        &self.list[at]
    }
}

fn key(range: TextRange) -> (u32, u32) {
    (range.start().into(), range.end().into())
}
