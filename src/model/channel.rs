//! Channels: one-way buffers inside a kernel. A pipe is one; a pair of connected UNIX sockets has two.

use std::collections::VecDeque;

use super::id::{ChannelId, FileId, Tid};

/// A write of so much at most is never divided (Linux `PIPE_BUF`).
pub const ATOMIC: usize = 4096;
/// How much a pipe holds: 16 pages.
const PIPE_SIZE: usize = 65_536;
/// How much one direction of a pair of UNIX sockets holds (`net.core.wmem_default`).
const SOCKET_SIZE: usize = 212_992;

/// One channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// Its number.
    pub id: ChannelId,
    /// How it divides what is written.
    pub kind: ChannelKind,
    /// What was written and not read yet, oldest first.
    pub parcels: VecDeque<Parcel>,
    /// Is there an end that reads?
    pub readers: bool,
    /// Is there an end that writes?
    pub writers: bool,
    /// Did its reader go and leave something unread?
    pub broken: bool,
    /// Threads blocked in a call on it, longest waiter first.
    pub waiters: Vec<Tid>,
}

/// How a channel divides what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// A pipe: bytes.
    Pipe,
    /// A stream socket: bytes, with descriptors between them.
    Stream,
    /// A datagram socket: messages.
    Datagram,
}

/// What one call wrote, or what is left of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parcel {
    /// The bytes.
    pub data: VecDeque<u8>,
    /// Open file descriptions that travel with them (SCM_RIGHTS).
    pub files: Vec<FileId>,
}

impl Channel {
    /// A channel with both ends open.
    pub fn new(id: ChannelId, kind: ChannelKind) -> Channel {
        Channel {
            id,
            kind,
            parcels: VecDeque::new(),
            readers: true,
            writers: true,
            broken: false,
            waiters: Vec::new(),
        }
    }

    /// Bytes that nobody has read.
    pub fn len(&self) -> usize {
        self.parcels.iter().map(|parcel| parcel.data.len()).sum()
    }

    /// Is there nothing to read?
    pub fn is_empty(&self) -> bool {
        self.parcels.is_empty()
    }

    /// How many more bytes fit.
    pub fn room(&self) -> usize {
        self.size().saturating_sub(self.len())
    }

    fn size(&self) -> usize {
        match self.kind {
            ChannelKind::Pipe => PIPE_SIZE,
            ChannelKind::Stream | ChannelKind::Datagram => SOCKET_SIZE,
        }
    }

    /// May so many bytes be written now, and how many of them? A pipe takes little writes whole, sockets' messages
    /// always (Linux `pipe_write`, `unix_dgram_sendmsg`).
    pub fn takes(&self, bytes: usize) -> usize {
        let room = self.room();
        let whole = match self.kind {
            ChannelKind::Pipe => bytes <= ATOMIC,
            ChannelKind::Stream => false,
            ChannelKind::Datagram => true,
        };
        if whole && room < bytes { 0 } else { bytes.min(room) }
    }

    /// Would `poll` say that one can write (Linux `pipe_poll`, `unix_writable`)?
    pub fn is_writable(&self) -> bool {
        match self.kind {
            ChannelKind::Pipe => self.room() >= ATOMIC,
            ChannelKind::Stream | ChannelKind::Datagram => self.len() * 4 <= self.size(),
        }
    }

    /// How many bytes, and the files of how many parcels, one call reads that wants so many bytes.
    pub fn portion(&self, wanted: usize) -> Portion {
        let mut portion = Portion::default();
        for parcel in &self.parcels {
            let stop = portion.parcels > 0 && (portion.bytes >= wanted || !parcel.files.is_empty());
            if stop {
                break;
            }
            portion.parcels += 1;
            portion.bytes += parcel.data.len().min(wanted - portion.bytes);
            portion.files.extend(&parcel.files);
            if self.kind == ChannelKind::Datagram || !parcel.files.is_empty() {
                break;
            }
        }
        portion
    }

    /// Takes so many bytes out, with the files that came with them. What is left of a datagram is lost.
    pub(super) fn take(&mut self, bytes: usize) {
        let mut left = bytes;
        let mut first = true;
        while let Some(parcel) = self.parcels.front_mut() {
            if !first && left == 0 {
                break;
            }
            first = false;
            parcel.files.clear();
            let now = left.min(parcel.data.len());
            parcel.data.drain(..now);
            left -= now;
            if parcel.data.is_empty() || self.kind == ChannelKind::Datagram {
                self.parcels.pop_front();
            }
            if self.kind == ChannelKind::Datagram || left == 0 {
                break;
            }
        }
    }
}

/// What one call reads of a channel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Portion {
    /// So many bytes.
    pub bytes: usize,
    /// Out of so many parcels.
    pub parcels: usize,
    /// With these files.
    pub files: Vec<FileId>,
}
