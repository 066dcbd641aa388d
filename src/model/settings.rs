//! The kernel's settings, as `sysctl` and `/proc/sys` name them, with Linux's defaults.

use super::conntrack::{self, Timeouts};
use super::host::Host;

/// What can be set, and the model heeds.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Ports that the kernel may choose, both included (`ip_local_port_range`).
    pub local_ports: (u16, u16),
    /// Ports among them that it leaves alone, as ranges with both ends (`ip_local_reserved_ports`).
    pub reserved_ports: Vec<(u16, u16)>,
    /// The first port that anybody may bind (`ip_unprivileged_port_start`).
    pub unprivileged_start: u16,
    /// The largest backlog that `listen` grants (`somaxconn`).
    pub somaxconn: u32,
    /// Seconds that a closed socket stays in FIN-WAIT-2 (`tcp_fin_timeout`).
    pub fin_timeout: u32,
    /// RST instead of silence where the last ACK of a handshake finds the accept queue full (`tcp_abort_on_overflow`).
    pub abort_on_overflow: bool,
    /// May a connection take over one in TIME-WAIT: 0 no, 1 yes, 2 on loopback (`tcp_tw_reuse`)?
    pub tw_reuse: u8,
    /// How often a SYN is sent again (`tcp_syn_retries`).
    pub syn_retries: u32,
    /// Answers with a cookie: 0 never, 1 where the SYN queue is full, 2 always (`tcp_syncookies`).
    pub syn_cookies: u8,
    /// How many half-open connections a listener keeps where it may not send cookies (`tcp_max_syn_backlog`).
    pub max_syn_backlog: u32,
    /// So often a SYN is sent again at equal pauses before they double (`tcp_syn_linear_timeouts`).
    pub syn_linear: u32,
    /// Keep-alive: seconds until the first probe, between probes, and how many (`tcp_keepalive_time` and its likes).
    pub keep_alive: [u32; 3],
    /// How often a SYN-ACK is sent again (`tcp_synack_retries`).
    pub synack_retries: u32,
    /// How often data is sent again (`tcp_retries2`).
    pub data_retries: u32,
    /// The first size of a UDP socket's buffer for receiving (`rmem_default`).
    pub rmem_default: u32,
    /// The first size of a UDP socket's buffer for sending (`wmem_default`).
    pub wmem_default: u32,
    /// The largest buffer for receiving that `setsockopt` grants (`rmem_max`).
    pub rmem_max: u32,
    /// The largest buffer for sending that it grants (`wmem_max`).
    pub wmem_max: u32,
    /// Buffers for receiving: least, first and largest size (`tcp_rmem`).
    pub tcp_rmem: [u32; 3],
    /// Buffers for sending (`tcp_wmem`).
    pub tcp_wmem: [u32; 3],
    /// How long a router remembers flows (`nf_conntrack_…_timeout_…`).
    pub timeouts: Timeouts,
    /// Settings that are kept and told, though nothing here heeds them; each by its place in `KEPT`.
    pub kept: [Option<u32>; KEPT.len()],
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            local_ports: (32768, 60999),
            reserved_ports: Vec::new(),
            unprivileged_start: 1024,
            somaxconn: 4096,
            fin_timeout: 60,
            abort_on_overflow: false,
            tw_reuse: 2,
            syn_retries: 6,
            synack_retries: 5,
            data_retries: 15,
            syn_cookies: 1,
            max_syn_backlog: 4096,
            syn_linear: 4,
            keep_alive: [7200, 75, 9],
            rmem_default: 212_992,
            wmem_default: 212_992,
            rmem_max: 4_194_304,
            wmem_max: 4_194_304,
            tcp_rmem: [4096, 131_072, 33_554_432],
            tcp_wmem: [4096, 16_384, 4_194_304],
            timeouts: Timeouts::default(),
            kept: [None; KEPT.len()],
        }
    }
}

impl Settings {
    /// Is this port never chosen by the kernel?
    pub fn reserves(&self, port: u16) -> bool {
        self.reserved_ports.iter().any(|(low, high)| (*low..=*high).contains(&port))
    }
}

