//! Values as text: `str`, `repr` and `ascii`.

use std::fmt::Write as _;
use std::rc::Rc;

use super::heap::Heap;
use super::native::{Ctx, Outcome, Raise};
use super::object::{Class, Function, Iter, Object};
use super::value::{Handle, Kind, Value};
use super::{access, builtins, digits};

/// How deep lists may stand in lists where they are written.
const DEEPEST: usize = 200;

/// `str(value)`.
pub(super) fn str(ctx: &mut Ctx, value: &Value) -> Outcome<Rc<str>> {
    match value {
        Value::Str(text) => return Ok(text.clone()),
        Value::Named(named) if &*named.class != "re" => return Ok(named.value.to_string().into()),
        _ => {}
    }
    match ctx.special(value, "__str__").or_else(|| ctx.special(value, "__repr__")) {
        Some(method) => told(ctx, method, value, "__str__"),
        None => repr(ctx, value),
    }
}

/// `repr(value)`.
pub(super) fn repr(ctx: &mut Ctx, value: &Value) -> Outcome<Rc<str>> {
    let mut out = String::new();
    write(ctx, value, &mut out, &mut Vec::new())?;
    ctx.claim(out.len())?;
    Ok(out.into())
}

/// `ascii(value)`.
pub(super) fn ascii(ctx: &mut Ctx, value: &Value) -> Outcome<Rc<str>> {
    let text = repr(ctx, value)?;
    let mut out = String::new();
    for char in text.chars() {
        if char.is_ascii() { out.push(char) } else { escape(char, &mut out) }
    }
    Ok(out.into())
}

/// What a learner's method says of an object.
fn told(ctx: &mut Ctx, method: Value, value: &Value, name: &str) -> Outcome<Rc<str>> {
    match ctx.ask(method, vec![value.clone()])? {
        Value::Str(text) => Ok(text),
        other => {
            let kind = ctx.heap.type_name(&other);
            Err(Raise::type_error(format!("{name} returned non-string (type {kind})")))
        }
    }
}

/// Where an object stands in memory, as learners see it: made of its number.
pub(super) fn address(id: u32) -> i64 {
    0x7f3a_5c00_0000 + i64::from(id) * 48
}

/// A string as it would stand in a script.
pub(super) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if char == quote => {
                out.push('\\');
                out.push(char);
            }
            char if is_printable(char) => out.push(char),
            char => escape(char, &mut out),
        }
    }
    out.push(quote);
    out
}

fn escape(char: char, out: &mut String) {
    let code = u32::from(char);
    let written = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
    written.expect("a string takes everything");
}

/// Does it have a shape? (`str.isprintable`)
pub(super) fn is_printable(char: char) -> bool {
    if char.is_ascii() {
        return (' '..='~').contains(&char);
    }
    // Rust escapes the same categories as Python, but not in the second place those that combine with the first.
    let mut pair = [b'a'; 5];
    let end = 1 + char.encode_utf8(&mut pair[1..]).len();
    std::str::from_utf8(&pair[..end]).is_ok_and(|pair| pair.escape_debug().count() == 2)
}

/// Bytes as they would stand in a script.
pub(super) fn quoted_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote);
    for byte in bytes {
        match char::from(*byte) {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if char == quote => {
                out.push('\\');
                out.push(char);
            }
            char @ ' '..='~' => out.push(char),
            char => escape(char, &mut out),
        }
    }
    out.push(quote);
    out
}

