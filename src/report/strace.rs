//! `strace -f -o`: system calls with their arguments and answers, as strace prints them for Linux on x86-64.
//!
//! Only calls that Linux has stand in it; what the model's library asks for besides (`work`, `lab_net` …) does not.
//!
//! Not modelled, because they say nothing of sockets: calls of the interpreter itself in `strace`, and addresses of memory.
//! Addresses are all the same here.

use std::ops::Range;
use std::rc::Rc;

use crate::model::datum::{Datum, Failure};
use crate::model::event::Event;
use crate::model::id::{Pid, Tid};
use crate::model::process::Answer;
use crate::model::sorted::SortedMap;
use crate::trace::Trace;

/// How many bytes of a buffer are shown (`strace -s`).
const SHOWN: usize = 32;
/// Answers stand in a column of their own (`strace -a`).
const COLUMN: usize = 40;
/// Some place in a program's memory.
const MEMORY: &str = "0x7ffd5e8c3b70";

/// The system calls of some steps, of one process or of all; each line begins with its thread's number. A call that
/// has to wait is cut in two: `<unfinished ...>` and `<... resumed>`.
pub fn strace(trace: &Trace, steps: Range<usize>, pid: Option<Pid>) -> String {
    let last = trace.world_at(steps.end.min(trace.steps.len()));
    let mut owners: SortedMap<Tid, Pid> = last.processes.keys().map(|pid| (Tid(pid.0), *pid)).collect();
    let mut open: SortedMap<Tid, Open> = SortedMap::new();
    let mut lines = String::new();
    for (number, step) in trace.steps.iter().enumerate().take(steps.end) {
        for event in &trace.events[step.events.clone()] {
            if let Event::ThreadStarted { pid, tid, .. } = event {
                owners.insert(*tid, *pid);
            }
            let Some((tid, line)) = line(event, &mut open) else { continue };
            let wanted = number >= steps.start && pid.is_none_or(|pid| owners.get(&tid) == Some(&pid));
            if wanted {
                lines += &line;
            }
        }
    }
    lines
}

/// A call that is not answered yet.
struct Open {
    name: Rc<str>,
    args: Vec<Datum>,
    /// Its first half has been printed.
    cut: bool,
}

/// What one event adds; calls wait in `open` until they are answered.
fn line(event: &Event, open: &mut SortedMap<Tid, Open>) -> Option<(Tid, String)> {
    match event {
        Event::Called { tid, name, args } => {
            open.insert(*tid, Open { name: name.clone(), args: args.clone(), cut: false });
            None
        }
        Event::Blocked { tid, .. } => {
            let call = open.get_mut(tid).filter(|call| !call.cut)?;
            let (before, _) = arguments(&call.name, &call.args, None)?;
            call.cut = true;
            Some((*tid, format!("{:<5} {}({before} <unfinished ...>\n", tid.0, linux_name(&call.name))))
        }
        Event::Returned { tid, answer } => {
            let call = open.remove(tid)?;
            let (before, after) = arguments(&call.name, &call.args, Some(answer))?;
            let name = linux_name(&call.name);
            let call_text = match call.cut {
                true => format!("<... {name} resumed>{after})"),
                false => format!("{name}({before}{after})"),
            };
            Some((*tid, answered(tid.0, &call_text, &result(&call.name, answer))))
        }
        Event::ProcessExited { pid, status } => {
            if *status < 0 {
                let line = format!("{:<5} +++ killed by {} +++\n", pid.0, signal_name(-status));
                return Some((Tid(pid.0), line));
            }
            let call = answered(pid.0, &format!("exit_group({status})"), "?");
            Some((Tid(pid.0), format!("{call}{:<5} +++ exited with {status} +++\n", pid.0)))
        }
        _ => None,
    }
}

fn answered(tid: u32, call: &str, result: &str) -> String {
    let text = format!("{tid:<5} {call}");
    format!("{text:<width$} = {result}\n", width = COLUMN - 1)
}

fn linux_name(name: &str) -> &str {
    match name {
        "accept" => "accept4",
        "send" => "sendto",
        "recv" => "recvfrom",
        "sleep" => "clock_nanosleep",
        "waitpid" => "wait4",
        "clone" => "clone3",
        name => name,
    }
}

