//! The lessons' programs on real machines: they print what the model's run prints, and `ss` and `netstat` show the same
//! connections where a lesson speaks of them.
//!
//! What is not compared, because it differs from run to run: source ports that the kernel chose (they become PORT);
//! the packets that `tcpdump` shows, with their sequence numbers, options and times; and no tool shows a look-up.

use std::collections::BTreeMap;
use std::time::Duration;

use fivetuple::lesson::{Claim, Edit, Exercise, Lesson, Subject, When, catalog};
use fivetuple::model::event::Event;
use fivetuple::model::id::Pid;
use fivetuple::model::world::World;
use fivetuple::report::{Commands, command};
use fivetuple::scenario::{Scenario, build};
use fivetuple::trace::{Run, Trace};

use super::played::{PATIENCE, Play, until};
use super::{Real, all, in_parallel, tell};

/// What happens later is awaited only when everything is to be run.
const LONG: Duration = Duration::from_secs(20);
/// A real machine is later than the model: a table that differs is looked at again for so long.
const LATER: Duration = Duration::from_secs(3);

/// A run of a lesson's world, with changes in its scripts, and the looks at it.
struct Version {
    title: String,
    scenario: Scenario,
    looks: Vec<(Subject, When)>,
}

#[test]
fn the_lessons_run_on_linux() {
    let Some(real) = Real::new() else { return };
    let lessons = catalog::lessons();
    let solutions = lessons.iter().flat_map(solutions);
    let versions: Vec<Version> = lessons.iter().flat_map(versions).chain(solutions).collect();
    let problems = in_parallel(&versions, |version| compare(real, version));
    let problems: Vec<String> = problems.into_iter().flatten().collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_ten_servers_run_on_linux() {
    let Some(real) = Real::new() else { return };
    let version = |(server, _): &(&str, _)| Version {
        title: (*server).to_owned(),
        scenario: crate::servers::world(server),
        looks: Vec::new(),
    };
    let versions: Vec<Version> = fivetuple::load::ARCHITECTURES.iter().map(version).collect();
    let problems = in_parallel(&versions, |version| compare(real, version));
    let problems: Vec<String> = problems.into_iter().flatten().collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A comparison that can see no difference says nothing.
#[test]
fn a_lesson_that_differs_is_found() {
    let Some(real) = Real::new() else { return };
    let lesson = catalog::lesson("04-five-tuple.md").expect("a lesson");
    let version = &versions(&lesson)[0];
    let model = model(&version.scenario);
    let mut other = version.scenario.clone();
    for program in other.programs.iter_mut().filter(|program| program.file == "client_b.py") {
        program.source =
            program.source.replace("from B", "from somebody else").replace("print(", "print('B:', ");
    }
    let problems = differences(real, version, &other, &model);
    let about = |word: &str| problems.iter().any(|problem| problem.contains(word));
    assert!(about("client_b.py") && about("server.py") && about("ss -tanH"), "{problems:?}");
}

/// The lesson's world unchanged, and with each set of changes that its claims make.
fn versions(lesson: &Lesson) -> Vec<Version> {
    let mut edits: Vec<&[Edit]> = vec![&[]];
    for claim in real_claims(lesson) {
        if !edits.contains(&claim.edits.as_slice()) {
            edits.push(&claim.edits);
        }
    }
    let version = |edits: &[Edit]| {
        let mut scenario = lesson.scenario.clone();
        let mut title = lesson.id.clone();
        for edit in edits {
            title += &format!(", {}: {} → {}", edit.file, edit.from, edit.to);
            for program in scenario.programs.iter_mut().filter(|program| program.file == edit.file) {
                program.source = program.source.replace(&edit.from, &edit.to);
            }
        }
        let claims = real_claims(lesson).filter(|claim| claim.edits == edits);
        let looks = claims.map(|claim| (claim.subject.clone(), claim.moment.clone())).collect();
        Version { title, scenario, looks }
    };
    edits.into_iter().map(version).collect()
}

/// Each exercise's solution, in the run that the reader sees, with the looks of its goals.
fn solutions(lesson: &Lesson) -> Vec<Version> {
    let version = |exercise: &Exercise| {
        let own = exercise.solution.iter().cloned().collect();
        let scenario = exercise.scenario(lesson, &exercise.trials[0], &own);
        let claims = exercise.goals.iter().map(|goal| &goal.claim);
        let looks = claims.map(|claim| (claim.subject.clone(), claim.moment.clone())).collect();
        Version { title: format!("the solution of {}", exercise.id), scenario, looks }
    };
    lesson.exercises.iter().map(version).collect()
}

/// No real machine runs by a wrong rule.
fn real_claims(lesson: &Lesson) -> impl Iterator<Item = &Claim> {
    lesson.claims.iter().filter(|claim| claim.belief.is_none())
}

fn model(scenario: &Scenario) -> Trace {
    Run::new(build(scenario).expect("programs without mistakes")).finish(&Commands)
}

/// What differs. A busy machine can upset the order of what happens at nearly the same time: so what differs is tried
/// again, and is wrong if it differs twice.
fn compare(real: &Real, version: &Version) -> Vec<String> {
    let model = model(&version.scenario);
    let last = model.events.iter().rposition(|event| matches!(event, Event::Wrote { .. })).unwrap_or(0);
    let step = model.steps.partition_point(|step| step.events.end <= last);
    if !all() && model.steps.get(step).is_some_and(|step| step.at.nanos() > LONG.as_nanos() as u64) {
        tell(&format!(
            "Not run on the real kernel: {} (takes long). FIVETUPLE_REAL=all runs it.",
            version.title
        ));
        return Vec::new();
    }
    let translates = version.scenario.hosts.iter().any(|host| host.nat.is_some());
    if translates && !super::needs::succeeds("iptables", &["--version"]) {
        tell(&format!("Not run on the real kernel: {} (it needs iptables).", version.title));
        return Vec::new();
    }
    let mut problems = Vec::new();
    for _ in 0..2 {
        problems = differences(real, version, &version.scenario, &model);
        if problems.is_empty() {
            break;
        }
    }
    problems
}

fn differences(real: &Real, version: &Version, scenario: &Scenario, model: &Trace) -> Vec<String> {
    let mut problems = Vec::new();
    let mut play = Play::new(real, scenario);
    let mut looks: Vec<Look> =
        version.looks.iter().filter_map(|(subject, when)| look(subject, when, model)).collect();
    let began = std::time::Instant::now();
    let last = looks
        .iter()
        .map(|look| look.after)
        .chain(scenario.programs.iter().map(|program| program.start))
        .max();
    let limit = last.unwrap_or_default() + PATIENCE;
    until(limit, || {
        let waiting = play.start(began.elapsed());
        looks.retain(|look| {
            let due = look.text.as_ref().map_or(began.elapsed() >= look.after, |text| play.shows(text));
            if due {
                problems.extend(differs(look, &play, scenario));
            }
            !due
        });
        !waiting && looks.is_empty()
    });
    problems.extend(looks.iter().map(|look| format!("never came: {:?} {:?}", look.after, look.text)));
    let world = model.world_at(model.steps.len());
    let said = printed(model, &world);
    for (number, spec) in scenario.programs.iter().enumerate() {
        let (pid, model_said) = &said[number];
        let status = world.process(*pid).status;
        let (real_said, ended) = play.finish(number, status.is_some(), model_said.len());
        let (model_said, real_said) = (masked(model_said, scenario), masked(&real_said, scenario));
        if model_said != real_said || status != ended {
            let name = format!("{} on {}", spec.file, spec.host);
            problems.push(format!(
                "{name}\n--- model ({status:?})\n{model_said}--- Linux ({ended:?})\n{real_said}"
            ));
        }
    }
    problems.iter().map(|problem| format!("{}: {problem}", version.title)).collect()
}

/// A table to look at, when, and what the model shows there.
struct Look {
    host: String,
    words: Vec<String>,
    after: Duration,
    text: Option<String>,
    expected: String,
}

fn look(subject: &Subject, when: &When, model: &Trace) -> Option<Look> {
    let (host, line) = match subject {
        Subject::Ss(host) => (host, "ss -tanH"),
        Subject::Netstat(host) => (host, "netstat -tan"),
        Subject::Command(host, line) if line.starts_with("ss ") => (host, line.as_str()),
        _ => return None,
    };
    let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    if words[0] == "netstat" && !super::needs::succeeds("netstat", &["-tan"]) {
        return None;
    }
    let mut text = None;
    let step = match when {
        When::End => model.steps.len(),
        When::Step(step) => *step,
        When::Time(time) => model.steps.partition_point(|step| step.at.nanos() <= time.as_nanos() as u64),
        When::Printed(wanted) => {
            text = Some(wanted.clone());
            (0..=model.steps.len()).find(|step| screen(&model.world_at(*step)).contains(wanted))?
        }
    };
    let after = match when {
        When::Time(time) => *time,
        _ => Duration::from_nanos(model.steps.get(step.saturating_sub(1)).map_or(0, |step| step.at.nanos())),
    };
    let world = model.world_at(step);
    let id = world.host_named(host)?.id;
    let expected = command(&world, id, &words)?.out;
    (after <= LONG || all()).then_some(Look { host: host.clone(), words, after, text, expected })
}

fn differs(look: &Look, play: &Play, scenario: &Scenario) -> Option<String> {
    let expected = rows(&look.expected, scenario);
    let mut shown = String::new();
    let same = until(LATER, || {
        let words: Vec<&str> = look.words.iter().map(String::as_str).collect();
        shown = play.machines.host(&look.host).answer(&words).unwrap_or_else(|problem| problem);
        rows(&shown, scenario) == expected
    });
    let words = look.words.join(" ");
    let shown = rows(&shown, scenario);
    (!same).then(|| format!("{words} on {}\n--- model\n{expected:#?}\n--- Linux\n{shown:#?}", look.host))
}

/// The rows of a table, sorted, with one space between columns.
fn rows(table: &str, scenario: &Scenario) -> Vec<String> {
    let row = |line: &str| masked(&line.split_whitespace().collect::<Vec<_>>().join(" "), scenario);
    let heading = |line: &&str| line.starts_with("Active ") || line.starts_with("Proto ");
    let mut rows: Vec<String> = table.lines().filter(|line| !heading(line)).map(row).collect();
    rows.sort();
    rows
}

/// What is on all screens.
fn screen(world: &World) -> String {
    let bytes: Vec<u8> = world.screen.iter().flat_map(|written| written.text.to_vec()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What each program of the scenario has printed in the model, with its children, in the scenario's order.
fn printed(model: &Trace, world: &World) -> Vec<(Pid, String)> {
    let first: Vec<Pid> = model.world_at(0).processes.keys().copied().collect();
    let mut program: BTreeMap<Pid, Pid> = first.iter().map(|pid| (*pid, *pid)).collect();
    for event in &model.events {
        if let Event::Forked { parent, child, .. } = event {
            program.insert(*child, program[parent]);
        }
    }
    let text = |pid: &Pid| {
        let written = world.screen.iter().filter(|written| program[&written.pid] == *pid);
        let bytes: Vec<u8> = written.flat_map(|written| written.text.to_vec()).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    first.iter().map(|pid| (*pid, text(pid))).collect()
}

/// A text without the ports that the kernel chose: numbers of the ephemeral range that no program names.
fn masked(text: &str, scenario: &Scenario) -> String {
    let named = |number: &str| scenario.programs.iter().any(|program| program.source.contains(number));
    let chosen = |number: &str| {
        number.parse().is_ok_and(|port: u32| (32768..=60999).contains(&port)) && !named(number)
    };
    let mut masked = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        masked += if chosen(number) { "PORT" } else { number };
        let words = after.find(|letter: char| letter.is_ascii_digit()).unwrap_or(after.len());
        masked += &after[..words];
        rest = &after[words..];
    }
    masked
}