fn write(ctx: &mut Ctx, value: &Value, out: &mut String, within: &mut Vec<u32>) -> Outcome<()> {
    ctx.spend(1)?;
    ctx.may_spend(access::bytes(ctx.heap, value).map_or(0, |bytes| bytes.len() as u64 * 3))?;
    ctx.may_spend(access::items(ctx.heap, value).map_or(0, |items| items.len() as u64 * 3))?;
    match value {
        Value::None => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Int(number) => out.push_str(&number.to_string()),
        Value::Big(number) => out.push_str(&digits::decimal(number)?),
        Value::Named(named) if &*named.class == "re" => out.push_str(&format!("re.{}", named.name)),
        Value::Named(named) => out.push_str(&format!("<{}.{}: {}>", named.class, named.name, named.value)),
        Value::Float(number) => out.push_str(&digits::repr(*number)),
        Value::Str(text) => {
            ctx.may_spend(text.len() as u64 / if text.is_ascii() { 4 } else { 1 })?;
            out.push_str(&quoted(text));
        }
        Value::Bytes(bytes) => out.push_str(&quoted_bytes(bytes)),
        Value::Ellipsis => out.push_str("Ellipsis"),
        Value::NotImplemented => out.push_str("NotImplemented"),
        Value::Type(_) => out.push_str(&format!("<class '{}'>", type_called(ctx, value))),
        Value::Native(index) => {
            out.push_str(&format!("<built-in function {}>", builtins::native(*index).name));
        }
        Value::SysCall(name) => out.push_str(&format!("<built-in function {name}>")),
        Value::Ref(handle) => {
            if within.contains(&handle.id()) {
                out.push_str(match ctx.heap.kind(value) {
                    Kind::List => "[...]",
                    Kind::Tuple => "(...)",
                    Kind::Dict => "{...}",
                    _ => "...",
                });
                return Ok(());
            }
            if within.len() >= DEEPEST {
                let what = "maximum recursion depth exceeded while getting the repr of an object";
                return Err(Raise::error("RecursionError", what));
            }
            within.push(handle.id());
            write_object(ctx, value, handle, out, within)?;
            within.pop();
        }
    }
    Ok(())
}

/// The name of a class or built-in type, with its module where that is not `builtins`.
pub(super) fn type_called(ctx: &Ctx, class: &Value) -> String {
    match (class, ctx.heap.object(class)) {
        (Value::Type(kind), _) => kind.name().to_owned(),
        (_, Some(Object::Class(class))) => class_called(class),
        _ => String::new(),
    }
}

fn class_called(class: &Class) -> String {
    match &*class.module {
        "builtins" => class.qualified.to_string(),
        module => format!("{module}.{}", class.qualified),
    }
}

fn write_object(
    ctx: &mut Ctx,
    value: &Value,
    handle: &Handle,
    out: &mut String,
    within: &mut Vec<u32>,
) -> Outcome<()> {
    match ctx.heap.get(handle) {
        Object::List(items) => {
            let items = items.clone();
            write_all(ctx, ["[", "]"], &items, out, within)
        }
        Object::Tuple(items) => {
            let items = items.clone();
            write_all(ctx, ["(", if items.len() == 1 { ",)" } else { ")" }], &items, out, within)
        }
        Object::Dict(dict) => {
            let entries: Vec<_> = dict.iter().cloned().collect();
            write_entries(ctx, &entries, out, within)
        }
        Object::Set { items, frozen } => {
            let (frozen, items): (_, Vec<_>) =
                (*frozen, items.iter().map(|(name, _)| name.clone()).collect());
            match (frozen, items.is_empty()) {
                (false, false) => write_all(ctx, ["{", "}"], &items, out, within),
                (false, true) => write_all(ctx, ["set(", ")"], &items, out, within),
                (true, false) => write_all(ctx, ["frozenset({", "})"], &items, out, within),
                (true, true) => write_all(ctx, ["frozenset(", ")"], &items, out, within),
            }
        }
        Object::Slice(parts) => {
            let parts = parts.clone();
            write_all(ctx, ["slice(", ")"], &parts, out, within)
        }
        Object::View { .. } => {
            let items = super::iterate::collect(ctx, value)?;
            let begin = format!("{}([", ctx.heap.kind(value).name());
            write_all(ctx, [&begin, "])"], &items, out, within)
        }
        Object::Method { function, receiver } => {
            let (function, receiver) = (function.clone(), receiver.clone());
            out.push_str(&format!("<bound method {} of ", function_called(ctx, &function)));
            write(ctx, &receiver, out, within)?;
            out.push('>');
            Ok(())
        }
        Object::Instance { .. } => {
            match ctx.special(value, "__repr__") {
                Some(method) => out.push_str(&told(ctx, method, value, "__repr__")?),
                None => out.push_str(&plain(ctx, value, handle)),
            }
            Ok(())
        }
        _ => {
            out.push_str(&plain(ctx, value, handle));
            Ok(())
        }
    }
}

fn function_called(ctx: &Ctx, function: &Value) -> String {
    match ctx.heap.object(function) {
        Some(Object::Function(function)) => qualified(function),
        _ => ctx.heap.type_name(function).to_string(),
    }
}

