import socket
import time

NAMES = {"192.168.0.11": "Ann", "192.168.0.12": "Bob"}

client = socket.create_connection(("203.0.113.10", 80))
name = NAMES[client.getsockname()[0]]
client.sendall(f"I am {name}\n".encode())
client.recv(1024)
time.sleep(0.5)
client.sendall(b"who am I?\n")
answer = client.recv(1024).decode().strip()
print(f"{name} hears: {answer}")
