"""A fixed number of threads, which take connections from a queue."""

import queue
import threading

from common import listener, serve

WORKERS = 4
connections = queue.Queue()


def work():
    while True:
        serve(connections.get())


for _ in range(WORKERS):
    threading.Thread(target=work, daemon=True).start()
server = listener()
while True:
    connection, client = server.accept()
    connections.put(connection)
