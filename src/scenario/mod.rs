//! A scenario: the hosts, links and programs of a world before its first moment, as plain data.

mod build;
mod print;
pub mod problem;
pub mod text;
mod text_nat;
mod text_plan;
pub mod words;

use crate::model::host::Faults;
use crate::model::nat::Forward;
use crate::model::plan::Change;
pub use build::{build, single_host};
pub use problem::Problem;
use std::net::Ipv4Addr;
use std::time::Duration;

use crate::model::belief::Belief;

/// All that a run depends on: the same scenario gives the same run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// What every choice that is random on a real machine is drawn from.
    pub seed: u64,
    /// The wrong rule that the world runs by, if it does.
    pub belief: Option<Belief>,
    /// The LANs.
    pub links: Vec<LinkSpec>,
    /// The machines.
    pub hosts: Vec<HostSpec>,
    /// The programs that are started, in the order of the text.
    pub programs: Vec<ProgramSpec>,
    /// Files that they may import.
    pub modules: Vec<ModuleSpec>,
    /// What is done from outside, in the order of the text.
    pub plan: Vec<PlanSpec>,
    /// Where a run is stopped at the latest.
    pub limits: Limits,
}

/// A LAN: everything joined by it is one hop apart.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkSpec {
    /// Its name, unique in the scenario.
    pub name: String,
    /// Network address and prefix length.
    pub subnet: (Ipv4Addr, u8),
    /// How long a packet takes from one machine to the next.
    pub latency: Duration,
    /// What goes wrong on it.
    pub faults: Faults,
}

/// A machine with its own kernel.
#[derive(Clone, Debug, PartialEq)]
pub struct HostSpec {
    /// Its name, unique in the scenario.
    pub name: String,
    /// How many threads it can run at the same time.
    pub cores: u16,
    /// Does it forward packets that are for others?
    pub router: bool,
    /// Its addresses besides 127.0.0.1.
    pub interfaces: Vec<InterfaceSpec>,
    /// Where packets for other networks go.
    pub gateway: Option<Ipv4Addr>,
    /// Does it translate addresses, and how?
    pub nat: Option<NatSpec>,
    /// Settings of its kernel, by their names, in the order in which they are made.
    pub settings: Vec<(String, String)>,
}

/// How a router translates addresses (RFC 4787).
#[derive(Clone, Debug, PartialEq)]
pub struct NatSpec {
    /// The link where its own address stands for all hosts behind it.
    pub external: String,
    /// The external ports that it may give, both included; `None`: Linux's choice, which preserves the port.
    pub ports: Option<(u16, u16)>,
    /// External ports that lead to a host inside.
    pub forwards: Vec<Forward>,
}

/// Something that is done from outside at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanSpec {
    /// When.
    pub at: Duration,
    /// What.
    pub what: Deed,
}

/// What can be done from outside; links and hosts by their names.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// A link is cut.
    Cut(String),
    /// It is mended.
    Mend(String),
    /// It becomes another.
    Change(String, Change),
    /// All processes of a program on a host are killed.
    Kill {
        /// The name of the file.
        file: String,
        /// The name of the host.
        host: String,
    },
}

/// One address of a machine.
#[derive(Clone, Debug, PartialEq)]
pub struct InterfaceSpec {
    /// The name of the link.
    pub link: String,
    /// The address, in the link's subnet.
    pub address: Ipv4Addr,
}

/// A program that is started on a host.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgramSpec {
    /// The name of the host.
    pub host: String,
    /// The name of the file.
    pub file: String,
    /// What stands in the file. The text form of a scenario does not hold it.
    pub source: String,
    /// When it is started.
    pub start: Duration,
}

/// A file that programs may import.
#[derive(Clone, Debug, PartialEq)]
pub struct ModuleSpec {
    /// The name of the file.
    pub file: String,
    /// What stands in it. The text form of a scenario does not hold it.
    pub source: String,
}

/// Where a run is stopped, so that no script can run for ever.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Virtual time.
    pub time: Duration,
    /// Events of the whole run.
    pub events: u64,
    /// Operations of one thread between two system calls.
    pub operations: u64,
    /// Threads of the whole world.
    pub threads: u64,
    /// Sockets of the whole world.
    pub sockets: u64,
    /// Bytes that the values of all living processes may take.
    pub memory: u64,
    /// Bytes that one process may print.
    pub output: u64,
    /// Bytes that all programs may send.
    pub data: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            time: Duration::from_secs(600),
            events: 200_000,
            operations: 5_000_000,
            threads: 1000,
            sockets: 20_000,
            memory: 64 << 20,
            output: 1 << 20,
            data: 48 << 20,
        }
    }
}

impl Limits {
    /// The limits that are plain numbers, with the names that the text form has for them.
    fn numbers(&mut self) -> [(&'static str, &mut u64); 7] {
        [
            ("events", &mut self.events),
            ("operations", &mut self.operations),
            ("threads", &mut self.threads),
            ("sockets", &mut self.sockets),
            ("memory", &mut self.memory),
            ("output", &mut self.output),
            ("data", &mut self.data),
        ]
    }
}

impl LinkSpec {
    /// Is the address one of this subnet?
    pub fn contains(&self, address: Ipv4Addr) -> bool {
        text::network(address, self.subnet.1) == self.subnet.0
    }
}

impl Scenario {
    /// The link of this name.
    pub fn link(&self, name: &str) -> Option<&LinkSpec> {
        self.links.iter().find(|link| link.name == name)
    }

    /// The host of this name.
    pub fn host(&self, name: &str) -> Option<&HostSpec> {
        self.hosts.iter().find(|host| host.name == name)
    }

    /// Every file that is run or imported, once.
    pub fn files(&self) -> Vec<&str> {
        let programs = self.programs.iter().map(|program| program.file.as_str());
        let mut files: Vec<&str> =
            programs.chain(self.modules.iter().map(|module| module.file.as_str())).collect();
        crate::model::sort::sort_by_key(&mut files, |file| *file);
        files.dedup();
        files
    }

    /// The files that programs may import, with their texts.
    pub fn beside(&self) -> Vec<(String, String)> {
        self.modules.iter().map(|module| (module.file.clone(), module.source.clone())).collect()
    }

    /// Gives every program or module of this file name its text.
    pub fn give_source(&mut self, file: &str, source: &str) {
        for program in self.programs.iter_mut().filter(|program| program.file == file) {
            program.source = source.to_string();
        }
        for module in self.modules.iter_mut().filter(|module| module.file == file) {
            module.source = source.to_string();
        }
    }

    /// The gateway that a host has if its author says nothing: the only router of the first of its links that has exactly one.
    pub fn usual_gateway(&self, host: &HostSpec) -> Option<Ipv4Addr> {
        if host.router {
            return None;
        }
        host.interfaces.iter().find_map(|interface| {
            let mut routers = self.routers_on(&interface.link);
            routers.next().filter(|_| routers.next().is_none())
        })
    }

    /// The addresses of the routers on a link.
    fn routers_on<'a>(&'a self, link: &'a str) -> impl Iterator<Item = Ipv4Addr> + 'a {
        let routers = self.hosts.iter().filter(|host| host.router);
        routers
            .flat_map(|host| &host.interfaces)
            .filter(move |each| each.link == link)
            .map(|each| each.address)
    }
}
