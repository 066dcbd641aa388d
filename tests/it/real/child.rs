//! A real process with its descendants: what they print, and their certain end.

use std::io::{PipeReader, Read, pipe};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// A process and those of its descendants that stay in its group. Nothing of it outlives this value.
pub(super) struct Group(Child);

impl Group {
    /// Starts a command. What it prints, on both outputs, is in the pipe, in order.
    pub(super) fn start(mut command: Command) -> (Group, PipeReader) {
        let (reader, writer) = pipe().expect("a pipe");
        let errors = writer.try_clone().expect("a descriptor");
        let child = command.stdout(writer).stderr(errors).process_group(0).spawn();
        (Group(child.unwrap_or_else(|problem| panic!("{command:?}: {problem}"))), reader)
    }

    pub(super) fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// How it ended, if it has.
    pub(super) fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().expect("a child")
    }

    /// Ends what is still there of the group. (Linux gives a number anew only after all others had their turn.)
    pub(super) fn end(&mut self) -> Option<ExitStatus> {
        let group = format!("kill -KILL -{} 2>/dev/null", self.0.id());
        let _ = Command::new("sh").args(["-c", &group]).stdin(Stdio::null()).status();
        self.0.wait().ok()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
    }
}

/// What a command and its descendants print until the last of them ends; and, if it is not 0, the first one's status.
pub(super) fn output(mut command: Command, limit: Duration) -> String {
    command.stdin(Stdio::null());
    let (mut group, reader) = Group::start(command);
    let printed = read(reader);
    let in_time = printed.recv_timeout(limit);
    let text = match &in_time {
        Ok(text) => String::from_utf8_lossy(text).into_owned(),
        Err(_) => {
            group.end();
            let text = printed.recv_timeout(Duration::from_secs(5)).unwrap_or_default();
            return format!("{}*** not ended after {limit:?}\n", String::from_utf8_lossy(&text));
        }
    };
    match group.child().wait() {
        Ok(status) if status.success() => text,
        status => format!("{text}*** ended with {status:?}\n"),
    }
}

fn read(mut reader: PipeReader) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        let _ = reader.read_to_end(&mut text);
        let _ = sender.send(text);
    });
    receiver
}
