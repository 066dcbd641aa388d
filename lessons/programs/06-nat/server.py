import socket
import time

WAIT = 1

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(5)
listener.settimeout(1)  # Nobody new for a second: that is all.

connections = []
try:
    while True:
        connection, peer = listener.accept()
        print("a client at", peer)
        connections.append((connection, peer))
except TimeoutError:
    time.sleep(WAIT)

for connection, peer in connections:
    connection.sendall(f"you are {peer[0]}:{peer[1]}".encode())
    connection.close()
listener.close()
