import selectors
import socket
import time

WORK = 0
FIRST = False

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 81))
listener.listen(5)
ready = selectors.DefaultSelector()
ready.register(listener, selectors.EVENT_READ)
clients = 2


def accept():
    connection, peer = listener.accept()
    ready.register(connection, selectors.EVENT_READ)
    if FIRST:
        read(connection)


def read(connection):
    global clients
    question = connection.recv(1024)
    if question:
        time.sleep(WORK)
        connection.sendall(b"the answer\n")
    else:
        clients -= 1
        ready.unregister(connection)
        connection.close()


while clients:
    for key, _ in ready.select():  # Waits here, for all of them at once.
        if key.fileobj is listener:
            accept()
        else:
            read(key.fileobj)
listener.close()
