//! What the laboratory says of a moment.

use fivetuple::report::{self, Depth};
use fivetuple::view::{Moment, Target};
use yew::AttrValue;

/// One sentence that says what the step did.
pub(crate) fn sentence(moment: &Moment, depth: Depth) -> AttrValue {
    if moment.at == 0 {
        return "The beginning: nothing has happened yet.".into();
    }
    report::sentence_at(depth, moment.events(), &moment.before, &moment.world).into()
}

/// The model's time.
pub(crate) fn time(moment: &Moment) -> AttrValue {
    format!("{:.3} ms", moment.world.now.nanos() as f64 / 1e6).into()
}

/// What people call a thing.
pub(crate) fn name(target: Target, moment: &Moment) -> AttrValue {
    let world = &moment.world;
    match target {
        Target::Host(host) => {
            world.hosts.get(usize::from(host.0)).map_or("a host".into(), |host| host.name.clone())
        }
        Target::Link(link) => {
            world.links.get(usize::from(link.0)).map_or("a link".into(), |link| format!("link {}", link.name))
        }
        Target::Process(pid) | Target::Line(pid, _) => {
            world.processes.get(&pid).map_or("a process".into(), |process| process.name.clone())
        }
        Target::Thread(tid) => format!("thread {tid}"),
        Target::Socket(socket) => socket_name(moment, socket),
        Target::Packet(packet) | Target::Field(packet, _) => format!("packet {packet}"),
        Target::Descriptor(pid, fd) => format!("descriptor {fd} of process {pid}"),
        Target::File(file) => format!("open file description {file}"),
        Target::Request(_, place) => format!("request {place}"),
        Target::Connection(index) => format!("connection {}", fivetuple::view::Mark { index }.letter()),
    }
    .into()
}

/// A socket by its letter and end, or as a listener.
fn socket_name(moment: &Moment, id: fivetuple::model::id::SocketId) -> String {
    let Some(socket) = moment.world.sockets.get(&id) else { return format!("socket {id}") };
    let host = &moment.world.hosts[usize::from(socket.host.0)].name;
    let mark = socket.tuple().and_then(|tuple| moment.letters.mark(tuple));
    match (mark, socket.local) {
        (Some(mark), _) => format!("socket {} on {host}", mark.letter()),
        (None, Some(local)) => format!("the socket on {host} at {local}"),
        (None, None) => format!("a socket on {host}"),
    }
}
