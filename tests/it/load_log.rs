//! The log of a load: what threads did, and what requests waited for.

use fivetuple::load::{
    ARCHITECTURES, Architecture, Cause, Clients, Doing, Engine, Handler, Log, Machine, Means, Odd, Setup,
    Source, Spread, told,
};

const MS: u64 = 1_000_000;

fn setup(server: Architecture, clients: u32) -> Setup {
    Setup {
        server,
        machine: Machine::linux(),
        workers: 4,
        backlog: 511,
        handler: Handler {
            compute: Spread::Exponential(MS),
            wait: Spread::Exponential(2 * MS),
            blocks_loop: false,
        },
        clients: Clients {
            source: Source::Closed { clients, think: Spread::Exponential(5 * MS) },
            keep_alive: false,
            odd: None,
        },
        seed: 3,
        requests: 400,
        most_time: None,
        means: Means::default(),
    }
}

/// In every log a thread does one thing at a time, without gaps, and no core serves two.
#[test]
fn threads_do_one_thing_at_a_time() {
    for (name, server) in ARCHITECTURES {
        let log = Engine::window(setup(server, 20), 0, 200 * MS);
        assert!(log.answers.len() > 20, "{name}: {} answers", log.answers.len());
        assert_eq!(log.to, 200 * MS, "{name}");
        let threads = log.stretches.iter().map(|one| one.thread).max().unwrap_or(0);
        for thread in 0..=threads {
            let of: Vec<_> = log.stretches.iter().filter(|one| one.thread == thread).collect();
            let apart = of.windows(2).find(|two| two[0].to > two[1].from);
            assert!(apart.is_none(), "{name}: thread {thread}: {apart:?}");
        }
        let mut computing: Vec<_> = log.stretches.iter().filter(|one| one.doing.computes()).collect();
        computing.sort_by_key(|one| (one.core, one.from));
        for two in computing.windows(2).filter(|two| two[0].core == two[1].core) {
            assert!(two[0].to <= two[1].from, "{name}: core {} serves two: {two:?}", two[0].core);
        }
    }
}

/// What the pieces of a request's time come to is the time that it took.
#[test]
fn stories_account_for_all_of_the_time() {
    for (name, server) in ARCHITECTURES {
        let setup = setup(server, 30);
        let log = Engine::window(setup.clone(), 0, 300 * MS);
        for answer in &log.answers {
            let story = log.story(answer, setup.machine.network);
            let sum: u64 = story.parts.iter().map(|(_, time)| time).sum();
            assert_eq!(sum, answer.response(), "{name}: {answer:?}: {story:?}");
            let own = story.parts.iter().find(|(cause, _)| *cause == Cause::Compute);
            assert!(own.is_some(), "{name}: nothing computed for {answer:?}: {story:?}");
        }
    }
}

/// The window from the middle of a run shows what the whole log shows there.
#[test]
fn a_window_is_a_piece_of_the_whole() {
    for (name, server) in ARCHITECTURES {
        let whole = Engine::window(setup(server, 10), 0, 100 * MS);
        let piece = Engine::window(setup(server, 10), 40 * MS, 60 * MS);
        let inside = |log: &Log| {
            log.answers.iter().filter(|one| (40 * MS..60 * MS).contains(&one.at)).copied().collect::<Vec<_>>()
        };
        assert_eq!(inside(&piece), inside(&whole), "{name}");
        for one in &piece.stretches {
            let same = whole.stretches.iter().any(|other| {
                (other.thread, other.doing, other.client) == (one.thread, one.doing, one.client)
                    && other.from <= one.from
                    && other.to >= one.to
            });
            assert!(same, "{name}: {one:?}");
        }
    }
}

#[test]
fn a_quick_request_behind_a_slow_one_says_so() {
    let mut setup = setup(Architecture::EventLoop, 8);
    setup.handler = Handler { compute: Spread::Fixed(100_000), wait: Spread::Fixed(0), blocks_loop: false };
    setup.clients.odd =
        Some(Odd { clients: 1, silence: Some(0), compute: Some(Spread::Fixed(50 * MS)), wait: None });
    let log = Engine::window(setup.clone(), 0, 300 * MS);
    let worst = log.answers.iter().filter(|one| one.client != 0).max_by_key(|one| one.response());
    let story = log.story(worst.expect("somebody was answered"), setup.machine.network);
    let sentence = story.sentence();
    assert!(sentence.contains("behind") && sentence.contains("client 0, for whom"), "{sentence}");
    setup.server = Architecture::ThreadPerConnection;
    let log = Engine::window(setup.clone(), 0, 300 * MS);
    let mut others: Vec<u64> =
        log.answers.iter().filter(|one| one.client != 0).map(|one| one.response()).collect();
    others.sort_unstable();
    assert!(others[others.len() / 2] < 2 * MS, "threads do not wait for each other");
}

#[test]
fn a_full_queue_shows_in_story_and_log() {
    let mut setup = setup(Architecture::Iterative, 50);
    setup.backlog = 2;
    setup.requests = 100_000;
    setup.handler = Handler { compute: Spread::Fixed(10 * MS), wait: Spread::Fixed(0), blocks_loop: false };
    setup.clients.source = Source::Closed { clients: 50, think: Spread::Exponential(200 * MS) };
    let log = Engine::window(setup.clone(), 0, 8_000 * MS);
    assert!(!log.drops.is_empty());
    assert!(log.queue.iter().all(|(_, length)| *length <= 3), "backlog 2 lets three wait");
    let late = log.answers.iter().find(|one| one.dropped > 0).expect("one came late");
    assert_eq!(log.story(late, setup.machine.network).parts[0].0, Cause::Dropped);
    assert!(late.response() > 1_000 * MS);
}

/// Work of one process's threads under Python's lock: never two handlers at once.
#[test]
fn under_the_lock_one_handler_computes() {
    let mut setup = setup(Architecture::ThreadPerConnection, 20);
    setup.machine.global_lock = true;
    setup.machine.cores = 4;
    let log = Engine::window(setup, 0, 200 * MS);
    let handler = Doing::Runs(fivetuple::load::Call::Handler);
    let mut computing: Vec<_> = log.stretches.iter().filter(|one| one.doing == handler).collect();
    computing.sort_by_key(|one| one.from);
    let two = computing.windows(2).find(|two| two[0].to > two[1].from);
    assert!(two.is_none(), "{two:?}");
}

#[test]
fn times_are_told_with_their_unit() {
    let all = [0, 999, 1_500, 38_241_000, 99_960_000, 1_000_000_000, 61_000_000_000].map(told);
    assert_eq!(all, ["0 ns", "999 ns", "1.5 µs", "38.2 ms", "100 ms", "1 s", "61 s"]);
}
