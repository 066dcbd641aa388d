//! Pictures of a moment, as plain data. A view is one file and one line in `VIEWS`.

mod captured;
mod compare;
mod cores;
mod descriptors;
mod draw;
mod header;
mod ladder;
mod lanes;
pub mod load;
mod looks;
mod lookup;
mod map;
mod moment;
mod nat;
mod network;
mod panel;
mod passage;
mod queues;
mod refusal;
mod sockets;
mod states;
mod svg;
mod terminal;
mod threads;
mod words;

pub use captured::{Walk, captured};
pub use compare::compare;
pub use looks::{CORNER, HEAD, PACKET};
pub use moment::{Letters, Moment};
pub use panel::{Anchor, Body, Change, Emphasis, Form, Mark, Panel, Role, Row, Scene, Shape, Table, Target};
pub use svg::svg;
pub use terminal::{COMMANDS, FIRST_COMMAND, first_host, terminal};
pub use threads::{LineMark, marks};

/// One way of looking at a run.
pub struct View {
    /// Its name in lessons and addresses.
    pub name: &'static str,
    /// Its title on the page.
    pub title: &'static str,
    /// Draws it.
    pub draw: fn(&Moment, Size) -> Panel,
}

/// How much room a picture has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A screen: scenes are 1000 units wide.
    Wide,
    /// A phone, or a narrow column: scenes are 340 units wide.
    Narrow,
}

impl Size {
    /// The size for a place so many CSS pixels wide: the smallest letters stay 11 pixels high.
    pub fn of_place(width: f32) -> Size {
        if width >= 920.0 { Size::Wide } else { Size::Narrow }
    }

    /// How wide a scene is.
    pub fn width(self) -> f32 {
        match self {
            Size::Wide => 1000.0,
            Size::Narrow => 340.0,
        }
    }
}

/// Every view.
pub const VIEWS: &[View] = &[
    View { name: "network", title: "Network", draw: network::draw },
    View { name: "ladder", title: "Segments", draw: ladder::draw },
    View { name: "header", title: "Header", draw: header::draw },
    View { name: "lookup", title: "Why this socket?", draw: lookup::draw },
    View { name: "refusal", title: "Why refused?", draw: refusal::draw },
    View { name: "sockets", title: "Sockets", draw: sockets::draw },
    View { name: "descriptors", title: "Descriptors", draw: descriptors::draw },
    View { name: "queues", title: "Queues of listeners", draw: queues::draw },
    View { name: "nat", title: "Address translation", draw: nat::draw },
    View { name: "states", title: "TCP states", draw: states::draw },
    View { name: "terminal", title: "Terminal", draw: terminal::draw },
    View { name: "cores", title: "Threads over time", draw: cores::draw },
    View { name: "threads", title: "Programs", draw: threads::draw },
];

/// The view of this name.
pub fn named(name: &str) -> Option<&'static View> {
    VIEWS.iter().find(|view| view.name == name)
}
