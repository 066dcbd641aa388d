import socket

listener = socket.create_server(("0.0.0.0", 7))
for _ in range(2):
    connection, address = listener.accept()
    print("a client at port", address[1])
    connection.sendall(connection.recv(100))
    connection.close()
