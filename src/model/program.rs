//! A compiled script: flat operations for the machine in `vm/`, each with its place in the text. It is immutable and
//! shared; all that changes while it runs stands in `vm::Memory`.

use std::rc::Rc;

use num_bigint::BigInt;

use super::lack::Lack;
use super::sorted::SortedMap;

/// A name or an attribute's name.
pub type Name = Rc<str>;

/// One compiled source file.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// The module's name: `__main__` for a learner's script.
    pub module: Name,
    /// The file's name.
    pub file: Name,
    /// The text, by lines.
    pub lines: Vec<Name>,
    /// Is it a part of the library? Then learners never see its lines.
    pub library: bool,
    /// Its code; the module's own is number 0.
    pub codes: Vec<Rc<Code>>,
}

/// All programs that a process can run, by module name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Modules {
    /// The programs.
    pub programs: SortedMap<Name, Rc<Program>>,
    /// What of CPython is not here.
    pub lacks: &'static [Lack],
}

/// The code of a module, a function, a class body, a lambda or a comprehension.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// What it is called: `<module>`, `<lambda>`, `<listcomp>` or the name in the text.
    pub name: Name,
    /// Dotted name, as `C.method` or `outer.<locals>.inner`.
    pub qualified: Name,
    /// Which kind of code.
    pub kind: CodeKind,
    /// How it takes its arguments.
    pub parameters: Parameters,
    /// The operations.
    pub ops: Vec<Op>,
    /// The place of each operation.
    pub places: Vec<Place>,
    /// The values that operations name by number.
    pub constants: Vec<Const>,
    /// Names of local variables, parameters first in the order of `Parameters::slots`.
    pub locals: Vec<Name>,
    /// Own variables that inner functions use; those that are also parameters give the local's number, whose value
    /// moves into the cell when the call begins.
    pub cells: Vec<(Name, Option<u16>)>,
    /// Variables of enclosing functions that this code uses, in the order in which `MakeFunction` finds their cells.
    /// In operations, cells and free variables are numbered together: own cells first.
    pub free: Vec<Name>,
    /// Its doc string.
    pub doc: Option<Name>,
}

/// Kinds of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// A module's top level: names are globals.
    Module,
    /// A function, lambda or comprehension: names are locals. A comprehension's parameter `.0` is its first iterator.
    Function,
    /// A function that contains `yield`, or a generator expression.
    Generator,
    /// A class body: names go into the class.
    Class,
}

/// How a function takes its arguments. Slots of `Code::locals`: positional, then keyword-only, then `*args`, then `**kwargs`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    /// How many may be given by position.
    pub positional: u16,
    /// How many of those may only be given by position (before `/`).
    pub positional_only: u16,
    /// How many may only be given by name.
    pub keyword_only: u16,
    /// Is there a `*args`?
    pub rest: bool,
    /// Is there a `**kwargs`?
    pub named_rest: bool,
}

/// A place in the text, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Const {
    None,
    Bool(bool),
    Int(i64),
    Big(Rc<BigInt>),
    Float(f64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    Ellipsis,
    Tuple(Vec<Const>),
}

