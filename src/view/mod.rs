//! Pictures of a moment, as plain data. A view is one file and one line in `VIEWS`.

mod moment;
mod panel;

pub use moment::{Letters, Moment};
pub use panel::{Anchor, Body, Change, Form, Mark, Panel, Role, Row, Scene, Shape, Table, Target};

/// One way of looking at a run.
pub struct View {
    /// Its name in lessons and addresses.
    pub name: &'static str,
    /// Its title on the page.
    pub title: &'static str,
    /// Draws it.
    pub draw: fn(&Moment) -> Panel,
}

/// Every view.
pub const VIEWS: &[View] = &[];

/// The view of this name.
pub fn named(name: &str) -> Option<&'static View> {
    VIEWS.iter().find(|view| view.name == name)
}
