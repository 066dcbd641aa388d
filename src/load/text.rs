//! A load in words: durations, spreads and rates, as the command line and addresses have them.

use super::draw::Spread;
use super::machine::Nanos;
use super::setup::Source;

/// A duration such as `50us`, `1.5ms`, `2s` or `0`.
pub fn duration(text: &str) -> Result<Nanos, String> {
    let units = [("ns", 1.0), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)];
    let wrong = || format!("`{text}` is not a time: write a number with ns, us, ms or s, as in 1.5ms.");
    let unit = units.iter().find_map(|(unit, size)| Some((text.strip_suffix(unit)?, size)));
    let (number, size) = match unit {
        Some(found) => found,
        None if text == "0" => return Ok(0),
        None => return Err(wrong()),
    };
    let number: f64 = number.trim().parse().map_err(|_| wrong())?;
    let nanos = number * size;
    // A year is more than any run can last.
    if !(0.0..=3.2e16).contains(&nanos) {
        return Err(format!("`{text}` is not a time that can be waited for: it must be from 0 to a year."));
    }
    Ok((nanos + 0.5) as Nanos)
}

/// A number with a comma before each three digits.
pub fn counted(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How values are spread: `fixed:1ms` (or only `1ms`), `exp:1ms`, `mix:99%*1ms,1%*exp:100ms`.
pub fn spread(text: &str) -> Result<Spread, String> {
    let Some(parts) = text.strip_prefix("mix:") else { return one(text) };
    let part = |part: &str| {
        let (share, rest) = part
            .split_once('*')
            .ok_or_else(|| format!("`{part}` has no share: a mix is written as mix:99%*1ms,1%*100ms."))?;
        let percent = share.trim().strip_suffix('%').and_then(|number| number.parse::<f64>().ok());
        let percent = percent.filter(|percent| *percent > 0.0 && percent.is_finite());
        let share = percent.ok_or_else(|| format!("`{share}` is no share: write a percentage, as in 1%."))?;
        Ok::<_, String>((share, one(rest.trim())?))
    };
    Ok(Spread::Mix(parts.split(',').map(part).collect::<Result<_, _>>()?))
}

fn one(text: &str) -> Result<Spread, String> {
    if let Some(mean) = text.strip_prefix("exp:") {
        return duration(mean).map(Spread::Exponential);
    }
    duration(text.strip_prefix("fixed:").unwrap_or(text)).map(Spread::Fixed)
}

/// Requests that come on their own: `poisson:800` or `fixed:800`, in a second.
pub fn rate(text: &str) -> Result<Source, String> {
    let wrong = || format!("`{text}` is no rate: write poisson:800 or fixed:800, for 800 requests a second.");
    let (kind, number) = text.split_once(':').ok_or_else(wrong)?;
    let rate: f64 = number.parse().map_err(|_| wrong())?;
    if !(1e-6..=1e9).contains(&rate) {
        return Err(format!("`{number}` is no rate: it must be above 0 and at most 1000000000."));
    }
    let mean = (1e9 / rate + 0.5) as Nanos;
    match kind {
        "poisson" => Ok(Source::Open { between: Spread::Exponential(mean) }),
        "fixed" => Ok(Source::Open { between: Spread::Fixed(mean) }),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_understood() {
        assert_eq!(duration("1.5ms"), Ok(1_500_000));
        assert_eq!(
            ["0", "999", "28,232", "1,000,000"].map(String::from),
            [0, 999, 28_232, 1_000_000].map(counted)
        );
        assert_eq!(duration("50us"), Ok(50_000));
        assert_eq!(duration("0"), Ok(0));
        assert_eq!(spread("20ms"), Ok(Spread::Fixed(20_000_000)));
        assert_eq!(spread("exp:1s"), Ok(Spread::Exponential(1_000_000_000)));
        let mix = Spread::Mix(vec![(99.0, Spread::Fixed(1000)), (1.0, Spread::Exponential(2000))]);
        assert_eq!(spread("mix:99%*1us,1%*exp:2us"), Ok(mix));
        assert_eq!(rate("poisson:800"), Ok(Source::Open { between: Spread::Exponential(1_250_000) }));
    }

    #[test]
    fn what_is_not_understood_gets_a_sentence() {
        for wrong in ["", "5", "ms", "-1ms", "1e99s", "NaNms", "infs"] {
            assert!(duration(wrong).is_err_and(|why| why.ends_with('.')), "{wrong}");
        }
        for wrong in ["mix:", "mix:1ms", "mix:x%*1ms", "mix:-1%*1ms", "exp:", "mix:NaN%*1ms"] {
            assert!(spread(wrong).is_err_and(|why| why.ends_with('.')), "{wrong}");
        }
        for wrong in ["800", "poisson", "poisson:0", "poisson:x", "uniform:5", "fixed:-3", "fixed:NaN"] {
            assert!(rate(wrong).is_err_and(|why| why.ends_with('.')), "{wrong}");
        }
    }
}
