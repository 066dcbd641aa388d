//! `lsof -i`, as lsof 4.95 prints it: descriptors that lead to sockets, by process.
//!
//! Not modelled, because the course is about sockets: other files in `lsof`. A command line without `-i` is
//! refused.

use std::net::Ipv4Addr;

use super::names;
use super::output::Output;
use super::rows::{self, PROGRAM, Row};
use crate::model::id::{Fd, HostId, Pid};
use crate::model::packet::Protocol;
use crate::model::socket::Family;
use crate::model::sort::sort_by_key;
use crate::model::world::World;

/// What to show, and how.
#[derive(Debug, Default)]
struct Request {
    internet: Vec<Selection>,
    numeric_addresses: bool,
    numeric_ports: bool,
    terse: bool,
    states: Vec<String>,
    pids: Vec<String>,
    all_must_fit: bool,
}

/// One `-i`: `[46][protocol][@host][:ports]`.
#[derive(Debug, Default)]
struct Selection {
    none: bool,
    address: Option<Ipv4Addr>,
    ports: Vec<(u16, u16)>,
}

/// What `lsof` with these arguments prints on a host.
pub fn lsof(world: &World, host: HostId, args: &[String]) -> Output {
    let request = match request(args) {
        Ok(request) => request,
        Err(message) => return Output::bad(format!("lsof: {message}\n"), 1),
    };
    let rows = rows::rows(world, host);
    let mut found: Vec<(Pid, Fd, &Row)> = Vec::new();
    for row in rows.iter().filter(|row| request.fits(row)) {
        let owners = row.owners.iter().filter(|(pid, _)| request.wants(*pid));
        found.extend(owners.map(|(pid, fd)| (*pid, *fd, row)));
    }
    sort_by_key(&mut found, |(pid, fd, _)| (*pid, *fd));
    let status = i32::from(found.is_empty());
    let out = if request.terse { terse(&found) } else { table(&found, &request) };
    Output { out, err: String::new(), status }
}

impl Request {
    fn fits(&self, row: &Row) -> bool {
        let state = row.state.in_netstat();
        self.internet.iter().any(|selection| selection.fits(row))
            && (self.states.is_empty() || self.states.iter().any(|wanted| wanted == state))
    }

    fn wants(&self, pid: Pid) -> bool {
        self.pids.is_empty() || self.pids.contains(&pid.to_string())
    }
}

impl Selection {
    fn fits(&self, row: &Row) -> bool {
        let ends = [row.local, row.peer];
        !self.none
            && self.address.is_none_or(|address| ends.iter().any(|end| end.ip() == address))
            && (self.ports.is_empty()
                || ends
                    .iter()
                    .any(|end| self.ports.iter().any(|(low, high)| (*low..=*high).contains(&end.port()))))
    }
}

/// Reads the options; `-i` may have its value in the same word, in the next one, or none.
fn request(args: &[String]) -> Result<Request, String> {
    let mut request = Request::default();
    let mut args = args.iter().peekable();
    while let Some(arg) = args.next() {
        let Some(letters) = arg.strip_prefix('-') else {
            return Err(format!("status error on {arg}: No such file or directory"));
        };
        for (place, letter) in letters.char_indices() {
            let rest = &letters[place + letter.len_utf8()..];
            let mut value = || {
                let next = args.next_if(|next| rest.is_empty() && !next.starts_with('-'));
                next.cloned().unwrap_or_else(|| rest.to_owned())
            };
            match letter {
                'n' => request.numeric_addresses = true,
                'P' => request.numeric_ports = true,
                't' => request.terse = true,
                'a' => request.all_must_fit = true,
                'i' => request.internet.push(selection(&value())?),
                's' => request.states.extend(states(&value())?),
                'p' => request.pids.extend(value().split(',').map(str::to_owned)),
                'b' | 'w' | 'l' | 'O' | 'R' => {}
                _ => return Err(format!("illegal option character: {letter}")),
            }
            if matches!(letter, 'i' | 's' | 'p') {
                break;
            }
        }
    }
    if request.internet.is_empty() {
        return Err("only sockets are modelled: use -i".to_owned());
    }
    if !request.pids.is_empty() && !request.all_must_fit {
        return Err("only sockets are modelled: use -p together with -a and -i".to_owned());
    }
    Ok(request)
}

