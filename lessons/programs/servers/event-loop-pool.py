"""One thread with epoll, and four that do what waits: as libuv does for files and names."""

import os
import queue
import threading

from common import answer, listener
from loop import Loop


class PoolLoop(Loop):
    def __init__(self, server):
        super().__init__(server)
        self.jobs = queue.Queue()
        self.done = queue.Queue()
        self.bell, self.ring = os.pipe()
        self.epoll.register(self.bell, 1)
        for _ in range(4):
            threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        while True:
            fd, request = self.jobs.get()
            self.done.put((fd, answer(request)))
            os.write(self.ring, b"!")

    def read(self, fd):
        if fd == self.bell:
            for _ in os.read(self.bell, 1024):
                fd, text = self.done.get()
                self.connections[fd].sendall(text)
            return
        request = self.connections[fd].recv(1024)
        if request:
            self.jobs.put((fd, request))
        else:
            self.epoll.unregister(fd)
            self.connections.pop(fd).close()


PoolLoop(listener()).run()
