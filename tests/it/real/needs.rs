//! What the comparison needs of the machine, and what is missing here.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::tell;

/// The real Python on a machine where the comparison can be made.
#[derive(Clone, Debug)]
pub(crate) struct Real {
    /// The interpreter itself: a wrapper around it would only cost time.
    pub(crate) python: String,
    /// Its version.
    pub(crate) version: (u32, u32),
}

impl Real {
    /// The real Python and kernel; none where they cannot be used, and then it is said what is missing.
    pub(crate) fn new() -> Option<&'static Real> {
        static REAL: OnceLock<Result<Real, String>> = OnceLock::new();
        match REAL.get_or_init(find) {
            Ok(real) => Some(real),
            Err(missing) => {
                static SAID: OnceLock<()> = OnceLock::new();
                SAID.get_or_init(|| {
                    tell(&format!(
                        "Skipped: the comparison with the real CPython and Linux kernel. {missing}"
                    ));
                });
                None
            }
        }
    }
}

/// Can this command be run, and does it succeed?
pub(super) fn succeeds(command: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(command);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn find() -> Result<Real, String> {
    if !cfg!(target_os = "linux") {
        return Err("This is not Linux.".to_owned());
    }
    let python = python();
    let mut missing: Vec<&str> = Vec::new();
    if printed("id", &["-u"]).is_none_or(|user| user.trim() != "0") {
        missing.push("the user root");
    }
    if python.is_none() {
        missing.push("python3 (3.8 or newer)");
    }
    let tools = [("ip", "-Version"), ("ss", "--version"), ("unshare", "--version"), ("nsenter", "--version")];
    missing.extend(tools.iter().filter(|(tool, ask)| !succeeds(tool, &[ask])).map(|(tool, _)| *tool));
    match python {
        Some(_) if missing.is_empty() && !succeeds("unshare", &["-n", "-m", "true"]) => {
            Err("Network namespaces cannot be made here, even by root: `unshare -n -m true` fails."
                .to_owned())
        }
        Some(real) if missing.is_empty() => Ok(real),
        _ => Err(format!("Missing here: {}.", missing.join(", "))),
    }
}

fn printed(command: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(command).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn python() -> Option<Real> {
    let ask = "import sys; print(sys.version_info[0], sys.version_info[1], sys.executable)";
    let answer = printed("python3", &["-c", ask])?;
    let mut words = answer.trim().splitn(3, ' ');
    let version = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let python = words.next()?.to_owned();
    (version >= (3, 8) && Path::new(&python).is_absolute()).then_some(Real { python, version })
}
