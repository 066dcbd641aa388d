//! `poll`, on which the library's `select` stands too, and `epoll`.

use super::args::Args;
use super::ready::{lacks_room, ready};
use super::{Outcome, Patience, done, failed, files, wake};
use crate::model::datum::{Datum, Failure};
use crate::model::epoll::{EDGE, ERR, EXCLUSIVE, HUP, IN, NVAL, OUT, WRNORM};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{EpollId, Fd, FileId, Tid};
use crate::model::process::{FileKind, Wait};
use crate::model::turn::Turn;

const CTL_ADD: i64 = 1;
const CTL_DEL: i64 = 2;
const CTL_MOD: i64 = 3;
/// Instances may watch each other so deep (Linux `EP_MAX_NESTS`).
const NESTED: usize = 4;
/// Bits of an interest that is not about events and goes with EPOLLEXCLUSIVE (Linux `EPOLLEXCLUSIVE_OK_BITS`).
const WITH_EXCLUSIVE: u32 = IN | OUT | ERR | HUP | 1 << 29 | EDGE | EXCLUSIVE;

/// `poll`: which of these descriptors are ready? Waits until one is, or the time is over.
pub(super) fn poll(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let patience = args.patience(1)?;
    let mut found = Vec::new();
    for (fd, events) in pairs(args.0.first())? {
        let revents = match files::file(turn, tid, fd) {
            Ok(file) => look(turn, file, events),
            Err(_) => NVAL,
        };
        if revents != 0 {
            found.push(pair(fd, revents));
        }
    }
    Ok(if found.is_empty() && patience != Patience::None {
        Outcome::Wait(Wait::Poll, patience)
    } else {
        done(Datum::List(found))
    })
}

fn pairs(list: Option<&Datum>) -> Result<Vec<(Fd, u32)>, Failure> {
    let wrong = || Failure::Raise { class: "TypeError", message: "pairs of a descriptor and events".into() };
    let Some(Datum::List(list)) = list else { return Err(wrong()) };
    let one = |datum: &Datum| match datum {
        Datum::Tuple(parts) => match parts[..] {
            [Datum::Int(fd), Datum::Int(events)] => Ok((Fd(fd as i32), events as u32)),
            _ => Err(wrong()),
        },
        _ => Err(wrong()),
    };
    list.iter().map(one).collect()
}

fn pair(fd: Fd, events: u32) -> Datum {
    Datum::Tuple(vec![Datum::Int(fd.0.into()), Datum::Int(events.into())])
}

/// The events that hold and were asked for. Who asks for room and finds none will be told of it.
fn look(turn: &mut Turn, file: FileId, events: u32) -> u32 {
    if events & (OUT | WRNORM) != 0
        && let Some(socket) = turn.socket_of(file)
        && !turn.socket(socket).room_wanted
        && lacks_room(turn.socket(socket))
    {
        turn.record(Event::RoomWanted { socket, wanted: true });
    }
    ready(turn, file) & (events | ERR | HUP)
}

pub(super) fn epoll_create(turn: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    files::lowest_free(turn, turn.thread(tid).pid)?;
    let epoll = EpollId(turn.counts.epolls);
    turn.record(Event::EpollMade { epoll });
    let fd = files::open(turn, tid, FileKind::Epoll(epoll))?;
    Ok(done(Datum::Int(fd.0.into())))
}

fn instance(turn: &Turn, tid: Tid, fd: Fd) -> Result<EpollId, Failure> {
    match turn.files[&files::file(turn, tid, fd)?].kind {
        FileKind::Epoll(epoll) => Ok(epoll),
        _ => Err(Failure::Os(Errno::EINVAL)),
    }
}