/// How a setting is read, and how it is changed (`ip_forward` is the flag): false where the text is no value for it.
type Entry = (&'static str, fn(&Host) -> String, fn(&mut Settings, &mut bool, &str) -> bool);

/// Every setting, by name.
const TABLE: &[Entry] = &[
    ("kernel.hostname", |host| host.name.clone(), |_, _, _| false),
    ("net.core.rmem_default", |h| h.settings.rmem_default.to_string(), |s, _, t| put(&mut s.rmem_default, t)),
    ("net.core.rmem_max", |h| h.settings.rmem_max.to_string(), |s, _, t| put(&mut s.rmem_max, t)),
    ("net.core.somaxconn", |h| h.settings.somaxconn.to_string(), |s, _, t| put(&mut s.somaxconn, t)),
    ("net.core.wmem_default", |h| h.settings.wmem_default.to_string(), |s, _, t| put(&mut s.wmem_default, t)),
    ("net.core.wmem_max", |h| h.settings.wmem_max.to_string(), |s, _, t| put(&mut s.wmem_max, t)),
    ("net.ipv4.ip_forward", |h| u8::from(h.forwards).to_string(), |_, forwards, t| flag(forwards, t)),
    ("net.ipv4.ip_local_port_range", |h| port_range(h.settings.local_ports), set_port_range),
    ("net.ipv4.ip_local_reserved_ports", |h| ranges(&h.settings.reserved_ports), set_reserved),
    (
        "net.ipv4.ip_unprivileged_port_start",
        |h| h.settings.unprivileged_start.to_string(),
        |s, _, t| put(&mut s.unprivileged_start, t),
    ),
    (
        "net.ipv4.tcp_abort_on_overflow",
        |h| u8::from(h.settings.abort_on_overflow).to_string(),
        |s, _, t| flag(&mut s.abort_on_overflow, t),
    ),
    (
        "net.ipv4.tcp_fin_timeout",
        |h| h.settings.fin_timeout.to_string(),
        |s, _, t| put(&mut s.fin_timeout, t),
    ),
    (
        "net.ipv4.tcp_keepalive_intvl",
        |h| h.settings.keep_alive[1].to_string(),
        |s, _, t| within(&mut s.keep_alive[1], t, 1, 32767),
    ),
    (
        "net.ipv4.tcp_keepalive_probes",
        |h| h.settings.keep_alive[2].to_string(),
        |s, _, t| within(&mut s.keep_alive[2], t, 1, 127),
    ),
    (
        "net.ipv4.tcp_keepalive_time",
        |h| h.settings.keep_alive[0].to_string(),
        |s, _, t| within(&mut s.keep_alive[0], t, 1, 32767),
    ),
    (
        "net.ipv4.tcp_max_syn_backlog",
        |h| h.settings.max_syn_backlog.to_string(),
        |s, _, t| put(&mut s.max_syn_backlog, t),
    ),
    ("net.ipv4.tcp_retries2", |h| h.settings.data_retries.to_string(), |s, _, t| put(&mut s.data_retries, t)),
    ("net.ipv4.tcp_rmem", |h| sizes(h.settings.tcp_rmem), |s, _, t| set_sizes(&mut s.tcp_rmem, t)),
    (
        "net.ipv4.tcp_syn_linear_timeouts",
        |h| h.settings.syn_linear.to_string(),
        |s, _, t| within(&mut s.syn_linear, t, 0, 127),
    ),
    (
        "net.ipv4.tcp_syn_retries",
        |h| h.settings.syn_retries.to_string(),
        |s, _, t| within(&mut s.syn_retries, t, 1, 127),
    ),
    (
        "net.ipv4.tcp_synack_retries",
        |h| h.settings.synack_retries.to_string(),
        |s, _, t| within(&mut s.synack_retries, t, 0, 255),
    ),
    (
        "net.ipv4.tcp_syncookies",
        |h| h.settings.syn_cookies.to_string(),
        |s, _, t| within(&mut s.syn_cookies, t, 0, 2),
    ),
    (
        "net.ipv4.tcp_tw_reuse",
        |h| h.settings.tw_reuse.to_string(),
        |s, _, t| within(&mut s.tw_reuse, t, 0, 2),
    ),
    ("net.ipv4.tcp_wmem", |h| sizes(h.settings.tcp_wmem), |s, _, t| set_sizes(&mut s.tcp_wmem, t)),
];

/// Settings that are kept and told but not heeded, with their first values.
const KEPT: &[(&str, u32)] = &[
    ("net.core.netdev_max_backlog", 1000),
    ("net.ipv4.icmp_echo_ignore_all", 0),
    ("net.ipv4.icmp_ratelimit", 1000),
    ("net.ipv4.ip_default_ttl", 64),
    ("net.ipv4.ip_nonlocal_bind", 0),
    ("net.ipv4.tcp_max_tw_buckets", 131_072),
    ("net.ipv4.tcp_moderate_rcvbuf", 1),
    ("net.ipv4.tcp_orphan_retries", 0),
    ("net.ipv4.tcp_retries1", 3),
    ("net.ipv4.tcp_sack", 1),
    ("net.ipv4.tcp_timestamps", 1),
    ("net.ipv4.tcp_window_scaling", 1),
    ("net.ipv4.udp_rmem_min", 4096),
    ("net.ipv4.udp_wmem_min", 4096),
];

fn kept(name: &str) -> Option<usize> {
    KEPT.iter().position(|(known, _)| *known == name)
}

/// The value of a host's setting; `None` where the model has no such setting.
pub fn get(host: &Host, name: &str) -> Option<String> {
    let told = |place: usize| host.settings.kept[place].unwrap_or(KEPT[place].1).to_string();
    let timeout = |place: usize| host.settings.timeouts.get(place).to_string();
    entry(name)
        .map(|(_, get, _)| get(host))
        .or_else(|| kept(name).map(told))
        .or_else(|| Timeouts::place(name).map(timeout))
}

/// Changes a host's setting. False: there is no such setting, or the text is no value for it.
pub(super) fn set(host: &mut Host, name: &str, value: &str) -> bool {
    put_in(&mut host.settings, &mut host.forwards, name, value)
}

fn put_in(settings: &mut Settings, forwards: &mut bool, name: &str, value: &str) -> bool {
    let value = value.trim();
    match (entry(name), kept(name)) {
        (Some((.., set)), _) => set(settings, forwards, value),
        (None, Some(place)) => value.parse().map(|value| settings.kept[place] = Some(value)).is_ok(),
        (None, None) => match (Timeouts::place(name), value.parse()) {
            (Some(place), Ok(seconds)) => {
                settings.timeouts.set(place, seconds);
                true
            }
            _ => false,
        },
    }
}

/// Could it be changed to this?
pub fn accepts(host: &Host, name: &str, value: &str) -> bool {
    put_in(&mut host.settings.clone(), &mut { host.forwards }, name, value)
}

/// The names of all settings.
pub fn names() -> impl Iterator<Item = &'static str> {
    let timeouts = conntrack::NAMES.iter().map(|(name, _)| *name);
    TABLE.iter().map(|(name, ..)| *name).chain(KEPT.iter().map(|(name, _)| *name)).chain(timeouts)
}

