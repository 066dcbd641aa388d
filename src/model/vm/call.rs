//! Calls: of functions, methods, classes, built-in functions, and the kernel.

use std::rc::Rc;

use super::frame::{Frame, Then};
use super::machine::Machine;
use super::native::{Args, Outcome, Raise};
use super::object::{Function, Generator, Object};
use super::value::{Kind, Value};
use super::{
    attribute, builtins, class, construct, convert, generator, methods, namespace, object_type, special,
};
use crate::model::program::{Code, CodeKind, Const, Name, Op};

impl Machine<'_> {
    pub(super) fn calling(&mut self, op: &Op) -> Outcome<()> {
        match op {
            Op::Call(count) => {
                let count = usize::from(*count);
                let frame = self.frame();
                let (callee, args) = (frame.peek(count).clone(), frame.arguments(count));
                self.invoke(callee, args, count + 1)
            }
            Op::CallNamed(count, names) => {
                let frame = self.frame();
                let names: Vec<Name> = match &frame.code.constants[usize::from(*names)] {
                    Const::Tuple(names) => names.iter().filter_map(as_name).collect(),
                    _ => Vec::new(),
                };
                let total = usize::from(*count) + names.len();
                let callee = frame.peek(total).clone();
                let mut args = frame.arguments(total);
                let values = args.positional.split_off(usize::from(*count));
                args.named = names.into_iter().zip(values).collect();
                self.invoke(callee, args, total + 1)
            }
            Op::CallSpread => {
                let frame = self.frame();
                let (callee, positional, named) =
                    (frame.peek(2).clone(), frame.peek(1).clone(), frame.top().clone());
                let args = class::spread(self.heap, &positional, &named)?;
                self.invoke(callee, args, 3)
            }
            Op::CallMethod(name, count) => self.call_method(name, usize::from(*count)),
            Op::MakeFunction { code, defaults, named } => {
                let function = self.make_function(*code, *defaults, *named);
                self.push(function);
                Ok(())
            }
            Op::MakeClass { code, bases, named } => self.make_class(*code, usize::from(*bases), *named),
            Op::Import(name) => self.import(name),
            Op::ImportFrom(name) => self.import_from(name),
            _ => self.context_manager(op),
        }
    }

    /// `object.name(…)`, without making a method object where that can be helped.
    fn call_method(&mut self, name: &Name, count: usize) -> Outcome<()> {
        let frame = self.frame();
        let (object, mut args) = (frame.peek(count).clone(), frame.arguments(count));
        if let Some(function) = attribute::plain_method(self.heap, &object, name) {
            args.positional.insert(0, object);
            return self.invoke(function, args, count + 1);
        }
        let kind = self.heap.kind(&object);
        if !matches!(kind, Kind::Object | Kind::Generator | Kind::Module | Kind::Type)
            && methods::has(kind, name)
        {
            let value = self.with(|ctx| methods::call(ctx, &object, name, &args))?;
            return self.give(count + 1, value);
        }
        let callee = self.with(|ctx| attribute::get(ctx, &object, name))?;
        self.invoke(callee, args, count + 1)
    }

    /// Calls something whose callee and arguments are the top `operands` values of the stack.
    pub(super) fn invoke(&mut self, callee: Value, mut args: Args, operands: usize) -> Outcome<()> {
        match &callee {
            Value::Native(index) => {
                let function = builtins::native(*index).function;
                let value = self.with(|ctx| function(ctx, &args))?;
                return self.give(operands, value);
            }
            Value::SysCall(name) if special::NAMES.contains(&&**name) => {
                return self.special(name, args, operands);
            }
            Value::SysCall(name) => return self.system_call(name, &args, operands),
            Value::Type(Kind::Super) => {
                let value = attribute::make_super(self.heap, &args)?;
                return self.give(operands, value);
            }
            Value::Type(Kind::Type) if args.positional.len() == 3 => return self.new_type(&args, operands),
            Value::Type(kind) => {
                let kind = *kind;
                let value = self.with(|ctx| construct::construct(ctx, kind, &args))?;
                return self.give(operands, value);
            }
            Value::Ref(handle) => match self.heap.get(handle) {
                Object::Function(function) => {
                    let function = function.clone();
                    return self.call_function(&function, args, operands);
                }
                Object::Method { function, receiver } => {
                    let function = function.clone();
                    args.positional.insert(0, receiver.clone());
                    return self.invoke(function, args, operands);
                }
                Object::NativeMethod { name, receiver } => {
                    let (name, receiver) = (name.clone(), receiver.clone());
                    if generator::is_method(self.heap, &receiver, &name) {
                        return self.generator_method(&receiver, &name, &args, operands);
                    }
                    let value =
                        self.with(|ctx| match object_type::own_method(ctx, &receiver, &name, &args) {
                            Some(outcome) => outcome,
                            None => methods::call(ctx, &receiver, &name, &args),
                        })?;
                    return self.give(operands, value);
                }
                Object::Class(_) => {
                    let class = handle.clone();
                    return self.instantiate(&class, args, operands);
                }
                Object::Instance { class, .. } => {
                    if let Some(function) = self.heap.class_attr(class, "__call__") {
                        args.positional.insert(0, callee);
                        return self.invoke(function, args, operands);
                    }
                }
                _ => {}
            },
            _ => {}
        }
        let name = self.heap.type_name(&callee);
        Err(Raise::type_error(format!("'{name}' object is not callable")))
    }

    fn system_call(&mut self, name: &Rc<str>, args: &Args, operands: usize) -> Outcome<()> {
        let args = match &**name {
            "clone" => {
                let [function, given] = &args.positional[..] else {
                    return Err(Raise::type_error("clone() takes a function and a tuple"));
                };
                let given = class::items(self.heap, given);
                self.stack.spawning = Some((function.clone(), given));
                Vec::new()
            }
            _ => {
                args.positional.iter().map(|arg| convert::to_datum(self.heap, arg)).collect::<Outcome<_>>()?
            }
        };
        self.done(operands)?;
        self.stop = Some(super::Stop::Call(super::Call { name: name.clone(), args }));
        Ok(())
    }

    fn call_function(&mut self, function: &Rc<Function>, args: Args, operands: usize) -> Outcome<()> {
        let frame = self.bind(function, args)?;
        self.done(operands)?;
        if function.code.kind == CodeKind::Generator {
            let name = function.code.name.clone();
            let generator = Generator { name, frame: Some(Box::new(frame)), running: false, started: false };
            let generator = self.heap.value(Object::Generator(generator));
            self.push(generator);
            return Ok(());
        }
        self.enter(frame)
    }

    /// The frame of a call, with the arguments in their places.
    pub(super) fn bind(&mut self, function: &Rc<Function>, args: Args) -> Outcome<Frame> {
        let code = &function.code;
        let mut frame =
            Frame::new(function.program.clone(), code.clone(), function.globals.clone(), Then::Push);
        place_arguments(self, function, args, &mut frame)?;
        for (_, from_local) in &code.cells {
            let value = from_local.and_then(|number| frame.locals[usize::from(number)].take());
            frame.cells.push(self.heap.add(Object::Cell(value)));
        }
        frame.cells.extend(function.cells.iter().cloned());
        Ok(frame)
    }
}

