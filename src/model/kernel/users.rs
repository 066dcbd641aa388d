//! On whose behalf a process runs: getuid, setuid and the like.

use super::args::Args;
use super::{Outcome, done, failed};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::Tid;
use crate::model::turn::Turn;
use crate::model::user::{Ids, User};

fn user(turn: &Turn, tid: Tid) -> User {
    turn.process_of(tid).user
}

fn number(id: u32) -> Result<Outcome, Failure> {
    Ok(done(Datum::Int(id.into())))
}

pub(super) fn uid(turn: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    number(user(turn, tid).uid.real)
}

pub(super) fn effective_uid(turn: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    number(user(turn, tid).uid.effective)
}

pub(super) fn gid(turn: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    number(user(turn, tid).gid.real)
}

pub(super) fn effective_gid(turn: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    number(user(turn, tid).gid.effective)
}

/// Changes the numbers as `how` says, or fails with EPERM.
fn change(
    turn: &mut Turn,
    tid: Tid,
    args: &Args,
    how: fn(User, u32) -> Option<User>,
) -> Result<Outcome, Failure> {
    let id = u32::try_from(args.int(0)?).map_err(|_| Failure::Os(Errno::EINVAL))?;
    let Some(user) = how(user(turn, tid), id) else { return Ok(failed(Errno::EPERM)) };
    let pid = turn.thread(tid).pid;
    turn.record(Event::UserChanged { pid, user });
    Ok(done(Datum::None))
}

fn with_uid(user: User, uid: Option<Ids>) -> Option<User> {
    uid.map(|uid| User { uid, ..user })
}

fn with_gid(user: User, gid: Option<Ids>) -> Option<User> {
    gid.map(|gid| User { gid, ..user })
}

pub(super) fn set_uid(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    change(turn, tid, &args, |user, id| with_uid(user, user.uid.set(id, user.is_root())))
}

pub(super) fn set_effective_uid(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    change(turn, tid, &args, |user, id| with_uid(user, user.uid.set_effective(id, user.is_root())))
}

pub(super) fn set_gid(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    change(turn, tid, &args, |user, id| with_gid(user, user.gid.set(id, user.is_root())))
}

pub(super) fn set_effective_gid(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    change(turn, tid, &args, |user, id| with_gid(user, user.gid.set_effective(id, user.is_root())))
}
