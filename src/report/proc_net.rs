//! `/proc/net/tcp` and its like: the kernel's own tables, in hexadecimal, from which `netstat` reads.

use std::net::{IpAddr, SocketAddr};

use super::rows::{self, Row, TimerKind};
use crate::model::id::HostId;
use crate::model::packet::Protocol;
use crate::model::socket::Family;
use crate::model::tcp::TcpState;
use crate::model::world::World;

/// Each line of `/proc/net/tcp` and of `/proc/net/udp` is so long, filled with blanks; those of IPv6 are not filled.
const WIDTH_TCP: usize = 149;
const WIDTH_UDP: usize = 127;

/// What `cat` prints of a table on a host: `tcp`, `tcp6`, `udp` or `udp6`. Addresses of kernel memory are shown as zeros, as
/// to ordinary users.
///
/// Not modelled, because a random number of each machine decides: in which place of the kernel's table a UDP socket stands.
pub fn proc_net(world: &World, host: HostId, table: &str) -> Option<String> {
    let (protocol, family) = match table {
        "tcp" => (Protocol::Tcp, Family::Inet),
        "tcp6" => (Protocol::Tcp, Family::Inet6),
        "udp" => (Protocol::Udp, Family::Inet),
        "udp6" => (Protocol::Udp, Family::Inet6),
        _ => return None,
    };
    let (udp, short) = (protocol == Protocol::Udp, family == Family::Inet);
    let names = match short {
        true => "local_address rem_address  ",
        false => "local_address                         remote_address                       ",
    };
    let more = if udp { " ref pointer drops" } else { "" };
    let indent = if udp && short { "   sl" } else { "  sl" };
    let title =
        format!("{indent}  {names} st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode{more}");
    let width = match (short, udp) {
        (true, false) => WIDTH_TCP,
        (true, true) => WIDTH_UDP,
        (false, _) => 0,
    };
    let mut text = format!("{title:<width$}\n");
    let rows = rows::rows(world, host);
    let ours = |row: &&Row| row.socket.protocol == protocol && row.socket.family == family;
    for (number, row) in rows.iter().filter(ours).enumerate() {
        let line = if udp { datagrams(row) } else { line(number, row) };
        text += &format!("{line:<width$}\n");
    }
    Some(text)
}

/// The row of a UDP socket: 07 is "unconnected", 01 has a peer.
fn datagrams(row: &Row) -> String {
    let (local, peer) = (hexadecimal(row.local, row.socket.family), hexadecimal(row.peer, row.socket.family));
    let state = if row.peer.port() == 0 { 7 } else { 1 };
    let (slot, receive, uid, inode) = (row.local.port(), row.receive, row.socket.uid, row.inode());
    format!(
        "{slot:>5}: {local} {peer} {state:02X} {:08X}:{receive:08X} 00:00000000 00000000 {uid:>5} {:>8} {inode} 2 0000000000000000 0",
        row.send, 0
    )
}

fn line(number: usize, row: &Row) -> String {
    let send = if row.state == TcpState::Listen { 0 } else { row.send };
    let (timer, left, retries) = match row.timer {
        None => (0, 0, 0),
        Some(timer) => {
            let kind = match timer.kind {
                TimerKind::Retransmit => 1,
                TimerKind::KeepAlive => 2,
                TimerKind::TimeWait => 3,
                TimerKind::Probe => 4,
            };
            let retries = if timer.kind == TimerKind::KeepAlive { 0 } else { timer.retries };
            (kind, timer.left.as_millis() / 10, retries)
        }
    };
    let (local, peer) = (hexadecimal(row.local, row.socket.family), hexadecimal(row.peer, row.socket.family));
    let tail = match row.state {
        TcpState::TimeWait => "3 0000000000000000",
        TcpState::Listen => "1 0000000000000000 100 0 0 10 0",
        TcpState::SynReceived => "0 0000000000000000",
        // Time-outs of retransmission and of the delayed ACK, quick ACKs, congestion window and threshold.
        _ => match row.socket.tcb().map_or(0, |tcb| tcb.rcv.nxt - tcb.rcv.irs) {
            0 | 1 => "1 0000000000000000 20 0 0 10 -1",
            _ => "1 0000000000000000 20 4 30 10 -1",
        },
    };
    let (receive, inode, state) = (row.receive, row.inode(), row.state.number());
    format!(
        "{number:>4}: {local} {peer} {state:02X} {send:08X}:{receive:08X} {timer:02X}:{left:08X} {retries:08X} {:>5} {:>8} {inode} {tail}",
        0, 0
    )
}

/// The address's bytes, four and four, as one number of a machine whose lowest byte comes first; the port the usual way round.
fn hexadecimal(of: SocketAddr, family: Family) -> String {
    let bytes = match of.ip() {
        IpAddr::V4(address) if family == Family::Inet => address.octets().to_vec(),
        IpAddr::V4(address) if address.is_unspecified() => vec![0; 16],
        IpAddr::V4(address) => address.to_ipv6_mapped().octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    let words =
        bytes.chunks(4).map(|word| word.iter().rev().map(|byte| format!("{byte:02X}")).collect::<String>());
    format!("{}:{:04X}", words.collect::<String>(), of.port())
}
