//! The text form of a scenario: one statement a line, `#` comments, in any order.
//!
//! ```text
//! seed NUMBER
//! believe RULE
//! limit NAME VALUE
//! link NAME SUBNET LATENCY [loss PERCENT] [duplicates PERCENT] [jitter TIME]
//! host NAME LINK ADDRESS … [cores NUMBER] [via ADDRESS | via none]
//! router NAME LINK ADDRESS …
//! nat ROUTER external LINK [ports FIRST-LAST]
//! forward ROUTER tcp|udp PORT to ADDRESS:PORT
//! sysctl HOST NAME VALUE
//! run FILE on HOST [after TIME]
//! module FILE
//! at TIME cut LINK
//! at TIME mend LINK
//! at TIME change LINK [latency TIME] [loss PERCENT] [duplicates PERCENT] [jitter TIME]
//! at TIME kill FILE on HOST
//! ```
//!
//! `nat` makes a router translate addresses as Linux's MASQUERADE does; its words are those of RFC 4787. How long it
//! remembers a mapping is set by `sysctl` (`net.netfilter.nf_conntrack_…_timeout_…`). A `cut` loses every packet on the
//! link and every one sent on it; `kill` is SIGKILL, for each process of that program on that host.

use super::problem::{Problem, did_you_mean};
use super::words::{Word, Words};
use super::{HostSpec, InterfaceSpec, LinkSpec, ModuleSpec, ProgramSpec, Scenario};
use crate::model::belief::Belief;
use crate::model::host::Faults;
use crate::model::plan::Change;
use crate::model::sort::sort_by_key;
use std::net::Ipv4Addr;
use std::time::Duration;

/// What can go wrong on a link.
pub(super) const FAULTS: [&str; 3] = ["loss", "duplicates", "jitter"];
/// The statements, in the order in which they are carried out: each may name what an earlier kind made.
const STATEMENTS: [&str; 12] =
    ["seed", "believe", "limit", "link", "host", "router", "nat", "forward", "sysctl", "run", "module", "at"];

/// Reads a scenario, or says everything that is wrong with it, in the order of the lines.
pub fn parse(text: &str) -> Result<Scenario, Vec<Problem>> {
    extend(Scenario::default(), text, 1)
}

/// Reads statements that add to a scenario. The text begins at line `first_line` of its file.
pub fn extend(base: Scenario, text: &str, first_line: u32) -> Result<Scenario, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut statements = Vec::new();
    for (line, number) in text.lines().zip(first_line..) {
        match Words::split(line, number, 1).and_then(keyword) {
            Ok(statement) => statements.extend(statement),
            Err(problem) => problems.push(problem),
        }
    }
    sort_by_key(&mut statements, |(kind, _)| if STATEMENTS[*kind] == "router" { kind - 1 } else { *kind });
    let mut builder = Builder { scenario: base, said: Vec::new(), gateways: Vec::new() };
    let first_host = builder.scenario.hosts.len();
    for (kind, words) in statements {
        problems.extend(builder.statement(STATEMENTS[kind], words).err());
    }
    problems.extend(builder.set_gateways(first_host));
    sort_by_key(&mut problems, |problem| (problem.line, problem.column));
    if problems.is_empty() { Ok(builder.scenario) } else { Err(problems) }
}

/// Which statement a line is; none where it is empty.
fn keyword(mut words: Words<'_>) -> Result<Option<(usize, Words<'_>)>, Problem> {
    if words.is_empty() {
        return Ok(None);
    }
    let word = words.next("A statement")?;
    match STATEMENTS.iter().position(|each| *each == word.text) {
        Some(kind) => Ok(Some((kind, words))),
        None => Err(word
            .problem(format!("No statement begins with `{}`.", word.text))
            .hint(did_you_mean(word.text, STATEMENTS))),
    }
}

/// The name of a Python file.
fn python_file<'a>(file: Word<'a>) -> Result<&'a str, Problem> {
    match file.name()?.ends_with(".py") {
        true => Ok(file.text),
        false => {
            let message = format!("`{}` is not a Python file.", file.text);
            Err(file.problem(message).hint("Its name ends in `.py`."))
        }
    }
}

