"""A new process for each connection: the child inherits it, and the parent lets go of it."""

import os
import signal

from common import listener, serve

signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel takes away children that have ended
server = listener()
while True:
    connection, client = server.accept()
    if os.fork() == 0:
        server.close()
        serve(connection)
        os._exit(0)
    connection.close()
