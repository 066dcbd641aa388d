import socket

CONNECTIONS = 1


def hear(client):
    try:
        print("The server says:", client.recv(1024).decode())
        return True
    except OSError as error:
        print("No word from the server:", error)
        return False


clients = []
for port in range(50000, 50000 + CONNECTIONS):
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.bind(("0.0.0.0", port))
    client.settimeout(0.8)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    try:
        client.connect(("203.0.113.1", 80))
        print("I am", client.getsockname())
        clients.append(client)
    except TimeoutError:
        print("connect() from port", port, "took too long")

for client in clients:
    client.settimeout(8)
    if not hear(client):
        client.sendall(b"Are you there?")
        hear(client)
    client.close()
