//! The things of the world as words in the document: `data-target="socket-3"`.

use fivetuple::model::id::{Fd, FileId, HostId, LinkId, PacketId, Pid, SocketId, Tid};
use fivetuple::view::Target;
use web_sys::Element;

/// The word for a thing.
pub(crate) fn word(target: Target) -> String {
    match target {
        Target::Host(host) => format!("host-{host}"),
        Target::Link(link) => format!("link-{link}"),
        Target::Process(pid) => format!("process-{pid}"),
        Target::Thread(tid) => format!("thread-{tid}"),
        Target::Socket(socket) => format!("socket-{socket}"),
        Target::Packet(packet) => format!("packet-{packet}"),
        Target::Line(pid, line) => format!("line-{pid}-{line}"),
        Target::Connection(index) => format!("connection-{index}"),
        Target::Field(packet, field) => format!("field-{packet}-{field}"),
        Target::Descriptor(pid, fd) => format!("descriptor-{pid}-{fd}"),
        Target::File(file) => format!("file-{file}"),
        Target::Request(run, place) => format!("request-{run}-{place}"),
    }
}

/// The thing behind a word.
pub(crate) fn target(word: &str) -> Option<Target> {
    let (kind, number) = word.split_once('-')?;
    Some(match kind {
        "host" => Target::Host(HostId(number.parse().ok()?)),
        "link" => Target::Link(LinkId(number.parse().ok()?)),
        "process" => Target::Process(Pid(number.parse().ok()?)),
        "thread" => Target::Thread(Tid(number.parse().ok()?)),
        "socket" => Target::Socket(SocketId(number.parse().ok()?)),
        "packet" => Target::Packet(PacketId(number.parse().ok()?)),
        "connection" => Target::Connection(number.parse().ok()?),
        "file" => Target::File(FileId(number.parse().ok()?)),
        "descriptor" => {
            let (pid, fd) = number.split_once('-')?;
            Target::Descriptor(Pid(pid.parse().ok()?), Fd(fd.parse().ok()?))
        }
        "request" => {
            let (run, place) = number.split_once('-')?;
            Target::Request(run.parse().ok()?, place.parse().ok()?)
        }
        "line" => {
            let (pid, line) = number.split_once('-')?;
            Target::Line(Pid(pid.parse().ok()?), line.parse().ok()?)
        }
        "field" => {
            let (packet, field) = number.split_once('-')?;
            Target::Field(PacketId(packet.parse().ok()?), field.parse().ok()?)
        }
        _ => return None,
    })
}

/// The thing that the element is a picture of.
pub(crate) fn of_element(element: &Element) -> Option<Target> {
    let picture = element.closest("[data-target]").ok().flatten()?;
    target(&picture.get_attribute("data-target")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_names_one_thing() {
        let all = [
            Target::Host(HostId(1)),
            Target::Link(LinkId(2)),
            Target::Process(Pid(1001)),
            Target::Thread(Tid(1002)),
            Target::Socket(SocketId(3)),
            Target::Packet(PacketId(77)),
            Target::Line(Pid(1001), 12),
            Target::Connection(2),
            Target::Field(PacketId(77), 9),
            Target::Descriptor(Pid(1001), Fd(4)),
            Target::File(FileId(7)),
            Target::Request(2, 40),
        ];
        for one in all {
            assert_eq!(target(&word(one)), Some(one));
        }
        assert_eq!(target("socket"), None);
        assert_eq!(target("line-7"), None);
        assert_eq!(target("planet-3"), None);
    }
}
