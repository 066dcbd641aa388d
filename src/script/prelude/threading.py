"""Threads and what they wait for, on the kernel's clone, join, wait and wake (Linux: futex).

A wake that finds nobody waiting is kept for the next wait on the same key, so none is ever lost.
"""

import _native
import _sys
import os

TIMEOUT_MAX = 9223372036.0
ThreadError = RuntimeError

# One of the kernel's keys for each thing that can be waited for. Taking the next is one operation, so it is safe.
_keys = iter(range(1, 1 << 62))
_numbers = iter(range(1, 1 << 62))
_active = {}


def _now():
    return _sys.clock() / 1e9


class Lock:
    """The mutex of Drepper's "Futexes are tricky": 0 free, 1 held, 2 held and perhaps waited for."""

    def __init__(self):
        self._state = [0]
        self._key = next(_keys)

    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be positive")
        if _native._compare_swap(self._state, 0, 1) == 0:
            return True
        return self._wait(timeout) if blocking else False

    def _wait(self, timeout):
        if timeout == -1:
            while _native._swap(self._state, 0, 2) != 0:
                _sys.wait(self._key, None)
            return True
        end = _now() + timeout
        while _native._swap(self._state, 0, 2) != 0:
            left = end - _now()
            if left <= 0:
                return False
            _sys.wait(self._key, left)
        return True

    def release(self):
        state = _native._swap(self._state, 0, 0)
        if state == 0:
            raise RuntimeError("release unlocked lock")
        if state == 2:
            _sys.wake(self._key, 1)

    def __repr__(self):
        state = "locked" if self.locked() else "unlocked"
        return "<" + state + " _thread.lock object at " + hex(id(self)) + ">"

    def locked(self):
        return self._state[0] != 0

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


class RLock:
    def __init__(self):
        self._block = Lock()
        self._owner = None
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        me = get_ident()
        if self._owner == me:
            self._count += 1
            return True
        if not self._block.acquire(blocking, timeout):
            return False
        self._owner = me
        self._count = 1
        return True

    def release(self):
        if self._owner != get_ident():
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if self._count == 0:
            self._owner = None
            self._block.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()

    def _release_save(self):
        count = self._count
        self._count = 0
        self._owner = None
        self._block.release()
        return count

    def _acquire_restore(self, count):
        self._block.acquire()
        self._owner = get_ident()
        self._count = count

    def _is_owned(self):
        return self._owner == get_ident()


class Condition:
    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        # The keys of those who wait, longest waiter first.
        self._waiters = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def _is_owned(self):
        if isinstance(self._lock, RLock):
            return self._lock._is_owned()
        return self._lock.locked()

    def wait(self, timeout=None):
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        key = next(_keys)
        self._waiters.append(key)
        again = isinstance(self._lock, RLock)
        count = self._lock._release_save() if again else self._lock.release()
        woken = False
        try:
            woken = _sys.wait(key, timeout if timeout is None or timeout > 0 else 0)
        finally:
            if again:
                self._lock._acquire_restore(count)
            else:
                self._lock.acquire()
            if not woken:
                try:
                    self._waiters.remove(key)
                except ValueError:
                    # Its wake came too late: it is kept for this key, which nobody will use again.
                    _sys.wait(key, 0)
        return woken

    def wait_for(self, predicate, timeout=None):
        end = None
        result = predicate()
        while not result:
            left = None
            if timeout is not None:
                if end is None:
                    end = _now() + timeout
                left = end - _now()
                if left <= 0:
                    break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        while n > 0 and self._waiters:
            _sys.wake(self._waiters.pop(0), 1)
            n -= 1

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._cond = Condition(Lock())
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._cond:
            if self._value == 0 and not (blocking and self._cond.wait_for(self._is_free, timeout)):
                return False
            self._value -= 1
        return True

    def _is_free(self):
        return self._value > 0

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            self._value += n
            self._cond.notify(n)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError("Semaphore released too many times")
            self._value += n
            self._cond.notify(n)


class Event:
    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def is_set(self):
        return self._flag

    def set(self):
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        with self._cond:
            signaled = self._flag
            if not signaled:
                signaled = self._cond.wait(timeout)
            return signaled


class BrokenBarrierError(RuntimeError):
    pass


class Barrier:
    """0 filling, 1 draining, -1 being reset, -2 broken."""

    def __init__(self, parties, action=None, timeout=None):
        self._cond = Condition(Lock())
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._state = 0
        self._count = 0

    def wait(self, timeout=None):
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            while self._state in (-1, 1):
                self._cond.wait()
            if self._state < 0:
                raise BrokenBarrierError
            index = self._count
            self._count += 1
            try:
                if index + 1 == self._parties:
                    self._open()
                elif not self._cond.wait_for(self._is_over, timeout):
                    self._break()
                    raise BrokenBarrierError
                elif self._state < 0:
                    raise BrokenBarrierError
                return index
            finally:
                self._count -= 1
                if self._count == 0 and self._state in (-1, 1):
                    self._state = 0
                    self._cond.notify_all()

    def _is_over(self):
        return self._state != 0

    def _open(self):
        try:
            if self._action:
                self._action()
            self._state = 1
            self._cond.notify_all()
        except BaseException:
            self._break()
            raise

    def _break(self):
        self._state = -2
        self._cond.notify_all()

    def reset(self):
        with self._cond:
            if self._count > 0:
                if self._state in (0, -2):
                    self._state = -1
            else:
                self._state = 0
            self._cond.notify_all()

    def abort(self):
        with self._cond:
            self._break()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state == 0 else 0

    @property
    def broken(self):
        return self._state == -2


