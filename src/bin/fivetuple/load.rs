//! From files to a world that is ready to run.

use std::fs;
use std::io;
use std::path::Path;

use fivetuple::model::diagnostic::Diagnostic;
use fivetuple::model::id::HostId;
use fivetuple::model::world::World;
use fivetuple::report::Commands;
use fivetuple::scenario::{build, single_host, text};
use fivetuple::script;
use fivetuple::trace::{Run, Trace};

use super::arguments::Arguments;
use super::{Trouble, USAGE};

/// What a run's chance is drawn from where nobody says otherwise.
const SEED: u64 = 1;
/// A script that is wrong ends as Python does on a syntax error.
const WRONG_SCRIPT: u8 = 1;

/// The world that the command line asks for.
pub(super) fn world(arguments: &Arguments) -> Result<World, Trouble> {
    let mut world = match (&arguments.world, &arguments.file) {
        (Some(file), _) => from_scenario(file, arguments.seed)?,
        (None, file) => from_script(file.as_deref().unwrap_or_default(), arguments.seed.unwrap_or(SEED))?,
    };
    world.belief = arguments.believe.or(world.belief);
    Ok(world)
}

fn from_script(file: &str, seed: u64) -> Result<World, Trouble> {
    let source = read(Path::new(file))?;
    let beside = beside(Path::new(file), &source);
    let modules = script::program_beside(file, &source, &beside).map_err(|problems| wrong(&problems))?;
    let mut world = single_host(modules, file, seed);
    world.seed = seed;
    Ok(world)
}

/// The files in a script's folder that it imports, or that these import.
pub(super) fn beside(script: &Path, source: &str) -> Vec<(String, String)> {
    script::beside(source, &mut |file| fs::read_to_string(script.with_file_name(file)).ok())
}

fn from_scenario(file: &str, seed: Option<u64>) -> Result<World, Trouble> {
    let path = Path::new(file);
    let mut scenario = text::parse(&read(path)?).map_err(|problems| {
        let lines: String = problems.iter().map(|problem| problem.in_file(file) + "\n").collect();
        Trouble::Other(lines, USAGE)
    })?;
    if let Some(seed) = seed {
        scenario.seed = seed;
    }
    let names: Vec<String> = scenario.files().into_iter().map(str::to_owned).collect();
    for name in names {
        let source = read(&path.with_file_name(&name))?;
        scenario.give_source(&name, &source);
    }
    build(&scenario).map_err(|problems| wrong(&problems))
}

pub(super) fn read(path: &Path) -> Result<String, Trouble> {
    fs::read_to_string(path).map_err(|problem| unreadable(path, &problem))
}

pub(super) fn unreadable(path: &Path, problem: &io::Error) -> Trouble {
    Trouble::Other(format!("fivetuple: cannot read {}: {problem}\n", path.display()), USAGE)
}

pub(super) fn wrong(problems: &[Diagnostic]) -> Trouble {
    let lines = problems.iter().map(|problem| match &problem.hint {
        Some(hint) => format!("{problem} {hint}\n"),
        None => format!("{problem}\n"),
    });
    Trouble::Other(lines.collect(), WRONG_SCRIPT)
}

/// The whole run of a world.
pub(super) fn finished(world: World) -> Trace {
    Run::new(world).finish(&Commands)
}

/// The host that a report is about: the one named, or the only one there is.
pub(super) fn host(arguments: &Arguments, world: &World) -> Result<HostId, Trouble> {
    let names = || world.hosts.iter().map(|host| host.name.as_str()).collect::<Vec<_>>().join(", ");
    match (&arguments.host, world.hosts.as_slice()) {
        (Some(name), _) => match world.host_named(name) {
            Some(host) => Ok(host.id),
            None => Err(Trouble::Usage(format!("there is no host {name}; there are {}", names()))),
        },
        (None, [only]) => Ok(only.id),
        // Machines that a script added stand after the one that it runs on.
        (None, [first, ..]) if arguments.world.is_none() => Ok(first.id),
        (None, _) => Err(Trouble::Usage(format!("--host is missing; there are {}", names()))),
    }
}
