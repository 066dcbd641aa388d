//! The changes of state in a step, and which arrow of the figure each one takes.

use super::figure::{self, ARROWS, OVER};
use super::{Kind, kind};
use crate::model::event::Event;
use crate::model::id::SocketId;
use crate::model::tcp::TcpState;
use crate::view::{Mark, Moment};

/// The arrow from SYN-RECEIVED back to LISTEN.
const BACK: usize = 7;

/// One change.
pub(super) struct Move {
    pub(super) socket: SocketId,
    pub(super) mark: Option<Mark>,
    who: &'static str,
    from: TcpState,
    to: TcpState,
    /// The arrow; none where the figure draws none.
    pub(super) arrow: Option<usize>,
    /// Why, where there is no arrow to say it.
    why: &'static str,
    /// The listener that goes on where a new connection came from, or a half-open one went.
    pub(super) into: Option<SocketId>,
}

impl Move {
    /// `SYN-SENT → ESTABLISHED: rcv SYN,ACK`.
    pub(super) fn way(&self) -> String {
        let (to, why) = match self.arrow {
            Some(arrow) => (figure::state(ARROWS[arrow].1), ARROWS[arrow].2),
            None => (self.to, self.why),
        };
        format!("{} → {to}: {why}", self.from)
    }

    /// The same with who it is.
    pub(super) fn sentence(&self) -> String {
        let of = self.mark.map(|mark| format!(" of {}", mark.letter())).unwrap_or_default();
        format!("{}{of}: {}.", self.who, self.way())
    }
}

/// The changes of the moment's step, in order.
pub(super) fn of(moment: &Moment) -> Vec<Move> {
    let mut moves = Vec::new();
    for event in moment.events() {
        let (socket, from, to) = match event {
            Event::StateChanged { socket, from, to } => (*socket, *from, *to),
            Event::Opened { socket, .. } => (*socket, TcpState::Closed, TcpState::SynSent),
            Event::Listened { socket, .. } if !listens(moment, *socket) => {
                (*socket, TcpState::Closed, TcpState::Listen)
            }
            Event::SynQueued { socket, .. } => (*socket, TcpState::Listen, TcpState::SynReceived),
            Event::ListeningEnded { listener: socket } | Event::SocketRemoved { socket }
                if listens(moment, *socket) =>
            {
                (*socket, TcpState::Listen, TcpState::Closed)
            }
            _ => continue,
        };
        moves.push(change(moment, socket, from, to));
    }
    moves
}

/// Did it listen before the step?
fn listens(moment: &Moment, socket: SocketId) -> bool {
    moment.before.sockets.get(&socket).is_some_and(|socket| socket.backlog().is_some())
}

fn change(moment: &Moment, id: SocketId, from: TcpState, to: TcpState) -> Move {
    let (now, before) = (moment.world.sockets.get(&id), moment.before.sockets.get(&id));
    let known = now.filter(|socket| socket.tcb().is_some()).or(before).or(now);
    let who = match known.map(kind) {
        Some(Kind::Server) => "The server's end",
        _ if from == TcpState::Listen && to == TcpState::SynReceived => "The server's end",
        _ if from == TcpState::Listen || to == TcpState::Listen => "The listener",
        _ => "The client's end",
    };
    let (arrow, why) = reason(moment, id, from, to);
    let listener = known.and_then(|socket| socket.tcb()).and_then(|tcb| tcb.listener);
    Move {
        socket: id,
        mark: moment.mark(id),
        who,
        from,
        to,
        arrow,
        why,
        into: listener.filter(|_| arrow == Some(BACK)),
    }
}

/// The arrow from state to state; or, where an end is closed in a way that the figure does not draw, why.
fn reason(moment: &Moment, id: SocketId, from: TcpState, to: TcpState) -> (Option<usize>, &'static str) {
    let nodes = (figure::place(from), figure::place(to));
    let drawn = ARROWS.iter().position(|(start, end, ..)| {
        (*start, *end) == nodes || (*start == nodes.0 && *end == OVER && to == TcpState::Closed)
    });
    if to != TcpState::Closed {
        return (drawn, "not in the figure");
    }
    let events = moment.events();
    let has = |what: &dyn Fn(&Event) -> bool| events.iter().any(what);
    let came = has(&|event| matches!(event, Event::LookedUp { packet, .. } if packet.flags().rst));
    let left = has(&|event| matches!(event, Event::Sent { packet, .. } if packet.flags().rst));
    let failed = has(&|event| matches!(event, Event::Failed { socket, .. } if *socket == id));
    let passive = moment.before.sockets.get(&id).is_some_and(|socket| kind(socket) == Kind::Server);
    match from {
        TcpState::SynReceived if came && passive => (Some(BACK), ""),
        TcpState::Listen => (drawn, ""),
        TcpState::TimeWait if has(&is_new_call) => (None, "it gives way to a new connection"),
        TcpState::LastAck | TcpState::TimeWait | TcpState::SynSent if !came && !left && !failed => {
            (drawn, "")
        }
        _ if came => (None, "an RST has come"),
        _ if left => (None, "it sends an RST"),
        _ if failed => (None, "it gives up"),
        _ => (None, "it is forgotten"),
    }
}

/// A SYN comes or goes that takes over a name in TIME-WAIT.
fn is_new_call(event: &Event) -> bool {
    match event {
        Event::LookedUp { packet, .. } => packet.flags().syn,
        other => matches!(other, Event::Opened { .. }),
    }
}
