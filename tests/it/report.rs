//! Reports against what the real tools printed (`tests/report/linux`), byte for byte.

use std::fs;
use std::net::SocketAddr;
use std::time::Duration;

use fivetuple::model::event::Event;
use fivetuple::model::id::{Fd, FileId, HostId, Pid, SocketId};
use fivetuple::model::limits::Limits;
use fivetuple::model::packet::Protocol;
use fivetuple::model::process::FileKind;
use fivetuple::model::seq::SeqNum;
use fivetuple::model::socket::Family;
use fivetuple::model::tcp::{TIME_WAIT, TcpState};
use fivetuple::model::turn::Shell;
use fivetuple::model::world::World;
use fivetuple::report::Commands;
use fivetuple::script;

const HOST: HostId = HostId(0);
const ISS: SeqNum = SeqNum(1000);

fn end(address: [u8; 4], port: u16) -> SocketAddr {
    SocketAddr::new(address.into(), port)
}

/// A host with one process, to which sockets are added in the order in which Linux listed them.
struct Scene {
    world: World,
    pid: Pid,
}

impl Scene {
    fn new(pid: u32) -> Scene {
        let mut world = World::new(1, Limits::default());
        world.apply(&Event::HostAdded { host: HOST, name: "here".into(), cores: 1, forwards: false });
        let modules = script::program("server.py", "").expect("an empty script is right");
        let modules = modules.into();
        let (pid, name) = (Pid(pid), "server.py".into());
        world.apply(&Event::ProcessStarted { host: HOST, pid, name, modules, after: Duration::ZERO });
        Scene { world, pid }
    }

    fn next(&self) -> SocketId {
        SocketId(self.world.counts.sockets)
    }

    fn all(&mut self, events: impl IntoIterator<Item = Event>) {
        events.into_iter().for_each(|event| self.world.apply(&event));
    }

    fn open(&mut self, socket: SocketId, fd: i32) {
        let (file, pid) = (FileId(self.world.counts.files), self.pid);
        self.all([
            Event::FileOpened { file, kind: FileKind::Socket(socket) },
            Event::DescriptorOpened { pid, fd: Fd(fd), file },
        ]);
    }

    fn listener(&mut self, local: SocketAddr, limit: u32, fd: i32) -> SocketId {
        let socket = self.next();
        self.all([
            Event::SocketCreated {
                socket,
                host: HOST,
                family: Family::Inet,
                protocol: Protocol::Tcp,
                uid: 0,
            },
            Event::Bound { socket, local, chosen: false },
            Event::Listened { socket, limit },
        ]);
        self.open(socket, fd);
        socket
    }

    fn half_open(&mut self, listener: SocketId, local: SocketAddr, remote: SocketAddr) -> SocketId {
        let socket = self.next();
        self.all([
            Event::SynQueued { listener, socket, local, remote, iss: ISS },
            Event::Synchronized { socket, irs: SeqNum(5000) },
            Event::Acknowledged { socket, ack: ISS, window: 65536 },
        ]);
        socket
    }

    fn waiting(&mut self, listener: SocketId, local: SocketAddr, remote: SocketAddr) -> SocketId {
        let socket = self.half_open(listener, local, remote);
        self.enter(socket, TcpState::Established);
        self.all([
            Event::Acknowledged { socket, ack: ISS + 1, window: 65536 },
            Event::AcceptQueued { listener, socket },
        ]);
        socket
    }

    fn accepted(&mut self, listener: SocketId, local: SocketAddr, remote: SocketAddr, fd: i32) -> SocketId {
        let socket = self.waiting(listener, local, remote);
        self.all([Event::Accepted { listener, socket }]);
        self.open(socket, fd);
        socket
    }

