import socket

try:
    with socket.create_connection(("203.0.113.10", 80), timeout=5) as client:
        client.sendall(b"I am late\n")
        client.recv(1024)
        client.sendall(b"who am I?\n")
        print("after the restart:", client.recv(1024).decode().strip())
except OSError as error:
    print("after the restart:", error)
