//! Error numbers in POSIX's spelling, with Linux's numbers and texts (x86-64, glibc).

/// Why a system call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each one's text is in TABLE")]
pub enum Errno {
    EPERM,
    ENOENT,
    ESRCH,
    EINTR,
    EIO,
    EBADF,
    ECHILD,
    EAGAIN,
    ENOMEM,
    EACCES,
    EFAULT,
    EEXIST,
    ENODEV,
    ENOTDIR,
    EISDIR,
    EINVAL,
    ENFILE,
    EMFILE,
    ENOTTY,
    ENOSPC,
    ESPIPE,
    EPIPE,
    EDOM,
    /// Epoll instances watch each other in a circle, or too deep.
    ELOOP,
    ERANGE,
    EDEADLK,
    ENOSYS,
    ENOTSOCK,
    EDESTADDRREQ,
    EMSGSIZE,
    EPROTOTYPE,
    EPROTO,
    ENOPROTOOPT,
    EPROTONOSUPPORT,
    ESOCKTNOSUPPORT,
    EOPNOTSUPP,
    EPFNOSUPPORT,
    EAFNOSUPPORT,
    EADDRINUSE,
    EADDRNOTAVAIL,
    ENETDOWN,
    ENETUNREACH,
    ENETRESET,
    ECONNABORTED,
    ECONNRESET,
    ENOBUFS,
    EISCONN,
    ENOTCONN,
    ETIMEDOUT,
    ECONNREFUSED,
    EHOSTDOWN,
    EHOSTUNREACH,
    EALREADY,
    EINPROGRESS,
}

/// Each error with its number and what `strerror` says of it.
pub const TABLE: &[(Errno, &str, i32, &str)] = &[
    (Errno::EPERM, "EPERM", 1, "Operation not permitted"),
    (Errno::ENOENT, "ENOENT", 2, "No such file or directory"),
    (Errno::ESRCH, "ESRCH", 3, "No such process"),
    (Errno::EINTR, "EINTR", 4, "Interrupted system call"),
    (Errno::EIO, "EIO", 5, "Input/output error"),
    (Errno::EBADF, "EBADF", 9, "Bad file descriptor"),
    (Errno::ECHILD, "ECHILD", 10, "No child processes"),
    (Errno::EAGAIN, "EAGAIN", 11, "Resource temporarily unavailable"),
    (Errno::ENOMEM, "ENOMEM", 12, "Cannot allocate memory"),
    (Errno::EACCES, "EACCES", 13, "Permission denied"),
    (Errno::EFAULT, "EFAULT", 14, "Bad address"),
    (Errno::EEXIST, "EEXIST", 17, "File exists"),
    (Errno::ENODEV, "ENODEV", 19, "No such device"),
    (Errno::ENOTDIR, "ENOTDIR", 20, "Not a directory"),
    (Errno::EISDIR, "EISDIR", 21, "Is a directory"),
    (Errno::EINVAL, "EINVAL", 22, "Invalid argument"),
    (Errno::ENFILE, "ENFILE", 23, "Too many open files in system"),
    (Errno::EMFILE, "EMFILE", 24, "Too many open files"),
    (Errno::ENOTTY, "ENOTTY", 25, "Inappropriate ioctl for device"),
    (Errno::ENOSPC, "ENOSPC", 28, "No space left on device"),
    (Errno::ESPIPE, "ESPIPE", 29, "Illegal seek"),
    (Errno::EPIPE, "EPIPE", 32, "Broken pipe"),
    (Errno::EDOM, "EDOM", 33, "Numerical argument out of domain"),
    (Errno::ELOOP, "ELOOP", 40, "Too many levels of symbolic links"),
    (Errno::ERANGE, "ERANGE", 34, "Numerical result out of range"),
    (Errno::EDEADLK, "EDEADLK", 35, "Resource deadlock avoided"),
    (Errno::ENOSYS, "ENOSYS", 38, "Function not implemented"),
    (Errno::ENOTSOCK, "ENOTSOCK", 88, "Socket operation on non-socket"),
    (Errno::EDESTADDRREQ, "EDESTADDRREQ", 89, "Destination address required"),
    (Errno::EMSGSIZE, "EMSGSIZE", 90, "Message too long"),
    (Errno::EPROTOTYPE, "EPROTOTYPE", 91, "Protocol wrong type for socket"),
    (Errno::EPROTO, "EPROTO", 71, "Protocol error"),
    (Errno::ENOPROTOOPT, "ENOPROTOOPT", 92, "Protocol not available"),
    (Errno::EPROTONOSUPPORT, "EPROTONOSUPPORT", 93, "Protocol not supported"),
    (Errno::ESOCKTNOSUPPORT, "ESOCKTNOSUPPORT", 94, "Socket type not supported"),
    (Errno::EOPNOTSUPP, "EOPNOTSUPP", 95, "Operation not supported"),
    (Errno::EPFNOSUPPORT, "EPFNOSUPPORT", 96, "Protocol family not supported"),
    (Errno::EAFNOSUPPORT, "EAFNOSUPPORT", 97, "Address family not supported by protocol"),
    (Errno::EADDRINUSE, "EADDRINUSE", 98, "Address already in use"),
    (Errno::EADDRNOTAVAIL, "EADDRNOTAVAIL", 99, "Cannot assign requested address"),
    (Errno::ENETDOWN, "ENETDOWN", 100, "Network is down"),
    (Errno::ENETUNREACH, "ENETUNREACH", 101, "Network is unreachable"),
    (Errno::ENETRESET, "ENETRESET", 102, "Network dropped connection on reset"),
    (Errno::ECONNABORTED, "ECONNABORTED", 103, "Software caused connection abort"),
    (Errno::ECONNRESET, "ECONNRESET", 104, "Connection reset by peer"),
    (Errno::ENOBUFS, "ENOBUFS", 105, "No buffer space available"),
    (Errno::EISCONN, "EISCONN", 106, "Transport endpoint is already connected"),
    (Errno::ENOTCONN, "ENOTCONN", 107, "Transport endpoint is not connected"),
    (Errno::ETIMEDOUT, "ETIMEDOUT", 110, "Connection timed out"),
    (Errno::ECONNREFUSED, "ECONNREFUSED", 111, "Connection refused"),
    (Errno::EHOSTDOWN, "EHOSTDOWN", 112, "Host is down"),
    (Errno::EHOSTUNREACH, "EHOSTUNREACH", 113, "No route to host"),
    (Errno::EALREADY, "EALREADY", 114, "Operation already in progress"),
    (Errno::EINPROGRESS, "EINPROGRESS", 115, "Operation now in progress"),
];

impl Errno {
    fn row(self) -> (Errno, &'static str, i32, &'static str) {
        TABLE[self as usize]
    }

    /// The number that `errno` holds.
    pub fn number(self) -> i32 {
        self.row().2
    }

    /// What `strerror` says.
    pub fn text(self) -> &'static str {
        self.row().3
    }

    /// The error of this number, where it is one we know.
    pub fn from_number(number: i64) -> Option<Errno> {
        TABLE.iter().find(|row| i64::from(row.2) == number).map(|row| row.0)
    }
}

impl std::fmt::Display for Errno {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.row().1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_names() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, index);
            assert_eq!(row.0.to_string(), row.1);
            assert_eq!(Errno::from_number(i64::from(row.2)), Some(row.0));
        }
    }
}
