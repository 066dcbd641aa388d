//! Numbers in foreign bytes, in either order; nothing where the bytes end.

/// Bytes in the order of the machine that wrote them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes<'a> {
    all: &'a [u8],
    big: bool,
}

impl<'a> Bytes<'a> {
    pub(super) fn new(all: &'a [u8], big: bool) -> Bytes<'a> {
        Bytes { all, big }
    }

    pub(super) fn len(self) -> usize {
        self.all.len()
    }

    /// So many bytes from a place on.
    pub(super) fn part(self, at: usize, length: usize) -> Option<&'a [u8]> {
        self.all.get(at..at.checked_add(length)?)
    }

    pub(super) fn byte(self, at: usize) -> Option<u8> {
        self.all.get(at).copied()
    }

    pub(super) fn u16(self, at: usize) -> Option<u16> {
        let bytes: [u8; 2] = self.part(at, 2)?.try_into().ok()?;
        Some(if self.big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    pub(super) fn u32(self, at: usize) -> Option<u32> {
        let bytes: [u8; 4] = self.part(at, 4)?.try_into().ok()?;
        Some(if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }
}
