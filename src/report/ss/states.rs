//! Sets of states, with the names that `ss` has for them.

use crate::model::tcp::TcpState;

/// A set of states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct States(u16);

const fn bit(state: TcpState) -> u16 {
    1 << state as u16
}

const EVERY: u16 = (1 << TcpState::ALL.len()) - 1;

impl States {
    pub(super) const ALL: States = States(EVERY);
    /// What `-l` asks for.
    pub(super) const LISTENING: States = States(bit(TcpState::Listen) | bit(TcpState::Closed));
    /// What no option asks for of UDP.
    pub(super) const ESTABLISHED: States = States(bit(TcpState::Established));
    /// What no option asks for of TCP.
    pub(super) const CONNECTED: States = States(
        EVERY
            & !(bit(TcpState::Listen)
                | bit(TcpState::Closed)
                | bit(TcpState::TimeWait)
                | bit(TcpState::SynReceived)),
    );

    pub(super) fn named(name: &str) -> Option<States> {
        let (listen, closed) = (bit(TcpState::Listen), bit(TcpState::Closed));
        let bucket = bit(TcpState::SynReceived) | bit(TcpState::TimeWait);
        Some(States(match name {
            "all" => EVERY,
            "connected" => EVERY & !(listen | closed),
            "synchronized" => EVERY & !(listen | closed | bit(TcpState::SynSent)),
            "bucket" => bucket,
            "big" => EVERY & !bucket,
            _ => bit(one(name)?),
        }))
    }

    pub(super) fn has(self, state: TcpState) -> bool {
        self.0 & bit(state) != 0
    }

    pub(super) fn and(self, other: States) -> States {
        States(self.0 | other.0)
    }

    pub(super) fn without(self, other: States) -> States {
        States(self.0 & !other.0)
    }

    /// Then the column of states would say nothing, and `ss` leaves it out.
    pub(super) fn only_one(self) -> bool {
        self.0.count_ones() == 1
    }
}

fn one(name: &str) -> Option<TcpState> {
    Some(match name {
        "established" => TcpState::Established,
        "syn-sent" => TcpState::SynSent,
        "syn-recv" | "syn-rcv" => TcpState::SynReceived,
        "fin-wait-1" => TcpState::FinWait1,
        "fin-wait-2" => TcpState::FinWait2,
        "time-wait" => TcpState::TimeWait,
        "closed" | "close" | "unconnected" => TcpState::Closed,
        "close-wait" => TcpState::CloseWait,
        "last-ack" => TcpState::LastAck,
        "listening" => TcpState::Listen,
        "closing" => TcpState::Closing,
        _ => return None,
    })
}
