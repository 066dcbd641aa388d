"""What the servers have in common: how they listen, and how a thread serves one connection."""

import socket
import time

from handler import handle

PORT = 3000


def listener(shared=False):
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    server.bind(("0.0.0.0", PORT))
    server.listen(128)
    return server


def answer(request):
    """The handler from beginning to end: where it waits, this thread waits."""
    steps = handle(request)
    while True:
        try:
            time.sleep(next(steps))
        except StopIteration as end:
            return end.value


def serve(connection):
    """One connection, until its client closes it."""
    with connection:
        while request := connection.recv(1024):
            connection.sendall(answer(request))
