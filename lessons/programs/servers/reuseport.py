"""A fixed number of processes, each an event loop with a listener of its own at the same port."""

import os

from common import listener
from loop import Loop

WORKERS = 4
for _ in range(WORKERS):
    if os.fork() == 0:
        Loop(listener(shared=True)).run()
os.wait()
