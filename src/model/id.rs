//! Names for the things of the world: small numbers that only ever stand for one kind of thing.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($raw:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $raw);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A machine with its own kernel: its own processes, ports and addresses.
    HostId(u16);
    /// A process of any host; unique in the whole world.
    Pid(u32);
    /// A thread of any process; unique in the whole world. The first thread of a process has its number, as in Linux.
    Tid(u32);
    /// A file descriptor: an index into one process's table.
    Fd(i32);
    /// An open file description (POSIX 3.258), which descriptors point to.
    FileId(u32);
    /// A socket of any host; unique in the whole world and never used again.
    SocketId(u32);
    /// A channel inside a kernel: a pipe, or one direction of a pair of UNIX sockets.
    ChannelId(u32);
    /// An epoll instance.
    EpollId(u32);
    /// A LAN: everything joined by it hears everything sent on it.
    LinkId(u16);
    /// A packet; a forwarded packet keeps its number from hop to hop.
    PacketId(u64);
    /// One processor core of a host.
    CpuId(u16);
}