/// The network that an address is in.
pub(super) fn network(address: Ipv4Addr, prefix: u8) -> Ipv4Addr {
    let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
    Ipv4Addr::from(u32::from(address) & mask)
}

pub(super) struct Builder<'a> {
    pub(super) scenario: Scenario,
    /// Settings that were made: each may be made once.
    said: Vec<&'a str>,
    /// Gateways that were written, by the host's index. `via none` is no word.
    gateways: Vec<(usize, Option<Word<'a>>)>,
}

impl<'a> Builder<'a> {
    fn statement(&mut self, kind: &str, mut words: Words<'a>) -> Result<(), Problem> {
        match kind {
            "seed" => self.seed(&mut words)?,
            "believe" => self.believe(&mut words)?,
            "limit" => self.limit(&mut words)?,
            "link" => self.link(&mut words)?,
            "nat" => self.nat(&mut words)?,
            "forward" => self.forward(&mut words)?,
            "sysctl" => self.sysctl(&mut words)?,
            "run" => self.run(&mut words)?,
            "module" => self.module(&mut words)?,
            "at" => self.plan(&mut words)?,
            _ => self.host(kind == "router", &mut words)?,
        }
        words.finish()
    }

    fn once(&mut self, name: &'a str, word: Word<'a>) -> Result<(), Problem> {
        if self.said.contains(&name) {
            return Err(word.problem(format!("{name} was set before.")).hint("Take one of the lines away."));
        }
        self.said.push(name);
        Ok(())
    }

    fn seed(&mut self, words: &mut Words<'a>) -> Result<(), Problem> {
        let word = words.next("The seed, a number,")?;
        self.once("The seed", word)?;
        self.scenario.seed = word.number(0)?;
        Ok(())
    }

    /// `believe RULE`: the world runs by a wrong rule.
    fn believe(&mut self, words: &mut Words<'a>) -> Result<(), Problem> {
        let word = words.next("The name of a wrong rule")?;
        self.once("What is believed", word)?;
        self.scenario.belief = Some(Belief::named(word.text).ok_or_else(|| {
            let hint = did_you_mean(word.text, Belief::ALL.map(Belief::name));
            word.problem(format!("`{}` is no wrong rule that is known here.", word.text)).hint(hint)
        })?);
        Ok(())
    }

    fn limit(&mut self, words: &mut Words<'a>) -> Result<(), Problem> {
        let name = words.next("The name of a limit")?;
        self.once(name.text, name)?;
        let value = words.next("The limit's value")?;
        if name.text == "time" {
            self.scenario.limits.time = value.duration()?;
            return Ok(());
        }
        let mut numbers = self.scenario.limits.numbers();
        match numbers.iter_mut().find(|(known, _)| *known == name.text) {
            Some((_, limit)) => **limit = value.number(1)?,
            None => {
                let known = numbers.iter().map(|(known, _)| *known).chain(["time"]);
                let hint = did_you_mean(name.text, known);
                return Err(name.problem(format!("No limit is called `{}`.", name.text)).hint(hint));
            }
        }
        Ok(())
    }

    fn link(&mut self, words: &mut Words<'a>) -> Result<(), Problem> {
        let name = words.next("The link's name")?;
        if self.scenario.link(name.name()?).is_some() {
            return Err(name.problem(format!("Another link is called `{}`.", name.text)));
        }
        if ["cores", "via"].contains(&name.text) {
            return Err(name.problem(format!("A link cannot be called `{}`.", name.text)));
        }
        let word = words.next("The subnet, such as 192.168.1.0/24,")?;
        let subnet = subnet(word)?;
        let overlap =
            |link: &&LinkSpec| link.contains(subnet.0) || network(link.subnet.0, subnet.1) == subnet.0;
        if let Some(other) = self.scenario.links.iter().find(overlap) {
            let message = format!("This subnet has addresses of link `{}` in it.", other.name);
            return Err(word.problem(message));
        }
        let latency = words.next("The latency, such as 1ms,")?.duration()?;
        let mut faults = Change::default();
        while let Some(word) = words.peek() {
            if !fault(&mut faults, words)? {
                let message = format!("`{}` is no fault of a link.", word.text);
                return Err(word.problem(message).hint(did_you_mean(word.text, FAULTS)));
            }
        }
        let faults = faults.over(Faults::default());
        self.scenario.links.push(LinkSpec { name: name.text.to_string(), subnet, latency, faults });
        Ok(())
    }

