import selectors
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(5)
ready = selectors.DefaultSelector()
ready.register(listener, selectors.EVENT_READ)

clients = 2
while clients:
    for key, _ in ready.select():
        if key.fileobj is listener:
            connection, peer = listener.accept()
            ready.register(connection, selectors.EVENT_READ)
            continue
        connection = key.fileobj
        question = connection.recv(1024)  # It is ready: this does not wait.
        if question:
            connection.sendall(b"the answer\n")
        else:
            ready.unregister(connection)
            connection.close()
            clients -= 1
listener.close()
