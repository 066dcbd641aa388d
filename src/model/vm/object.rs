//! Objects on the heap.

use std::rc::Rc;

use super::dict::Dict;
use super::frame::Frame;
use super::namespace::Names;
use super::value::{Handle, Value};
use crate::model::program::{Code, Name, Program};

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    List(Vec<Value>),
    Tuple(Vec<Value>),
    Dict(Dict),
    Set {
        items: Dict,
        frozen: bool,
    },
    Bytearray(Vec<u8>),
    Range {
        start: i64,
        stop: i64,
        step: i64,
    },
    Slice([Value; 3]),
    Function(Rc<Function>),
    /// A function together with its first argument.
    Method {
        function: Value,
        receiver: Value,
    },
    /// A method of a built-in type together with its object.
    NativeMethod {
        name: Name,
        receiver: Value,
    },
    Class(Box<Class>),
    Instance {
        class: Handle,
        attrs: Vec<(Name, Value)>,
    },
    Module {
        name: Name,
        names: Names,
    },
    Cell(Option<Value>),
    Iterator(Iter),
    Generator(Generator),
    Property(Box<Property>),
    StaticMethod(Value),
    ClassMethod(Value),
    Super {
        after: Handle,
        receiver: Value,
    },
    /// What `keys`, `values` or `items` of a dict gives: sees its changes.
    View {
        of: Value,
        which: Which,
    },
    /// What `object()` makes.
    Plain,
}

/// What of a dict a view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Keys,
    Values,
    Items,
}

/// A function: code with what it closes over. It never changes after it was made, but for its attributes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Function {
    pub(super) program: Rc<Program>,
    pub(super) code: Rc<Code>,
    pub(super) defaults: Vec<Value>,
    pub(super) named_defaults: Vec<(Name, Value)>,
    pub(super) cells: Vec<Handle>,
    /// The module whose globals it sees.
    pub(super) globals: Handle,
    /// What a program has written on it, such as `__name__`.
    pub(super) attrs: Vec<(Name, Value)>,
}

/// A property: what reads, sets and deletes it, and its doc string.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Property {
    pub(super) get: Value,
    pub(super) set: Value,
    pub(super) delete: Value,
    pub(super) doc: Value,
}

/// A class.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Class {
    pub(super) name: Name,
    /// Dotted, as `Outer.Inner`.
    pub(super) qualified: Name,
    pub(super) module: Name,
    /// What it is derived from; none, where that is `object` alone.
    pub(super) bases: Vec<Handle>,
    /// The classes that names are looked up in after this one, without `object`.
    pub(super) after: Vec<Handle>,
    pub(super) names: Names,
    /// The attributes that its instances may have, where `__slots__` say so.
    pub(super) slots: Option<Vec<Name>>,
    /// Has it, or a base, a `__getattribute__`?
    pub(super) hooked: bool,
}

/// Where an iterator over something built in stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Iter {
    /// Over a list, tuple or bytearray, by index: sees changes.
    Sequence(Value, usize),
    /// The same, backwards: how many are left.
    Backwards(Value, usize),
    Str(Rc<str>, usize),
    Bytes(Rc<[u8]>, usize),
    Range {
        next: i64,
        stop: i64,
        step: i64,
    },
    Keys(Value, usize, usize),
    Values(Value, usize, usize),
    Items(Value, usize, usize),
    /// `iter(callable, sentinel)`.
    Calls(Value, Value),
    Done,
}

/// A generator: its frame, while it waits.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Generator {
    pub(super) name: Name,
    pub(super) frame: Option<Box<Frame>>,
    pub(super) running: bool,
    pub(super) started: bool,
}

impl Object {
    /// Calls `each` with every value and handle in the object.
    pub(super) fn visit(&mut self, each: &mut dyn FnMut(&mut Handle)) {
        match self {
            Object::List(items) | Object::Tuple(items) => visit_all(items, each),
            Object::Dict(dict) | Object::Set { items: dict, .. } => {
                dict.values_mut().for_each(|value| visit(value, each));
            }
            Object::Bytearray(_) | Object::Range { .. } | Object::Plain => {}
            Object::Slice(parts) => visit_all(parts, each),
            Object::Function(function) => visit_function(Rc::make_mut(function), each),
            Object::Method { function, receiver } => visit_all([function, receiver], each),
            Object::NativeMethod { receiver, .. } => visit(receiver, each),
            Object::Class(class) => {
                class.bases.iter_mut().chain(&mut class.after).for_each(&mut *each);
                visit_all(class.names.values_mut(), each);
            }
            Object::Instance { class, attrs } => {
                each(class);
                visit_all(attrs.iter_mut().map(|(_, value)| value), each);
            }
            Object::Module { names, .. } => visit_all(names.values_mut(), each),
            Object::Cell(value) => visit_all(value, each),
            Object::Iterator(iter) => visit_iter(iter, each),
            Object::Generator(generator) => {
                if let Some(frame) = &mut generator.frame {
                    frame.visit(each);
                }
            }
            Object::Property(property) => {
                let Property { get, set, delete, doc } = &mut **property;
                visit_all([get, set, delete, doc], each);
            }
            Object::StaticMethod(value) | Object::ClassMethod(value) => visit(value, each),
            Object::View { of, .. } => visit(of, each),
            Object::Super { after, receiver } => {
                each(after);
                visit(receiver, each);
            }
        }
    }
}

impl Object {
    /// Calls `each` with the values that the object's size depends on.
    pub(super) fn each_value(&self, each: &mut dyn FnMut(&Value)) {
        match self {
            Object::List(items) | Object::Tuple(items) => items.iter().for_each(each),
            Object::Dict(dict) | Object::Set { items: dict, .. } => dict.iter().for_each(|(name, value)| {
                each(name);
                each(value);
            }),
            Object::Instance { attrs, .. } => attrs.iter().for_each(|(_, value)| each(value)),
            Object::Module { names, .. } => names.entries().iter().for_each(|(_, value)| each(value)),
            Object::Class(class) => class.names.entries().iter().for_each(|(_, value)| each(value)),
            Object::Bytearray(bytes) => each(&Value::bytes(bytes)),
            Object::Cell(Some(value)) => each(value),
            _ => {}
        }
    }
}

fn visit_function(function: &mut Function, each: &mut dyn FnMut(&mut Handle)) {
    visit_all(&mut function.defaults, each);
    visit_all(function.named_defaults.iter_mut().map(|(_, value)| value), each);
    visit_all(function.attrs.iter_mut().map(|(_, value)| value), each);
    function.cells.iter_mut().for_each(&mut *each);
    each(&mut function.globals);
}

fn visit_iter(iter: &mut Iter, each: &mut dyn FnMut(&mut Handle)) {
    match iter {
        Iter::Sequence(value, _)
        | Iter::Backwards(value, _)
        | Iter::Keys(value, ..)
        | Iter::Values(value, ..)
        | Iter::Items(value, ..) => visit(value, each),
        Iter::Calls(callable, sentinel) => visit_all([callable, sentinel], each),
        Iter::Str(..) | Iter::Bytes(..) | Iter::Range { .. } | Iter::Done => {}
    }
}

/// Calls `each` with the handle in a value, if it has one.
pub(super) fn visit(value: &mut Value, each: &mut dyn FnMut(&mut Handle)) {
    if let Value::Ref(handle) = value {
        each(handle);
    }
}

pub(super) fn visit_all<'a>(
    values: impl IntoIterator<Item = &'a mut Value>,
    each: &mut dyn FnMut(&mut Handle),
) {
    values.into_iter().for_each(|value| visit(value, each));
}
