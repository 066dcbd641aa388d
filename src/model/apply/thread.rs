//! Facts about programs that start, compute, call and wait.

use std::rc::Rc;
use std::time::Duration;

use crate::model::agenda::Due;
use crate::model::datum::Datum;
use crate::model::event::Event;
use crate::model::id::{Fd, FileId, HostId, Pid, Tid};
use crate::model::process::{FileKind, OpenFile, Process, Thread, ThreadState, Wait};
use crate::model::program::Modules;
use crate::model::sorted::SortedMap;
use crate::model::user::User;
use crate::model::vm::{Memory, Stop};
use crate::model::world::World;

/// How many descriptors a process may have at first, and at most (`RLIMIT_NOFILE`).
const DESCRIPTORS: u32 = 1024 * 1024;
/// Signals that CPython ignores from its start: SIGPIPE and SIGXFSZ.
const IGNORED: [i32; 2] = [13, 25];

impl World {
    pub(in crate::model) fn apply_thread(&mut self, event: &Event) {
        match event {
            Event::ProcessStarted { host, pid, name, modules, after } => {
                self.start_process(*host, *pid, name, modules, *after);
            }
            Event::Forked { parent, caller, child } => self.fork(*parent, *caller, *child),
            Event::ThreadStarted { pid, parent, tid } => {
                self.process_mut(*pid).memory.spawn(*parent, *tid);
                self.add_thread(*pid, *tid, ThreadState::Ready);
                self.host_of(*tid).run_queue.push_back(*tid);
            }
            Event::Ran { tid } => self.run(*tid),
            Event::Preempted { tid } => {
                // It goes on where it was; a call that it has reached stays before it.
                self.thread_mut(*tid).stop.take_if(|stop| *stop == Stop::Slice);
                self.leave_core(*tid);
                self.make_ready(*tid);
            }
            Event::Called { tid, args, .. } => {
                // The trace keeps what every call was given, whatever becomes of it.
                self.counts.data += args.iter().map(Datum::bytes).sum::<usize>();
                let thread = self.thread_mut(*tid);
                thread.in_call = true;
                thread.deadline = None;
                thread.work = 0;
                thread.tries = 0;
                thread.progress = 0;
                thread.gathered.clear();
            }
            Event::Blocked { tid, wait, deadline } => self.block(*tid, *wait, *deadline),
            Event::Retried { tid } => self.agenda.push(self.now, Due::Trap(*tid)),
            Event::Woken { tid } => {
                self.stop_waiting(*tid);
                self.make_ready(*tid);
            }
            Event::Charged { tid, cost } => self.thread_mut(*tid).charged += *cost,
            Event::Gathered { tid, data } => self.thread_mut(*tid).gathered.extend(data.iter()),
            Event::Progressed { tid, bytes } => self.thread_mut(*tid).progress += *bytes,
            Event::Returned { tid, answer } => {
                let pid = self.thread(*tid).pid;
                self.process_mut(pid).memory.resume(*tid, answer.clone());
                let thread = self.thread_mut(*tid);
                thread.stop = None;
                thread.in_call = false;
                if matches!(thread.state, ThreadState::Blocked(_)) {
                    self.stop_waiting(*tid);
                    self.make_ready(*tid);
                }
                let held = std::mem::take(&mut self.thread_mut(*tid).held);
                held.into_iter().for_each(|(_, file)| self.drop_reference(file));
            }
            Event::WakesKept { pid, key, count: 0 } => {
                self.process_mut(*pid).wakes.remove(key);
            }
            Event::WakesKept { pid, key, count } => {
                self.process_mut(*pid).wakes.insert(*key, *count);
            }
            Event::ThreadExited { tid } => self.end_thread(*tid),
            _ => unreachable!("not about threads"),
        }
    }

    fn start_process(&mut self, host: HostId, pid: Pid, name: &str, modules: &Rc<Modules>, after: Duration) {
        let mut memory = Memory::new(modules.clone());
        let tid = Tid(pid.0);
        memory.start(tid);
        let screen = FileId(self.counts.files);
        self.counts.files += 1;
        self.files.insert(screen, OpenFile { kind: FileKind::Terminal, nonblocking: false, references: 3 });
        self.processes.insert(
            pid,
            Process {
                pid,
                parent: None,
                host,
                name: name.to_owned(),
                user: User::default(),
                descriptor_limits: (DESCRIPTORS, DESCRIPTORS),
                fds: (0..3).map(|fd| (Fd(fd), screen)).collect(),
                threads: Vec::new(),
                wakes: SortedMap::new(),
                memory,
                ignores: IGNORED.into(),
                handles: [].into(),
                status: None,
                reaped: false,
                crash: None,
            },
        );
        self.add_thread(pid, tid, ThreadState::Blocked(Wait::Start));
        self.agenda.push(self.now + after, Due::Timeout(tid, 0));
    }

    fn fork(&mut self, parent: Pid, caller: Tid, child: Pid) {
        let origin = self.process(parent);
        let tid = Tid(child.0);
        let copy = Process {
            pid: child,
            parent: Some(parent),
            host: origin.host,
            name: origin.name.clone(),
            user: origin.user,
            descriptor_limits: origin.descriptor_limits,
            fds: origin.fds.clone(),
            threads: Vec::new(),
            wakes: origin.wakes.clone(),
            memory: origin.memory.fork(caller, tid),
            ignores: origin.ignores.clone(),
            handles: origin.handles.clone(),
            status: None,
            reaped: false,
            crash: None,
        };
        for file in copy.fds.values() {
            if let Some(open) = self.files.get_mut(file) {
                open.references += 1;
            }
        }
        self.processes.insert(child, copy);
        // It stands in the same call as its parent, whose answer will be 0.
        self.add_thread(child, tid, ThreadState::Blocked(Wait::Start));
    }

