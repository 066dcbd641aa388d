//! The transmission control block: all that one end of a connection remembers (RFC 9293 §3.3.1).

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::rc::Rc;

use super::{RECEIVE_BUFFER, TcpState};
use crate::model::errno::Errno;
use crate::model::id::SocketId;
use crate::model::seq::SeqNum;
use crate::model::sorted::SortedMap;
use crate::model::time::Instant;

/// One end of a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Tcb {
    /// Where it is in its life.
    pub state: TcpState,
    /// The other end.
    pub remote: SocketAddr,
    /// Whose SYN or accept queue it is in, or was: a half-open connection remembers its listener.
    pub listener: Option<SocketId>,
    /// The outgoing direction.
    pub snd: SendSpace,
    /// The incoming direction.
    pub rcv: ReceiveSpace,
    /// Which setting of the retransmission timer counts; all earlier ones are void.
    pub timer: u32,
    /// Is that timer running?
    pub armed: bool,
    /// How often the oldest unacknowledged segment has been sent again.
    pub retries: u32,
    /// How often the timer has run out since the other side was last heard: a closed window is probed for as long as it
    /// answers (RFC 9293 §3.8.6.1).
    pub unanswered: u32,
    /// Half-open, has the last ACK come, and the listener waits for data (`TCP_DEFER_ACCEPT`)?
    pub deferred: bool,
    /// When the oldest unacknowledged segment was first sent again (Linux `retrans_stamp`).
    pub first_retry: Option<Instant>,
    /// When the other side was last heard.
    pub heard: Instant,
    /// Which setting of the keep-alive timer counts; all earlier ones are void.
    pub keep_alive: u32,
    /// When its last wait ends: TIME-WAIT, or an orphan's FIN-WAIT-2.
    pub expiry: Option<Instant>,
    /// What a router has said of the other end, which counts if no answer comes at all.
    pub doubt: Option<Errno>,
}

/// The outgoing direction, in RFC 9293's names.
#[derive(Clone, Debug, PartialEq)]
pub struct SendSpace {
    /// Initial send sequence number: the place of the SYN.
    pub iss: SeqNum,
    /// The oldest place not yet acknowledged.
    pub una: SeqNum,
    /// The next place to send.
    pub nxt: SeqNum,
    /// How far beyond `una` the other side lets us go.
    pub wnd: u32,
    /// The end of the last segment that was not a full one (Linux `snd_sml`).
    pub small: SeqNum,
    /// Bytes not yet acknowledged, sent or not.
    pub queue: VecDeque<u8>,
    /// The place of the FIN, once there is nothing more to come.
    pub fin: Option<SeqNum>,
}

/// The incoming direction, in RFC 9293's names.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceiveSpace {
    /// Initial receive sequence number: the place of the other side's SYN.
    pub irs: SeqNum,
    /// The next place expected.
    pub nxt: SeqNum,
    /// How many unread bytes fit.
    pub space: usize,
    /// Bytes that no program has read yet.
    pub queue: VecDeque<u8>,
    /// Has the other side's FIN arrived, with all that came before it?
    pub fin: bool,
    /// Has a program been told of that FIN?
    pub fin_read: bool,
    /// What arrived too early, by its distance from `irs`; the flag says that a FIN follows the bytes.
    pub early: SortedMap<u32, (Rc<[u8]>, bool)>,
}

impl Tcb {
    /// An end that has sent, or is about to send, its SYN.
    pub fn new(state: TcpState, remote: SocketAddr, iss: SeqNum) -> Tcb {
        Tcb {
            state,
            remote,
            listener: None,
            snd: SendSpace { iss, una: iss, nxt: iss, wnd: 0, small: iss, queue: VecDeque::new(), fin: None },
            rcv: ReceiveSpace {
                irs: SeqNum(0),
                nxt: SeqNum(0),
                space: RECEIVE_BUFFER,
                queue: VecDeque::new(),
                fin: false,
                fin_read: false,
                early: SortedMap::new(),
            },
            timer: 0,
            armed: false,
            retries: 0,
            unanswered: 0,
            deferred: false,
            first_retry: None,
            heard: Instant::default(),
            keep_alive: 0,
            expiry: None,
            doubt: None,
        }
    }

    /// Has the other side ever answered?
    pub fn was_open(&self) -> bool {
        self.rcv.nxt != self.rcv.irs
    }

    /// `Recv-Q` as `ss` shows it: unread bytes, and one for a FIN that no program has been told of
    /// (Linux counts it because it lies between `copied_seq` and `rcv_nxt`).
    pub fn receive_queue(&self) -> usize {
        match self.state {
            TcpState::TimeWait | TcpState::Closed => 0,
            TcpState::CloseWait | TcpState::LastAck | TcpState::Closing => {
                self.rcv.queue.len() + usize::from(self.rcv.fin && !self.rcv.fin_read)
            }
            _ => self.rcv.queue.len(),
        }
    }

    /// `Send-Q` as `ss` shows it: bytes not yet acknowledged, with one for a SYN and one for a FIN.
    pub fn send_queue(&self) -> usize {
        match self.state {
            TcpState::TimeWait | TcpState::Closed => 0,
            _ => (self.snd.end() - self.snd.una) as usize,
        }
    }
}

impl SendSpace {
    /// The place of the first byte in the queue.
    pub fn start(&self) -> SeqNum {
        if self.una == self.iss { self.iss + 1 } else { self.una }
    }

    /// The place after all that is to be sent, FIN included.
    pub fn end(&self) -> SeqNum {
        match self.fin {
            Some(place) => place + 1,
            None => self.start() + self.queue.len() as u32,
        }
    }

    /// Has the other side acknowledged everything, the FIN as well?
    pub fn fin_acknowledged(&self) -> bool {
        self.fin.is_some_and(|place| self.una.after(place))
    }
}

impl ReceiveSpace {
    /// How many more bytes fit: the window to advertise.
    pub fn window(&self) -> u32 {
        self.space.saturating_sub(self.queue.len()) as u32
    }
}
