//! A scenario's programs, started at their times on real machines, and what they print there.

use std::fs;
use std::io::{PipeReader, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf, absolute};
use std::process::{ChildStdin, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use fivetuple::scenario::{Deed, PlanSpec, ProgramSpec, Scenario};

use super::Real;
use super::child::Group;
use super::machines::Machines;

/// A busy machine needs time; a program that is stuck must not hold up the tests for ever.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);
/// How long a program that has said all it should is watched for more.
const MORE: Duration = Duration::from_millis(200);

type Text = Arc<Mutex<Vec<u8>>>;

/// The programs of a scenario on real machines.
pub(super) struct Play {
    pub(super) machines: Machines,
    programs: Vec<Program>,
    /// Which of them are killed, and when: if they have been started by then.
    kills: Vec<(Duration, Vec<usize>)>,
    /// What all have printed, as it came.
    screen: Text,
    folder: Folder,
}

struct Program {
    start: Duration,
    group: Group,
    gate: Option<ChildStdin>,
    printed: Text,
}

/// A folder of its own for the programs' files.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("fivetuple-real-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = Folder(std::env::temp_dir().join(name));
        fs::create_dir_all(&folder.0).expect("a folder");
        folder
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Play {
    /// Builds the machines, and an interpreter for every program, which waits for its time.
    pub(super) fn new(real: &Real, scenario: &Scenario) -> Play {
        let (machines, folder, screen) = (Machines::new(scenario), Folder::new(), Text::default());
        for module in &scenario.modules {
            fs::write(folder.0.join(&module.file), &module.source).expect("a file");
        }
        let programs =
            scenario.programs.iter().map(|spec| Program::new(real, spec, &machines, &folder.0, &screen));
        let programs = programs.collect();
        let kill = |plan: &PlanSpec| match &plan.what {
            Deed::Kill { file, host } => {
                let specs = scenario.programs.iter().enumerate();
                let meant = specs.filter(|(_, spec)| spec.file == *file && spec.host == *host);
                Some((plan.at, meant.map(|(number, _)| number).collect()))
            }
            _ => None,
        };
        let kills = scenario.plan.iter().filter_map(kill).collect();
        let play = Play { machines, programs, kills, screen, folder };
        let ready = |program: &Program| !program.printed.lock().expect("no reader failed").is_empty();
        until(PATIENCE, || play.programs.iter().all(ready));
        for program in &play.programs {
            assert!(ready(program), "an interpreter that waits in {}", play.folder.0.display());
            program.printed.lock().expect("no reader failed").remove(0);
        }
        play.screen.lock().expect("no reader failed").clear();
        play
    }

    /// Starts and kills the programs whose time has come. False when there is nothing more to start or kill.
    pub(super) fn start(&mut self, now: Duration) -> bool {
        let Play { kills, programs, .. } = self;
        kills.retain(|(at, meant)| {
            for number in meant.iter().filter(|_| *at <= now) {
                let program = &mut programs[*number];
                if program.gate.is_none() && program.group.ended().is_none() {
                    let _ = program.group.end();
                }
            }
            *at > now
        });
        for program in self.programs.iter_mut().filter(|program| program.start <= now) {
            if let Some(mut gate) = program.gate.take() {
                let _ = gate.write_all(b"\n");
            }
        }
        !self.kills.is_empty() || self.programs.iter().any(|program| program.gate.is_some())
    }

    /// Has this been printed?
    pub(super) fn shows(&self, text: &str) -> bool {
        String::from_utf8_lossy(&self.screen.lock().expect("no reader failed")).contains(text)
    }

    /// What a program prints until it ends; or, if it is not to end, until it has printed so much, and a moment longer.
    pub(super) fn finish(&mut self, number: usize, ends: bool, expected: usize) -> (String, Option<i32>) {
        let program = &mut self.programs[number];
        until(PATIENCE, || program.group.ended().is_some() || (!ends && program.length() >= expected));
        until(MORE, || program.length() > expected);
        // Its children may live on: what they print is awaited too.
        until(if ends { PATIENCE / 10 } else { MORE }, || program.length() >= expected);
        let status = program.group.ended();
        let status = status.map(|status| status.code().unwrap_or_else(|| -status.signal().unwrap_or(0)));
        let text = program.printed.lock().expect("no reader failed");
        // Since 3.9 Python names the main file with its whole path.
        let folder = format!("{}/", self.folder.0.display());
        (String::from_utf8_lossy(&text).replace(&folder, ""), status)
    }
}

impl Program {
    fn new(real: &Real, spec: &ProgramSpec, machines: &Machines, folder: &Path, screen: &Text) -> Program {
        fs::write(folder.join(&spec.file), &spec.source).expect("a file");
        let mut command = machines.host(&spec.host).command(&[&real.python, &spec.file]);
        command.current_dir(folder).stdin(Stdio::piped());
        command.env("PYTHONPATH", absolute("tests/real").expect("a path"));
        command.envs([("PYTHONUNBUFFERED", "1"), ("LC_ALL", "C.UTF-8"), ("PYTHONDONTWRITEBYTECODE", "1")]);
        command.env("FIVETUPLE_GATE", "closed");
        let (mut group, reader) = Group::start(command);
        let gate = group.child().stdin.take();
        let printed = Text::default();
        keep(reader, printed.clone(), screen.clone());
        Program { start: spec.start, group, gate, printed }
    }

    fn length(&self) -> usize {
        self.printed.lock().expect("no reader failed").len()
    }
}

fn keep(mut reader: PipeReader, printed: Text, screen: Text) {
    thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(length @ 1..) = reader.read(&mut piece) {
            printed.lock().expect("no reader failed").extend_from_slice(&piece[..length]);
            screen.lock().expect("no reader failed").extend_from_slice(&piece[..length]);
        }
    });
}

/// Waits until something is so, at most so long.
pub(super) fn until(limit: Duration, mut so: impl FnMut() -> bool) -> bool {
    let began = Instant::now();
    loop {
        if so() {
            return true;
        }
        if began.elapsed() >= limit {
            return false;
        }
        sleep(Duration::from_millis(1));
    }
}
