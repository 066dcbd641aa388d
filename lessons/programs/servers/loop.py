"""An event loop: one thread that asks which connections have something to say, and waits for none alone."""

import select
import time

from handler import handle


class Loop:
    def __init__(self, server, flags=0):
        server.setblocking(False)
        self.server = server
        self.connections = {}
        self.waiting = []  # (until, file descriptor, the rest of its handler)
        self.epoll = select.epoll()
        self.epoll.register(server, select.EPOLLIN | flags)

    def run(self):
        while True:
            for fd, _ in self.epoll.poll(self.pause()):
                if fd == self.server.fileno():
                    self.accept()
                else:
                    self.read(fd)
            self.wake()

    def pause(self):
        """How long the loop may sleep: until the first handler goes on. None: for ever."""
        if not self.waiting:
            return None
        return max(0, min(until for until, _, _ in self.waiting) - time.monotonic())

    def accept(self):
        try:
            connection, client = self.server.accept()
        except BlockingIOError:
            return  # another process was quicker
        self.connections[connection.fileno()] = connection
        self.epoll.register(connection, select.EPOLLIN)

    def read(self, fd):
        request = self.connections[fd].recv(1024)
        if request:
            self.go_on(fd, handle(request))
        else:
            self.epoll.unregister(fd)
            self.connections.pop(fd).close()

    def go_on(self, fd, steps):
        try:
            self.waiting.append((time.monotonic() + next(steps), fd, steps))
        except StopIteration as end:
            self.connections[fd].sendall(end.value)

    def wake(self):
        now = time.monotonic()
        due = [one for one in self.waiting if one[0] <= now]
        self.waiting = [one for one in self.waiting if one[0] > now]
        for _, fd, steps in due:
            if fd in self.connections:
                self.go_on(fd, steps)
