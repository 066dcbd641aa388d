//! `str.translate` and `str.maketrans`.

use super::args::take;
use super::dict::{Dict, Key};
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::Object;
use super::value::Value;
use super::{access, index, sets};

/// `text.translate(table)`.
pub(super) fn translate(ctx: &mut Ctx, text: &str, table: &Value) -> Outcome {
    ctx.may_spend(text.len() as u64 * 5)?;
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        ctx.work += 1;
        let code = Value::Int(i64::from(u32::from(char)));
        let found = if access::is_dict(ctx.heap, table) {
            sets::get(ctx, table, &code)?
        } else {
            match index::get(ctx, table, &code) {
                Err(raise) if matches!(raise.class(), Some("IndexError" | "KeyError")) => None,
                found => Some(found?),
            }
        };
        match found {
            None => out.push(char),
            Some(Value::None) => {}
            Some(Value::Str(text)) => out.push_str(&text),
            Some(other) => match other.to_int().map(|code| u32::try_from(code).ok().and_then(char::from_u32))
            {
                Some(Some(char)) => out.push(char),
                Some(None) => return Err(Raise::value_error("character mapping must be in range(0x110000)")),
                None => {
                    return Err(Raise::type_error("character mapping must return integer, None or str"));
                }
            },
        }
    }
    ctx.claim(out.len())?;
    Ok(Value::string(out))
}

/// `str.maketrans(dict)`, `str.maketrans(from, to)` or `str.maketrans(from, to, deleted)`.
pub(super) fn make(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [from, to, deleted] = take(args, "maketrans", ["", "", ""], 1)?;
    let from = from.unwrap_or(Value::None);
    let mut table = Dict::default();
    let put = |table: &mut Dict, code: u32, value: Value| {
        let code = i64::from(code);
        table.put(Key::Int(code), Value::Int(code), value);
    };
    let Some(to) = to else {
        if !access::is_dict(ctx.heap, &from) {
            return Err(Raise::type_error("if you give only one argument to maketrans it must be a dict"));
        }
        for (name, value) in sets::pairs(ctx, &from)? {
            match &name {
                Value::Str(text) if access::chars(text) == 1 => {
                    text.chars().for_each(|char| put(&mut table, u32::from(char), value.clone()));
                }
                Value::Str(_) => {
                    return Err(Raise::value_error("string keys in translate table must be of length 1"));
                }
                other => match other.to_int().and_then(|code| u32::try_from(code).ok()) {
                    Some(code) => put(&mut table, code, value),
                    None => {
                        return Err(Raise::type_error("keys in translate table must be strings or integers"));
                    }
                },
            }
        }
        return Ok(ctx.heap.value(Object::Dict(table)));
    };
    let what = "first maketrans argument must be a string if there is a second argument";
    let Value::Str(from) = from else { return Err(Raise::type_error(what)) };
    let to = access::string(ctx, &to, "maketrans() argument 2")?;
    if access::chars(&from) != access::chars(&to) {
        return Err(Raise::value_error("the first two maketrans arguments must have equal length"));
    }
    ctx.may_spend(from.len() as u64 * 4)?;
    for (from, to) in from.chars().zip(to.chars()) {
        put(&mut table, u32::from(from), Value::Int(i64::from(u32::from(to))));
    }
    if let Some(deleted) = deleted {
        let deleted = access::string(ctx, &deleted, "maketrans() argument 3")?;
        deleted.chars().for_each(|char| put(&mut table, u32::from(char), Value::None));
    }
    Ok(ctx.heap.value(Object::Dict(table)))
}
