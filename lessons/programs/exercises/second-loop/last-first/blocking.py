import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(5)

waiting = [listener.accept() for _ in range(2)]
for _ in range(2):
    connection, peer = waiting.pop()
    question = connection.recv(1024)  # Waits here, for this one client.
    if question:
        connection.sendall(b"the answer\n")
    connection.close()
listener.close()
