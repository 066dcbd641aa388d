//! What the server's threads do: each op of a program, with what it costs.

use super::agenda::Due;
use super::draw::Stream;
use super::engine::{Engine, Ready};
use super::machine::{LOCK_INTERVAL, Nanos};
use super::program::{self, Architecture, Op};

/// What an op comes to.
enum Step {
    /// It takes so much computing.
    Takes(Nanos),
    /// The thread waits.
    Waits,
    /// The thread ends.
    Ends,
}

impl Engine {
    /// A thread on a core does ops until one of them takes time.
    pub(super) fn run(&mut self, thread: u32) {
        loop {
            let one = &self.scheduler.threads[thread as usize];
            let call = one.program[usize::from(one.next)].call();
            match self.step(thread) {
                Step::Takes(0) => {}
                Step::Takes(time) => {
                    let (scheduler, mut clock) = self.cores();
                    scheduler.compute(thread, call, time, &mut clock);
                    return;
                }
                Step::Waits => {
                    let (scheduler, mut clock) = self.cores();
                    scheduler.block(thread, call, &mut clock);
                    return;
                }
                Step::Ends => {
                    let (scheduler, mut clock) = self.cores();
                    scheduler.exit(thread, &mut clock);
                    return;
                }
            }
        }
    }

    fn step(&mut self, thread: u32) -> Step {
        let one = &mut self.scheduler.threads[thread as usize];
        let (op, client) = (one.program[usize::from(one.next)], one.client);
        one.next += 1;
        let costs = &self.setup.machine;
        match op {
            Op::Accept => self.accept(thread),
            Op::Recv => self.recv(thread, client),
            Op::Compute => self.compute(thread, client),
            Op::Sleep => self.sleep(thread, client),
            Op::Send => Step::Takes(costs.send),
            Op::Deliver => {
                let at = self.now + costs.network;
                self.agenda.push(at, Due::Answer(client));
                Step::Takes(0)
            }
            Op::Again(place) if self.setup.clients.keep_alive => self.jump(thread, place),
            Op::Again(_) => Step::Takes(0),
            Op::Close => Step::Takes(costs.close),
            Op::Jump(place) => self.jump(thread, place),
            Op::Spawn => Step::Takes(costs.thread_create),
            Op::Fork => {
                let further = u64::from(costs.resident_mib.saturating_sub(1));
                Step::Takes(costs.fork + costs.fork_per_mib * further)
            }
            Op::Start => self.start_child(thread, client),
            Op::Begin => Step::Takes(if self.forks() { costs.fork_child } else { costs.thread_start }),
            Op::End => Step::Takes(if self.forks() { costs.process_exit } else { costs.thread_exit }),
            Op::Exit => self.exit(thread),
            Op::Put => self.put(client),
            Op::Get => self.get(thread),
            Op::Poll => self.poll(thread),
            Op::Next { accept, read, write, poll } => self.next(thread, [accept, read, write, poll]),
            Op::AcceptReady { next } => self.accept_ready(thread, next),
            Op::Hand { next } => self.hand(thread, client, next),
            Op::Complete => {
                self.ready(client, Ready::WaitOver(client));
                Step::Takes(self.setup.machine.futex)
            }
        }
    }

    fn jump(&mut self, thread: u32, place: u8) -> Step {
        self.scheduler.threads[thread as usize].next = place;
        Step::Takes(0)
    }

    /// The same op again, once the thread is woken.
    fn wait_and_retry(&mut self, thread: u32) -> Step {
        self.scheduler.threads[thread as usize].next -= 1;
        Step::Waits
    }

    fn accept(&mut self, thread: u32) -> Step {
        let now = self.now;
        match self.listeners[0].queue.pop_front() {
            Some(client) => {
                self.counters.queue.remove(now);
                self.queue_changed(client, |answer| answer.accepted = Some((now, thread)));
                self.scheduler.threads[thread as usize].client = client;
                Step::Takes(self.setup.machine.accept)
            }
            None => {
                self.listeners[0].acceptors.push_back(thread);
                self.wait_and_retry(thread)
            }
        }
    }

