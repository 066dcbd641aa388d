//! What `--help` says.

pub(super) const ALL: &str = "\
fivetuple: runs Python socket programs on a model of hosts, ports and sockets.

usage: fivetuple COMMAND FILE.py [OPTION]...
       fivetuple COMMAND --world FILE [OPTION]...

  run       runs the programs and prints what they print
  trace     prints every step of the run, one a line
  ss        what `ss` prints on a host after a step
  netstat   what `netstat` prints on a host after a step
  lsof      what `lsof -i` prints on a host after a step
  tcpdump   the packets up to a step
  strace    the system calls up to a step

FILE.py runs as the first process of a machine that has only its loopback.
A world is a text that names links, hosts and programs; programs stand beside it.
`fivetuple COMMAND --help` says more.
";

pub(super) const RUN: &str = "\
usage: fivetuple run FILE.py [--seed N] [--pcap OUT]
       fivetuple run --world FILE [--seed N] [--pcap OUT]

Runs the programs and prints what they print, while they run.

  --seed N     what chance is drawn from (a world's own, or 1)
  --pcap OUT   writes every packet into a file for Wireshark or tcpdump

Exit status: that of the program, as Python has it; of a world's programs, the first that is not 0.
2: wrong usage; 3: a limit was reached, or the program waits for something that cannot come.
";

pub(super) const TRACE: &str = "\
usage: fivetuple trace FILE.py [--seed N] [--format text|json]
       fivetuple trace --world FILE [--seed N] [--format text|json]

Prints every step: its number, its time, the host, and one sentence.

  --format json   one JSON object a line, with the step's events
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
