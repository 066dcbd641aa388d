//! Facts about processes, threads, calls and descriptors.

use serde_json::{Value, json};

use super::{bytes, datum, failure};
use crate::model::event::Event;
use crate::model::process::{FileKind, Wait};

pub(super) fn fact(event: &Event) -> Option<(&'static str, Value)> {
    thread(event).or_else(|| process(event))
}

fn thread(event: &Event) -> Option<(&'static str, Value)> {
    Some(match event {
        Event::ThreadStarted { pid, parent, tid } => {
            ("ThreadStarted", json!({ "pid": pid.0, "parent": parent.0, "tid": tid.0 }))
        }
        Event::Ran { tid } => ("Ran", json!({ "tid": tid.0 })),
        Event::Preempted { tid } => ("Preempted", json!({ "tid": tid.0 })),
        Event::Called { tid, name, args } => {
            let args: Vec<Value> = args.iter().map(datum).collect();
            ("Called", json!({ "tid": tid.0, "name": &**name, "args": args }))
        }
        Event::Blocked { tid, wait, deadline } => {
            let deadline = deadline.map(|at| at.nanos());
            ("Blocked", json!({ "tid": tid.0, "wait": self::wait(*wait), "deadline": deadline }))
        }
        Event::Woken { tid } => ("Woken", json!({ "tid": tid.0 })),
        Event::Returned { tid, answer } => (
            "Returned",
            match answer {
                Ok(value) => json!({ "tid": tid.0, "value": datum(value) }),
                Err(problem) => json!({ "tid": tid.0, "failure": failure(problem) }),
            },
        ),
        Event::Charged { tid, cost } => ("Charged", json!({ "tid": tid.0, "cost": cost.as_nanos() as u64 })),
        Event::Gathered { tid, data } => ("Gathered", json!({ "tid": tid.0, "bytes": data.len() })),
        Event::Progressed { tid, bytes } => ("Progressed", json!({ "tid": tid.0, "bytes": bytes })),
        Event::ThreadExited { tid } => ("ThreadExited", json!({ "tid": tid.0 })),
        _ => return None,
    })
}

fn process(event: &Event) -> Option<(&'static str, Value)> {
    Some(match event {
        Event::ProcessStarted { host, pid, name, after, modules: _ } => {
            let after = after.as_nanos() as u64;
            ("ProcessStarted", json!({ "host": host.0, "pid": pid.0, "name": name, "after": after }))
        }
        Event::Forked { parent, caller, child } => {
            ("Forked", json!({ "parent": parent.0, "caller": caller.0, "child": child.0 }))
        }
        Event::Crashed { pid, diagnostic } => (
            "Crashed",
            json!({
                "pid": pid.0,
                "file": diagnostic.file,
                "line": diagnostic.line,
                "column": diagnostic.column,
                "message": diagnostic.message,
            }),
        ),
        Event::ProcessExited { pid, status } => ("ProcessExited", json!({ "pid": pid.0, "status": status })),
        Event::Reaped { child } => ("Reaped", json!({ "child": child.0 })),
        Event::Wrote { pid, fd, text } => ("Wrote", json!({ "pid": pid.0, "fd": fd.0, "text": bytes(text) })),
        Event::FileOpened { file, kind } => {
            let socket = match kind {
                FileKind::Socket(socket) => Some(socket.0),
                _ => None,
            };
            ("FileOpened", json!({ "file": file.0, "socket": socket }))
        }
        Event::DescriptorOpened { pid, fd, file } => {
            ("DescriptorOpened", json!({ "pid": pid.0, "fd": fd.0, "file": file.0 }))
        }
        Event::DescriptorClosed { pid, fd } => ("DescriptorClosed", json!({ "pid": pid.0, "fd": fd.0 })),
        Event::NonblockingSet { file, nonblocking } => {
            ("NonblockingSet", json!({ "file": file.0, "nonblocking": nonblocking }))
        }
        _ => return None,
    })
}

fn wait(wait: Wait) -> Value {
    match wait {
        Wait::Accept(socket) => json!({ "for": "accept", "socket": socket.0 }),
        Wait::Connect(socket) => json!({ "for": "connect", "socket": socket.0 }),
        Wait::Receive(socket) => json!({ "for": "receive", "socket": socket.0 }),
        Wait::Send(socket) => json!({ "for": "send", "socket": socket.0 }),
        Wait::Fill(channel) => json!({ "for": "bytes", "channel": channel.0 }),
        Wait::Drain(channel) => json!({ "for": "room", "channel": channel.0 }),
        Wait::Poll => json!({ "for": "events" }),
        Wait::Epoll(epoll) => json!({ "for": "events", "epoll": epoll.0 }),
        Wait::Sleep => json!({ "for": "time" }),
        Wait::Command => json!({ "for": "command" }),
        Wait::Start => json!({ "for": "start" }),
        Wait::Thread(tid) => json!({ "for": "thread", "tid": tid.0 }),
        Wait::Child => json!({ "for": "child" }),
        Wait::Key(key) => json!({ "for": "key", "key": key }),
    }
}
