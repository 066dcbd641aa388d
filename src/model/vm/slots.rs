//! The order of a set: CPython's hash table, so that a set of numbers is walked along here as there.
//!
//! Not modelled, because it differs from run to run in CPython itself: the order of a set that holds anything but numbers
//! and tuples of numbers. Such a set is in the order of insertion.

use std::cell::Cell;

/// How many neighbours are tried before a slot farther away.
const NEIGHBOURS: u64 = 9;

/// One slot of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Slot {
    Empty,
    /// What stood here was taken out: a search goes on behind it.
    Gone,
    /// The hash of an item, and its place among the entries.
    Item(i64, usize),
}

/// A hash table with open addressing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Slots {
    table: Vec<Slot>,
    /// Slots that are not empty.
    fill: usize,
    /// Items.
    used: usize,
    /// Where `pop` goes on.
    finger: usize,
}

impl Default for Slots {
    fn default() -> Slots {
        Slots { table: vec![Slot::Empty; 8], fill: 0, used: 0, finger: 0 }
    }
}

impl Slots {
    fn mask(&self) -> usize {
        self.table.len() - 1
    }

    /// The first slot on the way of a hash that is as wanted.
    fn find(&self, hash: i64, wanted: impl Fn(usize) -> bool) -> usize {
        let mask = self.mask() as u64;
        let mut perturb = hash as u64;
        let mut at = perturb & mask;
        loop {
            let neighbours = if at + NEIGHBOURS <= mask { NEIGHBOURS } else { 0 };
            if let Some(found) = (at..=at + neighbours).find(|slot| wanted(*slot as usize)) {
                return found as usize;
            }
            perturb >>= 5;
            at = at.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask;
        }
    }

    fn insert(&mut self, hash: i64, place: usize) {
        let gone = Cell::new(None);
        let empty = self.find(hash, |at| {
            if self.table[at] == Slot::Gone {
                gone.set(Some(at));
            }
            self.table[at] == Slot::Empty
        });
        // The last slot on the way that something was taken out of is used again.
        self.fill += usize::from(gone.get().is_none());
        self.used += 1;
        self.table[gone.get().unwrap_or(empty)] = Slot::Item(hash, place);
    }

    /// Adds an item that is not there yet.
    pub(super) fn add(&mut self, hash: i64, place: usize) {
        let before = self.fill;
        self.insert(hash, place);
        if self.fill > before && self.fill * 5 >= self.mask() * 3 {
            self.resize(if self.used > 50_000 { self.used * 2 } else { self.used * 4 });
        }
    }

    /// Takes an item out.
    pub(super) fn remove(&mut self, hash: i64, place: usize) {
        let slot = self.find(hash, |at| [Slot::Item(hash, place), Slot::Empty].contains(&self.table[at]));
        if self.table[slot] != Slot::Empty {
            self.table[slot] = Slot::Gone;
            self.used -= 1;
        }
    }

    fn resize(&mut self, least: usize) {
        let size = (least + 1).next_power_of_two().max(8);
        let old = std::mem::replace(&mut self.table, vec![Slot::Empty; size]);
        (self.fill, self.used) = (0, 0);
        for slot in old {
            if let Slot::Item(hash, place) = slot {
                self.insert(hash, place);
            }
        }
    }

    /// Does away with the traces of what was taken out, where they are many.
    pub(super) fn tidy(&mut self) {
        if self.fill - self.used > self.mask() / 4 {
            self.resize(if self.used > 50_000 { self.used * 2 } else { self.used * 4 });
        }
    }

    /// Makes room for the items of another set or dict.
    pub(super) fn expect(&mut self, more: usize) {
        if (self.fill + more) * 5 >= self.mask() * 3 {
            self.resize((self.used + more) * 2);
        }
    }

    /// What a new set looks like that takes these items over.
    pub(super) fn copied(&self) -> Slots {
        let mut copy = Slots::default();
        copy.expect(self.used);
        if copy.table.len() == self.table.len() && self.fill == self.used {
            return Slots { finger: 0, ..self.clone() };
        }
        for slot in &self.table {
            if let Slot::Item(hash, place) = slot {
                copy.insert(*hash, *place);
            }
        }
        copy
    }

    pub(super) fn is_new(&self) -> bool {
        self.fill == 0 && self.table.len() == 8
    }

    /// The places of the items, in order.
    pub(super) fn places(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.table.iter().filter_map(|slot| if let Slot::Item(_, place) = slot { Some(*place) } else { None })
    }

    /// The first item at or after a slot, and the slot after it.
    pub(super) fn next_from(&self, slot: usize) -> Option<(usize, usize)> {
        self.table.iter().enumerate().skip(slot).find_map(|(at, slot)| match slot {
            Slot::Item(_, place) => Some((at + 1, *place)),
            _ => None,
        })
    }

    /// The item that `pop` takes, and the slot after it.
    pub(super) fn to_pop(&self) -> Option<(usize, usize)> {
        self.next_from(self.finger & self.mask()).or_else(|| self.next_from(0))
    }

    pub(super) fn finger(&self) -> usize {
        self.finger
    }

    /// The next `pop` goes on at this slot.
    pub(super) fn go_on(&mut self, slot: usize) {
        self.finger = slot;
    }

    /// Each item's place has changed.
    pub(super) fn move_places(&mut self, places: &[usize]) {
        for slot in &mut self.table {
            if let Slot::Item(_, place) = slot {
                *place = places[*place];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(hashes: &[i64]) -> Vec<usize> {
        let mut slots = Slots::default();
        for (place, hash) in hashes.iter().enumerate() {
            slots.add(*hash, place);
        }
        slots.places().collect()
    }

    #[test]
    fn items_stand_by_their_hashes() {
        assert_eq!(order(&[3, 1, 2]), [1, 2, 0]);
        assert_eq!(order(&[8, 1]), [0, 1]);
        assert_eq!(order(&[0, 8]), [0, 1], "the slot is taken: the next one");
    }

    #[test]
    fn the_table_grows_at_three_fifths() {
        assert_eq!(order(&[9, 1]), [0, 1]);
        assert_eq!(order(&[9, 1, 2, 3, 4]), [1, 2, 3, 4, 0]);
    }

    #[test]
    fn pop_goes_on_where_it_was() {
        let mut slots = Slots::default();
        [5, 1].iter().enumerate().for_each(|(place, hash)| slots.add(*hash, place));
        assert_eq!(slots.to_pop(), Some((2, 1)));
        slots.go_on(2);
        slots.remove(1, 1);
        slots.add(0, 2);
        assert_eq!(slots.to_pop(), Some((6, 0)), "not the one that came before it");
    }
}
