//! Dicts and sets: entries in the order of insertion, found by a hashable copy of their key.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use num_bigint::BigInt;

use super::slots::Slots;
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

/// A dict; a set is a dict whose values are all None, in the order of its hash table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dict {
    entries: Vec<Option<(Value, Value)>>,
    index: HashMap<Key, usize, BuildHasherDefault<Fnv>>,
    is_set: bool,
    /// The order of a set, while it is one that CPython would have in every run.
    slots: Option<Box<Slots>>,
}

impl Dict {
    /// An empty set.
    pub(super) fn set() -> Dict {
        Dict { is_set: true, slots: Some(Box::default()), ..Dict::default() }
    }

    /// A new set that takes over the items of this one.
    pub(super) fn copied(&self) -> Dict {
        Dict { slots: self.slots.as_ref().map(|slots| Box::new(slots.copied())), ..self.clone() }
    }

    /// Makes room in a set for the items of another set or dict.
    pub(super) fn expect(&mut self, more: usize) {
        if let Some(slots) = &mut self.slots {
            slots.expect(more);
        }
    }

    /// Does away with the traces of many items that were taken out of a set.
    pub(super) fn tidy(&mut self) {
        if let Some(slots) = &mut self.slots {
            slots.tidy();
        }
    }

    /// Has nothing been added to this set yet?
    pub(super) fn is_new(&self) -> bool {
        self.slots.as_ref().is_some_and(|slots| slots.is_new())
    }

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
        match (&mut self.slots, key.lasting_hash()) {
            (Some(slots), Some(hash)) => slots.add(hash, self.entries.len()),
            (Some(_), None) => self.slots = None,
            (None, _) => {}
        }
        self.index.insert(key, self.entries.len());
        self.entries.push(Some((name, value)));
        None
    }

    pub(super) fn remove(&mut self, key: &Key) -> Option<(Value, Value)> {
        let place = self.index.remove(key)?;
        if let (Some(slots), Some(hash)) = (&mut self.slots, key.lasting_hash()) {
            slots.remove(hash, place);
        }
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
        if let Some(slots) = &mut self.slots {
            slots.move_places(&places);
        }
        // The order of this walk over a hash map changes nothing: each place is moved by itself.
        self.index.values_mut().for_each(|place| *place = places[*place]);
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.index.clear();
        self.slots = self.is_set.then(Box::default);
    }

    /// The item that a set's `pop` takes.
    pub(super) fn to_pop(&self) -> Option<Value> {
        let place = match &self.slots {
            Some(slots) => slots.to_pop()?.1,
            None => self.entries.iter().position(Option::is_some)?,
        };
        self.entries[place].as_ref().map(|(item, _)| item.clone())
    }

    /// `pop` goes on where it would in another set.
    pub(super) fn pops_like(&mut self, other: &Dict) {
        if let (Some(slots), Some(other)) = (&mut self.slots, &other.slots) {
            slots.go_on(other.finger());
        }
    }

    /// Takes it out, by its key.
    pub(super) fn pop(&mut self, key: &Key) {
        if let Some(slots) = &mut self.slots
            && let Some((after, _)) = slots.to_pop()
        {
            slots.go_on(after);
        }
        self.remove(key);
    }

    /// The entries in order.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &(Value, Value)> {
        let slots = self.slots.iter().flat_map(|slots| slots.places());
        let in_slots = slots.filter_map(|place| self.entries[place].as_ref());
        in_slots.chain(self.entries.iter().filter(|_| self.slots.is_none()).flatten())
    }

    /// The first entry at or after a place, and the place after it: for iterators that see changes.
    pub(super) fn next_from(&self, place: usize) -> Option<(usize, &(Value, Value))> {
        if let Some(slots) = &self.slots {
            let (after, place) = slots.next_from(place)?;
            return Some((after, self.entries[place].as_ref()?));
        }
        let found =
            self.entries.iter().enumerate().skip(place).find_map(|(at, entry)| Some((at, entry.as_ref()?)));
        found.map(|(at, entry)| (at + 1, entry))
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.entries.iter_mut().flatten().flat_map(|(name, value)| [name, value])
    }
}
