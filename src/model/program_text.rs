//! Compiled code as text, an operation a line: for tests, and for those who want to see what the machine runs.

use std::fmt;

use super::program::{Code, Const, Op, Parameters};

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {:?}{}", self.qualified, self.kind, self.parameters)?;
        if !self.cells.is_empty() {
            let cells: Vec<&str> = self.cells.iter().map(|(name, _)| &**name).collect();
            writeln!(f, "cells {}", cells.join(" "))?;
        }
        if !self.free.is_empty() {
            writeln!(f, "free {}", self.free.join(" "))?;
        }
        let mut line = 0;
        for (at, (op, place)) in self.ops.iter().zip(&self.places).enumerate() {
            match std::mem::replace(&mut line, place.line) == place.line {
                true => write!(f, "   ")?,
                false => write!(f, "{:>3}", place.line)?,
            }
            writeln!(f, " {at:>3} {}", Shown(self, op))?;
        }
        Ok(())
    }
}

/// An operation, with what its numbers mean.
struct Shown<'a>(&'a Code, &'a Op);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Shown(code, op) = *self;
        let constant =
            |at: &u16| code.constants.get(usize::from(*at)).map(ToString::to_string).unwrap_or_default();
        let local = |at: &u16| code.locals.get(usize::from(*at)).cloned().unwrap_or_default();
        let cell = |at: &u16| {
            let mut all = code.cells.iter().map(|(name, _)| name).chain(&code.free);
            all.nth(usize::from(*at)).cloned().unwrap_or_default()
        };
        match op {
            Op::Const(at) => write!(f, "Const {}", constant(at)),
            Op::LoadLocal(at) => write!(f, "LoadLocal {}", local(at)),
            Op::StoreLocal(at) => write!(f, "StoreLocal {}", local(at)),
            Op::DeleteLocal(at) => write!(f, "DeleteLocal {}", local(at)),
            Op::LoadCell(at) => write!(f, "LoadCell {}", cell(at)),
            Op::StoreCell(at) => write!(f, "StoreCell {}", cell(at)),
            Op::DeleteCell(at) => write!(f, "DeleteCell {}", cell(at)),
            Op::LoadNameOrCell(name, _) => write!(f, "LoadNameOrCell {name}"),
            Op::CallNamed(count, names) => write!(f, "CallNamed {count} {}", constant(names)),
            Op::CallMethod(name, count) => write!(f, "CallMethod {name} {count}"),
            Op::MakeFunction { code, defaults, named } => write!(f, "MakeFunction {code} {defaults} {named}"),
            Op::MakeClass { code, bases, named } => {
                write!(f, "MakeClass {code} {bases}{}", if *named { " named" } else { "" })
            }
            Op::Format { conversion, spec } => {
                let spec = if *spec { " spec" } else { "" };
                write!(f, "Format{}{spec}", conversion.map(|letter| format!(" {letter}")).unwrap_or_default())
            }
            _ => {
                let text = format!("{op:?}").replace('"', "").replace(['(', ','], " ").replace(')', "");
                write!(f, "{}", text.replace("  ", " "))
            }
        }
    }
}

impl fmt::Display for Const {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Const::None => write!(f, "None"),
            Const::Bool(true) => write!(f, "True"),
            Const::Bool(false) => write!(f, "False"),
            Const::Int(int) => write!(f, "{int}"),
            Const::Big(big) => write!(f, "{big}"),
            Const::Float(float) => write!(f, "{float:?}"),
            Const::Str(text) => write!(f, "{text:?}"),
            Const::Bytes(bytes) => write!(f, "b\"{}\"", bytes.escape_ascii()),
            Const::Ellipsis => write!(f, "..."),
            Const::Tuple(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "({})", items.join(", "))
            }
        }
    }
}

impl fmt::Display for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parameters { positional, positional_only, keyword_only, rest, named_rest } = self;
        if *self != Parameters::default() {
            write!(f, " {positional}/{positional_only} {keyword_only}")?;
        }
        let (rest, named_rest) = (if *rest { " *" } else { "" }, if *named_rest { " **" } else { "" });
        write!(f, "{rest}{named_rest}")
    }
}
