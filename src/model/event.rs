//! What happened: past tense, one small fact each. `World::apply` turns facts into the next world.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::rc::Rc;

use super::agenda::Due;
use super::channel::ChannelKind;
use super::command::Command;
use super::datum::Datum;
use super::demux::Lookup;
use super::diagnostic::Diagnostic;
use super::errno::Errno;
use super::filter::Filter;
use super::host::Faults;
use super::id::{ChannelId, EpollId, Fd, FileId, HostId, LinkId, PacketId, Pid, SocketId, Tid};
use super::limits::Limit;
use super::nat::{Flow, Forward, Masquerade, Tracking};
use super::packet::{FourTuple, Packet, Protocol};
use super::plan::Intervention;
use super::process::{Answer, End, FileKind, Wait};
use super::program::Modules;
use super::seq::SeqNum;
use super::socket::{Family, Options};
use super::tcp::TcpState;
use super::time::{Duration, Instant};
use super::user::User;

/// One thing that happened. Facts about one subject stand together, in the order of a life.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields say what they are; each variant says when it happens")]
pub enum Event {
    /// A LAN was laid.
    LinkAdded { link: LinkId, name: String, latency: Duration, faults: Faults },
    /// A machine was set up.
    HostAdded { host: HostId, name: String, cores: u16, forwards: bool },
    /// A machine was joined to a LAN.
    InterfaceAdded { host: HostId, link: LinkId, address: Ipv4Addr, prefix: u8 },
    /// A machine was told where packets for elsewhere go.
    GatewaySet { host: HostId, gateway: Ipv4Addr },
    /// A setting of a kernel was changed.
    SettingChanged { host: HostId, name: String, value: String },
    /// From now on a link holds each packet until somebody lets it go.
    LinkHeld { link: LinkId },
    /// It was settled what will be done from outside, and when.
    Planned { at: Instant, what: Intervention },
    /// A link was cut: nothing on it arrives.
    LinkCut { link: LinkId },
    /// It was mended.
    LinkMended { link: LinkId },
    /// What is sent on a link from now on takes this long, and these things go wrong.
    LinkChanged { link: LinkId, latency: Duration, faults: Faults },
    /// A machine was told how soon it may send data again at the earliest.
    RtoMinSet { host: HostId, after: Duration },
    /// A rule of a packet filter was added, or taken away.
    FilterSet { host: HostId, filter: Filter, undo: bool },
    /// A router began to translate what leaves over a LAN.
    NatStarted { host: HostId, outside: LinkId },
    /// It was told which packets get its address, and which ports.
    MasqueradeSet { host: HostId, masquerade: Option<Masquerade> },
    /// A port of its outside address now leads to a host inside.
    PortForwarded { host: HostId, forward: Forward },

    /// The agenda's first entry came due: time moved on.
    CameDue { at: Instant, due: Due },
    /// The reader did something from outside; what came of it follows.
    Commanded { command: Command },
    /// The world stopped: a program reached a limit of the laboratory.
    LimitReached { limit: Limit },

    /// A program was started.
    ProcessStarted { host: HostId, pid: Pid, name: String, modules: Rc<Modules>, after: Duration },
    /// A process copied itself.
    Forked { parent: Pid, caller: Tid, child: Pid },
    /// A thread was born in a process.
    ThreadStarted { pid: Pid, parent: Tid, tid: Tid },
    /// A thread got a core and computed until its next system call, its end, or the end of its time slice.
    Ran { tid: Tid },
    /// A thread used up its time slice and went to the end of the run queue.
    Preempted { tid: Tid },
    /// A thread entered a system call.
    Called { tid: Tid, name: Rc<str>, args: Vec<Datum> },
    /// The call could not be answered yet.
    Blocked { tid: Tid, wait: Wait, deadline: Option<Instant> },
    /// It goes on after the packets that arrive at this very moment.
    Retried { tid: Tid },
    /// What it waited for may have come: it will try again as soon as it has a core.
    Woken { tid: Tid },
    /// The call was answered.
    Returned { tid: Tid, answer: Answer },
    /// The call takes longer than a call's usual cost.
    Charged { tid: Tid, cost: Duration },
    /// A call that sends much has dealt with a part of it.
    Progressed { tid: Tid, bytes: usize },
    /// A call has taken bytes from a connection, and waits for more.
    Gathered { tid: Tid, data: Rc<[u8]> },
    /// So many wakes on this key are kept for threads that will wait on it.
    WakesKept { pid: Pid, key: i64, count: u32 },
    /// A thread ended.
    ThreadExited { tid: Tid },
    /// An exception that nobody caught ended a program.
    Crashed { pid: Pid, diagnostic: Diagnostic },
    /// A process ended; its descriptors are closed by events of their own, before this one.
    /// A status below zero is the signal that ended it.
    ProcessExited { pid: Pid, status: i32 },
    /// Its parent ended before it.
    Adopted { child: Pid },
    /// It may have so many descriptors: now, and at most.
    DescriptorsLimited { pid: Pid, limits: (u32, u32) },
    /// It runs on behalf of another user.
    UserChanged { pid: Pid, user: User },
    /// It ignores a signal, or no longer.
    SignalIgnored { pid: Pid, signal: i32, ignored: bool },
    /// It has a function that handles a signal, or no longer.
    SignalHandled { pid: Pid, signal: i32, handled: bool },
    /// A parent learned how its child ended.
    Reaped { child: Pid },
    /// A process wrote to the screen: descriptor 1 or 2.
    Wrote { pid: Pid, fd: Fd, text: Rc<[u8]> },