    fn calling(&mut self, local: SocketAddr, remote: SocketAddr) -> SocketId {
        let socket = self.next();
        self.all([
            Event::SocketCreated {
                socket,
                host: HOST,
                family: Family::Inet,
                protocol: Protocol::Tcp,
                uid: 0,
            },
            Event::Opened { socket, local, remote, iss: ISS, port_offset: None },
        ]);
        socket
    }

    fn connected(&mut self, local: SocketAddr, remote: SocketAddr) -> SocketId {
        let socket = self.calling(local, remote);
        self.all([Event::Acknowledged { socket, ack: ISS + 1, window: 65536 }]);
        self.enter(socket, TcpState::Established);
        socket
    }

    fn enter(&mut self, socket: SocketId, to: TcpState) {
        let from = self.world.tcb(socket).state;
        self.all([Event::StateChanged { socket, from, to }]);
    }

    fn received(&mut self, socket: SocketId, bytes: usize) {
        self.all([Event::Received { socket, data: vec![b'x'; bytes].into() }]);
    }

    fn close_wait(&mut self, socket: SocketId) {
        self.all([Event::FinReceived { socket }]);
        self.enter(socket, TcpState::CloseWait);
    }

    fn fin_wait_2(&mut self, socket: SocketId) {
        self.all([Event::FinQueued { socket }, Event::Acknowledged { socket, ack: ISS + 2, window: 65536 }]);
        self.enter(socket, TcpState::FinWait2);
    }

    fn time_wait(&mut self, socket: SocketId) {
        self.fin_wait_2(socket);
        self.enter(socket, TcpState::TimeWait);
        self.all([Event::Orphaned { socket }, Event::ExpirySet { socket, after: TIME_WAIT }]);
    }
}

const SERVER: [u8; 4] = [192, 168, 1, 10];
const CLIENT: [u8; 4] = [192, 168, 1, 13];
const ANY: [u8; 4] = [0, 0, 0, 0];
const FAR: [u8; 4] = [203, 0, 113, 99];
const WEB: [u8; 4] = [203, 0, 113, 1];

fn article(clients: &[u16]) -> Scene {
    let mut scene = Scene::new(5383);
    let listener = scene.listener(end(ANY, 500), 5, 3);
    for (fd, port) in (4..).zip(clients) {
        scene.accepted(listener, end(SERVER, 500), end(CLIENT, *port), fd);
    }
    scene
}

fn seen_by_client() -> Scene {
    let mut scene = Scene::new(5384);
    for port in [26813, 54240] {
        scene.connected(end(CLIENT, port), end(SERVER, 500));
    }
    scene
}

fn waiting(accepted: bool) -> Scene {
    let mut scene = Scene::new(5242);
    let listener = scene.listener(end(ANY, 500), 5, 5);
    let first = if accepted {
        scene.accepted(listener, end(SERVER, 500), end(CLIENT, 54240), 8)
    } else {
        scene.waiting(listener, end(SERVER, 500), end(CLIENT, 54240))
    };
    scene.received(first, 13);
    scene.waiting(listener, end(SERVER, 500), end(CLIENT, 26813));
    scene
}

fn every_state_of_a_server() -> Scene {
    let mut scene = Scene::new(5242);
    let web = scene.listener(end(ANY, 80), 8, 9);
    scene.listener(end(WEB, 443), 5, 12);
    let local = end(WEB, 80);
    let socket = scene.accepted(web, local, end(FAR, 40004), 17);
    scene.fin_wait_2(socket);
    scene.accepted(web, local, end(FAR, 40001), 14);
    scene.accepted(web, local, end(FAR, 40005), 20);
    let socket = scene.accepted(web, local, end(FAR, 40003), 21);
    scene.time_wait(socket);
    let socket = scene.waiting(web, local, end(FAR, 40006));
    scene.received(socket, 11);
    let socket = scene.half_open(web, local, end(FAR, 40007));
    scene.all([Event::TimerSet { socket, after: Duration::from_secs(1) }]);
    // The one in the accept queue came before it, so it is taken out the way it went in.
    let socket = scene.half_open(web, local, end(FAR, 40002));
    scene.enter(socket, TcpState::Established);
    scene.all([Event::Acknowledged { socket, ack: ISS + 1, window: 65536 }]);
    scene.close_wait(socket);
    scene.open(socket, 16);
    scene.world.now = scene.world.now + Duration::from_millis(220);
    scene
}

