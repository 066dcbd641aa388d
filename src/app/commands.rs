//! Every command of the laboratory: the one table that buttons, keys and the help are made from.

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// To the beginning.
    First,
    /// Ten steps back.
    BackTen,
    /// One step back.
    Back,
    /// Starts or stops stepping by itself.
    Play,
    /// One step forward.
    Forward,
    /// Ten steps forward.
    ForwardTen,
    /// To the end.
    Last,
    /// To the previous step that concerns the selected thing.
    PreviousOfSelected,
    /// To the next one.
    NextOfSelected,
    /// To the next line of a script that the selected thread goes through, or any thread.
    NextLine,
    /// To the line before.
    PreviousLine,
    /// To the first error.
    FirstError,
    /// To the next breakpoint.
    NextStop,
    /// To the previous one.
    PreviousStop,
    /// Keeps this step to compare others with it, or no longer.
    Pin,
    /// Takes the last thing back.
    Undo,
    /// Selects nothing.
    Deselect,
    /// Shows the keys.
    Help,
}

/// A command and how it is given.
pub(crate) struct Entry {
    /// The command.
    pub(crate) command: Command,
    /// What it does, as the help and the buttons say it.
    pub(crate) does: &'static str,
    /// Its keys, as the browser names them.
    pub(crate) keys: &'static [&'static str],
    /// Its keys, as people name them.
    pub(crate) spoken: &'static str,
}

/// All of them.
pub(crate) const COMMANDS: &[Entry] = &[
    Entry {
        command: Command::Forward,
        does: "Forward one step",
        keys: &["ArrowRight", "."],
        spoken: "→ or .",
    },
    Entry { command: Command::Back, does: "Back one step", keys: &["ArrowLeft", ","], spoken: "← or ," },
    Entry { command: Command::Play, does: "Play or pause", keys: &[" "], spoken: "Space" },
    Entry { command: Command::First, does: "First step", keys: &["Home"], spoken: "Home" },
    Entry { command: Command::Last, does: "Last step", keys: &["End"], spoken: "End" },
    Entry {
        command: Command::ForwardTen,
        does: "Forward ten steps",
        keys: &["PageDown"],
        spoken: "Page Down",
    },
    Entry { command: Command::BackTen, does: "Back ten steps", keys: &["PageUp"], spoken: "Page Up" },
    Entry {
        command: Command::NextOfSelected,
        does: "Next event of the selected thing",
        keys: &["ArrowDown", "n"],
        spoken: "↓ or N",
    },
    Entry {
        command: Command::PreviousOfSelected,
        does: "Previous event of the selected thing",
        keys: &["ArrowUp", "p"],
        spoken: "↑ or P",
    },
    Entry { command: Command::NextLine, does: "Next line of the script", keys: &["l"], spoken: "L" },
    Entry { command: Command::PreviousLine, does: "Line before", keys: &["k"], spoken: "K" },
    Entry { command: Command::FirstError, does: "First error", keys: &["e"], spoken: "E" },
    Entry { command: Command::NextStop, does: "Next breakpoint", keys: &["]"], spoken: "]" },
    Entry { command: Command::PreviousStop, does: "Previous breakpoint", keys: &["["], spoken: "[" },
    Entry {
        command: Command::Pin,
        does: "Compare with this step, or stop comparing",
        keys: &["c"],
        spoken: "C",
    },
    Entry { command: Command::Undo, does: "Undo", keys: &["u"], spoken: "U or Ctrl+Z" },
    Entry { command: Command::Deselect, does: "Select nothing", keys: &["Escape"], spoken: "Esc" },
    Entry { command: Command::Help, does: "Show these keys", keys: &["?"], spoken: "?" },
];

/// The command of a key.
pub(crate) fn for_key(key: &str) -> Option<Command> {
    let lower = key.to_lowercase();
    let entry =
        COMMANDS.iter().find(|entry| entry.keys.contains(&key) || entry.keys.contains(&lower.as_str()));
    entry.map(|entry| entry.command)
}

/// The table's entry for a command.
pub(crate) fn entry(command: Command) -> &'static Entry {
    COMMANDS.iter().find(|entry| entry.command == command).unwrap_or(&COMMANDS[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        let mut keys: Vec<&str> = COMMANDS.iter().flat_map(|entry| entry.keys).copied().collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
        assert_eq!(for_key("N"), Some(Command::NextOfSelected));
        assert_eq!(for_key("x"), None);
    }
}
