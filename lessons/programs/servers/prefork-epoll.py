"""A fixed number of processes, each an event loop, on one listener that they have inherited."""

import os
import select

from common import listener
from loop import Loop

WORKERS = 4
server = listener()
for _ in range(WORKERS):
    if os.fork() == 0:
        Loop(server, select.EPOLLEXCLUSIVE).run()
os.wait()
