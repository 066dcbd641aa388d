import socket

with socket.create_connection(("192.168.1.1", 7)) as connection:
    connection.sendall(b"hello")
    print("back:", connection.recv(100).decode())
