//! Classes are made: a body runs, the bases come into line, and those who wait for a new class are told.

use std::rc::Rc;

use super::frame::{Frame, Then};
use super::heap::Heap;
use super::machine::Machine;
use super::namespace::{self, Names};
use super::native::{Args, Outcome, Raise, Reason};
use super::object::{Class, Object};
use super::value::{Handle, Kind, Value};
use super::{access, class};
use crate::model::program::Name;

impl Machine<'_> {
    /// Runs a class's body; `finish_class` makes the class of what it leaves.
    pub(super) fn make_class(&mut self, code: u32, bases: usize, named: bool) -> Outcome<()> {
        let operands = bases + usize::from(named);
        let frame = self.frame();
        let mut given = frame.arguments(operands).positional;
        let named = if named { given.pop() } else { None };
        let code = frame.program.codes[code as usize].clone();
        let bases = bases_of(self.heap, &given)?;
        let frame = self.frame();
        let then = Then::Class { name: code.name.clone(), bases, named };
        let mut body = Frame::new(frame.program.clone(), code.clone(), frame.globals.clone(), then);
        let free = class::cells_for(frame, &code);
        for _ in &code.cells {
            body.cells.push(self.heap.add(Object::Cell(None)));
        }
        body.cells.extend(free);
        let mut names = Names::default();
        names.insert("__module__".into(), Value::Str(self.module_of(&body.globals)));
        names.insert("__qualname__".into(), Value::Str(code.qualified.clone()));
        if let Some(doc) = &code.doc {
            names.insert("__doc__".into(), Value::Str(doc.clone()));
        }
        body.names = Some(names);
        self.done(operands)?;
        self.enter(body)
    }

    fn module_of(&self, globals: &Handle) -> Name {
        match self.heap.get(globals) {
            Object::Module { name, .. } => name.clone(),
            _ => "__main__".into(),
        }
    }

    /// The class that a body has left; methods that say `super()` find it in the body's cell `__class__`.
    pub(super) fn finish_class(
        &mut self,
        name: Name,
        bases: Vec<Handle>,
        named: Option<Value>,
        body: Frame,
    ) -> Outcome<()> {
        let class = build(self.heap, name, bases, body.names.unwrap_or_default())?;
        // The only cell that a class body owns is `__class__`: its other names are found in the body itself.
        for cell in body.cells {
            if let slot @ Object::Cell(None) = self.heap.get_mut(&cell) {
                *slot = Object::Cell(Some(Value::Ref(class.clone())));
            }
        }
        self.class_is_made(class, named)
    }

    /// `type(name, bases, names)`.
    pub(super) fn new_type(&mut self, args: &Args, operands: usize) -> Outcome<()> {
        let [Value::Str(name), bases, dict] = &args.positional[..] else {
            return Err(Raise::type_error("type.__new__() argument 1 must be str"));
        };
        let bases = bases_of(self.heap, &class::items(self.heap, bases))?;
        let mut names = Names::default();
        for (name, value) in access::copy(self.heap, dict).iter() {
            if let Value::Str(name) = name {
                names.insert(name.clone(), value.clone());
            }
        }
        if names.get("__module__").is_none() {
            let globals = self.frame().globals.clone();
            names.insert("__module__".into(), Value::Str(self.module_of(&globals)));
        }
        let class = build(self.heap, name.clone(), bases, names)?;
        let named = (!args.named.is_empty()).then(|| namespace::dict_of(self.heap, args.named.clone()));
        self.done(operands)?;
        self.class_is_made(class, named)
    }

    /// Tells the values that want to know their name (`__set_name__`) and the bases (`__init_subclass__`), and then
    /// pushes the class.
    fn class_is_made(&mut self, class: Handle, named: Option<Value>) -> Outcome<()> {
        let mut told = Vec::new();
        for (name, value) in self.heap.own_names(&class) {
            let owner = self.heap.class_of(&value);
            if let Some(tell) = owner.and_then(|owner| self.heap.class_attr(owner, "__set_name__")) {
                told.push(self.heap.tuple(vec![tell, value, Value::Str(name)]));
            }
        }
        let heard = self.heap.line(&class).skip(1).any(|base| base.names.get("__init_subclass__").is_some());
        let library =
            self.heap.builtin("_class_made").filter(|_| heard || named.is_some() || !told.is_empty());
        let class = Value::Ref(class);
        let Some(library) = library else {
            self.push(class);
            return Ok(());
        };
        let told = self.heap.list(told);
        let named = named.unwrap_or_else(|| namespace::dict_of(self.heap, Vec::new()));
        self.call_aside(library, Args::of(vec![class.clone(), told, named]), Then::Instead(class))
    }
}

