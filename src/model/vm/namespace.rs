//! The names that a module, a class or an instance has, in the order in which they came.
//!
//! A module or instance whose `__dict__` was asked for keeps its names in that dict from then on: its one name left is
//! `__dict__`.

use super::access;
use super::dict::{Dict, Key};
use super::heap::Heap;
use super::object::{Class, Object};
use super::value::{Handle, Value};
use crate::model::program::Name;

const DICT: &str = "__dict__";

/// Names and their values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Names {
    entries: Vec<(Name, Value)>,
    /// The places of the entries, in the order of their names.
    sorted: Vec<u32>,
}

impl Names {
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.sorted.binary_search_by(|place| (*self.entries[*place as usize].0).cmp(name))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let at = self.place(name).ok()?;
        Some(&self.entries[self.sorted[at] as usize].1)
    }

    /// Sets a value. A name that is already there stays in its place.
    pub(super) fn insert(&mut self, name: Name, value: Value) {
        match self.place(&name) {
            Ok(at) => self.entries[self.sorted[at] as usize].1 = value,
            Err(at) => {
                self.sorted.insert(at, self.entries.len() as u32);
                self.entries.push((name, value));
            }
        }
    }

    pub(super) fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.place(name).ok()?;
        let place = self.sorted.remove(at);
        for other in self.sorted.iter_mut().filter(|other| **other > place) {
            *other -= 1;
        }
        Some(self.entries.remove(place as usize).1)
    }

    pub(super) fn entries(&self) -> &[(Name, Value)] {
        &self.entries
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.entries.iter_mut().map(|(_, value)| value)
    }
}

/// The dict that holds an object's names, where it was asked for.
fn shared(entries: &[(Name, Value)]) -> Option<&Value> {
    match entries {
        [(name, dict)] if &**name == DICT => Some(dict),
        _ => None,
    }
}

/// A dict of names, as `**kwargs` gets it.
pub(super) fn dict_of(heap: &mut Heap, named: Vec<(Name, Value)>) -> Value {
    let mut dict = Dict::default();
    for (name, value) in named {
        dict.put(Key::Str(name.clone()), Value::Str(name), value);
    }
    heap.value(Object::Dict(dict))
}

impl Heap {
    /// The names that an object itself has, unless they are in a dict.
    fn entries_of(&self, object: &Handle) -> &[(Name, Value)] {
        match self.get(object) {
            Object::Instance { attrs, .. } => attrs,
            Object::Module { names, .. } => names.entries(),
            Object::Class(class) => class.names.entries(),
            Object::Function(function) => &function.attrs,
            _ => &[],
        }
    }

    fn shared_dict(&self, object: &Handle) -> Option<&Value> {
        shared(self.entries_of(object))
    }

    /// What a module or an instance itself has under a name.
    pub(super) fn own(&self, object: &Handle, name: &str) -> Option<Value> {
        let (found, entries) = match self.get(object) {
            Object::Module { names, .. } => (names.get(name), names.entries()),
            Object::Instance { attrs, .. } => {
                (attrs.iter().find(|(own, _)| **own == *name).map(|(_, value)| value), &attrs[..])
            }
            _ => return None,
        };
        match (found, shared(entries)) {
            (Some(value), _) => Some(value.clone()),
            (None, Some(dict)) => access::entries(self, dict)?.get(&Key::Str(name.into())).cloned(),
            (None, None) => None,
        }
    }

    /// Gives a module or an instance a name.
    pub(super) fn set_own(&mut self, object: &Handle, name: &Name, value: Value) {
        let dict = match self.get_mut(object) {
            Object::Instance { attrs, .. } => {
                if let Some((_, old)) = attrs.iter_mut().find(|(own, _)| own == name) {
                    *old = value;
                    return;
                }
                let Some(dict) = shared(attrs) else { return attrs.push((name.clone(), value)) };
                dict.clone()
            }
            Object::Module { names, .. } => {
                let Some(dict) = shared(names.entries()) else { return names.insert(name.clone(), value) };
                dict.clone()
            }
            _ => return,
        };
        if let Some(entries) = access::entries_mut(self, &dict) {
            entries.put(Key::Str(name.clone()), Value::Str(name.clone()), value);
        }
    }

