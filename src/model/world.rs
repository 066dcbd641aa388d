//! The world as plain data, and the one door through which it changes.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Duration;

use super::agenda::Agenda;
use super::belief::Belief;
use super::channel::Channel;
use super::epoll::{Epoll, Source, Watch};
use super::event::Event;
use super::host::{Host, Link};
use super::id::{ChannelId, EpollId, FileId, HostId, LinkId, PacketId, Pid, SocketId, Tid};
use super::limits::{Limit, Limits};
use super::packet::Packet;
use super::plan::Intervention;
use super::process::{OpenFile, Process, Thread, ThreadState, Wait};
use super::socket::Socket;
use super::tcp::Tcb;
use super::time::Instant;

/// Numbers below belong to the system's own processes.
const FIRST_PID: u32 = 1001;

/// Everything there is, at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    /// Now.
    pub now: Instant,
    /// What decides everything that is left to chance.
    pub seed: u64,
    /// The wrong rule that it runs by, if it does.
    pub belief: Option<Belief>,
    /// How much may happen.
    pub limits: Limits,
    /// The limit that ended the run, if one did.
    pub stopped: Option<Limit>,
    /// What computing and calling costs.
    pub costs: Costs,
    /// The LANs, by number.
    pub links: Vec<Link>,
    /// The machines, by number.
    pub hosts: Vec<Host>,
    /// All processes, also those that have ended.
    pub processes: BTreeMap<Pid, Process>,
    /// All threads that live.
    pub threads: BTreeMap<Tid, Thread>,
    /// All open file descriptions.
    pub files: BTreeMap<FileId, OpenFile>,
    /// What is left to read of the kernel's own files that are open.
    pub texts: BTreeMap<FileId, Vec<u8>>,
    /// All pipes and pairs of sockets.
    pub channels: BTreeMap<ChannelId, Channel>,
    /// All epoll instances.
    pub epolls: BTreeMap<EpollId, Epoll>,
    /// Who is told of a source's events, longest watcher first.
    pub watches: BTreeMap<Source, Vec<Watch>>,
    /// All sockets.
    pub sockets: BTreeMap<SocketId, Socket>,
    /// Packets on their way.
    pub flight: BTreeMap<PacketId, Flight>,
    /// What will happen.
    pub agenda: Agenda,
    /// What is done from outside: the agenda says when.
    pub plan: Vec<Intervention>,
    /// What was written on the screens, in order.
    pub screen: Vec<Written>,
    /// How much has happened.
    pub counts: Counts,
}

/// Something written on a screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// By whom.
    pub pid: Pid,
    /// 1 is the standard output, 2 the standard error.
    pub fd: i32,
    /// What.
    pub text: std::rc::Rc<[u8]>,
}

/// A packet between two hosts.
#[derive(Clone, Debug, PartialEq)]
pub struct Flight {
    /// The packet.
    pub packet: Packet,
    /// Where this hop began.
    pub from: HostId,
    /// Where it ends.
    pub to: HostId,
    /// Over which LAN; none inside one host.
    pub link: Option<LinkId>,
    /// When it left.
    pub sent: Instant,
    /// When it will arrive.
    pub arrives: Instant,
}

/// What is charged for computing and calling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// One unit of a program's work: a simple operation of CPython takes some 30 ns.
    pub work: Duration,
    /// One system call.
    pub call: Duration,
    /// How long a thread may run while others wait (Linux: about 4 ms with a few threads).
    pub slice: Duration,
}

/// How much has happened: the next numbers to give, and what the limits watch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Packets ever sent.
    pub packets: u64,
    /// Sockets ever made.
    pub sockets: u32,
    /// Channels ever made.
    pub channels: u32,
    /// Epoll instances ever made.
    pub epolls: u32,
    /// Files ever opened.
    pub files: u32,
    /// Processes and threads ever started.
    pub tasks: u32,
    /// Bytes written on screens.
    pub output: usize,
    /// Bytes that programs have sent, and written into pipes.
    pub data: usize,
    /// Events.
    pub events: u64,
    /// Work of all programs.
    pub work: u64,
}

impl Default for Costs {
    fn default() -> Costs {
        Costs {
            work: Duration::from_nanos(30),
            call: Duration::from_micros(1),
            slice: Duration::from_millis(4),
        }
    }
}

