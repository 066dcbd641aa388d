//! What CPython printed for a script, the machine prints too: `tests/python/NAME.{py,expected}`.

use crate::script;

#[test]
fn the_machine_prints_what_cpython_prints() {
    script::check("tests/python", Some(1), "CPython");
}
