//! The heap of a process: objects by number, each freed when the last reference to it goes, as in CPython.

use std::rc::Rc;

use super::object::{Class, Object, Which};
use super::text;
use super::value::{Dropped, Handle, Kind, Value};
use crate::model::lack::Lack;
use crate::model::sorted::SortedSet;

/// Objects by number.
#[derive(Debug, Default)]
pub(super) struct Heap {
    pub(super) slots: Vec<Option<Object>>,
    pub(super) free: Vec<u32>,
    /// Objects whose finalizer has run already: it runs once.
    pub(super) finalized: SortedSet<u32>,
    pub(super) dropped: Dropped,
    /// The module `builtins`, once it exists.
    pub(super) builtins: Option<Handle>,
    /// How many bytes one operation may ask for.
    pub(super) most: usize,
    /// What of CPython is not here.
    pub(super) lacks: &'static [Lack],
}

impl Heap {
    pub(super) fn new(most: usize) -> Heap {
        Heap { most, ..Heap::default() }
    }

    /// Puts an object on the heap.
    pub(super) fn add(&mut self, object: Object) -> Handle {
        let id = match self.free.pop() {
            Some(id) => {
                self.slots[id as usize] = Some(object);
                id
            }
            None => {
                self.slots.push(Some(object));
                self.slots.len() as u32 - 1
            }
        };
        Handle::new(id, &self.dropped)
    }

    /// The same, as a value.
    pub(super) fn value(&mut self, object: Object) -> Value {
        Value::Ref(self.add(object))
    }

    pub(super) fn list(&mut self, items: Vec<Value>) -> Value {
        self.value(Object::List(items))
    }

    pub(super) fn tuple(&mut self, items: Vec<Value>) -> Value {
        self.value(Object::Tuple(items))
    }

    /// Frees what nothing refers to any more, and all that only it referred to. Objects with a finalizer are given
    /// back instead, with their `__del__`, which is to be called; and the `close` of generators that wait within a `try`.
    pub(super) fn sweep(&mut self) -> Vec<(Value, Option<Value>)> {
        let mut last_words = Vec::new();
        while let Some(id) = self.next_dropped() {
            let Some(object) = self.slots[id as usize].take() else { continue };
            if let Object::Generator(generator) = &object
                && !self.finalized.contains(&id)
                && generator
                    .frame
                    .as_ref()
                    .is_some_and(|frame| generator.started && !frame.handlers.is_empty())
            {
                // What it still guards, such as a `with`, comes to its end.
                self.finalized.insert(id);
                self.slots[id as usize] = Some(object);
                let receiver = Value::Ref(Handle::new(id, &self.dropped));
                let close = self.value(Object::NativeMethod { name: "close".into(), receiver });
                last_words.push((close, None));
                continue;
            }
            if let Object::Instance { class, .. } = &object
                && !self.finalized.contains(&id)
                && let Some(finalizer) = self.class_attr(class, "__del__")
            {
                self.finalized.insert(id);
                self.slots[id as usize] = Some(object);
                last_words.push((finalizer, Some(Value::Ref(Handle::new(id, &self.dropped)))));
                continue;
            }
            drop(object);
            self.finalized.remove(&id);
            self.free.push(id);
        }
        last_words
    }

    fn next_dropped(&self) -> Option<u32> {
        self.dropped.borrow_mut().pop()
    }

    /// Is there anything to sweep?
    pub(super) fn has_dropped(&self) -> bool {
        !self.dropped.borrow().is_empty()
    }

    pub(super) fn get(&self, handle: &Handle) -> &Object {
        self.slots[handle.id() as usize].as_ref().expect("a handle's object is there")
    }

    pub(super) fn get_mut(&mut self, handle: &Handle) -> &mut Object {
        self.slots[handle.id() as usize].as_mut().expect("a handle's object is there")
    }

    /// The object that a value refers to, if it refers to one.
    pub(super) fn object(&self, value: &Value) -> Option<&Object> {
        match value {
            Value::Ref(handle) => Some(self.get(handle)),
            _ => None,
        }
    }

    /// The class of an instance.
    pub(super) fn class_of(&self, value: &Value) -> Option<&Handle> {
        match self.object(value)? {
            Object::Instance { class, .. } => Some(class),
            _ => None,
        }
    }

    pub(super) fn class(&self, handle: &Handle) -> &Class {
        match self.get(handle) {
            Object::Class(class) => class,
            _ => panic!("not a class"),
        }
    }

    /// An attribute that an instance itself has.
    pub(super) fn attr(&self, value: &Value, name: &str) -> Option<Value> {
        match value {
            Value::Ref(handle) if matches!(self.get(handle), Object::Instance { .. }) => {
                self.own(handle, name)
            }
            _ => None,
        }
    }

    /// What `builtins` (written in Python, in the library) has under a name.
    pub(super) fn builtin(&self, name: &str) -> Option<Value> {
        self.own(self.builtins.as_ref()?, name)
    }

    /// The built-in type of a value; instances of learners' classes are `Object`.
    pub(super) fn kind(&self, value: &Value) -> Kind {
        match value {
            Value::None => Kind::NoneType,
            Value::Bool(_) => Kind::Bool,
            Value::Int(_) | Value::Big(_) | Value::Named(_) => Kind::Int,
            Value::Float(_) => Kind::Float,
            Value::Str(_) => Kind::Str,
            Value::Bytes(_) => Kind::Bytes,
            Value::Ellipsis => Kind::Ellipsis,
            Value::NotImplemented => Kind::NotImplemented,
            Value::Type(_) => Kind::Type,
            Value::Native(_) | Value::SysCall(_) => Kind::NativeFunction,
            Value::Ref(handle) => match self.get(handle) {
                Object::List(_) => Kind::List,
                Object::Tuple(_) => Kind::Tuple,
                Object::Dict(_) => Kind::Dict,
                Object::Set { frozen: false, .. } => Kind::Set,
                Object::Set { frozen: true, .. } => Kind::Frozenset,
                Object::Bytearray(_) => Kind::Bytearray,
                Object::Range { .. } => Kind::Range,
                Object::Slice(_) => Kind::Slice,
                Object::Function(_) => Kind::Function,
                Object::Method { .. } => Kind::Method,
                Object::NativeMethod { .. } => Kind::NativeFunction,
                Object::Class(_) => Kind::Type,
                Object::Instance { .. } => Kind::Object,
                Object::Module { .. } => Kind::Module,
                Object::Cell(_) => Kind::Cell,
                Object::Iterator(_) => Kind::Iterator,
                Object::Generator(_) => Kind::Generator,
                Object::Property(_) => Kind::Property,
                Object::StaticMethod(_) => Kind::StaticMethod,
                Object::ClassMethod(_) => Kind::ClassMethod,
                Object::Super { .. } => Kind::Super,
                Object::View { which: Which::Keys, .. } => Kind::DictKeys,
                Object::View { which: Which::Values, .. } => Kind::DictValues,
                Object::View { which: Which::Items, .. } => Kind::DictItems,
                Object::Plain => Kind::Object,
            },
        }
    }

    /// The name of a value's type, as error messages say it.
    pub(super) fn type_name(&self, value: &Value) -> Rc<str> {
        match self.class_of(value) {
            Some(class) => self.class(class).name.clone(),
            None => match (value, self.object(value)) {
                (Value::Named(named), _) => named.class.clone(),
                (_, Some(Object::Iterator(iter))) => text::iterator_called(self, iter).into(),
                _ => self.kind(value).name().into(),
            },
        }
    }
}
