//! Pictures of the load laboratory: a run at a glance, a window of it in full, its figures beside those of others, and what
//! limits the number of clients.

mod axis;
mod dots;
mod figures;
mod lanes;
mod limits;
mod overview;

pub use figures::figures;
pub use lanes::{Window, lanes};
pub use limits::limits;
pub use overview::{Frame, overview};
