//! What will happen, and when: a 4-ary heap over packed keys. It is the laboratory's busiest place, and one comparison of a
//! 128-bit number orders time, entry and kind at once.

/// What comes due, with the number of the thing it happens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// A core's stretch of computing, or its time slice, is over.
    Core(u32),
    /// The next client of an open source comes.
    Comes,
    /// A request is due at a client.
    Request(u32),
    /// A SYN reaches the server.
    Syn(u32),
    /// A request's bytes reach the server.
    Data(u32),
    /// A thread has slept long enough.
    Wake(u32),
    /// What a loop waits for on a connection has come.
    WaitOver(u32),
    /// The answer reaches the client.
    Answer(u32),
}

const NUMBER: u32 = (1 << 28) - 1;

impl Due {
    fn pack(self) -> u32 {
        let (kind, number) = match self {
            Due::Core(number) => (0, number),
            Due::Request(number) => (1, number),
            Due::Syn(number) => (2, number),
            Due::Data(number) => (3, number),
            Due::Wake(number) => (4, number),
            Due::WaitOver(number) => (5, number),
            Due::Answer(number) => (6, number),
            Due::Comes => (7, 0),
        };
        (kind << 28) | (number & NUMBER)
    }

    fn unpack(word: u32) -> Due {
        let number = word & NUMBER;
        match word >> 28 {
            0 => Due::Core(number),
            1 => Due::Request(number),
            2 => Due::Syn(number),
            3 => Due::Data(number),
            4 => Due::Wake(number),
            5 => Due::WaitOver(number),
            6 => Due::Answer(number),
            _ => Due::Comes,
        }
    }
}

/// The future event list: earliest first, in the order of entry among equals.
#[derive(Clone, Debug, Default)]
pub(super) struct Agenda {
    /// Time in the upper 64 bits, then the entry's number, then what comes due.
    heap: Vec<u128>,
    entered: u32,
}

impl Agenda {
    pub(super) fn push(&mut self, at: u64, due: Due) {
        let key = (u128::from(at) << 64) | (u128::from(self.entered) << 32) | u128::from(due.pack());
        self.entered = self.entered.wrapping_add(1);
        let mut place = self.heap.len();
        self.heap.push(key);
        while place > 0 {
            let parent = (place - 1) / 4;
            if self.heap[parent] <= key {
                break;
            }
            self.heap[place] = self.heap[parent];
            place = parent;
        }
        self.heap[place] = key;
    }

    pub(super) fn pop(&mut self) -> Option<(u64, Due)> {
        let first = *self.heap.first()?;
        let last = self.heap.pop()?;
        if !self.heap.is_empty() {
            self.sink(last);
        }
        Some(((first >> 64) as u64, Due::unpack(first as u32)))
    }

    /// Puts a key in at the top and lets it sink to its place.
    fn sink(&mut self, key: u128) {
        let (mut place, end) = (0, self.heap.len());
        loop {
            let first = place * 4 + 1;
            if first >= end {
                break;
            }
            let children = first..(first + 4).min(end);
            let least = children.min_by_key(|child| self.heap[*child]).unwrap_or(first);
            if self.heap[least] >= key {
                break;
            }
            self.heap[place] = self.heap[least];
            place = least;
        }
        self.heap[place] = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_comes_first_and_equals_in_the_order_of_entry() {
        let mut agenda = Agenda::default();
        let mut word = 1_u64;
        let mut entered = Vec::new();
        for number in 0..1000 {
            word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = (word >> 33) % 50;
            agenda.push(at, Due::Data(number));
            entered.push((at, number));
        }
        entered.sort_unstable();
        let left = std::iter::from_fn(|| agenda.pop());
        let left: Vec<(u64, u32)> = left
            .map(|(at, due)| match due {
                Due::Data(number) => (at, number),
                other => panic!("{other:?} was never entered"),
            })
            .collect();
        assert_eq!(left, entered);
    }

    #[test]
    fn what_comes_due_survives_packing() {
        let all = [Due::Core, Due::Request, Due::Syn, Due::Data, Due::Wake, Due::WaitOver, Due::Answer];
        for due in all {
            assert_eq!(Due::unpack(due(NUMBER).pack()), due(NUMBER));
        }
        assert_eq!(Due::unpack(Due::Comes.pack()), Due::Comes);
    }
}
