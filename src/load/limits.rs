//! How many clients could be connected at once, by what each resource allows. The least of them bites first.

use super::machine::{Machine, memory};
use super::program::Architecture;
use super::setup::{Setup, Source};
use super::text::counted;
use super::why::told;

/// Ports from which a client's kernel chooses (`ip_local_port_range`: 32768 to 60999), for each of its addresses.
pub const PORTS: u64 = 28_232;

/// What there is besides the machine's cores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Means {
    /// Addresses that clients come from; `None`: as many as they need.
    pub sources: Option<u32>,
    /// Descriptors that a process may have (`ulimit -n`).
    pub descriptors: u64,
    /// The server's memory, in MiB.
    pub ram: u64,
}

impl Default for Means {
    /// What a shell gives its programs, on a machine of 8 GiB, with as many client machines as it takes.
    fn default() -> Means {
        Means { sources: None, descriptors: 1024, ram: 8192 }
    }
}

/// What can limit the number of clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Requests that are answered in a second.
    Answers,
    /// Threads that stay with a connection until it closes.
    Holders,
    /// Threads or processes of the machine.
    Threads,
    /// Descriptors of the server's processes.
    Descriptors,
    /// The server's memory.
    Memory,
    /// Ports at the clients' addresses.
    Ports,
    /// Five-tuples.
    Tuples,
}

/// What one resource allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Which resource.
    pub resource: Resource,
    /// So many clients at once.
    pub clients: u64,
    /// How that comes.
    pub why: String,
}

impl Resource {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Resource::Answers => "answers a second",
            Resource::Holders => "threads in recv",
            Resource::Threads => "threads",
            Resource::Descriptors => "descriptors",
            Resource::Memory => "memory",
            Resource::Ports => "client ports",
            Resource::Tuples => "five-tuples",
        }
    }
}

impl Means {
    /// How many addresses so many clients come from.
    pub fn addresses(&self, clients: u64) -> u64 {
        self.sources.map_or(clients.div_ceil(PORTS).max(1), u64::from)
    }
}

impl Setup {
    /// Its clients at once, if their number is fixed.
    pub fn wanted(&self) -> Option<u64> {
        match self.clients.source {
            Source::Closed { clients, .. } => Some(clients.into()),
            Source::Open { .. } => None,
        }
    }

    /// What each resource allows, the least first.
    pub fn limits(&self) -> Vec<Limit> {
        let mut limits = vec![self.memory(), self.ports()];
        limits.extend(
            [self.answers(), self.holders(), self.threads(), self.descriptors()].into_iter().flatten(),
        );
        limits.push(Limit {
            resource: Resource::Tuples,
            clients: 65_535 << 32,
            why: "65,535 ports at each of 2³² addresses, to one port of one address".into(),
        });
        limits.sort_by_key(|limit| limit.clients);
        limits
    }

    /// Does each connection have a thread or process of its own?
    fn one_each(&self) -> bool {
        matches!(self.server, Architecture::ThreadPerConnection | Architecture::ProcessPerConnection)
    }

    /// Computing for one request, in nanoseconds, with what the kernel charges.
    fn cost(&self) -> f64 {
        let Machine { recv, send, accept, close, .. } = self.machine;
        let machine = &self.machine;
        let connection = match self.server {
            _ if self.clients.keep_alive => 0,
            Architecture::ThreadPerConnection => {
                machine.thread_create + machine.thread_start + machine.thread_exit
            }
            Architecture::ProcessPerConnection => machine.fork + machine.fork_child + machine.process_exit,
            Architecture::EventLoop | Architecture::EventLoopPool | Architecture::Async => machine.epoll_ctl,
            _ => 0,
        };
        let again = if self.clients.keep_alive { 0 } else { accept + close + connection };
        self.handler.compute.mean() + (recv + send + again) as f64
    }

    /// Requests in a second at most: what the cores can compute, and what threads that wait can hold.
    pub fn most_answers(&self) -> f64 {
        let cores = match self.server {
            Architecture::Iterative | Architecture::EventLoop | Architecture::EventLoopPool => 1,
            Architecture::ThreadPerConnection => self.machine.cores,
            _ => self.machine.cores.min(self.workers),
        };
        let one_process = matches!(
            self.server,
            Architecture::ThreadPerConnection | Architecture::ThreadPool | Architecture::Async
        );
        let cores = if self.machine.global_lock && one_process { 1 } else { cores };
        let (cost, wait) = (self.cost(), self.handler.wait.mean());
        let held = match self.server {
            Architecture::EventLoop | Architecture::PreforkEpoll | Architecture::Reuseport
                if !self.handler.blocks_loop =>
            {
                None
            }
            Architecture::EventLoopPool => (wait > 0.0).then(|| 4.0 / wait),
            Architecture::Iterative | Architecture::EventLoop => Some(1.0 / (cost + wait)),
            Architecture::ThreadPerConnection | Architecture::ProcessPerConnection => None,
            Architecture::Async if !self.handler.blocks_loop => None,
            _ => Some(f64::from(self.workers) / (cost + wait)),
        };
        let computed = f64::from(cores) / cost.max(1.0);
        1e9 * held.map_or(computed, |held| held.min(computed))
    }

