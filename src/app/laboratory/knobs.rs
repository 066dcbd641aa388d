//! What can be set in the laboratory: each option with its name, its usual value, and how a slider moves it.

use fivetuple::load::text;

/// What values an option takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A whole number from … to.
    Count(u64, u64),
    /// A time, or times spread in some way, from … to so many nanoseconds.
    Time(u64, u64),
    /// So many a second, from … to.
    Rate(u64, u64),
    /// There or not.
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// An option.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Knob {
    pub(crate) option: &'static str,
    pub(crate) label: &'static str,
    /// What holds when it is not given.
    pub(crate) usual: &'static str,
    pub(crate) kind: Kind,
}

const fn knob(option: &'static str, label: &'static str, usual: &'static str, kind: Kind) -> Knob {
    Knob { option, label, usual, kind }
}

const US: u64 = 1_000;
const MS: u64 = 1_000_000;
const S: u64 = 1_000_000_000;

/// All knobs, in groups.
pub(crate) const GROUPS: [(&str, &[Knob]); 4] = [
    (
        "Clients",
        &[
            knob("clients", "Clients", "64", Kind::Count(1, 1_000_000)),
            knob("think", "Pause before each asks again", "0", Kind::Time(10 * US, 100 * S)),
            knob("rate", "Or: new clients a second", "", Kind::Rate(1, 1_000_000)),
            knob("keep-alive", "Connections are kept between requests", "", Kind::Flag),
            knob("odd", "Odd clients among them", "0", Kind::Count(1, 1000)),
            knob("odd-silence", "… are silent after connect for", "0", Kind::Time(MS, 100 * S)),
        ],
    ),
    (
        "Each request",
        &[
            knob("cpu", "Computing", "100us", Kind::Time(US, S)),
            knob("wait", "Waiting for something else", "0", Kind::Time(10 * US, 10 * S)),
            knob("blocks-loop", "An event loop waits in its only thread", "", Kind::Flag),
        ],
    ),
    (
        "Server",
        &[
            knob("machine", "Costs", "linux", Kind::Choice(&["linux", "ideal"])),
            knob("cores", "Cores", "2", Kind::Count(1, 64)),
            knob("workers", "Workers, where their number is fixed", "as cores", Kind::Count(1, 1024)),
            knob("backlog", "Backlog", "511", Kind::Count(1, 100_000)),
            knob("gil", "Python's global lock", "", Kind::Flag),
            knob("slice", "Time slice", "4ms", Kind::Time(100 * US, 100 * MS)),
            knob("switch", "Cost of a context switch", "1.2us", Kind::Time(100, MS)),
            knob("network", "One way through the network", "15us", Kind::Time(US, S)),
        ],
    ),
    (
        "Limits and run",
        &[
            knob("sources", "Client addresses", "enough", Kind::Count(1, 10_000)),
            knob("descriptors", "Descriptors of a process", "1024", Kind::Count(64, 10_000_000)),
            knob("ram", "Memory, in MiB", "8192", Kind::Count(64, 1_000_000)),
            knob("requests", "Ends after so many answers", "100000", Kind::Count(100, 10_000_000)),
            knob("time", "… or after", "", Kind::Time(10 * MS, 1000 * S)),
            knob("seed", "Seed", "1", Kind::Count(1, 1000)),
        ],
    ),
];

/// A slider has so many places.
pub(crate) const PLACES: u32 = 200;

impl Knob {
    fn range(&self) -> Option<(f64, f64)> {
        match self.kind {
            Kind::Count(least, most) | Kind::Time(least, most) | Kind::Rate(least, most) => {
                Some((least as f64, most as f64))
            }
            Kind::Flag | Kind::Choice(_) => None,
        }
    }

    /// Where the slider stands for a value; none where it says nothing about it, such as a mix.
    pub(crate) fn place(&self, value: &str) -> Option<u32> {
        let (least, most) = self.range()?;
        let number = match self.kind {
            Kind::Count(..) => value.replace('_', "").parse::<u64>().ok()? as f64,
            Kind::Rate(..) => value.split_once(':')?.1.parse().ok()?,
            _ => text::duration(value.split_once(':').map_or(value, |(_, time)| time)).ok()? as f64,
        };
        let share = (number.max(least) / least).ln() / (most / least).ln();
        Some((share.min(1.0) * f64::from(PLACES)).round() as u32)
    }

    /// The value at a place of the slider, spread as the old one.
    pub(crate) fn value(&self, place: u32, old: &str) -> String {
        let Some((least, most)) = self.range() else { return old.to_owned() };
        let exact = least * (most / least).powf(f64::from(place.min(PLACES)) / f64::from(PLACES));
        // Two digits are enough to set something by hand.
        let unit = 10_f64.powf(exact.log10().floor() - 1.0).max(1.0);
        let number = ((exact / unit).round() * unit) as u64;
        let kind = old.split_once(':').map(|(kind, _)| kind);
        match self.kind {
            Kind::Count(..) => number.to_string(),
            Kind::Rate(..) => format!("{}:{number}", kind.unwrap_or("poisson")),
            _ => kind.map_or(String::new(), |kind| format!("{kind}:")) + &written(number),
        }
    }
}

/// A time as options have it.
fn written(time: u64) -> String {
    let (size, unit) = match time {
        S.. => (S, "s"),
        MS.. => (MS, "ms"),
        US.. => (US, "us"),
        _ => (1, "ns"),
    };
    format!("{}{unit}", time as f64 / size as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fivetuple::load::{FLAGS, Options, VALUES};

    #[test]
    fn knobs_are_options_and_their_sliders_go_there_and_back() {
        for knob in GROUPS.iter().flat_map(|(_, knobs)| *knobs) {
            assert!(FLAGS.contains(&knob.option) || VALUES.contains(&knob.option), "{}", knob.option);
            for place in (0..=PLACES).step_by(10) {
                let value = knob.value(place, "");
                if knob.range().is_some() {
                    let back = knob.place(&value).expect("a place");
                    // Small whole numbers are far apart on a slider.
                    let off = if matches!(knob.kind, Kind::Time(..)) { 4 } else { 20 };
                    assert!(back.abs_diff(place) <= off, "{}: {value} at {place}, {back}", knob.option);
                    let line = format!("server=async {}={value}", knob.option);
                    let wrong = Options::of(&line).setup().err().filter(|wrong| wrong.option == knob.option);
                    assert!(wrong.is_none() || knob.option == "sources", "{line}: {wrong:?}");
                }
            }
        }
        let think = GROUPS[0].1[1];
        assert!(think.value(100, "exp:1ms").starts_with("exp:"));
        assert_eq!(think.place("mix:50%*1ms,50%*2ms"), None);
    }
}
