//! Classes called; context managers; modules; containers that the operations build.

use std::rc::Rc;

use super::frame::{Frame, Then};
use super::heap::Heap;
use super::machine::Machine;
use super::namespace::Names;
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::Object;
use super::value::{Handle, Kind, Value};
use super::{attribute, compare, construct, exception, names, sets};
use crate::model::program::{Code, Name, Op};

impl Machine<'_> {
    /// Makes an instance and lets `__init__` fill it.
    pub(super) fn instantiate(&mut self, class: &Handle, args: Args, operands: usize) -> Outcome<()> {
        let new = self.heap.class_attr(class, "__new__");
        let init = self.heap.class_attr(class, "__init__");
        let instance = match new {
            Some(new) => {
                let new = attribute::unwrap_static(self.heap, new);
                let mut to_new = args.clone();
                to_new.positional.insert(0, Value::Ref(class.clone()));
                self.with(|ctx| ctx.ask_with(new, to_new))?
            }
            None => {
                let nothing = args.positional.is_empty() && args.named.is_empty();
                if init.is_none() && !nothing {
                    let name = &self.heap.class(class).name;
                    return Err(Raise::type_error(format!("{name}() takes no arguments")));
                }
                self.heap.value(Object::Instance { class: class.clone(), attrs: Vec::new() })
            }
        };
        let fits = self.heap.class_of(&instance).is_some_and(|own| self.heap.is_subclass(own, class));
        match init.filter(|_| fits) {
            Some(init) => {
                let mut args = args;
                args.positional.insert(0, instance.clone());
                self.done(operands)?;
                self.call_aside(init, args, Then::Instead(instance))
            }
            None => self.give(operands, instance),
        }
    }

    pub(super) fn import(&mut self, name: &Name) -> Outcome<()> {
        if let Some(module) = self.loaded.get(name) {
            let module = Value::Ref(module.clone());
            self.push(module);
            return Ok(());
        }
        if let "_sys" | "_native" = &**name {
            let module = self.heap.add(Object::Module { name: name.clone(), names: Names::default() });
            self.loaded.insert(name.clone(), module.clone());
            self.push(Value::Ref(module));
            return Ok(());
        }
        let Some(program) = self.modules.programs.get(name).cloned() else {
            return Err(Raise::error("ModuleNotFoundError", format!("No module named '{name}'")));
        };
        let module = self.new_module(&program, name);
        if let Some((package, last)) = name.rsplit_once('.') {
            let known = self.loaded.get(package).cloned();
            let parent = known.unwrap_or_else(|| self.new_module(&program, package));
            self.heap.set_own(&parent, &last.into(), Value::Ref(module.clone()));
        }
        let code = program.codes[0].clone();
        self.enter(Frame::new(program, code, module.clone(), Then::Instead(Value::Ref(module))))
    }

    pub(super) fn import_from(&mut self, name: &Name) -> Outcome<()> {
        let module = self.frame().top().clone();
        let found =
            self.with(|ctx| attribute::get(ctx, &module, name)).map_err(|raise| match raise.class() {
                Some("AttributeError") => {
                    let module = match self.heap.object(&module) {
                        Some(Object::Module { name, .. }) => name.clone(),
                        _ => "?".into(),
                    };
                    Raise::error("ImportError", format!("cannot import name '{name}' from '{module}'"))
                }
                _ => raise,
            })?;
        self.push(found);
        Ok(())
    }

    pub(super) fn context_manager(&mut self, op: &Op) -> Outcome<()> {
        match op {
            Op::Enter => {
                let manager = self.frame().top().clone();
                let methods =
                    [special(self.heap, &manager, "__enter__"), special(self.heap, &manager, "__exit__")];
                let [Some(enter), Some(_)] = methods else {
                    let name = self.heap.type_name(&manager);
                    let message = format!("'{name}' object does not support the context manager protocol");
                    return Err(Raise::type_error(message));
                };
                let result = self.with(|ctx| ctx.ask(enter, vec![manager]))?;
                self.done(0)?;
                self.push(result);
                Ok(())
            }
            Op::Exit => {
                let manager = self.frame().top().clone();
                let exit = special(self.heap, &manager, "__exit__").unwrap_or(Value::None);
                let args = vec![manager, Value::None, Value::None, Value::None];
                self.with(|ctx| ctx.ask(exit, args))?;
                self.done(1)
            }
            Op::ExitWith => {
                let (manager, exception) = self.top_two();
                let exit = special(self.heap, &manager, "__exit__").unwrap_or(Value::None);
                let class = exception::class_value(self.heap, &exception);
                let args = vec![manager, class, exception.clone(), Value::None];
                let swallowed = self.with(|ctx| {
                    let result = ctx.ask(exit, args)?;
                    compare::truth(ctx, &result)
                })?;
                self.done(2)?;
                self.push(exception);
                self.push(Value::Bool(swallowed));
                Ok(())
            }
            _ => unreachable!("not a call"),
        }
    }
}

