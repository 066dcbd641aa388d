//! Twelve experiments: what to predict, what to run side by side, and what it shows. That it shows this is a test.

/// An experiment.
#[derive(Debug, PartialEq)]
pub struct Experiment {
    /// Its name in addresses.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What the reader is to predict.
    pub question: &'static str,
    /// The answers to choose from: each with what is said to those who chose it. The first is right; the page shuffles them.
    pub answers: [(&'static str, &'static str); 3],
    /// What all its runs have in common, as options.
    pub common: &'static str,
    /// The runs: each a name, and its own options.
    pub runs: &'static [(&'static str, &'static str)],
    /// What it shows.
    pub insight: &'static str,
}

/// The experiment of this name.
pub fn experiment(id: &str) -> Option<&'static Experiment> {
    EXPERIMENTS.iter().find(|experiment| experiment.id == id)
}

/// All of them.
pub const EXPERIMENTS: [Experiment; 12] = [
    Experiment {
        id: "silent-client",
        title: "One client says nothing",
        question: "50 clients ask for 0.1 ms of work each. One of them keeps silent for half a second after it has connected, each \
                   time. What becomes of the others on a server that serves one connection after the other?",
        answers: [
            (
                "They wait for the silent client too: almost nobody is served.",
                "Right: the only thread waits in recv.",
            ),
            (
                "They lose one place in fifty: about 2 %.",
                "That would be so if the server could turn to others meanwhile. Its only thread waits in recv, and nobody else can use it.",
            ),
            (
                "Nothing: a connection that says nothing costs no computing.",
                "It costs no computing, but the only thread. The machine is idle, and the clients wait.",
            ),
        ],
        common: "clients=50 cpu=100us think=exp:5ms odd=1 odd-silence=500ms cores=4 requests=20000 time=30s",
        runs: &[
            ("iterative", "server=iterative"),
            ("iterative, nobody silent", "server=iterative odd=0"),
            ("event loop", "server=event-loop"),
            ("thread per connection", "server=thread-per-connection"),
        ],
        insight: "A thread that waits in recv serves nobody. An event loop asks first who has something to say; a thread for each \
                  connection lets the silent client waste only its own.",
    },
    Experiment {
        id: "cores",
        title: "One core, eight cores",
        question: "64 clients ask for 1 ms of computing each. You move the server from a machine with one core to one with eight. \
                   How much faster is a single event loop?",
        answers: [
            ("Not at all.", "Right: one thread runs on one core."),
            (
                "Eight times.",
                "Only if its work could be done by eight threads at once. An event loop is one thread: seven cores are idle.",
            ),
            (
                "A little: the kernel uses the other cores.",
                "The kernel's part is small here; the handler's computing is what takes the time, and it stays on one core.",
            ),
        ],
        common: "clients=64 cpu=exp:1ms requests=20000 workers=8",
        runs: &[
            ("event loop, 1 core", "server=event-loop cores=1"),
            ("event loop, 8 cores", "server=event-loop cores=8"),
            ("8 loops, own listeners", "server=reuseport cores=8"),
            ("thread per connection, 8 cores", "server=thread-per-connection cores=8"),
        ],
        insight: "An event loop is one core. To use more, there must be more loops (here one for each core, with SO_REUSEPORT), or \
                  more threads.",
    },
    Experiment {
        id: "waiting",
        title: "Work that waits",
        question: "1,000 clients; each request computes 0.05 ms and then waits 100 ms for a database. How many requests a second can \
                   a pool of 32 threads answer?",
        answers: [
            (
                "About 320: 32 threads, each 100 ms for a request.",
                "Right: threads divided by the time that each request holds one.",
            ),
            (
                "About 20,000 a core: computing is all that counts.",
                "Computing is not the limit here: every thread is held while its request waits, and there are only 32.",
            ),
            (
                "About 10,000: as many as there are clients, every 100 ms.",
                "That is what the event loop reaches, where a request that waits holds no thread.",
            ),
        ],
        common: "clients=1000 cpu=50us wait=100ms cores=4 requests=50000 time=20s",
        runs: &[
            ("iterative", "server=iterative"),
            ("pool of 32", "server=thread-pool workers=32"),
            ("event loop", "server=event-loop"),
            ("thread per connection", "server=thread-per-connection"),
        ],
        insight: "Waiting is free if it holds no thread. A pool answers at most its size divided by the time that a request holds a \
                  thread; an event loop on one core overtakes it as soon as requests wait longer than they compute, times the pool's size.",
    },
    Experiment {
        id: "pool-size",
        title: "How large should the pool be?",
        question: "Requests compute 0.2 ms and wait 2 ms, on 4 cores. From which size on does a larger pool bring nothing more?",
        answers: [
            (
                "About 44: cores × (1 + wait / computing).",
                "Right: then there is always a thread that can compute, for each core.",
            ),
            (
                "4: one thread a core.",
                "Threads wait ten times as long as they compute: with 4 of them the cores are idle most of the time.",
            ),
            (
                "512: one for each client.",
                "More threads than can compute or wait usefully only take memory: with 64 the cores are busy all the time.",
            ),
        ],
        common: "server=thread-pool clients=512 cpu=exp:200us wait=exp:2ms cores=4 requests=50000",
        runs: &[("4", "workers=4"), ("16", "workers=16"), ("64", "workers=64"), ("256", "workers=256")],
        insight: "Below the knee the queue grows, beyond it only memory does. The knee follows from Little's law: cores × (1 + wait / \
                  computing).",
    },
    Experiment {
        id: "blocking-call",
        title: "One blocking call in the loop",
        question: "An event loop serves 100 clients with 0.1 ms of computing each. The requests of one of them also need a file, 50 ms \
                   long. The programmer reads it with a call that blocks. What happens to the typical response time of the other 99?",
        answers: [
            (
                "It grows by about the 50 ms.",
                "Right: while the loop's thread waits for the file, nobody is served.",
            ),
            (
                "Nothing: only that client waits.",
                "That is so if the call is asynchronous. A call that blocks holds the only thread.",
            ),
            (
                "It grows by 1 %.",
                "Each of the 99 meets the 50 ms, not one request in a hundred: the slow client asks again and again.",
            ),
        ],
        common: "server=event-loop clients=100 cpu=exp:100us think=exp:5ms cores=4 odd=1 requests=20000",
        runs: &[
            ("no file", ""),
            ("asynchronous", "odd-wait=50ms"),
            ("blocking", "odd-wait=50ms blocks-loop"),
        ],
        insight: "Never block the loop: every client's response time grows by the call, though only one in a hundred makes it.",
    },
    Experiment {
        id: "offload",
        title: "Four threads for the waiting",
        question: "The blocking call of 50 ms is now given to four threads beside the loop, as libuv does it. 20 of 100 clients need \
                   it. Who waits?",
        answers: [
            (
                "Those 20, for each other; the others do not.",
                "Right: four threads do four calls at a time; the loop goes on.",
            ),
            ("All 100.", "The loop's own thread never blocks: the others are served as before."),
            (
                "Nobody: that is what the threads are for.",
                "There are only four: twenty calls take five rounds of 50 ms.",
            ),
        ],
        common: "clients=100 cpu=exp:100us think=exp:5ms cores=4 odd-wait=50ms blocks-loop requests=20000",
        runs: &[
            ("in the loop, 5 slow clients", "server=event-loop odd=5"),
            ("4 threads, 1 slow client", "server=event-loop-pool odd=1"),
            ("4 threads, 5 slow clients", "server=event-loop-pool odd=5"),
            ("4 threads, 20 slow clients", "server=event-loop-pool odd=20"),
        ],
        insight: "The pool beside the loop saves the loop. Its own size is the next limit: four calls at a time, 80 a second.",
    },
    Experiment {
        id: "utilisation",
        title: "From half busy to fully busy",
        question: "Requests of 1 ms on average come at random, 500 a second: the only core is busy half of the time, and a request \
                   takes 2 ms on average. What does it take at 990 a second, 99 % busy?",
        answers: [
            (
                "About 100 ms: 1 ms / (1 − 0.99).",
                "Right: waiting grows as 1 / (1 − utilisation), and far beyond the mean at the 99th percentile.",
            ),
            (
                "About 4 ms: twice the load, twice the time.",
                "Time does not grow with the load but with what is left of the core: 50 % at first, 1 % in the end.",
            ),
            (
                "About 2 ms: the core can still do it.",
                "It can do it, but requests come at random: those that come while it is busy queue, and the queue hardly ever empties.",
            ),
        ],
        common: "server=event-loop machine=ideal cores=1 cpu=exp:1ms requests=300000",
        runs: &[
            ("50 %", "rate=poisson:500"),
            ("80 %", "rate=poisson:800"),
            ("95 %", "rate=poisson:950"),
            ("99 %", "rate=poisson:990"),
        ],
        insight: "The last per cents of a machine are paid with waiting: the mean response time is service time / (1 − utilisation).",
    },
    Experiment {
        id: "one-queue",
        title: "One queue, or one for each worker",
        question: "Four workers, each busy 80 % of the time. With SO_REUSEPORT each has its own accept queue, filled by hash. Compared \
                   with one queue for all four, how long does the slowest request of a hundred take?",
        answers: [
            ("About three times as long.", "Right: a worker may be idle while requests queue at another."),
            (
                "As long: the same work, the same workers.",
                "The work is the same, but a queue of its own can be long while the neighbour's is empty.",
            ),
            (
                "A quarter: each queue is only a quarter as long.",
                "Each queue is shorter, and is also emptied by only one worker.",
            ),
        ],
        common: "machine=ideal cores=4 workers=4 cpu=exp:1ms rate=poisson:3200 requests=200000",
        runs: &[
            ("one queue, accept", "server=prefork"),
            ("one queue, epoll", "server=prefork-epoll"),
            ("own queues", "server=reuseport"),
        ],
        insight: "One shared queue wastes no worker. Queues of one's own waste those that are empty, but need no lock, and a connection \
                  stays where its data is.",
    },
    Experiment {
        id: "backlog",
        title: "A longer queue under overload",
        question: "Four workers can do 4,000 requests a second, and 4,800 come. You raise listen's backlog from 4 to 4,096. What \
                   becomes better?",
        answers: [
            (
                "No more requests are answered; nearly all wait long instead of some being turned away.",
                "Right: a queue turns loss into delay.",
            ),
            ("20 % more are answered.", "The workers are the limit. A queue only lets more wait."),
            (
                "Response times: nobody has to try again.",
                "The typical response time grows from milliseconds to nearly a second: that is how long the queue is.",
            ),
        ],
        common: "server=prefork workers=4 cores=4 cpu=exp:1ms rate=poisson:4800 requests=16000",
        runs: &[("backlog 4", "backlog=4"), ("backlog 64", "backlog=64"), ("backlog 4,096", "backlog=4096")],
        insight: "Backlog is for bursts. Under lasting overload it changes who waits where: a second in the queue, or a second until \
                  the SYN is sent again.",
    },
    Experiment {
        id: "keep-alive",
        title: "Keep-alive and a pool",
        question: "64 clients ask every 20 ms. The pool has 16 threads, and they are nearly idle. Now the clients keep their \
                   connections open between requests. What happens?",
        answers: [
            (
                "Only 16 clients are served; the others wait for ever.",
                "Right: a thread of this pool stays with its connection until it closes.",
            ),
            (
                "It gets faster: no more handshakes.",
                "It would, were a thread free. Each holds its connection, and waits for the next request on it.",
            ),
            (
                "Nothing: the threads are nearly idle.",
                "Idle threads are not free threads: each waits in recv on its own connection.",
            ),
        ],
        common: "clients=64 cpu=exp:100us wait=1ms think=exp:20ms cores=4 workers=16 requests=20000 time=20s",
        runs: &[
            ("pool of 16", "server=thread-pool"),
            ("pool of 16, kept alive", "server=thread-pool keep-alive"),
            ("event loop, kept alive", "server=event-loop keep-alive"),
            ("thread per connection, kept alive", "server=thread-per-connection keep-alive"),
        ],
        insight: "A pool whose threads each hold a connection serves as many clients as it has threads. Servers with pools therefore \
                  watch idle connections with epoll, and give threads only to requests.",
    },
    Experiment {
        id: "memory",
        title: "Ten thousand idle clients",
        question: "10,000 clients are connected, and ask once in ten seconds. Which server needs how much memory?",
        answers: [
            (
                "Event loop about 50 MiB, threads 360 MiB, processes 1.9 GiB.",
                "Right: a connection takes 4 KiB, a thread 32 KiB, a process 157 KiB.",
            ),
            (
                "All the same: the connections are what takes memory.",
                "A connection takes 4 KiB in the kernel; a thread that waits for it takes eight times as much, a process forty times.",
            ),
            (
                "Threads 80 GiB: a stack has 8 MiB.",
                "8 MiB of addresses are reserved for each stack, not of memory: pages that are never touched take none.",
            ),
        ],
        common: "clients=10000 think=exp:10s cpu=100us keep-alive cores=4 requests=30000",
        runs: &[
            ("event loop", "server=event-loop"),
            ("tasks on 4 threads", "server=async workers=4"),
            ("thread per connection", "server=thread-per-connection"),
            ("process per connection", "server=process-per-connection"),
        ],
        insight: "An idle connection should own no thread. A descriptor is cheap, a task too, a thread less, a process not at all.",
    },
    Experiment {
        id: "fork",
        title: "What a fork costs",
        question: "A server forks for each connection. How does the time of a request change when the server holds 100 MiB of memory \
                   instead of 1?",
        answers: [
            (
                "It is about ten times as long.",
                "Right: fork copies page tables, about 20 µs for each MiB, and the children wait for their parent.",
            ),
            (
                "Not at all: memory is copied on write.",
                "The memory is; the page tables that say where it is are copied at once, and they grow with it.",
            ),
            (
                "It is a hundred times as long: 100 MiB are copied.",
                "No byte of the 100 MiB is copied, only the tables that say where they are.",
            ),
        ],
        common: "clients=32 cpu=exp:200us cores=4 requests=20000 workers=16",
        runs: &[
            ("fork, 1 MiB", "server=process-per-connection"),
            ("fork, 100 MiB", "server=process-per-connection resident=100"),
            ("forked before, 100 MiB", "server=prefork resident=100"),
            ("threads, 100 MiB", "server=thread-per-connection resident=100"),
        ],
        insight: "fork costs the more, the more its parent holds. Servers that fork do it before the clients come, and pay once.",
    },
];
