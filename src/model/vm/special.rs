//! Built-in functions that see the frames, or continue them.

use super::frame::Then;
use super::machine::Machine;
use super::native::{Args, Outcome, Raise};
use super::value::Value;
use super::{assign, attribute, class, traceback};

/// Their names; those that begin with `_` are the library's.
pub(super) const NAMES: &[&str] =
    &["next", "globals", "vars", "dir", "setattr", "delattr", "_getattr", "_exc_info", "_traceback"];

impl Machine<'_> {
    pub(super) fn special(&mut self, name: &str, args: Args, operands: usize) -> Outcome<()> {
        let given = &args.positional[..];
        match (name, given) {
            ("next", [iterator]) => self.advance(iterator.clone(), Then::Push, operands),
            ("next", [iterator, default]) => {
                self.advance(iterator.clone(), Then::PushOr(default.clone()), operands)
            }
            ("globals", []) => {
                let globals = self.frame().globals.clone();
                let names = assign::names_of(self.heap, &Value::Ref(globals)).unwrap_or_default();
                let dict = class::dict_of_names(self.heap, names);
                self.give(operands, dict)
            }
            ("vars", [object]) => {
                let names = assign::names_of(self.heap, object)
                    .ok_or_else(|| Raise::type_error("vars() argument must have __dict__ attribute"))?;
                let dict = class::dict_of_names(self.heap, names);
                self.give(operands, dict)
            }
            ("dir", [object]) => {
                let names = assign::directory(self.heap, object);
                let names = names.into_iter().map(Value::Str).collect();
                let list = self.heap.list(names);
                self.give(operands, list)
            }
            ("_getattr", [object, Value::Str(name)]) => {
                let value = self.with(|ctx| attribute::get(ctx, object, name))?;
                self.give(operands, value)
            }
            ("setattr", [object, Value::Str(name), value]) => {
                self.with(|ctx| assign::set(ctx, value.clone(), object, name))?;
                self.give(operands, Value::None)
            }
            ("delattr", [object, Value::Str(name)]) => {
                self.with(|ctx| assign::delete(ctx, object, name))?;
                self.give(operands, Value::None)
            }
            ("_exc_info", []) => {
                let current = self.handled().unwrap_or(Value::None);
                self.give(operands, current)
            }
            ("_traceback", [exception]) => {
                let modules = self.modules.clone();
                let text = self.with(|ctx| traceback::text(ctx, &modules, exception))?;
                self.give(operands, Value::string(text))
            }
            _ => Err(Raise::type_error(format!("{name}() got other arguments than it takes"))),
        }
    }

    /// The exception that is being handled, in this function or one that called it.
    pub(super) fn handled(&self) -> Option<Value> {
        self.stack.frames.iter().rev().find_map(|frame| frame.handling.last()).cloned()
    }
}
