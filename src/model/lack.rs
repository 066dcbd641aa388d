//! What a part of Python has in CPython and not in this laboratory.

/// Attributes that something has in CPython and not here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lack {
    /// What lacks them: a module, a built-in type, or a class of a module as `module.Class`.
    pub of: &'static str,
    /// Their names, with a space between; one that ends in `*` stands for all that begin so.
    pub names: &'static str,
    /// What to do instead.
    pub hint: &'static str,
}

impl Lack {
    /// Is it an attribute of that thing?
    pub fn has(&self, of: &str, name: &str) -> bool {
        let is = |own: &str| own.strip_suffix('*').map_or(own == name, |begin| name.starts_with(begin));
        self.of == of && self.names.split(' ').any(is)
    }

    /// What is said of it.
    pub fn sentence(&self, name: &str) -> String {
        format!("`{}.{name}` is not supported here. {}", self.of.trim_start_matches('_'), self.hint)
    }
}
