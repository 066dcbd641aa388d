//! Who is woken when something happens to a socket or channel: they try their call again.

use crate::model::channel::ChannelKind;
use crate::model::epoll::{EXCLUSIVE, IN, OUT, PRI, RDNORM, Source, Watch};
use crate::model::event::Event;
use crate::model::id::{ChannelId, EpollId, Fd, FileId, SocketId, Tid};
use crate::model::process::{End, ThreadState, Wait};
use crate::model::turn::Turn;

/// Events of every kind: the state itself has changed.
const ANY: u32 = !0;

/// A connection waits for `accept`: those who poll hear of it, and of the threads in `accept` only the one that has
/// waited longest.
pub(in crate::model) fn accepter(turn: &mut Turn, listener: SocketId) {
    watchers(turn, Source::Socket(listener), IN);
    if let Some(tid) = waiting(turn, listener, |wait| matches!(wait, Wait::Accept(_))).first() {
        turn.record(Event::Woken { tid: *tid });
    }
}

/// There is something to read (Linux `sock_def_readable`).
pub(in crate::model) fn readers(turn: &mut Turn, socket: SocketId) {
    every(turn, socket, |wait| matches!(wait, Wait::Receive(_)));
    watchers(turn, Source::Socket(socket), IN | PRI | RDNORM);
}

/// There is room to write. Who polls hears of it only where a program had found none (Linux `sk_stream_write_space`).
pub(in crate::model) fn writers(turn: &mut Turn, socket: SocketId) {
    every(turn, socket, |wait| matches!(wait, Wait::Send(_) | Wait::Connect(_)));
    let wanted =
        turn.sockets.get(&socket).is_some_and(|end| end.room_wanted && !super::ready::lacks_room(end));
    if wanted {
        turn.record(Event::RoomWanted { socket, wanted: false });
        watchers(turn, Source::Socket(socket), OUT);
    }
}

/// Something happened that every waiter must know.
pub(in crate::model) fn all(turn: &mut Turn, socket: SocketId) {
    every(turn, socket, |_| true);
    watchers(turn, Source::Socket(socket), ANY);
}

fn every(turn: &mut Turn, socket: SocketId, concerns: impl Fn(Wait) -> bool) {
    for tid in waiting(turn, socket, concerns) {
        turn.record(Event::Woken { tid });
    }
}

fn waiting(turn: &Turn, socket: SocketId, concerns: impl Fn(Wait) -> bool) -> Vec<Tid> {
    let waits = |tid: &Tid| matches!(turn.thread(*tid).state, ThreadState::Blocked(wait) if concerns(wait));
    let socket = turn.sockets.get(&socket);
    socket.map(|socket| socket.waiters.iter().copied().filter(waits).collect()).unwrap_or_default()
}

/// Something was written to a channel: who reads may go on.
pub(super) fn channel_filled(turn: &mut Turn, channel: ChannelId) {
    channel_waiters(turn, channel);
    watchers(turn, Source::Channel(channel, End::Read), IN);
}

/// Something was read from it. Of a pipe's writers only those who found it full hear of it (Linux `pipe_read`).
pub(super) fn channel_drained(turn: &mut Turn, channel: ChannelId, was_full: bool) {
    channel_waiters(turn, channel);
    let state = &turn.channels[&channel];
    if state.is_writable() && (was_full || state.kind != ChannelKind::Pipe) {
        watchers(turn, Source::Channel(channel, End::Write), OUT);
    }
}

/// One of its ends is gone.
pub(super) fn channel_ended(turn: &mut Turn, channel: ChannelId) {
    channel_waiters(turn, channel);
    for end in [End::Read, End::Write] {
        watchers(turn, Source::Channel(channel, end), ANY);
    }
}

fn channel_waiters(turn: &mut Turn, channel: ChannelId) {
    for tid in turn.channels[&channel].waiters.clone() {
        turn.record(Event::Woken { tid });
    }
}

/// Tells those who poll, in the order of Linux's wait queues: all that do not ask for exclusive wake-ups, then one of
/// the others.
fn watchers(turn: &mut Turn, source: Source, events: u32) {
    let Some(watches) = turn.watches.get(&source).cloned() else { return };
    let (last, first): (Vec<Watch>, Vec<Watch>) =
        watches.into_iter().partition(|watch| exclusive(turn, watch));
    for watch in first {
        match watch {
            Watch::Thread(tid) => turn.record(Event::Woken { tid }),
            Watch::Epoll(epoll, fd, file) => {
                notify(turn, epoll, (fd, file), events);
            }
        }
    }
    for watch in last {
        if let Watch::Epoll(epoll, fd, file) = watch
            && notify(turn, epoll, (fd, file), events)
        {
            break;
        }
    }
}

fn exclusive(turn: &Turn, watch: &Watch) -> bool {
    match watch {
        Watch::Thread(_) => false,
        Watch::Epoll(epoll, fd, file) => {
            let events = turn.epolls[epoll].interest.get(&(*fd, *file));
            events.is_some_and(|events| events & EXCLUSIVE != 0)
        }
    }
}

/// Puts a file on an instance's ready list and wakes one of its waiters (Linux `ep_poll_callback`). True: a thread
/// was woken.
pub(super) fn notify(turn: &mut Turn, epoll: EpollId, item: (Fd, FileId), events: u32) -> bool {
    let instance = &turn.epolls[&epoll];
    if instance.wants(item) & events == 0 {
        return false;
    }
    if !instance.ready.contains(&item) {
        turn.record(Event::EpollReady { epoll, fd: item.0, file: item.1 });
    }
    let woken = one_of(turn, epoll);
    watchers(turn, Source::Epoll(epoll), IN);
    woken
}

/// Wakes the thread that has waited longest in `epoll_wait`.
pub(super) fn one_of(turn: &mut Turn, epoll: EpollId) -> bool {
    let first = turn.epolls[&epoll].waiters.first().copied();
    if let Some(tid) = first {
        turn.record(Event::Woken { tid });
    }
    first.is_some()
}
