//! Facts about sockets: their names, their queues, their end.

use std::net::{IpAddr, SocketAddr};

use crate::model::event::Event;
use crate::model::id::{HostId, SocketId};
use crate::model::packet::Protocol;
use crate::model::seq::SeqNum;
use crate::model::socket::{Backlog, Family, Options, Socket, SocketState};
use crate::model::tcp::{Tcb, TcpState};
use crate::model::time::Duration;
use crate::model::world::World;

/// A cookie is good for so long (Linux `TCP_SYNCOOKIE_VALID`).
const COOKIES_LAST: Duration = Duration::from_secs(120);

impl World {
    pub(in crate::model) fn apply_socket(&mut self, event: &Event) {
        match event {
            Event::SocketCreated { socket, host, family, protocol, uid } => {
                self.add_socket(*socket, *host, (*family, *protocol), *uid, true);
            }
            Event::OptionsSet { socket, options } => {
                let socket = self.socket_mut(*socket);
                socket.options = *options;
                socket.fit_receive_space();
            }
            Event::Bound { socket, local, .. } => self.bind(*socket, *local),
            Event::AddressBound { socket, address } => {
                self.socket_mut(*socket).local = Some(SocketAddr::new(*address, 0));
                self.bind_address(*socket, *address);
            }
            Event::Listened { socket, limit } => self.listen(*socket, *limit),
            Event::Opened { socket, local, remote, iss, port_offset } => {
                self.active_open(*socket, *local, Tcb::new(TcpState::SynSent, *remote, *iss), *port_offset);
            }
            Event::SynQueued { listener, socket, local, remote, iss } => {
                self.passive_open(*listener, *socket, *local, *remote, *iss);
            }
            Event::AcceptQueued { listener, socket } => {
                let backlog = self.socket_mut(*listener).backlog_mut();
                backlog.syn_queue.retain(|other| other != socket);
                backlog.accept_queue.push_back(*socket);
            }
            Event::Moved { socket, local } => self.move_connection(*socket, *local),
            Event::Misled { .. } => {}
            Event::Accepted { listener, socket } => {
                let first = self.socket_mut(*listener).backlog_mut().accept_queue.pop_front();
                assert_eq!(first, Some(*socket), "accept takes the first in the queue");
                self.socket_mut(*socket).owned = true;
            }
            Event::Connected { socket } => self.socket_mut(*socket).connecting = false,
            Event::ListeningEnded { listener } => {
                self.unname(*listener);
                self.socket_mut(*listener).state = SocketState::Idle;
            }
            Event::QueueFull { .. } => {}
            Event::CookieSent { listener } => {
                let until = self.now + COOKIES_LAST;
                self.socket_mut(*listener).backlog_mut().cookies_until = Some(until);
            }
            Event::ShutDown { socket, read, write } => {
                let socket = self.socket_mut(*socket);
                socket.read_shut |= *read;
                socket.write_shut |= *write;
            }
            Event::Failed { socket, errno } => self.socket_mut(*socket).error = Some(*errno),
            Event::ErrorTaken { socket } => {
                self.socket_mut(*socket).error = None;
            }
            Event::Orphaned { socket } => self.socket_mut(*socket).owned = false,
            Event::Unbound { socket } => self.unname(*socket),
            Event::Disconnected { socket } => self.disconnect(*socket),
            Event::SocketRemoved { socket } => self.remove_socket(*socket),
            _ => unreachable!("not about sockets"),
        }
    }

    fn bind(&mut self, socket: SocketId, local: SocketAddr) {
        self.name_socket(socket, local);
        self.socket_mut(socket).bound = true;
        self.bind_address(socket, local.ip());
        self.renamed(socket);
    }

    /// A socket that is bound to an address of IPv6 takes nothing else (Linux `inet6_bind`).
    fn bind_address(&mut self, id: SocketId, address: IpAddr) {
        let socket = self.socket_mut(id);
        socket.bound_address = Some(address).filter(|address| !address.is_unspecified());
        socket.options.v6_only |= address.is_ipv6() && !address.is_unspecified();
    }

    fn add_socket(
        &mut self,
        id: SocketId,
        host: HostId,
        (family, protocol): (Family, Protocol),
        uid: u32,
        owned: bool,
    ) {
        self.counts.sockets = self.counts.sockets.max(id.0 + 1);
        let socket = Socket {
            id,
            host,
            family,
            protocol,
            local: None,
            bound: false,
            last_port: 0,
            bound_address: None,
            options: Options::default(),
            uid,
            room_wanted: false,
            state: match protocol {
                Protocol::Udp => SocketState::Datagrams(Box::default()),
                Protocol::Tcp | Protocol::Icmp => SocketState::Idle,
            },
            connecting: false,
            error: None,
            owned,
            read_shut: false,
            write_shut: false,
            waiters: Vec::new(),
        };
        self.sockets.insert(id, socket);
    }

