//! Address translation with connection tracking, as Linux's netfilter does it: what a router remembers, and its rules.
//!
//! Not modelled, because no lesson needs them: sequence numbers that NAT checks, a full table of NAT that drives out
//! flows in TIME-WAIT.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::conntrack::Timeouts;
use super::id::LinkId;
use super::packet::{Flags, Packet, Payload, Protocol};
use super::time::{Duration, Instant};

/// What a router with address translation has and remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct Nat {
    /// The LAN where the router's own address stands for all hosts inside.
    pub outside: LinkId,
    /// Which packets get that address as their source (MASQUERADE); `None`: none do.
    pub masquerade: Option<Masquerade>,
    /// Ports of the outside address that lead to hosts inside (DNAT).
    pub forwards: Vec<Forward>,
    /// The flows; those whose time is over count as absent, and go when another one begins.
    pub flows: BTreeMap<u64, Flow>,
    /// Which flow a packet with this protocol, source and destination belongs to.
    pub tuples: BTreeMap<Tuple, u64>,
}

/// Which packets get the outside address, and which ports they may get.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Masquerade {
    /// Only this protocol; `None`: every one.
    pub protocol: Option<Protocol>,
    /// Only these ports, both included; `None`: the same port, or another of its class.
    pub ports: Option<(u16, u16)>,
}

/// A port of the outside address that leads to a host inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forward {
    /// Of which protocol.
    pub protocol: Protocol,
    /// The port outside.
    pub port: u16,
    /// The address and port inside.
    pub to: SocketAddr,
}

/// Protocol, source and destination of a packet: what names one direction of a flow.
pub type Tuple = (Protocol, SocketAddr, SocketAddr);

/// A flow: packets both ways between two ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// Its packets as who began it sends them.
    pub original: Tuple,
    /// The answers as the other end sends them.
    pub reply: Tuple,
    /// How far it has got.
    pub tracking: Tracking,
    /// When it began.
    pub since: Instant,
}

/// What tracking knows of a flow, besides its names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tracking {
    /// TCP's state, as the router sees it.
    pub state: Option<FlowState>,
    /// Has the other end answered?
    pub replied: bool,
    /// Is it a real conversation, which a full table must not drop?
    pub assured: bool,
    /// When it will be forgotten.
    pub expires: Instant,
}

/// A TCP connection as a router sees it (Linux `nf_conntrack_proto_tcp.c`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowState {
    /// A SYN has passed.
    SynSent,
    /// Both ends have sent a SYN.
    SynSent2,
    /// The SYN-ACK has passed.
    SynReceived,
    /// The handshake is over.
    Established,
    /// One end has sent a FIN.
    FinWait,
    /// That FIN is acknowledged.
    CloseWait,
    /// The other end has sent its FIN.
    LastAck,
    /// That one is acknowledged too.
    TimeWait,
    /// A RST has passed.
    Close,
}

/// Which way a packet of a flow goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// As the first one.
    Original,
    /// As the answers.
    Reply,
}

/// What a segment does to a flow's state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Change {
    /// It becomes, or stays, this.
    To(FlowState),
    /// The segment passes and changes nothing.
    Ignored,
    /// The segment does not fit: it is not translated.
    Invalid,
}

impl Tracking {
    /// What the first packet of a flow begins; `None` where no flow can begin with it.
    pub(super) fn first(packet: &Packet, now: Instant, timeouts: &Timeouts) -> Option<Tracking> {
        let (state, after) = match &packet.payload {
            Payload::Tcp(segment) => {
                let state = match segment.flags {
                    Flags { rst: true, .. } | Flags { fin: true, .. } => return None,
                    Flags { syn: true, ack: true, .. } => return None,
                    Flags { syn: true, .. } => FlowState::SynSent,
                    Flags { ack: true, .. } => FlowState::Established,
                    _ => return None,
                };
                (Some(state), timeouts.tcp(state))
            }
            Payload::Udp(_) => (None, timeouts.udp(false)),
            Payload::Icmp(_) => return None,
        };
        Some(Tracking { state, replied: false, assured: false, expires: now + after })
    }
}

