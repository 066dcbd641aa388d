//! TCP by RFC 9293, from SYN to TIME-WAIT.
//!
//! Not modelled, because no lesson needs them: congestion control (the window alone limits the sender), delayed
//! acknowledgements (each segment is acknowledged at once), tail loss probes (a lost segment is sent again when
//! the timer runs out), urgent data.

mod cookie;
mod input;
mod output;
mod state;
mod tcb;
mod timer;
mod user;

pub(super) use input::{arrived, reported};
pub(super) use output::{acknowledge, push};
pub use state::TcpState;
pub use tcb::{ReceiveSpace, SendSpace, Tcb};
pub(super) use timer::{expired, keep_alive, keep_alive_changed, retransmit};
pub(super) use user::{close, connect, give_way, shutdown, stop_listening};

/// Linux's TIME-WAIT, and the longest life of an orphan in FIN-WAIT-2: 60 s, fixed (`TCP_TIMEWAIT_LEN`).
pub const TIME_WAIT: std::time::Duration = std::time::Duration::from_secs(60);

/// Bytes of a segment on Ethernet: 1500 less 40 of headers and 12 of time stamps.
pub const MSS_ETHERNET: usize = 1448;

/// Bytes of a segment on loopback, whose packets may have 65,536.
pub const MSS_LOOPBACK: usize = 65_483;

/// How many unread bytes a socket takes (`tcp_rmem`'s default, half of which Linux advertises).
pub const RECEIVE_BUFFER: usize = 65_536;

/// How many bytes a socket keeps until they are acknowledged (what Linux grows `tcp_wmem` to on loopback).
pub const SEND_BUFFER: usize = 2_626_560;
