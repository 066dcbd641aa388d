//! A line of text as words that know where they stand, and the values that words can be.

use super::Problem;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::time::Duration;

/// A word and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word; a quoted one with its quotes.
    pub text: &'a str,
    /// Line, from 1.
    pub line: u32,
    /// Column of its first character, from 1.
    pub column: u32,
}

/// The words of one statement, read from left to right.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    words: Vec<Word<'a>>,
    at: usize,
    line: u32,
    end: u32,
}

const UNITS: [(&str, u128); 4] = [("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000), ("ns", 1)];

impl<'a> Words<'a> {
    /// Splits a line at its spaces. `"several words"` are one word, and a word that begins with `#` begins a comment.
    /// `line` and `column` say where the text stands.
    pub fn split(text: &'a str, line: u32, column: u32) -> Result<Words<'a>, Problem> {
        let mut words = Vec::new();
        let mut rest = text.char_indices().zip(column..).peekable();
        while let Some(((from, first), column)) = rest.next() {
            if first.is_whitespace() {
                continue;
            }
            if first == '#' {
                break;
            }
            let quoted = first == '"';
            let mut to = from + first.len_utf8();
            let mut closed = !quoted;
            while let Some(((index, letter), _)) =
                rest.next_if(|((_, letter), _)| quoted || !letter.is_whitespace())
            {
                to = index + letter.len_utf8();
                if quoted && letter == '"' {
                    closed = true;
                    break;
                }
            }
            if !closed {
                return Err(
                    Problem::new(line, column, "This quotation has no end.").hint("Close it with `\"`.")
                );
            }
            words.push(Word { text: &text[from..to], line, column });
        }
        let end = column + u32::try_from(text.trim_end().chars().count()).unwrap_or(u32::MAX - column);
        Ok(Words { words, at: 0, line, end })
    }

    /// Are there no (more) words?
    pub fn is_empty(&self) -> bool {
        self.at == self.words.len()
    }

    /// The next word, left where it is.
    pub fn peek(&self) -> Option<Word<'a>> {
        self.words.get(self.at).copied()
    }

    /// The next word; `what` says in a problem what should have stood there.
    pub fn next(&mut self, what: &str) -> Result<Word<'a>, Problem> {
        let word = self.peek().ok_or_else(|| self.missing(what))?;
        self.at += 1;
        Ok(word)
    }

    /// Takes the next word if it is this one.
    pub fn take(&mut self, text: &str) -> bool {
        let taken = self.peek().is_some_and(|word| word.text == text);
        self.at += usize::from(taken);
        taken
    }

    /// The next words must be these, one by one.
    pub fn expect(&mut self, text: &str) -> Result<(), Problem> {
        for part in text.split(' ') {
            let word = self.next(&format!("`{part}`"))?;
            if word.text != part {
                return Err(word.problem(format!("`{part}` must stand here, not `{}`.", word.text)));
            }
        }
        Ok(())
    }

    /// No word may be left.
    pub fn finish(&self) -> Result<(), Problem> {
        match self.peek() {
            None => Ok(()),
            Some(word) => {
                Err(word.problem(format!("The statement ends before `{}`.", word.text)).hint("Take it away."))
            }
        }
    }

    fn missing(&self, what: &str) -> Problem {
        let before = self.words[..self.at].last().map(|word| format!(" after `{}`", word.text));
        Problem::new(self.line, self.end, format!("{what} is missing{}.", before.unwrap_or_default()))
    }
}

impl<'a> Word<'a> {
    /// A problem at this word.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.line, self.column, message)
    }

    /// A name: a letter, then letters, digits, `-`, `_` and `.`.
    pub fn name(&self) -> Result<&'a str, Problem> {
        let inner = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        if self.text.starts_with(|letter: char| letter.is_ascii_alphabetic()) && self.text.chars().all(inner)
        {
            return Ok(self.text);
        }
        Err(self
            .problem(format!("`{}` is not a name.", self.text))
            .hint("A name begins with a letter; letters, digits, `-`, `_` and `.` follow."))
    }

    /// A whole number that is not below `least`.
    pub fn number<N: std::str::FromStr + PartialOrd + std::fmt::Display>(
        &self,
        least: N,
    ) -> Result<N, Problem> {
        match self.text.parse::<N>() {
            Ok(number) if number >= least => Ok(number),
            _ => Err(self
                .problem(format!("`{}` is not a number that can stand here.", self.text))
                .hint(format!("Write a whole number from {least} on, without separators."))),
        }
    }

    /// An IPv4 address.
    pub fn address(&self) -> Result<Ipv4Addr, Problem> {
        self.text.parse().map_err(|_| {
            self.problem(format!("`{}` is not an IPv4 address.", self.text))
                .hint("An address is four numbers from 0 to 255, such as 192.168.1.10.")
        })
    }

    /// An IPv4 address and a port.
    pub fn endpoint(&self) -> Result<SocketAddrV4, Problem> {
        self.text.parse().map_err(|_| {
            self.problem(format!("`{}` is not an address with a port.", self.text))
                .hint("Write it as 192.168.1.10:49152.")
        })
    }

    /// A time such as `10us`, `1ms` or `1.5s`.
    pub fn duration(&self) -> Result<Duration, Problem> {
        let digits = self.text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let unit = UNITS.iter().find(|(unit, _)| *unit == &self.text[digits.len()..]);
        unit.and_then(|(_, nanos)| decimal(digits, *nanos)).map(Duration::from_nanos).ok_or_else(|| {
            self.problem(format!("`{}` is not a time.", self.text))
                .hint("Write a number and its unit (ns, us, ms, s) in one word, such as 10us, 1ms or 1.5s.")
        })
    }

    /// A share such as `1%` or `0.5%`, in millionths.
    pub fn share(&self) -> Result<u32, Problem> {
        let digits = self.text.strip_suffix('%');
        let share =
            digits.and_then(|digits| decimal(digits, 10_000)).and_then(|share| u32::try_from(share).ok());
        share.filter(|share| *share <= 1_000_000).ok_or_else(|| {
            self.problem(format!("`{}` is not a share.", self.text))
                .hint("Write a number from 0 to 100 and `%` in one word, such as 1% or 0.5%.")
        })
    }

    /// What stands between quotation marks.
    pub fn quoted(&self) -> Result<&'a str, Problem> {
        self.text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or_else(|| {
            self.problem(format!("`{}` must stand in quotation marks.", self.text)).hint("Write \"…\".")
        })
    }
}

