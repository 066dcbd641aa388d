//! A load as options: names with values, the same on the command line, in the page's form and in experiments.

use super::draw::Spread;
use super::limits::{Means, PORTS};
use super::machine::Machine;
use super::program::{ARCHITECTURES, Architecture};
use super::setup::{Clients, Handler, Odd, Setup, Source};
use super::text::{self, counted};

/// Options without a value.
pub const FLAGS: [&str; 4] = ["json", "keep-alive", "blocks-loop", "gil"];

/// Options with a value.
pub const VALUES: [&str; 25] = [
    "server",
    "machine",
    "cores",
    "workers",
    "clients",
    "think",
    "rate",
    "cpu",
    "wait",
    "backlog",
    "requests",
    "seed",
    "time",
    "slice",
    "network",
    "switch",
    "odd",
    "odd-silence",
    "odd-cpu",
    "odd-wait",
    "resident",
    "sources",
    "descriptors",
    "ram",
    "port",
];

/// What is wrong with an option: its name, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Which option.
    pub option: &'static str,
    /// What is wrong with it, and what may stand there.
    pub why: String,
}

/// Options as they were given, the last of each counting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options(Vec<(String, String)>);

impl Options {
    /// Options in one line: `server=event-loop cores=2 keep-alive`.
    pub fn of(line: &str) -> Options {
        let mut options = Options::default();
        for word in line.split_whitespace() {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            options.set(name, value);
        }
        options
    }

