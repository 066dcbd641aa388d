//! The finalizers that are called when a program ends, in CPython's order.

use super::heap::Heap;
use super::object::Object;
use super::value::{Handle, Value};
use crate::model::sorted::{SortedMap, SortedSet};

/// What is still to be told, what was told, and which objects were walked through.
struct Walk {
    waiting: SortedMap<u32, Value>,
    words: Vec<(Value, Value)>,
    seen: SortedSet<u32>,
}

impl Walk {
    fn tell(&mut self, handle: &Handle) {
        if let Some(finalizer) = self.waiting.remove(&handle.id()) {
            self.words.push((finalizer, Value::Ref(handle.clone())));
        }
    }

    /// Instances and those in their attributes; within lists, tuples and dicts only where these are walked through too.
    fn walk(&mut self, heap: &Heap, value: &Value, through: bool) {
        let Value::Ref(handle) = value else { return };
        if !self.seen.insert(handle.id()) {
            return;
        }
        match heap.get(handle) {
            Object::Instance { .. } => {
                self.tell(handle);
                heap.own_names(handle).iter().for_each(|(_, value)| self.walk(heap, value, through));
            }
            Object::List(items) | Object::Tuple(items) if through => {
                items.iter().rev().for_each(|item| self.walk(heap, item, true));
            }
            Object::Dict(dict) if through => dict.iter().for_each(|(_, value)| self.walk(heap, value, true)),
            _ => {}
        }
    }
}

impl Heap {
    /// The finalizers of the script's own classes, with the objects that still live at the program's end.
    pub(super) fn last_words(&mut self, main: &Handle) -> Vec<(Value, Value)> {
        let finalizer = |id: u32| match self.slots[id as usize].as_ref()? {
            Object::Instance { class, .. } if !self.finalized.contains(&id) => {
                let own = &*self.class(class).module == "__main__";
                self.class_attr(class, "__del__").filter(|_| own)
            }
            _ => None,
        };
        let waiting: SortedMap<u32, Value> =
            (0..self.slots.len() as u32).filter_map(|id| Some((id, finalizer(id)?))).collect();
        let mut walk = Walk { waiting, words: Vec::new(), seen: SortedSet::new() };
        if walk.waiting.is_empty() {
            return walk.words;
        }
        let named = self.own_names(main);
        for through in [false, true] {
            walk.seen = SortedSet::new();
            named.iter().for_each(|(_, value)| walk.walk(self, value, through));
        }
        self.slots.iter_mut().flatten().for_each(|object| object.visit(&mut |handle| walk.tell(handle)));
        for (_, object) in &walk.words {
            if let Value::Ref(handle) = object {
                self.finalized.insert(handle.id());
            }
        }
        walk.words
    }
}
