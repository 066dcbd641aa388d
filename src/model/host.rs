//! Hosts and LANs: machines with addresses and routes, and what joins them.

use std::collections::VecDeque;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use super::demux::Demux;
use super::filter::Filter;
use super::id::{HostId, LinkId, Tid};
use super::nat::Nat;
use super::packet::Packet;
use super::settings::Settings;
use crate::model::sorted::SortedMap;

/// A machine: its own kernel, its own ports.
#[derive(Clone, Debug, PartialEq)]
pub struct Host {
    /// Its number.
    pub id: HostId,
    /// What people call it.
    pub name: String,
    /// Does it pass on packets that are not for it?
    pub forwards: bool,
    /// Where it is joined to LANs.
    pub interfaces: Vec<Interface>,
    /// Where packets for elsewhere go, beyond its own LANs.
    pub gateway: Option<Ipv4Addr>,
    /// Its sockets by name.
    pub demux: Demux,
    /// What runs on each core now.
    pub cores: Vec<Option<Tid>>,
    /// Threads that could run and have no core, longest waiter first.
    pub run_queue: VecDeque<Tid>,
    /// What `sysctl` sets.
    pub settings: Settings,
    /// Where the search for a source port goes on, per destination (Linux `table_perturb`).
    pub port_offsets: SortedMap<u64, u32>,
    /// The rules of its packet filter, in order; the first that fits decides.
    pub filters: Vec<Filter>,
    /// Its address translation, where it has one.
    pub nat: Option<Nat>,
    /// Addresses of its LANs that it asks for (ARP), with the packets that wait for an answer.
    pub searches: SortedMap<Ipv4Addr, Vec<Packet>>,
    /// The shortest time after which it sends data again (the route's `rto_min`).
    pub rto_min: Duration,
}

/// One place where a host is joined to a LAN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interface {
    /// The LAN.
    pub link: LinkId,
    /// The host's address there.
    pub address: Ipv4Addr,
    /// How many leading bits of it name the LAN.
    pub prefix: u8,
}

/// A LAN: whatever is sent on it arrives after its latency.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its number.
    pub id: LinkId,
    /// What people call it.
    pub name: String,
    /// How long a packet takes from one host to another.
    pub latency: Duration,
    /// What goes wrong on it.
    pub faults: Faults,
    /// Does each packet on it stay where it is until somebody lets it go, or loses it?
    pub held: bool,
    /// Is it cut: does nothing that is sent on it arrive?
    pub cut: bool,
}

/// What goes wrong on a LAN, by chance: the world's dice decide for each packet, and the event keeps the decision.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Faults {
    /// How many packets of a million are lost.
    pub loss: u32,
    /// How many of a million arrive twice.
    pub duplicates: u32,
    /// Each packet may take so much longer: those behind it may overtake it.
    pub jitter: Duration,
}

impl Interface {
    /// Does this address belong to the interface's LAN?
    pub fn reaches(&self, address: Ipv4Addr) -> bool {
        (u32::from(address) ^ u32::from(self.address)) & self.mask() == 0
    }

    /// The address of all hosts of the LAN: its last one.
    pub fn broadcast(&self) -> Ipv4Addr {
        Ipv4Addr::from(u32::from(self.address) | !self.mask())
    }

    fn mask(&self) -> u32 {
        u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0)
    }
}

impl Host {
    /// Is this one of the host's own addresses? All of 127.0.0.0/8 is, and ::1.
    pub fn owns(&self, address: IpAddr) -> bool {
        address.is_loopback() || self.interfaces.iter().any(|interface| interface.address == address)
    }

    /// Does this address mean everybody on a LAN of the host, or on its loopback?
    pub fn is_broadcast(&self, address: IpAddr) -> bool {
        let IpAddr::V4(address) = address else { return false };
        let last = |interface: &Interface| interface.broadcast() == address;
        address.is_broadcast()
            || address == Ipv4Addr::new(127, 255, 255, 255)
            || self.interfaces.iter().any(last)
    }

    /// The way to an address: over which interface, and to which neighbour.
    ///
    /// Not modelled, because no lesson needs it: IPv6 beyond the host itself.
    pub fn route(&self, destination: IpAddr) -> Option<(Interface, Ipv4Addr)> {
        let IpAddr::V4(destination) = destination else { return None };
        let direct = |address: Ipv4Addr| self.interfaces.iter().find(|interface| interface.reaches(address));
        match direct(destination) {
            Some(interface) => Some((*interface, destination)),
            None => self.gateway.and_then(|gateway| Some((*direct(gateway)?, gateway))),
        }
    }

    /// The address that a packet to `destination` will carry as its source (RFC 1122 §3.3.4.3).
    pub fn source_for(&self, destination: IpAddr) -> Option<IpAddr> {
        if destination.is_loopback() {
            Some(if destination.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { destination })
        } else if self.owns(destination) {
            Some(destination)
        } else {
            self.route(destination).map(|(interface, _)| interface.address.into())
        }
    }
}