/// A UDP flow is a stream when there were packets both ways for longer than this.
const STREAM_AFTER: Duration = Duration::from_secs(2);

impl FlowState {
    /// Linux's table `tcp_conntracks`.
    pub(super) fn after(self, flags: Flags, way: Direction) -> Change {
        use Change::{Ignored, Invalid, To};
        use Direction::{Original, Reply};
        use FlowState::{
            Close, CloseWait, Established, FinWait, LastAck, SynReceived, SynSent, SynSent2, TimeWait,
        };
        match (flags.rst, flags.syn, flags.fin, flags.ack, way) {
            (true, ..) => To(Close),
            (_, true, _, false, Original) => match self {
                SynSent | TimeWait | Close => To(SynSent),
                SynSent2 => To(SynSent2),
                _ => Ignored,
            },
            (_, true, _, false, Reply) => match self {
                SynSent | SynSent2 => To(SynSent2),
                TimeWait => To(SynSent),
                _ => Invalid,
            },
            (_, true, _, true, Original) => match self {
                SynReceived | SynSent2 => To(SynReceived),
                _ => Invalid,
            },
            (_, true, _, true, Reply) => match self {
                SynSent | SynSent2 => To(SynReceived),
                _ => Ignored,
            },
            (_, _, true, ..) => match self {
                SynSent | SynSent2 => Invalid,
                SynReceived | Established => To(FinWait),
                FinWait | CloseWait | LastAck => To(LastAck),
                TimeWait | Close => To(self),
            },
            (_, _, _, true, way) => match self {
                SynSent | SynSent2 if way == Original => Invalid,
                SynSent | SynSent2 => Ignored,
                SynReceived if way == Original => To(Established),
                SynReceived | Established | TimeWait | Close => To(self),
                FinWait | CloseWait => To(CloseWait),
                LastAck => To(TimeWait),
            },
            _ => Invalid,
        }
    }
}

impl fmt::Display for FlowState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FlowState::SynSent => "SYN_SENT",
            FlowState::SynSent2 => "SYN_SENT2",
            FlowState::SynReceived => "SYN_RECV",
            FlowState::Established => "ESTABLISHED",
            FlowState::FinWait => "FIN_WAIT",
            FlowState::CloseWait => "CLOSE_WAIT",
            FlowState::LastAck => "LAST_ACK",
            FlowState::TimeWait => "TIME_WAIT",
            FlowState::Close => "CLOSE",
        })
    }
}

impl Flow {
    /// What a packet with these flags leaves of the flow. `None`: the flow is gone (a refusal was all the answer).
    pub(super) fn after(
        &self,
        flags: Flags,
        way: Direction,
        now: Instant,
        timeouts: &Timeouts,
    ) -> Result<Option<Tracking>, ()> {
        let old = self.tracking;
        let replied = old.replied || way == Direction::Reply;
        let Some(state) = old.state else {
            let stream = old.replied && now - self.since > STREAM_AFTER;
            return Ok(Some(Tracking {
                replied,
                assured: old.assured || stream,
                expires: now + timeouts.udp(stream),
                ..old
            }));
        };
        match state.after(flags, way) {
            Change::Invalid => Err(()),
            Change::Ignored => Ok(Some(Tracking { replied, ..old })),
            Change::To(_) if flags.rst && !old.replied => Ok(None),
            Change::To(to) => {
                let ready = matches!(state, FlowState::SynReceived | FlowState::Established);
                let assured = old.assured || (ready && to == FlowState::Established && replied);
                Ok(Some(Tracking { state: Some(to), replied, assured, expires: now + timeouts.tcp(to) }))
            }
        }
    }
}

/// The other way round.
pub fn inverse((protocol, from, to): Tuple) -> Tuple {
    (protocol, to, from)
}

impl Nat {
    /// Tracks everything, and translates what leaves by `outside`.
    pub fn new(outside: LinkId) -> Nat {
        Nat {
            outside,
            masquerade: Some(Masquerade::default()),
            forwards: Vec::new(),
            flows: BTreeMap::new(),
            tuples: BTreeMap::new(),
        }
    }

