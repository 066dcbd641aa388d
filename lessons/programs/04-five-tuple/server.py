import socket
import time

CLIENTS = 3

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(5)

connections = []
while len(connections) < CLIENTS:
    connection, peer = listener.accept()
    print("my end:", connection.getsockname(), "your end:", peer)
    connections.append((connection, peer))

time.sleep(5)  # All are open: time to look at the socket table.

for connection, peer in connections:
    hello = connection.recv(1024).decode().strip()
    print(peer, "says", hello)
    connection.sendall(f"you are {peer[0]}:{peer[1]}\n".encode())
    connection.close()
listener.close()