class ExceptHookArgs:
    def __init__(self, args):
        self.exc_type, self.exc_value, self.exc_traceback, self.thread = args


def excepthook(args, /):
    if args.exc_type is SystemExit:
        return
    import sys

    name = args.thread.name if args.thread is not None else str(get_ident())
    sys.stderr.write("Exception in thread " + name + ":\n" + _native._traceback(args.exc_value))


class Thread:
    _ident = None
    _started = False
    _stopped = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, "group argument must be None for now"
        if name is None:
            name = "Thread-" + str(next(_numbers))
            if target is not None and hasattr(target, "__name__"):
                name += " (" + target.__name__ + ")"
        self._name = str(name)
        self._target = target
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        if daemon is None:
            # As its creator; asking who that is takes a call, so it is asked only where it matters.
            daemon = any([thread._daemon for thread in list(_active.values())]) and current_thread()._daemon
        self._daemon = daemon

    def start(self):
        if self._started:
            raise RuntimeError("threads can only be started once")
        self._started = True
        tid = _sys.clone(self._bootstrap, ())
        if self._ident is None:
            self._ident = tid
        _active[tid] = self
        if self._stopped:
            _active.pop(tid, None)

    def run(self):
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # What the thread was given goes now, not when the thread object does.
            self._target = self._args = self._kwargs = None

    def _bootstrap(self):
        if self._ident is None:
            # The parent has not learned the number yet.
            self._ident = _sys.gettid()
            _active[self._ident] = self
        try:
            self.run()
        except BaseException as error:
            excepthook(ExceptHookArgs((type(error), error, None, self)))
        self._stopped = True
        _active.pop(self._ident, None)

    def join(self, timeout=None):
        if not self._started:
            raise RuntimeError("cannot join thread before it is started")
        if self._stopped:
            return
        if timeout is not None and timeout < 0:
            timeout = 0
        try:
            ended = _sys.join(self._ident, timeout)
        except OSError:
            # The kernel says EDEADLK.
            raise RuntimeError("cannot join current thread") from None
        if ended:
            self._stopped = True

    def is_alive(self):
        return self._started and not self._stopped

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    def getName(self):
        return self._name

    def setName(self, name):
        self._name = str(name)

    @property
    def ident(self):
        return self._ident

    @property
    def native_id(self):
        return self._ident

    @property
    def daemon(self):
        return self._daemon

    @daemon.setter
    def daemon(self, daemon):
        if self._started:
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemon = daemon

    def isDaemon(self):
        return self._daemon

    def setDaemon(self, daemon):
        self.daemon = daemon

    def __repr__(self):
        state = "initial"
        if self._stopped:
            state = "stopped"
        elif self._started:
            state = "started"
        if self._daemon:
            state += " daemon"
        if self._ident is not None:
            state += " " + str(self._ident)
        return "<%s(%s, %s)>" % (self.__class__.__name__, self._name, state)


class _MainThread(Thread):
    def __init__(self):
        super().__init__(name="MainThread", daemon=False)
        self._started = True
        # The first thread of a process has the number of the process.
        self._ident = _sys.getpid()
        _active[self._ident] = self


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class local:
    """Attributes that each thread has for itself."""

    def __new__(cls, *args, **named):
        self = object.__new__(cls)
        _locals[id(self)] = [args, named, {get_ident(): {}}]
        return self

    def __getattribute__(self, name):
        values = _local_values(self)
        if name in values:
            return values[name]
        if name == "__dict__":
            return values
        try:
            return object.__getattribute__(self, name)
        except AttributeError:
            if type(self) is not local:
                raise
            raise AttributeError("'_thread._local' object has no attribute '%s'" % name) from None

    def __setattr__(self, name, value):
        _local_values(self)[name] = value

    def __del__(self):
        _locals.pop(id(self), None)

    def __delattr__(self, name):
        values = _local_values(self)
        if name not in values:
            raise AttributeError(name)
        del values[name]


# By the number of the object: the arguments with which it was made, and the values by thread.
_locals = {}


def _local_values(of):
    args, named, by_thread = _locals[id(of)]
    thread = get_ident()
    if thread not in by_thread:
        by_thread[thread] = {}
        kind = type(of)
        if kind.__init__ != object.__init__:
            kind.__init__(of, *args, **named)
    return by_thread[thread]


_main_thread = _MainThread()


def main_thread():
    return _main_thread


def get_ident():
    # With one thread alive there is no need to ask.
    return _main_thread._ident if len(_active) == 1 else _sys.gettid()


get_native_id = get_ident


def current_thread():
    return _active.get(get_ident(), _main_thread)


def active_count():
    return len(_active)


def enumerate():
    return list(_active.values())


currentThread = current_thread
activeCount = active_count


def _after_fork():
    """In a child only the thread that called fork goes on: it is the main thread now."""
    global _main_thread
    caller = _forking[0]
    _active.clear()
    _main_thread = caller
    caller._ident = _sys.getpid()
    _active[caller._ident] = caller


_forking = [_main_thread]


def _before_fork():
    _forking[0] = current_thread()


os.register_at_fork(before=_before_fork, after_in_child=_after_fork)


_at_exit = []


def _register_atexit(func):
    _at_exit.append(func)


def _shutdown():
    """Waits for all threads but daemons; the machine calls it at the end of the script."""
    while _at_exit:
        _at_exit.pop()()
    while True:
        waiting = [thread for thread in list(_active.values()) if not thread._daemon and thread is not _main_thread]
        if not waiting:
            return
        waiting[0].join()
