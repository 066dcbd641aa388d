//! Tests of the text form: what is read, what is refused, and that printing is the inverse of reading.

use super::*;
use crate::model::nat::Forward;
use crate::model::packet::Protocol;
use crate::scenario::{Deed, Limits, NatSpec, PlanSpec};
use proptest::prelude::*;
use std::net::SocketAddr;

const HOME: &str = "\
# A home and a server.
seed 7
link home 192.168.1.0/24 1ms
link internet 203.0.113.0/24 10ms
host laptop-a home 192.168.1.10
router gw home 192.168.1.1 internet 203.0.113.7
host server internet 203.0.113.1 cores 2
run server.py on server
run client_a.py on laptop-a after 20ms
";

#[test]
fn the_example_is_read() {
    let scenario = parse(HOME).unwrap();
    assert_eq!(scenario.seed, 7);
    assert_eq!(scenario.links[1].subnet, (Ipv4Addr::new(203, 0, 113, 0), 24));
    assert_eq!(scenario.links[1].latency, Duration::from_millis(10));
    let gateways: Vec<_> = scenario.hosts.iter().map(|host| host.gateway).collect();
    let [home, internet] = [Ipv4Addr::new(192, 168, 1, 1), Ipv4Addr::new(203, 0, 113, 7)];
    assert_eq!(gateways, [Some(home), None, Some(internet)]);
    assert_eq!(scenario.programs[1].start, Duration::from_millis(20));
    assert_eq!(parse(&scenario.to_string()), Ok(scenario));
}

#[test]
fn translation_and_what_is_done_from_outside_are_read() {
    let more = "\
at 1s cut home
at 1500ms mend home
at 2s change internet loss 5% latency 20ms
at 3s kill client_a.py on laptop-a
forward gw tcp 8080 to 192.168.1.10:80
nat gw external internet ports 40000-40009
sysctl gw net.netfilter.nf_conntrack_udp_timeout 5
sysctl server net.ipv4.ip_local_port_range \"50000 50001\"
";
    let scenario = extend(parse(HOME).unwrap(), more, 1).unwrap();
    let nat = scenario.host("gw").unwrap().nat.clone().unwrap();
    assert_eq!((nat.external.as_str(), nat.ports), ("internet", Some((40_000, 40_009))));
    assert_eq!(nat.forwards[0].to.to_string(), "192.168.1.10:80");
    let set = &scenario.host("server").unwrap().settings;
    assert_eq!(set[..], [("net.ipv4.ip_local_port_range".to_string(), "50000 50001".to_string())]);
    assert_eq!(
        scenario.plan[1],
        PlanSpec { at: Duration::from_millis(1500), what: Deed::Mend("home".into()) }
    );
    let change = Change { loss: Some(50_000), latency: Some(Duration::from_millis(20)), ..Change::default() };
    assert_eq!(scenario.plan[2].what, Deed::Change("internet".into(), change));
    assert_eq!(parse(&scenario.to_string()), Ok(scenario));
}

#[test]
fn a_scenario_can_be_extended() {
    let base = parse(HOME).unwrap();
    let more = "host laptop-b home 192.168.1.20\nrun client_b.py on laptop-b\nrun client_b.py on server";
    let scenario = extend(base, more, 40).unwrap();
    assert_eq!(scenario.hosts[3].gateway, Some(Ipv4Addr::new(192, 168, 1, 1)));
    assert_eq!(scenario.programs.len(), 4);
    let problems = extend(scenario, "\nrun client_b.py on laptop-c", 40).unwrap_err();
    assert_eq!(problems[0].in_file("x"), "x:41:20: No host is called `laptop-c`. Did you mean `laptop-a`?");
}

