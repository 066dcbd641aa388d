import socket
import time

clients = [socket.create_connection(("192.168.1.1", port)) for port in (81, 80)]
time.sleep(3)  # Connected, and silent.
for client in clients:
    client.close()
    time.sleep(0.2)
print("client A has said nothing, and leaves")