    /// The flow that a packet of this name belongs to, unless its time is over.
    pub fn flow(&self, tuple: Tuple, now: Instant) -> Option<(u64, Flow, Direction)> {
        let number = *self.tuples.get(&tuple)?;
        let flow = *self.flows.get(&number)?;
        let way = if flow.original == tuple { Direction::Original } else { Direction::Reply };
        (flow.tracking.expires > now).then_some((number, flow, way))
    }

    /// Flows that still count, the latest first.
    pub fn tracked(&self, now: Instant) -> impl Iterator<Item = &Flow> {
        self.flows.values().rev().filter(move |flow| flow.tracking.expires > now)
    }

    /// The source that a new flow gets when it leaves with `address` (Linux `get_unique_tuple`); `chance` decides among
    /// the free ports. `None`: no port is free.
    ///
    /// A source that is translated already keeps its outside port; else it keeps its own; else it gets another.
    pub(super) fn source(
        &self,
        (protocol, from, to): Tuple,
        address: IpAddr,
        ports: Option<(u16, u16)>,
        now: Instant,
        chance: u64,
    ) -> Option<SocketAddr> {
        let free = |source: SocketAddr| self.flow((protocol, to, source), now).is_none();
        let allowed = |port: u16| ports.is_none_or(|(low, high)| (low..=high).contains(&port));
        if from.ip() != address
            && let Some(mapped) = self.mapping((protocol, from, to), address, now)
            && allowed(mapped.port())
            && free(mapped)
        {
            return Some(mapped);
        }
        let same = SocketAddr::new(address, from.port());
        if allowed(same.port()) && free(same) {
            return Some(same);
        }
        let (low, high) = ports.unwrap_or_else(|| class(from.port()));
        let count = u64::from(high - low) + 1;
        let at = |step: u64| low + ((chance + step) % count) as u16;
        (0..count).map(|step| SocketAddr::new(address, at(step))).find(|source| free(*source))
    }

    /// What this source is called outside, as the latest of its flows says.
    fn mapping(&self, (protocol, from, _): Tuple, address: IpAddr, now: Instant) -> Option<SocketAddr> {
        let least = SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 0);
        let same_source = |(tuple, _): &(&Tuple, &u64)| (tuple.0, tuple.1) == (protocol, from);
        let own = self.tuples.range((protocol, from, least)..).take_while(same_source);
        let flows = own.filter_map(|(tuple, number)| Some((number, tuple, self.flows.get(number)?)));
        let fits = |(_, tuple, flow): &(&u64, &Tuple, &Flow)| {
            flow.original == **tuple && flow.tracking.expires > now && flow.reply.2.ip() == address
        };
        flows.filter(fits).max_by_key(|(number, ..)| **number).map(|(.., flow)| flow.reply.2)
    }
}

/// Other ports that may stand for this one: privileged for privileged (Linux `nf_nat_l4proto_unique_tuple`).
fn class(port: u16) -> (u16, u16) {
    match port {
        0..512 => (1, 511),
        512..1024 => (600, 1023),
        _ => (1024, u16::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_followed_from_syn_to_time_wait() {
        use Direction::{Original, Reply};
        let fin = Flags { fin: true, ..Flags::ACK };
        let path = [
            (Flags::SYN_ACK, Reply, FlowState::SynReceived),
            (Flags::ACK, Original, FlowState::Established),
            (fin, Original, FlowState::FinWait),
            (Flags::ACK, Reply, FlowState::CloseWait),
            (fin, Reply, FlowState::LastAck),
            (Flags::ACK, Original, FlowState::TimeWait),
            (Flags::SYN, Original, FlowState::SynSent),
            (Flags::RST, Reply, FlowState::Close),
        ];
        let mut state = FlowState::SynSent;
        for (flags, way, wanted) in path {
            assert_eq!(state.after(flags, way), Change::To(wanted), "{state} {flags}");
            state = wanted;
        }
        assert_eq!(FlowState::SynSent.after(Flags::ACK, Original), Change::Invalid);
    }

    #[test]
    fn other_ports_are_of_the_same_class() {
        assert_eq!([1, 511, 512, 1023, 1024].map(class).map(|(low, _)| low), [1, 1, 600, 600, 1024]);
    }
}
