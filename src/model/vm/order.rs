//! Sorting, and the least and the greatest.

use super::args::take;
use super::builtins::flag;
use super::native::{Args, Ctx, Outcome, Raise};
use super::value::Value;
use super::{access, compare, iterate};

/// Keys of more items than this are asked for all at once: each question makes the operation begin again.
const MANY: usize = 16;

/// Fewer items than this are compared in the order in which CPython compares them.
const FEW: usize = 64;

/// `sorted(items, key=…, reverse=…)`.
pub(super) fn sorted(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [items] = &args.positional[..] else {
        let given = args.positional.len();
        return Err(Raise::type_error(format!("sorted expected 1 argument, got {given}")));
    };
    let items = iterate::collect(ctx, items)?;
    let options = Args { positional: Vec::new(), named: args.named.clone() };
    let [key, reverse] = take(&options, "sort", ["*key", "*reverse"], 0)?;
    let items = sort(ctx, items, key, reverse)?;
    Ok(ctx.heap.list(items))
}

/// The items in order; equal ones stay as they stood.
pub(super) fn sort(
    ctx: &mut Ctx,
    items: Vec<Value>,
    key: Option<Value>,
    reverse: Option<Value>,
) -> Outcome<Vec<Value>> {
    let reverse = flag(ctx, reverse)?;
    let mut keyed = with_keys(ctx, items, key)?;
    if reverse {
        keyed.reverse();
    }
    if keyed.len() < FEW {
        insert_sort(ctx, &mut keyed)?;
    } else if keyed.iter().any(|(by, _)| ctx.special(by, "__lt__").is_some()) {
        keyed = by_library(ctx, &keyed)?;
    } else {
        merge_sort(ctx, &mut keyed)?;
    }
    if reverse {
        keyed.reverse();
    }
    Ok(keyed.into_iter().map(|(_, item)| item).collect())
}

fn with_keys(ctx: &mut Ctx, items: Vec<Value>, key: Option<Value>) -> Outcome<Vec<(Value, Value)>> {
    let key = key.filter(|key| !matches!(key, Value::None));
    if let Some(key) = &key
        && items.len() > MANY
        && let Some(map) = ctx.heap.builtin("map")
    {
        let list = ctx.heap.list(items.clone());
        let mapped = ctx.ask(map, vec![key.clone(), list])?;
        let keys = iterate::collect(ctx, &mapped)?;
        return Ok(keys.into_iter().zip(items).collect());
    }
    let mut keyed = Vec::with_capacity(items.len());
    for item in items {
        let by = match &key {
            Some(key) => ctx.ask(key.clone(), vec![item.clone()])?,
            None => item.clone(),
        };
        keyed.push((by, item));
    }
    Ok(keyed)
}

