//! The machine that serves: its cores, and what it charges for what programs do.

/// Nanoseconds, as all times here.
pub type Nanos = u64;

/// A machine. Every cost is a knob; the figures are measured on Linux 6.18 (two virtual cores), rounded.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// How many threads can compute at once, at most 64.
    pub cores: u32,
    /// How long a thread may compute while others wait for a core (3.95 ms measured).
    pub slice: Nanos,
    /// A core turns from one thread to another, in one process (futex, same core: 1.24 µs).
    pub switch: Nanos,
    /// … and so much more between processes (pipe between processes 3.1 µs, between threads 2.5).
    pub switch_process: Nanos,
    /// A blocked thread is woken: the timer, the idle core, the cold cache (8 to 10 µs for a wait and its wake, 8 µs at best
    /// to another core).
    pub wake: Nanos,
    /// `accept` of a connection that waits (2.0 µs), and the kernel's work for its handshake (6.5 µs).
    pub accept: Nanos,
    /// `recv` of a request of 1 KiB (2.1 µs).
    pub recv: Nanos,
    /// `send` of an answer, with its delivery on the way out (2.1 µs, and softirq work).
    pub send: Nanos,
    /// `close`, with its FIN (4.3 µs).
    pub close: Nanos,
    /// `epoll_wait` (0.34 µs with one ready) …
    pub epoll_wait: Nanos,
    /// … and for each event it reports (0.10 µs in a batch of 64).
    pub epoll_event: Nanos,
    /// `epoll_ctl` adds a connection (0.76 µs).
    pub epoll_ctl: Nanos,
    /// A call that finds nothing: `EAGAIN` (0.27 µs).
    pub again: Nanos,
    /// A thread is handed something through a lock and a condition (1.2 µs).
    pub futex: Nanos,
    /// A thread is made (5.7 µs for the maker) …
    pub thread_create: Nanos,
    /// … it comes to its first instruction …
    pub thread_start: Nanos,
    /// … and goes.
    pub thread_exit: Nanos,
    /// `fork` of a small process, for the parent (105 to 240 µs at 1 MiB) …
    pub fork: Nanos,
    /// … for each further MiB that it holds (20 µs) …
    pub fork_per_mib: Nanos,
    /// … the child's page faults (22 of them, 1.2 to 1.6 µs each) …
    pub fork_child: Nanos,
    /// … and its end, with the parent's wait for it (63 µs).
    pub process_exit: Nanos,
    /// A task of an M:N runtime is taken up (tokio: 0.2 to 0.4 µs).
    pub task: Nanos,
    /// One way through the network (loopback: a connection in 15 µs, a message in 8 to 20).
    pub network: Nanos,
    /// How often a SYN that gets no answer is sent again, after 1, 2, 4 … seconds (`tcp_syn_retries`); none: the
    /// client is lost at once.
    pub syn_retries: u32,
    /// Does each process have Python's global lock: only one of its threads computes at a time?
    pub global_lock: bool,
    /// How much memory a process holds, in MiB: `fork` copies its page tables.
    pub resident_mib: u32,
}

/// What Python's lock is held for at most while others want it (`sys.getswitchinterval()`).
pub(super) const LOCK_INTERVAL: Nanos = 5_000_000;

impl Machine {
    /// As Linux on a plain server.
    pub fn linux() -> Machine {
        Machine {
            cores: 2,
            slice: 4_000_000,
            switch: 1_200,
            switch_process: 500,
            wake: 6_000,
            accept: 8_000,
            recv: 2_000,
            send: 5_000,
            close: 4_300,
            epoll_wait: 350,
            epoll_event: 100,
            epoll_ctl: 750,
            again: 300,
            futex: 1_200,
            thread_create: 7_000,
            thread_start: 4_000,
            thread_exit: 8_000,
            fork: 200_000,
            fork_per_mib: 20_000,
            fork_child: 40_000,
            process_exit: 63_000,
            task: 300,
            network: 15_000,
            syn_retries: 6,
            global_lock: false,
            resident_mib: 1,
        }
    }

    /// Where everything but the handler costs nothing and the network takes no time: for theory. A client that finds the
    /// queue full is lost.
    pub fn ideal() -> Machine {
        Machine {
            cores: 1,
            slice: 4_000_000,
            switch: 0,
            switch_process: 0,
            wake: 0,
            accept: 0,
            recv: 0,
            send: 0,
            close: 0,
            epoll_wait: 0,
            epoll_event: 0,
            epoll_ctl: 0,
            again: 0,
            futex: 0,
            thread_create: 0,
            thread_start: 0,
            thread_exit: 0,
            fork: 0,
            fork_per_mib: 0,
            fork_child: 0,
            process_exit: 0,
            task: 0,
            network: 0,
            syn_retries: 0,
            global_lock: false,
            resident_mib: 1,
        }
    }

    /// The machine of this name.
    pub fn named(name: &str) -> Option<Machine> {
        match name {
            "linux" => Some(Machine::linux()),
            "ideal" => Some(Machine::ideal()),
            _ => None,
        }
    }
}

/// What memory things take, in bytes. Measured: an idle thread 20 to 30 KiB, a small forked process 157 KiB with its page
/// tables, a connection that is idle 3.5 to 4 KiB at its end.
pub(super) mod memory {
    pub(in crate::load) const BASE: u64 = 10 << 20;
    pub(in crate::load) const THREAD: u64 = 32 << 10;
    pub(in crate::load) const PROCESS: u64 = 157 << 10;
    pub(in crate::load) const CONNECTION: u64 = 4 << 10;
    pub(in crate::load) const TASK: u64 = 700;
}
