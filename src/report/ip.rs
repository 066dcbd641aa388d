//! What a host tells of itself: `hostname`, `ip addr`, `ip route`, `sysctl`.
//!
//! Not modelled, because sockets do not see them: network cards. A card's hardware address is made of the
//! interface's IP address, so that each has its own.

use std::net::Ipv4Addr;

use super::names;
use super::output::Output;
use crate::model::host::{Host, Interface};
use crate::model::settings;

const FOREVER: &str = "       valid_lft forever preferred_lft forever\n";

/// `hostname`, and `hostname -I`.
pub(super) fn hostname(host: &Host, args: &[String]) -> Output {
    match args {
        [] => Output::good(format!("{}\n", host.name)),
        [option] if option == "-s" || option == "--short" => Output::good(format!("{}\n", host.name)),
        [option] if option == "-I" || option == "--all-ip-addresses" => {
            let addresses: String = host.interfaces.iter().map(|at| format!("{} ", at.address)).collect();
            Output::good(addresses + "\n")
        }
        _ => Output::bad("hostname: only -I and -s are modelled\n", 255),
    }
}

/// `ip [-4] [-br] addr`, `ip route`, and their short forms.
pub(super) fn ip(host: &Host, args: &[String]) -> Output {
    let options: Vec<&str> =
        args.iter().map(String::as_str).take_while(|word| word.starts_with('-')).collect();
    let words: Vec<&str> = args[options.len()..].iter().map(String::as_str).collect();
    if let Some(unknown) =
        options.iter().find(|option| !["-4", "-br", "-brief", "-o", "-c", "-color=never"].contains(option))
    {
        return Output::bad(format!("Option \"{unknown}\" is unknown, try \"ip -help\".\n"), 255);
    }
    let brief = options.iter().any(|option| option.starts_with("-br"));
    match words.as_slice() {
        [object, rest @ ..] if "address".starts_with(object) => match device(rest) {
            Ok(device) => addresses(host, brief, options.contains(&"-4"), device),
            Err(message) => Output::bad(message, 255),
        },
        [object] | [object, "show" | "list" | "ls"] if "route".starts_with(object) => {
            Output::good(routes(host))
        }
        [object, ..] => Output::bad(format!("Object \"{object}\" is unknown, try \"ip help\".\n"), 1),
        [] => Output::bad(
            "Usage: ip [ OPTIONS ] OBJECT { COMMAND }\nwhere  OBJECT := { address | route }\n",
            255,
        ),
    }
}

/// The interface that `show [dev] NAME` asks for.
fn device<'a>(words: &[&'a str]) -> Result<Option<&'a str>, String> {
    match words {
        [] | ["show" | "list" | "ls"] => Ok(None),
        ["show" | "list" | "ls", "dev", name] | ["show" | "list" | "ls", name] => Ok(Some(name)),
        [command, ..] => Err(format!("Command \"{command}\" is unknown, try \"ip address help\".\n")),
    }
}

fn addresses(host: &Host, brief: bool, only_ip: bool, device: Option<&str>) -> Output {
    let mut text = String::new();
    let mut known = false;
    let mut wants = |name: &str| {
        let wanted = device.is_none_or(|device| device == name);
        known |= wanted;
        wanted
    };
    if wants("lo") {
        text +=
            &if brief { format!("{:<16} {:<14} 127.0.0.1/8 \n", "lo", "UNKNOWN") } else { loopback(only_ip) };
    }
    for (index, interface) in host.interfaces.iter().enumerate() {
        let name = names::interface(index);
        if !wants(&name) {
            continue;
        }
        text += &if brief {
            format!("{name:<16} {:<14} {}/{} \n", "UP", interface.address, interface.prefix)
        } else {
            ethernet(index + 2, &name, interface, only_ip)
        };
    }
    if known {
        return Output::good(text);
    }
    Output::bad(format!("Device \"{}\" does not exist.\n", device.unwrap_or_default()), 1)
}

fn loopback(only_ip: bool) -> String {
    let mut text =
        "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n"
            .to_owned();
    if !only_ip {
        text += "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n";
    }
    text + "    inet 127.0.0.1/8 scope host lo\n" + FOREVER
}

fn ethernet(number: usize, name: &str, interface: &Interface, only_ip: bool) -> String {
    let Interface { address, prefix, .. } = interface;
    let mut text = format!(
        "{number}: {name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000\n"
    );
    if !only_ip {
        let [a, b, c, d] = address.octets();
        text += &format!("    link/ether 02:00:{a:02x}:{b:02x}:{c:02x}:{d:02x} brd ff:ff:ff:ff:ff:ff\n");
    }
    let broadcast = Ipv4Addr::from(u32::from(*address) | !mask(*prefix));
    text += &format!("    inet {address}/{prefix} brd {broadcast} scope global {name}\n");
    text + FOREVER
}

fn mask(prefix: u8) -> u32 {
    u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0)
}

/// The routing table; `ip` leaves a blank at the end of each line.
fn routes(host: &Host) -> String {
    let mut text = String::new();
    let interfaces = || host.interfaces.iter().enumerate();
    if let Some(gateway) = host.gateway
        && let Some((index, _)) = interfaces().find(|(_, interface)| interface.reaches(gateway))
    {
        text += &format!("default via {gateway} dev {} \n", names::interface(index));
    }
    for (index, Interface { address, prefix, .. }) in interfaces() {
        let network = Ipv4Addr::from(u32::from(*address) & mask(*prefix));
        let name = names::interface(index);
        text += &format!("{network}/{prefix} dev {name} proto kernel scope link src {address} \n");
    }
    text
}

/// A setting of the host's kernel, where the model has it.
pub(super) fn setting(host: &Host, key: &str) -> Option<String> {
    settings::get(host, key)
}

/// `sysctl [-n] KEY…`.
pub(super) fn sysctl(host: &Host, args: &[String]) -> Output {
    let mut output = Output::default();
    let bare = args.iter().any(|word| word == "-n" || word == "--values");
    for key in args.iter().filter(|word| !word.starts_with('-')) {
        match setting(host, &key.replace('/', ".")) {
            Some(value) if bare => output.out += &format!("{value}\n"),
            Some(value) => output.out += &format!("{key} = {value}\n"),
            None => {
                let path = key.replace('.', "/");
                output.err += &format!("sysctl: cannot stat /proc/sys/{path}: No such file or directory\n");
                output.status = 1;
            }
        }
    }
    output
}
