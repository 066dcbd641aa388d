import queue
import selectors
import socket
import threading
import time

WORK = 1.0  # A long question takes a second.

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(16)
ready = selectors.DefaultSelector()
ready.register(listener, selectors.EVENT_READ)
jobs = queue.Queue()


def answer(connection):
    connection.sendall(b"the answer\n")
    connection.close()


def work():
    while True:
        connection = jobs.get()
        time.sleep(WORK)  # This thread waits. The loop does not.
        answer(connection)


for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
while True:
    for key, _ in ready.select():
        if key.fileobj is listener:
            connection, peer = listener.accept()
            ready.register(connection, selectors.EVENT_READ)
            continue
        ready.unregister(key.fileobj)
        if key.fileobj.recv(1024) == b"long\n":
            jobs.put(key.fileobj)
        else:
            answer(key.fileobj)