/// A wrong line before a world that is right, and what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    ("hots x home 192.168.1.2", "1:1: No statement begins with `hots`. Did you mean `host`?"),
    ("seed", "1:5: The seed, a number, is missing after"),
    ("seed -1", "1:6: `-1` is not a number that can stand here. Write a whole number from 0 on"),
    ("limit evnts 3", "1:7: No limit is called `evnts`. Did you mean `events`?"),
    ("limit time 3", "1:12: `3` is not a time."),
    (
        "link x 10.0.0.1/8 1ms",
        "1:8: 10.0.0.1 is inside the subnet, not its beginning. Did you mean `10.0.0.0/8`?",
    ),
    ("link x 10.0.0.0/31 1ms", "1:8: `10.0.0.0/31` is not a subnet."),
    ("link x 127.0.0.0/8 1ms", "1:8: Hosts cannot have addresses of 127.0.0.0/8."),
    ("link x 192.168.0.0/16 1ms", "1:8: This subnet has addresses of link `home` in it."),
    ("link home 10.0.0.0/8 1ms", "1:6: Another link is called `home`."),
    ("link x 10.0.0.0/8", "1:18: The latency, such as 1ms, is missing after `10.0.0.0/8`."),
    (
        "link x 10.0.0.0/8 1ms fast",
        "1:23: `fast` is no fault of a link. Known are: loss, duplicates, jitter.",
    ),
    ("link x 10.0.0.0/8 1ms los 1%", "1:23: `los` is no fault of a link. Did you mean `loss`?"),
    ("link x 10.0.0.0/8 1ms loss 101%", "1:28: `101%` is not a share."),
    ("link x 10.0.0.0/8 1ms jitter", "1:29: The jitter, such as 5ms, is missing after `jitter`."),
    ("host 1x home 192.168.1.2", "1:6: `1x` is not a name."),
    ("host laptop home 192.168.1.2", "1:6: Another host is called `laptop`."),
    ("host x hom 192.168.1.2", "1:8: No link is called `hom`. Did you mean `home`?"),
    (
        "host x home 192.168.2.2",
        "1:13: 192.168.2.2 is not an address of link `home`. Its subnet is 192.168.1.0/24.",
    ),
    ("host x home 192.168.1.0", "1:13: 192.168.1.0 names the network"),
    ("host x home 192.168.1.255", "1:13: 192.168.1.255 is for broadcasts"),
    ("host x home 192.168.1.10", "1:13: 192.168.1.10 is given twice."),
    ("host x home 192.168.1.2 home 192.168.1.2", "1:30: 192.168.1.2 is given twice."),
    ("host x home 192.168.1.300", "1:13: `192.168.1.300` is not an IPv4 address."),
    ("host x", "1:7: A link and an address is missing after `x`."),
    ("host x home 192.168.1.2 cores 0", "1:31: `0` is not a number"),
    ("host x home 192.168.1.2 via 192.168.1.10", "1:29: No other router on a link of `x`"),
    ("run a.py in laptop", "1:10: `on` must stand here, not `in`."),
    ("run a.txt on laptop", "1:5: `a.txt` is not a Python file."),
    ("run a.py on labtop", "1:13: No host is called `labtop`. Did you mean `laptop`?"),
    ("run a.py on laptop after soon", "1:26: `soon` is not a time."),
    ("nat laptop external home", "1:5: `laptop` is not a router: it passes no packets on."),
    ("nat r external hom", "1:16: `r` is on no link `hom`. Did you mean `home`?"),
    ("nat r outside home", "1:7: `external` must stand here, not `outside`."),
    ("nat r external home ports 9-8", "1:27: `9-8` is not a range of ports. Write the first"),
    ("nat r external home ports 0-8", "1:27: `0-8` is not a range of ports."),
    ("forward r tcp 80 to 192.168.1.10:80", "1:9: `r` does not translate addresses. Write `nat r external"),
    ("forward gw2 tpc 80 to 10.0.0.2:80", "1:13: No ports of `tpc` can be forwarded. Did you mean `tcp`?"),
    ("forward gw2 tcp 0 to 10.0.0.2:80", "1:17: `0` is not a number that can stand here."),
    ("forward gw2 tcp 80 to 10.0.0.2", "1:23: `10.0.0.2` is not an address with a port."),
    ("forward gw2 tcp 80 to 192.168.1.10:80", "1:23: No internal host has the address 192.168.1.10."),
    ("sysctl laptop net.core.somaxcon 5", "1:15: No setting is called `net.core.somaxcon` here."),
    ("sysctl laptop somaxconn 5", "1:15: No setting is called `somaxconn` here. Did you mean `net.core.som"),
    ("sysctl laptop net.core.somaxconn many", "1:34: `net.core.somaxconn` cannot be set to `many`."),
    ("sysctl laptop net.ipv4.ip_local_port_range 5", "1:44: `net.ipv4.ip_local_port_range` cannot be"),
    ("at soon cut home", "1:4: `soon` is not a time."),
    ("at 1s cutt home", "1:7: `cutt` cannot be done from outside. Did you mean `cut`?"),
    ("at 1s cut hom", "1:11: No link is called `hom`. Did you mean `home`?"),
    ("at 1s cut home now", "1:16: The statement ends before `now`."),
    ("at 1s change home", "1:18: What becomes different, such as `loss 10%`, is missing after `home`."),
    ("at 1s change home los 1%", "1:19: `los` of a link cannot be changed. Did you mean `loss`?"),
    ("at 1s kill a.py on laptop", "1:12: `a.py` does not run on `laptop`. Did you mean `b.py`?"),
];