/// One operation. The stack is the frame's own; "top" is its last value. Jumps name an operation's number.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// Pushes constant `n`.
    Const(u16),
    /// Drops the top.
    Pop,
    /// Pushes the top again.
    Dup,
    /// Pushes the top two again, in order.
    DupTwo,
    /// Exchanges the top two.
    Swap,
    /// Moves the top below the two values under it: `a b c` → `c a b`.
    RotThree,
    /// Moves the top below the three values under it: `a b c d` → `d a b c`.
    RotFour,

    /// Pushes local `n`; UnboundLocalError if it has no value.
    LoadLocal(u16),
    /// Pops into local `n`.
    StoreLocal(u16),
    /// Deletes local `n`.
    DeleteLocal(u16),
    /// Pushes the value of cell or free variable `n`. If it has none: UnboundLocalError for an own cell, NameError for a
    /// free variable.
    LoadCell(u16),
    /// Pops into cell or free variable `n`.
    StoreCell(u16),
    /// Deletes the value of cell or free variable `n`.
    DeleteCell(u16),
    /// Pushes a global, or else a built-in; NameError if there is none.
    LoadGlobal(Name),
    /// Pops into a global.
    StoreGlobal(Name),
    /// Deletes a global.
    DeleteGlobal(Name),
    /// In a class body: pushes the class's name, or else as `LoadGlobal`.
    LoadName(Name),
    /// In a class body: pops into the class's name.
    StoreName(Name),
    /// In a class body: deletes the class's name.
    DeleteName(Name),
    /// In a class body: pushes the class's name if it has one, or else the cell or free variable.
    LoadNameOrCell(Name, u16),

    /// Pops an object, pushes its attribute.
    LoadAttr(Name),
    /// `value object` → sets the attribute.
    StoreAttr(Name),
    /// Pops an object, deletes its attribute.
    DeleteAttr(Name),
    /// `container index` → `container[index]`.
    LoadIndex,
    /// `value container index` → sets the item.
    StoreIndex,
    /// `container index` → deletes the item.
    DeleteIndex,
    /// `start stop step` → a slice object.
    BuildSlice,

    /// `a b` → `a op b`.
    Binary(BinaryOp),
    /// `a b` → `a op= b`: in place where the object can.
    InPlace(BinaryOp),
    /// `a` → `op a`.
    Unary(UnaryOp),
    /// `a b` → whether they stand so.
    Compare(CompareOp),

    /// Goes on at `n`.
    Jump(u32),
    /// Pops; goes on at `n` if it is false.
    JumpIfFalse(u32),
    /// Pops; goes on at `n` if it is true.
    JumpIfTrue(u32),
    /// Goes on at `n` and keeps the top if it is false; else pops.
    JumpIfFalseOrPop(u32),
    /// Goes on at `n` and keeps the top if it is true; else pops.
    JumpIfTrueOrPop(u32),

    /// The top `n` values → a tuple.
    BuildTuple(u32),
    /// The top `n` values → a list.
    BuildList(u32),
    /// The top `n` values → a set.
    BuildSet(u32),
    /// The top `2n` values, key before value → a dict.
    BuildDict(u32),
    /// The top `n` strings → one string.
    BuildString(u32),
    /// Pops a value and appends it to the list that then is `n` below the top (1 = the top).
    ListAppend(u16),
    /// Pops a value and adds it to the set that then is `n` below the top.
    SetAdd(u16),
    /// Pops `key value` and puts them into the dict that then is `n` below the top.
    DictPut(u16),
    /// `list iterable` → the list, extended.
    ListExtend,
    /// `set iterable` → the set, with more.
    SetUpdate,
    /// `dict mapping` → the dict, with more; later keys win.
    DictUpdate,
    /// `callee tuple dict mapping` → `callee tuple dict`, the same for `f(**mapping)`: a key twice is a TypeError.
    DictMerge,
    /// `list` → a tuple of the same.
    ListToTuple,
    /// Pops an iterable of exactly `n` values; pushes them so that the first is on the top.
    Unpack(u16),
    /// Pops an iterable; `before` values, a list of the rest, `after` values: pushes them so that the first is on the top.
    UnpackRest(u16, u16),

    /// Pops an iterable, pushes its iterator.
    GetIter,
    /// Pushes the next value of the iterator on the top; at its end pops the iterator and goes on at `n`.
    ForIter(u32),
    /// `callee a1 … an` → the result.
    Call(u16),
    /// `callee a1 … an v1 … vk` → the result. First `n`, then the number of the constant that names the last `k`: a tuple
    /// of k strings.
    CallNamed(u16, u16),
    /// `callee tuple dict` → the result: `f(*tuple, **dict)`.
    CallSpread,
    /// `object a1 … an` → the result of its method.
    CallMethod(Name, u16),

    /// Code `code` becomes a function. On the stack, from below: `defaults` values for the last positional
    /// parameters, then for each keyword-only parameter with a default `name value` (`named` pairs).
    /// The free variables' cells are found in the running frame by the code's `free` names.
    MakeFunction {
        /// Which of the program's codes.
        code: u32,
        /// How many default values.
        defaults: u16,
        /// How many keyword-only defaults.
        named: u16,
    },
    /// `base1 … basen named?` → a class: runs code `code` as its body, which ends with `Return` of None. Free variables'
    /// cells are found as for `MakeFunction`. A cell of the code's own is `__class__` (for `super()`): the class is put
    /// into it as soon as it is made.
    MakeClass {
        /// Which of the program's codes.
        code: u32,
        /// How many bases.
        bases: u16,
        /// Lies a dict of keyword arguments above them?
        named: bool,
    },
    /// Pops the result and ends the call.
    Return,
    /// Pops a value, gives it to who asked for the next, and waits; pushes what is sent.
    Yield,
    /// `iterator value-to-send` → as `yield from`: yields all the iterator has, then pops both and pushes its result.
    YieldFrom,

    /// A handler begins: an exception in what follows cuts the stack, and the exceptions being handled, to their present
    /// heights, pushes itself, and goes on at `n`. A handler that has been gone to has ended.
    Try(u32),
    /// That handler ends.
    EndTry,
    /// The exception on the top is now being handled (for a bare `raise` and for `__context__`); it stays on the top.
    Handle,
    /// The handling of the innermost exception is over (does not change the stack).
    EndHandle,
    /// `exception class-or-tuple` → `exception`, and whether it is one of these.
    Matches,
    /// Pops an exception or class and raises it.
    Raise,
    /// `exception cause` → raises it from that cause.
    RaiseFrom,
    /// Raises the exception being handled again; RuntimeError if there is none.
    RaiseAgain,
    /// Pops an exception and lets it go on as if nothing had caught it (ends a `finally` or an `except` that did not match).
    Reraise,
    /// Pops a context manager; pushes it again and the result of its `__enter__()`.
    Enter,
    /// `manager` → calls `__exit__(None, None, None)` and drops manager and result.
    Exit,
    /// `manager exception` → calls `__exit__(type, exception, None)`; pushes the exception back and then the result's truth:
    /// → `exception bool`.
    ExitWith,
    /// Pops message; raises AssertionError(message).
    AssertFail,
    /// Raises AssertionError().
    AssertFailPlain,

    /// Imports a module and pushes it. A dotted name imports the packages before it too, and is set in them.
    Import(Name),
    /// The module stays on the top; pushes its attribute; ImportError if it has none.
    ImportFrom(Name),
    /// `value` → `format(value, "")` after conversion: `s`, `r`, `a` or none; with `spec` the format spec stands on top of the value.
    Format {
        /// `s`, `r`, `a` or none.
        conversion: Option<char>,
        /// Is there a format spec on the top?
        spec: bool,
    },
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LeftShift,
    RightShift,
    And,
    Or,
    Xor,
    MatMul,
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum UnaryOp {
    Minus,
    Plus,
    Invert,
    Not,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CompareOp {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Is,
    IsNot,
    In,
    NotIn,
}

impl BinaryOp {
    /// The operator as it is written.
    pub fn sign(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Sub => "-",
            BinaryOp::Mul => "*",
            BinaryOp::Div => "/",
            BinaryOp::FloorDiv => "//",
            BinaryOp::Mod => "%",
            BinaryOp::Pow => "** or pow()",
            BinaryOp::LeftShift => "<<",
            BinaryOp::RightShift => ">>",
            BinaryOp::And => "&",
            BinaryOp::Or => "|",
            BinaryOp::Xor => "^",
            BinaryOp::MatMul => "@",
        }
    }
}

impl CompareOp {
    /// The comparison as it is written.
    pub fn sign(self) -> &'static str {
        match self {
            CompareOp::Equal => "==",
            CompareOp::NotEqual => "!=",
            CompareOp::Less => "<",
            CompareOp::LessEqual => "<=",
            CompareOp::Greater => ">",
            CompareOp::GreaterEqual => ">=",
            CompareOp::Is => "is",
            CompareOp::IsNot => "is not",
            CompareOp::In => "in",
            CompareOp::NotIn => "not in",
        }
    }
}
