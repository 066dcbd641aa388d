//! The arguments of a system call, taken one by one.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::Patience;
use crate::model::datum::{Datum, Failure};
use crate::model::errno::Errno;
use crate::model::id::Fd;

/// The arguments that a program passed.
pub(super) struct Args<'a>(pub(super) &'a [Datum]);

impl Args<'_> {
    fn wrong(&self, index: usize, wanted: &str) -> Failure {
        let message = format!("argument {} must be {wanted}", index + 1);
        Failure::Raise { class: "TypeError", message }
    }

    pub(super) fn int(&self, index: usize) -> Result<i64, Failure> {
        match self.0.get(index) {
            Some(Datum::Int(value)) => Ok(*value),
            Some(Datum::Bool(value)) => Ok(i64::from(*value)),
            _ => Err(self.wrong(index, "an integer")),
        }
    }

    pub(super) fn bool(&self, index: usize) -> Result<bool, Failure> {
        self.int(index).map(|value| value != 0)
    }

    pub(super) fn fd(&self, index: usize) -> Result<Fd, Failure> {
        let number = self.int(index)?;
        i32::try_from(number).map(Fd).map_err(|_| Failure::Os(Errno::EBADF))
    }

    pub(super) fn str(&self, index: usize) -> Result<&str, Failure> {
        match self.0.get(index) {
            Some(Datum::Str(text)) => Ok(text),
            _ => Err(self.wrong(index, "a string")),
        }
    }

    pub(super) fn bytes(&self, index: usize) -> Result<&[u8], Failure> {
        match self.0.get(index) {
            Some(Datum::Bytes(bytes)) => Ok(bytes),
            _ => Err(self.wrong(index, "bytes")),
        }
    }

    /// An address (as text) and the port after it.
    ///
    /// An IPv4 address in IPv6's clothes (`::ffff:a.b.c.d`) is taken as the IPv4 address that it is.
    pub(super) fn address(&self, index: usize) -> Result<SocketAddr, Failure> {
        let host = self.str(index)?;
        let address: IpAddr = match host {
            "" => Ipv4Addr::UNSPECIFIED.into(),
            "localhost" => Ipv4Addr::LOCALHOST.into(),
            _ => host.parse().map_err(|_| Failure::Raise {
                class: "gaierror",
                message: format!("[Errno -2] Name or service not known: {host:?}"),
            })?,
        };
        let address = address.to_canonical();
        let port = u16::try_from(self.int(index + 1)?).map_err(|_| Failure::Raise {
            class: "OverflowError",
            message: "port must be 0-65535.".into(),
        })?;
        Ok(SocketAddr::new(address, port))
    }

    /// A number of seconds.
    pub(super) fn seconds(&self, index: usize) -> Result<Duration, Failure> {
        let seconds = match self.0.get(index) {
            Some(Datum::Float(seconds)) => *seconds,
            _ => self.int(index)? as f64,
        };
        Duration::try_from_secs_f64(seconds).map_err(|_| Failure::Raise {
            class: "ValueError",
            message: "sleep length must be non-negative".into(),
        })
    }

    /// How long the call may wait: `None`, 0 or seconds.
    pub(super) fn patience(&self, index: usize) -> Result<Patience, Failure> {
        match self.0.get(index) {
            None | Some(Datum::None) => Ok(Patience::Endless),
            Some(_) => self.seconds(index).map(|time| match time {
                Duration::ZERO => Patience::None,
                time => Patience::For(time),
            }),
        }
    }
}
