"""Event loops: a selector keeps files with what they are watched for, over select, poll or epoll."""

import select as _select
from collections import namedtuple as _namedtuple

EVENT_READ = 1
EVENT_WRITE = 2


def _fileobj_to_fd(fileobj):
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError("Invalid file object: {!r}".format(fileobj)) from None
    if fd < 0:
        raise ValueError("Invalid file descriptor: {}".format(fd))
    return fd


# A file object, its descriptor, the events that it is watched for, and the program's own data.
SelectorKey = _namedtuple("SelectorKey", ["fileobj", "fd", "events", "data"])


class _Map:
    """File objects and their keys, to look at."""

    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._fd_to_key)

    def __getitem__(self, fileobj):
        key = self._selector._find(fileobj)
        if key is None:
            raise KeyError("{!r} is not registered".format(fileobj))
        return key

    def get(self, fileobj, default=None):
        key = self._selector._find(fileobj)
        return default if key is None else key

    def __contains__(self, fileobj):
        return self._selector._find(fileobj) is not None

    def __iter__(self):
        return iter(self._selector._fd_to_key)

    def keys(self):
        return self._selector._fd_to_key.keys()

    def values(self):
        return self._selector._fd_to_key.values()

    def items(self):
        return self._selector._fd_to_key.items()


class BaseSelector:
    def __init__(self):
        self._fd_to_key = {}
        self._map = _Map(self)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def _lookup(self, fileobj):
        try:
            return _fileobj_to_fd(fileobj)
        except ValueError:
            # A file that was closed is still known.
            for key in self._fd_to_key.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def _find(self, fileobj):
        try:
            return self._fd_to_key.get(self._lookup(fileobj))
        except ValueError:
            return None

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError("Invalid events: {!r}".format(events))
        key = SelectorKey(fileobj, self._lookup(fileobj), events, data)
        if key.fd in self._fd_to_key:
            raise KeyError("{!r} (FD {}) is already registered".format(fileobj, key.fd))
        self._fd_to_key[key.fd] = key
        try:
            self._begin(key)
        except BaseException:
            del self._fd_to_key[key.fd]
            raise
        return key

    def unregister(self, fileobj):
        try:
            key = self._fd_to_key.pop(self._lookup(fileobj))
        except KeyError:
            raise KeyError("{!r} is not registered".format(fileobj)) from None
        try:
            self._end(key)
        except OSError:
            # The file was closed already.
            pass
        return key

    def modify(self, fileobj, events, data=None):
        key = self._find(fileobj)
        if key is None:
            raise KeyError("{!r} is not registered".format(fileobj))
        if events != key.events:
            if not events or events & ~(EVENT_READ | EVENT_WRITE):
                self.unregister(fileobj)
                raise ValueError("Invalid events: {!r}".format(events))
            key = key._replace(events=events, data=data)
            self._change(key)
        elif data != key.data:
            key = key._replace(data=data)
        self._fd_to_key[key.fd] = key
        return key

    def get_key(self, fileobj):
        mapping = self.get_map()
        if mapping is None:
            raise RuntimeError("Selector is closed")
        try:
            return mapping[fileobj]
        except KeyError:
            raise KeyError("{!r} is not registered".format(fileobj)) from None

    def get_map(self):
        return self._map

    def close(self):
        self._fd_to_key.clear()
        self._map = None

    def _begin(self, key):
        pass

    def _end(self, key):
        pass

    def _change(self, key):
        pass

    def _told(self, pairs):
        ready = []
        for fd, events in pairs:
            key = self._fd_to_key.get(fd)
            if key is not None:
                ready.append((key, events & key.events))
        return ready


class SelectSelector(BaseSelector):
    def select(self, timeout=None):
        keys = list(self._fd_to_key.values())
        reads = [key.fd for key in keys if key.events & EVENT_READ]
        writes = [key.fd for key in keys if key.events & EVENT_WRITE]
        wait = None if timeout is None else max(timeout, 0)
        reads, writes, _ = _select.select(reads, writes, [], wait)
        reads, writes = set(reads), set(writes)
        events = [(fd, (fd in reads) * EVENT_READ | (fd in writes) * EVENT_WRITE) for fd in reads | writes]
        return self._told(events)


class _PollLike(BaseSelector):
    """Over an object with register, modify, unregister and poll."""

    def __init__(self):
        super().__init__()
        self._selector = self._make()

    def _mask(self, events):
        return (_select.POLLIN if events & EVENT_READ else 0) | (_select.POLLOUT if events & EVENT_WRITE else 0)

    def _begin(self, key):
        self._selector.register(key.fd, self._mask(key.events))

    def _end(self, key):
        self._selector.unregister(key.fd)

    def _change(self, key):
        self._selector.modify(key.fd, self._mask(key.events))

    def select(self, timeout=None):
        pairs = []
        for fd, event in self._poll(timeout):
            # An error or a hang-up counts as both.
            events = (EVENT_WRITE if event & ~_select.POLLIN else 0) | (EVENT_READ if event & ~_select.POLLOUT else 0)
            pairs.append((fd, events))
        return self._told(pairs)


class PollSelector(_PollLike):
    def _make(self):
        return _select.poll()

    def _poll(self, timeout):
        if timeout is not None:
            timeout = 0 if timeout <= 0 else timeout * 1000
        return self._selector.poll(timeout)


class EpollSelector(_PollLike):
    def _make(self):
        return _select.epoll()

    def fileno(self):
        return self._selector.fileno()

    def _poll(self, timeout):
        if timeout is not None:
            timeout = max(timeout, 0)
        return self._selector.poll(timeout, max(len(self._fd_to_key), 1))

    def close(self):
        self._selector.close()
        super().close()


DefaultSelector = EpollSelector