/// A decimal number times a power of ten, exactly.
fn decimal(digits: &str, unit: u128) -> Option<u64> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |text: &str| (1..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(part) {
        return None;
    }
    let scale = 10_u128.pow(u32::try_from(part.len()).ok()?);
    let fraction = part.parse::<u128>().ok()? * unit;
    if !fraction.is_multiple_of(scale) {
        return None;
    }
    u64::try_from(whole.parse::<u128>().ok()? * unit + fraction / scale).ok()
}

/// A time in the largest unit that needs no fraction.
pub fn show_duration(time: Duration) -> String {
    let nanos = time.as_nanos();
    let (unit, size) = UNITS.into_iter().find(|(_, size)| nanos.is_multiple_of(*size)).unwrap_or(("ns", 1));
    format!("{}{unit}", nanos / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Word<'_> {
        Word { text, line: 1, column: 1 }
    }

    #[test]
    fn words_know_their_columns() {
        let words = Words::split("  über \"a b\" c # rest", 4, 3).unwrap();
        let found: Vec<_> = words.words.iter().map(|word| (word.text, word.column)).collect();
        assert_eq!(found, [("über", 5), ("\"a b\"", 10), ("c", 16)]);
        let open = Words::split("a \"b c", 4, 1).unwrap_err();
        assert_eq!((open.line, open.column), (4, 3));
    }

    #[test]
    fn times_are_exact() {
        for (text, nanos, shown) in [
            ("10us", 10_000, "10us"),
            ("1ms", 1_000_000, "1ms"),
            ("1.5s", 1_500_000_000, "1500ms"),
            ("0s", 0, "0s"),
            ("2.001us", 2001, "2001ns"),
        ] {
            let time = word(text).duration().unwrap();
            assert_eq!((time.as_nanos(), show_duration(time).as_str()), (nanos, shown), "{text}");
        }
        for text in
            ["", "1", "ms", "1 ms", "-1ms", "1.ms", ".5s", "1e3s", "0.5ns", "99999999999999999999s", "1m"]
        {
            assert!(word(text).duration().is_err(), "{text}");
        }
    }
}
