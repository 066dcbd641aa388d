"""One thread, and epoll: as Node.js."""

from common import listener
from loop import Loop

Loop(listener()).run()
