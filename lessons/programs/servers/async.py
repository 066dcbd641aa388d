"""Many tasks on a fixed number of threads: whichever is free goes on with whatever task is ready."""

import select
import threading
import time

from common import listener
from handler import handle

WORKERS = 4
ONCE = select.EPOLLIN | select.EPOLLONESHOT
server = listener()
server.setblocking(False)
epoll = select.epoll()
epoll.register(server, ONCE)
connections = {}
waiting = []  # (until, file descriptor, the rest of its task)
lock = threading.Lock()


def task(connection):
    """Yields None where it waits for its client, and seconds where its handler waits."""
    while request := connection.recv(1024):
        connection.sendall((yield from handle(request)))
        yield None


def go_on(fd, steps):
    try:
        pause = next(steps)
    except StopIteration:
        connections.pop(fd)[0].close()
        return
    if pause is None:
        epoll.modify(fd, ONCE)
    else:
        with lock:
            waiting.append((time.monotonic() + pause, fd, steps))


def accept():
    try:
        connection, client = server.accept()
    except BlockingIOError:
        return
    connections[connection.fileno()] = connection, task(connection)
    epoll.register(connection, ONCE)


def due():
    """Takes a task whose time has come; and says when the next one comes."""
    with lock:
        waiting.sort(key=lambda one: one[0])
        now = time.monotonic()
        if waiting and waiting[0][0] <= now:
            return waiting.pop(0), 0
        return None, max(0, waiting[0][0] - now) if waiting else None


def work():
    while True:
        ready, pause = due()
        if ready:
            go_on(ready[1], ready[2])
            continue
        for fd, _ in epoll.poll(pause, 1):
            if fd == server.fileno():
                accept()
                epoll.modify(server, ONCE)
            else:
                go_on(fd, connections[fd][1])


for _ in range(WORKERS):
    threading.Thread(target=work).start()
