//! The command line, through the built program.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder of its own for a test, with some files.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Folder {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).expect("a folder for the test");
        for (file, text) in files {
            fs::write(path.join(file), text).expect("a file for the test");
        }
        Folder(path)
    }

    fn run(&self, words: &str) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_fivetuple"))
            .args(words.split_whitespace())
            .current_dir(&self.0)
            .output()
            .expect("the program starts");
        Ran::from(output)
    }
}

#[derive(Debug)]
struct Ran {
    out: String,
    err: String,
    status: Option<i32>,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        Ran { out: text(output.stdout), err: text(output.stderr), status: output.status.code() }
    }
}

const SERVER: &str = "import socket
listener = socket.socket()
listener.bind(('127.0.0.1', 5000))
listener.listen(3)
client = socket.socket()
client.connect(('127.0.0.1', 5000))
connection, peer = listener.accept()
client.sendall(b'hello')
print(connection.recv(100).decode())
";

#[test]
fn run_prints_what_the_script_prints_and_ends_as_python_does() {
    let folder = Folder::new(
        "run",
        &[
            ("server.py", SERVER),
            ("exit.py", "import sys\nprint('before')\nsys.exit(5)\n"),
            ("crash.py", "print('before')\nx = {}\nprint(x['no'])\n"),
            ("wrong.py", "print('never')\nif True\n    pass\n"),
            ("stuck.py", "import socket\ns = socket.socket()\ns.bind(('', 5000))\ns.listen()\ns.accept()\n"),
            ("endless.py", "print('begun', flush=True)\nwhile True:\n    pass\n"),
            (
                "endless.world",
                "limit operations 500000\nlink lan 10.0.0.0/24 1ms\nhost only lan 10.0.0.1\nrun endless.py on only\n",
            ),
            ("errors.py", "import sys\nprint('out')\nprint('err', file=sys.stderr)\n"),
        ],
    );
    let ran = folder.run("run server.py");
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), ("hello\n", "", Some(0)));

    let ran = folder.run("run exit.py");
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), ("before\n", "", Some(5)));

    let ran = folder.run("run crash.py");
    assert_eq!((ran.out.as_str(), ran.status), ("before\n", Some(1)));
    assert!(ran.err.starts_with("Traceback (most recent call last):\n"), "{}", ran.err);
    assert!(ran.err.ends_with("KeyError: 'no'\n"), "{}", ran.err);

    let ran = folder.run("run wrong.py");
    assert_eq!((ran.out.as_str(), ran.status), ("", Some(1)));
    assert!(ran.err.starts_with("wrong.py:2:"), "{}", ran.err);

    let ran = folder.run("run stuck.py");
    assert_eq!((ran.out.as_str(), ran.status), ("", Some(3)));
    assert_eq!(
        ran.err,
        "fivetuple: nothing more can happen, and stuck.py still waits in accept() (line 5).\n"
    );

    let ran = folder.run("run --world endless.world");
    assert_eq!((ran.out.as_str(), ran.status), ("begun\n", Some(3)));
    assert!(ran.err.contains("endless loop"), "{}", ran.err);

    let ran = folder.run("run errors.py");
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), ("out\n", "err\n", Some(0)));
}

#[test]
fn a_capture_file_has_every_packet_once() {
    let folder = Folder::new("pcap", &[("server.py", SERVER)]);
    let ran = folder.run("run server.py --pcap out.pcap");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let file = fs::read(folder.0.join("out.pcap")).expect("the capture");
    assert_eq!(file[..4], [0xd4, 0xc3, 0xb2, 0xa1]);
    let (mut rest, mut packets) = (&file[24..], 0);
    while !rest.is_empty() {
        let length = u32::from_le_bytes([rest[8], rest[9], rest[10], rest[11]]) as usize;
        assert_eq!(rest[16], 0x45);
        rest = &rest[16 + length..];
        packets += 1;
    }
    let listed = folder.run("tcpdump server.py -n");
    assert_eq!(packets, listed.out.lines().count());
    assert!(listed.out.lines().next().is_some_and(|line| line.contains("> 127.0.0.1.5000: Flags [S], seq ")));
    assert!(listed.out.contains(": Flags [P.], seq 1:6, ack 1, win 65535, length 5\n"), "{}", listed.out);
    let few = folder.run("tcpdump server.py -n -c 3 -t port 5000");
    assert_eq!(few.out.lines().count(), 3);
    assert!(few.out.starts_with("IP 127.0.0.1."));
}