    fn host(&mut self, router: bool, words: &mut Words<'a>) -> Result<(), Problem> {
        let name = words.next("The host's name")?;
        if self.scenario.host(name.name()?).is_some() {
            return Err(name.problem(format!("Another host is called `{}`.", name.text)));
        }
        let mut host = HostSpec {
            name: name.text.to_string(),
            cores: 1,
            router,
            interfaces: Vec::new(),
            gateway: None,
            nat: None,
            settings: Vec::new(),
        };
        let mut gateway = None;
        while !words.is_empty() {
            if words.take("cores") {
                host.cores = words.next("The number of cores")?.number(1)?;
            } else if words.take("via") {
                let word = words.next("The gateway's address, or `none`,")?;
                gateway = Some(Some(word).filter(|word| word.text != "none"));
            } else {
                let interface = self.interface(words, &host.interfaces)?;
                host.interfaces.push(interface);
            }
        }
        if host.interfaces.is_empty() {
            words.next("A link and an address")?;
        }
        self.gateways.extend(gateway.map(|word| (self.scenario.hosts.len(), word)));
        self.scenario.hosts.push(host);
        Ok(())
    }

    fn interface(&self, words: &mut Words<'a>, own: &[InterfaceSpec]) -> Result<InterfaceSpec, Problem> {
        let link = self.known_link(words, &["cores", "via"])?;
        let word = words.next("The address on this link")?;
        let address = word.address()?;
        let (net, prefix) = link.subnet;
        let last = Ipv4Addr::from(u32::from(net) | !u32::from(network(Ipv4Addr::BROADCAST, prefix)));
        if !link.contains(address) {
            let message = format!("{address} is not an address of link `{}`.", link.name);
            return Err(word.problem(message).hint(format!("Its subnet is {net}/{prefix}.")));
        }
        if address == net || address == last {
            let what = if address == net { "names the network" } else { "is for broadcasts" };
            let message = format!("{address} {what}: no host can have it.");
            return Err(word.problem(message).hint("Take an address between the first and the last one."));
        }
        let others = self.scenario.hosts.iter().flat_map(|host| &host.interfaces);
        if others.chain(own).any(|other| other.address == address) {
            return Err(word
                .problem(format!("{address} is given twice."))
                .hint("Each address is for one host."));
        }
        Ok(InterfaceSpec { link: link.name.clone(), address })
    }

    /// `module FILE`: a file that programs may import.
    fn module(&mut self, words: &mut Words<'a>) -> Result<(), Problem> {
        let file = python_file(words.next("The module's file")?)?.to_string();
        self.scenario.modules.push(ModuleSpec { file, source: String::new() });
        Ok(())
    }

    fn run(&mut self, words: &mut Words<'a>) -> Result<(), Problem> {
        let file = words.next("The program's file")?;
        python_file(file)?;
        words.expect("on")?;
        let host = self.known_host(words)?.0;
        let start = match words.is_empty() {
            true => Duration::ZERO,
            false => {
                words.expect("after")?;
                words.next("A time, such as 20ms,")?.duration()?
            }
        };
        let (host, file) = (host.text.to_string(), file.text.to_string());
        self.scenario.programs.push(ProgramSpec { host, file, source: String::new(), start });
        Ok(())
    }

