import socket
import time

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 500))
listener.listen(5)

connections = []
for _ in range(2):
    connection, peer = listener.accept()
    connections.append(connection)

time.sleep(6)  # Both connections are kept. Nothing is read.
print("the server ends")
