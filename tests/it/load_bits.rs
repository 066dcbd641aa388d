//! The same seed gives the same figures, to the bit, wherever it runs: here natively, and in the browser test
//! `laboratory.test.mjs` in WebAssembly. Both are held against `tests/load/bits.json`; `BLESS=1` writes it anew.

use std::fs;

use fivetuple::load::{ARCHITECTURES, Engine, Options};
use serde_json::json;

const FILE: &str = "tests/load/bits.json";

#[test]
fn figures_are_the_same_to_the_bit() {
    let mut found = Vec::new();
    for (server, _) in ARCHITECTURES {
        for load in [
            "clients=40 cpu=exp:300us wait=exp:2ms think=exp:5ms cores=3 workers=6 requests=4000",
            "rate=poisson:2500 cpu=mix:90%*exp:200us,10%*3ms machine=ideal cores=4 workers=4 backlog=9 requests=4000 seed=7",
        ] {
            let line = format!("server={server} {load}");
            let setup = Options::of(&line).setup().unwrap_or_else(|wrong| panic!("{line}: {wrong:?}"));
            // Numbers are written so that two texts are the same only if their bits are.
            found.push(json!({ "line": line, "figures": Engine::new(setup).finish().figures() }));
        }
    }
    let found = serde_json::to_string_pretty(&found).expect("text") + "\n";
    if std::env::var_os("BLESS").is_some() {
        fs::write(FILE, &found).expect("the file can be written");
    }
    let wanted = fs::read_to_string(FILE).expect("the figures");
    let differs = found.lines().zip(wanted.lines()).position(|(found, wanted)| found != wanted);
    assert!(found == wanted, "{FILE} differs from line {:?} on", differs.map(|line| line + 1));
}