/// A method that the class of an instance has.
fn special(heap: &Heap, value: &Value, name: &str) -> Option<Value> {
    heap.class_of(value).and_then(|class| heap.class_attr(class, name))
}

/// The cells that a code's free variables are, found in the frame that makes a function of it.
pub(super) fn cells_for(frame: &Frame, code: &Code) -> Vec<Handle> {
    let own = frame.code.cells.iter().map(|(name, _)| name).chain(&frame.code.free);
    let places: Vec<&Name> = own.collect();
    let find = |name: &Name| places.iter().position(|place| *place == name).map(|at| frame.cells[at].clone());
    code.free
        .iter()
        .map(|name| find(name).expect("a free variable is one of an enclosing function"))
        .collect()
}

/// The items of a tuple or list.
pub(super) fn items(heap: &Heap, value: &Value) -> Vec<Value> {
    match heap.object(value) {
        Some(Object::Tuple(items) | Object::List(items)) => items.clone(),
        _ => Vec::new(),
    }
}

/// The arguments of `f(*positional, **named)`.
pub(super) fn spread(heap: &Heap, positional: &Value, named: &Value) -> Outcome<Args> {
    let mut args = Args { positional: items(heap, positional), named: Vec::new() };
    if let Some(Object::Dict(dict)) = heap.object(named) {
        for (name, value) in dict.iter() {
            let Value::Str(name) = name else { return Err(Raise::type_error("keywords must be strings")) };
            args.named.push((name.clone(), value.clone()));
        }
    }
    Ok(args)
}

/// A set of these items.
///
/// CPython makes a set of three or more constants while it compiles, in two steps, and each such set takes that one over.
pub(super) fn set_of(ctx: &mut Ctx, items: Vec<Value>, constants: bool) -> Outcome {
    let kept = constants && items.len() > 2;
    let mut items = sets::gather(ctx, items)?;
    if kept {
        let again = items.iter().map(|(item, _)| item.clone()).collect();
        items = sets::gather(ctx, again)?.copied();
    }
    Ok(ctx.heap.value(Object::Set { items, frozen: false }))
}

/// Puts all entries of a mapping into a dict; for the arguments of a call (`merge`) no name may come twice.
pub(super) fn update(ctx: &mut Ctx, dict: &Value, more: &Value, merge: bool) -> Outcome<()> {
    let Some(Object::Dict(entries)) = ctx.heap.object(more) else {
        if merge {
            let name = ctx.heap.type_name(more);
            return Err(Raise::type_error(format!("argument after ** must be a mapping, not {name}")));
        }
        let args = Args::of(vec![more.clone()]);
        let made = construct::construct(ctx, Kind::Dict, &args)?;
        return update(ctx, dict, &made, merge);
    };
    let entries: Vec<(Value, Value)> = entries.iter().cloned().collect();
    for (name, _) in entries.iter().filter(|_| merge) {
        if sets::get(ctx, dict, name)?.is_some() {
            let name = super::text::str(ctx, name)?;
            return Err(Raise::type_error(format!("got multiple values for keyword argument '{name}'")));
        }
    }
    sets::put_all(ctx, dict, entries)
}

/// What `_sys` and `_native` have under a name.
pub(super) fn machine_attr(module: &str, name: &str) -> Option<Value> {
    match module {
        "_sys" if crate::model::kernel::CALLS.contains(&name) => Some(Value::SysCall(Rc::from(name))),
        "_native" => names::native(name),
        _ => None,
    }
}