impl World {
    /// An empty world: no host, no link, nothing to come.
    pub fn new(seed: u64, limits: Limits) -> World {
        World {
            now: Instant::default(),
            seed,
            belief: None,
            limits,
            stopped: None,
            costs: Costs::default(),
            links: Vec::new(),
            hosts: Vec::new(),
            processes: BTreeMap::new(),
            threads: BTreeMap::new(),
            files: BTreeMap::new(),
            texts: BTreeMap::new(),
            channels: BTreeMap::new(),
            epolls: BTreeMap::new(),
            watches: BTreeMap::new(),
            sockets: BTreeMap::new(),
            flight: BTreeMap::new(),
            agenda: Agenda::default(),
            plan: Vec::new(),
            screen: Vec::new(),
            counts: Counts { tasks: FIRST_PID, ..Counts::default() },
        }
    }

    /// The door: the only way the world changes. Each area's facts are turned into changes in `apply/`.
    #[expect(
        clippy::too_many_lines,
        reason = "one line an event, so that the compiler asks for each new one"
    )]
    pub fn apply(&mut self, event: &Event) {
        self.counts.events += 1;
        match event {
            Event::LinkAdded { .. }
            | Event::HostAdded { .. }
            | Event::InterfaceAdded { .. }
            | Event::GatewaySet { .. }
            | Event::SettingChanged { .. }
            | Event::LinkHeld { .. }
            | Event::Planned { .. }
            | Event::LinkCut { .. }
            | Event::LinkMended { .. }
            | Event::LinkChanged { .. }
            | Event::RtoMinSet { .. }
            | Event::CameDue { .. }
            | Event::Commanded { .. }
            | Event::LimitReached { .. }
            | Event::Sent { .. }
            | Event::Arrived { .. }
            | Event::Dropped { .. }
            | Event::Released { .. }
            | Event::Duplicated { .. }
            | Event::Delayed { .. }
            | Event::Edited { .. }
            | Event::Sought { .. }
            | Event::SearchEnded { .. }
            | Event::LookedUp { .. } => self.apply_network(event),
            Event::FilterSet { .. }
            | Event::NatStarted { .. }
            | Event::MasqueradeSet { .. }
            | Event::PortForwarded { .. }
            | Event::FlowOpened { .. }
            | Event::FlowChanged { .. }
            | Event::FlowClosed { .. }
            | Event::Translated { .. } => self.apply_nat(event),
            Event::ProcessStarted { .. }
            | Event::Forked { .. }
            | Event::ThreadStarted { .. }
            | Event::Ran { .. }
            | Event::Preempted { .. }
            | Event::Called { .. }
            | Event::Blocked { .. }
            | Event::Retried { .. }
            | Event::Woken { .. }
            | Event::Returned { .. }
            | Event::Charged { .. }
            | Event::Progressed { .. }
            | Event::Gathered { .. }
            | Event::WakesKept { .. }
            | Event::ThreadExited { .. } => self.apply_thread(event),
            Event::Crashed { .. }
            | Event::ProcessExited { .. }
            | Event::Adopted { .. }
            | Event::DescriptorsLimited { .. }
            | Event::UserChanged { .. }
            | Event::SignalIgnored { .. }
            | Event::SignalHandled { .. }
            | Event::Reaped { .. }
            | Event::Wrote { .. }
            | Event::FileOpened { .. }
            | Event::DescriptorOpened { .. }
            | Event::DescriptorClosed { .. }
            | Event::FileClosed { .. }
            | Event::TextFilled { .. }
            | Event::TextRead { .. }
            | Event::NonblockingSet { .. } => self.apply_process(event),
            Event::ChannelMade { .. }
            | Event::ChannelWritten { .. }
            | Event::ChannelRead { .. }
            | Event::ChannelEnded { .. }
            | Event::ChannelRemoved { .. }
            | Event::BreakTold { .. } => self.apply_channel(event),
            Event::EpollMade { .. }
            | Event::EpollSet { .. }
            | Event::EpollReady { .. }
            | Event::EpollTaken { .. } => self.apply_epoll(event),
            Event::SocketCreated { .. }
            | Event::OptionsSet { .. }
            | Event::Bound { .. }
            | Event::AddressBound { .. }
            | Event::Listened { .. }
            | Event::Opened { .. }
            | Event::Connected { .. }
            | Event::ListeningEnded { .. }
            | Event::SynQueued { .. }
            | Event::AcceptQueued { .. }
            | Event::Accepted { .. }
            | Event::Moved { .. }
            | Event::Misled { .. }
            | Event::QueueFull { .. }
            | Event::CookieSent { .. }
            | Event::ShutDown { .. }
            | Event::Failed { .. }
            | Event::ErrorTaken { .. }
            | Event::Orphaned { .. }
            | Event::Unbound { .. }
            | Event::Disconnected { .. }
            | Event::SocketRemoved { .. } => self.apply_socket(event),
            Event::PeerSet { .. }
            | Event::MessageQueued { .. }
            | Event::MessageRead { .. }
            | Event::GroupJoined { .. }
            | Event::GroupLeft { .. } => self.apply_datagram(event),
            Event::Synchronized { .. }
            | Event::StateChanged { .. }
            | Event::Queued { .. }
            | Event::RoomWanted { .. }
            | Event::FinQueued { .. }
            | Event::Acknowledged { .. }
            | Event::Received { .. }
            | Event::ReceivedEarly { .. }
            | Event::FinReceived { .. }
            | Event::Read { .. }
            | Event::Doubted { .. }
            | Event::TimerSet { .. }
            | Event::TimerStopped { .. }
            | Event::KeepAliveSet { .. }
            | Event::Probed { .. }
            | Event::Deferred { .. }
            | Event::TimedOut { .. }
            | Event::ExpirySet { .. } => self.apply_connection(event),
        }
    }

    /// A host.
    pub fn host(&self, host: HostId) -> &Host {
        &self.hosts[usize::from(host.0)]
    }

    pub(super) fn host_mut(&mut self, host: HostId) -> &mut Host {
        &mut self.hosts[usize::from(host.0)]
    }

    /// The host of this name.
    pub fn host_named(&self, name: &str) -> Option<&Host> {
        self.hosts.iter().find(|host| host.name == name)
    }

    /// Who answers to this address on this LAN.
    pub fn neighbour(&self, link: LinkId, address: Ipv4Addr) -> Option<HostId> {
        let joined = |host: &&Host| host.interfaces.iter().any(|at| at.link == link && at.address == address);
        self.hosts.iter().find(joined).map(|host| host.id)
    }

    /// A socket that must exist.
    pub fn socket(&self, socket: SocketId) -> &Socket {
        &self.sockets[&socket]
    }

    pub(super) fn socket_mut(&mut self, socket: SocketId) -> &mut Socket {
        self.sockets.get_mut(&socket).unwrap_or_else(|| panic!("no socket {socket}"))
    }

    /// A connection that must exist.
    pub fn tcb(&self, socket: SocketId) -> &Tcb {
        self.socket(socket).tcb().unwrap_or_else(|| panic!("socket {socket} is no connection"))
    }

    /// A thread that must exist.
    pub fn thread(&self, tid: Tid) -> &Thread {
        &self.threads[&tid]
    }

    pub(super) fn thread_mut(&mut self, tid: Tid) -> &mut Thread {
        self.threads.get_mut(&tid).unwrap_or_else(|| panic!("no thread {tid}"))
    }

    /// Does a program wait for the time at which it starts?
    pub fn awaits_start(&self, process: &Process) -> bool {
        process.threads.iter().any(|tid| self.thread(*tid).state == ThreadState::Blocked(Wait::Start))
    }

    /// What some processes have written on the screen, in order.
    pub fn printed(&self, of: &dyn Fn(Pid) -> bool) -> String {
        let written = self.screen.iter().filter(|written| of(written.pid));
        let bytes: Vec<u8> = written.flat_map(|written| written.text.iter().copied()).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// A process that must exist.
    pub fn process(&self, pid: Pid) -> &Process {
        &self.processes[&pid]
    }

    pub(super) fn process_mut(&mut self, pid: Pid) -> &mut Process {
        self.processes.get_mut(&pid).unwrap_or_else(|| panic!("no process {pid}"))
    }

    /// The process that a thread belongs to.
    pub fn process_of(&self, tid: Tid) -> &Process {
        self.process(self.thread(tid).pid)
    }

    /// The socket behind an open file description.
    pub fn socket_of(&self, file: FileId) -> Option<SocketId> {
        match self.files.get(&file)?.kind {
            super::process::FileKind::Socket(socket) => Some(socket),
            _ => None,
        }
    }

    /// Chance, by the seed: the same question gets the same number.
    pub fn dice(&self, question: &[u64]) -> u64 {
        // SplitMix64 over the question's words (Steele, Lea, Flood 2014).
        let mut state = self.seed;
        for word in question {
            state = mix(state ^ mix(*word));
        }
        mix(state)
    }
}

fn mix(word: u64) -> u64 {
    let mut z = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
