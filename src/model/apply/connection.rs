//! Facts about the two directions of a connection.

use std::rc::Rc;

use crate::model::agenda::Due;
use crate::model::event::Event;
use crate::model::id::SocketId;
use crate::model::seq::SeqNum;
use crate::model::tcp::{Tcb, TcpState};
use crate::model::world::World;

impl World {
    pub(in crate::model) fn apply_connection(&mut self, event: &Event) {
        match event {
            Event::Synchronized { socket, irs } => {
                let rcv = &mut self.connection(*socket).rcv;
                rcv.irs = *irs;
                rcv.nxt = *irs + 1;
            }
            Event::StateChanged { socket, to, .. } => {
                let now = self.now;
                let connection = self.connection(*socket);
                connection.state = *to;
                if *to == TcpState::Established {
                    connection.heard = now;
                }
            }
            Event::Queued { socket, data } => {
                self.connection(*socket).snd.queue.extend(data.iter());
            }
            Event::RoomWanted { socket, wanted } => self.socket_mut(*socket).room_wanted = *wanted,
            Event::FinQueued { socket } => {
                let snd = &mut self.connection(*socket).snd;
                snd.fin = Some(snd.end());
            }
            Event::Acknowledged { socket, ack, window } => {
                self.heard(*socket);
                acknowledge(self.connection(*socket), *ack, *window)
            }
            Event::Received { socket, data } => {
                self.heard(*socket);
                receive(self.connection(*socket), data)
            }
            Event::ReceivedEarly { socket, seq, data, fin } => {
                self.heard(*socket);
                let rcv = &mut self.connection(*socket).rcv;
                rcv.early.insert(*seq - rcv.irs, (data.clone(), *fin));
            }
            Event::FinReceived { socket } => {
                let connection = self.connection(*socket);
                connection.rcv.nxt = connection.rcv.nxt + 1;
                connection.rcv.fin = true;
                connection.rcv.early.clear();
            }
            Event::Read { socket, bytes } => {
                let rcv = &mut self.connection(*socket).rcv;
                rcv.queue.drain(..*bytes);
                rcv.fin_read |= rcv.fin && rcv.queue.is_empty();
            }
            Event::Doubted { socket, errno } => self.connection(*socket).doubt = Some(*errno),
            _ => self.apply_timer(event),
        }
    }

    /// What became of a connection's timers.
    fn apply_timer(&mut self, event: &Event) {
        match event {
            Event::TimerSet { socket, after } => {
                let connection = self.connection(*socket);
                connection.timer += 1;
                connection.armed = true;
                let timer = connection.timer;
                self.agenda.push(self.now + *after, Due::Retransmit(*socket, timer));
            }
            Event::TimerStopped { socket } => self.connection(*socket).armed = false,
            Event::KeepAliveSet { socket, after } => {
                let connection = self.connection(*socket);
                connection.keep_alive += 1;
                let timer = connection.keep_alive;
                self.agenda.push(self.now + *after, Due::KeepAlive(*socket, timer));
            }
            Event::Deferred { socket } => self.connection(*socket).deferred = true,
            Event::Probed { socket } => self.connection(*socket).unanswered += 1,
            Event::TimedOut { socket } => {
                let now = self.now;
                let connection = self.connection(*socket);
                connection.first_retry.get_or_insert(now);
                connection.armed = false;
                connection.retries += 1;
                connection.unanswered += 1;
                connection.snd.nxt = connection.snd.una;
            }
            Event::ExpirySet { socket, after } => {
                let expiry = self.now + *after;
                let connection = self.connection(*socket);
                connection.armed = false;
                connection.expiry = Some(expiry);
                self.agenda.push(expiry, Due::Expire(*socket));
            }
            _ => unreachable!("not about a connection"),
        }
    }

    /// The other side has been heard.
    fn heard(&mut self, socket: SocketId) {
        let now = self.now;
        self.connection(socket).heard = now;
    }

    fn connection(&mut self, socket: SocketId) -> &mut Tcb {
        self.socket_mut(socket).tcb_mut()
    }
}

fn acknowledge(connection: &mut Tcb, ack: SeqNum, window: u32) {
    connection.unanswered = 0;
    let snd = &mut connection.snd;
    let opened = snd.wnd == 0 && window > 0;
    snd.wnd = window;
    if !ack.after(snd.una) {
        if opened {
            (connection.retries, connection.first_retry) = (0, None);
        }
        return;
    }
    let bytes = ((ack - snd.start()) as usize).min(snd.queue.len());
    snd.queue.drain(..bytes);
    snd.una = ack;
    if ack.after(snd.nxt) {
        snd.nxt = ack;
    }
    (connection.retries, connection.first_retry) = (0, None);
    connection.doubt = None;
}

fn receive(connection: &mut Tcb, data: &Rc<[u8]>) {
    let rcv = &mut connection.rcv;
    rcv.queue.extend(data.iter());
    rcv.nxt = rcv.nxt + data.len() as u32;
    let reached = rcv.nxt - rcv.irs;
    rcv.early.retain(|place, (data, fin)| place + data.len() as u32 + u32::from(*fin) > reached);
}