    /// One line of them all.
    pub fn line(&self) -> String {
        let word = |(name, value): &(String, String)| {
            if value.is_empty() { name.clone() } else { format!("{name}={value}") }
        };
        self.0.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    /// Gives one a value, in place of the one it had.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Takes one away.
    pub fn unset(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// These, and what others say on top.
    pub fn with(&self, others: &Options) -> Options {
        let mut all = self.clone();
        others.0.iter().for_each(|(name, value)| all.set(name, value));
        all
    }

    /// The value of one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// Is it given?
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A value that one of the readers of `text` understands.
    fn read_as<T>(
        &self,
        option: &'static str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Wrong> {
        let read = |value: &str| read(value).map_err(|why| Wrong { option, why });
        self.get(option).map(read).transpose()
    }

    fn number(&self, option: &'static str, least: u64, most: u64) -> Result<Option<u64>, Wrong> {
        let read = |value: &str| {
            let number = value.replace('_', "").parse().ok().filter(|number| (least..=most).contains(number));
            number.ok_or_else(|| format!("`{value}` is not a whole number from {least} to {most}."))
        };
        self.read_as(option, read)
    }

    /// What they describe.
    pub fn setup(&self) -> Result<Setup, Wrong> {
        let server = self.read_as("server", |name| {
            Architecture::named(name).ok_or_else(|| {
                let names: Vec<&str> = ARCHITECTURES.iter().map(|(name, _)| *name).collect();
                format!("`{name}` is no server. There are {}.", names.join(", "))
            })
        })?;
        let missing = || Wrong { option: "server", why: "it is missing: which server is to run?".into() };
        let server = server.ok_or_else(missing)?;
        let machine = self.machine()?;
        let workers = self.number("workers", 1, 1 << 20)?.unwrap_or(machine.cores.into());
        let setup = Setup {
            server,
            workers: workers as u32,
            backlog: self.number("backlog", 0, 1 << 24)?.unwrap_or(511) as u32,
            handler: Handler {
                compute: self.read_as("cpu", text::spread)?.unwrap_or(Spread::Fixed(100_000)),
                wait: self.read_as("wait", text::spread)?.unwrap_or(Spread::Fixed(0)),
                blocks_loop: self.has("blocks-loop"),
            },
            clients: self.clients()?,
            means: self.means()?,
            seed: self.number("seed", 0, u64::MAX)?.unwrap_or(1),
            requests: self.number("requests", 1, 1 << 40)?.unwrap_or(100_000),
            most_time: self.read_as("time", text::duration)?,
            machine,
        };
        setup.possible()
    }

    fn machine(&self) -> Result<Machine, Wrong> {
        let machine = self.read_as("machine", |name| {
            Machine::named(name).ok_or_else(|| format!("`{name}` is no machine. There are linux and ideal."))
        })?;
        let mut machine = machine.unwrap_or_else(Machine::linux);
        if let Some(cores) = self.number("cores", 1, 64)? {
            machine.cores = cores as u32;
        }
        if let Some(slice) = self.read_as("slice", text::duration)? {
            machine.slice = slice.max(1);
        }
        if let Some(network) = self.read_as("network", text::duration)? {
            machine.network = network;
        }
        if let Some(switch) = self.read_as("switch", text::duration)? {
            machine.switch = switch;
        }
        if let Some(resident) = self.number("resident", 1, 1 << 20)? {
            machine.resident_mib = resident as u32;
        }
        machine.global_lock = self.has("gil");
        Ok(machine)
    }

    fn means(&self) -> Result<Means, Wrong> {
        let usual = Means::default();
        Ok(Means {
            sources: self.number("sources", 1, 1 << 24)?.map(|count| count as u32),
            descriptors: self.number("descriptors", 8, 1 << 30)?.unwrap_or(usual.descriptors),
            ram: self.number("ram", 64, 1 << 24)?.unwrap_or(usual.ram),
        })
    }

    fn clients(&self) -> Result<Clients, Wrong> {
        let count = self.number("clients", 1, 10_000_000)?;
        let think = self.read_as("think", text::spread)?;
        let source = match self.read_as("rate", text::rate)? {
            Some(_) if count.is_some() || think.is_some() => {
                let why = "it brings a new client for each request: clients and think do not go with it.";
                return Err(Wrong { option: "rate", why: why.into() });
            }
            Some(source) => source,
            None => {
                let think = think.unwrap_or(Spread::Fixed(0));
                Source::Closed { clients: count.unwrap_or(64) as u32, think }
            }
        };
        let silence = self.read_as("odd-silence", |value| match value {
            "forever" => Ok(None),
            value => text::duration(value).map(Some),
        })?;
        let odd = self.number("odd", 0, 10_000_000)?.filter(|count| *count > 0);
        let odd = match odd {
            Some(count) => Some(Odd {
                clients: count as u32,
                silence: silence.unwrap_or(Some(0)),
                compute: self.read_as("odd-cpu", text::spread)?,
                wait: self.read_as("odd-wait", text::spread)?,
            }),
            None => None,
        };
        Ok(Clients { source, keep_alive: self.has("keep-alive"), odd })
    }
}

impl Setup {
    /// Is there a port for each client? `connect` would fail for the others, and nobody asks them to try again.
    fn possible(self) -> Result<Setup, Wrong> {
        let (wanted, have) =
            (self.wanted().unwrap_or(0), self.means.sources.map(|count| u64::from(count) * PORTS));
        match have.filter(|have| *have < wanted) {
            None => Ok(self),
            Some(have) => Err(Wrong {
                option: "sources",
                why: format!(
                    "so few addresses have {} ports to connect from, and there are {} clients: connect() would fail with \
                     EADDRNOTAVAIL. {} addresses would do.",
                    counted(have),
                    counted(wanted),
                    counted(wanted.div_ceil(PORTS))
                ),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_and_written() {
        let line = "server=event-loop cores=4 cpu=exp:1ms keep-alive";
        let options = Options::of(line);
        assert_eq!(options.line(), line);
        let setup = options.with(&Options::of("cores=8")).setup().expect("it is right");
        assert_eq!((setup.machine.cores, setup.clients.keep_alive), (8, true));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, option) in [
            ("", "server"),
            ("server=apache", "server"),
            ("server=async cores=0", "cores"),
            ("server=async clients=5 rate=poisson:1", "rate"),
            ("server=async clients=28233 sources=1", "sources"),
            ("server=async odd=1 odd-silence=long", "odd-silence"),
        ] {
            let wrong = Options::of(line).setup().expect_err(line);
            assert_eq!(wrong.option, option);
            assert!(wrong.why.ends_with(['.', '?']), "{wrong:?}");
        }
    }
}
