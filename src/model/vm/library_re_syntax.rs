//! Python's regular expressions in the spelling of the crate that matches them.

use std::iter::Peekable;
use std::str::Chars;

/// What Python's flags are called in numbers.
pub(super) const IGNORE_CASE: i64 = 2;
pub(super) const MULTI_LINE: i64 = 8;
pub(super) const DOT_ALL: i64 = 16;
const VERBOSE: i64 = 64;

/// A pattern in the crate's spelling.
#[derive(Debug, PartialEq)]
pub(super) struct Pattern {
    pub(super) text: String,
    /// Does it contain a `$`, which in Python also matches before a line feed at the end?
    pub(super) dollar: bool,
    /// The flags, with those that the pattern itself set.
    pub(super) flags: i64,
}

struct Translator<'a> {
    rest: Peekable<Chars<'a>>,
    /// How many characters the pattern has.
    length: usize,
    /// Where the groups that are open began.
    open: Vec<usize>,
    /// Is there something that could be repeated?
    repeatable: bool,
    out: String,
    dollar: bool,
    flags: i64,
}

type Result<T = ()> = std::result::Result<T, String>;

const NO_LOOK_AROUND: &str = "This laboratory's regular expressions have no look-ahead and look-behind.";
const NO_BACK_REFERENCE: &str = "This laboratory's regular expressions have no back-references.";
const NO_POSSESSIVE: &str =
    "This laboratory's regular expressions have no possessive repeats and atomic groups.";

/// Translates a pattern, or says in a sentence why that cannot be.
pub(super) fn translate(pattern: &str, flags: i64) -> Result<Pattern> {
    let mut translator = Translator {
        rest: pattern.chars().peekable(),
        length: pattern.chars().count(),
        open: Vec::new(),
        repeatable: false,
        out: String::new(),
        dollar: false,
        flags,
    };
    while let Some(letter) = translator.rest.next() {
        translator.one(letter)?;
    }
    if let Some(start) = translator.open.pop() {
        return Err(format!("missing ), unterminated subpattern at position {start}"));
    }
    let Translator { out, dollar, flags, .. } = translator;
    Ok(Pattern { text: out, dollar: dollar && flags & MULTI_LINE == 0, flags })
}