#[test]
fn each_mistake_has_its_place_and_a_sentence() {
    for (line, expected) in MISTAKES.iter().copied() {
        let world = "link home 192.168.1.0/24 1ms\nhost laptop home 192.168.1.10\nrouter r home 192.168.1.1\n\
                     link in 10.0.0.0/24 1ms\nrouter gw in 10.0.0.2\nrouter gw2 in 10.0.0.3 home 192.168.1.2\n\
                     nat gw2 external home\nrun b.py on laptop";
        let problems = parse(&format!("{line}\n{world}")).unwrap_err();
        // Of two things with one name, the second one is the mistake; here that can be ours.
        let shown: Vec<String> = problems.iter().map(|problem| problem.in_file("f")).collect();
        let swapped = ["link home", "link x 192", "host laptop", "host x home 192.168.1.10"];
        if swapped.iter().any(|start| line.starts_with(start)) {
            let problems = parse(&format!("{world}\n{line}")).unwrap_err();
            assert!(
                problems[0].in_file("f").starts_with(&format!("f:9{}", &expected[1..])),
                "{line}: {problems:?}"
            );
        } else {
            assert!(shown[0].starts_with(&format!("f:{expected}")), "{line}: {shown:?}");
        }
    }
    assert_eq!(parse("seed 1\nseed 2").unwrap_err()[0].line, 2);
}

