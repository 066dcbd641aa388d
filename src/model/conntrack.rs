//! How long a router remembers a flow after its last packet: `net.netfilter.nf_conntrack_…`, in seconds.

use super::nat::FlowState;
use super::time::Duration;

/// What a router's flows live by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts([u32; NAMES.len()]);

/// The settings, with Linux's first values.
pub(super) const NAMES: [(&str, u32); 10] = [
    ("net.netfilter.nf_conntrack_tcp_timeout_close", 10),
    ("net.netfilter.nf_conntrack_tcp_timeout_close_wait", 60),
    ("net.netfilter.nf_conntrack_tcp_timeout_established", 432_000),
    ("net.netfilter.nf_conntrack_tcp_timeout_fin_wait", 120),
    ("net.netfilter.nf_conntrack_tcp_timeout_last_ack", 30),
    ("net.netfilter.nf_conntrack_tcp_timeout_syn_recv", 60),
    ("net.netfilter.nf_conntrack_tcp_timeout_syn_sent", 120),
    ("net.netfilter.nf_conntrack_tcp_timeout_time_wait", 120),
    ("net.netfilter.nf_conntrack_udp_timeout", 30),
    ("net.netfilter.nf_conntrack_udp_timeout_stream", 120),
];

/// Linux has no setting for this one.
const SYN_SENT2: u32 = 120;

impl Default for Timeouts {
    fn default() -> Timeouts {
        Timeouts(NAMES.map(|(_, seconds)| seconds))
    }
}

impl Timeouts {
    /// The place of a setting.
    pub(super) fn place(name: &str) -> Option<usize> {
        NAMES.iter().position(|(known, _)| *known == name)
    }

    pub(super) fn get(&self, place: usize) -> u32 {
        self.0[place]
    }

    pub(super) fn set(&mut self, place: usize, seconds: u32) {
        self.0[place] = seconds;
    }

    /// A TCP flow in this state.
    pub fn tcp(&self, state: FlowState) -> Duration {
        let place = match state {
            FlowState::Close => 0,
            FlowState::CloseWait => 1,
            FlowState::Established => 2,
            FlowState::FinWait => 3,
            FlowState::LastAck => 4,
            FlowState::SynReceived => 5,
            FlowState::SynSent => 6,
            FlowState::TimeWait => 7,
            FlowState::SynSent2 => return Duration::from_secs(SYN_SENT2.into()),
        };
        Duration::from_secs(self.0[place].into())
    }

    /// A UDP flow; a stream is one with packets both ways for longer than two seconds.
    pub fn udp(&self, stream: bool) -> Duration {
        Duration::from_secs(self.0[if stream { 9 } else { 8 }].into())
    }
}
