import socket
import time

for number in range(1, 5):
    client = socket.create_connection(("192.168.1.1", 80))
    print(f"client {number}: {client.recv(1024).decode().strip()}")
    client.recv(1024)  # b"": the worker has closed its side.
    client.close()
    time.sleep(0.1)
