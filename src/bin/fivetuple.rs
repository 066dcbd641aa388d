//! TEMPORARY: prints the events of the first lesson's world, with stub scripts. The command line replaces it.

use fivetuple::report::Commands;
use fivetuple::scenario::{build, text};
use fivetuple::trace::Run;

const WORLD: &str = "
seed 1
link home 192.168.1.0/24 1ms
link internet 203.0.113.0/24 10ms
router gateway home 192.168.1.1 internet 203.0.113.254
host laptop home 192.168.1.10
host desktop home 192.168.1.20
host server internet 203.0.113.1
run server.py on server
run client_a.py on laptop after 1ms
run client_b.py on desktop after 2ms
run client_a_again.py on laptop after 3ms
";
const SERVER: &str = "socket 2 1 0\nsetsockopt 3 1 2 1\nbind 3 \"0.0.0.0\" 80\nlisten 3 5\naccept 3 None\naccept 3 None\naccept 3 None\nrecv 4 1024 0 None\nsend 4 b\"you_are_192.168.1.10:49152\" 0 None\nclose 4\nrecv 5 1024 0 None\nsend 5 b\"you_are_192.168.1.20:49153\" 0 None\nclose 5\nrecv 6 1024 0 None\nsend 6 b\"you_are_192.168.1.10:49154\" 0 None\nclose 6";

fn client(address: &str, port: u16) -> String {
    format!(
        "socket 2 1 0\nsetsockopt 3 1 2 1\nbind 3 \"{address}\" {port}\nconnect 3 \"203.0.113.1\" 80 None\nsend 3 b\"who_am_I?\" 0 None\nrecv 3 1024 0 None\nrecv 3 1024 0 None\nclose 3"
    )
}

fn main() {
    let mut scenario = text::parse(WORLD).expect("a world");
    scenario.give_source("server.py", SERVER);
    scenario.give_source("client_a.py", &client("192.168.1.10", 49152));
    scenario.give_source("client_b.py", &client("192.168.1.20", 49153));
    scenario.give_source("client_a_again.py", &client("192.168.1.10", 49154));
    let trace = Run::new(build(&scenario).expect("programs")).finish(&Commands);
    for (number, step) in trace.steps.iter().enumerate() {
        println!("{number} {}", step.at);
        for event in &trace.events[step.events.clone()] {
            println!("    {event:?}");
        }
    }
}