    /// Takes a name from a module or an instance. Was it there?
    pub(super) fn remove_own(&mut self, object: &Handle, name: &str) -> bool {
        if let Some(dict) = self.shared_dict(object).cloned() {
            let entries = access::entries_mut(self, &dict);
            return entries.is_some_and(|entries| entries.remove(&Key::Str(name.into())).is_some());
        }
        match self.get_mut(object) {
            Object::Instance { attrs, .. } => {
                let place = attrs.iter().position(|(own, _)| **own == *name);
                place.map(|place| attrs.remove(place)).is_some()
            }
            Object::Module { names, .. } => names.remove(name).is_some(),
            _ => false,
        }
    }

    /// The names that a module, a class, an instance or a function itself has.
    pub(super) fn own_names(&self, object: &Handle) -> Vec<(Name, Value)> {
        let entries = self.entries_of(object);
        let Some(dict) = shared(entries) else { return entries.to_vec() };
        let entries = access::entries(self, dict).into_iter().flat_map(|dict| dict.iter());
        let named = entries.filter_map(|(name, value)| match name {
            Value::Str(name) => Some((name.clone(), value.clone())),
            _ => None,
        });
        named.collect()
    }

    /// `__dict__`: the names of a module or an instance, to be changed; a copy of a class's or function's.
    pub(super) fn dict_of(&mut self, object: &Handle) -> Value {
        if let Some(dict) = self.shared_dict(object) {
            return dict.clone();
        }
        let dict = dict_of(self, self.own_names(object));
        self.share(object, dict.clone());
        dict
    }

    /// From now on a module's or an instance's names are in this dict.
    pub(super) fn share(&mut self, object: &Handle, dict: Value) {
        match self.get_mut(object) {
            Object::Instance { attrs, .. } => *attrs = vec![(DICT.into(), dict)],
            Object::Module { names, .. } => {
                *names = Names::default();
                names.insert(DICT.into(), dict);
            }
            _ => {}
        }
    }

    /// A class and those that it is derived from, in the order in which names are looked up; without `object`.
    pub(super) fn line(&self, class: &Handle) -> impl Iterator<Item = &Class> {
        let after = self.class(class).after.iter().map(|base| self.class(base));
        std::iter::once(self.class(class)).chain(after)
    }

    /// A name as a class or one of its bases has it.
    pub(super) fn class_attr(&self, class: &Handle, name: &str) -> Option<Value> {
        let own = self.class(class);
        let found = own.names.get(name);
        found.or_else(|| own.after.iter().find_map(|base| self.class(base).names.get(name))).cloned()
    }

    /// A name as the classes have it that come after one of them in the line of a class.
    pub(super) fn attr_after(&self, class: &Handle, after: &Handle, name: &str) -> Option<Value> {
        let line = &self.class(class).after;
        let begin = if class == after { 0 } else { line.iter().position(|base| base == after)? + 1 };
        line[begin..].iter().find_map(|base| self.class(base).names.get(name)).cloned()
    }

    /// Is `class` that class, or derived from it?
    pub(super) fn is_subclass(&self, class: &Handle, of: &Handle) -> bool {
        class == of || self.class(class).after.contains(of)
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, Value};

    #[test]
    fn names_stay_in_the_order_in_which_they_came() {
        let mut names = Names::default();
        for (number, name) in ["c", "a", "d", "b", "a"].into_iter().enumerate() {
            names.insert(name.into(), Value::Int(number as i64));
        }
        assert_eq!(names.remove("c"), Some(Value::Int(0)));
        assert_eq!(names.remove("c"), None);
        names.insert("c".into(), Value::Int(9));
        let all: Vec<_> = names.entries().iter().map(|(name, _)| &**name).collect();
        assert_eq!(all, ["a", "d", "b", "c"]);
        for (name, value) in [("a", 4), ("d", 2), ("b", 3), ("c", 9)] {
            assert_eq!(names.get(name), Some(&Value::Int(value)));
        }
    }
}
