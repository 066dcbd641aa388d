//! A scenario back as text, such that reading it gives the same scenario (without the programs' sources).

use super::words::show_duration;
use super::{Deed, HostSpec, Limits, PlanSpec, Scenario};
use crate::model::plan::Change;
use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

impl Display for Scenario {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "seed {}", self.seed)?;
        if let Some(belief) = self.belief {
            writeln!(f, "believe {}", belief.name())?;
        }
        limits(&self.limits, f)?;
        for link in &self.links {
            let (network, prefix) = link.subnet;
            write!(f, "link {} {network}/{prefix} {}", link.name, show_duration(link.latency))?;
            let faults = link.faults;
            change(
                &Change {
                    latency: None,
                    loss: Some(faults.loss).filter(|share| *share > 0),
                    duplicates: Some(faults.duplicates).filter(|share| *share > 0),
                    jitter: Some(faults.jitter).filter(|jitter| !jitter.is_zero()),
                },
                f,
            )?;
            writeln!(f)?;
        }
        for host in &self.hosts {
            self.host_line(host, f)?;
        }
        for host in &self.hosts {
            kernel_lines(host, f)?;
        }
        for module in &self.modules {
            writeln!(f, "module {}", module.file)?;
        }
        for program in &self.programs {
            write!(f, "run {} on {}", program.file, program.host)?;
            if program.start > Duration::ZERO {
                write!(f, " after {}", show_duration(program.start))?;
            }
            writeln!(f)?;
        }
        self.plan.iter().try_for_each(|plan| plan_line(plan, f))
    }
}

impl Scenario {
    fn host_line(&self, host: &HostSpec, f: &mut Formatter<'_>) -> Result {
        write!(f, "{} {}", if host.router { "router" } else { "host" }, host.name)?;
        for interface in &host.interfaces {
            write!(f, " {} {}", interface.link, interface.address)?;
        }
        if host.cores != 1 {
            write!(f, " cores {}", host.cores)?;
        }
        match host.gateway {
            gateway if gateway == self.usual_gateway(host) => {}
            Some(gateway) => write!(f, " via {gateway}")?,
            None => write!(f, " via none")?,
        }
        writeln!(f)
    }
}

/// What was set in a host's kernel.
fn kernel_lines(host: &HostSpec, f: &mut Formatter<'_>) -> Result {
    if let Some(nat) = &host.nat {
        write!(f, "nat {} external {}", host.name, nat.external)?;
        if let Some((first, last)) = nat.ports {
            write!(f, " ports {first}-{last}")?;
        }
        writeln!(f)?;
        for forward in &nat.forwards {
            let protocol = forward.protocol.to_string().to_ascii_lowercase();
            writeln!(f, "forward {} {protocol} {} to {}", host.name, forward.port, forward.to)?;
        }
    }
    for (name, value) in &host.settings {
        let plain = !value.is_empty() && !value.contains(char::is_whitespace) && !value.starts_with('#');
        let mark = if plain { "" } else { "\"" };
        writeln!(f, "sysctl {} {name} {mark}{value}{mark}", host.name)?;
    }
    Ok(())
}

fn plan_line(plan: &PlanSpec, f: &mut Formatter<'_>) -> Result {
    write!(f, "at {} ", show_duration(plan.at))?;
    match &plan.what {
        Deed::Cut(link) => writeln!(f, "cut {link}"),
        Deed::Mend(link) => writeln!(f, "mend {link}"),
        Deed::Kill { file, host } => writeln!(f, "kill {file} on {host}"),
        Deed::Change(link, new) => {
            write!(f, "change {link}")?;
            change(new, f)?;
            writeln!(f)
        }
    }
}

/// What is different on a link.
fn change(change: &Change, f: &mut Formatter<'_>) -> Result {
    if let Some(latency) = change.latency {
        write!(f, " latency {}", show_duration(latency))?;
    }
    for (what, share) in [("loss", change.loss), ("duplicates", change.duplicates)] {
        if let Some(share) = share {
            write!(f, " {what} {}%", f64::from(share) / 10_000.0)?;
        }
    }
    change.jitter.map_or(Ok(()), |jitter| write!(f, " jitter {}", show_duration(jitter)))
}

fn limits(limits: &Limits, f: &mut Formatter<'_>) -> Result {
    let (mut usual, mut limits) = (Limits::default(), limits.clone());
    if limits.time != usual.time {
        writeln!(f, "limit time {}", show_duration(limits.time))?;
    }
    for ((name, value), (_, usual)) in limits.numbers().into_iter().zip(usual.numbers()) {
        if *value != *usual {
            writeln!(f, "limit {name} {value}")?;
        }
    }
    Ok(())
}
