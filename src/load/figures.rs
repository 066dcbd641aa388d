//! What is measured: times of requests, queues, cores. The first tenth of the run is left out, and what is left is cut into
//! batches, whose means say how sure the whole mean is.

use serde::{Deserialize, Serialize};

use super::machine::Nanos;

/// A run has at least so many batches and less than twice as many: when there are too many, two become one.
const BATCHES: usize = 32;
/// How many standard errors their mean may be off with a chance of one in a thousand (Student's t, 31 degrees).
const T_999: f64 = 3.633;

/// A histogram with 64 steps to each doubling: no value is off by more than 1.6 %.
#[derive(Clone, Debug)]
pub(super) struct Histogram {
    counts: Vec<u64>,
    total: u64,
    sum: u128,
    most: Nanos,
}

impl Histogram {
    fn new() -> Histogram {
        Histogram { counts: vec![0; 64 * 60], total: 0, sum: 0, most: 0 }
    }

    fn add(&mut self, value: Nanos) {
        let place = if value < 64 {
            value as usize
        } else {
            let octave = 63 - value.leading_zeros() as usize;
            (octave - 5) * 64 + ((value >> (octave - 6)) & 63) as usize
        };
        self.counts[place] += 1;
        self.total += 1;
        self.sum += u128::from(value);
        self.most = self.most.max(value);
    }

    /// The value that this share of all does not exceed.
    fn quantile(&self, share: f64) -> Nanos {
        if share >= 1.0 {
            return self.most;
        }
        let wanted = (share * self.total as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (place, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return middle(place).min(self.most);
            }
        }
        self.most
    }

    fn mean(&self) -> f64 {
        if self.total == 0 { 0.0 } else { self.sum as f64 / self.total as f64 }
    }
}

/// The middle of the values that share a place.
fn middle(place: usize) -> Nanos {
    if place < 64 {
        return place as Nanos;
    }
    let (octave, step) = (place / 64 + 5, (place % 64) as u64);
    let width = 1_u64 << (octave - 6);
    (64 + step) * width + width / 2
}

/// A number over time, such as a queue's length.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Level {
    now: u64,
    most: u64,
    since: Nanos,
    area: u128,
}

impl Level {
    pub(super) fn set(&mut self, at: Nanos, level: u64) {
        self.area += u128::from(self.now) * u128::from(at - self.since);
        (self.since, self.now) = (at, level);
        self.most = self.most.max(level);
    }

    pub(super) fn add(&mut self, at: Nanos) {
        self.set(at, self.now + 1);
    }

    pub(super) fn remove(&mut self, at: Nanos) {
        self.set(at, self.now - 1);
    }

    pub(super) fn now(&self) -> u64 {
        self.now
    }

    pub(super) fn most(&self) -> u64 {
        self.most
    }

    /// The area up to now, and forget the largest value so far.
    fn area(&mut self, at: Nanos) -> u128 {
        self.set(at, self.now);
        self.area
    }
}

/// A mean, and how far the true one may be from it with a chance of one in a thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Half the width of its 99.9 % interval; `None` where there were too few requests to know.
    pub half_width: Option<f64>,
}

/// Times, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// The mean.
    pub mean: Mean,
    /// Half of them take no longer.
    pub p50: Nanos,
    /// Nine of ten.
    pub p90: Nanos,
    /// 99 of a hundred.
    pub p99: Nanos,
    /// 999 of a thousand.
    pub p999: Nanos,
    /// The longest.
    pub most: Nanos,
}

/// What a batch of requests came to.
#[derive(Clone, Copy, Debug, Default)]
struct Batch {
    response: u128,
    wait: u128,
    /// When it ended, and the areas until then.
    end: Nanos,
    in_system: u128,
    queue: u128,
}

impl Batch {
    /// Two batches as one: sums add up, areas are those at the end.
    fn after(self, first: &Batch) -> Batch {
        Batch { response: self.response + first.response, wait: self.wait + first.wait, ..self }
    }
}

/// Everything that is counted while a run goes on.
#[derive(Clone, Debug)]
pub(super) struct Counters {
    /// After how many answers, or when, the warm-up ends.
    warm_up: (u64, Nanos),
    measuring: bool,
    batch_size: u64,
    /// Requests that were answered, with those of the warm-up.
    pub(super) answered: u64,
    response: Histogram,
    wait: Histogram,
    current: Batch,
    /// How many requests are in it.
    in_batch: u64,
    batches: Vec<Batch>,
    /// Requests between their time and their answer.
    pub(super) in_system: Level,
    /// Connections in all accept queues.
    pub(super) queue: Level,
    /// Where the measured time began, and the areas there.
    start: Batch,
    pub(super) dropped: u64,
    pub(super) lost: u64,
}

impl Counters {
    pub(super) fn new(requests: u64, most_time: Option<Nanos>) -> Counters {
        Counters {
            warm_up: (requests / 10, most_time.map_or(Nanos::MAX, |time| time / 10)),
            measuring: false,
            batch_size: 1,
            answered: 0,
            response: Histogram::new(),
            wait: Histogram::new(),
            current: Batch::default(),
            in_batch: 0,
            batches: Vec::new(),
            in_system: Level::default(),
            queue: Level::default(),
            start: Batch::default(),
            dropped: 0,
            lost: 0,
        }
    }

