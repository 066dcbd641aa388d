# One thousand clients are connected to port 80 at the same time; then each gets an answer.
import socket

CLIENTS = 1000

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(128)

connections = []
while len(connections) < CLIENTS:
    connection, peer = listener.accept()
    connections.append((connection, peer))

for connection, peer in connections:
    question = connection.recv(100)
    connection.sendall(question + b" " + str(peer[1]).encode())
    connection.close()
