//! A scenario back as text, such that reading it gives the same scenario (without the programs' sources).

use super::words::show_duration;
use super::{HostSpec, Limits, Scenario};
use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

impl Display for Scenario {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "seed {}", self.seed)?;
        limits(&self.limits, f)?;
        for link in &self.links {
            let (network, prefix) = link.subnet;
            write!(f, "link {} {network}/{prefix} {}", link.name, show_duration(link.latency))?;
            for (what, share) in [("loss", link.faults.loss), ("duplicates", link.faults.duplicates)] {
                if share > 0 {
                    write!(f, " {what} {}%", f64::from(share) / 10_000.0)?;
                }
            }
            if !link.faults.jitter.is_zero() {
                write!(f, " jitter {}", show_duration(link.faults.jitter))?;
            }
            writeln!(f)?;
        }
        for host in &self.hosts {
            self.host_line(host, f)?;
        }
        for program in &self.programs {
            write!(f, "run {} on {}", program.file, program.host)?;
            if program.start > Duration::ZERO {
                write!(f, " after {}", show_duration(program.start))?;
            }
            writeln!(f)?;
        }
        Ok(())
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