    fn recv(&mut self, thread: u32, client: u32) -> Step {
        let of = &mut self.clients[client as usize];
        if std::mem::take(&mut of.sent) {
            return Step::Takes(self.setup.machine.recv);
        }
        of.reader = thread;
        self.wait_and_retry(thread)
    }

    /// The handler computes; where Python's lock is, in pieces, and only who holds it.
    fn compute(&mut self, thread: u32, client: u32) -> Step {
        let of = self.clients[client as usize];
        if of.waited == Nanos::MAX {
            let now = self.now;
            self.clients[client as usize].waited = now - of.due;
            self.noted(client, |answer| (answer.first, answer.thread) = (now, thread));
            let odd = self.odd(of.number).and_then(|odd| odd.compute.as_ref());
            let spread = odd.unwrap_or(&self.setup.handler.compute);
            let time = spread.draw(self.dice.word(Stream::Compute, of.number.into(), of.request.into()));
            if !self.setup.machine.global_lock {
                return Step::Takes(time);
            }
            self.scheduler.threads[thread as usize].handler = time;
        }
        if !self.setup.machine.global_lock { Step::Takes(0) } else { self.compute_locked(thread) }
    }

    fn compute_locked(&mut self, thread: u32) -> Step {
        let place = self.scheduler.threads[thread as usize].process as usize;
        let lock = &mut self.locks[place];
        let left = self.scheduler.threads[thread as usize].handler;
        let over = left == 0;
        if lock.holder == Some(thread) && lock.used && (over || !lock.wanted.is_empty()) {
            (lock.holder, lock.used) = (lock.wanted.pop_front(), false);
            if let Some(next) = lock.holder {
                self.wake(next, self.setup.machine.futex);
            }
        }
        if over {
            return Step::Takes(0);
        }
        let lock = &mut self.locks[place];
        match lock.holder {
            Some(holder) if holder != thread => {
                lock.wanted.push_back(thread);
                self.wait_and_retry(thread)
            }
            _ => {
                (lock.holder, lock.used) = (Some(thread), true);
                let one = &mut self.scheduler.threads[thread as usize];
                let piece = left.min(LOCK_INTERVAL);
                one.handler -= piece;
                one.next -= 1;
                Step::Takes(piece)
            }
        }
    }

    fn time_to_wait(&self, client: u32) -> Nanos {
        let of = self.clients[client as usize];
        let odd = self.odd(of.number).and_then(|odd| odd.wait.as_ref());
        let spread = odd.unwrap_or(&self.setup.handler.wait);
        spread.draw(self.dice.word(Stream::Wait, of.number.into(), of.request.into()))
    }

    fn sleep(&mut self, thread: u32, client: u32) -> Step {
        match self.time_to_wait(client) {
            0 => Step::Takes(0),
            time => {
                self.agenda.push(self.now + time, Due::Wake(thread));
                Step::Waits
            }
        }
    }

    /// Is there a process for each connection?
    fn forks(&self) -> bool {
        self.setup.server == Architecture::ProcessPerConnection
    }

    /// A new thread, or the first of a new process, takes the connection.
    fn start_child(&mut self, parent: u32, client: u32) -> Step {
        let process =
            if self.forks() { self.new_process() } else { self.scheduler.threads[parent as usize].process };
        let child = self.scheduler.spawn(program::CHILD, process);
        self.scheduler.threads[child as usize].client = client;
        self.wake(child, 0);
        Step::Takes(0)
    }

    fn exit(&mut self, thread: u32) -> Step {
        if self.forks() {
            self.processes -= 1;
            self.ended.push(self.scheduler.threads[thread as usize].process);
        }
        Step::Ends
    }

