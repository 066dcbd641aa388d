//! Pipes and pairs of UNIX sockets: they pass bytes, messages and descriptors between processes of one host.

use super::args::Args;
use super::sockets::wait_or_again;
use super::{Outcome, Patience, done, failed, files, wake};
use crate::model::channel::{ChannelKind, Portion};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{ChannelId, FileId, Tid};
use crate::model::numbers::{AF_UNIX, SOCK_DGRAM, SOCK_KIND, SOCK_STREAM};
use crate::model::process::{End, FileKind, Pair, Wait};
use crate::model::turn::Turn;

fn new_channel(turn: &mut Turn, kind: ChannelKind) -> ChannelId {
    let channel = ChannelId(turn.counts.channels);
    turn.record(Event::ChannelMade { channel, kind });
    channel
}

/// Are there two free descriptors?
fn room_for_two(turn: &Turn, tid: Tid) -> Result<(), Failure> {
    files::free(turn, turn.thread(tid).pid, 2).map(|_| ())
}

fn two(turn: &mut Turn, tid: Tid, kinds: [FileKind; 2]) -> Result<Outcome, Failure> {
    let first = files::open(turn, tid, kinds[0])?;
    let second = files::open(turn, tid, kinds[1])?;
    Ok(done(Datum::Tuple(vec![Datum::Int(first.0.into()), Datum::Int(second.0.into())])))
}

pub(super) fn pipe(turn: &mut Turn, tid: Tid, _: Args) -> Result<Outcome, Failure> {
    room_for_two(turn, tid)?;
    let channel = new_channel(turn, ChannelKind::Pipe);
    two(turn, tid, [FileKind::Pipe(channel, End::Read), FileKind::Pipe(channel, End::Write)])
}

pub(super) fn socket_pair(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let kind = match (args.int(0)?, args.int(1)? & SOCK_KIND) {
        (AF_UNIX, SOCK_STREAM) => ChannelKind::Stream,
        (AF_UNIX, SOCK_DGRAM) => ChannelKind::Datagram,
        (AF_UNIX, _) => return Ok(failed(Errno::ESOCKTNOSUPPORT)),
        _ => return Ok(failed(Errno::EOPNOTSUPP)),
    };
    room_for_two(turn, tid)?;
    let (there, back) = (new_channel(turn, kind), new_channel(turn, kind));
    let ends = [Pair { reads: back, writes: there }, Pair { reads: there, writes: back }];
    two(turn, tid, ends.map(FileKind::Pair))
}

/// An end of a pipe, or one of a pair of sockets, is gone; what nobody can reach any more goes with it.
pub(super) fn closed(turn: &mut Turn, kind: FileKind) {
    let ends = match kind {
        FileKind::Pipe(channel, end) => vec![(channel, end)],
        FileKind::Pair(pair) => vec![(pair.writes, End::Write), (pair.reads, End::Read)],
        _ => return,
    };
    for (channel, end) in ends {
        end_of(turn, channel, end);
        let state = &turn.channels[&channel];
        if !state.readers && !state.writers && !turn.files.values().any(|file| leads(file.kind, channel)) {
            let carried: Vec<FileId> = state.parcels.iter().flat_map(|parcel| parcel.files.clone()).collect();
            turn.record(Event::ChannelRemoved { channel });
            carried.into_iter().for_each(|file| files::settle(turn, file));
        }
    }
}

fn leads(kind: FileKind, channel: ChannelId) -> bool {
    match kind {
        FileKind::Pipe(other, _) => other == channel,
        FileKind::Pair(pair) => pair.reads == channel || pair.writes == channel,
        _ => false,
    }
}

fn end_of(turn: &mut Turn, channel: ChannelId, end: End) {
    let state = &turn.channels[&channel];
    let open = if end == End::Read { state.readers } else { state.writers };
    if open {
        turn.record(Event::ChannelEnded { channel, end });
        wake::channel_ended(turn, channel);
    }
}

