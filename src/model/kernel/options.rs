//! `setsockopt` and `getsockopt`, with Linux's numbers.

use std::net::Ipv4Addr;
use std::time::Duration;

use super::args::Args;
use super::sockets::take_error;
use super::{Outcome, datagram, done, failed, files};
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::event::Event;
use crate::model::id::{SocketId, Tid};
use crate::model::net::TTL;
use crate::model::numbers::{
    AF_INET, AF_INET6, IP_ADD_MEMBERSHIP, IP_BIND_ADDRESS_NO_PORT, IP_DROP_MEMBERSHIP, IP_MULTICAST_ALL,
    IP_MULTICAST_IF, IP_MULTICAST_LOOP, IP_MULTICAST_TTL, IP_TOS, IP_TTL, IPPROTO_IP, IPPROTO_IPV6,
    IPPROTO_TCP, IPPROTO_UDP, IPV6_V6ONLY, SO_ACCEPTCONN, SO_BROADCAST, SO_DOMAIN, SO_ERROR, SO_KEEPALIVE,
    SO_LINGER, SO_MARK, SO_PRIORITY, SO_PROTOCOL, SO_RCVBUF, SO_RCVLOWAT, SO_RCVTIMEO, SO_REUSEADDR,
    SO_REUSEPORT, SO_SNDBUF, SO_SNDLOWAT, SO_SNDTIMEO, SO_TYPE, SOCK_DGRAM, SOCK_STREAM, SOL_SOCKET,
    TCP_DEFER_ACCEPT, TCP_INFO, TCP_KEEPCNT, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_LINGER2, TCP_MAXSEG,
    TCP_NODELAY, TCP_SYNCNT, TCP_WINDOW_CLAMP, UDP_CORK,
};
use crate::model::packet::Protocol;
use crate::model::settings::Settings;
use crate::model::socket::{Family, KEPT, Options, Socket};
use crate::model::tcp::{self, MSS_ETHERNET, SEND_BUFFER, TcpState};
use crate::model::turn::Turn;

/// Linux `SOCK_MIN_SNDBUF` and `SOCK_MIN_RCVBUF`.
const LEAST_SEND: u32 = 4608;
const LEAST_RECEIVE: u32 = 2304;

pub(super) fn set(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let socket = files::socket(turn, tid, args.fd(0)?)?;
    let mut options = turn.socket(socket).options;
    if args.int(1)? == IPPROTO_TCP && turn.socket(socket).protocol == Protocol::Udp {
        return Ok(failed(Errno::ENOPROTOOPT));
    }
    if privileged(args.int(1)?, args.int(2)?, args.int(3)) && !turn.process_of(tid).user.is_root() {
        return Ok(failed(Errno::EPERM));
    }
    match (args.int(1)?, args.int(2)?) {
        (IPPROTO_IP, IP_ADD_MEMBERSHIP | IP_DROP_MEMBERSHIP) => {
            let join = args.int(2)? == IP_ADD_MEMBERSHIP;
            return Ok(datagram::membership(turn, socket, args.bytes(3)?, join));
        }
        (IPPROTO_IP, IP_MULTICAST_IF) => {
            let Some(interface) = interface(args.bytes(3)?) else { return Ok(failed(Errno::EINVAL)) };
            let known =
                interface.is_unspecified() || turn.host(turn.socket(socket).host).owns(interface.into());
            if !known {
                return Ok(failed(Errno::EADDRNOTAVAIL));
            }
            options.multicast_interface = (!interface.is_unspecified()).then_some(interface);
        }
        (IPPROTO_IP, IP_MULTICAST_TTL) => match u8::try_from(args.int(3)?) {
            Ok(ttl) => options.multicast_ttl = ttl,
            Err(_) => return Ok(failed(Errno::EINVAL)),
        },
        (SOL_SOCKET, SO_LINGER) => match linger(args.bytes(3)?) {
            Some(linger) => {
                options.linger = linger.map(|seconds| Duration::from_secs(seconds.unsigned_abs().into()));
                options.linger_seconds = linger.unwrap_or(options.linger_seconds);
            }
            None => return Ok(failed(Errno::EINVAL)),
        },
        (SOL_SOCKET, SO_SNDBUF) => {
            let most = turn.host(turn.socket(socket).host).settings.wmem_max;
            options.send_buffer = Some(doubled(args.int(3)?, most, LEAST_SEND));
        }
        (SOL_SOCKET, SO_RCVBUF) => {
            let most = turn.host(turn.socket(socket).host).settings.rmem_max;
            options.receive_buffer = Some(doubled(args.int(3)?, most, LEAST_RECEIVE));
        }
        (IPPROTO_TCP, TCP_SYNCNT) => match u32::try_from(args.int(3)?) {
            Ok(count @ 1..=127) => options.syn_retries = Some(count),
            _ => return Ok(failed(Errno::EINVAL)),
        },
        (IPPROTO_IPV6, IPV6_V6ONLY) => match may_set_v6_only(turn.socket(socket)) {
            Ok(()) => options.v6_only = args.bool(3)?,
            Err(errno) => return Ok(failed(errno)),
        },
        (SOL_SOCKET, SO_RCVTIMEO) => options.receive_time = time(args.bytes(3)?)?,
        (SOL_SOCKET, SO_SNDTIMEO) => options.send_time = time(args.bytes(3)?)?,
        (level, option) if keeps(&mut options, turn, socket, (level, option), args.int(3)?)? => {}
        (level, option) => {
            let Some(flag) = flag(&mut options, level, option) else { return Ok(failed(Errno::ENOPROTOOPT)) };
            *flag = args.bool(3)?;
        }
    }
    take_effect(turn, socket, options, (args.int(1)?, args.int(2)?));
    Ok(done(Datum::None))
}