    /// A request was answered. True when the warm-up has just ended.
    pub(super) fn answer(&mut self, at: Nanos, response: Nanos, wait: Nanos) -> bool {
        self.answered += 1;
        if !self.measuring && (self.answered >= self.warm_up.0 || at >= self.warm_up.1) {
            self.measuring = true;
            self.begin(at);
            return true;
        }
        self.response.add(response);
        self.wait.add(wait);
        self.current.response += u128::from(response);
        self.current.wait += u128::from(wait);
        self.in_batch += 1;
        if self.in_batch == self.batch_size {
            self.close_batch(at);
        }
        false
    }

    /// The warm-up is over: what it came to served whoever stopped before, and is forgotten.
    fn begin(&mut self, at: Nanos) {
        (self.response, self.wait) = (Histogram::new(), Histogram::new());
        (self.current, self.in_batch) = (Batch::default(), 0);
        self.batches.clear();
        self.batch_size = 1;
        (self.dropped, self.lost) = (0, 0);
        self.start = Batch {
            end: at,
            in_system: self.in_system.area(at),
            queue: self.queue.area(at),
            ..Batch::default()
        };
    }

    fn close_batch(&mut self, at: Nanos) {
        let (in_system, queue) = (self.in_system.area(at), self.queue.area(at));
        let batch = Batch { end: at, in_system, queue, ..std::mem::take(&mut self.current) };
        self.batches.push(batch);
        self.in_batch = 0;
        if self.batches.len() == 2 * BATCHES {
            let pairs = self.batches.chunks_exact(2);
            self.batches = pairs.map(|pair| pair[1].after(&pair[0])).collect();
            self.batch_size *= 2;
        }
    }

    /// How many requests were measured.
    pub(super) fn measured(&self) -> u64 {
        self.response.total
    }

    /// When the measuring began.
    pub(super) fn since(&self) -> Nanos {
        self.start.end
    }

    pub(super) fn response(&self) -> Times {
        let mean = self.mean_of(|batch| batch.response);
        times(&self.response, mean)
    }

    pub(super) fn wait(&self) -> Times {
        let mean = self.mean_of(|batch| batch.wait);
        times(&self.wait, mean)
    }

    fn mean_of(&self, sum: impl Fn(&Batch) -> u128) -> Option<f64> {
        half_width(self.batches.iter().map(|batch| sum(batch) as f64 / self.batch_size as f64))
    }

    /// Mean over time of a level, from its areas.
    fn level(&mut self, at: Nanos, area: impl Fn(&Batch) -> u128, end: u128) -> Mean {
        let time = (at - self.start.end).max(1) as f64;
        let value = (end - area(&self.start)) as f64 / time;
        let befores = std::iter::once(&self.start).chain(&self.batches);
        let means = befores.zip(&self.batches).map(|(before, batch)| {
            (area(batch) - area(before)) as f64 / (batch.end - before.end).max(1) as f64
        });
        Mean { value, half_width: half_width(means) }
    }

    pub(super) fn mean_in_system(&mut self, at: Nanos) -> Mean {
        let end = self.in_system.area(at);
        self.level(at, |batch| batch.in_system, end)
    }

    pub(super) fn mean_queue(&mut self, at: Nanos) -> Mean {
        let end = self.queue.area(at);
        self.level(at, |batch| batch.queue, end)
    }

    /// Requests per second.
    pub(super) fn throughput(&self, at: Nanos) -> Mean {
        let seconds = (at - self.start.end).max(1) as f64 / 1e9;
        let befores = std::iter::once(&self.start).chain(&self.batches);
        let rates = befores
            .zip(&self.batches)
            .map(|(before, batch)| self.batch_size as f64 * 1e9 / (batch.end - before.end).max(1) as f64);
        Mean { value: self.measured() as f64 / seconds, half_width: half_width(rates) }
    }
}

fn times(histogram: &Histogram, half_width: Option<f64>) -> Times {
    Times {
        mean: Mean { value: histogram.mean(), half_width },
        p50: histogram.quantile(0.5),
        p90: histogram.quantile(0.9),
        p99: histogram.quantile(0.99),
        p999: histogram.quantile(0.999),
        most: histogram.most,
    }
}

/// Half the width of the 99.9 % interval of a mean, from the means of batches; none where there are too few.
fn half_width(means: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    let count = means.clone().count();
    if count < BATCHES {
        return None;
    }
    let mean = means.clone().sum::<f64>() / count as f64;
    let variance = means.map(|one| (one - mean) * (one - mean)).sum::<f64>() / (count - 1) as f64;
    Some(T_999 * libm::sqrt(variance / count as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_near_the_truth() {
        let mut histogram = Histogram::new();
        (1..=100_000).for_each(|value| histogram.add(value));
        for (share, truth) in [(0.5, 50_000.0), (0.9, 90_000.0), (0.99, 99_000.0), (0.999, 99_900.0)] {
            let found = histogram.quantile(share) as f64;
            assert!((found / truth - 1.0).abs() < 0.016, "{share}: {found}");
        }
        assert_eq!(histogram.quantile(1.0), 100_000);
        assert!((histogram.mean() - 50_000.5).abs() < 1e-6);
    }

    #[test]
    fn a_level_keeps_its_area() {
        let mut level = Level::default();
        level.add(10);
        level.add(20);
        level.remove(50);
        assert_eq!((level.area(60), level.now(), level.most()), (10 + 60 + 10, 1, 2));
    }
}
