//! A whole run at a glance: time in steps, and what happened in each. However long the run, there are no more than so many.

use serde::{Deserialize, Serialize};

use super::machine::Nanos;

/// When there are so many steps, each two of them become one.
const MOST: usize = 240;
/// Response times fall into so many classes, …
pub const CLASSES: usize = 32;
/// … two to each doubling, from this one on.
const SHORTEST: Nanos = 8_000;

/// A run in steps of equal time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// How long a step is.
    pub step: Nanos,
    /// The steps, from the run's beginning on.
    pub bins: Vec<Bin>,
    /// When each core had computed for how long, at the end of the last step.
    #[serde(skip)]
    busy: Vec<Nanos>,
}

/// What happened in one step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// How long each core computed.
    pub busy: Vec<Nanos>,
    /// Requests that were answered.
    pub answered: u32,
    /// The sum of their response times, and the longest.
    pub response: Nanos,
    /// The longest of them.
    pub worst: Nanos,
    /// How many took how long: one count a class, empty if there are none.
    pub classes: Vec<u32>,
    /// The most connections that waited for `accept` at its end.
    pub queue: u32,
    /// The most requests without an answer at its end.
    pub waiting: u32,
    /// SYNs that met a full accept queue.
    pub dropped: u32,
}

/// The class of a response time.
fn class(time: Nanos) -> usize {
    let halves = time / (SHORTEST / 2);
    if halves < 2 {
        return 0;
    }
    // The highest bit says which doubling, the next one which half of it.
    let octave = halves.ilog2() as usize;
    let upper = (halves >> (octave - 1)) & 1;
    (2 * (octave - 1) + upper as usize).min(CLASSES - 1)
}

/// The shortest time of a class.
pub fn least_of_class(class: usize) -> Nanos {
    let octave = SHORTEST << (class / 2);
    if class.is_multiple_of(2) { octave } else { octave / 2 * 3 }
}

/// What a sample is taken of.
pub(super) struct Sample<'a> {
    pub(super) busy: &'a [Nanos],
    pub(super) queue: u64,
    pub(super) waiting: u64,
}

impl Overview {
    pub(super) fn new(cores: usize) -> Overview {
        Overview { step: 20_000, bins: vec![Bin::default()], busy: vec![0; cores] }
    }

    /// When the step at hand ends.
    pub(super) fn end(&self) -> Nanos {
        self.step * self.bins.len() as Nanos
    }

    fn last(&mut self) -> &mut Bin {
        if self.bins.is_empty() {
            self.bins.push(Bin::default());
        }
        let place = self.bins.len() - 1;
        &mut self.bins[place]
    }

    pub(super) fn answer(&mut self, response: Nanos) {
        let bin = self.last();
        bin.answered += 1;
        bin.response += response;
        bin.worst = bin.worst.max(response);
        if bin.classes.is_empty() {
            bin.classes = vec![0; CLASSES];
        }
        bin.classes[class(response)] += 1;
    }

    pub(super) fn dropped(&mut self) {
        self.last().dropped += 1;
    }

    /// The step at hand is over.
    pub(super) fn close(&mut self, sample: &Sample) {
        self.note(sample);
        self.bins.push(Bin::default());
        if self.bins.len() > MOST {
            self.halve();
        }
    }

    /// What the step at hand has come to so far.
    pub(super) fn note(&mut self, sample: &Sample) {
        let before = std::mem::replace(&mut self.busy, sample.busy.to_vec());
        let bin = self.last();
        let more = sample.busy.iter().zip(&before).map(|(now, before)| now - before);
        bin.busy = match bin.busy.is_empty() {
            true => more.collect(),
            false => bin.busy.iter().zip(more).map(|(so_far, more)| so_far + more).collect(),
        };
        bin.queue = bin.queue.max(sample.queue as u32);
        bin.waiting = bin.waiting.max(sample.waiting as u32);
    }

    fn halve(&mut self) {
        self.bins = self.bins.chunks(2).map(Bin::sum).collect();
        self.step *= 2;
    }
}

impl Bin {
    fn sum(two: &[Bin]) -> Bin {
        let [one, other] = two else { return two[0].clone() };
        let add = |one: &[Nanos], other: &[Nanos]| {
            let (long, short) = if one.len() < other.len() { (other, one) } else { (one, other) };
            long.iter().enumerate().map(|(place, value)| value + short.get(place).unwrap_or(&0)).collect()
        };
        let classes = match (one.classes.is_empty(), other.classes.is_empty()) {
            (true, _) => other.classes.clone(),
            (false, true) => one.classes.clone(),
            (false, false) => {
                one.classes.iter().zip(&other.classes).map(|(one, other)| one + other).collect()
            }
        };
        Bin {
            busy: add(&one.busy, &other.busy),
            answered: one.answered + other.answered,
            response: one.response + other.response,
            worst: one.worst.max(other.worst),
            classes,
            queue: one.queue.max(other.queue),
            waiting: one.waiting.max(other.waiting),
            dropped: one.dropped + other.dropped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_begin_where_they_say() {
        for number in 1..CLASSES {
            assert_eq!(class(least_of_class(number)), number);
            assert_eq!(class(least_of_class(number) - 1), number - 1);
        }
        assert_eq!((class(0), class(u64::MAX)), (0, CLASSES - 1));
    }

    #[test]
    fn a_long_run_has_no_more_steps_and_loses_nothing() {
        let mut overview = Overview::new(1);
        for number in 0..10_000 {
            let now = number * 50_000;
            while overview.end() <= now {
                let busy = overview.end() / 2;
                overview.close(&Sample { busy: &[busy], queue: 1, waiting: 2 });
            }
            overview.answer(1_000_000);
        }
        assert!(overview.bins.len() <= MOST);
        assert_eq!(overview.bins.iter().map(|bin| u64::from(bin.answered)).sum::<u64>(), 10_000);
        assert!(overview.end() > 9_999 * 50_000);
        let busy: Nanos = overview.bins.iter().flat_map(|bin| &bin.busy).sum();
        assert_eq!(busy, (overview.end() - overview.step) / 2);
    }
}
