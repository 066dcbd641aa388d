import socket

clients = [socket.create_connection(("192.168.1.1", 81)) for _ in range(12)]
print("connected:", len(clients))
served = 0
for client in clients:
    try:
        if client.recv(1024):
            served += 1
    except ConnectionResetError:
        pass
    client.close()
print("all are served" if served == len(clients) else "some are reset")
