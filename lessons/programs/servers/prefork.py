"""A fixed number of processes, all in accept() on one listener that they have inherited."""

import os

from common import listener, serve

WORKERS = 4
server = listener()
for _ in range(WORKERS):
    if os.fork() == 0:
        while True:
            connection, client = server.accept()
            serve(connection)
os.wait()