/// CPython's way with few items, comparison by comparison: the run that they begin with, and the rest put into it.
fn insert_sort(ctx: &mut Ctx, items: &mut [(Value, Value)]) -> Outcome<()> {
    if items.len() < 2 {
        return Ok(());
    }
    let down = compare::less(ctx, &items[1].0, &items[0].0)?;
    let mut run = 2;
    while run < items.len() && compare::less(ctx, &items[run].0, &items[run - 1].0)? == down {
        run += 1;
    }
    if down {
        items[..run].reverse();
    }
    for at in run..items.len() {
        let (mut low, mut high) = (0, at);
        while low < high {
            let middle = (low + high) / 2;
            match compare::less(ctx, &items[at].0, &items[middle].0)? {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        items[low..=at].rotate_right(1);
    }
    Ok(())
}

/// Where a learner's `__lt__` decides among many, the library sorts: here each question would begin the sorting again.
fn by_library(ctx: &mut Ctx, keyed: &[(Value, Value)]) -> Outcome<Vec<(Value, Value)>> {
    let keys = ctx.heap.list(keyed.iter().map(|(by, _)| by.clone()).collect());
    let places = access::ask_library(ctx, "_order", vec![keys])?;
    let places = iterate::collect(ctx, &places)?;
    let at = |place: &Value| place.to_int().and_then(|place| keyed.get(place as usize).cloned());
    Ok(places.iter().filter_map(at).collect())
}

/// Comparisons may fail or ask, so the sorting is written out. It is stable.
fn merge_sort(ctx: &mut Ctx, items: &mut Vec<(Value, Value)>) -> Outcome<()> {
    ctx.may_spend(items.len() as u64 * u64::from(items.len().max(1).ilog2()))?;
    let mut width = 1;
    while width < items.len() {
        let mut merged = Vec::with_capacity(items.len());
        for pair in items.chunks(width * 2) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            merge(ctx, left, right, &mut merged)?;
        }
        *items = merged;
        width *= 2;
    }
    Ok(())
}

fn merge(
    ctx: &mut Ctx,
    mut left: &[(Value, Value)],
    mut right: &[(Value, Value)],
    merged: &mut Vec<(Value, Value)>,
) -> Outcome<()> {
    ctx.work += (left.len() + right.len()) as u64;
    while let (Some(a), Some(b)) = (left.first(), right.first()) {
        if compare::less(ctx, &b.0, &a.0)? {
            merged.push(b.clone());
            right = &right[1..];
        } else {
            merged.push(a.clone());
            left = &left[1..];
        }
    }
    merged.extend(left.iter().chain(right).cloned());
    Ok(())
}

/// `min` and `max`.
pub(super) fn extreme(ctx: &mut Ctx, args: &Args, name: &str) -> Outcome {
    let named = Args { positional: Vec::new(), named: args.named.clone() };
    let [key, default] = take(&named, name, ["*key", "*default"], 0)?;
    let items = match &args.positional[..] {
        [] => return Err(Raise::type_error(format!("{name} expected at least 1 argument, got 0"))),
        [items] => iterate::collect(ctx, items)?,
        _ if default.is_some() => {
            let what = format!("Cannot specify a default for {name}() with multiple positional arguments");
            return Err(Raise::type_error(what));
        }
        items => items.to_vec(),
    };
    let mut best: Option<(Value, Value)> = None;
    ctx.work += items.len() as u64;
    for (by, item) in with_keys(ctx, items, key)? {
        let better = match &best {
            None => true,
            Some((found, _)) if name == "min" => compare::less(ctx, &by, found)?,
            Some((found, _)) => {
                let greater = crate::model::program::CompareOp::Greater;
                let answer = compare::compare(ctx, greater, &by, found)?;
                compare::truth(ctx, &answer)?
            }
        };
        if better {
            best = Some((by, item));
        }
    }
    match best {
        Some((_, item)) => Ok(item),
        None => default.ok_or_else(|| Raise::value_error(format!("{name}() arg is an empty sequence"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vm::heap::Heap;
    use crate::model::vm::native::Reason;

    /// A key function's answers are asked for one after the other, and nothing is sorted before the last is there.
    #[test]
    fn sorting_asks_for_its_keys() {
        let mut heap = Heap::new(1_000_000);
        let items: Vec<Value> = [10, 20, 30].map(Value::Int).to_vec();
        let key = Value::SysCall("key".into());
        let answers = [3, 1, 2].map(Value::Int);
        for count in 0..3 {
            let mut ctx = Ctx::new(&mut heap, &answers[..count], 0);
            let sorted = sort(&mut ctx, items.clone(), Some(key.clone()), None);
            match sorted.map_err(|raise| *raise.0) {
                Err(Reason::Ask { callee, args }) => {
                    assert_eq!((callee, &args.positional[..]), (key.clone(), &items[count..=count]))
                }
                other => panic!("no question: {other:?}"),
            }
        }
        let sorted = sort(&mut Ctx::new(&mut heap, &answers, 0), items, Some(key), None);
        assert_eq!(sorted.ok(), Some([20, 30, 10].map(Value::Int).to_vec()));
    }
}
