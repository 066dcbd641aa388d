//! The statements about a host's kernel: `nat`, `forward`, `sysctl`.

use super::problem::{Problem, did_you_mean};
use super::text::Builder;
use super::words::{Word, Words};
use super::{HostSpec, NatSpec};
use crate::model::event::Event;
use crate::model::id::HostId;
use crate::model::limits::Limits;
use crate::model::nat::Forward;
use crate::model::packet::Protocol;
use crate::model::settings;
use crate::model::world::World;

impl<'a> Builder<'a> {
    /// `nat ROUTER external LINK [ports FIRST-LAST]`
    pub(super) fn nat(&mut self, words: &mut Words<'a>) -> Result<(), Problem> {
        let (name, place) = self.known_host(words)?;
        let router = &self.scenario.hosts[place];
        if !router.router {
            return Err(name
                .problem(format!("`{}` is not a router: it passes no packets on.", name.text))
                .hint("Only a `router` can translate addresses."));
        }
        if router.nat.is_some() {
            return Err(name.problem(format!("`{}` translates addresses already.", name.text)));
        }
        words.expect("external")?;
        let link = words.next("The name of the external link")?;
        let links = || router.interfaces.iter().map(|at| at.link.as_str());
        if !links().any(|known| known == link.text) {
            return Err(link
                .problem(format!("`{}` is on no link `{}`.", name.text, link.text))
                .hint(did_you_mean(link.text, links())));
        }
        let ports = match words.is_empty() {
            true => None,
            false => {
                words.expect("ports")?;
                Some(ports(words.next("The external ports, such as 40000-40999,")?)?)
            }
        };
        let nat = NatSpec { external: link.text.to_string(), ports, forwards: Vec::new() };
        self.scenario.hosts[place].nat = Some(nat);
        Ok(())
    }

    /// `forward ROUTER tcp|udp PORT to ADDRESS:PORT`
    pub(super) fn forward(&mut self, words: &mut Words<'a>) -> Result<(), Problem> {
        let (name, place) = self.known_host(words)?;
        let Some(nat) = &self.scenario.hosts[place].nat else {
            return Err(name
                .problem(format!("`{}` does not translate addresses.", name.text))
                .hint(format!("Write `nat {} external LINK` as well.", name.text)));
        };
        let word = words.next("The protocol, tcp or udp,")?;
        let protocol = match word.text {
            "tcp" => Protocol::Tcp,
            "udp" => Protocol::Udp,
            other => {
                let hint = did_you_mean(other, ["tcp", "udp"]);
                return Err(word.problem(format!("No ports of `{other}` can be forwarded.")).hint(hint));
            }
        };
        let word = words.next("The external port")?;
        let port = word.number(1_u16)?;
        if nat.forwards.iter().any(|other| (other.protocol, other.port) == (protocol, port)) {
            return Err(word.problem(format!("External port {port} is forwarded twice.")));
        }
        words.expect("to")?;
        let word = words.next("The internal endpoint, such as 192.168.1.10:80,")?;
        let to = word.endpoint()?;
        let internal = |host: &HostSpec| {
            host.interfaces.iter().any(|at| at.address == *to.ip() && at.link != nat.external)
        };
        if !self.scenario.hosts.iter().any(internal) {
            return Err(word
                .problem(format!("No internal host has the address {}.", to.ip()))
                .hint(format!("Internal is whatever is not on link `{}`.", nat.external)));
        }
        let forward = Forward { protocol, port, to: to.into() };
        if let Some(nat) = &mut self.scenario.hosts[place].nat {
            nat.forwards.push(forward);
        }
        Ok(())
    }

    /// `sysctl HOST NAME VALUE`
    pub(super) fn sysctl(&mut self, words: &mut Words<'a>) -> Result<(), Problem> {
        let (_, place) = self.known_host(words)?;
        let name = words.next("The name of a setting")?;
        if !settings::names().any(|known| known == name.text) {
            let message = format!("No setting is called `{}` here.", name.text);
            let near = settings::names().filter(|known| known.ends_with(last(name.text)));
            let near = near.map(|known| format!("Did you mean `{known}`?")).next();
            let hint = near.unwrap_or_else(|| "The names are those of `sysctl -a` on Linux.".to_string());
            return Err(name.problem(message).hint(hint));
        }
        let word = words.next("The setting's value")?;
        let value = word.quoted().unwrap_or(word.text);
        let setting = (name.text.to_string(), value.to_string());
        if !self.takes(place, &setting) {
            return Err(word
                .problem(format!("`{}` cannot be set to `{value}`.", name.text))
                .hint("Several numbers stand in quotation marks, such as \"40000 40999\"."));
        }
        self.scenario.hosts[place].settings.push(setting);
        Ok(())
    }

    /// Would the host's kernel take this setting after those that were made before?
    fn takes(&self, place: usize, (name, value): &(String, String)) -> bool {
        let mut world = World::new(0, Limits::default());
        let (host, spec) = (HostId(0), &self.scenario.hosts[place]);
        world.apply(&Event::HostAdded { host, name: spec.name.clone(), cores: 1, forwards: spec.router });
        for (name, value) in spec.settings.clone() {
            world.apply(&Event::SettingChanged { host, name, value });
        }
        settings::accepts(world.host(host), name, value)
    }
}

/// The part of a setting's name behind its last dot.
fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The first and the last of some ports.
fn ports(word: Word<'_>) -> Result<(u16, u16), Problem> {
    let both = word.text.split_once('-');
    let range = both.and_then(|(low, high)| Some((low.parse::<u16>().ok()?, high.parse::<u16>().ok()?)));
    range.filter(|(low, high)| 0 < *low && low <= high).ok_or_else(|| {
        word.problem(format!("`{}` is not a range of ports.", word.text))
            .hint("Write the first and the last one, such as 40000-40999.")
    })
}
