import selectors
import socket
import time

WORK = 0.01  # A long question takes a second,
PIECES = 1  # in so many pieces.

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(16)
ready = selectors.DefaultSelector()
ready.register(listener, selectors.EVENT_READ)
jobs = []  # (connection, pieces that are left)


def answer(connection):
    connection.sendall(b"the answer\n")
    connection.close()


while True:
    for key, _ in ready.select(0 if jobs else None):
        if key.fileobj is listener:
            connection, peer = listener.accept()
            ready.register(connection, selectors.EVENT_READ)
            continue
        ready.unregister(key.fileobj)
        if key.fileobj.recv(1024) == b"long\n":
            jobs.append((key.fileobj, PIECES))
        else:
            answer(key.fileobj)
    if jobs:
        connection, left = jobs.pop(0)
        time.sleep(WORK / PIECES)  # The work: the thread does nothing else.
        if left > 1:
            jobs.append((connection, left - 1))
        else:
            answer(connection)
