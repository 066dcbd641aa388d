import socket

try:
    with socket.create_connection(("192.168.1.1", 80)) as site:
        site.sendall(b"Bob")
        print(site.recv(1024).decode())
except OSError as error:
    print(error)
