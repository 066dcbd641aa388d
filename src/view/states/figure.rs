//! Where states and arrows stand in the diagram (RFC 9293, Figure 5), in both widths. CLOSED stands twice, as in the
//! figure: before a connection and after it.

use crate::model::tcp::TcpState;
use crate::view::Anchor::{self, End, Middle, Start};
use crate::view::Size;

type Point = (f32, f32);

/// The place of CLOSED after a connection; all other places have the numbers of `TcpState::ALL`.
pub(super) const OVER: usize = 11;
/// How high a state's box is.
pub(super) const HIGH: f32 = 64.0;

/// The place of a state.
pub(super) fn place(state: TcpState) -> usize {
    TcpState::ALL.iter().position(|other| *other == state).unwrap_or(OVER)
}

/// What stands in a place.
pub(super) fn state(place: usize) -> TcpState {
    TcpState::ALL.get(place).copied().unwrap_or(TcpState::Closed)
}

/// What an end is doing there, in `TcpState::ALL`'s order and then for the second CLOSED.
pub(super) const MEANINGS: [&str; 12] = [
    "waits for connections",
    "has sent a SYN and waits for the answer",
    "has answered a SYN and waits for the last ACK of the handshake",
    "is open both ways",
    "has sent a FIN that is not acknowledged yet",
    "its FIN is acknowledged; the other side may still send",
    "the other side has sent its FIN; this side may still send",
    "both sides have sent a FIN at the same time; waits for the ACK of its own",
    "has answered the other side's FIN with its own and waits for the last ACK",
    "has closed first and keeps the name busy until no old segment can be on its way",
    "no connection yet",
    "no connection any more",
];

/// An arrow of the figure: from, to, what happens, what is done then.
pub(super) type Arrow = (usize, usize, &'static str, &'static str);

const LISTEN: usize = 0;
const SYN_SENT: usize = 1;
const SYN_RECEIVED: usize = 2;
const ESTABLISHED: usize = 3;
const FIN_WAIT_1: usize = 4;
const FIN_WAIT_2: usize = 5;
const CLOSE_WAIT: usize = 6;
const CLOSING: usize = 7;
const LAST_ACK: usize = 8;
const TIME_WAIT: usize = 9;
const CLOSED: usize = 10;

/// The arrows, in the figure's words.
pub(super) const ARROWS: [Arrow; 20] = [
    (CLOSED, LISTEN, "passive OPEN", "create TCB"),
    (LISTEN, CLOSED, "CLOSE", "delete TCB"),
    (CLOSED, SYN_SENT, "active OPEN", "create TCB, snd SYN"),
    (SYN_SENT, CLOSED, "CLOSE", "delete TCB"),
    (LISTEN, SYN_RECEIVED, "rcv SYN", "snd SYN,ACK"),
    (LISTEN, SYN_SENT, "SEND", "snd SYN"),
    (SYN_SENT, SYN_RECEIVED, "rcv SYN", "snd SYN,ACK"),
    (SYN_RECEIVED, LISTEN, "rcv RST", ""),
    (SYN_RECEIVED, ESTABLISHED, "rcv ACK of SYN", ""),
    (SYN_SENT, ESTABLISHED, "rcv SYN,ACK", "snd ACK"),
    (SYN_RECEIVED, FIN_WAIT_1, "CLOSE", "snd FIN"),
    (ESTABLISHED, FIN_WAIT_1, "CLOSE", "snd FIN"),
    (ESTABLISHED, CLOSE_WAIT, "rcv FIN", "snd ACK"),
    (FIN_WAIT_1, FIN_WAIT_2, "rcv ACK of FIN", ""),
    (FIN_WAIT_1, CLOSING, "rcv FIN", "snd ACK"),
    (CLOSE_WAIT, LAST_ACK, "CLOSE", "snd FIN"),
    (FIN_WAIT_2, TIME_WAIT, "rcv FIN", "snd ACK"),
    (CLOSING, TIME_WAIT, "rcv ACK of FIN", ""),
    (LAST_ACK, OVER, "rcv ACK of FIN", ""),
    (TIME_WAIT, OVER, "timeout = 2MSL", "delete TCB"),
];

/// How an arrow is drawn: its corners, and the words beside it.
pub(super) struct Way {
    pub(super) points: &'static [Point],
    pub(super) words: &'static [(Point, Anchor, &'static str)],
}

/// A layout.
pub(super) struct Figure {
    pub(super) height: f32,
    /// The left top corner and the width of each place.
    pub(super) boxes: [(Point, f32); 12],
    /// Each arrow's way.
    pub(super) ways: [Way; 20],
    /// Where the signs are explained: the left end of the first line.
    pub(super) legend: Point,
}

