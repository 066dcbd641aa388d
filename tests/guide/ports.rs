//! Which ports of each host are taken, and by how many sockets each.

use crate::model::id::HostId;
use crate::model::sorted::SortedMap;
use crate::model::world::World;
use crate::view::{Body, Change, Moment, Panel, Row, Size, Table};

/// Draws the tables.
pub(super) fn draw(moment: &Moment, _: Size) -> Panel {
    let tables: Vec<Table> = moment
        .world
        .hosts
        .iter()
        .map(|host| Table {
            caption: host.name.to_string(),
            columns: vec!["Port".to_owned(), "Sockets".to_owned()],
            rows: rows(moment, host.id),
        })
        .collect();
    let taken: usize = tables.iter().map(|table| table.rows.len()).sum();
    Panel {
        description: format!("Ports at step {}: {taken} taken.", moment.at),
        caption: "A port is a part of a socket's name: many sockets can have the same one.".to_owned(),
        body: Body::Tables(tables),
    }
}

fn rows(moment: &Moment, host: HostId) -> Vec<Row> {
    let before = ports(&moment.before, host);
    let row = |(port, count): (u16, usize)| Row {
        cells: vec![port.to_string(), count.to_string()],
        target: None,
        mark: None,
        change: match before.get(&port) {
            None => Change::Born,
            Some(old) if *old == count => Change::Same,
            Some(_) => Change::Changed,
        },
        title: None,
    };
    ports(&moment.world, host).into_iter().map(row).collect()
}

/// How many sockets of a host have each port.
fn ports(world: &World, host: HostId) -> SortedMap<u16, usize> {
    let mut ports = SortedMap::new();
    for socket in world.sockets.values().filter(|socket| socket.host == host) {
        if let Some(local) = socket.local {
            *ports.or_default(local.port()) += 1;
        }
    }
    ports
}