    fn add_thread(&mut self, pid: Pid, tid: Tid, state: ThreadState) {
        self.counts.tasks = self.counts.tasks.max(tid.0 + 1);
        self.process_mut(pid).threads.push(tid);
        self.threads.insert(
            tid,
            Thread {
                tid,
                pid,
                state,
                stop: None,
                in_call: false,
                held: Vec::new(),
                tries: 0,
                progress: 0,
                gathered: Vec::new(),
                waits: 0,
                since: 0,
                deadline: None,
                charged: Duration::ZERO,
                slice: Duration::ZERO,
                work: 0,
                lines: Vec::new(),
            },
        );
    }

    /// Computes until the next call. A thread that was woken inside a call only tries that call again.
    fn run(&mut self, tid: Tid) {
        let slice = self.costs.slice;
        let budget = (slice.as_nanos() / self.costs.work.as_nanos().max(1)) as u64;
        self.thread_mut(tid).lines.clear();
        let mut thread = self.threads[&tid].clone();
        let mut busy = std::mem::take(&mut thread.charged);
        if thread.stop.is_none() {
            let ran = self.process_mut(thread.pid).memory.run(tid, budget);
            busy += self.costs.work.saturating_mul(u32::try_from(ran.work).unwrap_or(u32::MAX));
            thread.work += ran.work;
            self.counts.work += ran.work;
            thread.stop = Some(ran.stop);
            thread.lines = ran.lines;
        }
        if matches!(thread.stop, Some(Stop::Call(_))) {
            busy += self.costs.call;
        }
        if thread.state != ThreadState::Running {
            thread.slice = Duration::ZERO;
            let host = self.host_of(tid);
            host.run_queue.retain(|other| *other != tid);
            let idle = host.cores.iter_mut().find(|core| core.is_none());
            *idle.expect("a thread runs only where a core is idle") = Some(tid);
        }
        thread.state = ThreadState::Running;
        thread.slice += busy;
        self.threads.insert(tid, thread);
        self.agenda.push(self.now + busy, Due::Trap(tid));
    }

    fn block(&mut self, tid: Tid, wait: Wait, deadline: Option<crate::model::time::Instant>) {
        self.leave_core(tid);
        let since = self.counts.events;
        let thread = self.thread_mut(tid);
        thread.since = since;
        thread.waits += 1;
        thread.tries += 1;
        thread.deadline = deadline;
        thread.state = ThreadState::Blocked(wait);
        let waits = thread.waits;
        if let Some(at) = deadline {
            self.agenda.push(at, Due::Timeout(tid, waits));
        }
        if wait.on_files() {
            self.hold(tid);
        }
        if wait == Wait::Poll {
            self.watch_by_thread(tid);
        } else if let Some(waiters) = self.waiters(wait) {
            waiters.push(tid);
        }
    }

    /// A call that waits keeps what it waits on open.
    fn hold(&mut self, tid: Tid) {
        let thread = self.thread(tid);
        let Some(Stop::Call(call)) = thread.stop.as_ref().filter(|_| thread.held.is_empty()) else { return };
        let fds = &self.process(thread.pid).fds;
        let held: Vec<(Fd, FileId)> =
            call.descriptors().into_iter().filter_map(|fd| Some((fd, *fds.get(&fd)?))).collect();
        for (_, file) in &held {
            self.files.get_mut(file).expect("a descriptor leads to an open file").references += 1;
        }
        self.thread_mut(tid).held = held;
    }

    fn stop_waiting(&mut self, tid: Tid) {
        let ThreadState::Blocked(wait) = self.thread(tid).state else { return };
        if wait == Wait::Poll {
            self.unwatch_by_thread(tid);
        } else if let Some(waiters) = self.waiters(wait) {
            waiters.retain(|other| *other != tid);
        }
    }

    /// Who waits on the same thing, longest waiter first; `None` where there is no such list.
    fn waiters(&mut self, wait: Wait) -> Option<&mut Vec<Tid>> {
        match wait {
            Wait::Fill(channel) | Wait::Drain(channel) => {
                self.channels.get_mut(&channel).map(|channel| &mut channel.waiters)
            }
            Wait::Epoll(epoll) => self.epolls.get_mut(&epoll).map(|epoll| &mut epoll.waiters),
            _ => wait.socket().and_then(|id| self.sockets.get_mut(&id)).map(|socket| &mut socket.waiters),
        }
    }

    fn make_ready(&mut self, tid: Tid) {
        self.thread_mut(tid).state = ThreadState::Ready;
        self.host_of(tid).run_queue.push_back(tid);
    }

    fn leave_core(&mut self, tid: Tid) {
        for core in &mut self.host_of(tid).cores {
            if *core == Some(tid) {
                *core = None;
            }
        }
    }

    fn end_thread(&mut self, tid: Tid) {
        self.leave_core(tid);
        self.stop_waiting(tid);
        self.host_of(tid).run_queue.retain(|other| *other != tid);
        for (_, file) in std::mem::take(&mut self.thread_mut(tid).held) {
            self.drop_reference(file);
        }
        let pid = self.thread(tid).pid;
        let process = self.process_mut(pid);
        process.memory.discard(tid);
        process.threads.retain(|other| *other != tid);
        self.threads.remove(&tid);
    }

    fn host_of(&mut self, tid: Tid) -> &mut crate::model::host::Host {
        let host = self.process_of(tid).host;
        self.host_mut(host)
    }
}