fn bases_of(heap: &Heap, given: &[Value]) -> Outcome<Vec<Handle>> {
    let mut bases: Vec<Handle> = Vec::new();
    for base in given {
        match base {
            Value::Type(Kind::Object) => {}
            Value::Type(kind) => {
                let what = format!("A class derived from `{}` is not supported here.", kind.name());
                return Err(Reason::Lacks(what).into());
            }
            Value::Ref(base) if matches!(heap.get(base), Object::Class(_)) => {
                if bases.contains(base) {
                    let name = &heap.class(base).name;
                    return Err(Raise::type_error(format!("duplicate base class {name}")));
                }
                bases.push(base.clone());
            }
            _ => return Err(Raise::type_error("a class can only be derived from a class")),
        }
    }
    Ok(bases)
}

fn build(heap: &mut Heap, name: Name, bases: Vec<Handle>, mut names: Names) -> Outcome<Handle> {
    let module = match names.get("__module__") {
        Some(Value::Str(module)) => module.clone(),
        _ => "__main__".into(),
    };
    let qualified = match names.remove("__qualname__") {
        Some(Value::Str(qualified)) => qualified,
        _ => name.clone(),
    };
    for hook in ["__init_subclass__", "__class_getitem__"] {
        if let Some(function) = names.get(hook).cloned()
            && matches!(heap.object(&function), Some(Object::Function(_)))
        {
            let method = heap.value(Object::ClassMethod(function));
            names.insert(hook.into(), method);
        }
    }
    if names.get("__doc__").is_none() {
        names.insert("__doc__".into(), Value::None);
    }
    let slots = slots(heap, &name, &bases, &names)?;
    let after = line_after(heap, &bases)?;
    let mut class = Class { name, qualified, module, bases, after, names, slots, hooked: false };
    class.hooked = class.names.get("__getattribute__").is_some()
        || class.after.iter().any(|base| heap.class(base).hooked);
    Ok(heap.add(Object::Class(Box::new(class))))
}

/// The attributes that instances may have: if the class and all its bases name them.
fn slots(heap: &Heap, class: &str, bases: &[Handle], names: &Names) -> Outcome<Option<Vec<Name>>> {
    let Some(own) = names.get("__slots__") else { return Ok(None) };
    let own = match own {
        Value::Str(_) => vec![own.clone()],
        _ => access::names(heap, own).unwrap_or_else(|| class::items(heap, own)),
    };
    let mut all: Vec<Name> = Vec::new();
    for base in bases {
        match &heap.class(base).slots {
            Some(more) => all.extend(more.iter().cloned()),
            None => return Ok(None),
        }
    }
    let mut free = false;
    for slot in own {
        let Value::Str(slot) = slot else {
            let kind = heap.type_name(&slot);
            return Err(Raise::type_error(format!("__slots__ items must be strings, not '{kind}'")));
        };
        if names.get(&slot).is_some() {
            return Err(Raise::value_error(format!("'{slot}' in __slots__ conflicts with class variable")));
        }
        free |= &*slot == "__dict__";
        let private = slot.starts_with("__") && !slot.ends_with("__");
        let owner = class.trim_start_matches('_');
        all.push(if private { format!("_{owner}{slot}").into() } else { slot });
    }
    Ok((!free).then_some(all))
}

/// The line of the bases, as CPython makes it (C3): each class before its own bases, and these in their order.
fn line_after(heap: &Heap, bases: &[Handle]) -> Outcome<Vec<Handle>> {
    let with_bases = |base: &Handle| -> Vec<Handle> {
        std::iter::once(base).chain(&heap.class(base).after).cloned().collect()
    };
    let mut lists: Vec<Vec<Handle>> = bases.iter().map(with_bases).collect();
    lists.push(bases.to_vec());
    let mut line = Vec::new();
    loop {
        lists.retain(|list| !list.is_empty());
        if lists.is_empty() {
            return Ok(line);
        }
        let heads = lists.iter().map(|list| &list[0]);
        let mut free = heads.filter(|head| !lists.iter().any(|list| list[1..].contains(head)));
        let Some(next) = free.next().cloned() else {
            let mut names: Vec<Rc<str>> = Vec::new();
            for name in lists.iter().map(|list| &heap.class(&list[0]).name) {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
            let names = names.join(", ");
            let what = "Cannot create a consistent method resolution\norder (MRO) for bases";
            return Err(Raise::type_error(format!("{what} {names}")));
        };
        for list in &mut lists {
            if list[0] == next {
                list.remove(0);
            }
        }
        line.push(next);
    }
}
