//! From a scenario to the world before its first moment.

use std::rc::Rc;
use std::time::Duration;

use super::{Deed, HostSpec, Limits, PlanSpec, ProgramSpec, Scenario};
use crate::model;
use crate::model::diagnostic::Diagnostic;
use crate::model::event::Event;
use crate::model::id::{HostId, LinkId, Pid};
use crate::model::nat::Masquerade;
use crate::model::plan::Intervention;
use crate::model::program::Modules;
use crate::model::sorted::SortedMap;
use crate::model::time::Instant;
use crate::model::world::World;
use crate::script;

/// Builds the world of a scenario: machines, links, and every program ready to start at its time.
///
/// All that is wrong with the scripts is told at once. The scenario's own names must fit, as its text form checks.
pub fn build(scenario: &Scenario) -> Result<World, Vec<Diagnostic>> {
    let mut compiled: SortedMap<&str, Rc<Modules>> = SortedMap::new();
    let mut problems = Vec::new();
    let beside = scenario.beside();
    for program in &scenario.programs {
        if compiled.contains_key(program.file.as_str()) {
            continue;
        }
        match script::program_beside(&program.file, &program.source, &beside) {
            Ok(modules) => {
                compiled.insert(&program.file, Rc::new(modules));
            }
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut world = World::new(scenario.seed, limits(&scenario.limits));
    world.belief = scenario.belief;
    let hosts =
        scenario.hosts.iter().zip(0..).flat_map(|(host, number)| host_events(scenario, host, HostId(number)));
    let first = world.counts.tasks;
    let programs = scenario.programs.iter().zip(first..).filter_map(|(program, number)| {
        let modules = compiled[program.file.as_str()].clone();
        start(scenario, program, Pid(number), modules)
    });
    let plan = scenario.plan.iter().filter_map(|plan| planned(scenario, plan));
    link_events(scenario).chain(hosts).chain(programs).chain(plan).for_each(|event| world.apply(&event));
    Ok(world)
}

/// One machine with nothing but loopback, where one script runs as the first process.
pub fn single_host(modules: Modules, file: &str, seed: u64) -> World {
    let mut world = World::new(seed, model::limits::Limits::default());
    let host = HostId(0);
    world.apply(&Event::HostAdded { host, name: "localhost".into(), cores: 2, forwards: false });
    let pid = Pid(world.counts.tasks);
    let modules = Rc::new(modules);
    world.apply(&Event::ProcessStarted { host, pid, name: file.into(), modules, after: Duration::ZERO });
    world
}

fn link_events(scenario: &Scenario) -> impl Iterator<Item = Event> {
    scenario.links.iter().zip(0..).map(|(link, number)| Event::LinkAdded {
        link: LinkId(number),
        name: link.name.clone(),
        latency: link.latency,
        faults: link.faults,
    })
}

fn host_events(scenario: &Scenario, spec: &HostSpec, host: HostId) -> Vec<Event> {
    let mut events =
        vec![Event::HostAdded { host, name: spec.name.clone(), cores: spec.cores, forwards: spec.router }];
    for interface in &spec.interfaces {
        let Some(link) = link_named(scenario, &interface.link) else { continue };
        let prefix = scenario.links[usize::from(link.0)].subnet.1;
        let address = interface.address;
        events.push(Event::InterfaceAdded { host, link, address, prefix });
    }
    events.extend(spec.gateway.map(|gateway| Event::GatewaySet { host, gateway }));
    if let Some((nat, outside)) =
        spec.nat.as_ref().and_then(|nat| Some((nat, link_named(scenario, &nat.external)?)))
    {
        events.push(Event::NatStarted { host, outside });
        if nat.ports.is_some() {
            let masquerade = Some(Masquerade { protocol: None, ports: nat.ports });
            events.push(Event::MasqueradeSet { host, masquerade });
        }
        let forwards = nat.forwards.iter();
        events.extend(forwards.map(|forward| Event::PortForwarded { host, forward: *forward }));
    }
    let settings = spec.settings.iter().cloned();
    events.extend(settings.map(|(name, value)| Event::SettingChanged { host, name, value }));
    events
}

fn link_named(scenario: &Scenario, name: &str) -> Option<LinkId> {
    let place = scenario.links.iter().position(|link| link.name == name);
    place.map(|place| LinkId(place as u16))
}

fn host_named(scenario: &Scenario, name: &str) -> Option<HostId> {
    let place = scenario.hosts.iter().position(|host| host.name == name);
    place.map(|place| HostId(place as u16))
}

fn planned(scenario: &Scenario, plan: &PlanSpec) -> Option<Event> {
    let link = |name: &str| link_named(scenario, name);
    let what = match &plan.what {
        Deed::Cut(name) => Intervention::Cut(link(name)?),
        Deed::Mend(name) => Intervention::Mend(link(name)?),
        Deed::Change(name, change) => Intervention::Change(link(name)?, *change),
        Deed::Kill { file, host } => Intervention::Kill(host_named(scenario, host)?, file.clone()),
    };
    Some(Event::Planned { at: Instant::default() + plan.at, what })
}

fn start(scenario: &Scenario, program: &ProgramSpec, pid: Pid, modules: Rc<Modules>) -> Option<Event> {
    let host = host_named(scenario, &program.host)?;
    let (name, after) = (program.file.clone(), program.start);
    Some(Event::ProcessStarted { host, pid, name, modules, after })
}

fn limits(limits: &Limits) -> model::limits::Limits {
    model::limits::Limits {
        work: limits.operations,
        time: limits.time,
        events: limits.events,
        threads: limits.threads as usize,
        sockets: limits.sockets as usize,
        memory: limits.memory as usize,
        output: limits.output as usize,
        data: limits.data as usize,
        ..model::limits::Limits::default()
    }
}
