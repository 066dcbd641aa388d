//! Facts about files, pipes, pairs of sockets, epoll instances and settings of processes.

use serde_json::{Value, json};

use super::bytes;
use crate::model::event::Event;
use crate::model::id::FileId;
use crate::model::process::End;

pub(super) fn fact(event: &Event) -> Option<(&'static str, Value)> {
    process(event).or_else(|| channel(event)).or_else(|| epoll(event))
}

/// What changes about a process or one of its files.
fn process(event: &Event) -> Option<(&'static str, Value)> {
    Some(match event {
        Event::Adopted { child } => ("Adopted", json!({ "child": child.0 })),
        Event::UserChanged { pid, user } => {
            let ids = |ids: crate::model::user::Ids| json!([ids.real, ids.effective, ids.saved]);
            ("UserChanged", json!({ "pid": pid.0, "uid": ids(user.uid), "gid": ids(user.gid) }))
        }
        Event::SignalIgnored { pid, signal, ignored } => {
            ("SignalIgnored", json!({ "pid": pid.0, "signal": signal, "ignored": ignored }))
        }
        Event::SignalHandled { pid, signal, handled } => {
            ("SignalHandled", json!({ "pid": pid.0, "signal": signal, "handled": handled }))
        }
        Event::DescriptorsLimited { pid, limits } => {
            ("DescriptorsLimited", json!({ "pid": pid.0, "soft": limits.0, "hard": limits.1 }))
        }
        Event::Retried { tid } => ("Retried", json!({ "tid": tid.0 })),
        Event::FileClosed { file } => ("FileClosed", json!({ "file": file.0 })),
        Event::TextFilled { file, data } => ("TextFilled", json!({ "file": file.0, "data": bytes(data) })),
        Event::TextRead { file, bytes } => ("TextRead", json!({ "file": file.0, "bytes": bytes })),
        Event::RoomWanted { socket, wanted } => {
            ("RoomWanted", json!({ "socket": socket.0, "wanted": wanted }))
        }
        Event::AddressBound { socket, address } => {
            ("AddressBound", json!({ "socket": socket.0, "address": address.to_string() }))
        }
        _ => return None,
    })
}

/// What happens in pipes and pairs of sockets.
fn channel(event: &Event) -> Option<(&'static str, Value)> {
    let numbers = |files: &[FileId]| files.iter().map(|file| file.0).collect::<Vec<_>>();
    Some(match event {
        Event::ChannelMade { channel, kind } => {
            ("ChannelMade", json!({ "channel": channel.0, "kind": format!("{kind:?}").to_lowercase() }))
        }
        Event::ChannelWritten { channel, data, files } => {
            let facts = json!({ "channel": channel.0, "data": bytes(data), "files": numbers(files) });
            ("ChannelWritten", facts)
        }
        Event::ChannelRead { channel, bytes } => {
            ("ChannelRead", json!({ "channel": channel.0, "bytes": bytes }))
        }
        Event::ChannelEnded { channel, end } => {
            let end = if *end == End::Read { "read" } else { "write" };
            ("ChannelEnded", json!({ "channel": channel.0, "end": end }))
        }
        Event::ChannelRemoved { channel } => ("ChannelRemoved", json!({ "channel": channel.0 })),
        Event::BreakTold { channel } => ("BreakTold", json!({ "channel": channel.0 })),
        _ => return None,
    })
}

/// What epoll instances watch and find.
fn epoll(event: &Event) -> Option<(&'static str, Value)> {
    Some(match event {
        Event::EpollMade { epoll } => ("EpollMade", json!({ "epoll": epoll.0 })),
        Event::EpollSet { epoll, fd, file, events } => {
            ("EpollSet", json!({ "epoll": epoll.0, "fd": fd.0, "file": file.0, "events": events }))
        }
        Event::EpollReady { epoll, fd, file } => {
            ("EpollReady", json!({ "epoll": epoll.0, "fd": fd.0, "file": file.0 }))
        }
        Event::EpollTaken { epoll, told } => ("EpollTaken", json!({ "epoll": epoll.0, "told": told })),
        _ => return None,
    })
}
