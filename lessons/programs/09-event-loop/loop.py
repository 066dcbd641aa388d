import selectors
import socket
import time

WORK = 0

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 81))
listener.listen(5)

ready = selectors.DefaultSelector()
ready.register(listener, selectors.EVENT_READ)
closed = 0
while closed < 2:
    for key, _ in ready.select():  # Waits here, for all of them at once.
        if key.fileobj is listener:
            connection, peer = listener.accept()
            ready.register(connection, selectors.EVENT_READ)
            continue
        connection = key.fileobj
        question = connection.recv(1024)  # Does not wait: select() said so.
        if question:
            time.sleep(WORK)
            connection.sendall(b"the answer\n")
        else:
            ready.unregister(connection)
            connection.close()
            closed += 1
listener.close()
