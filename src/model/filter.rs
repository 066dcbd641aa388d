//! A packet filter, as `iptables` sets one up: which packets a host drops, or answers with an ICMP error.

use std::net::IpAddr;

use super::packet::{Flags, Packet, Protocol};

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filter {
    /// Where it is asked.
    pub chain: Chain,
    /// Is the sender told (REJECT)? Else the packet is dropped in silence (DROP).
    pub reject: bool,
    /// Packets of this protocol.
    pub protocol: Protocol,
    /// TCP's control bits: of the first ones, exactly the second ones are set.
    pub flags: Option<(Flags, Flags)>,
    /// The source port.
    pub source_port: Option<u16>,
    /// The destination port.
    pub destination_port: Option<u16>,
    /// The source address.
    pub source: Option<IpAddr>,
    /// The destination address.
    pub destination: Option<IpAddr>,
}

/// Where a packet is on its way through a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// It is for the host itself.
    Input,
    /// The host itself sends it.
    Output,
    /// It is passed on.
    Forward,
}

impl Filter {
    /// Is the rule about this packet?
    pub fn fits(&self, chain: Chain, packet: &Packet) -> bool {
        let same = |wanted: Option<u16>, port: u16| wanted.is_none_or(|wanted| wanted == port);
        let flags = |(of, set): (Flags, Flags)| {
            let flags = packet.flags();
            let bit = |of: bool, set: bool, has: bool| !of || set == has;
            bit(of.syn, set.syn, flags.syn)
                && bit(of.ack, set.ack, flags.ack)
                && bit(of.fin, set.fin, flags.fin)
                && bit(of.rst, set.rst, flags.rst)
                && bit(of.psh, set.psh, flags.psh)
        };
        self.chain == chain
            && self.protocol == packet.protocol()
            && self.flags.is_none_or(flags)
            && same(self.source_port, packet.from().port())
            && same(self.destination_port, packet.to().port())
            && self.source.is_none_or(|source| source == packet.source)
            && self.destination.is_none_or(|destination| destination == packet.destination)
    }
}
