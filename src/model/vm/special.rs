//! Built-in functions that see the frames, or continue them.

use std::rc::Rc;

use super::frame::Then;
use super::machine::Machine;
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::Object;
use super::value::{NamedInt, Value};
use super::{assign, attribute, iterate, namespace, order, traceback};
use crate::model::program::{CodeKind, Name};

/// Their names; those that begin with `_` are the library's.
pub(super) const NAMES: &[&str] = &[
    "next",
    "globals",
    "locals",
    "vars",
    "dir",
    "setattr",
    "delattr",
    "_getattr",
    "_exc_info",
    "_name_ints",
    "_traceback",
];

fn sorted(ctx: &mut Ctx, names: &Value) -> Outcome<Vec<Value>> {
    let names = iterate::collect(ctx, names)?;
    order::sort(ctx, names, None, None)
}

/// The names that an object has, or says that it has.
fn directory(ctx: &mut Ctx, object: &Value) -> Outcome<Vec<Value>> {
    match ctx.special(object, "__dir__") {
        Some(method) => {
            let names = ctx.ask(method, vec![object.clone()])?;
            sorted(ctx, &names)
        }
        None => assign::directory(ctx, object),
    }
}

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
                let dict = self.heap.dict_of(&globals);
                self.give(operands, dict)
            }
            ("locals" | "vars", []) => {
                let dict = self.locals();
                self.give(operands, dict)
            }
            ("vars", [object @ Value::Ref(handle)]) if assign::names_of(self.heap, object).is_some() => {
                let dict = self.heap.dict_of(handle);
                self.give(operands, dict)
            }
            ("vars", [_]) => Err(Raise::type_error("vars() argument must have __dict__ attribute")),
            ("dir", []) => {
                let dict = self.locals();
                let names = self.with(|ctx| sorted(ctx, &dict))?;
                let list = self.heap.list(names);
                self.give(operands, list)
            }
            ("dir", [object]) => {
                let names = self.with(|ctx| directory(ctx, object))?;
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
            ("_name_ints", [Value::Str(class), Value::Str(begin)]) => {
                self.name_ints(class, begin);
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

    /// Makes the numbers of the module that runs whose names begin so members of an enumeration.
    fn name_ints(&mut self, class: &Name, begin: &str) {
        let globals = self.frame().globals.clone();
        let mut members: Vec<Rc<NamedInt>> = Vec::new();
        for (name, value) in self.heap.own_names(&globals) {
            let Value::Int(value) = value else { continue };
            if !name.starts_with(begin) {
                continue;
            }
            let known = members.iter().find(|member| member.value == value).cloned();
            let member = known.unwrap_or_else(|| {
                let member = Rc::new(NamedInt { class: class.clone(), name: name.clone(), value });
                members.push(member.clone());
                member
            });
            self.heap.set_own(&globals, &name, Value::Named(member));
        }
    }

    /// The variables of the function that runs, each time in a new dict; at a module's top level its own names.
    fn locals(&mut self) -> Value {
        let frame = self.stack.frames.last().expect("a running thread has a frame");
        let mut named: Vec<(Name, Value)> = match (frame.code.kind, &frame.names) {
            (CodeKind::Module, _) => {
                let globals = frame.globals.clone();
                return self.heap.dict_of(&globals);
            }
            (_, Some(names)) => names.entries().to_vec(),
            _ => Vec::new(),
        };
        let locals = frame.code.locals.iter().zip(&frame.locals);
        named.extend(locals.filter_map(|(name, value)| Some((name.clone(), value.clone()?))));
        let cells = frame.code.cells.iter().map(|(name, _)| name).chain(&frame.code.free).zip(&frame.cells);
        named.extend(cells.filter_map(|(name, cell)| match self.heap.get(cell) {
            Object::Cell(Some(value)) => Some((name.clone(), value.clone())),
            _ => None,
        }));
        namespace::dict_of(self.heap, named)
    }

    /// The exception that is being handled, in this function or one that called it.
    pub(super) fn handled(&self) -> Option<Value> {
        self.stack.frames.iter().rev().find_map(|frame| frame.handling.last()).cloned()
    }
}
