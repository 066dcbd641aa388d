//! `/proc/net/tcp`: the kernel's own table, in hexadecimal, from which `netstat` reads.

use std::net::{IpAddr, SocketAddr};

use super::rows::{self, Row, TimerKind};
use crate::model::id::HostId;
use crate::model::packet::Protocol;
use crate::model::socket::Family;
use crate::model::tcp::TcpState;
use crate::model::world::World;

/// Each line is this long, filled with blanks.
const WIDTH: usize = 149;

/// `/proc/net/tcp6` of a host without such sockets.
pub(super) const EMPTY_6: &str = "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

/// What `cat /proc/net/tcp` prints on a host. Addresses of kernel memory are shown as zeros, as to ordinary users.
pub fn proc_net_tcp(world: &World, host: HostId) -> String {
    let title =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
    let mut text = format!("{title:<WIDTH$}\n");
    let rows = rows::rows(world, host);
    let ours = |row: &&Row| row.socket.protocol == Protocol::Tcp && row.socket.family == Family::Inet;
    for (number, row) in rows.iter().filter(ours).enumerate() {
        text += &format!("{:<WIDTH$}\n", line(number, row));
    }
    text
}

fn line(number: usize, row: &Row) -> String {
    let send = if row.state == TcpState::Listen { 0 } else { row.send };
    let (timer, left, retries) = match row.timer {
        None => (0, 0, 0),
        Some(timer) => {
            let kind = match timer.kind {
                TimerKind::Retransmit => 1,
                TimerKind::TimeWait => 3,
                TimerKind::Probe => 4,
            };
            (kind, timer.left.as_millis() / 10, timer.retries)
        }
    };
    let (local, peer) = (hexadecimal(row.local), hexadecimal(row.peer));
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
fn hexadecimal(of: SocketAddr) -> String {
    let bytes = match of.ip() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    let words =
        bytes.chunks(4).map(|word| word.iter().rev().map(|byte| format!("{byte:02X}")).collect::<String>());
    format!("{}:{:04X}", words.collect::<String>(), of.port())
}
