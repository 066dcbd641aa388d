//! Natives behind the library's locks: single operations, so that no other thread comes in between.

use super::builtins::Native;
use super::native::{Args, Ctx, Outcome, Raise};
use super::object::Object;
use super::value::Value;

/// The functions, by the names that `_native` gives them.
pub(super) const NATIVES: &[Native] =
    &[Native { name: "_compare_swap", function: compare_swap }, Native { name: "_swap", function: swap }];

fn place<'a>(ctx: &'a mut Ctx, args: &Args, index: usize) -> Outcome<&'a mut Value> {
    let wrong = || Raise::type_error("a list and a place in it are needed");
    let Some(Value::Ref(handle)) = args.positional.first() else { return Err(wrong()) };
    let Object::List(items) = ctx.heap.get_mut(handle) else { return Err(wrong()) };
    items.get_mut(index).ok_or_else(wrong)
}

/// `_swap(list, index, new)`: puts a value and gives the one before.
fn swap(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [_, index, new] = &args.positional[..] else { return Err(Raise::type_error("three arguments")) };
    let index = index.to_int().and_then(|index| usize::try_from(index).ok()).unwrap_or(usize::MAX);
    let new = new.clone();
    Ok(std::mem::replace(place(ctx, args, index)?, new))
}

/// `_compare_swap(list, old, new)`: puts `new` in the first place if `old` is there; gives what was there.
fn compare_swap(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [_, old, new] =
        args.positional.clone().try_into().map_err(|_| Raise::type_error("three arguments"))?;
    let place = place(ctx, args, 0)?;
    let before = place.clone();
    if before == old {
        *place = new;
    }
    Ok(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vm::heap::Heap;
    use crate::model::vm::native::NativeFn;

    #[test]
    fn a_cell_changes_only_where_it_should() {
        let mut heap = Heap::new(1 << 20);
        let cell = heap.list(vec![Value::Int(0)]);
        let mut call = |function: NativeFn, a: i64, b: i64| {
            let positional = vec![cell.clone(), Value::Int(a), Value::Int(b)];
            function(&mut Ctx::new(&mut heap, &[], 0), &Args { positional, named: Vec::new() })
                .expect("no error")
        };
        assert_eq!(call(compare_swap, 0, 1), Value::Int(0));
        assert_eq!(call(compare_swap, 0, 2), Value::Int(1));
        assert_eq!(call(swap, 0, 2), Value::Int(1));
        assert_eq!(call(swap, 0, 0), Value::Int(2));
    }
}
