//! Makes inputs from others: a generator of chance that is the same everywhere, and what can be done to bytes and words.

/// Chance by number: xorshift64*, which needs no crate and no clock.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Chance {
        // Near seeds must not begin alike.
        let mixed = (seed ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        Chance(mixed ^ (mixed >> 31) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`, which may be 0 and then is the answer.
    pub(super) fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { ((self.next() >> 16) as usize) % end }
    }

    /// Once in so many times.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Numbers at whose neighbours programs err.
const NUMBERS: [&str; 22] = [
    "0",
    "-1",
    "1",
    "2",
    "7",
    "127",
    "128",
    "255",
    "256",
    "32768",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "1e308",
    "0.1",
    "1000000",
    "99999999999999999999999999999999",
];

/// Letters at whose places readers of text err.
const LETTERS: [&str; 20] = [
    "\0",
    "\n",
    "\r\n",
    "\t",
    "\u{a0}",
    "é",
    "ß",
    "İ",
    "Å",
    "€",
    "中",
    "🦀",
    "\u{200d}",
    "\u{feff}",
    "\u{301}",
    "\u{2028}",
    "\u{10ffff}",
    "\\",
    "'",
    "\"",
];

/// A text in words: names, numbers, runs of white space, and every other letter by itself.
pub(super) fn words(text: &str) -> Vec<&str> {
    let kind = |letter: char| match letter {
        _ if letter.is_alphanumeric() || letter == '_' => 1,
        ' ' => 2,
        _ => 0,
    };
    let mut words = Vec::new();
    let (mut start, mut last) = (0, 0);
    for (at, letter) in text.char_indices() {
        if at > start && (kind(letter) == 0 || kind(letter) != last) {
            words.push(&text[start..at]);
            start = at;
        }
        last = kind(letter);
    }
    words.push(&text[start..]);
    words
}

/// A text that came from another one by up to eight changes of words; `other` lends parts, `store` lends words.
pub(super) fn text(chance: &mut Chance, from: &str, other: &str, store: &[String]) -> String {
    let mut own: Vec<&str> = words(from);
    let others = words(other);
    for _ in 0..=chance.below(8) {
        let at = chance.below(own.len());
        let most = if chance.once_in(4) { 60 } else { 4 };
        let end = (at + 1 + chance.below(most)).min(own.len());
        match chance.below(11) {
            0 => drop(own.drain(at..end)),
            1 => {
                let again = own[at..end].to_vec();
                own.splice(at..at, again);
            }
            2 => own.insert(at, chance.one(store).as_str()),
            3 | 4 if at < own.len() => own[at] = chance.one(store).as_str(),
            5 => own.insert(at, *chance.one(&NUMBERS)),
            6 => {
                let numbers: Vec<usize> = (0..own.len())
                    .filter(|word| own[*word].starts_with(|first: char| first.is_ascii_digit()))
                    .collect();
                if !numbers.is_empty() {
                    own[*chance.one(&numbers)] = *chance.one(&NUMBERS);
                }
            }
            7 => own.insert(at, *chance.one(&LETTERS)),
            8 => {
                let from = chance.below(others.len());
                let to = (from + 1 + chance.below(40)).min(others.len());
                own.splice(at..end, others[from..to].iter().copied());
            }
            9 if chance.once_in(8) => {
                let many = own[at..end.min(at + 2)].repeat(1 + chance.below(3000));
                own.splice(at..at, many);
            }
            _ if at < own.len() => {
                let with = chance.below(own.len());
                own.swap(at, with);
            }
            _ => {}
        }
        if own.is_empty() {
            own.push("");
        }
    }
    own.concat()
}

/// Bytes that came from others by up to eight changes.
pub(super) fn bytes(chance: &mut Chance, from: &[u8], other: &[u8]) -> Vec<u8> {
    let mut own = from.to_vec();
    for _ in 0..=chance.below(8) {
        let at = chance.below(own.len());
        let end = (at + 1 + chance.below(16)).min(own.len());
        match chance.below(8) {
            0 if at < own.len() => own[at] ^= 1 << chance.below(8),
            1 if at < own.len() => own[at] = *chance.one(&[0, 1, 0x7f, 0x80, 0xff, 0x45, 0x40]),
            2 if at + 4 <= own.len() => {
                let number = *chance.one(&[0u32, 1, 3, 4, 16, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0xffff_fff0]);
                let number = if chance.once_in(2) { number.to_le_bytes() } else { number.to_be_bytes() };
                own[at..at + 4].copy_from_slice(&number);
            }
            3 if at <= end => drop(own.drain(at..end)),
            4 if at <= end => {
                let again = own[at..end].to_vec();
                own.splice(at..at, again);
            }
            5 => own.truncate(at),
            6 => {
                let from = chance.below(other.len());
                let to = (from + 1 + chance.below(200)).min(other.len());
                own.splice(at..end.max(at), other[from..to].iter().copied());
            }
            _ => own.insert(at, chance.below(256) as u8),
        }
    }
    own
}