/// A call's arguments: those that are known when it begins, and those that the kernel fills in.
/// `None`: Linux has no such call.
fn arguments(name: &str, args: &[Datum], answer: Option<&Answer>) -> Option<(String, String)> {
    let text = |index: usize| args.get(index).map_or(String::new(), plain);
    let int = |index: usize| match args.get(index) {
        Some(Datum::Int(value)) => *value,
        _ => 0,
    };
    let fd = text(0);
    let value = answer.and_then(|answer| answer.as_ref().ok());
    let known = |before: String| Some((before, String::new()));
    let filled = |before: String, after: String| Some((before + ", ", after));
    match name {
        "socket" => known(made(int(0), int(1))),
        "bind" | "connect" => known(format!("{fd}, {}", sized(&address(args.get(1)?, args.get(2)?)))),
        "listen" => known(format!("{fd}, {}", int(1))),
        "dup" | "close" => known(fd),
        "dup2" => known(format!("{fd}, {}", int(1))),
        "pipe" => Some((String::new(), value.map_or(MEMORY.to_owned(), plain))),
        "kill" => known(format!("{fd}, {}", signal_name(int(1) as i32))),
        "setuid" | "seteuid" | "setgid" | "setegid" => known(fd),
        "accept" => {
            let peer = match value {
                Some(Datum::Tuple(parts)) => pair(parts.get(1)?)?,
                _ => MEMORY.to_owned(),
            };
            filled(fd, format!("{peer}, [{}], SOCK_CLOEXEC", length(&peer)))
        }
        "getsockname" | "getpeername" => {
            let name = value.and_then(pair).unwrap_or(MEMORY.to_owned());
            filled(fd, format!("{name}, [{}]", length(&name)))
        }
        "setsockopt" => known(format!("{fd}, {}, [{}], 4", option(int(1), int(2)), text(3))),
        "getsockopt" => {
            let got = value.map_or(MEMORY.to_owned(), |value| format!("[{}]", plain(value)));
            filled(format!("{fd}, {}", option(int(1), int(2))), format!("{got}, [4]"))
        }
        "shutdown" => {
            let how = ["SHUT_RD", "SHUT_WR", "SHUT_RDWR"].get(usize::try_from(int(1)).ok()?)?;
            known(format!("{fd}, {how}"))
        }
        "sleep" => filled(format!("CLOCK_MONOTONIC, 0, {}", timespec(args.first()?)), "NULL".to_owned()),
        "getpid" | "getppid" | "gettid" | "getuid" | "geteuid" | "getgid" | "getegid" | "fork" => {
            known(String::new())
        }
        "waitpid" => {
            let status = match value {
                Some(Datum::Tuple(parts)) => format!("[{}]", wait_status(parts.get(1)?)),
                _ => MEMORY.to_owned(),
            };
            filled(fd, format!("{status}, {}, NULL", if int(1) & 1 != 0 { "WNOHANG" } else { "0" }))
        }
        "clone" => known(
            "{flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD|CLONE_SYSVSEM}, 88".to_owned(),
        ),
        _ => transfers(name, args, value),
    }
}

/// The same of a call that moves bytes.
fn transfers(name: &str, args: &[Datum], value: Option<&Datum>) -> Option<(String, String)> {
    let text = |index: usize| args.get(index).map_or(String::new(), plain);
    let (fd, most) = (text(0), text(1));
    let known = |before: String| Some((before, String::new()));
    let filled = |after: String| Some((format!("{fd}, "), after));
    match name {
        "send" => known(format!("{fd}, {most}, {}, 0, NULL, 0", size(args.get(1)?))),
        "sendto" => {
            let to = sized(&address(args.get(3)?, args.get(4)?));
            known(format!("{fd}, {most}, {}, 0, {to}", size(args.get(1)?)))
        }
        "recvfrom" => {
            let (data, from) = match value {
                Some(Datum::Tuple(parts)) => (plain(parts.first()?), pair(parts.get(1)?)?),
                _ => (MEMORY.to_owned(), MEMORY.to_owned()),
            };
            filled(format!("{data}, {most}, 0, {from}, [{}]", length(&from)))
        }
        "write" => known(format!("{fd}, {most}, {}", size(args.get(1)?))),
        "recv" => filled(format!("{}, {most}, 0, NULL, NULL", value.map_or(MEMORY.to_owned(), plain))),
        "read" => filled(format!("{}, {most}", value.map_or(MEMORY.to_owned(), plain))),
        _ => None,
    }
}

/// A signal's name, where it is one that ends programs here.
fn signal_name(signal: i32) -> String {
    let name = match signal {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        6 => "SIGABRT",
        9 => "SIGKILL",
        10 => "SIGUSR1",
        12 => "SIGUSR2",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        number => return format!("SIG_{number}"),
    };
    name.to_owned()
}

fn wait_status(status: &Datum) -> String {
    let (code, signal) = match status {
        Datum::Int(status) => (status >> 8, (status & 0x7f) as i32),
        _ => (0, 0),
    };
    if signal != 0 {
        return format!("{{WIFSIGNALED(s) && WTERMSIG(s) == {}}}", signal_name(signal));
    }
    format!("{{WIFEXITED(s) && WEXITSTATUS(s) == {code}}}")
}

