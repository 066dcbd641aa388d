//! What each fact changes, one file an area. Only `World::apply` comes here.

mod channel;
mod connection;
mod datagram;
mod epoll;
mod nat;
mod network;
mod process;
mod socket;
mod thread;