    /// Something was opened.
    FileOpened { file: FileId, kind: FileKind },
    /// A descriptor now leads to it.
    DescriptorOpened { pid: Pid, fd: Fd, file: FileId },
    /// A descriptor was closed; with the last one the open file description goes.
    DescriptorClosed { pid: Pid, fd: Fd },
    /// The last call that waited on it, or the last message that carried it, is gone, and no descriptor is left.
    FileClosed { file: FileId },
    /// It will give these bytes: they are a snapshot.
    TextFilled { file: FileId, data: Rc<[u8]> },
    /// A program took so many of them.
    TextRead { file: FileId, bytes: usize },
    /// `O_NONBLOCK` was set or cleared.
    NonblockingSet { file: FileId, nonblocking: bool },

    /// A channel was made: a pipe, or one direction of a pair of sockets.
    ChannelMade { channel: ChannelId, kind: ChannelKind },
    /// Something was written to it; the files travel with the bytes.
    ChannelWritten { channel: ChannelId, data: Rc<[u8]>, files: Vec<FileId> },
    /// A program took so many bytes out, and what came with them.
    ChannelRead { channel: ChannelId, bytes: usize },
    /// Nobody can read it, or write it, any more.
    ChannelEnded { channel: ChannelId, end: End },
    /// It is gone, and what it carried with it.
    ChannelRemoved { channel: ChannelId },
    /// The writer was told that its reader left something unread.
    BreakTold { channel: ChannelId },
    /// An epoll instance was made.
    EpollMade { epoll: EpollId },
    /// It watches a file for these events; no events: no longer.
    EpollSet { epoll: EpollId, fd: Fd, file: FileId, events: Option<u32> },
    /// Something happened to a file that it watches.
    EpollReady { epoll: EpollId, fd: Fd, file: FileId },
    /// It looked at the first of its ready list, and told a program of it or found that nothing is so any more.
    EpollTaken { epoll: EpollId, told: bool },

