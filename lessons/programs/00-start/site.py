import socket
import time

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("192.168.1.1", 80))
listener.listen()
people = []
for _ in range(3):
    connection, peer = listener.accept()
    people.append(connection)
    print(connection.recv(1024).decode(), "is here, at my port", connection.getsockname()[1])
time.sleep(0.5)  # All three are connected.
for connection in people:
    connection.sendall(b"all three of you are connected")
    connection.close()
listener.close()