fn take_effect(turn: &mut Turn, socket: SocketId, options: Options, set: (i64, i64)) {
    let begins = options.keep_alive && !turn.socket(socket).options.keep_alive;
    turn.record(Event::OptionsSet { socket, options });
    if begins || set == (IPPROTO_TCP, TCP_KEEPIDLE) {
        tcp::keep_alive_changed(turn, socket, begins);
    }
    if set == (IPPROTO_TCP, TCP_NODELAY) && turn.socket(socket).tcb().is_some() {
        tcp::push(turn, socket);
    }
}

/// Is it root's alone to set this (Linux `sk_setsockopt`)?
fn privileged(level: i64, option: i64, value: Result<i64, Failure>) -> bool {
    match (level, option) {
        (SOL_SOCKET, SO_PRIORITY) => value.is_ok_and(|value| !(0..=6).contains(&value)),
        (SOL_SOCKET, SO_MARK) => true,
        _ => false,
    }
}

/// The place of an option that is only kept and told.
fn kept(level: i64, option: i64) -> Option<usize> {
    KEPT.iter().position(|(at, number, ..)| (*at, *number) == (level, option))
}

/// Takes the value of an option that is a number. False: it is none of those.
fn keeps(
    options: &mut Options,
    turn: &Turn,
    socket: SocketId,
    option: (i64, i64),
    value: i64,
) -> Result<bool, Failure> {
    let most = turn.host(turn.socket(socket).host).settings.tcp_rmem[2] / 2;
    let tcp = turn.socket(socket).protocol == Protocol::Tcp;
    match option {
        (SOL_SOCKET, SO_RCVLOWAT) => {
            let most = if tcp { most } else { i32::MAX as u32 };
            options.receive_least = u32::try_from(value).unwrap_or(most).clamp(1, most);
        }
        (IPPROTO_TCP, TCP_MAXSEG) => match u16::try_from(value) {
            Ok(size @ (0 | 88..=32767)) => options.segment = size,
            _ => return Err(Failure::Os(Errno::EINVAL)),
        },
        (IPPROTO_TCP, TCP_LINGER2) => options.linger2 = value.clamp(-1, 120) as i32,
        (level, number) if kept(level, number).is_some() => {
            let value = match option {
                (IPPROTO_TCP, TCP_DEFER_ACCEPT) => deferred(value),
                // One byte of the header; the two bits for congestion are TCP's own business (`ip_sock_set_tos`).
                (IPPROTO_IP, IP_TOS) => value & if tcp { 0xfc } else { 0xff },
                // As a socket has it that nobody has told anything.
                (IPPROTO_IP, IP_TTL) if value == -1 => i64::from(TTL),
                (IPPROTO_TCP, TCP_WINDOW_CLAMP) if value > 0 => value.max(LEAST_RECEIVE as i64 / 2),
                _ => value,
            };
            if !keep(options, level, number, value) {
                return Err(Failure::Os(Errno::EINVAL));
            }
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// Seconds as Linux keeps them: as a number of retransmissions, whose pauses double from one second to 120.
fn deferred(asked: i64) -> i64 {
    let (mut seconds, mut pause, mut times) = (0, 1, 0);
    while seconds < asked && times < 255 {
        seconds += pause;
        pause = (pause * 2).min(120);
        times += 1;
    }
    seconds
}

/// `struct timeval`, rounded up to the kernel's ticks of 4 ms. Nothing at all is for ever, less than nothing not at all.
fn time(bytes: &[u8]) -> Result<Option<Duration>, Failure> {
    let word =
        |at: usize| -> Option<i64> { Some(i64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?)) };
    match (word(0), word(8)) {
        (Some(seconds), Some(micros @ 0..1_000_000)) => Ok(match u64::try_from(seconds) {
            Ok(0) if micros == 0 => None,
            Ok(seconds) => {
                Some(Duration::from_secs(seconds) + Duration::from_millis((micros as u64).div_ceil(4000) * 4))
            }
            Err(_) => Some(Duration::ZERO),
        }),
        (Some(_), Some(_)) => Err(Failure::Os(Errno::EDOM)),
        _ => Err(Failure::Os(Errno::EINVAL)),
    }
}

/// Keeps an option's value. False: it allows no such value.
fn keep(options: &mut Options, level: i64, option: i64, value: i64) -> bool {
    let Some(place) = kept(level, option) else { return false };
    let (.., least, most) = KEPT[place];
    let value = if (least, most) == (0, 1) { i32::from(value != 0) } else { value as i32 };
    let good = (least..=most).contains(&value);
    if good {
        options.kept[place] = Some(value);
    }
    good
}

fn flag(options: &mut Options, level: i64, option: i64) -> Option<&mut bool> {
    Some(match (level, option) {
        (SOL_SOCKET, SO_REUSEADDR) => &mut options.reuse_address,
        (SOL_SOCKET, SO_REUSEPORT) => &mut options.reuse_port,
        (SOL_SOCKET, SO_KEEPALIVE) => &mut options.keep_alive,
        (IPPROTO_TCP, TCP_NODELAY) => &mut options.no_delay,
        (SOL_SOCKET, SO_BROADCAST) => &mut options.broadcast,
        (IPPROTO_IP, IP_MULTICAST_LOOP) => &mut options.multicast_loop,
        (IPPROTO_IP, IP_MULTICAST_ALL) => &mut options.multicast_all,
        (IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT) => &mut options.bind_no_port,
        _ => return None,
    })
}

/// IPV6_V6ONLY is part of a socket's name, so it is settled once that has a port (Linux `do_ipv6_setsockopt`).
fn may_set_v6_only(socket: &Socket) -> Result<(), Errno> {
    match (socket.family, socket.local) {
        (Family::Inet, _) => Err(Errno::ENOPROTOOPT),
        (Family::Inet6, Some(local)) if local.port() != 0 => Err(Errno::EINVAL),
        (Family::Inet6, _) => Ok(()),
    }
}

/// The interface that `IP_MULTICAST_IF` names: `struct in_addr`, or the address in `struct ip_mreqn`.
fn interface(bytes: &[u8]) -> Option<Ipv4Addr> {
    let four = if bytes.len() >= 8 { &bytes[4..8] } else { bytes };
    let four: [u8; 4] = four.try_into().ok()?;
    Some(Ipv4Addr::from(four))
}

/// A buffer's size as Linux keeps it: half is for its own records (`__sock_set_rcvbuf`).
fn doubled(asked: i64, most: u32, least: u32) -> u32 {
    // As unsigned in the kernel: less than nothing is a huge size, and the cap applies.
    let asked = u32::try_from(asked).unwrap_or(u32::MAX).min(most);
    (asked * 2).max(least)
}

/// `struct linger`: two integers, on or off, and seconds.
fn linger(bytes: &[u8]) -> Option<Option<i32>> {
    let words: [u8; 8] = bytes.get(..8)?.try_into().ok()?;
    let [on, seconds] =
        [&words[..4], &words[4..]].map(|word| i32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    Some((on != 0).then_some(seconds))
}

pub(super) fn get(turn: &mut Turn, tid: Tid, args: Args) -> Result<Outcome, Failure> {
    let socket = files::socket(turn, tid, args.fd(0)?)?;
    let (level, option) = (args.int(1)?, args.int(2)?);
    if (level, option) == (SOL_SOCKET, SO_ERROR) {
        let errno = take_error(turn, socket);
        return Ok(done(Datum::Int(errno.map_or(0, |errno| errno.number().into()))));
    }
    let own = turn.socket(socket);
    let foreign = match level {
        IPPROTO_IPV6 => own.family == Family::Inet,
        IPPROTO_TCP => own.protocol != Protocol::Tcp,
        IPPROTO_UDP => own.protocol != Protocol::Udp,
        SOL_SOCKET | IPPROTO_IP => false,
        _ => true,
    };
    if foreign {
        return Ok(failed(Errno::EOPNOTSUPP));
    }
    if let Some(bytes) = structure(own, level, option) {
        return Ok(done(Datum::Bytes(bytes)));
    }
    let settings = &turn.host(own.host).settings;
    Ok(match value(own, settings, level, option) {
        Some(value) => done(Datum::Int(value)),
        None => failed(Errno::ENOPROTOOPT),
    })
}

/// The value of an option that is a structure of C.
///
/// Not modelled, because nothing here measures them: in `struct tcp_info`, all but the state and the retransmissions.
fn structure(socket: &Socket, level: i64, option: i64) -> Option<Vec<u8>> {
    let options = &socket.options;
    let timeval = |time: Option<Duration>| {
        let time = time.unwrap_or_default();
        [time.as_secs().to_le_bytes(), u64::from(time.subsec_micros()).to_le_bytes()].concat()
    };
    Some(match (level, option) {
        (SOL_SOCKET, SO_LINGER) => {
            [i32::from(options.linger.is_some()).to_le_bytes(), options.linger_seconds.to_le_bytes()].concat()
        }
        (SOL_SOCKET, SO_RCVTIMEO) => timeval(options.receive_time),
        (SOL_SOCKET, SO_SNDTIMEO) => timeval(options.send_time),
        (IPPROTO_TCP, TCP_INFO) => {
            let mut info = vec![0; 280];
            info[0] = socket.tcp_state().number();
            info[2] = socket.tcb().map_or(0, |tcb| tcb.retries.min(255) as u8);
            info
        }
        _ => return None,
    })
}

/// An option's value as a number.
fn value(socket: &Socket, settings: &Settings, level: i64, option: i64) -> Option<i64> {
    let options = &socket.options;
    Some(match (level, option) {
        (SOL_SOCKET, SO_REUSEADDR) => options.reuse_address.into(),
        (SOL_SOCKET, SO_REUSEPORT) => options.reuse_port.into(),
        (SOL_SOCKET, SO_KEEPALIVE) => options.keep_alive.into(),
        (IPPROTO_TCP, TCP_NODELAY) => options.no_delay.into(),
        (IPPROTO_IPV6, IPV6_V6ONLY) => options.v6_only.into(),
        (SOL_SOCKET, SO_BROADCAST) => options.broadcast.into(),
        (IPPROTO_IP, IP_MULTICAST_LOOP) => options.multicast_loop.into(),
        (IPPROTO_IP, IP_MULTICAST_ALL) => options.multicast_all.into(),
        (IPPROTO_IP, IP_MULTICAST_TTL) => options.multicast_ttl.into(),
        (SOL_SOCKET, SO_ACCEPTCONN) => (socket.tcp_state() == TcpState::Listen).into(),
        (SOL_SOCKET, SO_TYPE) if socket.protocol == Protocol::Udp => SOCK_DGRAM,
        (SOL_SOCKET, SO_TYPE) => SOCK_STREAM,
        (SOL_SOCKET, SO_PROTOCOL) if socket.protocol == Protocol::Udp => IPPROTO_UDP,
        (SOL_SOCKET, SO_PROTOCOL) => IPPROTO_TCP,
        (SOL_SOCKET, SO_DOMAIN) => match socket.family {
            Family::Inet => AF_INET,
            Family::Inet6 => AF_INET6,
        },
        (IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT) => options.bind_no_port.into(),
        (IPPROTO_TCP, TCP_SYNCNT) => options.syn_retries.unwrap_or(settings.syn_retries).into(),
        (SOL_SOCKET, SO_RCVLOWAT) => options.receive_least.into(),
        (SOL_SOCKET, SO_SNDLOWAT) => 1,
        (IPPROTO_UDP, UDP_CORK) => 0,
        (IPPROTO_TCP, TCP_MAXSEG) => match (options.segment, socket.tcb()) {
            (size, Some(_)) if size > 12 => i64::from(size) - 12,
            (_, Some(_)) => MSS_ETHERNET as i64,
            (0, None) => 536,
            (size, None) => size.into(),
        },
        (IPPROTO_TCP, TCP_LINGER2) if options.linger2 == 0 => settings.fin_timeout.into(),
        (IPPROTO_TCP, TCP_LINGER2) => options.linger2.into(),
        (SOL_SOCKET, SO_SNDBUF) if socket.protocol == Protocol::Udp => {
            options.send_buffer.unwrap_or(settings.wmem_default).into()
        }
        (SOL_SOCKET, SO_RCVBUF) if socket.protocol == Protocol::Udp => {
            options.receive_buffer.unwrap_or(settings.rmem_default).into()
        }
        (SOL_SOCKET, SO_SNDBUF) => match (options.send_buffer, socket.tcb()) {
            (Some(size), _) => size.into(),
            (None, Some(tcb)) if tcb.was_open() => SEND_BUFFER as i64,
            (None, _) => settings.tcp_wmem[1].into(),
        },
        (SOL_SOCKET, SO_RCVBUF) => options.receive_buffer.unwrap_or(settings.tcp_rmem[1]).into(),
        (level, option) => {
            let place = kept(level, option)?;
            let first = match (level, option) {
                (IPPROTO_TCP, TCP_KEEPIDLE) => settings.keep_alive[0] as i32,
                (IPPROTO_TCP, TCP_KEEPINTVL) => settings.keep_alive[1] as i32,
                (IPPROTO_TCP, TCP_KEEPCNT) => settings.keep_alive[2] as i32,
                _ => KEPT[place].2,
            };
            options.kept[place].unwrap_or(first).into()
        }
    })
}
