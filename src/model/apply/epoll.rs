//! Facts about epoll instances, and who watches what.

use crate::model::epoll::{EDGE, Epoll, ONESHOT, Source, Watch};
use crate::model::event::Event;
use crate::model::id::{EpollId, Fd, FileId, Tid};
use crate::model::process::{End, FileKind};
use crate::model::world::World;

impl World {
    pub(in crate::model) fn apply_epoll(&mut self, event: &Event) {
        match event {
            Event::EpollMade { epoll } => {
                self.counts.epolls = self.counts.epolls.max(epoll.0 + 1);
                self.epolls.insert(*epoll, Epoll::new(*epoll));
            }
            Event::EpollSet { epoll, fd, file, events } => {
                let kind = self.files[file].kind;
                let Some(events) = events else {
                    self.unwatch_epoll(*epoll, *fd, *file, kind);
                    return;
                };
                if self.epoll_mut(*epoll).interest.insert((*fd, *file), *events).is_none() {
                    for source in sources(kind) {
                        self.watches.entry(source).or_default().push(Watch::Epoll(*epoll, *fd, *file));
                    }
                }
            }
            Event::EpollReady { epoll, fd, file } => {
                self.epoll_mut(*epoll).ready.push_back((*fd, *file));
            }
            Event::EpollTaken { epoll, told } => {
                let epoll = self.epoll_mut(*epoll);
                let item = epoll.ready.pop_front().expect("only what is ready is taken");
                let events = epoll.interest.get_mut(&item).expect("what is ready is watched");
                if *told && *events & ONESHOT != 0 {
                    *events = Epoll::rested(*events);
                } else if *told && *events & EDGE == 0 {
                    // It stands until a look finds nothing: level-triggered.
                    epoll.ready.push_back(item);
                }
            }
            other => unreachable!("not about epoll: {other:?}"),
        }
    }

    fn epoll_mut(&mut self, epoll: EpollId) -> &mut Epoll {
        self.epolls.get_mut(&epoll).unwrap_or_else(|| panic!("no epoll instance {epoll}"))
    }

    pub(super) fn unwatch_epoll(&mut self, epoll: EpollId, fd: Fd, file: FileId, kind: FileKind) {
        let instance = self.epoll_mut(epoll);
        instance.interest.remove(&(fd, file));
        instance.ready.retain(|item| *item != (fd, file));
        for source in sources(kind) {
            self.unwatch(source, Watch::Epoll(epoll, fd, file));
        }
    }

    pub(super) fn watch_by_thread(&mut self, tid: Tid) {
        for source in self.sources_of(tid) {
            self.watches.entry(source).or_default().push(Watch::Thread(tid));
        }
    }

    pub(super) fn unwatch_by_thread(&mut self, tid: Tid) {
        for source in self.sources_of(tid) {
            self.unwatch(source, Watch::Thread(tid));
        }
    }

    fn unwatch(&mut self, source: Source, watch: Watch) {
        if let Some(watches) = self.watches.get_mut(&source) {
            watches.retain(|other| *other != watch);
            if watches.is_empty() {
                self.watches.remove(&source);
            }
        }
    }

    /// What the events of the files that a thread polls come from, each once.
    fn sources_of(&self, tid: Tid) -> Vec<Source> {
        let held = self.thread(tid).held.iter();
        let mut all: Vec<Source> = held.flat_map(|(_, file)| sources(self.files[file].kind)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn sources(kind: FileKind) -> Vec<Source> {
    match kind {
        FileKind::Socket(socket) => vec![Source::Socket(socket)],
        FileKind::Pipe(channel, end) => vec![Source::Channel(channel, end)],
        FileKind::Pair(pair) => {
            vec![Source::Channel(pair.reads, End::Read), Source::Channel(pair.writes, End::Write)]
        }
        FileKind::Epoll(epoll) => vec![Source::Epoll(epoll)],
        FileKind::Terminal | FileKind::Text => Vec::new(),
    }
}
