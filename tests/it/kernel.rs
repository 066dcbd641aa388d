//! What a real Linux kernel printed for a script, the model prints too: `tests/kernel/NNN-name.{py,expected}`.

use crate::script;

#[test]
fn the_model_prints_what_linux_prints() {
    script::check("tests/kernel", None, "Linux");
}
