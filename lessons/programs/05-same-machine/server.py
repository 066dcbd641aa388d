import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(16)
listener.settimeout(3)  # Nobody new for three seconds: that is all.

connections = []
try:
    while True:
        connection, peer = listener.accept()
        connections.append(connection)
except TimeoutError:
    print("connections:", len(connections))
for connection in connections:
    connection.close()
listener.close()
