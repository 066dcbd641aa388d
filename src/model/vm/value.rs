//! Values of a running program.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// A value. What can change, or be told apart from its equal, is an object on the heap; the rest is the value itself.
#[derive(Clone)]
pub(super) enum Value {
    None,
    Bool(bool),
    Int(i64),
    /// A whole number that does not fit 64 bits.
    Big(Rc<BigInt>),
    /// A whole number with a name, such as `socket.AF_INET`.
    Named(Rc<NamedInt>),
    Float(f64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    Ellipsis,
    NotImplemented,
    /// A built-in type.
    Type(Kind),
    /// A built-in function, by its place in the table.
    Native(u16),
    /// A system call, by its name.
    SysCall(Rc<str>),
    /// An object on the heap.
    Ref(Handle),
}

/// A member of an enumeration of numbers.
#[derive(Debug, PartialEq)]
pub(super) struct NamedInt {
    pub(super) class: Rc<str>,
    pub(super) name: Rc<str>,
    pub(super) value: i64,
}

/// Built-in types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    NoneType,
    Bool,
    Int,
    Float,
    Str,
    Bytes,
    Bytearray,
    List,
    Tuple,
    Dict,
    Set,
    Frozenset,
    Range,
    Slice,
    Object,
    Type,
    Function,
    Method,
    NativeFunction,
    Generator,
    Iterator,
    Module,
    Cell,
    Property,
    StaticMethod,
    ClassMethod,
    Super,
    Ellipsis,
    NotImplemented,
    DictKeys,
    DictValues,
    DictItems,
}

impl Kind {
    /// The types that have a name which every script sees.
    pub(super) const NAMED: [Kind; 19] = [
        Kind::Bool,
        Kind::Int,
        Kind::Float,
        Kind::Str,
        Kind::Bytes,
        Kind::Bytearray,
        Kind::List,
        Kind::Tuple,
        Kind::Dict,
        Kind::Set,
        Kind::Frozenset,
        Kind::Range,
        Kind::Slice,
        Kind::Object,
        Kind::Type,
        Kind::Property,
        Kind::StaticMethod,
        Kind::ClassMethod,
        Kind::Super,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::NoneType => "NoneType",
            Kind::Bool => "bool",
            Kind::Int => "int",
            Kind::Float => "float",
            Kind::Str => "str",
            Kind::Bytes => "bytes",
            Kind::Bytearray => "bytearray",
            Kind::List => "list",
            Kind::Tuple => "tuple",
            Kind::Dict => "dict",
            Kind::Set => "set",
            Kind::Frozenset => "frozenset",
            Kind::Range => "range",
            Kind::Slice => "slice",
            Kind::Object => "object",
            Kind::Type => "type",
            Kind::Function => "function",
            Kind::Method => "method",
            Kind::NativeFunction => "builtin_function_or_method",
            Kind::Generator => "generator",
            Kind::Iterator => "iterator",
            Kind::Module => "module",
            Kind::Cell => "cell",
            Kind::Property => "property",
            Kind::StaticMethod => "staticmethod",
            Kind::ClassMethod => "classmethod",
            Kind::Super => "super",
            Kind::Ellipsis => "ellipsis",
            Kind::NotImplemented => "NotImplementedType",
            Kind::DictKeys => "dict_keys",
            Kind::DictValues => "dict_values",
            Kind::DictItems => "dict_items",
        }
    }

    /// The type that a name in the text stands for.
    pub(super) fn named(name: &str) -> Option<Kind> {
        Kind::NAMED.into_iter().find(|kind| kind.name() == name)
    }
}

/// A reference to an object. When the last one goes, the object's number is put on the heap's list of the dropped.
#[derive(Clone)]
pub(super) struct Handle(Rc<Token>);

/// Numbers of objects that nothing refers to any more, in the order in which they were dropped.
pub(super) type Dropped = Rc<RefCell<Vec<u32>>>;

struct Token {
    id: u32,
    dropped: Dropped,
}

impl Drop for Token {
    fn drop(&mut self) {
        self.dropped.borrow_mut().push(self.id);
    }
}

impl Handle {
    pub(super) fn new(id: u32, dropped: &Dropped) -> Handle {
        Handle(Rc::new(Token { id, dropped: dropped.clone() }))
    }

    pub(super) fn id(&self) -> u32 {
        self.0.id
    }
}

impl PartialEq for Handle {
    fn eq(&self, other: &Handle) -> bool {
        self.id() == other.id()
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.id())
    }
}

impl PartialEq for Value {
    /// Sameness of stored state (not Python's `==`): floats by their bits, objects by their number.
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::None, Value::None)
            | (Value::Ellipsis, Value::Ellipsis)
            | (Value::NotImplemented, Value::NotImplemented) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Big(a), Value::Big(b)) => a == b,
            (Value::Named(a), Value::Named(b)) => a == b,
            (Value::Str(a), Value::Str(b)) | (Value::SysCall(a), Value::SysCall(b)) => a == b,
            (Value::Bytes(a), Value::Bytes(b)) => a == b,
            (Value::Type(a), Value::Type(b)) => a == b,
            (Value::Native(a), Value::Native(b)) => a == b,
            (Value::Ref(a), Value::Ref(b)) => a == b,
            _ => false,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::None => f.write_str("None"),
            Value::Bool(value) => value.fmt(f),
            Value::Int(value) => value.fmt(f),
            Value::Big(value) => fmt::Display::fmt(value, f),
            Value::Named(named) => f.write_str(&named.name),
            Value::Float(value) => value.fmt(f),
            Value::Str(text) => text.fmt(f),
            Value::Bytes(bytes) => bytes.fmt(f),
            Value::Ellipsis => f.write_str("..."),
            Value::NotImplemented => f.write_str("NotImplemented"),
            Value::Type(kind) => f.write_str(kind.name()),
            Value::Native(index) => write!(f, "native {index}"),
            Value::SysCall(name) => write!(f, "_sys.{name}"),
            Value::Ref(handle) => handle.fmt(f),
        }
    }
}

impl Value {
    pub(super) fn str(text: &str) -> Value {
        Value::Str(text.into())
    }

    pub(super) fn string(text: String) -> Value {
        Value::Str(text.into())
    }

    pub(super) fn bytes(bytes: &[u8]) -> Value {
        Value::Bytes(bytes.into())
    }

    /// A whole number in its smallest form.
    pub(super) fn big(number: BigInt) -> Value {
        match number.to_i64() {
            Some(small) => Value::Int(small),
            None => Value::Big(Rc::new(number)),
        }
    }

    /// The whole number that it is; `True` is 1.
    pub(super) fn to_big(&self) -> Option<BigInt> {
        match self {
            Value::Bool(value) => Some(BigInt::from(i64::from(*value))),
            Value::Int(value) => Some(BigInt::from(*value)),
            Value::Big(value) => Some((**value).clone()),
            Value::Named(named) => Some(BigInt::from(named.value)),
            _ => None,
        }
    }

    /// The small whole number that it is; `True` is 1.
    pub(super) fn to_int(&self) -> Option<i64> {
        match self {
            Value::Bool(value) => Some(i64::from(*value)),
            Value::Int(value) => Some(*value),
            Value::Named(named) => Some(named.value),
            _ => None,
        }
    }

    /// The number that it is, as a float.
    pub(super) fn to_float(&self) -> Option<f64> {
        match self {
            Value::Float(value) => Some(*value),
            Value::Big(value) => value.to_f64(),
            _ => self.to_int().map(|value| value as f64),
        }
    }
}