    /// Clients beyond which each only waits longer (the asymptotic bound of closed queueing networks).
    fn answers(&self) -> Option<Limit> {
        let Source::Closed { think, .. } = &self.clients.source else { return None };
        let rate = self.most_answers();
        let round = think.mean() + self.cost() + self.handler.wait.mean() + 4.0 * self.machine.network as f64;
        let clients = (rate * round / 1e9) as u64;
        let why = format!(
            "on average at most {} answers a second, and each client asks every {} if it need not wait: more clients only wait longer",
            counted(rate as u64),
            told(round as u64)
        );
        Some(Limit { resource: Resource::Answers, clients: clients.max(1), why })
    }

    fn holders(&self) -> Option<Limit> {
        if !self.clients.keep_alive {
            return None;
        }
        let holders = match self.server {
            Architecture::Iterative => 1,
            Architecture::ThreadPool | Architecture::Prefork => self.workers,
            _ => return None,
        };
        let why = format!("each of {holders} stays in recv with one client, whose connection is kept");
        Some(Limit { resource: Resource::Holders, clients: holders.into(), why })
    }

    /// `kernel.threads-max`: an eighth of memory, if all of it were threads' kernel stacks of 16 KiB (kernel/fork.c).
    fn threads(&self) -> Option<Limit> {
        let most = (self.means.ram << 20) / (8 * (16 << 10));
        let what = if self.server == Architecture::ThreadPerConnection { "thread" } else { "process" };
        let why = format!(
            "a {what} each, and {} MiB of memory give a threads-max of {}",
            counted(self.means.ram),
            counted(most)
        );
        self.one_each().then_some(Limit { resource: Resource::Threads, clients: most, why })
    }

    fn descriptors(&self) -> Option<Limit> {
        let processes = match self.server {
            Architecture::ProcessPerConnection => return None,
            Architecture::Prefork | Architecture::PreforkEpoll | Architecture::Reuseport => {
                u64::from(self.workers)
            }
            _ => 1,
        };
        // The three that every process begins with, the listener, and where there is one, epoll.
        let own = if matches!(
            self.server,
            Architecture::Iterative
                | Architecture::ThreadPerConnection
                | Architecture::ThreadPool
                | Architecture::Prefork
        ) {
            4
        } else {
            5
        };
        let each = self.means.descriptors.saturating_sub(own);
        let of = if processes == 1 { "a process".into() } else { format!("each of {processes} processes") };
        let why = format!(
            "{of} may have {} (ulimit -n), {own} of them for other things",
            counted(self.means.descriptors)
        );
        Some(Limit { resource: Resource::Descriptors, clients: each * processes, why })
    }

    fn memory(&self) -> Limit {
        let (each, what) = match self.server {
            Architecture::ThreadPerConnection => (memory::THREAD, " with its thread"),
            Architecture::ProcessPerConnection => (memory::PROCESS, " with its process"),
            Architecture::Async => (memory::TASK, " with its task"),
            _ => (0, ""),
        };
        let each = memory::CONNECTION + each;
        let clients = (self.means.ram << 20).saturating_sub(memory::BASE) / each;
        let why = format!(
            "{} MiB, and {} KiB for each connection{what}",
            counted(self.means.ram),
            each.div_ceil(1 << 10)
        );
        Limit { resource: Resource::Memory, clients, why }
    }

    fn ports(&self) -> Limit {
        let addresses = self.means.addresses(self.wanted().unwrap_or(1));
        let plural = if addresses == 1 { "" } else { "es" };
        let why = format!("{} from each of {} client address{plural}", counted(PORTS), counted(addresses));
        Limit { resource: Resource::Ports, clients: addresses * PORTS, why }
    }
}

#[cfg(test)]
mod tests {
    use crate::load::{Options, Resource};

    fn first(line: &str) -> (Resource, u64) {
        let limits = Options::of(line).setup().expect(line).limits();
        (limits[0].resource, limits[0].clients)
    }

    #[test]
    fn the_least_bites_first() {
        let slow = "clients=1000000 think=exp:1000s cpu=10us cores=8 workers=8 ";
        let server = |rest: &str| first(&format!("{slow}{rest}"));
        assert_eq!(server("server=event-loop"), (Resource::Descriptors, 1024 - 5));
        assert_eq!(server("server=event-loop descriptors=2000000 ram=1024"), (Resource::Memory, 259_584));
        assert_eq!(server("server=thread-per-connection descriptors=2000000"), (Resource::Threads, 65_536));
        assert_eq!(server("server=thread-pool keep-alive"), (Resource::Holders, 8));
        let ports = "server=event-loop clients=20000 sources=1 think=exp:1000s descriptors=2000000 ram=65536";
        assert_eq!(first(ports), (Resource::Ports, 28_232));
    }

    #[test]
    fn a_pool_that_waits_answers_by_its_threads() {
        let setup =
            Options::of("server=thread-pool workers=32 wait=100ms cpu=50us cores=4 clients=1000").setup();
        let rate = setup.expect("a load").most_answers();
        assert!((319.0..320.0).contains(&rate), "{rate}");
    }
}