/// `shutdown` of one of a pair: no more bytes come from there, or go there.
pub(super) fn shutdown(turn: &mut Turn, pair: Pair, how: i64) -> Outcome {
    if !(0..=2).contains(&how) {
        return failed(Errno::EINVAL);
    }
    if how != 1 {
        // What is there already can still be read.
        end_of(turn, pair.reads, End::Write);
    }
    if how != 0 {
        end_of(turn, pair.writes, End::Write);
    }
    done(Datum::None)
}

/// Writes bytes to a channel, with descriptors if there are any.
pub(super) fn put(
    turn: &mut Turn,
    tid: Tid,
    channel: ChannelId,
    data: &[u8],
    carried: Vec<FileId>,
    patience: Patience,
) -> Outcome {
    let sent = turn.thread(tid).progress;
    let state = &turn.channels[&channel];
    let kind = state.kind;
    if data.is_empty() && kind == ChannelKind::Pipe {
        return done(Datum::Int(0));
    }
    if !state.readers || !state.writers {
        let refused = state.writers && kind == ChannelKind::Datagram;
        let errno = if refused { Errno::ECONNREFUSED } else { Errno::EPIPE };
        return if sent > 0 { done(Datum::Int(sent as i64)) } else { failed(errno) };
    }
    let rest = &data[sent.min(data.len())..];
    if rest.is_empty() && kind != ChannelKind::Datagram {
        return done(Datum::Int(sent as i64));
    }
    let now = state.takes(rest.len());
    let message = kind == ChannelKind::Datagram && now == rest.len();
    if now > 0 || message {
        let files = if sent == 0 { carried } else { Vec::new() };
        turn.record(Event::ChannelWritten { channel, data: rest[..now].into(), files });
        turn.record(Event::Progressed { tid, bytes: now });
        wake::channel_filled(turn, channel);
    }
    let total = sent + now;
    if now == rest.len() || (total > 0 && patience == Patience::None) {
        done(Datum::Int(total as i64))
    } else {
        wait_or_again(Wait::Drain(channel), patience)
    }
}

/// What one call would read of a channel now, or how the call ends without.
pub(super) fn portion(
    turn: &Turn,
    channel: ChannelId,
    wanted: usize,
    patience: Patience,
) -> Result<Portion, Outcome> {
    let state = &turn.channels[&channel];
    if wanted == 0 && state.kind != ChannelKind::Datagram {
        return Ok(Portion::default());
    }
    if !state.is_empty() {
        return Ok(state.portion(wanted));
    }
    // A datagram socket whose peer has gone only waits: somebody else could send to it (Linux `unix_dgram_recvmsg`).
    let ended = !state.writers && (state.kind != ChannelKind::Datagram || !state.readers);
    if ended { Ok(Portion::default()) } else { Err(wait_or_again(Wait::Fill(channel), patience)) }
}

/// Reads bytes. Descriptors that come with them, and that nobody asked for, are closed.
pub(super) fn read(
    turn: &mut Turn,
    channel: ChannelId,
    wanted: usize,
    patience: Patience,
    peek: bool,
) -> Outcome {
    match portion(turn, channel, wanted, patience) {
        Ok(portion) => done(Datum::Bytes(take(turn, channel, &portion, peek))),
        Err(outcome) => outcome,
    }
}

/// Takes what `portion` found. Files that came with the bytes must have been opened before.
pub(super) fn take(turn: &mut Turn, channel: ChannelId, portion: &Portion, peek: bool) -> Vec<u8> {
    let parcels = turn.channels[&channel].parcels.iter();
    let data = parcels.flat_map(|parcel| parcel.data.iter()).copied().take(portion.bytes).collect();
    let was_full = !turn.channels[&channel].is_writable();
    if !peek && portion.parcels > 0 {
        turn.record(Event::ChannelRead { channel, bytes: portion.bytes });
        for file in &portion.files {
            files::settle(turn, *file);
        }
        wake::channel_drained(turn, channel, was_full);
    }
    data
}