/// The layout of a size.
pub(super) fn of(size: Size) -> &'static Figure {
    match size {
        Size::Wide => &WIDE,
        Size::Narrow => &NARROW,
    }
}

const fn way(points: &'static [Point], words: &'static [(Point, Anchor, &'static str)]) -> Way {
    Way { points, words }
}

static WIDE: Figure = Figure {
    height: 604.0,
    boxes: [
        ((10.0, 10.0), 220.0),
        ((770.0, 114.0), 220.0),
        ((10.0, 114.0), 220.0),
        ((390.0, 218.0), 220.0),
        ((10.0, 322.0), 220.0),
        ((10.0, 426.0), 220.0),
        ((770.0, 322.0), 220.0),
        ((390.0, 322.0), 220.0),
        ((770.0, 426.0), 220.0),
        ((390.0, 426.0), 220.0),
        ((390.0, 10.0), 220.0),
        ((770.0, 530.0), 220.0),
    ],
    ways: [
        way(&[(390.0, 24.0), (230.0, 24.0)], &[((310.0, 19.0), Middle, "passive OPEN")]),
        way(&[(230.0, 46.0), (390.0, 46.0)], &[((310.0, 41.0), Middle, "CLOSE")]),
        way(
            &[(610.0, 24.0), (910.0, 24.0), (910.0, 114.0)],
            &[((690.0, 19.0), Middle, "active OPEN"), ((690.0, 38.0), Middle, "snd SYN")],
        ),
        way(&[(870.0, 114.0), (870.0, 54.0), (610.0, 54.0)], &[((690.0, 68.0), Middle, "CLOSE")]),
        way(
            &[(120.0, 74.0), (120.0, 114.0)],
            &[((128.0, 90.0), Start, "rcv SYN"), ((128.0, 105.0), Start, "snd SYN,ACK")],
        ),
        way(
            &[(230.0, 66.0), (300.0, 66.0), (300.0, 94.0), (800.0, 94.0), (800.0, 114.0)],
            &[((500.0, 89.0), Middle, "SEND"), ((500.0, 107.0), Middle, "snd SYN")],
        ),
        way(
            &[(770.0, 134.0), (230.0, 134.0)],
            &[((500.0, 129.0), Middle, "rcv SYN"), ((500.0, 148.0), Middle, "snd SYN,ACK")],
        ),
        way(&[(40.0, 114.0), (40.0, 74.0)], &[((48.0, 98.0), Start, "rcv RST")]),
        way(&[(230.0, 162.0), (450.0, 162.0), (450.0, 218.0)], &[((340.0, 177.0), Middle, "rcv ACK of SYN")]),
        way(
            &[(770.0, 162.0), (550.0, 162.0), (550.0, 218.0)],
            &[((660.0, 157.0), Middle, "rcv SYN,ACK"), ((660.0, 177.0), Middle, "snd ACK")],
        ),
        way(
            &[(40.0, 178.0), (40.0, 322.0)],
            &[((48.0, 245.0), Start, "CLOSE"), ((48.0, 260.0), Start, "snd FIN")],
        ),
        way(
            &[(390.0, 250.0), (180.0, 250.0), (180.0, 322.0)],
            &[((285.0, 245.0), Middle, "CLOSE"), ((285.0, 264.0), Middle, "snd FIN")],
        ),
        way(
            &[(610.0, 250.0), (880.0, 250.0), (880.0, 322.0)],
            &[((715.0, 245.0), Middle, "rcv FIN"), ((715.0, 264.0), Middle, "snd ACK")],
        ),
        way(&[(120.0, 386.0), (120.0, 426.0)], &[((128.0, 410.0), Start, "rcv ACK of FIN")]),
        way(
            &[(230.0, 354.0), (390.0, 354.0)],
            &[((310.0, 349.0), Middle, "rcv FIN"), ((310.0, 368.0), Middle, "snd ACK")],
        ),
        way(
            &[(880.0, 386.0), (880.0, 426.0)],
            &[((888.0, 402.0), Start, "CLOSE"), ((888.0, 417.0), Start, "snd FIN")],
        ),
        way(
            &[(230.0, 458.0), (390.0, 458.0)],
            &[((310.0, 453.0), Middle, "rcv FIN"), ((310.0, 472.0), Middle, "snd ACK")],
        ),
        way(&[(500.0, 386.0), (500.0, 426.0)], &[((508.0, 410.0), Start, "rcv ACK of FIN")]),
        way(&[(880.0, 490.0), (880.0, 530.0)], &[((888.0, 514.0), Start, "rcv ACK of FIN")]),
        way(&[(500.0, 490.0), (500.0, 562.0), (770.0, 562.0)], &[((635.0, 557.0), Middle, "timeout = 2MSL")]),
    ],
    legend: (18.0, 542.0),
};

static NARROW: Figure = Figure {
    height: 806.0,
    boxes: [
        ((4.0, 4.0), 132.0),
        ((204.0, 132.0), 132.0),
        ((4.0, 132.0), 132.0),
        ((104.0, 260.0), 132.0),
        ((4.0, 388.0), 132.0),
        ((4.0, 516.0), 106.0),
        ((204.0, 388.0), 132.0),
        ((117.0, 516.0), 106.0),
        ((230.0, 516.0), 106.0),
        ((40.0, 644.0), 132.0),
        ((204.0, 4.0), 132.0),
        ((230.0, 644.0), 106.0),
    ],
    ways: [
        way(
            &[(204.0, 22.0), (136.0, 22.0)],
            &[((170.0, 17.0), Middle, "passive"), ((170.0, 36.0), Middle, "OPEN")],
        ),
        way(&[(136.0, 44.0), (204.0, 44.0)], &[((170.0, 58.0), Middle, "CLOSE")]),
        way(
            &[(272.0, 68.0), (272.0, 132.0)],
            &[
                ((267.0, 92.0), End, "active"),
                ((267.0, 106.0), End, "OPEN"),
                ((267.0, 120.0), End, "snd SYN"),
            ],
        ),
        way(&[(328.0, 132.0), (328.0, 68.0)], &[((322.0, 104.0), End, "CLOSE")]),
        way(
            &[(76.0, 68.0), (76.0, 132.0)],
            &[((82.0, 103.0), Start, "rcv SYN"), ((82.0, 118.0), Start, "snd SYN,ACK")],
        ),
        way(
            &[(126.0, 68.0), (126.0, 86.0), (210.0, 86.0), (210.0, 132.0)],
            &[((168.0, 81.0), Middle, "SEND"), ((168.0, 101.0), Middle, "snd SYN")],
        ),
        way(
            &[(204.0, 152.0), (136.0, 152.0)],
            &[
                ((170.0, 147.0), Middle, "rcv SYN"),
                ((170.0, 166.0), Middle, "snd"),
                ((170.0, 180.0), Middle, "SYN,ACK"),
            ],
        ),
        way(&[(16.0, 132.0), (16.0, 68.0)], &[((22.0, 104.0), Start, "rcv RST")]),
        way(
            &[(120.0, 196.0), (120.0, 260.0)],
            &[((114.0, 224.0), End, "rcv ACK"), ((114.0, 238.0), End, "of SYN")],
        ),
        way(
            &[(220.0, 196.0), (220.0, 260.0)],
            &[((226.0, 224.0), Start, "rcv SYN,ACK"), ((226.0, 238.0), Start, "snd ACK")],
        ),
        way(
            &[(20.0, 196.0), (20.0, 388.0)],
            &[((26.0, 290.0), Start, "CLOSE"), ((26.0, 304.0), Start, "snd FIN")],
        ),
        way(
            &[(124.0, 324.0), (124.0, 388.0)],
            &[((118.0, 352.0), End, "CLOSE"), ((118.0, 366.0), End, "snd FIN")],
        ),
        way(
            &[(216.0, 324.0), (216.0, 388.0)],
            &[((222.0, 352.0), Start, "rcv FIN"), ((222.0, 366.0), Start, "snd ACK")],
        ),
        way(
            &[(30.0, 452.0), (30.0, 516.0)],
            &[((36.0, 480.0), Start, "rcv ACK"), ((36.0, 494.0), Start, "of FIN")],
        ),
        way(
            &[(128.0, 452.0), (128.0, 516.0)],
            &[((134.0, 480.0), Start, "rcv FIN"), ((134.0, 494.0), Start, "snd ACK")],
        ),
        way(
            &[(300.0, 452.0), (300.0, 516.0)],
            &[((294.0, 480.0), End, "CLOSE"), ((294.0, 494.0), End, "snd FIN")],
        ),
        way(
            &[(80.0, 580.0), (80.0, 644.0)],
            &[((74.0, 608.0), End, "rcv FIN"), ((74.0, 622.0), End, "snd ACK")],
        ),
        way(
            &[(150.0, 580.0), (150.0, 644.0)],
            &[((156.0, 608.0), Start, "rcv ACK"), ((156.0, 622.0), Start, "of FIN")],
        ),
        way(
            &[(300.0, 580.0), (300.0, 644.0)],
            &[((294.0, 608.0), End, "rcv ACK"), ((294.0, 622.0), End, "of FIN")],
        ),
        way(
            &[(172.0, 676.0), (230.0, 676.0)],
            &[((201.0, 671.0), Middle, "timeout"), ((201.0, 690.0), Middle, "= 2MSL")],
        ),
    ],
    legend: (12.0, 738.0),
};
