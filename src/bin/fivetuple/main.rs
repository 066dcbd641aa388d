//! The command line: the same core without a browser.

mod arguments;
mod check;
mod help;
mod laboratory;
mod load;
mod load_file;
mod load_measure;
mod lookups;
mod reports;
mod run;
mod steps;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// Wrong usage, or a file that cannot be read.
const USAGE: u8 = 2;

/// Why a command did not do what it was asked for.
enum Trouble {
    /// The command line is wrong: the sentence, after which the help is offered.
    Usage(String),
    /// Anything else: what to print on the standard error, and the exit status.
    Other(String, u8),
    /// Whoever reads our output has gone.
    Unheard(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(problem: io::Error) -> Trouble {
        Trouble::Unheard(problem)
    }
}

type Done = Result<u8, Trouble>;

/// A command's name, what it does, and its help.
type Command = (&'static str, fn(&[String]) -> Done, &'static str);

/// Every command.
const COMMANDS: &[Command] = &[
    ("run", run::run, help::RUN),
    ("trace", steps::trace, help::TRACE),
    ("ss", reports::ss, help::SS),
    ("netstat", reports::netstat, help::NETSTAT),
    ("lsof", reports::lsof, help::LSOF),
    ("tcpdump", reports::tcpdump, help::TCPDUMP),
    ("strace", reports::strace, help::STRACE),
    ("lookups", lookups::lookups, help::LOOKUPS),
    ("load", laboratory::load, help::LOAD),
    ("check", check::check, help::CHECK),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (name, done) = match words.split_first() {
        None => ("", Err(Trouble::Usage("a command is missing".to_owned()))),
        Some((name, _)) if name == "--help" || name == "-h" || name == "help" => ("", print(help::ALL)),
        Some((name, rest)) => match COMMANDS.iter().find(|command| command.0 == name) {
            Some((name, _, help)) if rest.iter().any(|word| word == "--help") => (*name, print(help)),
            Some((name, command, _)) => (*name, command(rest)),
            None => ("", Err(Trouble::Usage(unknown(name)))),
        },
    };
    ExitCode::from(done.unwrap_or_else(|trouble| complain(name, trouble)))
}

fn print(text: &str) -> Done {
    io::stdout().write_all(text.as_bytes())?;
    Ok(0)
}

fn unknown(name: &str) -> String {
    let known = COMMANDS.iter().map(|command| command.0);
    let hint = fivetuple::scenario::problem::did_you_mean(name, known);
    format!("there is no command `{name}`. {hint}")
}

fn complain(command: &str, trouble: Trouble) -> u8 {
    match trouble {
        Trouble::Usage(message) => {
            let name =
                if command.is_empty() { "fivetuple".to_owned() } else { format!("fivetuple {command}") };
            eprintln!("{name}: {message}\nTry `{name} --help`.");
            USAGE
        }
        Trouble::Other(message, status) => {
            eprint!("{message}");
            status
        }
        Trouble::Unheard(problem) if problem.kind() == ErrorKind::BrokenPipe => 0,
        Trouble::Unheard(problem) => {
            eprintln!("fivetuple: {problem}");
            1
        }
    }
}
