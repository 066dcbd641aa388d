//! The scripts of `tests/kernel` and `tests/python`, under the real CPython.

use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::needs::succeeds;
use super::{Real, all, child, in_parallel, tell};
use crate::script;

/// A case that takes longer is run only when everything is to be run.
const LONG: u64 = 60;
/// On a machine that is busy with other things everything takes longer.
const PATIENCE: u64 = 4;
/// The scripts that show errors and tracebacks have what this version prints.
const PRINTED_BY: (u32, u32) = (3, 11);

/// In a fresh network namespace with its loopback, and with a `/run` of its own, where `ip` keeps the namespaces that a
/// script makes: they vanish with it.
const ALONE: &str = r#"mount -t tmpfs none /run && ip link set lo up && exec "$0" "$1""#;

fn on_linux(real: &Real, path: &Path) -> String {
    let mut command = Command::new("unshare");
    command.args(["-n", "-m", "sh", "-c", ALONE, &real.python]);
    command.arg(absolute(path).expect("a path")).current_dir("/");
    command.env("PYTHONPATH", absolute("tests/real").expect("a path"));
    command.envs([("PYTHONUNBUFFERED", "1"), ("LC_ALL", "C.UTF-8"), ("PYTHONDONTWRITEBYTECODE", "1")]);
    child::output(command, Duration::from_secs(PATIENCE * seconds(path)))
}

/// How long a case may take: its header says so where it is more than the usual.
fn seconds(path: &Path) -> u64 {
    let text = text(path);
    let said = text.lines().take(12).find_map(|line| line.strip_prefix("time: "));
    said.and_then(|said| said.trim().parse().ok()).unwrap_or(20)
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

/// Which tool a case needs that is not here, if there is one.
fn lacks(source: &str, here: &[(&'static str, bool)]) -> Option<&'static str> {
    let uses = |tool: &str| match tool {
        "iptables" => source.contains("lab.Net(") || source.contains(".fw("),
        "sysctl" => source.contains("import lab"),
        "/dev/net/tun" => source.contains("lab.Wire("),
        _ => source.contains(tool),
    };
    here.iter().find(|(tool, there)| !there && uses(tool)).map(|(tool, _)| *tool)
}

fn tools() -> Vec<(&'static str, bool)> {
    vec![
        ("netstat", succeeds("netstat", &["--version"]) || succeeds("netstat", &["-tan"])),
        ("iptables", succeeds("iptables", &["--version"])),
        ("conntrack", succeeds("conntrack", &["--version"])),
        ("sysctl", succeeds("sysctl", &["--version"])),
        ("/dev/net/tun", Path::new("/dev/net/tun").exists()),
    ]
}

#[test]
fn linux_prints_what_the_cases_say() {
    let Some(real) = Real::new() else { return };
    let here = tools();
    let (mut chosen, mut left): (Vec<PathBuf>, Vec<String>) = (Vec::new(), Vec::new());
    for path in script::cases("tests/kernel") {
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match lacks(&text(&path), &here) {
            Some(tool) => left.push(format!("{name} (no {tool} here)")),
            None if seconds(&path) > LONG && !all() => left.push(format!("{name} (takes long)")),
            None => chosen.push(path),
        }
    }
    if !left.is_empty() {
        tell(&format!(
            "On the real kernel: {} cases, but not {}. FIVETUPLE_REAL=all runs those that take long.",
            chosen.len(),
            left.join(", ")
        ));
    }
    check(&chosen, "Linux", |path| on_linux(real, path));
}

#[test]
fn cpython_prints_what_the_scripts_say() {
    let Some(real) = Real::new() else { return };
    if real.version != PRINTED_BY {
        let (major, minor) = real.version;
        tell(&format!(
            "Skipped: tests/python under the real CPython. It has what 3.11 prints; here is {major}.{minor}."
        ));
        return;
    }
    check(&script::cases("tests/python"), "CPython", |path| {
        let mut command = Command::new(&real.python);
        command.arg(path.file_name().expect("a file")).current_dir("tests/python").stdin(Stdio::null());
        command.envs([("LC_ALL", "C.UTF-8"), ("PYTHONDONTWRITEBYTECODE", "1")]);
        String::from_utf8_lossy(&command.output().expect("Python").stdout).into_owned()
    });
}

/// Runs the scripts and compares. A machine that is busy can upset a script's timing: so what differs is tried again,
/// alone, and is wrong if it differs three times.
fn check(paths: &[PathBuf], truth: &str, run: impl Fn(&Path) -> String + Sync) {
    let wanted = |path: &Path| text(&path.with_extension("expected"));
    let first = in_parallel(paths, |path| run(path));
    let mut differ = Vec::new();
    for (path, got) in paths.iter().zip(first) {
        let wanted = wanted(path);
        let again = || (0..2).any(|_| run(path) == wanted);
        if got != wanted && !again() {
            differ.push(format!("{}\n--- expected\n{wanted}--- {truth}\n{got}", path.display()));
        }
    }
    assert!(differ.is_empty(), "{} of {} differ\n{}", differ.len(), paths.len(), differ.join("\n"));
}
