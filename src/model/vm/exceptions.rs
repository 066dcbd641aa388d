//! Built-in exceptions that carry more than a text.

use super::native::{Ctx, Raise};
use super::object::Object;
use super::text;
use super::value::Value;

/// An exception of a class of the library, with these arguments.
pub(super) fn make(ctx: &mut Ctx, class: &'static str, args: Vec<Value>) -> Raise {
    if let Some(Value::Ref(class)) = ctx.heap.builtin(class) {
        let mut attrs = Vec::new();
        if let [encoding, object, start, end, reason] = &args[..] {
            let parts = [
                ("encoding", encoding),
                ("object", object),
                ("start", start),
                ("end", end),
                ("reason", reason),
            ];
            attrs.extend(parts.map(|(name, value)| (name.into(), value.clone())));
        }
        attrs.push(("args".into(), ctx.heap.tuple(args)));
        return Raise::thrown(ctx.heap.value(Object::Instance { class, attrs }));
    }
    let shown = args.first().and_then(|value| text::repr(ctx, value).ok());
    Raise::error(class, shown.as_deref().unwrap_or_default())
}

/// The error of a key that is not there: it carries the key itself.
pub(super) fn no_key(ctx: &mut Ctx, key: &Value) -> Raise {
    make(ctx, "KeyError", vec![key.clone()])
}