    /// A socket was made.
    SocketCreated { socket: SocketId, host: HostId, family: Family, protocol: Protocol, uid: u32 },
    /// An option of it was set.
    OptionsSet { socket: SocketId, options: Options },
    /// It got an address and port; the port was `chosen` by the kernel or asked for.
    Bound { socket: SocketId, local: SocketAddr, chosen: bool },
    /// It got only an address: the port is left to `connect`.
    AddressBound { socket: SocketId, address: IpAddr },
    /// It waits for connections.
    Listened { socket: SocketId, limit: u32 },
    /// It was given a peer and will send a SYN (active open).
    Opened {
        socket: SocketId,
        local: SocketAddr,
        remote: SocketAddr,
        iss: SeqNum,
        port_offset: Option<(u64, u32)>,
    },
    /// A program learned that the connection it asked for is open.
    Connected { socket: SocketId },
    /// A listener made it for a SYN (passive open); it stands in the SYN queue.
    SynQueued { listener: SocketId, socket: SocketId, local: SocketAddr, remote: SocketAddr, iss: SeqNum },
    /// Its handshake is over; it stands in the accept queue.
    AcceptQueued { listener: SocketId, socket: SocketId },
    /// By a wrong rule an accepted socket got another port.
    Moved { socket: SocketId, local: SocketAddr },
    /// A wrong rule decided here, and not as Linux would: what became of a packet of this name.
    Misled { socket: SocketId, tuple: FourTuple },
    /// A program took it out of the accept queue.
    Accepted { listener: SocketId, socket: SocketId },
    /// A listener was shut down: nobody can connect to it any more, though a descriptor still leads to it.
    ListeningEnded { listener: SocketId },
    /// A SYN or the last ACK of a handshake was ignored, because the accept queue was full.
    QueueFull { listener: SocketId },
    /// The other side's SYN told where its stream begins.
    Synchronized { socket: SocketId, irs: SeqNum },
    /// It changed its state.
    StateChanged { socket: SocketId, from: TcpState, to: TcpState },
    /// A program gave it bytes to send.
    Queued { socket: SocketId, data: Rc<[u8]> },
    /// A UDP socket was given a peer, which is all that `connect` does there; or it lost it.
    PeerSet { socket: SocketId, local: SocketAddr, remote: Option<SocketAddr> },
    /// A datagram came into its queue.
    MessageQueued { socket: SocketId, from: SocketAddr, data: Rc<[u8]> },
    /// A program took the first datagram.
    MessageRead { socket: SocketId },
    /// It joined a group on one of its host's interfaces.
    GroupJoined { socket: SocketId, group: Ipv4Addr, interface: Ipv4Addr },
    /// It left it.
    GroupLeft { socket: SocketId, group: Ipv4Addr, interface: Ipv4Addr },
    /// It has no more to send: a FIN will follow.
    FinQueued { socket: SocketId },
    /// The other side has everything before this place, and lets it go on as far as the window.
    Acknowledged { socket: SocketId, ack: SeqNum, window: u32 },
    /// Bytes arrived in order.
    Received { socket: SocketId, data: Rc<[u8]> },
    /// Bytes (and perhaps a FIN after them) arrived before others that belong in front of them.
    ReceivedEarly { socket: SocketId, seq: SeqNum, data: Rc<[u8]>, fin: bool },
    /// The other side's FIN arrived in order.
    FinReceived { socket: SocketId },
    /// A program took bytes, or was told of the end.
    Read { socket: SocketId, bytes: usize },
    /// A program found the send queue full, or has been told of room since.
    RoomWanted { socket: SocketId, wanted: bool },
    /// A program will read, or write, no more.
    ShutDown { socket: SocketId, read: bool, write: bool },
    /// A router says that the other end cannot be reached; that may pass.
    Doubted { socket: SocketId, errno: Errno },
    /// A listener answered a SYN and kept nothing: the answer's number is a cookie (RFC 4987 §3.6).
    CookieSent { listener: SocketId },
    /// The next call will report an error.
    Failed { socket: SocketId, errno: Errno },
    /// A call has reported it.
    ErrorTaken { socket: SocketId },
    /// No descriptor leads to it any more.
    Orphaned { socket: SocketId },
    /// It lost its name: no packet finds it, its port is free.
    Unbound { socket: SocketId },
    /// A connect that failed was told of: the socket can be used anew (Linux `tcp_disconnect`).
    Disconnected { socket: SocketId },
    /// It is gone.
    SocketRemoved { socket: SocketId },
    /// Its retransmission timer was set.
    TimerSet { socket: SocketId, after: Duration },
    /// The handshake is over, but the listener waits for data.
    Deferred { socket: SocketId },
    /// The keep-alive timer was started anew.
    KeepAliveSet { socket: SocketId, after: Duration },
    /// The other side was asked whether it is still there.
    Probed { socket: SocketId },
    /// The timer was stopped, for nothing is left to send again.
    TimerStopped { socket: SocketId },
    /// The timer ran out: everything from the first unacknowledged place will be sent again.
    TimedOut { socket: SocketId },
    /// Its last wait began: TIME-WAIT, or an orphan's FIN-WAIT-2.
    ExpirySet { socket: SocketId, after: Duration },

    /// A packet left a host, over a link or to the host itself, and will arrive at the next.
    Sent {
        packet: Packet,
        socket: Option<SocketId>,
        from: HostId,
        to: HostId,
        link: Option<LinkId>,
        arrives: Instant,
    },
    /// It arrived.
    Arrived { packet: PacketId, host: HostId },
    /// A packet that a link had held goes on.
    Released { packet: PacketId, arrives: Instant },
    /// A packet on a link was copied; the copy arrives.
    Duplicated { packet: PacketId, copy: PacketId, arrives: Instant },
    /// A packet on its way will arrive later than it would have.
    Delayed { packet: PacketId, arrives: Instant },
    /// Its header was changed on its way.
    Edited { packet: Packet },
    /// Nobody has answered yet to the question who has an address: the packet waits; `ends` where the question is new.
    Sought { host: HostId, neighbour: Ipv4Addr, packet: Packet, ends: Option<Instant> },
    /// Nobody has that address.
    SearchEnded { host: HostId, neighbour: Ipv4Addr },
    /// A router saw the first packet of a flow; `reply` says which source it chose for it.
    FlowOpened { host: HostId, number: u64, flow: Flow },
    /// A further packet of it passed.
    FlowChanged { host: HostId, number: u64, tracking: Tracking },
    /// It was forgotten at once.
    FlowClosed { host: HostId, number: u64 },
    /// A packet got another source or destination on its way through a router.
    Translated {
        host: HostId,
        packet: PacketId,
        number: u64,
        before: (SocketAddr, SocketAddr),
        after: (SocketAddr, SocketAddr),
    },
    /// A packet came to nothing.
    Dropped { packet: Packet, host: HostId, reason: DropReason },
    /// The host looked for the socket that owns it.
    LookedUp { packet: Packet, host: HostId, lookup: Lookup },
}

/// Why a packet came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropReason {
    /// The host knows no way to its destination.
    NoRoute,
    /// No host has the next address on its way.
    NoNeighbour,
    /// It has crossed too many routers.
    TtlExceeded,
    /// It is for another host, and this one does not forward.
    NotMine,
    /// It is for a group that no socket of this host has joined.
    NotJoined,
    /// Its socket's queue is full.
    QueueFull,
    /// A rule of the host's packet filter forbids it.
    Filtered,
    /// The router has no port left for it.
    NoPort,
    /// The LAN lost it.
    Lost,
    /// The LAN was cut.
    Cut,
}
