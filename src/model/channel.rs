//! Channels: one-way buffers inside a kernel. A pipe is one; a pair of connected UNIX sockets has two.

use std::collections::VecDeque;

use super::id::{ChannelId, FileId, Tid};

/// A pipe keeps bytes in pages of so many.
const PAGE: usize = 4096;
/// So many pages.
const PAGES: usize = 16;
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
    /// How many bytes before them were read already: they still take up their places in a pipe's page.
    pub used: usize,
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

    /// May so many bytes be written now, and how many of them? A pipe has its pages, of which a write of one page at most
    /// needs no more than one; sockets' messages are taken whole (Linux `pipe_write`, `unix_dgram_sendmsg`).
    pub fn takes(&self, bytes: usize) -> usize {
        let room = SOCKET_SIZE.saturating_sub(self.len());
        match self.kind {
            ChannelKind::Pipe => {
                let joined = self.joined(bytes);
                joined + (bytes - joined).min(PAGES.saturating_sub(self.parcels.len()) * PAGE)
            }
            ChannelKind::Datagram if room < bytes => 0,
            ChannelKind::Stream | ChannelKind::Datagram => bytes.min(room),
        }
    }

    /// How many bytes of a write go into the page that a pipe has begun: what is more than whole pages, if it fits.
    fn joined(&self, bytes: usize) -> usize {
        let odd = bytes % PAGE;
        let fits = |page: &Parcel| page.used + page.data.len() + odd <= PAGE;
        if self.parcels.back().is_some_and(fits) { odd } else { 0 }
    }

    /// Puts bytes in: a pipe's into pages, others as they come.
    pub(super) fn put(&mut self, data: &[u8], files: Vec<FileId>) {
        if self.kind != ChannelKind::Pipe {
            self.parcels.push_back(Parcel { used: 0, data: data.iter().copied().collect(), files });
            return;
        }
        let (first, rest) = data.split_at(self.joined(data.len()));
        if let Some(page) = self.parcels.back_mut() {
            page.data.extend(first);
        }
        for page in rest.chunks(PAGE) {
            self.parcels.push_back(Parcel { data: page.iter().copied().collect(), ..Parcel::default() });
        }
    }

    /// Would `poll` say that one can write (Linux `pipe_poll`, `unix_writable`)?
    pub fn is_writable(&self) -> bool {
        match self.kind {
            ChannelKind::Pipe => self.parcels.len() < PAGES,
            ChannelKind::Stream | ChannelKind::Datagram => self.len() * 4 <= SOCKET_SIZE,
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
            parcel.used += now;
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
