//! What of Python this laboratory does not have, and what to do instead. What the compiler says of it and the page of
//! Python are made of these tables.

/// A statement or an expression that is not here.
#[derive(Debug)]
pub struct Construct {
    /// What the page calls it, in Markdown.
    pub name: &'static str,
    /// What is said of it, in one sentence.
    pub message: &'static str,
    /// What to do instead.
    pub hint: &'static str,
}

pub(super) const MATCH: Construct =
    Construct { name: "`match`", message: "`match` is not supported here.", hint: "Use `if` and `elif`." };
pub(super) const ASYNC: Construct = Construct {
    name: "`async`: functions, `for`, `with`",
    message: "`async` is not supported here.",
    hint: "Use threads, or an event loop with `selectors`.",
};
pub(super) const AWAIT: Construct = Construct {
    name: "`await`",
    message: "`await` is not supported here.",
    hint: "Use threads, or an event loop with `selectors`.",
};
pub(super) const EXCEPT_STAR: Construct = Construct {
    name: "`except*`, groups of exceptions",
    message: "`except*` is not supported here.",
    hint: "Use `except`.",
};
pub(super) const BUILT_IN_BASE: Construct = Construct {
    name: "a class derived from a built-in type, such as `dict`",
    message: "A class cannot be derived from a built-in type here.",
    hint: "Keep a value of that type in an attribute.",
};
pub(super) const STARRED_BASE: Construct = Construct {
    name: "a starred base class",
    message: "A starred base class is not supported here.",
    hint: "Name the base class.",
};
pub(super) const METACLASS: Construct = Construct {
    name: "`metaclass=`",
    message: "Metaclasses are not supported here.",
    hint: "Use a class decorator, or derive the class from `abc.ABC`.",
};
pub(super) const CLASS_KEYWORD: Construct = Construct {
    name: "`**` among the arguments of a class",
    message: "`**` among the arguments of a class is not supported here.",
    hint: "Write the keyword arguments out.",
};
pub(super) const IMPORT_STAR: Construct = Construct {
    name: "`from … import *`",
    message: "`import *` is not supported here.",
    hint: "Name what you need: `from … import …`.",
};
pub(super) const COMPLEX: Construct = Construct {
    name: "complex numbers: `1j`",
    message: "Complex numbers are not supported here.",
    hint: "Use two floats.",
};
pub(super) const TYPE_ALIAS: Construct = Construct {
    name: "`type X = …`",
    message: "`type` is not supported here.",
    hint: "Leave it out: types change nothing.",
};
pub(super) const TYPE_PARAMETERS: Construct = Construct {
    name: "type parameters: `def f[T]()`",
    message: "Type parameters are not supported here.",
    hint: "Leave out what stands in the brackets.",
};

pub(super) const SURROGATE: Construct = Construct {
    name: "half a pair of surrogates in a string: `\"\\ud800\"`",
    message: "Half a pair of surrogates is not supported here.",
    hint: "Write the whole character: `\"\\U0001f600\"`.",
};

/// All of them, in the order of the page.
pub const CONSTRUCTS: &[&Construct] = &[
    &MATCH,
    &ASYNC,
    &AWAIT,
    &EXCEPT_STAR,
    &BUILT_IN_BASE,
    &STARRED_BASE,
    &METACLASS,
    &CLASS_KEYWORD,
    &IMPORT_STAR,
    &COMPLEX,
    &TYPE_ALIAS,
    &TYPE_PARAMETERS,
    &SURROGATE,
];

/// Built-in functions and types that are not here, and what to do instead.
pub const BUILT_INS: &[(&str, &str)] = &[
    ("BaseExceptionGroup", "Raise one exception at a time."),
    ("ExceptionGroup", "Raise one exception at a time."),
    ("__annotations__", "Keep what you need in a dict: annotations change nothing."),
    ("__import__", "Use `import`."),
    ("aiter", "Use `iter`."),
    ("anext", "Use `next`."),
    ("breakpoint", "Step through the run instead: each system call is a step."),
    ("compile", "Write the program into the script."),
    ("complex", "Use two floats."),
    ("eval", "Use `int`, `float` or `str.split` to read values from a text."),
    ("exec", "Write the program into the script."),
    ("help", "Read the page of Python in this laboratory."),
    ("memoryview", "Use slices of bytes or of a bytearray."),
];

/// Modules of Python that are not here, and what to do instead. A module inside one is meant as well.
pub const MODULES: &[(&str, &str)] = &[
    ("argparse", "Write the values into the script: there is no command line here."),
    ("array", "Use a list, or `struct` for bytes."),
    ("asyncio", "Use threads, or an event loop with `selectors`."),
    ("dataclasses", "Write a class with `__init__`, and `__repr__` and `__eq__` where you need them."),
    ("datetime", "Use `time`."),
    ("enum", "Write a class with constants: `class Color: RED = 1`."),
    ("fcntl", "Use `setblocking` of a socket, or `os.set_blocking`."),
    ("http", "Write the request or the answer to a socket: HTTP is text."),
    ("ipaddress", "Use `socket.inet_aton` and `socket.inet_ntoa`."),
    ("json", "Join values to a text and `split` it, or use `struct` for binary fields."),
    ("logging", "Use `print`, also with `file=sys.stderr`."),
    ("multiprocessing", "Use `os.fork`."),
    ("pathlib", "There is no disk here: keep texts in the script."),
    ("pickle", "Join values to a text and `split` it, or use `struct` for binary fields."),
    ("requests", "Write the request to a socket: HTTP is text."),
    ("shutil", "There is no disk here: keep texts in the script."),
    ("ssl", "Use a plain socket: nothing is encrypted here."),
    ("subprocess", "Use `os.popen` for `ss`, `netstat` and their like, and `os.fork` for processes."),
    ("unittest", "Use `assert`."),
    ("urllib", "Write the request to a socket: HTTP is text."),
    ("uuid", "Use `random`."),
    ("weakref", "Use a plain reference, and `del` it."),
];

/// What to do instead of a built-in function or type that is not here.
pub(super) fn built_in(name: &str) -> Option<&'static str> {
    BUILT_INS.iter().find(|(found, _)| *found == name).map(|(_, hint)| *hint)
}

/// What to do instead of a module that is not here.
pub(super) fn module(name: &str) -> Option<&'static str> {
    let first = name.split('.').next().unwrap_or(name);
    MODULES.iter().find(|(found, _)| *found == first).map(|(_, hint)| *hint)
}