#[test]
fn trace_numbers_the_steps_that_reports_look_at() {
    let folder = Folder::new("trace", &[("server.py", SERVER)]);
    let text = folder.run("trace server.py");
    assert_eq!(text.status, Some(0), "{text:?}");
    let step = |what: &str| {
        let line = text
            .out
            .lines()
            .find(|line| line.contains(what))
            .unwrap_or_else(|| panic!("{what}: {}", text.out));
        line.split_whitespace().next().expect("a number").parse::<usize>().expect("a number")
    };
    let listening = step("listens on 127.0.0.1:5000, with a backlog of 3.");
    let rows = |at: usize| folder.run(&format!("ss server.py --at {at} -tanH")).out.lines().count();
    assert_eq!((rows(listening - 1), rows(listening)), (0, 1));
    let accepted = step("took the connection from 127.0.0.1:");
    let table = folder.run(&format!("netstat server.py --at {accepted} -tnp")).out;
    assert_eq!(table.matches("ESTABLISHED 1001/python3").count(), 2, "{table}");
    let descriptors = folder.run(&format!("lsof server.py --at {accepted} -nP -i :5000")).out;
    assert_eq!(descriptors.lines().count(), 4, "{descriptors}");
    let calls = folder.run("strace server.py").out;
    assert!(calls.contains(
        "bind(3, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0"
    ));

    let json = folder.run("trace server.py --format json").out;
    assert_eq!(json.lines().count(), text.out.lines().count());
    let lines = json.lines().map(|line| serde_json::from_str(line).expect("JSON"));
    for (line, number) in lines.zip(1..) {
        let line: serde_json::Value = line;
        assert_eq!(line["step"], number);
        let sentence = line["sentence"].as_str().expect("a sentence");
        assert!(text.out.contains(sentence), "{sentence}");
        assert!(line["events"].as_array().is_some_and(|events| !events.is_empty()));
    }
}

#[test]
fn a_file_cannot_be_written_and_that_is_said() {
    let folder = Folder::new("write", &[("notes.py", "print('before')\nopen('notes.txt', 'w')\n")]);
    let ran = folder.run("run notes.py");
    assert_eq!((&*ran.out, ran.status), ("before\n", Some(3)));
    assert!(ran.err.contains("notes.py:2:") && ran.err.contains("there is no disk"), "{}", ran.err);
}

#[test]
fn a_step_beyond_the_end_is_the_end() {
    let folder = Folder::new("end", &[("server.py", SERVER)]);
    let at_the_end = folder.run("netstat server.py -tan");
    let beyond = folder.run("netstat server.py -tan --at 999999");
    assert_eq!((&beyond.out, beyond.status), (&at_the_end.out, Some(0)));
    assert!(beyond.err.contains(" steps; this is its end.") && at_the_end.err.is_empty(), "{}", beyond.err);
    assert_eq!(folder.run("ss server.py --at 0 -tanH").out, "");
}

const WORLD: &str = "seed 3
link lan 10.0.0.0/24 1ms
host near lan 10.0.0.1
host far lan 10.0.0.2
run serve.py on far
run call.py on near after 1ms
";

#[test]
fn a_world_runs_the_scripts_beside_it() {
    let serve = "import socket\ns = socket.socket()\ns.bind(('', 80))\ns.listen()\nc, p = s.accept()\nprint('from', p[0])\nc.close()\n";
    let call = "import socket\ns = socket.socket()\ns.connect(('10.0.0.2', 80))\nprint(s.recv(9))\n";
    let folder = Folder::new("world", &[("two.world", WORLD), ("serve.py", serve), ("call.py", call)]);
    let ran = folder.run("run --world two.world");
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), ("from 10.0.0.1\nb''\n", "", Some(0)));

    let seen = folder.run("tcpdump --world two.world --host far -n").out;
    assert_eq!(seen.lines().count(), folder.run("tcpdump --world two.world -n").out.lines().count());
    let far = folder.run("ss --world two.world --host far -tan --at 9999").out;
    assert_eq!(far.lines().count(), 1, "{far}");

    let missing = folder.run("ss --world two.world -tan");
    assert_eq!((missing.err.contains("near, far"), missing.status), (true, Some(2)));
    let unknown = folder.run("ss --world two.world --host moon");
    assert_eq!((unknown.err.contains("near, far"), unknown.status), (true, Some(2)));

    fs::write(folder.0.join("bad.world"), "link lan 10.0.0.0/24 1ms\nhots near lan 10.0.0.1\n")
        .expect("a file");
    let bad = folder.run("run --world bad.world");
    assert_eq!((bad.err.starts_with("bad.world:2:1: "), bad.status), (true, Some(2)), "{}", bad.err);
}

