import socket

PORTS = range(50000, 50008)

clients = []
for server_port in (80, 81):
    for port in PORTS:
        client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        client.bind(("0.0.0.0", port))
        client.connect(("192.168.1.1", server_port))
        clients.append(client)
print("connected:", len(clients))
for client in clients:
    try:
        client.recv(1024)  # b"": the server has ended.
    except ConnectionResetError:
        print("reset while waiting in the queue")
        break
