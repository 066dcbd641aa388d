//! The library: modules that learners' scripts import, written in Python on the machine's own calls.
//!
//! `builtins` is loaded before anything else; each other module when it is first imported.

/// Every module of the library: its name and its text.
pub const LIBRARY: &[(&str, &str)] = &[
    ("_strerror", include_str!("_strerror.py")),
    ("builtins", include_str!("builtins.py")),
    ("errno", include_str!("errno.py")),
    ("io", include_str!("io.py")),
    ("lab", include_str!("lab.py")),
    ("os", include_str!("os.py")),
    ("re", include_str!("re.py")),
    ("socket", include_str!("socket.py")),
    ("sys", include_str!("sys.py")),
    ("threading", include_str!("threading.py")),
    ("time", include_str!("time.py")),
];
