//! Command lines as scripts and lessons use them: a command, pipes to simple filters, redirections of errors.
//!
//! A run's `Shell` has one stream for the answer. So what a command writes to its standard error stands in the
//! answer after what it printed, unless the line ends with `2>/dev/null`.
//!
//! Not modelled, because the commands of a script are short: what else a shell can, such as variables, `;`, `&&`, writing to
//! files, and patterns of `grep`.

use super::output::Output;
use super::proc_net::proc_net;
use super::{conntrack, ip, lsof, netstat, ss};
use crate::model::id::HostId;
use crate::model::sort::sort_by_key;
use crate::model::world::World;

/// One command of a pipeline: its words, and whether its errors are thrown away.
#[derive(Debug, Default)]
struct Stage {
    words: Vec<String>,
    quiet: bool,
}

/// What a command line prints on a host, and its exit status. `None`: there is no such command.
pub(super) fn answer(world: &World, host: HostId, line: &str) -> Option<(String, i32)> {
    let stages = match stages(line) {
        Ok(stages) => stages,
        Err(message) => return Some((format!("sh: 1: {message}\n"), 2)),
    };
    let (first, filters) = stages.split_first()?;
    let output = command(world, host, &first.words)?;
    let mut text = output.out;
    let mut complaints = if first.quiet { String::new() } else { output.err };
    let mut status = output.status;
    for stage in filters {
        let Some(output) = filter(&stage.words, &text) else {
            let name = stage.words.first().map_or("", String::as_str);
            return Some((format!("{complaints}sh: 1: {name}: not found\n"), 127));
        };
        (text, status) = (output.out, output.status);
        if !stage.quiet {
            complaints += &output.err;
        }
    }
    Some((text + &complaints, status))
}

/// Splits a line at its pipes, and each part into words, with quotes and redirections.
fn stages(line: &str) -> Result<Vec<Stage>, String> {
    let mut stages = vec![Stage::default()];
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in line.chars() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => word.get_or_insert_default().push(letter),
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, '|') => {
                finish(&mut stages, &mut word)?;
                stages.push(Stage::default());
            }
            (None, ';' | '`' | '$') => return Err(format!("not modelled: {letter}")),
            (None, letter) if letter.is_whitespace() => finish(&mut stages, &mut word)?,
            (None, letter) => word.get_or_insert_default().push(letter),
        }
    }
    finish(&mut stages, &mut word)?;
    match (quote, stages.iter().any(|stage| stage.words.is_empty()) && stages.len() > 1) {
        (Some(_), _) => Err("Syntax error: Unterminated quoted string".to_owned()),
        (None, true) => Err("Syntax error: \"|\" unexpected".to_owned()),
        (None, false) => Ok(stages),
    }
}

fn finish(stages: &mut [Stage], word: &mut Option<String>) -> Result<(), String> {
    let (Some(word), Some(stage)) = (word.take(), stages.last_mut()) else { return Ok(()) };
    match word.as_str() {
        "2>/dev/null" => stage.quiet = true,
        "2>&1" => {}
        _ if word.contains('>') && !stage.words.is_empty() && word.starts_with(['>', '1', '2', '&']) => {
            return Err(format!("not modelled: {word}"));
        }
        "&&" | "||" | "&" | "<" => return Err(format!("not modelled: {word}")),
        _ => stage.words.push(word),
    }
    Ok(())
}

/// What a command prints on a host. `None`: there is no such command.
pub fn command(world: &World, host: HostId, words: &[String]) -> Option<Output> {
    let (name, args) = words.split_first()?;
    let name = name.rsplit('/').next().unwrap_or(name);
    let here = world.host(host);
    Some(match name {
        "ss" => ss::ss(world, host, args),
        "netstat" => netstat::netstat(world, host, args),
        "lsof" => lsof::lsof(world, host, args),
        "conntrack" => conntrack::conntrack(here, world.now, args),
        "hostname" => ip::hostname(here, args),
        "ip" => ip::ip(here, args),
        "sysctl" => ip::sysctl(here, args),
        "cat" => cat(world, host, args),
        _ => return None,
    })
}

/// The files that a host has: tables and settings of its kernel.
fn cat(world: &World, host: HostId, paths: &[String]) -> Output {
    let mut output = Output::default();
    for path in paths {
        let setting = path.strip_prefix("/proc/sys/").map(|path| path.replace('/', "."));
        let text = match (path.as_str(), setting) {
            ("/etc/hostname", _) => Some(format!("{}\n", world.host(host).name)),
            (_, Some(key)) => ip::setting(world.host(host), &key).map(|value| value + "\n"),
            _ => path.strip_prefix("/proc/net/").and_then(|table| proc_net(world, host, table)),
        };
        match text {
            Some(text) => output.out += &text,
            None => {
                output.err += &format!("cat: {path}: No such file or directory\n");
                output.status = 1;
            }
        }
    }
    output
}

