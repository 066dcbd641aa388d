//! Captures from elsewhere: a file of tcpdump or Wireshark becomes packets, and each packet walks through the look-up of the
//! sockets that the capture itself implies. A file is untrusted: whatever is wrong with it gets a sentence.

mod bytes;
mod decode;
mod file;
mod lookups;
mod replay;

pub use file::{Capture, Frame, read};
pub use lookups::{Step, lookups};
pub use replay::{Replay, replay};