    /// Gives a socket its address, and its port if it had none.
    pub(super) fn name_socket(&mut self, id: SocketId, local: SocketAddr) {
        let (host, protocol) = (self.socket(id).host, self.socket(id).protocol);
        self.host_mut(host).demux.hold_port(protocol, local.port(), id);
        self.socket_mut(id).local = Some(local);
    }

    fn listen(&mut self, id: SocketId, limit: u32) {
        let socket = self.socket_mut(id);
        match &mut socket.state {
            SocketState::Listening(backlog) => backlog.limit = limit,
            state => *state = SocketState::Listening(Backlog { limit, ..Backlog::default() }),
        }
        let (host, local) = (socket.host, socket.local.expect("a listener has an address"));
        let name = (local, socket.comes_second());
        self.host_mut(host).demux.add_listener(name, id);
    }

    fn connect(&mut self, id: SocketId, tcb: Tcb) {
        let socket = self.socket_mut(id);
        socket.state = SocketState::Connection(Box::new(tcb));
        socket.fit_receive_space();
        (socket.read_shut, socket.write_shut) = (false, false);
        let (host, tuple) = (socket.host, socket.tuple().expect("a connection has both names"));
        self.host_mut(host).demux.add_connection(tuple, id);
    }

    fn active_open(&mut self, id: SocketId, local: SocketAddr, tcb: Tcb, port_offset: Option<(u64, u32)>) {
        self.name_socket(id, local);
        let host = self.socket(id).host;
        if let Some((destination, offset)) = port_offset {
            self.host_mut(host).port_offsets.insert(destination, offset);
        }
        self.connect(id, tcb);
        self.socket_mut(id).connecting = true;
    }

    fn passive_open(
        &mut self,
        listener: SocketId,
        id: SocketId,
        local: SocketAddr,
        remote: SocketAddr,
        iss: SeqNum,
    ) {
        let parent = self.socket(listener);
        let (options, names) = (parent.options, (parent.family, parent.protocol));
        self.add_socket(id, parent.host, names, parent.uid, false);
        self.socket_mut(id).options = options;
        self.name_socket(id, local);
        let mut tcb = Tcb::new(TcpState::SynReceived, remote, iss);
        tcb.listener = Some(listener);
        self.connect(id, tcb);
        self.socket_mut(listener).backlog_mut().syn_queue.push(id);
    }

    /// A connection gets another name at its own end.
    fn move_connection(&mut self, id: SocketId, local: SocketAddr) {
        let socket = self.socket(id);
        let (host, protocol, old, tuple) = (socket.host, socket.protocol, socket.local, socket.tuple());
        let demux = &mut self.host_mut(host).demux;
        if let (Some(old), Some(tuple)) = (old, tuple) {
            demux.remove_connection(tuple, id);
            demux.release_port(protocol, old.port(), id);
        }
        self.name_socket(id, local);
        let tuple = self.socket(id).tuple().expect("a connection has both names");
        self.host_mut(host).demux.add_connection(tuple, id);
    }

    /// No packet finds the socket any more. A port that `bind` asked for stays its own until it is closed
    /// (Linux `SOCK_BINDPORT_LOCK`).
    fn unname(&mut self, id: SocketId) {
        let socket = self.socket(id);
        let (host, local, tuple, bound) = (socket.host, socket.local, socket.tuple(), socket.bound);
        let (protocol, second) = (socket.protocol, socket.comes_second());
        let demux = &mut self.host_mut(host).demux;
        if let Some(tuple) = tuple {
            demux.remove_connection(tuple, id);
        }
        if let Some(local) = local {
            demux.remove_listener((local, second), id);
            if !bound {
                demux.release_port(protocol, local.port(), id);
            }
        }
        self.leave_queues(id);
    }

    /// A socket whose connection has ended is as it was before; but `getsockname` goes on telling the port that it had.
    fn disconnect(&mut self, id: SocketId) {
        let socket = self.socket_mut(id);
        socket.last_port = socket.local.map_or(0, |local| local.port());
        let port = socket.local.filter(|_| socket.bound).map_or(0, |local| local.port());
        let address = socket.bound_address.unwrap_or(socket.family.unspecified());
        socket.local =
            (socket.bound || socket.bound_address.is_some()).then(|| SocketAddr::new(address, port));
        socket.state = SocketState::Idle;
        socket.connecting = false;
        socket.error = None;
        (socket.read_shut, socket.write_shut) = (false, false);
    }

    fn leave_queues(&mut self, id: SocketId) {
        let listener = self.socket(id).tcb().and_then(|tcb| tcb.listener);
        if let Some(SocketState::Listening(backlog)) =
            listener.and_then(|id| self.sockets.get_mut(&id)).map(|socket| &mut socket.state)
        {
            backlog.syn_queue.retain(|other| *other != id);
        }
    }

    fn remove_socket(&mut self, id: SocketId) {
        self.unname(id);
        let socket = self.sockets.remove(&id).expect("only a socket that exists is removed");
        if let Some(local) = socket.local {
            self.host_mut(socket.host).demux.release_port(socket.protocol, local.port(), id);
        }
    }
}
