//! The columns of `ss`: as wide as what stands in them.

use std::net::{IpAddr, SocketAddr};

use crate::model::socket::Family;
use crate::report::names;
use crate::report::rows::Row;

/// A table before its columns have their widths.
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

struct Column {
    title: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Protocol,
    State,
    Receive,
    Send,
    /// An address, to the right, with a blank before it.
    LocalAddress,
    LocalPort,
    PeerAddress,
    PeerPort,
    Process,
}

impl Column {
    /// What stands between it and the column before it.
    fn gap(&self) -> &'static str {
        match self.kind {
            Kind::LocalPort | Kind::PeerPort | Kind::Process => "",
            _ => " ",
        }
    }

    fn pad(&self, text: &str, width: usize) -> String {
        match self.kind {
            Kind::LocalAddress | Kind::PeerAddress => format!("{text:>width$}"),
            _ => format!("{text:<width$}"),
        }
    }
}

/// An address of a socket. `*` is any address of both families; an IPv4 address of a socket of IPv6 is a mapped one.
fn address(row: &Row, of: SocketAddr) -> String {
    let inet6 = row.socket.family == Family::Inet6;
    match of.ip() {
        IpAddr::V6(address) if address.is_unspecified() && !row.socket.options.v6_only => "*".to_owned(),
        IpAddr::V6(address) => format!("[{address}]"),
        IpAddr::V4(address) if inet6 => format!("[{}]", address.to_ipv6_mapped()),
        IpAddr::V4(address) => address.to_string(),
    }
}

impl Table {
    /// An empty table, with the columns that say something.
    pub(super) fn new(protocol: bool, state: bool) -> Table {
        let columns = [
            ("Netid", Kind::Protocol),
            ("State", Kind::State),
            ("Recv-Q", Kind::Receive),
            ("Send-Q", Kind::Send),
            ("Local Address:", Kind::LocalAddress),
            ("Port", Kind::LocalPort),
            ("Peer Address:", Kind::PeerAddress),
            ("Port", Kind::PeerPort),
            ("Process", Kind::Process),
        ];
        let shown = |kind| (protocol || kind != Kind::Protocol) && (state || kind != Kind::State);
        let columns = columns.into_iter().filter(|(_, kind)| shown(*kind));
        Table { columns: columns.map(|(title, kind)| Column { title, kind }).collect(), rows: Vec::new() }
    }

    pub(super) fn add(&mut self, row: &Row, service_names: bool, process: String) {
        let port = |port| names::port(port, !service_names);
        let cell = |column: &Column| match column.kind {
            Kind::Protocol => row.socket.protocol.to_string().to_lowercase(),
            Kind::State => row.state.in_ss().to_owned(),
            Kind::Receive => format!("{:<6}", row.receive),
            Kind::Send => format!("{:<6}", row.send),
            Kind::LocalAddress => format!("{}:", address(row, row.local)),
            Kind::LocalPort => port(row.local.port()),
            Kind::PeerAddress => format!("{}:", address(row, row.peer)),
            Kind::PeerPort => port(row.peer.port()),
            Kind::Process => process.clone(),
        };
        self.rows.push(self.columns.iter().map(cell).collect());
    }

    pub(super) fn print(mut self, header: bool) -> String {
        if header {
            let titles = self.columns.iter().map(|column| column.title.to_owned()).collect();
            self.rows.insert(0, titles);
        }
        let widths: Vec<usize> = (0..self.columns.len()).map(|index| self.width(index)).collect();
        let mut text = String::new();
        for row in &self.rows {
            for (index, (column, cell)) in self.columns.iter().zip(row).enumerate() {
                text += if index == 0 { "" } else { column.gap() };
                text += &column.pad(cell, widths[index]);
            }
            text.push('\n');
        }
        text
    }

    /// The widest cell. `ss` writes the last cell of all before it has measured it, so that one does not count.
    fn width(&self, index: usize) -> usize {
        let last = index + 1 == self.columns.len() && self.rows.len() > 1;
        let measured = self.rows.len() - usize::from(last);
        self.rows[..measured].iter().map(|row| row[index].chars().count()).max().unwrap_or(0)
    }
}
