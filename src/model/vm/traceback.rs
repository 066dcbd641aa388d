//! Where an exception has been, and the text that CPython prints about it.
//!
//! Not modelled, because an operation knows where it begins and not where it ends: the marks `^^^^` under a line of
//! a traceback. The library here is not CPython's, so a traceback names lines of the script alone.

use super::exception;
use super::frame::Frame;
use super::heap::Heap;
use super::native::{Ctx, Outcome};
use super::object::Object;
use super::value::{Handle, Value};
use crate::model::program::{Modules, Place};

/// More places than this are not kept: an endless recursion would fill the memory.
const MOST: usize = 2000;

/// Remembers that an exception went through a frame: its file, line, column and function, innermost first.
pub(super) fn add(heap: &mut Heap, exception: &Value, frame: &Frame) {
    if frame.program.library || frame.code.name.is_empty() {
        return;
    }
    let Value::Ref(handle) = exception else { return };
    let place = frame.place();
    let numbers = [place.line, place.column].map(|number| Value::Int(number.into()));
    let [line, column] = numbers;
    let entry =
        vec![Value::Str(frame.program.file.clone()), line, column, Value::Str(frame.code.name.clone())];
    let entry = heap.tuple(entry);
    let known = heap.attr(exception, "__traceback__");
    if let Some(Value::Ref(list)) = &known
        && let Object::List(entries) = heap.get_mut(list)
    {
        if entries.len() < MOST {
            entries.push(entry);
        }
        return;
    }
    let list = heap.list(vec![entry]);
    heap.set_own(handle, &"__traceback__".into(), list);
}

struct Entry {
    file: String,
    place: Place,
    function: String,
}

fn entries(heap: &Heap, exception: &Value) -> Vec<Entry> {
    let Some(list) = heap.attr(exception, "__traceback__") else { return Vec::new() };
    let entry = |value: &Value| match heap.object(value) {
        Some(Object::Tuple(parts)) => match &parts[..] {
            [Value::Str(file), Value::Int(line), Value::Int(column), Value::Str(function)] => Some(Entry {
                file: file.to_string(),
                place: Place { line: *line as u32, column: *column as u32 },
                function: function.to_string(),
            }),
            _ => None,
        },
        _ => None,
    };
    match heap.object(&list) {
        Some(Object::List(items)) => items.iter().filter_map(entry).collect(),
        _ => Vec::new(),
    }
}

/// The innermost place in the learner's script.
pub(super) fn innermost(heap: &Heap, modules: &Modules, exception: &Value) -> Place {
    let main = modules.programs.get("__main__").map(|main| main.file.clone()).unwrap_or_default();
    let entries = entries(heap, exception);
    entries.into_iter().find(|entry| *entry.file == *main).map(|entry| entry.place).unwrap_or_default()
}

/// Does an exception have that other one among its contexts? Then it must not become that one's context.
pub(super) fn leads_to(heap: &Heap, from: &Handle, to: &Handle) -> bool {
    let mut at = Some(Value::Ref(from.clone()));
    for _ in 0..100 {
        match &at {
            Some(Value::Ref(handle)) if handle == to => return true,
            Some(value) => at = heap.attr(value, "__context__"),
            None => return false,
        }
    }
    true
}

/// The text about an exception, with those that led to it.
pub(super) fn text(ctx: &mut Ctx, modules: &Modules, exception: &Value) -> Outcome<String> {
    let mut chain = vec![(exception.clone(), "")];
    while chain.len() < 20 {
        let (last, _) = &chain[chain.len() - 1];
        let cause = ctx.heap.attr(last, "__cause__").filter(is_some);
        let suppressed = matches!(ctx.heap.attr(last, "__suppress_context__"), Some(Value::Bool(true)));
        let context = ctx.heap.attr(last, "__context__").filter(is_some).filter(|_| !suppressed);
        match (cause, context) {
            (Some(cause), _) => chain
                .push((cause, "\nThe above exception was the direct cause of the following exception:\n\n")),
            (None, Some(context)) => chain
                .push((context, "\nDuring handling of the above exception, another exception occurred:\n\n")),
            (None, None) => break,
        }
    }
    let mut text = String::new();
    for (exception, after) in chain.iter().rev() {
        one(ctx, modules, exception, &mut text)?;
        text.push_str(after);
    }
    Ok(text)
}

fn is_some(value: &Value) -> bool {
    !matches!(value, Value::None)
}

fn one(ctx: &mut Ctx, modules: &Modules, exception: &Value, text: &mut String) -> Outcome<()> {
    let exits = super::exception::is_a(ctx.heap, exception, "SystemExit");
    if exits {
        // `sys.exit("text")` prints the text alone.
        text.push_str(&super::text::str(ctx, exception)?);
        text.push('\n');
        return Ok(());
    }
    let entries = entries(ctx.heap, exception);
    if !entries.is_empty() {
        text.push_str("Traceback (most recent call last):\n");
    }
    let mut last = (String::new(), 0, String::new());
    let mut times = 0;
    for entry in entries.iter().rev() {
        let this = (entry.file.clone(), entry.place.line, entry.function.clone());
        times = if this == last { times + 1 } else { 1 };
        last = this;
        if times <= 3 {
            text.push_str(&line(modules, entry));
        } else if times == 4 {
            let more = entries.iter().filter(|other| is_same(other, entry)).count() - 3;
            text.push_str(&format!("  [Previous line repeated {more} more times]\n"));
        }
    }
    let message = exception::message(ctx, exception)?;
    let notes = ctx.heap.attr(exception, "__notes__");
    let notes = notes.map(|notes| super::class::items(ctx.heap, &notes)).unwrap_or_default();
    let class = ctx.heap.class_of(exception).expect("an exception has a class");
    let class = ctx.heap.class(class);
    match &*class.module {
        "__main__" | "builtins" => text.push_str(&class.qualified),
        module => text.push_str(&format!("{module}.{}", class.qualified)),
    }
    text.push_str(&message);
    text.push('\n');
    for note in notes {
        let note = super::text::str(ctx, &note)?;
        note.split('\n').for_each(|line| text.push_str(&format!("{line}\n")));
    }
    Ok(())
}

fn is_same(one: &Entry, other: &Entry) -> bool {
    (&one.file, one.place.line, &one.function) == (&other.file, other.place.line, &other.function)
}

fn line(modules: &Modules, entry: &Entry) -> String {
    let Entry { file, place, function } = entry;
    let head = format!("  File \"{file}\", line {}, in {function}\n", place.line);
    let program = modules.programs.values().find(|program| *program.file == **file);
    let source = program.and_then(|program| program.lines.get((place.line as usize).checked_sub(1)?));
    match source.map(|source| source.trim()) {
        Some(source) if !source.is_empty() => format!("{head}    {source}\n"),
        _ => head,
    }
}
