//! Users: on whose behalf a process runs, and what that allows.

/// The three user and group numbers of a process (POSIX `setuid`).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct User {
    /// The user.
    pub uid: Ids,
    /// The group.
    pub gid: Ids,
}

/// One kind of number: who started the process, who counts now, and who may count again.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ids {
    /// Who started it.
    pub real: u32,
    /// Who counts now.
    pub effective: u32,
    /// Who may count again.
    pub saved: u32,
}

impl User {
    /// Is this the superuser? The model has no finer capabilities.
    pub fn is_root(self) -> bool {
        self.uid.effective == 0
    }

    /// May it send a signal to a process of another user (POSIX `kill`)?
    pub fn may_signal(self, other: User) -> bool {
        let mine = [self.uid.real, self.uid.effective];
        self.is_root() || mine.contains(&other.uid.real) || mine.contains(&other.uid.saved)
    }
}

impl Ids {
    /// `setuid` or `setgid`: for the superuser all three change, for others only who counts.
    pub fn set(self, id: u32, privileged: bool) -> Option<Ids> {
        if privileged {
            Some(Ids { real: id, effective: id, saved: id })
        } else {
            self.set_effective(id, false)
        }
    }

    /// `seteuid` or `setegid`: back and forth among the three.
    pub fn set_effective(self, id: u32, privileged: bool) -> Option<Ids> {
        (privileged || id == self.real || id == self.saved).then_some(Ids { effective: id, ..self })
    }
}
