//! The words of a command line: ours, and those that a report passes on to its tool.

use fivetuple::model::belief::Belief;

use super::Trouble;

/// What all commands understand.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    /// The script.
    pub(super) file: Option<String>,
    pub(super) world: Option<String>,
    pub(super) seed: Option<u64>,
    /// The wrong rule to run by.
    pub(super) believe: Option<Belief>,
    pub(super) at: Option<usize>,
    pub(super) host: Option<String>,
    /// Options that only this command has, with their values.
    pub(super) own: Vec<(String, String)>,
    /// What is left for the tool.
    pub(super) rest: Vec<String>,
}

/// How a command reads its words.
pub(super) struct Rules<'a> {
    /// Common options that it takes: `--at`, `--host`.
    pub(super) common: &'a [&'a str],
    /// Options of its own, all with a value.
    pub(super) own: &'a [&'a str],
    /// Does a tool take the words that are not ours?
    pub(super) tool: bool,
}

impl Arguments {
    pub(super) fn parse(words: &[String], rules: &Rules) -> Result<Arguments, Trouble> {
        let mut found = Arguments::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
                _ => (word.as_str(), None),
            };
            let known = ["--world", "--seed", "--believe"].contains(&name) || rules.common.contains(&name);
            if known || rules.own.contains(&name) {
                let value = value.or_else(|| words.next().cloned());
                let value = value.ok_or_else(|| Trouble::Usage(format!("{name} needs a value")))?;
                found.take(name, value)?;
            } else if found.file.is_none() && found.world.is_none() && !word.starts_with('-') {
                found.file = Some(word.clone());
            } else if rules.tool {
                found.rest.push(word.clone());
            } else if word.starts_with('-') {
                return Err(Trouble::Usage(format!("there is no option {word}")));
            } else {
                return Err(Trouble::Usage(format!("one file is enough, so what is {word}?")));
            }
        }
        match (&found.file, &found.world) {
            (None, None) => Err(Trouble::Usage("a FILE.py or --world FILE is missing".to_owned())),
            (Some(file), Some(_)) => {
                Err(Trouble::Usage(format!("with --world, the world names its programs, so what is {file}?")))
            }
            _ => Ok(found),
        }
    }

    fn take(&mut self, name: &str, value: String) -> Result<(), Trouble> {
        let number = || Trouble::Usage(format!("{name} needs a whole number from 0 on, and not {value}"));
        match name {
            "--world" => self.world = Some(value),
            "--seed" => self.seed = Some(value.parse().map_err(|_| number())?),
            "--believe" => self.believe = Some(belief(&value)?),
            "--at" => self.at = Some(value.parse().map_err(|_| number())?),
            "--host" => self.host = Some(value),
            _ => self.own.push((name.to_owned(), value)),
        }
        Ok(())
    }

    /// The last value of an option of the command's own.
    pub(super) fn own(&self, name: &str) -> Option<&str> {
        self.own.iter().rev().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

fn belief(name: &str) -> Result<Belief, Trouble> {
    Belief::named(name).ok_or_else(|| {
        let names = Belief::ALL.map(Belief::name).join(", ");
        Trouble::Usage(format!("--believe needs the name of a wrong rule, and not {name}. There are {names}"))
    })
}