/// `epoll_ctl`: watch a file, no longer, or for other events.
pub(super) fn epoll_ctl(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let (own, operation, fd) = (args.fd(0)?, args.int(1)?, args.fd(2)?);
    let file = files::file(turn, tid, fd)?;
    files::file(turn, tid, own)?;
    if turn.files[&file].kind == FileKind::Text {
        return Ok(failed(Errno::EPERM));
    }
    let epoll = instance(turn, tid, own)?;
    if let FileKind::Epoll(other) = turn.files[&file].kind {
        if other == epoll || args.int(3).is_ok_and(|events| events as u32 & EXCLUSIVE != 0) {
            return Ok(failed(Errno::EINVAL));
        }
        if operation == CTL_ADD
            && depth(turn, other, epoll).is_none_or(|depth| depth + above(turn, epoll) > NESTED)
        {
            return Ok(failed(Errno::ELOOP));
        }
    }
    let known = turn.epolls[&epoll].interest.get(&(fd, file)).copied();
    let events = match operation {
        CTL_ADD | CTL_MOD => Some(args.int(3)? as u32),
        CTL_DEL => None,
        _ => return Ok(failed(Errno::EINVAL)),
    };
    if let Some(events) = events
        && events & EXCLUSIVE != 0
        && (operation == CTL_MOD || events & !WITH_EXCLUSIVE != 0)
    {
        return Ok(failed(Errno::EINVAL));
    }
    match (operation, known) {
        (CTL_ADD, Some(_)) => return Ok(failed(Errno::EEXIST)),
        (CTL_MOD | CTL_DEL, None) => return Ok(failed(Errno::ENOENT)),
        (CTL_MOD, Some(known)) if known & EXCLUSIVE != 0 => return Ok(failed(Errno::EINVAL)),
        _ => {}
    }
    let events = events.map(|events| events | ERR | HUP);
    turn.record(Event::EpollSet { epoll, fd, file, events });
    if events.is_some() {
        let now = look_for(turn, epoll, (fd, file));
        if now != 0 {
            wake::notify(turn, epoll, (fd, file), now);
        }
    }
    Ok(done(Datum::None))
}

/// The instances that an instance watches.
fn watched(turn: &Turn, epoll: EpollId) -> Vec<EpollId> {
    let files = turn.epolls[&epoll].interest.keys();
    let epoll = |file: &FileId| match turn.files[file].kind {
        FileKind::Epoll(epoll) => Some(epoll),
        _ => None,
    };
    files.filter_map(|(_, file)| epoll(file)).collect()
}

/// How many instances are one below the other, this one counted; `None` where one of them is `top`: a loop.
fn depth(turn: &Turn, epoll: EpollId, top: EpollId) -> Option<usize> {
    let below = watched(turn, epoll)
        .into_iter()
        .map(|below| if below == top { None } else { depth(turn, below, top) });
    below.collect::<Option<Vec<usize>>>().map(|depths| 1 + depths.into_iter().max().unwrap_or(0))
}

/// How many instances are one above the other, beginning with those that watch this one.
fn above(turn: &Turn, epoll: EpollId) -> usize {
    let watching = turn.epolls.keys().copied().filter(|other| watched(turn, *other).contains(&epoll));
    watching.map(|other| 1 + above(turn, other)).max().unwrap_or(0)
}

/// The events that hold of a file and that an instance wants to hear; none while a one-shot entry rests.
fn look_for(turn: &mut Turn, epoll: EpollId, item: (Fd, FileId)) -> u32 {
    match turn.epolls[&epoll].wants(item) {
        0 => 0,
        wanted => look(turn, item.1, wanted),
    }
}

/// `epoll_wait`: what is on the ready list and still so (Linux `ep_send_events`).
pub(super) fn epoll_wait(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let epoll = instance(turn, tid, args.fd(0)?)?;
    let most = usize::try_from(args.int(1)?).unwrap_or(0);
    let patience = args.patience(2)?;
    if most == 0 {
        return Ok(failed(Errno::EINVAL));
    }
    let mut found = Vec::new();
    for _ in 0..turn.epolls[&epoll].ready.len() {
        if found.len() == most {
            break;
        }
        let Some(item) = turn.epolls[&epoll].ready.front().copied() else { break };
        let now = look_for(turn, epoll, item);
        turn.record(Event::EpollTaken { epoll, told: now != 0 });
        if now != 0 {
            found.push(pair(item.0, now));
        }
    }
    if found.is_empty() {
        return Ok(if patience != Patience::None {
            Outcome::Wait(Wait::Epoll(epoll), patience)
        } else {
            done(Datum::List(found))
        });
    }
    if !turn.epolls[&epoll].ready.is_empty() {
        wake::one_of(turn, epoll);
    }
    Ok(done(Datum::List(found)))
}