/// `TCP:LISTEN,ESTABLISHED`; `^` before a state is refused, as no lesson needs it.
fn states(value: &str) -> Result<Vec<String>, String> {
    let list = value.strip_prefix("TCP:").or_else(|| value.strip_prefix("tcp:"));
    let list = list.ok_or_else(|| format!("unknown -s protocol: \"{value}\""))?;
    Ok(list.split(',').map(|state| state.to_uppercase().replace("SYN_RECEIVED", "SYN_RECV")).collect())
}

fn selection(value: &str) -> Result<Selection, String> {
    let wrong = |what: &str| format!("unacceptable {what} specification in: -i {value}");
    let mut selection = Selection { none: value.starts_with('6'), ..Selection::default() };
    let rest = value.trim_start_matches(['4', '6']);
    let protocol: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    match protocol.to_lowercase().as_str() {
        "" | "tcp" => {}
        "udp" | "udplite" => selection.none = true,
        _ => return Err(format!("unknown protocol name ({protocol}) in: -i {value}")),
    }
    let rest = &rest[protocol.len()..];
    let (host, ports) = rest.split_once(':').unwrap_or((rest, ""));
    if let Some(host) = host.strip_prefix('@') {
        let host = if host == "localhost" { "127.0.0.1" } else { host };
        selection.address = Some(host.parse().map_err(|_| wrong("host"))?);
    } else if !host.is_empty() {
        return Err(wrong("protocol"));
    }
    for range in ports.split(',').filter(|range| !range.is_empty()) {
        let (low, high) = range.split_once('-').unwrap_or((range, range));
        let port = |text: &str| text.parse().ok().or_else(|| names::service_port(text));
        selection.ports.push(port(low).zip(port(high)).ok_or_else(|| wrong("port"))?);
    }
    Ok(selection)
}

fn terse(found: &[(Pid, Fd, &Row)]) -> String {
    let mut pids: Vec<Pid> = found.iter().map(|(pid, _, _)| *pid).collect();
    pids.dedup();
    pids.iter().map(|pid| format!("{pid}\n")).collect()
}

fn table(found: &[(Pid, Fd, &Row)], request: &Request) -> String {
    if found.is_empty() {
        return String::new();
    }
    let width = |least: usize, text: &dyn Fn(&(Pid, Fd, &Row)) -> String| {
        found.iter().map(|each| text(each).len()).max().unwrap_or(0).max(least)
    };
    let pids = width(3, &|(pid, _, _)| pid.to_string());
    let devices = width(6, &|(_, _, row)| row.inode().to_string());
    let mut text =
        format!("COMMAND {:>pids$} USER   FD   TYPE {:>devices$} SIZE/OFF NODE NAME\n", "PID", "DEVICE");
    for (pid, fd, row) in found {
        let name = name(row, request);
        let (fd, device) = (fd.0, row.inode());
        let family = if row.socket.family == Family::Inet { "IPv4" } else { "IPv6" };
        text += &format!(
            "{PROGRAM} {pid:>pids$} root {fd:>4}u  {family} {device:>devices$}      0t0  {} {name}\n",
            row.socket.protocol
        );
    }
    text
}

fn name(row: &Row, request: &Request) -> String {
    let end = |of: std::net::SocketAddr| {
        let address = match of.ip() {
            address if address.is_unspecified() => "*".to_owned(),
            address => names::address(address, request.numeric_addresses),
        };
        format!("{address}:{}", names::port(of.port(), request.numeric_ports))
    };
    let peer = if row.peer.port() == 0 { String::new() } else { format!("->{}", end(row.peer)) };
    let state = match row.socket.protocol {
        Protocol::Tcp => format!(" ({})", row.state.in_netstat()),
        Protocol::Udp | Protocol::Icmp => String::new(),
    };
    format!("{}{peer}{state}", end(row.local))
}