    /// A link that there is; `others` may stand in its place.
    pub(super) fn known_link(&self, words: &mut Words<'a>, others: &[&str]) -> Result<&LinkSpec, Problem> {
        let word = words.next("The name of a link")?;
        self.scenario.link(word.text).ok_or_else(|| {
            let known = self.scenario.links.iter().map(|link| link.name.as_str());
            let hint = did_you_mean(word.text, known.chain(others.iter().copied()));
            word.problem(format!("No link is called `{}`.", word.text)).hint(hint)
        })
    }

    /// The name of a host that there is, and its place.
    pub(super) fn known_host(&self, words: &mut Words<'a>) -> Result<(Word<'a>, usize), Problem> {
        let word = words.next("The name of a host")?;
        match self.scenario.hosts.iter().position(|host| host.name == word.text) {
            Some(place) => Ok((word, place)),
            None => {
                let known = self.scenario.hosts.iter().map(|host| host.name.as_str());
                let hint = did_you_mean(word.text, known);
                Err(word.problem(format!("No host is called `{}`.", word.text)).hint(hint))
            }
        }
    }

    /// Gives the new hosts the gateways that were written, and the others the usual one.
    fn set_gateways(&mut self, first_host: usize) -> Vec<Problem> {
        let mut problems = Vec::new();
        for index in first_host..self.scenario.hosts.len() {
            let host = &self.scenario.hosts[index];
            let gateway = match self.gateways.iter().find(|(each, _)| *each == index) {
                None => Ok(self.scenario.usual_gateway(host)),
                Some((_, None)) => Ok(None),
                Some((_, Some(word))) => self.neighbour(host, *word).map(Some),
            };
            match gateway {
                Ok(gateway) => self.scenario.hosts[index].gateway = gateway,
                Err(problem) => problems.push(problem),
            }
        }
        problems
    }

    /// The address of another host's interface that can be reached in one hop.
    fn neighbour(&self, host: &HostSpec, word: Word<'a>) -> Result<Ipv4Addr, Problem> {
        let address = word.address()?;
        let mut routers = host.interfaces.iter().flat_map(|own| self.scenario.routers_on(&own.link));
        if routers.any(|router| router == address) && host.interfaces.iter().all(|own| own.address != address)
        {
            return Ok(address);
        }
        Err(word
            .problem(format!("No other router on a link of `{}` has the address {address}.", host.name))
            .hint("A gateway is a `router` that is one hop away."))
    }
}

/// Takes the next words if they say what goes wrong on a link.
pub(super) fn fault<'a>(faults: &mut Change, words: &mut Words<'a>) -> Result<bool, Problem> {
    if words.take("loss") {
        faults.loss = Some(words.next("How much is lost, such as 1%,")?.share()?);
    } else if words.take("duplicates") {
        faults.duplicates = Some(words.next("How much comes twice, such as 1%,")?.share()?);
    } else if words.take("jitter") {
        faults.jitter = Some(words.next("The jitter, such as 5ms,")?.duration()?);
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// A subnet such as 192.168.1.0/24.
fn subnet(word: Word<'_>) -> Result<(Ipv4Addr, u8), Problem> {
    let parts = word.text.split_once('/').and_then(|(net, prefix)| {
        Some((net.parse::<Ipv4Addr>().ok()?, prefix.parse::<u8>().ok().filter(|prefix| *prefix <= 30)?))
    });
    let Some((net, prefix)) = parts else {
        return Err(word
            .problem(format!("`{}` is not a subnet.", word.text))
            .hint("Write an address and a prefix length of at most 30, such as 192.168.1.0/24."));
    };
    let first = network(net, prefix);
    if first != net {
        let hint = format!("Did you mean `{first}/{prefix}`?");
        return Err(word.problem(format!("{net} is inside the subnet, not its beginning.")).hint(hint));
    }
    if prefix < 8 || net.is_loopback() || net.is_unspecified() || net.octets()[0] >= 224 {
        let hint = "Take one for private use or for examples, such as 10.0.0.0/8 or 203.0.113.0/24.";
        return Err(word.problem(format!("Hosts cannot have addresses of {net}/{prefix}.")).hint(hint));
    }
    Ok((net, prefix))
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