/// What a filter makes of its input. `None`: there is no such filter.
fn filter(words: &[String], input: &str) -> Option<Output> {
    let (name, args) = words.split_first()?;
    Some(match name.as_str() {
        "cat" if args.is_empty() => Output::good(input),
        "grep" => grep(args, input),
        "wc" => wc(args, input),
        "sort" => sort(args, input),
        "head" => head(args, input, |lines, count| lines.truncate(count)),
        "tail" => head(args, input, |lines, count| {
            lines.drain(..lines.len().saturating_sub(count));
        }),
        _ => return None,
    })
}

fn joined(lines: &[&str]) -> Output {
    Output::good(lines.iter().map(|line| format!("{line}\n")).collect::<String>())
}

/// `grep [-c] [-v] [-i] [-F] [-w] TEXT`: the text is taken as it is, `^` at its beginning and `$` at its end aside.
fn grep(args: &[String], input: &str) -> Output {
    let letters: String =
        args.iter().filter(|word| word.starts_with('-')).map(|word| word.trim_start_matches('-')).collect();
    let mut patterns = args.iter().filter(|word| !word.starts_with('-'));
    let (Some(pattern), None) = (patterns.next(), patterns.next()) else {
        return Output::bad("Usage: grep [OPTION]... PATTERNS [FILE]...\n", 2);
    };
    if let Some(unknown) = letters.chars().find(|letter| !"cviFqe".contains(*letter)) {
        return Output::bad(format!("grep: not modelled: -{unknown}\n"), 2);
    }
    if !letters.contains('F') && pattern.contains(['*', '[', '\\', '+']) {
        return Output::bad(format!("grep: patterns are not modelled: {pattern}\n"), 2);
    }
    let fold = |text: &str| if letters.contains('i') { text.to_lowercase() } else { text.to_owned() };
    let wanted = fold(pattern);
    let fits = |line: &&str| {
        let line = fold(line);
        let found = match (wanted.strip_prefix('^'), wanted.strip_suffix('$')) {
            (Some(start), _) => line.starts_with(start),
            (None, Some(end)) => line.ends_with(end),
            (None, None) => line.contains(&wanted),
        };
        found != letters.contains('v')
    };
    let lines: Vec<&str> = input.lines().filter(fits).collect();
    let output = match (letters.contains('q'), letters.contains('c')) {
        (true, _) => Output::default(),
        (false, true) => Output::good(format!("{}\n", lines.len())),
        (false, false) => joined(&lines),
    };
    Output { status: i32::from(lines.is_empty()), ..output }
}

fn wc(args: &[String], input: &str) -> Output {
    let count = match args {
        [option] if option == "-l" => input.lines().count(),
        [option] if option == "-w" => input.split_whitespace().count(),
        [option] if option == "-c" => input.len(),
        _ => return Output::bad("wc: only -l, -w and -c are modelled\n", 1),
    };
    Output::good(format!("{count}\n"))
}

fn sort(args: &[String], input: &str) -> Output {
    let mut lines: Vec<&str> = input.lines().collect();
    sort_by_key(&mut lines, |line| *line);
    match args {
        [] => {}
        [option] if option == "-r" => lines.reverse(),
        [option] if option == "-u" => lines.dedup(),
        _ => return Output::bad("sort: only -r and -u are modelled\n", 2),
    }
    joined(&lines)
}

/// `head` and `tail`: ten lines, or as many as `-n N` or `-N` says.
fn head(args: &[String], input: &str, keep: impl Fn(&mut Vec<&str>, usize)) -> Output {
    let text =
        args.iter().map(|word| word.trim_start_matches("-n").trim_start_matches('-')).collect::<String>();
    let mut lines: Vec<&str> = input.lines().collect();
    if let Some(first) = text.strip_prefix('+') {
        // `tail -n +2`: from the second line on.
        let from = first.parse::<usize>().unwrap_or(1).saturating_sub(1).min(lines.len());
        return joined(&lines[from..]);
    }
    match if text.is_empty() { Ok(10) } else { text.parse() } {
        Ok(count) => {
            keep(&mut lines, count);
            joined(&lines)
        }
        Err(_) => Output::bad(format!("invalid number of lines: '{text}'\n"), 1),
    }
}