    fn put(&mut self, client: u32) -> Step {
        self.jobs.push_back(client);
        if let Some(thread) = self.idle.pop_front() {
            self.wake(thread, self.setup.machine.wake);
        }
        Step::Takes(self.setup.machine.futex)
    }

    fn get(&mut self, thread: u32) -> Step {
        match self.jobs.pop_front() {
            Some(client) => {
                self.scheduler.threads[thread as usize].client = client;
                Step::Takes(self.setup.machine.futex)
            }
            None => {
                self.idle.push_back(thread);
                self.wait_and_retry(thread)
            }
        }
    }

    fn poll(&mut self, thread: u32) -> Step {
        let place = self.scheduler.threads[thread as usize].turns as usize;
        let turned = &mut self.loops[place];
        let accepts = !self.listeners[turned.listener as usize].queue.is_empty();
        if turned.ready.is_empty() && !accepts {
            turned.waiting.push_back(thread);
            return self.wait_and_retry(thread);
        }
        let one = &mut self.scheduler.threads[thread as usize];
        let costs = &self.setup.machine;
        if turned.most == 1 {
            // One task at a time: a connection that waits comes first.
            (one.accepts, one.batch) = (accepts, u32::from(!accepts));
            return Step::Takes(costs.task);
        }
        one.accepts = accepts;
        one.batch = (turned.ready.len() as u32).min(turned.most);
        Step::Takes(costs.epoll_wait + costs.epoll_event * u64::from(one.batch + u32::from(accepts)))
    }

    fn next(&mut self, thread: u32, [accept, read, write, poll]: [u8; 4]) -> Step {
        let one = &mut self.scheduler.threads[thread as usize];
        if std::mem::take(&mut one.accepts) {
            one.next = accept;
            return Step::Takes(0);
        }
        let ready = if one.batch > 0 { self.loops[one.turns as usize].ready.pop_front() } else { None };
        match ready {
            Some(what) => {
                one.batch -= 1;
                (one.next, one.client) = match what {
                    Ready::Request(client) => (read, client),
                    Ready::WaitOver(client) => (write, client),
                };
            }
            None => one.next = poll,
        }
        Step::Takes(0)
    }

    /// Takes connections from the queue: all of them, or one where others may take the next.
    fn accept_ready(&mut self, thread: u32, next: u8) -> Step {
        let place = self.scheduler.threads[thread as usize].turns;
        let turned = &self.loops[place as usize];
        let (listener, shares) = (turned.listener as usize, turned.shares);
        let now = self.now;
        let Some(client) = self.listeners[listener].queue.pop_front() else {
            self.scheduler.threads[thread as usize].next = next;
            return Step::Takes(self.setup.machine.again);
        };
        self.counters.queue.remove(now);
        self.queue_changed(client, |answer| answer.accepted = Some((now, thread)));
        self.clients[client as usize].watched_by = place;
        if self.clients[client as usize].sent {
            self.ready(client, Ready::Request(client));
        }
        let one = &mut self.scheduler.threads[thread as usize];
        one.client = client;
        one.next = if shares { next } else { one.next - 1 };
        Step::Takes(self.setup.machine.accept + self.setup.machine.epoll_ctl)
    }

    /// The request is computed; now it waits for something else, and the loop need not.
    fn hand(&mut self, thread: u32, client: u32, next: u8) -> Step {
        let time = self.time_to_wait(client);
        if time == 0 {
            return Step::Takes(0);
        }
        if self.setup.handler.blocks_loop && self.setup.server != Architecture::EventLoopPool {
            self.agenda.push(self.now + time, Due::Wake(thread));
            return Step::Waits;
        }
        let now = self.now;
        self.noted(client, |answer| answer.handed = Some((now, now)));
        self.scheduler.threads[thread as usize].next = next;
        if self.setup.server == Architecture::EventLoopPool {
            return self.put(client);
        }
        self.agenda.push(self.now + time, Due::WaitOver(client));
        Step::Takes(0)
    }
}