fn entry(name: &str) -> Option<&'static Entry> {
    TABLE.iter().find(|(known, ..)| *known == name)
}

fn put<T: std::str::FromStr>(place: &mut T, text: &str) -> bool {
    text.parse().map(|value| *place = value).is_ok()
}

fn within<T: std::str::FromStr + PartialOrd>(place: &mut T, text: &str, least: T, most: T) -> bool {
    match text.parse() {
        Ok(value) if least <= value && value <= most => {
            *place = value;
            true
        }
        _ => false,
    }
}

fn flag(place: &mut bool, text: &str) -> bool {
    text.parse::<i64>().map(|value| *place = value != 0).is_ok()
}

fn port_range((low, high): (u16, u16)) -> String {
    format!("{low}\t{high}")
}

/// Two ports, the first not above the second, both of them for anybody (Linux `ipv4_local_port_range`).
fn set_port_range(settings: &mut Settings, _: &mut bool, text: &str) -> bool {
    let ports: Vec<u16> = text.split_whitespace().filter_map(|port| port.parse().ok()).collect();
    let [low, high] = ports[..] else { return false };
    let good = 0 < low && low <= high && low >= settings.unprivileged_start;
    if good {
        settings.local_ports = (low, high);
    }
    good
}

fn ranges(ranges: &[(u16, u16)]) -> String {
    let text = |(low, high): &(u16, u16)| if low == high { low.to_string() } else { format!("{low}-{high}") };
    ranges.iter().map(text).collect::<Vec<_>>().join(",")
}

fn set_reserved(settings: &mut Settings, _: &mut bool, text: &str) -> bool {
    let range = |part: &str| {
        let (low, high) = part.split_once('-').unwrap_or((part, part));
        Some((low.trim().parse().ok()?, high.trim().parse().ok()?))
    };
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let Some(found) = parts.map(range).collect::<Option<Vec<(u16, u16)>>>() else { return false };
    settings.reserved_ports = found;
    true
}

fn sizes(sizes: [u32; 3]) -> String {
    sizes.map(|size| size.to_string()).join("\t")
}

fn set_sizes(place: &mut [u32; 3], text: &str) -> bool {
    let found: Vec<u32> = text.split_whitespace().filter_map(|size| size.parse().ok()).collect();
    found.try_into().map(|sizes: [u32; 3]| *place = sizes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::TABLE;

    #[test]
    fn the_table_is_in_the_order_of_names() {
        assert!(TABLE.is_sorted_by_key(|(name, ..)| *name));
    }
}