prop_compose! {
    fn scenarios()(
        seed: u64,
        links in prop::collection::vec((8_u8..=24, 0_u64..1 << 40), 1..4),
        hosts in prop::collection::vec((any::<bool>(), 1_u16..9, prop::collection::vec(0_usize..9, 1..3), 0_u8..3), 0..7),
        runs in prop::collection::vec((0_usize..9, 0_u64..1 << 50), 0..5),
        events in prop::option::of(1_u64..1000),
        ports in prop::collection::vec((1_u16.., 1_u16..), 0..4),
        plan in prop::collection::vec((0_u64..1 << 45, 0_u32..9), 0..6),
    ) -> Scenario {
        let limits = Limits { events: events.unwrap_or(Limits::default().events), ..Limits::default() };
        let mut scenario = Scenario { seed, limits, ..Scenario::default() };
        for (number, (prefix, nanos)) in (10_u8..).zip(links) {
            let (subnet, latency) = ((Ipv4Addr::new(number, 0, 0, 0), prefix), Duration::from_nanos(nanos));
            let faults = Faults { loss: 10_000 * number as u32, duplicates: 2500, jitter: latency };
            scenario.links.push(LinkSpec { name: format!("net{number}"), subnet, latency, faults });
        }
        let mut kinds = Vec::new();
        for (number, (router, cores, on, kind)) in (1_u8..).zip(hosts) {
            let interfaces = (0_u8..).zip(on).map(|(index, link)| {
                let link = &scenario.links[link % scenario.links.len()];
                let address = Ipv4Addr::new(link.subnet.0.octets()[0], 0, 0, number * 4 + index);
                InterfaceSpec { link: link.name.clone(), address }
            });
            let interfaces = interfaces.collect();
            let name = format!("h{number}");
            let host =
                HostSpec { name, cores, router, interfaces, gateway: None, nat: None, settings: Vec::new() };
            scenario.hosts.push(host);
            kinds.push(kind);
        }
        for (index, kind) in kinds.into_iter().enumerate() {
            let host = &scenario.hosts[index];
            let own = |address: &Ipv4Addr| host.interfaces.iter().all(|each| each.address != *address);
            scenario.hosts[index].gateway = match kind {
                0 => scenario.usual_gateway(host),
                1 => None,
                _ => scenario.routers_on(&host.interfaces[0].link).find(own),
            };
        }
        if !scenario.hosts.is_empty() {
            in_kernels(&mut scenario, &ports);
            for (host, nanos) in runs {
                let host = scenario.hosts[host % scenario.hosts.len()].name.clone();
                let start = Duration::from_nanos(nanos);
                scenario.programs.push(ProgramSpec { host, file: "a.py".into(), source: String::new(), start });
            }
        }
        plan_of(&mut scenario, &plan);
        scenario
    }
}

/// Settings for some hosts; the routers among them translate.
fn in_kernels(scenario: &mut Scenario, ports: &[(u16, u16)]) {
    let all = scenario.hosts.len();
    for (number, (one, other)) in ports.iter().enumerate() {
        let (low, high) = (one.min(other), one.max(other));
        let to = SocketAddr::new(scenario.hosts[number % all].interfaces[0].address.into(), *other);
        let home = scenario.hosts[number % all].interfaces[0].link.clone();
        let host = &mut scenario.hosts[(number * 2) % all];
        let timeout = ("net.netfilter.nf_conntrack_udp_timeout".to_string(), one.to_string());
        host.settings.push(timeout);
        host.settings.push(("net.ipv4.tcp_rmem".to_string(), format!("1 {low}  {high}")));
        let external = host.interfaces[0].link.clone();
        let forward = Forward { protocol: Protocol::Udp, port: *one, to };
        let forwards = if external == home { Vec::new() } else { vec![forward] };
        if host.router {
            let ports = Some((*low, *high)).filter(|_| number % 2 == 0);
            host.nat = Some(NatSpec { external, ports, forwards });
        }
    }
}

fn plan_of(scenario: &mut Scenario, plan: &[(u64, u32)]) {
    for (nanos, kind) in plan {
        let link = scenario.links[0].name.clone();
        let (time, share) = (Some(Duration::from_nanos(*nanos)), Some(kind * 1111));
        let what = match (kind % 4, scenario.programs.last()) {
            (0, _) => Deed::Cut(link),
            (1, _) => Deed::Mend(link),
            (2, Some(run)) => Deed::Kill { file: run.file.clone(), host: run.host.clone() },
            (_, None) => Deed::Change(link, Change { latency: time, loss: share, ..Change::default() }),
            _ => Deed::Change(link, Change { jitter: time, duplicates: share, ..Change::default() }),
        };
        scenario.plan.push(PlanSpec { at: Duration::from_nanos(*nanos), what });
    }
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_the_same(scenario in scenarios()) {
        let text = scenario.to_string();
        prop_assert_eq!(parse(&text), Ok(scenario), "{}", text);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "((seed|link|host|router|nat|external|forward|tcp|sysctl|at|cut|kill|change|loss|run|via|a|\"|#|10.0.0.0/8|1ms|é|[ \n])[ ]?){0,30}") {
        let _ = parse(&text);
    }
}
