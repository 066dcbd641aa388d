//! The library: modules that learners' scripts import, written in Python on the machine's own calls.
//!
//! `builtins` is loaded before anything else; each other module when it is first imported.

use super::diagnostic::Problems;
use super::scope::{self, Names, Scopes};
use super::source::Source;
use super::syntax;

/// Every module of the library: its name and its text.
pub const LIBRARY: &[(&str, &str)] = &[
    ("_strerror", include_str!("_strerror.py")),
    ("abc", include_str!("abc.py")),
    ("atexit", include_str!("atexit.py")),
    ("bisect", include_str!("bisect.py")),
    ("builtins", include_str!("builtins.py")),
    ("collections", include_str!("collections.py")),
    ("concurrent", include_str!("concurrent.py")),
    ("concurrent.futures", include_str!("concurrent_futures.py")),
    ("contextlib", include_str!("contextlib.py")),
    ("copy", include_str!("copy.py")),
    ("errno", include_str!("errno.py")),
    ("functools", include_str!("functools.py")),
    ("heapq", include_str!("heapq.py")),
    ("io", include_str!("io.py")),
    ("itertools", include_str!("itertools.py")),
    ("lab", include_str!("lab.py")),
    ("math", include_str!("math.py")),
    ("os", include_str!("os.py")),
    ("queue", include_str!("queue.py")),
    ("random", include_str!("random.py")),
    ("re", include_str!("re.py")),
    ("resource", include_str!("resource.py")),
    ("select", include_str!("select.py")),
    ("selectors", include_str!("selectors.py")),
    ("signal", include_str!("signal.py")),
    ("socket", include_str!("socket.py")),
    ("socketserver", include_str!("socketserver.py")),
    ("string", include_str!("string.py")),
    ("struct", include_str!("struct.py")),
    ("sys", include_str!("sys.py")),
    ("threading", include_str!("threading.py")),
    ("time", include_str!("time.py")),
    ("traceback", include_str!("traceback.py")),
    ("types", include_str!("types.py")),
    ("typing", include_str!("typing.py")),
];

/// Does a module of the library give a value to this name?
pub(super) fn defines(module: &str, name: &str) -> bool {
    let Some((_, text)) = LIBRARY.iter().find(|(found, _)| *found == module) else { return false };
    let source = Source::new(text);
    let mut problems = Problems::new(module);
    let Some(parsed) = syntax::parse(&source, &mut problems) else { return false };
    let scopes = scope::gather(&parsed.syntax().body, &source, &mut Names::default(), &mut problems);
    scopes.scope(Scopes::MODULE).symbols.get(name).is_some_and(|symbol| symbol.bound)
}

#[cfg(test)]
mod tests {
    use super::LIBRARY;

    #[test]
    fn every_module_is_a_program_that_the_machine_can_run() {
        for (name, text) in LIBRARY {
            if let Err(problems) = crate::script::compile(name, &format!("{name}.py"), text) {
                let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
                panic!("{name}: {}", problems.join("\n"));
            }
        }
    }

    #[test]
    fn the_modules_stand_in_the_order_of_their_names() {
        assert!(LIBRARY.is_sorted());
    }
}
