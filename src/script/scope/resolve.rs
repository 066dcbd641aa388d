//! Finds the function whose variable a name means, and makes it a cell there and a free variable on the way.

use super::{Kind, Scope};
use crate::model::program::Name;
use crate::script::diagnostic::Problems;
use crate::script::source::Source;

/// Resolves all names of all scopes. Outer scopes stand before inner ones.
pub(super) fn resolve(scopes: &mut [Scope], source: &Source<'_>, problems: &mut Problems) {
    for at in 0..scopes.len() {
        for name in scopes[at].names.clone() {
            let symbol = scopes[at].symbols[&name];
            if symbol.global || symbol.is_own() {
                continue;
            }
            let found = find(scopes, at, &name);
            if let (Some(range), false) = (symbol.nonlocal, found) {
                problems.add(source.place(range.start()), format!("No binding for nonlocal '{name}' found."));
            }
        }
    }
    for scope in scopes {
        scope.locals = scope.find_locals();
    }
}

/// Looks outwards for the function that has this variable. Class bodies are passed over, but for `__class__`, which is
/// theirs. Is there one?
fn find(scopes: &mut [Scope], from: usize, name: &Name) -> bool {
    let mut between = vec![from];
    let mut at = scopes[from].parent;
    while let Some(outer) = at {
        let scope = &scopes[outer];
        let symbol = scope.symbols.get(name).copied().unwrap_or_default();
        let owner = match scope.kind {
            Kind::Module => return false,
            Kind::Class => &**name == "__class__",
            Kind::Function | Kind::Comprehension(_) if symbol.global => return false,
            Kind::Function | Kind::Comprehension(_) => symbol.is_own(),
        };
        if owner {
            keep(&mut scopes[outer].cells, name);
            between.iter().for_each(|&inner| keep(&mut scopes[inner].free, name));
            return true;
        }
        between.push(outer);
        at = scope.parent;
    }
    false
}

fn keep(list: &mut Vec<Name>, name: &Name) {
    if !list.contains(name) {
        list.push(name.clone());
    }
}
