//! Dicts and sets: entries in the order of insertion, found by a hashable copy of their key.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use num_bigint::BigInt;

use super::value::{Kind, Value};
use crate::model::demux::Fnv;

/// A key in a form that can be hashed and compared: equal numbers are one key, whatever their type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    None,
    Int(i64),
    Big(Rc<BigInt>),
    Float(u64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    Type(Kind),
    Native(u16),
    Tuple(Vec<Key>),
    Frozen(Vec<Key>),
    Object(u32),
    /// An instance whose class defines equality: its hash, and its number.
    Instance(i64, u32),
    Other(u8),
}

/// A dict; a set is a dict whose values are all None.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dict {
    entries: Vec<Option<(Value, Value)>>,
    index: HashMap<Key, usize, BuildHasherDefault<Fnv>>,
}

impl Dict {
    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    pub(super) fn get(&self, key: &Key) -> Option<&Value> {
        let (_, value) = self.entries[*self.index.get(key)?].as_ref()?;
        Some(value)
    }

    pub(super) fn contains(&self, key: &Key) -> bool {
        self.index.contains_key(key)
    }

    /// Puts a value; an equal key that is already there stays as it is.
    pub(super) fn put(&mut self, key: Key, name: Value, value: Value) -> Option<Value> {
        if let Some(place) = self.index.get(&key)
            && let Some((_, old)) = &mut self.entries[*place]
        {
            return Some(std::mem::replace(old, value));
        }
        self.index.insert(key, self.entries.len());
        self.entries.push(Some((name, value)));
        None
    }

    pub(super) fn remove(&mut self, key: &Key) -> Option<(Value, Value)> {
        let place = self.index.remove(key)?;
        let removed = self.entries[place].take();
        if self.entries.len() > 16 && self.index.len() * 2 < self.entries.len() {
            self.close_gaps();
        }
        removed
    }

    fn close_gaps(&mut self) {
        let mut places = vec![0; self.entries.len()];
        let mut next = 0;
        for (place, entry) in self.entries.iter().enumerate() {
            places[place] = next;
            next += usize::from(entry.is_some());
        }
        self.entries.retain(Option::is_some);
        // The order of this walk over a hash map changes nothing: each place is moved by itself.
        self.index.values_mut().for_each(|place| *place = places[*place]);
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.index.clear();
    }

    /// The entries in order.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &(Value, Value)> {
        self.entries.iter().flatten()
    }

    /// The first entry at or after a place, and the place after it: for iterators that see changes.
    pub(super) fn next_from(&self, place: usize) -> Option<(usize, &(Value, Value))> {
        let found =
            self.entries.iter().enumerate().skip(place).find_map(|(at, entry)| Some((at, entry.as_ref()?)));
        found.map(|(at, entry)| (at + 1, entry))
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.entries.iter_mut().flatten().flat_map(|(name, value)| [name, value])
    }
}