fn every_state_of_a_client() -> Scene {
    let mut scene = Scene::new(5242);
    let remote = end(WEB, 80);
    for (port, fd) in [(40001, 13), (40002, 0), (40004, 15), (40005, 18), (40006, 19)] {
        let socket = scene.connected(end(FAR, port), remote);
        match port {
            40002 => scene.fin_wait_2(socket),
            40004 => scene.close_wait(socket),
            _ => {}
        }
        if fd > 0 {
            scene.open(socket, fd);
        }
    }
    let socket = scene.calling(end(FAR, 40007), remote);
    scene.open(socket, 22);
    scene
}

/// Every command of a capture file with its output: `$ command        (on host)`, the output, an empty line.
fn commands(text: &str) -> Vec<(&str, String)> {
    let blocks = text.split("$ ").filter(|block| !block.trim().is_empty());
    blocks
        .map(|block| {
            let (head, body) = block.split_once('\n').expect("a command and its output");
            let command = head.split("   ").next().unwrap_or(head).trim();
            (command, body.trim_end_matches('\n').to_owned() + "\n")
        })
        .collect()
}

#[test]
fn tables_are_printed_as_linux_prints_them() {
    let scenes: [(&str, Scene); 9] = [
        ("0-before", Scene::new(5383)),
        ("1-listening", article(&[])),
        ("2-one-client", article(&[54240])),
        ("3-two-clients", article(&[54240, 26813])),
        ("3-two-clients-seen-by-client", seen_by_client()),
        ("6-waiting-in-accept-queue", waiting(false)),
        ("7-one-accepted-13-bytes-unread", waiting(true)),
        ("all-states-server", every_state_of_a_server()),
        ("all-states-client", every_state_of_a_client()),
    ];
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for (name, scene) in &scenes {
        let text = fs::read_to_string(format!("tests/report/linux/{name}.txt")).expect("a capture");
        // UDP, statistics and what TCP measures are not in the model; the kernel's own table has addresses in it.
        let unknown = ["-tuan", "ss -s", "ss -tin", "cat /proc"];
        let known = |command: &str| !unknown.iter().any(|unknown| command.contains(unknown));
        for (command, wanted) in commands(&text).iter().filter(|(command, _)| known(command)) {
            let (got, status) = Commands.answer(&scene.world, HOST, command).expect("a command of the host");
            compared += 1;
            if got != *wanted || status != 0 {
                wrong.push(format!("{name}: {command}\n--- Linux\n{wanted}--- the model\n{got}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared} differ\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 30, "only {compared} commands were compared");
}

/// What a command prints in the server's scene, and its status.
fn at_server(command: &str) -> (String, i32) {
    Commands.answer(&every_state_of_a_server().world, HOST, command).expect("a command of the host")
}

#[test]
fn filters_of_ss_choose_rows() {
    for (arguments, rows) in [
        ("-tan", 9),
        ("-tn", 5),
        ("-tln", 2),
        ("-an sport = :80", 8),
        ("-tan 'sport = :http'", 8),
        ("-tan sport = 443 or dport = :40001", 2),
        ("-tan '( dport = :40001 or dport = :40004 ) and sport = :80'", 2),
        ("-tan not sport = :80", 1),
        ("-tan dport gt 40005", 2),
        ("-tan dst 203.0.113.0/24", 7),
        ("-tan dst 203.0.113.99:40003", 1),
        ("-tan src 0.0.0.0:80", 1),
        ("-tan state established", 3),
        ("-tan state connected exclude established", 4),
        ("-tan state time-wait state syn-recv", 2),
        ("-tan state synchronized dport != :40001", 6),
        ("-uan", 0),
        ("-tan6", 0),
    ] {
        let (text, status) = at_server(&format!("ss -H {arguments}"));
        assert_eq!((text.lines().count(), status), (rows, 0), "ss -H {arguments}\n{text}");
    }
}

#[test]
fn ss_complains_as_ss_does() {
    for (arguments, beginning, status) in [
        ("-tanq", "ss: invalid option -- 'q'\nUsage: ss", 255),
        ("--bogus", "ss: unrecognized option '--bogus'\nUsage: ss", 255),
        ("-tan state foo", "ss: wrong state name: foo\n", 255),
        ("-tan state", "Command line is not complete.", 255),
        ("-tan sport =", "ss: bison bellows (while parsing filter): \"syntax error!\" Sorry.\n", 255),
        ("-tan '( sport = :80'", "ss: bison bellows", 255),
        (
            "-tan sport = :foo",
            "Error: \"foo\" does not look like a port.\nCannot parse dst/src address.\n",
            1,
        ),
        ("-tan foo", "Error: an inet prefix is expected rather than \"foo\".\nCannot parse", 1),
    ] {
        let (text, found) = at_server(&format!("ss {arguments}"));
        assert!(text.starts_with(beginning), "ss {arguments}: {text}");
        assert_eq!(found, status, "ss {arguments}");
        assert_eq!(at_server(&format!("ss {arguments} 2>/dev/null")), (String::new(), status));
    }
}

#[test]
fn one_state_needs_no_column_and_several_kinds_need_one() {
    assert_eq!(
        at_server("ss -tn state time-wait").0,
        "Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n\
         0      0        203.0.113.1:80   203.0.113.99:40003       \n"
    );
    assert_eq!(
        at_server("ss -tuln").0,
        "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n\
         tcp   LISTEN 1      8            0.0.0.0:80        0.0.0.0:*          \n\
         tcp   LISTEN 0      5        203.0.113.1:443       0.0.0.0:*          \n"
    );
    assert_eq!(
        at_server("ss -tanoH state time-wait").0,
        "0      0      203.0.113.1:80 203.0.113.99:40003 timer:(timewait,59sec,0)\n"
    );
}

#[test]
fn netstat_shows_timers_inodes_and_names() {
    let (text, _) = at_server("netstat -tanoe | grep 40003");
    let row = "tcp        0      0 203.0.113.1:80          203.0.113.99:40003      TIME_WAIT   0          0          timewait (59.78/0/0)\n";
    assert_eq!(text, row);
    assert_eq!(
        at_server("netstat -tl").0,
        "Active Internet connections (only servers)\n\
         Proto Recv-Q Send-Q Local Address           Foreign Address         State      \n\
         tcp        1      0 0.0.0.0:http            0.0.0.0:*               LISTEN     \n\
         tcp        0      0 203.0.113.1:https       0.0.0.0:*               LISTEN     \n"
    );
    let (text, status) = at_server("netstat -q");
    assert!(text.starts_with("netstat: invalid option -- 'q'\nusage: netstat"), "{text}");
    assert_eq!(status, 3);
}

#[test]
fn lsof_lists_descriptors() {
    assert_eq!(
        at_server("lsof -nP -iTCP -sTCP:LISTEN,CLOSE_WAIT").0,
        "COMMAND  PID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME\n\
         python3 5242 root    9u  IPv4  20001      0t0  TCP *:80 (LISTEN)\n\
         python3 5242 root   12u  IPv4  20002      0t0  TCP 203.0.113.1:443 (LISTEN)\n\
         python3 5242 root   16u  IPv4  20009      0t0  TCP 203.0.113.1:80->203.0.113.99:40002 (CLOSE_WAIT)\n"
    );
    assert_eq!(at_server("lsof -t -i :443"), ("5242\n".into(), 0));
    assert_eq!(at_server("lsof -i :9999"), (String::new(), 1));
    assert_eq!(at_server("lsof -nPi@203.0.113.99 | wc -l"), ("5\n".into(), 0));
}

#[test]
fn the_kernels_own_table_is_hexadecimal() {
    let (text, _) = at_server("cat /proc/net/tcp");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.iter().all(|line| line.len() == 149), "every line is filled up");
    assert!(lines[1].starts_with(
        "   0: 00000000:0050 00000000:0000 0A 00000000:00000001 00:00000000 00000000     0        0 20001 "
    ));
    assert!(lines[6].starts_with(
        "   5: 017100CB:0050 637100CB:9C43 06 00000000:00000000 03:0000175A 00000000     0        0 0 "
    ));
}

#[test]
fn pipes_and_files_work_as_in_a_shell() {
    for (command, text, status) in [
        ("ss -tanH | wc -l", "9\n", 0),
        ("ss -tan | grep -c LISTEN", "2\n", 0),
        ("ss -tan 2>&1 | grep 443 | wc -l", "1\n", 0),
        ("ss -tan | grep nothing", "", 1),
        ("ss -tanH | grep -v ESTAB | sort | head -n 1 | wc -w", "5\n", 0),
        ("ss -tanH | tail -1 | grep -c 40002", "1\n", 0),
        ("/usr/bin/ss -tanH | sort | awk x", "sh: 1: awk: not found\n", 127),
        ("hostname", "here\n", 0),
        ("sysctl -n net.core.somaxconn", "4096\n", 0),
        ("sysctl net.ipv4.ip_local_port_range", "net.ipv4.ip_local_port_range = 32768\t60999\n", 0),
        ("cat /proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n", 0),
        ("sysctl net.foo", "sysctl: cannot stat /proc/sys/net/foo: No such file or directory\n", 1),
        ("cat /nowhere", "cat: /nowhere: No such file or directory\n", 1),
        ("ip -br addr", "lo               UNKNOWN        127.0.0.1/8 \n", 0),
        ("ss 'unclosed", "sh: 1: Syntax error: Unterminated quoted string\n", 2),
        ("ss -tan; ls", "sh: 1: not modelled: ;\n", 2),
    ] {
        assert_eq!(at_server(command), (text.to_owned(), status), "{command}");
    }
    assert_eq!(Commands.answer(&Scene::new(1).world, HOST, "ls -l"), None);
}

/// What strace 6.1 printed of this script, but for the port that chance chose.
#[test]
fn strace_tells_families_and_datagrams_apart() {
    let source = "import socket\n\
                  s = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)\n\
                  s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)\n\
                  s.bind(('::1', 5000))\n\
                  u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n\
                  u.bind(('127.0.0.1', 6000))\n\
                  u.sendto(b'x', ('127.0.0.1', 6000))\n\
                  u.recvfrom(10)\n";
    let modules = fivetuple::script::program("main.py", source).expect("a script");
    let world = fivetuple::scenario::single_host(modules, "main.py", 1);
    let trace = fivetuple::trace::Run::new(world).finish(&fivetuple::report::Commands);
    let text = fivetuple::report::strace(&trace, 0..trace.steps.len(), None);
    for line in [
        "socket(AF_INET6, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3",
        "setsockopt(3, SOL_IPV6, IPV6_V6ONLY, [0], 4) = 0",
        "bind(3, {sa_family=AF_INET6, sin6_port=htons(5000), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"::1\", \
         &sin6_addr), sin6_scope_id=0}, 28) = 0",
        "socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 4",
        "sendto(4, \"x\", 1, 0, {sa_family=AF_INET, sin_port=htons(6000), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 1",
        "recvfrom(4, \"x\", 10, 0, {sa_family=AF_INET, sin_port=htons(6000), sin_addr=inet_addr(\"127.0.0.1\")}, [16]) = 1",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
}
