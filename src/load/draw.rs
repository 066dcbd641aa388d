//! Chance: what a draw yields depends on the seed and the question alone, never on the order of events. So client 7's third
//! request costs every server the same, and two architectures differ by what they are, not by luck.

/// How values are spread, in nanoseconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Spread {
    /// Always the same.
    Fixed(u64),
    /// Exponential with this mean: what comes does not depend on how long one has waited.
    Exponential(u64),
    /// One of several, by its share of the whole.
    Mix(Vec<(f64, Spread)>),
}

/// What is asked for: each kind of question has chance of its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stream {
    Compute = 1,
    Wait,
    Think,
    Arrival,
    Listener,
    Start,
}

/// A source of chance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// The word that answers a question.
    pub(super) fn word(self, stream: Stream, client: u64, request: u64) -> u64 {
        let question = mix(client ^ mix(request ^ mix(stream as u64)));
        mix(self.0 ^ question)
    }
}

/// SplitMix64's finalizer (Steele, Lea, Flood 2014).
fn mix(word: u64) -> u64 {
    let mut z = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number above 0 and at most 1.
fn unit(word: u64) -> f64 {
    ((word >> 11) + 1) as f64 / (1_u64 << 53) as f64
}

impl Spread {
    /// The value for a word of chance.
    ///
    /// The logarithm is `libm`'s: that of the platform differs between native code and WebAssembly in the last bit.
    pub(super) fn draw(&self, word: u64) -> u64 {
        match self {
            Spread::Fixed(value) => *value,
            Spread::Exponential(mean) => (-libm::log(unit(word)) * *mean as f64 + 0.5) as u64,
            Spread::Mix(parts) => {
                let whole: f64 = parts.iter().map(|(share, _)| share).sum();
                let mut left = unit(word) * whole;
                for (share, part) in parts {
                    left -= share;
                    if left <= 0.0 {
                        return part.draw(mix(word));
                    }
                }
                parts.last().map_or(0, |(_, part)| part.draw(mix(word)))
            }
        }
    }

    /// The mean, in nanoseconds.
    pub fn mean(&self) -> f64 {
        match self {
            Spread::Fixed(value) | Spread::Exponential(value) => *value as f64,
            Spread::Mix(parts) => {
                let whole: f64 = parts.iter().map(|(share, _)| share).sum();
                parts.iter().map(|(share, part)| share / whole * part.mean()).sum()
            }
        }
    }

    /// Is it always nothing?
    pub fn is_nothing(&self) -> bool {
        *self == Spread::Fixed(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_mean_they_should_have() {
        let mix = Spread::Mix(vec![(0.99, Spread::Fixed(1000)), (0.01, Spread::Exponential(100_000))]);
        for spread in [Spread::Fixed(5000), Spread::Exponential(1_000_000), mix] {
            let count = 1_000_000;
            let words = (0..count).map(|client| Dice(7).word(Stream::Compute, client, 0));
            let mean = words.map(|word| spread.draw(word) as f64).sum::<f64>() / count as f64;
            let error = (mean / spread.mean() - 1.0).abs();
            assert!(error < 0.01, "{spread:?}: {mean} instead of {}", spread.mean());
        }
    }

    #[test]
    fn questions_of_different_kinds_have_different_answers() {
        let dice = Dice(1);
        let words =
            [Stream::Compute, Stream::Wait, Stream::Think, Stream::Arrival, Stream::Listener, Stream::Start]
                .map(|stream| dice.word(stream, 3, 4));
        for (place, word) in words.iter().enumerate() {
            assert!(!words[..place].contains(word));
        }
        assert_ne!(dice.word(Stream::Wait, 3, 4), dice.word(Stream::Wait, 4, 3));
    }
}
