"""A new thread for each connection."""

import threading

from common import listener, serve

server = listener()
while True:
    connection, client = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
