//! The eleven states of a connection (RFC 9293 §3.3.2).

use std::fmt;

/// Where a connection is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TcpState {
    /// Waits for connections.
    Listen,
    /// Has sent a SYN and waits for the answer.
    SynSent,
    /// Has answered a SYN and waits for the last ACK of the handshake.
    SynReceived,
    /// Open both ways.
    Established,
    /// Has sent a FIN that is not acknowledged yet.
    FinWait1,
    /// Its FIN is acknowledged; the other side may still send.
    FinWait2,
    /// The other side has sent its FIN; this side may still send.
    CloseWait,
    /// Both sides sent FIN at the same time; waits for the ACK of its own.
    Closing,
    /// Answered the other's FIN with its own and waits for the last ACK.
    LastAck,
    /// Closed first; keeps the name busy until no old segment can be on its way.
    TimeWait,
    /// No connection.
    Closed,
}

/// The states' numbers in Linux (`include/net/tcp_states.h`), and their names in RFC 9293, in `ss` and in `netstat`, in the
/// order of `TcpState`.
const NAMES: [(u8, &str, &str, &str); 11] = [
    (10, "LISTEN", "LISTEN", "LISTEN"),
    (2, "SYN-SENT", "SYN-SENT", "SYN_SENT"),
    (3, "SYN-RECEIVED", "SYN-RECV", "SYN_RECV"),
    (1, "ESTABLISHED", "ESTAB", "ESTABLISHED"),
    (4, "FIN-WAIT-1", "FIN-WAIT-1", "FIN_WAIT1"),
    (5, "FIN-WAIT-2", "FIN-WAIT-2", "FIN_WAIT2"),
    (8, "CLOSE-WAIT", "CLOSE-WAIT", "CLOSE_WAIT"),
    (11, "CLOSING", "CLOSING", "CLOSING"),
    (9, "LAST-ACK", "LAST-ACK", "LAST_ACK"),
    (6, "TIME-WAIT", "TIME-WAIT", "TIME_WAIT"),
    (7, "CLOSED", "UNCONN", "CLOSE"),
];

impl TcpState {
    /// Its number in Linux.
    pub fn number(self) -> u8 {
        NAMES[self as usize].0
    }

    /// Its name in `ss`.
    pub fn in_ss(self) -> &'static str {
        NAMES[self as usize].2
    }

    /// Its name in `netstat`, `lsof` and the kernel's headers.
    pub fn in_netstat(self) -> &'static str {
        NAMES[self as usize].3
    }

    /// Every state.
    pub const ALL: [TcpState; 11] = [
        TcpState::Listen,
        TcpState::SynSent,
        TcpState::SynReceived,
        TcpState::Established,
        TcpState::FinWait1,
        TcpState::FinWait2,
        TcpState::CloseWait,
        TcpState::Closing,
        TcpState::LastAck,
        TcpState::TimeWait,
        TcpState::Closed,
    ];

    /// May this side still put bytes into the connection?
    pub fn can_send(self) -> bool {
        matches!(self, TcpState::Established | TcpState::CloseWait)
    }

    /// Is the handshake over, and the connection not yet gone?
    pub fn is_synchronized(self) -> bool {
        !matches!(self, TcpState::Listen | TcpState::SynSent | TcpState::SynReceived | TcpState::Closed)
    }
}

impl fmt::Display for TcpState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAMES[*self as usize].1)
    }
}
