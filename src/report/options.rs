//! Command-line options as `getopt_long` reads them: options and other words in any order.

/// The options that a command knows: its letters, and its long names with the letter that each stands for.
pub(super) struct Known {
    /// Letters; a colon after one says that it takes a value.
    pub(super) letters: &'static str,
    pub(super) long: &'static [(&'static str, char)],
}

/// What was given: each option with its value, and the words that are none.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub(super) options: Vec<(char, String)>,
    pub(super) words: Vec<String>,
}

impl Given {
    pub(super) fn has(&self, letter: char) -> bool {
        self.options.iter().any(|(given, _)| *given == letter)
    }
}

/// Sorts the words of a command line; what is wrong is said as `getopt_long` says it.
pub(super) fn parse(command: &str, known: &Known, args: &[String]) -> Result<Given, String> {
    let mut given = Given::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "--" {
            given.words.extend(args.by_ref().cloned());
        } else if let Some(name) = arg.strip_prefix("--") {
            let (name, value) = name.split_once('=').unwrap_or((name, ""));
            let letter = long(known, name).ok_or(format!("{command}: unrecognized option '{arg}'\n"))?;
            given.options.push((letter, value.to_owned()));
        } else if let Some(letters) = arg.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            let mut rest = letters;
            while let Some(letter) = rest.chars().next() {
                rest = &rest[letter.len_utf8()..];
                let takes_value = takes_value(known, letter)
                    .ok_or_else(|| format!("{command}: invalid option -- '{letter}'\n"))?;
                let value = match (takes_value, rest) {
                    (false, _) => "",
                    (true, "") => args
                        .next()
                        .ok_or_else(|| format!("{command}: option requires an argument -- '{letter}'\n"))?,
                    (true, value) => value,
                };
                if takes_value {
                    rest = "";
                }
                given.options.push((letter, value.to_owned()));
            }
        } else {
            given.words.push(arg.clone());
        }
    }
    Ok(given)
}

fn long(known: &Known, name: &str) -> Option<char> {
    known.long.iter().find(|(long, _)| *long == name).map(|(_, letter)| *letter)
}

/// Does this letter take a value? `None`: it is not known at all.
fn takes_value(known: &Known, letter: char) -> Option<bool> {
    let place = known.letters.find(letter).filter(|_| letter != ':')?;
    Some(known.letters[place + letter.len_utf8()..].starts_with(':'))
}