const BEHIND_ONE_ADDRESS: &str = "seed 3
link home 192.168.1.0/24 1ms
link internet 203.0.113.0/24 5ms
host a home 192.168.1.10
host b home 192.168.1.20
router gw home 192.168.1.1 internet 203.0.113.7
host server internet 203.0.113.1 via none
nat gw external internet ports 40000-40001
forward gw tcp 8080 to 192.168.1.10:80
sysctl gw net.netfilter.nf_conntrack_tcp_timeout_established 30
run serve.py on server
run inside.py on a
run call.py on a after 1ms
run call.py on b after 2ms
run back.py on server after 100ms
at 200ms cut internet
at 3s mend internet
at 4s change home latency 2ms loss 1%
at 20s kill serve.py on server
";

#[test]
fn a_world_has_many_machines_behind_one_address_and_fails_at_set_times() {
    let serve = "import socket\ns = socket.socket()\ns.bind(('', 80))\ns.listen()\n\
        for i in range(2):\n    c, p = s.accept()\n    print(p[0], 40000 <= p[1] <= 40001)\nwhile True:\n    s.accept()\n";
    let call = "import socket, time\ns = socket.socket()\ns.bind(('', 5000))\n\
        s.connect(('203.0.113.1', 80))\ntime.sleep(1)\nprint('called', s.send(b'x'))\n";
    let inside = "import socket\ns = socket.socket()\ns.bind(('', 80))\ns.listen()\nc, p = s.accept()\nprint('inside', p[0])\n";
    let back = "import socket\ns = socket.socket()\ns.connect(('203.0.113.7', 8080))\n";
    let files = [
        ("nat.world", BEHIND_ONE_ADDRESS),
        ("serve.py", serve),
        ("call.py", call),
        ("inside.py", inside),
        ("back.py", back),
    ];
    let folder = Folder::new("nat", &files);
    let ran = folder.run("run --world nat.world");
    let lines: Vec<&str> = ran.out.lines().collect();
    let wanted = ["203.0.113.7 True", "203.0.113.7 True", "inside 203.0.113.1", "called 1", "called 1"];
    assert_eq!((&lines[..], ran.status), (&wanted[..], Some(137)), "{}", ran.err);
    let told = folder.run("trace --world nat.world").out;
    for sentence in [
        "The link internet was cut.",
        "The link internet was mended.",
        "On the link home a packet takes 2 ms from now on; 1% is lost.",
        "serve.py on server was killed from outside.",
        "does not reach server: the link is cut.",
    ] {
        assert!(told.contains(sentence), "{sentence}\n{told}");
    }
}

#[test]
fn what_is_wrong_with_a_command_line_is_said() {
    let folder = Folder::new("usage", &[("server.py", SERVER)]);
    for (words, said) in [
        ("", "a command is missing"),
        ("tracce server.py", "Did you mean `trace`?"),
        ("run", "FILE.py or --world FILE is missing"),
        ("run server.py --sed 1", "no option --sed"),
        ("run server.py other.py", "other.py"),
        ("run server.py --seed", "--seed needs a value"),
        ("run server.py --seed x", "--seed needs a whole number"),
        ("run server.py --world w", "with --world"),
        ("ss server.py --at -1", "--at needs a whole number from 0 on"),
        ("trace server.py --format xml", "--format is text or json"),
        ("run nowhere.py", "cannot read nowhere.py"),
        ("run --world nowhere.world", "cannot read nowhere.world"),
    ] {
        let ran = folder.run(words);
        assert!(ran.err.contains(said), "{words}: {}", ran.err);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{words}");
    }
    let tool = folder.run("ss server.py -q");
    assert_eq!((tool.err.starts_with("ss: invalid option -- 'q'"), tool.status), (true, Some(255)));
    for command in ["run", "trace", "ss", "netstat", "lsof", "tcpdump", "strace"] {
        let help = folder.run(&format!("{command} --help"));
        assert!(help.out.starts_with(&format!("usage: fivetuple {command} FILE.py")), "{}", help.out);
        assert_eq!(help.status, Some(0));
        assert!(folder.run("--help").out.contains(&format!("\n  {command} ")));
    }
}
