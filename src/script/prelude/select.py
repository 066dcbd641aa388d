"""Waiting for several files at once: select, poll and epoll."""

import _sys

error = OSError

POLLIN = 1
POLLPRI = 2
POLLOUT = 4
POLLERR = 8
POLLHUP = 16
POLLNVAL = 32
POLLRDNORM = 64
POLLRDBAND = 128
POLLWRNORM = 256
POLLWRBAND = 512
POLLMSG = 1024
POLLRDHUP = 8192
EPOLLIN = 1
EPOLLPRI = 2
EPOLLOUT = 4
EPOLLERR = 8
EPOLLHUP = 16
EPOLLRDNORM = 64
EPOLLRDBAND = 128
EPOLLWRNORM = 256
EPOLLWRBAND = 512
EPOLLMSG = 1024
EPOLLRDHUP = 8192
EPOLLEXCLUSIVE = 1 << 28
EPOLLWAKEUP = 1 << 29
EPOLLONESHOT = 1 << 30
EPOLLET = 1 << 31
EPOLL_CLOEXEC = 524288
PIPE_BUF = 4096

# What `select` takes for readable, writable and exceptional (Linux `fs/select.c`).
_READ = POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR
_WRITE = POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR
_EXCEPT = POLLPRI
_FD_SETSIZE = 1024


def _descriptor(file):
    """The descriptor of a file, or of what has a `fileno()`."""
    if isinstance(file, int):
        fd = file
    else:
        method = getattr(file, "fileno", None)
        if method is None:
            raise TypeError("argument must be an int, or have a fileno() method.")
        fd = method()
        if not isinstance(fd, int):
            raise TypeError("fileno() returned a non-integer")
    if fd < 0:
        raise ValueError("file descriptor cannot be a negative integer (%d)" % fd)
    return int(fd)


def _time(timeout, unit=1):
    """A time-out in seconds; None and, for poll and epoll, less than zero mean for ever."""
    if timeout is None:
        return None
    if not isinstance(timeout, (int, float)):
        raise TypeError("timeout must be an integer or None" if unit != 1 else "timeout must be a float or None")
    return timeout / unit


def select(rlist, wlist, xlist, timeout=None, /):
    wait = _time(timeout)
    if wait is not None and wait < 0:
        raise ValueError("timeout must be non-negative")
    wanted = {}
    lists = []
    for files, events in ((rlist, _READ), (wlist, _WRITE), (xlist, _EXCEPT)):
        pairs = [(file, _descriptor(file)) for file in files]
        for _, fd in pairs:
            if fd >= _FD_SETSIZE:
                raise ValueError("filedescriptor out of range in select()")
            wanted[fd] = wanted.get(fd, 0) | events
        lists.append((pairs, events))
    found = dict(_sys.poll(list(wanted.items()), wait))
    if any([events & POLLNVAL for events in found.values()]):
        raise OSError(9, "Bad file descriptor")
    # What came has at least one bit that was asked for, but perhaps in another of the lists.
    return tuple([[file for file, fd in pairs if found.get(fd, 0) & events] for pairs, events in lists])


class poll:
    """The object that `select.poll()` gives."""

    def __init__(self):
        self._events = {}

    def register(self, fd, eventmask=POLLIN | POLLPRI | POLLOUT, /):
        self._events[_descriptor(fd)] = eventmask

    def modify(self, fd, eventmask, /):
        fd = _descriptor(fd)
        if fd not in self._events:
            raise FileNotFoundError(2, "No such file or directory")
        self._events[fd] = eventmask

    def unregister(self, fd, /):
        del self._events[_descriptor(fd)]

    def poll(self, timeout=None, /):
        wait = _time(timeout, 1000)
        if wait is not None and wait < 0:
            wait = None
        return _sys.poll(list(self._events.items()), wait)


class epoll:
    """An epoll instance of the kernel."""

    def __init__(self, sizehint=-1, flags=0):
        if sizehint < -1 or sizehint == 0:
            raise ValueError("negative sizehint")
        self._fd = _sys.epoll_create()

    def _check(self):
        if self._fd < 0:
            raise ValueError("I/O operation on closed epoll object")

    @property
    def closed(self):
        return self._fd < 0

    @classmethod
    def fromfd(cls, fd, /):
        instance = cls.__new__(cls)
        instance._fd = fd
        return instance

    def fileno(self):
        self._check()
        return self._fd

    def close(self):
        fd = self._fd
        if fd >= 0:
            self._fd = -1
            _sys.close(fd)

    def __del__(self):
        try:
            self.close()
        except OSError:
            pass

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *args):
        self.close()

    def register(self, fd, eventmask=EPOLLIN | EPOLLPRI | EPOLLOUT):
        self._check()
        _sys.epoll_ctl(self._fd, 1, _descriptor(fd), eventmask)

    def unregister(self, fd):
        self._check()
        _sys.epoll_ctl(self._fd, 2, _descriptor(fd), 0)

    def modify(self, fd, eventmask):
        self._check()
        _sys.epoll_ctl(self._fd, 3, _descriptor(fd), eventmask)

    def poll(self, timeout=None, maxevents=-1):
        self._check()
        wait = _time(timeout)
        if wait is not None and wait < 0:
            wait = None
        if maxevents == -1:
            maxevents = _FD_SETSIZE - 1
        elif maxevents < 1:
            raise ValueError("maxevents must be greater than 0, got %d" % maxevents)
        return _sys.epoll_wait(self._fd, maxevents, wait)
