import socket

CLIENTS = 2

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(5)

connections = []
while len(connections) < CLIENTS:
    connection, peer = listener.accept()
    print("my end:", connection.getsockname(), "your end:", peer)
    connections.append((connection, peer))

for connection, peer in connections:
    question = connection.recv(1024)
    connection.sendall(f"you are {peer[0]}:{peer[1]}\n".encode())
    connection.close()