fn result(name: &str, answer: &Answer) -> String {
    match answer {
        Ok(Datum::Int(value)) if name != "getsockopt" => value.to_string(),
        Ok(Datum::Bytes(data)) => data.len().to_string(),
        Ok(Datum::Tuple(parts)) if name == "recvfrom" => parts.first().map_or(0, size).to_string(),
        Ok(Datum::Tuple(parts)) if name == "accept" || name == "waitpid" => {
            parts.first().map_or("0".to_owned(), plain)
        }
        Ok(_) => "0".to_owned(),
        Err(Failure::Os(errno)) => format!("-1 {errno} ({})", errno.text()),
        // Python waits with poll() first, and then does not call again.
        Err(Failure::TimedOut) => "-1 EAGAIN (Resource temporarily unavailable)".to_owned(),
        Err(Failure::Raise { .. }) => "-1 EINVAL (Invalid argument)".to_owned(),
    }
}

fn plain(value: &Datum) -> String {
    match value {
        Datum::None => "NULL".to_owned(),
        Datum::Bool(value) => u8::from(*value).to_string(),
        Datum::Int(value) => value.to_string(),
        Datum::Float(value) => value.to_string(),
        Datum::Str(text) => quoted(text.as_bytes()),
        Datum::Bytes(data) => quoted(data),
        Datum::Tuple(parts) | Datum::List(parts) => {
            format!("[{}]", parts.iter().map(plain).collect::<Vec<_>>().join(", "))
        }
    }
}

fn quoted(data: &[u8]) -> String {
    let mut text = String::from("\"");
    for byte in data.iter().take(SHOWN) {
        match byte {
            b'\n' => text += "\\n",
            b'\r' => text += "\\r",
            b'\t' => text += "\\t",
            b'"' => text += "\\\"",
            b'\\' => text += "\\\\",
            0x20..=0x7e => text.push(char::from(*byte)),
            byte => text += &format!("\\{byte:o}"),
        }
    }
    text.push('"');
    if data.len() > SHOWN { text + "..." } else { text }
}

fn size(value: &Datum) -> usize {
    match value {
        Datum::Bytes(data) => data.len(),
        _ => 0,
    }
}

fn address(host: &Datum, port: &Datum) -> String {
    let host = match host {
        Datum::Str(host) if host.is_empty() => "0.0.0.0",
        Datum::Str(host) if host == "localhost" => "127.0.0.1",
        Datum::Str(host) => host,
        _ => "?",
    };
    let port = plain(port);
    if host.contains(':') {
        return format!(
            "{{sa_family=AF_INET6, sin6_port=htons({port}), sin6_flowinfo=htonl(0), \
             inet_pton(AF_INET6, \"{host}\", &sin6_addr), sin6_scope_id=0}}"
        );
    }
    format!("{{sa_family=AF_INET, sin_port=htons({port}), sin_addr=inet_addr(\"{host}\")}}")
}

/// The size of such an address's structure.
fn length(address: &str) -> u8 {
    if address.contains("AF_INET6") { 28 } else { 16 }
}

fn sized(address: &str) -> String {
    format!("{address}, {}", length(address))
}

/// What `socket` was asked for.
fn made(family: i64, kind: i64) -> String {
    let family = match family {
        10 => "AF_INET6",
        1 => "AF_UNIX",
        _ => "AF_INET",
    };
    let kind = if kind & 0xf == 2 { "SOCK_DGRAM" } else { "SOCK_STREAM" };
    format!("{family}, {kind}|SOCK_CLOEXEC, IPPROTO_IP")
}

fn pair(value: &Datum) -> Option<String> {
    match value {
        Datum::Tuple(parts) => Some(address(parts.first()?, parts.get(1)?)),
        _ => None,
    }
}

fn timespec(value: &Datum) -> String {
    let nanos = match value {
        Datum::Float(seconds) => (seconds * 1e9) as u64,
        Datum::Int(seconds) => (*seconds as u64).saturating_mul(1_000_000_000),
        _ => 0,
    };
    format!("{{tv_sec={}, tv_nsec={}}}", nanos / 1_000_000_000, nanos % 1_000_000_000)
}

fn option(level: i64, option: i64) -> String {
    let name = match (level, option) {
        (1, 2) => "SOL_SOCKET, SO_REUSEADDR",
        (1, 4) => "SOL_SOCKET, SO_ERROR",
        (1, 6) => "SOL_SOCKET, SO_BROADCAST",
        (1, 7) => "SOL_SOCKET, SO_SNDBUF",
        (1, 8) => "SOL_SOCKET, SO_RCVBUF",
        (1, 9) => "SOL_SOCKET, SO_KEEPALIVE",
        (1, 13) => "SOL_SOCKET, SO_LINGER",
        (1, 15) => "SOL_SOCKET, SO_REUSEPORT",
        (41, 26) => "SOL_IPV6, IPV6_V6ONLY",
        (6, 1) => "SOL_TCP, TCP_NODELAY",
        _ => return format!("{level}, {option}"),
    };
    name.to_owned()
}
