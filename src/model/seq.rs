//! TCP sequence numbers: 32 bits that wrap round (RFC 9293 §3.4).

use std::fmt;
use std::ops::{Add, Sub};

/// A place in the stream of bytes of one direction of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SeqNum(pub u32);

impl SeqNum {
    /// Does this place come before `other`, going the short way round?
    pub fn before(self, other: SeqNum) -> bool {
        other.0.wrapping_sub(self.0).wrapping_sub(1) < 1 << 31
    }

    /// Does this place come after `other`?
    pub fn after(self, other: SeqNum) -> bool {
        other.before(self)
    }
}

impl Add<u32> for SeqNum {
    type Output = SeqNum;
    fn add(self, bytes: u32) -> SeqNum {
        SeqNum(self.0.wrapping_add(bytes))
    }
}

impl Sub for SeqNum {
    type Output = u32;
    /// How many bytes lie between an earlier place and this one.
    fn sub(self, earlier: SeqNum) -> u32 {
        self.0.wrapping_sub(earlier.0)
    }
}

impl fmt::Display for SeqNum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::SeqNum;

    #[test]
    fn order_goes_the_short_way_round() {
        let near_the_end = SeqNum(u32::MAX - 1);
        assert!(near_the_end.before(near_the_end + 5));
        assert!((near_the_end + 5).after(near_the_end));
        assert!(!near_the_end.before(near_the_end));
        assert_eq!((near_the_end + 5) - near_the_end, 5);
    }
}
