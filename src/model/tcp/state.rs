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

impl TcpState {
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
        f.write_str(match self {
            TcpState::Listen => "LISTEN",
            TcpState::SynSent => "SYN-SENT",
            TcpState::SynReceived => "SYN-RECEIVED",
            TcpState::Established => "ESTABLISHED",
            TcpState::FinWait1 => "FIN-WAIT-1",
            TcpState::FinWait2 => "FIN-WAIT-2",
            TcpState::CloseWait => "CLOSE-WAIT",
            TcpState::Closing => "CLOSING",
            TcpState::LastAck => "LAST-ACK",
            TcpState::TimeWait => "TIME-WAIT",
            TcpState::Closed => "CLOSED",
        })
    }
}
