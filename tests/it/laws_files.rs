//! Laws of descriptors, pipes, pairs of sockets and epoll instances, tried on random programs of several processes.

use fivetuple::model::world::World;
use fivetuple::report::Commands;
use fivetuple::scenario::single_host;
use fivetuple::script;
use fivetuple::trace::Run;
use proptest::prelude::*;

use crate::lawbook::{every_law, nothing_leaks};

/// One thing that a random program does; its numbers choose among the descriptors that it has.
#[derive(Clone, Debug)]
enum Act {
    Pipe,
    Pair(bool),
    Connection,
    Write(u8, u16),
    Read(u8, u16),
    Close(u8),
    Copy(u8),
    Over(u8, u8),
    Pass(u8, u8),
    Take(u8),
    Watch(u8, u8, u8),
    Ready,
    Poll,
    Shutdown(u8, u8),
    Child(u8, bool),
    LateWrite(u8),
}

fn act() -> impl Strategy<Value = Act> {
    let two = || (any::<u8>(), any::<u8>());
    prop_oneof![
        2 => Just(Act::Pipe),
        2 => any::<bool>().prop_map(Act::Pair),
        1 => Just(Act::Connection),
        4 => (any::<u8>(), any::<u16>()).prop_map(|(at, size)| Act::Write(at, size)),
        4 => (any::<u8>(), any::<u16>()).prop_map(|(at, size)| Act::Read(at, size)),
        3 => any::<u8>().prop_map(Act::Close),
        1 => any::<u8>().prop_map(Act::Copy),
        1 => two().prop_map(|(from, to)| Act::Over(from, to)),
        2 => two().prop_map(|(over, what)| Act::Pass(over, what)),
        2 => any::<u8>().prop_map(Act::Take),
        2 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(at, how, flags)| Act::Watch(at, how, flags)),
        2 => Just(Act::Ready),
        1 => Just(Act::Poll),
        1 => two().prop_map(|(at, how)| Act::Shutdown(at, how)),
        2 => (any::<u8>(), any::<bool>()).prop_map(|(at, killed)| Act::Child(at, killed)),
        1 => any::<u8>().prop_map(Act::LateWrite),
    ]
}

const PROLOGUE: &str = "
import os, select, signal, socket, threading, time
def attempt(what, *args):
    try:
        return what(*args)
    except (OSError, ValueError, IndexError, ZeroDivisionError) as problem:
        print(type(problem).__name__, problem)
fds = []
pairs = []
epolls = []
server = socket.socket()
server.bind(('127.0.0.1', 5000))
server.listen(50)
def add(*new):
    for fd in new:
        os.set_blocking(fd, False)
        fds.append(fd)
def at(number):
    return fds[number % len(fds)] if fds else 1000
def pair(kind):
    a, b = socket.socketpair(socket.AF_UNIX, kind)
    a.setblocking(False)
    b.setblocking(False)
    pairs.append(a)
    pairs.append(b)
def connection():
    c = socket.create_connection(('127.0.0.1', 5000))
    add(c.detach(), server.accept()[0].detach())
def close(number):
    os.close(fds.pop(number % len(fds)))
def over(old, new):
    os.dup2(at(old), at(new))
def send(number, what):
    socket.send_fds(pairs[number % len(pairs)], [b'carried'], [at(what)])
def take(number):
    data, got, _, _ = socket.recv_fds(pairs[number % len(pairs)], 4, 3)
    add(*got)
    print(data, len(got))
def watch(number, how, flags):
    if not epolls:
        epolls.append(select.epoll())
    events = 5 | (select.EPOLLET if flags & 1 else 0) | (select.EPOLLONESHOT if flags & 2 else 0)
    [epolls[0].register, epolls[0].modify][how % 2](at(number), events)
def ready():
    print(sorted(epolls[0].poll(0.01)))
def poll():
    p = select.poll()
    for fd in fds:
        p.register(fd)
    print(sorted(p.poll(0)))
def shut(number, how):
    pairs[number % len(pairs)].shutdown(how % 3)
def child(number, killed):
    pid = os.fork()
    if pid == 0:
        attempt(os.write, at(number), b'child')
        attempt(take, number)
        attempt(ready)
        if killed and number % 3 == 0:
            r, w = os.pipe()
            threading.Thread(target=os.read, args=(r, 10)).start()
            time.sleep(0.0001)
            os.close(r)
        if killed:
            attempt(select.select, [], [], [])
        os._exit(number % 100)
    if killed:
        time.sleep(0.001)
        os.kill(pid, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
def late(number):
    r, w = os.pipe()
    waiter = threading.Thread(target=lambda: print(attempt(os.read, r, 10)))
    waiter.start()
    time.sleep(0.001)
    if number % 2:
        os.close(r)
    os.write(w, b'late')
    os.close(w)
    waiter.join()
    if number % 2 == 0:
        os.close(r)
";

fn script_of(acts: &[Act]) -> String {
    let line = |act: &Act| match act {
        Act::Pipe => "add(*os.pipe())".to_owned(),
        Act::Pair(stream) => format!("pair({})", if *stream { 1 } else { 2 }),
        Act::Connection => "connection()".to_owned(),
        Act::Write(at, size) => format!("print(attempt(os.write, at({at}), b'x' * {size}))"),
        Act::Read(at, size) => format!("print(len(attempt(os.read, at({at}), {size}) or b''))"),
        Act::Close(at) => format!("attempt(close, {at}) if fds else None"),
        Act::Copy(at) => format!("attempt(lambda: add(os.dup(at({at}))))"),
        Act::Over(from, to) => format!("attempt(over, {from}, {to})"),
        Act::Pass(over, what) => format!("attempt(send, {over}, {what}) if pairs else None"),
        Act::Take(from) => format!("attempt(take, {from}) if pairs else None"),
        Act::Watch(at, how, flags) => format!("attempt(watch, {at}, {how}, {flags})"),
        Act::Ready => "attempt(ready)".to_owned(),
        Act::Poll => "poll()".to_owned(),
        Act::Shutdown(at, how) => format!("attempt(shut, {at}, {how}) if pairs else None"),
        Act::Child(at, killed) => format!("child({at}, {})", if *killed { "True" } else { "False" }),
        Act::LateWrite(number) => format!("late({number})"),
    };
    PROLOGUE.to_owned() + &acts.iter().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

fn world_of(source: &str) -> World {
    let modules = script::program("random.py", source).expect("the random program is right");
    single_host(modules, "random.py", 1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn laws_of_files(acts in prop::collection::vec(act(), 1..40)) {
        let source = script_of(&acts);
        let mut run = Run::new(world_of(&source));
        while run.advance(1000, &Commands) {}
        let live = run.world();
        prop_assert!(live.stopped.is_none(), "no limit was reached");
        let crash = live.processes.values().find_map(|process| process.crash.clone());
        prop_assert!(crash.is_none(), "{crash:?}\n{source}");
        nothing_leaks(live);
        every_law(world_of(&source), run.trace(), live);
    }
}
