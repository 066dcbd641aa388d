//! Facts about UDP sockets.

use crate::model::event::Event;
use crate::model::id::SocketId;
use crate::model::socket::SocketState;
use crate::model::udp::Message;
use crate::model::world::World;

impl World {
    pub(in crate::model) fn apply_datagram(&mut self, event: &Event) {
        match event {
            Event::PeerSet { socket, local, remote } => {
                self.name_socket(*socket, *local);
                self.socket_mut(*socket).udp_mut().remote = *remote;
                self.renamed(*socket);
            }
            Event::MessageQueued { socket, from, data } => {
                let message = Message { from: *from, data: data.clone() };
                self.socket_mut(*socket).udp_mut().queue.push_back(message);
            }
            Event::MessageRead { socket } => {
                self.socket_mut(*socket).udp_mut().queue.pop_front();
            }
            Event::GroupJoined { socket, group, interface } => {
                self.socket_mut(*socket).udp_mut().groups.push((*group, *interface));
            }
            Event::GroupLeft { socket, group, interface } => {
                self.socket_mut(*socket).udp_mut().groups.retain(|joined| *joined != (*group, *interface));
            }
            other => unreachable!("not about datagrams: {other:?}"),
        }
    }

    /// A UDP socket has got another name: it comes first among its equals.
    pub(super) fn renamed(&mut self, socket: SocketId) {
        let since = self.counts.events;
        if let SocketState::Datagrams(udp) = &mut self.socket_mut(socket).state {
            udp.since = since;
        }
    }
}
