# Opens one thousand connections, and only then uses them, one after the other.
import socket

CLIENTS = 1000

connections = []
for number in range(CLIENTS):
    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    connection.connect(("203.0.113.1", 80))
    connections.append(connection)

right = 0
for connection in connections:
    connection.sendall(b"who am I?")
    wanted = b"who am I? " + str(connection.getsockname()[1]).encode()
    if connection.recv(100) == wanted:
        right += 1
    connection.close()

print(right, "right answers")
