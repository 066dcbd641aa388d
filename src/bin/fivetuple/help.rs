//! What `--help` says.

pub(super) const ALL: &str = "\
fivetuple: runs Python socket programs on a model of hosts, ports and sockets.

usage: fivetuple COMMAND FILE.py [OPTION]...
       fivetuple COMMAND --world FILE [OPTION]...
       fivetuple check [FILE.md | FOLDER]...

  run       runs the programs and prints what they print
  trace     prints every step of the run, one a line
  ss        what `ss` prints on a host after a step
  netstat   what `netstat` prints on a host after a step
  lsof      what `lsof -i` prints on a host after a step
  tcpdump   the packets up to a step
  strace    the system calls up to a step
  lookups   the packets of a capture file, and which socket each goes to
  load      a server under many clients, in figures
  check     whether lessons are right, and what they say is true

FILE.py runs as the first process of a machine that has only its loopback.
A world is a text that names links, hosts and programs; programs stand beside it.
`fivetuple COMMAND --help` says more.
";

pub(super) const RUN: &str = "\
usage: fivetuple run FILE.py [--seed N] [--pcap OUT]
       fivetuple run --world FILE [--seed N] [--pcap OUT]

Runs the programs and prints what they print, while they run.

  --seed N     what chance is drawn from (a world's own, or 1)
  --believe R  runs the world by a wrong rule, and says at the end where it breaks: accept-opens-port,
               one-client-per-port, socket-per-sender, source-ignored, client-uses-port
  --pcap OUT   writes every packet into a file for Wireshark or tcpdump; OUT.pcapng: with the names of
               interfaces, and a comment on what became of each packet
  --link NAME  … only the packets on this link

Exit status: that of the program, as Python has it; of a world's programs, the first that is not 0.
2: wrong usage; 3: a limit was reached, or the program waits for something that cannot come.
";

pub(super) const TRACE: &str = "\
usage: fivetuple trace FILE.py [--seed N] [--format text|json]
       fivetuple trace --world FILE [--seed N] [--format text|json]

Prints every step: its number, its time, the host, and one sentence.

  --format json   one JSON object a line, with the step's events
  --depth D       plain (everyday words), student, or kernel (numbers, keys, queues)
";

pub(super) const SS: &str = "\
usage: fivetuple ss FILE.py [--at STEP] [--seed N] [OPTION of ss]... [FILTER of ss]
       fivetuple ss --world FILE --host NAME [--at STEP] ...

Prints what `ss` prints on a host after a step; without --at, at the end.
Options of ss: -t -a -n -l -p -o -e -H -4 and their like; filters such as `state established` or `sport = :80`.
";

pub(super) const NETSTAT: &str = "\
usage: fivetuple netstat FILE.py [--at STEP] [--seed N] [OPTION of netstat]...
       fivetuple netstat --world FILE --host NAME [--at STEP] ...

Prints what `netstat` prints on a host after a step; without --at, at the end.
Options of netstat: -t -a -n -l -p -e -o and their like.
";

pub(super) const LSOF: &str = "\
usage: fivetuple lsof FILE.py [--at STEP] [--seed N] -i [OPTION of lsof]...
       fivetuple lsof --world FILE --host NAME [--at STEP] -i ...

Prints what `lsof -i` prints on a host after a step; without --at, at the end.
Options of lsof: -i[TCP][@HOST][:PORT] -n -P -t -sTCP:STATE -a -p PID.
";

pub(super) const TCPDUMP: &str = "\
usage: fivetuple tcpdump FILE.py [--at STEP] [--seed N] [OPTION of tcpdump]... [FILTER]
       fivetuple tcpdump --world FILE [--host NAME] [--at STEP] ...

Prints the packets of the first STEP steps, or of all, as `tcpdump` prints them on a host; without --host every
packet once, where it was made. Options of tcpdump: -n -S -t -# -c COUNT -i INTERFACE; filters such as
`port 80 and host 192.168.1.10`.
";

pub(super) const STRACE: &str = "\
usage: fivetuple strace FILE.py [--at STEP] [--seed N] [--pid PID]
       fivetuple strace --world FILE [--at STEP] [--pid PID]

Prints the system calls of the first STEP steps, or of all, as `strace -f` prints them.
";

pub(super) const LOAD: &str = "\
usage: fivetuple load --server NAME|FILE.py [OPTION]...

Runs a server of the load laboratory under many clients, and prints its figures.
Servers: iterative, event-loop, event-loop-pool, thread-per-connection, thread-pool, process-per-connection,
prefork, prefork-epoll, reuseport, async.

  --machine linux|ideal  what system calls and switches cost; ideal: nothing, for theory (linux)
  --cores N              how many cores (2; ideal: 1)
  --workers N            threads, processes or loops of servers with a fixed number (one per core)
  --slice TIME           how long a thread may compute while others wait (4ms)
  --network TIME         one way through the network (15us; ideal: 0)
  --switch TIME          what it costs to turn from one thread to another (1.2us; ideal: 0)
  --resident MIB         what the server holds: fork copies its page tables (1)
  --gil                  one thread of a process computes at a time, as in Python
  --backlog N            what listen() is told (511)

  --clients N            clients that ask, wait for the answer, and think (64)
  --think SPREAD         how long they think (0)
  --rate KIND:N          instead: N requests a second whether answered or not; poisson:800 or fixed:800
  --keep-alive           all requests of a client go over one connection
  --cpu SPREAD           what a request computes (100us)
  --wait SPREAD          what it waits for something else (0)
  --blocks-loop          event loops wait in their only thread
  --odd N                so many clients are different:
  --odd-silence TIME       they keep silent on a new connection; or forever
  --odd-cpu SPREAD         what their requests compute
  --odd-wait SPREAD        … and wait for

  --sources N            addresses that clients come from (as many as they need: 28,232 ports each)
  --descriptors N        what a process may have, ulimit -n (1024); with --ram, for the limits of the number of clients
  --ram MIB              the server's memory (8192)

  --requests N           ends after so many answers; the first tenth only warms up (100000)
  --time TIME            … and at the latest after so long in the model's time
  --seed N               what chance is drawn from (1)
  --json                 one JSON object; half_width: half of the 99.9 % interval of the mean before it

With FILE.py your own server runs, as in `fivetuple run`, and every packet and system call with it: a hundred times slower, so
the load is at most 20000 requests (2000 if nothing is said) of 900 clients. They connect half a second after its start, send
one line a request, and take what comes first for the answer. What the program does, it says itself: only --clients, --think,
--rate, --keep-alive, --odd, --odd-silence, --cores, --network, --requests, --time, --seed, --json and --port N (3000) go with it.

A SPREAD is fixed:1ms (or 1ms), exp:1ms, or mix:99%*1ms,1%*exp:100ms.
";

pub(super) const LOOKUPS: &str = "\
usage: fivetuple lookups FILE

Reads a capture of tcpdump or Wireshark (pcap or pcapng), and prints for each TCP segment and UDP datagram the keys by which
the host that it is for looks up its socket, in order, and which of them finds one. The sockets are those that the capture
implies: a listener where a SYN is answered, a connection since its first SYN, a UDP socket wherever a datagram came from.
";

pub(super) const CHECK: &str = "\
usage: fivetuple check [--strict] [FILE.md | FOLDER]...

Checks lessons: their form, that their programs compile and their runs end, and that each claim holds in runs with several
seeds. Without a name, the lessons in the folder `lessons`. In a folder, those that SUMMARY.md names, and all that begin with
a number. The programs of `NAME.md` are in `programs/NAME/` beside it.

It warns of what makes a lesson a bad one: no prediction before the first run, an option without a reason, a wrong option
that names no wrong model, a question for what is not so, more than three views, more than 120 words before the first action.

  --strict  warnings are errors

Exit status: 0 if nothing is wrong, 1 if something is, 2 if a file cannot be read.
";
