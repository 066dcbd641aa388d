"""Work done by a pool of threads."""

import queue
import sys
import threading
import time

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"


class Error(Exception):
    pass


class CancelledError(Error):
    pass


TimeoutError = TimeoutError

_PENDING = "pending"
_RUNNING = "running"
_CANCELLED = "cancelled"
_FINISHED = "finished"


class Future:
    def __init__(self):
        self._changed = threading.Condition()
        self._state = _PENDING
        self._result = None
        self._error = None
        self._callbacks = []

    def __repr__(self):
        text = "<Future at " + hex(id(self)) + " state=" + self._state
        if self._state == _FINISHED:
            if self._error is None:
                return text + " returned " + type(self._result).__name__ + ">"
            return text + " raised " + type(self._error).__name__ + ">"
        return text + ">"

    def cancel(self):
        with self._changed:
            if self._state in (_RUNNING, _FINISHED):
                return False
            if self._state == _CANCELLED:
                return True
            self._state = _CANCELLED
            self._changed.notify_all()
        self._tell()
        return True

    def cancelled(self):
        return self._state == _CANCELLED

    def running(self):
        return self._state == _RUNNING

    def done(self):
        return self._state in (_CANCELLED, _FINISHED)

    def _tell(self):
        for callback in self._callbacks:
            self._call(callback)

    def _call(self, callback):
        try:
            callback(self)
        except Exception:
            import traceback

            print("exception calling callback for", repr(self), file=sys.stderr)
            traceback.print_exc()

    def add_done_callback(self, fn):
        with self._changed:
            if not self.done():
                self._callbacks.append(fn)
                return
        self._call(fn)

    def _wait(self, timeout):
        with self._changed:
            if not self._changed.wait_for(self.done, timeout):
                raise TimeoutError()
        if self._state == _CANCELLED:
            raise CancelledError()

    def result(self, timeout=None):
        self._wait(timeout)
        if self._error is not None:
            raise self._error
        return self._result

    def exception(self, timeout=None):
        self._wait(timeout)
        return self._error

    def set_running_or_notify_cancel(self):
        with self._changed:
            if self._state == _CANCELLED:
                return False
            self._state = _RUNNING
            return True

    def set_result(self, result):
        self._finish(result, None)

    def set_exception(self, exception):
        self._finish(None, exception)

    def _finish(self, result, error):
        with self._changed:
            self._result = result
            self._error = error
            self._state = _FINISHED
            self._changed.notify_all()
        self._tell()


class Executor:
    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        end = None if timeout is None else time.monotonic() + timeout
        futures = [self.submit(fn, *args) for args in zip(*iterables)]

        def results():
            try:
                futures.reverse()
                while futures:
                    future = futures.pop()
                    yield future.result(None if end is None else end - time.monotonic())
            finally:
                for future in futures:
                    future.cancel()

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False


Future.__module__ = Executor.__module__ = Error.__module__ = CancelledError.__module__ = "concurrent.futures._base"
_pools = 0


class ThreadPoolExecutor(Executor):
    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        global _pools
        if max_workers is None:
            from os import cpu_count

            max_workers = min(32, (cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._prefix = thread_name_prefix
        if not thread_name_prefix:
            self._prefix = "ThreadPoolExecutor-" + str(_pools)
            _pools += 1
        self._initializer = initializer
        self._initargs = initargs
        self._work = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads = []
        self._shutdown = False

    def submit(self, fn, /, *args, **kwargs):
        if self._shutdown:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = Future()
        self._work.put((future, fn, args, kwargs))
        if not self._idle.acquire(timeout=0) and len(self._threads) < self._max_workers:
            name = self._prefix + "_" + str(len(self._threads))
            thread = threading.Thread(name=name, target=self._worker)
            self._threads.append(thread)
            _workers[thread] = self._work
            thread.start()
        return future

    def _worker(self):
        if self._initializer is not None:
            self._initializer(*self._initargs)
        while True:
            if self._work.empty():
                self._idle.release()
            item = self._work.get()
            if item is None:
                # The others shall end too.
                self._work.put(None)
                return
            future, fn, args, kwargs = item
            if future.set_running_or_notify_cancel():
                try:
                    result = fn(*args, **kwargs)
                except BaseException as error:
                    future.set_exception(error)
                else:
                    future.set_result(result)
            del item, future

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._shutdown = True
        if cancel_futures:
            while not self._work.empty():
                item = self._work.get()
                if item is not None:
                    item[0].cancel()
        self._work.put(None)
        if wait:
            for thread in self._threads:
                thread.join()


_workers = {}


def _at_end():
    for work in _workers.values():
        work.put(None)


threading._register_atexit(_at_end)


class DoneAndNotDoneFutures:
    def __init__(self, done, not_done):
        self.done = done
        self.not_done = not_done

    def __iter__(self):
        return iter((self.done, self.not_done))

    def __getitem__(self, index):
        return (self.done, self.not_done)[index]

    def __len__(self):
        return 2

    def __repr__(self):
        return "DoneAndNotDoneFutures(done=" + repr(self.done) + ", not_done=" + repr(self.not_done) + ")"


def _watched(futures):
    """A queue that gets each future when it is done."""
    ends = queue.SimpleQueue()
    for future in futures:
        future.add_done_callback(ends.put)
    return ends


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    futures = set(fs)
    end = None if timeout is None else time.monotonic() + timeout
    done = set([future for future in futures if future.done()])

    def enough():
        if len(done) == len(futures):
            return True
        if return_when == FIRST_COMPLETED:
            return len(done) > 0
        failed = [future for future in done if not future.cancelled() and future.exception() is not None]
        return return_when == FIRST_EXCEPTION and len(failed) > 0

    ends = _watched([future for future in futures if future not in done])
    while not enough():
        try:
            done.add(ends.get(timeout=None if end is None else max(0, end - time.monotonic())))
        except queue.Empty:
            break
    return DoneAndNotDoneFutures(done, futures - done)


def as_completed(fs, timeout=None):
    futures = set(fs)
    end = None if timeout is None else time.monotonic() + timeout
    count = len(futures)
    done = [future for future in futures if future.done()]
    ends = _watched([future for future in futures if future not in done])
    for future in done:
        yield future
    for left in range(count - len(done), 0, -1):
        try:
            future = ends.get(timeout=None if end is None else max(0, end - time.monotonic()))
        except queue.Empty:
            raise TimeoutError("%d (of %d) futures unfinished" % (left, count)) from None
        yield future
