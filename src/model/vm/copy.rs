//! Copying, comparing and measuring a memory.

use std::collections::HashSet;
use std::rc::Rc;

use super::Memory;
use super::heap::Heap;
use super::object::Object;
use super::value::{Dropped, Handle, Value};

/// The objects are measured again after so much work.
pub(super) const MEASURE_AFTER: u64 = 200_000;

impl Clone for Memory {
    /// A copy that shares no object: handles count references, so each copy has its own.
    fn clone(&self) -> Memory {
        let (heap, handles) = self.heap.copy();
        let mut relink = |handle: &mut Handle| {
            let own = handles[handle.id() as usize].as_ref();
            *handle = own.expect("what is referred to is alive").clone();
        };
        let mut copy = Memory {
            modules: self.modules.clone(),
            heap,
            loaded: self.loaded.clone(),
            threads: self.threads.clone(),
            bytes: self.bytes,
            unmeasured: self.unmeasured,
        };
        copy.heap.visit(&mut relink);
        copy.loaded.values_mut().for_each(&mut relink);
        copy.threads.values_mut().for_each(|stack| stack.visit(&mut relink));
        copy
    }
}

impl PartialEq for Memory {
    fn eq(&self, other: &Memory) -> bool {
        let Memory { modules, heap, loaded, threads, bytes, unmeasured } = self;
        (Rc::ptr_eq(modules, &other.modules) || *modules == other.modules)
            && *heap == other.heap
            && *loaded == other.loaded
            && *threads == other.threads
            && (*bytes, *unmeasured) == (other.bytes, other.unmeasured)
    }
}

impl Heap {
    /// A copy whose objects still refer to the original's handles, and the handles that they are to refer to.
    fn copy(&self) -> (Heap, Vec<Option<Handle>>) {
        let pending = self.dropped.borrow().clone();
        let gone: HashSet<u32> = pending.iter().copied().collect();
        let dropped: Dropped = Rc::default();
        let handle = |(id, slot): (u32, &Option<Object>)| {
            (slot.is_some() && !gone.contains(&id)).then(|| Handle::new(id, &dropped))
        };
        let handles: Vec<_> = (0..).zip(&self.slots).map(handle).collect();
        *dropped.borrow_mut() = pending;
        let copy = Heap {
            slots: self.slots.clone(),
            free: self.free.clone(),
            finalized: self.finalized.clone(),
            dropped,
            builtins: self.builtins.clone(),
            most: self.most,
            lacks: self.lacks,
        };
        (copy, handles)
    }

    fn visit(&mut self, each: &mut dyn FnMut(&mut Handle)) {
        self.slots.iter_mut().flatten().for_each(|object| object.visit(each));
        self.builtins.iter_mut().for_each(each);
    }

    /// About how many bytes all objects take. A text that is shared counts once.
    pub(super) fn measure(&self) -> usize {
        let mut seen = HashSet::new();
        let mut bytes = 0;
        for object in self.slots.iter().flatten() {
            bytes += size_of::<Object>();
            object.each_value(&mut |value| {
                bytes += size_of::<Value>();
                let (at, length) = match value {
                    Value::Str(text) => (text.as_ptr(), text.len()),
                    Value::Bytes(data) => (data.as_ptr(), data.len()),
                    _ => return,
                };
                if seen.insert(at) {
                    bytes += length;
                }
            });
        }
        bytes
    }
}

impl PartialEq for Heap {
    fn eq(&self, other: &Heap) -> bool {
        let Heap { slots, free, finalized, dropped, builtins, most, lacks: _ } = self;
        *slots == other.slots
            && *free == other.free
            && *finalized == other.finalized
            && *dropped.borrow() == *other.dropped.borrow()
            && *builtins == other.builtins
            && *most == other.most
    }
}
