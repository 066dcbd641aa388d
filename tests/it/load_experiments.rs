//! The twelve experiments show what they say: every line of `tests/load/experiments.txt` holds, with two seeds.

use std::collections::BTreeMap;

use fivetuple::load::{EXPERIMENTS, Engine, Figures, Options};

/// The figures of each run of each experiment.
fn figures(seed: u32) -> BTreeMap<(&'static str, usize), Figures> {
    let mut all = BTreeMap::new();
    for experiment in &EXPERIMENTS {
        for (place, (_, own)) in experiment.runs.iter().enumerate() {
            let options = Options::of(experiment.common).with(&Options::of(own));
            let options = options.with(&Options::of(&format!("seed={seed}")));
            let setup = options.setup().unwrap_or_else(|wrong| panic!("{}: {wrong:?}", experiment.id));
            all.insert((experiment.id, place), Engine::new(setup).finish().figures());
        }
    }
    all
}

fn figure(figures: &Figures, name: &str) -> f64 {
    let ms = |nanos: u64| nanos as f64 / 1e6;
    match name {
        "throughput" => figures.throughput.value,
        "mean" => figures.response.mean.value / 1e6,
        "p50" => ms(figures.response.p50),
        "p99" => ms(figures.response.p99),
        "max" => ms(figures.response.most),
        "memory" => figures.memory as f64 / f64::from(1 << 20),
        "dropped" => figures.accept_queue.dropped as f64,
        "waiting" => figures.unanswered as f64,
        _ => panic!("there is no figure {name}"),
    }
}

#[test]
fn experiments_show_what_they_say() {
    let claims: Vec<Vec<&str>> = include_str!("../load/experiments.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_whitespace().collect())
        .collect();
    for experiment in &EXPERIMENTS {
        assert!(
            claims.iter().any(|claim| claim[0] == experiment.id),
            "nothing is claimed of {}",
            experiment.id
        );
    }
    let mut wrong = Vec::new();
    for seed in 1..=2 {
        let all = figures(seed);
        for claim in &claims {
            let of = |name, place: &str| {
                let place = place.parse().expect("a place");
                figure(
                    all.iter().find(|(key, _)| (key.0, key.1) == (claim[0], place)).expect("a run").1,
                    name,
                )
            };
            let left = of(claim[1], claim[2]);
            let factor: f64 = claim[4].parse().expect("a factor");
            let right = factor
                * match claim.get(6) {
                    Some(place) => of(claim[5], place),
                    None => claim[5].parse().expect("a number"),
                };
            let holds = if claim[3] == "<" { left < right } else { left > right };
            if !holds {
                wrong.push(format!("seed {seed}: {}: {left:.3}, {right:.3}", claim.join(" ")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn experiments_are_whole() {
    let mut ids: Vec<&str> = EXPERIMENTS.iter().map(|experiment| experiment.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), EXPERIMENTS.len());
    for experiment in &EXPERIMENTS {
        assert!((2..=4).contains(&experiment.runs.len()), "{}", experiment.id);
        for (answer, why) in experiment.answers {
            assert!(answer.ends_with('.') && why.ends_with('.'), "{}: {answer} {why}", experiment.id);
            assert!(!answer.contains("  ") && !why.contains("  "), "{}", experiment.id);
        }
    }
}
