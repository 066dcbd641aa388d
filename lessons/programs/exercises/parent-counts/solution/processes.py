import os
import socket
import time

served = 0


def serve(connection):
    with connection:
        connection.recv(1024)
        time.sleep(1)  # The work.
        connection.sendall(f"you are number {served}\n".encode())


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 81))
listener.listen(16)
while True:
    connection, peer = listener.accept()
    served = served + 1  # In the parent, before its memory is copied.
    if os.fork() == 0:
        listener.close()
        serve(connection)
        os._exit(0)
    connection.close()
