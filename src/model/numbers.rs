//! Linux's numbers for what programs name in calls: address families, kinds of sockets, options, flags.

pub(super) const AF_UNIX: i64 = 1;
pub(super) const AF_INET: i64 = 2;
pub(super) const AF_INET6: i64 = 10;

pub(super) const SOCK_STREAM: i64 = 1;
pub(super) const SOCK_DGRAM: i64 = 2;
/// The kind without the flags that come with it.
pub(super) const SOCK_KIND: i64 = 0xf;
pub(super) const SOCK_NONBLOCK: i64 = 0o4000;
pub(super) const SOCK_CLOEXEC: i64 = 0o2_000_000;

pub(super) const MSG_OOB: i64 = 0x1;
pub(super) const MSG_PEEK: i64 = 0x2;
pub(super) const MSG_DONTWAIT: i64 = 0x40;
pub(super) const MSG_WAITALL: i64 = 0x100;

pub(super) const SOL_SOCKET: i64 = 1;
pub(super) const SO_REUSEADDR: i64 = 2;
pub(super) const SO_TYPE: i64 = 3;
pub(super) const SO_ERROR: i64 = 4;
pub(super) const SO_BROADCAST: i64 = 6;
pub(super) const SO_SNDBUF: i64 = 7;
pub(super) const SO_RCVBUF: i64 = 8;
pub(super) const SO_KEEPALIVE: i64 = 9;
pub(super) const SO_PRIORITY: i64 = 12;
pub(super) const SO_MARK: i64 = 36;
pub(super) const SO_LINGER: i64 = 13;
pub(super) const SO_RCVLOWAT: i64 = 18;
pub(super) const SO_SNDLOWAT: i64 = 19;
pub(super) const SO_RCVTIMEO: i64 = 20;
pub(super) const SO_SNDTIMEO: i64 = 21;
pub(super) const SO_REUSEPORT: i64 = 15;
pub(super) const SO_ACCEPTCONN: i64 = 30;
pub(super) const SO_PROTOCOL: i64 = 38;
pub(super) const SO_DOMAIN: i64 = 39;

pub(super) const IPPROTO_IP: i64 = 0;
pub(super) const IP_BIND_ADDRESS_NO_PORT: i64 = 24;
pub(super) const IP_MULTICAST_IF: i64 = 32;
pub(super) const IP_TOS: i64 = 1;
pub(super) const IP_TTL: i64 = 2;
pub(super) const IP_MULTICAST_TTL: i64 = 33;
pub(super) const IP_MULTICAST_LOOP: i64 = 34;
pub(super) const IP_ADD_MEMBERSHIP: i64 = 35;
pub(super) const IP_DROP_MEMBERSHIP: i64 = 36;
pub(super) const IP_MULTICAST_ALL: i64 = 49;

pub(super) const IPPROTO_TCP: i64 = 6;
pub(super) const TCP_NODELAY: i64 = 1;
pub(super) const TCP_MAXSEG: i64 = 2;
pub(super) const TCP_KEEPIDLE: i64 = 4;
pub(super) const TCP_USER_TIMEOUT: i64 = 18;
pub(super) const TCP_KEEPINTVL: i64 = 5;
pub(super) const TCP_KEEPCNT: i64 = 6;
pub(super) const TCP_SYNCNT: i64 = 7;
pub(super) const TCP_LINGER2: i64 = 8;
pub(super) const TCP_DEFER_ACCEPT: i64 = 9;
pub(super) const TCP_WINDOW_CLAMP: i64 = 10;
pub(super) const TCP_INFO: i64 = 11;

pub(super) const IPPROTO_UDP: i64 = 17;
pub(super) const UDP_CORK: i64 = 1;

pub(super) const IPPROTO_IPV6: i64 = 41;
pub(super) const IPV6_V6ONLY: i64 = 26;
