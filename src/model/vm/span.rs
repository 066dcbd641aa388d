//! Which items a slice means.

use super::access;
use super::native::{Ctx, Outcome, Raise};
use super::value::Value;

/// A slice of something of a known length: its places are `start`, `start + step`, … , `count` of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) start: i64,
    pub(super) stop: i64,
    pub(super) step: i64,
    pub(super) count: usize,
}

impl Span {
    /// What the three parts of a slice mean for something of this length.
    pub(super) fn new(ctx: &mut Ctx, parts: &[Value; 3], length: usize) -> Outcome<Span> {
        let [start, stop, step] = parts;
        let step = bound(ctx, step)?.unwrap_or(1).max(-i64::MAX);
        if step == 0 {
            return Err(Raise::value_error("slice step cannot be zero"));
        }
        let length = length as i64;
        let (low, high) = if step > 0 { (0, length) } else { (-1, length - 1) };
        let place = |at: i64| if at < 0 { (at.saturating_add(length)).max(low) } else { at.min(high) };
        let start = bound(ctx, start)?.map_or(if step > 0 { low } else { high }, place);
        let stop = bound(ctx, stop)?.map_or(if step > 0 { high } else { low }, place);
        let count = access::range_len(start, stop, step) as usize;
        Ok(Span { start, stop, step, count })
    }

    /// The places.
    pub(super) fn places(self) -> impl Iterator<Item = usize> {
        (0..self.count as i64).map(move |number| (self.start + number * self.step) as usize)
    }

    /// The items at its places.
    pub(super) fn of<T: Clone>(self, items: &[T]) -> Vec<T> {
        if self.step == 1 {
            return items[self.start as usize..self.start as usize + self.count].to_vec();
        }
        self.places().map(|place| items[place].clone()).collect()
    }

    /// Puts other items in the place of its own; says how many there should have been if that cannot be.
    pub(super) fn replace<T: Clone>(self, items: &mut Vec<T>, new: Vec<T>) -> Result<(), usize> {
        if self.step == 1 {
            let start = self.start as usize;
            items.splice(start..start + self.count, new);
            return Ok(());
        }
        if new.len() != self.count {
            return Err(self.count);
        }
        for (place, item) in self.places().zip(new) {
            items[place] = item;
        }
        Ok(())
    }

    /// Takes its items out.
    pub(super) fn remove<T>(self, items: &mut Vec<T>) {
        if self.step == 1 {
            let start = self.start as usize;
            items.drain(start..start + self.count);
            return;
        }
        let mut place = 0;
        items.retain(|_| {
            let from_start = place - self.start;
            place += 1;
            let number = from_start / self.step;
            from_start % self.step != 0 || number < 0 || number >= self.count as i64
        });
    }
}

/// A part of a slice: None, or a whole number, cut to what can be an index.
fn bound(ctx: &mut Ctx, value: &Value) -> Outcome<Option<i64>> {
    if matches!(value, Value::None) {
        return Ok(None);
    }
    let message = "slice indices must be integers or None or have an __index__ method";
    let whole = access::whole(ctx, value)?.ok_or_else(|| Raise::type_error(message))?;
    Ok(Some(clamped(&whole)))
}

/// A whole number, cut to 64 bits.
pub(super) fn clamped(whole: &Value) -> i64 {
    match (whole.to_int(), whole) {
        (Some(small), _) => small,
        (None, Value::Big(big)) if big.sign() == num_bigint::Sign::Minus => i64::MIN,
        _ => i64::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vm::heap::Heap;

    #[test]
    fn a_slice_means_these_places() {
        let cases: [([Option<i64>; 3], &[usize]); 6] = [
            ([None, None, None], &[0, 1, 2, 3]),
            ([Some(-2), None, None], &[2, 3]),
            ([None, None, Some(-1)], &[3, 2, 1, 0]),
            ([Some(9), None, Some(-2)], &[3, 1]),
            ([Some(3), Some(1), None], &[]),
            ([None, Some(i64::MAX), Some(3)], &[0, 3]),
        ];
        let mut heap = Heap::new(1000);
        for (parts, wanted) in cases {
            let parts = parts.map(|part| part.map_or(Value::None, Value::Int));
            let span = Span::new(&mut Ctx::new(&mut heap, &[], 0), &parts, 4).expect("a good slice");
            assert_eq!(span.places().collect::<Vec<_>>(), wanted, "{parts:?}");
        }
    }
}
