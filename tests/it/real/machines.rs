//! The machines and LANs of a scenario, as network namespaces of the real kernel.
//!
//! A namespace has no name: it lives as long as a process in it, which ends when this test does, however it ends.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fivetuple::model::packet::Protocol;
use fivetuple::scenario::{HostSpec, Scenario};

/// A machine: a network namespace with its loopback up.
pub(super) struct Machine {
    keeper: Child,
}

impl Machine {
    fn new() -> Machine {
        let mut command = Command::new("unshare");
        // `cat` reads what never comes, and ends when nobody is left who could write it.
        command.args(["-n", "sh", "-c", "ip link set lo up && echo up && exec cat >/dev/null"]);
        let mut keeper = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a namespace");
        let mut said = String::new();
        let output = keeper.stdout.take().expect("a pipe");
        BufReader::new(output).read_line(&mut said).expect("a line");
        assert_eq!(said, "up\n", "a namespace with its loopback");
        Machine { keeper }
    }

    fn pid(&self) -> String {
        self.keeper.id().to_string()
    }

    /// A command that will run on this machine.
    pub(super) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new("nsenter");
        command.args(["-t", &self.pid(), "-n", "--"]).args(words).stdin(Stdio::null());
        command
    }

    /// What a command prints on this machine.
    pub(super) fn answer(&self, words: &[&str]) -> Result<String, String> {
        let output = self.command(words).output().expect("nsenter");
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(format!("{}: {}", words.join(" "), String::from_utf8_lossy(&output.stderr)))
    }

    fn must(&self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        self.answer(&words).unwrap_or_else(|problem| panic!("{problem}"));
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.keeper.kill();
        let _ = self.keeper.wait();
    }
}

/// The machines of a scenario, joined as it says.
pub(super) struct Machines {
    hosts: Vec<(String, Machine)>,
    /// Each LAN's bridge stands on a machine of its own.
    _switches: Vec<Machine>,
}

impl Machines {
    /// Builds them. A kernel that cannot delay packets joins them without delay.
    pub(super) fn new(scenario: &Scenario) -> Machines {
        let switches: Vec<Machine> = scenario.links.iter().map(|_| Machine::new()).collect();
        for switch in &switches {
            switch.must("ip link add br0 type bridge forward_delay 0 mcast_snooping 0");
            switch.must("ip link set br0 up");
        }
        let mut hosts = Vec::new();
        for (number, spec) in scenario.hosts.iter().enumerate() {
            let machine = Machine::new();
            plug(scenario, spec, number, &machine, &switches);
            hosts.push((spec.name.clone(), machine));
        }
        Machines { hosts, _switches: switches }
    }

    pub(super) fn host(&self, name: &str) -> &Machine {
        let found = self.hosts.iter().find(|(host, _)| host == name);
        &found.unwrap_or_else(|| panic!("no host {name}")).1
    }
}

fn plug(scenario: &Scenario, spec: &HostSpec, number: usize, machine: &Machine, switches: &[Machine]) {
    for (card, interface) in spec.interfaces.iter().enumerate() {
        let place = scenario.links.iter().position(|link| link.name == interface.link).expect("a link");
        let (link, switch) = (&scenario.links[place], &switches[place]);
        let (port, eth) = (format!("p{number}c{card}"), format!("eth{card}"));
        switch.must(&format!("ip link add {port} type veth peer name {eth} netns {}", machine.pid()));
        switch.must(&format!("ip link set {port} master br0 up"));
        machine.must(&format!("ip addr add {}/{} broadcast + dev {eth}", interface.address, link.subnet.1));
        machine.must(&format!("ip link set {eth} up"));
        if link.latency > Duration::ZERO {
            let delay = format!("{}us", link.latency.as_micros());
            let _ = machine.answer(&["tc", "qdisc", "add", "dev", &eth, "root", "netem", "delay", &delay]);
        }
    }
    if let Some(gateway) = spec.gateway {
        machine.must(&format!("ip route add default via {gateway}"));
    }
    if spec.router {
        let forward = ["sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"];
        machine.answer(&forward).unwrap_or_else(|problem| panic!("{problem}"));
    }
    translate(spec, machine);
    for (name, value) in &spec.settings {
        let set = format!("echo '{value}' > /proc/sys/{}", name.replace('.', "/"));
        machine.answer(&["sh", "-c", &set]).unwrap_or_else(|problem| panic!("{problem}"));
    }
}

/// A router that translates addresses does it by the kernel's own means.
fn translate(spec: &HostSpec, machine: &Machine) {
    let Some(nat) = &spec.nat else { return };
    let card = spec.interfaces.iter().position(|at| at.link == nat.external).expect("the external link");
    let rule = |line: String| machine.must(&format!("iptables -w -t nat -A {line}"));
    match nat.ports {
        None => rule(format!("POSTROUTING -o eth{card} -j MASQUERADE")),
        Some((first, last)) => {
            for protocol in ["tcp", "udp"] {
                let ports = format!("MASQUERADE --to-ports {first}-{last}");
                rule(format!("POSTROUTING -o eth{card} -p {protocol} -j {ports}"));
            }
        }
    }
    for forward in &nat.forwards {
        let (protocol, port) = (if forward.protocol == Protocol::Tcp { "tcp" } else { "udp" }, forward.port);
        let to = format!("-p {protocol} --dport {port} -j DNAT --to-destination {}", forward.to);
        rule(format!("PREROUTING -i eth{card} {to}"));
    }
}