fn as_name(constant: &Const) -> Option<Name> {
    match constant {
        Const::Str(name) => Some(name.clone()),
        _ => None,
    }
}

fn place_arguments(machine: &mut Machine, function: &Function, args: Args, frame: &mut Frame) -> Outcome<()> {
    let code = &function.code;
    let parameters = &code.parameters;
    let positional = usize::from(parameters.positional);
    let named_end = positional + usize::from(parameters.keyword_only);
    let given = args.positional.len();
    if given > positional && !parameters.rest {
        return Err(too_many(function, given));
    }
    let mut rest = args.positional;
    let extra = rest.split_off(given.min(positional));
    for (slot, value) in rest.into_iter().enumerate() {
        frame.locals[slot] = Some(value);
    }
    let mut named_rest = Vec::new();
    for (name, value) in args.named {
        let slot = code.locals[..named_end].iter().position(|local| *local == name);
        match slot.filter(|slot| *slot >= usize::from(parameters.positional_only)) {
            Some(slot) if frame.locals[slot].is_some() => {
                let message = format!("{}() got multiple values for argument '{name}'", code.qualified);
                return Err(Raise::type_error(message));
            }
            Some(slot) => frame.locals[slot] = Some(value),
            None if parameters.named_rest => named_rest.push((name, value)),
            None if code.locals[..usize::from(parameters.positional_only)].contains(&name) => {
                let what = "got some positional-only arguments passed as keyword arguments";
                return Err(Raise::type_error(format!("{}() {what}: '{name}'", code.qualified)));
            }
            None => {
                let message = format!("{}() got an unexpected keyword argument '{name}'", code.qualified);
                return Err(Raise::type_error(message));
            }
        }
    }
    let first_default = positional - function.defaults.len().min(positional);
    for (slot, value) in (first_default..positional).zip(&function.defaults) {
        frame.locals[slot].get_or_insert_with(|| value.clone());
    }
    for slot in positional..named_end {
        let default = function.named_defaults.iter().find(|(name, _)| *name == code.locals[slot]);
        if let (None, Some((_, value))) = (&frame.locals[slot], default) {
            frame.locals[slot] = Some(value.clone());
        }
    }
    missing(code, &frame.locals, 0..positional, "positional")?;
    missing(code, &frame.locals, positional..named_end, "keyword-only")?;
    if parameters.rest {
        frame.locals[named_end] = Some(machine.heap.tuple(extra));
    }
    if parameters.named_rest {
        let slot = named_end + usize::from(parameters.rest);
        frame.locals[slot] = Some(namespace::dict_of(machine.heap, named_rest));
    }
    Ok(())
}

fn too_many(function: &Function, given: usize) -> Raise {
    let takes = function.code.parameters.positional;
    let least = usize::from(takes) - function.defaults.len().min(takes.into());
    let (range, last) = match function.defaults.is_empty() {
        true => (takes.to_string(), takes),
        false => (format!("from {least} to {takes}"), takes),
    };
    let arguments = if last == 1 { "argument" } else { "arguments" };
    let were = if given == 1 { "was" } else { "were" };
    let name = &function.code.qualified;
    Raise::type_error(format!("{name}() takes {range} positional {arguments} but {given} {were} given"))
}

fn missing(code: &Code, locals: &[Option<Value>], slots: std::ops::Range<usize>, kind: &str) -> Outcome<()> {
    let names: Vec<String> =
        slots.filter(|slot| locals[*slot].is_none()).map(|slot| format!("'{}'", code.locals[slot])).collect();
    let list = match &names[..] {
        [] => return Ok(()),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    };
    let (count, plural) = (names.len(), if names.len() == 1 { "" } else { "s" });
    let name = &code.qualified;
    Err(Raise::type_error(format!("{name}() missing {count} required {kind} argument{plural}: {list}")))
}