impl Translator<'_> {
    /// The place of the character that was taken last.
    fn place(&self) -> usize {
        self.length - self.rest.clone().count() - 1
    }

    fn one(&mut self, letter: char) -> Result {
        let verbose = self.flags & VERBOSE != 0;
        match letter {
            '#' if verbose => while self.rest.next().is_some_and(|letter| letter != '\n') {},
            _ if verbose && letter.is_ascii_whitespace() => {}
            '*' | '+' | '?' => {
                if !self.repeatable {
                    return Err(format!("nothing to repeat at position {}", self.place()));
                }
                self.out.push(letter);
                self.after_repeat()?;
            }
            '{' => self.braces()?,
            '(' => {
                self.open.push(self.place());
                let before = std::mem::take(&mut self.repeatable);
                if self.rest.next_if_eq(&'?').is_none() {
                    self.out.push('(');
                } else if self.rest.peek() == Some(&'#') {
                    self.comment()?;
                    self.repeatable = before;
                } else {
                    self.group()?;
                }
            }
            _ => {
                self.repeatable = !matches!(letter, '^' | '|');
                self.plain(letter)?;
            }
        }
        Ok(())
    }

    fn plain(&mut self, letter: char) -> Result {
        match letter {
            '\\' => {
                let piece = self.escape(false)?;
                self.out.push_str(&piece);
            }
            '[' => self.class()?,
            ')' if self.open.pop().is_none() => {
                return Err(format!("unbalanced parenthesis at position {}", self.place()));
            }
            _ => {
                self.dollar |= letter == '$';
                self.out.push(letter);
            }
        }
        Ok(())
    }

    fn literal(letter: char) -> String {
        if letter.is_ascii_alphanumeric() || !letter.is_ascii() {
            letter.to_string()
        } else {
            format!("\\x{{{:x}}}", u32::from(letter))
        }
    }

    /// What follows a backslash.
    fn escape(&mut self, in_class: bool) -> Result<String> {
        let start = self.place();
        let end = || format!("bad escape (end of pattern) at position {start}");
        let letter = self.rest.next().ok_or_else(end)?;
        Ok(match letter {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' | 'n' | 't' | 'r' | 'f' | 'v' | 'a' => format!("\\{letter}"),
            'b' if in_class => "\\x{8}".into(),
            'b' | 'B' | 'A' if !in_class => format!("\\{letter}"),
            'Z' if !in_class => "\\z".into(),
            'x' => self.number(16, 2, 2)?,
            'u' => self.number(16, 4, 4)?,
            'U' => self.number(16, 8, 8)?,
            '0' => self.number(8, 0, 2)?,
            '1'..='9' => return Err(NO_BACK_REFERENCE.into()),
            _ if letter.is_ascii_alphabetic() => {
                return Err(format!("bad escape \\{letter} at position {start}"));
            }
            _ => Self::literal(letter),
        })
    }

    fn number(&mut self, radix: u32, least: usize, most: usize) -> Result<String> {
        let (mut value, mut count) = (0, 0);
        while count < most
            && let Some(digit) = self.rest.peek().and_then(|letter| letter.to_digit(radix))
        {
            value = value * radix + digit;
            count += 1;
            self.rest.next();
        }
        let letter = char::from_u32(value).filter(|_| count >= least);
        Ok(Self::literal(letter.ok_or("incomplete escape")?))
    }

    /// A `[…]`. What other dialects understand there (nested classes, intersections) is plain text in Python.
    fn class(&mut self) -> Result {
        let start = self.place();
        let unterminated = || format!("unterminated character set at position {start}");
        self.out.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        let mut first = true;
        loop {
            let letter = self.rest.next().ok_or_else(unterminated)?;
            if letter == ']' && !first {
                self.out.push(']');
                return Ok(());
            }
            first = false;
            let low = if letter == '\\' { self.escape(true)? } else { Self::literal(letter) };
            self.out.push_str(&low);
            if self.rest.next_if_eq(&'-').is_none() {
                continue;
            }
            match self.rest.peek() {
                None => return Err(unterminated()),
                Some(']') => self.out.push_str("\\x{2d}"),
                Some(_) => {
                    let letter = self.rest.next().unwrap_or_default();
                    let high = if letter == '\\' { self.escape(true)? } else { Self::literal(letter) };
                    self.out.push('-');
                    self.out.push_str(&high);
                }
            }
        }
    }

    /// What follows `(?`.
    fn group(&mut self) -> Result {
        match self.rest.peek() {
            Some('P') => {
                self.rest.next();
                match self.rest.next() {
                    Some('<') => self.name()?,
                    Some('=') => return Err(NO_BACK_REFERENCE.into()),
                    _ => return Err("unknown extension ?P".into()),
                }
            }
            Some('=' | '!' | '<') => return Err(NO_LOOK_AROUND.into()),
            Some('>') => return Err(NO_POSSESSIVE.into()),
            Some('(') => return Err(NO_BACK_REFERENCE.into()),
            _ => self.flags()?,
        }
        Ok(())
    }

    /// The rest of `(?#…)`: nothing of it is matched.
    fn comment(&mut self) -> Result {
        if !self.rest.any(|letter| letter == ')') {
            let start = self.open.pop().unwrap_or_default();
            return Err(format!("missing ), unterminated comment at position {start}"));
        }
        self.open.pop();
        Ok(())
    }

    /// A group's name, after `(?P<`.
    fn name(&mut self) -> Result {
        let start = self.place() + 1;
        let name: String = self.rest.by_ref().take_while(|letter| *letter != '>').collect();
        let closed = self.length - self.rest.clone().count() > start + name.chars().count();
        let first = name.chars().next();
        if name.is_empty() {
            return Err(format!("missing group name at position {start}"));
        }
        if !closed {
            return Err(format!("missing >, unterminated name at position {start}"));
        }
        let letters = name.chars().all(|letter| letter == '_' || letter.is_alphanumeric());
        if !letters || first.is_some_and(char::is_numeric) {
            return Err(format!("bad character in group name '{name}' at position {start}"));
        }
        self.out.push_str(&format!("(?P<{name}>"));
        Ok(())
    }

    /// Flags inside the pattern: `(?i)` for all of it, `(?i:…)` for a part.
    fn flags(&mut self) -> Result {
        let mut letters = String::new();
        loop {
            match self.rest.next() {
                Some(':') => {
                    self.out.push_str(&format!("(?{letters}:"));
                    return Ok(());
                }
                Some(')') => {
                    self.open.pop();
                    break;
                }
                Some('a' | 'u' | 'L') => {}
                Some(letter @ ('i' | 'm' | 's' | 'x' | '-')) => letters.push(letter),
                Some(letter) => return Err(format!("unknown extension ?{letter}")),
                None => return Err("missing -, : or )".into()),
            }
        }
        for letter in letters.chars() {
            self.flags |= match letter {
                'i' => IGNORE_CASE,
                'm' => MULTI_LINE,
                's' => DOT_ALL,
                'x' => VERBOSE,
                _ => return Err("missing :".into()),
            };
        }
        Ok(())
    }

    /// `{2}`, `{2,}`, `{,3}`, `{2,3}`, or else a plain brace.
    fn braces(&mut self) -> Result {
        let inside: String = self.rest.clone().take_while(|letter| *letter != '}').collect();
        let closed = self.rest.clone().nth(inside.chars().count()) == Some('}');
        let digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
        let (low, high) = inside.split_once(',').unwrap_or((&inside, &inside));
        if !closed || inside.is_empty() || !digits(low) || !digits(high) {
            self.repeatable = true;
            self.out.push_str("\\{");
            return Ok(());
        }
        if !self.repeatable {
            return Err(format!("nothing to repeat at position {}", self.place()));
        }
        let low = if low.is_empty() { "0" } else { low };
        let comma = if inside.contains(',') { format!(",{high}") } else { String::new() };
        self.out.push_str(&format!("{{{low}{comma}}}"));
        self.rest.nth(inside.chars().count());
        self.after_repeat()
    }

    fn after_repeat(&mut self) -> Result {
        match self.rest.peek() {
            Some('?') => {
                self.rest.next();
                self.out.push('?');
            }
            Some('+') => return Err(NO_POSSESSIVE.into()),
            _ => {}
        }
        match self.rest.peek() {
            Some('*' | '+' | '?') => Err(format!("multiple repeat at position {}", self.place() + 1)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[test]
    fn patterns_are_respelled() {
        let cases = [
            (r":(\d+)$", r":(\d+)$"),
            (r"a{,3}b{2,}c{x}", r"a{0,3}b{2,}c\{x}"),
            (r"[]a-z-9[&&]+?", r"[\x{5d}a-z\x{2d}9\x{5b}\x{26}\x{26}]+?"),
            (r"[^\w-]\Z", r"[^\w\x{2d}]\z"),
            (r"\/\x41\0[\b]", r"\x{2f}A\x{0}[\x{8}]"),
            (r"(?P<n>a)(?:b)(?#no)+(?i:c)", r"(?P<n>a)(?:b)+(?i:c)"),
        ];
        for (python, ours) in cases {
            assert_eq!(translate(python, 0).expect(python).text, ours, "{python}");
        }
    }

    #[test]
    fn spaces_and_comments_go_where_the_pattern_is_verbose() {
        assert_eq!(translate("a b # c\n [ #]\\ ", 64).expect("it is right").text, r"ab[\x{20}\x{23}]\x{20}");
        assert_eq!(translate("(?x) a b", 0).expect("it is right").text, "ab");
    }

    #[test]
    fn what_cannot_be_is_said() {
        for pattern in [
            r"(?=a)", r"(?<!a)", r"(a)\1", r"(?P=n)", "a++", "a**", "[a", r"\q", "(?>a)", "(a", "a)", "*a",
            "(|?)",
        ] {
            assert!(translate(pattern, 0).is_err(), "{pattern}");
        }
    }
}
