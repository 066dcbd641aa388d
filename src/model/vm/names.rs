//! Operations on variables: locals, cells, globals, and a class body's names.

use super::machine::Machine;
use super::native::{Outcome, Raise};
use super::object::Object;
use super::value::{Handle, Kind, Value};
use super::{builtins, special};
use crate::model::program::Op;

impl Machine<'_> {
    pub(super) fn name_operation(&mut self, op: &Op) -> Outcome<()> {
        match op {
            Op::LoadLocal(number) => {
                let frame = self.frame();
                match frame.locals[usize::from(*number)].clone() {
                    Some(value) => frame.push(value),
                    None => return Err(unbound(&frame.code.locals[usize::from(*number)])),
                }
            }
            Op::StoreLocal(number) => {
                let frame = self.frame();
                let value = frame.pop();
                frame.locals[usize::from(*number)] = Some(value);
            }
            Op::DeleteLocal(number) => {
                let frame = self.frame();
                if frame.locals[usize::from(*number)].take().is_none() {
                    return Err(unbound(&frame.code.locals[usize::from(*number)]));
                }
            }
            Op::LoadCell(number) => {
                let value = self.cell(*number)?;
                self.push(value);
            }
            Op::StoreCell(number) => {
                let frame = self.frame();
                let (value, cell) = (frame.pop(), frame.cells[usize::from(*number)].clone());
                *self.heap.get_mut(&cell) = Object::Cell(Some(value));
            }
            Op::DeleteCell(number) => {
                self.cell(*number)?;
                let cell = self.frame().cells[usize::from(*number)].clone();
                *self.heap.get_mut(&cell) = Object::Cell(None);
            }
            Op::LoadGlobal(name) => {
                let value = self.global(name)?;
                self.push(value);
            }
            Op::StoreGlobal(name) => {
                let (value, globals) = (self.frame().pop(), self.frame().globals.clone());
                self.heap.set_own(&globals, name, value);
            }
            Op::DeleteGlobal(name) => {
                let globals = self.frame().globals.clone();
                if !self.heap.remove_own(&globals, name) {
                    return Err(undefined(name));
                }
            }
            _ => return self.class_name_operation(op),
        }
        Ok(())
    }

    fn class_name_operation(&mut self, op: &Op) -> Outcome<()> {
        let frame = self.stack.frames.last_mut().expect("a running thread has a frame");
        let names = frame.names.get_or_insert_default();
        match op {
            Op::LoadName(name) => {
                let value = match names.get(name).cloned() {
                    Some(value) => value,
                    None => self.global(name)?,
                };
                self.push(value);
            }
            Op::LoadNameOrCell(name, number) => {
                let value = match names.get(name).cloned() {
                    Some(value) => value,
                    None => self.cell(*number)?,
                };
                self.push(value);
            }
            Op::StoreName(name) => {
                let value = frame.stack.pop().expect("an operation finds its operands");
                names.insert(name.clone(), value);
            }
            Op::DeleteName(name) => drop(names.remove(name).ok_or_else(|| undefined(name))?),
            _ => unreachable!("not about names"),
        }
        Ok(())
    }

    fn cell(&mut self, number: u16) -> Outcome {
        let frame = self.stack.frames.last().expect("a running thread has a frame");
        let number = usize::from(number);
        if let Object::Cell(Some(value)) = self.heap.get(&frame.cells[number]) {
            return Ok(value.clone());
        }
        Err(match frame.code.cells.get(number) {
            Some((name, _)) => unbound(name),
            None => {
                let name = &frame.code.free[number - frame.code.cells.len()];
                let message = format!(
                    "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
                );
                Raise::error("NameError", message)
            }
        })
    }

    /// A global, or else a built-in.
    fn global(&mut self, name: &str) -> Outcome {
        let globals: Handle = self.frame().globals.clone();
        let own = self.heap.own(&globals, name);
        own.or_else(|| self.heap.builtin(name)).or_else(|| built_in(name)).ok_or_else(|| undefined(name))
    }
}

/// A function or type that the machine itself provides under a name that every script sees.
pub(super) fn built_in(name: &str) -> Option<Value> {
    if name.starts_with('_') {
        return None;
    }
    if let Some(kind) = Kind::named(name) {
        return Some(Value::Type(kind));
    }
    if name == "NotImplemented" {
        return Some(Value::NotImplemented);
    }
    if name == "Ellipsis" {
        return Some(Value::Ellipsis);
    }
    native(name)
}

/// A built-in function by its name, whether scripts see it or only the library.
pub(super) fn native(name: &str) -> Option<Value> {
    if special::NAMES.contains(&name) {
        return Some(Value::SysCall(name.into()));
    }
    builtins::named(name).map(Value::Native)
}

fn undefined(name: &str) -> Raise {
    Raise::error("NameError", format!("name '{name}' is not defined"))
}

fn unbound(name: &str) -> Raise {
    let message = format!("cannot access local variable '{name}' where it is not associated with a value");
    Raise::error("UnboundLocalError", message)
}
