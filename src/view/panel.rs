//! What a view yields: plain data that a page can draw and a voice can read.

use crate::model::id::{Fd, FileId, HostId, LinkId, PacketId, Pid, SocketId, Tid};

/// One view's picture of one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What is shown, and when, in one or two spoken sentences: the picture's name for those who do not see it.
    pub description: String,
    /// What to see in it, to be read above it; empty where the picture says it all.
    pub caption: String,
    /// The picture.
    pub body: Body,
}

/// The picture itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A drawing; `rows` says the same as a table, for those who cannot see it.
    Drawing {
        /// The shapes.
        scene: Scene,
        /// The same facts in words.
        rows: Table,
    },
    /// Tables, one under the other.
    Tables(Vec<Table>),
}

/// A drawing: shapes in the order of painting, in its own units.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width in units; a unit is about a CSS pixel on a wide screen.
    pub width: f32,
    /// Height in units.
    pub height: f32,
    /// The shapes.
    pub shapes: Vec<Shape>,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its outline.
    pub form: Form,
    /// How it looks.
    pub role: Role,
    /// The thing it stands for: pointing at one picture of it highlights all.
    pub target: Option<Target>,
    /// The connection it belongs to.
    pub mark: Option<Mark>,
    /// How much it stands out.
    pub emphasis: Emphasis,
    /// What pointing at it says.
    pub title: Option<String>,
}

/// How much a shape stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// As usual.
    #[default]
    Plain,
    /// The step is about it.
    Now,
    /// It is over, or only explains.
    Faint,
}

/// An outline. Places are (x, y) from the top left corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A box with round corners.
    Box {
        /// Top left corner.
        at: (f32, f32),
        /// Width and height.
        size: (f32, f32),
    },
    /// A circle.
    Circle {
        /// Its middle.
        at: (f32, f32),
        /// Its radius.
        radius: f32,
    },
    /// A straight line, with a head at its end or not.
    Line {
        /// Where it begins.
        from: (f32, f32),
        /// Where it ends.
        to: (f32, f32),
        /// Does an arrow's head stand at the end?
        arrow: bool,
    },
    /// Straight lines from point to point.
    Path {
        /// The points.
        points: Vec<(f32, f32)>,
        /// Does it end where it begins, and is it filled?
        closed: bool,
    },
    /// Many boxes that look the same, as one thing: (x, y, width, height) each.
    Cells {
        /// The boxes.
        cells: Vec<[f32; 4]>,
    },
    /// One line of text.
    Text {
        /// Where its base line begins, or its middle or end.
        at: (f32, f32),
        /// Which part of it stands there.
        anchor: Anchor,
        /// The text.
        text: String,
    },
    /// A packet on its way: a small envelope with its connection's letter, that moves from one place to another.
    /// When the step changes, the page moves it smoothly (or at once, if motion is unwelcome).
    Packet {
        /// Where it left.
        from: (f32, f32),
        /// The corners on its way.
        via: Vec<(f32, f32)>,
        /// Where it will arrive.
        to: (f32, f32),
        /// How much of the way is behind it, 0 to 1.
        along: f32,
        /// A word on it, such as `SYN`.
        label: String,
    },
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// What a shape is, as far as its looks go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A machine.
    Host,
    /// A router.
    Router,
    /// A LAN or cable.
    Link,
    /// A socket that listens.
    Listener,
    /// A socket that is an end of a connection.
    Connection,
    /// A packet, or its arrow.
    Packet,
    /// A packet that says no: RST, or one that was dropped.
    Refusal,
    /// A life line in a ladder.
    Rail,
    /// Ordinary words.
    Label,
    /// Words of less weight.
    Note,
    /// What this step is about.
    Focus,
    /// The name of something large.
    Title,
    /// Addresses and what programs say, in letters of one width.
    Code,
    /// The disc with a connection's letter.
    Badge,
    /// The letter in it.
    Letter,
    /// A row, band or lane behind others.
    Ground,
    /// What a packet carries to open a lock: the five numbers of its header.
    Key,
    /// A field that is the same in key and lock.
    Same,
    /// A field where the lock takes anything.
    Any,
    /// A field that differs.
    Different,
    /// A way from one state to another.
    Way,
    /// A thread's own work: its handler computes.
    Work,
    /// Work of the kernel for it.
    Kernel,
    /// It waits in a call.
    Asleep,
    /// It waits for a core.
    Queued,
    /// A bar of a chart.
    Bar,
    /// How much there is of something, 0 to 7: the more, the darker.
    Level(u8),
}

/// A thing that shapes and rows stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A machine.
    Host(HostId),
    /// A link: a LAN or a cable.
    Link(LinkId),
    /// A process.
    Process(Pid),
    /// A thread.
    Thread(Tid),
    /// A socket.
    Socket(SocketId),
    /// A packet.
    Packet(PacketId),
    /// A line of a process's main script.
    Line(Pid, u32),
    /// A connection, by its place in the order of the run.
    Connection(u16),
    /// A field of a packet's header, by its place in the header.
    Field(PacketId, u8),
    /// A descriptor of a process.
    Descriptor(Pid, Fd),
    /// An open file description.
    File(FileId),
    /// A request in the load laboratory: the run, and its place in the log.
    Request(u8, u32),
}

/// What tells one connection from the others in every picture: a letter, and one of four colours with its own dash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its place in the order of the run, from 0.
    pub index: u16,
}

impl Mark {
    /// A, B, C …, then A1, B1 …
    pub fn letter(self) -> String {
        let letter = char::from(b'A' + (self.index % 26) as u8);
        match self.index / 26 {
            0 => letter.to_string(),
            round => format!("{letter}{round}"),
        }
    }

    /// Which of the four colours.
    pub fn colour(self) -> u8 {
        (self.index % 4) as u8
    }
}

/// A table with a caption.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// The columns' titles.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One text a column.
    pub cells: Vec<String>,
    /// The thing it stands for.
    pub target: Option<Target>,
    /// The connection it belongs to.
    pub mark: Option<Mark>,
    /// What the step did to it.
    pub change: Change,
    /// What pointing at it says.
    pub title: Option<String>,
}

/// What a step did to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Same,
    /// It was not there before.
    Born,
    /// It says something else now.
    Changed,
    /// It is no longer there; shown once more, struck out.
    Gone,
    /// The step is about it.
    Chosen,
}
