//! Built-in exceptions that carry more than a text.

use super::native::{Ctx, Raise};
use super::object::Object;
use super::text;
use super::value::Value;

/// An exception of a class of the library, with these arguments.
pub(super) fn make(ctx: &mut Ctx, class: &'static str, args: Vec<Value>) -> Raise {
    if let Some(Value::Ref(class)) = ctx.heap.builtin(class) {
        let args = ctx.heap.tuple(args);
        return Raise::thrown(ctx.heap.value(Object::Instance { class, attrs: vec![("args".into(), args)] }));
    }
    let shown = args.first().and_then(|value| text::repr(ctx, value).ok());
    Raise::error(class, shown.as_deref().unwrap_or_default())
}

/// The error of a key that is not there: it carries the key itself.
pub(super) fn no_key(ctx: &mut Ctx, key: &Value) -> Raise {
    make(ctx, "KeyError", vec![key.clone()])
}