/// Is it one of the built-in functions that are written in Python?
pub(super) fn is_built_in(heap: &Heap, value: &Value) -> bool {
    matches!(heap.object(value), Some(Object::Function(function)) if &*function.program.module == "builtins")
}

/// The dotted name of a function, which a program can have changed.
fn qualified(function: &Function) -> String {
    match function.attrs.iter().find(|(name, _)| &**name == "__qualname__") {
        Some((_, Value::Str(name))) => name.to_string(),
        _ => function.code.qualified.to_string(),
    }
}

/// What is written of an object that has no text of its own.
pub(super) fn plain(ctx: &Ctx, value: &Value, handle: &Handle) -> String {
    let at = format!("{:#x}", address(handle.id()));
    match ctx.heap.get(handle) {
        // CPython escapes each apostrophe here, whichever quotes stand around.
        Object::Bytearray(bytes) => match quoted_bytes(bytes) {
            text if text.starts_with("b\"") => format!("bytearray({})", text.replace('\'', "\\'")),
            text => format!("bytearray({text})"),
        },
        Object::Range { start, stop, step: 1 } => format!("range({start}, {stop})"),
        Object::Range { start, stop, step } => format!("range({start}, {stop}, {step})"),
        Object::Function(function) if &*function.program.module == "builtins" => {
            format!("<built-in function {}>", function.code.name)
        }
        Object::Function(function) => format!("<function {} at {at}>", qualified(function)),
        Object::NativeMethod { name, receiver } => match receiver {
            Value::Type(kind) => format!("<method '{name}' of '{}' objects>", kind.name()),
            Value::Ref(of) => {
                format!(
                    "<built-in method {name} of {} object at {:#x}>",
                    ctx.heap.type_name(receiver),
                    address(of.id())
                )
            }
            _ => format!("<built-in method {name} of {} object at {at}>", ctx.heap.type_name(receiver)),
        },
        Object::Class(class) => format!("<class '{}'>", class_called(class)),
        Object::Instance { class, .. } => format!("<{} object at {at}>", class_called(ctx.heap.class(class))),
        Object::Module { name, .. } => format!("<module '{name}'>"),
        Object::Generator(generator) => format!("<generator object {} at {at}>", generator.name),
        Object::Iterator(iter) => format!("<{} object at {at}>", iterator_called(ctx.heap, iter)),
        _ => format!("<{} object at {at}>", ctx.heap.type_name(value)),
    }
}

pub(super) fn iterator_called(heap: &Heap, iter: &Iter) -> String {
    match iter {
        Iter::Sequence(of, _) => format!("{}_iterator", heap.type_name(of)),
        Iter::Backwards(of, _) if heap.kind(of) == Kind::List => "list_reverseiterator".to_owned(),
        Iter::Backwards(..) => "reversed".to_owned(),
        Iter::Str(text, _) if text.is_ascii() => "str_ascii_iterator".to_owned(),
        Iter::Str(..) => "str_iterator".to_owned(),
        Iter::Bytes(..) => "bytes_iterator".to_owned(),
        Iter::Range { .. } => "range_iterator".to_owned(),
        Iter::Keys(of, ..) if access::is_set(heap, of) => "set_iterator".to_owned(),
        Iter::Keys(..) => "dict_keyiterator".to_owned(),
        Iter::Values(..) => "dict_valueiterator".to_owned(),
        Iter::Items(..) => "dict_itemiterator".to_owned(),
        Iter::Calls(..) => "callable_iterator".to_owned(),
        Iter::Done => "iterator".to_owned(),
    }
}

fn write_all(
    ctx: &mut Ctx,
    around: [&str; 2],
    items: &[Value],
    out: &mut String,
    within: &mut Vec<u32>,
) -> Outcome<()> {
    out.push_str(around[0]);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        write(ctx, item, out, within)?;
    }
    out.push_str(around[1]);
    Ok(())
}

fn write_entries(
    ctx: &mut Ctx,
    entries: &[(Value, Value)],
    out: &mut String,
    within: &mut Vec<u32>,
) -> Outcome<()> {
    out.push('{');
    for (at, (name, value)) in entries.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        write(ctx, name, out, within)?;
        out.push_str(": ");
        write(ctx, value, out, within)?;
    }
    out.push('}');
    Ok(())
}
